# SPDX-License-Identifier: Apache-2.0
# A disk that fails at a commit: nobody is told more than is known, the worker
# starts again by itself, and then each id has one true answer.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"

trigger=$TEST_DIR/trigger
gate_env="LD_PRELOAD=$top_builddir/tests/fake/.libs/ioerror.so
    IOERROR_TRIGGER=$trigger ASAN_OPTIONS=verify_asan_link_order=0"

# inbox ID: an office reads.
inbox() {
    jq -cn --arg id "$1" '{specversion: "1.0", id: $id,
        source: "office/522731001001", type: "dutygate.inbox.read.v1", data: {}}'
}

# entries ID: how often it is in the journal.
entries() {
    journal "SELECT count(*) FROM entry JOIN envelope
        ON envelope.id = entry.envelope
        WHERE substr(bytes, start + 1, length) ->> 'id' = '$1'"
}

# answer ID: what it is, and why.
answer() {
    jq -r --arg id "$1" 'select(.id == $id) | .type // "served", .detail // empty' \
        "$TEST_DIR/replies"
}

# failure LETTER WHAT: a gateway, whose next commit fails so; until it is ready
# again.
failure() {
    ok "$2: a gateway starts" gate_start
    task "$1-before" zzb-01 zzb | ask - >"$TEST_DIR/before"
    is "$2: a task before is admitted" "$(jq -r .verdict "$TEST_DIR/before")" admit
    {
        inbox "$1-read-1"
        task "$1-lost" zzb-01 zzb
        inbox "$1-read-2"
    } >"$TEST_DIR/requests"
    echo "$1" >"$trigger"
    burst "$TEST_DIR/requests" >"$TEST_DIR/replies"
    ok "$2: the worker starts again by itself" gate_wait 'gateway\.ready' 2
}

# recovery LETTER WHAT LEFT: LEFT entries are there; then the same id again.
recovery() {
    is "$2: what the journal then has of it" "$(entries "$1-lost")" "$3"
    is "$2: an inbox shows what the journal has" "$(inbox "$1-read-3" | ask - |
        jq -r '.result.open')" "$(journal "SELECT count(*) FROM entry
        WHERE CAST(decision AS TEXT) ->> 'offices' = 216")"
    task "$1-lost" zzb-01 zzb | ask - >"$TEST_DIR/after"
    is "$2: the same id gets its receipt" \
        "$(jq -c '[.verdict, .receipt.leaf]' "$TEST_DIR/after")" \
        "[\"admit\",\"$(journal "SELECT lower(hex(leaf)) FROM entry
            JOIN envelope ON envelope.id = entry.envelope
            WHERE substr(bytes, start + 1, length) ->> 'id' = '$1-lost'")\"]"
    is "$2: it is there once" "$(entries "$1-lost")" 1
    is "$2: what was acknowledged before has the same receipt" \
        "$(task "$1-before" zzb-01 zzb | ask -)" "$(cat "$TEST_DIR/before")"
    gate_stop
}

# refused_commit LETTER WHAT: one that fails, with the process there to say so.
refused_commit() {
    failure "$1" "$2"
    is "$2: what was read before is served" "$(answer "$1-read-1")" served
    is "$2: the task's outcome is unknown" "$(answer "$1-lost")" \
        'urn:dutygate:problem:outcome-unknown
ask again with the same id'
    # It has no answer if it comes when the bus is closed.
    is "$2: what rests on it is not shown" \
        "$(answer "$1-read-2" | grep -vx -e urn:dutygate:problem:busy \
            -e 'the gateway starts again; ask again')" ''
    is "$2: the log says why" "$(gate_says | sed -n '/journal.failed/,/restart/p' |
        sed 's/sequence=[0-9]*/sequence=N/')" \
        'error journal.failed sequence=N err="input or output failed"
info gateway.stop reason=commit
info worker.exit status=75
info worker.restart delay_ms=1000'
    recovery "$1" "$2" 0
}

gate_write 'access_list { rule frequency { mode = "off" } }'
ok 'it starts' gate_start
is 'roster and list are admitted' "$(county_publish)" 'admit
admit'
task tried zzb-01 zzb >"$TEST_DIR/tried"
echo s >"$trigger"
dutygate --socket "$gate_url" --no-retry publish "$TEST_DIR/tried" \
    >"$TEST_DIR/said"
is 'the command ends with 75' $? 75
is 'and says so' "$(cat "$TEST_DIR/said")" 'problem outcome-unknown: Outcome unknown
  reason    ask again with the same id
  again as  tried'
ok 'the worker starts again' gate_wait 'gateway\.ready' 2
dutygate --socket "$gate_url" publish "$TEST_DIR/tried" \
    >"$TEST_DIR/said"
is 'asked again, with 0' $? 0
task patient zzb-01 zzb >"$TEST_DIR/patient"
echo s >"$trigger"
dutygate --socket "$gate_url" --timeout 20 publish \
    "$TEST_DIR/patient" >"$TEST_DIR/said"
is 'by itself the command asks again until it knows' $? 0
is 'and says what became of it' "$(cat "$TEST_DIR/said")" \
    "admitted, receipt $(journal 'SELECT max(sequence) FROM entry') (216 offices)"
gate_stop

refused_commit w 'a write fails'
refused_commit s 'a sync fails'
failure k 'death between commit and answer'
is 'no answer' "$(answer k-lost; answer k-read-2)" ''
recovery k 'death between commit and answer' 1
is 'no gaps, nothing twice' \
    "$(journal 'SELECT count(*) - max(sequence), min(sequence) FROM entry')" '0|1'
is 'the file is sound' "$(journal 'PRAGMA integrity_check')" ok
tap_done

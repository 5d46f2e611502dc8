# SPDX-License-Identifier: Apache-2.0
# Kill after kill, in the middle of work: whatever was answered is in the
# journal exactly once and with that answer, and nothing is there by halves.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"

batches=200 # of three events each, in a round

# requests ROUND: batches, the second event of each to be refused.
requests() {
    jq -c --arg round "$1" --argjson batches $batches \
        'range($batches) as $number | [., (.data.duty = "xx-99"), .] |
        to_entries |
        map(.value + {id: "\($round)/\($number)/\(.key)"})' "$TEST_DIR/task"
}

# receipts: of answers to batches, those with a receipt, one a line.
receipts() {
    jq -c '.[] | select(.receipt)' | settled | sort
}

# round NUMBER WHOM COUNT: a burst that is cut short at COUNT replies, and the
# same again to its end. WHOM: worker, or parent and with it the worker.
round() {
    requests "$1" >"$TEST_DIR/requests"
    cat "$TEST_DIR/requests" >>"$TEST_DIR/asked"
    victim=$gate_pid
    [ "$2" = parent ] || victim=$(gate_worker)
    burst "$TEST_DIR/requests" KILL "$victim" "$3" | receipts >"$TEST_DIR/first"
    if [ "$2" = worker ]; then
        gate_wait 'gateway\.ready' 2
    else
        gate_kill
        gate_start
    fi
    burst "$TEST_DIR/requests" | receipts >"$TEST_DIR/again"
    cat "$TEST_DIR/again" >>"$TEST_DIR/answers"
    cut=$(wc -l <"$TEST_DIR/first")
    echo "# round $1: $cut of $((batches * 3)) were answered"
    [ "$cut" -eq 0 ] || [ "$cut" -eq $((batches * 3)) ] || middle=$((middle + 1))
    is "round $1: $2 killed at $3 replies: no answer has changed" \
        "$(comm -23 "$TEST_DIR/first" "$TEST_DIR/again")" ''
    is "round $1: now all are answered" \
        "$(wc -l <"$TEST_DIR/again")" $((batches * 3))
}

gate_write 'access_list { rule frequency { mode = "off" } }'
ok 'it starts' gate_start
is 'roster and list are admitted' "$(county_publish)" 'admit
admit'
task ID zzb-01 zzb >"$TEST_DIR/task"
middle=0
round 1 parent 0
round 2 worker 1
gate_kill
ok 'a fresh gateway starts' gate_start
round 3 parent 2
round 4 parent 7
round 5 worker 20
gate_kill
ok 'a fresh gateway starts' gate_start
round 6 parent 40
round 7 parent 70
round 8 parent 120
round 9 parent 180
ok 'kills came in the middle of work' test "$middle" -ge 2

# ---- the journal against the answers -------------------------------------------

ok 'TERM ends it' gate_stop
sort "$TEST_DIR/answers" >"$TEST_DIR/want"
journal "SELECT json_object('sequence', sequence,
        'id', substr(bytes, start + 1, length) ->> 'id',
        'verdict', CAST(decision AS TEXT) ->> 'verdict', 'leaf', lower(hex(leaf)))
    FROM entry JOIN envelope ON envelope.id = entry.envelope" >"$TEST_DIR/entries"
is 'no gaps, nothing twice' \
    "$(journal 'SELECT count(*) - max(sequence), min(sequence) FROM entry')" '0|1'
is 'every answer is an entry, every entry an answer' \
    "$(jq -c '[.receipt.sequence, .id, .verdict, .receipt.leaf]' \
        "$TEST_DIR/answers" | sort >"$TEST_DIR/answered"
        jq -c 'select(.id | test("^[0-9]")) | [.sequence, .id, .verdict, .leaf]' \
        "$TEST_DIR/entries" | sort | diff "$TEST_DIR/answered" -)" ''
is 'each id is there once' \
    "$(jq -r .id "$TEST_DIR/entries" | sort | uniq -d)" ''
is 'no batch is there by halves' \
    "$(journal "SELECT DISTINCT count(*) FROM entry WHERE sequence > 4
        GROUP BY envelope ORDER BY 1" | tr '\n' ' ')" '1 3 '
is 'the file is sound' "$(journal 'PRAGMA integrity_check')" ok
ok 'it starts again' gate_start
burst "$TEST_DIR/asked" | receipts >"$TEST_DIR/again"
is 'and gives all the first answers' \
    "$(diff "$TEST_DIR/want" "$TEST_DIR/again")" ''
gate_stop
tap_done

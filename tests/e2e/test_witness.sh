# SPDX-License-Identifier: Apache-2.0
# Receipts and witnesses of a real gateway: what it answered is proved without
# it; a journal that goes on is seen to, a forked one is refused and found.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"
at_gate() {
    dutygate --socket "$gate_url" --gateway huishui "$@"
}
# tasks PREFIX COUNT: so many tasks, a line each.
tasks() {
    task PLACE zzb-01 zzb | awk -v prefix="$1" -v count="$2" '{
        for (i = 1; i <= count; i++) {
            line = $0; sub(/PLACE/, prefix i, line); print line } }'
}
# verified [OPTION …] FILE: how many receipts hold, and how many do not.
verified() {
    at_gate --json receipt verify "$@" >"$TEST_DIR/verified"
    echo "$?:$(jq -r .holds "$TEST_DIR/verified" | sort | uniq -c |
        tr -s ' ' | tr -d '\n')"
}

gate_write 'access_list { rule frequency { mode = "off" } }'
ok 'it starts' gate_start
is 'roster and list are admitted' "$(county_publish)" 'admit
admit'

# ---- receipts --------------------------------------------------------------------

task t1 zzb-01 zzb >"$TEST_DIR/t1"
at_gate --json publish "$TEST_DIR/t1" >"$TEST_DIR/answer"
is 'what was published' "$(at_gate receipt verify "$TEST_DIR/answer" |
    sed 's/receipt [0-9]*/receipt N/; q')" 'holds: admit, receipt N'
is 'the event is not in the answer' "$(at_gate receipt verify \
    "$TEST_DIR/answer" | tail -n 1)" '  id        proved only with its event: use --event FILE'
is 'but from its own file' "$(verified --event "$TEST_DIR/t1" \
    "$TEST_DIR/answer"; jq -r .event "$TEST_DIR/verified")" '0: 1 true
holds'
number=$(jq .receipt.sequence "$TEST_DIR/answer")
at_gate --json --as department/zzb receipt "$number" >"$TEST_DIR/lookup"
is 'looked up, event and all' "$(verified "$TEST_DIR/lookup"
    jq -r '[.decision, .event] | @text' "$TEST_DIR/verified")" '0: 1 true
["holds","holds"]'
task t2 none zzb >"$TEST_DIR/t2"
at_gate --json publish "$TEST_DIR/t2" >"$TEST_DIR/refusal"
is 'a refusal' "$(jq -r .verdict "$TEST_DIR/refusal"
    verified "$TEST_DIR/refusal")" 'refuse
0: 1 true'
tasks b 700 >"$TEST_DIR/tasks"
sign "$TEST_DIR/tasks" >"$TEST_DIR/signed"
storm burst "$TEST_DIR/signed" >"$TEST_DIR/answers"
is '700 at once, over several commits' \
    "$(verified --event "$TEST_DIR/tasks" "$TEST_DIR/answers")" '0: 700 true'
is 'with their events' "$(jq -r .event "$TEST_DIR/verified" | sort -u)" holds
task e1 zzb-01 zzb >"$TEST_DIR/e1"
erased=$(at_gate --json publish "$TEST_DIR/e1" | jq .receipt.sequence)
at_gate --as keeper/bwb erase --yes --reason 试填 "$erased" >"$TEST_DIR/erasure"
{ at_gate --json --as department/zzb receipt "$erased"
at_gate --json publish "$TEST_DIR/e1"; } >"$TEST_DIR/erased"
is 'what was erased, looked up and answered again' \
    "$(jq -c '[.erased, .result?.answer?.erased]' "$TEST_DIR/erased"
    verified "$TEST_DIR/erased"
    jq -r '[.decision, .event] | @text' "$TEST_DIR/verified")" '[null,true]
[true,null]
0: 2 true
["missing","missing"]
["missing","missing"]'
key=$(cat "$gate_dir/run/gateway.vkey")
jq -c .[] "$TEST_DIR/answers" | sed -n '7s/"offices":216/"offices":215/p' \
    >"$TEST_DIR/altered"
is 'a decision that was altered' "$(verified "$TEST_DIR/altered")" '1: 1 false'
gate_stop
is 'all of it without a gateway' \
    "$(verified --verifier "$key" "$TEST_DIR/answers")" '0: 700 true'
ok 'it starts again' gate_start
storm burst "$TEST_DIR/signed" >"$TEST_DIR/again"
is 'repeated after a restart' "$(verified "$TEST_DIR/again")" '0: 700 true'

# ---- a witness --------------------------------------------------------------------

# look STATE: what a witness says: status, the first line.
look() {
    at_gate --as auditor/sjj witness --file "$1" >"$TEST_DIR/said" 2>&1
    echo "$?: $(sed 's|^.*huishui/[^ ]*: ||; s/^dutygate: witness: //; q' \
        "$TEST_DIR/said")"
}
compare() {
    at_gate --as auditor/sjj witness compare "$@" >"$TEST_DIR/said" 2>&1
    echo "$?: $(sed "s|$TEST_DIR/||g; s/^dutygate: witness compare: //; q" \
        "$TEST_DIR/said")"
}
entries() {
    journal 'SELECT max(sequence) FROM entry'
}
is 'a witness looks for the first time' "$(look "$TEST_DIR/one")" \
    "0: $(entries) entries, seen for the first time"
cp "$TEST_DIR/one" "$TEST_DIR/early"
is 'another program reads its checkpoint' "$(sed 1,2d "$TEST_DIR/one" |
    /usr/bin/python3 "$top_srcdir/tests/proto/codec/checkpoint.py" check "$key" |
    cut -d ' ' -f 1,2)" "${key%%+*} $(entries)"
"$top_builddir/dutygated" -c "$gate_conf" --backup "$TEST_DIR/backup" >/dev/null
task t3 zzb-01 zzb | ask - >/dev/null
is 'the journal goes on' "$(look "$TEST_DIR/one")" \
    "0: $(entries) entries, 1 more than seen before"
gate_stop
ok 'it starts a third time' gate_start
tasks c 300 >"$TEST_DIR/tasks"
burst "$TEST_DIR/tasks" >/dev/null
is 'also over a restart' "$(look "$TEST_DIR/one")" \
    "0: $(entries) entries, 301 more than seen before"
is 'its two checkpoints are of one journal' \
    "$(compare "$TEST_DIR/early" "$TEST_DIR/one")" \
    '0: one extends early by 302 entries'
from=$(sed -n 4p "$TEST_DIR/early")
to=$(sed -n 4p "$TEST_DIR/one")
echo "{\"specversion\":\"1.0\",\"id\":\"p\",\"source\":\"auditor/sjj\",
    \"type\":\"dutygate.proof.read.v1\",\"data\":{\"from\":$from,\"to\":$to}}" \
    >"$TEST_DIR/question"
at_gate --json publish "$TEST_DIR/question" >"$TEST_DIR/proof"
gate_stop
is 'and without a gateway' "$(compare --proof "$TEST_DIR/proof" \
    "$TEST_DIR/early" "$TEST_DIR/one")" '0: one extends early by 302 entries'

# ---- a fork -------------------------------------------------------------------------

honest=$to
mv "$gate_dir/state" "$TEST_DIR/honest"
"$top_builddir/dutygated" -c "$gate_conf" --restore "$TEST_DIR/backup" \
    >/dev/null
cp "$TEST_DIR/honest"/*.jwk "$gate_dir/state"
ok 'a gateway starts on an old backup, with its key' gate_start
is 'a shorter journal is refused' "$(look "$TEST_DIR/one")" \
    '1: THE JOURNAL IS SHORTER than what was seen of it'
is 'and was seen' "$(ls "$TEST_DIR" | sed -n 's/^one\.\([0-9]*\)-.*/\1/p' | sort -n)" \
    "$((honest - 301))
$honest"
is 'who saw only what is in the backup sees nothing' \
    "$(look "$TEST_DIR/early" | sed 's/^0: [0-9]* entries, .* more/0: more/')" \
    '0: more than seen before'
tasks fork $((honest - $(entries))) >"$TEST_DIR/tasks"
burst "$TEST_DIR/tasks" >/dev/null
is 'now there are as many entries as there were' "$(entries)" "$honest"
is 'a second witness, of the fork' "$(look "$TEST_DIR/two")" \
    "0: $honest entries, seen for the first time"
is 'the first one refuses it' "$(look "$TEST_DIR/one")" \
    '1: THE JOURNAL DOES NOT EXTEND what was seen of it'
is 'the two find the fork' "$(compare "$TEST_DIR/one" "$TEST_DIR/two")" \
    '1: FORK: as many entries, and not the same'
is 'which shows both' "$(grep -c '^— ' "$TEST_DIR/said")" 2
task t4 zzb-01 zzb | ask - >/dev/null
is 'the fork goes on for the second' "$(look "$TEST_DIR/two")" \
    "0: $((honest + 1)) entries, 1 more than seen before"
is 'and is none the less one' "$(compare "$TEST_DIR/one" "$TEST_DIR/two")" \
    '1: FORK: nothing shows that one extends the other'
is 'the evidence is good for a comparison, too' \
    "$(compare "$TEST_DIR/one.$honest"-*)" \
    '1: FORK: as many entries, and not the same'
gate_stop
is 'TERM ends it with 0' "$gate_status" 0
tap_done

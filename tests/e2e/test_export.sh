#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A journal that is taken along from a real gateway, and verified with nothing
# but the file and the key; what was erased, and what witnesses saw.
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
entries() {
    journal 'SELECT max(sequence) FROM entry'
}
take() {
    at_gate --as auditor/sjj audit export "$TEST_DIR/$1" >"$TEST_DIR/said" 2>&1
    echo "$?: $(sed "s|$TEST_DIR/||g; s/ of huishui.*//" "$TEST_DIR/said")"
}
# verify ARG …: in a folder with nothing but what is named.
verify() {
    (cd "$TEST_DIR" && "$top_builddir/dutygate" --socket /nowhere audit verify \
        "$@" >said 2>&1)
    echo "$?: $(sed 's|^huishui/[^ ]*: ||; s/ up to [^ ]*,/,/; s/^dutygate: audit verify: //; q' \
        "$TEST_DIR/said")"
}
look() {
    at_gate --as auditor/sjj witness --file "$TEST_DIR/$1" >/dev/null 2>&1
}

gate_write 'access_list { rule frequency { mode = "off" } }'
ok 'it starts' gate_start
is 'roster and list are admitted' "$(county_publish)" 'admit
admit'
cp "$gate_dir/run/gateway.vkey" "$TEST_DIR/key"
tasks a 700 >"$TEST_DIR/tasks"
burst "$TEST_DIR/tasks" >/dev/null
look early
erased=$(task e1 zzb-01 zzb | ask - | jq .receipt.sequence)
at_gate --as keeper/bwb erase --yes --reason 试填 "$erased" >"$TEST_DIR/erasure"
count=$(entries)
is 'an auditor takes it along' "$(take file)" "0: file: $count entries"
is 'another program makes the same leaves of it, and the root' \
    "$(/usr/bin/python3 "$top_srcdir/tests/e2e/export_check.py" \
        "$TEST_DIR/file" "$TEST_DIR/checkpoint" | cut -d ' ' -f 1,2,3,4)" \
    "$(sed -n 3p "$TEST_DIR/checkpoint") $count 1 1"
is 'and believes its checkpoint' \
    "$(/usr/bin/python3 "$top_srcdir/tests/proto/codec/checkpoint.py" check \
        "$(cat "$TEST_DIR/key")" <"$TEST_DIR/checkpoint" | cut -d ' ' -f 2)" \
    "$count"
"$top_builddir/dutygated" -c "$gate_conf" --backup "$TEST_DIR/backup" >/dev/null
tasks b 40 >"$TEST_DIR/tasks"
burst "$TEST_DIR/tasks" >/dev/null
look late
is 'a department may not' "$(at_gate --as department/zzb audit export \
    "$TEST_DIR/none" >/dev/null 2>&1; echo $?)" 65
is 'and nothing is left of it' "$(ls "$TEST_DIR"/none* 2>/dev/null)" ''
gate_stop

# ---- nothing but the file and the key --------------------------------------------

is 'it holds' "$(verify --verifier key --signatures file)" \
    "0: $count entries, whole and as they were journaled"
is 'every message but the one that was erased' "$(sed -n '3,$p' "$TEST_DIR/said" |
    sed 's/[0-9][0-9]* of [0-9]* messages were/N messages were/; s/ of [0-9][0-9]*/ of N/')" \
    'signatures: those of N messages were checked
withheld in part, being of persons or erased: 1 of N messages'
is 'it goes on from what a witness saw' \
    "$(verify --verifier key --seen early file | cut -c 1)" 0
is 'another saw more' "$(verify --verifier key --seen late file)" \
    "1: file: SHORTER: it has $count entries, late saw $((count + 40))"
sed 's/"id":"a7"/"id":"b7"/' "$TEST_DIR/file" >"$TEST_DIR/altered"
is 'an event that was altered' "$(verify --verifier key altered |
    sed 's/entry [0-9]*/entry N/')" \
    '1: altered: entry N: ALTERED: its header, event or decision is not what was journaled'
sed 's/"verdict":"admit"/"verdict":"defer"/' "$TEST_DIR/file" >"$TEST_DIR/altered"
is 'decisions' "$(verify --verifier key altered)" \
    '1: altered: entry 1: ALTERED: its header, event or decision is not what was journaled'

# ---- a fork ------------------------------------------------------------------------

mv "$gate_dir/state" "$TEST_DIR/honest"
"$top_builddir/dutygated" -c "$gate_conf" --restore "$TEST_DIR/backup" \
    >/dev/null
cp "$TEST_DIR/honest"/*.jwk "$gate_dir/state"
ok 'a gateway starts on an old backup, with its key' gate_start
tasks fork 60 >"$TEST_DIR/tasks"
burst "$TEST_DIR/tasks" >/dev/null
look second
is 'the fork is taken along' "$(take forked | cut -c 1)" 0
gate_stop
is 'the witness of the fork sees nothing' \
    "$(verify --verifier key --seen second forked | cut -c 1)" 0
is 'nor who saw what they have in common' \
    "$(verify --verifier key --seen early forked | cut -c 1)" 0
is 'the other one does' \
    "$(verify --verifier key --seen second --seen late forked)" \
    "1: forked: FORK: its first $((count + 40)) entries are not those that late saw"
is 'which shows both' "$(grep -c '^— ' "$TEST_DIR/said")" 2
tap_done

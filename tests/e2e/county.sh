#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The sample county through a real gateway: what it admits, why it refuses the
# rest, that it finds every decision again, also after a restart, and that it
# is the list that decides.
. "$top_srcdir/tests/tap/tap.sh"

. "$top_srcdir/tests/e2e/lib.sh"

data=$county
files="$data/roster.jsonl $data/list.jsonl $data/items.jsonl $data/seals.jsonl"
village=522731102213 # 好花红村

# start NAME: a gateway on the journal in $TEST_DIR/NAME.
start() {
    gate_dir=$TEST_DIR/$1
    gate_conf=$gate_dir/dutygated.conf
    gate_log=$gate_dir/log
    gate_url=ipc://$gate_dir/run/gateway.ipc
    export DUTYGATE_SOCKET="$gate_dir/run/gateway.ipc"
    gate_write 'plugins = {"access_list", "form_dedup", "burden"}'
    gate_start
}

stop() {
    gate_stop
    [ "$gate_status" -eq 0 ]
}

dutygate() {
    "$top_builddir/dutygate" --timeout 30 "$@"
}

replay() {
    dutygate replay "$@" >"$TEST_DIR/outcome"
}

# Each event's department asks for its own receipt: id, number and verdict.
receipts() {
    jq -r '[.id, .source] | @tsv' $files | while read -r id source; do
        dutygate --as "$source" --json receipt "$id" || exit
    done | jq -r '.result | [.event.id, .answer.receipt.sequence,
        .answer.verdict] | @tsv'
}

# codes ID SOURCE: what was found about an event.
codes() {
    dutygate --as "$2" --json receipt "$1" |
        jq -r '[.result.answer.findings[] | .verdict + " " + .code] | join(", ")'
}

# ---- the outcome -----------------------------------------------------------

ok 'it starts' start county
ok "the county is replayed" replay $files
if [ "$tap_failures" -gt 0 ]; then
    cat "$gate_log" >&2
    tap_done
fi
is "what it comes to" "$(cat "$TEST_DIR/outcome")" \
"roster: 1 admitted, 0 refused
list: 1 admitted, 0 refused
items 198 -> 76 (-61.62 %)
seals 99 -> 21 (-78.79 %)
refused:
  duty-not-listed          72
  duty-negative            68
  duty-withdrawn           18
  department-not-entitled  10
  proof-forbidden          9
  lead-time-short          6
  funding-missing          5
  audience-outside         4
  duty-not-in-force        4
  frequency-exceeded       4"

# ---- every decision is found again -----------------------------------------

receipts >"$TEST_DIR/before"
cut -f1 "$TEST_DIR/before" >"$TEST_DIR/found"
jq -r .id $files >"$TEST_DIR/sent"
ok "every event has its receipt" cmp "$TEST_DIR/sent" "$TEST_DIR/found"
is "no two have the same number" \
    "$(cut -f2 "$TEST_DIR/before" | sort -nu | wc -l)" 299
is "the receipts say what was counted" \
    "$(cut -f3 "$TEST_DIR/before" | sort | uniq -c | tr -s ' ')" \
" 99 admit
 200 refuse"
is "a refusal names all reasons" \
    "$(codes huishui-work-192 department/xfdd)" \
    "refuse department-not-entitled, refuse audience-outside"
is "an admission names what was taken off" \
    "$(codes huishui-work-029 department/jyj)" \
    "strip seal-not-allowed, strip proof-not-allowed"
is "a forbidden proof says whom to ask instead" \
    "$(dutygate --as department/mzj --json receipt huishui-work-048 |
        jq -r '.result.answer.findings[0].alternatives[0]')" \
    "由社会保险经办机构通过自助认证、数据比对核验，不再要求本人提供"

# ---- a village's inbox -----------------------------------------------------

dutygate --as "office/$village" --json inbox |
    jq -s 'map(.result)' >"$TEST_DIR/inbox"
inbox() {
    jq -r "$1" "$TEST_DIR/inbox"
}
is "the village and what it is asked" \
    "$(inbox '.[0] | .office + " " + .name + " \(.open)"')" \
    "$village 好花红村民委员会 85"
is "each once" "$(inbox '[.[].tasks[].task] | unique | length')" 85
is "nothing of the resettlement communities, what concerns its own group" \
    "$(inbox '[.[].tasks[].duty | select(. == "stymj-01" or . == "wglj-02")] |
        join(" ")')" wglj-02
is "without what the gate took off" \
    "$(inbox '.[].tasks[] | select(.duty == "jyj-02") |
        "\(.seals) \(.proofs)"')" '["seal-08"] null'

# ---- a restart -------------------------------------------------------------

ok "the gateway leaves when told to" stop
start county
receipts >"$TEST_DIR/after"
ok "it remembers every decision" cmp "$TEST_DIR/before" "$TEST_DIR/after"
dutygate --as "office/$village" --json inbox |
    jq -s 'map(.result)' >"$TEST_DIR/inbox-after"
ok "and the inbox" cmp "$TEST_DIR/inbox" "$TEST_DIR/inbox-after"
stop

# ---- it is the list that decides -------------------------------------------

start shorter
mkdir "$TEST_DIR/data"
jq -c '.data.entries |= map(select(.code != "mzj-01"))' "$data/list.jsonl" \
    >"$TEST_DIR/data/list.jsonl"
replay "$data/roster.jsonl" "$TEST_DIR/data/list.jsonl" \
    "$data/items.jsonl" "$data/seals.jsonl"
is "one entry less, one item less" "$(sed -n 3,4p "$TEST_DIR/outcome")" \
"items 198 -> 75 (-62.12 %)
seals 99 -> 21 (-78.79 %)"
ok "this gateway leaves, too" stop
tap_done

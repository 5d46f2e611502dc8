#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# replay against a gateway that answers from a script: order, completion, what
# is counted, and what happens to bad lines and to a gateway that ends.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/proto/client/fake.sh"

admit='{"id":"%id%","receipt":{"sequence":1},"verdict":"admit","findings":[]}'
refuse() {
    echo '{"id":"%id%","receipt":{"sequence":2},"verdict":"refuse","findings":[{"verdict":"refuse","code":"'"$1"'"}]}'
}
problem() {
    echo '{"id":"%id%","type":"urn:dutygate:problem:'"$1"'","title":"t"}'
}
publish() { # ID
    echo '{"id":"'"$1"'","source":"department/mzj","type":"dutygate.task.publish.v1","data":{"duty":"'"$1"'","due":"2026-12-12"}}'
}
repeat() { # COUNT LINE
    for i in $(seq "$1"); do
        echo "$2"
    done
}
cd "$TEST_DIR" || exit 99

# ---- a county: 1 event of set-up, 198 and 99 tasks
echo '{"id":"l1","source":"keeper/zrb","type":"dutygate.list.publish.v1","data":{}}' \
    >setup.jsonl
for i in $(seq 198); do publish "i$i"; done >items.jsonl
for i in $(seq 99); do publish "s$i"; done >seals.jsonl
{
    echo "$admit"
    repeat 76 "$admit"
    repeat 80 "$(refuse duty-not-listed)"
    repeat 42 "$(refuse class-negative)"
    repeat 36 "$(refuse proof-forbidden)"
    repeat 42 "$(refuse class-negative)"
    repeat 21 "$admit"
} >"$script"
start_fake
run replay setup.jsonl items.jsonl seals.jsonl
is "a county: status" "$status" 0
is "a county: stderr" "$err" ""
is "a county: what became of it" "$out" 'setup: 1 admitted, 0 refused
items 198 -> 76 (-61.62 %)
seals 99 -> 21 (-78.79 %)
refused:
  class-negative   84
  duty-not-listed  80
  proof-forbidden  36'
is "in the order of the files" "$(jq -r .id "$log")" \
    "$(jq -r .id setup.jsonl items.jsonl seals.jsonl)"
is "specversion is filled in" "$(jq -r .specversion "$log" | sort -u)" 1.0

# ---- completion, bad lines, problems
cat >mixed.jsonl <<'END'
{"source":"department/mzj","type":"dutygate.task.publish.v1","data":{"due":"+1d"}}

{"specversion":"1.0","id":"m2","type":"dutygate.task.withdraw.v1","data":{"task":1}}
{"id":"m3"
["m4"]
{"id":"m5","source":"department/mzj","type":"dutygate.task.publish.v1","data":{}}
END
{
    echo "$admit"
    refuse not-yours
    problem schema
} >"$script"
start_fake
run --as keeper/zrb replay mixed.jsonl
is "problems: status" "$status" 65
is "problems: what was not sent" "$err" \
    'dutygate: mixed.jsonl:4: not taken as JSON: not-json at byte 11
dutygate: mixed.jsonl:5: not an event'
is "problems: what became of the rest" "$out" 'mixed 2 -> 1 (-50.00 %)
refused:
  not-yours  1
problems:
  schema  1'
is "an id is filled in" "$(jq -r '.id | length' "$log" | head -1)" 36
is "a source is filled in" "$(jq -r .source "$log" | paste -sd' ')" \
    'department/mzj keeper/zrb department/mzj'
is "a due date is filled in" "$(jq -r .data.due "$log" | head -1)" \
    "$(TZ=UTC-8 date -d '+1 day' +%F)"

# ---- JSON, busy
{
    echo "$admit"
    problem busy
    problem schema
} >"$script"
start_fake
{ publish j1; publish j2; publish j3; } >j.jsonl
run --json --no-retry replay - <j.jsonl
is "--json: status of the worst" "$status" 75
is "--json: every answer a line, nothing else" "$(echo "$out" | jq -r .id)" \
    'j1
j2
j3'

# ---- an answer lost, answers out of order
{
    echo "after $(refuse late)"
    echo "$admit"
    echo -
    echo "$admit"
} >"$script"
start_fake
run --timeout 6 replay j.jsonl
is "an answer lost: status" "$status" 0
is "an answer lost: asked again" "$(jq -r .id "$log" | paste -sd' ')" \
    'j1 j2 j3 j3'
is "an answer lost: each counted once" "$out" 'j 3 -> 2 (-33.33 %)
refused:
  late  1'

# ---- a terminal
for i in 1 2 3; do echo "$admit"; done >"$script"
start_fake
seen=$(script -qc "'$bin' --socket gateway.ipc replay j.jsonl" /dev/null |
    tr '\r\033' '<^')
is "a terminal sees progress first" "${seen%% answered*}" '<j.jsonl: 1'
is "and then the outcome in its place" "${seen##*answered}" \
    '<^[Kj 3 -> 3 (0.00 %)<'

# ---- a gateway that falls silent, none at all, files that are not there
repeat 2 "$admit" >"$script"
start_fake
run --timeout 1.5 replay j.jsonl setup.jsonl
is "silence: status" "$status" 69
is "silence: where" "$err" "dutygate: j.jsonl:3: stopped here
dutygate: replay: no answer from ipc://$TEST_DIR/gateway.ipc within 1.5 s"
is "silence: no rate is given" "$out" 'j: 2 admitted, 0 refused, then stopped'
stop_fake
rm -f gateway.ipc
run --timeout 0.2 replay items.jsonl
is "no gateway: status" "$status" 69
is "no gateway: where" "$err" "dutygate: items.jsonl:1: stopped here
dutygate: replay: no gateway at ipc://$TEST_DIR/gateway.ipc within 0.2 s"
echo "$admit" >"$script"
start_fake
run replay none.jsonl setup.jsonl
is "a file that is not there: status" "$status" 66
is "a file that is not there: text" "$err" \
    'dutygate: replay: none.jsonl: No such file or directory'
is "a file that is not there: the others" "$out" 'setup: 1 admitted, 0 refused'
tap_done

#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every subcommand but replay, against a gateway that answers from a script:
# what is sent, what is printed, how it exits.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/proto/client/fake.sh"
answers=$top_srcdir/tests/proto/client/answer/answers
task=$TEST_DIR/task.json
cat >"$task" <<'END'
{ "duty": "SW-017", "title": "高龄津贴发放核查",
  "audience": {"prefixes": ["522731"]}, "due": "2026-12-12" }
END
mzj='--as department/mzj'
village='--as office/522731101201'

# ---- writes: the first request stays without answer and is sent again
{
    echo -
    cat "$answers/admitted.json" "$answers/refused.json" \
        "$answers/deferred.json" "$answers/schema.json" \
        "$answers/outcome_unknown.json"
    tr -d '\n' <"$answers/batch.json"
    echo
    cat "$answers/check_refused.json" "$answers/refused.json"
} >"$script"
start_fake
run $mzj --timeout 6 publish --id a1 "$task"
is "admitted: status" "$status" 0
is "admitted: text" "$out" 'admitted, receipt 42 (216 offices)'
is "sent again as it was" "$(sort "$log" | uniq -c | awk '{print $1}')" 2
is "data becomes an event" \
    "$(requests '.specversion, .id, .source, .type, .data.title' | head -1)" \
    '["1.0","a1","department/mzj","dutygate.task.publish.v1","高龄津贴发放核查"]'
run $mzj publish "$task"
is "refused: status" "$status" 1
is "refused: text" "$out" "$(cat "$answers/refused.txt")"
run $mzj publish - <"$task"
is "deferred: status" "$status" 2
is "deferred, from stdin: text" "$out" "$(cat "$answers/deferred.txt")"
run $mzj publish "$task"
is "a problem: status" "$status" 65
is "a problem: text" "$out" "$(cat "$answers/schema.txt")"
run $mzj --no-retry publish "$task"
is "outcome unknown: status" "$status" 75
is "outcome unknown: text" "$out" "$(cat "$answers/outcome_unknown.txt")"
echo "[$(cat "$task"),$(cat "$task")]" >"$TEST_DIR/batch.json"
run $mzj --json publish "$TEST_DIR/batch.json"
is "a batch: status of the worst" "$status" 65
is "a batch: one answer a line" "$(echo "$out" | jq -c .id)" '"b1"
"b2"
"b3"'
is "a batch is sent as an array" "$(tail -1 "$log" | jq -c 'map(.data.duty)')" \
    '["SW-017","SW-017"]'
DUTYGATE_AS=department/mzj
export DUTYGATE_AS
run check "$task"
unset DUTYGATE_AS
is "check: status" "$status" 1
is "check: text" "$out" "$(cat "$answers/check_refused.txt")"
is "check: what is sent" "$(requests '.source, .type' | tail -1)" \
    '["department/mzj","dutygate.task.check.v1"]'
run $mzj --json publish "$task"
is "--json: the answer as it came" "$out" "$(cat "$answers/refused.json")"
is "--json: the status says it, too" "$status" 1

# ---- references and publications
for i in 1 2 3 4 5 6; do
    echo '{"id":"%id%","receipt":{"sequence":5'$i'},"verdict":"admit","findings":[]}'
done >"$script"
start_fake
run $mzj withdraw --reason 已完成 42
is "withdraw" "$status $out" '0 admitted, receipt 51'
run $village ack 42
is "ack" "$status $out" '0 admitted, receipt 52'
echo '{"version":"2026-1"}' >"$TEST_DIR/data.json"
run --as operator/root roster publish "$TEST_DIR/data.json"
is "roster publish" "$status $out" '0 admitted, receipt 53'
run --as keeper/zrb list publish "$TEST_DIR/data.json"
is "list publish" "$status $out" '0 admitted, receipt 54'
run --as keeper/zrb withdraw 7
is "withdraw without reason" "$status $out" '0 admitted, receipt 55'
run --as town/522731101000 ack --behalf 522731101201 42
is "ack on behalf" "$status $out" '0 admitted, receipt 56'
is "for whom" "$(requests .onbehalf | tail -1)" '["office/522731101201"]'
is "what was sent" "$(requests '.source, .type, .data' | head -5)" \
    '["department/mzj","dutygate.task.withdraw.v1",{"task":42,"reason":"已完成"}]
["office/522731101201","dutygate.task.acknowledge.v1",{"task":42}]
["operator/root","dutygate.roster.publish.v1",{"version":"2026-1"}]
["keeper/zrb","dutygate.list.publish.v1",{"version":"2026-1"}]
["keeper/zrb","dutygate.task.withdraw.v1",{"task":7}]'

# ---- reads
inbox() { # NUMBER … , then the rest of result: a page
    tasks=$(printf '{"task":%s,"from":"department/mzj","duty":"SW-017","title":"核查","due":"2026-12-12","overdue":false,"acknowledged":false},' $1)
    echo '{"id":"%id%","result":{"office":"522731101201","name":"城关村","open":3,"acknowledged":'"${3:-0}"',"tasks":['"${tasks%,}"']'"$2"'}}'
}
{
    inbox '1 2' ',"next":"c1"'
    inbox '3'
    inbox '1 2' ',"next":"c1"'
    inbox '1 2' ',"next":"c1"'
    inbox '3'
    inbox '1 2' ',"next":"c1"'
    inbox '1' ',"next":"c1"' 1
    echo '{"id":"%id%","type":"urn:dutygate:problem:not-found","title":"Not found","status":404,"detail":"no office 999999999999"}'
    echo '{"id":"%id%","result":{"office":"522731101201","name":"城关村","open":2,"acknowledged":2,"entered":1,"tasks":[
        {"task":1,"from":"department/mzj","duty":"SW-017","title":"核查","due":"2026-12-12","overdue":false,"acknowledged":true},
        {"task":2,"from":"taskforce/fx","taskforce":"防汛专班","parents":["水利局","应急局"],"duty":"SW-017","title":"核查","due":"2026-12-12",
         "overdue":false,"acknowledged":true,"enteredby":"town/522731101000"}]}}' | tr -d '\n'
} >"$script"
start_fake
run $village inbox
is "inbox: status" "$status" 0
is "inbox: two pages, one table" "$out" '城关村 (522731101201): 3 open
RECEIPT  DUE         FROM            DUTY    TITLE  NOTES
      1  2026-12-12  department/mzj  SW-017  核查
      2  2026-12-12  department/mzj  SW-017  核查
      3  2026-12-12  department/mzj  SW-017  核查'
run --as town/522731101000 inbox --limit 2 522731101201
is "inbox: no more than asked" "$(echo "$out" | tail -2)" \
    '      2  2026-12-12  department/mzj  SW-017  核查
1 more; see --limit'
run $village --json inbox
is "inbox: a page a line" "$(echo "$out" | jq -c '[.result.tasks[].task]')" \
    '[1,2]
[3]'
COLUMNS=50
export COLUMNS
run $village inbox --all --limit 1
unset COLUMNS
is "inbox: no wider than COLUMNS" "$out" \
    '城关村 (522731101201): 3 open
RECEIPT  DUE         FROM      DUTY    TITLE  NOTES
      1  2026-12-12  departme  SW-017  核查
                     nt/mzj
2 more; see --limit'
run $village inbox --limit 1
is "inbox: what was acknowledged is not among what is left" \
    "$(echo "$out" | sed -n '1p;$p')" \
    '城关村 (522731101201): 3 open, 1 of them acknowledged
1 more; see --limit'
run $village inbox 999999999999
is "inbox: a problem" "$status $out" '65 problem not-found: Not found
  reason    no office 999999999999'
run $village inbox
is "inbox: what a town entered waits for the office; a task force and its parents" \
    "$out" '城关村 (522731101201): 2 open, 2 of them acknowledged, 1 of these to be confirmed
RECEIPT  DUE         FROM      DUTY    TITLE  NOTES
      2  2026-12-12  防汛专班  SW-017  核查   acknowledged, unconfirmed, entered by town/522731101000, task force of 水利局 应急局'
is "inbox: what was sent" "$(requests .data | head -8)" '[{"limit":500}]
[{"after":"c1","limit":500}]
[{"office":"522731101201","limit":2}]
[{"limit":500}]
[{"after":"c1","limit":500}]
[{"limit":1}]
[{"limit":1}]
[{"office":"999999999999","limit":500}]'

list='"list":"huishui","version":"2026-1","validfrom":"2026-01-01"'
entry='{"code":"SW-017","title":"高龄津贴发放核查","class":"assisting","departments":["mzj"]}'
event='{"specversion":"1.0","id":"42","source":"department/mzj",\r\n"type":"dutygate.task.publish.v1","data":{"duty":"SW-017"}}'
{
    echo '{"id":"%id%","result":{'$list',"entries":['$entry'],"next":"SW-017"}}'
    echo '{"id":"%id%","result":{'$list',"entries":['$entry']}}'
    echo '{"id":"%id%","result":{'$list',"entries":['$entry']}}'
    echo '{"id":"%id%","result":{"list":"town-a","version":"a1","validfrom":"2026-01-01","entries":['$entry'],"layers":[{"list":"county","version":"c1","entry":{"code":"SW-017","mandatory":true}},{"list":"town-a","version":"a1","entry":'$entry'}],"below":[{"list":"v","version":"1","prefix":"522731100","class":"negative"}],"effective":{"admitted":false,"code":"duty-negative","list":"county","version":"c1"}}}'
    for i in 1 2 3; do
        echo '{"id":"%id%","result":{"event":{"id":"42","type":"dutygate.task.publish.v1"},"answer":{"receipt":{"sequence":7},"verdict":"admit","findings":[]}}}'
    done
    echo 'no JSON'
} >"$script"
start_fake
run $mzj list show --department mzj --version 2026-1
is "list show" "$status $out" '0 huishui 2026-1, in force from 2026-01-01
CODE    KIND  CLASS      DEPARTMENTS  TITLE
SW-017  work  assisting  mzj          高龄津贴发放核查
SW-017  work  assisting  mzj          高龄津贴发放核查'
run $mzj list show SW-017
is "list show CODE" "$status $out" '0 huishui 2026-1, in force from 2026-01-01
code         SW-017
title        高龄津贴发放核查
class        assisting
departments  mzj'
run $mzj list show --list town-a SW-017
is "list show --list NAME CODE: all layers" "$status $out" '0 town-a a1, in force from 2026-01-01
code         SW-017
title        高龄津贴发放核查
class        assisting
departments  mzj
above: county c1
code         SW-017
mandatory    yes
below: v 1 522731100 negative
not admitted today: duty-negative, county c1'
run $mzj receipt 42
is "receipt" "$status $out" '0 dutygate.task.publish.v1
  id        42
admitted, receipt 7'
run $mzj receipt --source department/wjj 42
run receipt --source department/wjj 8f112290-2edb
is "the reader, unless it is said" "$(requests .source | tail -1)" \
    '["department/wjj"]'
is "what was sent" "$(requests .data)" \
    '[{"version":"2026-1","department":"mzj","limit":500}]
[{"version":"2026-1","department":"mzj","after":"SW-017","limit":500}]
[{"code":"SW-017","limit":500}]
[{"list":"town-a","code":"SW-017","limit":500}]
[{"sequence":42}]
[{"id":"42","source":"department/wjj"}]
[{"id":"8f112290-2edb","source":"department/wjj"}]'
run $mzj receipt 43
is "an answer that is no JSON: status" "$status" 69
is "an answer that is no JSON: text" "$err" \
    "dutygate: receipt: the gateway's answer cannot be read: not-json"

# ---- no answer, no gateway, no file
run $mzj --timeout 1.5 publish --id a7 "$task"
is "no answer: status" "$status" 69
is "no answer: text" "$err" \
    "dutygate: publish: no answer from ipc://$TEST_DIR/gateway.ipc within 1.5 s
dutygate: publish: to ask again and be counted once: --id a7"
stop_fake
rm -f "$TEST_DIR/gateway.ipc"
run $village --timeout 0.2 inbox
is "no gateway: status" "$status" 69
is "no gateway: text" "$err" \
    "dutygate: inbox: no gateway at ipc://$TEST_DIR/gateway.ipc within 0.2 s"
run $mzj publish "$TEST_DIR/none.json"
is "no file: status" "$status" 66
is "no file: text" "$err" \
    "dutygate: publish: $TEST_DIR/none.json: No such file or directory"
run $mzj publish "$TEST_DIR"
is "a directory: status" "$status" 66
is "a directory: text" "$err" "dutygate: publish: $TEST_DIR: Is a directory"
printf '{"duty":"SW-017","title":"\377"}' >"$TEST_DIR/bad.json"
run $mzj publish "$TEST_DIR/bad.json"
is "no UTF-8: status" "$status" 65
is "no UTF-8: text" "$err" \
    "dutygate: publish: $TEST_DIR/bad.json: not taken as JSON: invalid-utf8 at byte 26, line 1; the file is not UTF-8: save it as UTF-8"
head -c 1100000 /dev/zero | tr '\0' x | jq -R '{text: .}' >"$TEST_DIR/big.json"
run $mzj publish --id a "$TEST_DIR/big.json"
is "too large: status" "$status" 65
ok "too large: text" [ "${err#*; }" = "786219 are the most" ]
run $mzj withdraw --reason "$(printf '\377')" 42
is "no UTF-8 in an argument" "$status $err" \
    '64 dutygate: withdraw: arguments must be UTF-8'
tap_done

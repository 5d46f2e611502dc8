#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What becomes of a task, exemptions, and the report of the rules on trial:
# what is sent and what is printed.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/proto/client/fake.sh"
town='--as town/522731101000'
mzj='--as department/mzj'
keeper='--as keeper/bwb'

# ---- amend, forward: made from the task
task='{"duty":"SW-017","title":"核查","audience":{"prefixes":["522731"],"exclude":["522731100"],"excludegroups":["易地搬迁"]},"due":"2026-12-12","seals":["a","b"],"proofs":["健在"],"attachments":[{"name":"x"}]}'
strip='{"verdict":"strip","pointer":"/data/seals/1"},{"verdict":"strip","observed":true,"pointer":"/data/seals/0"},{"verdict":"strip","pointer":"/data/proofs/0"},{"verdict":"note","pointer":"/data/title"}'
receipt='{"id":"%id%","result":{"event":{"id":"t","type":"dutygate.task.publish.v1","data":'$task'},"answer":{"verdict":"admit","findings":['$strip']}}}'
answer='{"id":"%id%","receipt":{"sequence":51},"verdict":"admit","findings":[]}'
for i in 1 2 3; do
    printf '%s\n' "$receipt" "$answer"
done >"$script"
printf '%s\n' "$answer" "$answer" "$answer" "$receipt" - >>"$script"
start_fake
sent() { # what the last event's data is
    tail -n 1 "$log" | jq -c "${1:-.data}"
}
run $mzj amend --id a1 --due 2026-12-20 --reason 延期 --statute 省令18号 42
is 'amended' "$status $out" '0 admitted, receipt 51'
is 'the task is asked for' "$(head -n 1 "$log" | jq -c '[.source,.type,.data]')" \
    '["department/mzj","dutygate.receipt.lookup.v1",{"sequence":42}]'
is 'a later date, without what was stripped' "$(sent '[.id,.type,.data]')" \
    '["a1","dutygate.task.amend.v1",{"task":42,"assignment":{"duty":"SW-017","title":"核查","seals":["a"],"proofs":[],"attachments":[{"name":"x"}],"audience":{"prefixes":["522731"],"exclude":["522731100"],"excludegroups":["易地搬迁"]},"due":"2026-12-20"},"reason":"延期","statute":"省令18号"}]'
printf '%%PDF-1.4\n' >"$TEST_DIR/notice.pdf"
run $mzj amend --exclude 522731100,522731101,522731102200,城区村 \
    --attach "$TEST_DIR/notice.pdf" 42
is 'fewer recipients' "$(sent .data.assignment.audience)" \
    '{"prefixes":["522731"],"exclude":["522731100","522731101","522731102200"],"excludegroups":["易地搬迁","城区村"]}'
is 'the date stays, an attachment comes' \
    "$(sent '[.data.assignment.due] + [.data.assignment.attachments[].name]')" \
    '["2026-12-12","x","notice.pdf"]'
run $town forward --to 522731101,522731101201,试点村 --due +5d 42
is 'forwarded' "$status $out" '0 admitted, receipt 51'
is 'to whom, by when' "$(sent '[.type, .data.task, .data.assignment.audience,
    .data.assignment.due, .data.reason]')" \
    '["dutygate.task.forward.v1",42,{"prefixes":["522731101"],"codes":["522731101201"],"groups":["试点村"],"exclude":["522731100"],"excludegroups":["易地搬迁"]},"'"$(
    TZ=Asia/Shanghai date -d '+5 days' +%F)"'",null]'

# ---- with a file
echo '{"duty":"x","title":"t","audience":{"codes":["522731101201"]},"due":"2026-12-01"}' >"$TEST_DIR/whole.json"
run $mzj amend 42 "$TEST_DIR/whole.json"
is 'a file is the whole assignment' "$(sent)" \
    '{"task":42,"assignment":{"duty":"x","title":"t","due":"2026-12-01","audience":{"codes":["522731101201"]}}}'
sed 's/2026-12-01/+30d/' "$TEST_DIR/whole.json" >"$TEST_DIR/ahead.json"
run $mzj amend 42 "$TEST_DIR/ahead.json"
is 'its due date may count from today' "$(sent .data.assignment.due)" \
    "\"$(TZ=Asia/Shanghai date -d '+30 days' +%F)\""
run $town forward --due 2026-12-02 42 - <<END
{"specversion":"1.0","type":"dutygate.task.forward.v1","data":{"task":1,
 "assignment":$(cat "$TEST_DIR/whole.json")}}
END
is 'an event in a file, and an option' "$(sent .data.assignment)" \
    '{"duty":"x","title":"t","audience":{"codes":["522731101201"]},"due":"2026-12-02"}'
run $mzj --timeout 1 amend --id a9 --due 2026-12-20 42
is 'no answer' "$status $(echo "$err" | tail -n 1)" \
    '69 dutygate: amend: to ask again and be counted once: --id a9'
echo '[1]' >"$TEST_DIR/bad.json"
run $mzj amend 42 "$TEST_DIR/bad.json"
is 'no assignment' "$status $err" \
    "65 dutygate: amend: $TEST_DIR/bad.json: no assignment is in it"
echo '{' >"$TEST_DIR/bad.json"
run $mzj amend 42 "$TEST_DIR/bad.json"
is 'no JSON' "$status $err" \
    "65 dutygate: amend: $TEST_DIR/bad.json: not taken as JSON: not-json at byte 2"
run $mzj amend 42 "$TEST_DIR/none.json"
is 'no file' "$status" 66

# ---- declare, exempt
for i in 1 2 3 4 5; do
    echo "$answer"
done >"$script"
start_fake
run --as department/bmj declare --minutes 90 --duty bmj-01 \
    --to 522731001001,5227 --exclude 522731100
is 'declared' "$status $out" '0 admitted, receipt 51'
run --as department/slj exempt request --id e1 --duty slj-03 --to 522731 \
    --rules lead,frequency --until 2026-12-31 --reason 提前部署 \
    --basis 防洪法 --refusal 121
is 'requested' "$status $out" '0 admitted, receipt 51'
run --as department/slj exempt request --duty slj-03 --to 全部村 \
    --rules lead --until +40d --reason 复核 --appeal 122
run $keeper exempt grant --reason 属实 --until 2026-12-15 --rules lead 122
is 'granted' "$status $out" '0 admitted, receipt 51'
run $keeper exempt refuse --reason 不属实 122
is 'what was sent' "$(requests '.source, .type, .data')" \
    '["department/bmj","dutygate.task.declare.v1",{"duty":"bmj-01","audience":{"prefixes":["5227"],"codes":["522731001001"],"exclude":["522731100"]},"minutes":90}]
["department/slj","dutygate.exemption.request.v1",{"duty":"slj-03","audience":{"prefixes":["522731"]},"rules":["lead","frequency"],"reason":"提前部署","basis":"防洪法","until":"2026-12-31","refusal":121}]
["department/slj","dutygate.exemption.request.v1",{"duty":"slj-03","audience":{"groups":["全部村"]},"rules":["lead"],"reason":"复核","until":"'"$(
    TZ=Asia/Shanghai date -d '+40 days' +%F)"'","appeal":122}]
["keeper/bwb","dutygate.exemption.decide.v1",{"request":122,"verdict":"grant","reason":"属实","rules":["lead"],"until":"2026-12-15"}]
["keeper/bwb","dutygate.exemption.decide.v1",{"request":122,"verdict":"refuse","reason":"不属实"}]'

# ---- exempt list
waiting='{"request":122,"kind":"request","state":"waiting","from":"department/slj","duty":"slj-03","class":"statutory","asked":"2026-11-20","offices":216,"reason":"提前部署","rules":["lead","frequency"],"until":"2026-12-31","deadline":"2026-12-11","then":"pass"}'
urgent='{"request":130,"kind":"task","state":"unconfirmed","from":"department/yjj","duty":"yjj-02","class":"unlisted","asked":"2026-11-22","offices":12,"title":"转移群众","deadline":"2026-11-23T10:00:00+08:00","then":"lapse"}'
granted='{"request":90,"kind":"request","state":"granted","from":"department/wjj","duty":"wjj-01","class":"assisting","asked":"2026-10-20","offices":216,"reason":"流调","rules":["lead"],"until":"2026-12-01"}'
{
    echo '{"id":"%id%","result":{"today":"2026-11-22","matters":['"$waiting"','"$urgent"'],"next":"0.130"}}'
    echo '{"id":"%id%","result":{"today":"2026-11-22","matters":['"$granted"']}}'
    echo '{"id":"%id%","result":{"today":"2026-11-22","matters":[]}}'
    echo '{"id":"%id%","result":{"today":"2026-11-22","matters":['"$granted"']}}'
} >"$script"
start_fake
run $keeper exempt list
is 'exempt list' "$status $out" \
    '0 RECEIPT  STATE        FROM            DUTY    CLASS      END                            RULES           TITLE
    122  waiting      department/slj  slj-03  statutory  passes after 2026-12-11        lead frequency  提前部署
    130  unconfirmed  department/yjj  yjj-02  unlisted   lapses after 2026-11-23 10:00                  转移群众
     90  granted      department/wjj  wjj-01  assisting  2026-12-01                     lead            流调'
run $keeper exempt list --department slj
is 'nothing' "$status $out" '0 nothing waits for a word, no exemption holds'
run $keeper --json exempt list
is '--json' "$(echo "$out" | jq -c '.result.matters[0].request')" 90
is 'what was asked' "$(requests .data)" '[{"limit":500}]
[{"after":"0.130","limit":500}]
[{"department":"slj","limit":500}]
[{"limit":500}]'

# ---- list observe-report
sums='"from":"2026-10-01","to":"2026-11-22","asked":412,"stopped":31,"stripped":12,"statutory":4,"silence":{"passed":1,"lapsed":2}'
by='{"department":"slj","class":"statutory","tasks":5,"stopped":4,"stripped":1,"offices":864,"rules":{"lead":4,"seals":1}},{"department":"mzj","class":"unlisted","tasks":27,"stopped":27,"stripped":0,"offices":5832,"rules":{"known":27}}'
shares='{"department":"mzj","tasks":300,"urgent":1,"lifesafety":1,"afterwards":0},{"department":"slj","tasks":0,"urgent":0,"lifesafety":0,"afterwards":0}'
named() {
    printf '{"task":%s,"time":"2026-10-0%s","department":"slj","duty":"slj-03","class":"%s","stopped":%s,"codes":["lead-time-short"],"offices":216}' "$@"
}
{
    echo '{"id":"%id%","result":{'"$sums"',"by":['"$by"'],"urgent":['"$shares"'],"tasks":['"$(named 7 1 statutory true)"'],"next":"1.7"}}'
    echo '{"id":"%id%","result":{'"$sums"',"by":['"$by"'],"urgent":['"$shares"'],"tasks":['"$(named 8 2 statutory true),$(named 9 2 statutory false),$(named 10 3 assisting true)"']}}'
    echo '{"id":"%id%","result":{'"$sums"',"by":[],"urgent":[],"tasks":[]}}' | sed 's/"statutory":4/"statutory":0/'
    echo '{"id":"%id%","result":{'"$sums"',"by":[],"urgent":[],"tasks":[]}}' | sed 's/"stopped":31/"stopped":0/'
    echo '{"id":"%id%","type":"urn:dutygate:problem:not-permitted","title":"Not permitted","status":403}'
} >"$script"
start_fake
run $keeper list observe-report --from 2026-10-01 --to 2026-11-22
is 'observe-report' "$status $out" \
    '0 enforcing would have stopped 31 requests, 4 of them statutory: mend the list first
2026-10-01 to 2026-11-22: asked 412, would have been stopped 31, would have lost parts 12
without a keeper'\''s word: passed 1, lapsed 2

statutory requests that would have been stopped:
RECEIPT  DAY         DEPARTMENT  DUTY    CODES
      7  2026-10-01  slj         slj-03  lead-time-short
      8  2026-10-02  slj         slj-03  lead-time-short

by department and class:
DEPARTMENT  CLASS      STOPPED  CUT  OFFICES  RULES
slj         statutory        4    1      864  lead 4, seals 1
mzj         unlisted        27    0     5832  known 27

called urgent:
DEPARTMENT  TASKS  URGENT  LIFE-SAFETY  AFTERWARDS   SHARE
mzj           300       1            1           0  0.67 %
slj             0       0            0           0       -'
run $keeper list observe-report
is 'none statutory' "$(echo "$out" | head -n 1)" \
    'enforcing would have stopped 31 requests, none of them statutory'
run $keeper list observe-report
is 'nothing' "$(echo "$out" | head -n 1)" \
    'enforcing would have stopped no request'
run $mzj list observe-report
is 'not for a department' "$status $out" \
    '65 problem not-permitted: Not permitted'
is 'which days' "$(requests .data | sed -n '1,3p')" \
    '[{"from":"2026-10-01","to":"2026-11-22","limit":500}]
[{"from":"2026-10-01","to":"2026-11-22","after":"1.7","limit":500}]
[{"limit":500}]'
tap_done

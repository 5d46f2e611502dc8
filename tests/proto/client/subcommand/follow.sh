# SPDX-License-Identifier: Apache-2.0
# inbox --follow against a gateway that answers from a script: what is new,
# changed or gone, what fails in between, and how it ends.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/proto/client/fake.sh"
limit=20

# task NUMBER [MEMBERS]
task() {
    printf '{"task":%s,"from":"department/mzj","department":"民政局","duty":"SW-017","title":"核查","due":"2026-12-12","overdue":false%s}' \
        "$1" "${2:-,\"acknowledged\":false}"
}
# page TASKS [MEMBERS]: an answer.
page() {
    echo '{"id":"%id%","result":{"office":"522731101201","name":"城关村","open":2,"acknowledged":0,"tasks":['"$1"']'"${2:-}"'}}'
}

# follow [ARG …]: in the background, with $follower as its process.
follow() {
    "$bin" --socket "$TEST_DIR/gateway.ipc" --as office/522731101201 "$@" \
        >"$TEST_DIR/out" 2>"$TEST_DIR/err" &
    follower=$!
}

# seen FILE PATTERN [COUNT]: until so many lines match.
seen() {
    rm -f "$TEST_DIR/fifo"
    mkfifo "$TEST_DIR/fifo"
    tail -n +1 -F "$1" >"$TEST_DIR/fifo" 2>/dev/null &
    tail_pid=$!
    got=$(timeout "$limit" grep -c -m "${3:-1}" -e "$2" <"$TEST_DIR/fifo")
    kill "$tail_pid"
    wait "$tail_pid" 2>/dev/null
    [ "$got" -eq "${3:-1}" ]
}

# end_by SIGNAL: leaves its exit status in $status.
end_by() {
    kill "-$1" "$follower"
    wait "$follower"
    status=$?
}

problem='{"id":"%id%","type":"urn:dutygate:problem:not-found","title":"Not found","status":404,"detail":"no office"}'

{
    page "$(task 1),$(task 2)"
    page "$(task 1),$(task 2)"
    page "$(task 1)" ',"next":"c1"'
    page "$(task 2 ',"acknowledged":true'),$(task 3 ',"seals":["村委会公章"]')"
    echo "$problem"
    echo "$problem"
    page "$(task 1 ',"overdue2":1'),$(task 3 ',"seals":["村委会公章"]')"
} >"$script"
start_fake
follow inbox --follow --every 0.05
ok 'it follows' seen "$TEST_DIR/out" changed
# The next request stays without answer; nothing more can happen.
seen "$log" . 8
end_by TERM
is 'TERM ends it with 0' "$status" 0
day='^[0-9]{4}-[0-9]{2}-[0-9]{2}'
clock='[0-9]{2}:[0-9]{2}:[0-9]{2}'
is 'the inbox, then what becomes of it' \
    "$(sed -E "s/$day $clock/TIME/" "$TEST_DIR/out")" \
    '城关村 (522731101201): 2 open
RECEIPT  DUE         FROM    DUTY    TITLE  NOTES
      1  2026-12-12  民政局  SW-017  核查
      2  2026-12-12  民政局  SW-017  核查
TIME new 3 2026-12-12 民政局 SW-017 核查 (seals 村委会公章)
TIME gone 2 2026-12-12 民政局 SW-017 核查
TIME changed 1 2026-12-12 民政局 SW-017 核查'
is 'what failed is said once' "$(cat "$TEST_DIR/err")" \
    'dutygate: inbox: no hints here; looking every 0.05 s
problem not-found: Not found
  reason    no office
dutygate: inbox: the gateway answers again'
is 'what was asked' "$(requests '.type, .data' | head -4)" \
    '["dutygate.inbox.read.v1",{"limit":500}]
["dutygate.inbox.read.v1",{"limit":500}]
["dutygate.inbox.read.v1",{"limit":500}]
["dutygate.inbox.read.v1",{"after":"c1","limit":500}]'

# ---- JSON, all, a gateway that goes away
{
    page "$(task 1)"
    page "$(task 1 ',"acknowledged":true'),$(task 2)" | sed 's/,"due"/\r,"due"/'
} >"$script"
start_fake
follow --json --timeout 0.5 inbox --all --follow --every 0.05
ok 'JSON: it follows' seen "$TEST_DIR/out" '"new"'
stop_fake
ok 'JSON: a gateway that goes is missed' seen "$TEST_DIR/err" ' within '
page "$(task 2)" >"$script"
rm -f "$TEST_DIR/gateway.ipc"
start_fake
ok 'JSON: one that comes is found' seen "$TEST_DIR/out" '"gone"'
end_by INT
is 'INT ends it with 0' "$status" 0
is 'JSON: a page, then a line for each change' \
    "$(jq -c '[.result.open, .change, .task.task, .task.acknowledged]' \
        "$TEST_DIR/out")" \
    '[2,null,null,null]
[null,"changed",1,true]
[null,"new",2,false]
[null,"gone",1,true]'
is 'JSON: each with its time' \
    "$(jq -r 'select(.change).time' "$TEST_DIR/out" |
        grep -cE "${day}T$clock\+08:00\$")" 3
is 'JSON: the way there and back is said once' \
    "$(sed 's/no answer from/no gateway at/' "$TEST_DIR/err")" \
    "dutygate: inbox: no hints here; looking every 0.05 s
dutygate: inbox: no gateway at ipc://$TEST_DIR/gateway.ipc within 0.5 s
dutygate: inbox: the gateway answers again"

# ---- a beginning that fails
echo "$problem" >"$script"
start_fake
follow inbox --follow
wait "$follower"
is 'no such office: it ends' "$? $(cat "$TEST_DIR/out" "$TEST_DIR/err")" \
    '65 problem not-found: Not found
  reason    no office'
stop_fake
rm -f "$TEST_DIR/gateway.ipc"
follow --timeout 0.2 inbox --follow
wait "$follower"
is 'no gateway: it ends' "$? $(cat "$TEST_DIR/out" "$TEST_DIR/err")" \
    "69 dutygate: inbox: no gateway at ipc://$TEST_DIR/gateway.ipc within 0.2 s"
tap_done

# SPDX-License-Identifier: Apache-2.0
# The gate's own health: who may read it, that its figures are those of what was
# sent, and the page that an operator sees.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"

# status [ARG …]: asks as the operator.
status() {
    dutygate --socket "$gate_dir/run/gateway.ipc" \
        --as operator/zx "$@" status
}

# figure JQ: one figure of the health.
figure() {
    status --json | jq -r "$1"
}

gate_write
ok 'it starts' gate_start
is 'roster and list are admitted' "$(county_publish)" 'admit
admit'
task t1 zzb-01 zzb >"$TEST_DIR/t1"
task t2 zzb-99 zzb >"$TEST_DIR/t2"
first=$(ask "$TEST_DIR/t1")
is 'a task is admitted' "$(echo "$first" | jq -r .verdict)" admit
is 'it is asked again' "$(ask "$TEST_DIR/t1")" "$first"
is 'one is refused' "$(ask "$TEST_DIR/t2" | jq -r .verdict)" refuse
is 'one is no signed message' "$(echo x | send - | jq -r .title)" \
    'Not a JWS'
is 'one is only checked' "$(sed 's/task\.publish/task.check/; s/"t1"/"c1"/' \
    "$TEST_DIR/t1" | ask - | jq -r .check)" true

is 'events by type and outcome' "$(figure '
    .result.counters.dutygate_events_total[]
    | [.labels.type, .labels.outcome, .value] | @text' | sort)" \
    '["dutygate.gateway.configure.v1","admit",1]
["dutygate.list.publish.v1","admit",1]
["dutygate.principal.enrol.v1","admit",1]
["dutygate.roster.publish.v1","admit",1]
["dutygate.task.check.v1","check",1]
["dutygate.task.publish.v1","admit",1]
["dutygate.task.publish.v1","refuse",1]
["dutygate.task.publish.v1","repeat",1]'
is 'what was read just now counts, too' "$(figure '
    .result.counters.dutygate_events_total[]
    | select(.labels.outcome == "read") | .value')" 1
is 'problems by code' "$(figure '.result.counters.dutygate_problems_total
    | @text')" '[{"labels":{"code":"not-jws"},"value":1}]'
is 'messages, replies, hints: the third read is in hand' "$(figure '
    [.result.counters | .dutygate_messages_total, .dutygate_replies_total,
     .dutygate_hints_total | .[0].value] | @text')" '[12,11,1]'
is 'entries, durable, open tasks, queue, deaths' "$(figure '
    [.result.gauges | .dutygate_entries, .dutygate_entries_durable,
     .dutygate_tasks_open, .dutygate_queue_messages, .dutygate_undurable_bytes,
     .dutygate_fault_deaths | .[0].value] | @text')" '[6,6,1,1,0,0]'
is 'the roster in force' "$(figure '.result.gauges.dutygate_roster_info
    | @text')" '[{"labels":{"version":"2026-01"},"value":1}]'
is 'six commits of one entry each' "$(figure '
    [.result.histograms.dutygate_commit_seconds.count,
     .result.histograms.dutygate_commit_entries.sum] | @text')" '[6,"6"]'
is 'each message was timed' "$(figure '.result.histograms
    .dutygate_reply_seconds | [.count, .buckets[-1].count] | @text')" '[16,16]'
is 'and each signature, off the loop' "$(figure '.result |
    [.counters.dutygate_signatures_total[0].value,
     .histograms.dutygate_verify_seconds.count] | @text')" '[16,16]'
is 'nobody was limited, nothing waits' "$(figure '.result |
    [(.counters.dutygate_limited_total | length),
     .gauges.dutygate_waiting_messages[0].value,
     .gauges.dutygate_waiting_bytes[0].value] | @text')" '[0,0,0]'
is 'the disk has room' \
    "$(figure '.result.gauges.dutygate_disk_room_bytes[0].value > 0')" true

page=$(status)
is 'the page: what is below the first lines' "$(echo "$page" |
    sed -e '1,4d' -e '/^TIMES/,$d' -e '/^messages/d')" \
    'content   roster 2026-01, 1 open tasks
signed    19 good
problems  1 not-jws

EVENTS                ADMITTED  STRIPPED  DEFERRED  REFUSED  ANSWERED  REPEATED  PROBLEMS
task.check.v1                0         0         0        0         1         0         0
task.publish.v1              1         0         0        1         0         1         0
roster.publish.v1            1         0         0        0         0         0         0
principal.enrol.v1           1         0         0        0         0         0         0
gateway.configure.v1         1         0         0        0         0         0         0
gateway.read.v1              0         0         0        0        11         0         0
list.publish.v1              1         0         0        0         0         0         0'
is 'four times are told' "$(echo "$page" | sed '1,/^TIMES/d' | cut -c 1-18)" \
    'checking a message
deciding an event 
a commit          
receipt to reply  '
ok 'the head names gateway and version' \
    expr "$(echo "$page" | head -n 1)" : \
    'gateway   huishui, dutygate [0-9.]*, up 0 d 00:0[0-9]:[0-9][0-9] since '
is 'it names the key that verifies receipts' \
    "$(echo "$page" | sed -n 's/^key       //p')" \
    "$(cat "$gate_dir/run/gateway.vkey")"
is 'an office may not' "$(dutygate \
    --socket "$gate_dir/run/gateway.ipc" --as office/522731001001 --json \
    status | jq -r .title)" 'Not permitted'
gate_stop
is 'TERM ends it with 0' "$gate_status" 0
tap_done

# SPDX-License-Identifier: Apache-2.0
# The life of a task in a real gateway, by the commands people use: it recurs,
# is amended, forwarded, withdrawn; and what a killed gateway knows of it.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"

export DUTYGATE_SOCKET="$gate_dir/run/gateway.ipc"
village=522731102213 # 好花红村
town=522731102000
today=$(TZ=Asia/Shanghai date +%F)
due=$(TZ=Asia/Shanghai date -d '+30 days' +%F)

# as SOURCE ARGUMENT …: what dutygate answers, as JSON.
as() {
    as=$1
    shift
    dutygate --as "$as" --json "$@"
}

quiet() {
    "$@" >/dev/null
}

# codes: of all findings of an answer.
codes() {
    jq -r '[.findings[].code] | join(" ")'
}

# inbox: what the village has: task, title, due.
inbox() {
    as "office/$village" inbox --all |
        jq -c '.result.tasks[] | [.task, .title, .due, .amendment]'
}

gate_write 'log_level = "debug"' \
    'access_list { rule frequency { mode = "off" } rule lead { mode = "off" } }'
ok 'it starts' gate_start
is 'roster and list are admitted' "$(county_publish)" 'admit
admit'

# ---- it recurs ------------------------------------------------------------------

# The gateway hints when the clock has opened an occurrence.
nngcat --sub --dial "ipc://$gate_dir/run/hints.ipc" --count 1 \
    --subscribe '522731102|' --format quoted --recv-timeout "$gate_limit" \
    >"$TEST_DIR/hint" &
subscriber=$!
gate_wait 'hints\.hello'
task=$(printf '{"duty": "zzb-01", "title": "每日值守", "audience":
    {"prefixes": ["522731102"]}, "recurrence": {"per": "day", "first": "%s",
    "last": "%s", "dueafter": 2}}' "$today" "$due" |
    as department/zzb publish - | jq .receipt.sequence)
wait "$subscriber"
occurrence=$(sed 's/.*|\([0-9]*\)"/\1/' "$TEST_DIR/hint")
is 'a hint says that an occurrence is open' "$(cat "$TEST_DIR/hint")" \
    "\"522731102|$occurrence\""
is "it is today's, due in two days" \
    "$(as "office/$village" inbox --all |
        jq -c '.result.tasks[] | [.task, .of, .period, .due]')" \
    "[$occurrence,$task,\"$today\",\"$(TZ=Asia/Shanghai date -d '+2 days' +%F)\"]"
is 'the gateway sent it, under an id that says what' \
    "$(as auditor/sjj receipt "$occurrence" | jq -r .result.event.id)" \
    "task.occur/$task/$today"
ok 'an office acknowledges it' quiet as "office/$village" ack "$occurrence"
ok 'the recurring task is withdrawn' quiet as department/zzb withdraw "$task"
is 'with its occurrence' "$(inbox)" ''

# ---- it is amended --------------------------------------------------------------

task=$(task t1 zzb-01 zzb | ask - | jq .receipt.sequence)
later=$(TZ=Asia/Shanghai date -d '+40 days' +%F)
amended=$(as department/zzb amend --due "$later" "$task")
is 'a later date passes' "$(echo "$amended" | codes)" amend-relieves
is 'and is what the village reads' "$(inbox)" \
    "[$task,\"关于做好有关工作的通知\",\"$later\",$(echo "$amended" |
        jq .receipt.sequence)]"
is 'an earlier one is judged like a new task' \
    "$(as department/zzb amend --due "$due" "$task" | codes)" amend-gated
ok 'fewer offices pass' quiet as department/zzb amend --exclude "$village" "$task"
is 'and the village has it no more' "$(inbox)" ''
as department/zzb withdraw "$task" >/dev/null
is 'what was withdrawn is not amended' \
    "$(as department/zzb amend --due "$later" "$task" | codes)" task-withdrawn

# ---- it is forwarded ------------------------------------------------------------

task=$(task t2 zzb-01 zzb | ask - | jq .receipt.sequence)
forward=$(as "town/$town" forward --to "$village" "$task")
is 'a town hands it on' "$(echo "$forward" | codes)" forward-passes
is 'to offices below it' \
    "$(as "town/$town" forward --to 522731 "$task" | jq -r .verdict)" refuse
is 'the village has both' "$(inbox | jq -c .[0] | paste -sd ' ')" \
    "$task $(echo "$forward" | jq .receipt.sequence)"
before=$(inbox)
gate_kill
gate_start
is 'also after the gateway was killed' "$(inbox)" "$before"
as department/zzb withdraw "$task" >/dev/null
is 'and neither when the department withdraws its own' "$(inbox)" ''

# ---- it is only declared --------------------------------------------------------

is 'a classified matter is declared' \
    "$(as department/zzb declare --duty zzb-01 --to 522731102 --minutes 30 |
        jq -c '[.verdict, .offices, .findings[0].code]')" \
    '["admit",27,"declared"]'
is 'and shown to nobody' "$(inbox)" ''
gate_stop
tap_done

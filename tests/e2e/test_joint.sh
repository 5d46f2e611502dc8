# SPDX-License-Identifier: Apache-2.0
# Joint tasks through a real gateway, by the commands departments use: asked,
# read, signed, declined; killed and started while signatures are missing.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"

export DUTYGATE_SOCKET="$gate_dir/run/gateway.ipc"
due=$(TZ=Asia/Shanghai date -d '+30 days' +%F)

# as CODE ARGUMENT …: what dutygate answers to a department, as JSON.
as() {
    as=$1
    shift
    dutygate --as "department/$as" --json "$@"
}

codes() {
    jq -r '[.findings[].code] | join(" ")'
}

# joint TITLE: publishes a joint task; the answer.
joint() {
    printf '{"duty": "zzb-01", "title": "%s", "due": "%s", "audience":
        {"prefixes": ["522731102"]}, "joint": ["department/mzj",
        "department/wjj"]}' "$1" "$due" | as zzb publish -
}

# inbox TITLE: how often the village has it.
inbox() {
    dutygate --as office/522731102213 --json inbox --all |
        jq --arg title "$1" '[.result.tasks[] | select(.title == $title)] | length'
}

gate_write 'access_list { rule frequency { mode = "off" } }'
ok 'it starts' gate_start
is 'roster and list are admitted' "$(county_publish)" 'admit
admit'

answer=$(joint 联合走访)
task=$(echo "$answer" | jq .receipt.sequence)
is 'a joint task waits' "$(echo "$answer" | jq -r .verdict)" defer
is 'for signatures' "$(echo "$answer" | codes)" cosign-waits
is 'no village has it' "$(inbox 联合走访)" 0
is 'whom it waits for is shown' "$(as mzj cosign | jq -c '.result.tasks[] |
    [.task, .yours, .title, [.joint[].department]]')" \
    "[$task,true,\"联合走访\",[\"department/mzj\",\"department/wjj\"]]"
is 'as a table' "$(COLUMNS=200 dutygate --as department/mzj cosign |
    sed -n 2p | grep -c 'sign it.*联合走访')" 1
is 'to nobody else' "$(as sfj cosign | jq -c .result.tasks)" '[]'
is 'who is to sign may read it' "$(as wjj receipt "$task" |
    jq -r .result.event.data.title)" 联合走访
is 'nobody else' "$(as sfj receipt "$task" | jq -r .type)" \
    urn:dutygate:problem:not-found
is 'a stranger signs nothing' "$(as sfj cosign "$task" | jq -r .type)" \
    urn:dutygate:problem:not-found
is 'the first signs' "$(as wjj cosign "$task" | codes)" cosign-signed
is 'once' "$(as wjj cosign "$task" | codes)" cosign-twice

gate_kill
ok 'killed and started again' gate_start
is 'it knows who has signed' "$(as zzb cosign |
    jq -c '.result.tasks[].joint | map(has("signature"))')" '[false,true]'
is 'still no village has it' "$(inbox 联合走访)" 0
is 'the last signs' "$(as mzj cosign "$task" | codes)" cosign-complete
is 'it is delivered' "$(inbox 联合走访)" 1
is 'under one name, with the others' "$(dutygate --as office/522731102213 \
    --json inbox | jq -c '.result.tasks[] | [.from, .joint]')" \
    '["department/zzb",["department/mzj","department/wjj"]]'
is 'nothing waits' "$(dutygate --as department/mzj cosign)" \
    'no joint task waits for a signature'

task=$(joint 联合检查 | jq .receipt.sequence)
is 'another is declined' "$(as mzj cosign --decline --reason 重复 "$task" |
    codes)" cosign-declined
is 'its lead reads why' "$(as zzb cosign |
    jq -c '.result.tasks[] | [.state, .by, .reason]')" \
    '["declined","department/mzj","重复"]'
is 'it has ended' "$(as wjj cosign "$task" | codes)" task-declined
ok 'a number is needed to decline' eval \
    '! dutygate --as department/mzj cosign --decline 2>/dev/null'
gate_stop
is 'it ends well' "$gate_status" 0
tap_done

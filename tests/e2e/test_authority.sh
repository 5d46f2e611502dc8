# SPDX-License-Identifier: Apache-2.0
# Who may do what, with keys, through a real gateway: an office and its
# neighbour, a town on behalf of an office, a task force and its parents, a
# keeper and its own request.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"

export DUTYGATE_SOCKET="$gate_dir/run/gateway.ipc"
village=522731102213 # 好花红村
neighbour=522731001001
town=522731102000 # 好花红镇
gate_besides='keeper/mzj taskforce/dbzb'
until=$(TZ=Asia/Shanghai date -d '+90 days' +%F)

# as SOURCE ARGUMENT …: what dutygate answers, as JSON.
as() {
    as=$1
    shift
    dutygate --as "$as" --json "$@"
}

said() {
    jq -r '[.verdict, .findings[].code] | join(" ")'
}

# A task force is enrolled with its parents.
gate_enrol() {
    jq -cs --arg until "$until" '{specversion: "1.0", id: "enrol",
        source: "root/huishui", type: "dutygate.principal.enrol.v1",
        data: {principals: map(.name = .principal | if .principal == "taskforce/dbzb" then
            . + {name: "低保核查专班", parents: ["department/mzj", "department/cl"],
                until: $until} else . end)}}' "$gate_people" |
        ask - | grep -q '"verdict":"admit"'
}

gate_write 'separation = true'
ok 'the gateway starts' gate_start
dutygate replay "$county/roster.jsonl" "$county/list.jsonl" >/dev/null

publish() {
    printf '{"duty": "mzj-01", "title": "城乡低保对象动态核查", "audience":
        {"codes": ["%s"]}, "due": "%s"}' "$village" "$until" | as "$1" publish -
}
task=$(publish department/mzj | jq .receipt.sequence)

# ---- an office and its neighbour
is 'an office does not read its neighbour' \
    "$(as office/$village inbox $neighbour | jq -r .detail)" \
    "office/$village may not read what is of $neighbour"
is 'nor what its neighbour was asked' \
    "$(as office/$neighbour receipt "$task" | jq -c '[.type, .detail]')" \
    "[\"urn:dutygate:problem:not-found\",\"no receipt $task\"]"
is 'which reads like a number that does not exist' \
    "$(as office/$neighbour receipt 999999 | jq -r .detail)" \
    'no receipt 999999'
is 'it reads its own' \
    "$(as office/$village receipt "$task" | jq .result.answer.receipt.sequence)" \
    "$task"
is "another department's task is none" \
    "$(as department/cl withdraw "$task" | said)" 'refuse task-unknown'

# ---- a town on behalf of its office
is 'a town enters for its office' \
    "$(as town/$town ack --behalf $village "$task" | said)" \
    'admit entered-on-behalf'
is 'the office is shown who did' \
    "$(dutygate --as office/$village inbox | sed -n '1p;$p' | sed 's/.*acknowledged, //')" \
    "1 of these to be confirmed
unconfirmed, entered by town/$town"
is 'not for one elsewhere' \
    "$(as town/$town ack --behalf $neighbour "$task" | said)" 'refuse not-below'
gate_stop
ok 'the gateway starts again' gate_start
is 'the office confirms' "$(as office/$village ack "$task" | said)" \
    'admit confirms'
is 'then nothing is left to be done' \
    "$(dutygate --as office/$village inbox | wc -l)" 1
is 'not twice' "$(as office/$village ack "$task" | said)" \
    'refuse already-acknowledged'

# ---- a task force
force=$(publish taskforce/dbzb)
is 'a task force asks in the authority of its parents' "$(echo "$force" | said)" \
    'admit taskforce-asks'
force=$(echo "$force" | jq .receipt.sequence)
is 'the office sees whose it is' \
    "$(as office/$village inbox | jq -c ".result.tasks[] | select(.task == $force) |
        [.taskforce, (.parents | length)]")" '["低保核查专班",2]'
is 'a parent sees it' \
    "$(as department/cl receipt "$force" | jq -r .result.event.source)" \
    taskforce/dbzb
is 'and does not take it back' \
    "$(as department/cl withdraw "$force" | said)" 'refuse not-yours'

# ---- a keeper and its own request
request=$(as department/mzj exempt request --duty mzj-01 --to 522731102 \
    --rules lead --until "$until" --reason 上级临时部署 | jq .receipt.sequence)
is 'a keeper does not decide on what its own body asks' \
    "$(as keeper/mzj exempt grant --reason 属实 "$request" | said)" \
    'refuse own-request'
is 'another does' \
    "$(as keeper/bwb exempt grant --reason 属实 "$request" | said)" \
    'admit exemption-granted'
is 'an auditor sees all of it' \
    "$(for n in $task $force $request; do
        as auditor/sjj receipt "$n" | jq .result.answer.receipt.sequence
    done | xargs)" "$task $force $request"
gate_stop
tap_done

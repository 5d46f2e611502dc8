# SPDX-License-Identifier: Apache-2.0
# Near matches through a real gateway: two departments ask one figure in other
# words; the gateway suggests it, once, also after a start; the keeper decides.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"

export DUTYGATE_SOCKET="$gate_dir/run/gateway.ipc"
due=$(TZ=Asia/Shanghai date -d '+40 days' +%F)

# say ID SOURCE TYPE DATA: its answer.
say() {
    jq -cn --arg id "$1" --arg source "$2" --arg type "dutygate.$3.v1" \
        --argjson data "$4" '{specversion: "1.0", id: $id, source: $source,
            type: $type, data: $data}' | ask -
}

# publish ID DEPARTMENT DUTY LABEL …: a task with a form of these figures.
publish() {
    publish_form=$(printf '%s\n' "$@" | tail -n +4 | jq -Rn --arg control "$1" \
        '{control: $control, version: "1", class: "survey",
          authority: "国家统计局", approval: "国统制〔2026〕1号",
          validuntil: "2099-12-31", fields: [inputs |
            {name: "f\(input_line_number)", label: .}]}')
    say "$1" "department/$2" task.publish "$(jq -cn --arg duty "$3" \
        --arg due "$due" --argjson form "$publish_form" \
        '{duty: $duty, title: "月报", due: $due, period: "2026-11",
          audience: {prefixes: ["522731102"]}, forms: [$form]}')" |
        jq -r '.verdict'
}

# suggestions SOURCE: the labels of each, a line for one.
suggestions() {
    dutygate --json --as "$1" dictionary suggestions |
        jq -r '.result.suggestions[] | "\(.element.label) \(.into.label)"'
}

# becomes TEXT: true as soon as the keeper is suggested that.
becomes() {
    end=$(($(date +%s) + gate_limit))
    while [ "$(date +%s)" -lt $end ]; do
        [ "$(suggestions keeper/bwb)" != "$1" ] || return 0
    done
    suggestions keeper/bwb
    return 1
}

# suggested: how many such entries are in the journal.
suggested() {
    journal "SELECT count(*) FROM entry WHERE
        instr(CAST(header AS TEXT), 'dutygate.dictionary.suggest.v1') > 0"
}

gate_write 'access_list { rule frequency { mode = "off" } }'
ok 'it starts' gate_start
is 'roster and list are admitted' "$(county_publish)" 'admit
admit'
is 'a department asks' "$(publish 甲1表 zzb zzb-01 监护人身份证号 低保金额)" admit
is 'and another, in other words' \
    "$(publish 乙1表 xcb xcb-01 监护人公民身份证号码 合作社个数)" admit
ok 'the gateway suggests that they are one' \
    becomes '监护人公民身份证号码 监护人身份证号'
is 'a department sees what it brought' "$(suggestions department/zzb)" \
    '监护人公民身份证号码 监护人身份证号'
is 'and nothing else' "$(suggestions department/mzj)" ''
is 'the journal has it once' "$(suggested)" 1

gate_stop
ok 'it starts again' gate_start
is 'what was suggested is there' "$(suggestions keeper/bwb)" \
    '监护人公民身份证号码 监护人身份证号'
is 'a third department asks' "$(publish 丙1表 nyncj nyncj-01 \
    合作社个数合计 监护人的身份证号 耕地面积)" admit
codes=$(dutygate --json --as keeper/bwb dictionary suggestions |
    jq -r '.result.suggestions[0] | "\(.element.code) \(.into.code)"')
is 'the keeper merges' "$(dutygate --json --as keeper/bwb dictionary merge \
    $codes | jq -r .verdict)" admit
ok 'of the third is searched with what was there before the start' \
    becomes '监护人的身份证号 监护人身份证号
合作社个数合计 合作社个数'
is 'nothing is suggested twice' "$(suggested)" 2
tap_done

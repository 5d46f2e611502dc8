# SPDX-License-Identifier: Apache-2.0
# Figures through a real gateway: what two departments ask is filled once; two
# officers of an office at once; kills in the middle of submissions; an erased
# submission goes from the reports and from every file; and however often the
# gateway starts, everybody reads the same.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"

export DUTYGATE_SOCKET="$gate_dir/run/gateway.ipc"
village=522731102213 # 好花红村
state=$gate_dir/state
due=$(TZ=Asia/Shanghai date -d '+40 days' +%F)
month=$(TZ=Asia/Shanghai date +%Y-%m)

# event ID SOURCE TYPE DATA
event() {
    jq -cn --arg id "$1" --arg source "$2" --arg type "dutygate.$3.v1" \
        --argjson data "$4" '{specversion: "1.0", id: $id, source: $source,
            type: $type, data: $data}'
}

# say ID SOURCE TYPE DATA: its answer.
say() {
    event "$@" | ask -
}

# look SOURCE TYPE DATA: the result of a read.
look() {
    say look "$@" | jq -cS .result
}

# form CONTROL FIELDS LISTS: with the labels that a survey needs.
form() {
    jq -cn --arg control "$1" --argjson fields "$2" --argjson lists "$3" \
        '{control: $control, version: "1", class: "survey",
          authority: "国家统计局", approval: "国统制〔2026〕1号",
          validuntil: "2099-12-31", fields: $fields, lists: $lists}'
}

# publish ID DEPARTMENT DUTY FORM: the task's number.
publish() {
    say "$1" "department/$2" task.publish "$(jq -cn --arg duty "$3" \
        --arg due "$due" --arg month "$month" --argjson form "$4" \
        '{duty: $duty, title: "月报", due: $due, period: $month,
          audience: {prefixes: ["522731102"]}, forms: [$form]}')" |
        jq '.receipt.sequence'
}

# code SOURCE LABEL: what the worksheet calls the cell of that label.
code() {
    look "$1" worksheet.read '{"limit": 100}' |
        jq -r --arg name "$2" '.cells[] | select(.label == $name) | .element'
}

# search TEXT: how many files of the state have it, as it is or in base64.
search() {
    python3 - "$1" "$state"/* <<'END'
import base64, sys
text = sys.argv[1].encode()
wanted = {text}
for code in base64.b64encode, base64.urlsafe_b64encode:
    for at in range(3):
        coded = code(b"\0" * at + text)
        wanted.add(coded[4 if at else 0:len(coded) // 4 * 4 - 4])
print(sum(any(w in open(f, "rb").read() for w in wanted)
          for f in sys.argv[2:]))
END
}

# everything: what all read, a line each.
everything() {
    look "office/$village" worksheet.read '{"limit": 100}'
    look town/522731102000 worksheet.read '{"limit": 100}'
    look department/zzb report.read "{\"task\": $first}"
    look department/zzb report.read "{\"task\": $first, \"list\": \"people\"}"
    look department/xcb report.read "{\"task\": $second}"
    for department in zzb xcb; do
        look "department/$department" report.list '{}'
        look "department/$department" report.changes '{"since": 0}'
    done
    look keeper/bwb dictionary.read '{"limit": 100}'
}

figures='[
  {"name": "rk", "label": "常住人口", "type": "integer", "unit": "人",
   "kind": "stock", "period": "month", "definition": "住满半年"},
  {"name": "sr", "label": "集体经济收入", "type": "decimal", "unit": "元",
   "kind": "flow", "period": "month", "definition": "当月实收"}]'
others='[
  {"name": "renkou", "label": "常住人口", "type": "integer", "unit": "人",
   "kind": "stock", "period": "month", "definition": "住满半年"},
  {"name": "shouru", "label": "集体经济收入", "type": "decimal",
   "unit": "万元", "decimals": 2, "kind": "flow", "period": "month",
   "definition": "当月实收"}]'
persons='[{"name": "people", "title": "残疾人花名册", "subject": "person",
  "key": "id", "basis": "残疾人保障法", "fields": [
  {"name": "id", "label": "身份证号", "type": "idnumber"},
  {"name": "name", "label": "姓名", "type": "text"}]}]'

gate_write 'access_list { rule frequency { mode = "off" } }'
ok 'it starts' gate_start
is 'roster and list are admitted' "$(county_publish)" 'admit
admit'
first=$(publish first zzb zzb-01 "$(form 甲1表 "$figures" "$persons")")
second=$(publish second xcb xcb-01 "$(form 乙1表 "$others" '[]' |
    jq -c 'del(.lists)')")
ok 'two departments ask' test "$first" -gt 0 -a "$second" -gt "$first"
people=$(code "office/$village" 常住人口)
income=$(code "office/$village" 集体经济收入)
is 'each figure stands once in the worksheet' \
    "$(look "office/$village" worksheet.read '{"limit": 100}' |
        jq '.cells | length')" 2

# ---- two officers at once --------------------------------------------------

# Another officer, with a key of his own.
mkdir -m 700 "$TEST_DIR/other"
DUTYGATE_KEYS=$TEST_DIR/other dutygate --json keygen --gateway huishui \
    --name 副手 "office/$village" >"$TEST_DIR/officer"
event officer root/huishui principal.enrol "$(jq -c '{principals:
    [. | .name = .principal]}' "$TEST_DIR/officer")" | ask - >"$TEST_DIR/out"
is 'an office has a second officer' "$(jq -r .verdict "$TEST_DIR/out")" admit

# submissions ID COUNT CODE VALUE: so many values of one cell, one a line; VALUE is
# a jq expression of their number.
submissions() {
    jq -cn --arg id "$1" --argjson count "$2" --arg code "$3" \
        --arg month "$month" --arg source "office/$village" "range(\$count) |
        {specversion: \"1.0\", id: \"\(\$id)-\(.)\", source: \$source,
         type: \"dutygate.report.submit.v1\", data: {values: [{element: \$code,
            period: \$month, value: ($4)}]}}"
}
submissions 1 40 "$people" '"1\(.)"' >"$TEST_DIR/one"
submissions 2 40 "$people" '"2\(.)"' >"$TEST_DIR/two"
sign "$TEST_DIR/one" >"$TEST_DIR/one.signed"
DUTYGATE_KEYS=$TEST_DIR/other sign "$TEST_DIR/two" >"$TEST_DIR/two.signed"
storm burst "$TEST_DIR/one.signed" | plain >"$TEST_DIR/one.answers" &
other=$!
storm burst "$TEST_DIR/two.signed" | plain >"$TEST_DIR/two.answers"
wait $other
cat "$TEST_DIR/one.answers" "$TEST_DIR/two.answers" >"$TEST_DIR/answers"
is 'all of both is admitted' "$(jq -r .verdict "$TEST_DIR/answers" | sort |
    uniq -c | tr -s ' ')" ' 80 admit'
# value TASK DEPARTMENT NAME: what the report of a task has for the village.
value() {
    look "department/$2" report.read "{\"task\": $1}" |
        jq -c --arg name "$3" --arg office $village \
            '.rows[] | select(.office == $office) | .values[$name]'
}
jq -s 'max_by(.receipt.sequence)' "$TEST_DIR/answers" >"$TEST_DIR/last"
is 'the last one counts, and its entry is named' \
    "$(value "$first" zzb rk | jq -c '[.value, .sequence]')" \
    "$(jq -c '[(.id | sub("-"; "")), .receipt.sequence]' "$TEST_DIR/last")"
is 'for the other department, too' "$(value "$second" xcb renkou |
    jq -r .value)" "$(value "$first" zzb rk | jq -r .value)"
is 'each is an entry of its own' \
    "$(jq .receipt.sequence "$TEST_DIR/answers" | sort -u | wc -l)" 80
is 'all but the first overwrote one' "$(jq -r '.findings[]?.code' \
    "$TEST_DIR/answers" | grep -c '^overwrites$')" 79
head -n 1 "$TEST_DIR/answers" >"$TEST_DIR/early"
is 'what was overwritten is kept' "$(dutygate --as "office/$village" --json \
    receipt "$(jq .receipt.sequence "$TEST_DIR/early")" |
    jq -r '.result.event.data.values[0].value')" \
    "$(jq -r '.id | sub("-"; "")' "$TEST_DIR/early")"

# ---- kills -----------------------------------------------------------------

# round NUMBER COUNT: submissions cut short by KILL at COUNT replies, and the
# same again to their end.
round() {
    submissions "round-$1" 900 "$income" "\"$1\(.).5\"" \
        >"$TEST_DIR/requests"
    burst "$TEST_DIR/requests" KILL "$gate_pid" "$2" |
        jq -c 'select(.receipt)' | settled | sort >"$TEST_DIR/cut"
    gate_kill
    gate_start
    burst "$TEST_DIR/requests" | settled | sort >"$TEST_DIR/again"
    cut=$(wc -l <"$TEST_DIR/cut")
    echo "# round $1: $cut of 900 were answered"
    [ "$cut" -eq 0 ] || [ "$cut" -eq 900 ] || middle=$((middle + 1))
    is "round $1: killed at $2 replies: no answer has changed" \
        "$(comm -23 "$TEST_DIR/cut" "$TEST_DIR/again")" ''
    is "round $1: now all are admitted" "$(jq -r .verdict "$TEST_DIR/again" |
        sort | uniq -c | tr -s ' ')" ' 900 admit'
    is "round $1: and the last value counts" "$(value "$first" zzb sr |
        jq -c '[.value, .sequence]')" "$(jq -cs 'max_by(.receipt.sequence) |
        [(.id | sub("round-'"$1"'-"; "'"$1"'") + ".5"), .receipt.sequence]' \
        "$TEST_DIR/again")"
}
middle=0
round 1 1
round 2 2
round 3 40
ok 'kills came in the middle of work' test "$middle" -ge 1
everything >"$TEST_DIR/before"
gate_stop
ok 'it starts again' gate_start
everything >"$TEST_DIR/after"
is 'everybody reads what he read' "$(diff "$TEST_DIR/before" \
    "$TEST_DIR/after")" ''

# ---- erased ----------------------------------------------------------------

submit_persons() {
    say "$1" "office/$village" report.submit "$(look "office/$village" \
        worksheet.read '{"limit": 100}' | jq -c --arg id "$2" --arg name "$3" \
        '.lists[0] as $list | {lists: [({key: $list.key, rows: [{key: $id,
          values: [{element: ($list.columns[] |
              select(.label == "姓名") | .element), value: $name}]}]}
          + if $list.period then {period: $list.period} else {} end)]}')"
}
submit_persons kept 522731198001010052 罗永祥 >"$TEST_DIR/kept"
is 'a person is entered' "$(jq -r .verdict "$TEST_DIR/kept")" admit
is 'who asked reads of them' "$(look department/zzb report.read \
    "{\"task\": $first, \"list\": \"people\"}" | grep -c 罗永祥)" 1
dutygate --as auditor/sjj --json receipt \
    "$(journal 'SELECT max(sequence) FROM entry')" >"$TEST_DIR/disclosed"
is 'which is in the journal' "$(jq -c '.result.event | [.type, .data.reader,
    .data.read, .data.values > 0]' "$TEST_DIR/disclosed")" \
    '["dutygate.journal.disclose.v1","department/zzb","dutygate.report.read.v1",true]'
is 'without a word of theirs' "$(grep -c -e 罗永祥 -e 522731198001010052 \
    "$TEST_DIR/disclosed")" 0
is 'an auditor sees none of them' "$(dutygate --as auditor/sjj --json receipt \
    "$(jq .receipt.sequence "$TEST_DIR/kept")" | jq -c .result.event)" null
everything >"$TEST_DIR/before"
submit_persons gone 52273119800101001X 陈世英 >"$TEST_DIR/gone"
is 'and another' "$(jq -r .verdict "$TEST_DIR/gone")" admit
say more "office/$village" report.correct "{\"reason\": \"误报\", \"values\":
    [{\"element\": \"$people\", \"period\": \"$month\", \"value\": \"999\"}]}" \
    >"$TEST_DIR/more"
is 'a figure is corrected' "$(value "$first" zzb rk | jq -r .value)" 999
ok 'the name lies on the disk' test "$(search 陈世英)" -gt 0
dutygate --as keeper/bwb --json erase --reason 当事人申请 \
    "$(jq .receipt.sequence "$TEST_DIR/gone")" \
    "$(jq .receipt.sequence "$TEST_DIR/more")" </dev/null >"$TEST_DIR/erased"
is 'both are erased' "$(jq -r .verdict "$TEST_DIR/erased")" admit
is 'no file has the name' "$(search 陈世英)" 0
is 'nor the number' "$(search 52273119800101001X)" 0
is 'who was not named is there' "$(search 罗永祥)" 1
everything >"$TEST_DIR/after"
is 'everybody reads as before they were said' \
    "$(diff "$TEST_DIR/before" "$TEST_DIR/after")" ''

# ---- starts ----------------------------------------------------------------

for n in 1 2 3 4 5 6 7 8; do
    gate_stop
    [ "$gate_status" -eq 0 ] && gate_start || break
done
is 'it started eight times' "$n" 8
everything >"$TEST_DIR/again"
is 'and everybody reads the same' "$(diff "$TEST_DIR/after" \
    "$TEST_DIR/again")" ''
is 'without a byte of what was erased' "$(search 陈世英)" 0
gate_stop
tap_done

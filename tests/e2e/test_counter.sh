# SPDX-License-Identifier: Apache-2.0
# A department, a town, a keeper and an office at their counters, each with the
# command: attachments, changes, exemptions, the report, the stored list.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"

HOME=$TEST_DIR/home
mkdir "$HOME" "$TEST_DIR/files"
export HOME
cd "$TEST_DIR/files" || exit 99
python3 "$top_srcdir/tests/proto/client/sheets.py" .
gate_write 'plugins = {"access_list"}' 'access_list {' \
    '    rule lead { mode = observe }' '}'
gate_start
is 'the county' "$(county_publish)" 'admit
admit'
day() {
    TZ=Asia/Shanghai date -d "$1" +%F
}
d() { # SOURCE ARG …: leaves $out, $status
    source=$1
    shift
    status=0
    out=$(dutygate --socket "$gate_url" --as "$source" "$@" \
        2>&1) || status=$?
}
receipt() { # of $out
    echo "$out" | sed -n 's/^[a-z]*, receipt \([0-9]*\).*/\1/p'
}
first() {
    echo "$out" | head -n 1
}
codes() {
    echo "$out" | sed -n 's/^- \([a-z]* [a-z-]*\):.*/\1/p'
}

# ---- attachments
echo '{"duty":"mzj-01","title":"低保对象入户核实","audience":{"prefixes":["522731"]},"due":"+30d","seals":["seal-18","seal-44"],"evidence":["record"]}' >task.json
d department/mzj publish --attach half.xlsx task.json
is 'a form in disguise is refused' "$status $(codes)" '1 strip seal-not-allowed
refuse attachment-fillable'
is 'its headings are offered back' \
    "$(echo "$out" | grep -c 'ask as fields: 村, 户主, 面积(亩)')" 1
jq -c --argjson file "$(dutygate attach full.xlsx |
    jq -c 'map(del(.sheet))')" '.attachments = $file' task.json >bare.json
d department/mzj publish bare.json
is 'so is a spreadsheet that nobody looked into' "$status $(codes)" \
    '1 strip seal-not-allowed
refuse attachment-unexamined'
d department/mzj publish --attach full.xlsx --attach gbk.csv task.json
is 'also one of two' "$status" 1
printf '%%PDF-1.4\n' >notice.pdf
d department/mzj publish --attach full.xlsx --attach notice.pdf task.json
is 'what is filled in may travel' "$status $(codes)" '0 strip seal-not-allowed'
task=$(receipt)
d office/522731102213 inbox
is 'the office sees their names' \
    "$(echo "$out" | grep -c 'attachments full.xlsx notice.pdf$')" 1
d office/522731102213 attachment check full.xlsx "$task"
is 'and knows the file again' "$status $out" \
    "0 full.xlsx: an attachment of task $task: digest and size match
full.xlsx: its sheet is as declared"
cp half.xlsx full.xlsx
d office/522731102213 attachment check full.xlsx "$task"
is 'another file by its name' "$status $(echo "$out" | cut -d : -f 1,2)" \
    '1 full.xlsx: digest does not match'

# ---- amend, forward, declare
d department/mzj amend --due +40d --exclude 522731103 --reason 延期 "$task"
is 'later and fewer passes' "$status $(codes | grep -c refuse)" '0 0'
later=$(receipt)
d department/mzj receipt "$task"
is 'its receipt names the amendment' \
    "$(echo "$out" | sed -n 's/^  amended by *//p')" "$later"
d department/mzj receipt "$later"
is 'which says what it reads as' "$(echo "$out" |
    sed -n 's/^  \(due\|reason\|seals\|attached\) *//p')" "延期
$(day '+40 days')
seal-18
full.xlsx
notice.pdf"
d department/mzj amend --exclude 522731104 "$task"
is 'a second amendment' "$status" 0
d department/mzj --json receipt "$(receipt)"
is 'builds on the first' "$(echo "$out" | jq -c \
    '.result.event.data.assignment | [.due, .audience.exclude]')" \
    '["'"$(day '+40 days')"'",["522731103","522731104"]]'
d department/mzj amend --due +5d "$task"
is 'an earlier date is judged like a new task' \
    "$status $(echo "$out" | grep -o 'lead-time-short (observed only)')" \
    '0 lead-time-short (observed only)'
d department/mzj amend --attach template.xlsx "$task"
is 'so is one more attachment' "$status $(codes)" \
    '1 note amend-gated
refuse attachment-fillable'
d town/522731102000 forward --to 522731102 "$task"
is 'a town hands it on' "$status $(codes | grep -c refuse)" '0 0'
d town/522731102000 forward --to 522731105 "$task"
is 'not to offices of another' "$status" 1
d department/mzj declare --duty mzj-01 --to 522731 --minutes 30
is 'declared' "$status" 0
d department/mzj withdraw "$task"
d department/mzj amend --due +50d "$task"
is 'what was withdrawn is not amended' "$status $(codes)" \
    '1 refuse task-withdrawn'

# ---- exemptions
d department/mzj exempt request --duty mzj-01 --to 522731 --rules lead \
    --until "$(day '+60 days')" --reason 汛情
is 'a request waits' "$status $(codes)" '2 defer exemption-waits'
request=$(receipt)
d keeper/huishui exempt list
is 'the keeper sees it' "$(echo "$out" | awk 'NR == 2 { print $1, $2, $3, $4 }')" \
    "$request waiting department/mzj mzj-01"
d keeper/huishui exempt grant --reason 属实 "$request"
is 'granted' "$status" 0
d department/mzj exempt list
is 'it holds' "$(echo "$out" | awk 'NR == 2 { print $1, $2 }')" \
    "$request granted"
d keeper/huishui exempt refuse --reason 晚了 "$request"
is 'said once' "$status" 1

# ---- the report of what only observes
d keeper/huishui list observe-report
is 'the amendment, had the rule been enforced' "$status $(first)" \
    '0 enforcing would have stopped 1 request, not statutory'
echo '{"duty":"zzb-02","title":"补选","audience":{"prefixes":["522731"]},"due":"+1d"}' >soon.json
d department/zzb publish soon.json
d keeper/huishui list observe-report
is 'what would have been' "$status $(first)" \
    '0 enforcing would have stopped 2 requests, 1 of them statutory: mend the list first'
is 'the statutory one is named' "$(echo "$out" | awk '
    /^statutory/ { getline; getline; print $3, $4, $5 }')" \
    'zzb zzb-02 lead-time-short'

# ---- at the counter
d office/522731102213 list fetch
is 'the list is stored' "$status $out" \
    '0 stored access 2026-1: seal items 72, proofs 20, other entries 115'
gate_stop
d office/522731102213 proof check 无犯罪记录证明
is 'a proof, without the gateway' "$status $(first)" '1 do not stamp'
d office/522731102213 seal check 人民调解协议书
is 'a seal' "$status $(first)" '0 stamp'
d office/522731102213 seal check 居住
is 'which one' "$status $(first)" '65 which of these is meant?'
d office/522731102213 seal check 第五次全国经济普查单位清查表
is 'one whose time is over' "$status $(echo "$out" | grep until)" \
    '1   its entry was in force until 2025-12-31'
d office/522731102213 proof check 天气证明
is 'not on the list' "$status $(first)" \
    '1 not on the list: do not stamp; ask the keeper of the list'
tap_done

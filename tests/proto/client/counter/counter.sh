#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# At the counter: the list is stored once, seal and proof checks are answered
# from it alone, and nothing of what was asked stays behind.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/proto/client/fake.sh"
HOME=$TEST_DIR/home
mkdir "$HOME"
export HOME
unset XDG_DATA_HOME
stored=$HOME/.local/share/dutygate/list.json
day() {
    TZ=Asia/Shanghai date -d "$1" +%F
}

# ---- list fetch: this list, page by page, then those above it
entry() { # CODE KIND TITLE CLASS [MORE]
    echo '{"code":"'"$1"'","kind":"'"$2"'","title":"'"$3"'","class":"'"$4"'"'"${5:+,$5}"'}'
}
town='"list":"access-522731100","version":"2026-2","level":"town","upper":"access","prefix":"522731100","validfrom":"2026-03-01"'
county='"list":"access","version":"2026-1","validfrom":"2026-01-01","validto":"2099-12-31"'
{
    echo '{"id":"%id%","result":{'"$town"',"proofs":[{"name":"收入","verdict":"declaration","instead":"由本人书面承诺"},{"name":"健在证明","verdict":"declaration"}],"entries":['"$(
        entry yz-01 seal 居住证明 negative '"alternative":"由公安派出所出具","clause":"第3项"')"'],"next":"yz-01"}}'
    echo '{"id":"%id%","result":{'"$town"',"entries":['"$(
        entry mzj-05 work 高龄津贴核查 assisting)"']}}'
    echo '{"id":"%id%","result":{'"$county"',"proofs":[{"name":"亲属关系证明","clause":"民发〔2020〕20号第1项","verdict":"not-allowed","instead":"由公安派出所、公证机构出具"},{"name":"健在证明","verdict":"not-allowed","instead":"由社保机构核验"},{"name":"务工","verdict":"allowed"}],"entries":['"$(
        entry yz-01 seal 居住证明 assisting)","$(
        entry yz-03 seal '高龄津贴申请表（村级）盖章' statutory '"basis":"老年人权益保障法","departments":["mzj","cwh"]')","$(
        entry yz-04 seal '普查清查表' assisting '"validto":"2025-12-31"')","$(
        entry yz-05 seal '无房证明' withdrawn)","$(
        entry yz-06 seal '婚姻状况声明书' assisting)","$(
        entry yz-07 seal '婚姻登记档案' assisting)","$(
        entry yz-08 seal '<b>&\u001b[2J' assisting)"']}}'
} >"$script"
start_fake
run --as office/522731100201 list fetch --list access-522731100
is 'list fetch' "$status $out" "0 stored access-522731100 2026-2, access\
 2026-1: seal items 8, proofs 5, other entries 1"
is 'what was asked' "$(requests '.type, .data')" \
    '["dutygate.list.read.v1",{"list":"access-522731100","proofs":true,"limit":500}]
["dutygate.list.read.v1",{"list":"access-522731100","after":"yz-01","limit":500}]
["dutygate.list.read.v1",{"list":"access","proofs":true,"limit":500}]'
is 'for its owner only' "$(stat -c %a "$stored" "$HOME/.local")" '600
700'
is 'nothing beside it' "$(ls -A "$(dirname "$stored")")" list.json
is 'a line for each' "$(jq -c 'keys[0]' "$stored" | uniq -c | tr -s ' ')" \
    ' 1 "dutygate"
 1 "layer"
 2 "proof"
 2 "entry"
 1 "layer"
 3 "proof"
 7 "entry"
 1 "items"'
echo '{"id":"%id%","type":"urn:dutygate:problem:not-found","title":"Not found","status":404}' >"$script"
start_fake
cp "$stored" "$TEST_DIR/before"
run --as office/522731100201 list fetch --list nothing
is 'no such list' "$status $out" '65 problem not-found: Not found'
ok 'the stored one stays' cmp -s "$stored" "$TEST_DIR/before"
for i in 1 2; do
    echo '{"id":"%id%","result":{'"$county"',"proofs":[],"entries":[]}}'
done >"$script"
start_fake
run --as office/522731100201 list fetch --output "$TEST_DIR/other.json"
is 'to a file' "$status $out $(jq -c keys[0] "$TEST_DIR/other.json" | wc -l)" \
    '0 stored access 2026-1: seal items 0, proofs 0, other entries 0 3'
run --as office/522731100201 list fetch --output /proc/none/list.json
is 'to no folder' "$status $err" \
    '66 dutygate: list fetch: /proc/none/list.json: No such file or directory'
stop_fake
rm -f "$TEST_DIR/gateway.ipc"

# ---- answered without a gateway
today=$(day now)
age="by the list fetched today, $today"
county_line='  list      access 2026-1, in force from 2026-01-01 to 2099-12-31'
town_line='  list      access-522731100 2026-2, in force from 2026-03-01'
check() { # NAME WANT KIND WORDS…
    name=$1 want=$2
    shift 2
    run "$@"
    is "$name" "$status $out$err" "$want"
}
kin="1 do not stamp
  item      亲属关系证明
  rule      民发〔2020〕20号第1项
  ask       由公安派出所、公证机构出具
$county_line
$age"
check 'a forbidden proof' "$kin" proof check 亲属关系证明
check 'without 证明' "$kin" proof check 亲属关系
check 'with more behind it' "$kin" proof check 亲属关系证明盖章
check 'full width, blanks and punctuation' "$kin" \
    proof check '「亲属　关系」' 证明。
check 'as a seal' "$kin" seal check 亲属关系证明
check 'with what else was said' "$(echo "$kin" | sed 's/item     /taken for/')" \
    proof check 王小明与王大明亲属关系证明
stamp="0 stamp
  item      高龄津贴申请表（村级）盖章
  code      yz-03
  basis     老年人权益保障法
  for       mzj
$county_line
$age"
check 'by code' "$stamp" seal check yz-03
check 'by code, however it is written' "$stamp" seal check ＹＺ-03
check 'by name' "$stamp" seal check '高龄津贴申请表(村级)'
check 'a part of a name is no stamp yet' "65 which of these is meant?
- 高龄津贴申请表（村级）盖章 (yz-03)
$age" seal check 高龄津贴申请
check 'something alike' "65 which of these is meant?
- 高龄津贴申请表（村级）盖章 (yz-03)
$age" seal check 高龄补助申请表
check 'several' "65 which of these is meant?
- 婚姻状况声明书 (yz-06)
- 婚姻登记档案 (yz-07)
$age" seal check 婚姻
check 'tightened below' "1 do not stamp
  item      居住证明
  code      yz-01
  rule      第3项
  ask       由公安派出所出具
$town_line
$age" seal check yz-01
check 'the strictest of two' "1 do not stamp
  item      健在证明
  ask       由社保机构核验
$county_line
$age" proof check 健在
check 'a declaration' "2 do not stamp: self-declaration
  item      收入
  ask       由本人书面承诺
$town_line
$age" proof check 收入证明
check 'an allowed proof' "0 stamp
  item      务工
$county_line
$age" proof check 务工证明
check 'withdrawn, and nobody named instead' "1 do not stamp
  item      无房证明
  code      yz-05
  ask       the keeper of the list
$county_line
$age" seal check 无房
check 'no longer in force' "1 do not stamp
  item      普查清查表
  code      yz-04
  its entry was in force until 2025-12-31
  ask       the keeper of the list
$county_line
$age" seal check 普查清查表
check 'a work item is no seal' "1 not on the list: do not stamp; ask the\
 keeper of the list
$age" seal check mzj-05
check 'no hidden control characters' "0 stamp
  item      <b>& [2J
  code      yz-08
$county_line
$age" seal check yz-08
check 'nothing said' \
    '64 dutygate: seal check: of what? Name the paper, or its code' \
    seal check 证明
check 'no UTF-8' '64 dutygate: seal check: arguments must be UTF-8' \
    seal check "$(printf '\377')"
run --json proof check 收入
is 'for programs' "$status $(echo "$out" | jq -c 'del(.fetched)')" \
    '2 {"outcome":"found","verdict":"declaration","expired":false,"name":"收入","instead":"由本人书面承诺","list":"access-522731100","version":"2026-2"}'
run --json proof check 婚姻
is 'candidates for programs' \
    "$(echo "$out" | jq -c '[.outcome, .verdict, .candidates[].code]')" \
    '["unsure",null,"yz-06","yz-07"]'

# ---- slips
run proof check --slip 亲属关系
is 'a slip' "$status $out" "1 \
┌──────────────────────────────────────────────────────────────┐
│ Answer of the office's counter                               │
├──────────────────────────────────────────────────────────────┤
│ date          $today                                     │
│ matter        亲属关系证明                                   │
│ answer        do not stamp                                   │
│ rule          民发〔2020〕20号第1项                          │
│ where to go   由公安派出所、公证机构出具                     │
│ list          access 2026-1                                  │
│                                                              │
│ office        ________________________________               │
└──────────────────────────────────────────────────────────────┘"
run proof check --slip=text 张三的护照
is 'a slip has no words of the resident' \
    "$status $(echo "$out" | grep -c '张三\|护照')" '1 0'
is 'the matter is left to a pen' "$(echo "$out" | sed -n 5,6p)" \
    '│ matter        ________________________                       │
│ answer        not on the list: do not stamp                  │'
run seal check --slip=html yz-08
is 'HTML is escaped' "$(echo "$out" | grep -o '<td>&lt.*</td>')" \
    '<td>&lt;b&gt;&amp; [2J</td>'
is 'and needs nothing else' "$(echo "$out" |
    grep -c 'src=\|href=\|url(\|<script\|@import')" 0
ok 'and is well-formed' sh -c 'echo "$1" | sed 1d |
    sed "s/<meta charset=\"utf-8\">//; s/&nbsp;/ /" |
    python3 -c "import sys, xml.dom.minidom as m; m.parse(sys.stdin)"' - "$out"
run seal check --slip 婚姻
is 'no slip of what is not clear' "$status $(echo "$out" | head -n 1)" \
    '65 which of these is meant?'
check 'no such slip' \
    '64 dutygate: seal check: "pdf" is no kind of slip: text or html' \
    seal check --slip=pdf yz-03

# ---- nothing stays behind
mkdir "$TEST_DIR/tmp"
find "$TEST_DIR" -type f | sort >"$TEST_DIR.list"
TMPDIR=$TEST_DIR/tmp "$bin" proof check --slip 赵钱孙李的护照 \
    >/dev/null 2>&1 </dev/null
TMPDIR=$TEST_DIR/tmp "$bin" seal check 赵钱孙李的亲属关系 >/dev/null 2>&1
is 'no file comes or goes' "$(find "$TEST_DIR" -type f | sort)" \
    "$(cat "$TEST_DIR.list")"
rm -f "$TEST_DIR.list"
is 'the words are nowhere' "$(grep -rl 赵钱孙李 "$TEST_DIR")" ''
ok 'the stored list is as it was' cmp -s "$stored" "$TEST_DIR/before"

# ---- lists that are old, damaged, elsewhere
old=$TEST_DIR/old.json
sed '1s/"fetched":"[^"]*"/"fetched":"'"$(day '-31 days')"'T04:00:00.000000Z"/
    s/2099-12-31/2026-01-31/' "$stored" >"$old"
run seal check --list-file "$old" yz-03
is 'old: the answer' "$status $(echo "$out" | tail -n 1)" \
    "0 by the list fetched on $(day '-31 days'), 31 days ago"
is 'old: the warnings' "$err" \
    'dutygate: seal check: warning: the list was fetched 31 days ago; fetch it again
dutygate: seal check: warning: access 2026-1 was in force until 2026-01-31; fetch it again'
sed '1s/"fetched":"[^"]*"/"fetched":"'"$(day '-1 day')"'T04:00:00.000000Z"/' \
    "$stored" >"$old"
run seal check --list-file "$old" yz-03
is 'yesterday' "$err$(echo "$out" | tail -n 1)" \
    "by the list fetched on $(day '-1 day'), 1 day ago"
bad() { # NAME LINE: what is in $old is not taken
    check "$1" "65 dutygate: seal check: $old:$2: not as list fetch stores it;\
 fetch it again" seal check --list-file "$old" yz-03
}
sed '$d' "$stored" >"$old"
bad 'cut short' 17
sed '4d' "$stored" >"$old"
bad 'a line lost' 17
echo '{"dutygate":"list","format":2}' >"$old"
bad 'of another format' 1
: >"$old"
bad 'empty' 0
head -c 300 "$stored" >"$old"
bad 'torn' 4
cp "$stored" "$old"
echo '{}' >>"$old"
bad 'more behind its end' 19
rm -r "$HOME/.local"
check 'none yet' "66 dutygate: seal check: $stored: No such file or directory
dutygate: seal check: no list is stored yet: dutygate list fetch" \
    seal check yz-03
cp "$TEST_DIR/before" "$old"
HOME=/nonexistent/home
check 'a file that is named' "$stamp" seal check --list-file "$old" yz-03
XDG_DATA_HOME=$TEST_DIR
export XDG_DATA_HOME
check '$XDG_DATA_HOME' \
    "66 dutygate: proof check: $TEST_DIR/dutygate/list.json: No such file or\
 directory
dutygate: proof check: no list is stored yet: dutygate list fetch" \
    proof check yz-03
unset HOME XDG_DATA_HOME
check 'no home' \
    '64 dutygate: seal check: no HOME to keep the list in: name a file' \
    seal check yz-03
tap_done

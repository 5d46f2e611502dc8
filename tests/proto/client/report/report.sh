#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Worksheets, submissions, reviews, reports, forms and the dictionary: what is
# sent and what is printed.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/proto/client/fake.sh"
office='--as office/522731001001'
town='--as town/522731101000'
mzj='--as department/mzj'
keeper='--as keeper/bwb'

answer='{"id":"%id%","receipt":{"sequence":51},"verdict":"admit","findings":[]}'
sent() { # what the last event's data is
    tail -n 1 "$log" | jq -c "${1:-.data}"
}
# answers LINE …: what the gateway says next.
answers() {
    printf '%s\n' "$@" >"$script"
    rm -f "$log"
    start_fake
}

# ---- the worksheet, for people and as a sheet
cells='{"element":"pop.households","label":"户籍户数","period":"2026-11","type":"integer","unit":"户","due":"2026-12-05","askedby":[{"source":"department/gaj","name":"惠水县公安局","task":12,"title":"月报"},{"source":"department/yjj","name":"惠水县应急管理局","task":14,"title":"月报"}],"last":{"value":"812","period":"2026-10"},"state":"open"},{"element":"land.idle","label":"撂荒耕地面积","section":"耕地, 林地","period":"2026-11","type":"decimal","unit":"亩","due":"2026-12-10","askedby":[{"source":"department/zrzyj","name":"惠水县自然资源局","task":15,"title":"月报"}],"returned":{"by":"town/522731001000","reason":"与实地不符"},"state":"open"}'
list='{"key":"dis.id","label":"残疾人花名册","period":"2026","due":"2026-12-20","rows":2,"columns":[{"element":"dis.id","label":"身份证号"},{"element":"dis.level","label":"残疾等级"}]}'
page='{"id":"%id%","result":{"office":"522731001001","name":"涟江社区","open":3,"filled":7,"cells":['$cells'],"lists":['$list']}}'
answers "$page" "$page" "$answer" "$answer" "$answer" "$answer"
run $office worksheet
is 'a worksheet' "$status $out" \
'0 涟江社区 (522731001001): 3 to fill in, 7 filled
FIGURE                                           PERIOD   UNIT  LAST  DUE         ELEMENT         ASKED BY
户籍户数                                         2026-11  户     812  2026-12-05  pop.households  惠水县公安局, 惠水县应急管理局
耕地, 林地 / 撂荒耕地面积; returned: 与实地不符  2026-11  亩          2026-12-10  land.idle       惠水县自然资源局
list 残疾人花名册 2026 (dis.id), due 2026-12-20, 2 rows so far: dis.id (身份证号), dis.level (残疾等级)'
run $office worksheet --csv
is 'as a sheet' "$status $out" \
'0 element,label,period,subject,value,unit,due,last value,asked by,returned,takes
pop.households,户籍户数,2026-11,,,户,2026-12-05,812,"惠水县公安局, 惠水县应急管理局",,
land.idle,撂荒耕地面积,2026-11,,,亩,2026-12-10,,惠水县自然资源局,与实地不符,'

# ---- filled in, and sent back
echo "$out" | sed -e '2s/,,,户/,,813,户/' -e '3s/,,,亩/,,无,亩/' >"$TEST_DIR/w.csv"
run $office submit --id s1 "$TEST_DIR/w.csv"
is 'sent' "$status $out" '0 admitted, receipt 51'
is 'what it says' "$(sent '[.id,.type,.data]')" \
    '["s1","dutygate.report.submit.v1",{"values":[{"element":"pop.households","period":"2026-11","value":"813","unit":"户"},{"element":"land.idle","period":"2026-11","none":true,"unit":"亩"}]}]'
printf '数据元,期间,填报值\npop.households,2026-11,\nland.idle,2026-11,同上期\n' \
    >"$TEST_DIR/half.CSV"
run $town submit --behalf 522731101201 "$TEST_DIR/half.CSV"
is 'a blank is no answer, as last period is one' "$(sent '[.onbehalf,.data]')" \
    '["office/522731101201",{"values":[{"element":"land.idle","period":"2026-11","same":true}]}]'
printf 'dis.id,dis.level,备注\n522731198001010013,一级,\n\n522731 19800101 002X,,搬迁\n' \
    >"$TEST_DIR/list.csv"
run $office submit --list dis.id --period 2026 --complete "$TEST_DIR/list.csv"
is 'a list' "$(sent)" \
    '{"lists":[{"key":"dis.id","period":"2026","rows":[{"key":"522731198001010013","values":[{"element":"dis.level","value":"一级"}]},{"key":"522731 19800101 002X","values":[{"element":"备注","value":"搬迁"}]}],"complete":true}]}'
run $office correct --list dis.id "$TEST_DIR/list.csv"
is 'a correction says why' "$status $err" '64 dutygate: correct: --reason is missing'
echo '{"reason":"x","values":[{"element":"a","period":"2026-11","value":"1"}]}' |
    run $office correct --reason 笔误 -
is 'a correction' "$(sent '[.type,.data]')" \
    '["dutygate.report.correct.v1",{"reason":"笔误","values":[{"element":"a","period":"2026-11","value":"1"}]}]'

# ---- what takes no number, and what is filled in
cells='{"element":"heat.way","label":"取暖方式","type":"option","options":[{"code":"c","label":"煤"},{"code":"e","label":"电"}],"due":"2026-12-12","said":{"value":"e"},"state":"filled"},{"element":"heat.fair","label":"公示","type":"boolean","due":"2026-12-12","said":{"value":"true"},"state":"filled"},{"element":"heat.room","label":"集中取暖点","type":"boolean","due":"2026-12-12","said":{"none":true},"state":"filled"},{"element":"heat.coal","label":"取暖煤","type":"decimal","unit":"吨","period":"2026-12","due":"2026-12-12","said":{"value":"3.25","period":"2026-12"},"state":"filled"}'
page='{"id":"%id%","result":{"office":"522731001001","name":"涟江社区","open":1,"filled":2,"cells":['$cells'],"lists":[]}}'
answers "$page" "$page" "$answer"
run $office worksheet --filled
is 'with what is filled in' "$status $out" \
'0 涟江社区 (522731001001): 1 to fill in, 2 filled
FIGURE      PERIOD   VALUE  UNIT     LAST  DUE         ELEMENT    ASKED BY
取暖方式                电  煤, 电         2026-12-12  heat.way
公示                   yes  yes, no        2026-12-12  heat.fair
集中取暖点            none  yes, no        2026-12-12  heat.room
取暖煤      2026-12   3.25  吨             2026-12-12  heat.coal'
is 'as it was asked' "$(sent '.data.filled')" true
run $office worksheet --filled --csv
is 'as a sheet that can be corrected' "$out" \
'element,label,period,subject,value,unit,due,last value,asked by,returned,takes
heat.way,取暖方式,,,电,,2026-12-12,,,,"煤, 电"
heat.fair,公示,,,yes,,2026-12-12,,,,"yes, no"
heat.room,集中取暖点,,,none,,2026-12-12,,,,"yes, no"
heat.coal,取暖煤,2026-12,,3.25,吨,2026-12-12,,,,'

# ---- periods as spreadsheet programs and people write them
periods='2026=2026 2026年=2026 2026-Q4=2026-Q4 2026年4季度=2026-Q4
    2026年第1季度=2026-Q1 2026-12=2026-12 2026年12月=2026-12 2026年3月=2026-03
    2026/12=2026-12 2026/3=2026-03 202612=2026-12 Dec-26=2026-12
    2026年12月2日=2026-12-02 2026/12/2=2026-12-02'
answers $(for p in $periods; do echo "$answer"; done)
for p in $periods; do
    printf '数据元,指标名称,期次,填报值\na,b,%s,1\n' "${p%%=*}" >"$TEST_DIR/p.csv"
    run $office submit "$TEST_DIR/p.csv"
    is "the period ${p%%=*}" "$(sent '.data.values[0].period')" "\"${p#*=}\""
done
printf 'element,period,value\na,2026-12,1\na,12月,1\nb,2026-Q5,1\nc,2026-13,1\nd,26-12,1\ne,2026-02-30,1\na,2026年12月,1\n' \
    >"$TEST_DIR/p.csv"
run $office submit "$TEST_DIR/p.csv"
none='must be a period: 2026, 2026-Q4, 2026-12 or 2026-12-22'
is 'what is no period is said with its line' "$status $err" \
"65 $TEST_DIR/p.csv:3: column \"period\": $none
$TEST_DIR/p.csv:4: column \"period\": $none
$TEST_DIR/p.csv:5: column \"period\": $none
$TEST_DIR/p.csv:6: column \"period\": $none
$TEST_DIR/p.csv:7: column \"period\": $none
$TEST_DIR/p.csv:8: column \"element\": \"a\" stands in line 2 already
dutygate: submit: 6 mistakes; nothing was sent"
run $office submit --list a --period 12 "$TEST_DIR/p.csv"
is 'nor is it an option' "$status $err" "64 dutygate: submit: --period: $none"

# ---- what cannot be sent
run $office submit --list dis.level.x "$TEST_DIR/list.csv"
is 'no such column' "$status $err" \
    "65 dutygate: submit: $TEST_DIR/list.csv: its first line has no column dis.level.x; it names elements, as worksheet says them"
printf 'a,b\n1,2\n,3\n' >"$TEST_DIR/nobody.csv"
run $office submit --list a "$TEST_DIR/nobody.csv"
is 'a row without its key' "$status $err" \
    "65 dutygate: submit: $TEST_DIR/nobody.csv: row 3 has nothing under a"
printf 'a,b\n1,2\n1,2,3\n' >"$TEST_DIR/wide.csv"
run $office submit --list a "$TEST_DIR/wide.csv"
is 'a row that is too long' "$status $err" \
    "65 dutygate: submit: $TEST_DIR/wide.csv: row 3 has more cells than the first"
printf 'a\n\377\n' >"$TEST_DIR/gbk.csv"
run $office submit --list a "$TEST_DIR/gbk.csv"
is 'no UTF-8' "$status $err" "65 dutygate: submit: $TEST_DIR/gbk.csv: is not UTF-8"
printf 'element,value\na,\n' >"$TEST_DIR/empty.csv"
run $office submit "$TEST_DIR/empty.csv"
is 'nothing filled in' "$status $err" \
    "65 dutygate: submit: $TEST_DIR/empty.csv: nothing is filled in"
printf 'element,period,value\na,2026,1\na,2026,2\n' >"$TEST_DIR/twice.csv"
run $office submit "$TEST_DIR/twice.csv"
is 'a cell twice' "$status" 65
echo '[]' >"$TEST_DIR/array.json"
run $office submit "$TEST_DIR/array.json"
is 'no object' "$status $err" "65 dutygate: submit: $TEST_DIR/array.json: no object is in it"
run $office submit --complete x.csv
is 'half an option' "$status $err" \
    '64 dutygate: submit: --period and --complete go with --list'

# ---- review
answers "$answer" "$answer"
run $town review --upto 40 12 522731101201
is 'all of a report is passed' "$(sent '[.type,.data]')" \
    '["dutygate.report.review.v1",{"office":"522731101201","task":12,"verdict":"pass","upto":40}]'
run $town review --upto 40 --return --reason 请核对 --cell land.idle@2026-11 --cell b@@c 12 522731101201
is 'cells are returned' "$(sent)" \
    '{"office":"522731101201","task":12,"verdict":"return","upto":40,"cells":[{"element":"land.idle","period":"2026-11","reason":"请核对"},{"element":"b","subject":"c","reason":"请核对"}]}'
run $town review --return --reason x 12 522731101201
is 'which cells' "$status $err" '64 dutygate: review: --return needs --cell and --reason'
run $town review 12 522731101201
is 'up to where' "$status $err" '64 dutygate: review: --upto is missing'

# ---- reports
reports='{"id":"%id%","result":{"reports":[{"task":12,"title":"2026-11 月报","period":"2026-11","due":"2026-12-05T16:00:00Z","fields":9,"expected":216,"received":210,"ontime":200,"rates":{"reporting":"97.22","ontime":"92.59","timeliness":"95.24"}}]}}'
one='{"id":"%id%","result":{"task":12,"title":"2026-11 月报","control":"民综月1表","period":"2026-11","due":"2026-12-05T16:00:00Z","expected":3,"received":2,"ontime":1,"rates":{"reporting":"66.67","ontime":"33.33","timeliness":"50.00"},"form":[{"name":"b1","label":"低保户数","unit":"户"},{"name":"b2","label":"有无","type":"text"}],"missing":["522731101203"],"totals":[{"prefix":"522731","values":{"b1":{"value":"12","offices":2}}}],"rows":[{"office":"522731101201","name":"甲村","values":{"b1":{"value":"12","sequence":30},"b2":{"none":true}}}],"next":"3.0"}}'
two='{"id":"%id%","result":{"task":12,"rows":[{"office":"522731101202","name":"乙村","values":{"b1":{"value":"0"},"b2":{"value":"有, 已报"}}},{"office":"522731101203","name":"丙村","values":{"b1":{"missing":true},"b2":{"missing":true}}}]}}'
changes='{"id":"%id%","result":{"changes":[{"sequence":44,"task":12,"period":"2026-11","office":"522731101201","name":"甲村","label":"低保户数","old":{"value":"12"},"new":{"none":true},"reason":"笔误"}]}}'
waits='{"id":"%id%","result":{"task":12,"title":"月报","control":"民综月1表","due":"2026-12-05T16:00:00Z","expected":1,"received":0,"ontime":0,"rates":{"reporting":"0.00","ontime":"0.00"},"form":[{"name":"b1","label":"低保户数","unit":"户"}],"missing":[],"rows":[{"office":"522731101201","name":"甲村","values":{"b1":{"value":"12","sequence":30,"state":"in-review"}}},{"office":"522731101202","name":"乙村","values":{"b1":{"missing":true,"state":"in-review"}}}]}}'
answers "$waits"
run $town reports 12
is 'what waits for the town, and up to where' "$(echo "$out" | tail -n 2)" \
'b1     低保户数  户
waits for review: 522731101201 甲村, up to receipt 30'
answers "$reports" "$one" "$two" "$one" "$two" "$changes" "$changes"
run $mzj reports
is 'all reports' "$status $out" \
'0 RECEIPT  PERIOD   DUE         EXPECTED  RECEIVED      %  ON TIME  TITLE
     12  2026-11  2026-12-05       216       210  97.22    92.59  2026-11 月报'
run $mzj reports 12
is 'one report' "$status $out" \
'0 2026-11 月报 (12), 民综月1表, due 2026-12-05
received 2 of 3 (66.67 %), on time 1 (33.33 %)
FIELD  FIGURE    UNIT  TOTAL  OFFICES
b1     低保户数  户       12        2
b2     有无
missing: 522731101203'
run $mzj reports --csv 12
is 'as a sheet' "$status $out" \
'0 office,name,低保户数,有无
522731101201,甲村,12,none
522731101202,乙村,0,"有, 已报"
522731101203,丙村,,'
run $mzj reports --changes --since 40
is 'what was corrected' "$status $out" \
'0 RECEIPT  TASK  PERIOD   OFFICE  FIGURE    OLD   NEW  REASON
     44    12  2026-11  甲村    低保户数   12  none  笔误'
is 'since when' "$(sent '[.type,.data.since]')" '["dutygate.report.changes.v1",40]'
run $mzj reports --changes --since 0
is 'from the beginning' "$status $(sent '.data.since')" '0 0'

# ---- forms and the dictionary
answers "$answer" "$answer" "$answer" "$answer" "$answer" "$answer"
echo '{"control":"民综月1表","version":"2026","fields":[{"name":"b1","label":"低保户数"}]}' >"$TEST_DIR/form.json"
run $mzj form publish "$TEST_DIR/form.json"
is 'a form' "$(sent '[.type,.data.form.control]')" '["dutygate.form.publish.v1","民综月1表"]'
run $keeper form file --until 2030-12-31 department/mzj 民综月1表 惠减负备〔2026〕2号
is 'its number' "$(sent '[.type,.data]')" \
    '["dutygate.form.file.v1",{"department":"department/mzj","control":"民综月1表","filing":"惠减负备〔2026〕2号","validuntil":"2030-12-31"}]'
run $keeper dictionary merge --reason 同一指标 p12-1 pop.households
is 'merged' "$(sent '[.type,.data]')" \
    '["dutygate.dictionary.merge.v1",{"element":"p12-1","into":"pop.households","reason":"同一指标"}]'
run $keeper dictionary keep-apart p12-1 pop.male
is 'kept apart' "$(sent '[.type,.data]')" \
    '["dutygate.dictionary.keep_apart.v1",{"elements":["p12-1","pop.male"]}]'
printf '编码,名称,别名,类型,单位,数别,期别,时间汇总,区域汇总,口径,沿用期数,推算方式,推算来源,备注\npop.registered,户籍人口数,户籍总人口;人口数,整数,人,时点数,月,期末,合计,月末户籍人口,0,合计,pop.male;pop.female,x\nland.arable,耕地面积,,小数,亩,时点数,,,,,12,,,\n' >"$TEST_DIR/d.csv"
run $keeper dictionary import --version 2026-1 "$TEST_DIR/d.csv"
is 'a dictionary from a sheet' "$(sent '[.type,.data]')" \
    '["dutygate.dictionary.publish.v1",{"version":"2026-1","elements":[{"code":"pop.registered","label":"户籍人口数","type":"integer","unit":"人","period":"month","kind":"stock","definition":"月末户籍人口","aliases":["户籍总人口","人口数"],"rollup":{"time":"last","space":"sum"},"freshness":0,"derive":{"by":"sum","from":["pop.male","pop.female"]}},{"code":"land.arable","label":"耕地面积","type":"decimal","unit":"亩","kind":"stock","freshness":12}]}]'
printf 'code,label,type,derived by\na,b,integer,sum\n' >"$TEST_DIR/bad.csv"
run $keeper dictionary import --version 2 "$TEST_DIR/bad.csv"
is 'derived from nothing' "$status" 65
run $keeper dictionary import "$TEST_DIR/d.csv"
is 'which version' "$status $err" '64 dutygate: dictionary import: option "--version" is missing; see: dutygate help dictionary import'

# ---- forms and elements shown
forms='{"id":"%id%","result":{"forms":[{"control":"民综月1表","version":"2025","class":"working","filing":"惠减负备〔2025〕1号","validuntil":"2026-12-31","from":"department/mzj","name":"惠水县民政局","receipt":7,"fieldcount":8,"title":"低保月报"},{"control":"民综月1表","version":"2026","class":"survey","approval":"国统制〔2026〕1号","from":"department/mzj","name":"惠水县民政局","receipt":9,"fieldcount":2,"title":"低保月报"}]}}'
form='{"id":"%id%","result":{"control":"民综月1表","version":"2026","title":"低保月报","name":"惠水县民政局","fields":[{"name":"b1","label":"低保户数","is":"mz.dibao.households","type":"integer","unit":"户","period":"month"},{"name":"b2","label":"患者数","is":"p9-1","provisional":true,"definition":"在册"}]}}'
check='{"id":"%id%","result":{"control":"民综月1表","version":"2026","period":"2026-10","offices":216,"duplicates":[{"source":"department/wjj","name":"惠水县卫生健康局","task":12,"due":"2026-11-05","fields":1,"of":2}],"fields":[{"pointer":"/form/fields/0","name":"b1","label":"低保户数","class":"shared","element":"mz.dibao.households","offices":{"new":0,"shared":216},"asof":"2026-09","with":[{"source":"department/wjj","name":"惠水县卫生健康局","task":12,"due":"2026-11-05"}]},{"pointer":"/form/fields/1","name":"b2","label":"患者数","class":"conflicting","offices":{"new":216},"conflict":{"element":"wj.smi","label":"患者数","differs":"definition"}}]}}'
elements='{"id":"%id%","result":{"elements":[{"code":"pop.registered","label":"户籍人口数","aliases":["总人口","户籍人口"],"type":"integer","unit":"人","period":"month","kind":"stock","rollup":{"space":"sum"},"definition":"月末","personal":true,"derive":{"by":"sum","from":["pop.male","pop.female"]},"since":8},{"code":"p9-1","label":"患者数","type":"integer","provisional":true,"source":"department/cl"},{"code":"p9-2","label":"户数","type":"integer","provisional":true,"source":"department/cl","into":"pop.households"}]}}'
conflicts='{"id":"%id%","result":{"conflicts":[{"element":{"code":"p9-1","label":"患者数","unit":"人","source":"department/cl","definition":"持证"},"other":{"code":"wj.smi","label":"患者数","unit":"人","definition":"在册"},"member":"definition","since":9}]}}'
pairs='{"id":"%id%","result":{"suggestions":[{"score":870,"element":{"code":"p9-2","label":"户籍总户数"},"into":{"code":"pop.households","label":"户籍户数"},"evidence":[{"code":"words","text":"most words are the same"},{"code":"unit","text":"the same unit"}]}]}}'
answers "$forms" "$forms" "$form" "$check" "$elements" "$elements" "$conflicts" "$pairs"
run $mzj form show
is 'the registered forms' "$status $out" \
'0 CONTROL    VERSION  CLASS    NUMBER               VALID UNTIL  FIELDS  TITLE     FROM
民综月1表  2025     working  惠减负备〔2025〕1号  2026-12-31        8  低保月报  惠水县民政局
民综月1表  2026     survey   国统制〔2026〕1号                      2  低保月报  惠水县民政局'
run $mzj form show 民综月1表
is 'the newest version of one' "$status $out" \
'0 低保月报 (民综月1表 2026), 惠水县民政局
FIELD  FIGURE    ELEMENT              TYPE     UNIT  PERIOD  DEFINITION
b1     低保户数  mz.dibao.households  integer  户    month
b2     患者数    p9-1                                        在册'
is 'it was asked for' "$(sent)" \
    '{"control":"民综月1表","version":"2026","limit":500}'
run $mzj form check --period 2026-10 --to 522731 "$TEST_DIR/form.json"
is 'what would come of one' "$status $out" \
'0 民综月1表 2026 for 2026-10, of 216 offices
惠水县卫生健康局 asks 1 of these 2 already, due 2026-11-05 (receipt 12)
FIELD  FIGURE    CLASS        NEW AT  AS OF    ELEMENT              WITH
b1     低保户数  shared            0  2026-09  mz.dibao.households  惠水县卫生健康局
b2     患者数    conflicting     216                                wj.smi, by definition'
is 'for when, of whom' "$(sent '[.data.period,.data.prefix,.data.form.control]')" \
    '["2026-10","522731","民综月1表"]'
run $mzj dictionary show
is 'data elements' "$status $out" \
'0 CODE            LABEL       TYPE     UNIT  PERIOD  KIND   DEFINITION  OF
pop.registered  户籍人口数  integer  人    month   stock  月末
p9-1            患者数      integer                                   department/cl
p9-2            户数        integer                                   now pop.households'
run $mzj dictionary show pop.registered
is 'one of them' "$status $(echo "$out" | head -n 11)" \
'0 code         pop.registered
label        户籍人口数
aliases      总人口; 户籍人口
type         integer
unit         人
period       month
kind         stock
rollup       space sum
definition   月末
personal     yes
derive       by sum, from pop.male; pop.female'
run $keeper dictionary conflicts
is 'conflicts' "$status $out" \
'0 LABEL   CODE    UNIT  OF             DIFFERS     DEFINITION
患者数  wj.smi  人                               在册
患者数  p9-1    人    department/cl  definition  持证'
run $keeper dictionary suggestions --min 500
is 'suggestions' "$status $out" \
'0 SCORE  CODE  LABEL       INTO            LABEL     EVIDENCE
  870  p9-2  户籍总户数  pop.households  户籍户数  most words are the same, the same unit'
is 'of which score' "$(sent .data.min)" 500
stop_fake
tap_done

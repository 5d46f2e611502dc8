#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# burden: what is asked of the gateway, and how figures are printed, each with
# what is needed to compute it again.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/proto/client/fake.sh"
auditor='--as auditor/sj'
keeper='--as keeper/bwb'
COLUMNS=80
export COLUMNS

# answers LINE …: what the gateway says next.
answers() {
    printf '%s\n' "$@" >"$script"
    rm -f "$log"
    start_fake
}
sent() { # what the last request's data is
    tail -n 1 "$log" | jq -c "${1:-.data}"
}
# result MEMBERS: an answer with them, and with where figures come from.
result() {
    printf '{"id":"%%id%%","result":{"journal":{"from":3,"to":1234},"tariff":["2025-1","2026-1"],"unit":"minute","formula":"asked = borne + avoided",%s}}' "$1"
}
root=CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
checkpoint=$(printf '{"id":"%%id%%","result":{"size":1240,"checkpoint":"huishui/j\\n1240\\n%s\\n\\n— huishui/j AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\\n"}}' "$root")
zh() {
    env -u LC_ALL LANG=zh_CN.UTF-8 \
        DUTYGATE_LOCALEDIR="$top_builddir/proto/client/po" \
        "$bin" --socket "$TEST_DIR/gateway.ipc" "$@"
}
foot="
unit        tariff minutes: by a published table, not measured
formula     asked = borne + avoided
tariff      2025-1 2026-1
journal     entries 3 to 1,234
checkpoint  1240 $root"

# ---- figures

total='"total":{"asked":"1234567.00","borne":"1000000.50","avoided":"234566.50","relief":"200000.00","neverborne":"30000.00","outside":"4566.50","rate":"-16.67","burden":"900000.25","responses":86400,"hours":"16666.68","hourseach":"0.19","money":"500000.25"},"causes":[{"cause":"asked","fate":"borne","minutes":"1000000.50","counts":true},{"cause":"lead-time-short","fate":"relief","minutes":"9000.00","counts":true},{"cause":"identical","fate":"relief","minutes":"191000.00","counts":true},{"cause":"duty-not-listed","fate":"neverborne","minutes":"30000.00","counts":false},{"cause":"statute","fate":"outside","minutes":"4566.50","counts":false}]'
figures='"figures":[{"department":"department/mzj","departmentname":"惠水县民政局","dimension":"field","asked":"1000000.00","borne":"900000.00","avoided":"100000.00","relief":"100000.00","neverborne":"0.00","outside":"0.00","rate":"-10.00"},{"department":"department/slj","departmentname":"惠水县水利局","dimension":"meeting","asked":"234567.00","borne":"100000.50","avoided":"134566.50","relief":"100000.00","neverborne":"30000.00","outside":"4566.50"}]'
page=$(result "$figures,$total")
wide=$(result '"figures":[{"period":"2026-12","department":"town/522731102000","departmentname":"好花红镇人民政府","dimension":"inspection","asked":"11234567.00","borne":"10000000.00","avoided":"1234567.00","rate":"-10.99"}],"total":{"asked":"11234567.00"},"causes":[]')
first=$(result '"figures":[{"period":"2026-01","asked":"1.00","borne":"1.00","avoided":"0.00"}],"total":{"asked":"3.00"},"causes":[],"next":"2026-01"')
second=$(result '"figures":[{"period":"2026-02","asked":"2.00","borne":"2.00","avoided":"0.00"}],"total":{"asked":"3.00"},"causes":[]')
answers "$page" "$checkpoint" "$page" "$checkpoint" "$page" "$checkpoint" \
    "$first" "$second" "$checkpoint" "$page" "$checkpoint" "$page" \
    "$wide" "$checkpoint" "$wide" "$checkpoint"
totals='
asked                          1,234,567.00  tariff minutes
borne                          1,000,000.50
avoided                          234,566.50
  relief                         200,000.00
  refused, never borne            30,000.00  outside the rate
  withdrawn, changed, waiting      4,566.50  outside the rate
reduction rate                       −16.67  %
borne, less what is usual        900,000.25  tariff minutes
responses                            86,400
hours borne                       16,666.68
hours for each response                0.19
money                            500,000.25  yuan

CAUSE                                            MINUTES  COUNTS AS
asked                                       1,000,000.50  borne
the same figure, asked already (identical)    191,000.00  relief
at too short notice (lead-time-short)           9,000.00  relief
not on the list (duty-not-listed)              30,000.00  outside the rate
statute                                         4,566.50  outside the rate'
run $auditor burden --by department,dimension --from 2026-01 --department mzj \
    --level county --tariff 2026-1 --shadow
is 'figures' "$status $out" "0 DEPARTMENT        DIMENSION         ASKED       BORNE     AVOIDED      RATE
mzj 惠水县民政局  field      1,000,000.00  900,000.00  100,000.00  −10.00 %
slj 惠水县水利局  meeting      234,567.00  100,000.50  134,566.50
$totals
$foot"
is 'what is asked' "$(head -n 1 "$log" | jq -c '[.type,.data]')" \
    '["dutygate.burden.read.v1",{"from":"2026-01","level":"county","tariff":"2026-1","department":"department/mzj","by":["department","dimension"],"shadow":true,"limit":500}]'
is 'the checkpoint, too' "$(sent '[.type,.data]')" \
    '["dutygate.proof.read.v1",{}]'
zh $auditor burden --by department,dimension >"$TEST_DIR/zh"
is 'figures in Chinese' "$(sed '/^$/q' "$TEST_DIR/zh")" \
    '部门              维度          下达        实担        减免    压减率
mzj 惠水县民政局  指标  1,000,000.00  900,000.00  100,000.00  −10.00 %
slj 惠水县水利局  会议    234,567.00  100,000.50  134,566.50'
is 'no line is wider than the terminal' "$(python3 -c '
import sys, unicodedata
wide = lambda c: 2 if unicodedata.east_asian_width(c) in "WF" else 1
print(max(sum(map(wide, line.rstrip("\n"))) for line in sys.stdin) <= 80)
' <"$TEST_DIR/zh")" True
run $auditor burden --csv --bom --by department,dimension
source="minute,asked = borne + avoided,2025-1 2026-1,3-1234,1240 $root"
is 'as a sheet, where each figure says where it comes from' "$status $out" \
    "0 $(printf '\357\273\277')department,departmentname,dimension,asked,borne,avoided,relief,neverborne,outside,rate,unit,formula,tariff,journal,checkpoint
department/mzj,惠水县民政局,field,1000000.00,900000.00,100000.00,100000.00,0.00,0.00,-10.00,$source
department/slj,惠水县水利局,meeting,234567.00,100000.50,134566.50,100000.00,30000.00,4566.50,,$source"
run $auditor burden --by period
is 'of several pages' "$status $out" "0 PERIOD   ASKED  BORNE  AVOIDED  RATE
2026-01      1      1        0
2026-02      2      2        0

asked  3.00  tariff minutes
$foot"
run $auditor burden
is 'without a cut the total alone' "$status $out" "0 $totals
$foot"
run --json $auditor burden
is 'as it came' "$status $(echo "$out" | jq -c '.result.total.rate')" '0 "-16.67"'

run $auditor burden --by period,department,dimension
is 'three cuts beside each other' "$(echo "$out" | sed '/^$/,$d')" \
    'PERIOD   DEPARTMENT      DIMENSION        ASKED       BORNE    AVOIDED      RATE
2026-12  522731102000    inspection  11,234,567  10,000,000  1,234,567  −10.99 %
         好花红镇人民政
         府'
is 'of a town' "$(run $auditor burden --department 522731102000
    grep -v proof.read "$log" | tail -n 1 | jq -r .data.department)" \
    town/522731102000

# ---- the other views

headline=$(result '"now":{"from":"2026-04-01","to":"2026-11-22","days":236,"borne":"1000.00","workers":1080,"perworkerweek":"412.34"},"baseline":{"from":"2026-01-01","to":"2026-03-31","days":90,"borne":"2000.00","workers":1080,"perworkerweek":"1024.00"},"offices":216,"unknown":3,"change":"-59.73","departments":[{"department":"department/mzj","departmentname":"惠水县民政局","borne":"600.00","perworkerweek":"250.00","before":"1000.00","change":"-40.00"}]')
early=$(result '"now":{"from":"2026-04-01","to":"2026-04-02","days":2,"borne":"0.00","workers":0},"offices":0,"unknown":0,"departments":[]')
rates=$(result '"rates":[{"name":"on-time","numerator":8,"denominator":9,"of":"reports that were due","percent":"88.89"},{"name":"submissions","numerator":1377,"denominator":168,"of":"forms","value":"8.20"},{"name":"reporting","numerator":10,"denominator":9,"of":"reports that were due","error":"rate-over-100","office":"522731102213","task":77}]')
compare=$(result '"baseline":{"from":"2026-01-01","to":"2026-03-31","days":90,"borne":"2000.00","week":"155.56"},"now":{"from":"2026-04-01","to":"2026-11-22","days":236,"borne":"1000.00","week":"29.66"},"change":"-125.90","causes":[{"cause":"tariff","minutes":"0.00"},{"cause":"statute","minutes":"-25.90"},{"cause":"discretion","minutes":"-100.00"}]')
rebounds=$(result '"rebounds":[{"task":91,"department":"department/mzj","duty":"hs-4","offices":216,"date":"2026-05-01","ancestor":77,"kind":"renamed","state":"open"}]')
unread=$(result '"unread":[{"task":91,"department":"department/mzj","duty":"hs-4","offices":216,"date":"2026-05-01","forms":2,"reports":1200,"due":"2026-06-01"}]')
estimates=$(result '"estimates":[{"task":91,"department":"department/mzj","duty":"hs-4","offices":216,"date":"2026-05-01","estimate":"30.00","minutes":"45.50","difference":"-15.50"}]')
tree=$(result '"indicator":"jc-jf","version":"2026-1","title":"基层减负","leaves":2,"missing":1,"nodes":[{"code":"1","label":"负担总量","weight":"1","leaves":2,"missing":1},{"code":"1.1","label":"实担时间","parent":"1","weight":"0.5","value":"40000.00","target":"60000","score":"100.00","leaves":1,"missing":0},{"code":"1.2","label":"村情","parent":"1","weight":"0.5","filled":215,"offices":216,"leaves":1,"missing":1}]' | sed 's/asked = borne + avoided/rate = numerator \/ denominator, a ratio of sums/')
trees='{"id":"%id%","result":{"indicators":[{"code":"jc-jf","version":"2026-1","title":"基层减负"}]}}'
none=$(result '"rebounds":[]')
problem='{"id":"%id%","type":"urn:dutygate:problem:not-found","title":"Not found","status":404,"detail":"no such tariff"}'
answers "$headline" "$checkpoint" "$early" "$checkpoint" "$rates" \
    "$checkpoint" "$compare" "$checkpoint" "$rebounds" "$checkpoint" \
    "$unread" "$checkpoint" "$estimates" "$checkpoint" "$none" "$checkpoint" \
    "$tree" "$checkpoint" "$trees" "$trees" "$problem"
run $auditor burden headline
is 'the headline' "$status $out" "0           FROM        TO             BORNE  WORKERS  PER WORKER, WEEK
now       2026-04-01  2026-11-22  1,000.00    1,080            412.34
baseline  2026-01-01  2026-03-31  2,000.00    1,080          1,024.00
change: −59.73 %
left out: 3 offices whose workers are not published

DEPARTMENT        BORNE  PER WORKER, WEEK  IN THE BASELINE    CHANGE
mzj 惠水县民政局    600               250            1,000  −40.00 %
$foot"
run $auditor burden headline
is 'a headline without a baseline, without workers' "$status $out" "0      FROM        TO          BORNE  WORKERS  PER WORKER, WEEK
now  2026-04-01  2026-04-02   0.00        0
there is no baseline to hold that against
$foot"
run $auditor burden rates
is 'rates' "$status $out" "0 reporting: over 100 %, which cannot be: 522731102213 reported for task 77 without being asked

RATE                 IS  NUMBER   OF  WHAT THAT COUNTS
on-time         88.89 %       8    9  reports that were due
submissions        8.20   1,377  168  forms
reporting    over 100 %      10    9  reports that were due
$foot"
run $auditor burden compare
is 'against the baseline' "$status $out" "0           FROM        TO             BORNE  MINUTES A WEEK
now       2026-04-01  2026-11-22  1,000.00           29.66
baseline  2026-01-01  2026-03-31  2,000.00          155.56
change: −125.90 tariff minutes a week

CAUSE       MINUTES A WEEK
tariff                0.00
statute             −25.90
discretion         −100.00
$foot"
run $auditor burden rebounds
is 'rebounds' "$status $out" "0 RECEIPT  DAY         DEPARTMENT  DUTY  OFFICES  COMES FROM  AS       STATE
     91  2026-05-01  mzj         hs-4      216          77  renamed  open
$foot"
run $auditor burden unread
is 'what nobody read' "$status $out" "0 RECEIPT  DEPARTMENT  DUTY  OFFICES  FORMS  REPORTS  DUE         FIRST READ
     91  mzj         hs-4      216      2    1,200  2026-06-01
$foot"
run $auditor burden estimates
is 'estimates' "$status $out" "0 RECEIPT  DAY         DEPARTMENT  DUTY  ESTIMATE  BY TARIFF  DIFFERENCE  RE-ESTIMATE
     91  2026-05-01  mzj         hs-4     30.00      45.50      −15.50
$foot"
run $auditor burden rebounds
is 'there is none' "$status $out" "0 there is nothing to show
$foot"
zh $auditor burden --indicator jc-jf --period 2026-Q2 indicators >"$TEST_DIR/zh"
is 'a tree of indicators, and the formula in Chinese' "$(cat "$TEST_DIR/zh")" \
    "基层减负 (jc-jf 2026-1): 缺失，末级指标缺失 1 项，共 2 项

编码  指标      权重       数值    目标    得分  缺失末级  分母
1     负担总量     1                       缺失         1     2
1.1   实担时间   0.5  40,000.00  60,000  100.00         0     1
1.2   村情       0.5                       缺失         1     1

单位      折算工时（分钟）：按公布的标准折算，非实测
公式      比率 = 分子 ÷ 分母，总量之比
工时标准  2025-1 2026-1
日志      第 3 至 1,234 条
检查点    1240 $root"
is 'which one' "$(jq -c 'select(.type == "dutygate.burden.read.v1").data' "$log" |
    tail -n 1)" \
    '{"view":"indicators","indicator":"jc-jf","period":"2026-Q2","limit":500}'
run $auditor burden indicators
is 'which there are' "$status $out" '0 CODE   VERSION  TITLE
jc-jf  2026-1   基层减负'
run $auditor burden --csv indicators
is 'which there are, as a sheet' "$status $(echo "$out" | tail -n 1)" \
    '0 jc-jf,2026-1,基层减负'
run $auditor burden --tariff none
is 'a problem is told, and what to do' "$status $err" \
    '65 which tariffs there are: dutygate tariff show'

# Whoever bears most stands first, in each group; times go as they go.
row() {
    printf '{"period":"%s","town":"%s","borne":"%s","asked":"%s","avoided":"0.00"}' \
        "$@"
}
some=$(result "\"figures\":[$(row 2026-01 1 5.00 5.00),$(row 2026-02 1 20.00 20.00),$(row 2026-02 2 100.00 100.00),$(row 2026-02 3 0.00 7.00),$(row 2026-02 4 0.00 9.00)],\"total\":{\"asked\":\"0.00\"},\"causes\":[]")
towns=$(result "\"figures\":[$(row 2026-01 1 5.00 5.00),$(row 2026-02 1 4.00 4.00),$(row 2026-01 2 100.00 100.00),$(row 2026-02 3 8.00 8.00)],\"total\":{\"asked\":\"0.00\"},\"causes\":[]")
answers "$some" "$checkpoint" "$towns" "$checkpoint" "$towns" "$checkpoint"
run $auditor burden --by period,town
is 'within a period the heaviest first, then what was asked most' \
    "$(echo "$out" | sed '/^[^2]/d;/^$/d' | awk '{ print $1, $2, $3 }')" \
    '2026-01 1 5
2026-02 2 100
2026-02 1 20
2026-02 4 9
2026-02 3 7'
run $auditor burden --by town,period
is 'a town by all that it bears, its periods as they go' \
    "$(echo "$out" | sed '/^[^1-3]/d;/^$/,$d' | awk '{ print $1, $2, $3 }')" \
    '2 2026-01 100
1 2026-01 5
1 2026-02 4
3 2026-02 8'
is 'options that nothing fits are said to be so' \
    "$(echo "$out" | sed -n '/^nothing/p')" \
    'nothing that was asked fits these options'
run $auditor burden --csv --by town,period
is 'a sheet has them by their codes' \
    "$(echo "$out" | sed 1d | cut -d, -f1,3)" '1,2026-01
1,2026-02
2,2026-01
3,2026-02'

# ---- what is no question

wrong() {
    want=$1
    shift
    run "$@"
    is "$*" "$status $err" "64 dutygate: burden: $want"
}
wrong 'there is no view "all"; see: dutygate help burden' $auditor burden all
wrong '"a,b,c,d" are more than 3 cuts' $auditor burden --by a,b,c,d
wrong '"2026-13" is no year, quarter or month such as 2026, 2026-Q1 or 2026-03' \
    $auditor burden --from 2026-13
wrong '--bom goes with --csv' $auditor burden --bom
wrong 'who is asking? Use --as ROLE/CODE before the subcommand, or set DUTYGATE_AS' burden

# ---- tariffs

answer='{"id":"%id%","receipt":{"sequence":51},"verdict":"admit","findings":[]}'
tariff='{"id":"%id%","result":{"version":"2026-1","receipt":7,"from":"2026-01-01","rows":[{"row":"task","minutes":"10"},{"row":"field.integer","minutes":"1.5","usual":"0.25"},{"row":"evidence.photo","minutes":"10"}],"money":[{"grade":"village","perhour":"30"}],"workers":{"each":5,"offices":[{"code":"522731102213","workers":4}]},"baseline":{"from":"2025-01","to":"2025-12"},"inforce":"2026-1","versions":[{"version":"built-in"},{"version":"2026-1","from":"2026-01-01"}]}}'
answers "$answer" "$answer" "$tariff" "$tariff" "$tariff" "$answer" "$answer"
printf '项目,名称,分钟,日常占比\ntask,阅办,１０,\nfield.integer,整数,1.5,25％\nevidence,佐证,20,0.5\n' \
    >"$TEST_DIR/t.csv"
printf '编码,名称,在岗人数\n522731102213,断杉社区,4\n' >"$TEST_DIR/w.csv"
run $keeper tariff import --version 2026-1 --from 2026/1/1 --workers \
    "$TEST_DIR/w.csv" --each 5 --village 30 --town 45 \
    --baseline 2025-01,2025-12 --id t1 "$TEST_DIR/t.csv"
is 'a tariff from a sheet' "$status $out" '0 admitted, receipt 51'
is 'what is sent' "$(sent '[.type,.id,.data]')" \
    '["dutygate.tariff.publish.v1","t1",{"version":"2026-1","from":"2026-01-01","rows":[{"row":"task","minutes":"10"},{"row":"field.integer","minutes":"1.5","usual":"0.25"},{"row":"evidence","minutes":"20","usual":"0.5"}],"money":[{"grade":"village","perhour":"30"},{"grade":"town","perhour":"45"}],"workers":{"each":5,"offices":[{"code":"522731102213","workers":4}]},"baseline":{"from":"2025-01","to":"2025-12"}}]'
run $keeper tariff import --version 2026-1 --from 2026-01-01 - <"$TEST_DIR/t.csv"
is 'with no more than it must' "$status $(sent '.data | keys | join(" ")')" \
    '0 "from rows version"'
run $auditor tariff show
is 'a tariff' "$status $out" '0 2026-1, from 2026-01-01 on; in force
ROW             WHAT             MINUTES  USUAL SHARE
task            task                  10
field.integer   field: integer       1.5         0.25
evidence.photo  evidence: photo       10
village: 30 yuan an hour
on-duty workers: 5 in every office
on-duty workers: said of 1 office
baseline: 2025-01 to 2025-12
versions: built-in 2026-1'
run $auditor tariff show --csv 2026-1
is 'as a sheet' "$status $out" '0 row,minutes,usual
task,10,
field.integer,1.5,0.25
evidence.photo,10,'
run $auditor tariff show --csv --workers
is 'its workers' "$status $out" '0 code,workers
522731102213,4'
printf '{"version":"x"}' >"$TEST_DIR/t.json"
run $keeper tariff publish "$TEST_DIR/t.json"
is 'as it stands' "$status $(sent '[.type,.data]')" \
    '0 ["dutygate.tariff.publish.v1",{"version":"x"}]'
run $keeper indicator publish "$TEST_DIR/t.json"
is 'a tree of indicators' "$status $(sent '[.type,.data]')" \
    '0 ["dutygate.indicator.publish.v1",{"version":"x"}]'

printf 'row,minutes,usual\ntask,-1,\nform,1，5,\nseal,15,half\nseal,15,-5%%\nproof,3万,\n' \
    >"$TEST_DIR/bad.csv"
run $keeper tariff import --version 1 --from 2026-01-01 "$TEST_DIR/bad.csv"
is 'every mistake at once' "$status $err" "65 $TEST_DIR/bad.csv:2: column \"minutes\": \"-1\" is no number of minutes such as 1.5 or 0.25
$TEST_DIR/bad.csv:3: column \"minutes\": \"1，5\" is no number of minutes such as 1.5 or 0.25
$TEST_DIR/bad.csv:4: column \"usual\": \"half\" is no share such as 0.25 or 25%
$TEST_DIR/bad.csv:5: column \"usual\": \"-5%\" is no share such as 0.25 or 25%
$TEST_DIR/bad.csv:5: column \"row\": \"seal\" stands in line 4 already
$TEST_DIR/bad.csv:6: column \"minutes\": \"3万\" is no number of minutes such as 1.5 or 0.25
dutygate: tariff import: 6 mistakes; nothing was sent"
told() {
    want=$1
    shift
    run $keeper tariff "$@" "$TEST_DIR/t.csv"
    is "tariff $*" "$status $err" "64 dutygate: tariff import: $want"
}
told 'option "--version" is missing; see: dutygate help tariff import' import
told 'option "--from" is missing; see: dutygate help tariff import' \
    import --version 1
told '"x" is no number of workers' import --version 1 --from 2026-01-01 --each x
told '"0" is no number of workers' import --version 1 --from 2026-01-01 --each 0
told '"30yuan" is no amount of yuan such as 30 or 30.50' \
    import --version 1 --from 2026-01-01 --village 30yuan
told '"30.505" is no amount of yuan such as 30 or 30.50' \
    import --version 1 --from 2026-01-01 --town 30.505
told '"2026-01" are no months such as 2025-01,2025-12 from first to last' \
    import --version 1 --from 2026-01-01 --baseline 2026-01
run $auditor tariff show --workers
is 'workers as a sheet only' "$status $err" \
    '64 dutygate: tariff show: --bom and --workers go with --csv'
tap_done

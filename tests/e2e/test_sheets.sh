# SPDX-License-Identifier: Apache-2.0
# Lists, roster and proofs as sheets, through a real gateway: imported, read
# back, compared, changed, and too long for one message.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"
cd "$TEST_DIR" || exit 99
export DUTYGATE_SOCKET="$gate_dir/run" DUTYGATE_AS=keeper/bwb

# run ARG …: exit status, then what was printed, without receipt numbers.
run() {
    run_status=0
    dutygate --timeout 30 "$@" >out 2>&1 || run_status=$?
    echo "$run_status"
    sed 's/receipt [0-9]*/receipt N/' out
}

# entries: how many events of any type are in the journal.
entries() {
    journal 'select count(*) from entry'
}

gate_write
ok 'the gateway starts' gate_start

# ---- roster ----------------------------------------------------------------------

is 'no roster to export' "$(run roster export)" \
    '65
dutygate: roster export: there is no roster yet'
printf '\357\273\277序号;类别;编码;名称;承接单位;成员\r
1;部门;ｍｚｊ;惠水县民政局;;\r
2;街道;５２２７３１００１０００;涟江街道;;\r
3;社区;522731001001;"城北
社区";;\r
4;村;522731001002;斗底村;;\r
5;村;522731001003;大龙村;;\r
6;撤销;522731001099;;522731001001;\r
7;分组;;山区;;522731001002、522731001003\r
' >roster.csv
is 'roster: dry run' "$(run roster import --dry-run roster.csv)" \
    '0
dutygate: roster import: 1 abolished office is not in force any more
roster: 6 added, 0 removed, 0 changed
+ department mzj 惠水县民政局
+ town 522731001000 涟江街道
+ village 522731001001 城北 社区
+ village 522731001002 斗底村
+ village 522731001003 大龙村
+ group 山区'
is 'it publishes nothing' "$(run roster export | head -n 1)" 65
is 'roster: import' "$(run roster import --version 2026 roster.csv)" \
    '0
dutygate: roster import: 1 abolished office is not in force any more
roster: 6 added, 0 removed, 0 changed
admitted, receipt N'
is 'roster: import again, without difference' \
    "$(run roster import --dry-run roster.csv | tail -n 1)" \
    'roster: no difference'
is 'roster: export' "$(run roster export)" \
    '0
kind,code,name,successors,members
department,mzj,惠水县民政局,,
town,522731001000,涟江街道,,
village,522731001001,"城北
社区",,
village,522731001002,斗底村,,
village,522731001003,大龙村,,
group,,山区,,"522731001002;522731001003"'
dutygate roster export now.csv
is 'what is exported has no difference' "$(run roster diff now.csv)" \
    '0
roster: no difference'
sed -e 's/^village,522731001003.*/abolished,522731001003,,522731001002,/' \
    -e 's/;522731001003"/"/' -e 's/斗底村/斗底新村/' now.csv >next.csv
is 'a merger' "$(run roster import --version 2027 next.csv)" \
    '0
2026 -> 2027
roster: 0 added, 0 removed, 3 changed
admitted, receipt N'
is 'two sheets' "$(run roster diff now.csv next.csv)" \
    '0
roster: 0 added, 0 removed, 3 changed
~ village 522731001002 斗底新村
    name: 斗底村 -> 斗底新村
~ abolished 522731001003
    kind: village -> abolished
    name: 大龙村 -> (empty)
    successors: (empty) -> 522731001002
~ group 山区
    members: 522731001002;522731001003 -> 522731001002'
printf 'kind,code,name,successors,members\n%s\n%s\n%s\n' \
    'village,522731001001,城北,,' 'abolished,522731001002,,522731001009,' \
    'group,,山区,,522731001002' >bad.csv
is 'codes that the sheet has not' "$(run roster import --dry-run bad.csv)" \
    '65
bad.csv:3: column "successors": 522731001009 is no town or village that this sheet has
bad.csv:4: column "members": 522731001002 is no town or village that this sheet has
dutygate: roster import: 2 mistakes; nothing was sent'

# ---- list ------------------------------------------------------------------------

is 'no list to export' "$(run list export)" \
    '65
dutygate: list export: no version of the list is in force today'
cat >list.csv <<'LIST'
编码,事项,类别,部门,频次,提前天数,经费,生效日期,证明
mz-01,"高龄津贴
发放对象核查",依法协助,ｍｚｊ、wjj,每季度１次,１５,是,2026年1月1日,居住证明
fm-01,"招商引资,含""飞地""",负面,,,,,,
LIST
echo 'code,title,class' >empty-list.csv
is 'a sheet without an entry' "$(run list import --dry-run empty-list.csv)" \
    '65
dutygate: list import: empty-list.csv: holds no entry; it would empty the list'
is 'options that a version needs' "$(run list import list.csv)" \
    '64
dutygate: list import: option "--version" is missing; see: dutygate help list import'
is 'a day that is none' \
    "$(run list import --list access --version 1 --from 2026-13-01 list.csv)" \
    '64
dutygate: list import: "2026-13-01" is no date such as 2026-01-31, 2026/1/31 or 2026年1月31日'
is 'a list that is not there yet needs a name' \
    "$(run list import --dry-run list.csv)" \
    '64
dutygate: list import: option "--list" is missing; see: dutygate help list import'
printf '证明,结论,替代方式\n居住,可以出具,\n收入,承诺制,由本人书面承诺\n亲属关系,,\n' \
    >proofs.csv
is 'list: import with proofs' "$(run list import --list access --version 2026-1 \
    --from 2026/1/1 --title 村级准入清单 --proofs proofs.csv list.csv)" \
    '0
access 2026-1, in force from 2026-01-01: 2 entries, 3 proofs
entries: 2 added, 0 removed, 0 changed
proofs: 3 added, 0 removed, 0 changed
admitted, receipt N'
is 'list: export' "$(run list export)" \
    '0
code,title,kind,class,departments,prefixes,basis,clause,seals,proofs,evidence,frequency,lead days,funding,mandatory,alternative,valid from,valid to
fm-01,"招商引资,含""飞地""",work,negative,,,,,,,,,,,,,,
mz-01,"高龄津贴
发放对象核查",work,assisting,"mzj;wjj",,,,,居住证明,,1/quarter,15,yes,,,2026-01-01,'
dutygate list export --bom now.csv
is '--bom' "$(head -c 3 now.csv | od -An -tx1)" ' ef bb bf'
is 'list: what is exported has no difference' \
    "$(run list import --dry-run now.csv)" \
    '0
access: 2 entries, 3 proofs
entries: no difference'
is 'proofs: export' "$(run proofs export | tail -n +2 | LC_ALL=C sort)" \
    'name,verdict,clause,instead
亲属关系,not allowed,,
居住,allowed,,
收入,declaration,,由本人书面承诺'

in_chinese() {
    env -u LC_ALL LANG=zh_CN.UTF-8 \
        DUTYGATE_LOCALEDIR="$top_builddir/proto/client/po" \
        "$top_builddir/dutygate" "$@"
}
is 'in Chinese' "$(in_chinese list export | head -n 2)" \
    '编码,标题,类型,类别,部门,区划,依据,条款,盖章事项,证明,留痕,频次,提前天数,经费,必须,替代办法,生效日期,失效日期
fm-01,"招商引资,含""飞地""",工作事项,负面,,,,,,,,,,,,,,'
in_chinese list export now.csv
is 'which reads back, whoever reads it' \
    "$(run list import --dry-run now.csv | tail -n 1)" 'entries: no difference'
in_chinese proofs export now.csv
is 'proofs, too' "$(run proofs import --dry-run now.csv | tail -n 1)" \
    'proofs: no difference'
in_chinese roster export now.csv
is 'and the roster' "$(run roster diff now.csv | tail -n 1)" \
    'roster: no difference'

sed -e 's/负面/依法履职/' -e '$a nw-01,新事项,依法履职,,,,,,' list.csv >next.csv
before=$(entries)
is 'list: dry run' "$(run list import --dry-run --version 2026-2 \
    --from 2026年2月1日 --to 2026-12-31 next.csv)" \
    '0
access 2026-2, in force from 2026-02-01 to 2026-12-31: 3 entries, 3 proofs
2026-1 -> 2026-2
entries: 1 added, 0 removed, 1 changed
~ fm-01 招商引资,含"飞地"
    class: negative -> statutory
+ nw-01 新事项'
is 'it publishes nothing either' "$(entries)" "$before"
is 'a version that is taken' \
    "$(run list import --dry-run --version 2026-1 next.csv | tail -n 1)" \
    'dutygate: list import: list access has a version 2026-1 already'
is 'asked twice under one id' "$(for i in 1 2; do
        dutygate --json list import --id once \
            --version 2026-2 --from 2026-02-01 next.csv | jq .receipt.sequence
    done | uniq | wc -l)" 1
is 'list: diff' "$(run list diff 2026-2 2026-1)" \
    '0
2026-2 -> 2026-1
entries: 0 added, 1 removed, 1 changed
~ fm-01 招商引资,含"飞地"
    class: statutory -> negative
- nw-01 新事项'
is 'list: diff as JSON' "$(dutygate --json list diff 2026-1 2026-2 |
    jq -c '[.from, .to, .entries.added[0].code, .entries.changed[0].members]')" \
    '["2026-1","2026-2","nw-01",{"class":{"from":"negative","to":"statutory"}}]'
is 'title and proofs stay' "$(jq -cn '{specversion: "1.0", id: "r",
    source: "keeper/bwb", type: "dutygate.list.read.v1", data: {proofs: true}}' |
    ask - | jq -c '[.result.title, (.result.proofs | length)]')" \
    '["村级准入清单",3]'

printf 'code,title,class\nnw-01,新的事项,assisting\n' >change.csv
is 'only what changes' "$(run list import --base --version 2026-3 \
    --from 2026-03-01 change.csv)" \
    '0
access 2026-3, in force from 2026-03-01: 1 entry, 3 proofs
2026-2 -> 2026-3
entries: 0 added, 0 removed, 1 changed
admitted, receipt N'
is 'the rest is as it was' \
    "$(run list export | cut -d , -f 1 | grep -c '^..-01')" 3
printf 'name;verdict\n居住;不得出具\n' >proofs.csv
is 'proofs: dry run' "$(run proofs import --dry-run proofs.csv)" \
    '0
proofs: 0 added, 2 removed, 1 changed
~ 居住
    verdict: allowed -> not allowed
- 亲属关系
- 收入'
is 'proofs: import' "$(run proofs import --version 2026-4 --from 2026-04-01 \
    proofs.csv | tail -n 1)" 'admitted, receipt N'
is 'the entries are as they were' "$(run list diff 2026-3 2026-4)" \
    '0
2026-3 -> 2026-4
entries: no difference
proofs: 0 added, 2 removed, 1 changed
~ 居住
    verdict: allowed -> not allowed
- 亲属关系
- 收入'

# ---- mistakes --------------------------------------------------------------------

before=$(entries)
{
    echo 'code,title,class'
    for i in 1 2 3 4 5 6 7 8 9 10 1 2 3 4 5 6 7 8 9 10; do
        echo "d-$i,x,basic"
    done
} >twice.csv
is 'ten codes twice' \
    "$(run list import --version 9 --from 2026-09-01 twice.csv)" \
    "65
$(for i in 1 2 3 4 5 6 7 8 9 10; do
    echo "twice.csv:$((i + 11)): column \"code\": \"d-$i\" stands in line $((i + 1)) already"
done)
dutygate: list import: 10 mistakes; nothing was sent"
iconv -f UTF-8 -t GB18030 list.csv >gbk.csv
is 'GBK' "$(run list import --version 9 --from 2026-09-01 gbk.csv)" \
    '65
gbk.csv: is GBK, not UTF-8; save it as "CSV UTF-8", or convert it: iconv -f GB18030 -t UTF-8 gbk.csv > NEW.csv
dutygate: list import: 1 mistake; nothing was sent'
iconv -f GB18030 -t UTF-8 gbk.csv >NEW.csv
ok 'converted as it says, it is the list' cmp list.csv NEW.csv
is 'no such file' "$(run list import --dry-run none.csv)" \
    '66
dutygate: list import: none.csv: No such file or directory'
is 'nothing was published' "$(entries)" "$before"

# ---- too long for one message -------------------------------------------------------

{
    echo '编码,事项,类别,部门,频次'
    awk 'BEGIN { for (i = 1; i <= 20000; i++) {
        printf "d-%05d,第%d项工作,依法履职,\"mzj,wjj\",每季度1次\n", i, i
    } }'
} >long.csv
is '20,000 entries' "$(run list import --version long --from 2026-05-01 long.csv)" \
    '0
access long, in force from 2026-05-01: 20000 entries, 1 proof
2026-4 -> long
entries: 20000 added, 3 removed, 0 changed
part 1 of 5: receipt N
part 2 of 5: receipt N
part 3 of 5: receipt N
part 4 of 5: receipt N
admitted, receipt N'
is 'read back without difference' "$(run list import --dry-run long.csv)" \
    '0
access: 20000 entries, 1 proof
entries: no difference'
is 'a part that is refused stops the others' \
    "$(run list import --version long --from 2026-05-01 long.csv |
        sed -n -e 1p -e '/^refused/,$p')" \
    '1
refused, receipt N
- refuse list-version-taken: list "access" has had a version "long.p1" since receipt N
  at        /data/version
  by rule   publish
  list      access long.p1
  instead   publish it under another version
dutygate: list import: part 1 of 5 was not taken, so the others were not sent'
jq -cn '{specversion: "1.0", id: "d", source: "keeper/bwb",
    type: "dutygate.list.publish.v1", data: {list: "access", version: "half",
    validfrom: "2026-05-01", draft: true, entries: []}}' | ask - >/dev/null
is 'a draft is no base' \
    "$(run list import --base --version 5 --from 2026-05-01 change.csv)" \
    '65
dutygate: list import: the version published last, half, is a draft; import the whole list'
is 'a version whose parts would have too long names' \
    "$(run list import --version 123456789-123456789-123456789-12 \
        --from 2026-05-01 long.csv | tail -n 1)" \
    'dutygate: list import: "123456789-123456789-123456789-12" is too long for a version in 5 parts'

{
    dutygate roster export
    awk 'BEGIN { for (i = 1001; i <= 22999; i++) if (i % 1000) {
        printf "village,522732%06d,第%d村,,\n", i, i
    } }'
} >long.csv
is '21,978 offices' "$(run roster import --version 2028 long.csv)" \
    "0
2027 -> 2028
roster: 21978 added, 0 removed, 0 changed
part 1 of 5: receipt N
part 2 of 5: receipt N
part 3 of 5: receipt N
part 4 of 5: receipt N
admitted, receipt N"
sed -e '/^village,522732001009/d' -e '/^village,522732001010/s/村/邨/' \
    -e 's/^village,522732001011.*/abolished,522732001011,,522732001012,/' \
    long.csv >next.csv
is 'only what changes goes' "$(run roster import --version 2029 next.csv)" \
    '0
2028 -> 2029
roster: 0 added, 1 removed, 2 changed
admitted, receipt N'
is 'and is read back' \
    "$(run roster import --dry-run next.csv | tail -n 1)" 'roster: no difference'
grep -v ^department long.csv >next.csv
is 'a long roster cannot lose a department' \
    "$(run roster import --version 2030 next.csv | tail -n 1)" \
    'dutygate: roster import: the sheet no longer has the department mzj, and a roster of more than 720 KiB can take off offices only'

gate_stop
is 'it ends well' "$gate_status" 0
is 'no gateway' "$(DUTYGATE_SOCKET=$gate_dir/run run --timeout 0.2 list export)" \
    "69
dutygate: list export: no gateway at $gate_url within 0.2 s"
tap_done

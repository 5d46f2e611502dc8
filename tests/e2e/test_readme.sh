# SPDX-License-Identifier: Apache-2.0
# The tour in README.md works when pasted: its blocks are run as they stand, but
# for the two paths, and must say what the text around them promises.
. "$top_srcdir/tests/tap/tap.sh"

# What near matches come to is handed in by the gateway in its own time, so
# entries are counted from 26 on.
# The `sh` blocks between the tour's heading and the next.
tour() {
    awk '/^## / { inside = /A tour/ }
         inside && /^```$/ { block = 0 }
         inside && block { print }
         inside && /^```sh$/ { block = 1 }' "$top_srcdir/README.md" |
        sed -e "s|/tmp/tour|$TEST_DIR/tour|g" \
            -e "s|\"\$PWD\"/build|$top_builddir|g" \
            -e "s|\$PWD/build|$top_builddir|g"
}

tour >"$TEST_DIR/tour.sh"
mkdir "$TEST_DIR/tour"
cd "$top_srcdir" || exit 99
timeout 60 bash "$TEST_DIR/tour.sh" >"$TEST_DIR/out" 2>"$TEST_DIR/err" \
    </dev/null
cat "$TEST_DIR/out" "$TEST_DIR/err" >&2

said() {
    grep -q -e "$1" "$TEST_DIR/out"
}

is 'the client says of the form itself, and nothing else' \
    "$(sed 's|[^ ]*/form.csv|form.csv|' "$TEST_DIR/err")" \
    'dutygate: check: form.csv: a form to be filled in; empty cells: 2, below: 姓名, 身份证号'
ok 'the configuration is fine' said 'dutygated.conf: ok$'
ok 'the list shows what a department may ask' said '^mzj-01 .*assisting'
ok 'check names the proof' said '^- refuse proof-forbidden: .*居民财产证明'
ok 'and the photographs' said '^- strip evidence-not-allowed: .*photo'
ok 'who may speak is enrolled' said '^admitted, receipt 2$'
ok 'publish gives a receipt' said '^admitted, receipt 5 (216 offices)$'
ok 'the inbox shows the task' said '5 .* mzj-01  城乡低保对象动态核查'
ok 'it is acknowledged' said '^admitted, receipt 6$'
ok 'it is withdrawn' said '^admitted, receipt 7 (216 offices)$'
ok 'a form in disguise is offered back as fields' \
    said '^  instead   ask as fields: 姓名, 身份证号$'
ok 'later and for fewer' said '^admitted, receipt 9 (191 offices)$'
ok 'a recurring task would be admitted' \
    said '^would be admitted (27 offices)$'
ok 'too short a notice' said '^- refuse lead-time-short: '
ok 'an exemption waits' said '^deferred, receipt 11 (216 offices)$'
ok 'is granted' said '^- note exemption-granted: the request is granted$'
ok 'and sets the rule aside' said '^- note exempted: rule "lead" .* receipt 11,'
ok 'a town hands on' said '^- note forward-passes: '
ok 'to one village' said '^     14 .* 濛江街道 '
ok 'a list as a sheet' said \
    '^    title: 残疾人基本状况调查协助 -> 残疾人基本状况调查$'
ok 'published' said '^admitted, receipt 15$'
ok 'before asking' said '^惠水县民政局 asks 3 of these 7 already, due '
ok 'shared' said '^- note fields-shared: 惠水县民政局 already asks 3 of your 7 '
ok 'not merged' said '"持有残疾人证且残疾类别为精神残疾的人" against "国家严重'
ok 'one worksheet' said ' (522731001001): 13 to fill in, 0 filled$'
ok 'filled in' said '^received 1 of 1 (100.00 %), on time 1 (100.00 %)$'
ok 'a correction comes to another department' \
    said ' 23  2026-11  凤山社区居委会  持证残疾人数   12   13  漏报一人$'
ok 'a tariff is published' said '^admitted, receipt 2[6-9]$'
ok 'burden by department' said '^mzj 惠水县民政局  *[0-9,.]* '
ok 'a claim that holds' \
    said '^198 → 76 is −61.62 %: the claim −61.62 % holds (to two decimals)$'
ok 'one that does not' \
    said '^91 → 39 is −57.14 %, not −65.3 %: the claim does not hold$'
ok 'which the exit code says, too' said '^that is not so$'
ok 'a copy is whole' said ' entries up to .*, whole and as they were journaled$'
is 'and computed again, the same' \
    "$(grep -c '^mzj 惠水县民政局  *[0-9,.]* *[0-9,.]* *[0-9,.]* *[−0-9.]* %$' \
        "$TEST_DIR/out")" 2
ok 'also under another list' said '^DEPARTMENT .*UNDER THE LIST  CHANGE$'
ok 'a seal' said '^stamp$'
ok 'a proof' said '^do not stamp$'
ok 'a slip' said '^│ matter        婚姻状况证明  *│$'
ok 'an answer that was kept holds' said '^holds: admit, receipt 8$'
ok 'a witness sees the journal' said ': 2[6-9] entries, seen for the first time$'
ok 'an auditor sees who may speak' said '^auditor/sjj  *auditor/sjj  *张三 '
ok 'the status' said '^journal .*, epoch 1, 2[6-9] entries, '
ok 'a backup' said '^.*backup.db: 2[6-9] entries, last sequence 2[6-9], epoch 1, '
ok 'a foreign client reads the inbox' said '"office":"522731001001".*"open":3'
tap_done

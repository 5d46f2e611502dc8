# SPDX-License-Identifier: Apache-2.0
# The tour in README.md works when pasted: its blocks are run as they stand, but
# for the two paths, and must say what the text around them promises.
. "$top_srcdir/tests/tap/tap.sh"

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

is 'nothing is complained of' "$(cat "$TEST_DIR/err")" ''
ok 'the configuration is fine' said 'dutygated.conf: ok$'
ok 'the list shows what a department may ask' said '^mzj-01 .*assisting'
ok 'check names the proof' said '^- refuse proof-forbidden: .*居民财产证明'
ok 'and the photographs' said '^- strip evidence-not-allowed: .*photo'
ok 'publish gives a receipt' said '^admitted, receipt 4 (216 offices)$'
ok 'the inbox shows the task' said '4 .* mzj-01  城乡低保对象动态核查'
ok 'it is acknowledged' said '^admitted, receipt 5$'
ok 'it is withdrawn' said '^admitted, receipt 6 (216 offices)$'
ok 'a foreign client reads the inbox' said '"office":"522731001001".*"open":0'
tap_done

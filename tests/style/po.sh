#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every catalogue has exactly the texts that are marked in the sources, all of
# them translated, with the same format arguments.
. "$top_srcdir/tests/tap/tap.sh"
cd "$top_srcdir" || exit 99

command -v xgettext >/dev/null || {
    skip 1 'no xgettext'
    tap_done
    }
sh proto/client/po/extract >"$TEST_DIR/now.pot"
# texts FILE: its msgids, one a line.
texts() {
    msgattrib --no-obsolete --no-wrap "$1" |
        msgconv --to-code=UTF-8 --no-wrap | awk '
        /^msgid / { text = substr($0, 7); next }
        /^"/ && text != "" { text = text $0; next }
        text != "" { print text; text = "" }' | sort
}
ok 'there are texts' test "$(texts "$TEST_DIR/now.pot" | wc -l)" -gt 300
for catalogue in proto/client/po/*.po; do
    texts "$TEST_DIR/now.pot" >"$TEST_DIR/wanted"
    texts "$catalogue" >"$TEST_DIR/there"
    is "$catalogue lacks no text (make update-po)" \
        "$(comm -23 "$TEST_DIR/wanted" "$TEST_DIR/there")" ''
    is "$catalogue has none that is gone" \
        "$(comm -13 "$TEST_DIR/wanted" "$TEST_DIR/there")" ''
    is "$catalogue is whole: no format argument differs" \
        "$(msgfmt --check -o /dev/null "$catalogue" 2>&1)" ''
    is "$catalogue: all is translated" \
        "$(msgattrib --untranslated --no-obsolete "$catalogue")" ''
    is "$catalogue: nothing is fuzzy" \
        "$(msgattrib --only-fuzzy --no-obsolete "$catalogue")" ''
done

# What a code means is said for every code there is.
codes() {
    printf '%s\n' declared exempted fault strict # of one word
    grep -rhoE '"[a-z]+(-[a-z0-9]+)+"' gateway/flow gateway/inbox gateway/keys \
        plugins/access_list plugins/burden --include='*.c' | tr -d '"' |
        sort -u | grep -vx -e ms-excel -e tab-separated-values | # media types
        grep -vx -e content-statute -e rate-over-100 -e 'rebound-[a-z]*' # facts
}
is 'every code has a meaning (proto/client/answer/label.c)' \
    "$(codes | while read -r code; do
        grep -q "N_(\"$code\")" proto/client/answer/label.c || echo "$code"
    done)" ''

# What help says, it says in Chinese: also what was put together of several
# texts, which no catalogue has.
say() {
    env -u LC_ALL LANG="$1" DUTYGATE_LOCALEDIR="$top_builddir/proto/client/po" \
        "$top_builddir/dutygate" help $2 </dev/null
}
say C '' | sed -e '1,/^subcommands:/d' -e 's/^  //' -e 's/  .*//' |
    while read -r name; do
        say zh_CN.UTF-8 "$name"
    done >"$TEST_DIR/help"
say zh_CN.UTF-8 '' >>"$TEST_DIR/help"
ok 'there is help' test -s "$TEST_DIR/help"
is 'what the system says has no holes' "$(env -u LC_ALL LANG=zh_CN.UTF-8 "$top_builddir/dutygate" attach none 2>&1 |
    grep -c '??')" 0
is 'all of it is Chinese' "$(LC_ALL=C grep '[a-z]' "$TEST_DIR/help" |
    LC_ALL=C grep -v -e '[^ -~]' -e '^  --[^ ]* [A-Z]*, --.*,$')" ''
tap_done

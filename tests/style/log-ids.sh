# SPDX-License-Identifier: Apache-2.0
# Every id of a log line is listed in gateway/core/README.md, and the other way
# round.
. "$top_srcdir/tests/tap/tap.sh"

find "$top_srcdir/gateway" -name '*.c' -exec cat {} + | tr '\n' ' ' |
    grep -oE '\bdg_log\([^";{]*"[^"]*"' | sed 's/.*"\([^"]*\)"$/\1/' |
    sort -u > "$TEST_DIR/used"
sed -n 's/^| `\([a-z_]*\.[a-z_.]*\)` | \(any\|debug\|info\|warn\|error\) |.*/\1/p' \
    "$top_srcdir/gateway/core/README.md" | sort > "$TEST_DIR/listed"

ok "some are used" test -s "$TEST_DIR/used"
is "used, but not listed" "$(comm -23 "$TEST_DIR/used" "$TEST_DIR/listed")" ""
is "listed, but not used" "$(comm -13 "$TEST_DIR/used" "$TEST_DIR/listed")" ""
is "listed once" "$(uniq -d "$TEST_DIR/listed")" ""
is "not a dotted word" \
    "$(grep -vE '^[a-z_]+(\.[a-z_]+)+$' "$TEST_DIR/used")" ""
tap_done

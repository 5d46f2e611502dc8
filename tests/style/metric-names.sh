# SPDX-License-Identifier: Apache-2.0
# Every figure of the gate's health is listed in gateway/core/README.md, and the
# other way round.
. "$top_srcdir/tests/tap/tap.sh"

find "$top_srcdir/gateway" -name '*.c' -exec grep -ohE '"dutygate_[a-z_]+"' {} + |
    tr -d '"' | sort -u >"$TEST_DIR/used"
sed -n 's/^| `\(dutygate_[a-z_]*\)[`{].*/\1/p' \
    "$top_srcdir/gateway/core/README.md" | sort >"$TEST_DIR/listed"

ok 'some are used' test -s "$TEST_DIR/used"
is 'used, but not listed' "$(comm -23 "$TEST_DIR/used" "$TEST_DIR/listed")" ''
is 'listed, but not used' "$(comm -13 "$TEST_DIR/used" "$TEST_DIR/listed")" ''
is 'listed once' "$(uniq -d "$TEST_DIR/listed")" ''
tap_done

#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The leaf format is what the README says: another program finds the same.
. "$top_srcdir/tests/tap/tap.sh"

leaves() {
    /usr/bin/python3 "$top_srcdir/tests/gateway/journal/leaves.py" \
        "$TEST_DIR/journal/journal.db" 2>&1
}

change() {
    /usr/bin/python3 -c 'import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute(sys.argv[2])
db.commit()' "$TEST_DIR/journal/journal.db" "$1"
}

ok "a journal is made" \
    "$top_builddir/tests/gateway/journal/make-journal"
is "every leaf follows from the README" "$(leaves)" \
    "100 entries, 1 erased; the last: huishui dutygate.task.publish.v1 mz-0012 2026-Q1, 215 offices, ['seal at /data/seals/0']"
ok "a decision is changed" change "UPDATE entry SET decision =
    CAST(replace(decision, '215', '216') AS BLOB) WHERE sequence = 50"
is "and what is not ours does not" "$(leaves)" "entry 50: leaf"
tap_done

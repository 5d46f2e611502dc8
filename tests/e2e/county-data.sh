#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The sample county by itself: every line fits the published schemas, every
# code is in its roster, and the counts are the published ones.
. "$top_srcdir/tests/tap/tap.sh"

python=/usr/bin/python3
if ! $python -c 'import jsonschema' 2>/dev/null; then
    skip 20 "no python3-jsonschema"
    tap_done
fi

facts=$TEST_DIR/facts
# Newer releases of jsonschema warn about the resolver that Debian 12's needs.
judge() {
    $python -W ignore "$top_srcdir/tests/e2e/county_data.py" "$top_srcdir" \
        >"$facts"
}
ok "the files can be judged" judge

fact() {
    is "$1" "$(sed -n "s/^$1 //p" "$facts")" "$2"
}

fact rosters 1
fact lists 1
fact departments 36
fact towns 11
fact units 216
fact units-without-town 0
fact work-items 198
fact seal-items 99
fact work-entries 76
fact seal-entries 21
fact entries-twice 0
fact entries-never-asked 0
fact national-proofs 20
fact ids-twice 0
fact documents-twice 0
fact departments-that-ask-nothing 0
fact long-texts 5
fact largest-line-below-1-MiB True
is "no faults" "$(grep '^error:' "$facts")" ""
tap_done

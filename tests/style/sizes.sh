# SPDX-License-Identifier: Apache-2.0
# Sizes that keep code readable: no file over 600 lines, no function over 100,
# the median function at most 15, at most five parameters; every file begins
# with its licence and says in a comment what it decides.
. "$top_srcdir/tests/tap/tap.sh"
cd "$top_srcdir" || exit 99

sources() {
    find proto plugins gateway tests -name '*.[ch]' | sort
}

# FILE:LINE LENGTH NAME of every function: top-level braces at column one.
functions() {
    sources | xargs awk '
        FNR == 1 { open = 0 }
        /^[a-z_].*\(/ && !/;$/ && !/^(static|extern|struct|enum|const)? *struct [a-z_]+ \{/ { head = $0 }
        /^\{/ { open = FNR }
        /^\}/ && open { print FILENAME ":" open, FNR - open - 1, head; open = 0 }
    '
}

parameters_over_five() {
    sources | grep '^proto/\|^plugins/\|^gateway/' | xargs awk '
        FNR == 1 { text = ""; depth = 0 }
        /^[a-z_][a-z0-9_]*\(/ { text = ""; collecting = 1; start = FNR }
        collecting { text = text $0 }
        collecting && /\)/ && /[{;)]$/ {
            list = text; sub(/^[^(]*\(/, "", list); sub(/\)[^)]*$/, "", list)
            while (gsub(/\([^()]*\)/, "", list)) { }
            if (gsub(/,/, ",", list) > 4) { print FILENAME ":" start }
            collecting = 0
        }'
}

is 'no file over 600 lines' \
    "$(sources | xargs awk 'FNR == 601 { print FILENAME }')" ''
is 'no function over 100 lines' "$(functions | awk '$2 > 100')" ''
median=$(functions | awk '{ print $2 }' | sort -n |
    awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }')
echo "# median function: $median lines"
ok 'median function at most 15 lines' test "$median" -le 15
is 'at most five parameters' "$(parameters_over_five)" ''
is 'every source names its licence' \
    "$(sources | xargs grep -L '^/\* SPDX-License-Identifier: Apache-2.0 \*/$')" ''
is 'every source says what it is for' \
    "$(sources | xargs awk 'FNR == 2 && !/^\/\* / { print FILENAME }')" ''
is 'no folder of sources without README' \
    "$(find proto plugins gateway -name '*.c' -exec dirname {} + | sort -u |
        while read -r d; do [ -e "$d/README.md" ] || echo "$d"; done)" ''
tap_done

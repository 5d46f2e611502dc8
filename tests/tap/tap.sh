# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# TAP for shell tests; source it, and end with `tap_done`.
tap_count=0
tap_failures=0

# ok NAME COMMAND [ARG …]: passes if the command succeeds.
ok() {
    tap_name=$1
    shift
    tap_count=$((tap_count + 1))
    if "$@"; then
        echo "ok $tap_count - $tap_name"
    else
        tap_failures=$((tap_failures + 1))
        echo "not ok $tap_count - $tap_name"
        echo "# failed: $*"
    fi
}

# is NAME GOT WANT: passes if both are the same text.
is() {
    tap_count=$((tap_count + 1))
    if [ "$2" = "$3" ]; then
        echo "ok $tap_count - $1"
    else
        tap_failures=$((tap_failures + 1))
        echo "not ok $tap_count - $1"
        printf '%s\n' "$2" | sed 's/^/#  got /'
        printf '%s\n' "$3" | sed 's/^/# want /'
    fi
}

# skip COUNT WHY
skip() {
    tap_left=$1
    while [ "$tap_left" -gt 0 ]; do
        tap_count=$((tap_count + 1))
        echo "ok $tap_count # SKIP $2"
        tap_left=$((tap_left - 1))
    done
}

tap_done() {
    echo "1..$tap_count"
    [ "$tap_failures" -eq 0 ]
    exit
}

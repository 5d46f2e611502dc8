# SPDX-License-Identifier: Apache-2.0
# What a test gets from tests/tap/run, and what becomes of what it leaves
# behind.
. "$top_srcdir/tests/tap/tap.sh"

# run_script LINE …: a test of these lines; what it printed, and its status.
run_script() {
    printf '%s\n' "$@" >"$TEST_DIR/probe.sh"
    TMPDIR=$TEST_DIR DG_TEST_LIMIT=${limit:-60} \
        sh "$top_srcdir/tests/tap/run" "$TEST_DIR/probe.sh" 2>&1
    echo "status $?"
}

leftovers() {
    find "$TEST_DIR" -mindepth 1 -maxdepth 1 -name 'dutygate-test.*' | wc -l
}

is 'a directory of its own, one locale' \
    "$(run_script 'cd "$TEST_DIR" && ls -A && echo "$LC_ALL"')" 'C.UTF-8
status 0'
is 'the directory is gone' "$(leftovers)" 0

# The command substitution ends when the last writer of stdout does.
is 'a process left behind does not hold the run up' \
    "$(run_script 'sleep 1000 & echo $! >"$TEST_DIR/../pid"' 'echo end')" 'end
status 0'
ok 'the process has an id' test -s "$TEST_DIR/pid"
gone() {
    ! kill -0 "$1" 2>/dev/null || grep -q '^State:.Z' "/proc/$1/status"
}
ok 'and is gone' gone "$(cat "$TEST_DIR/pid")"

is 'a failure keeps the directory' \
    "$(run_script 'exit 3' | sed 's/[^.]*$//; /^$/d')" \
    "# kept: $TEST_DIR/dutygate-test."
is 'it is there' "$(leftovers)" 1
is 'and the status is the test'\''s' "$(run_script 'exit 3' | tail -n 1)" \
    'status 3'
is 'the time is limited' "$(limit=0.2 && run_script 'sleep 1000' | tail -n 1)" \
    'status 124'
tap_done

# SPDX-License-Identifier: Apache-2.0
# Sourced by tests of the command: runs it, and a gateway that answers from
# $script.
bin=$top_builddir/dutygate
script=$TEST_DIR/script
log=$TEST_DIR/log
unset DUTYGATE_SOCKET DUTYGATE_AS
fake_pid=

stop_fake() {
    if [ -n "$fake_pid" ]; then
        kill "$fake_pid"
        wait "$fake_pid" 2>/dev/null
        fake_pid=
    fi
}
trap stop_fake EXIT

start_fake() {
    stop_fake
    "$top_builddir/tests/fake/gateway" "ipc://$TEST_DIR/gateway.ipc" \
        "$script" "$log" >/dev/null 2>"$TEST_DIR/fake.err" &
    fake_pid=$!
}

# run [ARG …]: the command on the fake gateway; leaves $out, $err, $status.
run() {
    status=0
    out=$("$bin" --socket "$TEST_DIR/gateway.ipc" "$@" 2>"$TEST_DIR/err") ||
        status=$?
    err=$(cat "$TEST_DIR/err")
}

# requests MEMBER …: of each request so far, these members, as JSON.
requests() {
    jq -c "[$1]" "$log"
}

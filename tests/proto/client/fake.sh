# SPDX-License-Identifier: Apache-2.0
# Sourced by tests of the command: runs it, and a gateway that answers from
# $script.
bin=$top_builddir/dutygate
script=$TEST_DIR/script
log=$TEST_DIR/log
unset DUTYGATE_SOCKET DUTYGATE_AS
fake_pid=

# Keys for those who ask; the gateway checks none.
make_keys() {
    "$bin" keygen --gateway huishui department/bmj department/mzj \
        department/slj department/wjj keeper/bwb keeper/zrb operator/root \
        auditor/sj town/522731100000 town/522731101000 office/522731001001 \
        office/522731100201 office/522731101201 >/dev/null
}

stop_fake() {
    if [ -n "$fake_pid" ]; then
        kill "$fake_pid"
        wait "$fake_pid" 2>/dev/null
        fake_pid=
    fi
}
trap stop_fake EXIT

start_fake() {
    [ -d "$DUTYGATE_KEYS" ] || make_keys
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

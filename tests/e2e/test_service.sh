# SPDX-License-Identifier: Apache-2.0
# What the service manager is told, by a real gateway: a fake manager listens.
# And the unit: systemd's own tools judge it.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"

heard=$TEST_DIR/heard
python3 "$top_srcdir/tests/e2e/notify.py" "$TEST_DIR/notify" \
    "$gate_dir/run/gateway.ipc" 4 >"$heard" &
ear=$!
trap 'kill "$ear"; [ -z "$gate_pid" ] || kill -KILL "$gate_pid"' EXIT

# hear PATTERN [COUNT]: until the manager heard it, so many times in all.
hear() (
    gate_log=$heard
    gate_wait "$@"
)

# start [NAME=VALUE …]: a gateway under the manager; $$ is its own number.
start() {
    : >"$gate_log"
    env NOTIFY_SOCKET="$TEST_DIR/notify" "$@" sh -c \
        '[ "$WATCHDOG_PID" != self ] || export WATCHDOG_PID=$$
        exec "$0" -c "$1" 2>"$2"' "$top_builddir/dutygated" "$gate_conf" \
        "$gate_log" &
    gate_pid=$!
    gate_wait 'gateway\.ready'
}

ok 'the manager listens' hear listening
gate_write
ok 'a gateway starts' start WATCHDOG_USEC=4000000 WATCHDOG_PID=self
ok 'it is ready once the socket is bound' \
    hear '^READY=1 STATUS=serving; 1 entries bound$'
ok 'it feeds the watchdog' hear '^WATCHDOG=1 STATUS=serving; 1 entries' 3
is 'in time' "$(grep -c expired "$heard")" 0
ok 'everybody is enrolled' gate_enrol
is 'roster and list are admitted' "$(county_publish)" 'admit
admit'
ok 'it says how many entries there are' hear '^WATCHDOG=1 STATUS=serving; 4 '
kill -HUP "$gate_pid"
ok 'HUP: it says that it reloads' hear '^RELOADING=1 MONOTONIC_USEC=[0-9]*$'
ok 'and that it did' hear '^READY=1 STATUS=serving; 4 entries bound$'
kill -KILL "$(gate_worker)"
ok 'a worker that ended: the parent says so, and feeds' \
    hear '^WATCHDOG=1 STATUS=the worker ended; the next one starts soon$'
ok 'before the next one reads' hear '^WATCHDOG=1 STATUS=reading the journal$'
ok 'and is ready' hear '^READY=1 STATUS=serving; 5 entries bound$'
gate_stop
ok 'TERM: it says that it stops' hear '^STOPPING=1 STATUS=answering'

# ---- what the watchdog finds ----------------------------------------------------

ok 'a gateway starts on a disk that will not answer' start \
    WATCHDOG_USEC=4000000 IOERROR_TRIGGER="$TEST_DIR/trigger" \
    ASAN_OPTIONS=verify_asan_link_order=0 \
    LD_PRELOAD="$top_builddir/tests/fake/.libs/ioerror.so"
before=$(grep -c expired "$heard")
echo h >"$TEST_DIR/trigger"
task t1 zzb-01 zzb >"$TEST_DIR/t1"
ask "$TEST_DIR/t1" >/dev/null 2>&1 &
client=$!
ok 'a commit that hangs: the watchdog is not fed' hear '^expired' $((before + 1))
kill -HUP "$gate_pid"
ok 'though the loop turns' gate_wait 'gateway\.hangup'
ok 'the manager ends it' gate_kill
kill "$client" 2>/dev/null
wait "$client" 2>/dev/null
ok 'a gateway starts' start WATCHDOG_USEC=4000000
fed=$(grep -c '^WATCHDOG=1 STATUS=serving' "$heard")
ok 'and feeds' hear '^WATCHDOG=1 STATUS=serving' $((fed + 1))
before=$(grep -c expired "$heard")
kill -STOP "$(gate_worker)"
ok 'a loop that stands still: the watchdog is not fed' \
    hear '^expired' $((before + 1))
kill -CONT "$(gate_worker)"
gate_stop

# ---- who does not want it ---------------------------------------------------------

fed=$(grep -c '^WATCHDOG' "$heard")
ok "a gateway starts under somebody else's watchdog" start \
    WATCHDOG_USEC=200000 WATCHDOG_PID=1
# The first ping would come with the first turn of the loop.
for turn in 1 2; do
    ask "$TEST_DIR/t1" >/dev/null
    kill -HUP "$gate_pid"
    gate_wait 'gateway\.hangup' $turn
done
gate_stop
is 'it does not feed that' "$(grep -c '^WATCHDOG' "$heard")" "$fed"
ok 'a gateway starts whose manager is gone' start \
    NOTIFY_SOCKET="$TEST_DIR/nobody"
gate_stop
is 'and ends' "$gate_status" 0

# ---- the unit ---------------------------------------------------------------------

if ! command -v systemd-analyze >/dev/null; then
    skip 3 'no systemd-analyze here'
    tap_done
fi
mkdir "$TEST_DIR/unit"
unit=$TEST_DIR/unit/dutygated.service
sed "s|^ExecStart=.*|ExecStart=$(command -v true)|" \
    "$top_builddir/gateway/systemd/dutygated.service" >"$unit"
is 'the unit has no fault' \
    "$(systemd-analyze verify --man=no "$unit" 2>&1 | grep dutygated)" ''
ok 'the unit starts what is installed' grep -q \
    '^ExecStart=/.*/dutygated -c /.*/dutygate/dutygated.conf$' \
    "$top_builddir/gateway/systemd/dutygated.service"
if systemd-analyze security --offline=true --threshold=20 "$unit" \
    >"$TEST_DIR/security" 2>&1; then
    ok 'its exposure is at most 2.0' true
else
    tail -n 1 "$TEST_DIR/security" >&2
    ok 'its exposure is at most 2.0' false
fi
tap_done

# SPDX-License-Identifier: Apache-2.0
# A gateway for end-to-end tests, in $TEST_DIR; source it after tap.sh. Nothing
# here sleeps: the log is followed until it says what is waited for.

gate_dir=$TEST_DIR/gate
gate_conf=$gate_dir/dutygated.conf
gate_log=$gate_dir/log
gate_url=ipc://$gate_dir/run/gateway.ipc
gate_limit=20 # seconds that any one thing may take
county=$top_srcdir/tests/data/huishui
gate_env= # NAME=VALUE … for the gateway
gate_pid=
trap '[ -z "$gate_pid" ] || kill "$gate_pid"' EXIT

# Without them nothing fails, so that tests of failures would.
if [ ! -e "$top_builddir/tests/fake/.libs/ioerror.so" ]; then
    echo 'Bail out! tests/fake is not built: make check'
    exit 99
fi

# gate_write [LINE …]: a fresh configuration with these lines besides.
gate_write() {
    mkdir -p "$gate_dir/plugins"
    # A build may be writable by a group, which the gateway does not accept.
    install -m 755 "$top_builddir"/plugins/*/.libs/*.so \
        "$top_builddir"/tests/fake/.libs/broken_*.so \
        "$top_builddir"/tests/fake/.libs/crashing.so "$gate_dir/plugins"
    {
        echo 'gateway = "huishui"'
        echo 'state_dir = "state"'
        echo 'runtime_dir = "run"'
        echo 'plugin_dir = "plugins"'
        [ $# -eq 0 ] || printf '%s\n' "$@"
    } >"$gate_conf"
}

# gate_wait PATTERN [COUNT]: until COUNT (1) lines of the log match, which may
# come to be meanwhile.
gate_wait() {
    gate_fifo=$TEST_DIR/follow
    rm -f "$gate_fifo"
    mkfifo "$gate_fifo"
    tail -n +1 -F "$gate_log" >"$gate_fifo" 2>/dev/null &
    gate_tail=$!
    gate_seen=$(timeout "$gate_limit" grep -c -m "${2:-1}" -e "$1" <"$gate_fifo")
    kill "$gate_tail" 2>/dev/null
    wait "$gate_tail" 2>/dev/null
    [ "$gate_seen" -eq "${2:-1}" ]
}

# gate_start: in the background; returns when it is ready, or has refused.
gate_start() {
    : >"$gate_log"
    env $gate_env "$top_builddir/dutygated" -c "$gate_conf" 2>"$gate_log" &
    gate_pid=$!
    gate_wait 'gateway\.ready\|worker\.exit' && grep -q gateway.ready "$gate_log"
}

# gate_end: waits for the gateway to end; its exit status is in gate_status.
gate_end() {
    wait "$gate_pid" 2>/dev/null
    gate_status=$?
    gate_pid=
}

# gate_stop: ends it by TERM.
gate_stop() {
    kill -TERM "$gate_pid"
    gate_end
}

# gate_kill: ends it by KILL, if it still runs, and waits for its worker's end.
gate_kill() {
    kill -KILL "$gate_pid" 2>/dev/null
    gate_end
    timeout "$gate_limit" flock "$gate_dir/run/gateway.lock" true
}

# gate_worker: the process id of the newest worker.
gate_worker() {
    sed -n 's/.* gateway\.start .* pid=//p' "$gate_log" | tail -n 1
}

# gate_says: the log without times and process ids.
gate_says() {
    sed -e 's/^[^ ]* //' -e 's/ pid=[0-9]*//' "$gate_log"
}

# gate_refusal: starts a gateway that must refuse; prints status and reason.
gate_refusal() {
    "$top_builddir/dutygated" -c "$gate_conf" 2>"$gate_dir/refusal"
    echo $?
    sed -n 's/.* gateway\.refused //p' "$gate_dir/refusal"
}

# ask FILE|-: one request, its reply on stdout.
ask() {
    nngcat --req --dial "$gate_url" --send-timeout "$gate_limit" \
        --recv-timeout "$gate_limit" --raw --file "$1"
}

# settled: answers without the proofs in their receipts, which are those of the
# newest checkpoint each time.
settled() {
    jq -c 'del(.receipt?.path, .receipt?.checkpoint)'
}

# storm KIND …: peers that behave so; see storm.py.
storm() {
    python3 "$top_srcdir/tests/e2e/storm.py" "$gate_dir/run/gateway.ipc" "$@"
}

# burst FILE [SIGNAL PID COUNT]: its lines at once.
burst() {
    storm burst "$@"
}

# journal SQL: what the journal's file says, a line of text for each row.
journal() {
    sqlite3 -readonly "$gate_dir/state/journal.db" "$1"
}

# task ID DUTY DEPARTMENT [TITLE]: a task.publish for the whole county.
task() {
    jq -cn --arg id "$1" --arg duty "$2" --arg source "department/$3" \
        --arg title "${4:-关于做好有关工作的通知}" \
        --arg due "$(TZ=Asia/Shanghai date -d '+30 days' +%F)" \
        '{specversion: "1.0", id: $id, source: $source,
          type: "dutygate.task.publish.v1",
          data: {duty: $duty, title: $title, due: $due,
                 audience: {prefixes: ["522731"]}}}'
}

# county_publish: roster and list of the sample county; prints both decisions.
county_publish() {
    for county_event in roster list; do
        ask "$county/$county_event.jsonl" | jq -r .verdict
    done
}

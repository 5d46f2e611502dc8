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
client_env= # likewise for clients, as when the clock is another
gate_pid=
gate_people=$TEST_DIR/people # who is enrolled, as an enrolment says it
trap '[ -z "$gate_pid" ] || kill "$gate_pid"' EXIT

# Without them nothing fails, so that tests of failures would.
if [ ! -e "$top_builddir/tests/fake/.libs/ioerror.so" ]; then
    echo 'Bail out! tests/fake is not built: make check'
    exit 99
fi

# dutygate ARGUMENT …: the command, as clients see it.
dutygate() {
    env $client_env "$top_builddir/dutygate" "$@"
}

# Everybody in these tests has a key in $DUTYGATE_KEYS: all departments and towns
# of the county, and whom $gate_besides names, too.
gate_keygen() {
    gate_root=$(dutygate --json keygen --gateway huishui root/huishui |
        jq -r '.officers[0].key')
    dutygate --json keygen --gateway huishui --name 经办人 \
        $(jq -r '(.data.departments[] | "department/" + .code),
            (.data.offices[].code | select(endswith("000")) | "town/" + .)' \
            "$county/roster.jsonl") \
        office/522731001001 office/522731003002 office/522731102213 \
        keeper/bwb keeper/huishui keeper/jfb auditor/sjj \
        operator/huishui operator/zx $gate_besides >"$gate_people"
}

# gate_enrol: they are enrolled, in one message.
gate_enrol() {
    jq -cs '{specversion: "1.0", id: "enrol", source: "root/huishui",
        type: "dutygate.principal.enrol.v1",
        data: {principals: map(.name = .principal)}}' "$gate_people" |
        ask - | grep -q '"verdict":"admit"'
}

# gate_write [LINE …]: a fresh configuration with these lines besides.
gate_write() {
    [ -e "$gate_people" ] || gate_keygen
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
        echo "root_keys = {\"$gate_root\"}"
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

# gate_start: in the background; returns when it is ready, and on a new journal
# knows everybody; or when it has refused.
gate_start() {
    gate_new=$([ -s "$gate_dir/state/journal.db" ] || echo yes)
    : >"$gate_log"
    env $gate_env "$top_builddir/dutygated" -c "$gate_conf" 2>"$gate_log" &
    gate_pid=$!
    gate_wait 'gateway\.ready\|worker\.exit' &&
        grep -q gateway.ready "$gate_log" || return 1
    [ -z "$gate_new" ] || gate_enrol
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

# descriptors, memory_kib: what that worker has.
descriptors() {
    ls "/proc/$(gate_worker)/fd" | wc -l
}
memory_kib() {
    awk '/^VmRSS/ { print $2 }' "/proc/$(gate_worker)/status"
}

# grew_less KIB: true if its memory is at most so much more than $memory.
# Sanitizers keep what was freed.
grew_less() {
    grep -q __asan_init "$top_builddir/dutygated" ||
        test "$(memory_kib)" -lt $((memory + $1))
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

# sign FILE|-: its lines, each an event or an array of them, as signed messages.
sign() {
    dutygate sign "$1"
}

# send FILE|-: one message as it is, its reply on stdout.
send() {
    nngcat --req --dial "$gate_url" --send-timeout "$gate_limit" \
        --recv-timeout "$gate_limit" --raw --file "$1"
}

# settled: answers without the proofs in their receipts, which are those of the
# newest checkpoint each time.
settled() {
    jq -c 'del(.receipt?.path, .receipt?.checkpoint)'
}

# plain: of replies, a line each, that of a single event without the array around
# it; each answer settled.
plain() {
    jq -c --unbuffered 'def settled: del(.receipt?.path, .receipt?.checkpoint);
        if type != "array" then settled
        elif length == 1 then .[0] | settled
        else map(settled) end'
}

# ask FILE|-: one event, or an array of them, signed; the reply on stdout, plain.
ask() {
    cat "$1" | tr '\n' ' ' | sign - | tr -d '\n' | send - | plain
}

# storm KIND …: peers that behave so; see storm.py. They come to $storm_at, or
# to the gateway's own socket.
storm() {
    python3 "$top_srcdir/tests/e2e/storm.py" \
        "${storm_at:-$gate_dir/run/gateway.ipc}" "$@"
}

# A loopback address for this test alone, so that no other test, and no
# connection from 127.0.0.1, takes a port between its choice and its use.
gate_host=127.$(($$ / 65536 + 1)).$(($$ / 256 % 256)).$(($$ % 256))

# free_ports COUNT: so many ports of $gate_host that nobody listens at.
free_ports() {
    python3 -c 'import socket, sys
sockets = [socket.create_server((sys.argv[1], 0)) for _ in range(int(sys.argv[2]))]
print(*(s.getsockname()[1] for s in sockets))' "$gate_host" "$1"
}

# burst FILE [SIGNAL PID COUNT]: its lines, signed, at once; replies plain.
burst() {
    burst_lines=$(mktemp "$TEST_DIR/signed.XXXXXX")
    sign "$1" >"$burst_lines"
    shift
    storm burst "$burst_lines" "$@" | plain
    rm "$burst_lines"
}

# flood WINDOW FILE: likewise, but only so many are unanswered at a time.
flood() {
    flood_lines=$(mktemp "$TEST_DIR/signed.XXXXXX")
    sign "$2" >"$flood_lines"
    storm flood "$1" "$flood_lines" | plain
    rm "$flood_lines"
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

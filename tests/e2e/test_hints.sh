# SPDX-License-Identifier: Apache-2.0
# Hints of a real gateway, as a foreign subscriber sees them, and what becomes
# of a subscriber that is strange, sleeps, or is one of very many.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"

hints_url=ipc://$gate_dir/run/hints.ipc

# subscribe NAME COUNT TOPIC …: a foreign subscriber that ends after COUNT
# hints; returns when the gateway knows of it.
subscribers=0
subscribe() {
    subscriber=$1
    count=$2
    shift 2
    topics=
    for topic in "$@"; do
        topics="$topics --subscribe $topic"
    done
    nngcat --sub --dial "$hints_url" --count "$count" $topics --format quoted \
        --recv-timeout "$gate_limit" >"$TEST_DIR/$subscriber.hints" &
    subscriber_pid=$!
    subscribers=$((subscribers + 1))
    gate_wait 'hints\.hello' "$subscribers"
}

sequence() {
    jq .receipt.sequence "$TEST_DIR/answer"
}

gate_write 'log_level = "debug"' 'access_list { rule frequency { mode = "off" } }'
ok 'it starts' gate_start
is 'the socket is for owner and group' \
    "$(stat -c '%a' "$gate_dir/run/hints.ipc")" 660
is 'roster and list are admitted' "$(county_publish)" 'admit
admit'

# ---- foreign subscribers --------------------------------------------------------

ok 'nngcat subscribes' subscribe all 2 '|' '522731|'
task t1 zzb-01 zzb | ask - >"$TEST_DIR/answer"
wait "$subscriber_pid"
is 'nngcat: a hint for everybody, then one for the county' \
    "$(cat "$TEST_DIR/all.hints")" "\"|0\"
\"522731|$(sequence)\""
mkfifo "$TEST_DIR/nanocat"
nanocat --sub --connect "$hints_url" --subscribe '|' --raw >"$TEST_DIR/nanocat" &
nanocat_pid=$!
subscribers=$((subscribers + 1))
is 'nanocat: the first hint is for everybody' \
    "$(timeout "$gate_limit" head -c 2 "$TEST_DIR/nanocat")" "|$(sequence)"
kill "$nanocat_pid"

# address AUDIENCE: the task on stdin, to others.
address() {
    jq -c --argjson audience "$1" '.data.audience = $audience'
}
ok 'a member of a group subscribes' subscribe member 1 '522731003002|'
task t2 zzb-01 zzb | address '{"groups": ["易地搬迁安置社区"]}' | ask - \
    >"$TEST_DIR/answer"
wait "$subscriber_pid"
is 'a task for the group is hinted at' "$(cat "$TEST_DIR/member.hints")" \
    "\"522731003002|$(sequence)\""

# ---- strangers ------------------------------------------------------------------

worker=$(gate_worker)
python3 - "$gate_dir/run/hints.ipc" <<'END'
import socket
import sys

for words in (b"\0SP\0\0\x30\0\0", b"\0SP\0\0\x21\0\0\1" + bytes(8),
              b"GET / HTTP/1.1\r\n\r\n"):
    peer = socket.socket(socket.AF_UNIX)
    peer.settimeout(20)
    peer.connect(sys.argv[1])
    peer.sendall(words)
    try:
        while peer.recv(64):
            pass
    except ConnectionResetError:
        pass
END
is 'strangers are hung up on' $? 0
task t1 zzb-01 zzb >"$TEST_DIR/task"
is 'and end nothing' "$(ask "$TEST_DIR/task" | jq -r .verdict) $(gate_worker)" \
    "admit $worker"

# ---- followers ------------------------------------------------------------------

# follow NAME [ARG …]: in the background, as the office 522731003002.
follow() {
    follow_name=$1
    shift
    "$top_builddir/dutygate" --socket "$gate_dir/run" \
        --as office/522731003002 inbox --follow "$@" \
        >"$TEST_DIR/$follow_name" 2>"$TEST_DIR/$follow_name.err" &
    follower=$!
}
# shows NAME PATTERN [COUNT]: until the follower printed so many such lines.
shows() {
    (gate_log=$TEST_DIR/$1 && gate_wait "$2" "${3:-1}")
}
without_time() {
    sed -E 's/^[0-9-]{10} [0-9:]{8} //' "$1"
}

# Nothing is looked for without a hint.
follow a --every 86400
subscribers=$((subscribers + 1))
ok 'a follower prints the inbox' shows a ': 2 open'
task t3 zzb-01 zzb 关于做好防汛工作的通知 | ask - >"$TEST_DIR/answer"
ok 'and what is new, when a hint says so' shows a ' new '
seen=$(sequence)
jq -cn --argjson task "$seen" '{specversion: "1.0", id: "w3",
    source: "department/zzb", type: "dutygate.task.withdraw.v1",
    data: {task: $task}}' | ask - >/dev/null
ok 'what is withdrawn is gone' shows a ' gone '
gate_stop
ok 'the gateway starts again' gate_start
task t4 zzb-01 zzb | ask - >"$TEST_DIR/answer"
ok 'the follower goes on' shows a ' new ' 2
kill -KILL "$(gate_worker)"
ok 'a killed worker is started again' gate_wait 'gateway\.ready' 2
task t5 zzb-01 zzb | ask - >"$TEST_DIR/answer"
ok 'the follower goes on' shows a ' new ' 3
kill "$follower"
wait "$follower"
is 'TERM ends it with 0' $? 0
due=$(TZ=Asia/Shanghai date -d '+30 days' +%F)
department=$(jq -r '.data.departments[] | select(.code == "zzb").name' \
    "$county/roster.jsonl")
last=$(sequence)
is 'each change on a line' "$(without_time "$TEST_DIR/a" | tail -n 4)" \
    "new $seen $due $department zzb-01 关于做好防汛工作的通知
gone $seen $due $department zzb-01 关于做好防汛工作的通知
new $((last - 2)) $due $department zzb-01 关于做好有关工作的通知
new $last $due $department zzb-01 关于做好有关工作的通知"
is 'and nothing to complain of' "$(cat "$TEST_DIR/a.err")" ''

# ---- one sleeps, while hints come in floods ---------------------------------------

# 216 offices, each by its code, in 463 tasks: 100,008 hints.
audience=$(jq -c '{codes: [.data.offices[].code |
    select(endswith("000") | not)]}' "$county/roster.jsonl")
task flood-PLACE zzb-01 zzb | address "$audience" >"$TEST_DIR/task"
for number in $(seq 463); do
    sed "s/PLACE/$number/" "$TEST_DIR/task"
done >"$TEST_DIR/flood.jsonl"

follow b --every 86400
ok 'a follower prints the inbox' shows b ': 4 open'
kill -STOP "$follower"
before=$(descriptors)
memory=$(memory_kib)
is 'the gateway takes 463 tasks meanwhile' \
    "$(burst "$TEST_DIR/flood.jsonl" | jq -r .verdict | sort | uniq -c |
        awk '{ print $1, $2 }')" '463 admit'
is 'it has no descriptor more' "$(descriptors)" "$before"
echo "# memory grew by $(($(memory_kib) - memory)) KiB"
ok 'and little more memory' grew_less 32768
kill -CONT "$follower"
ok 'who sleeps catches up' shows b ' new ' 463
kill "$follower"
wait "$follower"
is 'TERM ends it with 0' $? 0

# ---- no hints: looking all the same ------------------------------------------------

mv "$gate_dir/run/hints.ipc" "$gate_dir/run/elsewhere"
follow c --every 0.1
ok 'a follower prints the inbox' shows c ': 467 open'
task t6 zzb-01 zzb | ask - >"$TEST_DIR/answer"
ok 'and what is new, without a hint' shows c ' new '
is 'it said so' "$(cat "$TEST_DIR/c.err")" \
    'dutygate: inbox: no hints here; looking every 0.1 s'
kill "$follower"
tap_done

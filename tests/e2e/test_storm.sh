# SPDX-License-Identifier: Apache-2.0
# Floods, peers that say nothing, rubbish and hang-ups on the socket, while
# others are served; then descriptors and memory are what they were. With
# STORM_OVER=tcp all of them, and those who are served, come over tcp://.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"

# tasks PREFIX COUNT: so many tasks, a line each.
tasks() {
    task PLACE zzb-01 zzb | awk -v prefix="$1" -v count="$2" '{
        for (i = 1; i <= count; i++) {
            line = $0; sub(/PLACE/, prefix i, line); print line } }'
}

# served NUMBER: one more task is admitted.
served() {
    task "served-$1" zzb-01 zzb >"$TEST_DIR/task"
    is "$1: another client is served" \
        "$(ask "$TEST_DIR/task" | jq -r .verdict)" admit
}

# settles COUNT: true as soon as there are at most so many descriptors. nanomsg
# closes a connection some time after its peer; each look asks the gateway.
settles() {
    end=$(($(date +%s) + gate_limit))
    while [ "$(date +%s)" -lt $end ]; do
        ask "$TEST_DIR/task" >/dev/null
        [ "$(descriptors)" -gt "$1" ] || return 0
    done
    return 1
}

# hold NAME COUNT KIND: peers that stay, while another is served.
hold() {
    mkfifo "$TEST_DIR/leash.$1"
    storm hold "$2" "$3" <"$TEST_DIR/leash.$1" >"$TEST_DIR/held.$1" &
    peers=$!
    exec 8>"$TEST_DIR/leash.$1"
    (gate_log=$TEST_DIR/held.$1 gate_wait held)
    is "$1: $2 of them stand" "$(cat "$TEST_DIR/held.$1")" held
    ok "$1: each has a descriptor" test "$(descriptors)" -ge $((calm + $2))
    served "$1"
    echo "# $1: $(memory_kib) KiB"
    ok "$1: and little memory" grew_less 65536
    exec 8>&-
    wait $peers
    ok "$1: they leave, and their descriptors are free" settles $calm
}

# left: how often the event of those who left is in the journal.
left() {
    journal "SELECT count(*) FROM envelope
        WHERE CAST(bytes AS TEXT) LIKE '%\"left1\"%'"
}

listen=
if [ "$STORM_OVER" = tcp ]; then
    port=$(free_ports 1)
    listen="listen = {\"tcp://$gate_host:$port\"}"
    storm_at=tcp:$gate_host:$port
    gate_url=tcp://$gate_host:$port
fi
gate_write "$listen" 'access_list { rule frequency { mode = "off" } }'
ok 'it starts' gate_start
is 'roster and list are admitted' "$(county_publish)" 'admit
admit'
tasks warm 500 >"$TEST_DIR/warm"
flood 64 "$TEST_DIR/warm" >/dev/null
served before
is 'its answer is known' "$(ask "$TEST_DIR/task" | jq -r .verdict)" admit
calm=$(descriptors)
memory=$(memory_kib)
worker=$(gate_worker)
echo "# $calm descriptors, $memory KiB"

# ---- a flood ------------------------------------------------------------------------

clients='a b c d e f'
for client in $clients; do
    tasks $client 1500 >"$TEST_DIR/tasks.$client"
    flood 128 "$TEST_DIR/tasks.$client" >"$TEST_DIR/flood.$client" &
    floods="$floods $!"
done
tasks other 20 >"$TEST_DIR/tasks.other"
(gate_log=$TEST_DIR/flood.a gate_wait receipt)
flood 1 "$TEST_DIR/tasks.other" >"$TEST_DIR/flood.other"
wait $floods
is 'the flood: every event is admitted' "$(cat "$TEST_DIR"/flood.? |
    jq -r .verdict | sort | uniq -c | tr -s ' ')" ' 9000 admit'
is 'and every one of the other client' \
    "$(jq -r .verdict "$TEST_DIR/flood.other" | sort | uniq -c | tr -s ' ')" \
    ' 20 admit'
# Between two answers of a client that waits for each lie at most the messages
# that were outstanding (6 * 128), once for its way in and once for the commit.
widest=$(jq .receipt.sequence "$TEST_DIR/flood.other" |
    awk 'NR > 1 && $1 - last > most { most = $1 - last } { last = $1 }
        END { print most }')
echo "# at most $widest messages from answer to answer"
ok 'which never waited for more than what was outstanding' \
    test "$widest" -le $((2 * 6 * 128))
ok 'afterwards: descriptors' settles $calm

# ---- peers that say nothing -----------------------------------------------------------

memory=$(memory_kib)
hold 'mute peers' 300 mute
hold 'half-open peers' 300 greeting
hold 'messages that stop' 300 partial

# ---- rubbish ----------------------------------------------------------------------------

storm garbage 2000 &
peers=$!
for turn in 1 2 3 4 5; do
    served "rubbish-$turn"
done
wait $peers
is 'rubbish: all of it was sent' $? 0
ok 'rubbish: descriptors' settles $calm
tasks left 1 >"$TEST_DIR/left"
sign "$TEST_DIR/left" >"$TEST_DIR/left.signed"
storm leave 1000 "$TEST_DIR/left.signed" &
peers=$!
for turn in 1 2 3 4 5; do
    served "hang-ups-$turn"
done
wait $peers
is 'hang-ups: all were made' $? 0
ok 'hang-ups: descriptors' settles $calm
# nanomsg may drop a message with its connection; and all that was taken was
# decided before the next client is answered.
served hang-ups
ok 'what those sent who left counts at most once' test "$(left)" -le 1
is 'asked again, it is decided' "$(ask "$TEST_DIR/left" | jq -r .verdict)" admit
is 'and counts once' "$(left)" 1
echo "# $(memory_kib) KiB"
ok 'memory is about what it was' grew_less 32768
is 'it is the same worker' "$(gate_worker)" "$worker"
is 'the log has not a word of it' \
    "$(gate_says | grep -v 'gateway\.\|bus\.open\|hints\.open')" ''

if [ "$STORM_OVER" = tcp ]; then
    gate_stop
    is 'TERM ends it with 0' "$gate_status" 0
    tap_done
fi

# ---- what nanomsg does not bear ----------------------------------------------------------

storm bad
ok 'a frame of a wrong type ends the worker, and there is another' \
    gate_wait 'gateway\.ready' 2
task after zzb-01 zzb >"$TEST_DIR/task"
is 'which goes on' \
    "$(ask "$TEST_DIR/task" | jq -r .verdict)" admit
is 'the log says so' "$(gate_says | grep '^warn')" 'warn worker.exit signal=6'
gate_stop
is 'TERM ends it with 0' "$gate_status" 0
tap_done

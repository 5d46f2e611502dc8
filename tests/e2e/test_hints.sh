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
tap_done

# SPDX-License-Identifier: Apache-2.0
# The clock is stepped by hours, forwards and back, while the gateway runs and
# between its starts: the times of receipts never decrease, nothing is refused
# for it, and what has its time goes on.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"

clock=$TEST_DIR/clock
gate_env="CLOCK_FILE=$clock LD_PRELOAD=$top_builddir/tests/fake/.libs/clock.so
    ASAN_OPTIONS=verify_asan_link_order=0"
client_env=$gate_env
receipts=$TEST_DIR/receipts

# step SECONDS: the clock is off by so much from here on.
step() {
    echo "$1" >"$clock.new"
    mv "$clock.new" "$clock"
}

# publish ID: prints the verdict, and keeps the receipt.
publish() {
    task "$1" zzb-01 zzb >"$TEST_DIR/task"
    ask "$TEST_DIR/task" >"$TEST_DIR/answer"
    jq -c '[.receipt.sequence, .receipt.time]' "$TEST_DIR/answer" >>"$receipts"
    jq -r .verdict "$TEST_DIR/answer"
}

# hour: that of the last receipt, as hours from now, rounded.
hour() {
    then=$(tail -n 1 "$receipts" | jq -r '.[1]')
    echo $((($(date -d "$then" +%s) - $(date +%s) + 36000000 + 1800) / 3600 - 10000))
}

# ticks: how often the gateway's clock turned.
ticks() {
    dutygate --socket "$gate_dir/run/gateway.ipc" \
        --as operator/zx --json status |
        jq '.result.counters.dutygate_ticks_total[0].value'
}

# goes_on: true as soon as the gateway's own clock turned twice.
goes_on() {
    turns=$(ticks)
    end=$(($(date +%s) + gate_limit))
    while [ "$(date +%s)" -lt $end ]; do
        [ "$(ticks)" -lt $((turns + 2)) ] || return 0
    done
    return 1
}

step 0
gate_write 'access_list { rule frequency { mode = "off" } }'
ok 'it starts' gate_start
is 'roster and list are admitted' "$(county_publish)" 'admit
admit'
is 'a task is admitted' "$(publish t1) $(hour)" 'admit 0'
first=$(cat "$TEST_DIR/answer")
step 18000
is 'five hours on: admitted, at that time' "$(publish t2) $(hour)" 'admit 5'
ok 'what has its time goes on' goes_on
step -18000
is 'ten hours back: admitted, at the latest time' \
    "$(publish t3) $(hour)" 'admit 5'
ok 'what has its time goes on' goes_on
is 'an inbox is read' "$(dutygate \
    --socket "$gate_dir/run/gateway.ipc" --as office/522731001001 --json inbox |
    jq .result.open)" 3
is 'a known id has its receipt' \
    "$(task t1 zzb-01 zzb >"$TEST_DIR/task" && ask "$TEST_DIR/task")" "$first"
step 7200
is 'two hours off: still the latest time' "$(publish t4) $(hour)" 'admit 5'
step 21600
is 'past the latest: the clock counts again' "$(publish t5) $(hour)" 'admit 6'

# ---- across a start ----------------------------------------------------------------

step -86400
gate_stop
is 'TERM ends it with 0' "$gate_status" 0
ok 'it starts a day before its own journal' gate_start
is 'a task is admitted, at the latest time' "$(publish t6) $(hour)" 'admit 6'
ok 'what has its time goes on' goes_on
kill -KILL "$(gate_worker)"
ok 'a killed worker is started again' gate_wait 'gateway\.ready' 2
is 'a task is admitted' "$(publish t7) $(hour)" 'admit 6'
step 0
is 'at the right time again: the latest one holds' \
    "$(publish t8) $(hour)" 'admit 6'
is 'the times of receipts never decrease' \
    "$(sort -n -t , -k 1.2 "$receipts" | jq -r '.[1]' | sort -c 2>&1)" ''
is 'nor do those of the journal' "$(journal 'SELECT count(*) FROM entry a
    JOIN entry b ON b.sequence = a.sequence + 1 WHERE b.time < a.time')" 0
gate_stop
is 'TERM ends it with 0' "$gate_status" 0
tap_done

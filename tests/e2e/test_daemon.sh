# SPDX-License-Identifier: Apache-2.0
# A gateway's life: foreign clients, signals, restarts, and a second gateway
# that wants the same places.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"

gate_write
ok 'it starts' gate_start
is 'roster and list of the county are admitted' "$(county_publish)" 'admit
admit'
task t1 zzb-01 zzb >"$TEST_DIR/t1"
first=$(ask "$TEST_DIR/t1" | settled)
is 'nngcat: a task for all offices' \
    "$(echo "$first" | jq -r '[.verdict, .offices] | @text')" '["admit",216]'
inbox='{"specversion":"1.0","id":"i1","source":"office/522731001001",
    "type":"dutygate.inbox.read.v1","data":{}}'
is 'nanocat: an office reads it' \
    "$(nanocat --req --connect "$gate_url" --recv-timeout $gate_limit --raw \
        --data "$(echo $inbox | sign -)" | jq -r '.[].result.tasks[].title')" '关于做好有关工作的通知'

is 'it takes as many connections as it is allowed' \
    "$(awk '/Max open files/ { print $4 == $5 }' "/proc/$(gate_worker)/limits")" 1

# ---- a second gateway --------------------------------------------------------

other=$TEST_DIR/other.conf
sed "s|\"run\"|\"$TEST_DIR/run\"|; s|\"state\"|\"$gate_dir/state\"|
    s|\"plugins\"|\"$gate_dir/plugins\"|" "$gate_conf" >"$other"
is 'a second gateway on the journal is refused' \
    "$(gate_conf=$other gate_refusal)" "69
status=69 why=\"journal $gate_dir/state is in use by process $(gate_worker)\""
sed "s|\"state\"|\"$TEST_DIR/state\"|; s|\"run\"|\"$gate_dir/run\"|
    s|\"plugins\"|\"$gate_dir/plugins\"|" "$gate_conf" >"$other"
is 'a second gateway on the socket is refused' \
    "$(gate_conf=$other gate_refusal)" "69
status=69 why=\"runtime_dir $gate_dir/run: another gateway is bound there\""
is 'the first one goes on' "$(ask "$TEST_DIR/t1" | settled)" "$first"

# ---- signals and restarts ------------------------------------------------------

kill -HUP "$gate_pid"
ok 'HUP is logged' gate_wait 'gateway\.hangup'
kill -KILL "$(gate_worker)"
ok 'a killed worker is started again' gate_wait 'gateway\.ready' 2
is 'and remembers: the same id, the first receipt' \
    "$(ask "$TEST_DIR/t1" | settled)" "$first"
gate_stop
is 'TERM ends it with 0' "$gate_status" 0
is 'the log says all this' "$(gate_says)" \
    "info gateway.start config=$gate_conf
info key.made kid=$(jq -r .kid "$gate_dir/state/gateway.jwk") \
file=\"$gate_dir/state/gateway.jwk\"
info bus.open url=$gate_url
info hints.open url=${gate_url%gateway.ipc}hints.ipc
info gateway.ready gateway=huishui entries=0
info gateway.hangup
warn worker.exit signal=9
info worker.restart delay_ms=1000
info gateway.start config=$gate_conf
info bus.open url=$gate_url
info hints.open url=${gate_url%gateway.ipc}hints.ipc
info gateway.ready gateway=huishui entries=5
info gateway.stop reason=TERM
info worker.exit status=0"

ok 'it starts again' gate_start
is 'with everything it had' "$(ask "$TEST_DIR/t1" | settled)" "$first"
ok 'a killed parent takes the worker along' gate_kill
ok 'and another gateway may start' gate_start
is 'with everything it had' "$(ask "$TEST_DIR/t1" | settled)" "$first"
kill -INT "$gate_pid"
gate_end
is 'INT ends it with 0' "$gate_status" 0
tap_done

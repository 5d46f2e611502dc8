# SPDX-License-Identifier: Apache-2.0
# A gateway that listens at several places: foreign clients and subscribers over
# tcp://, what is refused, and more connections than there are descriptors.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"
set -- $(free_ports 2)
url=tcp://$gate_host:$1 hints_url=tcp://$gate_host:$2

gate_write 'log_level = "debug"' \
    "listen = {\"$url\", \"ipc://$TEST_DIR/more/a.ipc\"}" \
    "listen_hints = {\"$hints_url\"}" \
    'access_list { rule frequency { mode = "off" } }'
ok 'it starts' gate_start
is 'it says where it listens' \
    "$(gate_says | sed -n 's/.*\(bus\|hints\)\.open/\1/p')" \
    "bus url=ipc://$gate_dir/run/gateway.ipc
bus url=$url
bus url=ipc://$TEST_DIR/more/a.ipc
hints url=ipc://$gate_dir/run/hints.ipc
hints url=$hints_url"
is 'each ipc:// socket is for owner and group' \
    "$(stat -c %a "$gate_dir/run/gateway.ipc" "$TEST_DIR/more/a.ipc")" '660
660'
is 'roster and list are admitted' "$(county_publish)" 'admit
admit'

# ---- foreign clients -----------------------------------------------------------

# carried URL ID: a task, signed, carried there by nngcat; its verdict.
carried() {
    task "$2" zzb-01 zzb >"$TEST_DIR/$2"
    (gate_url=$1 ask "$TEST_DIR/$2") | jq -r .verdict
}
nngcat --sub --dial "$hints_url" --subscribe '|' --subscribe '522731|' \
    --format quoted --count 2 --recv-timeout "$gate_limit" \
    >"$TEST_DIR/hints" &
nng=$!
ok 'nngcat subscribes over tcp' gate_wait 'hints\.hello'
is 'nngcat asks over tcp' "$(carried "$url" t1)" admit
wait $nng
is 'and gets its hints' "$(sed 's/[0-9]*"$/N/' "$TEST_DIR/hints")" '"|N
"522731|N'
task t2 zzb-01 zzb | tr -d '\n' | sign - | tr -d '\n' >"$TEST_DIR/t2"
is 'nanocat asks over tcp' \
    "$(nanocat --req --connect "$url" --recv-timeout $gate_limit --raw \
        --file "$TEST_DIR/t2" | plain | jq -r .verdict)" admit
mkfifo "$TEST_DIR/nanocat"
nanocat --sub --connect "$hints_url" --subscribe '|' --raw \
    >"$TEST_DIR/nanocat" &
nanocat_pid=$!
is 'nanocat gets hints over tcp' \
    "$(timeout "$gate_limit" head -c 1 "$TEST_DIR/nanocat")" '|'
kill "$nanocat_pid"
is 'another ipc:// socket' "$(carried "ipc://$TEST_DIR/more/a.ipc" t3)" admit
is 'the same event again, another way' "$(carried "$gate_url" t3)" admit
is 'counts once' "$(journal "SELECT count(*) FROM envelope
    WHERE CAST(bytes AS TEXT) LIKE '%\"t3\"%'")" 1
task t4 zzb-01 zzb >"$TEST_DIR/t4"
is 'the command over tcp' \
    "$(dutygate --socket "$url" --gateway huishui --json publish \
        "$TEST_DIR/t4" | jq -r .verdict)" admit

# An office follows its inbox by hints alone: it would look only every hour.
dutygate --socket "$url" --gateway huishui --as office/522731001001 inbox \
    --follow --every 3600 --hints "$hints_url" >"$TEST_DIR/inbox" &
office=$!
ok 'an office follows its inbox over tcp' gate_wait 'hints\.hello' 3
task t8 zzb-01 zzb | ask - >/dev/null
(gate_log=$TEST_DIR/inbox gate_wait 'new ')
is 'and hears of what is new' "$(tail -n 1 "$TEST_DIR/inbox" | grep -c 'new ')" 1
kill $office

# ---- what is refused ---------------------------------------------------------------

other=$TEST_DIR/other.conf
sed "s|\"run\"|\"$TEST_DIR/run\"|; s|\"state\"|\"$TEST_DIR/state\"|
    s|\"plugins\"|\"$gate_dir/plugins\"|" "$gate_conf" >"$other"
is 'a port that is taken' "$(gate_conf=$other gate_refusal)" "69
status=69 why=\"$url: Address already in use\""
sed -i "s|\"$url\", ||" "$other"
is 'a folder that is taken' "$(gate_conf=$other gate_refusal)" "69
status=69 why=\"listen $TEST_DIR/more: another gateway is bound there\""
sed -i '/^listen = /d' "$other"
is 'a port of hints that is taken' "$(gate_conf=$other gate_refusal)" "69
status=69 why=\"$hints_url: address already in use\""
mkdir -m 777 "$TEST_DIR/open"
chmod 777 "$TEST_DIR/open"
sed -i "s|^listen_hints.*|listen = {\"ipc://$TEST_DIR/open/a.ipc\"}|" "$other"
is 'a folder where others may write' "$(gate_conf=$other gate_refusal)" "69
status=69 why=\"listen $TEST_DIR/open: others may write there\""
sed -i 's|^listen = .*|listen = {"ws://127.0.0.1:1"}|' "$other"
is 'ws://' "$("$top_builddir/dutygated" -t -c "$other" 2>&1)" \
    "$other:$(grep -n '^listen' "$other" | cut -d: -f1): listen: \"ws://127.0.0.1:1\" is refused: a dozen bad handshakes over ws:// end nanomsg's process"
is 'the first gateway goes on' "$(carried "$url" t5)" admit
gate_stop
is 'TERM ends it with 0' "$gate_status" 0

# ---- more connections than descriptors ------------------------------------------

storm_at=tcp:${url#tcp://}
gate_env='prlimit --nofile=64:64'
ok 'it starts with 64 descriptors' gate_start
gate_env=
worker=$(gate_worker)
mkfifo "$TEST_DIR/leash"
storm crowd 120 <"$TEST_DIR/leash" >"$TEST_DIR/crowd" &
crowd=$!
exec 8>"$TEST_DIR/leash"
(gate_log=$TEST_DIR/crowd gate_wait held)
is '120 connections are made' "$(cat "$TEST_DIR/crowd")" held
exec 8>&-
wait $crowd
is 'when they have left, the next is served' "$(carried "$url" t6)" admit
storm garbage 500
is 'rubbish while there are few' $? 0
is 'it is served, too' "$(carried "$url" t7)" admit
is 'it is the same worker' "$(gate_worker)" "$worker"
gate_stop
is 'TERM ends it with 0 again' "$gate_status" 0
tap_done

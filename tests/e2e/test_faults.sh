# SPDX-License-Identifier: Apache-2.0
# What ends the worker, and goes on all the same.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"

gate_write 'plugins = { "access_list", "crashing" }'
ok 'it starts' gate_start
is 'roster and list are admitted' "$(county_publish)" 'admit
admit'

# ---- an item that kills -----------------------------------------------------------

# The client asks once; its REQ socket asks again whenever it is connected anew.
task bad zzb-01 zzb crash >"$TEST_DIR/bad"
refused=$(ask "$TEST_DIR/bad")
is 'a task that ended the worker twice is refused' \
    "$(echo "$refused" | jq -r '[.verdict, .findings[].code] | @text')" \
    '["refuse","fault"]'
is 'its deaths are logged' \
    "$(gate_says | sed -n 's/item=[0-9a-f]* //; /fault/p; /signal/p')" \
    'warn worker.exit signal=9
warn fault.death deaths=1
warn worker.exit signal=9
warn fault.death deaths=2'
task good zzb-01 zzb >"$TEST_DIR/good"
is 'the gate goes on' "$(ask "$TEST_DIR/good" | jq -r .verdict)" admit
is 'the refusal is a receipt like any other' "$(ask "$TEST_DIR/bad")" "$refused"

# ---- an item that cannot be folded ------------------------------------------------

ready=$(grep -c 'gateway\.ready' "$gate_log")
task slip zzb-01 zzb stumble >"$TEST_DIR/slip"
for again in 1 2; do
    is 'a task that a plugin fails to fold is not taken' \
        "$(ask "$TEST_DIR/slip" | jq -r .type)" urn:dutygate:problem:internal
    ok 'and the worker starts again' \
        gate_wait 'gateway\.ready' $((ready + again))
done
is 'then it is refused' \
    "$(ask "$TEST_DIR/slip" | jq -r '.findings[].code')" fault

# ---- a client that makes nanomsg abort --------------------------------------------

ready=$(grep -c 'gateway\.ready' "$gate_log")
python3 - "$gate_dir/run/gateway.ipc" <<'EOF'
import socket, sys
peer = socket.socket(socket.AF_UNIX)
peer.settimeout(20)
peer.connect(sys.argv[1])
peer.sendall(b"\0SP\0\0\x30\0\0" + b"\x09" + bytes(8))  # no such frame type
while peer.recv(64):  # until nobody is there any more
    pass
EOF
ok 'a frame of an unknown type ends the worker, and the next one starts' \
    gate_wait 'gateway\.ready' $((ready + 1))
is 'nothing is lost' "$(ask "$TEST_DIR/bad")" "$refused"
gate_stop
is 'TERM ends it with 0' "$gate_status" 0

# ---- an entry that ends each start ------------------------------------------------

gate_write 'plugins = { "access_list" }'
ok 'a gateway starts that bears more' gate_start
task old zzb-02 zzb crash >"$TEST_DIR/old"
ask "$TEST_DIR/old" >"$TEST_DIR/old.answer"
sequence=$(jq .receipt.sequence "$TEST_DIR/old.answer")
gate_stop
gate_write 'plugins = { "access_list", "crashing" }'
gate_start
ok 'upgraded, it does not start: the log names the entry' \
    gate_wait 'fault\.replay' 2
is 'from the second death on, and says what helps' \
    "$(gate_says | grep 'fault')" "error fault.replay sequence=$sequence \
deaths=2 why=\"the start ends at this entry: go back to the program and plugins \
that wrote it\"
error fault.replay sequence=$sequence deaths=3 why=\"the start ends at this \
entry: go back to the program and plugins that wrote it\""
gate_stop
gate_write 'plugins = { "access_list" }'
ok 'with the old plugins it starts' gate_start
is 'and has the entry' "$(ask "$TEST_DIR/old")" "$(cat "$TEST_DIR/old.answer")"
gate_stop
ok 'and again' gate_start
is 'of which the log has nothing to say any more' "$(gate_says | grep fault)" ''
gate_stop
is 'TERM ends it with 0' "$gate_status" 0
tap_done

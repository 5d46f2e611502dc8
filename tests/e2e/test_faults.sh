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
tap_done

#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Programs that are not ours: a JOSE library makes the key and signs, nngcat and
# nanocat carry what it, or `dutygate sign`, has signed.
. "$top_srcdir/tests/tap/tap.sh"
/usr/bin/python3 -c 'import jwcrypto' 2>/dev/null || {
    skip 1 'no python3-jwcrypto'
    tap_done
}
. "$top_srcdir/tests/e2e/lib.sh"
cd "$TEST_DIR" || exit 99
bin=$top_builddir/dutygate
foreign() {
    /usr/bin/python3 "$top_srcdir/tests/e2e/foreign_signer.py" "$@"
}
# carry MESSAGE: as a foreign client of the bus.
carry() {
    nngcat --req --dial "$gate_url" --send-timeout "$gate_limit" \
        --recv-timeout "$gate_limit" --raw --data "$1"
}
# short: an answer in one line.
short() {
    jq -r 'if type == "array" then .[] else . end |
        .verdict // "\(.status) \(.type) \(.detail)"'
}

gate_write
ok 'a gateway' gate_start

x=$(foreign key foreign.jwk)
enrolment=$(jq -cn --arg x "$x" '{type: "dutygate.principal.enrol.v1", data:
    {principals: [{principal: "department/mzj", name: "惠水县民政局", officers:
        [{key: $x, name: "张三", post: "handling"}]}]}}')
event=$(task mzj-1 mz-01 mzj)
is 'before it is enrolled nobody knows its key' \
    "$(carry "$(echo "$event" | foreign sign foreign.jwk huishui)" |
        jq -r .type)" urn:dutygate:problem:not-authentic
is 'what dutygate sign has signed, nngcat carries' \
    "$(carry "$(echo "$enrolment" | "$bin" --as root/huishui sign)" | short)" \
    admit
message=$(echo "$event" | foreign sign foreign.jwk huishui)
is 'what a JOSE library has signed is decided: there is no roster' \
    "$(carry "$message" | short)" refuse
is 'nanocat carries it, too' "$(nanocat --req --connect "$gate_url" --raw \
    --data "$message" --recv-timeout "$gate_limit" | jq -r '.[0].id + " " + .[0].verdict')" \
    'mzj-1 refuse'
is 'signed for another gateway' \
    "$(carry "$(echo "$event" | foreign sign foreign.jwk elsewhere)" |
        jq -r .type)" urn:dutygate:problem:wrong-audience
is 'one character of it changed' \
    "$(carry "$(echo "$message" | sed -e 's/\.\(.\{40\}\)A/.\1B/;t' \
        -e 's/\.\(.\{40\}\)./.\1A/')" |
        jq -r .type)" urn:dutygate:problem:not-authentic
is 'without its signature' "$(carry "${message%.*}." | short)" \
    '400 urn:dutygate:problem:not-jws the signature must be 64 bytes in base64url'
gate_stop
is 'the gateway ended well' "$gate_status" 0
tap_done

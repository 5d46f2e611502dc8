#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# audit export: page by page into a new file that is whole or not there.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/proto/client/fake.sh"
cd "$TEST_DIR" || exit 99
name=huishui/6a52f0a2-7c1d-4d5e-8f10-2b3c4d5e6f70
seed=$(printf %064d 1)
python() {
    /usr/bin/python3 "$top_srcdir/tests/proto/$1" "$2" "$seed" "$name" $3
}
python codec/checkpoint.py key '' >gateway.vkey
python client/audit/export.py answers '20 3' >answers
/usr/bin/python3 "$top_srcdir/tests/proto/client/audit/export.py" "$seed" \
    "$name" whole >whole
take() {
    run --as auditor/sj audit export "$@"
}
# answers LINE …: these of what the gateway says
answers() {
    for line; do
        sed -n "${line}p" answers
    done >"$script"
    start_fake
}

answers 1 2 3 4
take file
is 'a journal of three pages' "$status $out $err" "0 file: 20 entries of $name "
is 'is what another program makes of it' \
    "$(sed 2d file | cksum)" "$(sed 2d whole | cksum)"
is 'it says whose and who' "$(sed -n 2p file | jq -c '[.gateway,.journal,.reader]')" \
    '["huishui","6a52f0a2-7c1d-4d5e-8f10-2b3c4d5e6f70","auditor/sj"]'
is 'and when' "$(sed -n 2p file | jq -r .time | grep -c "^$(date -u +%Y-)")" 1
is 'what was asked' "$(requests '.type,.data')" '["dutygate.proof.read.v1",{}]
["dutygate.journal.read.v1",{"after":0,"to":20}]
["dutygate.journal.read.v1",{"after":8,"to":20}]
["dutygate.journal.read.v1",{"after":15,"to":20}]'
is 'it is for its owner' "$(stat -c %a file)" 600
run audit verify --signatures file
is 'it holds' "$status $(echo "$out" | sed -n 3p)" \
    '0 signatures: those of 17 of 19 messages were checked'

take file
is 'what is there stays' "$status $err" \
    '66 dutygate: audit export: file: is there already; give another name'
answers 1 2
printf '%s\n' '{"id":"%id%","type":"urn:dutygate:problem:not-permitted","title":"not permitted","status":403,"detail":"no"}' >>"$script"
take part
is 'a gateway that says no' "$status $(ls part* 2>/dev/null)" '65 '
answers 1 3
take part
is 'a page that is another' "$status $(ls part* 2>/dev/null) $err" \
    '69  dutygate: audit export: the gateway'"'"'s answer is no page of its journal'
answers 1 2 2
take part
is 'the same page again' "$status $err" \
    "69 dutygate: audit export: the gateway's answer is no page of its journal"
answers 1
take nowhere/part
is 'nowhere to put it' "$status $err" \
    '66 dutygate: audit export: nowhere/part: No such file or directory'
run audit export part
is 'who asks?' "$status" 64
tap_done

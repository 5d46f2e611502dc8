#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# keygen and sign: files, passphrases, messages; no gateway needed.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/proto/client/fake.sh"
cd "$TEST_DIR" || exit 99
DUTYGATE_KEYS=$TEST_DIR/keys
export DUTYGATE_KEYS

# part MESSAGE N: the N-th part of a JWS, decoded.
part() {
    printf '%s==' "$(printf %s "$1" | cut -d . -f "$2")" | tr _- /+ |
        base64 -di 2>/dev/null
}
# header FILE: the header that a message signed with it has.
header() {
    jq -c '{alg: "EdDSA", kid: .kid, typ: "dutygate+jws"}' "$1"
}

# ---- keygen ------------------------------------------------------------------

run keygen --gateway hs --name 张三 department/mzj office/522731001001
mzj=keys/department/mzj.jwk
office=keys/office/522731001001.jwk
is 'keys are made' "$status$err" 0
is 'what is printed' "$out" "$(jq -rs '
    "PRINCIPAL            KID" + " " * 42 + "KEY",
    (.[] | .source + " " * (21 - (.source | length)) + .kid + "  " + .x)' \
    $mzj $office)"
is 'what is in a file' "$(jq -c 'map_values(if length == 43 then 43 else . end)' \
    $mzj)" '{"kty":"OKP","crv":"Ed25519","x":43,"kid":43,"source":"department/mzj","gateway":"hs","name":"张三","d":43}'
is 'who may read it' "$(stat -c %a $mzj keys keys/department)" '600
700
700'
before=$(cat $mzj)
run --json keygen department/mzj town/522731100000
is 'one is there already' "$status $err" \
    "65 dutygate: keygen: $TEST_DIR/$mzj is there already: dutygate rotate replaces it; what is lost or revoked, move away"
is 'it stays' "$(cat $mzj)" "$before"
is 'the other is made, and said as an enrolment has it' "$out" \
    "$(jq -c '{principal: .source, officers: [{key: .x, name: "522731100000", post: "handling"}]}' \
        keys/town/522731100000.jwk)"
is 'it fits the schema' "$(echo "$out" | jq -c '{specversion: "1.0", id: "1",
    source: "keeper/k", type: "dutygate.principal.enrol.v1",
    data: {principals: [. + {name: "某镇"}]}}' |
    "$top_builddir/tests/proto/schema/fits")" fits
run --json keygen --key second.jwk --name 李四 --post reviewing department/mzj
is 'a second officer, elsewhere' "$out" "$(jq -c '{principal: .source,
    officers: [{key: .x, name: .name, post: "reviewing"}]}' second.jwk)"
run keygen --key gone/x.jwk town/1
is 'no folder is made for a file that was named' "$status $err" \
    '69 dutygate: keygen: gone/x.jwk: No such file or directory'
is 'all keys differ' "$(cat keys/*/*.jwk second.jwk | jq -r .x | sort -u |
    wc -l)" 4
run keygen --key bad.jwk --name "$(printf '\377')" town/1
is 'names are UTF-8' "$status $err" \
    '69 dutygate: keygen: bad.jwk: names must be UTF-8'

# ---- sign --------------------------------------------------------------------

event='{"specversion":"1.0", "id":"1","source":"department/mzj","type":"t"}'
echo "$event" >event
run sign --iat 1760000000 event
is 'an event is signed' "$status$err" 0
is 'its header' "$(part "$out" 1)" "$(header $mzj)"
is 'its payload, byte for byte' "$(part "$out" 2)" \
    "{\"aud\":\"hs\",\"iat\":1760000000,\"events\":[$event]}"
is 'the same bytes, the same signature' "$("$bin" sign --iat 1760000000 event)" \
    "$out"
run sign --aud elsewhere event
is 'another gateway' "$(part "$out" 2 | jq -r .aud)" elsewhere
now=$(date +%s)
ok 'the time is now' test "$(($(part "$out" 2 | jq .iat) - now))" -le 5

printf '%s\n\n[%s,{"type":"u"}]\n{"source":"office/522731001001"}\n' \
    "$event" "$event" >events
run --as department/mzj sign events
is 'a line each' "$(echo "$out" | wc -l)" 3
batch=$(echo "$out" | sed -n 2p)
is 'a batch: one signature, one source' "$(part "$batch" 2 |
    jq -c '.events | length, map(.source)')" \
    '2
["department/mzj","department/mzj"]'
is 'what an event lacks is filled in' "$(part "$batch" 2 |
    jq -c '.events[1] | .specversion, .type, (.id | length)')" '"1.0"
"u"
36'
is 'each line has the key of its source' \
    "$(part "$(echo "$out" | sed -n 3p)" 1)" "$(header $office)"

cat >wrong <<EOS
{"type":"t"}
[$event,{"source":"office/522731001001"}]
[]
[1]
{"source":
{"source":"keeper/none"}
{"source":"boss/1"}
{"source":"town/522731100000"}
$event
EOS
run sign wrong
is 'the last line is signed all the same' "$(part "$out" 1)" "$(header $mzj)"
is 'what is said of the others' "$err" "dutygate: wrong:1: an event without source; use --as ROLE/CODE before the subcommand
dutygate: wrong:2: events of several sources; a message has one signature
dutygate: wrong:3: a message has 1 to 256 events
dutygate: wrong:4: not an event
dutygate: wrong:5: not taken as JSON: not-json at byte 11
dutygate: sign: no key for keeper/none at $DUTYGATE_KEYS/keeper/none.jwk: dutygate keygen keeper/none, then have it enrolled
dutygate: wrong:6: not signed
dutygate: sign: \"boss/1\" is no ROLE/CODE such as department/mzj
dutygate: wrong:7: not signed
dutygate: sign: which gateway is it for? Use --gateway NAME before the subcommand, or set DUTYGATE_GATEWAY
dutygate: wrong:8: not signed"
is 'the highest status counts' "$status" 66
export DUTYGATE_GATEWAY=here
is 'the gateway from the environment' "$(part "$(echo \
    '{"source":"town/522731100000"}' | "$bin" sign)" 2 | jq -r .aud)" here
unset DUTYGATE_GATEWAY
printf '{"source":"department/mzj","id":"%0786300d"}\n' 1 >large
run sign large
is 'what does not fit is not signed' "$status $err$out" \
    '65 dutygate: large:1: longer than a message may be'

run --key second.jwk sign --aud hs event
is 'another officer' "$(part "$out" 1)" "$(header second.jwk)"
run --key $office sign event
is 'not with the key of somebody else' "$status $err" \
    '64 dutygate: event:1: the key is not that of this source'
chmod 644 $mzj
run sign event
is 'a key that others may read is not used' "$status $err$out" \
    "66 dutygate: sign: $TEST_DIR/$mzj: others may read or write it (mode 0644); make it yours alone: chmod 600 $TEST_DIR/$mzj
dutygate: event:1: not signed"
chmod 600 $mzj

# ---- passphrases -------------------------------------------------------------

printf '石榴籽\n' >pass
chmod 600 pass
export DUTYGATE_PASSPHRASE_FILE=$TEST_DIR/pass
run keygen --passphrase --gateway hs --key sealed.jwk town/1
is 'sealed' "$status$err $(jq -c '[has("d"), has("sealed")]' sealed.jwk)" \
    '0 [false,true]'
echo '{"source":"town/1"}' >town
run --key sealed.jwk sign town
is 'and opened again' "$(part "$out" 1)" "$(header sealed.jwk)"
unset DUTYGATE_PASSPHRASE_FILE

# terminal ANSWERS COMMAND …
terminal() {
    printf '%b' "$1" >answers
    shift
    /usr/bin/python3 "$top_srcdir/tests/proto/client/subcommand/terminal.py" \
        answers "$@"
}
is 'asked for on the terminal, without echo' \
    "$(terminal '石榴籽\n' "$bin" --key sealed.jwk sign --iat 5 town |
        sed 's/^eyJ.*/MESSAGE/')" 'Passphrase of sealed.jwk: 
MESSAGE
no echo, echo
status 0'
is 'a wrong one' "$(terminal 'apple\n' "$bin" --key sealed.jwk sign town)" \
    'Passphrase of sealed.jwk: 
dutygate: sign: sealed.jwk: the passphrase is wrong
no echo, echo
status 66'
is 'interrupted, the terminal echoes again' \
    "$(terminal '^C\n' "$bin" --key sealed.jwk sign town | tail -n 2)" \
    'no echo, echo
signal 2'
is 'a new one is asked for twice' \
    "$(terminal 'a b\na b\n' "$bin" keygen --passphrase town/2 |
        sed 's/^PRIN.*/HEAD/; s/^town.*/ROW/')" 'New passphrase for town/2: 
Once more: 
HEAD
ROW
no echo, no echo, echo
status 0'
is 'two that differ' \
    "$(terminal 'a\nb\n' "$bin" keygen --passphrase town/3)" \
    'New passphrase for town/3: 
Once more: 
dutygate: keygen: the two passphrases differ
no echo, no echo, echo
status 65'
is 'an empty one' "$(terminal '\n' "$bin" keygen --passphrase town/3 |
    sed -n 2p)" 'dutygate: keygen: the passphrase is empty'
ok 'nothing was made' test ! -e keys/town/3.jwk
tap_done

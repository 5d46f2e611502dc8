#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# receipt verify: what is printed, and the exit status. The receipts are those
# of the fuzz corpus, each behind its verifier key.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/proto/client/fake.sh"
corpus=$top_srcdir/tests/fuzz/corpus/receipt
cd "$TEST_DIR" || exit 99
for name in lookup answer committed erased; do
    head -n 1 "$corpus/$name" >"$name.vkey"
    tail -n +2 "$corpus/$name" >"$name.json"
done
jq -c .result.event lookup.json >event.json
key=$(cat lookup.vkey)
run receipt verify --verifier "$key" lookup.json
is 'what was looked up holds' "$status $out" "0 holds: admit, receipt 7
  type      dutygate.task.publish.v1
  source    department/mzj
  decided   2026-11-22T06:00:00.123456Z
  journal   huishui, epoch 2, entry 7
  duty      mz-01
  signature huishui/6a52f0a2-7c1d-4d5e-8f10-2b3c4d5e6f70, 11 entries: signed, by the key of --verifier
  place     holds
  header    holds
  decision  holds
  event     holds"
run receipt verify --verifier lookup.vkey - <lookup.json
is 'a file of keys, an answer on stdin' "$status $(echo "$out" | head -n 1)" \
    '0 holds: admit, receipt 7'
cp lookup.vkey gateway.vkey
run receipt verify lookup.json
is 'keys beside the socket' \
    "$status $(echo "$out" | sed -n 's/.*entries: //p')" \
    "0 signed, by the key of $TEST_DIR/gateway.vkey"
rm gateway.vkey
run receipt verify lookup.json
is 'no key at all' "$status $err" '66 dutygate: receipt verify: whose signature is to be trusted? There is no gateway.vkey beside the socket: use --verifier KEY|FILE'

# ---- what does not hold
# says FILE [OPTION …]: status and first line
says() {
    says_file=$1
    shift
    run receipt verify --verifier lookup.vkey "$@" "$says_file"
    echo "$out$err" >said
    echo "$status $(head -n 1 said)"
}
sed 's/"offices":215/"offices":216/' lookup.json >decision.json
sed 's/"offices":215/"offices":216/' committed.json >committed-decision.json
sed 's/低保/高保/' lookup.json >changed.json
is 'a decision that was changed' "$(says committed-decision.json)" \
    '1 does not hold: the decision is not the one that was journaled'
is 'or the event' "$(says decision.json)" \
    '1 does not hold: event or decision are not those that were journaled'
is 'neither can be told from the other' "$(says changed.json)" \
    '1 does not hold: event or decision are not those that were journaled'
sed 's/"path":\["B/"path":["C/' lookup.json >path.json
is 'another path' "$(says path.json)" \
    '1 does not hold: the entry is not in the journal that was signed'
sed 's/"sequence":7/"sequence":8/' lookup.json >sequence.json
is 'another number' "$(says sequence.json)" \
    '1 does not hold: the answer says something else than its proof'
is 'which is named' "$(tail -n 1 said)" '  differs   sequence'
other=$(/usr/bin/python3 "$top_srcdir/tests/proto/codec/checkpoint.py" key \
    "$(printf %064d 1)" huishui/6a52f0a2-7c1d-4d5e-8f10-2b3c4d5e6f70)
is 'another key of this name' "$(says lookup.json --verifier "$other")" \
    "1 does not hold: the checkpoint's signature is not the key's"
other=$(/usr/bin/python3 "$top_srcdir/tests/proto/codec/checkpoint.py" key \
    "$(printf %064d 1)" huishui/other)
is 'the key of another journal' "$(says lookup.json --verifier "$other")" \
    '1 does not hold: it is of another journal than the key is, or names another'
jq . lookup.json >pretty.json
is 'an answer that was formatted anew' "$(says pretty.json)" \
    '1 does not hold: event or decision are not those that were journaled'

# ---- events
is 'an answer without its event' "$(says answer.json)" \
    '1 does not hold: it lacks its event, without which nothing is proved: use --event FILE'
is 'with it' "$(says answer.json --event event.json)" \
    '0 holds: admit, receipt 7'
{ echo '{"id":"x","source":"y"}'; cat event.json; } >events.jsonl
is 'one of several' "$(says answer.json --event events.jsonl)" \
    '0 holds: admit, receipt 7'
sed 's/低保/高保/' event.json >other.json
is 'with another' "$(says answer.json --event other.json)" \
    '1 does not hold: event or decision are not those that were journaled'
is 'with a commitment to it' "$(says committed.json)" \
    '0 holds: admit, receipt 7'
is 'which says whose fault it is' "$(says committed.json --event other.json)" \
    '1 does not hold: the event is not the one that was decided'
sed 's/mz-1/mz-2/' event.json >none.json
is 'with none of that id' "$(says answer.json --event none.json)" \
    '65 dutygate: receipt verify: no event "mz-1" of department/mzj in the file of --event'
is 'an entry that was erased' "$(says erased.json)" \
    '0 holds: admit, receipt 7'
is 'which is said' "$(tail -n 2 said)" '  decision  not there
  event     not there'

# ---- several, and what is none
cat lookup.json >both.jsonl
echo >>both.jsonl
cat decision.json >>both.jsonl
run --json receipt verify --verifier lookup.vkey both.jsonl
is 'one a line; as JSON' "$status $out" '1 {"holds":true,"sequence":7,"size":11,"journal":"holds","signature":"holds","place":"holds","header":"holds","decision":"holds","event":"holds","members":"holds"}
{"holds":false,"sequence":7,"size":11,"journal":"holds","signature":"holds","place":"holds","header":"fails","decision":"fails","event":"fails","members":"holds"}'
{ printf '['; cat committed.json; printf ,; cat erased.json; printf ']'; } \
    >array.json
run receipt verify --verifier lookup.vkey array.json
is 'an array' "$status $(echo "$out" | grep -c '^holds')" '0 2'
echo '{"id":"a","source":"b","type":"urn:dutygate:problem:busy"}' >problem.json
is 'an answer without receipt' "$(says problem.json)" \
    '65 dutygate: receipt verify: an answer without receipt: nothing of it is in the journal'
sed 's/"header"/"head"/' lookup.json >none.json
is 'a receipt without proof' "$(says none.json)" \
    '65 dutygate: receipt verify: no receipt: its "header" is missing or malformed'
echo '{' >none.json
is 'no JSON' "$(says none.json | cut -c 1-60)" \
    '65 dutygate: receipt verify: none.json: not taken as JSON: n'
: >none.json
is 'nothing' "$(says none.json | cut -c 1-3)" '65 '
is 'no file' "$(says gone.json)" \
    '66 dutygate: receipt verify: gone.json: No such file or directory'
run receipt verify --verifier huishui+00+AA lookup.json
is 'no verifier key' "$status $err" \
    '64 dutygate: receipt verify: "huishui+00+AA" is no verifier key'
run receipt verify --verifier lookup.json lookup.json
is 'no file of keys' "$status $err" \
    '65 dutygate: receipt verify: lookup.json: not verifier keys, one a line'
tap_done

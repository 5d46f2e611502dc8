#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# witness and witness compare: a journal that goes on, one that does not, and
# what is kept. Checkpoints and proofs are another program's.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/proto/client/fake.sh"
cd "$TEST_DIR" || exit 99
name=huishui/6a52f0a2-7c1d-4d5e-8f10-2b3c4d5e6f70
seed=$(printf %064d 1)
python() {
    /usr/bin/python3 "$top_srcdir/tests/proto/$1" "$2" "$seed" "$name" $3
}
note() { python client/proof/journal.py note "$*"; }
newest() { python client/proof/journal.py newest "$*"; }
proof() { python client/proof/journal.py proof "$*"; }
problem='{"id":"%id%","type":"urn:dutygate:problem:not-found","status":404}'
python codec/checkpoint.py key '' >gateway.vkey

# answers LINE …: what the gateway says next
answers() {
    printf '%s\n' "$@" >"$script"
    start_fake
}
look() {
    run --as auditor/sj witness --file state "$@"
}

# ---- a journal that goes on
answers "$(newest 7)" "$(proof 7 7 7)" "$(proof 7 200 200)" "$(newest 7)"
look
is 'the first time' "$status $out" "0 $name: 7 entries, seen for the first time"
is 'what is kept: key and checkpoint' "$(cat state)" "$(cat gateway.vkey)

$(note 7)"
is 'for its owner' "$(stat -c %a state)" 600
look
is 'nothing new' "$status $out" "0 $name: 7 entries, 0 more than seen before"
is 'the proof is asked for' "$(requests '.source,.type,.data' | tail -n 1)" \
    '["auditor/sj","dutygate.proof.read.v1",{"from":7}]'
look
is 'more of it' "$status $out" "0 $name: 200 entries, 193 more than seen before"
is 'is what is kept' "$(tail -n 5 state)" "$(note 200)"

# ---- one that does not
cp state honest
answers "$(proof 200 300 300 150)" "$problem" "$(newest 150)" "$(newest 300)" \
    "$(proof 200 200 200 199)" '{"id":"%id%","result":{"size":7}}'
look
is 'another journal from entry 150 on' "$status $err" "1 dutygate: witness: THE JOURNAL DOES NOT EXTEND what was seen of it
seen before:
$(note 200)

shown now:
$(note 300 150)

kept as $(echo state.200-*)
and $(echo state.300-*)"
is 'the state stays' "$(cat state)" "$(cat honest)"
is 'the evidence' "$(cat state.300-*)" "$(cat gateway.vkey)

$(note 300 150)"
rm state.*
look
is 'a shorter one' "$status $(echo "$err" | head -n 1)" \
    '1 dutygate: witness: THE JOURNAL IS SHORTER than what was seen of it'
is 'is kept' "$(ls state.* | sed 's/-.*//')" 'state.150
state.200'
rm state.*
look
is 'no proof' "$status $(echo "$err" | head -n 1)" \
    '1 dutygate: witness: THE JOURNAL DOES NOT EXTEND what was seen of it'
look
is 'as many entries, the last another' \
    "$status $(echo "$err" | head -n 1)" \
    '1 dutygate: witness: THE JOURNAL DOES NOT EXTEND what was seen of it'
look
is 'an answer that is none' "$status $err" \
    "69 dutygate: witness: the gateway's answer is no proof"
is 'the state still stays' "$(cat state)" "$(cat honest)"

# ---- keys
good=$seed
seed=$(printf %064d 2)
python codec/checkpoint.py key '' >second.vkey
answers "$(proof 200 300 300)"
look
is 'another key' "$status $err" \
    "1 dutygate: witness: the checkpoint of $name is not signed by a key of state"
cp second.vkey gateway.vkey
answers "$(proof 200 300 300)"
look
is 'which the gateway shows beside its socket' "$status" 1
answers "$(proof 200 300 300)"
look --verifier "$(cat second.vkey)"
is 'but not if it is named' "$status $out" \
    "0 $name: 300 entries, 100 more than seen before"
# Both sign while the gateway changes keys.
cp honest state
second=$(note 300 | tail -n 1)
seed=$good
both=$(proof 200 300 300 | jq -c --arg line "$second" \
    '.result.checkpoint += $line + "\n"')
python codec/checkpoint.py key '' >gateway.vkey
cat second.vkey >>gateway.vkey
seed=$(printf %064d 2)
answers "$both" "$(proof 300 301 301)"
look
is 'a second key that signs beside the first' "$status" 0
is 'is taken on' "$(head -n 2 state)" "$(cat gateway.vkey)"
rm gateway.vkey
look
is 'and counts by itself from then on' "$status $out" \
    "0 $name: 301 entries, 1 more than seen before"
seed=$good

# ---- the usual place
python codec/checkpoint.py key '' >gateway.vkey
XDG_DATA_HOME=$TEST_DIR/data
export XDG_DATA_HOME
answers "$(newest 7)" "$(newest 7)" "$(newest 8)" "$(proof 7 8 8)"
run --as auditor/sj witness
is 'without --file' "$status $out" "0 $name: 7 entries, seen for the first time"
ok 'a file for each journal' test -f "data/dutygate/witness/$name"
run --as auditor/sj witness
is 'and again' "$status $out" "0 $name: 8 entries, 1 more than seen before"
name=huishui/11111111-1111-1111-1111-111111111111
python codec/checkpoint.py key '' >gateway.vkey
answers "$(newest 7)" "$(newest 7)" "$(newest 7)" "$(newest 7)"
run --as auditor/sj witness
is 'another journal' "$status $err" \
    "1 dutygate: witness: the gateway shows another journal than before, $name; if it was begun anew, say --new"
run --as auditor/sj witness --new
is 'that was meant' "$status $out" "0 $name: 7 entries, seen for the first time"
name=huishui/6a52f0a2-7c1d-4d5e-8f10-2b3c4d5e6f70
cp honest state
look --verifier gateway.vkey
is 'never under --file' "$status $(echo "$err" | head -n 1)" \
    '1 dutygate: witness: ANOTHER JOURNAL than the one that was seen'

# ---- compare
python codec/checkpoint.py key '' >gateway.vkey
note 7 >seven
note 200 >many
note 200 150 >fork
answers "$(proof 7 200 500)" "$(proof 7 200 500 150)" "$problem"
compare() {
    run --as auditor/sj witness compare "$@"
}
compare many many
is 'the same' "$status $out" '0 the same: 200 entries'
compare honest many
is 'a state and a checkpoint' "$status $out" '0 the same: 200 entries'
compare many fork
is 'a fork' "$status $err" "1 dutygate: witness compare: FORK: as many entries, and not the same
many:
$(note 200)

fork:
$(note 200 150)"
compare many seven
is 'one extends the other' "$status $out" '0 many extends seven by 193 entries'
is 'the proof is asked for' "$(requests .data | tail -n 1)" \
    '[{"from":7,"to":200}]'
compare seven many
is 'a proof of something else' "$status $(echo "$err" | head -n 1)" \
    '1 dutygate: witness compare: FORK: nothing shows that one extends the other'
compare seven many
is 'a journal that is shorter now' "$status $(echo "$err" | head -n 1)" \
    '1 dutygate: witness compare: THE JOURNAL IS SHORTER than what was seen of it'
stop_fake
proof 7 200 500 >proof.json
compare --proof proof.json seven many
is 'a proof from a file' "$status $out" '0 many extends seven by 193 entries'
proof 7 200 500 | jq .result >proof.json
compare --proof proof.json seven many
is 'formatted anew, its result alone' "$status" 0
compare --proof proof.json seven fork
is 'which does not lead to a fork' "$status $(echo "$err" | head -n 1)" \
    '1 dutygate: witness compare: FORK: nothing shows that one extends the other'
proof 6 200 500 >proof.json
compare --proof proof.json seven many
is 'a proof from elsewhere' "$status $err" \
    '65 dutygate: witness compare: proof.json: a proof from 6 to 200 entries; from 7 to 200 is needed'
seed=$(printf %064d 2)
note 200 >stranger
run witness compare many seven
is 'the gateway has to be asked, by somebody' "$status $err" '64 dutygate: witness compare: who is asking? Use --as ROLE/CODE before the subcommand, or set DUTYGATE_AS'
compare many stranger
is 'a checkpoint by somebody else' "$status $err" \
    "65 dutygate: witness compare: stranger: not signed by a key of $TEST_DIR/gateway.vkey, so it proves nothing"
compare stranger honest
is 'keys of a state go first' "$status $err" \
    '65 dutygate: witness compare: stranger: not signed by a key of honest, so it proves nothing'
seed=$good name=huishui/x
note 200 >other
compare many other
is 'another journal, too' "$status $(echo "$err" | head -n 1)" \
    '1 dutygate: witness compare: OTHER JOURNALS: they have not the same origin'
compare many gateway.vkey
is 'what is no checkpoint' "$status $err" \
    '65 dutygate: witness compare: gateway.vkey: neither a checkpoint nor what a witness keeps'
compare many
is 'one file' "$status" 64
tap_done

#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# audit verify: exports of another program, whole and with everything that
# somebody may have done to one; to the word. Needs no gateway.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/proto/client/fake.sh"
cd "$TEST_DIR" || exit 99
name=huishui/6a52f0a2-7c1d-4d5e-8f10-2b3c4d5e6f70
seed=$(printf %064d 1)
/usr/bin/python3 "$top_srcdir/tests/proto/codec/checkpoint.py" key "$seed" \
    "$name" >key
make_export() {
    /usr/bin/python3 "$top_srcdir/tests/proto/client/audit/export.py" \
        "$seed" "$name" "$@"
}
note() {
    /usr/bin/python3 "$top_srcdir/tests/proto/client/audit/export.py" note \
        "$seed" "$name" "$@"
}
verify() {
    run audit verify --verifier key "$@"
}
# fails NAME KIND STATUS TEXT [OPTION …]: an export with that done to it.
fails() {
    fails_name=$1 fails_want="$3  dutygate: audit verify: file: $4"
    make_export "$2" >file
    shift 4
    verify "$@" file
    is "$fails_name" "$status $out $err" "$fails_want"
}

# ---- what holds ------------------------------------------------------------------

make_export whole >file
verify file
is 'an export that is whole' "$status $out" "0 $name: 20 entries up to 2026-01-05T00:00:20.000000Z, whole and as they were journaled
checkpoint: signed by a key of key
signatures: not checked (--signatures)
withheld in part, being of persons or erased: 1 of 19 messages
signed by nobody: 1 of 19 messages"
verify --signatures file
is 'with its signatures' "$status $(echo "$out" | sed -n 3p)" \
    '0 signatures: those of 17 of 19 messages were checked'
run --json audit verify --verifier key --signatures file
is 'as JSON' "$status $out" "0 {\"journal\":\"$name\",\"entries\":20,\"messages\":{\"whole\":17,\"withheld\":1,\"unsigned\":1},\"signatures\":17,\"holds\":true}"
cp key gateway.vkey
run audit verify file
is 'the key beside the socket' "$status $(echo "$out" | sed -n 2p)" \
    "0 checkpoint: signed by a key of $TEST_DIR/gateway.vkey"
make_export whole 3000 >file
verify --signatures file
is 'of several blocks' "$status $(echo "$out" | sed -n 3p)" \
    '0 signatures: those of 2997 of 2999 messages were checked'
make_export whole 2048 >file
verify file
is 'of whole blocks' "$status $(echo "$out" | sed -n 4p)" \
    '0 withheld in part, being of persons or erased: 1 of 2047 messages'

# ---- what was altered ------------------------------------------------------------

altered='ALTERED: its header, event or decision is not what was journaled'
fails 'an event' event 1 "entry 10: $altered"
fails 'an event that stands by itself' inline_event 1 "entry 4: $altered"
fails 'a decision' decision 1 "entry 9: $altered"
fails 'a header' header 1 "entry 9: $altered"
fails 'a commitment' commitment 1 "entry 5: $altered"
fails 'an event, and its leaf made to fit' leaf 1 \
    'ALTERED: its entries are not those that its checkpoint was signed for'
fails 'an entry that is missing' missing 1 \
    'MISSING: entry 10; entry 11 stands in its place'
fails 'the last one' shorter 1 \
    'MISSING: its checkpoint is of 20 entries, and it has 19'
fails 'messages that were swapped' swapped 1 \
    'SWAPPED: entry 11 stands where entry 10 belongs'
fails 'entries of one message' within 1 \
    'SWAPPED: entry 4 stands where entry 3 belongs'
fails 'swapped, and numbered anew' renumbered 1 \
    'SWAPPED: entry 10 has the header of entry 11'
fails 'one that is there twice' twice 1 \
    'TWICE: entry 10 stands again where entry 11 belongs'
fails 'the checkpoint of another journal' other 1 \
    "OTHER JOURNAL: it says $name, its checkpoint is of huishui/another"
fails 'another key' key 1 \
    'UNKNOWN KEY: its checkpoint is not signed by a key of key'

# ---- signatures ------------------------------------------------------------------

fails 'a signature' forged 1 \
    'entry 10: FORGED: the signature of its message does not hold' --signatures
fails 'by nobody who was enrolled' stranger 1 \
    'entry 10: FORGED: nobody had the key that signed its message' --signatures
fails 'by one who was enrolled later' early 1 \
    'entry 3: FORGED: nobody had the key that signed its message' --signatures
fails 'by one whose enrolment was refused' refused 1 \
    'entry 17: FORGED: nobody had the key that signed its message' --signatures
fails 'by another' speaker 1 \
    'entry 10: FORGED: its message is signed by another than its source' \
    --signatures
verify file
is 'which is only seen if it is looked at' "$status" 0

# ---- bytes -----------------------------------------------------------------------

make_export whole >whole
size=$(stat -c %s whole)
wrong=0
for part in 1 10 100 500 1000 5000 9000; do
    head -c $((size - part)) whole >file
    verify file
    case "$status $err" in
    "1 dutygate: audit verify: file: CUT OFF behind entry "*": the end is missing") ;;
    *)
        echo "# $part: $status $err"
        wrong=1
        ;;
    esac
done
is 'cut off anywhere' "$wrong" 0
head -c $((size - 8)) whole >file
verify file
is 'it says behind what' "$status $err" \
    '1 dutygate: audit verify: file: CUT OFF behind entry 20: the end is missing'
sed 's/^entry 12 12 /entry 12 13 /' whole >file
verify file
at=$(grep -abo '^entry 12' whole | cut -d: -f1)
is 'a line that is none' "$status $err" \
    "1 dutygate: audit verify: file: ALTERED behind entry 11 (byte $at): this is no record of an export"
{ cat whole; echo; } >file
verify file
is 'something behind its end' "$status $err" \
    "1 dutygate: audit verify: file: ALTERED behind entry 20 (byte $size): something stands behind the end"
sed 's/^end 20/end 21/' whole >file
verify file
is 'an end that counts otherwise' "$status $(echo "$err" | sed 's/byte [0-9]*/byte N/')" \
    "1 dutygate: audit verify: file: ALTERED behind entry 20 (byte N): the end names another number of entries"
echo '{"id":"1"}' >file
verify file
is 'no export' "$status $err" \
    '65 dutygate: audit verify: file: this is no export, or one of a newer version'
: >file
verify file
is 'nothing' "$status $err" \
    '65 dutygate: audit verify: file: this is no export, or one of a newer version'
verify none
is 'no file' "$status $err" \
    '66 dutygate: audit verify: none: No such file or directory'
verify .
is 'a folder' "$status $err" '66 dutygate: audit verify: .: Is a directory'
mkfifo fifo
verify fifo
is 'a FIFO that nobody writes' "$status $err" \
    '66 dutygate: audit verify: fifo: Illegal seek'

# ---- keys ------------------------------------------------------------------------

/usr/bin/python3 "$top_srcdir/tests/proto/codec/checkpoint.py" key "$seed" \
    huishui/another >elsewhere
run audit verify --verifier elsewhere whole
is 'the key of another journal' "$status $err" \
    "1 dutygate: audit verify: whole: OTHER JOURNAL: it is of $name, the key of elsewhere is of huishui/another"
rm gateway.vkey
run audit verify whole
is 'no key' "$status $err" \
    '66 dutygate: audit verify: whose signature is to be trusted? There is no gateway.vkey beside the socket: use --verifier KEY|FILE'

# ---- witnesses -------------------------------------------------------------------

{ cat key; echo; note 12; } >early
{ cat key; echo; note 20; } >late
verify --seen early --seen late whole
is 'it goes on from what two witnesses saw' "$status $(echo "$out" | tail -n 2)" \
    '0 seen: it goes on from what early saw
seen: it goes on from what late saw'
run audit verify --seen early whole
is 'whose key is the one to believe' "$status $(echo "$out" | sed -n 2p)" \
    '0 checkpoint: signed by a key of early'
note 12 15 >bare
verify --seen bare whole
is 'a bare checkpoint' "$status $(echo "$out" | tail -n 1)" \
    '0 seen: it goes on from what bare saw'
{ cat key; echo; note 15 10; } >forked
verify --seen early --seen forked whole
is 'a fork, shown to two witnesses' "$status $out $err" "1  dutygate: audit verify: whole: FORK: its first 15 entries are not those that forked saw
forked:
$(note 15 10)

whole:
$(note 20)"
note 30 >bare
verify --seen bare whole
is 'shorter than what a witness saw' "$status $err" \
    '1 dutygate: audit verify: whole: SHORTER: it has 20 entries, bare saw 30'
/usr/bin/python3 "$top_srcdir/tests/proto/client/audit/export.py" note "$seed" \
    huishui/another 20 >strange
verify --seen strange whole
is 'what a witness saw of another journal' "$status $err" \
    "1 dutygate: audit verify: whole: OTHER JOURNAL: it is of $name, strange saw huishui/another"
sed '$d' late >spoilt
echo "— $name kKOApqhm19xgDzIQm4Y75Ze2AC2hh0e9mC2SvTgTCE9bY716cCgXFu6qPTsohk8+A3ySrRIouuxK34yyIY5pu7jIqgI=" >>spoilt
verify --seen spoilt whole
is 'what nobody signed' "$status $err" \
    '65 dutygate: audit verify: spoilt: not signed by a key of key, so it proves nothing'
verify --seen key whole
is 'no checkpoint' "$status $err" \
    '65 dutygate: audit verify: key: neither a checkpoint nor what a witness keeps'
tap_done

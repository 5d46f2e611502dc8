# SPDX-License-Identifier: Apache-2.0
# Values of persons through a real gateway: whoever reads them is in the journal
# before the answer is out, also of a gateway that was killed then; pseudonyms
# are this journal's for good, after a backup, too, and no other's.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"

export DUTYGATE_SOCKET="$gate_dir/run/gateway.ipc"

# read_persons SOURCE DATA: the read of a plugin that discloses as it is asked.
read_persons() {
    jq -cn --arg source "$1" --argjson data "$2" \
        '{specversion: "1.0", id: "read", source: $source,
          type: "dutygate.persons.read.v1", data: $data}'
}

pseudonym() {
    read_persons keeper/bwb "{\"person\": \"$1\"}" | ask - | jq -r .result
}

receipt() {
    dutygate --as auditor/sjj --json receipt "$1" | jq -c .result.event.data
}

begin() {
    gate_write 'plugins = {"access_list", "persons"}'
    install -m 755 "$top_builddir/tests/fake/.libs/persons.so" \
        "$gate_dir/plugins"
}

begin
ok 'it starts' gate_start

# ---- who read ---------------------------------------------------------------

is 'a read is answered' "$(read_persons keeper/bwb \
    '{"what": "task 7, 花名册", "values": 42}' | ask - | jq -r .result)" \
    keeper/bwb
last=$(journal 'SELECT max(sequence) FROM entry')
is 'an auditor sees who read what, and how much' \
    "$(receipt "$last" | jq -c '[.reader, .read, .what, .values]')" \
    '["keeper/bwb","dutygate.persons.read.v1","task 7, 花名册",42]'
is 'and with which key' "$(receipt "$last" | jq -r .key)" \
    "$(dutygate --as auditor/sjj --json principals keeper/bwb |
        jq -r '.result.principals[0].officers[0].key')"
is 'so do people' "$(dutygate --as auditor/sjj receipt "$last" |
    grep -c -e '^ *reader *keeper/bwb$' -e '^ *what *task 7, 花名册$' \
        -e '^ *values *42$')" 3
for n in 1 2 3 4 5 6; do
    read_persons keeper/bwb "{\"what\": \"batch $n\", \"values\": $n}"
done | jq -cs . >"$TEST_DIR/batch"
is 'a batch of reads' "$(ask "$TEST_DIR/batch" | jq -r '.[].result' | sort -u)" \
    keeper/bwb
is 'has an entry for each' "$(receipt $((last + 6)) | jq -r .what)" 'batch 6'
is 'in one message of the gateway' "$(journal "SELECT count(DISTINCT envelope)
    FROM entry WHERE sequence > $last")" 1

# Killed in the middle of reads: each that was answered is there.
for n in $(seq 1 400); do
    read_persons keeper/bwb "{\"what\": \"read $n.\", \"values\": 1}"
done >"$TEST_DIR/reads"
burst "$TEST_DIR/reads" KILL "$gate_pid" 40 >"$TEST_DIR/answers"
gate_kill
answered=$(grep -c '"result":"keeper/bwb"' "$TEST_DIR/answers")
echo "# $answered of 400 were answered"
ok 'it was killed while it answered' test "$answered" -ge 40
ok 'it starts again' gate_start
said=$(journal "SELECT count(*) FROM entry JOIN envelope
    ON envelope.id = entry.envelope
    WHERE CAST(bytes AS TEXT) LIKE '%\"read %.\"%'")
echo "# $said were journaled"
ok 'what was answered was journaled' test "$said" -ge "$answered"

# ---- pseudonyms -------------------------------------------------------------

person=$(pseudonym person:522731198001010016)
is 'a person has one' "$(echo "$person" | grep -cx '[0-9a-f]\{32\}')" 1
ok 'another has another' \
    test "$person" != "$(pseudonym person:522731198001010024)"
gate_stop
is 'it ends well' "$gate_status" 0
ok 'it starts again' gate_start
is 'the person has the same' "$(pseudonym person:522731198001010016)" "$person"
gate_stop
"$top_builddir/dutygated" -c "$gate_conf" --backup "$TEST_DIR/backup" \
    >"$TEST_DIR/out" 2>&1
mv "$gate_dir/state" "$TEST_DIR/state"
"$top_builddir/dutygated" -c "$gate_conf" --restore "$TEST_DIR/backup" \
    >"$TEST_DIR/out" 2>&1
cp "$TEST_DIR/state/gateway.jwk" "$gate_dir/state"
ok 'a backup starts in its place' gate_start
is 'and the person has the same' "$(pseudonym person:522731198001010016)" \
    "$person"
gate_stop
rm -r "$gate_dir/state"
ok 'another journal starts' gate_start
ok 'where the person has another' \
    test "$person" != "$(pseudonym person:522731198001010016)"
gate_stop
tap_done

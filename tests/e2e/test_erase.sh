# SPDX-License-Identifier: Apache-2.0
# Erasure through a real gateway: all files of its state, and backups, are
# searched for what was erased, also when it was killed in between; receipts of
# what is gone still hold.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"

export DUTYGATE_SOCKET="$gate_dir/run/gateway.ipc"
state=$gate_dir/state
vkey=$gate_dir/run/gateway.vkey

# search TEXT [FILE …]: how many of the files, else of those of the state, have
# it, as it is or in base64, wherever it begins.
search() {
    text=$1
    shift
    [ $# -gt 0 ] || set -- "$state"/*
    python3 - "$text" "$@" <<'END'
import base64, sys
text = sys.argv[1].encode()
wanted = {text}
for code in base64.b64encode, base64.urlsafe_b64encode:
    for at in range(3):
        coded = code(b"\0" * at + text)
        wanted.add(coded[4 if at else 0:len(coded) // 4 * 4 - 4])
print(sum(any(w in open(f, "rb").read() for w in wanted)
          for f in sys.argv[2:]))
END
}

# publish ID TITLE: a task with a piece of evidence that is not allowed, so that
# the decision names it, too. Its answer.
publish() {
    task "$1" zzb-01 zzb "$2" | jq -c '.data.evidence = ["evidence-of-" + .id]' |
        ask -
}

erase() {
    dutygate --as keeper/bwb --json erase "$@" </dev/null
}

codes() {
    jq -r '[.findings[].code] | join(" ")'
}

inbox() {
    dutygate --as office/522731102213 --json inbox --all |
        jq -r '.result.tasks[].title'
}

# verify FILE [EVENT]: the exit status of receipt verify.
verify() {
    dutygate receipt verify --verifier "$vkey" ${2:+--event "$2"} "$1" \
        >"$TEST_DIR/said" 2>&1
    echo $?
}

gate_write 'access_list { rule frequency { mode = "off" } }'
ok 'it starts' gate_start
is 'roster and list are admitted' "$(county_publish)" 'admit
admit'

# ---- gone -----------------------------------------------------------------------

publish one 核查李某某户籍 >"$TEST_DIR/answer"
first=$(jq .receipt.sequence "$TEST_DIR/answer")
dutygate --as department/zzb --json receipt "$first" >"$TEST_DIR/before"
publish two 核查赵某某住址 >"$TEST_DIR/second"
second=$(jq .receipt.sequence "$TEST_DIR/second")
ok 'what is asked lies on the disk' test "$(search 核查李某某户籍)" -gt 0
ok 'and what was decided' test "$(search evidence-of-one)" -gt 0
is 'its receipt holds' "$(verify "$TEST_DIR/before")" 0
"$top_builddir/dutygated" -c "$gate_conf" --backup "$TEST_DIR/early" \
    >"$TEST_DIR/out" 2>&1
is 'a backup has it' "$(search 核查李某某户籍 "$TEST_DIR/early")" 1

is 'nobody but a keeper erases' "$(dutygate --as department/zzb --json erase \
    --reason x "$first" </dev/null | codes)" role-not-permitted
is 'the list stays' "$(erase --reason x 3 | codes)" not-erasable
is 'at a terminal it asks first' "$(python3 - "$top_builddir/dutygate" "$first" <<'END'
import os, pty, sys
pid, fd = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], ["dutygate", "--as", "keeper/bwb", "erase",
                           "--reason", "x", sys.argv[2]])
said = b""
while not said.endswith(b"[y/N] "):
    said += os.read(fd, 1)
os.write(fd, b"n\n")
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
END
)" 64
is 'and leaves it' "$(search 核查李某某户籍)" "$(search evidence-of-one)"
is 'it is erased' "$(erase --reason 当事人申请 "$first" | jq -r .verdict)" admit
is 'no file has the event' "$(search 核查李某某户籍)" 0
is 'nor the decision' "$(search evidence-of-one)" 0
is 'what was not named is there' "$(search 核查赵某某住址)" 1
is 'the inbox has lost it' "$(inbox)" 核查赵某某住址
"$top_builddir/dutygated" -c "$gate_conf" --backup "$TEST_DIR/late" \
    >"$TEST_DIR/out" 2>&1
is 'a backup is sound' "$(grep -c 'last sequence' "$TEST_DIR/out")" 1
is 'and has nothing of it' "$(search 核查李某某户籍 "$TEST_DIR/late")" 0

# ---- what still holds -----------------------------------------------------------

dutygate --as department/zzb --json receipt "$first" >"$TEST_DIR/after"
is 'asked for, it says so' "$(jq -c '[.result.event, .result.answer.erased,
    .result.answer.source]' "$TEST_DIR/after")" '[null,true,"department/zzb"]'
is 'for people, too' "$(dutygate --as department/zzb receipt "$first" |
    grep -c "^erased, receipt $first")" 1
is 'its receipt holds' "$(verify "$TEST_DIR/after")" 0
is 'so does the one that was given out' "$(verify "$TEST_DIR/before")" 0
jq -c '.result.answer.receipt.eventcommitment = .result.answer.receipt.decisioncommitment' \
    "$TEST_DIR/after" >"$TEST_DIR/altered"
ok 'another commitment does not' test "$(verify "$TEST_DIR/altered")" -ne 0
is 'asked again under its id, it was erased' \
    "$(publish one 核查李某某户籍 | jq -c '[.id, .erased, .receipt.sequence]')" \
    "[\"one\",true,$first]"
is 'which writes nothing' "$(search 核查李某某户籍)" 0
inbox >"$TEST_DIR/inbox"
gate_stop
ok 'it starts again' gate_start
inbox >"$TEST_DIR/inbox.again"
ok 'as it was' cmp -s "$TEST_DIR/inbox" "$TEST_DIR/inbox.again"

# ---- died between commit and erasure --------------------------------------------

# The journal from before the erasure, and behind it the entries since.
gate_stop
cp "$state/journal.db" "$TEST_DIR/old.db"
gate_start
erase --reason 到期 "$second" >"$TEST_DIR/out"
gate_stop
is 'nothing is left of another' "$(search 核查赵某某住址)" 0
sqlite3 "$TEST_DIR/old.db" "ATTACH '$state/journal.db' AS now;
    BEGIN;
    INSERT INTO envelope SELECT * FROM now.envelope WHERE id >
        (SELECT max(sequence) FROM entry);
    INSERT INTO entry SELECT * FROM now.entry WHERE sequence >
        (SELECT max(sequence) FROM main.entry);
    COMMIT;"
cp "$TEST_DIR/old.db" "$state/journal.db"
rm -f "$state/journal.db-wal" "$state/journal.db-shm"
is 'as if it had died before the bytes were gone' "$(search 核查赵某某住址)" 1
ok 'it starts' gate_start
is 'and erases it then' "$(search 核查赵某某住址)" 0
is 'nobody has it' "$(inbox)" ''
is 'which the journal can prove' "$(dutygate --as auditor/sjj --json \
    receipt "$second" | jq .result.answer.erased)" true

# ---- killed while the log is read ------------------------------------------------

publish three 核查孙某某病历 >"$TEST_DIR/third"
third=$(jq .receipt.sequence "$TEST_DIR/third")
mkfifo "$TEST_DIR/reader"
sqlite3 -readonly "$state/journal.db" <"$TEST_DIR/reader" >"$TEST_DIR/read" &
reader=$!
exec 7>"$TEST_DIR/reader"
mkfifo "$TEST_DIR/begun"
echo "BEGIN; SELECT count(*) FROM entry;
.shell echo begun >$TEST_DIR/begun" >&7
read -r begun <"$TEST_DIR/begun"
is 'somebody reads the journal' "$begun" begun
dutygate --as keeper/bwb --json erase --id held --reason 到期 "$third" \
    </dev/null >"$TEST_DIR/held" 2>&1 &
client=$!
# A look-up finds it once it is durable.
tries=0
until dutygate --as keeper/bwb --json receipt held 2>/dev/null |
    grep -q '"verdict":"admit"' || [ $tries -ge 200 ]; do
    tries=$((tries + 1))
done
ok 'it is in the journal' test $tries -lt 200
ok 'but not answered while the log has it' test ! -s "$TEST_DIR/held"
kill "$client"
gate_kill
exec 7>&-
wait "$reader"
ok 'killed and started again' gate_start
is 'no file has it' "$(search 核查孙某某病历)" 0
is 'the same asked again is answered' \
    "$(erase --id held --reason 到期 "$third" | jq -r .verdict)" admit
gate_stop
is 'it ends well' "$gate_status" 0
tap_done

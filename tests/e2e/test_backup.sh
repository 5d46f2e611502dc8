# SPDX-License-Identifier: Apache-2.0
# Backup under load, restore elsewhere: every receipt up to the backup is what
# it was, those given out later bear a higher epoch; and what is refused. The
# small disk is mounted where nobody else sees it.
if [ -z "$DISK_NAMESPACE" ]; then
    for flag in -m -rm; do
        if unshare $flag mount -t tmpfs none "$TEST_DIR" 2>/dev/null; then
            DISK_NAMESPACE=$flag exec unshare $flag sh "$0"
        fi
    done
fi
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"
PATH=$top_builddir:$PATH
backup=$TEST_DIR/backup
last() {
    sed -n 's/.* last sequence \([0-9]*\), .*/\1/p' "$1"
}

# run ARGUMENT …: the daemon's exit status, then what it printed.
run() {
    dutygated -c "$gate_conf" "$@" >"$TEST_DIR/out" 2>&1
    echo $?
    cat "$TEST_DIR/out"
}

gate_write 'access_list { rule frequency { mode = "off" } }'
is 'there is nothing to back up yet' "$(run --backup "$backup")" "66
dutygated: $gate_dir/state/journal.db: No such file or directory"
ok 'it starts' gate_start
is 'roster and list are admitted' "$(county_publish)" 'admit
admit'

# ---- under load ------------------------------------------------------------------

task PLACE zzb-02 zzb >"$TEST_DIR/task"
seq 1 6000 | awk -v task="$(cat "$TEST_DIR/task")" \
    '{ line = task; sub(/PLACE/, "t" $1, line); print line }' >"$TEST_DIR/tasks"
head -n 5960 "$TEST_DIR/tasks" >"$TEST_DIR/tasks.1"
tail -n 40 "$TEST_DIR/tasks" >"$TEST_DIR/tasks.2" # after the backup
# Four at a time, so that it takes its time.
flood 4 "$TEST_DIR/tasks.1" >"$TEST_DIR/replies" &
client=$!
(gate_log=$TEST_DIR/replies gate_wait receipt 300)
dutygate backup --config "$gate_conf" "$backup" >"$TEST_DIR/said"
is 'a backup is made while events flow' $? 0
wait "$client"
burst "$TEST_DIR/tasks.2" >>"$TEST_DIR/replies"
is 'all of which are answered, and more' \
    "$(jq -r .verdict "$TEST_DIR/replies" | sort | uniq -c | tr -s ' ')" \
    ' 6000 admit'
last=$(last "$TEST_DIR/said")
echo "# $last of 6004 entries are in it"
ok 'it has what was durable when it began' test "$last" -gt 300
is 'it says what is in it' "$(cat "$TEST_DIR/said")" \
    "$backup: $last entries, last sequence $last, epoch 1, \
$(stat -c %s "$backup") bytes; read through"
is 'it is for its owner only' "$(stat -c %a "$backup")" 600
is 'nothing else is left' "$(ls "$TEST_DIR" | grep '^backup')" backup
is 'another does not take its place' "$(run --backup "$backup")" "73
dutygated: $backup: File exists"

# ---- what refuses a restore --------------------------------------------------------

is 'a running gateway' "$(run --restore "$backup")" "69
dutygated: runtime_dir $gate_dir/run: a gateway is running there"
mv "$gate_dir/run/gateway.lock" "$TEST_DIR"
is 'a journal in use' "$(run --restore "$backup")" "69
dutygated: journal $gate_dir/state is in use by process $(gate_worker)"
mv "$TEST_DIR/gateway.lock" "$gate_dir/run"
gate_stop
is 'TERM ends it with 0' "$gate_status" 0
is 'a journal' "$(run --restore "$backup" | sed 's/has .*/has …/')" "73
dutygated: $gate_dir/state is not empty: it has …"

gate_dir=$TEST_DIR/elsewhere
gate_conf=$gate_dir/dutygated.conf
gate_log=$gate_dir/log
gate_url=ipc://$gate_dir/run/gateway.ipc
gate_write 'access_list { rule frequency { mode = "off" } }'

# damage SQL: the backup, changed; what a restore says, with FILE for its name.
damage() {
    cp "$backup" "$TEST_DIR/damaged"
    sqlite3 "$TEST_DIR/damaged" "$1"
    run --restore "$TEST_DIR/damaged" | sed "s|$TEST_DIR/damaged|FILE|g"
}

is 'a byte of an event' \
    "$(damage "UPDATE envelope SET bytes = CAST(replace(CAST(bytes AS TEXT),
        '惠水县教育局', '惠水县教育厅') AS BLOB) WHERE id = 3")" '65
dutygated: FILE: entry 3 is damaged: its hash does not match'
is 'a byte of a decision' \
    "$(damage "UPDATE entry SET decision = CAST(replace(CAST(decision AS TEXT),
        'admit', 'refus') AS BLOB) WHERE sequence = 203")" '65
dutygated: FILE: entry 203 is damaged: its hash does not match'
is 'an entry that is missing' \
    "$(damage 'DELETE FROM entry WHERE sequence = 100')" '65
dutygated: FILE: entry 100 is damaged: its row or its envelope is missing or malformed'
is 'the end that is missing' "$(damage "DELETE FROM entry WHERE sequence = $last")" \
    "65
dutygated: FILE: entry $last is missing"
is 'an epoch that is none' \
    "$(damage "UPDATE meta SET value = 0 WHERE key = 'epoch'")" '65
dutygated: FILE: the epoch is damaged'
is 'a newer program' "$(damage 'PRAGMA user_version = 9')" '78
dutygated: FILE: layout 9 was made by a newer program; this one knows layouts up to 2'
cp "$backup" "$TEST_DIR/damaged"
pages=$(($(stat -c %s "$backup") / 8192))
head -c 8192 /dev/urandom | dd of="$TEST_DIR/damaged" bs=8192 conv=notrunc \
    seek=$((pages / 2)) 2>/dev/null
is 'a page of noise: the entry is named' \
    "$(run --restore "$TEST_DIR/damaged" | sed 's/entry [0-9]* is/entry N is/
        s|.*damaged: entry|FILE: entry|; s/damaged: .*/damaged/')" '65
FILE: entry N is damaged'
head -c $((pages / 2 * 8192)) "$backup" >"$TEST_DIR/damaged"
is 'half a file' "$(run --restore "$TEST_DIR/damaged" | head -n 1)" 65
echo 'Dear colleague, enclosed you find the backup' >"$TEST_DIR/damaged"
is 'another file' "$(run --restore "$TEST_DIR/damaged")" "65
dutygated: $TEST_DIR/damaged: file is not a database"
is 'no file' "$(run --restore "$TEST_DIR/none")" "66
dutygated: $TEST_DIR/none: No such file or directory"
is 'none of these made a state_dir' "$(ls "$gate_dir")" 'dutygated.conf
plugins'
mkdir "$gate_dir/state"
: >"$gate_dir/state/letter.txt"
is 'a folder with something in it' "$(run --restore "$backup")" "73
dutygated: $gate_dir/state is not empty: it has letter.txt"
is 'and nothing more came into it' "$(ls "$gate_dir/state")" letter.txt
rm "$gate_dir/state/letter.txt"
gate_write 'journal = "memory"'
is 'a journal that forgets' "$(run --restore "$backup")" '78
dutygated: a journal of kind "memory" keeps nothing'
is 'likewise, backed up' "$(run --backup "$backup.2")" '78
dutygated: a journal of kind "memory" keeps nothing'
is 'a wrong configuration' "$(gate_write 'foo = 1'; run --backup "$backup.2")" \
    "78
dutygated: $gate_conf:5: unknown option \"foo\""

# ---- restore -----------------------------------------------------------------------

gate_write 'access_list { rule frequency { mode = "off" } }'
mkdir "$gate_dir/state/restore.part" # of one that was interrupted
: >"$gate_dir/state/restore.part/journal.db"
is 'it is restored' "$(dutygate restore --config "$gate_conf" "$backup" 2>&1)" \
    "$gate_dir/state: $last entries, last sequence $last
the epoch is 2 now: receipts above $last of epoch 1 are not in this journal;
who holds one has to send the event again
$gate_dir/state/gateway.jwk: missing; the next start makes a new key, which all who verify receipts
have to learn, unless the former key's file is put there first"
is 'there is a journal, and a lock' "$(ls "$gate_dir/state")" 'journal.db
journal.lock'
is 'of that user' "$(stat -c '%a %U' "$gate_dir/state/journal.db")" \
    "600 $(stat -c %U "$gate_dir/state")"
ok 'a gateway starts on it' gate_start
is 'and replays it' \
    "$(gate_says | sed -n 's/.*gateway\.ready //p')" \
    "gateway=huishui entries=$last"
burst "$TEST_DIR/tasks" >"$TEST_DIR/again"
sorted() {
    jq -c --argjson last "$last" "select(.receipt.sequence $1 \$last)" "$2" |
        settled | sort
}
is 'every receipt up to the backup is the same' \
    "$(sorted '<=' "$TEST_DIR/again" | sha256sum)" \
    "$(sorted '<=' "$TEST_DIR/replies" | sha256sum)"
is 'as many as there were' "$(sorted '<=' "$TEST_DIR/again" | wc -l)" \
    $((last - 4))
is 'the others are admitted anew, in the higher epoch' "$(sorted '>' \
    "$TEST_DIR/again" | jq -c '[.verdict, .receipt.epoch]' | sort | uniq -c |
    tr -s ' ')" " $((6004 - last)) [\"admit\",2]"
is 'a backup of it says so' \
    "$(dutygated -c "$gate_conf" --backup "$backup.2" | sed 's/.* epoch/epoch/
        s/, [0-9]* bytes.*//')" 'epoch 2'
gate_stop
is 'TERM ends it with 0' "$gate_status" 0
is 'a gateway that does not run is backed up, too' \
    "$(run --backup "$backup.3" | sed 's/.*last sequence \([0-9]*\),.*/\1/')" '0
6005'

# ---- no room -----------------------------------------------------------------------

small=$TEST_DIR/small
mkdir "$small"
if [ -z "$DISK_NAMESPACE" ] ||
    ! mount -t tmpfs -o size=1m,mode=700 tmpfs "$small"; then
    skip 3 'no disk of its own: mount is permitted neither here nor by unshare'
    tap_done
fi
is 'a disk that is too small is said to be' \
    "$(run --backup "$small/b" | sed 's/b.part-[0-9]*/b.part/
        s/needs [0-9]* /needs N /')" "74
dutygated: $small/b.part: needs N bytes, and 1048576 are free"
is 'nothing is left there' "$(ls -A "$small")" ''
sed -i "s|\"state\"|\"$small/state\"|" "$gate_conf"
run --restore "$backup" >"$TEST_DIR/restored"
is 'nor by a restore' "$(sed 's/needs [0-9]* /needs N /; s/and [0-9]*/and N/' \
    "$TEST_DIR/restored"; ls -A "$small/state")" "74
dutygated: $small/state/restore.part/journal.db: needs N bytes, and N are free
journal.lock"
tap_done

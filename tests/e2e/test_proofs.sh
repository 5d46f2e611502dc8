# SPDX-License-Identifier: Apache-2.0
# Receipts and the journal's tree through the real daemon: what was answered
# holds for whoever has the verifier key, and the journal goes on from what was
# seen, through kills, a key that is replaced, and a restore.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"

vkey=$gate_dir/run/gateway.vkey
state=$gate_dir/state
socket=$gate_dir/run/gateway.ipc

# verify KEY ANSWERS EVENTS: the exit status of receipt verify.
verify() {
    dutygate receipt verify --verifier "$1" --event "$3" "$2" >"$TEST_DIR/said" 2>&1
    echo $?
}

# burst, and ask of one event, with answers as they come.
burst() {
    sign "$1" >"$TEST_DIR/messages"
    shift
    storm burst "$TEST_DIR/messages" "$@"
}
ask_raw() {
    sign "$1" | tr -d '\n' | send -
}

# witness KEY: sees the journal, as an auditor does now and then.
witness() {
    dutygate --socket "$socket" --as auditor/sjj witness --verifier "$1" \
        --file "$TEST_DIR/seen" 2>&1 | sed 's/^[^ ]* //'
}

# tasks FROM TO: events, one a line.
tasks() {
    task PLACE zzb-01 zzb >"$TEST_DIR/task"
    seq "$1" "$2" | awk -v task="$(cat "$TEST_DIR/task")" \
        '{ line = task; sub(/PLACE/, "p" $1, line); print line }'
}

gate_write 'access_list { rule frequency { mode = "off" } }'
is 'a test makes no key' "$("$top_builddir/dutygated" -t -c "$gate_conf"
    ls "$gate_dir")" "$gate_conf: ok
dutygated.conf
plugins"
ok 'it starts' gate_start
is 'roster and list are admitted' "$(county_publish)" 'admit
admit'
is 'the key is for the gateway alone' "$(stat -c %a "$state/gateway.jwk")" 600
is 'its public half for all' "$(stat -c %a "$vkey"; wc -l <"$vkey")" '644
1'
cp "$vkey" "$TEST_DIR/old.vkey"

# ---- answers -----------------------------------------------------------------

tasks 1 300 >"$TEST_DIR/events"
burst "$TEST_DIR/events" >"$TEST_DIR/answers"
is 'each of 300 answers holds' "$(verify "$vkey" "$TEST_DIR/answers" \
    "$TEST_DIR/events")" 0
sed '7s/"admit"/"defer"/' "$TEST_DIR/answers" >"$TEST_DIR/altered"
is 'of one that was altered it is said' "$(verify "$vkey" "$TEST_DIR/altered" \
    "$TEST_DIR/events")" 1
is 'a witness sees the journal' "$(witness "$vkey")" \
    '304 entries, seen for the first time'

# ---- kills; each start writes an entry of its own ------------------------------

tasks 301 900 >"$TEST_DIR/more"
starts=1
for count in 10 200 400; do
    burst "$TEST_DIR/more" KILL "$(gate_worker)" "$count" \
        >"$TEST_DIR/cut.$count"
    starts=$((starts + 1))
    gate_wait 'gateway\.ready' $starts
done
cat "$TEST_DIR"/cut.* >"$TEST_DIR/cut"
ok 'answers came before the worker was killed' test -s "$TEST_DIR/cut"
is 'each of them holds' \
    "$(verify "$vkey" "$TEST_DIR/cut" "$TEST_DIR/more")" 0
burst "$TEST_DIR/more" >"$TEST_DIR/again"
is 'asked again, each holds' \
    "$(verify "$vkey" "$TEST_DIR/again" "$TEST_DIR/more")" 0
is 'all are there' "$(wc -l <"$TEST_DIR/again")" 600
is 'the journal goes on from what the witness saw' "$(witness "$vkey")" \
    '907 entries, 603 more than seen before'
is 'the key stayed' "$(cat "$vkey")" "$(cat "$TEST_DIR/old.vkey")"

# ---- a key is replaced --------------------------------------------------------

# rekey FILES NUMBER: a start with these key files, and a task of this number.
rekey() {
    gate_stop
    gate_write "key_files = { $1 }" 'access_list { rule frequency { mode = "off" } }'
    gate_start
    tasks "$2" "$2" >"$TEST_DIR/one"
    ask_raw "$TEST_DIR/one" >"$TEST_DIR/one.json"
}

# accepted: who accepts that task's receipt.
accepted() {
    for key in old new; do
        [ "$(verify "$TEST_DIR/$key.vkey" "$TEST_DIR/one.json" \
            "$TEST_DIR/one")" -ne 0 ] || echo $key
    done
}

DUTYGATE_KEYS=$TEST_DIR/next dutygate keygen --gateway huishui \
    gateway/huishui >/dev/null
mv "$TEST_DIR/next/gateway/huishui.jwk" "$state/next.jwk"
rekey '"state/gateway.jwk", "state/next.jwk"' 1001
sed -n 1p "$vkey" | diff - "$TEST_DIR/old.vkey" >/dev/null
is 'overlap: the old key is published' $? 0
sed -n 2p "$vkey" >"$TEST_DIR/new.vkey"
is 'and the new one' "$(wc -l <"$vkey")" 2
is 'both are accepted' "$(accepted)" 'old
new'
is 'a witness of the old key sees it go on' "$(witness "$TEST_DIR/old.vkey")" \
    '909 entries, 2 more than seen before'
rekey '"state/next.jwk"' 1002
is 'then only the new one' "$(accepted)" new
is 'receipts from before hold with the old one' "$(verify "$TEST_DIR/old.vkey" \
    "$TEST_DIR/answers" "$TEST_DIR/events")" 0
is 'asked again, they hold with the new one' "$(
    burst "$TEST_DIR/events" >"$TEST_DIR/again"
    verify "$TEST_DIR/new.vkey" "$TEST_DIR/again" "$TEST_DIR/events")" 0

# ---- restore ------------------------------------------------------------------

is 'a backup has no key' "$("$top_builddir/dutygated" -c "$gate_conf" --backup \
    "$TEST_DIR/backup" >/dev/null; grep -c -a '"crv"' "$TEST_DIR/backup")" 0
gate_stop
mkdir "$TEST_DIR/gone"
mv "$state"/journal.* "$TEST_DIR/gone"
rm -f "$state/fault.map" "$state"/*.reserve
restored=$("$top_builddir/dutygated" -c "$gate_conf" --restore \
    "$TEST_DIR/backup" 2>&1)
is 'a restore beside the keys tells which' "$(echo "$restored" | tail -n 1)" \
    "$state/next.jwk: receipts are signed with this key"
ok 'it starts' gate_start
tasks 1003 1003 >"$TEST_DIR/one"
ask_raw "$TEST_DIR/one" >"$TEST_DIR/one.json"
is 'and signs as before' "$(accepted)" new
tasks 1004 1004 | sed 's/,"/,\n "/g' >"$TEST_DIR/lines"
zzb() {
    dutygate --socket "$socket" --as department/zzb --json "$@"
}
number=$(zzb publish "$TEST_DIR/lines" | jq .receipt.sequence)
zzb receipt "$number" >"$TEST_DIR/looked-up"
is 'an event of several lines holds as it is looked up' "$(dutygate receipt \
    verify --verifier "$vkey" "$TEST_DIR/looked-up" | sed -n '1p;$p')" \
    "holds: admit, receipt $number
  event     holds"
gate_stop
mv "$state/next.jwk" "$TEST_DIR/gone"
is 'without its key it does not start' "$(gate_refusal)" "78
status=78 why=\"key_files: $state/next.jwk: No such file or directory\""
cp "$TEST_DIR/gone/next.jwk" "$state/next.jwk"
chmod 644 "$state/next.jwk"
is 'nor with one that others may read; a test says so, too' \
    "$("$top_builddir/dutygated" -t -c "$gate_conf" 2>&1)" \
    "key_files: $state/next.jwk: others may read or write it (mode 0644); \
make it yours alone: chmod 600 $state/next.jwk"
tap_done

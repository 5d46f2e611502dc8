# SPDX-License-Identifier: Apache-2.0
# A disk that runs full: writes are answered "busy", everything else goes on,
# and nothing is lost; when there is room again, writes are taken again. The
# disk is 2 MiB of memory, mounted where nobody else sees it.
if [ -z "$DISK_NAMESPACE" ]; then
    for flag in -m -rm; do
        if unshare $flag mount -t tmpfs none "$TEST_DIR" 2>/dev/null; then
            DISK_NAMESPACE=$flag exec unshare $flag sh "$0"
        fi
    done
fi
. "$top_srcdir/tests/tap/tap.sh"
if [ -z "$DISK_NAMESPACE" ]; then
    skip 1 'no disk of its own: mount is permitted neither here nor by unshare'
    tap_done
fi
. "$top_srcdir/tests/e2e/lib.sh"

DUTYGATE_SOCKET=$gate_dir/run
export DUTYGATE_SOCKET
ballast=$gate_dir/state/ballast
inbox='{"specversion":"1.0","id":"i1","source":"office/522731001001",
    "type":"dutygate.inbox.read.v1","data":{"limit":1}}'

# fill PREFIX: publishes until nothing more is taken; answers in PREFIX.json.
fill() {
    task "$1-PLACE" zzb-01 zzb >"$TEST_DIR/task"
    seq 6000 | awk -v task="$(cat "$TEST_DIR/task")" \
        '{ line = task; sub(/PLACE/, $1, line); print line }' \
        >"$TEST_DIR/$1.jsonl"
    dutygate --json --timeout 3 replay "$TEST_DIR/$1.jsonl" \
        >"$TEST_DIR/$1.json"
}

# taken: of answers, those with a receipt, one a line.
taken() {
    jq -c 'select(.receipt)' | settled | sort
}

# stuff: no byte is left, as when another program fills the disk.
stuff() {
    cat /dev/zero >>"$ballast" 2>/dev/null
    df --output=avail "$gate_dir/state" | tail -n 1 | tr -d ' '
}

# full_disk WHEN NEW: what a gateway still does, and that it takes nothing NEW.
full_disk() {
    is "$1: an inbox is read" \
        "$(echo "$inbox" | ask - | jq -r '.result.tasks[0].title')" \
        '关于做好有关工作的通知'
    is "$1: a receipt is found" \
        "$(jq -c '{specversion, id: "l1", source, type:
            "dutygate.receipt.lookup.v1", data: {id}}' "$TEST_DIR/first" | ask - |
            jq -r .result.answer.verdict)" admit
    is "$1: a known id gets its first receipt" \
        "$(ask "$TEST_DIR/first" | settled)" "$(settled <"$TEST_DIR/first.json")"
    is "$1: a new id is told to come again" \
        "$(ask "$2" | jq -r '[.type, .detail] | @text')" \
        '["urn:dutygate:problem:busy","the disk is full"]'
}

gate_write 'access_list { rule frequency { mode = "off" } }'
mkdir "$gate_dir/state"
ok '2 MiB are mounted' \
    mount -t tmpfs -o size=2m,mode=700 none "$gate_dir/state"
head -c 524288 /dev/zero >"$ballast"
ok 'the gateway starts' gate_start
is 'roster and list are admitted' "$(county_publish)" 'admit
admit'
task first zzb-01 zzb >"$TEST_DIR/first"
ask "$TEST_DIR/first" >"$TEST_DIR/first.json"

# ---- full by its own work ------------------------------------------------------

fill a
is 'in the end the command says: come again' $? 75
is 'and says why' \
    "$(jq -r 'select(.receipt | not) | .type + ": " + .detail' \
        "$TEST_DIR/a.json" | sort -u)" 'urn:dutygate:problem:busy: the disk is full'
taken <"$TEST_DIR/a.json" >"$TEST_DIR/a.taken"
echo "# $(wc -l <"$TEST_DIR/a.taken") were taken before the disk was full"
ok 'until then it was work as usual' test "$(wc -l <"$TEST_DIR/a.taken")" -gt 900
tail -n 1 "$TEST_DIR/a.jsonl" >"$TEST_DIR/last"
full_disk 'full' "$TEST_DIR/last"
ok 'the log says so' gate_wait 'disk\.full'
worker=$(gate_worker)
rm "$ballast"
ok 'room is noticed' gate_wait 'disk\.room'
is 'what was busy is taken now' \
    "$(ask "$TEST_DIR/last" | jq -r '.verdict')" admit
is 'by the same worker' "$(gate_worker)" "$worker"
gate_stop
is 'TERM ends it with 0' "$gate_status" 0
ok 'it starts again' gate_start
jq -nc --slurpfile taken "$TEST_DIR/a.taken" '
    ($taken | map({(.id): true}) | add) as $ids | inputs | select($ids[.id])' \
    "$TEST_DIR/a.jsonl" >"$TEST_DIR/again"
is 'and has all it ever acknowledged' \
    "$(burst "$TEST_DIR/again" | taken | diff - "$TEST_DIR/a.taken")" ''

# ---- filled by somebody else, to the last byte -----------------------------------

is 'no byte is left' "$(stuff)" 0
task unlucky zzb-01 zzb >"$TEST_DIR/unlucky"
unlucky=$(ask "$TEST_DIR/unlucky" | jq -r .type)
case $unlucky in
*:busy) ok 'that was noticed before anything was decided' true ;;
*) # the disk was not looked at in between
    is 'a commit that fails is no admission' "$unlucky" \
        urn:dutygate:problem:outcome-unknown
    gate_wait 'gateway\.ready' 2
    ;;
esac
full_disk 'not a byte left' "$TEST_DIR/unlucky"
gate_kill
ok 'it starts on the full disk, after a kill' gate_start
full_disk 'started on a full disk' "$TEST_DIR/unlucky"
gate_stop
is 'TERM ends it with 0' "$gate_status" 0
is 'still no byte is left' "$(stuff)" 0
ok 'it starts on the full disk, after TERM' gate_start
full_disk 'started again on a full disk' "$TEST_DIR/unlucky"
mount -o remount,size=4m "$gate_dir/state"
ok 'a larger disk is noticed' gate_wait 'disk\.room'
is 'and writes are taken' "$(ask "$TEST_DIR/unlucky" | jq -r .verdict)" admit
gate_stop
is 'again no byte is left' "$(stuff)" 0
ok 'it starts on the full disk, after TERM on another' gate_start
task late zzb-01 zzb >"$TEST_DIR/late"
full_disk 'started on a full disk that was not' "$TEST_DIR/late"

# ---- afterwards ------------------------------------------------------------------

gate_stop
rm "$ballast"
is 'no gaps, nothing twice' \
    "$(journal 'SELECT count(*) - max(sequence), min(sequence) FROM entry')" '0|1'
is 'each id is there once' "$(journal "SELECT id FROM
    (SELECT substr(bytes, start + 1, length) ->> 'id' AS id
        FROM entry JOIN envelope ON envelope.id = entry.envelope)
    GROUP BY id HAVING count(*) > 1")" ''
is 'every start that took a write had said how it decides' \
    "$(journal "SELECT count(*) FROM entry JOIN envelope
        ON envelope.id = entry.envelope
        WHERE substr(bytes, start + 1, length) ->> 'type' LIKE '%configure%'")" 3
tap_done

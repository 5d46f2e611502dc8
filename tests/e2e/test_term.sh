# SPDX-License-Identifier: Apache-2.0
# TERM in the middle of work: what was decided is answered, what is answered is
# in the journal, and nothing else is.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"

gate_write 'access_list { rule frequency { mode = "off" } }'
ok 'it starts' gate_start
is 'roster and list are admitted' "$(county_publish)" 'admit
admit'
number=0
task PLACE zzb-01 zzb >"$TEST_DIR/task"
while [ $number -lt 400 ]; do
    number=$((number + 1))
    sed "s/PLACE/t$number/" "$TEST_DIR/task"
done >"$TEST_DIR/tasks"
burst "$TEST_DIR/tasks" TERM "$gate_pid" 1 >"$TEST_DIR/replies"
gate_end
is 'TERM ends it with 0' "$gate_status" 0

jq -r 'select(.receipt) | [.receipt.sequence, .id] | @text' \
    "$TEST_DIR/replies" | sort >"$TEST_DIR/answered"
answered=$(wc -l <"$TEST_DIR/answered")
echo "# $answered of 400 answered with a receipt"
ok 'some were answered' test "$answered" -gt 0
is 'others were not taken' \
    "$(jq -r 'select(.receipt | not) | .type' "$TEST_DIR/replies" | sort -u |
        grep -v ':busy$')" ''
sqlite3 -json "$gate_dir/state/journal.db" \
    'SELECT sequence, CAST(substr(bytes, start + 1, length) AS TEXT) AS event
        FROM entry JOIN envelope ON envelope.id = entry.envelope
        WHERE sequence > 4' |
    jq -r '.[] | [.sequence, (.event | fromjson | .id)] | @text' |
    sort >"$TEST_DIR/journaled"
is 'what is in the journal was answered, and the other way round' \
    "$(diff "$TEST_DIR/answered" "$TEST_DIR/journaled")" ''
tap_done

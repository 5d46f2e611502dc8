#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Figures across kills in the middle of work: after each restart they are those
# of an export, computed again; and an export that is taken while the gateway
# works hard holds.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"
export DUTYGATE_SOCKET="$gate_dir/run/gateway.ipc"

# month ROUND: what departments ask, towns ask anew, offices take notice of and
# departments take back. NUMBER is the receipt number of the first event.
month() {
    jq -cn --arg round "$1" --argjson number "$2" --argjson batches 60 \
        --slurpfile task "$TEST_DIR/task" \
        'def event($type; $source; $data): {specversion: "1.0",
            source: $source, type: "dutygate.\($type).v1", data: $data};
        range($batches) | . as $at | ($number + 4 * .) as $first |
        [($task[0] | .data += {evidence: ["photo"], meetings: 2}),
         ($task[0] | .data.duty = "xx-99"),
         event("task.acknowledge"; "office/522731102213"; {task: $first}),
         if $at % 3 > 0 then
             event("task.withdraw"; "department/zzb"; {task: $first})
         else $task[0] end] |
        to_entries[] | .value + {id: "\($round)/\($at)/\(.key)"}'
}

# figures QUESTION …: of the gateway; again QUESTION …: of the export.
figures() {
    dutygate --as auditor/sjj --json burden "$@" |
        sed -e 's/^.*"result"://' -e 's/}$//'
}
again() {
    case ${1-} in
    --*) set -- "$@" "$TEST_DIR/export" ;;
    *) set -- "$TEST_DIR/export" "$@" ;;
    esac
    "$top_builddir/dutygate" --json audit recompute \
        --plugins "$gate_dir/plugins" "$@"
}

# compare NAME: what the gateway says now, and what its export gives.
compare() {
    rm -f "$TEST_DIR/export"
    dutygate --as auditor/sjj audit export "$TEST_DIR/export" >/dev/null
    for question in '' '--by period,department,cause' '--by office' rates; do
        figures $question >"$TEST_DIR/figures"
        again $question >"$TEST_DIR/again"
        ok "$1: burden $question" cmp "$TEST_DIR/figures" "$TEST_DIR/again"
    done
    echo "# $(figures | jq -c .total)"
}
entries() {
    journal 'SELECT max(sequence) FROM entry'
}

# round NUMBER WHOM COUNT: work that is cut short at COUNT replies.
round() {
    month "$1" "$(($(entries) + 1))" >"$TEST_DIR/requests"
    victim=$gate_pid
    [ "$2" = parent ] || victim=$(gate_worker)
    burst "$TEST_DIR/requests" KILL "$victim" "$3" >/dev/null
    if [ "$2" = worker ]; then
        gate_wait 'gateway\.ready' 2
    else
        gate_kill
        gate_start
    fi
    compare "round $1, $2 killed at $3 replies"
    burst "$TEST_DIR/requests" >/dev/null
    compare "round $1, all asked again"
}

gate_write 'access_list { rule frequency { mode = "off" } }'
ok 'it starts' gate_start
is 'roster and list are admitted' "$(county_publish)" 'admit
admit'
task ID zzb-01 zzb >"$TEST_DIR/task"
round 1 parent 3
round 2 worker 20
gate_kill
ok 'a fresh gateway starts' gate_start
round 3 parent 45
task last zzb-01 zzb 最后一项 | ask - | jq .receipt.sequence >"$TEST_DIR/last"
ok 'the last one is taken back' \
    dutygate --as department/zzb withdraw "$(cat "$TEST_DIR/last")"
is 'something is borne, taken back and refused' "$(figures --by cause |
    jq -c '[.causes[].cause] | contains(["asked", "withdrawn", "duty-not-listed"])')" \
    true
compare 'one more'

# ---- while it works ----------------------------------------------------------

for part in 4 5 6 7 8 9; do
    month "$part" 1
done >"$TEST_DIR/requests"
sign "$TEST_DIR/requests" >"$TEST_DIR/signed"
before=$(entries)
storm flood 32 "$TEST_DIR/signed" >"$TEST_DIR/replies" &
busy=$!
taken=0
wrong=
while [ "$taken" -lt 2 ] || { [ "$taken" -lt 20 ] && kill -0 "$busy"; }; do
    taken=$((taken + 1))
    rm -f "$TEST_DIR/export"
    dutygate --as auditor/sjj audit export "$TEST_DIR/export" \
        >"$TEST_DIR/said" 2>&1 || wrong="$wrong $taken: $(cat "$TEST_DIR/said")"
    dutygate audit verify --signatures "$TEST_DIR/export" \
        >"$TEST_DIR/said" 2>&1 || wrong="$wrong $taken: $(cat "$TEST_DIR/said")"
    again >"$TEST_DIR/again" 2>&1 ||
        wrong="$wrong $taken: $(cat "$TEST_DIR/again")"
    echo "# export $taken: $(sed -n '$s/^end //p' "$TEST_DIR/export")" \
        "entries, after $before"
done 2>"$TEST_DIR/errors"
wait "$busy"
is 'exports that are taken while it works hold' "$wrong" ''
compare 'after that'
gate_stop
tap_done

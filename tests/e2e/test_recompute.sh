#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What an auditor takes home gives the county's figures, to the byte, where there
# is no gateway, no configuration and no key; and says what another list would
# have changed.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"

data=$county
export DUTYGATE_SOCKET="$gate_dir/run/gateway.ipc"
export="$TEST_DIR/home/year.export"

# live QUESTION …: the answer's own bytes, of the gateway.
live() {
    dutygate --as auditor/sjj --json burden "$@" |
        sed -e 's/^.*"result"://' -e 's/}$//'
}

# home COMMAND …: where there is nothing but the programs and that folder.
home() (
    cd "$TEST_DIR/home" &&
        env -i PATH=/usr/bin:/bin LC_ALL=C.UTF-8 HOME=/nonexistent "$@"
)

# again QUESTION …: the same, out of the export; options stand before the file.
again() {
    case ${1-} in
    --*) set -- "$@" year.export ;;
    *) set -- year.export "$@" ;;
    esac
    home "$top_builddir/dutygate" --json audit recompute --plugins plugins "$@"
}

gate_write
gate_start
ok 'the county is there' dutygate replay "$data/roster.jsonl" "$data/list.jsonl"
is 'a year of work and seals' \
    "$(dutygate replay "$data/items.jsonl" "$data/seals.jsonl" | head -n 2)" \
'items 198 -> 76 (-61.62 %)
seals 99 -> 21 (-78.79 %)'
task t1 zzb-01 zzb | ask - >"$TEST_DIR/t1"
number=$(jq .receipt.sequence "$TEST_DIR/t1")
is 'one more is asked' "$(jq -r .verdict "$TEST_DIR/t1")" admit
ok 'an office takes notice' dutygate --as office/522731102213 ack "$number"
ok 'it is withdrawn' dutygate --as department/zzb withdraw "$number"

set -- '' '--by department,cause' '--by office' '--by period,dimension' \
    '--by cause' headline rates rebounds
for question; do
    live $question >"$TEST_DIR/live$(echo "$question" | tr -c 'a-z\n' _)"
done
ok 'the figures are not nothing' grep -q '"borne":"[1-9]' "$TEST_DIR/live"
mkdir "$TEST_DIR/home" "$TEST_DIR/home/plugins"
install -m 755 "$top_builddir"/plugins/*/.libs/*.so "$TEST_DIR/home/plugins"
ok 'the journal is taken along' dutygate --as auditor/sjj audit export "$export"
gate_stop

for question; do
    again $question >"$TEST_DIR/again"
    ok "the same bytes: burden $question" cmp "$TEST_DIR/again" \
        "$TEST_DIR/live$(echo "$question" | tr -c 'a-z\n' _)"
done
gate_start
live --by department,cause >"$TEST_DIR/restarted"
ok 'and after a restart, but for the start itself' test \
    "$(jq -S 'del(.journal)' "$TEST_DIR/restarted" | sha256sum)" = \
    "$(jq -S 'del(.journal)' "$TEST_DIR/live__by_department_cause" | sha256sum)"
dutygate --as keeper/huishui list export \
    >"$TEST_DIR/home/list.csv"
gate_stop

# ---- for people --------------------------------------------------------------

home "$top_builddir/dutygate" audit recompute --plugins plugins \
    --by department year.export >"$TEST_DIR/table"
is 'a table, with the checkpoint it stands on' \
    "$(sed -n 's/^checkpoint  *\([0-9]*\) .*/\1/p' "$TEST_DIR/table")" \
    "$(sed -n 's/^end //p' "$export" | tail -n 1)"

# ---- another list --------------------------------------------------------------

# list FILE: the answer under that list.
list() {
    home "$top_builddir/dutygate" --json audit recompute --plugins plugins \
        --list "$1" year.export
}
list list.csv >"$TEST_DIR/same"
is 'the same list changes nothing' \
    "$(jq -c '[.again.total == .underlist.total, .assignments]' \
        "$TEST_DIR/same")" \
    '[true,{"refusednow":0,"admittednow":0}]'
is 'and decided again all is as it was' \
    "$(jq -c '[.aswas.total == .again.total, .events.withheld,
        .events.resting, .events.unfit]' "$TEST_DIR/same")" '[true,0,0,0]'
head -n 1 "$TEST_DIR/home/list.csv" >"$TEST_DIR/home/short.csv"
grep '^mzj-' "$TEST_DIR/home/list.csv" >>"$TEST_DIR/home/short.csv"
list short.csv >"$TEST_DIR/short"
is 'a shorter one refuses more' "$(jq -c '[.assignments.refusednow > 10,
    (.underlist.total.borne | tonumber) < (.again.total.borne | tonumber)]' \
    "$TEST_DIR/short")" '[true,true]'
ok 'side by side' home "$top_builddir/dutygate" audit recompute \
    --plugins plugins --list short.csv --by department year.export

# ---- what is none ---------------------------------------------------------------

# refuses FILE: status and words.
refuses() {
    home "$top_builddir/dutygate" --json audit recompute --plugins plugins \
        "$1" 2>&1
    echo $?
}
is 'no such file' "$(refuses none)" 'dutygated: none: No such file or directory
66'
mkfifo "$TEST_DIR/home/fifo"
: >"$TEST_DIR/home/empty"
is 'a folder' "$(refuses plugins)" 'dutygated: plugins: Is a directory
66'
is 'a FIFO that nobody writes' "$(refuses fifo)" 'dutygated: fifo: Illegal seek
66'
is 'nothing' "$(refuses empty)" "dutygated: empty: byte 0, behind entry 0: \
this is no export, or one of a newer version
65"
head -c 20000 "$export" >"$TEST_DIR/home/cut"
is 'a part of one' "$(refuses cut | tail -n 1)" 65
sed 's/关于做好有关工作的通知/关于做好有关工作的通报/' "$export" \
    >"$TEST_DIR/home/altered"
is 'an altered one' "$(refuses altered)" \
    "dutygated: altered: entry $number is damaged: its hash does not match
65"
tap_done

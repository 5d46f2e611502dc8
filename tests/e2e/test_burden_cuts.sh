# SPDX-License-Identifier: Apache-2.0
# The sample county's burden, as the command shows it: by every cut the rows add
# up to the total, asked is borne and avoided, and what is printed says where it
# comes from.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"
cd "$TEST_DIR" || exit 99
export DUTYGATE_SOCKET="$gate_dir/run" DUTYGATE_AS=auditor/sjj

gate_write 'plugins = {"access_list", "form_dedup", "burden"}'
ok 'the gateway starts' gate_start
dutygate --timeout 60 replay "$county/roster.jsonl" "$county/list.jsonl" \
    "$county/items.jsonl" "$county/seals.jsonl" >outcome
is 'the county asks' "$(grep -c -e '198 -> 76' -e '99 -> 21' outcome)" 2

# total ARG …: of an answer, without a rate.
total() {
    dutygate --json burden "$@" | jq -cs '.[0].result.total |
        [.asked, .borne, .avoided, .relief, .neverborne, .outside]'
}
all=$(total)
ok 'something is asked' [ "$(echo "$all" | jq -r '.[0]')" != 0.00 ]
is 'asked is borne and avoided' "$(echo "$all" | jq -r 'map(gsub("[.]"; "") |
    tonumber) | .[0] == .[1] + .[2] and .[2] == .[3] + .[4] + .[5]')" true

# added ARG …: of a sheet's rows, the sums of the same columns.
added() {
    dutygate burden --csv "$@" | python3 -c '
import csv, decimal, json, sys
sums = {}
for row in csv.DictReader(sys.stdin):
    for name in "asked borne avoided relief neverborne outside".split():
        sums[name] = sums.get(name, 0) + decimal.Decimal(row[name])
print(json.dumps([str(sum) for sum in sums.values()], separators=(",", ":")))'
}
for cut in period quarter year department town office prefix level duty \
    dimension row cause department,dimension town,department \
    office,cause period,level,row; do
    is "by $cut" "$(added --by "$cut")" "$all"
done

# Two departments and all others.
is 'by one department after the other' "$(dutygate --json burden --by department |
    jq -r '.result.figures[].department' | while read -r department; do
    dutygate --json burden --department "$department" |
        jq -r '.result.total.asked | gsub("[.]"; "")'
done | awk '{ sum += $1 } END { printf "%d\n", sum }')" \
    "$(echo "$all" | jq -r '.[0] | gsub("[.]"; "")')"

dutygate burden --by department,dimension >table
checkpoint=$(dutygate --json witness --file seen >/dev/null 2>&1
    sed -n '/^checkpoint/ { s/^checkpoint *//; p; }' table)
is 'the checkpoint is the journal'"'"'s' "${checkpoint##* }" \
    "$(grep -v '^huishui\|^—\|^$\|^[0-9]*$' seen | head -n 1)"
is 'entries up to the last' "$(sed -n 's/^journal .* to //p' table | tr -d ,)" \
    "${checkpoint%% *}"
is 'everything that is needed to compute it again' \
    "$(tail -n 5 table | sed 's/ .*//' | tr '\n' ' ')" \
    'unit formula tariff journal checkpoint '

# zh ARG …: in Chinese.
zh() {
    env -u LC_ALL LANG=zh_CN.UTF-8 \
        DUTYGATE_LOCALEDIR="$top_builddir/proto/client/po" \
        "$top_builddir/dutygate" "$@"
}
for view in figures headline rates rebounds unread estimates; do
    dutygate burden --csv $view >sheet
    is "$view as a sheet" "$? $(head -n 1 sheet | grep -o ',unit,.*')" \
        '0 ,unit,formula,tariff,journal,checkpoint'
    zh burden $view >chinese
    is "$view, with its formula in Chinese" \
        "$? $(sed -n 's/^公式 *//p' chinese | LC_ALL=C grep -c '[^ -~]')" '0 1'
done
zh burden rates | sed '/^$/,$d' >chinese
is 'what denominators count, too' \
    "$(sed 's/.*[0-9]  //' chinese | LC_ALL=C grep -vc '[^ -~]')" 0
is 'no tree of indicators' "$(dutygate burden indicators)" \
    'no indicators are published; keepers do that, by indicator publish'
is 'no such duty, no minutes' "$(total --duty none)" \
    '["0.00","0.00","0.00","0.00","0.00","0.00"]'
tap_done

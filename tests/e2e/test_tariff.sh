# SPDX-License-Identifier: Apache-2.0
# Tariffs through a real gateway: from a sheet and back, what is refused of
# them, and figures at their prices.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"
cd "$TEST_DIR" || exit 99
export DUTYGATE_SOCKET="$gate_dir/run" DUTYGATE_AS=keeper/huishui

# run ARG …: exit status, then what was printed, without receipt numbers.
run() {
    run_status=0
    dutygate "$@" >out 2>&1 || run_status=$?
    echo "$run_status"
    sed 's/receipt [0-9]*/receipt N/' out
}
today=$(TZ=CST-8 date +%F)
tomorrow=$(TZ=CST-8 date -d tomorrow +%F)

gate_write
ok 'the gateway starts' gate_start

is 'there is a tariff before one is published' "$(run tariff show | sed 4q)" \
    '0
the tariff that holds before one is published; in force
ROW             WHAT             MINUTES  USUAL SHARE
task            task                  10'
run tariff show --csv | sed 1d >built-in.csv
is 'it has all rows there must be' "$(wc -l <built-in.csv)" 19

printf '\357\273\277项目;名称;分钟;日常占比\r\n' >tariff.csv
sed -e 1d -e 's/,/;名;/' -e 's/,/;/' -e 's/;10;/;１２.5;20％/' -e 's/$/\r/' \
    built-in.csv >>tariff.csv
printf '序号,编码,在岗人数\n1,522731102213,4\n2,522731001001,7\n' >workers.csv
is 'a tariff is published from a sheet' "$(run tariff import --version 2026-1 \
    --from "$today" --workers workers.csv --each 5 --village 30 --town 45 \
    --baseline 2025-01,2025-12 tariff.csv)" \
    '0
admitted, receipt N'
is 'and is in force' "$(run tariff show | sed -e 4q)" \
    "0
2026-1, from $today on; in force
ROW             WHAT             MINUTES  USUAL SHARE
task            task                12.5          0.2"
is 'all of it' "$(run tariff show | tail -n 6)" \
    'village: 30 yuan an hour
town: 45 yuan an hour
on-duty workers: 5 in every office
on-duty workers: said of 2 offices
baseline: 2025-01 to 2025-12
versions: built-in 2026-1'
run tariff show --csv | sed 1d >back.csv
is 'it reads back' "$(run tariff import --version 2026-2 --from "$tomorrow" \
    back.csv)" \
    '0
admitted, receipt N'
run tariff show --csv 2026-2 | sed 1d >again.csv
ok 'as the same' cmp back.csv again.csv
is 'one to come is not in force' "$(run tariff show 2026-2 | sed -n 2p)" \
    "2026-2, from $tomorrow on; not in force today"
is 'its workers' "$(run tariff show --csv --workers 2026-1)" \
    '0
code,workers
522731001001,7
522731102213,4'

# ---- what is refused ----------------------------------------------------------

printf 'row,minutes\ntask,1\nform,100000\nmeetings,3\n' >bad.csv
run tariff import --version 2026-1 --from 2026-01-01 \
    --baseline 2025-01,2025-06 bad.csv >refused
is 'everything that is wrong at once' "$(head -n 2 refused)" \
    '1
refused, receipt N'
for code in tariff-row-missing tariff-row-unknown tariff-row-too-large \
    tariff-version-taken tariff-from-past tariff-baseline-frozen; do
    ok "$code" grep -q "$code" refused
done
jq -n --arg from "$tomorrow" --slurpfile sheet "$county/tariff.jsonl" \
    '$sheet[0].data | .version = "2026-3" | .from = $from |
    .rows[0].minutes = "-1" | del(.baseline)' >negative.json
run tariff publish negative.json >refused
is 'less than nothing' "$(head -n 2 refused)" \
    '1
refused, receipt N'
ok 'by its own code' grep -q tariff-row-negative refused
is 'a tariff that is not there' "$(run tariff show none | head -n 1)" 65
tap_done

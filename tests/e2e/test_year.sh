#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A year of the sample county's forms through a real gateway: what eight
# departments ask, what the villages are spared, and that every department gets
# the figures it would have got had it asked alone.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"

data=$county
village=522731102213 # 好花红村, which has not yet filled in December
python=/usr/bin/python3

export DUTYGATE_SOCKET="$gate_dir/run/gateway.ipc"

# number SOURCE CONTROL PERIOD: the receipt of the report asked by that form.
number() {
    jq -r --arg control "$2" --arg period "$3" --arg source "$1" '
        select(.source == $source and .data.period == $period and
            .data.forms[0].control == $control).id' "$TEST_DIR/year.jsonl" |
        while read -r id; do
            jq -r --arg id "$id" 'select(.id == $id).receipt.sequence' \
                "$TEST_DIR/answers"
        done
}

# said ELEMENT PERIOD FACTOR: what all villages say of it, together.
said() {
    jq -rn --arg element "$1" --arg period "$2" --argjson factor "$3" '
        [inputs | .data.values // [] | .[] |
            select(.element == $element and .period == $period) |
            .value // "0" | tonumber] | add * $factor |
            . * 10000 | round / 10000' "$TEST_DIR/year.jsonl"
}

# total SOURCE NUMBER FIELD: what that department reads for the county.
total() {
    dutygate --as "$1" --json reports "$2" | jq -r --arg field "$3" '
        select(.result.totals).result.totals[0].values[$field].value | tonumber'
}

gate_besides=$(jq -r '.data.offices[].code | select(endswith("000") | not) |
    "office/" + .' "$data/roster.jsonl")
gate_write
gate_start
ok 'the county is there' dutygate replay "$data/roster.jsonl" "$data/list.jsonl"
is 'dictionary and forms' \
    "$(dutygate replay "$data/dictionary.jsonl" "$data/forms.jsonl")" \
'dictionary: 1 admitted, 0 refused
forms: 21 admitted, 0 refused'
jq -r 'select(.type == "dutygate.form.publish.v1").data.form.control' \
    "$data/forms.jsonl" | while read -r control; do
    dutygate --as keeper/huishui --json form show --version 2026 "$control"
done >"$TEST_DIR/shown"
"$python" "$data/year.py" "$data/roster.jsonl" "$data/forms.jsonl" \
    "$TEST_DIR/shown" >"$TEST_DIR/year.jsonl"
dutygate --json replay "$TEST_DIR/year.jsonl" >"$TEST_DIR/answers"
is 'all is admitted' \
    "$(jq -r '.verdict // .title' "$TEST_DIR/answers" | sort | uniq -c | tr -s ' ')" \
    ' 2691 admit'

# ---- asked = new + shared + prefilled -----------------------------------------

taken() { # taken KIND: fields times offices that findings take off
    jq -rn --arg kind "$1" '[inputs | .findings[]? | .effects // [] | .[] |
        select(.kind == $kind and .dimension == "field") |
        .quantity * .offices] | add' "$TEST_DIR/answers"
}
is 'fields asked' "$(jq -rn --slurpfile shown "$TEST_DIR/shown" '
    ($shown | map({(.result.control): .result.fieldcount}) | add) as $fields |
    [inputs | .data.forms // [] | .[] | $fields[.control] * 216] | add' \
    "$TEST_DIR/year.jsonl")" 125280
is 'shared, or following' "$(taken share)" 52704
is 'known already' "$(taken prefill)" 2376
is 'what villages fill in is what is new' "$(jq -rn '
    [inputs | .data.values // [] | length] | add' "$TEST_DIR/year.jsonl")" \
    $((125280 - 52704 - 2376 - 29)) # a village's December is open
dutygate --as "office/$village" --json worksheet >"$TEST_DIR/worksheet"
is 'which its worksheet has, each once' \
    "$(jq -rs '[.[].result.cells[] | .element + " " + .period] |
        "\(length) \(unique | length)"' "$TEST_DIR/worksheet")" '29 29'
is 'nobody else has anything to fill in' \
    "$(dutygate --as office/522731001001 --json worksheet |
        jq -r '.result | "\(.open) \(.cells | length)"')" '0 0'

# ---- everybody gets his own form ------------------------------------------------

mzj=$(number department/mzj 民综月1表 2026-11)
cl=$(number department/cl 残联服务月1表 2026-11)
quarter=$(number department/mzj 民养季1表 2026-Q3)
farm=$(number department/nyncj 农经季1表 2026-Q3)
is 'persons on low income, as civil affairs asks them' \
    "$(total department/mzj "$mzj" b2)" "$(said mz.dibao.persons 2026-11 1)"
is 'and the federation of the disabled' \
    "$(total department/cl "$cl" c6)" "$(said mz.dibao.persons 2026-11 1)"
is 'of the population nobody asks, but its parts' \
    "$(total department/cl "$cl" c5)" \
    $(($(said pop.male 2026-11 1) + $(said pop.female 2026-11 1)))
is 'a stock at the end of the quarter is that of its last month' \
    "$(total department/mzj "$quarter" h1)" "$(said pop.age60 2026-09 1)"
is 'what is idle, in hectares' "$(total department/nyncj "$farm" i3)" \
    "$("$python" -c 'import fractions, json, sys
rows = [json.loads(line)["data"] for line in open(sys.argv[1])]
total = sum(fractions.Fraction(v["value"]) for r in rows for v in r.get("values", [])
            if v["element"] == "land.idle" and v["period"] == "2026-09")
print(round(float(total / 15), 4))' "$TEST_DIR/year.jsonl")"
is 'the land of January still holds in September' \
    "$(dutygate --as department/nyncj --json reports "$farm" |
        jq -r '[.result.rows[]?.values.i1 | .asof // "-"] | unique | join(" ")' |
        sort -u)" 2026-01
is 'money in ten thousands of three months, each office rounded once' \
    "$(dutygate --as department/mzj --json reports "$quarter" | jq -rs '
        [.[].result.rows[] | select(.office == "522731001001")][0].values.h5.value')" \
    "$("$python" -c 'import decimal, json, sys
rows = [json.loads(line) for line in open(sys.argv[1])]
total = sum(decimal.Decimal(v["value"]) for r in rows
            if r["source"] == "office/522731001001"
            for v in r["data"].get("values", []) if "value" in v and
            v["element"] == "mz.dibao.amount" and
            v["period"] in ("2026-07", "2026-08", "2026-09"))
print((total / 10000).quantize(decimal.Decimal("0.0001"),
                               decimal.ROUND_HALF_EVEN))' "$TEST_DIR/year.jsonl")"
december=$(number department/mzj 民综月1表 2026-12)
is 'who is missing, and the rates' \
    "$(dutygate --as department/mzj --json reports "$december" | jq -rc '
        select(.result.rates).result | [.expected, .received, .rates.reporting,
            .missing]')" '[216,215,"99.54",["522731102213"]]'
is 'the sheet has a row for each office' \
    "$(dutygate --as department/mzj reports --csv "$december" | wc -l)" 217
is 'what others asked is not seen' \
    "$(dutygate --as department/wjj --json reports "$december" | jq -r .title)" \
    'Not found'

# ---- a correction, and a conflict -------------------------------------------------

echo '{"values": [{"element": "mz.dibao.persons", "period": "2026-11",
    "value": "68"}]}' |
    dutygate --as "office/$village" correct --reason 漏登一户 - >"$TEST_DIR/said"
is 'who gets it' "$(sed -n 's/.*at once for //p' "$TEST_DIR/said")" \
    '惠水县民政局, 惠水县残疾人联合会, 惠水县卫生健康局, 惠水县人力资源和社会保障局'
for who in mzj cl wjj rsj; do
    is "$who gets it with the value before" \
        "$(dutygate --as "department/$who" --json reports --changes | jq -c '
            .result.changes[] | [.office, .label, .period, .old.value,
                .new.value, .reason]')" \
        '["'$village'","低保对象人数","2026-11","71","68","漏登一户"]'
done
is 'who did not ask gets nothing' \
    "$(dutygate --as department/gaj --json reports --changes |
        jq -c .result.changes)" '[]'
is 'one word of three meanings is told' \
    "$(dutygate --as keeper/huishui --json dictionary conflicts | jq -rc '
        .result.conflicts[] | [.element.label, .element.source, .other.code,
            .member]')" \
'["严重精神障碍患者数","department/gaj","wj.smi.registered","definition"]
["严重精神障碍患者数","department/cl","wj.smi.registered","definition"]'

# ---- the rest is filled in from its worksheet, and a restart ------------------------

dutygate --as "office/$village" worksheet --csv | "$python" -c 'import csv, sys
rows = list(csv.DictReader(sys.stdin))
out = csv.DictWriter(sys.stdout, rows[0].keys())
out.writeheader()
for row in rows:
    row["value"] = row["last value"] or "无"
    out.writerow(row)' >"$TEST_DIR/filled.csv"
ok 'as last month, by the sheet' dutygate --as "office/$village" submit \
    "$TEST_DIR/filled.csv"
whole() { # what all read
    for who in mzj cl wjj rsj gaj yjj nyncj zjj; do
        dutygate --as "department/$who" --json reports
        dutygate --as "department/$who" --json reports --changes
    done | jq -c .result
    dutygate --as department/mzj --json reports "$december" | jq -c .result
    dutygate --as "office/$village" --json worksheet | jq -c .result
    dutygate --as keeper/huishui --json dictionary show | jq -c .result
}
whole >"$TEST_DIR/before"
is 'nobody is missing' "$(jq -rs 'map(.reports // [] | .[] |
    select(.period == "2026-12" or .period == "2026-Q4") |
    .rates.reporting) | unique | join(" ")' "$TEST_DIR/before")" 100.00
gate_stop
gate_start
whole >"$TEST_DIR/after"
ok 'after a restart all reads the same' cmp "$TEST_DIR/before" "$TEST_DIR/after"
gate_stop
tap_done

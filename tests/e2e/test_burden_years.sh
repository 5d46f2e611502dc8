#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Two years of the sample county by a clock that is put forward: 2025 on trial,
# 2026 with the rules in force. What burden says of them is what an oracle counts
# that knows neither headers nor facts; and the same is computed again from an
# export.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"

clock=$TEST_DIR/clock
gate_env="CLOCK_FILE=$clock LD_PRELOAD=$top_builddir/tests/fake/.libs/clock.so
    ASAN_OPTIONS=verify_asan_link_order=0"
client_env=$gate_env
months=$TEST_DIR/months
python=/usr/bin/python3

export DUTYGATE_SOCKET="$gate_dir/run/gateway.ipc"

# step DAY: it is half past eight in the morning of that day.
step() {
    echo $(($(TZ=Asia/Shanghai date -d "$1 08:30" +%s) - $(date +%s))) >"$clock.new"
    mv "$clock.new" "$clock"
}

# on_trial PLUGIN RULE …: its section.
on_trial() {
    echo "$1 {"
    shift
    printf '    rule %s { mode = "enforce" from = "2026-01-01" }\n' "$@"
    echo '}'
}

# burden CUT: what it says, by what is cut, as the oracle writes it.
burden() {
    dutygate --as auditor/sjj --json burden --by "$1" |
        jq -cS --arg by "$1" '.result.figures |
            map({(.[$by] // ""): [.asked, .borne]}) | add'
}

# counted CUT: what the oracle says.
counted() {
    jq -cS --arg by "$1" '.[$by]' "$TEST_DIR/counted"
}

gate_besides=$(jq -r '.data.offices[].code | select(endswith("000") | not) |
    "office/" + .' "$county/roster.jsonl")
step 2025-01-06
gate_write 'expire_after = 60' \
    "$(on_trial access_list known valid class department audience seals proofs \
        evidence lead frequency funding attachments)" \
    "$(on_trial form_dedup form-label once)"
gate_start
is 'roster, list, dictionary, forms and tariff' \
    "$(for file in roster list dictionary forms tariff; do
        dutygate replay "$county/$file.jsonl"
    done)" \
'roster: 1 admitted, 0 refused
list: 1 admitted, 0 refused
dictionary: 1 admitted, 0 refused
forms: 21 admitted, 0 refused
tariff: 1 admitted, 0 refused'
jq -r 'select(.type == "dutygate.form.publish.v1").data.form.control' \
    "$county/forms.jsonl" | while read -r control; do
    dutygate --as keeper/huishui --json form show --version 2026 "$control"
done >"$TEST_DIR/shown"
mkdir "$months"
"$python" "$county/two_years.py" "$county" "$TEST_DIR/shown" "$months"
for file in "$months"/*.jsonl; do
    month=$(basename "$file" .jsonl)
    step "$month-06"
    dutygate --json replay "$file" >"$months/$month.answers"
done
is 'on trial all was admitted' \
    "$(jq -r .verdict "$months"/2025-*.answers | sort | uniq -c | tr -s ' ')" \
    ' 441 admit'
is 'with the rules in force, what the list allows' \
    "$(jq -r .verdict "$months"/2026-*.answers | sort | uniq -c | tr -s ' ')" \
' 2788 admit
 244 refuse'

cat "$months"/*.jsonl >"$TEST_DIR/events"
cat "$months"/*.answers >"$TEST_DIR/answers"
"$python" "$top_srcdir/tests/e2e/burden_oracle.py" "$county" \
    "$TEST_DIR/events" "$TEST_DIR/answers" >"$TEST_DIR/counted"
for cut in department cause period town dimension; do
    is "minutes by $cut" "$(burden "$cut")" "$(counted "$cut")"
done

is 'what came back in other clothes is said with who asks' \
    "$(dutygate --as auditor/sjj --json burden rebounds |
        jq -r '.result.rebounds[0] | "\(.department) \(.departmentname)"')" \
    'town/522731001000 涟江街道'

# ---- and again, from an export alone -----------------------------------------

export=$TEST_DIR/export
dutygate --as auditor/sjj --json burden --by department,cause |
    jq -c .result >"$TEST_DIR/live"
dutygate --as keeper/huishui list export >"$TEST_DIR/list.csv"
ok 'an auditor takes a copy' \
    dutygate --as auditor/sjj audit export "$export"
gate_stop
ok 'which is whole' "$top_builddir/dutygate" audit verify --signatures \
    --verifier "$gate_dir/run/gateway.vkey" "$export"
"$top_builddir/dutygate" --json audit recompute --plugins "$gate_dir/plugins" \
    --by department,cause "$export" >"$TEST_DIR/again"
ok 'the same figures, byte for byte' cmp "$TEST_DIR/live" "$TEST_DIR/again"

# versus OPTION …: borne in 2025 as it was, decided again, under the list.
versus() {
    "$top_builddir/dutygate" --json audit recompute --plugins "$gate_dir/plugins" \
        --list "$TEST_DIR/list.csv" "$@" --from 2025 --to 2025 "$export" |
        jq -r '[.aswas, .again, .underlist] | map(.total.borne) | join(" ")'
}
borne() { # borne YEAR: what the oracle says
    jq -r --arg year "$1" '[.period | to_entries[] |
        select(.key[:4] == $year).value[1] | tonumber] | add' "$TEST_DIR/counted"
}
is 'on trial the same list changes nothing' "$(versus)" \
    "$(borne 2025).00 $(borne 2025).00 $(borne 2025).00"
shut=$(versus --enforce | cut -d ' ' -f 3)
ok 'with its rules in force the trial would have been a year like the next' \
    jq -en --argjson shut "$shut" --argjson next "$(borne 2026)" \
    '$shut > 0 and ($shut - $next | fabs) * 100 < $next * 5'
tap_done

# SPDX-License-Identifier: Apache-2.0
# What is refused and may still be asked: a request, the keeper's word, silence,
# an appeal, urgent work and life-safety orders, through a real gateway whose
# clock is stepped; and what a killed gateway knows of it.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"

export DUTYGATE_SOCKET="$gate_dir/run/gateway.ipc"
clock=$TEST_DIR/clock
gate_env="CLOCK_FILE=$clock LD_PRELOAD=$top_builddir/tests/fake/.libs/clock.so
    ASAN_OPTIONS=verify_asan_link_order=0"
client_env=$gate_env
village=522731102213 # 好花红村
hours=0

# pass HOURS: so many more hours pass, for the gateway.
pass() {
    hours=$((hours + $1))
    echo $((hours * 3600)) >"$clock.new"
    mv "$clock.new" "$clock"
}

# day DAYS: the China day in so many days, as the gateway sees it.
day() {
    TZ=Asia/Shanghai date -d "+$(($1 * 24 + hours)) hours" +%F
}

# as SOURCE ARGUMENT …: what dutygate answers, as JSON.
as() {
    as=$1
    shift
    dutygate --as "$as" --json "$@"
}

# publish DEPARTMENT DUTY DAYS [MORE]: a task for a town, due in so many days.
publish() {
    printf '{"duty": "%s", "title": "关于开展核查的通知", "audience":
        {"prefixes": ["522731102"]}, "due": "%s"%s}' "$2" "$(day "$3")" "$4" |
        as "department/$1" publish -
}

# request DEPARTMENT DUTY [ARGUMENT …]: that its lead be set aside.
request() {
    requested=$1
    duty=$2
    shift 2
    as "department/$requested" exempt request --duty "$duty" --to 522731102 \
        --rules lead --until "$(day 90)" --reason 上级临时部署 "$@"
}

# said: verdict and codes of an answer.
said() {
    jq -r '[.verdict, .findings[].code] | join(" ")'
}

number() {
    jq .receipt.sequence
}

# shown NUMBER: what the village's inbox says of the task.
shown() {
    as "office/$village" inbox --all | jq -c --argjson n "$1" \
        '.result.tasks[] | select(.task == $n) |
        [.urgency, .unconfirmed, .provisional]'
}

# matter NUMBER: what a keeper reads of it, until it is in that state.
matter() {
    as keeper/bwb exempt list | jq -r --argjson n "$1" \
        '.result.matters[] | select(.request == $n) | .state'
}

# becomes NUMBER STATE: true as soon as it is.
becomes() {
    end=$(($(date +%s) + gate_limit))
    while [ "$(date +%s)" -lt $end ]; do
        [ "$(matter "$1")" != "$2" ] || return 0
    done
    return 1
}

pass 0
gate_write 'access_list { life_safety = "gaj" rule frequency { mode = "off" } }'
ok 'it starts' gate_start
is 'roster and list are admitted' "$(county_publish)" 'admit
admit'

# ---- a request ------------------------------------------------------------------

is 'too soon' "$(publish mzj mzj-01 3 | said)" 'refuse lead-time-short'
request mzj mzj-01 >"$TEST_DIR/answer"
is 'a request waits' "$(said <"$TEST_DIR/answer")" 'defer exemption-waits'
granted=$(number <"$TEST_DIR/answer")
is 'the keeper grants it' \
    "$(as keeper/bwb exempt grant --reason 属实 "$granted" | said)" \
    'admit exemption-granted'
publish mzj mzj-01 3 >"$TEST_DIR/answer"
is 'the same task passes' "$(said <"$TEST_DIR/answer")" 'admit exempted'
is 'by the exemption' "$(jq -r '.findings[0].text' "$TEST_DIR/answer" |
    sed 's/; otherwise: .*//')" \
    "rule \"lead\" is set aside by receipt $granted, until $(day 90)"

# ---- silence, and an appeal -----------------------------------------------------

statutory=$(request zzb zzb-02 | number)
other=$(request gaj gaj-01 | number)
pass $((22 * 24))
ok 'without a word statutory work passes' becomes "$statutory" passed
ok 'and other work lapses' becomes "$other" lapsed
is 'what passed holds' "$(publish zzb zzb-02 2 | said)" 'admit exempted'
is 'what lapsed does not' "$(publish gaj gaj-01 2 | said)" \
    'refuse lead-time-short'
appeal=$(request gaj gaj-01 --appeal "$other" | number)
is 'one keeper signs the appeal' \
    "$(as keeper/bwb exempt grant --reason 同意 "$appeal" | said)" \
    'admit exemption-signed'
is 'not twice' "$(as keeper/bwb exempt grant --reason 同意 "$appeal" | said)" \
    'refuse signer-not-other'
is 'the second grants it' \
    "$(as keeper/jfb exempt grant --reason 同意 "$appeal" | said)" \
    'admit exemption-granted'
is 'the task passes' "$(publish gaj gaj-01 2 | said)" 'admit exempted'

# ---- what cannot wait -----------------------------------------------------------

urgent=', "urgency": "urgent"'
is 'urgent work goes out' \
    "$(publish jyj jyj-01 1 "$urgent" | tee "$TEST_DIR/answer" | said)" \
    'admit urgency-urgent urgent-set-aside'
lapses=$(number <"$TEST_DIR/answer")
is 'to be confirmed' "$(shown "$lapses")" '["urgent",true,null]'
confirmed=$(publish jyj jyj-01 1 "$urgent" | number)
passes=$(publish zzb zzb-02 1 "$urgent" | number)
is 'a keeper confirms one' \
    "$(as keeper/bwb exempt grant --reason 属实 "$confirmed" | said)" \
    'admit exemption-granted'
pass 24
ok 'one lapses' becomes "$lapses" lapsed
is 'and leaves the inbox' "$(shown "$lapses")" ''
is 'a statutory one passes' "$(shown "$passes")" '["urgent",null,true]'
is 'a confirmed one stays' "$(shown "$confirmed")" '["urgent",null,null]'

is 'a life-safety order is delivered though its duty is negative' \
    "$(publish gaj xcb-02 1 ', "urgency": "life-safety"' |
        tee "$TEST_DIR/answer" | said)" \
    'admit urgency-life-safety life-safety-set-aside'
order=$(number <"$TEST_DIR/answer")
is 'at once' "$(shown "$order")" '["life-safety",null,null]'
is 'nothing ends it' \
    "$(as keeper/bwb exempt refuse --reason 不同意 "$order" | said)" \
    'refuse life-safety-stands'
is 'others may not order' \
    "$(publish mzj xcb-02 1 ', "urgency": "life-safety"' | said)" \
    'refuse urgency-not-entitled duty-negative'

# ---- after kill -9 --------------------------------------------------------------

before=$(as keeper/bwb exempt list; as keeper/bwb list observe-report;
    as "office/$village" inbox --all)
gate_kill
ok 'it starts again' gate_start
after=$(as keeper/bwb exempt list; as keeper/bwb list observe-report;
    as "office/$village" inbox --all)
is 'everything reads as before' \
    "$(printf '%s' "$after" | jq -cS .result)" \
    "$(printf '%s' "$before" | jq -cS .result)"
gate_stop
tap_done

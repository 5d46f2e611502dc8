# SPDX-License-Identifier: Apache-2.0
# Kills and power cuts while tasks are amended, forwarded and recur, exemptions
# wait and lists come in parts, with subscribers, a backup and a clock that leaps:
# whatever was answered is in the journal once and with that answer, whatever
# the clock does is done once, and everything reads as it did.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"

export DUTYGATE_SOCKET="$gate_dir/run/gateway.ipc"
clock=$TEST_DIR/clock
shadow=$TEST_DIR/shadow
fakes=$top_builddir/tests/fake/.libs
gate_env="CLOCK_FILE=$clock LD_PRELOAD=$fakes/clock.so:$fakes/powerloss.so
    POWERLOSS_DIR=$gate_dir/state POWERLOSS_SHADOW=$shadow
    ASAN_OPTIONS=verify_asan_link_order=0"
client_env="CLOCK_FILE=$clock LD_PRELOAD=$fakes/clock.so
    ASAN_OPTIONS=verify_asan_link_order=0"
village=522731102213 # 好花红村
tasks=30
recurring=250 # more than one tick opens
waiting=8     # requests that only silence answers
days=0

# pass DAYS: so many more days pass, for the gateway.
pass() {
    days=$((days + $1))
    echo $((days * 86400)) >"$clock.new"
    mv "$clock.new" "$clock"
}

# day DAYS: the China day in so many days from the beginning.
day() {
    TZ=Asia/Shanghai date -d "$start +$1 days" +%F
}

# events JQ: what it makes of null, each an event without its "specversion".
events() {
    jq -nc --argjson n $tasks --argjson r $recurring --argjson w $waiting \
        --arg round "$round" --arg first "$(day 0)" --arg last "$(day 6)" \
        --arg due "$(day 30)" --arg later "$(day $((31 + days)))" \
        --arg until "$(day 90)" --arg village $village \
        --slurpfile numbers "$TEST_DIR/numbers" "
        def event(\$id; \$source; \$type; \$data): {specversion: \"1.0\", id: \$id,
            source: \$source, type: \"dutygate.\(\$type).v1\", data: \$data};
        def below: {prefixes: [\"522731102\"]};
        def request(\$duty): {duty: \$duty, audience: below, rules: [\"lead\"],
            reason: \"上级临时部署\", until: \$until};
        def number: (\$numbers[0] // {})[.];
        $1"
}

# begins: what the rounds are about.
begins() {
    events '
        (range($n) | event("task-\(.)"; "department/zzb"; "task.publish";
            {duty: "zzb-01", title: "换届工作通知", audience: below, due: $due})),
        (range($r) | event("daily-\(.)"; "department/zzb"; "task.publish";
            {duty: "zzb-01", title: "每日值守", audience: below,
             recurrence: {per: "day", first: $first, last: $last, dueafter: 9}})),
        (range($w) | event("mute-\(.)"; "department/zzb";
            "exemption.request"; request("zzb-02"))),
        (range($w) | event("silent-\(.)"; "department/gaj";
            "exemption.request"; request("gaj-01"))),
        (range(9) | event("asked-\(.)"; "department/nyncj";
            "exemption.request"; request("nyncj-01")))'
}

# goes_on: what happens in a round.
goes_on() {
    events '
        def named($name): "\($round)/\($name)";
        def draft($part; $base): event(named("list-\($part)");
            "town/522731105000"; "list.publish";
            {list: "town", version: "\($round).\($part)", validfrom: $first,
             level: "town", upper: "access", prefix: "522731105",
             draft: ($part < 2),
             entries: [{code: "mzj-0\($part + 4)", title: "核对协助",
                class: "negative", clause: "镇清单第1项"}]} +
            if $base == "" then {} else {base: $base} end);
        (range($n) | ("task-\(.)" | number) as $task |
            event(named("amend-\(.)"); "department/zzb"; "task.amend";
                {task: $task, assignment: {duty: "zzb-01", title: "换届工作通知",
                    audience: below, due: $later}}),
            event(named("forward-\(.)"); "town/522731102000"; "task.forward";
                {task: $task, assignment: {duty: "zzb-01", title: "换届工作通知",
                    audience: {codes: [$village]}, due: $due}}),
            event(named("ack-\(.)"); "office/\($village)"; "task.acknowledge";
                {task: $task}),
            (select(. % 6 == 0) | event(named("asks-\(.)"); "department/zzb";
                "exemption.request"; request("zzb-02")))),
        draft(0; if $round == "1" then "" else "\(($round | tonumber) - 1).2" end),
        draft(1; "\($round).0"), draft(2; "\($round).1"),
        event(named("decide"); "keeper/bwb"; "exemption.decide";
            {request: ("asked-\($round)" | number), verdict: "grant",
             reason: "属实"}),
        event(named("withdraw"); "department/zzb"; "task.withdraw";
            {task: ("task-\($round)" | number)})'
}

receipts() {
    jq -c 'select(.receipt)' | sort
}

# own TYPE: how many such events the clock has made.
own() {
    journal "SELECT count(*) FROM entry JOIN envelope
        ON envelope.id = entry.envelope WHERE CAST(bytes AS TEXT)
            LIKE '%\"dutygate.$1.v1\"%' AND CAST(bytes AS TEXT)
            LIKE '%\"gateway/huishui\"%'"
}

# own_becomes TYPE COUNT: true as soon as there are so many.
own_becomes() {
    end=$(($(date +%s) + gate_limit))
    while [ "$(date +%s)" -lt $end ]; do
        [ "$(own "$1")" -lt "$2" ] || return 0
    done
    return 1
}

# seed: what is in the state_dir now is on the disk.
seed() {
    rm -rf "$shadow"
    mkdir -p "$shadow/data" "$shadow/disk" "$gate_dir/state"
    for file in "$gate_dir"/state/*; do
        [ -e "$file" ] || continue
        data=$shadow/data/$(stat -c %i "$file")
        cp "$file" "$data"
        ln "$data" "$shadow/disk/${file##*/}"
    done
}

# start_again: after the parent was killed; power: what was not synced is lost.
start_again() {
    gate_kill
    if [ "$1" = power ]; then
        rm -rf "$gate_dir/state"
        cp -a "$shadow/disk" "$gate_dir/state"
        seed
    fi
    gate_start
}

# strike_worker: it dies; then there is another.
strike_worker() {
    starts=$(grep -c 'gateway\.ready' "$gate_log")
    kill -KILL "$(gate_worker)" 2>/dev/null
    gate_wait 'gateway\.ready' $((starts + 1))
}

# round NUMBER WHOM COUNT: WHOM is worker, parent or power. Work that is cut short
# at COUNT replies, while a day passes; and the same again to its end.
round() {
    round=$1
    pass 1
    goes_on >"$TEST_DIR/requests"
    cat "$TEST_DIR/requests" >>"$TEST_DIR/asked"
    victim=$gate_pid
    [ "$2" != worker ] || victim=$(gate_worker)
    starts=$(grep -c 'gateway\.ready' "$gate_log")
    "$top_builddir/dutygated" -c "$gate_conf" --backup "$TEST_DIR/backup.$1" \
        >/dev/null 2>"$TEST_DIR/backup.said" &
    backup=$!
    burst "$TEST_DIR/requests" KILL "$victim" "$3" | receipts >"$TEST_DIR/first"
    if [ "$2" = worker ]; then
        gate_wait 'gateway\.ready' $((starts + 1))
    else
        start_again "$2"
    fi
    wait $backup
    is "round $1: the backup is whole" $? 0
    burst "$TEST_DIR/requests" >"$TEST_DIR/replies"
    receipts <"$TEST_DIR/replies" >"$TEST_DIR/again"
    cat "$TEST_DIR/again" >>"$TEST_DIR/answers"
    is "round $1: $2 killed at $3 replies: no answer has changed" \
        "$(comm -23 "$TEST_DIR/first" "$TEST_DIR/again")" ''
    is "round $1: now all are answered" "$(jq -c 'select(.receipt | not)' \
        "$TEST_DIR/replies"; wc -l <"$TEST_DIR/again")" \
        "$(wc -l <"$TEST_DIR/requests")"
}

# leap DAYS TYPE COUNT WHAT: time passes; there will be COUNT of the clock's
# events, and a kill when the first of them are there, twice.
leap() {
    before=$(own "$2")
    pass "$1"
    ok "$4: it begins" own_becomes "$2" $((before + 1))
    ok "$4: the worker is killed" strike_worker
    echo "# $(($(own "$2") - before)) were there"
    ok "$4: the power is cut" start_again power
    ok "$4: it comes to its end" own_becomes "$2" "$3"
}

# hear: true as soon as a subscriber is told of one more task. It may be about
# to connect again, and what it misses is not kept for it.
hear() {
    hinted=$(wc -l <"$TEST_DIR/hints")
    heard=0
    end=$(($(date +%s) + gate_limit))
    while [ "$(date +%s)" -lt $end ]; do
        heard=$((heard + 1))
        task "last-$heard" zzb-01 zzb | jq -c --arg due \
            "$(day $((days + 30)))" '.data.due = $due' | ask - >/dev/null
        [ "$(wc -l <"$TEST_DIR/hints")" -eq "$hinted" ] || return 0
    done
    return 1
}

# views: what is read.
views() {
    for reads in "office/$village inbox --all" 'keeper/bwb exempt list' \
        'keeper/huishui list show --list town' 'keeper/huishui list show'; do
        dutygate --as ${reads%% *} --json ${reads#* } |
            jq -cS .result
    done
}

start=$(TZ=Asia/Shanghai date +%F)
round=0
: >"$TEST_DIR/numbers"
pass 0
seed
gate_write 'expire_after = 3' 'access_list { rule frequency { mode = "off" } }'
ok 'it starts' gate_start
is 'roster and list are admitted' "$(county_publish)" 'admit
admit'
for topic in '522731|' '522731102|'; do
    nngcat --sub --dial "ipc://$gate_dir/run/hints.ipc" --subscribe "$topic" \
        --format quoted >>"$TEST_DIR/hints" &
done
begins >"$TEST_DIR/requests"
cp "$TEST_DIR/requests" "$TEST_DIR/asked"
burst "$TEST_DIR/requests" | receipts >"$TEST_DIR/answers"
is 'tasks, recurring tasks and requests are taken' \
    "$(jq -r .verdict "$TEST_DIR/answers" | sort | uniq -c | tr -s ' ')" \
    " $((tasks + recurring)) admit
 $((2 * waiting + 9)) defer"
jq -c '{(.id): .receipt.sequence}' "$TEST_DIR/answers" | jq -sc add \
    >"$TEST_DIR/numbers"

round 1 worker 0
round 2 parent 7
round 3 worker 25
round 4 power 60
round 5 power 90
leap 1 task.occur $((7 * recurring)) 'the last day of those that recur'
leap 16 exemption.decide $((2 * waiting)) 'silence'
leap 60 task.expire $((7 * recurring)) 'what is long overdue'

# ---- the journal against the answers ---------------------------------------------

before=$(views)
gate_kill
is 'each id is there once' "$(journal "SELECT id, count(*) FROM
    (SELECT substr(bytes, start + 1, length) ->> 'id' AS id
        FROM entry JOIN envelope ON envelope.id = entry.envelope)
    GROUP BY id HAVING count(*) > 1")" ''
is 'no gaps, nothing twice' \
    "$(journal 'SELECT count(*) - max(sequence), min(sequence) FROM entry')" '0|1'
journal "SELECT json_object('sequence', sequence,
        'id', substr(bytes, start + 1, length) ->> 'id',
        'verdict', CAST(decision AS TEXT) ->> 'verdict',
        'source', substr(bytes, start + 1, length) ->> 'source',
        'data', substr(bytes, start + 1, length) -> 'data')
    FROM entry JOIN envelope ON envelope.id = entry.envelope" >"$TEST_DIR/entries"
is 'every answer is an entry, every entry an answer' \
    "$(jq -c '[.receipt.sequence, .id, .verdict]' "$TEST_DIR/answers" |
        sort >"$TEST_DIR/answered"
        jq -c 'select((.source != "gateway/huishui") and .sequence > 4) |
            [.sequence, .id, .verdict]' "$TEST_DIR/entries" |
        sort | diff "$TEST_DIR/answered" -)" ''
is 'of every kind of work something passed' "$(jq -r 'select(.verdict == "admit") |
    .id | capture("^[0-9]/(?<kind>[a-z]*)").kind' "$TEST_DIR/answers" | sort -u |
    paste -sd ' ')" 'ack amend decide forward list withdraw'
for number in $(seq 0 6); do
    jq -r --arg day "$(day "$number")" 'to_entries[] |
        select(.key | startswith("daily-")) | "task.occur/\(.value)/\($day)"' \
        "$TEST_DIR/numbers"
done | sort >"$TEST_DIR/want"
is 'each recurring task has each of its days once' \
    "$(jq -r 'select(.id | startswith("task.occur/")) | .id' \
        "$TEST_DIR/entries" | sort | diff "$TEST_DIR/want" -)" ''
is 'no task ends twice' "$(jq -r 'select(.id | startswith("task.expire/")) |
    .data.task' "$TEST_DIR/entries" | sort | uniq -d)" ''
is 'no request is answered twice by silence' "$(jq -r 'select(.source ==
    "gateway/huishui") | .data.request // empty' "$TEST_DIR/entries" |
    sort | uniq -d)" ''
is 'nothing that the clock did was refused' "$(jq -c 'select(.source ==
    "gateway/huishui" and .verdict != "admit")' "$TEST_DIR/entries")" ''
is 'the file is sound' "$(journal 'PRAGMA integrity_check')" ok
ok 'it starts again' gate_start
is 'everything reads as before' "$(views)" "$before"
sort "$TEST_DIR/answers" >"$TEST_DIR/want"
is 'all the first answers are given again' \
    "$(burst "$TEST_DIR/asked" | receipts | diff "$TEST_DIR/want" -)" ''
ok 'the subscribers hear of what is new' hear
gate_stop
is 'TERM ends it with 0' "$gate_status" 0
tap_done

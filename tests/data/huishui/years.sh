# SPDX-License-Identifier: Apache-2.0
# The demo's second part, sourced by bootstrap: two years of the county through a
# gateway of its own, whose clock, and everybody's, is put forward month by month;
# then what the auditor reads of them, and computes again from an export alone.

years=$demo/years

# The command, by the clock of the two years.
years_dutygate() {
    CLOCK_FILE=$years/clock LD_PRELOAD=$build/tests/fake/.libs/clock.so \
        DUTYGATE_SOCKET=$years/run/gateway.ipc "$build/dutygate" "$@"
}

# It is half past eight in the morning of that day.
years_step() {
    echo $(($(TZ=Asia/Shanghai date -d "$1 08:30" +%s) - $(date +%s))) \
        >"$years/clock.new"
    mv "$years/clock.new" "$years/clock"
}

years_on_trial() {
    echo "$1 {"
    shift
    printf '    rule %s { mode = "enforce" from = "2026-01-01" }\n' "$@"
    echo '}'
}

years_start() {
    run 'make clock' make -C "$build" tests/fake/clock.la
    mkdir -p "$years/months"
    years_step 2025-01-06
    {
        sed 's|^plugin_dir = .*|plugin_dir = "../plugins"|' \
            "$demo/dutygated.conf"
        echo 'expire_after = 60'
        years_on_trial access_list known valid class department audience seals \
            proofs evidence lead frequency funding attachments
        years_on_trial form_dedup form-label once
    } >"$years/dutygated.conf"
    CLOCK_FILE=$years/clock LD_PRELOAD=$build/tests/fake/.libs/clock.so \
        "$build/dutygated" -c "$years/dutygated.conf" 2>"$years/log" &
    years_gateway=$!
    years_dutygate --as root/huishui enrol --file "$demo/people" >/dev/null
}

# What everybody sends, month after month.
years_run() {
    for part in roster list dictionary forms tariff; do
        years_dutygate replay "$county/$part.jsonl"
    done
    demo_forms years_dutygate >"$years/forms"
    python3 "$county/two_years.py" "$county" "$years/forms" "$years/months"
    for file in "$years/months"/*.jsonl; do
        month=${file##*/}
        years_step "${month%.jsonl}-06"
        years_dutygate --json replay "$file" >"$file.answers"
    done
    cat "$years/months"/*.answers |
        jq -rs 'group_by(.receipt.time[:4])[] |
            "\(.[0].receipt.time[:4])  \(length) sent, " +
            "\(map(select(.verdict == "admit")) | length) admitted"'
}

years_show() {
    say ''
    say 'What it came to, in tariff minutes, and against the year on trial:'
    years_dutygate --as auditor/sjj burden headline >"$years/headline"
    head -n 16 "$years/headline"
    say '…'
    tail -n 6 "$years/headline"
    say ''
    say 'The year 2026, by department; each minute that was not borne has one cause:'
    years_dutygate --as auditor/sjj burden --from 2026 --by department \
        >"$years/departments"
    head -n 12 "$years/departments"
    say '…'
    sed -n '/^$/,$p' "$years/departments"
}

# Claims as they were published; three of them are wrong.
years_claims() {
    say ''
    say 'Published claims, three that hold and three that do not:'
    for claim in '198 76 -61.62%' '99 21 -78.79%' '9648 2838 -70.58%' \
        '91 39 -65.3%' '1849 904 -51.21%' '314 18866 +18852'; do
        "$build/dutygate" claim $claim || true
    done
}

# From here on nothing asks the gateway.
years_audit() {
    say ''
    say 'The auditor takes a copy, verifies it, and computes the figures again:'
    years_dutygate --as auditor/sjj --json burden --from 2026 |
        jq -c .result >"$years/live"
    years_dutygate --as auditor/sjj audit export "$years/export"
    years_stop
    "$build/dutygate" audit verify --signatures \
        --verifier "$years/run/gateway.vkey" "$years/export"
    "$build/dutygate" --json audit recompute --plugins "$demo/plugins" \
        --from 2026 "$years/export" >"$years/again"
    cmp "$years/live" "$years/again"
    say 'the same figures, byte for byte'
    say ''
    say 'And the year on trial, as if its rules and this list had been in force:'
    "$build/dutygate" --as keeper/huishui list export >"$years/list.csv"
    "$build/dutygate" audit recompute --plugins "$demo/plugins" --enforce \
        --list "$years/list.csv" --from 2025 --to 2025 --by dimension \
        "$years/export"
}

years_stop() {
    [ -n "$years_gateway" ] || return 0
    kill "$years_gateway" 2>/dev/null || true
    wait "$years_gateway" 2>/dev/null || true
    years_gateway=
}

years_demo() {
    say ''
    say 'Two years of the county by a clock that is put forward: 2025 on trial, in which'
    say 'the rules only say what they would do, and 2026 with the rules in force:'
    years_start
    years_run
    years_show
    years_claims
    years_audit
}

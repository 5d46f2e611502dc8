#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Working days with make-up days: the known examples, word for word.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/proto/client/fake.sh"

# said LINE ARG …
said() {
    line=$1
    shift
    is "workdays $*" "$("$bin" workdays "$@" 2>&1)" "$line"
}
said '2025-09-30 (Tuesday) +3 working days: 2025-10-11 (Saturday, a make-up workday)' \
    2025-09-30 +3
said '2025-09-30 (Tuesday) +5 working days: 2025-10-14 (Tuesday)' 2025-09-30 +5
said '2026-02-13 (Friday) +1 working day: 2026-02-14 (Saturday, a make-up workday)' \
    2026-02-13 +1
said '2026-02-13 (Friday) +3 working days: 2026-02-25 (Wednesday)' 2026-02-13 +3
said '2026-02-13 (Friday) +5 working days: 2026-02-27 (Friday)' 2026-02-13 +5
said '2025-01-24 (Friday) +3 working days: 2025-02-05 (Wednesday)' 2025-01-24 +3
said '2025-04-25 (Friday) +3 working days: 2025-04-29 (Tuesday)' 2025-04-25 +3
said '2025-04-26 (Saturday) +1 working day: 2025-04-27 (Sunday, a make-up workday)' \
    2025-04-26 +1
said '2026-09-18 (Friday) +3 working days: 2026-09-22 (Tuesday)' 2026-09-18 +3
said '2025-10-14 (Tuesday) -5 working days: 2025-09-30 (Tuesday)' 2025-10-14 -5
said '2026-10-01 (Thursday, a holiday) +0 working days: 2026-10-01 (Thursday, a holiday)' \
    2026-10-01 +0
said '2024: 251 working days' 2024
said '2025: 248 working days' 2025
said '2026: 248 working days' 2026
said '2026-02: 16 working days' 2026-02
said '2026-10-01: 0 working days' 2026-10-01
said '5 working days after 2025-09-30, up to 2025-10-14' 2025-09-30 2025-10-14
said '0 working days after 2025-09-30, up to 2025-09-30' 2025-09-30 2025-09-30
is 'in Chinese' "$(env -u LC_ALL LANG=zh_CN.UTF-8 \
    DUTYGATE_LOCALEDIR="$top_builddir/proto/client/po" \
    "$bin" workdays 2025-09-30 +3)" \
    '2025-09-30（星期二） +3 个工作日：2025-10-11（星期六，调休上班）'

unknown='the holidays of that year are not known (known are 2023 to 2026)'
said "dutygate: workdays: 2027-01-01: $unknown" 2026-12-30 +3
said "dutygate: workdays: 2022-12-31: $unknown" 2023-01-03 -2
said "dutygate: workdays: 2027-01-01: $unknown" 2027
said "dutygate: workdays: 2022-12-30: $unknown" 2022-12-30 +1
said "dutygate: workdays: 2027-01-04: $unknown" 2026-12-30 2027-01-04
said 'dutygate: workdays: "soon" is no day and no period such as 2026-11' soon
said 'dutygate: workdays: "2026-02-29" is no day' 2026-02-29 +1
said 'dutygate: workdays: "+1001" is no day' 2026-02-02 +1001
said 'dutygate: workdays: the second day is before the first' \
    2026-02-02 2026-02-01
said 'dutygate: workdays: operand missing; see: dutygate help workdays'
status=0
"$bin" workdays 2027 >/dev/null 2>&1 || status=$?
is 'what is not known is no answer' "$status" 65
tap_done

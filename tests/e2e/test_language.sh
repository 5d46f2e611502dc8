#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A gateway writes findings in the language of its configuration, and what it
# wrote stays; dutygate speaks that of its user, also where no locale but C and
# C.UTF-8 is there.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"

DUTYGATE_LOCALEDIR=$top_builddir/proto/client/po
DUTYGATE_SOCKET=$gate_dir/run/gateway.ipc
export DUTYGATE_LOCALEDIR DUTYGATE_SOCKET
bin=$top_builddir/dutygate

# say NAME=VALUE … COMMAND …: in the language that these ask for, as a machine
# without any generated locale hears it. There p11-kit, below GnuTLS, leaks.
say() {
    env -u LC_ALL -u LANG -u LC_MESSAGES -u LANGUAGE LOCPATH=/nonexistent \
        ASAN_OPTIONS=detect_leaks=0 "$@"
}

# ---- the gateway -------------------------------------------------------------

gate_besides=department/nobody
gate_write 'language = "zh"'
is 'a language that is not there' "$(gate_refusal)" \
    "78
status=78 why=\"$gate_conf:5: language must be \\\"en\\\" or \\\"zh_CN\\\"\""
gate_write 'language = "zh_CN"'
is 'a catalogue that is not there' \
    "$(DUTYGATE_LOCALEDIR=/nonexistent gate_refusal)" \
    '78
status=78 why="language \"zh_CN\": no catalogue in /nonexistent"'
ok 'a gateway that speaks Chinese starts' gate_start
county_publish >/dev/null
task 1 unlisted mzj | ask - >"$TEST_DIR/first"
is 'refuses in Chinese, with the same code' \
    "$(jq -r '.findings[] | .code, .text, .alternatives[]' "$TEST_DIR/first")" \
    'duty-not-listed
事项“unlisted”不在清单“access”版本“2026-1”上
向准入审核申请该事项准入'
is 'the core, too' \
    "$(task 2 mzj-01 nobody | ask - | jq -r '.findings[0] | .code, .text')" \
    'department-unknown
名册中没有部门 nobody'
is 'so are mistakes of form' \
    "$(task 9 mzj-01 mzj | jq -c '.data.due = "2026/12/1"' | ask - |
        jq -r '.detail, .pointer')" \
    '须为日期，写作 YYYY-MM-DD，如 2027-01-31；或者须为时刻，如 2027-01-31T17:00:00+08:00
/data/due'
is 'the journal knows the language' \
    "$(echo '{"specversion":"1.0","id":"l","source":"auditor/sjj",
        "type":"dutygate.receipt.lookup.v1","data":{"sequence":1}}' |
        ask - | jq -r .result.event.data.language)" zh_CN
gate_stop

# ---- the same journal under another language ----------------------------------

sed -i 's/zh_CN/en/' "$gate_conf"
ok 'it starts again, in English' gate_start
task 1 unlisted mzj | ask - >"$TEST_DIR/again"
ok 'what was decided keeps its language' cmp "$TEST_DIR/first" "$TEST_DIR/again"
is 'what is decided now has the new one' \
    "$(task 3 unlisted mzj | ask - | jq -r '.findings[0].text')" \
    'duty "unlisted" is not on list "access" version "2026-1"'

# ---- the command ---------------------------------------------------------------

task 4 unlisted mzj >"$TEST_DIR/task.json"
want='不予准入，回单 9（216 个村、社区）
- 不予准入 duty-not-listed (事项不在清单上): duty "unlisted" is not on list "access" version "2026-1"'
for language in LANG=zh_CN.UTF-8 LANG=zh_CN LC_ALL=zh_CN.UTF-8 LANGUAGE=zh_CN \
    LANGUAGE=zh_CN:en; do
    is "$language: verdict and codes are explained in Chinese" \
        "$(say "$language" "$bin" publish "$TEST_DIR/task.json" | head -n 2)" \
        "$want"
done
for language in LC_ALL=C LANG=en_US.UTF-8 LANG=zh_TW.UTF-8 LANG=C; do
    is "$language: English" \
        "$(say "$language" "$bin" publish "$TEST_DIR/task.json" | head -n 1)" \
        'refused, receipt 9 (216 offices)'
done
is 'LC_ALL=C wins over LANGUAGE' \
    "$(say LC_ALL=C LANGUAGE=zh_CN "$bin" foo 2>&1)" \
    'dutygate: unknown subcommand "foo"'
is 'a wrong command line' "$(say LANG=zh_CN.UTF-8 "$bin" foo 2>&1)" \
    'dutygate: 没有子命令“foo”'
tap_done

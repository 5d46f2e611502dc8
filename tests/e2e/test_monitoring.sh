# SPDX-License-Identifier: Apache-2.0
# The file of figures is Prometheus text by the letter, says what gateway.read
# says, comes and goes with the gateway; alert rules and the dashboard ask for
# nothing that it does not have.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"
export DUTYGATE_KEYS="$TEST_DIR/keys" DUTYGATE_SOCKET="$gate_dir/run/gateway.ipc"
prom=$gate_dir/run/gate.prom
monitoring=$top_srcdir/gateway/monitoring

exposition() {
    /usr/bin/python3 "$top_srcdir/tests/e2e/exposition.py" "$@"
}

# written: true once the file is there; each look is a round to the gateway.
written() {
    for look in $(seq 200); do
        [ ! -e "$prom" ] || return 0
        dutygate --as operator/huishui status >"$TEST_DIR/status"
    done
    return 1
}

gate_write 'plugins = {"access_list", "form_dedup", "burden"}' \
    'metrics_file = "run/gate.prom"'
ok 'a gateway with a file of figures' gate_start
ok 'the roster' ask "$county/roster.jsonl"
ok 'writes it' written
is 'for everybody to read, where they may' "$(stat -c %a "$prom")" 644
is 'and leaves nothing beside it' \
    "$(ls "$gate_dir/run" | grep -c '^gate.prom.')" 0
cp "$prom" "$TEST_DIR/first"
exposition check "$TEST_DIR/first" >"$TEST_DIR/families"
is 'it is Prometheus text' "$?" 0
dutygate --as operator/huishui --json status | jq .result >"$TEST_DIR/read"
[ -s "$TEST_DIR/read" ] && [ "$(cat "$TEST_DIR/read")" != null ] ||
    dutygate --as operator/huishui --json status >"$TEST_DIR/read"
is 'with the figures of gateway.read' "$(exposition json "$TEST_DIR/read")" \
    "$(cat "$TEST_DIR/families")"

exposition names "$TEST_DIR/first" | sort >"$TEST_DIR/there"
exposition asked "$monitoring/alerts.yml" | sort >"$TEST_DIR/alerts"
exposition asked "$monitoring/dashboard.json" | sort >"$TEST_DIR/dashboard"
ok 'the alert rules ask for something' test -s "$TEST_DIR/alerts"
is 'and for no figure that there is not' \
    "$(comm -23 "$TEST_DIR/alerts" "$TEST_DIR/there")" ''
ok 'the dashboard asks for something' test -s "$TEST_DIR/dashboard"
is 'and for none that there is not' \
    "$(comm -23 "$TEST_DIR/dashboard" "$TEST_DIR/there")" ''

gate_stop
is 'it ends well' "$gate_status" 0
is 'and the file with it' "$(ls "$gate_dir/run" | grep -c '^gate.prom')" 0

# The reader itself finds what is wrong.
try() {
    printf '%b' "$1" >"$TEST_DIR/wrong"
    exposition check "$TEST_DIR/wrong"
}
head='# HELP a_total A.\n# TYPE a_total counter\n'
is 'what is right' "$(try "${head}a_total 1\n")" 'a_total counter'
is 'a row twice' "$(try "${head}a_total 1\na_total 2\n")" \
    'line 4: a row twice: a_total 2'
is 'a quotation mark in a label' "$(try "${head}a_total{b=\"\"c\"} 1\n")" \
    'line 3: labels do not end: a_total{b=""c"} 1'
is 'a family in two parts' \
    "$(try "${head}# HELP b B.\n# TYPE b gauge\nb 1\na_total 1\n")" \
    'line 6: not of the family before: a_total 1'
is 'half a file' "$(try "${head}a_total")" 'does not end its last line'

gate_write 'metrics_file = "missing/gate.prom"' 'plugins = {"access_list"}'
ok 'a folder that is not there keeps nobody from starting' gate_start
ok 'and is told' gate_wait 'figures\.failed'
is 'in words' "$(gate_says | grep figures)" "warn figures.failed \
path=$gate_dir/missing/gate.prom error=\"No such file or directory\""
gate_stop
tap_done

# SPDX-License-Identifier: Apache-2.0
# What refuses a start, and what is said of it, word for word.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"
dutygated=$top_builddir/dutygated

# run ARGUMENT …: exit status, then what it printed.
run() {
    "$dutygated" "$@" >"$TEST_DIR/out" 2>&1
    echo $?
    cat "$TEST_DIR/out"
}

# ---- the command line ----------------------------------------------------------

is '-V' "$(run -V)" '0
dutygated 0.1.0'
is '-h' "$(run -h | head -n 2)" '0
usage: dutygated [-c FILE] [-t | --backup FILE | --restore FILE]'
is '--help is -h' "$(run --help)" "$(run -h)"
is '--version is -V' "$(run --version)" "$(run -V)"
is 'an operand' "$(run -t now | head -n 2)" '64
dutygated: operand "now" is not wanted'
is 'an unknown option' "$(run -x 2>&1 | grep -c '^64\|^usage')" 2

# ---- -t --------------------------------------------------------------------------

gate_write
is '-t: a good configuration' "$(run -t -c "$gate_conf")" "0
$gate_conf: ok"
gate_write 'access_list { rule lead { mode = "observe" from = "2027-01-01"' \
    'before = "off" } }'
is '-t: rules with modes and dates' "$(run -t -c "$gate_conf")" "0
$gate_conf: ok"
gate_write 'log_level = "loud"' 'foo = 3'
is '-t: values and names' "$(run -t -c "$gate_conf")" "78
$gate_conf:5: log_level must be \"debug\", \"info\", \"warn\" or \"error\"
$gate_conf:6: unknown option \"foo\""
gate_write '# 规则' 'access_list {' '  list = ""' '  rule x { mode = "off" }' \
    '  rule lead {' '    mode = "on"' '    from = "2027-1-1"' '  }' '}'
is '-t: options and rules of a plugin' "$(run -t -c "$gate_conf")" "78
$gate_conf:7: list must have 1 to 64 characters
$gate_conf:8: unknown rule \"x\" of plugin access_list
$gate_conf:10: mode must be \"off\", \"observe\" or \"enforce\"
$gate_conf:11: from must be a date YYYY-MM-DD"
is '-t: no file' "$(run -t -c "$TEST_DIR/none")" "78
$TEST_DIR/none: cannot be read: No such file or directory"
is '-t makes nothing' "$(ls "$gate_dir")" 'dutygated.conf
plugins'

# ---- plugins ---------------------------------------------------------------------

plugin() {
    gate_write "plugins = { \"access_list\", \"$1\" }"
    gate_refusal
}

so=$gate_dir/plugins
is 'a configuration with an error' "$(gate_write 'foo = 3'; gate_refusal)" "78
status=78 why=\"$gate_conf:5: unknown option \\\"foo\\\"\""
is 'a plugin that is missing' "$(plugin nowhere)" "78
status=78 why=\"$gate_conf:5: plugin nowhere: $so/nowhere.so: No such file or directory\""
is 'a plugin of another ABI' "$(plugin broken_abi)" "78
status=78 why=\"$gate_conf:5: plugin broken_abi: made for ABI 2.4, this \
gateway has 1.4\""
is 'a plugin that misses a symbol' "$(plugin broken_symbol)" "78
status=78 why=\"$gate_conf:5: plugin broken_symbol: $so/broken_symbol.so: undefined symbol: \
nobody_has_this\""
is 'a module that is no plugin' "$(plugin broken_export)" "78
status=78 why=\"$gate_conf:5: plugin broken_export: exports no \
dg_plugin_describe\""
gate_write
chmod g+w "$so/access_list.so"
is 'a plugin that others may write' "$(gate_refusal)" "78
status=78 why=\"$gate_conf: plugin access_list: $so/access_list.so may be written by \
others than root and the gateway's user\""

# ---- places ----------------------------------------------------------------------

gate_write
: >"$gate_dir/run"
is 'runtime_dir is a file' "$(gate_refusal)" "69
status=69 why=\"runtime_dir $gate_dir/run: not a directory\""
is '-t: that' "$(run -t -c "$gate_conf")" "78
runtime_dir $gate_dir/run: not a directory"
rm "$gate_dir/run"
mkdir -m 770 "$gate_dir/run"
rm -rf "$gate_dir/state"
: >"$gate_dir/state"
is '-t: others may write to it; a state_dir that is a file' \
    "$(run -t -c "$gate_conf")" "78
state_dir $gate_dir/state: not a directory
runtime_dir $gate_dir/run: others may write there"
rm -r "$gate_dir/run" "$gate_dir/state"
sed -i 's|"state"|"a/b"|' "$gate_conf"
is 'state_dir cannot be made' "$(gate_refusal)" "74
status=74 why=\"state_dir $gate_dir/a/b: No such file or directory\""

# ---- the journal -----------------------------------------------------------------

gate_write
journal=$gate_dir/state/journal.db
rm -rf "$gate_dir/state"
ok 'it starts' gate_start
is 'roster and list are admitted' "$(county_publish)" 'admit
admit'
gate_stop
is 'it ends' "$gate_status" 0
cp "$journal" "$TEST_DIR/sound"

# damage SQL: the sound journal, changed; what the start then says.
damage() {
    cp "$TEST_DIR/sound" "$journal"
    sqlite3 "$journal" "$1"
    gate_refusal
}

ok 'the last connection left everything in one file' \
    test ! -e "$journal-wal" -a -s "$TEST_DIR/sound"
is 'a byte of an event' \
    "$(damage "UPDATE envelope SET bytes = CAST(replace(CAST(bytes AS TEXT),
        '惠水县教育局', '惠水县教育厅') AS BLOB) WHERE id = 3")" '65
status=65 why="entry 3 is damaged: its hash does not match"'
is 'a byte of a decision' \
    "$(damage "UPDATE entry SET decision = CAST(replace(CAST(decision AS TEXT),
        'admit', 'refus') AS BLOB) WHERE sequence = 4")" '65
status=65 why="entry 4 is damaged: its hash does not match"'
is 'an entry is missing' \
    "$(damage 'DELETE FROM entry WHERE sequence = 2')" '65
status=65 why="entry 2 is damaged: its row or its envelope is missing or malformed"'
is 'a journal of a newer program' "$(damage 'PRAGMA user_version = 99')" "78
status=78 why=\"$journal: layout 99 was made by a newer program; this one knows \
layouts up to 2\""
cp "$TEST_DIR/sound" "$journal"
ok 'the sound one starts' gate_start
gate_stop
# ---- -t and the journal ----------------------------------------------------------

cp "$TEST_DIR/sound" "$journal"
is '-t: a sound journal' "$(run -t -c "$gate_conf")" "0
$gate_conf: ok"
sqlite3 "$journal" 'PRAGMA user_version = 7'
is '-t: a newer one' "$(run -t -c "$gate_conf")" "78
$journal: layout 7 was made by a newer program; this one knows layouts up to 2"
echo 'not a database, but long enough to have the header of one: ........' \
    '..........................................' >"$journal"
is '-t: another file' "$(run -t -c "$gate_conf")" "78
$journal: not a journal of dutygate"

tap_done

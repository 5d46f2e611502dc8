# SPDX-License-Identifier: Apache-2.0
# The log in a file: what is in it, and its rotation while events flow. Each
# event makes the plugin say its id.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"

logs=$gate_dir/logs
gate_log=$logs/dutygated.log

# said FILE …: the ids that the plugin said in these files, one a line.
said() {
    cat "$@" | sed -n 's/.* plugin\.said id=crashing\.said text="\(.*\)"$/\1/p'
}

# start: as gate_start, but for what is said before the file is open.
start() {
    "$top_builddir/dutygated" -c "$gate_conf" 2>"$gate_dir/stderr" &
    gate_pid=$!
    gate_wait 'gateway\.ready\|worker\.exit'
}

gate_write 'plugins = { "access_list", "crashing" }' \
    'log_file = "logs/dutygated.log"' \
    'access_list { rule frequency { mode = "off" } }'
is 'a folder that is missing refuses the start' "$(gate_refusal)" "73
status=73 why=\"log_file $gate_log: No such file or directory\""
is '-t finds that, too' "$("$top_builddir/dutygated" -t -c "$gate_conf" 2>&1)" \
    "log_file $gate_log: No such file or directory"
mkdir -p "$logs"
is 'a folder that is there will do for -t, which makes nothing' \
    "$("$top_builddir/dutygated" -t -c "$gate_conf" 2>&1; ls "$logs")" \
    "$gate_conf: ok"
(umask 022 && : >"$logs/other" && ln -s other "$gate_log")
ok 'it starts with a file that is there' start
is 'whose mode it leaves alone' "$(stat -c %a "$logs/other")" 644
gate_stop
rm -f "$gate_log"
ok 'it starts without' start
ok 'everybody is enrolled' gate_enrol
is 'a second gateway says on the standard error output, too, why it ends' \
    "$(sed 's/dutygated\.log/second.log/' "$gate_conf" >"$gate_dir/second.conf"
    "$top_builddir/dutygated" -c "$gate_dir/second.conf" 2>&1)" \
    "dutygated: journal $gate_dir/state is in use by process \
$(sed -n 's/.* gateway\.start .*pid=//p' "$gate_log" | head -n 1)"
is 'the file is made 0640, though the umask is 077' \
    "$(stat -c %a "$gate_log")" 640
is 'roster and list are admitted' "$(county_publish)" 'admit
admit'

# ---- rotation under load ------------------------------------------------------

number=0
task PLACE zzb-01 zzb say >"$TEST_DIR/task"
while [ $number -lt 900 ]; do
    number=$((number + 1))
    sed "s/PLACE/s$number/" "$TEST_DIR/task"
done >"$TEST_DIR/tasks"
split -n l/3 "$TEST_DIR/tasks" "$TEST_DIR/part."

# rotate NUMBER: as logrotate does: rename, then signal.
rotate() {
    mv "$gate_log" "$logs/$1"
    kill -HUP "$gate_pid"
}

for part in aa ab ac; do
    burst "$TEST_DIR/part.$part" >"$TEST_DIR/replies.$part" &
    bursts="$bursts $!"
done
for turn in 1 2 3; do
    rotate $turn
    gate_wait 'gateway\.hangup'
    size=$(stat -c %s "$logs/$turn")
    eval "size_$turn=$size"
done
wait $bursts
is 'every event was admitted' "$(cat "$TEST_DIR"/replies.* |
    jq -r .verdict | sort | uniq -c | tr -s ' ')" ' 900 admit'
for turn in 1 2 3; do
    eval "size=\$size_$turn"
    is "nothing came into file $turn after HUP was answered" \
        "$(stat -c %s "$logs/$turn")" "$size"
done
is 'no line was lost, and none is there twice' \
    "$(said "$logs"/[123] "$gate_log" | sort)" \
    "$(jq -r .id "$TEST_DIR/tasks" | sort)"
is 'every line is whole' "$(cat "$logs"/[123] "$gate_log" |
    grep -cvE '^[0-9T:.-]{26}Z (info|warn) [a-z.]+ ')" 0
is 'the new file is 0640, too' "$(stat -c %a "$gate_log")" 640
is 'both processes write to it' "$(ls -l /proc/"$gate_pid"/fd \
    /proc/"$(sed -n 's/.* gateway\.hangup pid=//p' "$gate_log")"/fd |
    grep -c "$gate_log\$")" 2

# ---- a file that cannot be opened again ---------------------------------------

mv "$gate_log" "$logs/4"
mkdir "$gate_log"
kill -HUP "$gate_pid"
gate_log=$logs/4
ok 'HUP is answered in the old file' gate_wait 'gateway\.hangup' 2
is 'which says why, from both processes' \
    "$(grep -o 'error log\.failed .*' "$gate_log")" \
    "error log.failed path=\"$logs/dutygated.log\" error=\"Is a directory\"
error log.failed path=\"$logs/dutygated.log\" error=\"Is a directory\""
rmdir "$logs/dutygated.log"
kill -KILL "$(grep -o 'gateway\.start .*' "$logs/1" | sed 's/.*pid=//')"
ok 'the next worker goes on there' gate_wait 'gateway\.ready'
kill -HUP "$gate_pid"
gate_log=$logs/dutygated.log
ok 'until the next HUP' gate_wait 'gateway\.hangup'
gate_stop
is 'TERM ends it with 0' "$gate_status" 0
is 'the end stands in the last file' "$(gate_says | tail -n 2)" \
    'info gateway.stop reason=TERM
info worker.exit status=0'

# ---- HUP at any time of a start ---------------------------------------------------

for turn in 5 6 7 8; do
    mv "$gate_log" "$logs/$turn"
    "$top_builddir/dutygated" -c "$gate_conf" 2>>"$gate_dir/stderr" &
    gate_pid=$!
    gate_wait 'gateway\.start'
    kill -HUP "$gate_pid"
    ok "start $((turn - 4)): HUP is answered" gate_wait 'gateway\.hangup'
    is 'by the first worker' \
        "$(gate_says | grep -v 'open\|ready' | cut -d ' ' -f 2 | tr '\n' ' ')" \
        'gateway.start gateway.hangup '
    gate_stop
done
is 'nothing went to stderr' "$(cat "$gate_dir/stderr")" ''
tap_done

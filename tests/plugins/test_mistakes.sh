#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What the author of a plugin is told of a mistake: by `dutygated -t`, or by the
# log of a gateway that runs with it.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"

gate_write 'plugins = { "skeleton" }'
so=$gate_dir/plugins/skeleton.so

# build [SED]: the skeleton with this mistake, in the place of skeleton.so.
build() {
    sed -e "${1:-}" "$top_srcdir/plugins/skeleton/skeleton.c" >"$TEST_DIR/s.c"
    # By renaming: a gateway that runs may have the old one open.
    cc -std=gnu11 -I"$top_srcdir" -fPIC -fvisibility=hidden -shared \
        -o "$TEST_DIR/new.so" "$TEST_DIR/s.c" &&
        chmod go-w "$TEST_DIR/new.so" && mv "$TEST_DIR/new.so" "$so"
}

# told SED: what -t says then, without file and line.
told() {
    build "$1"
    "$top_builddir/dutygated" -t -c "$gate_conf" 2>&1 | sed "s|^$gate_conf:5: ||"
}

# typed NAME SCHEMA [READS]: the same of a type that it declares.
typed() {
    told "s|^static const struct dg_plugin description|static const struct \
dg_plugin_type types[] = {{$1, $2, DG_PLUGIN_AUDITOR, ${3:-true}}};\\n&|
s|\\.rules = rules,|.types = types, .type_count = 1, &|"
}

is 'none' "$(told '')" "$gate_conf: ok"
is 'another name' "$(told 's/"skeleton"/"dailycap"/')" \
    'plugin skeleton: the module calls itself "dailycap"; that and the name of its file must be the same'
is 'no name' "$(told '/\.name = "sk/d')" 'plugin skeleton: describes no name'
is 'no load' "$(told '/\.load = /d')" 'plugin skeleton: describes no load'
is 'no apply' "$(told '/\.apply = /d')" 'plugin skeleton: describes no apply'
is 'restore without save' "$(told 's/\.unload = unload/.restore = (void *) load/')" \
    'plugin skeleton: has restore, and no save'
for name in example.daily.read.v1 dutygate.daily.v1 dutygate.daily.read \
    dutygate.daily.read.v dutygate.Daily.read.v1 dutygate.daily.read.v1x; do
    is "a type $name" "$(typed "\"$name\"" '"{}"')" \
        "plugin skeleton: type \"$name\" must be named dutygate.<noun>.<verb>.v<number>"
done
is 'a type without schema' "$(typed '"dutygate.daily.read.v1"' NULL)" \
    'plugin skeleton: type "dutygate.daily.read.v1" has no schema'
is 'a read without query' "$(typed '"dutygate.daily.read.v1"' '"{}"')" \
    'plugin skeleton: has a type that reads, and no query'
is 'a scope for a role that may not send it' \
    "$(told 's|^static const struct dg_plugin description|static const struct \
dg_plugin_type types[] = {{.name = "dutygate.daily.note.v1", .schema = "{}", \
.roles = DG_PLUGIN_AUDITOR, .scope.own = DG_PLUGIN_OFFICE}};\n&|
s|\.rules = rules,|.types = types, .type_count = 1, &|')" \
    'plugin skeleton: type "dutygate.daily.note.v1" narrows a role that may not send it, or gives offices below to another than a town'
is 'a schema that is no JSON' "$(typed '"dutygate.daily.note.v1"' '"{"' false)" \
    'plugin skeleton: daily.note.v1.json: byte 1: not-json'

# refused SED: what a start says then.
refused() {
    build "$1"
    gate_refusal
}

is 'an option that is not declared' \
    "$(refused 's/options, "perday")/options, "daily")/')" '78
status=78 why="plugin skeleton: load asks for the option \"daily\", which it does not declare as such"'
is 'an option of another type' \
    "$(refused 's/option_integer(options/option_boolean(options/')" '78
status=78 why="plugin skeleton: load asks for the option \"perday\", which it does not declare as such"'
is 'load fails' "$(refused 's/host->alloc(sizeof \*skeleton)/NULL/')" '78
status=78 why="plugin skeleton: load failed"'

# ---- in a gateway --------------------------------------------------------------

build 's/\.rule = "perday"/.rule = "daily"/
s/skeleton->tasks >= skeleton->limit/true/
s/host->date_of(event->time_us) == skeleton->day/true/
s/^static const struct dg_plugin description/static enum dg_plugin_status \
tick(void *state, int64_t now, struct dg_plugin_submit *to) { \
((struct skeleton *) state)->host->submit(to, "dutygate.daily.close.v1", \
"open", 7, (struct dg_plugin_str){"{", 1}); \
((struct skeleton *) state)->host->submit(to, "dutygate.daily.close.v1", \
"close", now - now + 60000000, (struct dg_plugin_str){"{}", 2}); \
return DG_PLUGIN_OK; }\
&/
s/\.apply = apply/&, .tick = tick/'
ok 'it starts' gate_start
ok 'what a tick hands in must be known' gate_wait \
    'warn tick\.unfit event="skeleton/close/60000000" why="unknown type \\"dutygate\.daily\.close\.v1\\""'
ok 'and be JSON' gate_wait \
    'warn tick\.unfit event="{.*skeleton/open/7.*" why="byte [0-9]*: not JSON"'
task t1 mzj-01 mzj | ask - >/dev/null
ok 'a finding of a rule that is not declared' gate_wait \
    'error plugin\.failed plugin=skeleton hook=decide undeclared_rule=daily'
gate_stop

tap_done

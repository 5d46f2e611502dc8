#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Completion for bash, as bash calls it: with the words and the one at the
# cursor.
. "$top_srcdir/tests/tap/tap.sh"

command -v bash >/dev/null || {
    skip 1 'no bash'
    tap_done
}
cat >"$TEST_DIR/complete" <<'EOS'
_dutygate_command=$top_builddir/dutygate
. "$top_srcdir/proto/client/completion/dutygate.bash"
COMP_WORDS=(dutygate "$@")
COMP_CWORD=$#
_dutygate
printf '%s\n' "${COMPREPLY[@]}" | paste -sd ' '
EOS
# completes WANT WORD …
completes() {
    want=$1
    shift
    is "dutygate $*|" "$(cd "$TEST_DIR" && bash complete "$@" 2>&1)" "$want"
}

ok 'it is registered for the command' bash -c \
    ". '$top_srcdir/proto/client/completion/dutygate.bash'; complete -p dutygate"
completes 'withdraw witness' wi
completes 'help' he
completes 'publish' pub
completes '--socket' --so
completes '--as' --a
completes '--json' --j
completes '--key' --k
completes 'inbox' --key x --gateway y inb
completes 'department/ town/ office/ keeper/ auditor/ operator/ taskforce/ root/' \
    --as ''
completes 'department/' --as d
completes 'keeper/' receipt --source k
completes 'inbox' --as office/1 inb
completes 'inbox' --json --timeout 3 inb
completes 'publish' list pub
completes 'show' --as keeper/k list s
completes '--department' list show --dep
completes '--reason' withdraw --
completes '' withdraw ''
completes 'roster' help ros
completes 'publish' help publ
touch "$TEST_DIR/task.json"
completes 'task.json' publish ta
completes 'task.json' publish --id x ta
completes '' publish --id ta
completes 'task.json' list publish ta
completes 'task.json' keygen --key ta
completes 'task.json' sign --iat 5 ta
completes 'town/' keygen --name x to
completes '' nothing ''

# Every subcommand and every option is reached.
"$top_builddir/dutygate" help | sed -e '1,/^subcommands:/d' -e 's/^  //' \
    -e 's/  .*//' >"$TEST_DIR/names"
ok 'there are subcommands' test -s "$TEST_DIR/names"
while read -r name; do
    is "dutygate $name|" "$(cd "$TEST_DIR" && bash complete $name |
        tr ' ' '\n' | grep -x "${name##* }")" "${name##* }"
    is "dutygate $name --|" "$(cd "$TEST_DIR" && bash complete $name -- |
        tr ' ' '\n' | sort -u)" \
        "$("$top_builddir/dutygate" help $name | sed -n -e 1p -e '/^  *-/p' |
            grep -oE -- '--[a-z-]+' | sort -u)"
done <"$TEST_DIR/names"
tap_done

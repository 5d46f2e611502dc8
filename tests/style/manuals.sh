#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The manual pages are well-formed and say all there is: every subcommand and
# option of dutygate, every option and rule of the configuration; nothing else.
. "$top_srcdir/tests/tap/tap.sh"
cd "$top_srcdir" || exit 99

# complaints PAGE
complaints() {
    if command -v mandoc >/dev/null; then
        mandoc -T lint -W warning "$1" 2>&1
    elif command -v groff >/dev/null; then
        groff -mandoc -Tutf8 -ww "$1" 2>&1 >/dev/null
    fi
}
for page in $(find gateway plugins proto -name '*.[1-8]' | sort); do
    is "$page is well-formed" "$(complaints "$page")" ''
done

# ---- dutygate(1) ---------------------------------------------------------------

# What the command says of itself: "NAME" and "NAME --option".
said() {
    "$top_builddir/dutygate" help | sed -e '1,/^subcommands:/d' \
        -e 's/^  //' -e 's/  .*//' | while read -r name; do
        echo "$name"
        # shellcheck disable=SC2086 # one word or two
        "$top_builddir/dutygate" help $name </dev/null |
            sed -n -e 1p -e '/^  *-/p' |
            grep -oE -- '--[a-z-]+' | sed "s/^/$name /"
    done | sort -u
}
# What the page says: items of subcommands begin with .It Cm, those of their
# options with .It Fl.
written() {
    awk '/^\.Sh / { inside = /SUBCOMMANDS/ }
        inside && /^\.It Cm / {
            name = ""
            gsub(/\\-/, "-")
            for (i = 3; i <= NF && $i ~ /^[a-z][a-z-]*$/; i++) {
                name = name (name == "" ? "" : " ") $i
            }
            print name
        }
        inside && /^\.It / {
            gsub(/\\-/, "-")
            for (i = 2; i <= NF; i++) {
                if ($i ~ /^\\?-[a-z]/ && $(i - 1) == "Fl") {
                    sub(/^\\?-/, "--", $i)
                    print name " " $i
                }
            }
        }' proto/client/dutygate.1 | sort -u
}
said >"$TEST_DIR/said"
written >"$TEST_DIR/written"
ok 'there are subcommands' test -s "$TEST_DIR/said"
is 'dutygate(1) lacks nothing' \
    "$(comm -23 "$TEST_DIR/said" "$TEST_DIR/written")" ''
is 'dutygate(1) invents nothing' \
    "$(comm -13 "$TEST_DIR/said" "$TEST_DIR/written")" ''
is 'nor of the global options' \
    "$(awk '/^\.Sh / { inside = /^.Sh OPTIONS/ }
        inside && /^\.It Fl/ { gsub(/\\-/, "-"); print "-" $3 }' \
        proto/client/dutygate.1 | sort)" \
    "$("$top_builddir/dutygate" help | sed -n '/^options:/,/^$/p' |
        grep -oE -- '^  --.*' | grep -oE -- '--[a-z-]+' | sort)"
is 'exit statuses are those of the command' \
    "$(awk '/^\.Sh / { inside = /EXIT STATUS/ }
        inside && /^\.It / { print $2 }' proto/client/dutygate.1)" \
    "$(sed -n 's/.*DG_EXIT_[A-Z_]* = \([0-9]*\).*/\1/p' proto/client/answer/answer.h)"

# ---- dutygated.conf(5) ----------------------------------------------------------

# items SECTION: the options named in it.
items() {
    awk -v section="$1" '/^\.Sh / { inside = index($0, section) }
        inside && /^\.It Ic / { print $3 }' gateway/dutygated.conf.5 | sort
}
is 'the options of the gateway' "$(items 'OPTIONS OF THE GATEWAY')" \
    "$(awk '/own_names\[\] = \{/ { inside = 1; next }
        inside && /\};/ { exit }
        inside' gateway/core/conf.c | grep -o '"[a-z_]*"' | tr -d '"' | sort)"
# The first text of each row of a plugin's tables.
declared() {
    cat plugins/access_list/*.c | awk '
        /^(static )?const struct dg_plugin_(rule|option) / { inside = 1; next }
        /^};/ { inside = 0 }
        inside && match($0, /^    \{"[a-z_]+"/) {
            print substr($0, 7, RLENGTH - 7)
        }' | sort
}
is 'the options and rules of access_list' "$(items ACCESS_LIST)" "$(declared)"
is 'the sample names every option of the gateway' \
    "$(items 'OPTIONS OF THE GATEWAY' | while read -r name; do
        grep -qE "^(# )?$name = " gateway/dutygated.conf || echo "$name"
    done)" ''
tap_done

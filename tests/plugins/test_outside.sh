#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# plugins/README.md leads somebody who has only what `make install` gives from
# the skeleton to a rule that refuses. Its commands are run as they stand, in a
# folder outside the tree, with cc, pkg-config and the installed programs.
. "$top_srcdir/tests/tap/tap.sh"

root=$TEST_DIR/root
umask 022
make -s -C "$top_builddir" MAKEFLAGS= install DESTDIR="$root" >&2 || exit 99
# of PATH: the folder of an installed file, which ends so.
of() {
    dirname "$(find "$root" -type f -path "*/$1" -print -quit)"
}
is 'plugins are installed without notes of libtool, the skeleton is none' \
    "$(echo $(ls "$(of access_list.so)"))" 'access_list.so burden.so form_dedup.so'
is 'the example includes the installed contract' \
    "$(grep -c '^#include <dutygate/plugin.h>' "$(of skeleton.c)/skeleton.c")" 1

# The commands of the section, but for where things are installed.
awk '/^## / { section = /From the skeleton/ }
     /^```$/ { inside = 0 }
     inside { print }
     section && /^```sh$/ { inside = 1 }' "$top_srcdir/plugins/README.md" |
    sed -e "s|^examples=.*|examples=$(dirname "$(of skeleton.c)")|" \
        -e "s|~/|$TEST_DIR/home/|g" >"$TEST_DIR/readme.sh"
ok 'the README has commands' test -s "$TEST_DIR/readme.sh"

PKG_CONFIG_LIBDIR=$(of dutygate-plugin.pc)
PKG_CONFIG_SYSROOT_DIR=$root
PATH=$(of bin/dutygate):$(of sbin/dutygated):$PATH
export PKG_CONFIG_LIBDIR PKG_CONFIG_SYSROOT_DIR PATH
(cd "$TEST_DIR" && timeout 60 bash readme.sh) \
    >"$TEST_DIR/out" 2>"$TEST_DIR/err" </dev/null
cat "$TEST_DIR/out" >&2

is 'nothing is complained of' "$(cat "$TEST_DIR/err")" ''
is 'a task, a refusal; with the new rule another' \
    "$(grep -oE '^(dutygated.conf: ok|admitted|refused|would be refused)' \
        "$TEST_DIR/out")" \
    'dutygated.conf: ok
admitted
admitted
admitted
admitted
refused
would be refused'
is 'the copy speaks' "$(grep '^- refuse day-full' "$TEST_DIR/out")" \
    '- refuse day-full: 1 tasks were admitted today; no more'
is 'the new rule speaks, and says where' \
    "$(grep -A 1 '^- refuse title' "$TEST_DIR/out")" \
    '- refuse title-without-year: "城乡低保对象动态核查" names no year
  at        /data/title'
tap_done

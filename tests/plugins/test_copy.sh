#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What plugins/README.md says about a plugin in the tree works when pasted. The
# build itself is spared: the copy is compiled by hand.
. "$top_srcdir/tests/tap/tap.sh"

mkdir -p "$TEST_DIR/tests" && cd "$TEST_DIR" || exit 99
cp -R "$top_srcdir/plugins" plugins
cp -R "$top_srcdir/tests/plugins" tests/plugins
chmod -R u+w .
# Left by a build within the sources.
find . -name '.libs' -exec rm -rf {} + -o -name '.deps' -exec rm -rf {} +
find . \( -name '*.o' -o -name '*.l[ao]' -o -name 'test-*' \) -delete

# The first block of commands of its section.
awk '/^## / { section = /In the tree/ }
     section && /^```sh$/ { inside = 1; next }
     /^```$/ && inside { exit }
     inside' plugins/README.md >copy.sh
ok "the README has commands" test -s copy.sh
ok "they run" sh -e copy.sh
is "nothing in the copy is called skeleton" \
    "$(grep -rlw skeleton plugins/dailycap tests/plugins/dailycap)" ""
is "both folders are built" \
    "$(grep -h dailycap plugins/Makefile.inc tests/plugins/Makefile.inc)" \
    "include plugins/dailycap/Makefile.inc
include tests/plugins/dailycap/Makefile.inc"
ok "the copy compiles" ${CC:-cc} -std=gnu11 -Wall -Wextra -Werror -fPIC \
    -shared -fvisibility=hidden -I. -o dailycap.so plugins/dailycap/dailycap.c
is "and is a plugin" \
    "$(nm -D --defined-only dailycap.so | awk '{ print $2, $3 }')" \
    "T dg_plugin_describe"

tap_done

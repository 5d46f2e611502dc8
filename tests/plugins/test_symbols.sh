#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A plugin exports one function and wants nothing of the gateway.
. "$top_srcdir/tests/tap/tap.sh"

# All but what the C library gives (it has a version), what may be missing
# (weak) and what other libraries or the sanitizers bring or stand in for.
foreign() {
    ldd "$1" | awk '$1 ~ /^lib(asan|ubsan|gmp|roaring|utf8proc)/ { print $3 }' |
        xargs -r nm -D --defined-only | awk '{ print $NF }' >"$TEST_DIR/given"
    nm -D --undefined-only "$1" | awk '$1 != "w" { print $NF }' |
        grep -Ev '@|^__(asan|ubsan|sanitizer)_' |
        grep -vxFf "$TEST_DIR/given"
}

# A plugin that was not named in the Makefile is not tested: look for all.
for describe in "$top_builddir"/plugins/*/*.la; do
    name=$(basename "$describe" .la)
    case $name in
        lib*) continue ;; # a part of one
    esac
    module=$top_builddir/plugins/$name/.libs/$name.so
    is "$name exports one function" \
        "$(nm -D --defined-only "$module" | awk '{ print $2, $3 }')" \
        "T dg_plugin_describe"
    is "$name needs no symbol of the gateway" "$(foreign "$module")" ""
    is "$name binds all symbols when it is opened" \
        "$(readelf -d "$module" | grep -c BIND_NOW)" 1
done
is "access_list and skeleton are among them" "$((tap_count >= 6))" 1

tap_done

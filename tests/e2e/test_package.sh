#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The Debian packages: what is in them, what they say of themselves, and that
# what they unpack runs. Packed from this build instead of one of their own
# (`make deb`), so paths within the programs are this build's.
. "$top_srcdir/tests/tap/tap.sh"

for tool in dpkg-deb dpkg-shlibdeps xz; do
    command -v $tool >/dev/null || {
        skip 1 "no $tool"
        tap_done
    }
done
umask 022
stage=$TEST_DIR/stage
env -u MAKEFLAGS -u MAKELEVEL make -s -C "$top_builddir" install \
    DESTDIR="$stage" prefix=/usr \
    exec_prefix=/usr sysconfdir=/etc libdir=/usr/lib \
    systemdsystemunitdir=/lib/systemd/system >"$TEST_DIR/install" 2>&1 || {
    cat "$TEST_DIR/install" >&2
    exit 99
}
version=$("$top_builddir/dutygate" --version | cut -d ' ' -f 2)-1
ok 'the packages are built, by any user' sh "$top_srcdir/gateway/package/build" \
    "$stage" "$version" "$TEST_DIR"
arch=$(dpkg --print-architecture)
main=$TEST_DIR/dutygate_${version}_$arch.deb
dev=$TEST_DIR/dutygate-dev_${version}_$arch.deb
cd "$TEST_DIR" || exit 99

field() {
    dpkg-deb -f "$1" "$2"
}
# holds PACKAGE PATH: as root's, for root to write only.
holds() {
    grep -q -- "^-rw[x-]r-[x-]r-[x-] root/root .* \.$2$" "$1.list"
}
for package in "$main" "$dev"; do
    dpkg-deb -c "$package" >"$package.list"
done
is 'name, version, architecture' \
    "$(field "$main" Package) $(field "$main" Version) $(field "$main" Architecture)" \
    "dutygate $version $arch"
for library in adduser libc6 libuv1 libnanomsg5 libyajl2 libsqlite3-0 \
    libsodium23 libgnutls30 libconfuse2 libutf8proc2 libpcre2-8-0 libgmp10 \
    libroaring0; do
    ok "depends on $library" sh -c \
        "dpkg-deb -f '$main' Depends | tr ',' '\n' | grep -q '^ *$library\b'"
done
is 'the other needs this one' "$(field "$dev" Depends)" "dutygate (= $version)"
for path in /usr/bin/dutygate /usr/sbin/dutygated \
    /usr/lib/dutygate/access_list.so /usr/lib/dutygate/burden.so \
    /usr/lib/dutygate/form_dedup.so \
    /etc/dutygate/dutygated.conf \
    /lib/systemd/system/dutygated.service /usr/lib/sysusers.d/dutygate.conf \
    /etc/logrotate.d/dutygate /usr/share/man/man1/dutygate.1.gz \
    /usr/share/man/man5/dutygated.conf.5.gz \
    /usr/share/man/man8/dutygated.8.gz \
    /usr/share/locale/zh_CN/LC_MESSAGES/dutygate.mo \
    /usr/share/bash-completion/completions/dutygate \
    /usr/share/dutygate/schema/event.json \
    /usr/share/dutygate/schema/report.submit.v1.json \
    /usr/share/dutygate/asyncapi.json /usr/share/dutygate/README.md \
    /usr/share/doc/dutygate/copyright \
    /usr/share/doc/dutygate/changelog.Debian.gz; do
    ok "holds $path" holds "$main" "$path"
done
for path in /usr/include/dutygate/plugin.h /usr/lib/pkgconfig/dutygate-plugin.pc \
    /usr/share/doc/dutygate/examples/skeleton/skeleton.c \
    /usr/share/man/man7/dutygate-plugin.7.gz; do
    ok "dev holds $path" holds "$dev" "$path"
    is 'and the other does not' "$(grep " \.$path$" "$main.list")" ''
done
is 'nothing of libtool, no skeleton' \
    "$(grep -E '\.la$|skeleton' "$main.list")" ''

dpkg-deb -R "$main" unpacked
is 'configuration files are marked' "$(cat unpacked/DEBIAN/conffiles)" \
    '/etc/dutygate/dutygated.conf
/etc/logrotate.d/dutygate'
for script in postinst prerm postrm; do
    ok "$script is a shell script" sh -n "unpacked/DEBIAN/$script"
    ok "$script may be run" test -x "unpacked/DEBIAN/$script"
done
ok 'sums are right' sh -c 'cd unpacked && md5sum --quiet -c DEBIAN/md5sums'

# What was unpacked, but for where it looks.
root=$(unpacked/usr/bin/dutygate keygen --gateway huishui root/huishui |
    awk 'END { print $3 }')
sed -i -e "s|^# root_keys = .*|root_keys = {\"$root\"}|" \
    -e "s|^# plugin_dir = .*|plugin_dir = \"$TEST_DIR/unpacked/usr/lib/dutygate\"|" \
    -e 's|^# state_dir = .*|state_dir = "state"|' \
    -e 's|^# runtime_dir = .*|runtime_dir = "run"|' \
    -e 's|^# language = .*|language = "zh_CN"|' unpacked/etc/dutygate/dutygated.conf
DUTYGATE_LOCALEDIR=$TEST_DIR/unpacked/usr/share/locale
export DUTYGATE_LOCALEDIR
is 'the unpacked gateway accepts the unpacked configuration' \
    "$(unpacked/usr/sbin/dutygated -t -c unpacked/etc/dutygate/dutygated.conf 2>&1)" \
    'unpacked/etc/dutygate/dutygated.conf: ok'
is 'the unpacked command speaks Chinese' \
    "$(env -u LC_ALL LANG=zh_CN.UTF-8 unpacked/usr/bin/dutygate foo 2>&1)" \
    'dutygate: 没有子命令“foo”'
tap_done

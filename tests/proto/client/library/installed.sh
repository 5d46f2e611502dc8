# SPDX-License-Identifier: Apache-2.0
# The library as others have it: installed, found by pkg-config, and used by
# programs outside the tree: the manual's two, and one on a libuv loop.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/proto/client/fake.sh"

# setting NAME: of the build, such as CC.
setting() {
    sed -n "s/^$1 = *//p" "$top_builddir/Makefile"
}
root=$TEST_DIR/root
prefix=$root$(setting prefix)

install_library() {
    make -s -C "$top_builddir" MAKEFLAGS= DESTDIR="$root" \
        install-libLTLIBRARIES install-dutygateHEADERS install-pkgconfigDATA \
        install-man3 >"$TEST_DIR/install.log" 2>&1
}
ok 'it is installed' install_library
is 'as these files' "$(cd "$prefix" && find . ! -type d | sort |
    grep -v plugin)" \
    './include/dutygate/client.h
./lib/libdutygate.la
./lib/libdutygate.so
./lib/libdutygate.so.0
./lib/libdutygate.so.0.0.0
./lib/pkgconfig/dutygate.pc
./share/man/man3/libdutygate.3'
PKG_CONFIG_PATH=$prefix/lib/pkgconfig
LD_LIBRARY_PATH=$prefix/lib
export PKG_CONFIG_PATH LD_LIBRARY_PATH
is 'it has a version' "$(pkg-config --modversion dutygate)" "$(setting VERSION)"
is 'it gives its own functions only' \
    "$(nm -D --defined-only "$prefix/lib/libdutygate.so" | awk '{print $3}' |
        grep -vc '^dutygate_')" 0
is 'and all that the header has' \
    "$(nm -D --defined-only "$prefix/lib/libdutygate.so" | awk '{print $3}')" \
    "$(grep -oE '\bdutygate_[a-z_]+\(' "$prefix/include/dutygate/client.h" |
        tr -d '(' | sort -u)"
is 'the header needs the language only' \
    "$(grep '#include' "$prefix/include/dutygate/client.h")" \
    '#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>'

# A program of the manual, from its first comment to the end of its text.
example() {
    sed -n "\|^/\* $1 \*/\$|,/^\.Ed/p" "$prefix/share/man/man3/libdutygate.3" |
        sed -e '/^\.Ed/d' -e 's/\\e/\\/g'
}
# compile NAME [PACKAGE …]
compile() {
    program=$1
    shift
    (cd "$TEST_DIR" && $(setting CC) -std=gnu11 -Wall -Wextra -Wpedantic \
        -Werror $(setting SANITIZE_CFLAGS) -o "$program" "$program.c" \
        $(pkg-config --define-variable=prefix="$prefix" --cflags --libs \
            dutygate "$@"))
}
example blocking.c >"$TEST_DIR/blocking.c"
example loop.c >"$TEST_DIR/loop.c"
cp "$top_srcdir/tests/proto/client/library/outside/uv.c" "$TEST_DIR/uv.c"
ok "the manual's blocking program compiles" compile blocking
ok "the manual's program with a loop compiles" compile loop
ok 'a program on a libuv loop compiles' compile uv libuv
cat >"$TEST_DIR/plus.cc" <<'EOF'
#include <dutygate/client.h>
#include <cstdio>

int
main()
{
    dutygate_client *client = nullptr;
    dutygate_key *key = nullptr;
    std::puts(dutygate_status_text(dutygate_key_read("{}", 2, nullptr, &key)));
    return dutygate_client_open("inproc://nobody", &client) ||
           dutygate_client_set_key(client, key, nullptr) ||
           (dutygate_client_close(client), 0);
}
EOF
cxx=$(command -v g++ || command -v clang++)
if [ -n "$cxx" ] && [ -z "$(setting SANITIZE_CFLAGS)" ]; then
    ok 'a program in C++ compiles' sh -c '"$0" -std=c++11 -Wall -Wextra \
        -Wpedantic -Werror -o "$1/plus" "$1/plus.cc" $2' "$cxx" "$TEST_DIR" \
        "$(pkg-config --define-variable=prefix="$prefix" --cflags --libs \
            dutygate)"
    is 'C++: it runs' "$("$TEST_DIR/plus")" 'no key'
else
    skip 2 'no C++ compiler, or sanitizers'
fi

fake_url=ipc://$TEST_DIR/gateway.ipc
inbox='{"id":"%id%","result":{"tasks":[]}}'
printf '%s\n' "$inbox" >"$script"
start_fake
key=$TEST_DIR/key.jwk
cat >"$key" <<'EOF' # RFC 8037, A.1
{"kty":"OKP","crv":"Ed25519",
 "d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
 "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
 "kid":"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
 "source":"office/522731001001","gateway":"huishui"}
EOF
is 'blocking: it runs' "$("$TEST_DIR/blocking" "$fake_url" "$key")" \
    '[{"id":"1","result":{"tasks":[]}}]'
is 'blocking: what it asked' "$(requests '.source, .type')" \
    '["office/522731001001","dutygate.inbox.read.v1"]'
is 'blocking: signed with its key, for its gateway' "$(tr . '\n' <"$log.jws" |
    sed -n 1,2p | while read -r part; do
        echo "$part===" | tr '_-' '/+' | base64 -d 2>/dev/null |
            jq -r '.kid // .aud'
    done)" 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k
huishui'

printf '%s\n' 'after four' two - three >"$script"
start_fake
is 'libuv: it runs' "$("$TEST_DIR/uv" "$fake_url" a b c | sort)" \
    '1 ok four
2 ok two
3 ok three
the loop went on'
is 'libuv: sent again as it was' "$(sort "$log" | uniq -c | awk '{print $2, ($1 > 1)}')" \
    'a 0
b 0
c 1'

# ---- hints: a stand-in publishes when it is told to
printf '%s\n' one two three >"$script"
start_fake
hints_url=ipc://$TEST_DIR/hints.ipc
mkfifo "$TEST_DIR/answers"
"$TEST_DIR/loop" "$fake_url" "$hints_url" "$key" >"$TEST_DIR/answers" &
loop_pid=$!
exec 3<"$TEST_DIR/answers"
read -r line <&3
is 'loop: the first answer' "$line" 'ok: one'
for hint in '|0' '522731|7'; do
    # Others' hints on the way, and repeated until one finds its subscriber.
    timeout 30 sh -c "while kill -0 $loop_pid 2>/dev/null &&
        [ ! -e '$TEST_DIR/seen' ]; do
            nngcat --pub --listen '$hints_url' --send-delay 1 --data '$hint'
        done" 2>"$TEST_DIR/pub.err" &
    publisher=$!
    read -r line <&3
    touch "$TEST_DIR/seen"
    wait "$publisher"
    rm "$TEST_DIR/seen"
    echo "$line" >>"$TEST_DIR/lines"
done
wait "$loop_pid"
is 'loop: it ends by itself' $? 0
is 'loop: each hint made it look again' "$(cat "$TEST_DIR/lines")" 'ok: two
ok: three'
tap_done

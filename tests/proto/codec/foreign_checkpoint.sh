#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Checkpoints and verifier keys of ours and of a foreign program: each takes the
# other's, and both make the same.
. "$top_srcdir/tests/tap/tap.sh"

ours() {
    "$top_builddir/tests/proto/codec/note_checkpoint" "$@"
}

theirs() {
    /usr/bin/python3 "$top_srcdir/tests/proto/codec/checkpoint.py" "$@"
}

name=huishui/6a52f0a2-7c1d-4d5e-8f10-2b3c4d5e6f70
other=9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60

for size in 0 1 1234 18446744073709551615; do
    seed=$(printf "seed $size" | sha256sum | cut -d " " -f 1)
    root=$(printf %s "$size" | sha256sum | cut -d ' ' -f 1)
    ours make "$seed" $name $size "$root" >"$TEST_DIR/ours"
    theirs make "$seed" $name $size "$root" >"$TEST_DIR/theirs"
    ok "size $size: the same checkpoint" \
        cmp "$TEST_DIR/ours" "$TEST_DIR/theirs"
    key=$(ours key "$seed" $name)
    is "size $size: the same verifier key" "$key" "$(theirs key "$seed" $name)"
    is "size $size: it takes ours" "$(theirs check "$key" <"$TEST_DIR/ours")" \
        "$name $size $root"
    is "size $size: we take its" "$(ours check "$key" <"$TEST_DIR/theirs")" \
        "$name $size $root"
done
key=$(theirs key $other $name)
is "another key's is not taken" "$(ours check "$key" <"$TEST_DIR/theirs")" \
    'not signed by this key'
tap_done

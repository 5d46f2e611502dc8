#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Our signed messages and keys to a foreign JOSE implementation, and its to us.
/usr/bin/python3 -c 'import jwcrypto' 2>/dev/null || {
    . "$top_srcdir/tests/tap/tap.sh"
    skip 1 'no python3-jwcrypto'
    tap_done
}
exec /usr/bin/python3 "$top_srcdir/tests/proto/codec/foreign_jws.py"

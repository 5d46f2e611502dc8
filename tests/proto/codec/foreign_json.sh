#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Our reader of JSON against a foreign one.
exec /usr/bin/python3 "$top_srcdir/tests/proto/codec/foreign_json.py"

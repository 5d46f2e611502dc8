#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The AsyncAPI document and the glossary against everything there is.
exec python3 -B "$top_srcdir/tests/proto/schema/asyncapi.py"

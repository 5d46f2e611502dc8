#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The schema files as a foreign validator reads them, against our decoder.
python=/usr/bin/python3 # Debian's, which has Debian's python3-jsonschema
if ! $python -c 'import jsonschema' 2>/dev/null; then
    echo "1..0 # SKIP python3-jsonschema is not installed"
    exit 0
fi
exec $python -W ignore "$top_srcdir/tests/proto/schema/foreign.py"

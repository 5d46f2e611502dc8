# SPDX-License-Identifier: Apache-2.0
# The storms of test_storm.sh, over tcp://.
STORM_OVER=tcp
. "$top_srcdir/tests/e2e/test_storm.sh"

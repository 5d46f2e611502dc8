/* SPDX-License-Identifier: Apache-2.0 */
/* What stands in the headers of a gate's journal. */
#ifndef TESTS_PLUGINS_FORM_DEDUP_REPORT_FACTS_H
#define TESTS_PLUGINS_FORM_DEDUP_REPORT_FACTS_H

#include "tests/gateway/flow/gate.h"

/* Effects and facts of an entry of the dimensions that the plugin makes, one a
 * line: "answer /7: 1 started at 1 in 0\n", "ask /data/forms/0: 1 form at 3,
 * 表1\n". Overwritten by the next call. */
const char *facts_of(struct gate *gate, unsigned long long sequence);

#endif

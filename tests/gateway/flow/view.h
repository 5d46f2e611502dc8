/* SPDX-License-Identifier: Apache-2.0 */
/* Everything that can be seen of a gateway after a random life, so that two
 * moments can be compared to the byte. */
#ifndef TESTS_GATEWAY_FLOW_VIEW_H
#define TESTS_GATEWAY_FLOW_VIEW_H

#include "tests/gateway/flow/gate.h"
#include "tests/gateway/flow/life.h"

/* What it looks like: whatever is recorded, and whatever is decided now. */
struct view {
    struct dg_buf inboxes, lists, matters, receipts, decisions;
};

/* last: the number of entries to look up. */
void view_take(struct view *view, struct gate *of, const struct life *lived,
               unsigned last);
void view_finish(struct view *view);

/* Says the first line that differs. */
bool view_same(const struct dg_buf *a, const struct dg_buf *b);

#endif

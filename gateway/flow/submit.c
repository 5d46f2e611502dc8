/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how a message enters the flow, and through which stages it goes. What
 * each does with it is theirs. */
#include "gateway/flow/flow_internal.h"

static void
run_stages(struct dg_item *item)
{
    struct dg_flow *flow = item->flow;
    dg_decode_run(item);
    if (!item->message.bad) {
        dg_decide_run(item);
    }
    dg_commit_run(item);
    flow->was_full = flow->was_full || dg_limits_full(flow);
}

void
dg_flow_submit(struct dg_flow *flow, const struct dg_route *route,
               struct dg_str text)
{
    struct dg_item *item = dg_item_take(flow, text);
    if (!item) {
        dg_log(DG_LOG_ERROR, "flow.dropped", "size=%zu err=\"%s\"", text.len,
               dg_err_text(DG_ERR_MEMORY));
        return;
    }
    flow->metrics.counters[DG_COUNTER_MESSAGES]++;
    flow->metrics.counters[DG_COUNTER_MESSAGE_BYTES] += text.len;
    if (route) {
        item->wants_reply = true;
        item->route = *route;
    }
    run_stages(item);
}

void
dg_flow_submit_own(struct dg_flow *flow, struct dg_str event)
{
    struct dg_item *item = dg_item_take(flow, event);
    if (item) {
        item->internal = true;
        run_stages(item);
    }
}

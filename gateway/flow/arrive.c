/* SPDX-License-Identifier: Apache-2.0 */
/* Decides when a message's turn comes: in the order of arrival, however long
 * the check of a signature takes. What is at the head is judged by what was
 * decided before it: so also whose key it is signed with. */
#include "gateway/flow/flow_internal.h"

/* ---- the line ----------------------------------------------------------- */

static void
put(struct dg_arrivals *arrivals, struct dg_item *item)
{
    item->next = NULL;
    if (arrivals->last) {
        arrivals->last->next = item;
    } else {
        arrivals->first = item;
    }
    arrivals->last = item;
    arrivals->count++;
    arrivals->bytes += item->text.len;
    if (!arrivals->unchecked && item->arrival == DG_ARRIVAL_WAITING) {
        arrivals->unchecked = item;
    }
}

static struct dg_item *
take_first(struct dg_arrivals *arrivals)
{
    struct dg_item *item = arrivals->first;
    arrivals->first = item->next;
    if (!arrivals->first) {
        arrivals->last = NULL;
    }
    arrivals->count--;
    arrivals->bytes -= item->text.len;
    return item;
}

/* ---- turns -------------------------------------------------------------- */

/* A key that nobody had may have been enrolled since by what was before it. */
static bool
look_again(struct dg_item *item)
{
    item->signer =
        dg_principals_find_key(item->flow->principals, item->jws->kid);
    if (item->signer && dg_allow_check(item)) {
        dg_verify_first(item);
        return false;
    }
    item->arrival = DG_ARRIVAL_READY;
    return true;
}

static bool
is_ready(struct dg_item *item)
{
    return item->arrival == DG_ARRIVAL_READY ||
           (item->arrival == DG_ARRIVAL_UNKNOWN && look_again(item));
}

static bool
has_ready(const struct dg_arrivals *arrivals)
{
    return arrivals->first && is_ready(arrivals->first);
}

/* What is decided may let others be checked, or be refused without: so the pool
 * is looked after before and after. */
void
dg_arrive_run(struct dg_flow *flow)
{
    struct dg_arrivals *arrivals = &flow->arrivals;
    if (arrivals->running) {
        return;
    }
    arrivals->running = true;
    do {
        dg_verify_run(flow);
        while (has_ready(arrivals)) {
            dg_submit_decide(take_first(arrivals));
        }
        dg_verify_run(flow);
    } while (has_ready(arrivals));
    arrivals->running = false;
    dg_limits_tell(flow);
}

void
dg_arrive_enter(struct dg_item *item)
{
    struct dg_flow *flow = item->flow;
    if (item->jws) {
        item->signer = dg_principals_find_key(flow->principals, item->jws->kid);
        item->arrival = item->signer ? DG_ARRIVAL_WAITING : DG_ARRIVAL_UNKNOWN;
    }
    if (item->signer) {
        dg_allow_look(item);
    }
    if (item->message.bad) {
        dg_submit_finish(item);
        return;
    }
    put(&flow->arrivals, item);
    flow->was_full = flow->was_full || dg_limits_full(flow);
    dg_arrive_run(flow);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The gate's own health: counts what became of each event when it is answered.
 * How that is told is health_read.c's. */
#include "gateway/flow/flow_internal.h"

#include <stdlib.h>

enum dg_err
dg_health_open(struct dg_flow *flow)
{
    flow->outcomes = calloc(flow->type_count, sizeof *flow->outcomes);
    return flow->outcomes ? DG_OK : DG_ERR_MEMORY;
}

void
dg_health_start(struct dg_flow *flow)
{
    flow->started_ns = uv_hrtime();
    flow->started_us = dg_limits_now(flow);
}

/* ---- counting ----------------------------------------------------------- */

static enum dg_outcome
outcome_of(const struct dg_answer *answer)
{
    static const enum dg_outcome verdicts[] = {
        [DG_VERDICT_NOTE] = DG_OUTCOME_ADMIT,
        [DG_VERDICT_STRIP] = DG_OUTCOME_STRIP,
        [DG_VERDICT_DEFER] = DG_OUTCOME_DEFER,
        [DG_VERDICT_REFUSE] = DG_OUTCOME_REFUSE,
    };
    switch (answer->kind) {
    case DG_ANSWER_DECIDED:
        return verdicts[answer->verdict];
    case DG_ANSWER_CHECKED:
        return DG_OUTCOME_CHECK;
    case DG_ANSWER_REPEAT:
        return DG_OUTCOME_REPEAT;
    case DG_ANSWER_PROBLEM:
        return DG_OUTCOME_PROBLEM;
    default:
        return DG_OUTCOME_READ;
    }
}

void
dg_health_count_event(struct dg_flow *flow, const struct dg_event *event,
                      const struct dg_answer *answer)
{
    if (event->kind) {
        flow->outcomes[event->kind - flow->types].of[outcome_of(answer)]++;
    }
    if (answer->kind == DG_ANSWER_PROBLEM) {
        flow->metrics.problems[answer->problem]++;
    }
}

uint64_t
dg_health_decided(struct dg_flow *flow, uint64_t begin_ns)
{
    uint64_t now_ns = uv_hrtime();
    dg_histogram_observe(&flow->metrics.decide, DG_HISTOGRAM_DECIDE,
                         now_ns - begin_ns);
    return now_ns;
}

void
dg_health_count(const struct dg_item *item)
{
    struct dg_flow *flow = item->flow;
    if (item->message.bad) {
        flow->metrics.problems[item->message.problem]++;
    }
    for (size_t i = 0; !item->message.bad && i < item->message.count; i++) {
        dg_health_count_event(flow, &item->message.events[i],
                              &item->answers[i]);
    }
    dg_histogram_observe(&flow->metrics.reply, DG_HISTOGRAM_REPLY,
                         uv_hrtime() - item->taken_ns);
}

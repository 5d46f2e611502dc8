/* SPDX-License-Identifier: Apache-2.0 */
/* Stage 6, notify: after commit, a hint for every prefix and code under which
 * an inbox changed. Hints may be lost; they say where to look, never what.
 * Members of a group get none. */
#include "gateway/flow/flow_internal.h"

/* Room in the item's arena for so many hints more. */
static bool
make_room(struct dg_item *item, struct dg_answer *answer, size_t more)
{
    size_t needed = answer->hint_count + more;
    struct dg_division *hints;
    if (needed <= answer->hint_room) {
        return true;
    }
    needed = answer->hint_count ? 2 * needed : needed;
    hints = dg_arena_alloc(&item->arena, needed * sizeof *hints);
    if (!hints) {
        return false;
    }
    if (answer->hint_count) {
        memcpy(hints, answer->hints, answer->hint_count * sizeof *hints);
    }
    answer->hints = hints;
    answer->hint_room = needed;
    return true;
}

/* A hint that finds no memory is lost. */
static void
handle_change(void *ctx, const struct dg_audience *audience)
{
    struct dg_flow *flow = ctx;
    struct dg_answer *answer = flow->change;
    size_t count = audience->prefix_count + audience->code_count;
    if (count == 0 || !make_room(flow->changing, answer, count)) {
        return;
    }
    for (size_t i = 0; i < audience->prefix_count; i++) {
        answer->hints[answer->hint_count++] = audience->prefixes[i];
    }
    for (size_t i = 0; i < audience->code_count; i++) {
        answer->hints[answer->hint_count++] =
            (struct dg_division){audience->codes[i], DG_DIVISION_LEVELS - 1};
    }
}

void
dg_notify_watch(struct dg_item *item, struct dg_answer *answer)
{
    struct dg_flow *flow = item->flow;
    if (!flow->settings.sink.notify) {
        return;
    }
    flow->changing = item;
    flow->change = answer;
    dg_inbox_watch(flow->inbox, handle_change, flow);
}

void
dg_notify_unwatch(struct dg_flow *flow)
{
    dg_inbox_watch(flow->inbox, NULL, NULL);
}

void
dg_notify_run(struct dg_item *item)
{
    const struct dg_sink *sink = &item->flow->settings.sink;
    for (size_t i = 0; i < item->message.count; i++) {
        const struct dg_answer *answer = &item->answers[i];
        if (answer->kind != DG_ANSWER_DECIDED) {
            continue;
        }
        for (size_t j = 0; j < answer->hint_count; j++) {
            sink->notify(sink->ctx, answer->hints[j], answer->entry->sequence);
        }
        item->flow->metrics.counters[DG_COUNTER_HINTS] += answer->hint_count;
    }
}

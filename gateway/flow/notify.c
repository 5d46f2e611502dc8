/* SPDX-License-Identifier: Apache-2.0 */
/* Stage 6, notify: after commit, a hint for every prefix and code an admitted
 * task lies under. Hints may be lost; they say where to look, never what. */
#include "gateway/flow/flow_internal.h"

static void
notify_audience(const struct dg_sink *sink, const struct dg_audience *audience,
                uint64_t sequence)
{
    for (size_t i = 0; i < audience->prefix_count; i++) {
        sink->notify(sink->ctx, audience->prefixes[i], sequence);
    }
    for (size_t i = 0; i < audience->code_count; i++) {
        struct dg_division code = {audience->codes[i], DG_DIVISION_LEVELS - 1};
        sink->notify(sink->ctx, code, sequence);
    }
}

void
dg_notify_run(struct dg_item *item)
{
    const struct dg_sink *sink = &item->flow->settings.sink;
    if (!sink->notify) {
        return;
    }
    for (size_t i = 0; i < item->message.count; i++) {
        const struct dg_answer *answer = &item->answers[i];
        if (answer->kind == DG_ANSWER_DECIDED && answer->audience) {
            notify_audience(sink, answer->audience, answer->entry->sequence);
            item->flow->metrics.counters[DG_COUNTER_HINTS] +=
                answer->audience->prefix_count + answer->audience->code_count;
        }
    }
}

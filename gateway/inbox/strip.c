/* SPDX-License-Identifier: Apache-2.0 */
/* Finds what was taken off an assignment, by its decision's effects. */
#include "gateway/inbox/strip.h"

#include <stdlib.h>

enum dg_err
dg_strip_init(struct dg_strip *strip, const struct dg_inbox_publication *asked)
{
    const struct dg_json *task = asked->task ? asked->task : asked->event->data;

    strip->count = 0;
    strip->nodes =
        malloc((asked->effect_count + 2) * sizeof(const struct dg_json *));
    if (!strip->nodes) {
        return DG_ERR_MEMORY;
    }
    strip->nodes[strip->count++] = dg_json_get(task, "audience");
    strip->nodes[strip->count++] = dg_json_get(task, "strict");
    for (size_t i = 0; i < asked->effect_count; i++) {
        const struct dg_effect *effect = &asked->effects[i];
        if (effect->kind == DG_EFFECT_STRIP) {
            strip->nodes[strip->count++] =
                dg_json_at(asked->event->root, effect->pointer);
        }
    }
    return DG_OK;
}

void
dg_strip_finish(struct dg_strip *strip)
{
    free(strip->nodes);
}

bool
dg_strip_takes(const struct dg_strip *strip, const struct dg_json *node)
{
    for (size_t i = 0; i < strip->count; i++) {
        if (strip->nodes[i] == node) {
            return true;
        }
    }
    return false;
}

bool
dg_strip_takes_within(const struct dg_strip *strip, const struct dg_json *node)
{
    for (size_t i = 0; i < strip->count; i++) {
        const struct dg_json *s = strip->nodes[i];
        if (s && node->start < s->start && s->end < node->end) {
            return true;
        }
    }
    return false;
}

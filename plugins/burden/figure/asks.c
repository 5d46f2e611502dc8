/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which asks a read is about. */
#include "plugins/burden/figure/asks.h"

static bool
holds(struct dg_scope *scope, const struct dg_book_ask *ask)
{
    return (scope->source == DG_SCOPE_ANY || scope->source == ask->source) &&
           (scope->duty == DG_SCOPE_ANY || scope->duty == ask->duty) &&
           (scope->level < 0 || scope->level == ask->level) &&
           ask->month >= scope->months.first &&
           ask->month <= scope->months.last &&
           (!scope->below ||
            roaring_bitmap_intersect(
                scope->below, dg_place_set(scope->rooms->places, ask->place)));
}

bool
dg_asks_next(struct dg_scope *scope, size_t *index, struct dg_book_ask *ask)
{
    size_t count = dg_book_asks(scope->rooms->book);
    for (; *index < count; ++*index) {
        dg_book_ask(scope->rooms->book, *index, ask);
        if (holds(scope, ask)) {
            return true;
        }
    }
    return false;
}

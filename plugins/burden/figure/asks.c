/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which asks a read is about. */
#include "plugins/burden/figure/asks.h"

static bool
in_months(const struct dg_scope *scope, int64_t time_us)
{
    const struct dg_plugin_host *host = scope->rooms->host;
    int32_t month;
    if (scope->months.first == INT32_MIN && scope->months.last == INT32_MAX) {
        return true;
    }
    month = dg_months_of_day(host, host->date_of(time_us));
    return month >= scope->months.first && month <= scope->months.last;
}

static bool
holds(struct dg_scope *scope, const struct dg_book_ask *ask)
{
    return (scope->source == DG_SCOPE_ANY || scope->source == ask->source) &&
           (scope->duty == DG_SCOPE_ANY || scope->duty == ask->duty) &&
           (scope->level < 0 || scope->level == ask->level) &&
           in_months(scope, ask->time_us) &&
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

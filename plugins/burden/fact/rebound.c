/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which refused ask a new one may be in other clothes: some of the same
 * offices, and most of the same cells; where there are no cells, the same duty
 * and title. Precision before recall: what is asked again openly is the same
 * ask, and no rebound. */
#include "plugins/burden/fact/rebound.h"

#include <string.h>

struct looking {
    const struct dg_book *book;
    const struct dg_content *content;
    int64_t time_us;
    bool chained;
    struct dg_rebound found;
};

/* So long an ask without a period goes on (dg_book_chain). */
#define CHAIN_US (90 * 86400 * INT64_C(1000000))

/* Half of the smaller one's; all, if they have but one or two. */
static bool
shares_cells(const struct dg_content *a, const struct dg_content *b)
{
    uint32_t fewer =
        a->cell_count < b->cell_count ? a->cell_count : b->cell_count;
    uint32_t more =
        a->cell_count < b->cell_count ? b->cell_count : a->cell_count;
    uint32_t common = dg_content_common(a, b);
    return fewer > 2 ? 2 * common >= fewer : fewer == more && common == fewer;
}

/* What they ask is the same, by whatever name. */
static bool
is_like(const struct dg_content *a, const struct dg_content *b)
{
    return a->cell_count > 0 || b->cell_count > 0
               ? a->cell_count > 0 && b->cell_count > 0 && shares_cells(a, b)
               : a->duty == b->duty && a->title == b->title;
}

/* What was deferred was refused only if it ended so. */
static bool
was_refused(const struct dg_book *book, const struct dg_refusal *refusal)
{
    struct dg_standing standing;
    return !refusal->waited ||
           (dg_book_standing(book, refusal->sequence, &standing) &&
            (strcmp(standing.state, "refused") == 0 ||
             strcmp(standing.state, "lapsed") == 0));
}

static bool
is_part(const struct dg_content *part, const struct dg_content *whole)
{
    return dg_content_within(part, whole) && !dg_content_within(whole, part);
}

/* One part of it was admitted, and this is another. */
static bool
is_rest(const struct dg_content *part, const struct dg_refusal *refusal)
{
    for (uint32_t i = 0; i < refusal->follower_count; i++) {
        if (dg_content_within(part, &refusal->followers[i].content)) {
            return false;
        }
    }
    return refusal->follower_count > 0;
}

/* Both of the same source. */
static enum dg_rebound_kind
compare_own(const struct looking *l, const struct dg_refusal *refusal)
{
    const struct dg_content *now = l->content, *then = &refusal->content;
    bool later = l->time_us - refusal->time_us > CHAIN_US;
    bool same_duty = now->duty == then->duty, like = is_like(now, then);
    bool part = same_duty && now->period == then->period && is_part(now, then);
    if (now->urgent && !then->urgent && (like || part)) {
        return DG_REBOUND_URGENT;
    }
    if (l->chained) {
        return DG_REBOUND_NONE;
    }
    if (!same_duty) {
        return like ? DG_REBOUND_RENAMED : DG_REBOUND_NONE;
    }
    if (now->period != then->period || (now->period == 0 && later)) {
        return like ? DG_REBOUND_RETIMED : DG_REBOUND_NONE;
    }
    return part && is_rest(now, refusal) ? DG_REBOUND_SPLIT : DG_REBOUND_NONE;
}

static enum dg_rebound_kind
compare(const struct looking *l, const struct dg_refusal *refusal)
{
    const struct dg_content *then = &refusal->content;
    if (!roaring_bitmap_intersect(l->content->at, then->at)) {
        return DG_REBOUND_NONE;
    }
    if (l->content->source != then->source) {
        return is_like(l->content, then) ? DG_REBOUND_ISSUER : DG_REBOUND_NONE;
    }
    return compare_own(l, refusal);
}

/* The first kind that fits, of it the newest. */
static bool
look_at(void *ctx, const struct dg_refusal *refusal)
{
    struct looking *l = ctx;
    enum dg_rebound_kind kind = compare(l, refusal);
    bool better =
        kind < l->found.kind ||
        (kind == l->found.kind && refusal->sequence > l->found.ancestor);
    if (kind != DG_REBOUND_NONE && better && was_refused(l->book, refusal)) {
        l->found = (struct dg_rebound){kind, refusal->sequence};
    }
    return true;
}

/* Its causationid says it by itself. */
static bool
look_at_named(void *ctx, const struct dg_refusal *refusal)
{
    struct looking *l = ctx;
    if (refusal->content.source != l->content->source &&
        was_refused(l->book, refusal)) {
        l->found = (struct dg_rebound){DG_REBOUND_ISSUER, refusal->sequence};
        return false;
    }
    return true;
}

struct dg_rebound
dg_rebound_find(const struct dg_refusals *refusals, const struct dg_book *book,
                const struct dg_content *content, int64_t time_us, bool chained)
{
    struct looking l = {.book = book,
                        .content = content,
                        .time_us = time_us,
                        .chained = chained,
                        .found = {DG_REBOUND_NONE, 0}};
    dg_refusals_named(refusals, content, time_us, look_at_named, &l);
    if (l.found.kind == DG_REBOUND_NONE) {
        dg_refusals_each(refusals, content, time_us, look_at, &l);
    }
    return l.found;
}

struct caused {
    const struct dg_content *content;
    uint64_t sequence;
};

static bool
look_at_own(void *ctx, const struct dg_refusal *refusal)
{
    struct caused *caused = ctx;
    if (refusal->content.source == caused->content->source) {
        caused->sequence = refusal->sequence;
    }
    return caused->sequence == 0;
}

uint64_t
dg_rebound_caused(const struct dg_refusals *refusals,
                  const struct dg_content *content, int64_t time_us)
{
    struct caused caused = {content, 0};
    dg_refusals_named(refusals, content, time_us, look_at_own, &caused);
    return caused.sequence;
}

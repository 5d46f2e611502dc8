/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which divisions have a part in a place, once for each place. */
#include "plugins/burden/figure/spread.h"

#include <stdlib.h>

bool
dg_spread_init(struct dg_spread *spread, struct dg_scope *scope,
               const struct dg_unit_level *units)
{
    uint32_t places = dg_places_count(scope->rooms->places);
    *spread = (struct dg_spread){.scope = scope, .units = units};
    spread->begin = calloc(places + 1, sizeof *spread->begin);
    spread->length = calloc(places + 1, sizeof *spread->length);
    return spread->begin && spread->length;
}

void
dg_spread_finish(struct dg_spread *spread)
{
    free(spread->shares);
    free(spread->begin);
    free(spread->length);
    *spread = (struct dg_spread){0};
}

static struct dg_share *
add_share(struct dg_spread *spread)
{
    if (spread->count == spread->capacity) {
        size_t wanted = spread->capacity ? spread->capacity * 2 : 1024;
        struct dg_share *shares =
            realloc(spread->shares, wanted * sizeof *shares);
        if (!shares) {
            return NULL;
        }
        spread->shares = shares;
        spread->capacity = wanted;
    }
    return &spread->shares[spread->count++];
}

struct spreading {
    struct dg_spread *spread;
    size_t begin;
};

/* Offices of one division mostly follow each other. */
static bool
take_office(uint32_t office, void *ctx)
{
    struct spreading *now = ctx;
    struct dg_spread *spread = now->spread;
    uint32_t unit =
        dg_units_of(spread->scope->rooms->units, spread->units, office);
    struct dg_share *share =
        spread->count > now->begin ? &spread->shares[spread->count - 1] : NULL;
    if (share && share->unit == unit) {
        share->offices++;
        return true;
    }
    share = add_share(spread);
    if (!share) {
        spread->failed = true;
        return false;
    }
    *share = (struct dg_share){unit, 1};
    return true;
}

static int
compare_units(const void *a, const void *b)
{
    const struct dg_share *x = a, *y = b;
    return (x->unit > y->unit) - (x->unit < y->unit);
}

/* What heirs took over comes out of turn. */
static void
put_in_order(struct dg_spread *spread, size_t begin)
{
    struct dg_share *shares = spread->shares + begin;
    size_t count = spread->count - begin, kept = 0;
    bool sorted = true;
    for (size_t i = 1; i < count && sorted; i++) {
        sorted = shares[i - 1].unit < shares[i].unit;
    }
    if (sorted) {
        return;
    }
    qsort(shares, count, sizeof *shares, compare_units);
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && shares[kept - 1].unit == shares[i].unit) {
            shares[kept - 1].offices += shares[i].offices;
        } else {
            shares[kept++] = shares[i];
        }
    }
    spread->count = begin + kept;
}

static void
spread_out(struct dg_spread *spread, uint32_t place)
{
    const struct dg_scope *scope = spread->scope;
    const roaring_bitmap_t *set = dg_place_set(scope->rooms->places, place);
    struct spreading now = {spread, spread->count};
    if (scope->below) {
        roaring_bitmap_t *both = roaring_bitmap_and(set, scope->below);
        spread->failed |= !both;
        if (both) {
            roaring_iterate(both, take_office, &now);
            roaring_bitmap_free(both);
        }
    } else {
        roaring_iterate(set, take_office, &now);
    }
    if (spread->count > now.begin) {
        put_in_order(spread, now.begin);
    }
    spread->begin[place] = (uint32_t) now.begin + 1;
    spread->length[place] = (uint32_t) (spread->count - now.begin);
}

bool
dg_spread_of(struct dg_spread *spread, uint32_t place,
             const struct dg_share **shares, size_t *count)
{
    if (spread->begin[place] == 0) {
        spread_out(spread, place);
    }
    *count = spread->length[place];
    *shares = *count ? spread->shares + (spread->begin[place] - 1) : NULL;
    return !spread->failed;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Which offices lie below a division prefix, on constant boundaries: a sorted
 * table of all offices by the code of who has taken over what was theirs, made
 * anew when a roster was published. */
#include "plugins/burden/place/inside.h"

#include <stdlib.h>

#define CODE_DIGITS 12

void
dg_places_forget_roster(struct dg_places *places)
{
    places->stale = true;
}

static int
compare(const void *a, const void *b)
{
    const struct dg_place_heir *x = a, *y = b;
    if (x->code != y->code) {
        return x->code < y->code ? -1 : 1;
    }
    return (x->office > y->office) - (x->office < y->office);
}

/* Offices have the numbers from first on. */
static size_t
count_from(const struct dg_plugin_host *host, uint32_t first)
{
    size_t count = 0;
    while (host->office_code(host, first + (uint32_t) count) != 0) {
        count++;
    }
    return count;
}

/* Whose heir has none, lies where it lay itself. */
static void
look_up(struct dg_places *places, uint32_t first, size_t count)
{
    const struct dg_plugin_host *host = places->host;
    for (size_t i = 0; i < count; i++) {
        uint32_t office = first + (uint32_t) i;
        uint32_t heir = host->office_heir(host, office);
        uint64_t code =
            heir == DG_PLUGIN_NO_OFFICE ? 0 : host->office_code(host, heir);
        places->heirs[places->heir_count++] = (struct dg_place_heir){
            code ? code : host->office_code(host, office), office};
    }
}

static bool
refresh(struct dg_places *places)
{
    const struct dg_plugin_host *host = places->host;
    size_t villages = count_from(host, 0);
    size_t towns = count_from(host, DG_PLUGIN_TOWNS);
    struct dg_place_heir *heirs =
        host->alloc((villages + towns + 1) * sizeof *heirs);
    if (!heirs) {
        return false;
    }
    host->release(places->heirs);
    places->heirs = heirs;
    places->heir_count = 0;
    look_up(places, 0, villages);
    look_up(places, DG_PLUGIN_TOWNS, towns);
    qsort(heirs, places->heir_count, sizeof *heirs, compare);
    places->stale = false;
    return true;
}

/* The codes that begin with prefix: from low, below high. False: none can. */
static bool
read_prefix(struct dg_plugin_str prefix, uint64_t *low, uint64_t *high)
{
    uint64_t value = 0, width = 1;
    if (prefix.len > CODE_DIGITS) {
        return false;
    }
    for (size_t i = 0; i < CODE_DIGITS; i++) {
        if (i >= prefix.len) {
            value *= 10;
            width *= 10;
        } else if (prefix.data[i] >= '0' && prefix.data[i] <= '9') {
            value = 10 * value + (uint64_t) (prefix.data[i] - '0');
        } else {
            return false;
        }
    }
    *low = value;
    *high = value + width;
    return true;
}

/* The first whose heir's code is not below code. */
static size_t
first_from(const struct dg_places *places, uint64_t code)
{
    size_t low = 0, high = places->heir_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (places->heirs[middle].code < code) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

roaring_bitmap_t *
dg_place_below(struct dg_places *places, struct dg_plugin_str prefix)
{
    roaring_bitmap_t *set;
    uint64_t low, high;
    if (places->stale && !refresh(places)) {
        return NULL;
    }
    set = roaring_bitmap_create();
    if (!set || !read_prefix(prefix, &low, &high)) {
        return set;
    }
    for (size_t i = first_from(places, low);
         i < places->heir_count && places->heirs[i].code < high; i++) {
        roaring_bitmap_add(set, places->heirs[i].office);
    }
    roaring_bitmap_run_optimize(set);
    return set;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which division an office counts to. Tables of all offices are made
 * once, and again when the roster or the places have changed. */
#include "plugins/burden/figure/units.h"

#include <stdlib.h>

#define LEVELS 5
#define DIGITS_MAX 12
#define NOWHERE UINT64_MAX

static const unsigned lengths[LEVELS] = {2, 4, 6, 9, 12};

/* Offices by number: villages, or towns from DG_PLUGIN_TOWNS. */
struct table {
    uint32_t count;
    uint64_t *codes; /* of the heir; NOWHERE: the office is of no place */
};

struct dg_units {
    const struct dg_plugin_host *host;
    struct dg_places *places;
    uint32_t places_seen;
    roaring_bitmap_t *seen, *moved;
    bool fresh; /* what is below fits seen and the roster */
    struct table villages, towns;
    struct dg_unit_level levels[LEVELS];
};

static void
drop_level(struct dg_unit_level *level)
{
    free(level->codes);
    free(level->of_village);
    free(level->of_town);
    *level = (struct dg_unit_level){0};
}

static void
drop_tables(struct dg_units *units)
{
    for (size_t i = 0; i < LEVELS; i++) {
        drop_level(&units->levels[i]);
    }
    free(units->villages.codes);
    free(units->towns.codes);
    units->villages = units->towns = (struct table){0};
    units->fresh = false;
}

struct dg_units *
dg_units_create(const struct dg_plugin_host *host, struct dg_places *places)
{
    struct dg_units *units = calloc(1, sizeof *units);
    if (!units) {
        return NULL;
    }
    units->host = host;
    units->places = places;
    units->seen = roaring_bitmap_create();
    units->moved = roaring_bitmap_create();
    if (!units->seen || !units->moved) {
        dg_units_destroy(units);
        return NULL;
    }
    return units;
}

void
dg_units_destroy(struct dg_units *units)
{
    if (units) {
        drop_tables(units);
        if (units->seen) {
            roaring_bitmap_free(units->seen);
        }
        if (units->moved) {
            roaring_bitmap_free(units->moved);
        }
        free(units);
    }
}

void
dg_units_forget(struct dg_units *units)
{
    units->fresh = false;
}

/* ---- whose office is whose ----------------------------------------------- */

uint32_t
dg_units_heir(const struct dg_units *units, uint32_t office)
{
    uint32_t heir = units->host->office_heir(units->host, office);
    return heir == DG_PLUGIN_NO_OFFICE ? office : heir;
}

static bool
take_office(uint32_t office, void *ctx)
{
    struct dg_units *units = ctx;
    uint32_t heir = dg_units_heir(units, office);
    uint64_t code = units->host->office_code(units->host, heir);
    if (office >= DG_PLUGIN_TOWNS) {
        units->towns.codes[office - DG_PLUGIN_TOWNS] = code;
    } else {
        units->villages.codes[office] = code;
    }
    if (heir != office) {
        roaring_bitmap_add(units->moved, office);
    }
    return true;
}

/* Offices of places that came since. True if there were some. */
static bool
see_places(struct dg_units *units)
{
    uint64_t before = roaring_bitmap_get_cardinality(units->seen);
    uint32_t count = dg_places_count(units->places);
    for (; units->places_seen < count; units->places_seen++) {
        roaring_bitmap_or_inplace(
            units->seen, dg_place_set(units->places, units->places_seen));
    }
    return roaring_bitmap_get_cardinality(units->seen) > before;
}

static bool
make_table(struct table *table, uint32_t count)
{
    table->count = count;
    table->codes = malloc((count ? count : 1) * sizeof *table->codes);
    for (uint32_t i = 0; table->codes && i < count; i++) {
        table->codes[i] = NOWHERE;
    }
    return table->codes != NULL;
}

static bool
refresh(struct dg_units *units)
{
    uint64_t all, villages;
    uint32_t last, last_village = 0;
    if (!see_places(units) && units->fresh) {
        return true;
    }
    drop_tables(units);
    roaring_bitmap_clear(units->moved);
    all = roaring_bitmap_get_cardinality(units->seen);
    villages = roaring_bitmap_rank(units->seen, DG_PLUGIN_TOWNS - 1);
    last = all ? roaring_bitmap_maximum(units->seen) : 0;
    if (villages) {
        roaring_bitmap_select(units->seen, (uint32_t) villages - 1,
                              &last_village);
    }
    if (!make_table(&units->villages, villages ? last_village + 1 : 0) ||
        !make_table(&units->towns,
                    all > villages ? last - DG_PLUGIN_TOWNS + 1 : 0)) {
        drop_tables(units);
        return false;
    }
    roaring_iterate(units->seen, take_office, units);
    units->fresh = true;
    return true;
}

const roaring_bitmap_t *
dg_units_moved(struct dg_units *units)
{
    return refresh(units) ? units->moved : NULL;
}

/* ---- divisions of one length --------------------------------------------- */

static int
compare_codes(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *) a, y = *(const uint64_t *) b;
    return (x > y) - (x < y);
}

static uint64_t
divisor_of(unsigned digits)
{
    uint64_t divisor = 1;
    for (unsigned i = digits; i < DIGITS_MAX; i++) {
        divisor *= 10;
    }
    return divisor;
}

static uint32_t
copy_codes(const struct table *table, uint64_t divisor, uint64_t *out)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < table->count; i++) {
        if (table->codes[i] != NOWHERE) {
            out[count++] = table->codes[i] / divisor;
        }
    }
    return count;
}

static uint32_t
drop_twins(uint64_t *codes, uint32_t count)
{
    uint32_t kept = 0;
    qsort(codes, count, sizeof *codes, compare_codes);
    for (uint32_t i = 0; i < count; i++) {
        if (kept == 0 || codes[kept - 1] != codes[i]) {
            codes[kept++] = codes[i];
        }
    }
    return kept;
}

static uint32_t *
number_table(const struct table *table, const struct dg_unit_level *level,
             uint64_t divisor)
{
    uint32_t *of = malloc((table->count ? table->count : 1) * sizeof *of);
    for (uint32_t i = 0; of && i < table->count; i++) {
        uint64_t code = table->codes[i] / divisor;
        const uint64_t *at = table->codes[i] == NOWHERE
                                 ? NULL
                                 : bsearch(&code, level->codes, level->count,
                                           sizeof code, compare_codes);
        of[i] = at ? (uint32_t) (at - level->codes) : DG_UNIT_NONE;
    }
    return of;
}

static bool
make_level(struct dg_units *units, struct dg_unit_level *level, unsigned digits)
{
    uint64_t divisor = divisor_of(digits);
    uint64_t all = roaring_bitmap_get_cardinality(units->seen);
    level->codes = malloc((all ? all : 1) * sizeof *level->codes);
    if (!level->codes) {
        return false;
    }
    level->count = copy_codes(&units->villages, divisor, level->codes);
    level->count +=
        copy_codes(&units->towns, divisor, level->codes + level->count);
    level->count = drop_twins(level->codes, level->count);
    level->of_village = number_table(&units->villages, level, divisor);
    level->of_town = number_table(&units->towns, level, divisor);
    return level->of_village && level->of_town;
}

const struct dg_unit_level *
dg_units_at(struct dg_units *units, unsigned digits)
{
    size_t i = 0;
    while (i < LEVELS && lengths[i] != digits) {
        i++;
    }
    if (i == LEVELS || !refresh(units)) {
        return NULL;
    }
    if (!units->levels[i].codes &&
        !make_level(units, &units->levels[i], digits)) {
        drop_level(&units->levels[i]);
        return NULL;
    }
    return &units->levels[i];
}

uint32_t
dg_units_of(const struct dg_units *units, const struct dg_unit_level *level,
            uint32_t office)
{
    bool town = office >= DG_PLUGIN_TOWNS;
    const struct table *table = town ? &units->towns : &units->villages;
    uint32_t index = town ? office - DG_PLUGIN_TOWNS : office;
    if (index >= table->count) {
        return DG_UNIT_NONE;
    }
    return town ? level->of_town[index] : level->of_village[index];
}

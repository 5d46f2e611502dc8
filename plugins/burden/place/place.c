/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps each set of offices once and gives it a number. Sets are looked at run
 * by run, never office by office. Their text is text.c's; which offices lie
 * below a prefix is below.c's. */
#include "plugins/burden/place/inside.h"

#include <stdlib.h>

#define TABLE_MIN 64u

/* ---- runs of a set ------------------------------------------------------- */

/* One by one: consecutive values are a run. */
static void
join_values(roaring_uint32_iterator_t *at, uint32_t last, dg_plugin_run_fn run,
            void *ctx)
{
    uint32_t first = at->current_value, end = first;
    while (roaring_advance_uint32_iterator(at) && at->current_value <= last) {
        if (at->current_value != end + 1) {
            run(ctx, first, end - first + 1);
            first = at->current_value;
        }
        end = at->current_value;
    }
    run(ctx, first, end - first + 1);
}

/* What lies between the values that are missing. */
static void
split_at_gaps(const roaring_bitmap_t *set, uint32_t first, uint32_t last,
              dg_plugin_run_fn run, void *ctx)
{
    roaring_bitmap_t *gaps =
        roaring_bitmap_from_range(first, (uint64_t) last + 1, 1);
    roaring_uint32_iterator_t at;
    roaring_bitmap_andnot_inplace(gaps, set);
    for (roaring_init_iterator(gaps, &at); at.has_value;
         roaring_advance_uint32_iterator(&at)) {
        if (at.current_value > first) {
            run(ctx, first, at.current_value - first);
        }
        first = at.current_value + 1;
    }
    run(ctx, first, last - first + 1);
    roaring_bitmap_free(gaps);
}

/* Of the values from low to high, whichever takes fewer steps. (The library
 * has a question for whole ranges, which fails an assertion beyond its last
 * container.) */
static void
runs_within(const roaring_bitmap_t *set, uint32_t low, uint32_t high,
            dg_plugin_run_fn run, void *ctx)
{
    roaring_uint32_iterator_t at;
    uint64_t before = low > 0 ? roaring_bitmap_rank(set, low - 1) : 0;
    uint64_t count = roaring_bitmap_rank(set, high) - before;
    uint32_t last;
    roaring_init_iterator(set, &at);
    if (count == 0 || !roaring_move_uint32_iterator_equalorlarger(&at, low) ||
        !roaring_bitmap_select(set, (uint32_t) (before + count - 1), &last)) {
        return;
    }
    if ((uint64_t) last - at.current_value + 1 - count < count) {
        split_at_gaps(set, at.current_value, last, run, ctx);
    } else {
        join_values(&at, last, run, ctx);
    }
}

void
dg_place_runs(const roaring_bitmap_t *set, dg_plugin_run_fn run, void *ctx)
{
    runs_within(set, 0, DG_PLUGIN_TOWNS - 1, run, ctx);
    runs_within(set, DG_PLUGIN_TOWNS, UINT32_MAX, run, ctx);
}

/* ---- one number for each set --------------------------------------------- */

static void
mix_run(void *ctx, uint32_t first, uint32_t count)
{
    uint32_t *hash = ctx;
    *hash = dg_place_mix(dg_place_mix(*hash, first), count);
}

static uint32_t
hash_of(const roaring_bitmap_t *set)
{
    uint32_t hash = 1;
    dg_place_runs(set, mix_run, &hash);
    return hash;
}

/* Where the set is in the table, or would be. */
static uint32_t *
slot_of(const struct dg_places *places, const roaring_bitmap_t *set,
        uint32_t hash)
{
    uint32_t mask = places->table_size - 1, at = hash & mask;
    for (; places->table[at] != DG_PLACE_NONE; at = (at + 1) & mask) {
        const struct dg_place_entry *entry =
            &places->entries[places->table[at]];
        if (entry->hash == hash && roaring_bitmap_equals(entry->set, set)) {
            break;
        }
    }
    return &places->table[at];
}

static bool
grow_table(struct dg_places *places)
{
    uint32_t size = places->table_size ? 2 * places->table_size : TABLE_MIN;
    uint32_t *table = places->host->alloc(size * sizeof *table);
    if (!table) {
        return false;
    }
    memset(table, 0xff, size * sizeof *table);
    for (uint32_t i = 0; i < places->count; i++) {
        uint32_t at = places->entries[i].hash & (size - 1);
        while (table[at] != DG_PLACE_NONE) {
            at = (at + 1) & (size - 1);
        }
        table[at] = i;
    }
    places->host->release(places->table);
    places->table = table;
    places->table_size = size;
    return true;
}

static bool
make_room(struct dg_places *places)
{
    uint32_t room = places->room ? 2 * places->room : TABLE_MIN / 2;
    struct dg_place_entry *entries;
    if (2 * (places->count + 1) > places->table_size && !grow_table(places)) {
        return false;
    }
    if (places->count < places->room) {
        return true;
    }
    entries = places->host->alloc(room * sizeof *entries);
    if (!entries) {
        return false;
    }
    if (places->count > 0) {
        memcpy(entries, places->entries, places->count * sizeof *entries);
    }
    places->host->release(places->entries);
    places->entries = entries;
    places->room = room;
    return true;
}

static void
drop(roaring_bitmap_t *set)
{
    if (set) {
        roaring_bitmap_free(set);
    }
}

uint32_t
dg_place_keep(struct dg_places *places, roaring_bitmap_t *set)
{
    uint32_t hash, *slot, place;
    if (!set || !make_room(places)) {
        drop(set);
        return DG_PLACE_NONE;
    }
    hash = hash_of(set);
    slot = slot_of(places, set, hash);
    if (*slot != DG_PLACE_NONE) {
        roaring_bitmap_free(set);
        return *slot;
    }
    roaring_bitmap_run_optimize(set);
    roaring_bitmap_shrink_to_fit(set);
    place = places->count++;
    places->entries[place] = (struct dg_place_entry){
        .set = set,
        .count = (uint32_t) roaring_bitmap_get_cardinality(set),
        .hash = hash,
    };
    return *slot = place;
}

uint32_t
dg_place_take(struct dg_places *places, const roaring_bitmap_t *set)
{
    uint32_t hash = hash_of(set), *slot = slot_of(places, set, hash);
    return *slot != DG_PLACE_NONE
               ? *slot
               : dg_place_keep(places, roaring_bitmap_copy(set));
}

const roaring_bitmap_t *
dg_place_set(const struct dg_places *places, uint32_t place)
{
    return places->entries[place].set;
}

uint32_t
dg_place_count(const struct dg_places *places, uint32_t place)
{
    return places->entries[place].count;
}

uint32_t
dg_places_count(const struct dg_places *places)
{
    return places->count;
}

/* ---- made of others ------------------------------------------------------ */

enum { OP_AND, OP_OR, OP_MINUS };

static struct dg_place_made *
made_of(struct dg_places *places, uint32_t a, uint32_t b, uint32_t op)
{
    uint32_t hash = dg_place_mix(dg_place_mix(dg_place_mix(op + 1, a), b), op);
    return &places->made[hash % DG_PLACE_MADE];
}

static uint32_t
make(struct dg_places *places, uint32_t a, uint32_t b, uint32_t op)
{
    static roaring_bitmap_t *(*const ops[])(const roaring_bitmap_t *,
                                            const roaring_bitmap_t *) = {
        roaring_bitmap_and, roaring_bitmap_or, roaring_bitmap_andnot};
    struct dg_place_made *made = made_of(places, a, b, op);
    uint32_t place;
    if (made->a == a && made->b == b && made->op == op + 1) {
        return made->place;
    }
    place = dg_place_keep(
        places, ops[op](places->entries[a].set, places->entries[b].set));
    if (place != DG_PLACE_NONE) {
        *made = (struct dg_place_made){a, b, op + 1, place};
    }
    return place;
}

uint32_t
dg_place_and(struct dg_places *places, uint32_t a, uint32_t b)
{
    if (a == b || a == DG_PLACE_NOWHERE) {
        return a;
    }
    return b == DG_PLACE_NOWHERE ? b : make(places, a, b, OP_AND);
}

uint32_t
dg_place_or(struct dg_places *places, uint32_t a, uint32_t b)
{
    if (a == b || b == DG_PLACE_NOWHERE) {
        return a;
    }
    return a == DG_PLACE_NOWHERE ? b : make(places, a, b, OP_OR);
}

uint32_t
dg_place_minus(struct dg_places *places, uint32_t a, uint32_t b)
{
    if (a == b) {
        return DG_PLACE_NOWHERE;
    }
    if (a == DG_PLACE_NOWHERE || b == DG_PLACE_NOWHERE) {
        return a;
    }
    return make(places, a, b, OP_MINUS);
}

uint32_t
dg_place_first(struct dg_places *places, uint32_t a, uint32_t count)
{
    roaring_bitmap_t *set;
    uint32_t next;
    if (count >= places->entries[a].count) {
        return a;
    }
    if (count == 0 ||
        !roaring_bitmap_select(places->entries[a].set, count, &next)) {
        return DG_PLACE_NOWHERE;
    }
    set = roaring_bitmap_copy(places->entries[a].set);
    if (set) {
        roaring_bitmap_remove_range_closed(set, next, UINT32_MAX);
    }
    return dg_place_keep(places, set);
}

/* ---- life ---------------------------------------------------------------- */

struct dg_places *
dg_places_create(const struct dg_plugin_host *host)
{
    struct dg_places *places = host->alloc(sizeof *places);
    if (!places) {
        return NULL;
    }
    places->host = host;
    places->stale = true;
    if (dg_place_keep(places, roaring_bitmap_create()) != DG_PLACE_NOWHERE) {
        dg_places_destroy(places);
        return NULL;
    }
    return places;
}

void
dg_places_destroy(struct dg_places *places)
{
    if (!places) {
        return;
    }
    for (uint32_t i = 0; i < places->count; i++) {
        roaring_bitmap_free(places->entries[i].set);
    }
    places->host->release(places->entries);
    places->host->release(places->table);
    places->host->release(places->heirs);
    places->host->release(places);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which numbers the offices of a division or a group have, as runs of
 * consecutive ones. Found once for each version that is asked for, and kept: a
 * version never changes once another follows, nor while it is in force. */
#include <stdlib.h>

#include "gateway/inbox/roster_table.h"

struct numbers {
    uint32_t *items;
    size_t count, room;
    bool failed;
};

static void
put(struct numbers *numbers, const struct dg_office *office, uint32_t version)
{
    if (!office || version < office->since || version >= office->until ||
        numbers->failed) {
        return;
    }
    if (numbers->count == numbers->room) {
        size_t room = numbers->room ? numbers->room * 2 : 64;
        uint32_t *items = realloc(numbers->items, room * sizeof *items);
        numbers->failed = !items;
        if (!items) {
            return;
        }
        numbers->items = items;
        numbers->room = room;
    }
    numbers->items[numbers->count++] = office->number;
}

static int
compare_numbers(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* A run never has both villages and towns: their numbers lie apart. */
static struct dg_roster_runs *
join(const struct numbers *numbers, uint32_t version)
{
    struct dg_roster_runs *runs =
        malloc(sizeof *runs + numbers->count * sizeof *runs->items);
    struct dg_roster_runs *fitting;

    if (!runs) {
        return NULL;
    }
    *runs = (struct dg_roster_runs){.version = version};
    for (size_t i = 0; i < numbers->count; i++) {
        uint32_t number = numbers->items[i];
        struct dg_roster_run *next = &runs->items[runs->count];
        if (runs->count > 0 && number == next[-1].first + next[-1].count) {
            next[-1].count++;
            continue;
        }
        *next = (struct dg_roster_run){number, 1};
        runs->count++;
        runs->villages += number < DG_ROSTER_TOWNS;
    }
    fitting = realloc(runs, sizeof *runs + runs->count * sizeof *runs->items);
    return fitting ? fitting : runs;
}

/* Keeps what the numbers make up; NULL without memory. */
static const struct dg_roster_runs *
keep(struct dg_roster_runs **kept, struct numbers *numbers, uint32_t version)
{
    struct dg_roster_runs *runs = NULL;

    if (!numbers->failed) {
        if (numbers->count > 0) {
            qsort(numbers->items, numbers->count, sizeof *numbers->items,
                  compare_numbers);
        }
        runs = join(numbers, version);
    }
    free(numbers->items);
    if (runs) {
        runs->next = *kept;
        *kept = runs;
    }
    return runs;
}

static const struct dg_roster_runs *
find(const struct dg_roster_runs *kept, uint32_t version)
{
    while (kept && kept->version != version) {
        kept = kept->next;
    }
    return kept;
}

static void
put_town(struct numbers *numbers, const struct dg_roster_place *town,
         uint32_t version)
{
    for (uint32_t i = 0; i < town->count; i++) {
        put(numbers, town->offices[i], version);
    }
}

const struct dg_roster_runs *
dg_roster_runs_below(struct dg_roster *roster, struct dg_division prefix,
                     uint32_t version)
{
    static const struct dg_roster_runs none;
    struct dg_roster_place *place = dg_roster_table_place(roster, prefix);
    const struct dg_roster_runs *found =
        place ? find(place->runs, version) : &none;
    struct numbers numbers = {NULL, 0, 0, false};

    if (found) {
        return found;
    }
    numbers.failed = dg_roster_table_sort_towns(roster) != DG_OK;
    for (uint32_t i = dg_roster_table_first_town(roster, prefix.value);
         !numbers.failed && i < roster->town_count; i++) {
        uint64_t key = roster->towns[i]->key;
        if (!dg_division_contains(prefix,
                                  dg_division_above(key / 8, key % 8))) {
            break;
        }
        put_town(&numbers, roster->towns[i], version);
    }
    return keep(&place->runs, &numbers, version);
}

const struct dg_roster_runs *
dg_roster_runs_of_group(struct dg_roster *roster, uint32_t index,
                        uint32_t version)
{
    static const struct dg_roster_runs none;
    struct dg_roster_group *group =
        index < roster->group_count ? &roster->groups[index] : NULL;
    const struct dg_roster_runs *found =
        group ? find(group->runs, version) : &none;
    struct numbers numbers = {NULL, 0, 0, false};

    if (found) {
        return found;
    }
    for (uint32_t i = 0; i < group->count; i++) {
        put(&numbers, dg_roster_office_at(roster, group->members[i], version),
            version);
    }
    return keep(&group->runs, &numbers, version);
}

static void
free_runs(struct dg_roster_runs *runs)
{
    while (runs) {
        struct dg_roster_runs *next = runs->next;
        free(runs);
        runs = next;
    }
}

void
dg_roster_runs_finish(struct dg_roster *roster)
{
    for (struct dg_roster_place *p = roster->places; p; p = p->hh.next) {
        free_runs(p->runs);
    }
    for (uint32_t i = 0; i < roster->group_count; i++) {
        free_runs(roster->groups[i].runs);
    }
}

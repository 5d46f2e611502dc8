/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how the roster's records are stored, found and counted: at most one
 * update per prefix level for each change of an office. What changes is
 * roster_apply.c's. */
#include "gateway/inbox/roster_table.h"

#include <stdlib.h>

#define TOWN_LEVEL 4

void *
dg_roster_table_grow(struct dg_arena *arena, void *items, size_t count,
                     size_t size)
{
    size_t room = count < 4 ? 4 : count * 2;
    void *larger;

    if (items && (count < 4 || (count & (count - 1)) != 0)) {
        return items;
    }
    larger = dg_arena_alloc(arena, room * size);
    if (larger && count > 0) {
        memcpy(larger, items, count * size);
    }
    return larger;
}

struct dg_roster_place *
dg_roster_table_place(const struct dg_roster *roster, struct dg_division prefix)
{
    struct dg_roster_place *place;
    uint64_t key = dg_division_key(prefix);

    HASH_FIND(hh, roster->places, &key, sizeof key, place);
    return place;
}

/* The number of records whose code is not greater. */
static size_t
upper_bound(const struct dg_roster_place *place, uint64_t code)
{
    size_t low = 0, high = place->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (place->offices[middle]->code <= code) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

struct dg_office *
dg_roster_table_newest(const struct dg_roster *roster, uint64_t code)
{
    const struct dg_roster_place *town =
        dg_roster_table_place(roster, dg_division_above(code, 4));
    size_t end = town ? upper_bound(town, code) : 0;

    if (end == 0 || town->offices[end - 1]->code != code) {
        return NULL;
    }
    return town->offices[end - 1];
}

struct dg_roster_name *
dg_roster_table_name(struct dg_roster_name *names, struct dg_str key)
{
    struct dg_roster_name *found;

    HASH_FIND(hh, names, key.data, key.len, found);
    return found;
}

static struct dg_roster_place *
take_place(struct dg_roster *roster, struct dg_division prefix)
{
    struct dg_roster_place *place = dg_roster_table_place(roster, prefix);

    if (place) {
        return place;
    }
    place = dg_arena_alloc(&roster->arena, sizeof *place);
    if (!place) {
        return NULL;
    }
    place->key = dg_division_key(prefix);
    HASH_ADD(hh, roster->places, key, sizeof place->key, place);
    return DG_MAP_HAS(place) ? place : NULL;
}

static enum dg_err
insert(struct dg_roster *roster, struct dg_roster_place *town,
       struct dg_office *office)
{
    size_t at = upper_bound(town, office->code);
    struct dg_office **offices = dg_roster_table_grow(
        &roster->arena, town->offices, town->count, sizeof *offices);

    if (!offices) {
        return DG_ERR_MEMORY;
    }
    memmove(offices + at + 1, offices + at,
            (town->count - at) * sizeof *offices);
    offices[at] = office;
    town->offices = offices;
    town->count++;
    return DG_OK;
}

static void
count_member(struct dg_roster_group *group, uint64_t code, bool begins)
{
    uint32_t village = !dg_division_is_town(code);
    group->offices = begins ? group->offices + 1 : group->offices - 1;
    group->villages =
        begins ? group->villages + village : group->villages - village;
}

/* One more, or one less, in force: for groups, and below every prefix. The
 * places are there. */
static void
count_office(struct dg_roster *roster, uint64_t code, bool begins)
{
    const struct dg_roster_membership *membership;

    HASH_FIND(hh, roster->memberships, &code, sizeof code, membership);
    for (uint32_t i = 0; membership && i < membership->count; i++) {
        count_member(&roster->groups[membership->groups[i]], code, begins);
    }
    for (unsigned level = 0; level < 5 && !dg_division_is_town(code); level++) {
        struct dg_roster_place *place =
            dg_roster_table_place(roster, dg_division_above(code, level));
        place->villages = begins ? place->villages + 1 : place->villages - 1;
    }
}

/* Its code's number, new if the code is, under which the record now is found.
 */
static enum dg_err
number_office(struct dg_roster *roster, struct dg_office *office)
{
    const struct dg_office *before =
        dg_roster_table_newest(roster, office->code);
    bool town = dg_division_is_town(office->code);
    struct dg_office ***list = town ? &roster->townships : &roster->villages;
    uint32_t *count = town ? &roster->township_count : &roster->village_count;
    uint32_t at = before ? before->number & ~DG_ROSTER_TOWNS : *count;

    if (!before) {
        struct dg_office **longer = dg_roster_table_grow(
            &roster->arena, *list, at, sizeof(struct dg_office *));
        if (!longer) {
            return DG_ERR_MEMORY;
        }
        *list = longer;
        ++*count;
    }
    (*list)[at] = office;
    office->number = town ? DG_ROSTER_TOWNS + at : at;
    return DG_OK;
}

enum dg_err
dg_roster_table_begin(struct dg_roster *roster, uint64_t code, uint32_t version,
                      struct dg_str name)
{
    struct dg_office *office = dg_arena_alloc(&roster->arena, sizeof *office);
    struct dg_roster_place *place = NULL;
    enum dg_err err;

    if (!office) {
        return DG_ERR_MEMORY;
    }
    *office = (struct dg_office){
        .code = code, .since = version, .until = DG_ROSTER_NEVER};
    office->name = dg_arena_copy(&roster->arena, name);
    if (!office->name.data) {
        return DG_ERR_MEMORY;
    }
    for (unsigned level = 0; level < 5; level++) {
        place = take_place(roster, dg_division_above(code, level));
        if (!place) {
            return DG_ERR_MEMORY;
        }
    }
    err = number_office(roster, office);
    if (!err) {
        err = insert(roster, place, office);
    }
    if (err) {
        return err;
    }
    count_office(roster, code, true);
    return DG_OK;
}

void
dg_roster_table_end(struct dg_roster *roster, struct dg_office *office,
                    uint32_t version)
{
    office->until = version;
    count_office(roster, office->code, false);
}

struct dg_roster_name *
dg_roster_table_take_name(struct dg_roster *roster,
                          struct dg_roster_name **names, struct dg_str key)
{
    struct dg_roster_name *record = dg_roster_table_name(*names, key);

    if (record) {
        return record;
    }
    record = dg_arena_alloc(&roster->arena, sizeof *record);
    key = dg_arena_copy(&roster->arena, key);
    if (!record || !key.data) {
        return NULL;
    }
    record->key = key;
    HASH_ADD_KEYPTR(hh, *names, key.data, key.len, record);
    return DG_MAP_HAS(record) ? record : NULL;
}

static enum dg_err
join_group(struct dg_roster *roster, uint64_t code, uint32_t group)
{
    struct dg_roster_membership *membership;
    uint32_t *groups;

    HASH_FIND(hh, roster->memberships, &code, sizeof code, membership);
    if (!membership) {
        membership = dg_arena_alloc(&roster->arena, sizeof *membership);
        if (!membership) {
            return DG_ERR_MEMORY;
        }
        membership->code = code;
        HASH_ADD(hh, roster->memberships, code, sizeof code, membership);
        if (!DG_MAP_HAS(membership)) {
            return DG_ERR_MEMORY;
        }
    }
    groups = dg_roster_table_grow(&roster->arena, membership->groups,
                                  membership->count, sizeof *groups);
    if (!groups) {
        return DG_ERR_MEMORY;
    }
    membership->groups = groups;
    groups[membership->count++] = group;
    return DG_OK;
}

enum dg_err
dg_roster_table_add_group(struct dg_roster *roster, const uint64_t *members,
                          size_t count)
{
    struct dg_roster_group *groups = dg_roster_table_grow(
        &roster->arena, roster->groups, roster->group_count, sizeof *groups);
    struct dg_roster_group *group;

    if (!groups) {
        return DG_ERR_MEMORY;
    }
    roster->groups = groups;
    group = &groups[roster->group_count];
    *group =
        (struct dg_roster_group){.members = members, .count = (uint32_t) count};
    for (size_t i = 0; i < count; i++) {
        const struct dg_office *office =
            dg_roster_table_newest(roster, members[i]);
        enum dg_err err = join_group(roster, members[i], roster->group_count);
        if (err) {
            return err;
        }
        if (office && office->until == DG_ROSTER_NEVER) {
            count_member(group, members[i], true);
        }
    }
    roster->group_count++;
    return DG_OK;
}

/* ---- towns in order ----------------------------------------------------- */

static int
compare_places(const void *a, const void *b)
{
    const struct dg_roster_place *const *x = a, *const *y = b;
    return ((*x)->key > (*y)->key) - ((*x)->key < (*y)->key);
}

enum dg_err
dg_roster_table_sort_towns(struct dg_roster *roster)
{
    struct dg_roster_place *place;
    uint32_t count = HASH_COUNT(roster->places);
    if (roster->towns && roster->towns_of == count) {
        return DG_OK;
    }
    free(roster->towns);
    roster->town_count = 0;
    roster->towns = malloc((count + 1) * sizeof(struct dg_roster_place *));
    if (!roster->towns) {
        return DG_ERR_MEMORY;
    }
    for (place = roster->places; place; place = place->hh.next) {
        if (place->count > 0) {
            roster->towns[roster->town_count++] = place;
        }
    }
    if (roster->town_count > 0) {
        qsort(roster->towns, roster->town_count,
              sizeof(struct dg_roster_place *), compare_places);
    }
    roster->towns_of = count;
    return DG_OK;
}

uint32_t
dg_roster_table_first_town(const struct dg_roster *roster, uint64_t code)
{
    uint64_t key = dg_division_key(dg_division_above(code, TOWN_LEVEL));
    uint32_t low = 0, high = roster->town_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (roster->towns[middle]->key < key) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what the roster answers; how it is stored is roster_table.c's, how it
 * changes roster_apply.c's. */
#include "gateway/inbox/roster.h"

#include <stdlib.h>

#include "gateway/inbox/roster_table.h"

enum dg_err
dg_roster_create(struct dg_roster **roster)
{
    *roster = calloc(1, sizeof **roster);
    if (!*roster) {
        return DG_ERR_MEMORY;
    }
    dg_arena_init(&(*roster)->arena, SIZE_MAX);
    return DG_OK;
}

void
dg_roster_destroy(struct dg_roster *roster)
{
    if (!roster) {
        return;
    }
    dg_roster_runs_finish(roster);
    HASH_CLEAR(hh, roster->places);
    HASH_CLEAR(hh, roster->memberships);
    HASH_CLEAR(hh, roster->departments);
    HASH_CLEAR(hh, roster->group_names);
    dg_arena_finish(&roster->arena);
    free(roster->towns);
    free(roster);
}

uint32_t
dg_roster_version(const struct dg_roster *roster)
{
    return roster->version;
}

struct dg_str
dg_roster_version_name(const struct dg_roster *roster, uint32_t version)
{
    if (version == 0 || version > roster->version) {
        return (struct dg_str){NULL, 0};
    }
    return roster->versions[version - 1];
}

const struct dg_office *
dg_roster_office(const struct dg_roster *roster, uint64_t code)
{
    return dg_roster_table_newest(roster, code);
}

const struct dg_office *
dg_roster_office_at(const struct dg_roster *roster, uint64_t code,
                    uint32_t version)
{
    const struct dg_office *office = dg_roster_table_newest(roster, code);
    const struct dg_roster_place *town;

    if (!office || office->since <= version) {
        return office && version < office->until ? office : NULL;
    }
    /* The code was made anew later; look at the records before. */
    town = dg_roster_table_place(roster, dg_division_above(code, 4));
    for (uint32_t i = 0; i < town->count; i++) {
        office = town->offices[i];
        if (office->code == code && office->since <= version &&
            version < office->until) {
            return office;
        }
    }
    return NULL;
}

const struct dg_office *
dg_roster_numbered(const struct dg_roster *roster, uint32_t number)
{
    uint32_t at = number & ~DG_ROSTER_TOWNS;

    if (number >= DG_ROSTER_TOWNS) {
        return at < roster->township_count ? roster->townships[at] : NULL;
    }
    return at < roster->village_count ? roster->villages[at] : NULL;
}

uint32_t
dg_roster_count(const struct dg_roster *roster, struct dg_division prefix)
{
    const struct dg_roster_place *place;

    if (prefix.level == 5) {
        return !dg_division_is_town(prefix.value) &&
               dg_roster_office_at(roster, prefix.value, roster->version);
    }
    place = dg_roster_table_place(roster, prefix);
    return place ? place->villages : 0;
}

static bool
every_village_of(const struct dg_roster_place *place,
                 bool (*is)(void *ctx, const struct dg_office *office),
                 void *ctx)
{
    for (uint32_t i = 0; i < place->count; i++) {
        const struct dg_office *office = place->offices[i];
        if (office->until == DG_ROSTER_NEVER &&
            !dg_division_is_town(office->code) && !is(ctx, office)) {
            return false;
        }
    }
    return true;
}

bool
dg_roster_every_village(const struct dg_roster *roster,
                        struct dg_division prefix,
                        bool (*is)(void *ctx, const struct dg_office *office),
                        void *ctx)
{
    const struct dg_roster_place *place, *next;

    HASH_ITER(hh, roster->places, place, next)
    {
        if (place->count > 0 &&
            dg_division_contains(
                prefix, dg_division_above(place->key / 8, place->key % 8)) &&
            !every_village_of(place, is, ctx)) {
            return false;
        }
    }
    return true;
}

struct dg_str
dg_roster_department(const struct dg_roster *roster, struct dg_str code)
{
    const struct dg_roster_name *record =
        dg_roster_table_name(roster->departments, code);

    return record && record->listed ? record->name : (struct dg_str){NULL, 0};
}

uint32_t
dg_roster_group(const struct dg_roster *roster, struct dg_str name)
{
    const struct dg_roster_name *record =
        dg_roster_table_name(roster->group_names, name);

    return record && record->listed ? record->group : DG_ROSTER_NEVER;
}

const uint64_t *
dg_roster_group_members(const struct dg_roster *roster, uint32_t group,
                        size_t *count)
{
    if (group >= roster->group_count) {
        *count = 0;
        return NULL;
    }
    *count = roster->groups[group].count;
    return roster->groups[group].members;
}

uint32_t
dg_roster_group_offices(const struct dg_roster *roster, uint32_t group)
{
    return group < roster->group_count ? roster->groups[group].offices : 0;
}

uint32_t
dg_roster_group_villages(const struct dg_roster *roster, uint32_t group)
{
    return group < roster->group_count ? roster->groups[group].villages : 0;
}

const uint32_t *
dg_roster_groups_of(const struct dg_roster *roster, uint64_t code,
                    size_t *count)
{
    const struct dg_roster_membership *membership;

    HASH_FIND(hh, roster->memberships, &code, sizeof code, membership);
    *count = membership ? membership->count : 0;
    return membership ? membership->groups : NULL;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* How the roster lies in memory. Offices are kept by town (a town's records are
 * few and sorted), so that one map of prefixes both finds an office and counts
 * what is below a prefix. Everything but the maps' own tables is in one arena
 * and lives as long as the roster. Internal to gateway/inbox/roster*.c. */
#ifndef GATEWAY_INBOX_ROSTER_TABLE_H
#define GATEWAY_INBOX_ROSTER_TABLE_H

#include "gateway/inbox/map.h"
#include "gateway/inbox/roster.h"

/* A prefix under which there is or was an office. */
struct dg_roster_place {
    uint64_t key;               /* dg_division_key */
    uint32_t villages;          /* in force below it */
    uint32_t count;             /* of offices; only a town's place has any */
    struct dg_office **offices; /* by code, then by since */
    struct dg_roster_runs *runs;
    UT_hash_handle hh;
};

struct dg_roster_group {
    const uint64_t *members; /* sorted */
    uint32_t count;
    uint32_t offices;  /* members in force now */
    uint32_t villages; /* of these, the village-level units */
    struct dg_roster_runs *runs;
};

/* Which groups a code is or was in. */
struct dg_roster_membership {
    uint64_t code;
    uint32_t *groups; /* ascending */
    uint32_t count;
    UT_hash_handle hh;
};

/* A department, or a group's name. Stays when it is no longer listed. */
struct dg_roster_name {
    struct dg_str key;
    struct dg_str name; /* of a department */
    uint32_t group;     /* of a group's name */
    bool listed;        /* in the version in force */
    UT_hash_handle hh;
};

struct dg_roster {
    struct dg_arena arena;
    struct dg_str *versions; /* names; index 0 is version 1 */
    uint32_t version;
    struct dg_roster_place *places;
    struct dg_roster_group *groups;
    uint32_t group_count;
    struct dg_roster_membership *memberships;
    struct dg_roster_name *departments, *group_names;
    struct dg_office **villages, **townships; /* newest records, by number */
    uint32_t village_count, township_count;

    /* Places that have offices, by code, as of so many places; for reading. */
    struct dg_roster_place **towns; /* malloc */
    uint32_t town_count, towns_of;
};

/* Room for one more item: the same array, or a copy twice as large. NULL
 * without memory. */
void *dg_roster_table_grow(struct dg_arena *arena, void *items, size_t count,
                           size_t size);

struct dg_roster_place *dg_roster_table_place(const struct dg_roster *roster,
                                              struct dg_division prefix);
/* The newest record of a code, or NULL. */
struct dg_office *dg_roster_table_newest(const struct dg_roster *roster,
                                         uint64_t code);
struct dg_roster_name *dg_roster_table_name(struct dg_roster_name *names,
                                            struct dg_str key);

/* A new record, in force from version on. name is copied. */
enum dg_err dg_roster_table_begin(struct dg_roster *roster, uint64_t code,
                                  uint32_t version, struct dg_str name);
/* It ends with version. */
void dg_roster_table_end(struct dg_roster *roster, struct dg_office *office,
                         uint32_t version);

/* The name's record, made if there is none; key is copied. NULL without
 * memory. */
struct dg_roster_name *dg_roster_table_take_name(struct dg_roster *roster,
                                                 struct dg_roster_name **names,
                                                 struct dg_str key);

/* Sorts roster->towns anew when there are places that were not there. */
enum dg_err dg_roster_table_sort_towns(struct dg_roster *roster);
/* Index of the first town, of those sorted, that has the code or ones behind
 * it. */
uint32_t dg_roster_table_first_town(const struct dg_roster *roster,
                                    uint64_t code);

/* A new group of members (sorted, in the arena) at the next index. */
enum dg_err dg_roster_table_add_group(struct dg_roster *roster,
                                      const uint64_t *members, size_t count);

/* roster_run.c */
void dg_roster_runs_finish(struct dg_roster *roster);

#endif

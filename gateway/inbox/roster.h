/* SPDX-License-Identifier: Apache-2.0 */
/* The roster: departments, division codes with names, groups, and which office
 * was merged into which, version by version. A fold of roster.publish. Counting
 * the offices below a prefix takes one look-up, however many there are. */
#ifndef GATEWAY_INBOX_ROSTER_H
#define GATEWAY_INBOX_ROSTER_H

#include "proto/base/division.h"
#include "proto/codec/decision.h"
#include "proto/codec/json_writer.h"

#define DG_ROSTER_NEVER UINT32_MAX
#define DG_ROSTER_TOWNS 0x80000000u /* the first town's number */

/* A village-level unit, or a town (code ends in 000). Lives with the roster. */
struct dg_office {
    uint64_t code;
    struct dg_str name;
    uint32_t since, until; /* version indices: in force when since <= v < until;
                              until is DG_ROSTER_NEVER while it exists */
    const struct dg_office *const *successors; /* direct; once abolished */
    uint32_t successor_count;
    uint32_t number; /* of its code, for good: villages from 0 in the order they
                        came, those that came together by code; towns likewise
                        from DG_ROSTER_TOWNS */
    /* Merged into this one, directly or through others; each once. */
    const struct dg_office *const *predecessors;
    size_t predecessor_count;
};

struct dg_roster;

enum dg_err dg_roster_create(struct dg_roster **roster);
void dg_roster_destroy(struct dg_roster *roster); /* NULL is fine */

/* Checks a roster.publish's data against what is there (unknown base, a code
 * twice, a successor that does not exist, a version that is taken …); adds
 * core refusals that name the code and the pointer. Changes nothing. */
void dg_roster_check(const struct dg_roster *roster, const struct dg_json *data,
                     struct dg_findings *findings);

/* Takes over checked data; it becomes the version in force. After an error
 * (DG_ERR_MEMORY, DG_ERR_MALFORMED for what a check would have refused) the
 * roster can only be destroyed. */
enum dg_err dg_roster_apply(struct dg_roster *roster,
                            const struct dg_json *data);

/* Index of the version in force, 1, 2, 3 …; 0 before the first. */
uint32_t dg_roster_version(const struct dg_roster *roster);
/* Its name as published; empty for 0. */
struct dg_str dg_roster_version_name(const struct dg_roster *roster,
                                     uint32_t version);

/* NULL if it never was there; look at since and until. A code that ended and
 * was listed again has a record for each time; this is the newest. */
const struct dg_office *dg_roster_office(const struct dg_roster *roster,
                                         uint64_t code);
/* The record in force in a version, or NULL. */
const struct dg_office *dg_roster_office_at(const struct dg_roster *roster,
                                            uint64_t code, uint32_t version);
/* Village-level units below a prefix in the version in force; towns are not
 * counted. */
uint32_t dg_roster_count(const struct dg_roster *roster,
                         struct dg_division prefix);

/* The newest record of the code that has the number, or NULL. */
const struct dg_office *dg_roster_numbered(const struct dg_roster *roster,
                                           uint32_t number);

/* Numbers first to first + count - 1. */
struct dg_roster_run {
    uint32_t first, count;
};

/* Offices of one version by number, ascending, consecutive ones joined. Lives
 * with the roster. */
struct dg_roster_runs {
    struct dg_roster_runs *next; /* of another version */
    uint32_t version;
    uint32_t villages, count; /* runs of villages; with those of towns, which
                                 come behind */
    struct dg_roster_run items[];
};

/* roster_run.c: what was in force in that version, below a prefix (levels 0 to
 * 4; a town is below its own) or in a group. Looked for once, then kept. NULL
 * without memory. */
const struct dg_roster_runs *dg_roster_runs_below(struct dg_roster *roster,
                                                  struct dg_division prefix,
                                                  uint32_t version);
const struct dg_roster_runs *dg_roster_runs_of_group(struct dg_roster *roster,
                                                     uint32_t group,
                                                     uint32_t version);

/* True if is() says so of every village-level unit below a prefix in the
 * version in force; goes through them. */
bool dg_roster_every_village(
    const struct dg_roster *roster, struct dg_division prefix,
    bool (*is)(void *ctx, const struct dg_office *office), void *ctx);

/* The name of a department in the version in force; data NULL if unknown. */
struct dg_str dg_roster_department(const struct dg_roster *roster,
                                   struct dg_str code);

/* Index of a named group, or DG_ROSTER_NEVER. Members are exact codes, sorted;
 * a group that is published again under its name gets a new index. */
uint32_t dg_roster_group(const struct dg_roster *roster, struct dg_str name);
const uint64_t *dg_roster_group_members(const struct dg_roster *roster,
                                        uint32_t group, size_t *count);
/* How many of its members are offices of the version in force. */
uint32_t dg_roster_group_offices(const struct dg_roster *roster,
                                 uint32_t group);
/* How many of its members are village-level units of the version in force. */
uint32_t dg_roster_group_villages(const struct dg_roster *roster,
                                  uint32_t group);
/* Groups (indices, ascending) that a code is or was in. */
const uint32_t *dg_roster_groups_of(const struct dg_roster *roster,
                                    uint64_t code, size_t *count);

/* roster_read.c: writes one page of the version in force, {"version",
 * "departments": [{"code", "name"}], "offices": [{"code", "name"}], "groups":
 * [{"name", "codes"}], "next"?}, with at most limit departments, offices and
 * groups after that cursor. Parts that a page does not reach are not written,
 * nor are members and groups that are no longer in force. DG_ERR_MALFORMED: bad
 * cursor; DG_ERR_ABSENT: there is no version yet; nothing is written then. */
enum dg_err dg_roster_read(struct dg_roster *roster, struct dg_str after,
                           size_t limit, struct dg_json_writer *out);

#endif

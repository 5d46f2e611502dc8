/* SPDX-License-Identifier: Apache-2.0 */
/* Audiences: division prefixes, exact codes and named groups, minus exclusions,
 * frozen at a roster version with their office count. Cost follows the number
 * of terms written, never the number of offices. */
#ifndef GATEWAY_INBOX_AUDIENCE_H
#define GATEWAY_INBOX_AUDIENCE_H

#include "gateway/inbox/roster.h"

/* Terms are sorted (but groups) and do not cover one another. A prefix stands
 * for the village-level units below it; towns are recipients only when a code
 * or a group names them. An exclusion takes everything below it, towns too. */
struct dg_audience {
    uint32_t version; /* roster version index it is frozen at */
    uint32_t offices;
    uint32_t holders; /* of a copy */
    size_t prefix_count, code_count, group_count, exclude_count,
        exclude_group_count;
    const struct dg_division *prefixes; /* levels 0 to 4 */
    const uint64_t *codes;
    const uint32_t *groups;             /* roster indices */
    const struct dg_division *excludes; /* prefixes and codes (level 5) */
    const uint32_t *exclude_groups;     /* roster indices */
};

/* Resolves the JSON `{"prefixes", "codes", "groups", "exclude",
 * "excludegroups"}` (pointer is its place in the event) under the roster in
 * force. Unknown or abolished codes, unknown groups and an audience of no
 * office become core refusals that name them; then *audience is NULL. Memory
 * from the findings' arena. DG_ERR_MEMORY. */
enum dg_err dg_audience_resolve(const struct dg_roster *roster,
                                const struct dg_json *json, const char *pointer,
                                struct dg_findings *findings,
                                const struct dg_audience **audience);

/* A copy in one malloc block; free() it, or, where it is shared, drop it. NULL
 * without memory. */
struct dg_audience *dg_audience_copy(const struct dg_audience *audience);
/* One holder of a copy more; one less, and the last one frees it. */
const struct dg_audience *dg_audience_hold(const struct dg_audience *copy);
void dg_audience_drop(const struct dg_audience *copy); /* NULL is fine */

/* True if the code itself is a recipient: named or below a prefix, not
 * excluded, and in force in the frozen version. */
bool dg_audience_has(const struct dg_audience *audience,
                     const struct dg_roster *roster, uint64_t code);

/* True if a code or a prefix names it; says nothing of groups, exclusions and
 * what is in force. */
bool dg_audience_names(const struct dg_audience *audience, uint64_t code);
/* By an exclusion, or as a member of an excluded group. */
bool dg_audience_excludes(const struct dg_audience *audience,
                          const struct dg_roster *roster, uint64_t code);

/* True if some office may be in both; never false when one is. Exact, but for
 * three things: what several exclusions take away together below a common
 * prefix, what excluded groups do, and, when the frozen versions differ,
 * offices that ended between. */
bool dg_audience_overlaps(const struct dg_audience *a,
                          const struct dg_audience *b,
                          const struct dg_roster *roster);

/* True if some recipient may be below the prefix, by the terms; never false
 * when one is. */
bool dg_audience_meets(const struct dg_audience *audience,
                       const struct dg_roster *roster,
                       struct dg_division prefix);

/* True if every recipient is below one of the prefixes. Exact in the version in
 * force, but for excluded groups below a prefix, which are not looked at; of an
 * older version a prefix must lie below a prefix by its digits. */
bool dg_audience_inside(const struct dg_audience *audience,
                        const struct dg_roster *roster,
                        const struct dg_division *prefixes, size_t count);

/* True if every recipient of inner is one of outer, too. Never true when one is
 * not; false also where only codes named one by one make up a prefix of inner,
 * or a code came to the roster after outer was frozen. */
bool dg_audience_within(const struct dg_audience *inner,
                        const struct dg_audience *outer,
                        const struct dg_roster *roster);

/* True if both have the same terms, whatever versions they are frozen at. */
bool dg_audience_same(const struct dg_audience *a, const struct dg_audience *b);

/* True if what was sent to the audience came to this very record of an office,
 * or to one that it took over from. */
bool dg_audience_reaches(const struct dg_audience *audience,
                         const struct dg_roster *roster,
                         const struct dg_office *office);

/* audience_run.c: its offices by number, as runs that are ascending and do not
 * touch: first all that its terms name, then all that they leave out, whether
 * named or not. What is in the first and not in the second is a recipient.
 * DG_ERR_MEMORY, perhaps when some were given. */
typedef void (*dg_roster_run_fn)(void *ctx, uint32_t first, uint32_t count);
enum dg_err dg_audience_runs(const struct dg_audience *audience,
                             struct dg_roster *roster, dg_roster_run_fn in,
                             dg_roster_run_fn out, void *ctx);

/* As dg_audience_within, for an inner one that is frozen at the version in
 * force and an outer one that may be older: whoever took over from a recipient
 * is one, too. Goes through the offices below inner's prefixes when the
 * versions differ. */
bool dg_audience_reached(const struct dg_audience *inner,
                         const struct dg_audience *outer,
                         const struct dg_roster *roster);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Decides questions about audiences as sets of offices: whether two meet, and
 * what one lies inside of. Answers from the terms, without going through
 * offices; only groups are gone through member by member. */
#include "gateway/inbox/audience.h"

#include <stdlib.h>

#include "gateway/inbox/audience_count.h"
#include "gateway/inbox/term.h"

static struct dg_division
whole_code(uint64_t code)
{
    return (struct dg_division){code, 5};
}

/* One of the codes is a recipient of both. */
static bool
has_any(const struct dg_audience *a, const struct dg_audience *b,
        const struct dg_roster *roster, const uint64_t *codes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (dg_audience_has(b, roster, codes[i]) &&
            dg_audience_has(a, roster, codes[i])) {
            return true;
        }
    }
    return false;
}

/* A code or a group member of a is also a recipient of b: exact. */
static bool
names_any(const struct dg_audience *a, const struct dg_audience *b,
          const struct dg_roster *roster)
{
    if (has_any(a, b, roster, a->codes, a->code_count)) {
        return true;
    }
    for (size_t i = 0; i < a->group_count; i++) {
        size_t count;
        const uint64_t *members =
            dg_roster_group_members(roster, a->groups[i], &count);
        if (has_any(a, b, roster, members, count)) {
            return true;
        }
    }
    return false;
}

/* A prefix of a lies below one of b (or is the same), and no single exclusion
 * takes all of it away. */
static bool
prefixes_meet(const struct dg_audience *a, const struct dg_audience *b)
{
    for (size_t i = 0; i < a->prefix_count; i++) {
        struct dg_division common = a->prefixes[i];
        if (dg_term_above(b->prefixes, b->prefix_count, common) &&
            !dg_term_above(b->excludes, b->exclude_count, common)) {
            return true;
        }
    }
    return false;
}

bool
dg_audience_overlaps(const struct dg_audience *a, const struct dg_audience *b,
                     const struct dg_roster *roster)
{
    return prefixes_meet(a, b) || prefixes_meet(b, a) ||
           names_any(a, b, roster) || names_any(b, a, roster);
}

static bool
any_below(const struct dg_audience *audience, const struct dg_roster *roster,
          const uint64_t *codes, size_t count, struct dg_division prefix)
{
    for (size_t i = 0; i < count; i++) {
        if (dg_division_contains(prefix, whole_code(codes[i])) &&
            dg_audience_has(audience, roster, codes[i])) {
            return true;
        }
    }
    return false;
}

bool
dg_audience_meets(const struct dg_audience *audience,
                  const struct dg_roster *roster, struct dg_division prefix)
{
    const struct dg_audience below = {
        .version = audience->version, .prefix_count = 1, .prefixes = &prefix};
    if (prefixes_meet(audience, &below) || prefixes_meet(&below, audience) ||
        any_below(audience, roster, audience->codes, audience->code_count,
                  prefix)) {
        return true;
    }
    for (size_t i = 0; i < audience->group_count; i++) {
        size_t count;
        const uint64_t *members =
            dg_roster_group_members(roster, audience->groups[i], &count);
        if (any_below(audience, roster, members, count, prefix)) {
            return true;
        }
    }
    return false;
}

/* In whole, by its digits. */
static bool
is_below(struct dg_division division, const struct dg_division *prefixes,
         size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (dg_division_contains(prefixes[i], division)) {
            return true;
        }
    }
    return false;
}

static bool
members_inside(const struct dg_audience *audience,
               const struct dg_roster *roster,
               const struct dg_division *prefixes, size_t count)
{
    for (size_t i = 0; i < audience->group_count; i++) {
        size_t n;
        const uint64_t *members =
            dg_roster_group_members(roster, audience->groups[i], &n);
        for (size_t j = 0; j < n; j++) {
            if (!is_below(whole_code(members[j]), prefixes, count) &&
                dg_audience_has(audience, roster, members[j])) {
                return false;
            }
        }
    }
    return true;
}

bool
dg_audience_inside(const struct dg_audience *audience,
                   const struct dg_roster *roster,
                   const struct dg_division *prefixes, size_t count)
{
    bool countable = audience->version == dg_roster_version(roster);

    for (size_t i = 0; i < audience->prefix_count; i++) {
        struct dg_division prefix = audience->prefixes[i];
        if (!is_below(prefix, prefixes, count) &&
            !(countable && dg_audience_count_inside(audience, roster, prefix,
                                                    prefixes, count))) {
            return false;
        }
    }
    for (size_t i = 0; i < audience->code_count; i++) {
        if (!is_below(whole_code(audience->codes[i]), prefixes, count)) {
            return false;
        }
    }
    return members_inside(audience, roster, prefixes, count);
}

/* Copies to at; returns the end. */
static char *
put(char *at, const void *items, size_t size)
{
    if (size > 0) {
        memcpy(at, items, size);
    }
    return at + size;
}

const struct dg_audience *
dg_audience_hold(const struct dg_audience *copy)
{
    ((struct dg_audience *) copy)->holders++;
    return copy;
}

void
dg_audience_drop(const struct dg_audience *copy)
{
    if (copy && --((struct dg_audience *) copy)->holders == 0) {
        free((void *) copy);
    }
}

struct dg_audience *
dg_audience_copy(const struct dg_audience *audience)
{
    size_t prefixes = audience->prefix_count * sizeof *audience->prefixes;
    size_t excludes = audience->exclude_count * sizeof *audience->excludes;
    size_t codes = audience->code_count * sizeof *audience->codes;
    size_t groups = audience->group_count * sizeof *audience->groups;
    size_t exclude_groups =
        audience->exclude_group_count * sizeof *audience->exclude_groups;
    struct dg_audience *copy = malloc(sizeof *copy + prefixes + excludes +
                                      codes + groups + exclude_groups);
    char *at;

    if (!copy) {
        return NULL;
    }
    at = (char *) (copy + 1);
    *copy = *audience;
    copy->holders = 1;
    copy->prefixes = (const void *) at;
    at = put(at, audience->prefixes, prefixes);
    copy->excludes = (const void *) at;
    at = put(at, audience->excludes, excludes);
    copy->codes = (const void *) at;
    at = put(at, audience->codes, codes);
    copy->groups = (const void *) at;
    at = put(at, audience->groups, groups);
    copy->exclude_groups = (const void *) at;
    put(at, audience->exclude_groups, exclude_groups);
    return copy;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Decides whether one audience is part of another: by the terms, and code by
 * code only where codes and groups are named. */
#include "gateway/inbox/audience.h"
#include "gateway/inbox/audience_count.h"
#include "gateway/inbox/term.h"

/* What the outer one leaves out below the prefix, the inner one does, too. */
static bool
leaves_out(const struct dg_audience *inner, const struct dg_audience *outer,
           const struct dg_roster *roster, struct dg_division prefix)
{
    for (size_t i = 0; i < outer->exclude_count; i++) {
        struct dg_division out = outer->excludes[i];
        if ((dg_division_contains(prefix, out) ||
             dg_division_contains(out, prefix)) &&
            !dg_term_above(inner->excludes, inner->exclude_count, out)) {
            return false;
        }
    }
    for (size_t i = 0; i < outer->exclude_group_count; i++) {
        size_t count;
        const uint64_t *members =
            dg_roster_group_members(roster, outer->exclude_groups[i], &count);
        for (size_t j = 0; j < count; j++) {
            if (dg_division_contains(prefix,
                                     (struct dg_division){members[j], 5}) &&
                !dg_audience_excludes(inner, roster, members[j])) {
                return false;
            }
        }
    }
    return true;
}

static bool
prefixes_within(const struct dg_audience *inner,
                const struct dg_audience *outer, const struct dg_roster *roster)
{
    bool countable = inner->version == dg_roster_version(roster);
    for (size_t i = 0; i < inner->prefix_count; i++) {
        struct dg_division prefix = inner->prefixes[i];
        if (!dg_term_above(outer->prefixes, outer->prefix_count, prefix) &&
            !(countable &&
              dg_audience_count_inside(inner, roster, prefix, outer->prefixes,
                                       outer->prefix_count))) {
            return false;
        }
        if (!leaves_out(inner, outer, roster, prefix)) {
            return false;
        }
    }
    return true;
}

static bool
codes_within(const struct dg_audience *inner, const struct dg_audience *outer,
             const struct dg_roster *roster, const uint64_t *codes,
             size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (dg_audience_has(inner, roster, codes[i]) &&
            !dg_audience_has(outer, roster, codes[i])) {
            return false;
        }
    }
    return true;
}

bool
dg_audience_within(const struct dg_audience *inner,
                   const struct dg_audience *outer,
                   const struct dg_roster *roster)
{
    if (!prefixes_within(inner, outer, roster) ||
        !codes_within(inner, outer, roster, inner->codes, inner->code_count)) {
        return false;
    }
    for (size_t i = 0; i < inner->group_count; i++) {
        size_t count;
        const uint64_t *members =
            dg_roster_group_members(roster, inner->groups[i], &count);
        if (!codes_within(inner, outer, roster, members, count)) {
            return false;
        }
    }
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Decides whom an audience that was frozen earlier still means: mergers are
 * followed, newcomers are none of it. */
#include "gateway/inbox/audience.h"

static bool
same_divisions(const struct dg_division *a, size_t a_count,
               const struct dg_division *b, size_t b_count)
{
    if (a_count != b_count) {
        return false;
    }
    for (size_t i = 0; i < a_count; i++) {
        if (dg_division_key(a[i]) != dg_division_key(b[i])) {
            return false;
        }
    }
    return true;
}

static bool
same_groups(const uint32_t *a, size_t a_count, const uint32_t *b,
            size_t b_count)
{
    return a_count == b_count &&
           (a_count == 0 || memcmp(a, b, a_count * sizeof *a) == 0);
}

bool
dg_audience_same(const struct dg_audience *a, const struct dg_audience *b)
{
    return same_divisions(a->prefixes, a->prefix_count, b->prefixes,
                          b->prefix_count) &&
           same_divisions(a->excludes, a->exclude_count, b->excludes,
                          b->exclude_count) &&
           a->code_count == b->code_count &&
           (a->code_count == 0 ||
            memcmp(a->codes, b->codes, a->code_count * sizeof *a->codes) ==
                0) &&
           same_groups(a->groups, a->group_count, b->groups, b->group_count) &&
           same_groups(a->exclude_groups, a->exclude_group_count,
                       b->exclude_groups, b->exclude_group_count);
}

static bool
came_to(const struct dg_audience *audience, const struct dg_roster *roster,
        const struct dg_office *office)
{
    return office->since <= audience->version &&
           audience->version < office->until &&
           dg_audience_has(audience, roster, office->code);
}

bool
dg_audience_reaches(const struct dg_audience *audience,
                    const struct dg_roster *roster,
                    const struct dg_office *office)
{
    if (came_to(audience, roster, office)) {
        return true;
    }
    for (size_t i = 0; i < office->predecessor_count; i++) {
        if (came_to(audience, roster, office->predecessors[i])) {
            return true;
        }
    }
    return false;
}

struct pair {
    const struct dg_audience *inner, *outer;
    const struct dg_roster *roster;
};

static bool
is_reached(void *ctx, const struct dg_office *office)
{
    const struct pair *pair = ctx;

    return dg_audience_excludes(pair->inner, pair->roster, office->code) ||
           dg_audience_reaches(pair->outer, pair->roster, office);
}

static bool
codes_reached(struct pair *pair, const uint64_t *codes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct dg_office *office =
            dg_roster_office_at(pair->roster, codes[i], pair->inner->version);
        if (office && !is_reached(pair, office)) {
            return false;
        }
    }
    return true;
}

bool
dg_audience_reached(const struct dg_audience *inner,
                    const struct dg_audience *outer,
                    const struct dg_roster *roster)
{
    struct pair pair = {inner, outer, roster};

    if (inner->version == outer->version) {
        return dg_audience_within(inner, outer, roster);
    }
    for (size_t i = 0; i < inner->prefix_count; i++) {
        if (!dg_roster_every_village(roster, inner->prefixes[i], is_reached,
                                     &pair)) {
            return false;
        }
    }
    for (size_t i = 0; i < inner->group_count; i++) {
        size_t count;
        const uint64_t *members =
            dg_roster_group_members(roster, inner->groups[i], &count);
        if (!codes_reached(&pair, members, count)) {
            return false;
        }
    }
    return codes_reached(&pair, inner->codes, inner->code_count);
}

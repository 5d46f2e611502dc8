/* SPDX-License-Identifier: Apache-2.0 */
/* Decides whether an office is in an audience, and by which of its terms it is
 * named or left out. Whole sets are left to audience_set.c. */
#include "gateway/inbox/audience.h"
#include "gateway/inbox/term.h"

static struct dg_division
whole_code(uint64_t code)
{
    return (struct dg_division){code, 5};
}

bool
dg_audience_names(const struct dg_audience *audience, uint64_t code)
{
    return dg_term_find_code(audience->codes, audience->code_count, code) ||
           (!dg_division_is_town(code) &&
            dg_term_above(audience->prefixes, audience->prefix_count,
                          whole_code(code)));
}

static bool
groups_name(const uint32_t *groups, size_t group_count,
            const struct dg_roster *roster, uint64_t code)
{
    for (size_t i = 0; i < group_count; i++) {
        size_t count;
        const uint64_t *members =
            dg_roster_group_members(roster, groups[i], &count);
        if (dg_term_find_code(members, count, code)) {
            return true;
        }
    }
    return false;
}

bool
dg_audience_excludes(const struct dg_audience *audience,
                     const struct dg_roster *roster, uint64_t code)
{
    return dg_term_above(audience->excludes, audience->exclude_count,
                         whole_code(code)) ||
           groups_name(audience->exclude_groups, audience->exclude_group_count,
                       roster, code);
}

bool
dg_audience_has(const struct dg_audience *audience,
                const struct dg_roster *roster, uint64_t code)
{
    return (dg_audience_names(audience, code) ||
            groups_name(audience->groups, audience->group_count, roster,
                        code)) &&
           !dg_audience_excludes(audience, roster, code) &&
           dg_roster_office_at(roster, code, audience->version);
}

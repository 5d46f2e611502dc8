/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how many offices an audience has. Prefixes, codes and exclusions cost
 * a look-up each, a group alone costs one; only when groups meet other terms
 * are their members looked at one by one. */
#include "gateway/inbox/audience_count.h"

#include <stdlib.h>

#include "gateway/inbox/term.h"

/* The units an exclusion takes away. That a code is in force is known. */
static uint32_t
count_excluded(const struct dg_roster *roster, struct dg_division excluded)
{
    return excluded.level == 5 ? !dg_division_is_town(excluded.value)
                               : dg_roster_count(roster, excluded);
}

static uint32_t
count_prefixes(const struct dg_audience *audience,
               const struct dg_roster *roster)
{
    uint32_t offices = 0;

    for (size_t i = 0; i < audience->prefix_count; i++) {
        offices += dg_roster_count(roster, audience->prefixes[i]);
    }
    for (size_t i = 0; i < audience->exclude_count; i++) {
        if (dg_term_above(audience->prefixes, audience->prefix_count,
                          audience->excludes[i])) {
            offices -= count_excluded(roster, audience->excludes[i]);
        }
    }
    return offices;
}

/* All members of all groups, sorted, each once; free() it. */
static uint64_t *
collect_members(const struct dg_audience *audience,
                const struct dg_roster *roster, size_t *count)
{
    size_t total = 0, n;
    uint64_t *codes;

    for (size_t i = 0; i < audience->group_count; i++) {
        dg_roster_group_members(roster, audience->groups[i], &n);
        total += n;
    }
    codes = malloc(total * sizeof *codes + 1);
    total = 0;
    for (size_t i = 0; codes && i < audience->group_count; i++) {
        const uint64_t *members =
            dg_roster_group_members(roster, audience->groups[i], &n);
        memcpy(codes + total, members, n * sizeof *codes);
        total += n;
    }
    *count = codes ? dg_term_sort_codes(codes, total) : 0;
    return codes;
}

/* Members that no prefix and no code names already. */
static enum dg_err
count_members(const struct dg_audience *audience,
              const struct dg_roster *roster, uint32_t *offices)
{
    size_t count;
    uint64_t *codes = collect_members(audience, roster, &count);

    if (!codes) {
        return DG_ERR_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        *offices += dg_roster_office_at(roster, codes[i], audience->version) &&
                    !dg_audience_names(audience, codes[i]) &&
                    !dg_audience_excludes(audience, codes[i]);
    }
    free(codes);
    return DG_OK;
}

enum dg_err
dg_audience_count_offices(const struct dg_audience *audience,
                          const struct dg_roster *roster, uint32_t *offices)
{
    *offices =
        count_prefixes(audience, roster) + (uint32_t) audience->code_count;
    if (audience->group_count == 0) {
        return DG_OK;
    }
    if (audience->group_count == 1 && *offices == 0 &&
        audience->exclude_count == 0) {
        *offices = dg_roster_group_offices(roster, audience->groups[0]);
        return DG_OK;
    }
    return count_members(audience, roster, offices);
}

/* Neither below another of the array, nor a repetition. */
static bool
is_widest(const struct dg_division *array, size_t count, size_t index)
{
    for (size_t i = 0; i < count; i++) {
        if (i != index && dg_division_contains(array[i], array[index]) &&
            (i < index || !dg_division_contains(array[index], array[i]))) {
            return false;
        }
    }
    return true;
}

static bool
is_strictly_below(struct dg_division division, struct dg_division prefix)
{
    return division.level > prefix.level &&
           dg_division_contains(prefix, division);
}

bool
dg_audience_count_inside(const struct dg_audience *audience,
                         const struct dg_roster *roster,
                         struct dg_division prefix,
                         const struct dg_division *others, size_t count)
{
    uint32_t outside = dg_roster_count(roster, prefix);

    for (size_t i = 0; i < count; i++) {
        if (is_strictly_below(others[i], prefix) &&
            is_widest(others, count, i) &&
            !dg_term_above(audience->excludes, audience->exclude_count,
                           others[i])) {
            outside -= dg_roster_count(roster, others[i]);
        }
    }
    for (size_t i = 0; i < audience->exclude_count; i++) {
        struct dg_division excluded = audience->excludes[i];
        bool counted = !dg_division_contains(prefix, excluded);
        for (size_t j = 0; j < count && !counted; j++) {
            counted = is_strictly_below(excluded, others[j]);
        }
        if (!counted) {
            outside -= count_excluded(roster, excluded);
        }
    }
    return outside == 0;
}

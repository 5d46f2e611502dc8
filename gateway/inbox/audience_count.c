/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how many offices an audience has. Prefixes, codes and exclusions cost
 * a look-up each, a group alone or excluded alone costs a few; only when groups
 * meet other terms are their members looked at one by one. */
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
collect_members(const struct dg_roster *roster, const uint32_t *groups,
                size_t group_count, size_t *count)
{
    size_t total = 0, n;
    uint64_t *codes;

    for (size_t i = 0; i < group_count; i++) {
        dg_roster_group_members(roster, groups[i], &n);
        total += n;
    }
    codes = malloc(total * sizeof *codes + 1);
    total = 0;
    for (size_t i = 0; codes && i < group_count; i++) {
        const uint64_t *members =
            dg_roster_group_members(roster, groups[i], &n);
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
    uint64_t *codes = collect_members(roster, audience->groups,
                                      audience->group_count, &count);

    if (!codes) {
        return DG_ERR_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        *offices += dg_roster_office_at(roster, codes[i], audience->version) &&
                    !dg_audience_names(audience, codes[i]) &&
                    !dg_audience_excludes(audience, roster, codes[i]);
    }
    free(codes);
    return DG_OK;
}

/* Units below the prefixes, of a group whose members all are units in force:
 * sorted codes below a prefix are neighbours. */
static uint32_t
count_whole_group(const struct dg_audience *audience, const uint64_t *members,
                  size_t count)
{
    uint32_t units = 0;

    for (size_t i = 0; i < audience->prefix_count; i++) {
        units += (uint32_t) dg_term_count_codes(members, count,
                                                audience->prefixes[i]);
    }
    return units;
}

/* Units below the prefixes, excluded as members of groups and not otherwise. */
static enum dg_err
count_excluded_members(const struct dg_audience *audience,
                       const struct dg_roster *roster, uint32_t *units)
{
    uint32_t group = audience->exclude_groups[0];
    size_t count;
    uint64_t *codes;
    const uint64_t *members = dg_roster_group_members(roster, group, &count);

    if (audience->exclude_group_count == 1 && audience->exclude_count == 0 &&
        dg_roster_group_villages(roster, group) == count) {
        *units = count_whole_group(audience, members, count);
        return DG_OK;
    }
    codes = collect_members(roster, audience->exclude_groups,
                            audience->exclude_group_count, &count);
    if (!codes) {
        return DG_ERR_MEMORY;
    }
    *units = 0;
    for (size_t i = 0; i < count; i++) {
        struct dg_division code = {codes[i], 5};
        *units +=
            !dg_division_is_town(codes[i]) &&
            dg_term_above(audience->prefixes, audience->prefix_count, code) &&
            !dg_term_above(audience->excludes, audience->exclude_count, code) &&
            dg_roster_office_at(roster, codes[i], audience->version);
    }
    free(codes);
    return DG_OK;
}

enum dg_err
dg_audience_count_offices(const struct dg_audience *audience,
                          const struct dg_roster *roster, uint32_t *offices)
{
    uint32_t excluded = 0;
    enum dg_err err = DG_OK;

    *offices =
        count_prefixes(audience, roster) + (uint32_t) audience->code_count;
    if (audience->exclude_group_count > 0) {
        err = count_excluded_members(audience, roster, &excluded);
        *offices -= excluded;
    }
    if (err || audience->group_count == 0) {
        return err;
    }
    if (audience->group_count == 1 && *offices == 0 &&
        audience->exclude_count == 0 && audience->exclude_group_count == 0) {
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

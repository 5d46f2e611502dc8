/* SPDX-License-Identifier: Apache-2.0 */
/* What an entry of a list makes of the same entry of a list above. */
#ifndef PLUGINS_ACCESS_LIST_COMPARE_H
#define PLUGINS_ACCESS_LIST_COMPARE_H

#include "plugins/access_list/version.h"

struct dg_compare {
    const struct dg_entry *upper, *lower;
    const struct dg_version *version; /* that lower stands in */
};

struct dg_compare_rule {
    const char *member; /* of the lower entry; where it differs */
    const char *text;   /* of the lower entry, for people; N_() */
    bool (*differs)(const struct dg_compare *compare);
};

/* Each in which the lower entry lets through what the upper does not. To be
 * asked only of one that is of no class that lets nothing through. */
extern const struct dg_compare_rule dg_compare_milder[];
extern const size_t dg_compare_milder_count;

/* Each in which it takes away from an upper one that is mandatory. */
extern const struct dg_compare_rule dg_compare_taken[];
extern const size_t dg_compare_taken_count;

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how levels of origin are called: as in the wire's "origin". */
#include "plugins/burden/book/level.h"

#include "plugins/burden/text.h"

static const char *const levels[DG_LEVEL_COUNT] = {
    [DG_LEVEL_NATIONAL] = "national", [DG_LEVEL_PROVINCE] = "province",
    [DG_LEVEL_CITY] = "city",         [DG_LEVEL_COUNTY] = "county",
    [DG_LEVEL_TOWN] = "town",
};

const char *
dg_level_name(enum dg_level level)
{
    return levels[level];
}

enum dg_level
dg_level_find(struct dg_plugin_str name)
{
    int i = 0;
    while (i < DG_LEVEL_COUNT && !dg_text_is(name, levels[i])) {
        i++;
    }
    return (enum dg_level) i;
}

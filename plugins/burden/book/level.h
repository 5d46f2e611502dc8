/* SPDX-License-Identifier: Apache-2.0 */
/* Levels of origin: where what a task asks comes from. */
#ifndef PLUGINS_BURDEN_BOOK_LEVEL_H
#define PLUGINS_BURDEN_BOOK_LEVEL_H

#include "plugins/plugin.h"

enum dg_level { /* of origin; the order of the wire's "origin" */
                DG_LEVEL_NATIONAL,
                DG_LEVEL_PROVINCE,
                DG_LEVEL_CITY,
                DG_LEVEL_COUNTY,
                DG_LEVEL_TOWN,
                DG_LEVEL_COUNT
};
/* "national" … "town". */
const char *dg_level_name(enum dg_level level);
/* DG_LEVEL_COUNT: there is none of that name. */
enum dg_level dg_level_find(struct dg_plugin_str name);

#endif

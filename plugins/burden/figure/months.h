/* SPDX-License-Identifier: Apache-2.0 */
/* Months and spans of months: as numbers since 1970-01, as people write them,
 * as days. All are China's. */
#ifndef PLUGINS_BURDEN_FIGURE_MONTHS_H
#define PLUGINS_BURDEN_FIGURE_MONTHS_H

#include "plugins/plugin.h"

/* Months since 1970-01, both within. */
struct dg_months {
    int32_t first, last;
};

/* A period "2026", "2026-Q4", "2026-11"; false if it is none. */
bool dg_months_read(struct dg_plugin_str text, struct dg_months *months);
void dg_months_write(int32_t month, char out[16]); /* "2026-11" */
/* The first day of a month; days since 1970-01-01. */
int32_t dg_months_day(const struct dg_plugin_host *host, int32_t month);
/* The month that a day lies in. */
int32_t dg_months_of_day(const struct dg_plugin_host *host, int32_t day);

#endif

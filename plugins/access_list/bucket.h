/* SPDX-License-Identifier: Apache-2.0 */
/* The years, quarters, months and days in which tasks are counted. A month is a
 * number, counted from year 0. */
#ifndef PLUGINS_ACCESS_LIST_BUCKET_H
#define PLUGINS_ACCESS_LIST_BUCKET_H

#include "plugins/access_list/version.h"

/* How many months to look at. */
extern const int32_t dg_bucket_months[DG_ENTRY_PER_COUNT];

int32_t dg_bucket_month(const struct dg_plugin_host *host, int32_t day);

/* The first month of the year or quarter a month lies in. */
int32_t dg_bucket_first(int32_t month, enum dg_entry_per per);

#define DG_BUCKET_TEXT_SIZE 12

/* The period a day lies in ("2026-Q4"), and the day after its end. */
void dg_bucket_format(const struct dg_plugin_host *host, int32_t day,
                      enum dg_entry_per per, char label[DG_BUCKET_TEXT_SIZE],
                      char next[DG_BUCKET_TEXT_SIZE]);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Calendar arithmetic of frequencies, in months. What is counted in them is
 * frequency.c's. */
#include "plugins/access_list/bucket.h"

#include <stdio.h>
#include <stdlib.h>

const int32_t dg_bucket_months[DG_ENTRY_PER_COUNT] = {
    [DG_ENTRY_YEAR] = 12,
    [DG_ENTRY_QUARTER] = 3,
    [DG_ENTRY_MONTH] = 1,
    [DG_ENTRY_DAY] = 1,
};

int32_t
dg_bucket_month(const struct dg_plugin_host *host, int32_t day)
{
    char text[11];
    host->date_format(day, text);
    return (int32_t) (strtol(text, NULL, 10) * 12 + strtol(text + 5, NULL, 10) -
                      1);
}

int32_t
dg_bucket_first(int32_t month, enum dg_entry_per per)
{
    return month - month % dg_bucket_months[per];
}

void
dg_bucket_format(const struct dg_plugin_host *host, int32_t day,
                 enum dg_entry_per per, char label[DG_BUCKET_TEXT_SIZE],
                 char next[DG_BUCKET_TEXT_SIZE])
{
    int32_t first = dg_bucket_first(dg_bucket_month(host, day), per);
    int32_t after = first + dg_bucket_months[per];
    unsigned year = (unsigned) first / 12 % 10000;
    unsigned month = (unsigned) first % 12;
    snprintf(next, DG_BUCKET_TEXT_SIZE, "%04u-%02u-01",
             (unsigned) after / 12 % 10000, (unsigned) after % 12 + 1);
    switch (per) {
    case DG_ENTRY_YEAR:
        snprintf(label, DG_BUCKET_TEXT_SIZE, "%04u", year);
        break;
    case DG_ENTRY_QUARTER:
        snprintf(label, DG_BUCKET_TEXT_SIZE, "%04u-Q%u", year, month / 3 + 1);
        break;
    case DG_ENTRY_MONTH:
        snprintf(label, DG_BUCKET_TEXT_SIZE, "%04u-%02u", year, month + 1);
        break;
    default:
        host->date_format(day, label);
        host->date_format(day + 1, next);
        break;
    }
}

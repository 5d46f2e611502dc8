/* SPDX-License-Identifier: Apache-2.0 */
/* Days since 1970-01-01 of the Gregorian calendar, and back. */
#ifndef PLUGINS_FORM_DEDUP_TEXT_DAY_H
#define PLUGINS_FORM_DEDUP_TEXT_DAY_H

#include <stdbool.h>
#include <stdint.h>

struct dg_day {
    int year, month, day; /* from 1 on */
};

/* False if there is no such day from the year 1 to 9999. */
bool dg_day_number(struct dg_day date, int32_t *number);
struct dg_day dg_day_date(int32_t number);
int dg_day_month_length(int year, int month);

#endif

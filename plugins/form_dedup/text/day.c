/* SPDX-License-Identifier: Apache-2.0 */
/* Counts in eras of 400 years that begin on the first of March, so that the
 * leap day is the last of its year. */
#include "plugins/form_dedup/text/day.h"

#define ERA_DAYS 146097
#define EPOCH 719468 /* 1970-01-01 since 0000-03-01 */

int
dg_day_month_length(int year, int month)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30,
                                  31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return lengths[month - 1] + (month == 2 && leap);
}

bool
dg_day_number(struct dg_day date, int32_t *number)
{
    int year, of_year, of_era;
    if (date.year < 1 || date.year > 9999 || date.month < 1 ||
        date.month > 12 || date.day < 1 ||
        date.day > dg_day_month_length(date.year, date.month)) {
        return false;
    }
    year = date.year - (date.month <= 2);
    of_year = (153 * ((date.month + 9) % 12) + 2) / 5 + date.day - 1;
    of_era = year % 400 * 365 + year % 400 / 4 - year % 400 / 100 + of_year;
    *number = year / 400 * ERA_DAYS + of_era - EPOCH;
    return true;
}

struct dg_day
dg_day_date(int32_t number)
{
    int days = number + EPOCH;
    int of_era = days % ERA_DAYS;
    int year =
        (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int of_year = of_era - (365 * year + year / 4 - year / 100);
    int month = (5 * of_year + 2) / 153; /* from March on */
    struct dg_day date = {
        .year = days / ERA_DAYS * 400 + year + (month >= 10),
        .month = month < 10 ? month + 3 : month - 9,
        .day = of_year - (153 * month + 2) / 5 + 1,
    };
    return date;
}

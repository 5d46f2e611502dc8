/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which days are worked, by the notices of the State Council on the
 * holidays of a year (facts; published each autumn for the year after). */
#include "proto/base/workday.h"

#include "proto/base/date.h"

/* Holidays: the first day, and how many. */
static const struct {
    const char *first;
    int32_t days;
} holidays[] = {
    {"2023-01-01", 2}, {"2023-01-21", 7}, {"2023-04-05", 1}, {"2023-04-29", 5},
    {"2023-06-22", 3}, {"2023-09-29", 8}, {"2024-01-01", 1}, {"2024-02-10", 8},
    {"2024-04-04", 3}, {"2024-05-01", 5}, {"2024-06-10", 1}, {"2024-09-15", 3},
    {"2024-10-01", 7}, {"2025-01-01", 1}, {"2025-01-28", 8}, {"2025-04-04", 3},
    {"2025-05-01", 5}, {"2025-05-31", 3}, {"2025-10-01", 8}, {"2026-01-01", 3},
    {"2026-02-15", 9}, {"2026-04-04", 3}, {"2026-05-01", 5}, {"2026-06-19", 3},
    {"2026-09-25", 3}, {"2026-10-01", 7},
};

/* Weekend days that are worked. */
static const char *const made_up[] = {
    "2023-01-28", "2023-01-29", "2023-04-23", "2023-05-06", "2023-06-25",
    "2023-10-07", "2023-10-08", "2024-02-04", "2024-02-18", "2024-04-07",
    "2024-04-28", "2024-05-11", "2024-09-14", "2024-09-29", "2024-10-12",
    "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11",
    "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20",
    "2026-10-10",
};

static int32_t
day_of(const char *text)
{
    int32_t day = 0;
    return dg_date_parse(dg_str_from(text), &day) ? 0 : day;
}

static bool
is_known(int32_t day)
{
    char text[DG_DATE_SIZE];
    int32_t year = 0;
    if (day < 0) {
        return false;
    }
    dg_date_format(day, text);
    for (size_t i = 0; i < 4; i++) {
        year = year * 10 + (text[i] - '0');
    }
    return year >= DG_WORKDAY_FIRST_YEAR && year <= DG_WORKDAY_LAST_YEAR;
}

static bool
is_holiday(int32_t day)
{
    for (size_t i = 0; i < sizeof holidays / sizeof *holidays; i++) {
        int32_t first = day_of(holidays[i].first);
        if (day >= first && day < first + holidays[i].days) {
            return true;
        }
    }
    return false;
}

static bool
is_made_up(int32_t day)
{
    for (size_t i = 0; i < sizeof made_up / sizeof *made_up; i++) {
        if (day == day_of(made_up[i])) {
            return true;
        }
    }
    return false;
}

int32_t
dg_workday_weekday(int32_t day)
{
    return (day % 7 + 7 + 3) % 7; /* 1970-01-01 was a Thursday */
}

enum dg_workday
dg_workday_at(int32_t day)
{
    if (!is_known(day)) {
        return DG_WORKDAY_UNKNOWN;
    }
    if (is_holiday(day)) {
        return DG_WORKDAY_HOLIDAY;
    }
    if (dg_workday_weekday(day) < 5) {
        return DG_WORKDAY_USUAL;
    }
    return is_made_up(day) ? DG_WORKDAY_MADE_UP : DG_WORKDAY_WEEKEND;
}

bool
dg_workday_is(int32_t day)
{
    enum dg_workday kind = dg_workday_at(day);
    return kind == DG_WORKDAY_USUAL || kind == DG_WORKDAY_MADE_UP;
}

enum dg_err
dg_workday_after(int32_t day, int32_t count, int32_t *found)
{
    int32_t step = count < 0 ? -1 : 1;
    *found = day;
    while (count != 0) {
        *found += step;
        if (!is_known(*found)) {
            return DG_ERR_ABSENT;
        }
        count -= dg_workday_is(*found) ? step : 0;
    }
    return DG_OK;
}

enum dg_err
dg_workday_count(int32_t first, int32_t last, int32_t *count)
{
    *count = 0;
    if (first > last) {
        return DG_OK;
    }
    if (!is_known(first) || !is_known(last)) {
        return DG_ERR_ABSENT;
    }
    for (int32_t day = first; day <= last; day++) {
        *count += dg_workday_is(day);
    }
    return DG_OK;
}

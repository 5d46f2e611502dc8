/* SPDX-License-Identifier: Apache-2.0 */
/* The number of a period counts years, quarters and months from the year 0, and
 * days from 1970. */
#include "plugins/form_dedup/text/period.h"

#include <stdio.h>
#include <string.h>

#include "plugins/form_dedup/text/day.h"

#define KIND_SHIFT 29
#define FIRST_YEAR 1970

static const char *const kind_names[] = {"none", "day", "month", "quarter",
                                         "year"};
/* Of month, quarter and year: how many there are in a year. */
static const uint32_t per_year[] = {0, 0, 12, 4, 1};

static dg_period
make(enum dg_period_kind kind, uint32_t count)
{
    return (uint32_t) kind << KIND_SHIFT | count;
}

static uint32_t
count_of(dg_period period)
{
    return period & ((1u << KIND_SHIFT) - 1);
}

enum dg_period_kind
dg_period_kind(dg_period period)
{
    return (enum dg_period_kind)(period >> KIND_SHIFT);
}

const char *
dg_period_kind_name(enum dg_period_kind kind)
{
    return kind_names[kind];
}

bool
dg_period_kind_read(struct dg_plugin_str text, enum dg_period_kind *kind)
{
    for (size_t i = 0; i < sizeof kind_names / sizeof kind_names[0]; i++) {
        if (text.len == strlen(kind_names[i]) &&
            memcmp(text.data, kind_names[i], text.len) == 0) {
            *kind = (enum dg_period_kind) i;
            return true;
        }
    }
    return false;
}

/* Digits at an offset as a number; -1 if one of them is none. */
static int
digits(struct dg_plugin_str text, size_t at, size_t count)
{
    int number = 0;
    for (size_t i = at; i < at + count; i++) {
        if (text.data[i] < '0' || text.data[i] > '9') {
            return -1;
        }
        number = 10 * number + text.data[i] - '0';
    }
    return number;
}

static bool
read_day(struct dg_plugin_str text, struct dg_day date, dg_period *period)
{
    int32_t number;
    date.day = digits(text, 8, 2);
    if (text.data[7] != '-' || !dg_day_number(date, &number)) {
        return false;
    }
    *period = make(DG_PERIOD_DAY, (uint32_t) number);
    return true;
}

static bool
read_quarter(struct dg_plugin_str text, int year, dg_period *period)
{
    int quarter = digits(text, 6, 1);
    if (quarter < 1 || quarter > 4) {
        return false;
    }
    *period = make(DG_PERIOD_QUARTER, (uint32_t) (4 * year + quarter - 1));
    return true;
}

static bool
read_month(struct dg_plugin_str text, int year, dg_period *period)
{
    int month = digits(text, 5, 2);
    if (month < 1 || month > 12) {
        return false;
    }
    *period = make(DG_PERIOD_MONTH, (uint32_t) (12 * year + month - 1));
    return text.len == 7 ||
           read_day(text, (struct dg_day){year, month, 0}, period);
}

bool
dg_period_read(struct dg_plugin_str text, dg_period *period)
{
    int year;
    *period = 0;
    if (text.len == 0) {
        return true;
    }
    year = text.len >= 4 ? digits(text, 0, 4) : -1;
    if (year < FIRST_YEAR) {
        return false;
    }
    if (text.len == 4) {
        *period = make(DG_PERIOD_YEAR, (uint32_t) year);
        return true;
    }
    if ((text.len != 7 && text.len != 10) || text.data[4] != '-') {
        return false;
    }
    return text.len == 7 && text.data[5] == 'Q'
               ? read_quarter(text, year, period)
               : read_month(text, year, period);
}

void
dg_period_write(dg_period period, char out[11])
{
    uint32_t count = count_of(period);
    struct dg_day date;
    switch (dg_period_kind(period)) {
    case DG_PERIOD_DAY:
        date = dg_day_date((int32_t) count);
        snprintf(out, 11, "%04u-%02u-%02u", (unsigned) date.year % 10000,
                 (unsigned) date.month % 100, (unsigned) date.day % 100);
        return;
    case DG_PERIOD_MONTH:
        snprintf(out, 11, "%04u-%02u", count / 12 % 10000, count % 12 + 1);
        return;
    case DG_PERIOD_QUARTER:
        snprintf(out, 11, "%04u-Q%u", count / 4 % 10000, count % 4 + 1);
        return;
    case DG_PERIOD_YEAR:
        snprintf(out, 11, "%04u", count % 10000);
        return;
    case DG_PERIOD_NONE:
        break;
    }
    out[0] = '\0';
}

/* The day before the count-th month since the year 0. */
static int32_t
day_before_month(uint32_t month)
{
    struct dg_day first = {(int) (month / 12), (int) (month % 12) + 1, 1};
    int32_t day = 0;
    if (first.year > 9999) {
        first = (struct dg_day){9999, 12, 31};
        (void) dg_day_number(first, &day);
        return day;
    }
    (void) dg_day_number(first, &day);
    return day - 1;
}

/* The first month of one that is no day. */
static uint32_t
first_month(dg_period period)
{
    return count_of(period) * (12 / per_year[dg_period_kind(period)]);
}

static uint32_t
month_of_day(dg_period day)
{
    struct dg_day date = dg_day_date((int32_t) count_of(day));
    return (uint32_t) (12 * date.year + date.month - 1);
}

int32_t
dg_period_last_day(dg_period period)
{
    enum dg_period_kind kind = dg_period_kind(period);
    if (kind == DG_PERIOD_NONE) {
        return INT32_MAX;
    }
    return kind == DG_PERIOD_DAY
               ? (int32_t) count_of(period)
               : day_before_month(first_month(period) + 12 / per_year[kind]);
}

uint32_t
dg_period_parts(dg_period period, enum dg_period_kind kind, dg_period *first)
{
    enum dg_period_kind own = dg_period_kind(period);
    if (kind == DG_PERIOD_NONE || kind >= own) {
        return 0;
    }
    if (kind == DG_PERIOD_DAY) {
        int32_t before = day_before_month(first_month(period));
        *first = make(kind, (uint32_t) (before + 1));
        return (uint32_t) (dg_period_last_day(period) - before);
    }
    *first = make(kind, first_month(period) / (12 / per_year[kind]));
    return per_year[kind] / per_year[own];
}

bool
dg_period_within(dg_period period, enum dg_period_kind kind, dg_period *whole)
{
    enum dg_period_kind own = dg_period_kind(period);
    uint32_t month;
    if (own == kind) {
        *whole = period;
        return true;
    }
    if (own == DG_PERIOD_NONE || kind < own) {
        return false;
    }
    month = own == DG_PERIOD_DAY ? month_of_day(period) : first_month(period);
    *whole = make(kind, month / (12 / per_year[kind]));
    return true;
}

bool
dg_period_before(dg_period period, bool in_year, dg_period *before)
{
    dg_period year, other;
    dg_period one_less = period - 1;
    if (dg_period_kind(period) == DG_PERIOD_NONE || count_of(period) == 0) {
        return false;
    }
    if (!dg_period_within(one_less, DG_PERIOD_YEAR, &other) ||
        count_of(other) < FIRST_YEAR) {
        return false;
    }
    if (in_year &&
        (!dg_period_within(period, DG_PERIOD_YEAR, &year) || year != other)) {
        return false;
    }
    *before = one_less;
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how days, instants and periods are written and read. Working days
 * are workday.c's. */
#include "proto/base/date.h"

#include <stdio.h>

#define DAY_US INT64_C(86400000000)
#define CHINA_US INT64_C(28800000000) /* UTC+8 */
#define YEAR_MIN 1970
#define YEAR_MAX 9999
#define DAY_MAX 2932896 /* 9999-12-31 */

struct civil {
    int32_t year, month, day;
};

/* Days since 1970-01-01 of a proleptic Gregorian date and back; years begin in
 * March so that the leap day is a year's last (Hinnant, "chrono-Compatible
 * Low-Level Date Algorithms"). */
static int32_t
day_from_civil(struct civil date)
{
    int32_t year = date.year - (date.month <= 2);
    int32_t month = date.month > 2 ? date.month - 3 : date.month + 9;
    int32_t era = year / 400, of_era = year % 400;
    int32_t of_year = (153 * month + 2) / 5 + date.day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year -
           719468;
}

static struct civil
civil_from_day(int32_t day)
{
    int32_t shifted = day + 719468;
    int32_t era = shifted / 146097, of_era = shifted % 146097;
    int32_t year =
        (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int32_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int32_t month = (5 * of_year + 2) / 153;
    struct civil date;

    date.day = of_year - (153 * month + 2) / 5 + 1;
    date.month = month < 10 ? month + 3 : month - 9;
    date.year = era * 400 + year + (date.month <= 2);
    return date;
}

/* Cuts count digits off the front of text; -1 if they are none. */
static int32_t
cut_digits(struct dg_str *text, size_t count)
{
    int32_t value = 0;

    if (text->len < count) {
        return -1;
    }
    for (size_t i = 0; i < count; i++) {
        if (text->data[i] < '0' || text->data[i] > '9') {
            return -1;
        }
        value = value * 10 + (text->data[i] - '0');
    }
    text->data += count;
    text->len -= count;
    return value;
}

static bool
cut_char(struct dg_str *text, char wanted)
{
    if (text->len == 0 || text->data[0] != wanted) {
        return false;
    }
    text->data++;
    text->len--;
    return true;
}

/* Two digits from min to max, after a character unless that is 0. */
static bool
cut_pair(struct dg_str *text, char before, int32_t max, int32_t *value)
{
    if (before && !cut_char(text, before)) {
        return false;
    }
    *value = cut_digits(text, 2);
    return *value >= 0 && *value <= max;
}

static bool
cut_year(struct dg_str *text, int32_t *year)
{
    *year = cut_digits(text, 4);
    return *year >= YEAR_MIN && *year <= YEAR_MAX;
}

static bool
cut_date(struct dg_str *text, int32_t *day)
{
    struct civil date, again;

    if (!cut_year(text, &date.year) || !cut_pair(text, '-', 12, &date.month) ||
        !cut_pair(text, '-', 31, &date.day) || date.month == 0) {
        return false;
    }
    *day = day_from_civil(date);
    again = civil_from_day(*day); /* February 30 comes back as March 2 */
    return again.day == date.day && again.month == date.month;
}

enum dg_err
dg_date_parse(struct dg_str text, int32_t *day)
{
    int32_t parsed;

    if (!cut_date(&text, &parsed) || text.len != 0) {
        return DG_ERR_MALFORMED;
    }
    *day = parsed;
    return DG_OK;
}

/* Writes value as exactly digits digits. */
static char *
put_digits(char *out, int32_t value, int digits)
{
    for (int i = digits; i > 0; i--) {
        out[i - 1] = (char) ('0' + value % 10);
        value /= 10;
    }
    return out + digits;
}

static char *
put_date(char *out, int32_t day)
{
    struct civil date = civil_from_day(day < 0         ? 0
                                       : day > DAY_MAX ? DAY_MAX
                                                       : day);

    out = put_digits(out, date.year, 4);
    *out++ = '-';
    out = put_digits(out, date.month, 2);
    *out++ = '-';
    return put_digits(out, date.day, 2);
}

void
dg_date_format(int32_t day, char out[DG_DATE_SIZE])
{
    *put_date(out, day) = '\0';
}

/* Microseconds since midnight of "hh:mm:ss[.fraction]". */
static bool
cut_time(struct dg_str *text, int64_t *time_us)
{
    int32_t hour, minute, second, micro = 0;

    if (!cut_pair(text, 0, 23, &hour) || !cut_pair(text, ':', 59, &minute) ||
        !cut_pair(text, ':', 60, &second)) {
        return false;
    }
    if (cut_char(text, '.')) {
        size_t digits = 0;
        for (int32_t d; digits < 9 && (d = cut_digits(text, 1)) >= 0;
             digits++) {
            micro = digits < 6 ? micro * 10 + d : micro;
        }
        if (digits == 0) {
            return false;
        }
        for (; digits < 6; digits++) {
            micro *= 10;
        }
    }
    second = second == 60 ? 59 : second;
    *time_us = (hour * INT64_C(3600) + minute * 60 + second) * 1000000 + micro;
    return true;
}

static bool
cut_offset(struct dg_str *text, int64_t *offset_us)
{
    int32_t hour, minute;
    bool east;

    *offset_us = 0;
    if (cut_char(text, 'Z') || cut_char(text, 'z')) {
        return true;
    }
    east = cut_char(text, '+');
    if ((!east && !cut_char(text, '-')) || !cut_pair(text, 0, 23, &hour) ||
        !cut_pair(text, ':', 59, &minute)) {
        return false;
    }
    *offset_us = (hour * 60 + minute) * INT64_C(60000000) * (east ? 1 : -1);
    return true;
}

enum dg_err
dg_instant_parse(struct dg_str text, int64_t *time_us)
{
    int64_t of_day, offset, parsed;
    int32_t day;

    if (!cut_date(&text, &day) ||
        (!cut_char(&text, 'T') && !cut_char(&text, 't')) ||
        !cut_time(&text, &of_day) || !cut_offset(&text, &offset) ||
        text.len != 0) {
        return DG_ERR_MALFORMED;
    }
    parsed = day * DAY_US + of_day - offset;
    if (parsed < 0 || parsed >= (DAY_MAX + 1) * DAY_US) {
        return DG_ERR_MALFORMED;
    }
    *time_us = parsed;
    return DG_OK;
}

void
dg_instant_format(int64_t time_us, char out[DG_INSTANT_SIZE])
{
    int64_t us = time_us < 0 ? 0 : time_us;
    int32_t second = (int32_t) (us % DAY_US / 1000000);

    out = put_date(out, (int32_t) (us / DAY_US));
    *out++ = 'T';
    out = put_digits(out, second / 3600, 2);
    *out++ = ':';
    out = put_digits(out, second / 60 % 60, 2);
    *out++ = ':';
    out = put_digits(out, second % 60, 2);
    *out++ = '.';
    out = put_digits(out, (int32_t) (us % 1000000), 6);
    *out++ = 'Z';
    *out = '\0';
}

int32_t
dg_date_of_instant(int64_t time_us)
{
    int64_t local = time_us + CHINA_US;
    return (int32_t) (local / DAY_US - (local % DAY_US < 0));
}

int64_t
dg_instant_of_date(int32_t day)
{
    return day * DAY_US - CHINA_US;
}

enum dg_err
dg_due_parse(struct dg_str text, int64_t *due_us)
{
    int32_t day;

    if (dg_date_parse(text, &day) != DG_OK) {
        return dg_instant_parse(text, due_us);
    }
    *due_us = dg_instant_of_date(day + 1);
    return DG_OK;
}

/* What follows a period's year: nothing, "-Qn", "-MM" or "-MM-DD". */
static bool
cut_span(struct dg_str *text, struct civil *date, enum dg_span *span)
{
    int32_t quarter;

    *span = DG_SPAN_YEAR;
    if (text->len == 0) {
        return true;
    }
    if (text->len == 3 && memcmp(text->data, "-Q", 2) == 0) {
        *text = (struct dg_str){text->data + 2, 1};
        quarter = cut_digits(text, 1);
        date->month = quarter * 3 - 2;
        *span = DG_SPAN_QUARTER;
        return quarter >= 1 && quarter <= 4;
    }
    *span = DG_SPAN_MONTH;
    return cut_pair(text, '-', 12, &date->month) && date->month >= 1;
}

enum dg_err
dg_period_parse(struct dg_str text, int32_t *first_day, enum dg_span *span)
{
    struct civil date = {0, 1, 1};
    enum dg_span parsed;

    if (text.len == DG_DATE_SIZE - 1) {
        *span = DG_SPAN_DAY;
        return dg_date_parse(text, first_day);
    }
    if (!cut_year(&text, &date.year) || !cut_span(&text, &date, &parsed) ||
        text.len != 0) {
        return DG_ERR_MALFORMED;
    }
    *first_day = day_from_civil(date);
    *span = parsed;
    return DG_OK;
}

int32_t
dg_period_after(int32_t first_day, enum dg_span span, int32_t count)
{
    static const int32_t months[] = {12, 3, 1};
    struct civil date;
    int32_t month;

    if (span == DG_SPAN_DAY) {
        return first_day + count;
    }
    date = civil_from_day(first_day);
    month = date.month - 1 + months[span] * count;
    date.year += month / 12;
    date.month = month % 12 + 1;
    return day_from_civil(date);
}

void
dg_period_format(int32_t first_day, enum dg_span span, char out[DG_DATE_SIZE])
{
    struct civil date = civil_from_day(first_day);

    dg_date_format(first_day, out);
    if (span == DG_SPAN_QUARTER) {
        out[5] = 'Q';
        out[6] = (char) ('1' + (date.month - 1) / 3);
        out[7] = '\0';
    } else if (span != DG_SPAN_DAY) {
        out[span == DG_SPAN_YEAR ? 4 : 7] = '\0';
    }
}

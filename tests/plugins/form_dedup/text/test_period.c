/* SPDX-License-Identifier: Apache-2.0 */
/* Periods read, written, taken apart and put together, against the calendar. */
#include "plugins/form_dedup/text/day.h"
#include "plugins/form_dedup/text/period.h"
#include "tests/tap/tap.h"

static struct dg_plugin_str
str(const char *text)
{
    return (struct dg_plugin_str){text, strlen(text)};
}

static dg_period
period(const char *text)
{
    dg_period read = 0;
    ok(dg_period_read(str(text), &read), "%s is a period", text);
    return read;
}

static void
is_period(dg_period got, const char *want, const char *name)
{
    char out[11];
    dg_period_write(got, out);
    is_text(out, want, name);
}

static void
test_read(void)
{
    static const char *const good[] = {"",           "1970",       "9999",
                                       "2026-Q1",    "2026-Q4",    "2026-01",
                                       "2026-12",    "1970-01-01", "2026-11-22",
                                       "2024-02-29", "9999-12-31", NULL};
    static const char *const bad[] = {
        "1969",       "202",      "20261",      "2026-",      "2026-Q0",
        "2026-Q5",    "2026-00",  "2026-13",    "2026-1",     "2026/01",
        "2026-01-32", "2026-2-1", "2025-02-29", "1900-02-29", "2026-01-01 ",
        "2026-01/01", "２０２６", "2026-q1",    " 2026",      NULL};
    dg_period read;
    for (size_t i = 0; good[i]; i++) {
        is_period(period(good[i]), good[i], "and is written as it was read");
    }
    for (size_t i = 0; bad[i]; i++) {
        ok(!dg_period_read(str(bad[i]), &read), "\"%s\" is none", bad[i]);
    }
}

static void
test_kinds(void)
{
    enum dg_period_kind kind;
    is_int(dg_period_kind(period("")), DG_PERIOD_NONE, "nothing is none");
    is_int(dg_period_kind(period("2026-11-22")), DG_PERIOD_DAY, "a day");
    is_int(dg_period_kind(period("2026-11")), DG_PERIOD_MONTH, "a month");
    is_int(dg_period_kind(period("2026-Q4")), DG_PERIOD_QUARTER, "a quarter");
    is_int(dg_period_kind(period("2026")), DG_PERIOD_YEAR, "a year");
    for (int i = DG_PERIOD_NONE; i <= DG_PERIOD_YEAR; i++) {
        const char *name = dg_period_kind_name((enum dg_period_kind) i);
        ok(dg_period_kind_read(str(name), &kind) && (int) kind == i,
           "%s is the name of its kind", name);
    }
    ok(!dg_period_kind_read(str("week"), &kind), "a week is no kind");
    ok(period("2026-01") == period("2025-12") + 1, "months count on");
    ok(period("2026-Q1") == period("2025-Q4") + 1, "quarters count on");
    ok(period("2026-03-01") == period("2026-02-28") + 1, "days count on");
}

static void
check_parts(const char *whole, enum dg_period_kind kind, const char *first,
            uint32_t count)
{
    dg_period got = 0;
    uint32_t n = dg_period_parts(period(whole), kind, &got);
    is_int(n, count, "has so many parts");
    if (count) {
        is_period(got, first, "and this is the first");
    }
}

static void
test_parts(void)
{
    check_parts("2026", DG_PERIOD_QUARTER, "2026-Q1", 4);
    check_parts("2026", DG_PERIOD_MONTH, "2026-01", 12);
    check_parts("2026", DG_PERIOD_DAY, "2026-01-01", 365);
    check_parts("2024", DG_PERIOD_DAY, "2024-01-01", 366);
    check_parts("2026-Q4", DG_PERIOD_MONTH, "2026-10", 3);
    check_parts("2026-Q1", DG_PERIOD_DAY, "2026-01-01", 90);
    check_parts("2024-02", DG_PERIOD_DAY, "2024-02-01", 29);
    check_parts("9999-12", DG_PERIOD_DAY, "9999-12-01", 31);
    check_parts("2026-11", DG_PERIOD_MONTH, "", 0);
    check_parts("2026-11", DG_PERIOD_QUARTER, "", 0);
    check_parts("2026-11", DG_PERIOD_NONE, "", 0);
    check_parts("", DG_PERIOD_MONTH, "", 0);
}

static void
check_within(const char *part, enum dg_period_kind kind, const char *whole)
{
    dg_period got = 0;
    bool found = dg_period_within(period(part), kind, &got);
    if (!whole) {
        ok(!found, "lies in none");
    } else if (ok(found, "lies in one")) {
        is_period(got, whole, "which is this");
    }
}

static void
test_within(void)
{
    check_within("2026-11-22", DG_PERIOD_DAY, "2026-11-22");
    check_within("2026-11-22", DG_PERIOD_MONTH, "2026-11");
    check_within("2026-11-22", DG_PERIOD_QUARTER, "2026-Q4");
    check_within("2026-11-22", DG_PERIOD_YEAR, "2026");
    check_within("2026-09", DG_PERIOD_QUARTER, "2026-Q3");
    check_within("2026-Q3", DG_PERIOD_YEAR, "2026");
    check_within("2026-Q3", DG_PERIOD_MONTH, NULL);
    check_within("2026", DG_PERIOD_NONE, NULL);
    check_within("", DG_PERIOD_YEAR, NULL);
    check_within("", DG_PERIOD_NONE, "");
}

static void
check_before(const char *text, bool in_year, const char *want)
{
    dg_period got = 0;
    bool found = dg_period_before(period(text), in_year, &got);
    if (!want) {
        ok(!found, "has none before it");
    } else if (ok(found, "has one before it")) {
        is_period(got, want, "which is this");
    }
}

static void
test_before(void)
{
    check_before("2026-11", true, "2026-10");
    check_before("2026-01", true, NULL);
    check_before("2026-01", false, "2025-12");
    check_before("2026-Q1", false, "2025-Q4");
    check_before("2026-Q1", true, NULL);
    check_before("2026-01-01", true, NULL);
    check_before("2026-03-01", true, "2026-02-28");
    check_before("2026", false, "2025");
    check_before("2026", true, NULL);
    check_before("1970", false, NULL);
    check_before("1970-01", false, NULL);
    check_before("1970-Q1", false, NULL);
    check_before("1970-01-01", false, NULL);
    check_before("", false, NULL);
}

static void
check_last(const char *text, int year, int month, int day)
{
    int32_t want = 0;
    ok(dg_day_number((struct dg_day){year, month, day}, &want), "a day");
    is_int(dg_period_last_day(period(text)), want, "is the last");
}

static void
test_last(void)
{
    check_last("2026", 2026, 12, 31);
    check_last("2026-Q2", 2026, 6, 30);
    check_last("2024-02", 2024, 2, 29);
    check_last("2026-11-22", 2026, 11, 22);
    check_last("9999", 9999, 12, 31);
    is_int(dg_period_last_day(0), INT32_MAX, "none never ends");
}

/* Each day from 1800 on follows the one before, as the calendar has it. */
static void
test_days(void)
{
    struct dg_day date = {1800, 1, 1};
    int32_t want = -62091, number = 0;
    size_t wrong = 0;
    while (date.year < 2400) {
        struct dg_day back = dg_day_date(want);
        wrong += !dg_day_number(date, &number) || number != want;
        wrong += back.year != date.year || back.month != date.month ||
                 back.day != date.day;
        want++;
        if (++date.day > dg_day_month_length(date.year, date.month)) {
            date.day = 1;
            date.year += ++date.month > 12;
            date.month = date.month > 12 ? 1 : date.month;
        }
    }
    is_int(wrong, 0, "600 years of days");
    is_int(number, 157053, "to the end of 2399");
    ok(dg_day_number((struct dg_day){1970, 1, 1}, &number) && number == 0,
       "1970 begins at 0");
    ok(!dg_day_number((struct dg_day){2026, 13, 1}, &number) &&
           !dg_day_number((struct dg_day){2026, 0, 1}, &number) &&
           !dg_day_number((struct dg_day){2026, 1, 0}, &number) &&
           !dg_day_number((struct dg_day){0, 1, 1}, &number) &&
           !dg_day_number((struct dg_day){10000, 1, 1}, &number),
       "there are no such days");
}

int
main(void)
{
    test_read();
    test_kinds();
    test_parts();
    test_within();
    test_before();
    test_last();
    test_days();
    return tap_done();
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Days, instants, due dates and periods. */
#include "proto/base/date.h"

#include <time.h>

#include "tests/tap/tap.h"

#define DAY_US INT64_C(86400000000)

static void
test_dates(void)
{
    static const char *const bad[] = {
        "",           "2026",        "2026-11",     "2026-11-2",
        "2026-11-31", "2026-02-29",  "2026-00-10",  "2026-13-01",
        "2026-01-00", "2026-01-32",  "1969-12-31",  "0000-01-01",
        "20261122",   "2026/11/22",  "2026-11-22 ", "2026-11-22T",
        "+026-11-22", "２026-11-22", "1900-02-28",
    };
    int32_t day = 0;
    char text[DG_DATE_SIZE];

    is_int(dg_date_parse(DG_STR("1970-01-01"), &day), DG_OK, "the first day");
    is_int(day, 0, "is 0");
    dg_date_parse(DG_STR("9999-12-31"), &day);
    is_int(day, 2932896, "the last day");
    dg_date_format(day, text);
    is_text(text, "9999-12-31", "comes back");
    dg_date_parse(DG_STR("2024-02-29"), &day);
    is_int(day, 19782, "a leap day");
    is_int(dg_date_parse(DG_STR("2000-02-29"), &day), DG_OK, "2000 has one");
    is_int(dg_date_parse(DG_STR("2100-02-29"), &day), DG_ERR_MALFORMED,
           "2100 has none");
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        day = 7;
        ok(dg_date_parse(dg_str_from(bad[i]), &day) == DG_ERR_MALFORMED &&
               day == 7,
           "no date: \"%s\"", bad[i]);
    }
    dg_date_format(-1, text);
    is_text(text, "1970-01-01", "before the first day there is none");
    dg_date_format(INT32_MAX, text);
    is_text(text, "9999-12-31", "nor behind the last");
}

/* Against the C library, each day of two centuries and more. */
static void
test_every_day(void)
{
    bool same = true;

    for (int32_t day = 0; day < 100000 && same; day++) {
        time_t second = (time_t) day * 86400;
        struct tm tm;
        char want[32], got[DG_DATE_SIZE];
        int32_t back;
        gmtime_r(&second, &tm);
        strftime(want, sizeof want, "%Y-%m-%d", &tm);
        dg_date_format(day, got);
        same = strcmp(got, want) == 0 &&
               dg_date_parse(dg_str_from(want), &back) == DG_OK && back == day;
    }
    ok(same, "100,000 days as gmtime and strftime have them");
}

static void
test_instants(void)
{
    static const struct {
        const char *text;
        int64_t us;
        const char *normal;
    } good[] = {
        {"1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00.000000Z"},
        {"2026-11-22T08:00:00+08:00", INT64_C(1795305600000000),
         "2026-11-22T00:00:00.000000Z"},
        {"2026-11-21T19:30:00-04:30", INT64_C(1795305600000000),
         "2026-11-22T00:00:00.000000Z"},
        {"2026-11-22t00:00:00z", INT64_C(1795305600000000),
         "2026-11-22T00:00:00.000000Z"},
        {"2026-11-22T00:00:00.5Z", INT64_C(1795305600500000),
         "2026-11-22T00:00:00.500000Z"},
        {"2026-11-22T00:00:00.123456789Z", INT64_C(1795305600123456),
         "2026-11-22T00:00:00.123456Z"},
        {"2016-12-31T23:59:60Z", INT64_C(1483228799000000),
         "2016-12-31T23:59:59.000000Z"},
        {"9999-12-31T23:59:59.999999Z", INT64_C(253402300799999999),
         "9999-12-31T23:59:59.999999Z"},
    };
    char text[DG_INSTANT_SIZE];

    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        int64_t us = -1;
        is_int(dg_instant_parse(dg_str_from(good[i].text), &us), DG_OK,
               good[i].text);
        is_int(us, good[i].us, "microseconds");
        dg_instant_format(us, text);
        is_text(text, good[i].normal, "written in UTC");
    }
}

static void
test_bad_instants(void)
{
    static const char *const bad[] = {
        "",
        "2026-11-22",
        "2026-11-22T00:00:00",
        "2026-11-22 00:00:00Z",
        "2026-11-22T00:00Z",
        "2026-11-22T24:00:00Z",
        "2026-11-22T00:60:00Z",
        "2026-11-22T00:00:61Z",
        "2026-11-22T00:00:00.Z",
        "2026-11-22T00:00:00.1234567890Z",
        "2026-11-22T00:00:00+8:00",
        "2026-11-22T00:00:00+0800",
        "2026-11-22T00:00:00+24:00",
        "2026-11-22T00:00:00+08:60",
        "2026-11-22T00:00:00Z ",
        "2026-11-31T00:00:00Z",
        "1970-01-01T00:00:00+08:00",
        "9999-12-31T23:59:59-08:00",
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        int64_t us = 7;
        ok(dg_instant_parse(dg_str_from(bad[i]), &us) == DG_ERR_MALFORMED &&
               us == 7,
           "no instant: \"%s\"", bad[i]);
    }
}

static void
test_china(void)
{
    int32_t day;
    int64_t us;

    dg_date_parse(DG_STR("2026-11-22"), &day);
    us = dg_instant_of_date(day);
    is_int(us, INT64_C(1795276800000000), "a China day begins at 16:00 UTC");
    is_int(dg_date_of_instant(us), day, "its first microsecond");
    is_int(dg_date_of_instant(us - 1), day - 1, "the one before");
    is_int(dg_date_of_instant(us + DAY_US - 1), day, "its last");
    is_int(dg_date_of_instant(0), 0, "1970 began at 08:00");
    is_int(dg_date_of_instant(-INT64_C(28800000000) - 1), -1,
           "days before 1970 round down");
}

static void
test_due(void)
{
    int64_t us = 0;

    is_int(dg_due_parse(DG_STR("2026-11-22"), &us), DG_OK, "a day");
    is_int(us, INT64_C(1795276800000000) + DAY_US, "is due at its end");
    is_int(dg_due_parse(DG_STR("2026-11-22T17:30:00+08:00"), &us), DG_OK,
           "an instant");
    is_int(us, INT64_C(1795339800000000), "is due then");
    is_int(dg_due_parse(DG_STR("2026-11-31"), &us), DG_ERR_MALFORMED,
           "a day that is none");
    is_int(dg_due_parse(DG_STR("年底"), &us), DG_ERR_MALFORMED, "a word");
}

static void
check_period(const char *text, const char *first, enum dg_span span)
{
    int32_t day = -1;
    enum dg_span got = DG_SPAN_DAY;
    char date[DG_DATE_SIZE];

    is_int(dg_period_parse(dg_str_from(text), &day, &got), DG_OK, text);
    dg_date_format(day, date);
    is_text(date, first, "its first day");
    is_int(got, span, "its span");
}

static void
test_periods(void)
{
    static const char *const bad[] = {
        "",        "202",      "1969",     "2026-",      "2026-Q0",
        "2026-Q5", "2026-Q10", "2026-q1",  "2026-1",     "2026-00",
        "2026-13", "2026Q1",   "2026-111", "2026-02-30", "2026-11-2",
    };
    int32_t day;
    enum dg_span span;

    check_period("2026", "2026-01-01", DG_SPAN_YEAR);
    check_period("2026-Q1", "2026-01-01", DG_SPAN_QUARTER);
    check_period("2026-Q4", "2026-10-01", DG_SPAN_QUARTER);
    check_period("2026-11", "2026-11-01", DG_SPAN_MONTH);
    check_period("2026-11-22", "2026-11-22", DG_SPAN_DAY);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        ok(dg_period_parse(dg_str_from(bad[i]), &day, &span) ==
               DG_ERR_MALFORMED,
           "no period: \"%s\"", bad[i]);
    }
}

static void
test_next_period(void)
{
    static const struct {
        const char *period, *next;
    } cases[] = {
        {"2026", "2027"},       {"2026-Q4", "2027-Q1"},
        {"2026-Q1", "2026-Q2"}, {"2026-12", "2027-01"},
        {"2028-02", "2028-03"}, {"2028-02-28", "2028-02-29"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[DG_DATE_SIZE];
        int32_t day = 0;
        enum dg_span span = DG_SPAN_DAY;
        dg_period_parse(dg_str_from(cases[i].period), &day, &span);
        dg_period_format(day, span, text);
        is_text(text, cases[i].period, "a period as it was written");
        dg_period_format(dg_period_after(day, span, 1), span, text);
        is_text(text, cases[i].next, "and the next");
    }
}

int
main(void)
{
    test_next_period();
    test_dates();
    test_every_day();
    test_instants();
    test_bad_instants();
    test_china();
    test_due();
    test_periods();
    return tap_done();
}

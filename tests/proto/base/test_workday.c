/* SPDX-License-Identifier: Apache-2.0 */
/* Working days: every day of four years against the notices, as a file has
 * them; counts; what is not known. */
#include <stdio.h>
#include <stdlib.h>

#include "proto/base/date.h"
#include "proto/base/workday.h"
#include "tests/tap/tap.h"

#define FIRST_DAY 19358 /* 2023-01-01 */
#define DAYS 1461

static int32_t
day_of(const char *text)
{
    int32_t day = -1;
    dg_date_parse(dg_str_from(text), &day);
    return day;
}

/* 'o' for a day off, 'w' for one made up, by days since FIRST_DAY. */
static int
read_notices(char *kinds)
{
    char path[4096], line[256];
    int count = 0;
    snprintf(path, sizeof path, "%s/tests/data/holidays-cn.tsv",
             getenv("top_srcdir"));
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file)) {
        line[10] = '\0';
        int32_t at = line[0] == '#' ? -1 : day_of(line) - FIRST_DAY;
        if (at >= 0 && at < DAYS) {
            kinds[at] = line[11];
            count++;
        }
    }
    if (file) {
        fclose(file);
    }
    return count;
}

static void
test_every_day(void)
{
    static char kinds[DAYS];
    is_int(day_of("2023-01-01"), FIRST_DAY, "the first day");
    is_int(read_notices(kinds), 141, "days in the notices");
    int wrong = 0;
    for (int32_t i = 0; i < DAYS; i++) {
        bool weekend = i % 7 == 0 || i % 7 == 6; /* it was a Sunday */
        enum dg_workday want = kinds[i] == 'o'   ? DG_WORKDAY_HOLIDAY
                               : kinds[i] == 'w' ? DG_WORKDAY_MADE_UP
                               : weekend         ? DG_WORKDAY_WEEKEND
                                                 : DG_WORKDAY_USUAL;
        wrong += dg_workday_at(FIRST_DAY + i) != want;
        wrong += dg_workday_weekday(FIRST_DAY + i) != (i + 6) % 7;
    }
    is_int(wrong, 0, "every day is as in the notices");
}

static void
test_counts(void)
{
    static const struct {
        const char *first, *last;
        int32_t count;
    } cases[] = {
        {"2023-01-01", "2023-12-31", 249}, {"2024-01-01", "2024-12-31", 251},
        {"2025-01-01", "2025-12-31", 248}, {"2026-01-01", "2026-12-31", 248},
        {"2025-01-26", "2025-01-26", 1},   {"2025-01-27", "2025-01-26", 0},
        {"2024-02-29", "2024-02-29", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int32_t count = -1;
        enum dg_err err = dg_workday_count(day_of(cases[i].first),
                                           day_of(cases[i].last), &count);
        ok(err == DG_OK && count == cases[i].count, "%s to %s: %d",
           cases[i].first, cases[i].last, (int) count);
    }
}

/* There and back again. */
static void
test_after(void)
{
    int wrong = 0;
    for (int32_t day = day_of("2023-03-01"); day < day_of("2026-10-01");
         day++) {
        for (int32_t n = 1; n < 40; n += 6) {
            int32_t found, count, back;
            wrong += dg_workday_after(day, n, &found) != DG_OK ||
                     !dg_workday_is(found) ||
                     dg_workday_count(day + 1, found, &count) != DG_OK ||
                     count != n;
            wrong +=
                dg_workday_is(day) &&
                (dg_workday_after(found, -n, &back) != DG_OK || back != day);
        }
    }
    is_int(wrong, 0, "so many ahead are so many between");
}

static void
test_unknown(void)
{
    int32_t found, count;
    is_int(dg_workday_at(day_of("2022-12-31")), DG_WORKDAY_UNKNOWN, "before");
    is_int(dg_workday_at(day_of("2027-01-01")), DG_WORKDAY_UNKNOWN, "behind");
    is_int(dg_workday_after(day_of("2026-12-31"), 1, &found), DG_ERR_ABSENT,
           "no day is guessed");
    is_int(found, day_of("2027-01-01"), "and it is said which");
    is_int(dg_workday_count(day_of("2026-12-31"), day_of("2027-01-01"), &count),
           DG_ERR_ABSENT, "nor counted");
    ok(!dg_workday_is(-5), "nor before there were days");
}

int
main(void)
{
    test_every_day();
    test_counts();
    test_after();
    test_unknown();
    return tap_done();
}

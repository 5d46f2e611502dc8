/* SPDX-License-Identifier: Apache-2.0 */
/* Rates, each with what it is out of; what would be above 100 % names the
 * office; what nobody counted has no value. */
#include <stdlib.h>

#include "tests/plugins/burden/figure/county.h"
#include "tests/tap/tap.h"

static struct county county;

/* The members of one rate. */
static const char *
rate(const char *params, const char *name)
{
    static char shown[512];
    char member[64];
    const char *answer = county_read(&county, params), *at, *end;
    snprintf(member, sizeof member, "{\"name\":\"%s\",", name);
    at = strstr(answer, member);
    end = at ? strchr(at, '}') : NULL;
    if (!end) {
        return "missing";
    }
    at += strlen(member);
    snprintf(shown, sizeof shown, "%.*s", (int) (end - at), at);
    return shown;
}

static void
ask(uint64_t task, const char *due, const char *place, const char *reported,
    const char *ontime)
{
    county_ask(&county,
               &(struct dg_book_ask){
                   .task = task,
                   .first = task,
                   .time_us = county_noon("2026-01-05"),
                   .due_us = county_noon(due),
                   .source = county_source(&county, "department/mzj"),
                   .duty = county_duty(&county, "mz-001"),
                   .place = county_place(&county, place),
                   .forms = 1,
                   .state = DG_ASK_OPEN,
                   .level = DG_LEVEL_COUNTY,
                   .reported = reported ? county_set(&county, reported) : NULL,
                   .ontime = ontime ? county_set(&county, ontime) : NULL});
}

/* 9 asked, 8 reported: 88.89 %. */
static void
test_reports(void)
{
    county_open(&county);
    ask(7, "2026-01-20", "0-8", "0-7", "0-5");
    ask(8, "2026-12-31", "0-8", NULL, NULL); /* not due yet */
    county_today(&county, "2026-02-01");
    is_text(rate("{'view':'rates'}", "reporting"),
            "\"numerator\":8,\"denominator\":9,\"of\":\"reports that were due, "
            "one of each office for each task\",\"percent\":\"88.89\"",
            "8 of 9 reports");
    is_text(rate("{'view':'rates'}", "on-time"),
            "\"numerator\":6,\"denominator\":9,\"of\":\"reports that were due, "
            "one of each office for each task\",\"percent\":\"66.67\"",
            "6 of 9 in time");
    is_text(rate("{'view':'rates'}", "timeliness"),
            "\"numerator\":6,\"denominator\":8,\"of\":\"reports that were due "
            "and are in\",\"percent\":\"75.00\"",
            "6 of those 8");
    is_text(rate("{'view':'rates','prefix':'522731100208'}", "reporting"),
            "\"numerator\":0,\"denominator\":1,\"of\":\"reports that were due, "
            "one of each office for each task\",\"percent\":\"0.00\"",
            "of one village");
    is_text(rate("{'view':'rates','from':'2026-02'}", "reporting"),
            "\"numerator\":0,\"denominator\":0,\"of\":\"reports that were due, "
            "one of each office for each task\"",
            "in a month without any there is none");
    is_text(rate("{'view':'rates','prefix':'522731'}", "admission"), "missing",
            "nor by office of what is not kept by office");
    county_close(&county);
}

static void
test_above(void)
{
    county_open(&county);
    ask(7, "2026-01-20", "0-2", "0-2", "0-2");
    county_today(&county, "2026-02-01");
    county_stray(&county, 7, 17);
    is_text(rate("{'view':'rates'}", "reporting"),
            "\"numerator\":4,\"denominator\":3,\"of\":\"reports that were due, "
            "one of each office for each task\",\"error\":\"rate-over-100\","
            "\"office\":\"522731101207\",\"task\":7",
            "a rate above 100 % is an error that names the office");
    is_text(rate("{'view':'rates','prefix':'522731100'}", "reporting"),
            "\"numerator\":3,\"denominator\":3,\"of\":\"reports that were due, "
            "one of each office for each task\",\"percent\":\"100.00\"",
            "which is not of this town");
    county_close(&county);
}

/* 1 goes to 0: whoever took over reports for both, once. */
static void
test_merger(void)
{
    county_open(&county);
    ask(7, "2026-01-20", "0-3", "0-3", NULL);
    ask(8, "2026-01-20", "1-3", "0,2", NULL);
    county.heirs[1] = 0;
    county_today(&county, "2026-02-01");
    is_text(rate("{'view':'rates'}", "reporting"),
            "\"numerator\":5,\"denominator\":6,\"of\":\"reports that were due, "
            "one of each office for each task\",\"percent\":\"83.33\"",
            "the heir is asked once, and its report is nobody's else");
    county_close(&county);
}

static void
add(const char *row, const char *cause, uint64_t quantity)
{
    county_add(&county, &(struct county_cell){.month = "2026-01",
                                              .department = "department/mzj",
                                              .duty = "mz-001",
                                              .place = "0-9",
                                              .row = row,
                                              .cause = cause,
                                              .quantity = quantity});
}

/* A year of 168 forms and 1,377 submissions. */
static void
test_tallies(void)
{
    county_open(&county);
    add("field.integer", "asked", 50);
    add("field.text", "asked", 10);
    add("field.integer", "identical", 20);
    add("field.integer", "known", 20);
    add("field.integer", "rework", 7);
    add("field.integer", "duty-not-listed", 900);
    add("seal", "seal-not-allowed", 3);
    for (unsigned i = 0; i < 21; i++) {
        county_ask(&county, &(struct dg_book_ask){.task = i + 1,
                                                  .source = county_source(
                                                      &county, "department/x"),
                                                  .forms = 8,
                                                  .state = DG_ASK_OPEN});
        county_ask(&county, &(struct dg_book_ask){.task = i + 100,
                                                  .forms = 8,
                                                  .state = DG_ASK_OPEN,
                                                  .repeats = true});
        county_ask(&county, &(struct dg_book_ask){.task = i + 200,
                                                  .forms = 8,
                                                  .state = DG_ASK_REFUSED});
    }
    county_tally(&county, &(struct dg_tally){.month = (2026 - 1970) * 12,
                                             .decided = 200,
                                             .admitted = 150,
                                             .refused = 40,
                                             .deferred = 10,
                                             .urgent = 5,
                                             .lifesafety = 1,
                                             .once = 120,
                                             .submissions = 1000,
                                             .filled = 300,
                                             .reused = 700});
    county_tally(&county, &(struct dg_tally){.month = (2026 - 1970) * 12 + 1,
                                             .submissions = 377});
    is_text(rate("{'view':'rates'}", "submissions"),
            "\"numerator\":1377,\"denominator\":168,\"of\":\"forms asked, each "
            "once however often it recurs\",\"value\":\"8.20\"",
            "8.20 submissions a form");
    is_text(rate("{'view':'rates'}", "duplicate"),
            "\"numerator\":400,\"denominator\":1000,\"of\":\"fields that "
            "admitted tasks ask, one at each office\",\"percent\":\"40.00\"",
            "fields that were known or asked already");
    is_text(rate("{'view':'rates'}", "reuse"),
            "\"numerator\":700,\"denominator\":1000,\"of\":\"values "
            "delivered\",\"percent\":\"70.00\"",
            "values that nobody said again");
    is_text(rate("{'view':'rates'}", "admission"),
            "\"numerator\":150,\"denominator\":200,\"of\":\"attempts "
            "decided\",\"percent\":\"75.00\"",
            "admitted");
    is_text(rate("{'view':'rates'}", "refusal"),
            "\"numerator\":40,\"denominator\":200,\"of\":\"attempts "
            "decided\",\"percent\":\"20.00\"",
            "refused");
    is_text(rate("{'view':'rates'}", "emergency"),
            "\"numerator\":6,\"denominator\":150,\"of\":\"attempts "
            "admitted\",\"percent\":\"4.00\"",
            "urgent");
    is_text(rate("{'view':'rates'}", "temporary"),
            "\"numerator\":120,\"denominator\":150,\"of\":\"attempts "
            "admitted\",\"percent\":\"80.00\"",
            "asked once");
    is_text(
        rate("{'view':'rates','from':'2026-01','to':'2026-01'}", "submissions"),
        "\"numerator\":1000,\"denominator\":0,\"of\":\"forms asked, each "
        "once however often it recurs\"",
        "of one month, whose asks are another's");
    county_close(&county);
}

int
main(void)
{
    test_reports();
    test_above();
    test_merger();
    test_tallies();
    return tap_done();
}

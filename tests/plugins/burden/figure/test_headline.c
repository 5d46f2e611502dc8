/* SPDX-License-Identifier: Apache-2.0 */
/* Now against the baseline: a worker's week over months of 29 and 30 days,
 * villages that merged, what changed it. */
#include <stdlib.h>

#include "tests/plugins/burden/figure/county.h"
#include "tests/tap/tap.h"

static struct county county;

static void
add(const char *month, const char *department, uint64_t quantity,
    const char *place, uint16_t tariff)
{
    county_add(&county, &(struct county_cell){.month = month,
                                              .department = department,
                                              .duty = "mz-001",
                                              .place = place,
                                              .row = "task",
                                              .cause = "asked",
                                              .quantity = quantity,
                                              .tariff = tariff,
                                              .level = DG_LEVEL_COUNTY});
}

/* What stands behind the first "from" in the text of an answer, to a mark. */
static const char *
part(const char *answer, const char *from, char until)
{
    static char shown[1024];
    const char *at = strstr(answer, from);
    const char *end = at ? strchr(at, until) : NULL;
    if (!end) {
        return answer;
    }
    snprintf(shown, sizeof shown, "%.*s", (int) (end - at + 1), at);
    return shown;
}

/* What a department says by itself that it handed down otherwise. */
static void
declare(const char *month, uint64_t minutes, uint16_t tariff)
{
    county_add(&county, &(struct county_cell){.month = month,
                                              .department = "department/mzj",
                                              .duty = "mz-001",
                                              .place = "0-9",
                                              .row = "declared",
                                              .cause = "asked",
                                              .quantity = minutes,
                                              .tariff = tariff,
                                              .level = DG_LEVEL_COUNTY});
}

/* February 2024 has 29 days, April 30: 5 workers in each of 10 villages. */
static void
test_weeks(void)
{
    county_open(&county);
    county.villages = 10;
    county_even_tariff(&county, "2024-1", "100",
                       ",'workers':{'each':5},'baseline':{'from':'2024-02',"
                       "'to':'2024-02'}");
    add("2024-02", "department/mzj", 29, "0-9", 1);
    add("2024-04", "department/mzj", 15, "0-9", 1);
    add("2024-04", "department/nyncj", 3, "0-3", 1);
    declare("2024-02", 1000000, 1); /* to have had much */
    county_today(&county, "2024-06-15");
    is_text(
        part(county_read(&county, "{'view':'headline','from':'2024-04',"
                                  "'to':'2024-04'}"),
             "\"now\"", ']'),
        "\"now\":{\"from\":\"2024-04-01\",\"to\":\"2024-04-30\",\"days\":30,"
        "\"borne\":\"16200.00\",\"workers\":50,\"perworkerweek\":\"75.60\"},"
        "\"baseline\":{\"from\":\"2024-02-01\",\"to\":\"2024-02-29\","
        "\"days\":29,\"borne\":\"29000.00\",\"workers\":50,"
        "\"perworkerweek\":\"140.00\"},\"offices\":10,\"unknown\":0,"
        "\"change\":\"-46.00\",\"departments\":["
        "{\"department\":\"department/mzj\",\"borne\":\"15000.00\","
        "\"perworkerweek\":\"70.00\",\"before\":\"29000.00\",\"change\":"
        "\"-50.00\"},{\"department\":\"department/nyncj\",\"borne\":"
        "\"1200.00\",\"perworkerweek\":\"5.60\",\"before\":\"0.00\"}]",
        "a leap February against an April, most borne first");
    is_text(part(county_read(&county, "{'view':'headline'}"), "\"now\"", '}'),
            "\"now\":{\"from\":\"2024-03-01\",\"to\":\"2024-06-15\",\"days\":"
            "107,\"borne\":\"16200.00\",\"workers\":50,\"perworkerweek\":"
            "\"21.20\"}",
            "all that came since, to the day of the last entry");
    is_text(county_read(&county, "{'view':'headline','from':'2024-07'}"),
            "not found", "months that did not come yet");
    is_text(part(county_read(&county, "{'view':'headline','from':'2023-02',"
                                      "'to':'2023-02'}"),
                 "\"now\"", '}'),
            "\"now\":{\"from\":\"2023-02-01\",\"to\":\"2023-02-28\",\"days\":"
            "28,\"borne\":\"0.00\",\"workers\":50,\"perworkerweek\":\"0.00\"}",
            "a February of 28");
    county_close(&county);
}

/* Village 1 is taken over by 0 in mid-year; 9 has no workers published. */
static void
test_merger(void)
{
    county_open(&county);
    county.villages = 10;
    county_even_tariff(&county, "2024-1", "100",
                       ",'workers':{'offices':["
                       "{'code':'522731100200','workers':4},"
                       "{'code':'522731100201','workers':6},"
                       "{'code':'522731100202','workers':5}]},"
                       "'baseline':{'from':'2024-02','to':'2024-02'}");
    add("2024-02", "department/mzj", 1, "0-9", 1);
    add("2024-03", "department/mzj", 1, "0,2-9", 1);
    county_today(&county, "2024-04-02");
    county.heirs[1] = 0;
    county_today(&county, "2024-04-03");
    is_text(
        part(county_read(&county, "{'view':'headline','from':'2024-03','to':"
                                  "'2024-03'}"),
             "\"now\"", '['),
        "\"now\":{\"from\":\"2024-03-01\",\"to\":\"2024-03-31\",\"days\":31,"
        "\"borne\":\"200.00\",\"workers\":9,\"perworkerweek\":\"5.02\"},"
        "\"baseline\":{\"from\":\"2024-02-01\",\"to\":\"2024-02-29\","
        "\"days\":29,\"borne\":\"300.00\",\"workers\":15,"
        "\"perworkerweek\":\"4.83\"},\"offices\":2,\"unknown\":7,"
        "\"change\":\"3.94\",\"departments\":[",
        "both villages are in the baseline, the heir alone is now");
    is_text(part(county_read(&county, "{'by':['office'],'prefix':"
                                      "'522731100200'}"),
                 "\"figures\"", '}'),
            "\"figures\":[{\"office\":\"522731100200\",\"officename\":\"村\","
            "\"asked\":\"300.00\",\"borne\":\"300.00\",\"avoided\":\"0.00\","
            "\"relief\":\"0.00\",\"neverborne\":\"0.00\",\"outside\":\"0.00\","
            "\"rate\":\"0.00\"}",
            "the heir has what both bore");
    county_close(&county);
}

static void
test_none(void)
{
    county_open(&county);
    county.villages = 10;
    county_even_tariff(&county, "2024-1", "100", "");
    add("2024-02", "department/mzj", 1, "0-9", 1);
    county_today(&county, "2024-03-31");
    is_text(
        part(county_read(&county, "{'view':'headline'}"), "\"now\"", ']'),
        "\"now\":{\"from\":\"2024-02-01\",\"to\":\"2024-03-31\",\"days\":60,"
        "\"borne\":\"0.00\",\"workers\":0},\"offices\":0,\"unknown\":10,"
        "\"departments\":[]",
        "without workers there is no week of theirs");
    is_text(county_read(&county, "{'view':'compare'}"), "not found",
            "and nothing to compare with without a baseline");
    county_even_tariff(&county, "later", "10",
                       ",'baseline':{'from':'2024-04','to':'2024-06'}");
    is_text(county_read(&county, "{'view':'compare','from':'2024-02'}"),
            "not found", "nor with one that begins tomorrow");
    county_close(&county);
}

/* 31 days each: what changes is the price, a statute, and the rest. */
static void
test_causes(void)
{
    county_open(&county);
    county_even_tariff(&county, "old", "10",
                       ",'baseline':{'from':'2024-01','to':'2024-01'}");
    add("2024-01", "department/mzj", 31, "0-9", 1);
    county_tariff(&county, "{'version':'new','from':'2024-02-01','rows':["
                           "{'row':'task','minutes':'12'}]}");
    add("2024-03", "department/mzj", 20, "0-9", 2);
    declare("2024-01", 1000000, 1);
    county_add(&county, &(struct county_cell){.month = "2024-03",
                                              .department = "department/mzj",
                                              .duty = "mz-001",
                                              .place = "0-9",
                                              .row = "task",
                                              .cause = "statute",
                                              .quantity = 5,
                                              .tariff = 2});
    county_today(&county, "2024-03-31");
    is_text(
        part(county_read(&county, "{'view':'compare','from':'2024-03'}"),
             "\"baseline\"", ']'),
        "\"baseline\":{\"from\":\"2024-01-01\",\"to\":\"2024-01-31\","
        "\"days\":31,\"borne\":\"3100.00\",\"week\":\"700.00\"},"
        "\"now\":{\"from\":\"2024-03-01\",\"to\":\"2024-03-31\",\"days\":31,"
        "\"borne\":\"2400.00\",\"week\":\"541.94\"},\"change\":\"-158.06\","
        "\"causes\":[{\"cause\":\"tariff\",\"minutes\":\"90.32\"},"
        "{\"cause\":\"statute\",\"minutes\":\"-112.90\"},"
        "{\"cause\":\"discretion\",\"minutes\":\"-135.48\"}]",
        "what changed it, to the hundredth");
    county_close(&county);
}

int
main(void)
{
    test_weeks();
    test_merger();
    test_none();
    test_causes();
    return tap_done();
}

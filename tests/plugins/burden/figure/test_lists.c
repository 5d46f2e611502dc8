/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of asks, and what is shown while the gateway runs. */
#include <stdlib.h>

#include "tests/plugins/burden/figure/county.h"
#include "tests/tap/tap.h"

static struct county county;

static const char *
list(const char *params, const char *name)
{
    static char shown[2048];
    char member[64];
    const char *answer = county_read(&county, params), *at;
    snprintf(member, sizeof member, "\"%s\":[", name);
    at = strstr(answer, member);
    if (!at) {
        return answer;
    }
    snprintf(shown, sizeof shown, "%s", at);
    return shown;
}

static struct dg_book_ask
new_ask(uint64_t task, const char *date)
{
    return (struct dg_book_ask){.task = task,
                                .first = task,
                                .time_us = county_noon(date),
                                .source =
                                    county_source(&county, "department/mzj"),
                                .duty = county_duty(&county, "mz-001"),
                                .place = county_place(&county, "0-2"),
                                .forms = 1,
                                .state = DG_ASK_OPEN,
                                .level = DG_LEVEL_COUNTY};
}

static void
test_rebounds(void)
{
    struct dg_book_ask ask;
    static const char *const kinds[] = {"split", "renamed", "retimed"};
    county_open(&county);
    ask = new_ask(3, "2026-02-28");
    county_ask(&county, &ask);
    for (uint64_t i = 0; i < 3; i++) {
        ask = new_ask(10 + i, "2026-03-01");
        ask.ancestor = 3;
        ask.rebound = (struct dg_plugin_str){kinds[i], strlen(kinds[i])};
        ask.state = i ? DG_ASK_OPEN : DG_ASK_REFUSED;
        county_ask(&county, &ask);
    }
    is_text(list("{'view':'rebounds','limit':2}", "rebounds"),
            "\"rebounds\":[{\"task\":10,\"department\":\"department/mzj\","
            "\"duty\":\"mz-001\",\"offices\":3,\"date\":\"2026-03-01\","
            "\"ancestor\":3,\"kind\":\"split\",\"state\":\"refused\"},"
            "{\"task\":11,\"department\":\"department/mzj\",\"duty\":"
            "\"mz-001\",\"offices\":3,\"date\":\"2026-03-01\",\"ancestor\":3,"
            "\"kind\":\"renamed\",\"state\":\"open\"}],\"next\":\"3\"}",
            "a page of rebounds");
    is_text(list("{'view':'rebounds','limit':2,'after':'3'}", "rebounds"),
            "\"rebounds\":[{\"task\":12,\"department\":\"department/mzj\","
            "\"duty\":\"mz-001\",\"offices\":3,\"date\":\"2026-03-01\","
            "\"ancestor\":3,\"kind\":\"retimed\",\"state\":\"open\"}]}",
            "and the last");
    is_text(list("{'view':'rebounds','to':'2026-02'}", "rebounds"),
            "\"rebounds\":[]}", "none before");
    is_text(list("{'view':'rebounds','prefix':'522731101'}", "rebounds"),
            "\"rebounds\":[]}", "none in another town");
    county_close(&county);
}

/* Due 2026-01-10: 90 days later is 2026-04-10. */
static void
test_unread(void)
{
    struct dg_book_ask ask;
    const char *one =
        "\"unread\":[{\"task\":3,\"department\":\"department/mzj\",\"duty\":"
        "\"mz-001\",\"offices\":3,\"date\":\"2026-01-01\",\"forms\":1,"
        "\"reports\":2,\"due\":\"2026-01-10\"}]}";
    county_open(&county);
    ask = new_ask(3, "2026-01-01");
    ask.due_us = county_noon("2026-01-10");
    ask.reported = county_set(&county, "0-1");
    county_ask(&county, &ask);
    ask.task = 4; /* read in time */
    ask.fetched = true;
    ask.fetched_us = county_noon("2026-04-01");
    county_ask(&county, &ask);
    ask = new_ask(5, "2026-01-01"); /* nobody reported */
    county_ask(&county, &ask);
    county_today(&county, "2026-04-09");
    is_text(list("{'view':'unread'}", "unread"), "\"unread\":[]}",
            "89 days later");
    county_today(&county, "2026-04-10");
    is_text(list("{'view':'unread'}", "unread"), one, "90 days later");
    ask = new_ask(6, "2026-01-01"); /* no day, and read too late */
    ask.reported = county_set(&county, "0");
    ask.fetched = true;
    ask.fetched_us = county_noon("2026-04-02");
    county_ask(&county, &ask);
    is_text(list("{'view':'unread','after':'3'}", "unread"),
            "\"unread\":[{\"task\":6,\"department\":\"department/mzj\","
            "\"duty\":\"mz-001\",\"offices\":3,\"date\":\"2026-01-01\","
            "\"forms\":1,\"reports\":1,\"read\":\"2026-04-02\"}]}",
            "read on the 91st day is not read in time");
    county_close(&county);
}

static void
test_estimates(void)
{
    struct dg_book_ask ask;
    county_open(&county);
    ask = new_ask(3, "2026-01-01");
    ask.estimate = ask.estimated = 30;
    ask.minutes = 4550;
    county_ask(&county, &ask);
    ask.task = 4;
    ask.estimate = 60;
    county_ask(&county, &ask);
    ask.task = 5;
    ask.estimate = ask.estimated = 0;
    county_ask(&county, &ask);
    is_text(list("{'view':'estimates'}", "estimates"),
            "\"estimates\":[{\"task\":3,\"department\":\"department/mzj\","
            "\"duty\":\"mz-001\",\"offices\":3,\"date\":\"2026-01-01\","
            "\"estimate\":\"30.00\",\"minutes\":\"45.50\",\"difference\":"
            "\"-15.50\"},{\"task\":4,\"department\":\"department/mzj\","
            "\"duty\":\"mz-001\",\"offices\":3,\"date\":\"2026-01-01\","
            "\"estimate\":\"60.00\",\"minutes\":\"45.50\",\"difference\":"
            "\"14.50\",\"reestimate\":\"30.00\"}]}",
            "estimates beside what the tariff says");
    county_close(&county);
}

static void
test_measures(void)
{
    struct dg_book_ask ask;
    static const char *const causes[] = {"asked", "identical", "withdrawn"};
    county_open(&county);
    county_even_tariff(&county, "2026-1", "1.99", "");
    for (size_t i = 0; i < 3; i++) {
        county_add(&county,
                   &(struct county_cell){.month = "2026-01",
                                         .department = "department/mzj",
                                         .duty = "mz-001",
                                         .place = "0-9",
                                         .row = "task",
                                         .cause = causes[i],
                                         .quantity = i + 1,
                                         .tariff = 1});
    }
    county_tally(&county, &(struct dg_tally){.admitted = 5,
                                             .refused = 3,
                                             .deferred = 1,
                                             .submissions = 40});
    ask = new_ask(3, "2026-01-01");
    ask.ancestor = 1;
    ask.reported = county_set(&county, "0");
    county_ask(&county, &ask);
    county_today(&county, "2026-12-31");
    is_text(county_measure(&county),
            "burden_minutes fate=borne 19\n"
            "burden_minutes fate=relief 39\n"
            "burden_minutes fate=neverborne 0\n"
            "burden_minutes fate=outside 59\n"
            "burden_attempts counter verdict=admit 5\n"
            "burden_attempts counter verdict=refuse 3\n"
            "burden_attempts counter verdict=defer 1\n"
            "burden_submissions counter 40\n"
            "burden_asks 1\n"
            "burden_rebounds 1\n"
            "burden_unread 1\n",
            "whole minutes and counts");
    county_close(&county);
}

int
main(void)
{
    test_rebounds();
    test_unread();
    test_estimates();
    test_measures();
    return tap_done();
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Where one month ends and the next begins, in China, to the microsecond: at
 * the end of a year, where another tariff begins, and of a February of 29 days;
 * and where there is nothing to divide by. */
#include <stdio.h>

#include "tests/gateway/flow/say.h"
#include "tests/plugins/burden/burdened.h"
#include "tests/tap/tap.h"

#define NEW_YEAR_US INT64_C(1798732800000000) /* 2027-01-01 in China */
#define MARCH_US INT64_C(1835452800000000)    /* 2028-03-01 */
#define SJJ "auditor/sjj"
#define READ(data) say("burden.read", SJJ, "%s", data)

/* A task for three villages. */
static void
publish_at(int64_t time_us, const char *due)
{
    const struct dg_json *reply;
    gate.now_us = time_us;
    reply = say("task.publish", MZJ,
                "{\"duty\":\"A-001\",\"title\":\"核查\",\"audience\":{"
                "\"prefixes\":[\"522731\"]},\"due\":\"%s\"}",
                due);
    is_text(at(reply, "/verdict"), "admit", due);
    ok(number_of(reply) > 0, "it is journaled");
}

/* The same rows at twice the minutes. */
static void
publish_tariff(void)
{
    static const char *const rows[] = {
        "form",           "field.integer", "field.decimal", "field.text",
        "field.date",     "field.period",  "field.boolean", "field.option",
        "field.idnumber", "evidence",      "seal",          "proof",
        "attachment",     "meeting",       "inspection",    "trip",
        "approval"};
    char data[2048] = "{\"version\":\"t2\",\"from\":\"2027-01-01\",\"rows\":["
                      "{\"row\":\"task\",\"minutes\":\"20.01\"}";
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        snprintf(data + strlen(data), sizeof data - strlen(data),
                 ",{\"row\":\"%s\",\"minutes\":\"1\"}", rows[i]);
    }
    strcat(data, "]}");
    is_text(at(say("tariff.publish", KEEPER, "%s", data), "/verdict"), "admit",
            "another tariff");
}

static void
begin(void)
{
    burdened_begin(&gate, "", "");
    gate.now_us = NEW_YEAR_US - DAY_US;
    publish_tariff();
    publish_at(NEW_YEAR_US - 1, "2027-02-01");
    publish_at(NEW_YEAR_US, "2027-02-02");
    publish_at(MARCH_US - 1, "2028-04-01");
    publish_at(MARCH_US, "2028-04-02");
}

static void
check_cut(const char *by, unsigned row, const char *value, const char *borne)
{
    char data[64], pointer[64];
    const struct dg_json *reply;
    snprintf(data, sizeof data, "{\"by\":[\"%s\"]}", by);
    reply = READ(data);
    snprintf(pointer, sizeof pointer, "/result/figures/%u/%s", row, by);
    is_text(at(reply, pointer), value, value);
    snprintf(pointer, sizeof pointer, "/result/figures/%u/borne", row);
    is_text(at(reply, pointer), borne, borne);
}

static void
check_months(void)
{
    check_cut("period", 0, "2026-12", "30.00");
    check_cut("period", 1, "2027-01", "60.03");
    check_cut("period", 2, "2028-02", "60.03");
    check_cut("period", 3, "2028-03", "60.03");
    check_cut("quarter", 0, "2026-Q4", "30.00");
    check_cut("quarter", 1, "2027-Q1", "60.03");
    check_cut("quarter", 2, "2028-Q1", "120.06");
    check_cut("year", 2, "2028", "120.06");
}

/* A microsecond before midnight it is still the month, and the tariff, of then.
 */
static void
test_borders(void)
{
    begin();
    check_months();
    gate_restart(&gate);
    check_months();
    is_text(at(READ("{\"tariff\":\"t1\"}"), "/result/total/borne"), "120.00",
            "all of it at the prices of the first");
    is_text(at(READ("{\"tariff\":\"t2\"}"), "/result/total/borne"), "240.12",
            "and of the second");
    is_text(
        at(READ("{\"tariff\":\"t2\",\"to\":\"2026\"}"), "/result/total/borne"),
        "60.03", "what was asked before it, too");
    is_text(at(READ("{\"from\":\"2028-02\",\"to\":\"2028-02\",\"view\":"
                    "\"headline\"}"),
               "/result/now/days"),
            "29", "a February of 29 days");
    is_text(at(READ("{\"from\":\"2028-03\",\"view\":\"headline\"}"),
               "/result/now/days"),
            "1", "a March that has just begun");
    burdened_end(&gate);
}

/* No figure is better than one of nothing. */
static void
test_nothing(void)
{
    static const char *const filters[] = {
        "\"from\":\"2029\"", "\"duty\":\"B-001\"",
        "\"from\":\"2028-03\",\"to\":\"2027-01\"", "\"prefix\":\"11\"",
        "\"department\":\"department/none\""};
    char data[128];
    begin();
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        const struct dg_json *reply;
        snprintf(data, sizeof data, "{%s}", filters[i]);
        reply = READ(data);
        is_text(at(reply, "/result/total/borne"), "0.00", filters[i]);
        is_text(at(reply, "/result/total/rate"), "(absent)", "has no rate");
        is_text(at(reply, "/result/total/hourseach"), "(absent)",
                "nor hours each");
        snprintf(data, sizeof data, "{\"view\":\"rates\",%s}", filters[i]);
        reply = READ(data);
        is_text(at(reply, "/result/rates/0/denominator"), "0", "none are due");
        is_text(at(reply, "/result/rates/0/percent"), "(absent)",
                "so there is no share of them");
    }
    is_text(at(READ("{\"by\":[\"office\"],\"after\":\"999999999999\"}"),
               "/result/figures"),
            "[0]", "behind the last there is nothing");
    is_text(at(READ("{\"by\":[\"duty\",\"period\"],\"after\":\"A-001|2027-01\","
                    "\"limit\":1}"),
               "/result/figures/0/period"),
            "2028-02", "a page goes on where the one before ended");
    burdened_end(&gate);
}

int
main(void)
{
    test_borders();
    test_nothing();
    return tap_done();
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The view figures, word for word: published examples of the Standard Cost
 * Model and of form 83-I, business as usual, money, other tariffs, pages. */
#include <stdlib.h>

#include "proto/base/buf.h"
#include "tests/plugins/burden/figure/county.h"
#include "tests/tap/tap.h"

static struct county county;

static void
add(const char *month, const char *row, const char *cause, uint64_t quantity,
    const char *place)
{
    county_add(&county, &(struct county_cell){.month = month,
                                              .department = "department/mzj",
                                              .duty = "mz-001",
                                              .place = place,
                                              .row = row,
                                              .cause = cause,
                                              .quantity = quantity,
                                              .tariff = 1,
                                              .level = DG_LEVEL_COUNTY});
}

/* A member of the answer's total. */
static const char *
total(const char *params, const char *name)
{
    static char value[128];
    char member[64];
    const char *answer = county_read(&county, params);
    const char *at = strstr(answer, "\"total\":");
    snprintf(member, sizeof member, "\"%s\":", name);
    at = at ? strstr(at, member) : NULL;
    if (!at) {
        return "missing";
    }
    at += strlen(member);
    at += *at == '"';
    snprintf(value, sizeof value, "%.*s", (int) strcspn(at, "\",}"), at);
    return value;
}

/* Activity cost = tariff x time x population x frequency. */
static void
test_standard_cost(void)
{
    county_open(&county);
    county_even_tariff(&county, "scm", "120",
                       ",'money':[{'grade':'village','perhour':'50'},"
                       "{'grade':'town','perhour':'70'}]");
    add("2026-01", "task", "asked", 12, "0-999");
    is_text(total("{}", "money"), "1200000.00",
            "1,000 offices, 12 times a year, 2 hours at 50");
    is_text(total("{}", "hours"), "24000.00", "which are 24,000 hours");
    is_text(total("{}", "responses"), "12000", "and 12,000 responses");
    is_text(total("{}", "hourseach"), "2.00", "of 2 hours each");
    add("2026-01", "task", "asked", 1, "2147483648-2147483649");
    is_text(total("{'prefix':'522731100'}", "money"), "12140.00",
            "a town's hour costs otherwise");
    county_close(&county);

    county_open(&county);
    county_even_tariff(&county, "scm", "360",
                       ",'money':[{'grade':'village','perhour':'600'}]");
    add("2026-01", "task", "asked", 52, "0-19");
    is_text(total("{}", "money"), "3744000.00",
            "20 staff, 52 weeks, 6 hours at 600");
    county_close(&county);
}

/* An information collection of 14,856 responses and 335,090 hours, which became
 * 17,048 and 401,178. */
static void
test_collection(void)
{
    county_open(&county);
    county_even_tariff(&county, "icr", "60", "");
    add("2025-01", "task", "asked", 14856, "0");
    add("2025-01", "form", "asked", 335090 - 14856, "0");
    add("2026-01", "task", "asked", 17048, "0");
    add("2026-01", "form", "asked", 401178 - 17048, "0");
    is_text(total("{'from':'2025','to':'2025'}", "hours"), "335090.00",
            "hours before");
    is_text(total("{'from':'2025','to':'2025'}", "hourseach"), "22.56",
            "22.56 each");
    is_text(total("{'from':'2026','to':'2026'}", "responses"), "17048",
            "responses after");
    is_text(total("{'from':'2026','to':'2026'}", "hourseach"), "23.53",
            "23.53 each");
    is_text(total("{}", "money"), "missing",
            "no money where no version says what an hour costs");
    county_close(&county);
}

static void
test_usual(void)
{
    county_open(&county);
    county_even_tariff(&county, "even", "10", "");
    county_tariff(&county,
                  "{'version':'bau','from':'2026-01-01','rows':["
                  "{'row':'task','minutes':'10','usual':'0.25'},"
                  "{'row':'form','minutes':'0.01','usual':'0.3333'}]}");
    county_add(&county, &(struct county_cell){.month = "2026-01",
                                              .department = "department/mzj",
                                              .duty = "mz-001",
                                              .place = "0-3",
                                              .row = "task",
                                              .cause = "asked",
                                              .quantity = 3,
                                              .tariff = 2});
    is_text(total("{}", "borne"), "120.00", "administrative costs");
    is_text(total("{}", "burden"), "90.00",
            "of which a quarter would be done anyhow");
    county_add(&county, &(struct county_cell){.month = "2026-01",
                                              .department = "department/mzj",
                                              .duty = "mz-001",
                                              .place = "0",
                                              .row = "form",
                                              .cause = "asked",
                                              .quantity = 1,
                                              .tariff = 2});
    is_text(total("{}", "burden"), "90.006667", "exact, whatever the share");
    is_text(total("{'tariff':'even'}", "borne"), "130.00",
            "the same at the prices of another version");
    is_text(total("{'tariff':'even'}", "burden"), "130.00",
            "whose usual share is none");
    is_text(county_read(&county, "{'tariff':'none'}"), "not found",
            "a version that nobody published");
    county_close(&county);
}

#define SINCE "{'from':'2026','to':'2026-02'}"

static void
test_words(void)
{
    county_open(&county);
    county_even_tariff(&county, "2026-1", "1.5",
                       ",'baseline':{'from':'2025-01','to':'2025-03'}");
    add("2026-01", "task", "asked", 2, "0-9");
    add("2026-01", "field.integer", "identical", 4, "0-4");
    add("2026-02", "seal", "duty-not-listed", 1, "0-9");
    add("2026-02", "task", "withdrawn", 1, "0");
    is_text(
        county_read(&county, "{'by':['department','period']}"),
        "{\"journal\":{\"from\":1,\"to\":4},\"tariff\":[\"2026-1\"],"
        "\"unit\":\"minute\",\"formula\":\"asked = borne + avoided; avoided "
        "= relief + neverborne + outside; rate = -relief / (borne + "
        "relief); refused or stripped is relief up to what its duty bore in "
        "the baseline, by months, less what it bears; minutes = quantity x "
        "tariff x offices; burden = borne x (1 - usual)\",\"figures\":["
        "{\"department\":\"department/mzj\",\"period\":\"2026-01\","
        "\"asked\":\"60.00\",\"borne\":\"30.00\",\"avoided\":\"30.00\","
        "\"relief\":\"30.00\",\"neverborne\":\"0.00\",\"outside\":\"0.00\","
        "\"rate\":\"-50.00\"},"
        "{\"department\":\"department/mzj\",\"period\":\"2026-02\","
        "\"asked\":\"16.50\",\"borne\":\"0.00\",\"avoided\":\"16.50\","
        "\"relief\":\"0.00\",\"neverborne\":\"15.00\",\"outside\":\"1.50\"}"
        "],\"total\":{\"asked\":\"76.50\",\"borne\":\"30.00\",\"avoided\":"
        "\"46.50\",\"relief\":\"30.00\",\"neverborne\":\"15.00\","
        "\"outside\":\"1.50\",\"rate\":\"-50.00\",\"burden\":\"30.00\","
        "\"responses\":20,\"hours\":\"0.50\",\"hourseach\":\"0.02\"},"
        "\"causes\":["
        "{\"cause\":\"asked\",\"fate\":\"borne\",\"minutes\":\"30.00\","
        "\"counts\":true},"
        "{\"cause\":\"identical\",\"fate\":\"relief\",\"minutes\":"
        "\"30.00\",\"counts\":true},"
        "{\"cause\":\"duty-not-listed\",\"fate\":\"neverborne\",\"minutes\":"
        "\"15.00\",\"counts\":false},"
        "{\"cause\":\"withdrawn\",\"fate\":\"outside\",\"minutes\":"
        "\"1.50\",\"counts\":false}]}",
        "what was refused of a duty that is not in the baseline is apart");
    add("2025-02", "form", "asked", 1, "0");
    is_text(total(SINCE, "rate"), "-50.00",
            "and of one that bears more than it did");
    add("2025-02", "declared", "asked", 1000000, "0-9");
    is_text(total(SINCE, "relief"), "30.00", "whatever was only declared");
    /* 99 in three months, so 66 in two: of which 60 stand, and 6 of 15. */
    add("2025-02", "form", "asked", 1, "1-65");
    is_text(total(SINCE, "relief"), "36.00", "what it bore is relief");
    is_text(total(SINCE, "neverborne"), "9.00", "and no more than that");
    is_text(total(SINCE, "rate"), "-54.55", "whatever else was refused");
    add("2026-02", "seal", "duty-not-listed", 500, "0-9");
    is_text(total(SINCE, "relief"), "35.90",
            "were it ever so much, but for hundredths that are left over");
    add("2025-02", "form", "asked", 5000, "0-65");
    is_text(total(SINCE, "neverborne"), "0.00",
            "all of it, of a duty that bore so much");
    county_close(&county);
}

/* The name of each figure of a page, and what comes next. */
static void
page(const char *params, char *out)
{
    const char *answer = county_read(&county, params);
    const char *at = answer, *next = strstr(answer, "\"next\":");
    out[0] = '\0';
    while ((at = strstr(at, "{\"office\":\""))) {
        strncat(out, at + 20, 3);
        strcat(out, " ");
        at++;
    }
    if (next) {
        strncat(out, next, 21);
    }
}

static void
test_pages(void)
{
    char shown[256];
    county_open(&county);
    county_even_tariff(&county, "2026-1", "1", "");
    add("2026-01", "task", "asked", 1, "0-4");
    page("{'by':['office'],'limit':2}", shown);
    is_text(shown, "200 201 \"next\":\"522731100201\"", "a page of two");
    page("{'by':['office'],'limit':2,'after':'522731100201'}", shown);
    is_text(shown, "202 203 \"next\":\"522731100203\"", "the next");
    page("{'by':['office'],'limit':2,'after':'522731100203'}", shown);
    is_text(shown, "204 ", "the last");
    page("{'by':['office'],'limit':2,'after':'522731100202x'}", shown);
    is_text(shown, "203 204 ", "behind an office that is none");
    page("{'by':['office'],'limit':3,'after':'9'}", shown);
    is_text(shown, "", "behind all of them");
    is_text(county_read(&county, "{'by':['office','weather']}"), "not found",
            "a cut that is none");
    is_text(county_read(&county, "{'view':'weather'}"), "not found",
            "a view that is none");
    is_text(county_read(&county, "{'shadow':true}"), "not found",
            "a shadow that there is none of");
    is_text(total("{'department':'department/nobody'}", "asked"), "0.00",
            "a department that never asked");
    county_close(&county);
}

/* 618,000 offices, daily, for ten years, at the dearest tariff there may be. */
static void
test_edge(void)
{
    county_open(&county);
    county_even_tariff(&county, "dear", "99999.99", "");
    for (uint64_t i = 0; i < 64; i++) {
        add("2026-01", "task", "asked", UINT64_C(1) << 50, "0-617999");
    }
    is_text(total("{}", "borne"), "4453158866228015290405355520.00",
            "sums do not wrap");
    county_close(&county);
}

int
main(void)
{
    test_standard_cost();
    test_collection();
    test_usual();
    test_words();
    test_pages();
    test_edge();
    return tap_done();
}

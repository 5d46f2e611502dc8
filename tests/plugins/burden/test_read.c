/* SPDX-License-Identifier: Apache-2.0 */
/* burden.read through the gate: money, a worker's week, rates, a tree over
 * reports that are there, what is measured, and what its schema refuses. */
#include <stdio.h>

#include "tests/gateway/flow/say.h"
#include "tests/plugins/burden/burdened.h"
#include "tests/tap/tap.h"

#define SJJ "auditor/sjj"

static void
admit(const char *type, const char *source, const char *data)
{
    is_text(at(say(type, source, "%s", data), "/verdict"), "admit", type);
}

static void
begin(void)
{
    burdened_begin(&gate, "",
                   ",\"money\":[{\"grade\":\"village\",\"perhour\":\"60\"}],"
                   "\"workers\":{\"each\":2}");
    admit("dictionary.publish", KEEPER,
          "{\"version\":\"1\",\"elements\":["
          "{\"code\":\"rk.hu\",\"label\":\"常住户数\",\"type\":\"integer\","
          "\"period\":\"month\",\"kind\":\"stock\",\"rollup\":{\"space\":"
          "\"sum\"}}]}");
    admit("form.file", KEEPER,
          "{\"department\":\"" MZJ "\",\"control\":\"统1\",\"filing\":"
          "\"备1\"}");
    admit("indicator.publish", KEEPER,
          "{\"code\":\"t\",\"version\":\"1\",\"title\":\"村情\",\"nodes\":["
          "{\"code\":\"a\",\"label\":\"户数\",\"weight\":\"1\",\"target\":"
          "\"48\",\"leaf\":{\"cell\":{\"element\":\"rk.hu\"}}}]}");
    /* 10 + 20 + 2 minutes at each of three villages. */
    admit("task.publish", MZJ,
          "{\"duty\":\"A-001\",\"title\":\"人口\",\"due\":\"2026-02-01\","
          "\"period\":\"2026-01\",\"audience\":{\"prefixes\":[\"522731\"]},"
          "\"minutes\":40,"
          "\"forms\":[{\"control\":\"统1\",\"version\":\"1\",\"class\":"
          "\"working\",\"filing\":\"备1\",\"fields\":["
          "{\"name\":\"a\",\"label\":\"常住户数\",\"element\":\"rk.hu\"}]}]}");
}

static void
submit(const char *office)
{
    admit("report.submit", office,
          "{\"values\":[{\"element\":\"rk.hu\",\"period\":\"2026-01\","
          "\"value\":\"12\"}]}");
}

#define READ(data) say("burden.read", SJJ, "%s", data)

static void
test_figures(void)
{
    const struct dg_json *r;
    begin();
    r = READ("{\"by\":[\"office\"],\"limit\":2}");
    is_text(at(r, "/result/total/borne"), "96.00", "what is borne");
    is_text(at(r, "/result/total/money"), "96.00", "at a unit a minute");
    is_text(at(r, "/result/total/responses"), "3", "by three offices");
    is_text(at(r, "/result/figures/1/borne"), "32.00", "each its part");
    is_text(at(r, "/result/figures/2/borne"), "(absent)", "two on a page");
    is_text(at(r, "/result/next"), WEST, "the third comes next");
    r = say("burden.read", SJJ,
            "{\"by\":[\"office\"],\"limit\":2,\"after\":\"%s\"}", WEST);
    is_text(at(r, "/result/figures/0/office"), FAR, "and is there");
    is_text(at(r, "/result/next"), "(absent)", "as the last");
    is_text(
        at(READ("{\"view\":\"estimates\"}"), "/result/estimates/0/difference"),
        "8.00", "the department thought of eight minutes more");
    r = READ("{\"view\":\"headline\",\"from\":\"2026-01\"}");
    is_text(at(r, "/result/now/workers"), "6", "two workers in each village");
    is_text(at(r, "/result/now/days"), "5", "in the first days of January");
    is_text(at(r, "/result/now/perworkerweek"), "22.40", "96 x 7 / (6 x 5)");
    burdened_end(&gate);
}

static void
test_indicators(void)
{
    static const char question[] =
        "{\"view\":\"indicators\",\"indicator\":\"t\",\"period\":\"2026-01\"}";
    const struct dg_json *r;
    begin();
    submit("office/" EAST);
    submit("office/" WEST);
    r = READ(question);
    is_text(at(r, "/result/nodes/0/filled"), "2", "two have said it");
    is_text(at(r, "/result/nodes/0/score"), "(absent)",
            "what lacks an office is missing");
    is_text(at(r, "/result/missing"), "1", "and said to be");
    submit("office/" FAR);
    r = READ(question);
    is_text(at(r, "/result/nodes/0/value"), "36.00", "all of them together");
    is_text(at(r, "/result/score"), "75.00", "three quarters of the target");
    gate_restart(&gate);
    is_text(at(READ(question), "/result/score"), "75.00",
            "the same after a replay");
    burdened_end(&gate);
}

static void
test_rates(void)
{
    const struct dg_json *r;
    begin();
    submit("office/" EAST);
    number_of(
        say("task.publish", MZJ,
            "{\"duty\":\"A-001\",\"title\":\"太急\",\"due\":\"2026-01-06\","
            "\"audience\":{\"prefixes\":[\"522731\"]}}"));
    r = READ("{\"view\":\"rates\"}");
    is_text(at(r, "/result/rates/0/name"), "reporting", "reports");
    is_text(at(r, "/result/rates/0/denominator"), "0", "are not due yet");
    is_text(at(r, "/result/rates/5/name"), "admission", "admitted");
    is_text(at(r, "/result/rates/5/percent"), "50.00", "is one of two");
    is_text(at(READ("{\"by\":[\"weather\"]}"), "/type"),
            "urn:dutygate:problem:schema", "a cut that is none");
    is_text(at(READ("{\"view\":\"indicators\",\"indicator\":\"x\"}"), "/type"),
            "urn:dutygate:problem:not-found", "a tree that is none");
    burdened_end(&gate);
}

int
main(void)
{
    test_figures();
    test_indicators();
    test_rates();
    return tap_done();
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What reports do to what offices bear: they count as having acted, a
 * correction costs nothing, what is returned is borne again, and what is known
 * or asked already is not asked twice. Figures by hand, from the tariff in
 * burdened.h; they stand after a replay, and after values were erased. */
#include <stdio.h>

#include "tests/gateway/flow/say.h"
#include "tests/plugins/burden/burdened.h"
#include "tests/tap/tap.h"

static void
check(const char *where, const char *want, const char *name)
{
    is_text(burdened_figures(&gate, where), want, name);
    gate_restart(&gate);
    is_text(burdened_figures(&gate, where), want, "the same after a replay");
}

static unsigned long long
admitted(const struct dg_json *reply, const char *name)
{
    is_text(at(reply, "/verdict"), "admit", name);
    return number_of(reply);
}

static void
begin(void)
{
    burdened_begin(&gate, "", "");
    admitted(say("dictionary.publish", KEEPER,
                 "{\"version\":\"1\",\"elements\":["
                 "{\"code\":\"rk.hu\",\"label\":\"常住户数\",\"type\":"
                 "\"integer\",\"period\":\"month\",\"kind\":\"stock\"},"
                 "{\"code\":\"rk.ren\",\"label\":\"常住人数\",\"type\":"
                 "\"integer\",\"period\":\"month\",\"kind\":\"stock\"}]}"),
             "two elements");
    admitted(say("form.file", KEEPER,
                 "{\"department\":\"" MZJ "\",\"control\":\"统1\",\"filing\":"
                 "\"备1\"}"),
             "a form is filed");
    admitted(say("form.file", KEEPER,
                 "{\"department\":\"" WJJ "\",\"control\":\"卫1\",\"filing\":"
                 "\"备2\"}"),
             "and another's");
}

/* A form of two numbers: 10 + 20 + 2 x 2, and 6 with the town's approval. */
static unsigned long long
publish(const char *source, const char *more)
{
    bool first = strcmp(source, MZJ) == 0;
    return admitted(
        say("task.publish", source,
            "{\"duty\":\"%s\",\"title\":\"人口\",\"due\":\"2026-02-01\","
            "\"period\":\"2026-01\",\"audience\":{\"prefixes\":[\"522731\"]},"
            "\"forms\":[{\"control\":\"%s\",\"version\":\"1\",\"class\":"
            "\"working\",\"filing\":\"%s\",\"fields\":["
            "{\"name\":\"a\",\"label\":\"常住户数\",\"element\":\"rk.hu\"},"
            "{\"name\":\"b\",\"label\":\"常住人数\",\"element\":\"rk.ren\"}]}]"
            "%s}",
            first ? "A-001" : "B-001", first ? "统1" : "卫1",
            first ? "备1" : "备2", more),
        "a form is asked");
}

#define VALUES(hu, ren)                                                        \
    "\"values\":[{\"element\":\"rk.hu\",\"period\":\"2026-01\",\"value\":"     \
    "\"" hu "\"},{\"element\":\"rk.ren\",\"period\":\"2026-01\",\"value\":"    \
    "\"" ren "\"}]"

static unsigned long long
submit(const char *office)
{
    return admitted(say("report.submit", office, "{" VALUES("12", "30") "}"),
                    "an office reports");
}

/* ---- reported ----------------------------------------------------------- */

static void
test_corrected(void)
{
    unsigned long long task;
    begin();
    task = publish(MZJ, "");
    submit("office/" EAST);
    admitted(say("report.correct", "office/" EAST,
                 "{\"reason\":\"漏报\"," VALUES("13", "31") "}"),
             "and corrects it");
    check("",
          "102.00 = 102.00 + 0.00 (relief 0.00, never 0.00, outside 0.00); "
          "asked borne 102.00",
          "a correction is never held against anyone");
    say("task.withdraw", MZJ, "{\"task\":%llu}", task);
    check("",
          "102.00 = 34.00 + 68.00 (relief 0.00, never 0.00, outside 68.00); "
          "asked borne 34.00, withdrawn outside 68.00",
          "who had reported bears what is withdrawn");
    burdened_end(&gate);
}

/* One whole number again: 2. */
static void
test_returned(void)
{
    unsigned long long task, said;
    begin();
    task = publish(MZJ, ",\"review\":\"town\"");
    said = submit("office/" EAST);
    admitted(say("report.review", "town/" TOWN,
                 "{\"office\":\"" EAST "\",\"task\":%llu,\"verdict\":"
                 "\"return\",\"upto\":%llu,\"cells\":[{\"element\":\"rk.hu\","
                 "\"period\":\"2026-01\",\"reason\":\"与上月相差过大\"}]}",
                 task, said),
             "the town returns a cell");
    check("",
          "122.00 = 122.00 + 0.00 (relief 0.00, never 0.00, outside 0.00); "
          "asked borne 120.00, rework borne 2.00",
          "what is returned is borne again, by its own cause");
    is_text(burdened_figures(&gate, "\"prefix\":\"" EAST "\""),
            "42.00 = 42.00 + 0.00 (relief 0.00, never 0.00, outside 0.00); "
            "asked borne 40.00, rework borne 2.00",
            "by the office that it was returned to");
    burdened_end(&gate);
}

/* ---- asked already ------------------------------------------------------ */

/* East's two numbers are known, the others' are asked by the first: of the
 * whole form, 20 + 2 x 2, nothing is left to be filled in. */
static void
test_once(void)
{
    unsigned long long said;
    static const char want[] =
        "102.00 = 30.00 + 72.00 (relief 72.00, never 0.00, outside 0.00); "
        "asked borne 30.00, identical relief 48.00, known relief 24.00";
    begin();
    publish(MZJ, "");
    said = submit("office/" EAST);
    publish(WJJ, "");
    check("\"department\":\"" WJJ "\"", want,
          "what is known or asked already is not asked again");
    is_text(burdened_figures(&gate, "\"department\":\"" WJJ
                                    "\",\"prefix\":\"" EAST "\""),
            "34.00 = 10.00 + 24.00 (relief 24.00, never 0.00, outside 0.00); "
            "asked borne 10.00, known relief 24.00",
            "known where it was reported");
    is_text(burdened_figures(&gate, "\"department\":\"" WJJ
                                    "\",\"prefix\":\"522731102\""),
            "34.00 = 10.00 + 24.00 (relief 24.00, never 0.00, outside 0.00); "
            "asked borne 10.00, identical relief 24.00",
            "shared where it was not");
    admitted(say("journal.erase", KEEPER,
                 "{\"sequences\":[%llu],\"reason\":\"依申请删除\"}", said),
             "the report is erased");
    check("\"department\":\"" WJJ "\"", want,
          "no figure is of a value that somebody filled in");
    burdened_end(&gate);
}

int
main(void)
{
    test_corrected();
    test_returned();
    test_once();
    return tap_done();
}

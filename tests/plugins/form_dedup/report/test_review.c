/* SPDX-License-Identifier: Apache-2.0 */
/* report.review and report.correct: values on their way up the line, returned
 * cells, corrections that reach everybody who asked, and what is erased. */
#include <stdlib.h>

#include "tests/plugins/form_dedup/report/filling.h"

static struct gate gate;
static unsigned long long mzj, wjj; /* the first is reviewed by towns */

static const char *
tell(const char *type, const char *source, const char *data)
{
    return filling_says(&gate, filling_tell(&gate, type, source, NULL, data));
}

/* Its receipt number. */
static unsigned long long
submit(const char *value)
{
    char data[256];
    snprintf(data, sizeof data,
             "{'values':[{'element':'pop','period':'2026-10','value':'%s'}]}",
             value);
    return strtoull(
        gate_at(&gate, filling_tell(&gate, "report.submit", EAST, NULL, data),
                "/receipt/sequence"),
        NULL, 10);
}

static const char *
review(const char *source, const char *verdict, unsigned long long upto,
       const char *more)
{
    char data[512];
    snprintf(data, sizeof data,
             "{'office':'522731001001','task':%llu,'verdict':'%s','upto':%llu"
             "%s}",
             mzj, verdict, upto, more);
    return tell("report.review", source, data);
}

/* "12" or "-" for both departments. */
static const char *
both(void)
{
    static char out[128];
    const char *value[2];
    for (int i = 0; i < 2; i++) {
        char data[64];
        snprintf(data, sizeof data, "{'task':%llu}", i ? wjj : mzj);
        value[i] = gate_at(
            &gate,
            filling_tell(&gate, "report.read", i ? WJJ : MZJ, NULL, data),
            "/result/rows/0/values/a/value");
        value[i] = strcmp(value[i], "(absent)") == 0 ? "-" : value[i];
        snprintf(out + (i ? strlen(out) : 0), 64, "%s%s", value[i],
                 i ? "" : " ");
    }
    return out;
}

static void
test_pass(void)
{
    char wanted[512];
    unsigned long long first, second;
    snprintf(wanted, sizeof wanted,
             "refuse\nreview-nothing /data/upto: nothing of task %llu that was "
             "said up to entry 5 waits to be passed\n",
             mzj);
    is_text(review(TOWN, "pass", 5, ""), wanted, "nothing waits");
    first = submit("12");
    is_text(both(), "- 12", "the town is first, for who wants that");
    is_text(review(TOWN, "pass", first, ""), "admit\n", "it passes");
    is_text(both(), "12 12", "then the value is there");
    second = submit("13");
    is_text(both(), "12 13", "a new one waits, the old one stands");
    snprintf(wanted, sizeof wanted,
             "refuse\nreview-nothing /data/upto: nothing of task %llu that was "
             "said up to entry %llu waits to be passed\n",
             mzj, first);
    is_text(review(TOWN, "pass", first, ""), wanted,
            "what was said since is not meant");
    snprintf(wanted, sizeof wanted,
             "refuse\nreview-newer /data/cells/0: \"pop\" was said anew by "
             "entry %llu, after what was looked at\n",
             second);
    is_text(review(TOWN, "return", first,
                   ",'cells':[{'element':'pop','period':'2026-10','reason':"
                   "'偏大'}]"),
            wanted, "nor returned");
    is_text(review("town/522731102000", "pass", second, ""), "refuse\n",
            "another town");
    is_text(review(TOWN, "pass", second, ""), "admit\n", "it passes");
    is_text(both(), "13 13", "for both");
}

static void
test_return(void)
{
    unsigned long long last = submit("99");
    is_text(review(TOWN, "return", last, ""),
            "refuse\nreview-nothing /data: a return names the cells, each with "
            "a reason\n",
            "a return of nothing");
    is_text(review(TOWN, "return", last,
                   ",'cells':[{'element':'pop','period':'2026-10'},{'element':"
                   "'men','period':'2026-10','reason':'x'},{'element':'rate',"
                   "'period':'2026-10','reason':'x'}]"),
            "refuse\nreason-missing /data/cells/0: \"pop\" is returned without "
            "a reason\n"
            "cell-empty /data/cells/1: \"men\" has no value to review\n"
            "cell-not-asked /data/cells/2: task 5 asks no \"rate\" of "
            "2026-10\n",
            "without reason, without value");
    is_text(review(TOWN, "return", last,
                   ",'cells':[{'element':'pop','reason':'x'}]"),
            "refuse\ncell-not-asked /data/cells/0: task 5 asks no \"pop\" "
            "without a period\n",
            "without its period");
    is_text(review(TOWN, "return", last,
                   ",'cells':[{'element':'pop','period':'2026-10','reason':"
                   "'与上月相差过大'}]"),
            "admit\n", "returned, with the reason");
    is_text(both(), "- -", "then it is nobody's");
    {
        const struct dg_json *sheet =
            filling_tell(&gate, "worksheet.read", EAST, NULL, "{}");
        is_text(gate_at(&gate, sheet, "/result/cells/0/returned/reason"),
                "与上月相差过大", "the office sees why");
        is_text(gate_at(&gate, sheet, "/result/cells/0/returned/by"), TOWN,
                "and who");
    }
    last = submit("14");
    is_text(both(), "- 14", "it says it anew");
    is_text(review(TOWN, "pass", last, ""), "admit\n", "and it passes");
    is_text(both(), "14 14", "for both");
}

static void
test_correct(void)
{
    is_text(tell("report.correct", EAST,
                 "{'reason':'漏报两户','values':[{'element':'pop','period':"
                 "'2026-10','value':'16'},{'element':'men','period':'2026-10',"
                 "'value':'1'}]}"),
            "refuse\ncell-empty /data/values/1: \"男性\" of 2026-10 has no "
            "value to correct\n",
            "only what is there is corrected");
    is_text(tell("report.correct", EAST,
                 "{'reason':'漏报两户','values':[{'element':'pop','period':"
                 "'2026-10','value':'0'}]}"),
            "refuse\nvalue-range /data/values/0: \"常住人口\" of 2026-10: "
            "卫健局 wants at least 1 人\n",
            "by a value that is wanted");
    is_text(tell("report.correct", EAST,
                 "{'reason':'漏报两户','values':[{'element':'pop','period':"
                 "'2026-10','value':'16'}]}"),
            "admit\ncorrected /data: the new values count at once for 民政局, "
            "卫健局\n",
            "corrected, for both who asked");
    is_text(both(), "16 16", "at once, reviewed or not");
    is_text(tell("report.correct", EAST,
                 "{'reason':'再报','values':[{'element':'pop','period':"
                 "'2026-10','value':'16'}]}"),
            "admit\nunchanged /data/values/0: 1 of 1 values stood like this "
            "already\n",
            "nothing new counts for anybody");
}

static void
test_erased(void)
{
    unsigned long long last = submit("77");
    char data[128];
    is_text(both(), "16 77", "said once more");
    snprintf(data, sizeof data, "{'sequences':[%llu],'reason':'依申请'}", last);
    is_text(tell("journal.erase", "keeper/huishui", data), "admit\n", "erased");
    is_text(both(), "16 16", "then it was never said");
    gate_restart(&gate);
    is_text(both(), "16 16", "also after a restart");
}

/* Who is asked for nothing, because it is known or follows, has a report that
 * waits for the town all the same. */
static void
test_follows(void)
{
    static const char *const fields[] = {
        "'fields':[{'name':'a','label':'林地','element':'wood'},{'name':'b',"
        "'label':'男','element':'men'},{'name':'c','label':'女','element':"
        "'women'}]",
        "'fields':[{'name':'a','label':'林地','element':'wood'},{'name':'d',"
        "'label':'合计','element':'all'}]"};
    unsigned long long task, upto;
    char data[512];
    is_text(tell("dictionary.publish", "keeper/huishui",
                 "{'version':'2','elements':[{'code':'all','label':'合计',"
                 "'type':'integer','unit':'人','kind':'stock','period':'month',"
                 "'derive':{'by':'sum','from':['men','women']}},{'code':'wood',"
                 "'label':'林地','type':'decimal','unit':'亩','kind':'stock',"
                 "'period':'month','freshness':2}]}"),
            "admit\n", "what is known, and what follows");
    filling_ask(&gate, WJJ, "2026-07", "2026-11-05", fields[0], "");
    filling_ask(&gate, WJJ, "2026-08", "2026-11-05", fields[0], "");
    upto = strtoull(
        gate_at(&gate,
                filling_tell(&gate, "report.submit", EAST, NULL,
                             "{'values':[{'element':'wood','period':'2026-07',"
                             "'value':'30'},{'element':'men','period':"
                             "'2026-08','value':'12'},{'element':'women',"
                             "'period':'2026-08','value':'13'}]}"),
                "/receipt/sequence"),
        NULL, 10);
    task = filling_ask(&gate, MZJ, "2026-08", "2026-11-05", fields[1],
                       ",'review':'town'");
    snprintf(
        data, sizeof data,
        "{'office':'522731001001','task':%llu,'verdict':'pass','upto':%llu}",
        task, upto);
    is_text(tell("report.review", TOWN, data), "admit\n",
            "the town passes what the report is made of");
    snprintf(data, sizeof data, "{'task':%llu}", task);
    is_text(gate_at(&gate, filling_tell(&gate, "report.read", MZJ, NULL, data),
                    "/result/rows/0/values/a/value"),
            "30", "what was known already is there");
    is_text(gate_at(&gate, filling_tell(&gate, "report.read", MZJ, NULL, data),
                    "/result/rows/0/values/d/value"),
            "25", "and what follows");
    snprintf(data, sizeof data,
             "{'office':'522731001001','task':%llu,'verdict':'return','upto':"
             "%llu,'cells':[{'element':'women','period':'2026-08','reason':"
             "'不符'}]}",
             task, upto);
    is_text(tell("report.review", TOWN, data), "admit\n",
            "a part of it may be returned");
}

int
main(void)
{
    filling_open(&gate);
    gate.quiet = true;
    mzj = filling_ask(&gate, MZJ, "2026-10", "2026-11-05",
                      "'fields':[{'name':'a','label':'常住人口','element':"
                      "'pop'},{'name':'b','label':'男','element':'men'},"
                      "{'name':'c','label':'耕地面积','element':'land'}]",
                      ",'review':'town'");
    wjj = filling_ask(&gate, WJJ, "2026-10", "2026-11-05",
                      "'fields':[{'name':'a','label':'常住人口','element':"
                      "'pop','min':'1'}]",
                      "");
    test_pass();
    test_return();
    test_correct();
    test_erased();
    test_follows();
    gate_close(&gate);
    return tap_done();
}

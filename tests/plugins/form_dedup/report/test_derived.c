/* SPDX-License-Identifier: Apache-2.0 */
/* What follows from other cells: over periods, from other elements, over the
 * villages of a town; and what an office says all the same. */
#include <stdlib.h>
#include <string.h>

#include "tests/plugins/form_dedup/report/filling.h"

static struct gate gate;

static const char *
tell(const char *type, const char *source, const char *data)
{
    return filling_says(&gate, filling_tell(&gate, type, source, NULL, data));
}

static const char *
give(const char *source, const char *element, const char *period,
     const char *value)
{
    char data[256];
    snprintf(data, sizeof data,
             "{'values':[{'element':'%s','period':'%s','value':'%s'}]}",
             element, period, value);
    return tell("report.submit", source, data);
}

static const char *
reads(unsigned long long task, const char *pointer)
{
    char data[64];
    snprintf(data, sizeof data, "{'task':%llu}", task);
    return gate_at(&gate, filling_tell(&gate, "report.read", WJJ, NULL, data),
                   pointer);
}

static void
open_elements(void)
{
    is_text(
        tell("dictionary.publish", "keeper/huishui",
             "{'version':'2','elements':["
             "{'code':'all','label':'总人口','type':'integer','unit':'人',"
             "'kind':'stock','period':'month','derive':{'by':'sum','from':"
             "['men','women']}},"
             "{'code':'run','label':'累计救助','type':'decimal','unit':'元',"
             "'kind':'running','period':'month'},"
             "{'code':'rise','label':'本月救助','type':'decimal','unit':"
             "'元','kind':'flow','period':'month','derive':{'by':"
             "'difference','from':['run']}},"
             "{'code':'area','label':'林地面积','type':'decimal','unit':"
             "'亩','kind':'stock','period':'month','freshness':2,'rollup':"
             "{'space':'sum'}},"
             "{'code':'age','label':'年龄','type':'integer','period':"
             "'month','personal':true,'derive':{'by':'age','from':['idn']}}"
             ",{'code':'born','label':'出生日期','type':'date','period':"
             "'month','personal':true,'derive':{'by':'birth','from':"
             "['idn']}}]}"),
        "admit\n", "elements that follow from others");
}

static void
test_periods(void)
{
    static const char *const months[] = {"2026-07", "2026-08", "2026-09"};
    static const char *const funds[] = {"10000", "2.5万元", "15000.5"};
    static const char *const totals[] = {"100", "250", "400"};
    static const char fields[] =
        "'fields':[{'name':'a','label':'低保资金','element':'fund'},{'name':"
        "'b','label':'常住人口','element':'pop'},{'name':'c','label':"
        "'累计救助','element':'run'}]";
    unsigned long long quarter;
    filling_ask(&gate, MZJ, "2026-06", "2026-12-05", fields, "");
    for (size_t i = 0; i < 3; i++) {
        filling_ask(&gate, MZJ, months[i], "2026-12-05", fields, "");
    }
    quarter = filling_ask(
        &gate, WJJ, "2026-Q3", "2026-12-05",
        "'fields':[{'name':'a','label':'低保资金','element':'fund','period':"
        "'quarter','unit':'万元','decimals':2},{'name':'b','label':'常住人口',"
        "'element':'pop','period':'quarter'},{'name':'c','label':'本季救助',"
        "'element':'run','period':'quarter','rollup':'difference'}]",
        "");
    is_text(give(EAST, "run", "2026-06", "40"), "admit\n", "the month before");
    for (size_t i = 0; i < 3; i++) {
        is_text(reads(quarter, "/result/rows/0/values/a/missing"), "true",
                "a sum without all its parts is none");
        give(EAST, "fund", months[i], funds[i]);
        give(EAST, "pop", months[i], totals[i]);
        give(EAST, "run", months[i], totals[i]);
    }
    is_text(reads(quarter, "/result/rows/0/values/a/value"), "5.00",
            "flows are summed, exactly, and rounded at the end");
    is_text(reads(quarter, "/result/rows/0/values/b/value"), "400",
            "of stocks the last counts");
    is_text(reads(quarter, "/result/rows/0/values/c/value"), "360",
            "of a running total what it rose by");
    is_text(
        give(EAST, "fund", "2026-Q3", "51000"),
        "admit\ndiffers-from-rollup /data/values/0: \"低保资金\" of 2026-Q3 "
        "is given as 51000, and follows from other cells as 50000.5\n",
        "said all the same, otherwise");
    is_text(give(EAST, "run", "2026-Q3", "1"),
            "refuse\nperiod-mismatch /data/values/0: \"累计救助\" of 2026-Q3: "
            "nobody asks it of this office for such a period\n",
            "what only ever follows is said by nobody");
}

/* An element whose period nobody said has that of each task, also as a part. */
static void
test_any_period(void)
{
    static const char fields[] =
        "'fields':[{'name':'a','label':'甲','element':'one'},{'name':'b',"
        "'label':'甲乙','element':'both'}]";
    unsigned long long tasks[2];
    is_text(tell("dictionary.publish", "keeper/huishui",
                 "{'version':'3','elements':[{'code':'one','label':'甲数',"
                 "'type':'integer','unit':'户','kind':'flow'},{'code':'two',"
                 "'label':'乙数','type':'integer','unit':'户','kind':'flow'},"
                 "{'code':'both','label':'甲乙数','type':'integer','unit':'户',"
                 "'kind':'flow','derive':{'by':'sum','from':['one','two']}}]}"),
            "admit\n", "elements without a period");
    filling_ask(&gate, MZJ, "2026-01", "2026-12-05",
                "'fields':[{'name':'b','label':'乙','element':'two'}]", "");
    tasks[0] = filling_ask(&gate, WJJ, "2026-01", "2026-12-05", fields, "");
    tasks[1] = filling_ask(&gate, WJJ, "2026-02", "2026-12-05", fields, "");
    is_text(give(EAST, "one", "2026-01", "3"), "admit\n", "said of a month");
    is_text(give(EAST, "two", "2026-01", "4"), "admit\n", "also of the other");
    is_text(reads(tasks[0], "/result/rows/0/values/a/value"), "3",
            "is that month's");
    is_text(reads(tasks[0], "/result/rows/0/values/b/value"), "7",
            "with what follows");
    is_text(reads(tasks[1], "/result/rows/0/values/a/missing"), "true",
            "and not the next one's");
}

/* What is neither whole in its own unit nor rounded on the way. */
static void
test_exact(void)
{
    unsigned long long task;
    struct dg_str sheet;
    is_text(tell("dictionary.publish", "keeper/huishui",
                 "{'version':'4','elements':[{'code':'la','label':'水田',"
                 "'type':'decimal','unit':'公顷','kind':'stock','period':"
                 "'month'},{'code':'lb','label':'旱地','type':'decimal',"
                 "'unit':'公顷','kind':'stock','period':'month'},{'code':'lt',"
                 "'label':'田地','type':'decimal','unit':'公顷','kind':'stock',"
                 "'period':'month','derive':{'by':'sum','from':['la','lb']}},"
                 "{'code':'built','label':'建成日','type':'date','period':"
                 "'none'},{'code':'years','label':'建成年数','type':'integer',"
                 "'period':'none','derive':{'by':'age','from':['built']}}]}"),
            "admit\n", "sums in another unit than their parts");
    filling_ask(&gate, MZJ, "2026-03", "2026-12-05",
                "'fields':[{'name':'a','label':'水田','element':'la'},{'name':"
                "'b','label':'旱地','element':'lb'},{'name':'c','label':"
                "'建成日','element':'built'}]",
                "");
    task = filling_ask(&gate, WJJ, "2026-03", "2026-12-05",
                       "'fields':[{'name':'a','label':'田地','element':'lt',"
                       "'unit':'亩'},{'name':'b','label':'田地公顷','element':"
                       "'lt'},{'name':'c','label':'年数','element':'years'}]",
                       "");
    give(EAST, "la", "2026-03", "1亩");
    give(EAST, "lb", "2026-03", "1亩");
    is_text(reads(task, "/result/rows/0/values/a/value"), "2",
            "two of one are two");
    is_text(reads(task, "/result/rows/0/values/b/value"), "0.133333333",
            "in the element's own unit as far as it goes");
    is_text(reads(task, "/result/rows/0/values/b/rounded"), "true",
            "and it says so");
    sheet =
        dg_json_bytes(filling_tell(&gate, "worksheet.read", EAST, NULL, "{}"));
    ok(memmem(sheet.data, sheet.len, "\"years\"", 7),
       "an age on no day is asked");
    is_text(tell("report.submit", EAST,
                 "{'values':[{'element':'years','value':'26'}]}"),
            "admit\n", "for it follows from nothing");
}

/* What was said of a part before it was merged still counts, and has come. */
static void
test_merged(void)
{
    unsigned long long task;
    is_text(tell("dictionary.publish", "keeper/huishui",
                 "{'version':'5','elements':[{'code':'old','label':'旧数',"
                 "'type':'integer','period':'month'},{'code':'new','label':"
                 "'新数','type':'integer','period':'month'},{'code':'sum',"
                 "'label':'和数','type':'integer','period':'month','derive':{"
                 "'by':'sum','from':['old']}}]}"),
            "admit\n", "a part that is to be merged");
    filling_ask(&gate, MZJ, "2026-02", "2026-12-05",
                "'fields':[{'name':'a','label':'旧','element':'old'}]", "");
    task =
        filling_ask(&gate, WJJ, "2026-02", "2026-12-05",
                    "'fields':[{'name':'a','label':'和','element':'sum'}]", "");
    is_text(give(EAST, "old", "2026-02", "8"), "admit\n", "it is said");
    is_text(tell("dictionary.merge", "keeper/huishui",
                 "{'element':'old','into':'new'}"),
            "admit\n", "and merged");
    is_text(reads(task, "/result/rows/0/values/a/value"), "8", "it counts");
    is_text(reads(task, "/result/received"), "1", "and has come");
}

static void
test_elements(void)
{
    unsigned long long month = filling_ask(
        &gate, WJJ, "2026-05", "2026-12-05",
        "'fields':[{'name':'a','label':'总人口','element':'all'},{'name':'b',"
        "'label':'本月救助','element':'rise'},{'name':'m','label':'男',"
        "'element':'men'},{'name':'w','label':'女','element':'women'},{'name':"
        "'r','label':'累计','element':'run'}],'lists':[{'name':'p','subject':"
        "'person','key':'i','basis':'x','fields':[{'name':'i','label':"
        "'身份证号','element':'idn'},{'name':'g','label':'年龄','element':"
        "'age'},{'name':'o','label':'出生日期','element':'born','format':"
        "'chinese'},{'name':'n','label':'姓名','element':'name'}]}]",
        "");
    char data[128];
    const struct dg_json *reply;
    give(EAST, "men", "2026-05", "12");
    is_text(reads(month, "/result/rows/0/values/a/missing"), "true",
            "one part alone is no sum");
    is_text(tell("report.submit", EAST,
                 "{'values':[{'element':'women','period':'2026-05','none':true}"
                 "]}"),
            "admit\n", "none is 0 in a sum");
    is_text(reads(month, "/result/rows/0/values/a/value"), "12", "the sum");
    give(EAST, "run", "2026-05", "70");
    is_text(reads(month, "/result/rows/0/values/b/missing"), "true",
            "a rise from a month that nobody said is none");
    is_text(
        give(EAST, "all", "2026-05", "13"),
        "admit\ndiffers-from-rollup /data/values/0: \"总人口\" of 2026-05 is "
        "given as 13, and follows from other cells as 12\n",
        "a total that differs from its parts");
    is_text(tell("report.submit", EAST,
                 "{'lists':[{'key':'idn','period':'2026-05','rows':[{'key':"
                 "'52273119800601001X','values':[{'element':'name','value':"
                 "'罗永祥'}]}]}]}"),
            "refuse\nvalue-idnumber /data/lists/0/rows/0: \"身份证号\": the "
            "check character of the ID number does not fit the rest\n",
            "a mistyped person");
    is_text(tell("report.submit", EAST,
                 "{'lists':[{'key':'idn','period':'2026-05','rows':[{'key':"
                 "'52273119800101001X','values':[{'element':'name','value':"
                 "'罗永祥'}]}]}]}"),
            "admit\n", "a person");
    snprintf(data, sizeof data, "{'task':%llu,'list':'p'}", month);
    reply = filling_tell(&gate, "report.read", WJJ, NULL, data);
    is_text(gate_at(&gate, reply, "/result/rows/0/values/g/value"), "46",
            "the age on the month's last day");
    is_text(gate_at(&gate, reply, "/result/rows/0/values/o/value"),
            "1980年01月01日", "the date of birth");
}

static void
test_space(void)
{
    unsigned long long may = filling_ask(
        &gate, WJJ, "2026-05", "2026-12-05",
        "'fields':[{'name':'a','label':'林地面积','element':'area'}]", "");
    unsigned long long older, town;
    give(EAST, "area", "2026-05", "30");
    older = filling_ask(
        &gate, WJJ, "2026-07", "2026-12-05",
        "'fields':[{'name':'a','label':'林地面积','element':'area'}]", "");
    is_text(reads(older, "/result/rows/0/values/a/value"), "30",
            "two months on it is known");
    is_text(reads(older, "/result/rows/0/values/a/asof"), "2026-05",
            "as of then");
    older = filling_ask(
        &gate, WJJ, "2026-08", "2026-12-05",
        "'fields':[{'name':'a','label':'林地面积','element':'area'}]", "");
    is_text(reads(older, "/result/rows/0/values/a/missing"), "true",
            "three months on it is not");
    (void) may;
    town = strtoull(
        gate_at(&gate,
                filling_tell(
                    &gate, "task.publish", WJJ, NULL,
                    "{'duty':'B-001','title':'林地','period':'2026-09','due':"
                    "'2026-12-05','audience':{'codes':['522731001000',"
                    "'522731001001','522731001002']},'forms':[{'control':"
                    "'林表','version':'1','class':'survey','authority':"
                    "'林草局','approval':'国统制1','validuntil':'2030-12-31',"
                    "'fields':[{'name':'a','label':'林地面积','element':"
                    "'area'}]}]}"),
                "/receipt/sequence"),
        NULL, 10);
    give(EAST, "area", "2026-09", "30");
    is_text(reads(town, "/result/rows/2/values/a/missing"), "true",
            "a town's value waits for all its villages");
    give(WEST, "area", "2026-09", "1公顷");
    is_text(reads(town, "/result/rows/2/values/a/value"), "45",
            "and is their sum");
    is_text(give(TOWN, "area", "2026-09", "50"),
            "admit\ndiffers-from-rollup /data/values/0: \"林地面积\" of "
            "2026-09 is given as 50, and follows from other cells as 45\n",
            "what the town says itself differs");
}

int
main(void)
{
    filling_open(&gate);
    gate.quiet = true;
    open_elements();
    test_periods();
    test_any_period();
    test_exact();
    test_merged();
    test_elements();
    test_space();
    gate_close(&gate);
    return tap_done();
}

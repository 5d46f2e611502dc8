/* SPDX-License-Identifier: Apache-2.0 */
/* What of forms and reports stands in headers, word for word: what is asked, of
 * which offices something of it is asked or known already, who began, whose
 * report is in, what is returned, who read it. */
#include "gateway/flow/flow_internal.h"
#include "tests/plugins/form_dedup/report/facts.h"
#include "tests/plugins/form_dedup/report/filling.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct gate gate;

#define POP "{'name':'a','label':'常住人口','element':'pop'}"
#define MEN "{'name':'b','label':'男性','element':'men'}"
#define NOTE "{'name':'n','label':'备注','element':'note'}"
#define FORM(fields)                                                           \
    "{'control':'卫统1','version':'1','class':'survey','authority':"         \
    "'卫健委','approval':'国统制〔2025〕2号','validuntil':"           \
    "'2030-12-31','fields':[" fields "]}"
#define CITY "'prefixes':['522731001']"
#define COUNTY "'prefixes':['522731']"

static unsigned long long
number_of(const struct dg_json *reply)
{
    return strtoull(gate_at(&gate, reply, "/receipt/sequence"), NULL, 10);
}

static unsigned long long
tell(const char *type, const char *source, const char *data)
{
    const struct dg_json *reply = filling_tell(&gate, type, source, NULL, data);
    is_text(gate_at(&gate, reply, "/verdict"), "admit", type);
    return number_of(reply);
}

static unsigned long long
publish(const char *source, const char *period, const char *audience,
        const char *more)
{
    char data[4096];
    snprintf(data, sizeof data,
             "{'duty':'%s','title':'月报','due':'2026-02-20','period':'%s',"
             "'audience':{%s},%s}",
             strcmp(source, MZJ) == 0 ? "A-001" : "B-001", period, audience,
             more);
    return tell("task.publish", source, data);
}

/* Values of a month, as one submission. */
static unsigned long long
submit(const char *source, const char *values)
{
    char data[2048];
    snprintf(data, sizeof data, "{'values':[%s]}", values);
    return tell("report.submit", source, data);
}

#define VALUE(element, period, value)                                          \
    "{'element':'" element "','period':'" period "','value':'" value "'}"

static char text[4096];
#define TEXT(...) (snprintf(text, sizeof text, __VA_ARGS__), text)

/* ---- what is asked ------------------------------------------------------ */

static void
test_forms(void)
{
    static const char form[] =
        "{'control':'民统1','version':'1','class':'survey','authority':"
        "'民政部','approval':'国统制〔2025〕1号','validuntil':'2030-12-31',"
        "'fields':[" POP "," MEN "," NOTE
        ",{'name':'d','label':'检查日期','element':'day'}],"
        "'lists':[{'name':'l','title':'名册','subject':'person','key':'i',"
        "'fields':[{'name':'i','label':'身份证号','element':'idn'},{'name':"
        "'m','label':'姓名','element':'name'}]}]}";
    unsigned long long task;
    tell("form.publish", MZJ, TEXT("{'form':%s}", form));
    task = publish(MZJ, "2026-01", COUNTY, TEXT("'forms':[%s]", form));
    is_text(facts_of(&gate, task),
            "ask /data/forms/0: 1 form at 3, 民统1\n"
            "ask /data/forms/0/fields/0: 2 field at 3, field.integer\n"
            "ask /data/forms/0/fields/2: 1 field at 3, field.text\n"
            "ask /data/forms/0/fields/3: 1 field at 3, field.date\n"
            "ask /data/forms/0/lists/0/fields/0: 1 field at 3, "
            "field.idnumber\n"
            "ask /data/forms/0/lists/0/fields/1: 1 field at 3, field.text\n",
            "a form, its fields in runs of one type, its lists");
    task = publish(MZJ, "2026-01", CITY,
                   "'forms':[{'control':'民统1','version':'1'}]");
    is_text(facts_of(&gate, task),
            "share /data/forms/0: 6 field at 2, identical\n"
            "ask /data/forms/0: 1 form at 2, 民统1\n"
            "ask /data/forms/0/fields/0: 2 field at 2, field.integer\n"
            "ask /data/forms/0/fields/2: 1 field at 2, field.text\n"
            "ask /data/forms/0/fields/3: 1 field at 2, field.date\n"
            "ask /data/forms/0/lists/0/fields/0: 1 field at 2, "
            "field.idnumber\n"
            "ask /data/forms/0/lists/0/fields/1: 1 field at 2, field.text\n",
            "by reference, all of it asked already");
}

static void
test_places(void)
{
    unsigned long long task;
    publish(MZJ, "2025-10", CITY, "'forms':[" FORM(POP "," MEN) "]");
    task = publish(WJJ, "2025-10", COUNTY, "'forms':[" FORM(POP "," NOTE) "]");
    is_text(facts_of(&gate, task),
            "share /data/forms/0/fields/0: 1 field at 2, identical in 0-1\n"
            "ask /data/forms/0: 1 form at 3, 卫统1\n"
            "ask /data/forms/0/fields/0: 1 field at 3, field.integer\n"
            "ask /data/forms/0/fields/1: 1 field at 3, field.text\n",
            "one town is asked already");
    submit(WEST, VALUE("pop", "2025-10", "7"));
    task = publish(WJJ, "2025-10", COUNTY, "'forms':[" FORM(POP "," MEN) "]");
    is_text(facts_of(&gate, task),
            "share /data/forms/0/fields/0: 1 field at 2, identical in 0,2\n"
            "share /data/forms/0/fields/1: 1 field at 2, identical in 0-1\n"
            "prefill /data/forms/0/fields/0: 1 field at 1, known in 1\n"
            "ask /data/forms/0: 1 form at 3, 卫统1\n"
            "ask /data/forms/0/fields/0: 2 field at 3, field.integer\n",
            "of one office a figure is known");
    task = publish(WJJ, "2025-10", COUNTY,
                   "'forms':[" FORM(POP) "," FORM(POP) "]");
    is_text(facts_of(&gate, task),
            "share /data/forms/0: 1 field at 2, identical in 0,2\n"
            "prefill /data/forms/0: 1 field at 1, known in 1\n"
            "share /data/forms/1: 1 field at 2, identical in 0,2\n"
            "prefill /data/forms/1: 1 field at 1, known in 1\n"
            "ask /data/forms/0: 1 form at 3, 卫统1\n"
            "ask /data/forms/0/fields/0: 1 field at 3, field.integer\n"
            "ask /data/forms/1: 1 form at 3, 卫统1\n"
            "ask /data/forms/1/fields/0: 1 field at 3, field.integer\n"
            "answer : 1 report at 1, known in 1\n",
            "whose report is there");
    task = publish(MZJ, "2025-10", "'codes':['522731001002']",
                   "'forms':[" FORM(POP) "]");
    is_text(facts_of(&gate, task),
            "prefill /data/forms/0: 1 field at 1, known\n"
            "ask /data/forms/0: 1 form at 1, 卫统1\n"
            "ask /data/forms/0/fields/0: 1 field at 1, field.integer\n"
            "answer : 1 report at 1, known\n",
            "of all who are asked");
}

/* Nobody judges it anew, but it is asked of others, or of fewer. */
static void
test_ungated(void)
{
    unsigned long long task, amended;
    task = publish(MZJ, "2025-09", COUNTY, "'forms':[" FORM(POP) "]");
    publish(WJJ, "2025-09", CITY, "'forms':[" FORM(POP "," MEN) "]");
    amended = tell("task.amend", MZJ,
                   TEXT("{'task':%llu,'assignment':{'duty':'A-001','title':"
                        "'月报','due':'2026-02-20','period':'2025-09',"
                        "'audience':{" CITY "},'forms':[" FORM(POP) "]}}",
                        task));
    is_text(facts_of(&gate, amended),
            "share /data/assignment/forms/0: 1 field at 2, identical\n"
            "ask /data/assignment/forms/0: 1 form at 2, 卫统1\n"
            "ask /data/assignment/forms/0/fields/0: 1 field at 2, "
            "field.integer\n",
            "asked of fewer, who are asked it by another, too");
}

/* ---- what is answered --------------------------------------------------- */

static void
test_answers(void)
{
    unsigned long long one, two, first, second;
    char wanted[1024];
    one = publish(MZJ, "2025-11", COUNTY, "'forms':[" FORM(POP "," MEN) "]");
    two = publish(WJJ, "2025-11", COUNTY, "'forms':[" FORM(POP) "]");
    first = submit(SOUTH, VALUE("pop", "2025-11", "12"));
    snprintf(wanted, sizeof wanted,
             "answer : 1 field at 1, filled in 2\n"
             "answer : 1 field at 1, reused in 2\n"
             "answer /%llu: 1 started at 1 in 2\n"
             "answer /%llu: 1 started at 1 in 2\n"
             "answer /%llu: 1 report at 1, on-time in 2\n",
             one, two, two);
    is_text(facts_of(&gate, first), wanted,
            "the first value begins both tasks, and completes one");
    gate.now_us += 60ll * 86400 * 1000000; /* beyond the due date */
    second = submit(
        SOUTH, VALUE("pop", "2025-11", "13") "," VALUE("men", "2025-11", "6"));
    snprintf(wanted, sizeof wanted,
             "answer : 2 field at 1, filled in 2\n"
             "answer : 1 field at 1, reused in 2\n"
             "answer /%llu: 1 report at 1, late in 2\n",
             one);
    is_text(facts_of(&gate, second), wanted,
            "the rest completes the other, too late; what was told is not "
            "told again");
    second =
        tell("report.correct", SOUTH,
             "{'reason':'笔误','values':[" VALUE("men", "2025-11", "5") "]}");
    is_text(facts_of(&gate, second), "answer : 1 field at 1, filled in 2\n",
            "a correction is one value more");
}

static void
test_behalf(void)
{
    unsigned long long task =
        publish(MZJ, "2025-08", CITY, "'forms':[" FORM(POP) "]");
    unsigned long long entry = number_of(
        filling_tell(&gate, "report.submit", TOWN, "office/522731001001",
                     "{'office':'522731001001','values':[" VALUE(
                         "pop", "2025-08", "3") "]}"));
    is_text(facts_of(&gate, entry),
            TEXT("answer : 1 field at 1, filled in 0\n"
                 "answer /%llu: 1 started at 1 in 0\n"
                 "answer /%llu: 1 report at 1, on-time in 0\n",
                 task, task),
            "what a town enters is its office's");
}

static void
test_review(void)
{
    unsigned long long task =
        publish(MZJ, "2025-07", CITY,
                "'review':'town','forms':[" FORM(POP "," MEN "," NOTE) "]");
    unsigned long long entry, said;
    char data[1024];
    said = submit(
        EAST, VALUE("pop", "2025-07", "3") "," VALUE(
                  "men", "2025-07", "2") "," VALUE("note", "2025-07", "无"));
    is_text(facts_of(&gate, said),
            TEXT("answer : 3 field at 1, filled in 0\n"
                 "answer /%llu: 1 started at 1 in 0\n"
                 "answer /%llu: 1 report at 1, on-time in 0\n",
                 task, task),
            "its report is in before the town has seen it");
    snprintf(data, sizeof data,
             "{'office':'522731001001','task':%llu,'verdict':'return','upto':"
             "%llu,'cells':[{'element':'pop','period':'2025-07','reason':"
             "'偏大'},{'element':'note','period':'2025-07','reason':'不详'},"
             "{'element':'men','period':'2025-07','reason':'偏大'}]}",
             task, said);
    entry = tell("report.review", TOWN, data);
    is_text(facts_of(&gate, entry),
            TEXT("answer /%llu: 2 rework at 1, field.integer in 0\n"
                 "answer /%llu: 1 rework at 1, field.text in 0\n",
                 task, task),
            "what is returned, by type");
    said = submit(
        EAST, VALUE("pop", "2025-07", "3") "," VALUE(
                  "men", "2025-07", "2") "," VALUE("note", "2025-07", "查无"));
    is_text(facts_of(&gate, said), "answer : 3 field at 1, filled in 0\n",
            "its report was in before");
    snprintf(data, sizeof data,
             "{'office':'522731001001','task':%llu,'verdict':'pass','upto':"
             "%llu}",
             task, said);
    is_text(facts_of(&gate, tell("report.review", TOWN, data)), "",
            "a pass asks nothing of anybody");
}

/* A report whose figures follow is there without a word of its own. */
static void
test_following(void)
{
    unsigned long long quarter, month, said;
    publish(MZJ, "2025-04", CITY, "'forms':[" FORM(POP) "]");
    publish(MZJ, "2025-05", CITY, "'forms':[" FORM(POP) "]");
    month = publish(MZJ, "2025-06", CITY, "'forms':[" FORM(POP) "]");
    quarter = publish(
        WJJ, "2025-Q2", CITY,
        "'forms':[" FORM("{'name':'q','label':'常住人口','element':'pop',"
                         "'period':'quarter'}") "]");
    is_text(facts_of(&gate, quarter),
            "share /data/forms/0: 1 field at 2, derivable\n"
            "ask /data/forms/0: 1 form at 2, 卫统1\n"
            "ask /data/forms/0/fields/0: 1 field at 2, field.integer\n",
            "it will follow, and does not yet");
    said = submit(EAST, VALUE("pop", "2025-06", "44"));
    is_text(facts_of(&gate, said),
            TEXT("answer : 1 field at 1, filled in 0\n"
                 "answer /%llu: 1 started at 1 in 0\n"
                 "answer /%llu: 1 report at 1, on-time in 0\n"
                 "answer /%llu: 1 report at 1, on-time in 0\n",
                 month, month, quarter),
            "of a stock the last month is enough");
    quarter = publish(
        WJJ, "2025-Q2", COUNTY,
        "'forms':[" FORM("{'name':'q','label':'常住人口','element':'pop',"
                         "'period':'quarter','decimals':0}") "]");
    is_text(facts_of(&gate, quarter),
            "share /data/forms/0: 1 field at 2, identical in 0-1\n"
            "ask /data/forms/0: 1 form at 3, 卫统1\n"
            "ask /data/forms/0/fields/0: 1 field at 3, field.integer\n",
            "asked once more");
}

/* ---- who reads it ------------------------------------------------------- */

static void
test_fetch(void)
{
    unsigned long long task =
        publish(MZJ, "2025-03", CITY, "'forms':[" FORM(POP) "]");
    unsigned long long before;
    char data[64];
    snprintf(data, sizeof data, "{'task':%llu}", task);
    before = dg_journal_last(gate.flow->journal);
    filling_tell(&gate, "report.read", MZJ, NULL, data);
    gate_tick(&gate);
    is_int((long) (dg_journal_last(gate.flow->journal) - before), 0,
           "nothing is there to be read");
    submit(EAST, VALUE("pop", "2025-03", "44"));
    before = dg_journal_last(gate.flow->journal);
    filling_tell(&gate, "report.read", EAST, NULL, data);
    gate_tick(&gate);
    is_int((long) (dg_journal_last(gate.flow->journal) - before), 0,
           "its own report an office may read");
    filling_tell(&gate, "report.read", MZJ, NULL, data);
    filling_tell(&gate, "report.read", MZJ, NULL, data);
    gate_tick(&gate);
    is_int((long) (dg_journal_last(gate.flow->journal) - before), 1,
           "whoever asked has read it");
    gate.now_us += 2000000;
    filling_tell(&gate, "report.read", MZJ, NULL, data);
    gate_tick(&gate);
    is_int((long) (dg_journal_last(gate.flow->journal) - before), 1,
           "and not again");
    is_text(facts_of(&gate, before + 1),
            TEXT("answer /%llu: 1 fetched at 0\n", task), "once");
    gate_restart(&gate);
    before = dg_journal_last(gate.flow->journal);
    filling_tell(&gate, "report.read", MZJ, NULL, data);
    gate_tick(&gate);
    is_int((long) (dg_journal_last(gate.flow->journal) - before), 0,
           "nor after a restart");
}

/* ---- erased ------------------------------------------------------------- */

static void
test_erased(void)
{
    unsigned long long task =
        publish(MZJ, "2025-02", CITY, "'forms':[" FORM(POP) "]");
    unsigned long long said = submit(EAST, VALUE("pop", "2025-02", "44"));
    unsigned long long again;
    char wanted[256];
    tell("journal.erase", "keeper/huishui",
         TEXT("{'sequences':[%llu],'reason':'x'}", said));
    gate_restart(&gate);
    again = submit(EAST, VALUE("pop", "2025-02", "45"));
    is_text(facts_of(&gate, again), "answer : 1 field at 1, filled in 0\n",
            "that its report was in is known, though not what it said");
    snprintf(wanted, sizeof wanted,
             "answer : 1 field at 1, filled in 0\n"
             "answer /%llu: 1 started at 1 in 0\n"
             "answer /%llu: 1 report at 1, on-time in 0\n",
             task, task);
    is_text(facts_of(&gate, said), wanted, "what was erased still says so");
}

int
main(void)
{
    filling_open(&gate);
    tell("dictionary.publish", "keeper/huishui",
         "{'version':'2','elements':[{'code':'pop','label':'常住人口','type':"
         "'integer','unit':'人','kind':'stock','period':'month','rollup':"
         "{'time':'last','space':'sum'}}]}");
    test_forms();
    test_places();
    test_ungated();
    test_behalf();
    test_review();
    test_following();
    test_fetch();
    test_erased();
    test_answers();
    gate_close(&gate);
    return tap_done();
}

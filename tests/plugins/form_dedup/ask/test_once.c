/* SPDX-License-Identifier: Apache-2.0 */
/* What a department is told before and when it asks: what others ask already,
 * what is known, what follows, what fits no period, what is in conflict. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/plugins/form_dedup/report/filling.h"

static struct gate gate;

#define FORM(fields)                                                           \
    "{'control':'卫统1','version':'1','class':'survey','authority':"         \
    "'卫健委','approval':'国统制〔2025〕2号','validuntil':"           \
    "'2030-12-31','fields':[" fields "]}"
#define TASK(period, forms)                                                    \
    "{'duty':'B-001','title':'季报','due':'2026-12-20'," period                \
    "'audience':{'prefixes':['522731']},'forms':[" forms "]}"
#define F(name, label, more) "{'name':'" name "','label':'" label "'," more "}"
#define POP F("a", "常住人口", "'element':'pop'")
#define WOMEN F("b", "女性", "'element':'women'")
#define FUND F("c", "低保资金", "'element':'fund','unit':'万元'")

/* Effects of a reply, one a line: "share /data/forms/0: 1 field at 3,
 * identical". */
static const char *
effects(const struct dg_json *reply)
{
    static char out[8192];
    size_t len = 0;
    out[0] = '\0';
    for (unsigned i = 0; i < 40; i++) {
        for (unsigned k = 0; k < 40; k++) {
            static const char *const members[] = {
                "kind", "pointer", "quantity", "dimension", "offices", "cause"};
            static const char *const before[] = {"",  " ",    ": ",
                                                 " ", " at ", ", "};
            char pointer[96];
            snprintf(pointer, sizeof pointer, "/findings/%u/effects/%u/kind", i,
                     k);
            if (strcmp(gate_at(&gate, reply, pointer), "(absent)") == 0) {
                break;
            }
            for (unsigned m = 0; m < 6; m++) {
                snprintf(pointer, sizeof pointer, "/findings/%u/effects/%u/%s",
                         i, k, members[m]);
                len += (size_t) snprintf(out + len, sizeof out - len, "%s%s",
                                         before[m],
                                         gate_at(&gate, reply, pointer));
            }
            len += (size_t) snprintf(out + len, sizeof out - len, "\n");
        }
    }
    return out;
}

static void
check(const char *data, const char *says, const char *does, const char *name)
{
    const struct dg_json *reply =
        filling_tell(&gate, "task.check", WJJ, NULL, data);
    is_text(filling_says(&gate, reply), says, name);
    is_text(effects(reply), does, "... and the effects");
}

static unsigned long long
publish(const char *data)
{
    const struct dg_json *reply =
        filling_tell(&gate, "task.publish", WJJ, NULL, data);
    is_text(gate_at(&gate, reply, "/verdict"), "admit", "published");
    return strtoull(gate_at(&gate, reply, "/receipt/sequence"), NULL, 10);
}

static void
test_shared(void)
{
    check(
        TASK("'period':'2026-10',", FORM(POP "," FUND)),
        "admit\n"
        "field-new /data/forms/0/fields/0: \"常住人口\" is new to 3 offices\n"
        "field-new /data/forms/0/fields/1: \"低保资金\" is new to 3 offices\n",
        "", "new");
    filling_ask(&gate, MZJ, "2026-10", "2026-12-05",
                "'fields':[" F("n", "常住人口", "'element':'pop'") "," F(
                    "m", "低保资金", "'element':'fund'") "]",
                "");
    check(TASK("'period':'2026-10',", FORM(POP "," WOMEN "," FUND)),
          "admit\n"
          "fields-shared /data/forms/0: 民政局 already asks 2 of your 3 "
          "figures for 2026-10; they arrive on 2026-12-05\n"
          "field-shared /data/forms/0/fields/0: \"常住人口\" is asked already "
          "by 民政局, of 3 offices\n"
          "field-new /data/forms/0/fields/1: \"女性\" is new to 3 offices\n"
          "field-shared /data/forms/0/fields/2: \"低保资金\" is asked already "
          "by 民政局, of 3 offices\n",
          "share /data/forms/0/fields/0: 1 field at 3, identical\n"
          "share /data/forms/0/fields/2: 1 field at 3, convertible\n",
          "of three figures two are asked already");
    check(TASK("'period':'2026-10',", FORM(POP "," FUND)),
          "admit\n"
          "fields-shared /data/forms/0: 民政局 already asks 2 of your 2 "
          "figures for 2026-10; they arrive on 2026-12-05\n"
          "field-shared /data/forms/0/fields/0: \"常住人口\" is asked already "
          "by 民政局, of 3 offices\n"
          "field-shared /data/forms/0/fields/1: \"低保资金\" is asked already "
          "by 民政局, of 3 offices\n",
          "share /data/forms/0/fields/0: 1 field at 3, identical\n"
          "share /data/forms/0/fields/1: 1 field at 3, convertible\n",
          "both are, one of them converted");
    check(
        TASK("'period':'2026-11',", FORM(POP "," FUND)),
        "admit\n"
        "field-new /data/forms/0/fields/0: \"常住人口\" is new to 3 offices\n"
        "field-new /data/forms/0/fields/1: \"低保资金\" is new to 3 offices\n",
        "", "of another month none");
    check(TASK("'period':'2026-10',", FORM(POP) "," FORM(POP)),
          "admit\n"
          "fields-shared /data/forms/0: 民政局 already asks 1 of your 1 "
          "figures for 2026-10; they arrive on 2026-12-05\n"
          "field-shared /data/forms/0/fields/0: \"常住人口\" is asked already "
          "by 民政局, of 3 offices\n"
          "fields-shared /data/forms/1: 民政局 already asks 1 of your 1 "
          "figures for 2026-10; they arrive on 2026-12-05\n"
          "field-shared /data/forms/1/fields/0: \"常住人口\" is asked already "
          "by 民政局, of 3 offices\n",
          "share /data/forms/0: 1 field at 3, identical\n"
          "share /data/forms/1: 1 field at 3, identical\n",
          "one that stands twice in a task");
}

static void
test_known(void)
{
    filling_tell(&gate, "report.submit", EAST, NULL,
                 "{'values':[{'element':'pop','period':'2026-10',"
                 "'value':'812'}]}");
    check(TASK("'period':'2026-10',", FORM(POP "," WOMEN)),
          "admit\n"
          "fields-shared /data/forms/0: 民政局 already asks 1 of your 2 "
          "figures for 2026-10; they arrive on 2026-12-05\n"
          "fields-known /data/forms/0: 1 of your 2 figures are known, as of "
          "2026-10 or later: 民政局 asked them\n"
          "field-shared /data/forms/0/fields/0: \"常住人口\" is asked already "
          "by 民政局, of 2 offices\n"
          "field-known /data/forms/0/fields/0: \"常住人口\" is known as of "
          "2026-10 or later, of 1 offices\n"
          "field-new /data/forms/0/fields/1: \"女性\" is new to 3 offices\n",
          "share /data/forms/0/fields/0: 1 field at 2, identical\n"
          "prefill /data/forms/0/fields/0: 1 field at 1, known\n",
          "one office has said it");
}

static void
test_list(void)
{
#define PEOPLE(fields)                                                         \
    "'lists':[{'name':'people','subject':'person','key':'id','basis':"         \
    "'残疾人保障法','fields':[" F("id", "身份证号",                            \
                                  "'element':'idn'") "," fields "]}]"
#define NAME F("name", "姓名", "'element':'name'")
#define LEVEL F("level", "残疾等级", "'element':'level'")
    filling_ask(&gate, MZJ, "2026-10", "2026-12-05", PEOPLE(NAME), "");
    filling_tell(&gate, "report.submit", EAST, NULL,
                 "{'lists':[{'key':'idn','period':'2026-10','complete':true,"
                 "'rows':[{'key':'52273119800101001X','values':[{'element':"
                 "'name','value':'罗永祥'}]}]}]}");
    check("{'duty':'B-001','title':'名册','due':'2026-12-20','period':"
          "'2026-10','audience':{'prefixes':['522731']},'forms':[{'control':"
          "'卫统2','version':'1','class':'survey','authority':'卫健委',"
          "'approval':'国统制〔2025〕2号','validuntil':'2030-12-31'," PEOPLE(
              NAME "," LEVEL) "}]}",
          "admit\n"
          "fields-shared /data/forms/0: 民政局 already asks 2 of your 3 "
          "figures for 2026-10; they arrive on 2026-12-05\n"
          "fields-known /data/forms/0: 2 of your 3 figures are known, as of "
          "2026-10 or later: 民政局 asked them\n"
          "field-shared /data/forms/0/lists/0/fields/0: \"身份证号\" is asked "
          "already by 民政局, of 2 offices\n"
          "field-known /data/forms/0/lists/0/fields/0: \"身份证号\" is known "
          "as of 2026-10 or later, of 1 offices\n"
          "field-shared /data/forms/0/lists/0/fields/1: \"姓名\" is asked "
          "already by 民政局, of 2 offices\n"
          "field-known /data/forms/0/lists/0/fields/1: \"姓名\" is known as of "
          "2026-10 or later, of 1 offices\n"
          "field-new /data/forms/0/lists/0/fields/2: \"残疾等级\" is new to 3 "
          "offices\n",
          "share /data/forms/0/lists/0/fields/0: 1 field at 2, identical\n"
          "share /data/forms/0/lists/0/fields/1: 1 field at 2, identical\n"
          "prefill /data/forms/0/lists/0/fields/0: 1 field at 1, known\n"
          "prefill /data/forms/0/lists/0/fields/1: 1 field at 1, known\n",
          "a list that one office gave, without one of the columns");
}

static void
test_derivable(void)
{
#define QUARTER                                                                \
    F("q", "常住人口", "'element':'pop','period':'quarter'")                   \
    "," F("r", "低保资金", "'element':'fund','period':'quarter'")
    check(
        TASK("'period':'2026-Q4',", FORM(QUARTER)),
        "admit\n"
        "field-new /data/forms/0/fields/0: \"常住人口\" is new to 3 offices\n"
        "field-new /data/forms/0/fields/1: \"低保资金\" is new to 3 offices\n",
        "", "a quarter of which one month is asked");
    filling_ask(&gate, MZJ, "2026-11", "2026-12-10",
                "'fields':[" F("m", "低保资金", "'element':'fund'") "]", "");
    filling_ask(&gate, MZJ, "2026-12", "2027-01-10",
                "'fields':[" F("n", "常住人口", "'element':'pop'") "," F(
                    "m", "低保资金", "'element':'fund'") "]",
                "");
    check(TASK("'period':'2026-Q4',", FORM(QUARTER)),
          "admit\n"
          "fields-derivable /data/forms/0: 2 of your 2 figures follow from "
          "what is asked or known; nobody fills them in\n"
          "field-derivable /data/forms/0/fields/0: \"常住人口\" follows from "
          "other figures, of 3 offices\n"
          "field-derivable /data/forms/0/fields/1: \"低保资金\" follows from "
          "other figures, of 3 offices\n",
          "share /data/forms/0: 2 field at 3, derivable\n",
          "of which all months are");
}

static void
test_periods(void)
{
    check(TASK("'period':'2026-Q4',", FORM(POP)),
          "refuse\n"
          "period-mismatch /data/forms/0/fields/0: \"常住人口\" is a figure of "
          "one month, and the task's period is 2026-Q4\n",
          "refuse /data: 1 task at 3, period-mismatch\n",
          "a month's figure for a quarter");
    check(TASK("", FORM(WOMEN "," POP)),
          "refuse\n"
          "period-missing /data/forms/0/fields/0: \"女性\" is a figure of one "
          "month, and the task names no period\n",
          "refuse /data: 1 task at 3, period-missing\n", "for no period");
    check(TASK("'period':'2026-10',", FORM(QUARTER)),
          "refuse\n"
          "period-mismatch /data/forms/0/fields/0: \"常住人口\" is a figure of "
          "one quarter, and the task's period is 2026-10\n",
          "refuse /data: 1 task at 3, period-mismatch\n",
          "a quarter's for a month");
}

static void
test_conflict(void)
{
    check(
        TASK("'period':'2026-09',",
             FORM(F("a", "常住人口",
                    "'type':'integer','unit':'人','kind':'flow'"))),
        "admit\n"
        "fields-conflicting /data/forms/0/fields/0: \"常住人口\" is not the "
        "figure \"常住人口\" (pop), whose kind is another, and stays apart: "
        "\"flow\" against \"stock\"\n"
        "field-new /data/forms/0/fields/0: \"常住人口\" is new to 3 offices\n",
        "", "a label that means something else");
}

static void
test_ends(void)
{
    unsigned long long task =
        publish(TASK("'period':'2026-08',", FORM(POP "," WOMEN)));
    char data[2048];
    check(TASK("'period':'2026-08',", FORM(POP)),
          "admit\n"
          "fields-shared /data/forms/0: 卫健局 already asks 1 of your 1 "
          "figures for 2026-08; they arrive on 2026-12-20\n"
          "field-shared /data/forms/0/fields/0: \"常住人口\" is asked already "
          "by 卫健局, of 3 offices\n",
          "share /data/forms/0: 1 field at 3, identical\n", "asked");
    snprintf(data, sizeof data, "{'task':%llu,'assignment':%s}", task,
             TASK("'period':'2026-08',", FORM(POP "," WOMEN "," FUND)));
    const struct dg_json *reply =
        filling_tell(&gate, "task.amend", WJJ, NULL, data);
    is_text(filling_says(&gate, reply), "admit\n", "amended");
    is_text(effects(reply), "", "it shares nothing with itself");
    snprintf(data, sizeof data, "{'task':%llu,'reason':'误发'}", task);
    filling_tell(&gate, "task.withdraw", WJJ, NULL, data);
    check(
        TASK("'period':'2026-08',", FORM(POP)),
        "admit\n"
        "field-new /data/forms/0/fields/0: \"常住人口\" is new to 3 offices\n",
        "", "asked no more");
}

static void
test_form_check(void)
{
    const struct dg_json *reply = filling_tell(
        &gate, "form.check", WJJ, NULL,
        "{'form':" FORM(POP "," WOMEN "," FUND) ",'period':'2026-10',"
                                                "'prefix':'522731001'}");
    (void) reply;
    is_text(
        strstr(gate.replies[gate.asked - 1], "\"result\":"),
        "\"result\":{\"control\":\"卫统1\",\"version\":\"1\",\"period\":\"2026-"
        "10\",\"offices\":2,\"counts\":{\"fields\":3,\"new\":2,\"shared\":3,"
        "\"known\":1,\"derivable\":0},\"duplicates\":[{\"source\":\"department/"
        "mzj\",\"name\":\"民政局\",\"task\":5,\"due\":\"2026-12-05\","
        "\"fields\":2,\"of\":3}],\"fields\":[{\"pointer\":\"/form/fields/"
        "0\",\"name\":\"a\",\"label\":\"常住人口\",\"class\":\"shared\","
        "\"element\":\"pop\",\"offices\":{\"new\":0,\"shared\":1,\"known\":1,"
        "\"derivable\":0},\"asof\":\"2026-10\",\"with\":[{\"source\":"
        "\"department/"
        "mzj\",\"name\":\"民政局\",\"task\":5,\"due\":\"2026-12-05\"}]},{"
        "\"pointer\":\"/form/fields/"
        "1\",\"name\":\"b\",\"label\":\"女性\",\"class\":\"new\",\"element\":"
        "\"women\",\"offices\":{\"new\":2,\"shared\":0,\"known\":0,"
        "\"derivable\":0}},{\"pointer\":\"/form/fields/"
        "2\",\"name\":\"c\",\"label\":\"低保资金\",\"class\":\"shared\","
        "\"element\":\"fund\",\"offices\":{\"new\":0,\"shared\":2,\"known\":0,"
        "\"derivable\":0},\"with\":[{\"source\":\"department/"
        "mzj\",\"name\":\"民政局\",\"task\":5,\"due\":\"2026-12-05\"}]}]}}",
        "all of it, of two offices");
}

static void
test_occurrence(void)
{
    static const char recurring[] =
        "{'duty':'B-001','title':'月报','recurrence':{'per':'month','first':"
        "'2026-10','last':'2026-12','dueafter':5},'audience':{'prefixes':"
        "['522731']},'forms':[" FORM(POP "," WOMEN) "]}";
    const struct dg_json *reply =
        filling_tell(&gate, "task.publish", WJJ, NULL, recurring);
    char data[64];
    unsigned long long task =
        strtoull(gate_at(&gate, reply, "/receipt/sequence"), NULL, 10);
    is_text(filling_says(&gate, reply), "admit\n", "recurring: nothing yet");
    gate.now_us = 1790956800000000; /* 2026-10-03 */
    gate_tick(&gate);
    snprintf(data, sizeof data, "{'sequence':%llu}", task + 1);
    reply = filling_tell(&gate, "receipt.lookup", "auditor/sjj", NULL, data);
    is_text(gate_at(&gate, reply, "/result/event/type"),
            "dutygate.task.occur.v1", "its first occurrence");
    is_text(gate_at(&gate, reply, "/result/answer/findings/0/text"),
            "民政局 already asks 1 of your 2 figures for 2026-10; they arrive "
            "on 2026-12-05",
            "is judged for its own month");
    is_text(
        gate_at(&gate, reply, "/result/answer/findings/0/effects/0/pointer"),
        "/data/forms/0/fields/0", "at the pointers of the recurring task");
}

int
main(void)
{
    filling_open(&gate);
    test_shared();
    test_known();
    test_list();
    test_derivable();
    test_periods();
    test_conflict();
    test_ends();
    test_form_check();
    test_occurrence();
    gate_close(&gate);
    return tap_done();
}

/* SPDX-License-Identifier: Apache-2.0 */
/* report.total: one figure over offices, in its own unit, by division; what is
 * missing, what follows, what is nobody's business. */
#include <stdio.h>
#include <stdlib.h>

#include "tests/plugins/form_dedup/report/filling.h"

static struct gate gate;

static void
tell(const char *type, const char *source, const char *data)
{
    const struct dg_json *reply = filling_tell(&gate, type, source, NULL, data);
    is_text(gate_at(&gate, reply, "/verdict"), "admit", type);
}

static void
give(const char *office, const char *element, const char *period,
     const char *value)
{
    char data[256];
    snprintf(data, sizeof data,
             "{'values':[{'element':'%s','period':'%s','value':'%s'}]}",
             element, period, value);
    tell("report.submit", office, data);
}

/* "value unit filled/offices", or what became of the read. */
static const char *
total(const char *reader, const char *data)
{
    static char out[256];
    const struct dg_json *reply =
        filling_tell(&gate, "report.total", reader, NULL, data);
    size_t len = 0;
    static const char *const members[] = {"value", "unit", "filled", "offices"};
    if (strcmp(gate_at(&gate, reply, "/status"), "(absent)") != 0) {
        return gate_at(&gate, reply, "/status");
    }
    for (size_t i = 0; i < 4; i++) {
        char pointer[32];
        snprintf(pointer, sizeof pointer, "/result/%s", members[i]);
        len += (size_t) snprintf(out + len, sizeof out - len, "%s%s",
                                 i ? " " : "", gate_at(&gate, reply, pointer));
    }
    return out;
}

#define SJJ "auditor/sjj"

static void
ask(void)
{
    static const char *const months[] = {"2026-07", "2026-08", "2026-09"};
    for (size_t i = 0; i < 3; i++) {
        filling_ask(&gate, MZJ, months[i], "2026-12-05",
                    "'fields':[{'name':'a','label':'低保资金','element':"
                    "'money','unit':'万元'},{'name':'b','label':'常住人口',"
                    "'element':'people'},{'name':'c','label':'女性','element':"
                    "'women'}],'lists':[{'name':'l','title':'名册','subject':"
                    "'person','key':'i','fields':[{'name':'i','label':"
                    "'身份证号','element':'idn'}]}]",
                    "");
    }
}

static void
test_sums(void)
{
    is_text(total(SJJ, "{'element':'people','period':'2026-09'}"),
            "(absent) 人 0 3", "nobody has said it");
    give(EAST, "people", "2026-09", "1200");
    give(SOUTH, "people", "2026-09", "800");
    is_text(total(SJJ, "{'element':'people','period':'2026-09'}"),
            "2000 人 2 3", "what two of three have said");
    is_text(total(WJJ, "{'element':'people','period':'2026-09','prefix':"
                       "'522731001'}"),
            "1200 人 1 2", "of one town, for whoever asks");
    is_text(total(SJJ, "{'element':'people','period':'2026-09','prefix':"
                       "'522732'}"),
            "(absent) 人 0 0", "of another county");
    is_text(total(SJJ, "{'element':'people','period':'2026-Q3'}"),
            "2000 人 2 3", "as of the quarter's end, where that is declared");
    is_text(total(SJJ, "{'element':'women','period':'2026-09'}"),
            "(absent) 人 0 3", "one that does not add up over space");
    give(EAST, "women", "2026-09", "600");
    is_text(total(SJJ, "{'element':'women','period':'2026-09'}"),
            "(absent) 人 1 3", "is counted");
}

static void
test_units(void)
{
    give(EAST, "money", "2026-07", "10000");
    give(EAST, "money", "2026-08", "2.5万元");
    is_text(total(SJJ, "{'element':'money','period':'2026-08'}"),
            "25000 元 1 3", "in the element's unit");
    is_text(total(SJJ, "{'element':'money','period':'2026-Q3'}"),
            "(absent) 元 0 3", "a sum without all its parts is none");
    give(EAST, "money", "2026-09", "0.5");
    is_text(total(SJJ, "{'element':'money','period':'2026-Q3'}"),
            "35000.5 元 1 3", "flows add up over time, too");
}

static void
test_none(void)
{
    is_text(total(SJJ, "{'element':'idn','period':'2026-09'}"), "404",
            "of persons there is none");
    is_text(total(SJJ, "{'element':'xyz','period':'2026-09'}"), "404",
            "nor of what is no element");
    is_text(total(SJJ, "{'element':'people'}"), "404", "nor without a period");
    is_text(total(SJJ, "{'element':'people','period':'2026-09-01'}"), "404",
            "nor of a shorter one");
    is_text(total(EAST, "{'element':'people','period':'2026-09'}"), "403",
            "an office asks for none");
}

int
main(void)
{
    filling_open(&gate);
    gate.quiet = true;
    tell("dictionary.publish", "keeper/huishui",
         "{'version':'2','elements':[{'code':'people','label':'户籍人口数',"
         "'type':'integer','unit':'人','kind':'stock','period':'month',"
         "'rollup':{'space':'sum'}},{'code':'money','label':'救助资金数',"
         "'type':'decimal','unit':'元','kind':'flow','period':'month',"
         "'rollup':{'space':'sum'}}]}");
    ask();
    test_sums();
    test_units();
    test_none();
    gate_close(&gate);
    return tap_done();
}

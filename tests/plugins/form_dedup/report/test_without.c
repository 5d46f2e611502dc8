/* SPDX-License-Identifier: Apache-2.0 */
/* A journal that was kept without the plugin, then with it, without it and
 * with it again: the gateway starts, and what was asked meanwhile is asked. */
#include <stdio.h>
#include <string.h>

#include "tests/plugins/form_dedup/report/filling.h"

#define ALONE "plugins = {\"access_list\"}"
#define BOTH "plugins = {\"access_list\", \"form_dedup\"}"

static struct gate gate;

static const char *
tell(const char *type, const char *source, const char *data,
     const char *pointer)
{
    return gate_at(&gate, filling_tell(&gate, type, source, NULL, data),
                   pointer);
}

/* Members of a form; the plugin is not there to look at them. */
static void
publish(const char *form)
{
    char data[1024];
    snprintf(data, sizeof data,
             "{'duty':'A-001','title':'月报','period':'2026-10','due':"
             "'2026-12-05','audience':{'prefixes':['522731']},'forms':[{%s}]}",
             form);
    is_text(tell("task.publish", MZJ, data, "/verdict"), "admit",
            "asked without the plugin");
}

/* The elements that the office is to fill in, each with a blank. */
static const char *
open_cells(void)
{
    static char out[256];
    const struct dg_json *reply =
        filling_tell(&gate, "worksheet.read", EAST, NULL, "{}");
    size_t len = 0;
    out[0] = '\0';
    for (unsigned i = 0; i < 16; i++) {
        char pointer[64];
        snprintf(pointer, sizeof pointer, "/result/cells/%u/element", i);
        if (strcmp(gate_at(&gate, reply, pointer), "(absent)") != 0) {
            len += (size_t) snprintf(out + len, sizeof out - len, "%s ",
                                     gate_at(&gate, reply, pointer));
        }
    }
    return out;
}

/* Tasks 4 to 8: a good form; one that nobody registered; one without labels;
 * one with a name twice, of options that are not said; the first's number for
 * another form. */
static void
test_before(void)
{
    gate_open(&gate, "sqlite", ALONE);
    tell("roster.publish", "operator/huishui", gate_roster, "");
    tell("list.publish", "keeper/huishui",
         "{'list':'access','version':'2026','validfrom':'2026-01-01',"
         "'entries':[{'code':'A-001','title':'民政','class':'statutory',"
         "'departments':['mzj'],'clause':'第一条'}]}",
         "");
    publish("'control':'民1','version':'1','class':'survey','authority':"
            "'民政部','approval':'1号','validuntil':'2030-12-31','fields':["
            "{'name':'a','label':'常住人口','type':'integer'},{'name':'b',"
            "'label':'男性','type':'integer','element':'men'}]");
    publish("'control':'民2','version':'1'");
    publish("'control':'民3','version':'1','fields':[{'name':'a','label':"
            "'户籍人口','type':'integer'}]");
    publish("'control':'民4','version':'1','fields':[{'name':'a','label':'甲',"
            "'type':'option'},{'name':'a','label':'乙'}]");
    publish("'control':'民1','version':'1','fields':[{'name':'a','label':"
            "'别的','type':'text'}]");
    is_text(tell("worksheet.read", EAST, "{}", "/detail"),
            "unknown type \"dutygate.worksheet.read.v1\"",
            "there are no worksheets");
}

static void
test_added(void)
{
    gate_reconfigure(&gate, BOTH);
    is_text(open_cells(), "p4-0 p4-1 p6-0 p8-0 ",
            "what can be filled in is asked once the plugin is there");
    is_text(tell("report.read", MZJ, "{'task':5}", "/title"), "Not found",
            "a form that is nowhere has no report");
    is_text(tell("report.read", MZJ, "{'task':7}", "/title"), "Not found",
            "nor has one that would be refused");
    is_text(tell("dictionary.publish", "keeper/huishui",
                 "{'version':'1','elements':[{'code':'men','label':'男性',"
                 "'type':'integer','unit':'人','kind':'stock','period':"
                 "'month'}]}",
                 "/verdict"),
            "admit", "a dictionary");
    is_text(tell("report.submit", EAST,
                 "{'values':[{'element':'p4-0','period':'2026-10','value':"
                 "'12'}]}",
                 "/verdict"),
            "admit", "a value");
    gate_restart(&gate);
    is_text(open_cells(), "p4-1 p6-0 p8-0 ", "the same after a restart");
}

static void
test_again(void)
{
    gate_reconfigure(&gate, ALONE);
    is_text(tell("report.submit", EAST,
                 "{'values':[{'element':'men','value':'1'}]}", "/detail"),
            "unknown type \"dutygate.report.submit.v1\"",
            "taken away: nothing can be said");
    publish("'control':'民9','version':'1','fields':[{'name':'b','label':"
            "'男性','type':'integer','element':'men'}]");
    is_text(tell("task.withdraw", MZJ, "{'task':6,'reason':'错'}", "/verdict"),
            "admit", "and one is withdrawn");
    gate_reconfigure(&gate, BOTH);
    is_text(open_cells(), "p4-1 p8-0 men ", "what came and went meanwhile");
    is_text(
        tell("report.read", MZJ, "{'task':4}", "/result/rows/0/values/a/value"),
        "12", "what was said before is still said");
    gate_restart(&gate);
    is_text(open_cells(), "p4-1 p8-0 men ", "the same after a restart");
    gate_close(&gate);
}

int
main(void)
{
    test_before();
    test_added();
    test_again();
    return tap_done();
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The plugin without memory: every allocation of every hook fails once, and
 * from there on all do. A hook then fails, or has done what it would have done;
 * a decision leaves the fold as it is, and the plugin can be unloaded. */
#include <stdio.h>

#include "tests/fake/host.h"
#include "tests/fake/scarce.h"
#include "tests/fake/starve.h"
#include "tests/tap/tap.h"

#define KEEPER "keeper/bwb"
#define MZJ "department/mzj"
#define WJJ "department/wjj"
#define CL "department/cl"
#define EAST "office/522731102200"
#define WEST "office/522731102201"
#define TOWN "town/522731102000"
#define BOTH "522731102200 522731102201"
#define LUO "52273119800101001X"

enum kind { SENT, DECIDED, READ, TOLD, SEARCHED };

struct step {
    enum kind kind;
    const char *name; /* type, or name of what is read */
    const char *source, *data;
    struct dg_plugin_task task;
    const char *onbehalf;
    uint64_t erased;
};

static struct fake_host fake;
static const char *const offices[] = {"522731102200", "522731102201", NULL};

/* ---- a life --------------------------------------------------------------
 */

#define DICTIONARY                                                              \
    "{'version':'1','units':[{'unit':'垧','of':'亩','factor':'15'}],"         \
    "'optionsets':[{'code':'k','options':[{'code':'1','label':'重点村'},"    \
    "{'code':'2','label':'一般村'}]},{'code':'l','options':[{'code':'A',"    \
    "'label':'重点'}],'maps':[{'to':'k','codes':[{'from':'A',"                \
    "'to':'1'}]}]}],'elements':[{'code':'all','label':'总人口',"             \
    "'type':'decimal','unit':'人','period':'month','kind':'stock',"            \
    "'derive':{'by':'sum','from':['men','women']}},{'code':'men',"              \
    "'label':'男性','type':'decimal','unit':'人','period':'month',"          \
    "'kind':'stock','aliases':['男人口']},{'code':'women','label':'女性'," \
    "'type':'decimal','unit':'人','period':'month','kind':'stock',"            \
    "'freshness':2},{'code':'land','label':'耕地面积','type':'decimal',"    \
    "'unit':'亩','period':'month','kind':'stock','rollup':{'space':'sum'}},"   \
    "{'code':'fund','label':'低保资金','type':'decimal','unit':'元',"      \
    "'period':'month','kind':'flow','concept':'低保'},{'code':'run',"         \
    "'label':'累计救助','type':'decimal','unit':'元','period':'month',"    \
    "'kind':'running'},{'code':'rise','label':'本月救助','type':'decimal'," \
    "'unit':'元','period':'month','kind':'flow',"                              \
    "'derive':{'by':'difference','from':['run']}},{'code':'note',"              \
    "'label':'备注','type':'text','period':'month'},{'code':'kind',"          \
    "'label':'村类型','type':'option','period':'month','optionset':'k'},"    \
    "{'code':'idn','label':'身份证号','type':'idnumber','period':'month',"  \
    "'personal':true},{'code':'name','label':'姓名','type':'text',"           \
    "'period':'month','personal':true},{'code':'age','label':'年龄',"         \
    "'type':'integer','period':'month','personal':true,"                        \
    "'derive':{'by':'age','from':['idn']}}]}"

#define FORM(control, content)                                                   \
    "{'control':'" control "','version':'1','class':'survey','authority':"       \
    "'民政部','approval':'国统制〔2025〕1号','validuntil':'2030-12-31'" \
    "," content "}"
#define TASK(period, more, forms)                                              \
    "{'duty':'A-001','title':'月报','period':'" period "','due':'2026-12-05'," \
    "'audience':{'codes':['522731102200','522731102201']}" more                \
    ",'forms':[" forms "]}"

#define FIELDS_MZJ                                                             \
    "'fields':[{'name':'a','label':'总人口','element':'all'},{'name':'b',"  \
    "'label':'男性（人）','type':'decimal','kind':'stock'},{'name':'c',"  \
    "'label':'耕地','element':'land','unit':'公顷','decimals':2,'min':0}," \
    "{'name':'d','label':'村类型','element':'kind'},{'name':'e',"           \
    "'label':'监护人身份证号','type':'idnumber'},{'name':'f',"          \
    "'label':'累计救助','element':'run'},{'name':'g','label':'备注',"    \
    "'element':'note'},{'name':'h','label':'女性','element':'women',"        \
    "'required':true}]"
#define LIST                                                                      \
    "'lists':[{'name':'people','subject':'person','key':'id',"                    \
    "'basis':'残疾人保障法','fields':[{'name':'id','label':'身份证号'," \
    "'element':'idn'},{'name':'n','label':'姓名','element':'name',"             \
    "'required':true},{'name':'y','label':'年龄','element':'age'}]}]"
#define FIELDS_WJJ                                                             \
    "'totals':['town','county'],'fields':[{'name':'x','label':'男人口',"    \
    "'element':'men'},{'name':'y','label':'女性','element':'women'},"        \
    "{'name':'z','label':'低保资金','element':'fund','unit':'万元',"     \
    "'decimals':4},{'name':'w','label':'监护人公民身份证号码',"      \
    "'type':'idnumber'},{'name':'v','label':'本月救助','element':'rise'}]"
#define FORM_CL                                                                        \
    "{'control':'残3表','version':'1','fields':[{'name':'p',"                        \
    "'label':'监护人的公民身份号码'},{'name':'q','label':'男性（人）'," \
    "'type':'decimal','kind':'stock'}]}"

#define OPENED(number, who, month)                                             \
    {                                                                          \
        .kind = TOLD, .name = "the task " #number " comes", .task = {          \
            .change = DG_PLUGIN_TASK_OPENED,                                   \
            .task = number,                                                    \
            .source = {who, sizeof who - 1},                                   \
            .period = {month, sizeof month - 1},                               \
            .due_us = INT64_C(1796486400000000)                                \
        }                                                                      \
    }
#define ENDED(number, who, how)                                                \
    {                                                                          \
        .kind = TOLD, .name = "the task " #number " ends", .task = {           \
            .change = DG_PLUGIN_TASK_ENDED,                                    \
            .task = number,                                                    \
            .source = {who, sizeof who - 1},                                   \
            .end = {how, sizeof how - 1}                                       \
        }                                                                      \
    }
#define SEND(type, who, text)                                                  \
    {                                                                          \
        .kind = SENT, .name = "dutygate." type ".v1", .source = who,           \
        .data = text                                                           \
    }
#define TOWN_SENDS(type, office, text)                                         \
    {                                                                          \
        .kind = SENT, .name = "dutygate." type ".v1", .source = TOWN,          \
        .data = text, .onbehalf = office                                       \
    }
#define DECIDE(type, who, text)                                                \
    {                                                                          \
        .kind = DECIDED, .name = "dutygate." type ".v1", .source = who,        \
        .data = text                                                           \
    }
#define READS(what, who, params)                                               \
    {                                                                          \
        .kind = READ, .name = what, .source = who, .data = params              \
    }

static const struct step life[] = {
    SEND("dictionary.publish", KEEPER, DICTIONARY),
    DECIDE("dictionary.publish", KEEPER,
           "{'version':'2','elements':["
           "{'code':'two','label':'男人口','type':'text'},"
           "{'code':'men','label':'男性','type':'text'},"
           "{'code':'loop','label':'循环','type':'integer','unit':'人','kind':"
           "'stock','derive':{'by':'sum','from':['loop']}},"
           "{'code':'far','label':'远','type':'decimal','unit':'里'}]}"),
    SEND("form.publish", CL, "{'form':" FORM_CL "}"),
    SEND("form.file", KEEPER,
         "{'department':'department/cl','control':'残3表','filing':"
         "'惠报备1号'}"),
    DECIDE("task.check", MZJ, TASK("2026-11", "", FORM("民1", FIELDS_MZJ))),
    SEND("task.publish", MZJ,
         TASK("2026-11", ",'review':'town'",
              FORM("民1", FIELDS_MZJ) "," FORM("民2", LIST))),
    OPENED(4, MZJ, "2026-11"),
    DECIDE("task.check", WJJ, TASK("2026-11", "", FORM("卫1", FIELDS_WJJ))),
    SEND("task.publish", WJJ, TASK("2026-11", "", FORM("卫1", FIELDS_WJJ))),
    OPENED(5, WJJ, "2026-11"),
    SEND("task.publish", CL,
         TASK("2026-11", "", "{'control':'残3表','version':'1'}")),
    OPENED(6, CL, "2026-11"),
    READS("worksheet.read", EAST, "{}"),
    SEND("report.submit", EAST,
         "{'values':[{'element':'men','period':'2026-11','value':'12'},{'"
         "element':'women','period':'2026-11','value':'13'},{'element':'land','"
         "period':'2026-11','value':'3'},{'element':'run','period':'2026-11','"
         "value':'1.5','unit':'万元'},{'element':'note','period':'2026-11','"
         "value':'没有'},{'element':'kind','period':'2026-11','value':'1'}]}"),
    DECIDE(
        "report.submit", EAST,
        "{'values':[{'element':'men','period':'2026-11','value':'x'},{'element'"
        ":'zzz','period':'2026-11','value':'1'},{'element':'women','period':'"
        "2026-11','value':'13'},{'element':'land','period':'2026-11','value':'-"
        "3'},{'element':'rise','period':'2026-11','same':true}]}"),
    TOWN_SENDS("report.submit", "522731102201",
               "{'values':[{'element':'men','period':'2026-11','value':'7'},{'"
               "element':'women','period':'2026-11','none':true},{'element':'"
               "fund','period':'2026-11','value':'20000'}]}"),
    SEND("report.submit", EAST,
         "{'lists':[{'key':'idn','period':'2026-11','complete':true,'rows':[{'"
         "key':'" LUO "','values':[{'element':'name','value':'罗永祥'}]}]}]}"),
    READS("worksheet.read", EAST, "{}"),
    READS("worksheet.read", TOWN, "{'office':'522731102201'}"),
    SEND("report.review", TOWN,
         "{'office':'522731102200','task':4,'verdict':'return','upto':9,'cells'"
         ":[{'element':'land','period':'2026-11','reason':'太少'}]}"),
    SEND("report.review", TOWN,
         "{'office':'522731102200','task':4,'verdict':'pass','upto':9}"),
    SEND("report.submit", WEST,
         "{'values':[{'element':'kind','period':'2026-11','value':"
         "'一般村'}]}"),
    SEND("report.correct", EAST,
         "{'reason':'笔误','values':[{'element':'men','period':'2026-11','"
         "value':'11'}]}"),
    READS("report.read", MZJ, "{'task':4}"),
    READS("report.read", MZJ, "{'task':4,'control':'民2','list':'people'}"),
    READS("report.read", WJJ, "{'task':5}"),
    READS("report.list", WJJ, "{}"),
    READS("report.changes", WJJ, "{'since':0}"),
    READS("form.check", CL,
          "{'form':" FORM(
              "卫1", FIELDS_WJJ) ",'period':'2026-11','prefix':'522731102'}"),
    READS("form.read", CL, "{}"),
    READS("form.read", CL, "{'control':'残3表','version':'1'}"),
    READS("dictionary.read", CL, "{}"),
    READS("dictionary.conflicts", CL, "{}"),
    {.kind = SEARCHED, .name = "a search"},
    SEND("dictionary.suggest", "gateway/huishui",
         "{'pairs':[{'a':'p5-0','b':'p4-1','score':269,'evidence':"
         "['same-words']}],'upto':20}"),
    READS("dictionary.suggestions", KEEPER, "{}"),
    SEND("dictionary.merge", KEEPER, "{'element':'p5-0','into':'p4-1'}"),
    SEND("dictionary.keep_apart", KEEPER, "{'elements':['men','women']}"),
    ENDED(5, WJJ, "withdrawn"),
    {.kind = SENT,
     .name = "dutygate.journal.erase.v1",
     .source = KEEPER,
     .data = "{'entries':[9]}",
     .erased = 9},
    READS("report.read", MZJ, "{'task':4}"),
    ENDED(4, MZJ, "erased"),
    {.kind = SENT,
     .name = "dutygate.journal.erase.v1",
     .source = KEEPER,
     .data = "{'entries':[4]}",
     .erased = 4},
};

/* ---- one hook ------------------------------------------------------------ */

static void
look_at(const struct step *step)
{
    fake.onbehalf = step->onbehalf;
    fake.erased = &step->erased;
    fake.erased_count = step->erased ? 1 : 0;
    fake.reader = step->source;
}

static const char *
answer(const void *given)
{
    const struct step *step = given;
    return step->kind == READ
               ? fake_host_query(&fake, step->name, step->data)
               : fake_host_decide(&fake, step->name, step->source, step->data);
}

/* A search, and what comes of it. */
static enum dg_plugin_status
search(void)
{
    enum dg_plugin_status status = DG_PLUGIN_OK;
    struct dg_plugin_submit submit;
    dg_buf_init(&submit.text);
    fake.ticking = true;
    for (int i = 0; i < 2 && status == DG_PLUGIN_OK; i++) {
        status = fake.plugin->tick(fake.state, fake.time_us, &submit);
        fake_host_work(&fake);
    }
    fake.ticking = false;
    dg_buf_finish(&submit.text);
    return status;
}

static enum dg_plugin_status
change(const void *given)
{
    const struct step *step = given;
    return step->kind == TOLD ? fake_host_task(&fake, &step->task, BOTH)
           : step->kind == SEARCHED
               ? search()
               : fake_host_apply(&fake, step->name, step->source, step->data,
                                 DG_PLUGIN_NOTE);
}

static void
check(struct fake_starved starved, const char *name)
{
    ok(starved.sound && starved.wrong == 0,
       "%s fails, or does the same (%u times)", name, starved.tries);
}

static void
take(const struct step *step)
{
    look_at(step);
    if (step->kind <= READ) {
        check(fake_starve_answer(&fake, answer, step), step->name);
    }
    if (step->kind != DECIDED && step->kind != READ) {
        check(fake_starve_change(&fake, change, step), step->name);
        ok(change(step) == DG_PLUGIN_OK, "%s", step->name);
    }
}

int
main(void)
{
    if (!fake_host_open(&fake, "form_dedup", NULL)) {
        return 1;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    fake_host_set_day(&fake, "2026-11-22");
    fake.offices = offices;
    ok(fake_scarce_begin("/form_dedup.so") >= 3, "the module is bound anew");
    ok(fake_scarce_begin("/libutf8proc.so.2") >= 1,
       "so is what it calls and can be without memory");
    for (size_t i = 0; i < sizeof life / sizeof *life; i++) {
        take(&life[i]);
    }
    check(fake_starve_save(&fake), "save");
    fake_host_close(&fake);
    return tap_done();
}

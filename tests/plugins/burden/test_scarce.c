/* SPDX-License-Identifier: Apache-2.0 */
/* The plugin without memory: every allocation of every hook fails once, and
 * from there on all do. A hook then fails, or has done what it would have done:
 * no figure is ever a part of one. What the library of sets asks for is not
 * tried: it does not look. */
#include <stdio.h>
#include <string.h>

#include "tests/fake/scarce.h"
#include "tests/fake/starve.h"
#include "tests/tap/tap.h"

#define KEEPER "keeper/bwb"
#define MZJ "department/mzj"
#define WJJ "department/wjj"
#define AUDITOR "auditor/sjj"
#define EAST "522731102200"
#define BOTH "522731102200 522731102201"
#define IN_EAST "102200"
#define IN_BOTH "102200-102201"

enum kind { SENT, REFUSED, DECIDED, SHOWN, TOLD, READ, MEASURED };

#define EFFECTS_MAX 8
#define MANY 26

struct step {
    enum kind kind;
    const char *name; /* type, or name of what is read or done */
    const char *source, *data;
    enum dg_plugin_verdict verdict; /* of what is shown */
    struct dg_plugin_effect effects[EFFECTS_MAX];
    struct dg_plugin_task task;
};

static struct fake_host fake;
static const char *const offices[] = {"522731102200", "522731102201", NULL};

/* ---- a life -------------------------------------------------------------- */

#define ROWS                                                                   \
    "'rows':[{'row':'task','minutes':'10'},{'row':'form','minutes':'20'},"     \
    "{'row':'field.integer','minutes':'2','usual':'0.5'},"                     \
    "{'row':'field.decimal','minutes':'2'},"                                   \
    "{'row':'field.text','minutes':'4'},{'row':'field.date','minutes':'1'},"   \
    "{'row':'field.period','minutes':'1'},"                                    \
    "{'row':'field.boolean','minutes':'1'},"                                   \
    "{'row':'field.option','minutes':'1'},"                                    \
    "{'row':'field.idnumber','minutes':'1'},"                                  \
    "{'row':'evidence','minutes':'30'},{'row':'seal','minutes':'15'},"         \
    "{'row':'evidence.photo','minutes':'10'},"                                 \
    "{'row':'proof','minutes':'40'},{'row':'attachment','minutes':'5'},"       \
    "{'row':'meeting','minutes':'60'},{'row':'inspection','minutes':'90'},"    \
    "{'row':'trip','minutes':'100'},{'row':'approval','minutes':'6'}]"
#define TARIFF(version, more)                                                  \
    "{'version':'" version "','from':'2026-01-05'," ROWS                       \
    ",'workers':{'each':5,'offices':[{'code':'522731102200','workers':3}]"     \
    "}" more "}"
#define BASELINE                                                               \
    ",'money':[{'grade':'village','perhour':'50'}],"                           \
    "'baseline':{'from':'2026-01','to':'2026-03'}"

#define TREE(code, more)                                                       \
    "{'code':'" code "','version':'1','title':'减负','nodes':["              \
    "{'code':'a','label':'办理','weight':'0.6'},"                            \
    "{'code':'a1','label':'人均','parent':'a','weight':'1',"                 \
    "'leaf':{'cell':{'element':'x'},'per':{'element':'y'}},"                   \
    "'target':'2.5'},{'code':'a2','label':'承担','parent':'a',"              \
    "'weight':'1','leaf':{'figure':'borne','dimension':'task'},"               \
    "'target':'9','lower':true},{'code':'a3','label':'压减','parent':'a',"   \
    "'weight':'1','leaf':{'figure':'rate'},'target':'90'},"                    \
    "{'code':'b','label':'数据','weight':'0.4','leaf':{'cell':"              \
    "{'element':'x'}},'target':'40'}" more "]}"

#define TASK(duty, title, more)                                                \
    "{'duty':'" duty "','title':'" title "','due':'2026-02-01',"               \
    "'audience':{'codes':['522731102200','522731102201']}" more "}"
#define FORM                                                                   \
    ",'period':'2026-01','forms':[{'control':'惠民1表','fields':["          \
    "{'name':'a','label':'户数'},{'name':'b','label':'人数'},"             \
    "{'name':'c','label':'备注'}],'lists':[{'name':'p','fields':["           \
    "{'name':'d','label':'姓名'}]}]},{'control':'惠民2表'}]"
#define MUCH                                                                   \
    ",'origin':'province','minutes':90,'urgency':'urgent','review':'town',"    \
    "'evidence':['photo','record'],'seals':['S-001','S-002'],"                 \
    "'proofs':['居住证明'],'attachments':[{'name':'通知.pdf'}],"         \
    "'meetings':2,'inspections':1,'trips':3"

#define SEND(type, who, text)                                                  \
    {                                                                          \
        .kind = SENT, .name = "dutygate." type ".v1", .source = who,           \
        .data = text                                                           \
    }
#define REFUSE(type, who, text)                                                \
    {                                                                          \
        .kind = REFUSED, .name = "dutygate." type ".v1", .source = who,        \
        .data = text                                                           \
    }
#define DECIDE(type, who, text)                                                \
    {                                                                          \
        .kind = DECIDED, .name = "dutygate." type ".v1", .source = who,        \
        .data = text                                                           \
    }
#define READS(what, params)                                                    \
    {                                                                          \
        .kind = READ, .name = what, .source = AUDITOR, .data = params          \
    }
#define TELL(number, what, how)                                                \
    {                                                                          \
        .kind = TOLD, .name = "task " #number " " #what, .task = {             \
            .change = DG_PLUGIN_TASK_##what,                                   \
            .task = number,                                                    \
            .source = {MZJ, sizeof MZJ - 1},                                   \
            .due_us = INT64_C(1769904000000000),                               \
            .end = {how, sizeof how - 1}                                       \
        }                                                                      \
    }
#define SHOW(type, how, ...)                                                   \
    {                                                                          \
        .kind = SHOWN, .name = "dutygate." type ".v1", .source = MZJ,          \
        .verdict = DG_PLUGIN_##how, .effects = {                               \
            __VA_ARGS__                                                        \
        }                                                                      \
    }
#define EFFECT(what, about, at, many, why, where)                              \
    {                                                                          \
        .kind = DG_PLUGIN_EFFECT_##what, .dimension = about,                   \
        .pointer = {at, sizeof at - 1}, .quantity = many, .cause = why,        \
        .place = {                                                             \
            where,                                                             \
            sizeof where - 1                                                   \
        }                                                                      \
    }

/* In the order of receipt numbers. */
static const struct step life[] = {
    DECIDE("tariff.publish", KEEPER,
           "{'version':'0','from':'2020-01-01','rows':[{'row':'task',"
           "'minutes':'-1'},{'row':'x','minutes':'123456'},{'row':'task',"
           "'minutes':'1','usual':'1.5'}],'baseline':{'from':'2026-03',"
           "'to':'2026-01'}}"),
    SEND("tariff.publish", KEEPER, TARIFF("1", BASELINE)),
    DECIDE("indicator.publish", KEEPER,
           TREE("t0", ",{'code':'b','label':'又','parent':'zz',"
                      "'weight':'0'}")),
    SEND("indicator.publish", KEEPER, TREE("t1", "")),

    /* 3: all that can be asked; half of it is taken off at one office */
    DECIDE("task.publish", MZJ, TASK("A-001", "核查", MUCH FORM)),
    SEND("task.publish", MZJ, TASK("A-001", "核查", MUCH FORM)),
    TELL(3, OPENED, ""),
    SHOW("task.publish", STRIP,
         EFFECT(ASK, "task", "/data", 1, "county", IN_BOTH),
         EFFECT(ASK, "form", "/data/forms/0", 1, "惠民1表", ""),
         EFFECT(ASK, "field", "/data/forms/0/fields/0", 9, "field.text", ""),
         EFFECT(STRIP, "seal", "/data/seals/0", 1, "seal-not-allowed", ""),
         EFFECT(ASK, "seal", "/data/seals/0", 2, "seal", ""),
         EFFECT(SHARE, "field", "/data/forms/0/fields/1", 1, "known", IN_EAST),
         EFFECT(PREFILL, "field", "/data/forms/0/fields/2", 1, "had", IN_EAST)),
    TELL(4, OPENED, ""),

    /* 5, 6: refused; then in other clothes, and openly again */
    REFUSE("task.publish", MZJ, TASK("A-002", "普查", FORM)),
    REFUSE("task.publish", MZJ, TASK("A-003", "走访", "")),
    DECIDE("task.publish", MZJ, TASK("A-009", "普查", FORM)),
    DECIDE("task.publish", WJJ, TASK("B-001", "走访", "")),
    SEND("task.publish", MZJ, TASK("A-003", "走访", "")),
    TELL(7, OPENED, ""),
    SEND("task.publish", WJJ, TASK("B-001", "走访", "")),
    TELL(8, OPENED, ""),
    SHOW("task.publish", REFUSE,
         EFFECT(REFUSE, "task", "/data", 1, "duty-not-listed", ""),
         EFFECT(ASK, "task", "/data", 1, "town", "102200,102205"),
         EFFECT(ASK, "evidence", "/data/evidence/0", 3, "evidence.photo", "")),
    DECIDE(
        "task.amend", MZJ,
        "{'task':3,'statute':'x','assignment':" TASK("A-001", "核查", "") "}"),

    /* 10: 4 asks less */
    SHOW("task.amend", NOTE, EFFECT(ASK, "task", "/data", 1, "county", IN_EAST),
         EFFECT(ASK, "about", "/4", 1, "amends", ""),
         EFFECT(ASK, "about", "/4", 1, "statute", ""),
         EFFECT(ASK, "charged", "department/wjj", 1, "charged", ""),
         EFFECT(ASK, "field", "/data/forms/0/fields/0", 2, "field.text", "")),
    {.kind = TOLD,
     .name = "task 4 as 10",
     .task = {.change = DG_PLUGIN_TASK_CHANGED, .task = 4, .content = 10}},

    /* 11: a recurring one, 12: occurs */
    SHOW("task.publish", NOTE,
         EFFECT(ASK, "recurring", "/data", 12, "city", IN_BOTH),
         EFFECT(ASK, "form", "/data/forms/0", 1, "惠民3表", ""),
         EFFECT(ASK, "meeting", "/data/meetings", 2, "meeting", "")),
    TELL(11, OPENED, ""),
    SHOW("task.occur", STRIP,
         EFFECT(ASK, "task", "/data", 1, "city", "102201,102203-102204"),
         EFFECT(ASK, "about", "/11/11", 1, "occurs", ""),
         EFFECT(SHARE, "form", "/data/forms/0", 1, "known",
                "102203-102204,102300")),
    {.kind = TOLD,
     .name = "task 12 occurs",
     .task = {.change = DG_PLUGIN_TASK_OPENED,
              .task = 12,
              .of = 11,
              .content = 11}},

    /* 13: what offices do */
    DECIDE("task.acknowledge", "office/" EAST, "{'task':3}"),
    SHOW("report.submit", NOTE,
         EFFECT(ANSWER, "acknowledged", "/3", 1, "acknowledged", IN_EAST),
         EFFECT(ANSWER, "started", "/4", 1, "started", IN_EAST),
         EFFECT(ANSWER, "report", "/3", 1, "on-time", IN_EAST),
         EFFECT(ANSWER, "report", "/3", 1, "late", "102203"),
         EFFECT(ANSWER, "field", "/3", 4, "filled", ""),
         EFFECT(ANSWER, "field", "", 2, "reused", ""),
         EFFECT(ANSWER, "rework", "/3", 2, "field.integer", IN_EAST),
         EFFECT(ANSWER, "fetched", "/3", 1, "fetched", "")),
    TELL(3, ENDED, "withdrawn"),
    SHOW("task.acknowledge", NOTE,
         EFFECT(ANSWER, "acknowledged", "/3", 1, "acknowledged", "102201")),

    /* 15: a word of nobody's, and what was erased */
    DECIDE("journal.erase", KEEPER, "{'sequences':[3,4,10,11]}"),
    SHOW("task.publish", NOTE,
         EFFECT(ASK, "task", "/data", 1, "county", "102200,102202,102204"),
         EFFECT(ASK, "attachment", "/data/attachments/0", 1, "attachment", "")),
    SHOW("journal.erase", NOTE,
         EFFECT(ANSWER, "sealed", "/15/15", 1, "content", "102200,102204"),
         EFFECT(ANSWER, "sealed", "/15/15", 1, "kept", "102207"),
         EFFECT(ANSWER, "sealed", "/15/15", 1, "withdrawn", "")),
    SEND("tariff.publish", KEEPER, TARIFF("2", "")),

    READS("tariff.read", "{}"),
    READS("tariff.read", "{'version':'1'}"),
    READS("burden.read", "{}"),
    READS("burden.read", "{'shadow':true}"),
    READS("burden.read", "{'by':['period','department','cause']}"),
    READS("burden.read", "{'by':['office','row','level'],'limit':7}"),
    READS("burden.read", "{'by':['town','prefix','quarter'],'tariff':'2'}"),
    READS("burden.read", "{'by':['dimension','year','duty'],'prefix':'5227'}"),
    READS("burden.read", "{'by':['office'],'cause':'duty-not-listed',"
                         "'department':'department/mzj','from':'2026-Q1'}"),
    READS("burden.read", "{'view':'headline'}"),
    READS("burden.read", "{'view':'compare','from':'2026-01'}"),
    READS("burden.read", "{'view':'rates'}"),
    READS("burden.read", "{'view':'rebounds'}"),
    READS("burden.read", "{'view':'unread'}"),
    READS("burden.read", "{'view':'estimates'}"),
    READS("burden.read", "{'view':'indicators'}"),
    READS("burden.read", "{'view':'indicators','indicator':'t1',"
                         "'period':'2026-01','prefix':'522731'}"),
    {.kind = MEASURED, .name = "measure"},
};

/* ---- one hook ------------------------------------------------------------ */

static const char *
look(const char *name, const char *params)
{
    (void) name;
    (void) params;
    return "{'value':'20','filled':2,'offices':2}";
}

static const char *
answer(const void *given)
{
    const struct step *step = given;
    return step->kind == MEASURED ? fake_host_measure(&fake)
           : step->kind == READ
               ? fake_host_query(&fake, step->name, step->data)
               : fake_host_decide(&fake, step->name, step->source, step->data);
}

static enum dg_plugin_status
show(const struct step *step)
{
    struct dg_plugin_header header = {
        .type = {step->name, strlen(step->name)},
        .source = {step->source, strlen(step->source)},
        .duty = {"C-001", 5},
        .period = {"", 0},
        .verdict = step->verdict,
        .effects = step->effects,
    };
    while (header.effect_count < EFFECTS_MAX &&
           step->effects[header.effect_count].dimension) {
        header.effect_count++;
    }
    return fake_host_header(&fake, &header);
}

static void
let_go(void)
{
    fake_scarce_hold(false);
}

/* What it decides, it decides with memory. */
static enum dg_plugin_status
change(const void *given)
{
    const struct step *step = given;
    if (step->kind == SHOWN) {
        return show(step);
    }
    if (step->kind == TOLD) {
        return fake_host_task(&fake, &step->task, BOTH);
    }
    fake_scarce_hold(true);
    return fake_host_pass(&fake, step->name, step->source, step->data,
                          step->kind == REFUSED ? DG_PLUGIN_REFUSE
                                                : DG_PLUGIN_NOTE);
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
    if (step->kind == DECIDED || step->kind >= READ) {
        check(fake_starve_answer(&fake, answer, step), step->name);
    } else {
        check(fake_starve_change(&fake, change, step), step->name);
        ok(change(step) == DG_PLUGIN_OK, "%s", step->name);
    }
}

/* So many asks at places of their own that all that grows does. */
static void
take_many(void)
{
    for (unsigned i = 0; i < MANY; i++) {
        char place[32], who[32];
        struct step step =
            SHOW("task.publish", STRIP,
                 EFFECT(ASK, "task", "/data", 1, "county", ""),
                 EFFECT(ASK, "seal", "/data/seals/0", 1, "seal", ""),
                 EFFECT(STRIP, "seal", "/data/seals/0", 1, who, ""),
                 EFFECT(ASK, "charged", "", 1, "charged", ""));
        snprintf(place, sizeof place, "102200,%u", 102210 + 2 * i);
        snprintf(who, sizeof who, "department/%u", i);
        step.effects[0].place = (struct dg_plugin_str){place, strlen(place)};
        step.effects[3].pointer = (struct dg_plugin_str){who, strlen(who)};
        take(&step);
    }
}

int
main(void)
{
    static const char *const options[] = {"shadow", "true", NULL};
    if (!fake_host_open(&fake, "burden", options)) {
        return 1;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    fake_host_set_day(&fake, "2026-01-05");
    fake.offices = offices;
    fake.look = look;
    fake.decided = let_go;
    fake.table.alloc = fake_scarce_alloc;
    ok(fake_scarce_begin("/burden.so") >= 3, "the module is bound anew");
    for (size_t i = 0; i < sizeof life / sizeof *life; i++) {
        take(&life[i]);
    }
    take_many();
    check(fake_starve_save(&fake), "save");
    fake_host_close(&fake);
    return tap_done();
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What a plugin is told of tasks: whatever becomes of them in inboxes, once,
 * after the entry that did it, and at replay the same again; and what it is
 * told when it asks about offices, tasks and sources. */
#include "gateway/flow/flow_internal.h"
#include "proto/base/date.h"
#include "tests/gateway/flow/say.h"
#include "tests/tap/tap.h"

#define LEAD "department/mzj"
#define TOWN "town/522731001000"
#define STREET "{\"prefixes\":[\"522731001\"]}"
#define FEBRUARY ",\"due\":\"2026-02-01\""
#define MARCH ",\"due\":\"2026-03-01\""
#define FORM                                                                   \
    ",\"period\":\"2026-01\",\"forms\":[{\"control\":\"MZ-1\",\"version\":"    \
    "\"1\",\"fields\":[{\"name\":\"a\",\"label\":\"户数\"},{\"name\":\"b\"," \
    "\"label\":\"人数\"}]}]"

static const char plugins[] = "expire_after = 2\ncosign_within = 10\n"
                              "plugins = {\"access_list\", \"follower\"}\n";

/* ---- words -------------------------------------------------------------- */

static struct dg_str
trace(void)
{
    const struct dg_json *reply =
        say("follower.read", "auditor/sjj", "{\"trace\":true}");
    return dg_json_get_str(reply, "result");
}

/* The number behind the words, as the China day before that instant. */
static const char *
put_day(struct dg_buf *out, const char *number)
{
    char day[DG_DATE_SIZE];
    char *end;
    int64_t us = strtoll(number, &end, 10);
    dg_date_format(dg_date_of_instant(us - 1), day);
    dg_buf_text(out, day);
    return end;
}

/* The lines since the call before, due dates as days, without the times. */
static const char *
heard(void)
{
    static size_t seen;
    static struct dg_buf out;
    struct dg_str text = trace();
    const char *at = text.data + seen, *end = text.data + text.len;
    dg_buf_clear(&out);
    while (at < end) {
        if (strncmp(at, "due ", 4) == 0) {
            dg_buf_text(&out, "due ");
            at = put_day(&out, at + 4);
        } else if (strncmp(at, " at ", 4) == 0) {
            at = strchr(at, ',');
        } else {
            dg_buf_u8(&out, (uint8_t) *at++);
        }
    }
    dg_buf_u8(&out, 0);
    seen = text.len;
    return out.data;
}

/* A line as it should be. */
__attribute__((format(printf, 1, 2))) static const char *
line(const char *format, ...)
{
    static char lines[2048];
    va_list args;
    va_start(args, format);
    vsnprintf(lines, sizeof lines, format, args);
    va_end(args);
    return lines;
}

static unsigned long long
publish(const char *audience, const char *rest)
{
    const struct dg_json *reply =
        say("task.publish", LEAD,
            "{\"duty\":\"A-001\",\"title\":\"核查\",\"audience\":%s%s}",
            audience, rest);
    is_text(at(reply, "/verdict"), "admit", rest);
    return number_of(reply);
}

static unsigned long long
amend(unsigned long long task, const char *audience, const char *rest)
{
    return number_of(say("task.amend", LEAD,
                         "{\"task\":%llu,\"assignment\":{\"duty\":\"A-001\","
                         "\"title\":\"核查\",\"audience\":%s%s}}",
                         task, audience, rest));
}

static unsigned long long
forward(unsigned long long task, const char *due)
{
    return number_of(say("task.forward", TOWN,
                         "{\"task\":%llu,\"assignment\":{\"duty\":\"A-001\","
                         "\"title\":\"核查\",\"audience\":" STREET "%s}}",
                         task, due));
}

static unsigned long long
withdraw(const char *source, unsigned long long task)
{
    return number_of(say("task.withdraw", source, "{\"task\":%llu}", task));
}

/* What does not fit, by the plugin's own account; empty if all does. */
static const char *
wrong(void)
{
    return at(say("follower.read", "auditor/sjj", "{}"), "/result/wrong");
}

static const char *
runs_of(unsigned long long task)
{
    static char text[256];
    const struct dg_json *reply = say("follower.read", "auditor/sjj", "{}");
    const struct dg_json *t =
        dg_json_get(dg_json_get(reply, "result"), "tasks")->child;
    size_t used = 0;
    while (t && dg_json_to_number(dg_json_get(t, "task")) != task) {
        t = t->next;
    }
    text[0] = '\0';
    t = t ? dg_json_get(t, "runs")->child : NULL;
    for (; t; t = t->next) {
        used += (size_t) snprintf(text + used, sizeof text - used, "%.*s ",
                                  DG_STR_ARG(t->text));
    }
    return text;
}

/* ---- one task ----------------------------------------------------------- */

static void
test_life(void)
{
    unsigned long long task = publish(COUNTY, FEBRUARY FORM), amended;
    is_text(heard(),
            line("opened %llu as %llu of 0 forwards 0 " LEAD
                 " [2026-01] due 2026-02-01, 3 offices, \n",
                 task, task),
            "a task came into inboxes");
    amended = amend(task, COUNTY, MARCH FORM);
    is_text(heard(),
            line("changed %llu as %llu of 0 forwards 0 " LEAD
                 " [2026-01] due 2026-03-01, 3 offices, \n",
                 task, amended),
            "a relief: it reads as the amendment");
    amended = amend(task, STREET, MARCH);
    is_text(heard(),
            line("changed %llu as %llu of 0 forwards 0 " LEAD
                 " [] due 2026-03-01, 2 offices, \n",
                 task, amended),
            "fewer offices, no period: one change");
    say("task.amend", LEAD, "{\"task\":%llu,\"assignment\":{}}", task);
    amend(task, COUNTY, ",\"due\":\"2026-01-06\"");
    say("task.acknowledge", VILLAGE, "{\"task\":%llu}", task);
    is_text(heard(), "", "nothing of what was refused, nor of what offices do");
    withdraw(LEAD, task);
    is_text(heard(),
            line("ended %llu as %llu of 0 forwards 0 " LEAD
                 " [] due 2026-03-01, 2 offices, withdrawn\n",
                 task, amended),
            "it left them");
    is_text(wrong(), "", "all of it fits");
}

static void
test_refused(void)
{
    say("task.publish", LEAD,
        "{\"duty\":\"A-9\",\"title\":\"t\"" FEBRUARY ",\"audience\":" COUNTY
        "}");
    say("task.check", LEAD,
        "{\"duty\":\"A-001\",\"title\":\"t\"" FEBRUARY ",\"audience\":" COUNTY
        "}");
    say("task.declare", LEAD,
        "{\"duty\":\"A-001\",\"minutes\":9,\"audience\":" COUNTY "}");
    is_text(heard(), "", "nothing of what comes to no inbox");
}

/* ---- what hangs together ------------------------------------------------ */

static void
test_forward(void)
{
    unsigned long long task = publish(COUNTY, MARCH);
    unsigned long long tied = forward(task, ",\"due\":\"2026-02-25\"");
    heard();
    withdraw(LEAD, task);
    is_text(heard(),
            line("ended %llu as %llu of 0 forwards 0 " LEAD
                 " [] due 2026-03-01, 3 offices, withdrawn\n"
                 "ended %llu as %llu of 0 forwards %llu " TOWN
                 " [] due 2026-02-25, 2 offices, withdrawn\n",
                 task, task, tied, tied, task),
            "what was handed on ends with it");
    is_text(wrong(), "", "all of it fits");
}

static void
tick_at(const char *instant)
{
    if (dg_instant_parse(dg_str_from(instant), &gate.now_us) != DG_OK) {
        exit(99);
    }
    dg_core_clock_tick(gate.flow);
}

#define MONTHLY(months, more)                                                  \
    ",\"recurrence\":{\"per\":\"month\",\"first\":\"2026-01\",\"last\":"       \
    "\"2026-" months "\",\"dueafter\":20}" more

static void
test_occurrences(void)
{
    unsigned long long task = publish(COUNTY, MONTHLY("12", ""));
    unsigned long long first = task + 1, amended, second;
    is_text(heard(), "", "a recurring task is in no inbox itself");
    tick_at("2026-01-06T08:00:00+08:00");
    is_text(heard(),
            line("opened %llu as %llu of %llu forwards 0 " LEAD
                 " [2026-01] due 2026-02-20, 3 offices, \n",
                 first, task, task),
            "its occurrence is, with its period, and reads as the task");
    amended = amend(task, STREET, MONTHLY("12", ""));
    is_text(heard(),
            line("changed %llu as %llu of %llu forwards 0 " LEAD
                 " [2026-01] due 2026-02-20, 2 offices, \n",
                 first, task, task),
            "a narrower task narrows it");
    is_text(runs_of(first), "0+2 ", "by the same offices");
    tick_at("2026-02-01T08:00:00+08:00");
    second = amended + 1;
    is_text(heard(),
            line("opened %llu as %llu of %llu forwards 0 " LEAD
                 " [2026-02] due 2026-03-20, 2 offices, \n",
                 second, amended, task),
            "the next reads as the amendment");
    tick_at("2026-02-23T08:00:00+08:00");
    is_text(heard(),
            line("ended %llu as %llu of %llu forwards 0 " LEAD
                 " [2026-01] due 2026-02-20, 2 offices, expired\n",
                 first, task, task),
            "time ends it");
    withdraw(LEAD, task);
    is_text(heard(),
            line("ended %llu as %llu of %llu forwards 0 " LEAD
                 " [2026-02] due 2026-03-20, 2 offices, withdrawn\n",
                 second, amended, task),
            "it ends with its task");
    is_text(wrong(), "", "all of it fits, decided and applied");
}

/* ---- joint tasks -------------------------------------------------------- */

static const struct dg_json *
cosign(unsigned long long task, const char *more)
{
    char digest[80];
    snprintf(digest, sizeof digest, "%s",
             row_of(say("cosign.read", "department/wjj", "{}"), "tasks/task",
                    task, "event"));
    return say("task.cosign", "department/wjj",
               "{\"task\":%llu,\"event\":\"%s\"%s}", task, digest, more);
}

#define JOINT ",\"joint\":[\"department/wjj\"]"
#define APRIL ",\"due\":\"2026-04-20\""

static void
test_joint(void)
{
    unsigned long long task = number_of(
        say("task.publish", LEAD,
            "{\"duty\":\"A-001\",\"title\":\"核查\",\"audience\":" COUNTY APRIL
                JOINT "}"));
    unsigned long long more, declined;
    is_text(heard(), "", "what waits for signatures is in no inbox");
    cosign(task, "");
    is_text(heard(),
            line("opened %llu as %llu of 0 forwards 0 " LEAD
                 " [] due 2026-04-20, 3 offices, \n",
                 task, task),
            "with the last of them it is");
    more = amend(task, COUNTY, APRIL JOINT ",\"seals\":[\"S-001\"]");
    is_text(heard(), "", "an amendment that waits changes nothing");
    cosign(more, "");
    is_text(heard(),
            line("changed %llu as %llu of 0 forwards 0 " LEAD
                 " [] due 2026-04-20, 3 offices, \n",
                 task, more),
            "taken over, the task reads as it");
    declined = amend(task, COUNTY, APRIL JOINT FORM ",\"seals\":[\"S-001\"]");
    cosign(declined, ",\"agree\":false");
    is_text(heard(), "", "one that is declined never was anywhere");
    withdraw(LEAD, task);
    is_text(heard(),
            line("ended %llu as %llu of 0 forwards 0 " LEAD
                 " [] due 2026-04-20, 3 offices, withdrawn\n",
                 task, more),
            "and leaves as what it was");
    is_text(wrong(), "", "all of it fits");
}

/* ---- audiences ---------------------------------------------------------- */

/* Villages by code: 522731001001, 522731001002, 522731102201. */
static void
test_runs(void)
{
    static const struct {
        const char *audience, *runs;
    } cases[] = {
        {COUNTY, "0+3 "},
        {STREET, "0+2 "},
        {"{\"codes\":[\"522731102201\",\"522731001001\"]}", "0+1 2+1 "},
        {"{\"prefixes\":[\"522731\"],\"exclude\":[\"522731001002\"]}",
         "0+3 -1+1 "},
        {"{\"codes\":[\"522731001000\",\"522731001001\"]}",
         "0+1 2147483648+1 "},
        {"{\"prefixes\":[\"522731\"],\"codes\":[\"522731102000\"],"
         "\"exclude\":[\"522731001\"]}",
         "0+3 2147483649+1 -0+2 -2147483648+1 "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned long long task = publish(cases[i].audience, APRIL);
        is_text(runs_of(task), cases[i].runs, cases[i].audience);
        withdraw(LEAD, task);
    }
    is_text(wrong(), "", "they are the offices whose inboxes show it");
}

/* Two villages of the street become one that is new, another comes; what went
 * to the two reaches it, and not the newcomer. */
static void
test_roster(void)
{
    unsigned long long before = publish(STREET, APRIL), after;
    say("roster.publish", "operator/huishui", "%s",
        "{\"version\":\"2026.2\",\"base\":\"2026.1\",\"offices\":["
        "{\"code\":\"522731001003\",\"name\":\"新城社区\"},"
        "{\"code\":\"522731001004\",\"name\":\"合并社区\"}],\"abolished\":["
        "{\"code\":\"522731001001\",\"successors\":[\"522731001004\"]},"
        "{\"code\":\"522731001002\",\"successors\":[\"522731001004\"]}]}");
    after = publish(STREET, APRIL);
    is_text(runs_of(before), "0+2 ", "what was frozen stays");
    is_text(runs_of(after), "3+2 ", "newcomers have the next numbers");
    is_text(wrong(), "", "heirs have what their predecessors had");
}

/* ---- what it asks ------------------------------------------------------- */

static const struct dg_json *
know(const char *code, unsigned long long task, const char *source)
{
    return say("follower.ask", "auditor/sjj",
               "{ \"code\":\"%s\", \"task\":%llu,\"source\":\"%s\"}", code,
               task, source);
}

static void
test_offices(void)
{
    const struct dg_json *reply = know("522731102201", 1, LEAD);
    is_text(at(reply, "/result/number"), "2", "a village's number");
    is_text(at(reply, "/result/code"), "522731102201", "its code");
    is_text(at(reply, "/result/office"), "好花红村", "its name");
    is_text(at(reply, "/result/villages"), "[0]", "it has no villages");
    is_text(at(reply, "/result/raw"),
            "{ \"code\":\"522731102201\", \"task\":1,\"source\":\"" LEAD "\"}",
            "a value's bytes, as they came");
    reply = know("522731001000", 1, LEAD);
    is_text(at(reply, "/result/number"), "2147483648", "a town's number");
    is_text(at(reply, "/result/office"), "涟江街道", "its name");
    is_text(at(reply, "/result/villages/0"), "3+2",
            "its villages that are in force");
    reply = know("522731999999", 1, LEAD);
    is_text(at(reply, "/result/number"), "4294967295", "an unknown code");
    is_text(at(reply, "/result/code"), "0", "no code");
    is_text(at(reply, "/result/office"), "", "no name");
}

static void
test_sources(void)
{
    static const char *const names[][2] = {
        {LEAD, "民政局"},
        {TOWN, "涟江街道"},
        {"office/522731102201", "好花红村"},
        {"taskforce/fx", "防汛专班"},
        {"department/none", "department/none"},
        {"nonsense", "nonsense"},
    };
    say("principal.enrol", "root/huishui", "%s",
        "{\"principals\":[{\"principal\":\"department/mzj\",\"name\":\"旧名\"},"
        "{\"principal\":\"department/wjj\",\"name\":\"卫健局\"}]}");
    say("principal.enrol", "root/huishui", "%s",
        "{\"principals\":[{\"principal\":\"taskforce/fx\",\"name\":"
        "\"防汛专班\",\"parents\":[\"department/wjj\",\"department/mzj\"],"
        "\"until\":\"2026-12-31\"}]}");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        is_text(at(know("", 1, names[i][0]), "/result/name"), names[i][1],
                names[i][0]);
    }
}

static const char *
asked(unsigned long long task, const char *source)
{
    return at(know("", task, source), "/result/asked");
}

static void
test_asked_by(void)
{
    unsigned long long task = publish(COUNTY, MONTHLY("12", "")), tied;
    const struct dg_json *reply;
    is_text(asked(task, LEAD), "true", "who published it");
    is_text(asked(task, "department/wjj"), "false", "nobody else");
    dg_core_clock_tick(gate.flow);
    is_text(asked(task + 1, LEAD), "true", "an occurrence is of the same");
    tied = publish(COUNTY, APRIL);
    tied = forward(tied, APRIL);
    is_text(asked(tied, TOWN), "true", "a town that hands it on");
    is_text(asked(tied, LEAD), "true", "and of whom that came");
    reply = say("task.publish", "taskforce/fx",
                "{\"duty\":\"A-001\",\"title\":\"t\",\"audience\":" COUNTY APRIL
                "}");
    is_text(asked(number_of(reply), "taskforce/fx"), "true", "a task force");
    is_text(asked(number_of(reply), "department/wjj"), "true", "its parents");
    is_text(asked(999, LEAD), "false", "a task that is none");
}

/* ---- replay and erasure ------------------------------------------------- */

/* What it made of all it was told; for free(). */
static char *
state(void)
{
    const char *reply;
    say("follower.read", "auditor/sjj", "{}");
    reply = gate.replies[(gate.asked - 1) % GATE_REPLIES];
    return strdup(strstr(reply, "\"result\""));
}

static void
test_replay(void)
{
    struct dg_str text = trace();
    char *live = strndup(text.data, text.len), *before = state(), *after;
    gate_restart(&gate);
    is_str(trace(), live, "a replay tells the same, word for word");
    after = state();
    is_text(after, before, "and it comes to the same");
    free(live);
    free(before);
    free(after);
}

static void
test_erased(void)
{
    unsigned long long task = publish(COUNTY, APRIL FORM);
    char *before, *after;
    heard();
    say("journal.erase", "keeper/bwb",
        "{\"sequences\":[%llu],\"reason\":\"依申请\"}", task);
    is_text(heard(),
            line("ended %llu as %llu of 0 forwards 0 " LEAD
                 " [2026-01] due 2026-04-20, 3 offices, erased\n",
                 task, task),
            "what is erased leaves inboxes");
    is_text(wrong(), "", "and was forgotten before");
    before = state();
    gate_restart(&gate);
    after = state();
    is_text(after, before, "a replay that never saw it comes to the same");
    free(before);
    free(after);
}

int
main(void)
{
    gate_link_plugin("tests/fake", "follower");
    gate_open(&gate, "sqlite", plugins);
    gate_furnish(&gate);
    uv_timer_stop(&gate.flow->timer);
    test_life();
    test_refused();
    test_forward();
    test_occurrences();
    test_joint();
    test_runs();
    test_roster();
    test_offices();
    test_sources();
    test_asked_by();
    test_replay();
    test_erased();
    gate_close(&gate);
    return tap_done();
}

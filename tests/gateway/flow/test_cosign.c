/* SPDX-License-Identifier: Apache-2.0 */
/* Joint tasks: nothing is delivered before every joint department has signed
 * what it was asked; who may sign, decline, amend, withdraw; what time ends;
 * every refusal to the word. At the end the whole is replayed. */
#include "proto/base/date.h"
#include "proto/base/digest.h"
#include "tests/gateway/flow/say.h"
#include "tests/tap/tap.h"

#define DAY_US INT64_C(86400000000)
#define LEAD "department/mzj"
#define KEEPER "keeper/bwb"

static void
set_up(void)
{
    gate_open(&gate, "sqlite", "cosign_within = 10");
    gate_furnish(&gate);
    is_text(
        at(say("roster.publish", "operator/huishui", "%s",
               "{\"version\":\"joint\",\"base\":\"2026.1\",\"departments\":["
               "{\"code\":\"gaj\",\"name\":\"公安局\"}],\"offices\":[]}"),
           "/verdict"),
        "admit", "a third department comes");
}

/* ---- words ------------------------------------------------------------- */

/* The lead's task, due in that many days, with more members. */
static const struct dg_json *
publish(int days, const char *joint, const char *more)
{
    char due[DG_DATE_SIZE];
    dg_date_format(dg_date_of_instant(gate.now_us) + days, due);
    return say("task.publish", LEAD,
               "{\"duty\":\"A-001\",\"title\":\"联合核查\","
               "\"audience\":" COUNTY ",\"due\":\"%s\",\"joint\":[%s]%s}",
               due, joint, more);
}

/* SHA-256 of the event with that receipt number, from the bytes that a look-up
 * gives. */
static const char *
digest_of(unsigned long long number)
{
    static char hex[2 * DG_SHA256_SIZE + 1];
    uint8_t sha[DG_SHA256_SIZE];
    const struct dg_json *reply =
        say("receipt.lookup", LEAD, "{\"sequence\":%llu}", number);
    const struct dg_json *event =
        dg_json_get(dg_json_get(reply, "result"), "event");
    const char *text = gate.replies[(gate.asked - 1) % GATE_REPLIES];
    struct dg_sha256 *context;
    dg_sha256_create(&context);
    dg_sha256_update(context, text + event->start, event->end - event->start);
    dg_sha256_output(context, sha);
    dg_sha256_destroy(context);
    dg_hex(sha, sizeof sha, hex);
    return hex;
}

static const struct dg_json *
cosign(const char *source, unsigned long long number, const char *more)
{
    return say("task.cosign", source, "{\"task\":%llu,\"event\":\"%s\"%s}",
               number, digest_of(number), more);
}

/* A member of the task in the village's inbox. */
static const char *
shown(unsigned long long task, const char *member)
{
    return row_of(say("inbox.read", VILLAGE, "{}"), "tasks/task", task, member);
}

/* A member of the task in what a department is shown of joint tasks. */
static const char *
listed(const char *source, unsigned long long task, const char *member)
{
    return row_of(say("cosign.read", source, "{}"), "tasks/task", task, member);
}

static void is_refused(const struct dg_json *reply, const char *code,
                       const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void
is_refused(const struct dg_json *reply, const char *code, const char *format,
           ...)
{
    char text[256];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    is_text(at(reply, "/verdict"), "refuse", code);
    is_text(at(reply, "/findings/0/code"), code, "by that code");
    is_text(at(reply, "/detail"), text, "in these words");
}

static bool
hinted(void)
{
    bool any = gate.hints[0] != '\0';
    gate.hints[0] = '\0';
    return any;
}

/* ---- all sign ----------------------------------------------------------- */

static void
test_signed(void)
{
    const struct dg_json *reply =
        publish(30, "\"department/wjj\",\"department/gaj\"", "");
    unsigned long long number = number_of(reply);
    hinted();
    is_text(at(reply, "/verdict"), "defer", "a joint task waits");
    is_text(found(reply, "cosign-waits", "text"),
            "it waits for the signatures of department/wjj (卫健局), "
            "department/gaj (公安局)",
            "and says for whom");
    is_text(found(reply, "cosign-waits", "pointer"), "/data/joint",
            "and by which member");
    is_text(at(reply, "/offices"), "3", "its offices are counted");
    is_text(shown(number, "task"), "(not there)", "no inbox has it");
    is_text(listed("department/wjj", number, "yours"), "true",
            "it waits for a signature");
    is_text(listed("department/wjj", number, "from"), LEAD, "asked by");
    is_text(listed("department/wjj", number, "title"), "联合核查", "as");
    is_text(listed("department/wjj", number, "lapses"),
            "2026-01-15T08:00:00.000000Z", "until");
    is_text(listed("department/wjj", number, "event"), digest_of(number),
            "with the digest to sign");
    is_text(listed(LEAD, number, "state"), "waiting", "the lead sees it");
    is_text(listed(LEAD, number, "joint/0/name"), "卫健局", "by name");
    is_text(listed(LEAD, number, "joint/0/signature"), "(absent)", "unsigned");
    is_text(listed(LEAD, number, "yours"), "false", "not the lead's to sign");

    reply = cosign("department/wjj", number, "");
    is_text(at(reply, "/verdict"), "admit", "the first signs");
    is_text(at(reply, "/offices"), "3", "about as many offices");
    is_text(at(reply, "/findings/0/code"), "cosign-signed", "one of two");
    ok(!hinted(), "nothing comes to an inbox");
    is_text(shown(number, "task"), "(not there)", "nor is there");
    is_text(listed("department/wjj", number, "yours"), "false", "it has done");
    is_refused(cosign("department/wjj", number, ""), "cosign-twice",
               "task %llu is signed by department/wjj already", number);
    reply = cosign("department/gaj", number, "");
    is_text(at(reply, "/findings/0/code"), "cosign-complete", "the last signs");
    ok(hinted(), "the inboxes change");
    is_text(shown(number, "from"), LEAD, "one item, of the lead");
    is_text(shown(number, "joint/1"), "department/gaj", "with the joint");
    is_text(shown(number, "jointnames/1"), "公安局", "and their names");
    is_text(shown(number, "jointunsigned"), "(absent)", "all of them signed");
    is_text(listed(LEAD, number, "state"), "(not there)", "no more waiting");
    is_text(at(say("task.acknowledge", VILLAGE, "{\"task\":%llu}", number),
               "/verdict"),
            "admit", "it is a task like any other");
    is_refused(cosign("department/gaj", number, ""), "cosign-twice",
               "task %llu is signed by department/gaj already", number);
}

/* ---- what is refused ---------------------------------------------------- */

static void
test_refused(void)
{
    const struct dg_json *reply = publish(30, "\"department/wjj\"", "");
    unsigned long long number = number_of(reply), other;
    char text[128];
    is_refused(say("task.cosign", "department/wjj",
                   "{\"task\":9999,\"event\":\"%s\"}", digest_of(number)),
               "task-unknown", "no task has the receipt number 9999");
    is_refused(cosign("department/gaj", number, ""), "task-unknown",
               "no task has the receipt number %llu", number);
    is_refused(cosign(LEAD, number, ""), "cosign-not-named",
               "task %llu does not name department/mzj as joint", number);
    reply = say("task.cosign", "department/wjj",
                "{\"task\":%llu,\"event\":\"%064d\"}", number, 7);
    is_refused(reply, "other-content",
               "what was signed is not task %llu: look it up, read it, and "
               "sign that",
               number);
    is_text(at(reply, "/findings/0/pointer"), "/data/event", "by its digest");
    is_text(at(cosign("office/522731001001", number, ""), "/findings/0/code"),
            "role-not-permitted", "an office signs nothing");

    other = number_of(say("task.publish", LEAD, "%s", TASK));
    is_refused(cosign("department/wjj", other, ""), "task-unknown",
               "no task has the receipt number %llu", other);
    is_refused(cosign(LEAD, other, ""), "cosign-not-joint",
               "task %llu is not joint: department/mzj has nothing to sign",
               other);
    is_text(at(say("receipt.lookup", "department/wjj", "{\"sequence\":%llu}",
                   number),
               "/result/event/data/title"),
            "联合核查", "who is to sign may read it");
    is_text(at(say("receipt.lookup", "department/gaj", "{\"sequence\":%llu}",
                   number),
               "/type"),
            "urn:dutygate:problem:not-found", "nobody else");

    reply = publish(30, "\"department/mzj\",\"department/nobody\"", "");
    is_text(at(reply, "/verdict"), "refuse", "a task is refused");
    is_text(found(reply, "joint-lead", "text"),
            "department/mzj leads the task and is not joint to itself",
            "that names its lead");
    is_text(found(reply, "joint-unknown", "text"),
            "no such department: department/nobody", "or a stranger");
    is_text(found(reply, "joint-unknown", "pointer"), "/data/joint/1", "there");
    is_text(found(reply, "cosign-waits", "code"), "(no such finding)",
            "and waits for nobody");
    reply = say("task.check", LEAD,
                "{\"duty\":\"A-001\",\"title\":\"核查\",\"audience\":" COUNTY
                ",\"due\":\"2026-03-01\",\"joint\":[\"department/wjj\"]}");
    is_text(at(reply, "/verdict"), "defer", "a check says that it would wait");

    reply = say("task.withdraw", "department/wjj", "{\"task\":%llu}", number);
    is_text(at(reply, "/findings/0/code"), "not-yours",
            "only the lead withdraws");
    reply = say("task.withdraw", LEAD, "{\"task\":%llu}", number);
    is_text(at(reply, "/verdict"), "admit", "which does");
    is_refused(cosign("department/wjj", number, ""), "task-withdrawn",
               "task %llu was withdrawn", number);
    snprintf(text, sizeof text, "%s",
             listed("department/wjj", number, "state"));
    is_text(text, "(not there)", "nothing waits any more");
}

static void
test_declined(void)
{
    const struct dg_json *reply =
        publish(30, "\"department/wjj\",\"department/gaj\"", "");
    unsigned long long number = number_of(reply);
    cosign("department/gaj", number, "");
    reply = cosign("department/wjj", number,
                   ",\"agree\":false,\"reason\":\"与我局无关\"");
    is_text(at(reply, "/verdict"), "admit", "a department declines");
    is_text(at(reply, "/findings/0/code"), "cosign-declined", "and says so");
    is_text(listed(LEAD, number, "state"), "declined", "the lead sees it");
    is_text(listed(LEAD, number, "by"), "department/wjj", "by whom");
    is_text(listed(LEAD, number, "reason"), "与我局无关", "and why");
    is_text(shown(number, "task"), "(not there)", "no inbox has it");
    is_refused(cosign("department/wjj", number, ""), "task-declined",
               "task %llu was declined by department/wjj", number);
    reply = say("task.withdraw", LEAD, "{\"task\":%llu}", number);
    is_text(at(reply, "/findings/0/code"), "task-declined", "it has ended");
}

/* ---- amendments --------------------------------------------------------- */

static const struct dg_json *
amend(unsigned long long number, const char *due, const char *title)
{
    return say("task.amend", LEAD,
               "{\"task\":%llu,\"assignment\":{\"duty\":\"A-001\",\"title\":"
               "\"%s\",\"audience\":" COUNTY ",\"due\":\"%s\","
               "\"joint\":[\"department/wjj\"]}}",
               number, title, due);
}

static void
test_amended(void)
{
    unsigned long long number =
        number_of(publish(30, "\"department/wjj\"", ""));
    unsigned long long amendment;
    char due[DG_DATE_SIZE];
    const struct dg_json *reply = amend(number, "2026-06-01", "联合核查");
    is_text(at(reply, "/findings/0/code"), "task-waiting",
            "what waits is not amended");
    cosign("department/wjj", number, "");
    snprintf(due, sizeof due, "%s", shown(number, "due"));
    reply = amend(number, "2026-06-01", "联合核查");
    is_text(at(reply, "/verdict"), "admit", "a relief");
    is_text(at(reply, "/findings/0/code"), "amend-relieves", "needs nobody");
    is_text(shown(number, "due"), "2026-06-01", "and is there");
    is_text(shown(number, "jointnames/0"), "卫健局", "still joint");

    reply = amend(number, "2026-06-01", "联合核查并走访");
    amendment = number_of(reply);
    is_text(at(reply, "/verdict"), "defer", "an addition waits");
    is_text(found(reply, "cosign-waits", "pointer"), "/data/assignment/joint",
            "for all signatures again");
    is_text(shown(number, "title"), "联合核查", "the task is as it was");
    is_text(listed("department/wjj", amendment, "yours"), "true", "asked for");
    snprintf(due, sizeof due, "%llu", number);
    is_text(listed("department/wjj", amendment, "amends"), due, "of the task");
    is_refused(cosign("department/wjj", number, ""), "cosign-twice",
               "task %llu is signed by department/wjj already", number);
    is_text(at(cosign("department/wjj", amendment, ""), "/findings/0/code"),
            "cosign-complete", "it is signed");
    is_text(shown(number, "title"), "联合核查并走访", "and holds");

    reply = amend(number, "2026-06-01", "第三稿");
    amendment = number_of(reply);
    cosign("department/wjj", amendment, ",\"agree\":false");
    is_text(shown(number, "title"), "联合核查并走访",
            "one that is declined changes nothing");
}

/* ---- time --------------------------------------------------------------- */

static void
test_time(void)
{
    unsigned long long slow = number_of(publish(60, "\"department/wjj\"", ""));
    unsigned long long soon = number_of(publish(6, "\"department/wjj\"", ""));
    const struct dg_json *reply;
    gate.now_us += 5 * DAY_US;
    gate_tick(&gate);
    is_text(listed(LEAD, soon, "state"), "waiting", "in time");
    gate.now_us += 2 * DAY_US;
    gate_tick(&gate);
    is_text(listed(LEAD, soon, "state"), "lapsed", "lapsed when it was due");
    is_text(listed(LEAD, slow, "state"), "waiting", "the other waits");
    gate.now_us += 3 * DAY_US;
    gate_tick(&gate);
    is_text(listed(LEAD, slow, "state"), "lapsed", "for ten days");
    is_refused(cosign("department/wjj", slow, ""), "task-lapsed",
               "task %llu lapsed: signatures were missing", slow);
    gate.now_us += 31 * DAY_US;
    is_text(listed(LEAD, slow, "state"), "(not there)",
            "after a month nobody asks");
    reply = say("cosign.read", LEAD, "{\"after\":\"0\",\"limit\":1}");
    is_text(at(reply, "/result/next"), "(absent)", "an empty list is no page");
}

/* What may be asked once a month is free again once it was declined. */
static void
test_pages(void)
{
    unsigned long long numbers[3];
    const struct dg_json *reply;
    char data[64];
    for (int i = 0; i < 3; i++) {
        numbers[i] = number_of(publish(30, "\"department/gaj\"", ""));
    }
    reply = say("cosign.read", "department/gaj", "{\"limit\":2}");
    is_text(at(reply, "/result/tasks/2/task"), "(absent)", "a page of two");
    snprintf(data, sizeof data, "%llu", numbers[1]);
    is_text(at(reply, "/result/next"), data, "ends there");
    reply = say("cosign.read", "department/gaj",
                "{\"limit\":2,\"after\":\"%s\"}", data);
    snprintf(data, sizeof data, "%llu", numbers[2]);
    is_text(at(reply, "/result/tasks/0/task"), data, "the next begins behind");
    is_text(at(reply, "/result/next"), "(absent)", "and is the last");
    is_text(
        at(say("cosign.read", "department/wjj", "{}"), "/result/tasks/0/task"),
        "(absent)", "nobody sees what is others'");
    is_text(at(say("cosign.read", "office/522731001001", "{}"), "/type"),
            "urn:dutygate:problem:not-permitted", "no office reads it");
}

/* ---- urgent work -------------------------------------------------------- */

static void
test_urgent(void)
{
    const struct dg_json *reply =
        publish(9, "\"department/wjj\"", ",\"urgency\":\"urgent\"");
    unsigned long long number = number_of(reply);
    is_text(at(reply, "/verdict"), "defer", "urgent work waits as well");
    is_text(at(say("exemption.decide", KEEPER,
                   "{\"request\":%llu,\"verdict\":\"grant\",\"reason\":\"急\"}",
                   number),
               "/verdict"),
            "admit", "a keeper confirms it");
    is_text(shown(number, "task"), "(not there)",
            "which replaces no signature");
    cosign("department/wjj", number, "");
    is_text(shown(number, "unconfirmed"), "(absent)", "signed and confirmed");

    number =
        number_of(publish(9, "\"department/wjj\"", ",\"urgency\":\"urgent\""));
    cosign("department/wjj", number, "");
    is_text(shown(number, "unconfirmed"), "true",
            "signed first, it goes out to be confirmed");
    gate.now_us += 2 * DAY_US;
    gate_tick(&gate);
    is_text(shown(number, "provisional"), "true", "and passes by silence");

    number =
        number_of(publish(9, "\"department/wjj\"", ",\"urgency\":\"urgent\""));
    gate.now_us += 2 * DAY_US;
    gate_tick(&gate);
    is_text(shown(number, "task"), "(not there)", "silence signs nothing");
    is_text(
        at(say("exemption.decide", KEEPER,
               "{\"request\":%llu,\"verdict\":\"refuse\",\"reason\":\"否\"}",
               number),
           "/verdict"),
        "admit", "a keeper refuses it all the same");
    is_refused(cosign("department/wjj", number, ""), "task-refused",
               "task %llu was refused by the keeper", number);
}

static void
test_other_waits(void)
{
    const struct dg_json *reply;
    unsigned long long number;
    gate_reconfigure(&gate, "cosign_within = 10\n"
                            "access_list { urgent_limit = 1 }");
    gate.now_us += 40 * DAY_US; /* another month */
    publish(9, "\"department/wjj\"", ",\"urgency\":\"urgent\"");
    reply = publish(9, "\"department/wjj\"", ",\"urgency\":\"urgent\"");
    number = number_of(reply);
    is_text(found(reply, "urgent-waits", "verdict"), "defer", "a word is due");
    is_text(found(reply, "cosign-waits", "verdict"), "defer",
            "a signature, too");
    reply = cosign("department/wjj", number, "");
    is_text(at(reply, "/findings/0/code"), "cosign-complete", "it is signed");
    is_text(shown(number, "task"), "(not there)", "and waits for the word");
    say("exemption.decide", KEEPER,
        "{\"request\":%llu,\"verdict\":\"grant\",\"reason\":\"急\"}", number);
    is_text(shown(number, "from"), LEAD, "which is said");

    reply = publish(9, "\"department/wjj\"", ",\"urgency\":\"urgent\"");
    number = number_of(reply);
    say("exemption.decide", KEEPER,
        "{\"request\":%llu,\"verdict\":\"grant\",\"reason\":\"急\"}", number);
    is_text(shown(number, "task"), "(not there)", "the word came first");
    is_text(at(say("exemption.decide", KEEPER,
                   "{\"request\":%llu,\"verdict\":\"grant\",\"reason\":\"急\"}",
                   number),
               "/findings/0/code"),
            "request-decided", "once");
    cosign("department/wjj", number, "");
    is_text(shown(number, "from"), LEAD, "then the signature");
}

static void
test_life_safety(void)
{
    const struct dg_json *reply;
    unsigned long long number;
    gate_reconfigure(&gate, "cosign_within = 10\n"
                            "access_list { life_safety = \"mzj\" }");
    reply = publish(9, "\"department/wjj\"", ",\"urgency\":\"life-safety\"");
    number = number_of(reply);
    is_text(at(reply, "/verdict"), "admit",
            "what saves lives waits for nobody");
    is_text(shown(number, "jointnames/0"), "卫健局",
            "and names who asks along");
    is_text(shown(number, "jointunsigned"), "true",
            "of whom it is said that they did not sign");
    is_refused(cosign("department/wjj", number, ""), "cosign-not-waiting",
               "task %llu waits for no signature of department/wjj", number);
}

/* ---- recurring ---------------------------------------------------------- */

static void
test_recurring(void)
{
    char first[DG_DATE_SIZE];
    unsigned long long number;
    const struct dg_json *reply, *tasks;
    dg_period_format(dg_date_of_instant(gate.now_us), DG_SPAN_MONTH, first);
    reply = say("task.publish", LEAD,
                "{\"duty\":\"A-001\",\"title\":\"按月核查\","
                "\"audience\":" COUNTY ",\"joint\":[\"department/wjj\"],"
                "\"recurrence\":{\"per\":\"month\",\"first\":\"%s\","
                "\"last\":\"2030-12\",\"dueafter\":20}}",
                first);
    number = number_of(reply);
    is_text(at(reply, "/verdict"), "defer", "a recurring joint task waits");
    gate_tick(&gate);
    is_text(listed(LEAD, number, "state"), "waiting", "opening nothing");
    cosign("department/wjj", number, "");
    gate_tick(&gate);
    reply = say("inbox.read", VILLAGE, "{\"limit\":500}");
    tasks = dg_json_get(dg_json_get(reply, "result"), "tasks");
    for (tasks = tasks->child; tasks; tasks = tasks->next) {
        const struct dg_json *of = dg_json_get(tasks, "of");
        if (of && strtoull(of->text.data, NULL, 10) == number) {
            break;
        }
    }
    ok(tasks != NULL, "then its occurrence comes");
    tasks = tasks ? dg_json_get(tasks, "jointnames") : NULL;
    ok(tasks && dg_str_is(tasks->child->text, "卫健局"), "and names who asks");
}

/* ---- the same again ----------------------------------------------------- */

static char *
look(const char *type, const char *source)
{
    say(type, source, "{\"limit\":500}");
    const char *text = gate.replies[(gate.asked - 1) % GATE_REPLIES];
    return strdup(strstr(text, "\"result\""));
}

static void
test_replayed(void)
{
    char *inbox = look("inbox.read", VILLAGE), *again;
    char *joint = look("cosign.read", LEAD);
    gate_restart(&gate);
    again = look("inbox.read", VILLAGE);
    is_text(again, inbox, "a restart gives the inbox");
    free(again);
    again = look("cosign.read", LEAD);
    is_text(again, joint, "and what waits");
    ok(strstr(joint, "\"waiting\"") != NULL, "of which there is something");
    free(again);
    free(inbox);
    free(joint);
}

int
main(void)
{
    set_up();
    test_signed();
    test_refused();
    test_declined();
    test_amended();
    test_time();
    test_pages();
    test_urgent();
    test_other_waits();
    test_life_safety();
    test_recurring();
    publish(30, "\"department/wjj\",\"department/gaj\"", "");
    test_replayed();
    gate_close(&gate);
    return tap_done();
}

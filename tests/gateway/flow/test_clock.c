/* SPDX-License-Identifier: Apache-2.0 */
/* What the clock does to tasks: occurrences open, tasks end; across restarts
 * and steps of the clock, each once and in order. */
#include "gateway/flow/flow_internal.h"
#include "proto/base/date.h"
#include "tests/gateway/flow/say.h"
#include "tests/tap/tap.h"

#define TOWN "{\"prefixes\":[\"522731001\"]}"
#define MONTHLY                                                                \
    "\"recurrence\":{\"per\":\"month\",\"first\":\"2026-01\",\"last\":"        \
    "\"2026-12\",\"dueafter\":5}"

/* Leaves the days that the list wants also when it is asked later. */
#define LENIENT                                                                \
    "\"recurrence\":{\"per\":\"month\",\"first\":\"2026-01\",\"last\":"        \
    "\"2026-12\",\"dueafter\":20}"

static const struct dg_json *
try_publish(const char *rest)
{
    return say("task.publish", "department/mzj",
               "{\"duty\":\"A-001\",\"title\":\"低保核查\",\"audience\":" TOWN
               ",%s}",
               rest);
}

static unsigned long long
publish(const char *rest)
{
    const struct dg_json *reply = try_publish(rest);
    is_text(at(reply, "/verdict"), "admit", rest);
    return number_of(reply);
}

static void
withdraw(unsigned long long task)
{
    say("task.withdraw", "department/mzj", "{\"task\":%llu}", task);
}

/* From now on the gateway ticks only when this test says so. */
static void
hold_clock(void)
{
    uv_timer_stop(&gate.flow->timer);
}

static void
restart(void)
{
    gate_restart(&gate);
    hold_clock();
}

static void
reconfigure(const char *extra)
{
    gate_reconfigure(&gate, extra);
    hold_clock();
}

/* The clock stands at an instant, and ticks. */
static void
tick_at(const char *instant)
{
    if (dg_instant_parse(dg_str_from(instant), &gate.now_us) != DG_OK) {
        exit(99);
    }
    dg_core_clock_tick(gate.flow);
}

/* "2026-01 2026-02 " of the periods in a village's inbox, by due date; "- " of
 * a task without. */
static const char *
periods(void)
{
    static char text[1024];
    const struct dg_json *reply = say("inbox.read", VILLAGE, "{}");
    unsigned count = (unsigned) atoi(at(reply, "/result/open"));
    size_t used = 0;
    text[0] = '\0';
    for (unsigned i = 0; i < count && i < 50; i++) {
        char pointer[48];
        const char *period;
        snprintf(pointer, sizeof pointer, "/result/tasks/%u/period", i);
        period = at(reply, pointer);
        used += (size_t) snprintf(text + used, sizeof text - used, "%s ",
                                  *period == '(' ? "-" : period);
    }
    return text;
}

/* ---- recurrence --------------------------------------------------------- */

static void
test_occurrences(void)
{
    unsigned long long task;
    const struct dg_json *reply;
    tick_at("2026-01-05T08:00:00Z");
    task = publish(MONTHLY);
    is_text(periods(), "", "a recurring task itself lies in no inbox");
    gate.hints[0] = '\0';
    tick_at("2026-01-05T08:00:01Z");
    reply = say("inbox.read", VILLAGE, "{}");
    is_text(at(reply, "/result/tasks/0/period"), "2026-01",
            "the occurrence of the month is opened");
    is_text(at(reply, "/result/tasks/0/due"), "2026-02-05",
            "due five days after the month");
    is_text(at(reply, "/result/tasks/0/of"),
            dg_arena_printf(&gate.arena, "%llu", task).data, "of its task");
    ok(strtoull(at(reply, "/result/tasks/0/task"), NULL, 10) > task,
       "with a number of its own");
    is_text(at(reply, "/result/tasks/0/recurrence"), "(absent)",
            "and without the recurrence");
    is_text(at(reply, "/result/tasks/0/title"), "低保核查", "as it was asked");
    ok(strstr(gate.hints, "522731001|"), "with a hint: %s", gate.hints);
    reply = say("task.acknowledge", VILLAGE, "{\"task\":%s}",
                at(reply, "/result/tasks/0/task"));
    is_text(at(reply, "/verdict"), "admit", "it can be acknowledged");
    reply = say("task.acknowledge", VILLAGE, "{\"task\":%llu}", task);
    is_text(at(reply, "/findings/0/code"), "not-in-inbox", "its task cannot");

    tick_at("2026-01-31T15:59:59Z");
    is_text(periods(), "2026-01 ", "a second before the China day begins");
    tick_at("2026-01-31T16:00:00Z");
    is_text(periods(), "2026-01 2026-02 ", "and when it does");
    tick_at("2026-01-31T16:00:01Z");
    is_text(periods(), "2026-01 2026-02 ", "once");
    restart();
    is_text(periods(), "2026-01 2026-02 ", "a restart gives them back");
    tick_at("2026-04-03T00:00:00Z");
    is_text(periods(), "2026-01 2026-02 2026-03 2026-04 ",
            "what was missed is made up for in order");
    tick_at("2026-07-01T00:00:00Z");
    is_text(periods(), "2026-01 2026-02 2026-03 2026-04 2026-06 2026-07 ",
            "but not what is due by then");
    reply = say("task.withdraw", "department/mzj", "{\"task\":%llu}", task);
    is_text(at(reply, "/verdict"), "admit", "the task is withdrawn");
    is_text(at(reply, "/offices"), "2", "at two offices");
    is_text(periods(), "", "with all its occurrences");
    tick_at("2026-08-01T00:00:00Z");
    is_text(periods(), "", "and no more come");
}

/* One that is over may still be reported; a year of them at once not. */
static void
test_past(void)
{
    const struct dg_json *reply;
    unsigned long long task;
    tick_at("2026-08-02T08:00:00Z");
    reply = try_publish("\"recurrence\":{\"per\":\"month\",\"first\":"
                        "\"2026-02\",\"last\":\"2026-12\",\"dueafter\":"
                        "150}");
    is_text(at(reply, "/findings/0/code"), "recurrence-past", "months over");
    is_text(at(reply, "/findings/0/pointer"), "/data/recurrence",
            "in its recurrence");
    is_text(at(reply, "/findings/0/text"),
            "5 occurrences of periods that are over would open at once: let it "
            "begin with 2026-07",
            "are told, and with which it may begin");
    task = publish("\"recurrence\":{\"per\":\"month\",\"first\":"
                   "\"2026-07\",\"last\":\"2026-12\",\"dueafter\":150}");
    tick_at("2026-08-02T08:00:01Z");
    is_text(periods(), "2026-07 2026-08 ", "with the last one it may");
    tick_at("2026-10-02T08:00:00Z");
    reply = say("task.amend", "department/mzj",
                "{\"task\":%llu,\"assignment\":{\"duty\":\"A-001\",\"title\":"
                "\"低保核查\",\"text\":\"逐户\",\"audience\":" TOWN ","
                "\"recurrence\":{\"per\":\"month\",\"first\":\"2026-07\","
                "\"last\":\"2026-12\",\"dueafter\":150}}}",
                task);
    is_text(at(reply, "/verdict"), "admit", "what is open stands in no way");
    withdraw(task);
}

static void
test_amended(void)
{
    unsigned long long task;
    const struct dg_json *reply;
    tick_at("2026-09-01T00:00:00Z");
    task = publish(LENIENT);
    tick_at("2026-09-01T00:00:01Z");
    is_text(periods(), "2026-08 2026-09 ",
            "what began before it was asked and is not due is opened");
    reply = say("task.amend", "department/mzj",
                "{\"task\":%llu,\"assignment\":{\"duty\":\"A-001\",\"title\":"
                "\"低保核查\",\"audience\":{\"codes\":[\"522731001001\"]},"
                "%s}}",
                task, LENIENT);
    is_text(at(reply, "/findings/0/code"), "amend-relieves", "fewer offices");
    is_text(at(say("inbox.read", "office/522731001002", "{}"), "/result/open"),
            "0", "open occurrences leave those who are out");
    reply = say("inbox.read", VILLAGE, "{}");
    is_text(at(reply, "/result/open"), "2", "and stay with the others");
    is_text(at(reply, "/result/tasks/0/offices"), "1", "who are told how many");
    reply = say("task.amend", "department/mzj",
                "{\"task\":%llu,\"assignment\":{\"duty\":\"A-001\",\"title\":"
                "\"低保复核\",\"audience\":" TOWN ",%s}}",
                task, LENIENT);
    is_text(at(reply, "/findings/0/text"),
            "judged like a new task, for its title, audience",
            "another title and more offices");
    is_text(at(say("inbox.read", VILLAGE, "{}"), "/result/tasks/0/title"),
            "低保核查", "open occurrences stay as they are");
    tick_at("2026-10-01T00:00:00Z");
    reply = say("inbox.read", "office/522731001002", "{}");
    is_text(at(reply, "/result/open"), "1", "the next one goes to all");
    is_text(at(reply, "/result/tasks/0/title"), "低保复核", "as amended");
    restart();
    is_text(at(say("inbox.read", "office/522731001002", "{}"), "/result/open"),
            "1", "also after a restart");
    withdraw(task);
}

static void
test_bad_recurrence(void)
{
    static const struct {
        const char *rest, *code, *pointer;
    } bad[] = {
        {"\"due\":\"2027-02-01\"," MONTHLY, "due-and-recurrence",
         "/data/recurrence"},
        {"\"recurrence\":{\"per\":\"month\",\"first\":\"2027-Q1\",\"last\":"
         "\"2027-12\",\"dueafter\":5}",
         "recurrence-malformed", "/data/recurrence"},
        {"\"recurrence\":{\"per\":\"month\",\"first\":\"2027-06\",\"last\":"
         "\"2027-05\",\"dueafter\":5}",
         "recurrence-malformed", "/data/recurrence"},
        {"\"recurrence\":{\"per\":\"month\",\"first\":\"2027-01\",\"last\":"
         "\"2027-05\",\"dueafter\":-28}",
         "recurrence-malformed", "/data/recurrence"},
        {"\"recurrence\":{\"per\":\"day\",\"first\":\"2027-01-01\",\"last\":"
         "\"2028-02-05\",\"dueafter\":5}",
         "recurrence-beyond-calendar", "/data/recurrence"},
        {"\"recurrence\":{\"per\":\"year\",\"first\":\"9998\",\"last\":"
         "\"9999\",\"dueafter\":1}",
         "recurrence-beyond-calendar", "/data/recurrence"},
        {"\"recurrence\":{\"per\":\"quarter\",\"first\":\"2025-Q1\",\"last\":"
         "\"2025-Q4\",\"dueafter\":5}",
         "due-past", "/data/recurrence"},
        {MONTHLY ",\"expires\":\"2026-12-31\"", "expires-before-due",
         "/data/expires"},
        {"\"due\":\"2027-02-01\",\"expires\":\"2027-01-31\"",
         "expires-before-due", "/data/expires"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const struct dg_json *reply = try_publish(bad[i].rest);
        is_text(at(reply, "/verdict"), "refuse", bad[i].rest);
        is_text(at(reply, "/findings/0/code"), bad[i].code, "by its code");
        is_text(at(reply, "/findings/0/pointer"), bad[i].pointer, "and place");
    }
}

/* The gateway's own events, as it hands them in. */
static const struct dg_json *
submit_own(const char *type, const char *data)
{
    uint64_t before = dg_journal_last(gate.flow->journal);
    const char *event;
    char id[32];
    snprintf(id, sizeof id, "own%u", ++event_count);
    event = gate_event(type, "gateway/huishui", id, data);
    dg_flow_submit_own(gate.flow, dg_str_from(event));
    return say("receipt.lookup", "auditor/sjj", "{\"sequence\":%llu}",
               (unsigned long long) before + 1);
}

static void
test_unlawful(void)
{
    unsigned long long task;
    char data[80];
    const struct dg_json *reply;
    tick_at("2026-10-05T00:00:00Z");
    task = publish(LENIENT);
    tick_at("2026-10-05T00:00:01Z");
    snprintf(data, sizeof data, "{\"task\":%llu,\"period\":\"2027-01\"}", task);
    reply = submit_own("task.occur", data);
    is_text(at(reply, "/result/answer/findings/0/code"), "occurrence-unknown",
            "an occurrence beyond the calendar");
    snprintf(data, sizeof data, "{\"task\":%llu,\"period\":\"2026-Q4\"}", task);
    reply = submit_own("task.occur", data);
    is_text(at(reply, "/result/answer/findings/0/code"), "occurrence-unknown",
            "of another kind");
    snprintf(data, sizeof data, "{\"task\":%llu,\"period\":\"2026-10\"}", task);
    reply = submit_own("task.occur", data);
    is_text(at(reply, "/result/answer/findings/0/code"), "occurrence-open",
            "one that is there");
    snprintf(data, sizeof data, "{\"task\":%llu,\"period\":\"2026-12\"}", task);
    reply = submit_own("task.occur", data);
    is_text(at(reply, "/result/answer/findings/0/code"), "occurrence-early",
            "one that has not begun");
    snprintf(data, sizeof data, "{\"task\":%llu}", task);
    reply = submit_own("task.expire", data);
    is_text(at(reply, "/result/answer/findings/0/code"), "expire-early",
            "an end that has not come");
    reply = say("task.occur", "department/mzj",
                "{\"task\":%llu,\"period\":\"2026-11\"}", task);
    is_text(at(reply, "/findings/0/code"), "role-not-permitted",
            "departments open no occurrences");
    reply = say("task.expire", "gateway/huishui", "{\"task\":%llu}", task);
    is_text(at(reply, "/type"), "urn:dutygate:problem:not-permitted",
            "nor does whoever calls himself the gateway");
    withdraw(task);
    snprintf(data, sizeof data, "{\"task\":%llu,\"period\":\"2026-11\"}", task);
    reply = submit_own("task.occur", data);
    is_text(at(reply, "/result/answer/findings/0/code"), "task-withdrawn",
            "of a task that ended");
}

/* ---- ends --------------------------------------------------------------- */

static void
test_expiry(void)
{
    unsigned long long short_one, long_one;
    const struct dg_json *reply;
    tick_at("2026-10-10T00:00:00Z");
    long_one = publish("\"due\":\"2026-11-01\"");
    short_one = publish("\"due\":\"2026-11-01\",\"expires\":\"2026-11-03\"");
    tick_at("2026-11-03T15:59:59Z");
    is_text(periods(), "- - ", "on its last day a task stands");
    tick_at("2026-11-03T16:00:00Z");
    is_text(periods(), "- ", "then it ends");
    reply = say("task.acknowledge", VILLAGE, "{\"task\":%llu}", short_one);
    is_text(
        at(reply, "/findings/0/text"),
        dg_arena_printf(&gate.arena, "task %llu has expired", short_one).data,
        "and cannot be acknowledged");
    reply =
        say("task.withdraw", "department/mzj", "{\"task\":%llu}", short_one);
    is_text(at(reply, "/findings/0/code"), "task-expired", "nor withdrawn");
    restart();
    is_text(periods(), "- ", "nor does a restart bring it back");
    tick_at("2027-11-01T15:59:59Z");
    is_text(periods(), "- ", "a year after it was due");
    tick_at("2027-11-01T16:00:00Z");
    is_text(periods(), "", "a task ends that does not say when");
    reply = say("task.amend", "department/mzj",
                "{\"task\":%llu,\"assignment\":{\"duty\":\"A-001\",\"title\":"
                "\"低保核查\",\"due\":\"2028-02-01\",\"audience\":" TOWN "}}",
                long_one);
    is_text(at(reply, "/findings/0/code"), "task-expired",
            "nor amended from then on");
}

static void
test_put_off(void)
{
    unsigned long long task;
    tick_at("2027-11-10T00:00:00Z");
    task = publish("\"due\":\"2027-12-01\",\"expires\":\"2027-12-10\"");
    say("task.amend", "department/mzj",
        "{\"task\":%llu,\"assignment\":{\"duty\":\"A-001\",\"title\":"
        "\"低保核查\",\"due\":\"2027-12-20\",\"expires\":\"2027-12-24\","
        "\"audience\":" TOWN "}}",
        task);
    tick_at("2027-12-11T00:00:00Z");
    is_text(periods(), "- ", "what was put off ends later");
    tick_at("2027-12-25T00:00:00Z");
    is_text(periods(), "", "but ends");
}

/* Expiry is an option of the gateway's. */
static void
test_options(void)
{
    reconfigure("expire_after = 0");
    tick_at("2028-01-01T00:00:00Z");
    publish("\"due\":\"2028-02-01\"");
    tick_at("2038-01-01T00:00:00Z");
    is_text(periods(), "- ", "never");
    reconfigure("expire_after = 30");
    tick_at("2038-01-01T00:00:01Z");
    is_text(periods(), "", "or after another number of days");
}

/* ---- steps of the clock ------------------------------------------------- */

static void
test_steps(void)
{
    unsigned long long task;
    const struct dg_json *reply;
    char time[64];
    tick_at("2038-01-10T00:00:00Z");
    task = publish("\"recurrence\":{\"per\":\"day\",\"first\":\"2038-01-10\","
                   "\"last\":\"2038-01-20\",\"dueafter\":9}");
    tick_at("2038-01-10T00:00:01Z");
    is_text(periods(), "2038-01-10 ", "today's");
    tick_at("2038-01-10T20:00:00Z");
    is_text(periods(), "2038-01-10 2038-01-11 ",
            "a clock put forward opens tomorrow's early");
    reply = say("task.withdraw", "department/mzj", "{\"task\":99999}");
    snprintf(time, sizeof time, "%s", at(reply, "/receipt/time"));
    tick_at("2038-01-09T00:00:00Z");
    is_text(periods(), "2038-01-10 2038-01-11 ",
            "a clock put back takes nothing away");
    reply = say("task.withdraw", "department/mzj", "{\"task\":99999}");
    is_text(at(reply, "/receipt/time"), time, "time stands until it is there");
    tick_at("2038-01-11T20:00:00Z");
    is_text(periods(), "2038-01-10 2038-01-11 2038-01-12 ", "and then goes on");
    restart();
    tick_at("2038-01-11T01:00:00Z");
    is_text(periods(), "2038-01-10 2038-01-11 2038-01-12 ",
            "the same after a restart under a clock that is behind");
    withdraw(task);
}

/* Others are served between the ticks. */
static void
test_many(void)
{
    unsigned count = 230;
    uint64_t before;
    tick_at("2038-02-01T00:00:00Z");
    gate.quiet = true;
    for (unsigned i = 0; i < count; i++) {
        try_publish("\"recurrence\":{\"per\":\"month\",\"first\":\"2038-02\","
                    "\"last\":\"2038-03\",\"dueafter\":5}");
    }
    gate.quiet = false;
    before = dg_journal_last(gate.flow->journal);
    dg_core_clock_tick(gate.flow);
    is_int(dg_journal_last(gate.flow->journal) - before, 200,
           "one tick opens two hundred");
    dg_core_clock_tick(gate.flow);
    is_int(dg_journal_last(gate.flow->journal) - before, count,
           "the next one the others");
    dg_core_clock_tick(gate.flow);
    is_int(dg_journal_last(gate.flow->journal) - before, count, "that is all");
}

int
main(void)
{
    gate_open(&gate, "sqlite", "");
    hold_clock();
    gate_furnish(&gate);
    test_occurrences();
    test_amended();
    test_bad_recurrence();
    test_unlawful();
    test_expiry();
    test_put_off();
    test_options();
    test_steps();
    test_many();
    gate_close(&gate);
    gate_open(&gate, "memory", "");
    hold_clock();
    gate_furnish(&gate);
    test_past();
    gate_close(&gate);
    return tap_done();
}

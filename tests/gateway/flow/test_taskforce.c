/* SPDX-License-Identifier: Apache-2.0 */
/* Task forces ask in the authority of their parents, and are charged to them;
 * who asks and who decides are kept apart where it is configured. */
#include "tests/gateway/flow/say.h"
#include "tests/tap/tap.h"

#define EAST "{\"codes\":[\"522731001001\"]}"
#define FORCE "taskforce/fx"

static void
enrol(const char *source, const char *more)
{
    const struct dg_json *reply =
        say("principal.enrol", "root/huishui",
            "{\"principals\":[{\"principal\":\"%s\",\"name\":\"某单位\"%s}]}",
            source, more);
    is_text(at(reply, "/verdict"), "admit", source);
}

static const struct dg_json *
publish(const char *source, const char *due)
{
    return say("task.publish", source,
               "{\"duty\":\"A-001\",\"title\":\"低保核查\",\"due\":\"%s\","
               "\"audience\":" EAST "}",
               due);
}

/* ---- in whose authority ------------------------------------------------- */

static void
test_unknown(void)
{
    const struct dg_json *reply = publish(FORCE, "2026-02-01");
    is_text(found(reply, "taskforce-unknown", "text"),
            "task force fx is not enrolled", "one that nobody enrolled");
    enrol("department/mzj", "");
    enrol("department/wjj", "");
    enrol("department/gone", "");
    enrol("taskforce/gone",
          ",\"parents\":[\"department/mzj\",\"department/gone\"],"
          "\"until\":\"2026-12-31\"");
    reply = publish("taskforce/gone", "2026-02-01");
    is_text(found(reply, "department-unknown", "text"),
            "department gone is not in the roster",
            "its parents must be in the roster");
}

static void
test_entitled(void)
{
    const struct dg_json *reply;
    enrol("taskforce/wj",
          ",\"parents\":[\"department/wjj\"],\"until\":\"2026-12-31\"");
    reply = publish("taskforce/wj", "2026-02-01");
    is_text(found(reply, "department-not-entitled", "text"),
            "\"wj\" (for \"wjj\") may not ask duty \"A-001\"; entitled: "
            "\"mzj\"",
            "without an entitled parent it is refused, and both are named");
    enrol(FORCE, ",\"parents\":[\"department/wjj\",\"department/mzj\"],"
                 "\"until\":\"2026-12-31\"");
    reply = publish(FORCE, "2026-02-01");
    is_text(at(reply, "/verdict"), "admit", "with one it may ask");
    is_text(found(reply, "taskforce-asks", "text"),
            "taskforce/fx asks for department/wjj, department/mzj, and is "
            "charged to them",
            "and the decision says for whom");
}

static void
test_inbox(void)
{
    const struct dg_json *reply = say("inbox.read", VILLAGE, "{}");
    is_text(at(reply, "/result/tasks/0/from"), FORCE, "the office sees who");
    is_text(at(reply, "/result/tasks/0/taskforce"), "某单位", "by name");
    is_text(at(reply, "/result/tasks/0/parents/0"), "卫健局", "and for whom");
    is_text(at(reply, "/result/tasks/0/parents/1"), "民政局", "all of them");
}

static void
test_sight(void)
{
    unsigned long long task = number_of(publish(FORCE, "2026-02-02"));
    static const char *const sources[] = {FORCE, "department/mzj",
                                          "department/wjj"};
    for (size_t i = 0; i < 3; i++) {
        is_text(
            at(say("receipt.lookup", sources[i], "{\"sequence\":%llu}", task),
               "/result/event/source"),
            FORCE, sources[i]);
    }
    is_text(at(say("receipt.lookup", "department/gone", "{\"sequence\":%llu}",
                   task),
               "/status"),
            "404", "nobody else's");
    is_text(at(say("task.withdraw", "department/mzj", "{\"task\":%llu}", task),
               "/findings/0/code"),
            "not-yours", "a parent sees it and does not withdraw it");
}

/* A department that may not speak does not ask through its task force. */
static void
test_parents(void)
{
    const struct dg_json *reply =
        say("principal.suspend", "root/huishui",
            "{\"principal\":\"department/wjj\",\"reason\":\"核查\"}");
    is_text(at(reply, "/verdict"), "admit", "a parent is suspended");
    reply = publish(FORCE, "2026-02-01");
    is_text(found(reply, "parent-not-valid", "text"),
            "department/wjj was suspended or revoked, or its time is over: "
            "nobody asks for it",
            "its task force asks nothing");
    is_text(at(reply, "/verdict"), "refuse", "for none of its parents");
    say("principal.suspend", "root/huishui",
        "{\"principal\":\"department/wjj\",\"reason\":\"核查\",\"lift\":true}");
    is_text(at(publish(FORCE, "2026-02-01"), "/verdict"), "admit",
            "until that is over");
}

/* A year's single ask is used up by a task force for each of its parents. */
static void
test_counted(void)
{
    const struct dg_json *reply = say(
        "list.publish", "keeper/huishui", "%s",
        "{\"list\":\"access\",\"version\":\"2026b\",\"validfrom\":"
        "\"2026-01-05\",\"entries\":[{\"code\":\"A-002\",\"title\":\"年度\","
        "\"class\":\"statutory\",\"frequency\":{\"times\":1,\"per\":\"year\"}"
        "}]}");
    const char *ask = "{\"duty\":\"A-002\",\"title\":\"年度核查\",\"due\":"
                      "\"2026-02-01\",\"audience\":" EAST "}";
    is_text(at(reply, "/verdict"), "admit", "a list");
    is_text(at(say("task.publish", FORCE, "%s", ask), "/verdict"), "admit",
            "the task force asks");
    is_text(at(say("task.publish", "department/mzj", "%s", ask),
               "/findings/0/code"),
            "frequency-exceeded", "then one parent has asked");
    is_text(at(say("task.publish", "department/wjj", "%s", ask),
               "/findings/0/code"),
            "frequency-exceeded", "and so has the other");
    is_text(
        at(say("task.publish", "taskforce/wj", "%s", ask), "/findings/1/code"),
        "frequency-exceeded", "with whatever task force it has");
    gate_restart(&gate);
    is_text(at(say("task.publish", "department/wjj", "%s", ask),
               "/findings/0/code"),
            "frequency-exceeded", "as a replay gives it back");
}

/* ---- separation --------------------------------------------------------- */

static unsigned long long
request(const char *source, const char *more)
{
    return number_of(say("exemption.request", source,
                         "{\"duty\":\"A-001\",\"audience\":" EAST
                         ",\"rules\":[\"lead\"],"
                         "\"until\":\"2026-03-01\",\"reason\":\"省里部署\"%s}",
                         more));
}

static const struct dg_json *
decide(const char *keeper, unsigned long long number, const char *verdict)
{
    return say("exemption.decide", keeper,
               "{\"request\":%llu,\"verdict\":\"%s\",\"reason\":\"属实\"}",
               number, verdict);
}

static void
test_separate(void)
{
    unsigned long long number = request("department/mzj", "");
    const struct dg_json *reply = decide("keeper/mzj", number, "grant");
    is_text(found(reply, "own-request", "text"),
            "keeper/mzj may not decide on what department/mzj asks: it is "
            "the same body",
            "the same code");
    is_text(at(reply, "/findings/1/code"), "(absent)", "and nothing is noted");
    enrol("department/yjj", ",\"creditcode\":\"11522731009654321G\"");
    enrol("keeper/bwb", ",\"creditcode\":\"11522731009654321G\"");
    enrol("keeper/other", "");
    reply = decide("keeper/bwb", number, "grant");
    is_text(at(reply, "/verdict"), "admit", "another body may");
    number = request(FORCE, "");
    reply = decide("keeper/wjj", number, "refuse");
    is_text(at(reply, "/findings/0/code"), "own-request",
            "a parent of the task force that asks");
}

static void
test_credit(void)
{
    unsigned long long task, first, appeal;
    const struct dg_json *reply =
        say("roster.publish", "operator/huishui", "%s",
            "{\"version\":\"2026.2\",\"base\":\"2026.1\",\"departments\":["
            "{\"code\":\"yjj\",\"name\":\"应急局\"}]}");
    is_text(at(reply, "/verdict"), "admit", "a roster");
    task = number_of(say("task.publish", "department/yjj",
                         "{\"duty\":\"A-002\",\"title\":\"排查\",\"due\":"
                         "\"2026-02-01\",\"urgency\":\"urgent\",\"audience\":"
                         "{\"codes\":[\"522731102201\"]}}"));
    reply = decide("keeper/bwb", task, "grant");
    is_text(found(reply, "own-request", "pointer"), "/source",
            "the same credit code, of a task");
    first = request("department/yjj", "");
    is_text(at(decide("keeper/other", first, "refuse"), "/verdict"), "admit",
            "refused by another");
    appeal =
        request("department/yjj",
                dg_arena_printf(&gate.arena, ",\"appeal\":%llu", first).data);
    is_text(at(decide("keeper/bwb", appeal, "grant"), "/findings/0/code"),
            "own-request", "nor may it sign its own appeal");
}

/* One body with two keepers is one signer. */
static void
test_signers(void)
{
    unsigned long long first = request("department/mzj", ""), appeal;
    const struct dg_json *reply;
    enrol("keeper/bwb2", ",\"creditcode\":\"11522731009654321G\"");
    decide("keeper/other", first, "refuse");
    appeal =
        request("department/mzj",
                dg_arena_printf(&gate.arena, ",\"appeal\":%llu", first).data);
    is_text(at(decide("keeper/bwb", appeal, "grant"), "/findings/0/code"),
            "exemption-signed", "the first signer");
    reply = decide("keeper/bwb2", appeal, "grant");
    is_text(found(reply, "signer-not-other", "text"),
            "keeper/bwb2 and keeper/bwb are the same body; an appeal is for "
            "others",
            "the same body is no second");
    is_text(at(decide("keeper/third", appeal, "grant"), "/findings/0/code"),
            "exemption-granted", "another is");
}

static void
test_together(void)
{
    unsigned long long number;
    gate_reconfigure(&gate, "");
    number = request("department/mzj", "");
    is_text(at(decide("keeper/mzj", number, "grant"), "/verdict"), "admit",
            "without separation nobody asks who is who");
}

int
main(void)
{
    gate_open(&gate, "sqlite", "separation = true");
    gate_furnish(&gate);
    is_text(at(say("receipt.lookup", "operator/zx", "{\"sequence\":1}"),
               "/result/event/data/separation"),
            "true", "the journal says that it is configured");
    test_unknown();
    test_entitled();
    test_inbox();
    test_sight();
    test_parents();
    test_counted();
    test_separate();
    test_credit();
    test_signers();
    test_together();
    gate_close(&gate);
    return tap_done();
}

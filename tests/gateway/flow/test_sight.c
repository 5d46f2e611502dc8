/* SPDX-License-Identifier: Apache-2.0 */
/* What of the journal each may look up; what may not be seen is answered like
 * what is not there. */
#include "tests/gateway/flow/say.h"
#include "tests/tap/tap.h"

#define EAST "{\"codes\":[\"522731001001\"]}"
#define ASSIGNMENT(more)                                                       \
    "{\"duty\":\"A-001\",\"title\":\"城乡低保对象动态核查\"," more "}"

static unsigned long long
publish(const char *source, const char *more)
{
    return number_of(say("task.publish", source,
                         ASSIGNMENT("\"due\":\"2026-02-01\",%s"), more));
}

/* What a source gets for a receipt number: "yes", "no", or something else. */
static const char *
sees(const char *source, unsigned long long number)
{
    const struct dg_json *reply =
        say("receipt.lookup", source, "{\"sequence\":%llu}", number);
    const char *type = at(reply, "/type");
    if (strcmp(type, "urn:dutygate:problem:not-found") == 0) {
        return "no";
    }
    return strcmp(at(reply, "/result/event"), "{5}") == 0 ||
                   strcmp(at(reply, "/result/event"), "{6}") == 0
               ? "yes"
               : type;
}

struct look {
    const char *source, *want;
};

static void
looks(const char *what, unsigned long long number, const struct look *looks,
      size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *got = sees(looks[i].source, number);
        ok(strcmp(got, looks[i].want) == 0, "%s: %s: %s", what, looks[i].source,
           looks[i].want);
    }
}
#define LOOKS(what, number, ...)                                               \
    looks(what, number, (const struct look[]){__VA_ARGS__},                    \
          sizeof((const struct look[]){__VA_ARGS__}) / sizeof(struct look))

static unsigned long long task;

static void
test_task(void)
{
    task = publish("department/mzj", "\"audience\":" EAST);
    LOOKS("a task", task, {"department/mzj", "yes"}, {"department/wjj", "no"},
          {"office/522731001001", "yes"}, {"office/522731001002", "no"},
          {"town/522731001000", "yes"}, {"town/522731102000", "no"},
          {"keeper/huishui", "yes"}, {"auditor/shenji", "yes"},
          {"operator/zx", "yes"}, {"taskforce/fx", "no"},
          {"office/522731001000", "no"});
}

static void
test_words(void)
{
    unsigned long long ack = number_of(say(
        "task.acknowledge", "office/522731001001", "{\"task\":%llu}", task));
    unsigned long long tried = number_of(
        say("task.withdraw", "department/wjj", "{\"task\":%llu}", task));
    LOOKS("an acknowledgement", ack, {"office/522731001001", "yes"},
          {"department/mzj", "yes"}, {"town/522731001000", "yes"},
          {"department/wjj", "no"}, {"office/522731001002", "no"},
          {"town/522731102000", "no"});
    LOOKS("what another tried", tried, {"department/wjj", "yes"},
          {"department/mzj", "yes"}, {"office/522731001001", "no"},
          {"town/522731001000", "no"});
}

static void
test_change(void)
{
    unsigned long long amendment =
        number_of(say("task.amend", "department/mzj",
                      "{\"task\":%llu,\"assignment\":" ASSIGNMENT(
                          "\"due\":\"2026-03-01\",\"audience\":" EAST) "}",
                      task));
    unsigned long long refused =
        number_of(say("task.amend", "department/mzj",
                      "{\"task\":%llu,\"assignment\":" ASSIGNMENT(
                          "\"due\":\"2025-03-01\",\"audience\":" EAST) "}",
                      task));
    unsigned long long forward =
        number_of(say("task.forward", "town/522731001000",
                      "{\"task\":%llu,\"assignment\":" ASSIGNMENT(
                          "\"due\":\"2026-03-01\",\"audience\":" EAST) "}",
                      task));
    LOOKS("an amendment", amendment, {"department/mzj", "yes"},
          {"office/522731001001", "yes"}, {"town/522731001000", "yes"},
          {"office/522731001002", "no"}, {"department/wjj", "no"});
    LOOKS("one that was refused", refused, {"department/mzj", "yes"},
          {"office/522731001001", "no"}, {"town/522731001000", "no"});
    LOOKS("what a town hands on", forward, {"town/522731001000", "yes"},
          {"department/mzj", "yes"}, {"office/522731001001", "yes"},
          {"office/522731001002", "no"}, {"department/wjj", "no"},
          {"town/522731102000", "no"});
}

static void
test_withdrawn(void)
{
    unsigned long long word =
        number_of(say("task.withdraw", "department/mzj",
                      "{\"task\":%llu,\"reason\":\"重复\"}", task));
    LOOKS("a withdrawal", word, {"department/mzj", "yes"},
          {"office/522731001001", "yes"}, {"office/522731001002", "no"});
    LOOKS("what was withdrawn", task, {"office/522731001001", "yes"},
          {"office/522731001002", "no"});
}

static void
test_refused(void)
{
    unsigned long long refused =
        publish("department/wjj", "\"audience\":" EAST);
    LOOKS("a refused task", refused, {"department/wjj", "yes"},
          {"office/522731001001", "no"}, {"town/522731001000", "no"},
          {"department/mzj", "no"}, {"auditor/shenji", "yes"});
}

/* What waits is nobody's before a keeper agreed, and never if none did. */
static void
test_waiting(void)
{
    unsigned long long late =
        number_of(say("task.publish", "department/mzj",
                      ASSIGNMENT("\"due\":\"2026-02-01\",\"urgency\":"
                                 "\"urgent\",\"audience\":" EAST)));
    unsigned long long waits =
        number_of(say("task.publish", "department/mzj",
                      ASSIGNMENT("\"due\":\"2026-02-01\",\"urgency\":"
                                 "\"urgent\",\"audience\":" EAST)));
    const struct dg_json *word;
    LOOKS("an urgent task", late, {"office/522731001001", "yes"});
    LOOKS("one that waits", waits, {"office/522731001001", "no"},
          {"town/522731001000", "no"}, {"department/mzj", "yes"});
    say("exemption.decide", "keeper/huishui",
        "{\"request\":%llu,\"verdict\":\"refuse\",\"reason\":\"无据\"}", waits);
    LOOKS("one that was refused then", waits, {"office/522731001001", "no"},
          {"department/mzj", "yes"});
    waits = number_of(say("task.publish", "department/mzj",
                          ASSIGNMENT("\"due\":\"2026-02-01\",\"urgency\":"
                                     "\"urgent\",\"audience\":" EAST)));
    word = say("exemption.decide", "keeper/huishui",
               "{\"request\":%llu,\"verdict\":\"grant\",\"reason\":\"属实\"}",
               waits);
    LOOKS("one that was let through", waits, {"office/522731001001", "yes"},
          {"office/522731001002", "no"});
    LOOKS("a keeper's word", number_of(word), {"department/mzj", "yes"},
          {"department/wjj", "no"}, {"office/522731001001", "no"},
          {"keeper/other", "yes"});
}

static void
test_requests(void)
{
    unsigned long long request = number_of(
        say("exemption.request", "department/wjj",
            "{\"duty\":\"A-001\",\"audience\":" EAST ",\"rules\":[\"lead\"],"
            "\"until\":\"2026-03-01\",\"reason\":\"省里部署\"}"));
    unsigned long long word = number_of(
        say("exemption.decide", "keeper/huishui",
            "{\"request\":%llu,\"verdict\":\"refuse\",\"reason\":\"无据\"}",
            request));
    LOOKS("a request", request, {"department/wjj", "yes"},
          {"department/mzj", "no"}, {"office/522731001001", "no"});
    LOOKS("the word on it", word, {"department/wjj", "yes"},
          {"department/mzj", "no"}, {"town/522731001000", "no"});
}

static void
test_common(void)
{
    LOOKS("the roster", 2, {"office/522731001002", "yes"},
          {"department/wjj", "yes"}, {"taskforce/fx", "yes"});
    LOOKS("the list", 3, {"office/522731001002", "yes"},
          {"town/522731102000", "yes"});
    LOOKS("the configuration", 1, {"office/522731001002", "no"},
          {"department/mzj", "no"}, {"operator/zx", "yes"});
    LOOKS("a list that was refused",
          number_of(say("list.publish", "town/522731001000", "%s",
                        "{\"list\":\"access\",\"version\":\"9\",\"validfrom\":"
                        "\"2026-01-01\",\"entries\":[]}")),
          {"town/522731001000", "yes"}, {"office/522731001002", "no"},
          {"department/mzj", "no"}, {"keeper/huishui", "yes"});
}

/* What is said about a principal is its own, too. */
static void
test_principals(void)
{
    static const char officers[] =
        "\"officers\":[{\"key\":\"UK-197S2uT1q2SBADh2wFJSj1b8CDq7L7M4ThTROVwE"
        "\",\"name\":\"罗永祥\",\"post\":\"handling\"}]";
    unsigned long long number;
    say("principal.enrol", "root/huishui",
        "{\"principals\":[{\"principal\":\"department/"
        "mzj\",\"name\":\"民政局\"},"
        "{\"principal\":\"office/522731001001\",\"name\":\"城东社区\"}]}");
    number = number_of(say("principal.suspend", "keeper/huishui",
                           "{\"principal\":\"department/mzj\",\"reason\":"
                           "\"核实\"}"));
    LOOKS("a suspension", number, {"department/mzj", "yes"},
          {"department/wjj", "no"}, {"office/522731001001", "no"},
          {"keeper/huishui", "yes"});
    number = number_of(say("office.handover", "town/522731001000",
                           "{\"office\":\"522731001001\",%s}", officers));
    LOOKS("a handover", number, {"office/522731001001", "yes"},
          {"town/522731001000", "yes"}, {"office/522731001002", "no"},
          {"town/522731102000", "no"}, {"department/mzj", "no"});
}

/* The same question before and after it came to be there, by somebody to whom
 * it is never shown: the same bytes. */
static void
test_alike(void)
{
    static char before[4096], named[4096];
    const char *by_number, *by_id;
    unsigned long long next =
        number_of(say("task.withdraw", "department/mzj", "{\"task\":1}")) + 1;
    char data[64];
    size_t index;
    snprintf(data, sizeof data, "{\"sequence\":%llu}", next);
    by_number = gate_event("receipt.lookup", "office/522731001002", "q", data);
    index = gate_send(&gate, by_number, strlen(by_number));
    gate_await(&gate, index);
    snprintf(before, sizeof before, "%s", gate.replies[index]);
    by_id = gate_event("receipt.lookup", "office/522731001002", "q",
                       "{\"id\":\"later\",\"source\":\"department/mzj\"}");
    index = gate_send(&gate, by_id, strlen(by_id));
    gate_await(&gate, index);
    snprintf(named, sizeof named, "%s", gate.replies[index]);

    is_int(number_of(ask("task.publish", "department/mzj", "later",
                         ASSIGNMENT("\"due\":\"2026-02-01\","
                                    "\"audience\":" EAST))),
           (long long) next, "now it is there");
    by_number = gate_event("receipt.lookup", "office/522731001002", "q", data);
    index = gate_send(&gate, by_number, strlen(by_number));
    gate_await(&gate, index);
    is_text(gate.replies[index], before, "by number: as if it were not");
    by_id = gate_event("receipt.lookup", "office/522731001002", "q",
                       "{\"id\":\"later\",\"source\":\"department/mzj\"}");
    index = gate_send(&gate, by_id, strlen(by_id));
    gate_await(&gate, index);
    is_text(gate.replies[index], named, "by id: as if it were not");
    ok(strstr(before, "not-found") != NULL, "which was: not found");
}

/* Of a write, too: a task that may not be known is none. */
static void
test_writes_alike(void)
{
    unsigned long long hidden = publish("department/mzj", "\"audience\":" EAST);
    static const struct {
        const char *type, *source, *rest;
    } writes[] = {
        {"task.withdraw", "department/wjj", ""},
        {"task.acknowledge", "office/522731001002", ""},
        {"task.acknowledge", "town/522731102000", ""},
        {"task.amend", "department/wjj",
         ",\"assignment\":" ASSIGNMENT("\"due\":\"2026-03-01\",\"audience\":"
                                       "{\"prefixes\":[\"522731\"]}")},
        {"task.forward", "town/522731102000",
         ",\"assignment\":" ASSIGNMENT("\"due\":\"2026-03-01\",\"audience\":"
                                       "{\"prefixes\":[\"522731102\"]}")},
    };
    for (size_t i = 0; i < sizeof writes / sizeof *writes; i++) {
        const struct dg_json *reply =
            say(writes[i].type, writes[i].source, "{\"task\":%llu%s}", hidden,
                writes[i].rest);
        is_text(found(reply, "task-unknown", "text"),
                dg_arena_printf(&gate.arena,
                                "no task has the receipt number %llu", hidden)
                    .data,
                writes[i].type);
    }
    is_text(
        at(say("task.withdraw", "town/522731001000", "{\"task\":%llu}", hidden),
           "/findings/0/code"),
        "not-yours", "what is seen and another's is said to be so");
}

static void
test_all(void)
{
    test_task();
    test_words();
    test_change();
    test_withdrawn();
    test_refused();
    test_waiting();
    test_requests();
    test_common();
    test_principals();
    test_alike();
    test_writes_alike();
}

int
main(void)
{
    gate_open(&gate, "sqlite", "access_list { urgent_limit = 1 }");
    gate.quiet = true;
    gate_furnish(&gate);
    test_all();
    /* As the folds give it back. */
    gate_restart(&gate);
    LOOKS("after a restart: a withdrawn task", task,
          {"office/522731001001", "yes"}, {"office/522731001002", "no"},
          {"department/mzj", "yes"}, {"department/wjj", "no"});
    gate_close(&gate);
    return tap_done();
}

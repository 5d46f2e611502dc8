/* SPDX-License-Identifier: Apache-2.0 */
/* Principals on their way through the flow: enrolled, changed and read like
 * everything else, journaled when refused, the same after a restart. */
#include "tests/gateway/flow/say.h"
#include "tests/tap/tap.h"

#define OFFICER(key)                                                           \
    "{\"key\":\"" key "\",\"name\":\"王国芬\",\"post\":\"handling\"}"

/* Public keys of RFC 8032 and RFC 8037, and the second one's thumbprint. */
#define KEY_A "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
#define KID_A "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
#define KEY_B "PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw"
#define KEY_C "_FHNjmIYoaONpH7QAjDwWAgW7RO6MwOsXeuRFUiQgCU"

static void
test_enrol(void)
{
    const struct dg_json *reply =
        say("principal.enrol", "keeper/huishui",
            "{\"principals\":[{\"principal\":\"" VILLAGE "\",\"name\":\"城东\","
            "\"officers\":[" OFFICER(KEY_A) "]}]}");
    is_text(at(reply, "/verdict"), "admit", "an office is enrolled");
    ok(number_of(reply) > 0, "with a receipt");
    reply = say("principal.enrol", "department/mzj",
                "{\"principals\":[{\"principal\":\"office/522731001002\","
                "\"name\":\"城西\"}]}");
    is_text(at(reply, "/findings/0/code"), "role-not-permitted",
            "a department enrols nobody");
    ok(number_of(reply) > 0, "which stands in the journal");
    reply = say("principal.suspend", "keeper/huishui",
                "{\"principal\":\"" VILLAGE "\",\"reason\":\"r\",\"until\":"
                "\"2025-12-31\"}");
    is_text(at(reply, "/findings/0/code"), "until-past",
            "what is refused by the check stands there, too");
}

static void
test_order(void)
{
    const struct dg_json *reply = gate_ask(
        &gate,
        "[{\"specversion\":\"1.0\",\"id\":\"b1\",\"source\":\"root/huishui\","
        "\"type\":\"dutygate.principal.enrol.v1\",\"data\":{\"principals\":[{"
        "\"principal\":\"keeper/b\",\"name\":\"b\"}]}},"
        "{\"specversion\":\"1.0\",\"id\":\"b2\",\"source\":\"root/huishui\","
        "\"type\":\"dutygate.principal.revoke.v1\",\"data\":{\"principal\":"
        "\"keeper/b\",\"reason\":\"r\"}},"
        "{\"specversion\":\"1.0\",\"id\":\"b3\",\"source\":\"root/huishui\","
        "\"type\":\"dutygate.principal.enrol.v1\",\"data\":{\"principals\":[{"
        "\"principal\":\"keeper/b\",\"name\":\"b\"}]}}]");
    is_text(at(reply, "/0/verdict"), "admit", "enrolled");
    is_text(at(reply, "/1/verdict"), "admit", "revoked by the next event");
    is_text(at(reply, "/2/findings/0/code"), "principal-revoked",
            "which the one after that finds");
}

static void
test_handover(void)
{
    const struct dg_json *reply;
    say("task.publish", "department/mzj", "%s", TASK);
    reply =
        say("office.handover", "office/522731001002",
            "{\"office\":\"522731001001\",\"officers\":[" OFFICER(KEY_B) "]}");
    is_text(at(reply, "/findings/0/code"), "not-yours",
            "an office hands over itself only");
    reply =
        say("office.handover", "town/522731102000",
            "{\"office\":\"522731001001\",\"officers\":[" OFFICER(KEY_B) "]}");
    is_text(at(reply, "/findings/0/code"), "not-yours",
            "a town those below it only");
    reply = say("office.handover", "town/522731001000",
                "{\"office\":\"522731001001\",\"officers\":[" OFFICER(
                    KEY_B) "],\"reason\":\"换届\"}");
    is_text(at(reply, "/verdict"), "admit", "its own town does");
    is_text(at(reply, "/findings/0/code"), "tasks-pass", "open tasks pass");
    is_text(at(reply, "/findings/0/text"),
            "1 open task(s) pass to the new term", "how many");
    is_text(at(say("inbox.read", VILLAGE, "{}"), "/result/open"), "1",
            "they are still there");
}

static void
test_read(void)
{
    const struct dg_json *reply =
        say("principal.read", "auditor/x", "{\"principal\":\"" VILLAGE "\"}");
    is_text(at(reply, "/result/principals/0/term"), "2", "the second term");
    is_text(at(reply, "/result/principals/0/officers/0/x"), KEY_B,
            "its officer first");
    is_text(at(reply, "/result/principals/0/officers/1/key"), KID_A,
            "then that of before");
    is_text(at(reply, "/result/principals/0/officers/1/state"), "ended",
            "whose key ended");
    reply = say("principal.read", "auditor/x", "{\"key\":\"" KID_A "\"}");
    is_text(at(reply, "/result/principals/0/principal"), VILLAGE,
            "whose key it is");
    reply = say("principal.read", "auditor/x", "{\"limit\":1}");
    reply = say("principal.read", "auditor/x", "{\"after\":\"%s\"}",
                at(reply, "/result/next"));
    is_text(at(reply, "/result/principals"), "[2]", "the next page");
    reply = say("principal.read", "auditor/x", "{\"after\":\"x\"}");
    is_text(at(reply, "/pointer"), "/data/after", "a cursor that is none");
    reply = say("principal.read", "auditor/x", "{\"principal\":\"town/1\"}");
    is_text(at(reply, "/type"), "urn:dutygate:problem:not-found",
            "nobody of that name");
}

/* What principal.read says of everybody, without the id of the question. */
static char *
read_all(void)
{
    const char *read =
        gate_event("principal.read", "auditor/x", "same", "{\"limit\":500}");
    size_t index = gate_send(&gate, read, strlen(read));
    gate_await(&gate, index);
    return strdup(gate.replies[index]);
}

static void
test_restart(void)
{
    char *before, *after;
    say("principal.enrol", "keeper/huishui",
        "{\"principals\":[{\"principal\":\"taskforce/fx\",\"name\":\"专班\","
        "\"parents\":[\"department/mzj\"],\"until\":\"2026-09-30\"},"
        "{\"principal\":\"department/"
        "mzj\",\"name\":\"民政局\",\"officers\":[" OFFICER(KEY_C) "]}]}");
    say("principal.suspend", "keeper/huishui",
        "{\"principal\":\"department/mzj\",\"reason\":\"r\"}");
    before = read_all();
    gate_restart(&gate);
    after = read_all();
    is_text(after, before, "everything reads the same after a restart");
    ok(strstr(after, "\"suspended\"") && strstr(after, "taskforce/fx"),
       "and there is something to read");
    free(before);
    free(after);
}

int
main(void)
{
    gate_open(&gate, "sqlite", "");
    gate_furnish(&gate);
    test_enrol();
    test_order();
    test_handover();
    test_read();
    test_restart();
    gate_close(&gate);
    return tap_done();
}

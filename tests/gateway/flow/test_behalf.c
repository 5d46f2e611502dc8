/* SPDX-License-Identifier: Apache-2.0 */
/* A town enters for an office below it (代录): it counts as the office's, is
 * marked, and the office confirms it. */
#include "tests/gateway/flow/say.h"
#include "tests/tap/tap.h"

#define TOWN "town/522731001000"
#define OFFICE "office/522731001001"

static const struct dg_json *
enter(const char *source, const char *office, unsigned long long task)
{
    return gate_ask(&gate,
                    "{\"specversion\":\"1.0\",\"id\":\"b%u\",\"source\":\"%s\","
                    "\"type\":\"dutygate.task.acknowledge.v1\",\"onbehalf\":"
                    "\"office/%s\",\"data\":{\"task\":%llu}}",
                    ++event_count, source, office, task);
}

static const char *
item(const char *member)
{
    static char pointer[64];
    snprintf(pointer, sizeof pointer, "/result/tasks/0/%s", member);
    return at(say("inbox.read", OFFICE, "{}"), pointer);
}

static unsigned long long task;

static void
test_entered(void)
{
    const struct dg_json *reply = enter(TOWN, "522731001001", task);
    unsigned long long number = number_of(reply);
    is_text(at(reply, "/verdict"), "admit", "a town enters for its office");
    is_text(found(reply, "entered-on-behalf", "text"),
            "entered by town/522731001000 on behalf of office/522731001001: "
            "unconfirmed until the office acknowledges it itself (代录)",
            "and it is said so");
    is_text(item("acknowledged"), "true", "it counts as the office's");
    is_text(item("enteredby"), TOWN, "the office sees who entered it");
    reply = say("inbox.read", OFFICE, "{}");
    is_text(at(reply, "/result/acknowledged"), "1", "it is counted");
    is_text(at(reply, "/result/entered"), "1", "as to be confirmed");
    reply = say("receipt.lookup", OFFICE, "{\"sequence\":%llu}", number);
    is_text(at(reply, "/result/event/onbehalf"), OFFICE,
            "the office may see what was entered for it");
    reply = say("receipt.lookup", "office/522731001002", "{\"sequence\":%llu}",
                number);
    is_text(at(reply, "/status"), "404", "its neighbour may not");
    reply = enter(TOWN, "522731001001", task);
    is_text(found(reply, "already-acknowledged", "text"),
            dg_arena_printf(&gate.arena,
                            "522731001001 has acknowledged task %llu already",
                            task)
                .data,
            "once");
}

static void
test_confirmed(void)
{
    const struct dg_json *reply;
    gate_restart(&gate);
    is_text(item("enteredby"), TOWN, "a restart forgets nothing");
    reply = say("task.acknowledge", OFFICE, "{\"task\":%llu}", task);
    is_text(at(reply, "/verdict"), "admit", "the office's own is no duplicate");
    is_text(found(reply, "confirms", "text"),
            "confirms what town/522731001000 entered on its behalf",
            "it confirms");
    is_text(item("enteredby"), "(absent)", "then it is the office's");
    is_text(item("acknowledged"), "true", "and stays acknowledged");
    is_text(at(say("inbox.read", OFFICE, "{}"), "/result/entered"), "(absent)",
            "nothing is left to confirm");
    gate_restart(&gate);
    is_text(item("enteredby"), "(absent)", "confirmed, also after a restart");
    reply = say("task.acknowledge", OFFICE, "{\"task\":%llu}", task);
    is_text(at(reply, "/findings/0/code"), "already-acknowledged",
            "the office's own a second time");
    reply = enter(TOWN, "522731001001", task);
    is_text(at(reply, "/findings/0/code"), "already-acknowledged",
            "the town after the office");
}

static void
test_refused(void)
{
    const struct dg_json *reply = enter(TOWN, "522731102201", task);
    is_text(found(reply, "not-below", "text"),
            "office 522731102201 is not below town/522731001000",
            "an office of another town");
    is_text(found(reply, "not-below", "pointer"), "/onbehalf", "pointed at");
    is_text(at(reply, "/verdict"), "refuse", "refused, and journaled");
    reply = enter("office/522731001002", "522731001001", task);
    is_text(found(reply, "not-below", "text"),
            "office 522731001001 is not below office/522731001002",
            "an office for its neighbour");
    reply = enter(OFFICE, "522731001001", task);
    is_text(at(reply, "/findings/0/code"), "not-below", "one for itself");
    reply = enter("department/mzj", "522731001001", task);
    is_text(at(reply, "/findings/0/code"), "role-not-permitted",
            "a department");
    reply = enter(TOWN, "522731001009", task);
    is_text(found(reply, "not-in-inbox", "text"),
            dg_arena_printf(&gate.arena,
                            "task %llu is not in the inbox of 522731001009",
                            task)
                .data,
            "an office that does not exist");
    is_text(at(say("inbox.read", "office/522731001002", "{}"),
               "/result/acknowledged"),
            "0", "none of this was entered");
}

static void
test_other_types(void)
{
    const struct dg_json *reply = gate_ask(
        &gate, "%s",
        "{\"specversion\":\"1.0\",\"id\":\"o1\",\"source\":\"" TOWN "\","
        "\"type\":\"dutygate.task.withdraw.v1\",\"onbehalf\":"
        "\"office/522731001001\",\"data\":{\"task\":4}}");
    is_text(found(reply, "behalf-not-taken", "text"),
            "dutygate.task.withdraw.v1 is not entered on behalf of anybody",
            "a type that does not take it");
    reply = gate_ask(&gate, "%s",
                     "{\"specversion\":\"1.0\",\"id\":\"o2\",\"source\":\"" TOWN
                     "\","
                     "\"type\":\"dutygate.inbox.read.v1\",\"onbehalf\":"
                     "\"office/522731001001\",\"data\":{}}");
    is_text(at(reply, "/type"), "urn:dutygate:problem:schema", "a read");
    is_text(at(reply, "/pointer"), "/onbehalf", "pointed at");
    reply = gate_ask(&gate, "%s",
                     "{\"specversion\":\"1.0\",\"id\":\"o3\",\"source\":\"" TOWN
                     "\","
                     "\"type\":\"dutygate.task.acknowledge.v1\",\"onbehalf\":"
                     "\"town/522731001000\",\"data\":{\"task\":4}}");
    is_text(at(reply, "/type"), "urn:dutygate:problem:schema",
            "for another than an office");
    is_text(at(reply, "/pointer"), "/onbehalf", "pointed at, too");
}

int
main(void)
{
    gate_open(&gate, "sqlite", "");
    gate_furnish(&gate);
    task = number_of(say("task.publish", "department/mzj", "%s", TASK));
    test_entered();
    test_confirmed();
    test_refused();
    test_other_types();
    gate_close(&gate);
    return tap_done();
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What plugins declare of their types, the gateway holds to: roles, whose
 * things it is about, values of persons; also of those built for older minors.
 */
#include "tests/gateway/flow/say.h"

#include "tests/tap/tap.h"

#define WEST "office/522731001002"
#define TOWN "town/522731001000"

static unsigned long long
note(const char *source, const char *more)
{
    return number_of(
        say("persons.note", source, "{\"name\":\"罗永祥\"%s}", more));
}

static void
test_roles(void)
{
    const struct dg_json *reply =
        say("persons.note", "department/mzj", "{\"name\":\"罗永祥\"}");
    is_text(found(reply, "role-not-permitted", "text"),
            "department/mzj may not send dutygate.persons.note.v1",
            "a role that is not declared");
    reply = say("persons.read", "auditor/sjj", "{}");
    is_text(at(reply, "/type"), "urn:dutygate:problem:not-permitted",
            "nor may it read");
}

static void
test_whose(void)
{
    const struct dg_json *reply =
        say("persons.note", VILLAGE,
            "{\"name\":\"罗永祥\",\"office\":\"522731001002\"}");
    is_text(found(reply, "not-yours", "text"),
            "522731001002 is not for office/522731001001 to speak for",
            "a neighbour's");
    is_text(found(reply, "not-yours", "pointer"), "/data/office", "pointed at");
    reply = say("persons.note", TOWN,
                "{\"name\":\"罗永祥\",\"office\":\"522731001002\"}");
    is_text(at(reply, "/verdict"), "admit", "a town's below it");
    reply = say("persons.note", TOWN,
                "{\"name\":\"罗永祥\",\"office\":\"522731102201\"}");
    is_text(at(reply, "/findings/0/code"), "not-yours", "and no others");
    reply = say("persons.note", TOWN, "{\"name\":\"罗\",\"office\":[]}");
    is_text(at(reply, "/findings/0/code"), "not-yours", "nor what is no code");
    reply =
        say("persons.note", TOWN, "{\"name\":\"罗\",\"office\":\"522731001\"}");
    is_text(at(reply, "/findings/0/code"), "not-yours", "nor a prefix");
    reply = say("persons.read", VILLAGE, "{\"office\":\"522731001002\"}");
    is_text(at(reply, "/detail"),
            "office/522731001001 may not read what is of 522731001002",
            "a read about a neighbour");
    reply = say("persons.read", TOWN, "{\"office\":\"522731001002\"}");
    is_text(at(reply, "/result"), TOWN, "below a town");
    reply = say("persons.read", "keeper/bwb", "{\"office\":\"522731001002\"}");
    is_text(at(reply, "/result"), "keeper/bwb", "a role that is not narrowed");
}

static void
sees(const char *source, unsigned long long number, const char *want)
{
    const struct dg_json *reply =
        say("receipt.lookup", source, "{\"sequence\":%llu}", number);
    is_text(at(reply, "/result/event/data/name"), want, source);
}

static void
test_persons(void)
{
    unsigned long long task = number_of(
        say("task.publish", "department/mzj", "%s",
            "{\"duty\":\"A-001\",\"title\":\"核查\",\"due\":\"2026-02-01\","
            "\"audience\":{\"codes\":[\"522731001001\"]}}"));
    unsigned long long number = note(
        VILLAGE, dg_arena_printf(&gate.arena, ",\"task\":%llu", task).data);
    static const char *const watchers[] = {"auditor/sjj", "keeper/bwb",
                                           "operator/zx"};
    const struct dg_json *reply;
    sees(VILLAGE, number, "罗永祥");
    sees(TOWN, number, "罗永祥");
    sees("department/mzj", number, "罗永祥");
    sees("department/wjj", number, "(absent)");
    sees(WEST, number, "(absent)");
    for (size_t i = 0; i < 3; i++) {
        size_t index = gate.asked % GATE_REPLIES;
        reply =
            say("receipt.lookup", watchers[i], "{\"sequence\":%llu}", number);
        is_text(at(reply, "/result/event"), "null", watchers[i]);
        is_text(at(reply, "/result/answer/id"), "null", "no id either");
        is_text(at(reply, "/result/answer/source"), VILLAGE, "but the source");
        is_text(at(reply, "/result/answer/verdict"), "admit",
                "and the decision");
        is_int(strlen(at(reply, "/result/answer/receipt/eventcommitment")), 44,
               "a commitment stands for the event");
        is_text(at(reply, "/result/answer/receipt/eventsalt"), "(absent)",
                "without the salt, so that nobody tries out names");
        ok(!strstr(gate.replies[index], "罗永祥"), "nowhere is a name");
    }
}

static void
test_older(void)
{
    is_text(at(say("older.first", "keeper/bwb", "{}"), "/verdict"), "admit",
            "a type of an older plugin");
    is_text(at(say("older.first", VILLAGE, "{}"), "/findings/0/code"),
            "role-not-permitted", "by its roles");
    is_text(at(say("older.second", VILLAGE, "{}"), "/verdict"), "admit",
            "and its second, which lies where minor 1 put it");
    is_text(at(say("older.second", "keeper/bwb", "{}"), "/findings/0/code"),
            "role-not-permitted", "by roles of its own");
}

static void
test_recent(void)
{
    const struct dg_json *reply = say("recent.note", VILLAGE, "{}");
    is_text(at(reply, "/verdict"), "admit", "a type of a plugin of minor 2");
    reply = gate_ask(&gate, "%s",
                     "{\"specversion\":\"1.0\",\"id\":\"recent\","
                     "\"source\":\"town/522731001000\","
                     "\"type\":\"dutygate.recent.note.v1\","
                     "\"onbehalf\":\"office/522731001001\",\"data\":{}}");
    is_text(at(reply, "/findings/0/code"), "behalf-not-taken",
            "nothing is taken on behalf that its minor could not say");
    reply = say("task.publish", "department/mzj", "%s", TASK);
    is_text(at(reply, "/verdict"), "admit",
            "and it is not told what it has no hook for");
}

int
main(void)
{
    gate_link_plugin("tests/fake", "persons");
    gate_link_plugin("tests/fake", "older");
    gate_link_plugin("tests/fake", "recent");
    gate_open(&gate, "sqlite",
              "plugins = {\"access_list\", \"persons\", \"older\", "
              "\"recent\"}");
    gate_furnish(&gate);
    test_roles();
    test_whose();
    test_persons();
    test_older();
    test_recent();
    gate_close(&gate);
    return tap_done();
}

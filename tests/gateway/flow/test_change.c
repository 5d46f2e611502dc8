/* SPDX-License-Identifier: Apache-2.0 */
/* What becomes of tasks: amended, forwarded, declared; what of it passes and
 * what is judged anew, to the word, and what offices then see. */
#include "tests/gateway/flow/say.h"
#include "tests/tap/tap.h"

#define ASSIGNMENT(rest) "{\"duty\":\"A-001\",\"title\":\"低保核查\"," rest "}"

static unsigned long long
publish(const char *rest)
{
    char data[4096];
    const struct dg_json *reply;
    snprintf(data, sizeof data,
             "{\"duty\":\"A-001\",\"title\":\"低保核查\",%s}", rest);
    reply = say("task.publish", "department/mzj", "%s", data);
    is_text(at(reply, "/verdict"), "admit", rest);
    return number_of(reply);
}

static const struct dg_json *
amend(unsigned long long task, const char *rest)
{
    return say("task.amend", "department/mzj",
               "{\"task\":%llu,\"assignment\":{\"duty\":\"A-001\","
               "\"title\":\"低保核查\",%s}}",
               task, rest);
}

static const struct dg_json *
inbox_of(const char *office)
{
    char source[40];
    snprintf(source, sizeof source, "%s/%s",
             strcmp(office + 9, "000") == 0 ? "town" : "office", office);
    return say("inbox.read", source, "{}");
}

static void
withdraw(unsigned long long task)
{
    say("task.withdraw", "department/mzj", "{\"task\":%llu}", task);
}

/* ---- amend -------------------------------------------------------------- */

static void
test_relief(void)
{
    unsigned long long task =
        publish("\"due\":\"2026-02-01\",\"seals\":[\"S-001\"],"
                "\"audience\":" COUNTY);
    const struct dg_json *reply;
    say("task.acknowledge", "office/522731001001", "{\"task\":%llu}", task);

    reply = amend(task, "\"due\":\"2026-02-20\",\"audience\":" COUNTY);
    is_text(at(reply, "/verdict"), "admit", "later and fewer seals");
    is_text(found(reply, "amend-relieves", "text"),
            "it only takes off: nothing is judged anew, 0 offices are released",
            "passes, and says so");
    is_text(found(reply, "amend-relieves", "effects"), "(absent)",
            "nobody is released");
    reply = inbox_of("522731001001");
    is_text(at(reply, "/result/tasks/0/due"), "2026-02-20", "it is later");
    is_text(at(reply, "/result/tasks/0/seals"), "(absent)", "without seals");
    is_text(at(reply, "/result/tasks/0/amended"), "true", "marked");
    ok(strtoull(at(reply, "/result/tasks/0/amendment"), NULL, 10) > task,
       "with the amendment's number");
    is_text(at(reply, "/result/tasks/0/acknowledged"), "true",
            "who had acknowledged need not do it again");

    gate.hints[0] = '\0';
    reply = amend(task, "\"due\":\"2026-02-20\",\"audience\":{\"prefixes\":["
                        "\"522731001\"]}");
    is_text(found(reply, "amend-relieves", "effects/0/kind"), "release",
            "fewer offices");
    is_text(found(reply, "amend-relieves", "effects/0/offices"), "1",
            "how many");
    is_text(found(reply, "amend-relieves", "effects/0/cause"), "amended",
            "and why");
    ok(strstr(gate.hints, "522731|") && strstr(gate.hints, "522731001|"),
       "hints for those who had it and those who have it: %s", gate.hints);
    is_text(at(inbox_of("522731102201"), "/result/open"), "0",
            "who is out does not see it");
    is_text(at(inbox_of("522731001002"), "/result/open"), "1",
            "who is in does");
    is_text(at(inbox_of("522731001002"), "/result/tasks/0/offices"), "2",
            "and how many are left");
    withdraw(task);
}

static void
test_gated(void)
{
    unsigned long long task =
        publish("\"due\":\"2026-02-01\",\"audience\":{\"prefixes\":["
                "\"522731001\"]}");
    const struct dg_json *reply;
    say("task.acknowledge", "office/522731001001", "{\"task\":%llu}", task);

    reply = amend(task, "\"due\":\"2026-01-06\",\"audience\":{\"prefixes\":["
                        "\"522731001\"]}");
    is_text(at(reply, "/verdict"), "refuse", "earlier than the lead allows");
    is_text(found(reply, "amend-gated", "text"),
            "judged like a new task, for its due", "says what for");
    is_text(found(reply, "lead-time-short", "pointer"), "/data/assignment/due",
            "the rule points into the assignment");
    is_text(at(inbox_of("522731001001"), "/result/tasks/0/due"), "2026-02-01",
            "and it stays as it was");

    reply = amend(task, "\"due\":\"2026-02-01\",\"audience\":" COUNTY
                        ",\"seals\":[\"S-001\",\"S-777\"]");
    is_text(at(reply, "/verdict"), "admit", "more, as the list has it");
    is_text(found(reply, "amend-gated", "text"),
            "judged like a new task, for its seals, audience", "judged");
    reply = inbox_of("522731001001");
    is_text(at(reply, "/result/tasks/0/seals"), "[1]",
            "what is not allowed was taken off");
    is_text(at(reply, "/result/tasks/0/acknowledged"), "false",
            "it has to be acknowledged again");
    is_text(at(inbox_of("522731102201"), "/result/open"), "1",
            "who came to it has it");
    reply =
        say("task.acknowledge", "office/522731001001", "{\"task\":%llu}", task);
    is_text(at(reply, "/verdict"), "admit", "and can be");

    reply = amend(task, "\"due\":\"2026-02-01\",\"audience\":" COUNTY
                        ",\"seals\":[\"S-001\",\"S-777\"]");
    is_text(found(reply, "amend-gated", "text"),
            "judged like a new task, for its seals",
            "what was taken off is new each time");
    withdraw(task);
}

static const struct dg_json *
forward(unsigned long long task, const char *town, const char *rest)
{
    char source[40];
    snprintf(source, sizeof source, "town/%s", town);
    return say("task.forward", source,
               "{\"task\":%llu,\"assignment\":{\"duty\":\"A-001\","
               "\"title\":\"低保核查\",%s}}",
               task, rest);
}

/* Meetings, inspections and trips are numbers: fewer take off. */
static void
test_counts(void)
{
    unsigned long long task =
        publish("\"due\":\"2026-02-01\",\"meetings\":2,\"trips\":1,"
                "\"minutes\":60,\"audience\":" COUNTY);
    const struct dg_json *reply =
        amend(task, "\"due\":\"2026-02-01\",\"meetings\":1,\"minutes\":90,"
                    "\"audience\":" COUNTY);
    is_text(at(reply, "/findings/0/code"), "amend-relieves",
            "one meeting, no trip and another estimate only take off");
    reply = inbox_of("522731001001");
    is_text(at(reply, "/result/tasks/0/meetings"), "1", "offices see how many");
    is_text(at(reply, "/result/tasks/0/trips"), "(absent)", "what is left");
    is_text(at(reply, "/result/tasks/0/minutes"), "90", "and the estimate");
    reply = amend(task, "\"due\":\"2026-02-01\",\"meetings\":2,"
                        "\"inspections\":1,\"audience\":" COUNTY);
    is_text(found(reply, "amend-gated", "text"),
            "judged like a new task, for its meetings, inspections",
            "more of them is more");
    withdraw(task);
    task = publish("\"due\":\"2026-02-01\",\"meetings\":2,\"audience\":"
                   "{\"prefixes\":[\"522731001\"]}");
    reply = forward(task, "522731001000",
                    "\"due\":\"2026-02-01\",\"meetings\":1,\"minutes\":5,"
                    "\"audience\":{\"prefixes\":[\"522731001\"]}");
    is_text(at(reply, "/findings/0/code"), "forward-passes",
            "a town may hand on fewer, and think of it what it likes");
    say("task.withdraw", "town/522731001000", "{\"task\":%llu}",
        number_of(reply));
    reply = forward(task, "522731001000",
                    "\"due\":\"2026-02-01\",\"meetings\":2,\"trips\":1,"
                    "\"audience\":{\"prefixes\":[\"522731001\"]}");
    is_text(found(reply, "forward-new-ask", "text"),
            "a new ask of the town: trips added", "a trip is the town's");
    withdraw(task);
}

static void
test_amend_refused(void)
{
    unsigned long long task = publish("\"due\":\"2026-02-01\","
                                      "\"audience\":" COUNTY);
    const struct dg_json *reply;
    reply = say("task.amend", "department/mzj",
                "{\"task\":%llu,\"assignment\":{\"duty\":\"A-002\","
                "\"title\":\"低保核查\",\"due\":\"2026-02-01\","
                "\"audience\":" COUNTY "}}",
                task);
    is_text(at(reply, "/verdict"), "refuse", "another duty");
    is_text(found(reply, "duty-changed", "pointer"), "/data/assignment/duty",
            "is another task");
    reply = amend(task, "\"audience\":" COUNTY ",\"recurrence\":{\"per\":"
                        "\"month\",\"first\":\"2026-01\",\"last\":\"2026-12\","
                        "\"dueafter\":5}");
    is_text(found(reply, "recurrence-changed", "text"),
            strcmp(at(reply, "/verdict"), "refuse") == 0
                ? found(reply, "recurrence-changed", "text")
                : "refused",
            "a due date does not become a recurrence");
    reply = amend(task, "\"due\":\"2026-03-01\",\"expires\":\"2026-02-20\","
                        "\"audience\":" COUNTY);
    is_text(found(reply, "expires-before-due", "pointer"),
            "/data/assignment/expires", "an end before it is due");
    reply = amend(task, "\"due\":\"2026-03-01\",\"audience\":{\"prefixes\":["
                        "\"99\"]}");
    is_text(found(reply, "audience-unknown", "pointer"),
            "/data/assignment/audience/prefixes/0", "an audience of nobody");
    reply = say("task.amend", "department/wjj",
                "{\"task\":%llu,\"assignment\":" ASSIGNMENT(
                    "\"due\":\"2026-03-01\",\"audience\":" COUNTY) "}",
                task);
    is_text(at(reply, "/findings/0/code"), "task-unknown",
            "somebody else's is not there");
    is_text(at(inbox_of("522731001001"), "/result/tasks/0/amended"), "(absent)",
            "none of this changed it");
    withdraw(task);
    reply = amend(task, "\"due\":\"2026-03-01\",\"audience\":" COUNTY);
    is_text(at(reply, "/findings/0/code"), "task-withdrawn",
            "what was withdrawn cannot be amended");
    is_text(at(reply, "/detail"),
            dg_arena_printf(&gate.arena, "task %llu was withdrawn", task).data,
            "in words");
    reply = amend(99999, "\"due\":\"2026-03-01\",\"audience\":" COUNTY);
    is_text(at(reply, "/findings/0/code"), "task-unknown", "there is no such");
}

/* ---- forward ------------------------------------------------------------ */

static void
test_forward_passes(void)
{
    unsigned long long handed_on,
        task = publish(
            "\"due\":\"2026-02-01\",\"seals\":[\"S-001\"],\"text\":\"逐户\","
            "\"audience\":{\"codes\":[\"522731001000\"]}");
    const struct dg_json *reply =
        forward(task, "522731001000",
                "\"due\":\"2026-01-25\",\"audience\":{\"codes\":["
                "\"522731001001\"]}");
    is_text(at(reply, "/verdict"), "admit", "a town hands on what it got");
    is_text(found(reply, "forward-passes", "text"),
            "handed on with nothing added: no new ask", "with nothing added");
    handed_on = number_of(reply);
    reply = inbox_of("522731001001");
    is_text(at(reply, "/result/tasks/0/forwards"),
            dg_arena_printf(&gate.arena, "%llu", task).data,
            "the village sees what it hands on");
    is_text(at(reply, "/result/tasks/0/from"), "town/522731001000",
            "and from whom");
    reply = forward(handed_on, "522731001000",
                    "\"due\":\"2026-01-18\",\"audience\":{\"codes\":["
                    "\"522731001001\"]}");
    is_text(found(reply, "task-not-received", "text"),
            dg_arena_printf(&gate.arena,
                            "task %llu is of town/522731001000 itself: it is "
                            "amended, not forwarded",
                            handed_on)
                .data,
            "half of the time is not halved again");
    reply = forward(task, "522731001000",
                    "\"due\":\"2026-01-25\",\"audience\":{\"codes\":["
                    "\"522731001001\"]}");
    is_text(found(reply, "forward-new-ask", "text"),
            dg_arena_printf(&gate.arena,
                            "a new ask of the town: some of these offices have "
                            "it already, by receipt %llu",
                            handed_on)
                .data,
            "nobody gets it twice");
    is_text(at(reply, "/verdict"), "refuse", "as the town may not ask it");
    withdraw(task);
    is_text(at(inbox_of("522731001001"), "/result/open"), "0",
            "it ends with what it hands on");
}

static void
test_forward_new(void)
{
    unsigned long long task =
        publish("\"due\":\"2026-02-01\",\"audience\":" COUNTY);
    const struct dg_json *reply;
    reply = forward(task, "522731001000",
                    "\"due\":\"2026-02-01\",\"evidence\":[\"photo\"],"
                    "\"text\":\"另附照片\",\"audience\":{\"prefixes\":["
                    "\"522731001\"]}");
    is_text(found(reply, "forward-new-ask", "text"),
            "a new ask of the town: evidence, text added", "more is a new ask");
    reply = forward(task, "522731001000",
                    "\"due\":\"2026-01-16\",\"audience\":{\"prefixes\":["
                    "\"522731001\"]}");
    is_text(found(reply, "forward-new-ask", "text"),
            "a new ask of the town: 41 % of the time is left to the offices",
            "so is less than half of the time");
    reply = forward(task, "522731001000",
                    "\"due\":\"2026-02-02\",\"audience\":{\"prefixes\":["
                    "\"522731001\"]}");
    is_text(found(reply, "forward-new-ask", "text"),
            "a new ask of the town: due added", "so is a later date");
    withdraw(task);
}

/* As long as the calendar lets it. */
static void
test_forward_far(void)
{
    unsigned long long task =
        publish("\"due\":\"9999-12-31\",\"audience\":" COUNTY);
    const struct dg_json *reply = forward(task, "522731001000",
                                          "\"due\":\"9000-01-01\","
                                          "\"audience\":{\"prefixes\":["
                                          "\"522731001\"]}");
    is_text(found(reply, "forward-passes", "verdict"), "note",
            "most of eight thousand years are left");
    reply = forward(task, "522731102000",
                    "\"due\":\"4000-01-01\",\"audience\":{\"prefixes\":["
                    "\"522731102\"]}");
    is_text(found(reply, "forward-new-ask", "text"),
            "a new ask of the town: 24 % of the time is left to the offices",
            "a quarter of them is");
    withdraw(task);
}

static void
test_forward_refused(void)
{
    unsigned long long near = publish(
        "\"due\":\"2026-02-01\",\"audience\":{\"prefixes\":[\"522731001\"]}");
    unsigned long long one = publish(
        "\"due\":\"2026-02-01\",\"audience\":{\"codes\":[\"522731001001\"]}");
    const struct dg_json *reply =
        forward(near, "522731102000",
                "\"due\":\"2026-02-01\",\"audience\":{\"prefixes\":["
                "\"522731102\"]}");
    is_text(at(reply, "/findings/0/code"), "task-unknown",
            "it did not come to this town");
    reply = forward(near, "522731001000",
                    "\"due\":\"2026-02-01\",\"audience\":{\"prefixes\":["
                    "\"522731\"]}");
    is_text(found(reply, "audience-not-below", "pointer"),
            "/data/assignment/audience", "offices outside the town");
    reply = forward(one, "522731001000",
                    "\"due\":\"2026-02-01\",\"audience\":{\"prefixes\":["
                    "\"522731001\"]}");
    is_text(found(reply, "forward-outside", "text"),
            dg_arena_printf(&gate.arena,
                            "task %llu did not go to all of these offices", one)
                .data,
            "offices that it did not go to");
    reply = say("task.forward", "department/mzj",
                "{\"task\":%llu,\"assignment\":" ASSIGNMENT(
                    "\"due\":\"2026-03-01\",\"audience\":" COUNTY) "}",
                near);
    is_text(at(reply, "/findings/0/code"), "role-not-permitted",
            "departments do not forward");
    withdraw(near);
    reply = forward(near, "522731001000",
                    "\"due\":\"2026-02-01\",\"audience\":{\"prefixes\":["
                    "\"522731001\"]}");
    is_text(at(reply, "/findings/0/code"), "task-withdrawn", "it is withdrawn");
    withdraw(one);
}

/* ---- forms -------------------------------------------------------------- */

#define A "{\"name\":\"a\",\"label\":\"户数\",\"type\":\"integer\"}"
#define A_TURNED                                                               \
    "{ \"type\":\"integer\",\"label\":\"\\u6237数\",\"name\":\"a\"}"
#define B "{\"name\":\"b\",\"label\":\"人数\"}"
#define FORM(control, rest)                                                    \
    "{\"control\":\"" control "\",\"version\":\"1\",\"title\":\"月报\"" rest "}"
#define LIST(fields)                                                           \
    ",\"lists\":[{\"name\":\"l\",\"subject\":\"person\",\"key\":\"a\","        \
    "\"fields\":[" fields "]}]"
#define FORMS(forms)                                                           \
    "\"due\":\"2026-04-01\",\"audience\":" COUNTY ",\"forms\":[" forms "]"

/* What is asked besides, of tasks with forms; empty: it only takes off. */
static void
test_forms(void)
{
    static const char before[] = FORMS(FORM(
        "M-1",
        ",\"fields\":[" A "," B
        "]" LIST(A "," B) ",\"sums\":[{"
                          "\"total\":\"a\",\"parts\":[\"b\"]}]") "," FORM("M-2",
                                                                          ""));
    static const struct {
        const char *after, *added;
    } cases[] = {
        {before, ""},
        {FORMS(FORM("M-2", "")), ""},
        {FORMS(FORM("M-1", ",\"fields\":[" A_TURNED "]")), ""},
        {FORMS(FORM("M-1", ",\"fields\":[" A "]" LIST(B))), ""},
        {FORMS(FORM("M-1", "")), ""},
        {"\"due\":\"2026-04-01\",\"audience\":" COUNTY, ""},
        {FORMS(FORM("M-3", "")), "forms"},
        {FORMS(FORM("M-2", ",\"fields\":[" A "]")), "forms"},
        {FORMS(FORM("M-1", ",\"fields\":[{\"name\":\"a\",\"label\":\"户数\","
                           "\"type\":\"integer\",\"required\":true}]")),
         "forms"},
        {FORMS(FORM("M-1", ",\"fields\":[{\"name\":\"a\",\"label\":\"户\","
                           "\"type\":\"integer\"}]")),
         "forms"},
        {FORMS(FORM("M-1", ",\"fields\":[" A "," B "],\"sums\":[{\"total\":"
                           "\"b\",\"parts\":[\"a\"]}]")),
         "forms"},
        {FORMS(FORM("M-1", ",\"validuntil\":\"2027-01-01\"")), "forms"},
        {FORMS(FORM("M-2", "")) ",\"review\":\"town\"", "review"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned long long task = publish(before);
        const struct dg_json *reply = amend(task, cases[i].after);
        char text[128];
        snprintf(text, sizeof text, "judged like a new task, for its %s",
                 cases[i].added);
        is_text(cases[i].added[0] ? found(reply, "amend-gated", "text")
                                  : found(reply, "amend-relieves", "verdict"),
                cases[i].added[0] ? text : "note", cases[i].after);
        withdraw(task);
    }
}

/* An occurrence has its task's forms, and a town may hand on fewer. */
static void
test_forms_forwarded(void)
{
    unsigned long long task = publish(
        FORMS(FORM("M-1", ",\"fields\":[" A "," B "]")) ",\"review\":\"town\"");
    const struct dg_json *reply =
        say("task.forward", "town/522731001000",
            "{\"task\":%llu,\"assignment\":{\"duty\":\"A-001\",\"title\":"
            "\"低保核查\",\"due\":\"2026-03-20\",\"audience\":{\"prefixes\":["
            "\"522731001\"]},\"forms\":[%s]}}",
            task, FORM("M-1", ",\"fields\":[" B "]"));
    is_text(found(reply, "forward-passes", "verdict"), "note",
            "fewer fields and no review are no new ask");
    reply = inbox_of("522731001001");
    is_text(at(reply, "/result/tasks/0/forms/0/fieldcount"), "1",
            "the inbox says how many fields it has");
    is_text(at(reply, "/result/tasks/0/forms/0/title"), "月报",
            "and what it is called");
    is_text(at(reply, "/result/tasks/0/forms/0/fields"), "(absent)",
            "not which they are");
    is_text(at(reply, "/result/tasks/1/review"), "town", "it is reviewed");
    withdraw(task);
}

/* ---- declare ------------------------------------------------------------ */

static void
test_declare(void)
{
    const struct dg_json *reply =
        say("task.declare", "department/mzj",
            "{\"duty\":\"A-001\",\"audience\":" COUNTY ",\"minutes\":30}");
    is_text(at(reply, "/verdict"), "admit", "a classified matter");
    is_text(at(reply, "/offices"), "3", "for three offices");
    ok(strcmp(found(reply, "declared", "verdict"), "note") == 0, "is declared");
    is_text(at(inbox_of("522731001001"), "/result/open"), "0",
            "and lies in no inbox");
    reply = say("task.declare", "department/wjj",
                "{\"duty\":\"A-001\",\"audience\":" COUNTY ",\"minutes\":30}");
    is_text(at(reply, "/verdict"), "refuse", "the rules judge it");
}

/* ---- ordered by telephone ----------------------------------------------- */

/* What was entered in time may be mended also when the day is over. */
static void
test_ordered(void)
{
#define ORDERED                                                                \
    "\"due\":\"2026-02-01\",\"urgency\":\"urgent\",\"ordered\":"               \
    "\"2026-01-05T12:00:00+08:00\",\"audience\":" COUNTY
    unsigned long long task = publish(ORDERED);
    const struct dg_json *reply;
    say("exemption.decide", "keeper/bwb",
        "{\"request\":%llu,\"verdict\":\"grant\",\"reason\":\"r\"}", task);
    gate.now_us += 2 * INT64_C(86400000000);
    reply = amend(task, ORDERED ",\"text\":\"更正\"");
    is_text(at(reply, "/verdict"), "admit", "two days later it is mended");
    is_text(found(reply, "ordered-too-late", "text"), "(no such finding)",
            "it was entered in time");
    withdraw(task);
}

/* ---- how often ---------------------------------------------------------- */

static void
test_frequency(void)
{
    static const char list[] =
        "{\"list\":\"access\",\"version\":\"2026.2\",\"validfrom\":"
        "\"2026-01-01\",\"entries\":[{\"code\":\"A-001\",\"title\":\"低保\","
        "\"class\":\"statutory\",\"departments\":[\"mzj\"],\"frequency\":{"
        "\"times\":1,\"per\":\"month\"}}]}";
    unsigned long long task;
    const struct dg_json *reply =
        say("list.publish", "keeper/huishui", "%s", list);
    is_text(at(reply, "/verdict"), "admit", "once a month");
    task = publish("\"due\":\"2026-05-20\",\"audience\":" COUNTY);
    reply = amend(task, "\"due\":\"2026-05-10\",\"audience\":" COUNTY);
    is_text(at(reply, "/verdict"), "admit",
            "the task does not count against its amendment");
    reply = say("task.publish", "department/mzj",
                ASSIGNMENT("\"due\":\"2026-05-20\",\"audience\":" COUNTY));
    is_text(found(reply, "frequency-exceeded", "verdict"), "refuse",
            "it counts against others");
    reply = amend(task, "\"due\":\"2026-06-10\",\"audience\":" COUNTY);
    is_text(at(reply, "/verdict"), "admit", "put off to the next month");
    reply = say("task.publish", "department/mzj",
                ASSIGNMENT("\"due\":\"2026-05-20\",\"audience\":" COUNTY));
    is_text(found(reply, "frequency-exceeded", "verdict"), "refuse",
            "which makes no room in the old one");
    reply = say("task.publish", "department/mzj",
                ASSIGNMENT("\"due\":\"2026-06-20\",\"audience\":" COUNTY));
    is_text(found(reply, "frequency-exceeded", "verdict"), "refuse",
            "it counts there now");
}

int
main(void)
{
    gate_open(&gate, "memory", "plugins = {\"access_list\"}");
    gate_furnish(&gate);
    test_relief();
    test_gated();
    test_counts();
    test_amend_refused();
    test_forward_passes();
    test_forward_new();
    test_forward_far();
    test_forward_refused();
    test_forms();
    test_forms_forwarded();
    test_declare();
    test_frequency();
    test_ordered();
    gate_close(&gate);
    return tap_done();
}

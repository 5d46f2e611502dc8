/* SPDX-License-Identifier: Apache-2.0 */
/* Erasure: which entries may be erased and which not, to the word; that the
 * bytes are gone when it is answered; what becomes of tasks, of what hung on
 * them, of requests; that nothing of it is different after a restart. */
#include "tests/gateway/flow/say.h"
#include "tests/tap/tap.h"

#define KEEPER "keeper/bwb"
#define LEAD "department/mzj"
#define TOWN "town/522731001000"

/* ---- words ------------------------------------------------------------- */

static unsigned long long
publish(const char *title, const char *more)
{
    return number_of(say("task.publish", LEAD,
                         "{\"duty\":\"A-001\",\"title\":\"%s\",\"audience\":"
                         "" COUNTY ",\"due\":\"2026-03-01\"%s}",
                         title, more));
}

static const struct dg_json *
erase(const char *numbers)
{
    return say("journal.erase", KEEPER,
               "{\"sequences\":[%s],\"reason\":\"当事人申请\"}", numbers);
}

static const struct dg_json *
erase_one(unsigned long long number)
{
    char text[24];
    snprintf(text, sizeof text, "%llu", number);
    return erase(text);
}

static void
is_refused(const struct dg_json *reply, const char *code, const char *detail)
{
    is_text(at(reply, "/verdict"), "refuse", code);
    is_text(at(reply, "/findings/0/code"), code, "by that code");
    is_text(at(reply, "/detail"), detail, "in these words");
}

/* How many tasks with that title the village is shown. */
static unsigned
shown(const char *title)
{
    const struct dg_json *reply = say("inbox.read", VILLAGE, "{\"limit\":500}");
    const struct dg_json *tasks =
        dg_json_get(dg_json_get(reply, "result"), "tasks");
    unsigned count = 0;
    for (tasks = tasks->child; tasks; tasks = tasks->next) {
        count += dg_str_is(dg_json_get_str(tasks, "title"), title);
    }
    return count;
}

/* ---- the bytes ---------------------------------------------------------- */

/* In how many files of the state directory the text stands. */
static unsigned
count_files(const char *text)
{
    char command[512];
    snprintf(command, sizeof command,
             "for f in \"$TEST_DIR\"/state/*; do"
             " grep -qaF '%s' \"$f\" && echo x; done | wc -l",
             text);
    FILE *pipe = popen(command, "r");
    unsigned count = 99;
    if (pipe && fscanf(pipe, "%u", &count) != 1) {
        count = 99;
    }
    pclose(pipe);
    return count;
}

static void
test_bytes(void)
{
    const struct dg_json *reply;
    unsigned long long number;
    char data[512];
    snprintf(data, sizeof data,
             "{\"duty\":\"A-001\",\"title\":\"核实王某某家庭\",\"audience\":"
             "" COUNTY ",\"due\":\"2026-03-01\",\"evidence\":"
             "[\"secret-evidence\"]}");
    reply = ask("task.publish", LEAD, "bytes", data);
    number = number_of(reply);
    ok(count_files("核实王某某家庭") > 0, "the event lies on the disk");
    ok(count_files("secret-evidence") > 0, "and what was decided");
    is_int(shown("核实王某某家庭"), 1, "an office has it");
    gate.hints[0] = '\0';
    reply = erase_one(number);
    is_text(at(reply, "/verdict"), "admit", "it is erased");
    is_text(at(reply, "/findings/0/code"), "(absent)", "with nothing to say");
    is_int(count_files("核实王某某家庭"), 0, "nothing of the event is left");
    is_int(count_files("secret-evidence"), 0, "nor of the decision");
    ok(gate.hints[0] != '\0', "the inboxes change");
    is_int(shown("核实王某某家庭"), 0, "it has left them");

    reply = say("receipt.lookup", KEEPER, "{\"sequence\":%llu}", number);
    is_text(at(reply, "/result/event"), "null", "a look-up has no event");
    is_text(at(reply, "/result/answer/erased"), "true", "and says why");
    is_text(at(reply, "/result/answer/verdict"), "(absent)", "no decision");
    is_text(at(reply, "/result/answer/source"), LEAD, "whose it was");
    ok(strlen(at(reply, "/result/answer/receipt/leaf")) == 64, "its leaf");
    reply = ask("task.publish", LEAD, "bytes", data);
    is_text(at(reply, "/id"), "bytes", "asked again under its id");
    is_text(at(reply, "/erased"), "true", "it was erased");
    reply = ask("task.publish", LEAD, "bytes",
                "{\"duty\":\"A-001\",\"title\":"
                "\"x\",\"audience\":" COUNTY ",\"due\":\"2026-03-01\"}");
    is_text(at(reply, "/erased"), "true",
            "whatever it says: nothing is there to compare");
    is_text(at(say("task.acknowledge", VILLAGE, "{\"task\":%llu}", number),
               "/findings/0/code"),
            "task-unknown", "it is no task any more");
    is_text(at(say("task.withdraw", LEAD, "{\"task\":%llu}", number),
               "/findings/0/code"),
            "task-unknown", "for nobody");
}

/* ---- what may be erased ------------------------------------------------- */

static void
test_refused(void)
{
    unsigned long long task = publish("任务甲", ""), withdrawal, gone;
    const struct dg_json *reply;
    char text[256];
    is_refused(erase("999999"), "no-such-entry",
               "no entry has the receipt number 999999");
    is_refused(erase("1,2,3"), "not-erasable",
               "of a kind that is never erased: 1, 2, 3");
    reply = say("journal.erase", LEAD,
                "{\"sequences\":[%llu],\"reason\":\"x\"}", task);
    is_text(at(reply, "/findings/0/code"), "role-not-permitted",
            "only a keeper erases");
    reply = say("journal.erase", "operator/o",
                "{\"sequences\":[%llu],\"reason\":\"x\"}", task);
    is_text(at(reply, "/findings/0/code"), "role-not-permitted",
            "who runs the machine does not");

    withdrawal = number_of(say("task.withdraw", LEAD, "{\"task\":%llu}", task));
    snprintf(text, sizeof text,
             "only with the entry it is about, or after that: %llu",
             withdrawal);
    is_refused(erase_one(withdrawal), "erase-alone", text);
    is_int(shown("任务甲"), 0, "the task stays withdrawn");
    reply = erase_one(task);
    is_text(at(reply, "/verdict"), "admit", "the task by itself");
    snprintf(text, sizeof text, "entries about these stay: %llu", withdrawal);
    is_text(found(reply, "erase-leaves", "text"), text, "what stays is said");
    reply = erase_one(withdrawal);
    is_text(at(reply, "/verdict"), "admit", "then its withdrawal");
    snprintf(text, sizeof text, "%llu,%llu", task, withdrawal);
    reply = erase(text);
    is_text(at(reply, "/verdict"), "admit", "again it is no mistake");
    snprintf(text, sizeof text, "erased before: %llu, %llu", task, withdrawal);
    is_text(found(reply, "already-erased", "text"), text, "but said");
    gone = number_of(reply);
    snprintf(text, sizeof text, "of a kind that is never erased: %llu", gone);
    is_refused(erase_one(gone), "not-erasable", text);

    reply =
        say("task.withdraw", LEAD, "{\"task\":%llu,\"reason\":\"y\"}", task);
    gone = number_of(reply);
    is_text(at(reply, "/verdict"), "refuse", "what was refused");
    is_text(at(erase_one(gone), "/verdict"), "admit",
            "may be erased, whatever it was about");
}

/* ---- what hung on it ---------------------------------------------------- */

static unsigned long long
forward(unsigned long long task, const char *title)
{
    return number_of(say(
        "task.forward", TOWN,
        "{\"task\":%llu,\"assignment\":{\"duty\":\"A-001\",\"title\":\"%s\","
        "\"audience\":{\"codes\":[\"522731001001\"]},\"due\":"
        "\"2026-03-01\"}}",
        task, title));
}

static void
test_forwarded(void)
{
    unsigned long long one = publish("转办一", ""), two = publish("转办二", "");
    unsigned long long handed = forward(one, "转办一");
    const struct dg_json *reply;
    char text[64];
    forward(two, "转办二");
    is_int(shown("转办一"), 2, "handed on as it was");
    say("task.withdraw", LEAD, "{\"task\":%llu}", one);
    is_int(shown("转办一"), 0, "it ends with the task");
    reply = erase_one(one);
    snprintf(text, sizeof text, "entries about these stay: %llu, %llu",
             handed + 2, handed);
    is_text(found(reply, "erase-leaves", "text"), text,
            "what was handed on is named");
    erase_one(two);
    is_int(shown("转办一"), 0, "and stays ended");
    is_int(shown("转办二"), 1, "what was not ended stays");
    gate_restart(&gate);
    is_int(shown("转办一"), 0, "after a restart, too");
    is_int(shown("转办二"), 1, "likewise");
}

static void
test_amended(void)
{
    unsigned long long task = publish("变更前", ""), amendment;
    const struct dg_json *reply;
    char text[64];
    reply = say("task.amend", LEAD,
                "{\"task\":%llu,\"assignment\":{\"duty\":\"A-001\",\"title\":"
                "\"变更后\",\"audience\":" COUNTY ",\"due\":\"2026-03-01\"}}",
                task);
    amendment = number_of(reply);
    is_int(shown("变更后"), 1, "a task is amended");
    is_text(at(erase_one(amendment), "/findings/0/code"), "erase-alone",
            "its amendment is not erased alone");
    snprintf(text, sizeof text, "%llu,%llu", task, amendment);
    is_text(at(erase(text), "/verdict"), "admit", "with it, it is");
    is_int(shown("变更后") + shown("变更前"), 0, "both are gone");
    is_int(count_files("变更后"), 0, "and their bytes");
}

static void
test_recurring(void)
{
    unsigned long long task = number_of(
        say("task.publish", LEAD,
            "{\"duty\":\"A-001\",\"title\":\"按月\",\"audience\":" COUNTY
            ",\"recurrence\":{\"per\":\"month\",\"first\":\"2026-01\","
            "\"last\":\"2026-12\",\"dueafter\":20}}"));
    unsigned tasks;
    gate_tick(&gate);
    is_int(shown("按月"), 1, "an occurrence is open");
    erase_one(task);
    is_int(shown("按月"), 0, "it goes with its task");
    gate.now_us += INT64_C(40) * 86400 * 1000000;
    gate_tick(&gate);
    is_int(shown("按月"), 0, "no other comes");
    is_int(count_files("按月"), 0, "nothing of it is left");
    tasks = shown("转办二");
    gate_restart(&gate);
    is_int(shown("按月"), 0, "nor after a restart");
    is_int(shown("转办二"), tasks, "others are as they were");
}

/* ---- requests ----------------------------------------------------------- */

static const char *
state_of(unsigned long long number)
{
    return row_of(say("exemption.read", KEEPER, "{}"), "matters/request",
                  number, "state");
}

static unsigned long long
request(const char *more)
{
    return number_of(say("exemption.request", LEAD,
                         "{\"duty\":\"A-001\",\"audience\":" COUNTY
                         ",\"rules\":[\"lead\"],\"reason\":\"张某住院\","
                         "\"until\":\"2026-12-31\"%s}",
                         more));
}

static void
test_requests(void)
{
    unsigned long long first = request(""), appeal;
    char more[80];
    say("exemption.decide", KEEPER,
        "{\"request\":%llu,\"verdict\":\"refuse\",\"reason\":\"否\"}", first);
    snprintf(more, sizeof more, ",\"appeal\":%llu", first);
    appeal = request(more);
    is_text(state_of(appeal), "waiting", "an appeal waits");
    snprintf(more, sizeof more,
             "an appeal of it waits for a keeper's word: %llu", first);
    is_refused(erase_one(first), "erase-appealed", more);
    say("exemption.decide", "keeper/jfb",
        "{\"request\":%llu,\"verdict\":\"grant\",\"reason\":\"是\"}", appeal);
    is_text(state_of(appeal), "signed", "it takes two");
    gate_restart(&gate);
    is_text(state_of(appeal), "signed", "after a restart, too");
    is_refused(erase_one(first), "erase-appealed", more);
    is_text(at(say("exemption.decide", KEEPER,
                   "{\"request\":%llu,\"verdict\":\"grant\",\"reason\":\"是\"}",
                   appeal),
               "/findings/0/code"),
            "signer-not-other", "who refused it is not the second");
    snprintf(more, sizeof more, "%llu,%llu", first, appeal);
    is_text(at(erase(more), "/verdict"), "admit", "both are erased");
    is_text(state_of(appeal), "(not there)", "nobody waits for it any more");
    is_text(at(say("exemption.decide", "keeper/jfb",
                   "{\"request\":%llu,\"verdict\":\"grant\",\"reason\":\"是\"}",
                   first),
               "/findings/0/code"),
            "request-unknown", "there is no word on what was erased");
    is_int(count_files("张某住院"), 0, "nor says what it said");
    first = request("");
    say("exemption.decide", KEEPER,
        "{\"request\":%llu,\"verdict\":\"refuse\",\"reason\":\"否\"}", first);
    snprintf(more, sizeof more, ",\"appeal\":%llu", first);
    say("exemption.decide", "keeper/jfb",
        "{\"request\":%llu,\"verdict\":\"refuse\",\"reason\":\"否\"}",
        request(more));
    is_text(at(erase_one(first), "/verdict"), "admit",
            "what was appealed goes when that is decided");
}

int
main(void)
{
    gate_open(&gate, "sqlite", "");
    gate_furnish(&gate);
    test_bytes();
    test_refused();
    test_forwarded();
    test_amended();
    test_recurring();
    test_requests();
    gate_close(&gate);
    return tap_done();
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What offices bear through the life of asks: recurring, joint, deferred,
 * forwarded, erased, of villages that merged; chains of refusing and revising.
 * Each figure was worked out by hand from the tariff in burdened.h, and stands
 * after a replay, too. */
#include "proto/base/digest.h"
#include "tests/plugins/burden/living.h"

/* ---- plainly ------------------------------------------------------------ */

/* A task and a seal at three offices: 3 x (10 + 15). */
static void
test_plain(void)
{
    burdened_begin(&gate, "", "");
    publish(ALL, SEAL);
    check("",
          "75.00 = 75.00 + 0.00 (relief 0.00, never 0.00, outside "
          "0.00); asked borne 75.00",
          "what is asked is borne");
    burdened_end(&gate);
}

/* The second seal is on no list: 3 x 15 less. */
static void
test_stripped(void)
{
    burdened_begin(&gate, "", "");
    publish(ALL, ",\"seals\":[\"S-001\",\"S-002\"]");
    check("",
          "120.00 = 75.00 + 45.00 (relief 45.00, never 0.00, outside "
          "0.00); asked borne 75.00, seal-not-allowed relief 45.00",
          "what is stripped is avoided");
    burdened_end(&gate);
}

/* ---- refused ------------------------------------------------------------ */

/* A form of so many numbers: 10 + 20 + 2 each. */
static const struct dg_json *
ask_form(const char *duty, const char *due, unsigned fields)
{
    char text[2048] = "";
    for (unsigned i = 0; i < fields; i++) {
        snprintf(text + strlen(text), sizeof text - strlen(text),
                 "%s{\"name\":\"f%u\",\"label\":\"第%u项\",\"type\":"
                 "\"integer\"}",
                 i ? "," : "", i, i);
    }
    return say("task.publish", MZJ,
               "{\"duty\":\"%s\",\"title\":\"统计\",\"audience\":{" ALL
               "},\"due\":\"%s\",\"period\":\"2026-01\",\"forms\":[{"
               "\"control\":\"统1\",\"version\":\"%u\",\"class\":\"working\","
               "\"filing\":\"备1\",\"fields\":[%s]}]}",
               duty, due, fields, text);
}

#define BASELINE ",\"baseline\":{\"from\":\"2026-01\",\"to\":\"2026-01\"}"
#define TOO_SOON "2026-01-07"
#define IN_TIME "2026-02-01"

static void
file_form(void)
{
    say("form.file", KEEPER,
        "{\"department\":\"" MZJ "\",\"control\":\"统1\",\"filing\":\"备1\"}");
}

/* Ten fields refused, eight admitted: of 60 minutes of fields 48 are borne. */
static void
test_revised(void)
{
    static const char want[] =
        "150.00 = 138.00 + 12.00 (relief 12.00, never 0.00, outside 0.00); "
        "asked borne 138.00, lead-time-short relief 12.00";
    burdened_begin(&gate, "", "");
    file_form();
    is_text(at(ask_form("A-001", TOO_SOON, 10), "/verdict"), "refuse",
            "ten fields are refused");
    is_text(at(ask_form("A-001", IN_TIME, 8), "/verdict"), "admit",
            "eight are admitted");
    check("", want, "refused, revised: asked is the largest");
    is_text(burdened_figures(&gate, "\"dimension\":\"field\""),
            "60.00 = 48.00 + 12.00 (relief 12.00, never 0.00, outside 0.00); "
            "asked borne 48.00, lead-time-short relief 12.00",
            "of the fields that is 20 per cent");
    burdened_end(&gate);
    burdened_begin(&gate, "", "");
    file_form();
    for (unsigned i = 0; i < 10; i++) {
        ask_form("A-001", TOO_SOON, 10 - i % 3);
    }
    ask_form("A-001", IN_TIME, 8);
    check("", want, "refused ten times it saves once");
    burdened_end(&gate);
}

/* ---- recurring ---------------------------------------------------------- */

static void
test_occurrences(void)
{
    unsigned long long task;
    burdened_begin(&gate, "", "");
    task = number_of(
        say("task.publish", MZJ,
            "{\"duty\":\"A-001\",\"title\":\"月报\",\"audience\":{" ALL
            "},\"recurrence\":{\"per\":\"month\",\"first\":\"2026-02\","
            "\"last\":\"2026-12\",\"dueafter\":5}" SEAL "}"));
    check("", "0.00 = 0.00 + 0.00 (relief 0.00, never 0.00, outside 0.00)",
          "what recurs asks nothing before it occurs");
    gate.now_us = 1769900000000000; /* 2026-01-31T22:53:20Z: February there */
    gate_tick(&gate);
    gate.now_us += 29 * DAY_US; /* 1 March */
    gate_tick(&gate);
    check("",
          "150.00 = 150.00 + 0.00 (relief 0.00, never 0.00, outside "
          "0.00); asked borne 150.00",
          "two occurrences are asked");
    is_text(burdened_figures(&gate, "\"from\":\"2026-03\""),
            "75.00 = 75.00 + 0.00 (relief 0.00, never 0.00, outside 0.00); "
            "asked borne 75.00",
            "each in its own month, as China has it");
    say("task.withdraw", MZJ, "{\"task\":%llu}", task);
    check("",
          "150.00 = 0.00 + 150.00 (relief 0.00, never 0.00, outside "
          "150.00); withdrawn outside 150.00",
          "withdrawn before anybody acted, nobody bears any");
    burdened_end(&gate);
}

/* Eleven months, three offices, 25 minutes. */
static void
test_recurring_refused(void)
{
    burdened_begin(&gate, "", BASELINE);
    say("task.publish", MZJ,
        "{\"duty\":\"A-777\",\"title\":\"月报\",\"audience\":{" ALL
        "},\"recurrence\":{\"per\":\"month\",\"first\":\"2026-02\","
        "\"last\":\"2026-12\",\"dueafter\":5}" SEAL "}");
    check("",
          "825.00 = 0.00 + 825.00 (relief 0.00, never 825.00, outside "
          "0.00); duty-not-listed neverborne 825.00",
          "refused, it asked all its periods");
    burdened_end(&gate);
}

/* ---- joint, deferred ---------------------------------------------------- */

static const char *
digest_of(unsigned long long number)
{
    static char hex[2 * DG_SHA256_SIZE + 1];
    uint8_t sha[DG_SHA256_SIZE];
    const struct dg_json *reply =
        say("receipt.lookup", MZJ, "{\"sequence\":%llu}", number);
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

static void
test_joint(void)
{
    unsigned long long task;
    burdened_begin(&gate, "", "");
    task = publish(ALL, SEAL ",\"joint\":[\"" WJJ "\"]");
    check("",
          "75.00 = 0.00 + 75.00 (relief 0.00, never 0.00, outside "
          "75.00); waiting outside 75.00",
          "what waits for a signature is borne by nobody yet");
    say("task.cosign", WJJ, "{\"task\":%llu,\"event\":\"%s\"}", task,
        digest_of(task));
    check("\"department\":\"" MZJ "\"",
          "75.00 = 75.00 + 0.00 (relief 0.00, never 0.00, outside "
          "0.00); asked borne 75.00",
          "once signed it is borne, and charged to the lead");
    is_text(burdened_figures(&gate, "\"department\":\"" WJJ "\""),
            "0.00 = 0.00 + 0.00 (relief 0.00, never 0.00, outside 0.00)",
            "not to who signed");
    burdened_end(&gate);
    burdened_begin(&gate, "", "");
    task = publish(ALL, SEAL ",\"joint\":[\"" WJJ "\"]");
    say("task.cosign", WJJ,
        "{\"task\":%llu,\"event\":\"%s\",\"agree\":false,\"reason\":"
        "\"无依据\"}",
        task, digest_of(task));
    check("",
          "75.00 = 0.00 + 75.00 (relief 0.00, never 0.00, outside "
          "75.00); declined outside 75.00",
          "what is declined was asked, outside all rates");
    publish(ALL, "");
    check("",
          "75.00 = 30.00 + 45.00 (relief 0.00, never 0.00, outside "
          "45.00); asked borne 30.00, declined outside 45.00",
          "asked again with less, it is the same ask");
    burdened_end(&gate);
}

/* ---- forwarded ---------------------------------------------------------- */

static const struct dg_json *
forward(unsigned long long task, const char *codes, const char *more)
{
    return say("task.forward", "town/" TOWN,
               "{\"task\":%llu,\"assignment\":{\"duty\":\"A-001\",\"title\":"
               "\"核查\",\"audience\":{%s},\"due\":\"2026-02-01\"%s}}",
               task, codes, more);
}

/* The town has a task of its own, 25; its two villages get it by the town. */
static void
test_forwarded(void)
{
    unsigned long long task;
    burdened_begin(&gate, "", "");
    task = publish(ALL, SEAL);
    forward(task, AT(EAST), SEAL);
    check("",
          "75.00 = 75.00 + 0.00 (relief 0.00, never 0.00, outside "
          "0.00); asked borne 75.00",
          "handing on what an office has asks nothing");
    burdened_end(&gate);
    burdened_begin(&gate, "", "");
    task = publish(AT(TOWN), SEAL);
    forward(task, "\"prefixes\":[\"522731001\"]", SEAL);
    check("\"department\":\"" MZJ "\",\"level\":\"county\"",
          "75.00 = 75.00 + 0.00 (relief 0.00, never 0.00, outside "
          "0.00); asked borne 75.00",
          "what a town hands on to its offices is the asker's");
    burdened_end(&gate);
}

static void
test_added(void)
{
    unsigned long long task;
    const struct dg_json *reply;
    burdened_begin(&gate, "plugins = {\"form_dedup\", \"burden\"}\n", "");
    task = publish(AT(TOWN), "");
    reply = forward(task, AT(EAST), ",\"meetings\":1");
    is_text(at(reply, "/verdict"), "admit", "a town adds a meeting");
    check("\"level\":\"town\"",
          "70.00 = 70.00 + 0.00 (relief 0.00, never 0.00, outside "
          "0.00); asked borne 70.00",
          "which is an ask of the town, a task and a meeting");
    is_text(burdened_figures(&gate, "\"department\":\"" MZJ "\""),
            "10.00 = 10.00 + 0.00 (relief 0.00, never 0.00, outside 0.00); "
            "asked borne 10.00",
            "the department asked the town alone");
    burdened_end(&gate);
}

/* ---- erased ------------------------------------------------------------- */

static void
erase(unsigned long long number)
{
    const struct dg_json *reply =
        say("journal.erase", KEEPER,
            "{\"sequences\":[%llu],\"reason\":\"依申请删除\"}", number);
    is_text(at(reply, "/verdict"), "admit", "it is erased");
}

static void
test_erased(void)
{
    unsigned long long task, other;
    burdened_begin(&gate, "", "");
    task = publish(ALL, SEAL);
    acknowledge("office/" EAST, task);
    other = publish(AT(FAR), "");
    say("task.withdraw", MZJ, "{\"task\":%llu}", task);
    check("",
          "85.00 = 35.00 + 50.00 (relief 0.00, never 0.00, outside "
          "50.00); asked borne 35.00, withdrawn outside 50.00",
          "two asks, one withdrawn");
    erase(task);
    erase(other);
    check("",
          "85.00 = 35.00 + 50.00 (relief 0.00, never 0.00, outside "
          "50.00); asked borne 35.00, withdrawn outside 50.00",
          "figures stand when what they are of is gone");
    burdened_end(&gate);
}

static void
test_erased_occurrences(void)
{
    unsigned long long task;
    burdened_begin(&gate, "", "");
    task = number_of(
        say("task.publish", MZJ,
            "{\"duty\":\"A-001\",\"title\":\"月报\",\"audience\":{" ALL
            "},\"recurrence\":{\"per\":\"month\",\"first\":\"2026-02\","
            "\"last\":\"2026-12\",\"dueafter\":5}" SEAL "}"));
    gate.now_us = 1769900000000000; /* February there */
    gate_tick(&gate);
    erase(task);
    gate.now_us += 29 * DAY_US;
    gate_tick(&gate);
    check("",
          "75.00 = 75.00 + 0.00 (relief 0.00, never 0.00, outside "
          "0.00); asked borne 75.00",
          "what had occurred stays, and nothing occurs any more");
    burdened_end(&gate);
}

/* ---- merged ------------------------------------------------------------- */

/* West goes into East in March: what was asked of both is East's. */
static void
test_merged(void)
{
    const struct dg_json *reply;
    burdened_begin(&gate, "", "");
    publish(ALL, SEAL);
    gate.now_us += 60 * DAY_US;
    reply = say("roster.publish", "operator/huishui",
                "{\"version\":\"2026.2\",\"base\":\"2026.1\",\"abolished\":[{"
                "\"code\":\"" WEST "\",\"successors\":[\"" EAST "\"]}]}");
    is_text(at(reply, "/verdict"), "admit", "two villages become one");
    check("\"prefix\":\"" EAST "\"",
          "50.00 = 50.00 + 0.00 (relief 0.00, never 0.00, outside "
          "0.00); asked borne 50.00",
          "on constant boundaries both are the one's");
    check("\"prefix\":\"522731001\"",
          "50.00 = 50.00 + 0.00 (relief 0.00, never 0.00, outside "
          "0.00); asked borne 50.00",
          "and the town's are as they were");
    burdened_end(&gate);
}

int
main(void)
{
    test_plain();
    test_stripped();
    test_revised();
    test_occurrences();
    test_recurring_refused();
    test_joint();
    test_forwarded();
    test_added();
    test_erased();
    test_erased_occurrences();
    test_merged();
    return tap_done();
}

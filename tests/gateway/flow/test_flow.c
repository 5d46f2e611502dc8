/* SPDX-License-Identifier: Apache-2.0 */
/* The whole flow without sockets: what is admitted, refused, repeated, read,
 * not taken, and what a restart gives back. */
#include "tests/gateway/flow/ask.h"
#include "tests/tap/tap.h"

#include <stdlib.h>

static void
test_admission(void)
{
    const struct dg_json *r = ask("task.publish", "department/mzj", "t1", TASK);
    is_text(at(r, "/verdict"), "admit", "a listed duty is admitted");
    is_text(at(r, "/id"), "t1", "the answer names the event");
    is_text(at(r, "/offices"), "3", "offices are counted");
    is_text(at(r, "/roster"), "2026.1", "the roster version is named");
    is_text(at(r, "/receipt/sequence"), "4", "after configure, roster, list");
    is_text(at(r, "/receipt/gateway"), "huishui", "the receipt's gateway");
    is_text(at(r, "/receipt/time"), "2026-01-05T08:00:00.000000Z",
            "the receipt's time is the entry's");
    is_int(strlen(at(r, "/receipt/leaf")), 64, "a leaf hash");
    is_text(gate.hints, "522731|4 ", "one hint, after commit");
}

static void
test_repetition(void)
{
    const struct dg_json *r = ask("task.publish", "department/mzj", "t1", TASK);
    is_text(at(r, "/receipt/sequence"), "4", "same id: the first receipt");
    is_text(at(r, "/verdict"), "admit", "and the first verdict");
    r = ask("task.publish", "department/mzj", "t1",
            "{\"duty\":\"A-001\",\"title\":\"别的\",\"audience\":"
            "{\"prefixes\":[\"522731\"]},\"due\":\"2026-02-01\"}");
    is_text(at(r, "/type"), "urn:dutygate:problem:id-reused",
            "same id, other bytes");
    is_text(at(r, "/detail"),
            "this source used the id before, for receipt 4 with other content",
            "the problem names the first receipt");
    r = ask("task.publish", "department/wjj", "t1", TASK);
    is_text(at(r, "/receipt/sequence"), "5",
            "the same id of another source is another event");
    is_text(at(r, "/findings/0/code"), "department-not-entitled",
            "which may not ask this");
    is_text(at(r, "/findings/0/effects/0/cause"), "department-not-entitled",
            "so the task is taken off");
    is_text(at(r, "/findings/0/effects/0/offices"), "3", "every office");
}

static void
test_refusal(void)
{
    const struct dg_json *r = ask(
        "task.publish", "department/gaj", "t2",
        "{\"duty\":\"X-999\",\"title\":\"订阅公众号\",\"audience\":{\"codes\":"
        "[\"522731999999\"]},\"due\":\"2026-01-01\",\"strict\":true}");
    is_text(at(r, "/type"), "urn:dutygate:problem:refused", "a refusal");
    is_text(at(r, "/status"), "403", "its status");
    is_text(at(r, "/verdict"), "refuse", "its verdict");
    is_text(at(r, "/findings/0/code"), "department-unknown", "department");
    is_text(at(r, "/findings/1/code"), "due-past", "due date");
    is_text(at(r, "/findings/1/text"),
            "due 2026-01-01 is past: today is 2026-01-05", "its text");
    is_text(at(r, "/findings/2/code"), "office-unknown", "office");
    is_text(at(r, "/findings/3/code"), "duty-not-listed",
            "and the list, all at once");
    is_text(at(r, "/findings/3/effects"), "(absent)",
            "which takes nothing off, as nobody was asked");
    is_text(at(r, "/receipt/sequence"), "6", "a refusal has a receipt");
}

static void
test_roles(void)
{
    const struct dg_json *r =
        ask("task.publish", "office/522731001001", "t3", TASK);
    is_text(at(r, "/findings/0/code"), "role-not-permitted",
            "an office may not publish");
    is_text(at(r, "/findings/0/text"),
            "office/522731001001 may not send dutygate.task.publish.v1",
            "it is told so");
    r = ask("inbox.read", "department/mzj", "t4", "{}");
    is_text(at(r, "/type"), "urn:dutygate:problem:not-permitted",
            "a read by a wrong role is a problem");
    r = ask("gateway.configure", "gateway/huishui", "t5",
            "{\"program\":\"1\",\"unicode\":\"15\",\"plugins\":[]}");
    is_text(at(r, "/type"), "urn:dutygate:problem:not-permitted",
            "nobody speaks as the gateway");
    r = ask("inbox.read", "office/522731001001", "t6",
            "{\"office\":\"522731001002\"}");
    is_text(at(r, "/detail"),
            "office/522731001001 may not read what is of 522731001002",
            "an office does not read its neighbour");
}

static void
test_check(void)
{
    const struct dg_json *r = ask("task.check", "department/mzj", "c1", TASK);
    is_text(at(r, "/check"), "true", "a check");
    is_text(at(r, "/verdict"), "admit", "is decided");
    is_text(at(r, "/receipt"), "(absent)", "and leaves no trace");
    r = ask("task.publish", "department/mzj", "c1", TASK);
    is_text(at(r, "/receipt/sequence"), "8", "its id is still free");
}

static void
test_strip(void)
{
    const struct dg_json *r = ask(
        "task.publish", "department/mzj", "s1",
        "{\"duty\":\"A-001\",\"title\":\"入户核查\",\"audience\":{\"codes\":"
        "[\"522731102201\"]},\"due\":\"2026-02-02\",\"seals\":[\"S-009\","
        "\"S-001\"],\"evidence\":[\"video\",\"photo\"]}");
    is_text(at(r, "/verdict"), "admit", "parts are taken off");
    is_text(at(r, "/findings/0/effects/0/pointer"), "/data/seals/0",
            "which ones");
    r = ask("inbox.read", "office/522731102201", "s2", "{}");
    is_text(at(r, "/result/tasks/2/title"), "入户核查", "it is delivered");
    is_text(at(r, "/result/tasks/2/seals"), "[1]", "without the seal");
    is_text(at(r, "/result/tasks/2/seals/0"), "S-001", "with the other one");
    is_text(at(r, "/result/tasks/2/evidence/0"), "photo", "and evidence");
    r = ask(
        "task.publish", "department/mzj", "s3",
        "{\"duty\":\"A-001\",\"title\":\"入户核查\",\"audience\":{\"codes\":"
        "[\"522731102201\"]},\"due\":\"2026-02-02\",\"seals\":[\"S-009\"],"
        "\"strict\":true}");
    is_text(at(r, "/verdict"), "refuse", "strict: refused instead");
    is_text(at(r, "/findings/1/effects/0/cause"), "strict",
            "by the core, which takes the task off");
    is_text(at(r, "/findings/1/effects/0/offices"), "1", "its one office");
    is_text(at(r, "/detail"),
            "parts would be taken off, and the task asks to be refused rather "
            "than that",
            "and says so");
}

static void
test_inbox(void)
{
    const struct dg_json *r =
        ask("inbox.read", "office/522731001001", "i1", "{}");
    is_text(at(r, "/result/office"), "522731001001", "one's own inbox");
    is_text(at(r, "/result/open"), "2", "two tasks");
    is_text(at(r, "/result/tasks/0/task"), "4", "the receipt number");
    is_text(at(r, "/result/tasks/0/department"), "民政局", "who asks");
    r = ask("task.acknowledge", "office/522731001001", "i2", "{\"task\":4}");
    is_text(at(r, "/verdict"), "admit", "acknowledged");
    r = ask("task.acknowledge", "office/522731001001", "i3", "{\"task\":4}");
    is_text(at(r, "/findings/0/code"), "already-acknowledged", "once");
    r = ask("task.acknowledge", "office/522731001001", "i4", "{\"task\":5}");
    is_text(at(r, "/findings/0/code"), "task-unknown",
            "a refused task is none");
    r = ask("task.withdraw", "department/wjj", "i5", "{\"task\":4}");
    is_text(at(r, "/findings/0/code"), "task-unknown",
            "another's task is not there");
    r = ask("task.withdraw", "department/mzj", "i6", "{\"task\":8}");
    is_text(at(r, "/verdict"), "admit", "withdrawn");
    r = ask("inbox.read", "town/522731001000", "i7",
            "{\"office\":\"522731001001\"}");
    is_text(at(r, "/result/open"), "1", "a town reads those below it");
    r = ask("inbox.read", "town/522731001000", "i8",
            "{\"office\":\"522731102201\"}");
    is_text(at(r, "/status"), "403", "and no others");
}

static void
test_receipts(void)
{
    const struct dg_json *r =
        ask("receipt.lookup", "department/mzj", "l1", "{\"id\":\"t1\"}");
    is_text(at(r, "/result/event/data/duty"), "A-001", "event by id");
    is_text(at(r, "/result/answer/receipt/sequence"), "4", "and its answer");
    r = ask("receipt.lookup", "auditor/shenji", "l2", "{\"sequence\":6}");
    is_text(at(r, "/result/answer/findings/3/code"), "duty-not-listed",
            "by number: with all findings");
    r = ask("receipt.lookup", "auditor/shenji", "l3",
            "{\"id\":\"t1\",\"source\":\"department/wjj\"}");
    is_text(at(r, "/result/answer/receipt/sequence"), "5", "by source and id");
    r = ask("receipt.lookup", "auditor/shenji", "l4", "{\"sequence\":999}");
    is_text(at(r, "/detail"), "no receipt 999", "one that is not there");
    r = ask("receipt.lookup", "auditor/shenji", "l6", "{\"id\":\"t1\"}");
    is_text(at(r, "/detail"), "no event t1 of auditor/shenji",
            "an id is sought among its source's");
    r = ask("receipt.lookup", "auditor/shenji", "l5", "{\"sequence\":1}");
    is_text(at(r, "/result/event/type"), "dutygate.gateway.configure.v1",
            "the first entry is the configuration");
    is_text(at(r, "/result/event/data/plugins/0/name"), "access_list",
            "with its plugins");
    is_text(at(r, "/result/event/data/plugins/0/rules/0/mode"), "enforce",
            "and their rules' modes");
}

static void
test_batch(void)
{
    const struct dg_json *r = gate_ask(
        &gate,
        "[%s,{\"specversion\":\"1.0\"},17,"
        "{\"specversion\":\"1.0\",\"id\":\"b1\",\"source\":"
        "\"department/mzj\",\"type\":\"dutygate.task.publish.v1\","
        "\"data\":%s},{\"specversion\":\"1.0\",\"id\":\"b1\",\"source\":"
        "\"department/mzj\",\"type\":\"dutygate.task.publish.v1\","
        "\"data\":%s},{\"specversion\":\"1.0\",\"id\":\"b2\",\"source\":"
        "\"department/mzj\",\"type\":\"dutygate.no.such.v1\","
        "\"data\":{}}]",
        gate_event("inbox.read", "office/522731102201", "b0", "{}"), TASK,
        TASK);
    is_text(at(r, ""), "[6]", "one answer for each, in order");
    is_text(at(r, "/0/id"), "b0", "a read among writes");
    is_text(at(r, "/1/type"), "urn:dutygate:problem:schema", "a bad event");
    is_text(at(r, "/1/pointer"), "", "its place");
    is_text(at(r, "/2/type"), "urn:dutygate:problem:schema", "no object");
    is_text(at(r, "/3/verdict"), "admit", "the good one is decided");
    is_text(at(r, "/4/receipt/leaf"), at(r, "/3/receipt/leaf"),
            "its twin in the same message has the same receipt");
    is_text(at(r, "/5/detail"), "unknown type \"dutygate.no.such.v1\"",
            "an unknown type");
}

static void
test_not_taken(void)
{
    static char deep[200], large[DG_MESSAGE_SIZE_MAX + 100];
    const struct dg_json *r = gate_ask(&gate, "not json");
    is_text(at(r, "/type"), "urn:dutygate:problem:not-json", "not JSON");
    r = gate_ask(&gate, "{\"specversion\":\"1.0\"");
    is_text(at(r, "/type"), "urn:dutygate:problem:not-json", "truncated");
    memset(deep, '[', 100);
    memset(deep + 100, ']', 100);
    r = gate_ask_bytes(&gate, deep, 200);
    is_text(at(r, "/type"), "urn:dutygate:problem:too-deep", "too deep");
    memset(large, ' ', sizeof large);
    r = gate_ask_bytes(&gate, large, sizeof large);
    is_text(at(r, "/type"), "urn:dutygate:problem:too-large", "too large");
    r = gate_ask(&gate, "{\"id\":\"\xc0\xaf\"}");
    is_text(at(r, "/type"), "urn:dutygate:problem:invalid-utf8", "overlong");
    r = gate_ask(&gate, "{\"id\":\"\\ud800\"}");
    is_text(at(r, "/type"), "urn:dutygate:problem:lone-surrogate", "surrogate");
    r = gate_ask(&gate, "{\"id\":\"a\\u0000b\"}");
    is_text(at(r, "/type"), "urn:dutygate:problem:nul-character", "NUL");
    r = gate_ask(&gate, "{\"id\":\"a\",\"id\":\"b\"}");
    is_text(at(r, "/type"), "urn:dutygate:problem:duplicate-member", "twice");
    r = gate_ask(&gate, "[]");
    is_text(at(r, "/type"), "urn:dutygate:problem:schema", "empty batch");
    r = ask("task.withdraw", "department/mzj", "n1",
            "{\"task\":99999999999999999999}");
    is_text(at(r, "/type"), "urn:dutygate:problem:schema", "out of range");
    is_text(at(r, "/pointer"), "/data/task", "at its place");
    r = ask("task.publish", "department/mzj", "n2",
            "{\"duty\":\"A-001\",\"title\":\"x\",\"due\":\"2026-02-01\"}");
    is_text(at(r, "/detail"), "must have \"audience\"", "a missing member");
    is_text(at(r, "/pointer"), "/data", "at its place");
}

/* The journal's number of entries, by what the next receipt says. */
static void
test_restart(void)
{
    const struct dg_json *r;
    const char *before, *after;
    r = ask("inbox.read", "office/522731102201", "x1", "{}");
    before = strdup(gate.replies[(gate.asked - 1) % GATE_REPLIES]);
    (void) r;
    gate_restart(&gate);
    r = ask("inbox.read", "office/522731102201", "x1", "{}");
    after = gate.replies[(gate.asked - 1) % GATE_REPLIES];
    is_text(after, before, "an inbox is the same after replay");
    free((char *) before);
    r = ask("task.publish", "department/mzj", "t1", TASK);
    is_text(at(r, "/receipt/sequence"), "4",
            "an id is known after replay, with its first receipt");
    r = ask("task.withdraw", "department/mzj", "i6", "{\"task\":8}");
    is_text(at(r, "/verdict"), "admit", "so is a withdrawal");
    r = ask("list.read", "department/mzj", "x4", "{\"code\":\"X-999\"}");
    is_text(at(r, "/detail"), "nothing found for {\"code\":\"X-999\"}",
            "what a plugin does not find is named");
    r = ask("list.read", "department/mzj", "x2", "{}");
    is_text(at(r, "/result/version"), "2026", "the list is back");
    gate.now_us -= 3600000000;
    r = ask("task.publish", "department/mzj", "x3", TASK);
    is_text(at(r, "/receipt/time"), "2026-01-05T08:00:00.000000Z",
            "time does not go back");
}

static size_t
post(const char *type, const char *source, const char *id, const char *data)
{
    const char *event = gate_event(type, source, id, data);
    return gate_send(&gate, event, strlen(event));
}

/* Nothing is durable before the loop turns. */
static void
test_waiting(void)
{
    size_t asked =
        post("task.publish", "department/mzj", "w1",
             "{\"duty\":\"A-001\",\"title\":\"入户核查\",\"audience\":"
             "{\"codes\":[\"522731001001\"]},\"due\":"
             "\"2026-02-01\"}");
    size_t other = post("inbox.read", "office/522731102201", "w2", "{}");
    size_t own = post("inbox.read", "office/522731001001", "w3", "{}");
    ok(!gate.replies[asked], "a task waits for its commit");
    ok(gate.replies[other] != NULL,
       "a read that does not show it does not wait for it");
    ok(!gate.replies[own], "one that shows it does");
    gate_await(&gate, own);
    ok(gate.replies[asked] != NULL, "and is answered behind it");
    asked = post("task.withdraw", "department/mzj", "w4", "{\"task\":4}");
    other = post("inbox.read", "office/522731102201", "w5", "{}");
    ok(!gate.replies[other], "what becomes of a task, every read waits for");
    gate_await(&gate, other);
}

int
main(void)
{
    gate_open(&gate, "sqlite", "");
    gate_furnish(&gate);
    test_admission();
    test_repetition();
    test_refusal();
    test_roles();
    test_check();
    test_strip();
    test_inbox();
    test_receipts();
    test_batch();
    test_not_taken();
    test_restart();
    test_waiting();
    gate_close(&gate);
    return tap_done();
}

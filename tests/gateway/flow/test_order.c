/* SPDX-License-Identifier: Apache-2.0 */
/* Messages that wait for their signature to be checked: what is before them in
 * the line decides whose key it is, and whether it still is; a slow check holds
 * up the others, and nothing overtakes. Also the end, while some wait. */
#include "tests/fake/fake_disk.h"
#include "tests/gateway/flow/problem.h"

#include <stdlib.h>

#define TASK                                                                   \
    "{\"duty\":\"A-001\",\"title\":\"城乡低保对象动态核查\","        \
    "\"audience\":{\"prefixes\":[\"522731\"]},\"due\":\"2026-02-01\"}"
#define NOBODY "no known key made this signature"

static struct gate gate;

static const char *
at(size_t index, const char *pointer)
{
    return gate_at(&gate, gate_await(&gate, index), pointer);
}

static size_t
send_event(const char *key, const char *type, const char *source,
           const char *id, const char *data)
{
    struct dg_str message =
        sign(key, signed_now(&gate), gate_event(type, source, id, data));
    return gate_send(&gate, message.data, message.len);
}

static size_t
send_task(const char *id)
{
    return send_event("mzj", "task.publish", "department/mzj", id, TASK);
}

/* What the root says of mzj's key, or of all of mzj. */
static size_t
send_word(const char *verb, const char *id, const char *more, bool key)
{
    char data[512], type[32];
    snprintf(type, sizeof type, "principal.%s", verb);
    snprintf(
        data, sizeof data,
        "{\"principal\":\"department/mzj\"%s%s%s,\"reason\":\"岗位变动\"%s}",
        key ? ",\"key\":\"" : "", key ? sign_kid("mzj") : "", key ? "\"" : "",
        more);
    return send_event("root", type, "root/huishui", id, data);
}

static void
is_invalid(size_t index, const char *detail)
{
    problem_at(&gate, gate_await(&gate, index), "", DG_PROBLEM_KEY_NOT_VALID,
               detail);
    is_text(at(index, "/status"), "403", "with its status");
}

static size_t
send_enrolment(const char *principal, const char *key, const char *id)
{
    char data[512];
    snprintf(data, sizeof data,
             "{\"principals\":[{\"principal\":\"%s\",\"name\":\"惠水县教育局\","
             "\"officers\":[{\"key\":\"%s\",\"name\":\"罗敏\",\"post\":"
             "\"reviewing\"}]}]}",
             principal, sign_x(key));
    return send_event("root", "principal.enrol", "root/huishui", id, data);
}

/* ---- keys --------------------------------------------------------------- */

static void
test_enrolled_before(void)
{
    size_t before, enrolment, after;
    printf("# enrolled by the message before\n");
    before = send_event("jyj", "receipt.lookup", "department/jyj", "l1",
                        "{\"sequence\":1}");
    enrolment = send_enrolment("department/jyj", "jyj", "e1");
    after = send_event("jyj", "receipt.lookup", "department/jyj", "l2",
                       "{\"sequence\":1}");
    problem_at(&gate, gate_await(&gate, before), "", DG_PROBLEM_NOT_AUTHENTIC,
               NOBODY);
    is_text(at(enrolment, "/0/verdict"), "admit", "enrolled");
    is_text(at(after, ""), "[1]", "the next message is taken");
    is_text(at(after, "/0/id"), "l2", "and answered");
    is_int(gate.flow->metrics.signatures[DG_SIGNATURE_UNKNOWN], 1,
           "one was of a key that nobody had");
}

static void
test_suspended_before(void)
{
    size_t word, task, read;
    printf("# suspended, and free again\n");
    word = send_word("suspend", "s1", ",\"until\":\"2026-01-06\"", false);
    task = send_task("t1");
    is_text(at(word, "/0/verdict"), "admit", "suspended");
    is_invalid(task, "this key, or its principal, is suspended");
    read = send_event("mzj", "roster.read", "department/mzj", "r1", "{}");
    is_invalid(read, "this key, or its principal, is suspended");
    word = send_word("suspend", "s2", ",\"lift\":true", false);
    task = send_task("t1");
    is_text(at(word, "/0/verdict"), "admit", "lifted");
    is_text(at(task, "/0/verdict"), "admit", "and the task is taken");

    word = send_word("suspend", "s3", ",\"until\":\"2026-01-05\"", true);
    task = send_task("t2");
    is_invalid(task, "this key, or its principal, is suspended");
    gate.now_us += 24 * 3600 * INT64_C(1000000);
    is_text(at(send_task("t2"), "/0/verdict"), "admit", "until it is over");
}

/* Revoked by the message before, and within one. */
static void
test_revoked_before(void)
{
    size_t word, task, again;
    printf("# revoked\n");
    task = send_task("t3");
    word = send_word("revoke", "v1", "", true);
    again = send_task("t4");
    is_text(at(task, "/0/verdict"), "admit", "what came before is taken");
    is_text(at(word, "/0/verdict"), "admit", "revoked");
    is_invalid(again, "this key, or its principal, was revoked");
    is_invalid(send_task("t3"), "this key, or its principal, was revoked");
    is_text(at(send_enrolment("department/mzj", "mzj", "e2"), "/0/verdict"),
            "refuse", "nor does it come back");
    is_text(at(send_enrolment("department/mzj", "mzj-2", "e3"), "/0/verdict"),
            "admit", "but another one may");
    is_text(
        at(send_event("mzj-2", "task.publish", "department/mzj", "t4", TASK),
           "/0/verdict"),
        "admit", "which is taken");
}

static void
test_expired(void)
{
    char data[512];
    printf("# expired\n");
    snprintf(data, sizeof data,
             "{\"principals\":[{\"principal\":\"department/wjj\","
             "\"officers\":[{\"key\":\"%s\",\"name\":\"罗敏\",\"post\":"
             "\"handling\",\"until\":\"2026-01-06\"}]}]}",
             sign_x("wjj-2"));
    is_text(
        at(send_event("root", "principal.enrol", "root/huishui", "e4", data),
           "/0/verdict"),
        "admit", "for a day");
    is_text(at(send_event("wjj-2", "roster.read", "department/wjj", "x1", "{}"),
               ""),
            "[1]", "on which it is taken");
    gate.now_us += 24 * 3600 * INT64_C(1000000);
    is_invalid(send_event("wjj-2", "roster.read", "department/wjj", "x2", "{}"),
               "the time of this key, or of its principal, is over");
}

/* ---- the line ------------------------------------------------------------ */

/* The first message takes long to check, the others no time. */
static void
test_nothing_overtakes(void)
{
    static char text[1 << 19];
    size_t sent[20], len = 0, last = 0;
    bool ordered = true;
    struct dg_str message;
    printf("# nothing overtakes\n");
    for (int i = 0; i < 200; i++) {
        char id[16];
        snprintf(id, sizeof id, "many-%d", i);
        len += (size_t) snprintf(
            text + len, sizeof text - len, "%s%1500s%s", i ? "," : "", "",
            gate_event("task.publish", "department/wjj", id, TASK));
    }
    message = sign("wjj", signed_now(&gate), text);
    sent[0] = gate_send(&gate, message.data, message.len);
    for (int i = 1; i < 20; i++) {
        char id[16];
        snprintf(id, sizeof id, "small-%d", i);
        sent[i] = send_event("wjj", "task.publish", "department/wjj", id, TASK);
    }
    for (int i = 0; i < 20; i++) {
        size_t sequence = strtoul(at(sent[i], "/0/receipt/sequence"), NULL, 10);
        ordered = ordered && sequence > last;
        last = sequence + (i == 0 ? 199 : 0);
    }
    ok(ordered, "twenty messages are decided as they came");
}

/* More wait than may: the bus is not read on until there are fewer. */
static void
test_full(void)
{
    char *copy;
    size_t len, last = 0;
    unsigned resumptions = gate.resumptions;
    int sent = 0;
    struct dg_str message = sign("wjj", signed_now(&gate),
                                 gate_event("receipt.lookup", "department/wjj",
                                            "l", "{\"sequence\":1}"));
    printf("# full\n");
    copy = strndup(message.data, message.len);
    len = message.len;
    while (!dg_flow_full(gate.flow) && sent < 5000) {
        last = gate_send(&gate, copy, len);
        sent++;
    }
    is_int(sent, 2048, "so many wait");
    while (gate.flow->in_flight > 0) {
        uv_run(&gate.loop, UV_RUN_ONCE);
    }
    is_text(at(last, "/0/id"), "l", "the last one is answered");
    ok(!dg_flow_full(gate.flow), "now there is room");
    is_int(gate.resumptions - resumptions, 1, "which was said once");
    is_int(gate.flow->arrivals.bytes, 0, "not a byte");
    free(copy);
}

/* ---- the end --------------------------------------------------------------
 */

static void
test_stop(void)
{
    size_t known, fresh, bad;
    struct dg_str message;
    printf("# the end comes while some wait\n");
    known =
        send_event("wjj", "task.publish", "department/wjj", "small-1", TASK);
    fresh = send_event("wjj", "task.publish", "department/wjj", "late", TASK);
    message = sign("nobody", signed_now(&gate), "{}");
    bad = gate_send(&gate, message.data, message.len);
    gate_restart(&gate);
    is_text(at(known, "/0/id"), "small-1", "what was known is answered");
    is_text(at(known, "/0/receipt/epoch"), "1", "with its receipt");
    is_text(at(fresh, "/0/type"), "urn:dutygate:problem:busy", "what is new");
    is_text(at(fresh, "/0/detail"), "the gateway stops", "is to come again");
    is_text(at(bad, "/type"), "urn:dutygate:problem:not-authentic",
            "and the others have their answer");
    is_text(at(send_event("wjj-3", "roster.read", "department/wjj", "y", "{}"),
               "/type"),
            "urn:dutygate:problem:not-authentic", "after the start, too");
    is_invalid(send_event("mzj", "roster.read", "department/mzj", "y", "{}"),
               "this key, or its principal, was revoked");
    is_text(
        at(send_event("wjj", "task.publish", "department/wjj", "late", TASK),
           "/0/findings/0/code"),
        "department-not-entitled", "keys are as they were");
}

static void
test_failed_commit(void)
{
    size_t first, waiting, bad;
    struct dg_str message;
    printf("# a commit fails while some wait\n");
    fake_disk_fail(FAKE_DISK_SYNC, "-wal", 0, SQLITE_IOERR_FSYNC);
    first = send_event("wjj", "task.publish", "department/wjj", "f1", TASK);
    at(first, "");
    waiting = send_event("wjj", "task.publish", "department/wjj", "f2", TASK);
    message = sign("nobody", signed_now(&gate), "{}");
    bad = gate_send(&gate, message.data, message.len);
    is_text(at(first, "/0/type"), "urn:dutygate:problem:outcome-unknown",
            "what was decided may be there");
    is_text(at(waiting, "/0/type"), "urn:dutygate:problem:busy",
            "what waited is not");
    is_text(at(bad, "/type"), "urn:dutygate:problem:not-authentic",
            "and the rest has its answer");
    is_int(gate.failures, 1, "it was said");
    fake_disk_heal();
    gate_restart(&gate);
    is_text(at(send_event("wjj", "task.publish", "department/wjj", "f2", TASK),
               "/0/verdict"),
            "refuse", "the gate goes on");
}

int
main(void)
{
    fake_disk_install();
    signed_open(&gate, "sqlite", "");
    test_enrolled_before();
    test_suspended_before();
    test_revoked_before();
    test_expired();
    test_nothing_overtakes();
    test_full();
    test_stop();
    test_failed_commit();
    gate_close(&gate);
    return tap_done();
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The flow on a disk that is slow, fails at a commit, or is full: nothing is
 * said before it is durable, nobody is told more than is known, and a restart
 * gives every id its one true answer. */
#include "tests/fake/fake_disk.h"
#include "tests/gateway/flow/gate.h"
#include "tests/tap/tap.h"

#include <stdlib.h>

#define UNKNOWN "urn:dutygate:problem:outcome-unknown"
#define BUSY "urn:dutygate:problem:busy"
#define LARGE 1000000 /* bytes of a message, most of them blanks */
#define LARGE_COUNT 9 /* more than may be pending */

#define TASK_OF(duty)                                                          \
    "{\"duty\":\"" duty "\",\"title\":\"城乡低保对象动态核查\","     \
    "\"audience\":{\"prefixes\":[\"522731\"]},\"due\":\"2026-02-01\"}"
#define TASK TASK_OF("A-001")
#define UNLISTED TASK_OF("X-999")

static struct gate gate;

static size_t
send_text(const char *text)
{
    return gate_send(&gate, text, strlen(text));
}

static size_t
send_event(const char *type, const char *source, const char *id,
           const char *data)
{
    return send_text(gate_event(type, source, id, data));
}

static size_t
send_task(const char *id, const char *data)
{
    return send_event("task.publish", "department/mzj", id, data);
}

static size_t
send_read(const char *id)
{
    return send_event("inbox.read", "office/522731001001", id, "{}");
}

static size_t
send_check(const char *id)
{
    return send_event("task.check", "department/mzj", id, TASK);
}

static const char *
at(size_t index, const char *pointer)
{
    return gate_at(&gate, gate_await(&gate, index), pointer);
}

/* Turns of the loop that find nothing to wait for. */
static void
run_idle(void)
{
    for (int i = 0; i < 5; i++) {
        uv_run(&gate.loop, UV_RUN_NOWAIT);
    }
}

/* ---- a slow disk --------------------------------------------------------- */

static void
test_waiting(void)
{
    size_t task, read, check, repeat, reused, early;
    fake_disk_hold("-wal");
    early = send_read("w-early");
    task = send_task("w-1", TASK);
    read = send_read("w-read");
    check = send_check("w-check");
    repeat = send_task("w-1", TASK);
    reused = send_task("w-1", UNLISTED);
    run_idle();
    fake_disk_await();
    run_idle();
    ok(gate.replies[early], "a read of what is durable is answered at once");
    ok(!gate.replies[task], "a task waits for the disk");
    ok(!gate.replies[read], "so does a read of what it changed");
    ok(!gate.replies[check], "a check, which may rest on it");
    ok(!gate.replies[repeat], "the same id again");
    ok(!gate.replies[reused], "and the same id with other bytes");
    is_text(gate.hints, "", "there is no hint yet");
    fake_disk_release();
    is_text(at(task, "/verdict"), "admit", "then the task is admitted");
    is_text(at(read, "/result/open"), "1", "the read shows it");
    is_text(at(check, "/verdict"), "admit", "the check is answered");
    is_text(at(repeat, "/receipt/leaf"), at(task, "/receipt/leaf"),
            "the same id: the same receipt");
    is_text(at(reused, "/type"), "urn:dutygate:problem:id-reused",
            "with other bytes: a problem");
    is_text(gate.hints, "522731|4 ", "and there is one hint");
}

/* A message that is accepted, and large. */
static size_t
send_large(int number)
{
    static char text[LARGE];
    char id[20];
    size_t len;
    snprintf(id, sizeof id, "large-%d", number);
    snprintf(text, sizeof text, "%s",
             gate_event("task.publish", "department/mzj", id, TASK));
    len = strlen(text);
    memset(text + len, ' ', sizeof text - len);
    return gate_send(&gate, text, sizeof text);
}

static void
test_full(void)
{
    size_t sent[LARGE_COUNT], admitted = 0;
    fake_disk_hold("-wal");
    for (int i = 0; i < LARGE_COUNT - 1; i++) {
        sent[i] = send_large(i);
    }
    ok(!dg_flow_full(gate.flow), "8 MB are not too much");
    sent[LARGE_COUNT - 1] = send_large(LARGE_COUNT - 1);
    ok(dg_flow_full(gate.flow), "9 MB are: more than 8 MiB");
    is_int(gate.resumptions, 0, "nothing is to be resumed");
    fake_disk_release();
    for (int i = 0; i < LARGE_COUNT; i++) {
        admitted += strcmp(at(sent[i], "/verdict"), "admit") == 0;
    }
    is_int(admitted, LARGE_COUNT, "all were taken");
    ok(!dg_flow_full(gate.flow), "then there is room");
    is_int(gate.resumptions, 1, "which is told once");
}

/* ---- a disk that fails --------------------------------------------------- */

/* What fails, and how: the operation after so many, and what SQLite is told. */
struct fault {
    const char *what;
    enum fake_disk_op op;
    int skip, rc;
    int withdrawn; /* a task of before */
};

/* An id of this fault's own; static memory. */
static const char *
id(const struct fault *fault, const char *name)
{
    static char text[40];
    snprintf(text, sizeof text, "f%d-%s", fault->withdrawn, name);
    return text;
}

static size_t
send_withdrawal(const struct fault *fault)
{
    char data[40];
    snprintf(data, sizeof data, "{\"task\":%d}", fault->withdrawn);
    return send_event("task.withdraw", "department/mzj", id(fault, "undo"),
                      data);
}

static size_t
send_batch(const struct fault *fault)
{
    char text[1000];
    snprintf(text, sizeof text, "[%s,17,",
             gate_event("task.acknowledge", "office/522731001001",
                        id(fault, "ack"), "{\"task\":6}"));
    strcat(text, gate_event("inbox.read", "office/522731001001", "f", "{}"));
    strcat(text, "]");
    return send_text(text);
}

/* Whatever was under way when the commit failed has its answer. */
static void
test_failing(const struct fault *fault)
{
    size_t early = send_read("early");
    size_t task = send_task(id(fault, "1"), TASK);
    size_t refused = send_task(id(fault, "2"), UNLISTED);
    size_t undo = send_withdrawal(fault);
    size_t read = send_read("read");
    size_t missing = send_event("receipt.lookup", "department/mzj", "missing",
                                "{\"id\":\"f-9\"}");
    size_t check = send_check("check");
    size_t repeat = send_task(id(fault, "1"), TASK);
    size_t reused = send_task(id(fault, "1"), UNLISTED);
    size_t batch = send_batch(fault);
    is_text(at(early, "/result/open"), "10", "what was durable is read");
    is_text(at(task, "/type"), UNKNOWN, "an admitted task: unknown");
    is_text(at(task, "/detail"), "ask again with the same id", "what to do");
    is_text(at(task, "/id"), id(fault, "1"), "which one");
    is_text(at(refused, "/type"), UNKNOWN, "a refused one likewise");
    is_text(at(undo, "/type"), UNKNOWN, "and a withdrawal");
    is_text(at(read, "/type"), BUSY, "a read that may rest on them: busy");
    is_text(at(read, "/detail"), "the gateway starts again; ask again", "why");
    is_text(at(missing, "/type"), BUSY, "nor is anything said to be missing");
    is_text(at(check, "/type"), BUSY, "a check: busy");
    is_text(at(repeat, "/type"), BUSY, "the same id: busy");
    is_text(at(reused, "/type"), BUSY, "with other bytes: busy");
    is_text(at(batch, "/0/type"), UNKNOWN, "in a batch: a write");
    is_text(at(batch, "/1/type"), "urn:dutygate:problem:schema",
            "what is wrong by itself");
    is_text(at(batch, "/2/type"), BUSY, "and a read");
}

/* Until the restart. */
static void
test_failed(void)
{
    size_t index;
    is_int(gate.failures, 1, "the failure is told once");
    is_text(gate.hints, "", "there are no hints");
    index = send_task("late", TASK);
    is_text(at(index, "/type"), BUSY, "a later task is not taken");
    is_text(at(index, "/detail"), "the gateway starts again", "and told why");
    is_text(at(send_read("late"), "/type"), BUSY, "a later read: busy");
    is_int(gate.failures, 1, "it is still told once");
}

static void
test_restarted(const struct fault *fault)
{
    unsigned long long first;
    char hint[40];
    size_t index = send_read("after");
    is_text(at(index, "/result/open"), "10", "nothing is half there");
    index = send_task(id(fault, "1"), TASK);
    is_text(at(index, "/verdict"), "admit", "the same id: admitted");
    first = strtoull(at(index, "/receipt/sequence"), NULL, 10);
    snprintf(hint, sizeof hint, "522731|%llu ", first);
    is_text(gate.hints, hint, "with its hint");
    index = send_task(id(fault, "2"), UNLISTED);
    is_text(at(index, "/verdict"), "refuse", "the other: refused");
    is_int(strtoull(at(index, "/receipt/sequence"), NULL, 10), first + 1,
           "without a gap");
    is_text(gate.hints, hint, "and without a hint");
    is_text(at(send_withdrawal(fault), "/verdict"), "admit",
            "what was not withdrawn can be");
}

static void
test_fault(const struct fault *fault)
{
    printf("# %s\n", fault->what);
    gate.failures = 0;
    gate.hints[0] = '\0';
    fake_disk_fail(fault->op, "-wal", fault->skip, fault->rc);
    test_failing(fault);
    test_failed();
    fake_disk_heal();
    gate_restart(&gate);
    test_restarted(fault);
}

static const struct fault faults[] = {
    {"a sync fails", FAKE_DISK_SYNC, 0, SQLITE_IOERR_FSYNC, 4},
    {"the first write fails", FAKE_DISK_WRITE, 0, SQLITE_IOERR_WRITE, 5},
    {"a later write fails", FAKE_DISK_WRITE, 2, SQLITE_IOERR_WRITE, 7},
    {"somebody else has filled the disk", FAKE_DISK_WRITE, 3, SQLITE_FULL, 8},
};

int
main(void)
{
    fake_disk_install();
    gate_open(&gate, "sqlite", "");
    gate_furnish(&gate);
    test_waiting();
    test_full();
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        test_fault(&faults[i]);
    }
    gate_close(&gate);
    return tap_done();
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Who sends too much, and that others are served all the same: principals with
 * too many events or bytes, connections with messages that are nobody's. */
#include "tests/fake/fake_disk.h"
#include "tests/gateway/flow/problem.h"

#include <stdatomic.h>
#include <stdlib.h>

#define READ "{\"office\":\"522731001001\"}"
#define TEN "十个字十个字十个字十"
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN
#define LONG HUNDRED HUNDRED HUNDRED
#define WORDS "too much at once"

static struct gate gate;

/* The clock of buckets. */
static atomic_uint_fast64_t clock_ns = 1000000000;

uint64_t
uv_hrtime(void)
{
    return clock_ns;
}

static void
pass(unsigned ms)
{
    clock_ns += (uint64_t) ms * 1000000;
}

static const char *
at(const struct dg_json *reply, const char *pointer)
{
    return gate_at(&gate, reply, pointer);
}

static uint64_t
limited(enum dg_limited who)
{
    return gate.flow->metrics.limited[who];
}

static struct dg_str
good(const char *key, const char *source)
{
    static unsigned count;
    char id[32];
    snprintf(id, sizeof id, "g%u", ++count);
    return sign(key, signed_now(&gate),
                gate_event("receipt.lookup", source, id, "{\"sequence\":1}"));
}

static struct dg_str
events(const char *key, const char *source, int count)
{
    static char text[1 << 16];
    size_t len = 0;
    for (int i = 0; i < count; i++) {
        len += (size_t) snprintf(
            text + len, sizeof text - len, "%s%s", i ? "," : "",
            gate_event("receipt.lookup", source, "many", "{\"sequence\":1}"));
    }
    return sign(key, signed_now(&gate), text);
}

/* Under the name of mzj's key. */
static struct dg_str
forged(void)
{
    char header[256];
    snprintf(header, sizeof header,
             "{\"alg\":\"EdDSA\",\"kid\":\"%s\",\"typ\":\"dutygate+jws\"}",
             sign_kid("mzj"));
    return sign_under("nobody", header, "{}");
}

static void
is_served(struct dg_str message, const char *name)
{
    is_text(at(signed_send(&gate, message), ""), "[1]", name);
}

static void
is_limited(struct dg_str message, const char *retry, const char *name)
{
    const struct dg_json *r;
    problem_count(&gate, DG_PROBLEM_LIMIT_EXCEEDED);
    r = signed_send(&gate, message);
    problem_at(&gate, r, "", DG_PROBLEM_LIMIT_EXCEEDED, WORDS);
    is_text(at(r, "/status"), "429", name);
    is_text(at(r, "/retryafter"), retry, "with the seconds to wait");
    is_int(r->count, 5, "and nothing besides");
}

static void
is_forged(const char *name)
{
    is_text(at(signed_send(&gate, forged()), "/type"),
            "urn:dutygate:problem:not-authentic", name);
}

/* ---- principals -----------------------------------------------------------
 */

static void
test_rate(void)
{
    printf("# rate\n");
    signed_open(&gate, "memory",
                "principal_rate = 2\nprincipal_burst = 10\n"
                "unauthenticated_rate = 0");
    for (int i = 0; i < 10; i++) {
        is_served(good("office", "office/522731001001"), "served");
    }
    uint64_t before = limited(DG_LIMITED_PRINCIPAL);
    uint64_t checked = gate.flow->metrics.signatures[DG_SIGNATURE_GOOD];
    is_limited(good("office", "office/522731001001"), "1", "the burst is over");
    is_int(limited(DG_LIMITED_PRINCIPAL) - before, 1, "which is counted");
    is_int(gate.flow->metrics.signatures[DG_SIGNATURE_GOOD], checked,
           "no signature was checked for it");
    is_served(good("mzj", "department/mzj"), "another one is served");
    pass(500);
    is_served(good("office", "office/522731001001"), "two a second");
    is_limited(good("office", "office/522731001001"), "1", "and no more");

    is_text(at(signed_send(&gate, events("wjj", "department/wjj", 30)), ""),
            "[30]", "one message may go beyond the burst");
    is_limited(good("wjj", "department/wjj"), "11", "and is paid for");
    pass(10000);
    is_limited(good("wjj", "department/wjj"), "1", "all of it");
    pass(500);
    is_served(good("wjj", "department/wjj"), "until it is");
    gate_close(&gate);
}

/* What only repeats, or is stale, is not its principal's. */
static void
test_replays(void)
{
    char *copy;
    struct dg_str message;
    printf("# replays\n");
    signed_open(&gate, "memory",
                "principal_rate = 1\nprincipal_burst = 10\n"
                "unauthenticated_rate = 2");
    message = sign(
        "mzj", signed_now(&gate),
        gate_event("task.withdraw", "department/mzj", "w", "{\"task\":1}"));
    copy = strndup(message.data, message.len);
    is_served(message, "a message is taken");
    gate.peer = 9;
    gate.now_us += 3600 * INT64_C(1000000);
    for (int i = 0; i < 10; i++) {
        is_served(dg_str_from(copy), "and replayed, by another");
    }
    is_limited(dg_str_from(copy), "1", "which the connection pays for");
    gate.peer = 10;
    for (int i = 0; i < 4; i++) {
        is_served(sign("mzj", signed_now(&gate) - 3600,
                       gate_event("receipt.lookup", "department/mzj", "o",
                                  "{\"sequence\":1}")),
                  "what is old is answered");
    }
    is_limited(good("mzj", "department/mzj"), "1", "like what is nobody's");
    gate.peer = 0;
    for (int i = 0; i < 9; i++) {
        is_served(good("mzj", "department/mzj"), "not who signed it");
    }
    is_limited(good("mzj", "department/mzj"), "1", "who has its own limit");
    free(copy);
    gate_close(&gate);
}

/* A slow disk keeps the first message in hand. */
static void
test_outstanding(void)
{
    size_t first, second, other;
    struct dg_str message;
    uint64_t decided;
    printf("# outstanding\n");
    signed_open(&gate, "sqlite", "principal_outstanding = 1000");
    fake_disk_hold("-wal");
    message = sign("mzj", signed_now(&gate),
                   gate_event("task.withdraw", "department/mzj", "large",
                              "{\"task\":1,\"reason\":\"" LONG "\"}"));
    ok(message.len > 1000, "a message larger than the limit");
    first = gate_send(&gate, message.data, message.len);
    decided = dg_flow_entries(gate.flow) + 1;
    while (dg_flow_entries(gate.flow) < decided) {
        uv_run(&gate.loop, UV_RUN_ONCE);
    }
    uv_run(&gate.loop, UV_RUN_NOWAIT);
    fake_disk_await();
    message = good("mzj", "department/mzj");
    second = gate_send(&gate, message.data, message.len);
    message = good("wjj", "department/wjj");
    other = gate_send(&gate, message.data, message.len);
    is_text(at(gate_await(&gate, second), "/type"),
            "urn:dutygate:problem:limit-exceeded", "no more until its answer");
    is_text(at(gate_await(&gate, second), "/retryafter"), "1", "soon");
    fake_disk_release();
    is_text(at(gate_await(&gate, first), "/0/verdict"), "refuse",
            "it was taken, being alone");
    is_text(at(gate_await(&gate, other), ""), "[1]", "others are served");
    is_served(good("mzj", "department/mzj"), "and so is it, then");
    gate_close(&gate);
}

/* ---- connections -----------------------------------------------------------
 */

static void
test_failures(void)
{
    uint64_t bad;
    printf("# failures\n");
    signed_open(&gate, "memory", "unauthenticated_rate = 2");
    gate.peer = 1;
    is_served(good("mzj", "department/mzj"), "an honest connection");
    gate.peer = 2;
    for (int i = 0; i < 4; i++) {
        is_forged("four may fail at once");
    }
    bad = gate.flow->metrics.signatures[DG_SIGNATURE_BAD];
    is_limited(forged(), "1", "then nothing is looked at");
    is_limited(good("mzj", "department/mzj"), "1", "be it good");
    is_limited(DG_STR("{}"), "1", "or no JWS at all");
    is_int(gate.flow->metrics.signatures[DG_SIGNATURE_BAD], bad,
           "no signature was checked");
    is_int(limited(DG_LIMITED_CONNECTION), 3, "which is counted");
    gate.peer = 1;
    is_served(good("mzj", "department/mzj"), "whose name it was is served");
    gate.peer = 3;
    is_served(good("mzj", "department/mzj"), "also over a new connection");
    gate.peer = 2;
    pass(500);
    is_forged("two a second");
    is_limited(forged(), "1", "and no more");
    gate_close(&gate);
}

/* Under the name of mzj's key, with much to look at. */
static struct dg_str
forged_large(void)
{
    static char payload[24 << 10];
    char header[256];
    memset(payload, '1', sizeof payload - 1);
    snprintf(header, sizeof header,
             "{\"alg\":\"EdDSA\",\"kid\":\"%s\",\"typ\":\"dutygate+jws\"}",
             sign_kid("mzj"));
    return sign_under("nobody", header, payload);
}

/* A large one takes as long as several. */
static void
test_large(void)
{
    printf("# large\n");
    signed_open(&gate, "memory", "unauthenticated_rate = 2");
    gate.peer = 2;
    is_text(at(signed_send(&gate, forged_large()), "/type"),
            "urn:dutygate:problem:not-authentic", "32 KiB fail");
    is_forged("and one more");
    is_limited(forged(), "1", "which make four");
    gate_close(&gate);
}

/* From many connections: who has shown good messages goes on, and who comes
 * anew is heard once. */
static void
test_strangers(void)
{
    printf("# strangers\n");
    signed_open(&gate, "memory", "unauthenticated_rate = 1");
    gate.peer = 1;
    is_served(good("mzj", "department/mzj"), "an honest connection");
    for (uint32_t peer = 100; peer < 110; peer++) {
        gate.peer = peer;
        is_forged("a stranger");
        is_forged("fails");
    }
    gate.peer = 200;
    is_forged("too many strangers failed, and one more is heard");
    is_limited(forged(), "1", "once");
    is_limited(good("wjj", "department/wjj"), "1", "and not again");
    gate.peer = 201;
    is_served(good("wjj", "department/wjj"), "who comes anew is");
    is_served(good("wjj", "department/wjj"), "and goes on");
    gate.peer = 1;
    for (int i = 0; i < 20; i++) {
        is_served(good("mzj", "department/mzj"), "who was good goes on");
    }
    pass(1000);
    gate.peer = 200;
    is_served(good("wjj", "department/wjj"), "and strangers are, later");
    gate_close(&gate);
}

/* What is under way counts before it failed. */
static void
test_under_way(void)
{
    size_t sent[12];
    int looked = 0, taken = 0;
    printf("# under way\n");
    signed_open(&gate, "memory", "unauthenticated_rate = 2");
    gate.peer = 5;
    for (int i = 0; i < 12; i++) {
        struct dg_str message = forged();
        sent[i] = gate_send(&gate, message.data, message.len);
    }
    for (int i = 0; i < 12; i++) {
        looked += strcmp(at(gate_await(&gate, sent[i]), "/type"),
                         "urn:dutygate:problem:not-authentic") == 0;
    }
    is_int(looked, 4, "of twelve at once four are looked at");

    gate.peer = 6;
    for (int i = 0; i < 4; i++) {
        is_served(good("mzj", "department/mzj"), "good ones vouch");
    }
    for (int i = 0; i < 12; i++) {
        struct dg_str message = good("mzj", "department/mzj");
        sent[i] = gate_send(&gate, message.data, message.len);
    }
    for (int i = 0; i < 12; i++) {
        taken += strcmp(at(gate_await(&gate, sent[i]), ""), "[1]") == 0;
    }
    is_int(taken, 12, "for two each");
    gate_close(&gate);
}

/* What another signed and sent vouches for nobody who sends it again. */
static void
test_borrowed(void)
{
    size_t sent[12];
    char *copy;
    struct dg_str message;
    int looked = 0;
    printf("# borrowed\n");
    signed_open(&gate, "memory", "unauthenticated_rate = 2");
    gate.peer = 5;
    message = good("mzj", "department/mzj");
    copy = strndup(message.data, message.len);
    is_served(message, "a read");
    gate.peer = 6;
    for (int i = 0; i < 4; i++) {
        is_served(dg_str_from(copy), "sent by another, as long as it is fresh");
    }
    for (int i = 0; i < 12; i++) {
        message = forged();
        sent[i] = gate_send(&gate, message.data, message.len);
    }
    for (int i = 0; i < 12; i++) {
        looked += strcmp(at(gate_await(&gate, sent[i]), "/type"),
                         "urn:dutygate:problem:not-authentic") == 0;
    }
    is_int(looked, 4, "opens it no door");
    free(copy);
    gate_close(&gate);
}

static void
test_no_limits(void)
{
    printf("# no limits\n");
    signed_open(&gate, "memory",
                "principal_rate = 0\nprincipal_outstanding = 0\n"
                "unauthenticated_rate = 0");
    gate.peer = 7;
    for (int i = 0; i < 100; i++) {
        is_forged("0 is no limit");
    }
    is_int(limited(DG_LIMITED_CONNECTION), 0, "nobody was limited");
    gate_close(&gate);
}

int
main(void)
{
    fake_disk_install();
    test_rate();
    test_replays();
    test_outstanding();
    test_failures();
    test_large();
    test_strangers();
    test_under_way();
    test_borrowed();
    test_no_limits();
    return tap_done();
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Signed messages and those that only look so: what each is answered, and that
 * it is counted. */
#include "tests/gateway/flow/problem.h"

#include <stdlib.h>

#define TASK                                                                   \
    "{\"duty\":\"A-001\",\"title\":\"城乡低保对象动态核查\","        \
    "\"audience\":{\"prefixes\":[\"522731\"]},\"due\":\"2026-02-01\"}"
#define NOBODY "no known key made this signature"

static struct gate gate;

static const char *
at(const struct dg_json *reply, const char *pointer)
{
    return gate_at(&gate, reply, pointer);
}

static const char *
task(const char *id)
{
    return gate_event("task.publish", "department/mzj", id, TASK);
}

/* The last message, spoilt where a test says. */
static char spoilt[1 << 12];

static struct dg_str
spoil(struct dg_str message, size_t at, char with)
{
    memcpy(spoilt, message.data, message.len);
    spoilt[at] = with;
    return (struct dg_str){spoilt, message.len};
}

static void
is_problem(struct dg_str message, enum dg_problem_code code, const char *detail)
{
    problem_of(&gate, message, code, detail);
}

/* ---- what is taken ------------------------------------------------------- */

static void
test_good(void)
{
    const struct dg_json *r =
        signed_ask(&gate, "mzj", "task.publish", "department/mzj", "t1", TASK);
    struct dg_str first;
    is_text(at(r, ""), "[1]", "one event is answered by an array");
    is_text(at(r, "/0/verdict"), "admit", "admitted");
    first = dg_str_from(gate.replies[(gate.asked - 1) % GATE_REPLIES]);
    first = dg_arena_copy(&gate.arena, first);

    gate.now_us += 299 * 1000000;
    r = signed_send(&gate, sign("mzj", signed_now(&gate) - 299, task("t1")));
    is_text(gate.replies[(gate.asked - 1) % GATE_REPLIES], first.data,
            "the same id gets the first answer, byte for byte");
    r = signed_send(&gate, sign("mzj", signed_now(&gate) - 86400, task("t1")));
    is_text(gate.replies[(gate.asked - 1) % GATE_REPLIES], first.data,
            "also under an old signature");
    r = signed_send(&gate, sign("mzj", signed_now(&gate) + 86400, task("t1")));
    is_text(gate.replies[(gate.asked - 1) % GATE_REPLIES], first.data,
            "and under one of tomorrow");
}

static void
test_names_of_the_algorithm(void)
{
    char header[256], payload[4096];
    snprintf(header, sizeof header,
             "{\"typ\":\"dutygate+jws\", \"alg\":\"Ed25519\",\"kid\":\"%s\"}",
             sign_kid("mzj"));
    snprintf(payload, sizeof payload,
             "{ \"iat\":%lld,\"events\":[%s] ,\"aud\":\"huishui\"}\n",
             (long long) signed_now(&gate), task("t2"));
    is_text(at(signed_send(&gate, sign_under("mzj", header, payload)),
               "/0/verdict"),
            "admit", "members in any order, Ed25519 for EdDSA");
}

/* One bad event: the others are decided. */
static void
test_one_bad_event(void)
{
    char events[8192];
    const struct dg_json *r;
    int len = snprintf(events, sizeof events, "%s,", task("t3"));
    len += snprintf(events + len, sizeof events - (size_t) len, "%s,",
                    gate_event("task.publish", "department/wjj", "t4", TASK));
    len += snprintf(events + len, sizeof events - (size_t) len, "%s,",
                    gate_event("task.publish", "department/mzj", "t5", "{}"));
    len += snprintf(events + len, sizeof events - (size_t) len, "%s,",
                    gate_event("task.publish", "department/mzj", "t3", "{}"));
    snprintf(events + len, sizeof events - (size_t) len, "17,%s", task("t6"));
    r = signed_send(&gate, sign("mzj", signed_now(&gate), events));
    is_text(at(r, ""), "[6]", "six answers");
    is_text(at(r, "/0/verdict"), "admit", "the first event is admitted");
    problem_at(&gate, r, "/1", DG_PROBLEM_NOT_PERMITTED,
               "signed by department/mzj, not by department/wjj");
    is_text(at(r, "/1/id"), "t4", "and named");
    is_text(at(r, "/2/type"), "urn:dutygate:problem:schema", "no task");
    is_text(at(r, "/3/type"), "urn:dutygate:problem:schema", "nor here");
    is_text(at(r, "/4/detail"), "must be an object", "no event");
    is_text(at(r, "/5/verdict"), "admit", "and the last one is admitted");
}

/* ---- not signed, or not well ----------------------------------------------
 */

static void
test_no_jws(void)
{
    struct dg_str good = sign("mzj", signed_now(&gate), task("n1"));
    const char *dot = memchr(good.data, '.', good.len);
    is_problem(dg_str_from(task("n1")), DG_PROBLEM_NOT_SIGNED,
               "a message must be signed: a JWS, not JSON");
    is_problem(DG_STR("[]"), DG_PROBLEM_NOT_SIGNED,
               "a message must be signed: a JWS, not JSON");
    is_problem(DG_STR(""), DG_PROBLEM_NOT_JWS,
               "there must be three parts with dots between");
    good = sign("mzj", signed_now(&gate), task("n1"));
    dot = memchr(good.data, '.', good.len);
    is_problem((struct dg_str){good.data, (size_t) (dot - good.data)},
               DG_PROBLEM_NOT_JWS,
               "there must be three parts with dots between");
    good = sign("mzj", signed_now(&gate), task("n1"));
    is_problem((struct dg_str){good.data, good.len - 1}, DG_PROBLEM_NOT_JWS,
               "the signature must be 64 bytes in base64url");
}

static void
test_headers(void)
{
    static const char three[] =
        "the header must have alg, kid and typ, and nothing else";
    static const struct {
        const char *before, *after, *detail;
    } cases[] = {
        {"{\"alg\":\"none\",", "}", "alg must be EdDSA or Ed25519"},
        {"{\"alg\":\"HS256\",", "}", "alg must be EdDSA or Ed25519"},
        {"{\"alg\":\"EdDSA\",", ",\"crit\":[\"exp\"]}", three},
        {"{\"alg\":\"EdDSA\",", ",\"jku\":\"https://example.org/\"}", three},
        {"{\"alg\":\"EdDSA\",\"b64\":false,", "}", three},
        {"{\"typ\":\"JWT\",", "}", "the header must be a JSON object"},
        {"{\"alg\":\"EdDSA\",", ",\"alg\":\"EdDSA\"}",
         "the header must be a JSON object"},
    };
    char header[256], payload[4096];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(header, sizeof header,
                 "%s\"kid\":\"%s\",\"typ\":\"dutygate+jws\"%s", cases[i].before,
                 sign_kid("mzj"), cases[i].after);
        snprintf(payload, sizeof payload,
                 "{\"aud\":\"huishui\",\"iat\":%lld,\"events\":[%s]}",
                 (long long) signed_now(&gate), task("n2"));
        is_problem(sign_under("mzj", header, payload), DG_PROBLEM_BAD_HEADER,
                   cases[i].detail);
    }
}

/* An attacker learns nothing: whatever is wrong, the answer has the same
 * bytes. */
static void
test_wrong_keys(void)
{
    char header[256], payload[4096];
    struct dg_str answers[4];
    struct dg_str message;
    is_problem(sign("nobody", signed_now(&gate), task("n3")),
               DG_PROBLEM_NOT_AUTHENTIC, NOBODY);
    answers[0] = dg_str_from(gate.replies[(gate.asked - 1) % GATE_REPLIES]);

    snprintf(header, sizeof header,
             "{\"alg\":\"EdDSA\",\"kid\":\"%s\",\"typ\":\"dutygate+jws\"}",
             sign_kid("mzj"));
    snprintf(payload, sizeof payload,
             "{\"aud\":\"huishui\",\"iat\":%lld,\"events\":[%s]}",
             (long long) signed_now(&gate), task("n3"));
    is_problem(sign_under("nobody", header, payload), DG_PROBLEM_NOT_AUTHENTIC,
               NOBODY);
    answers[1] = dg_str_from(gate.replies[(gate.asked - 1) % GATE_REPLIES]);

    message = sign("mzj", signed_now(&gate), task("n3"));
    is_problem(spoil(message, message.len - 10,
                     message.data[message.len - 10] == 'A' ? 'B' : 'A'),
               DG_PROBLEM_NOT_AUTHENTIC, NOBODY);
    answers[2] = dg_str_from(gate.replies[(gate.asked - 1) % GATE_REPLIES]);

    message = sign("mzj", signed_now(&gate), task("n3"));
    is_problem(spoil(message, message.len - 200,
                     message.data[message.len - 200] == 'A' ? 'B' : 'A'),
               DG_PROBLEM_NOT_AUTHENTIC, NOBODY);
    answers[3] = dg_str_from(gate.replies[(gate.asked - 1) % GATE_REPLIES]);
    for (int i = 1; i < 4; i++) {
        is_str(answers[i], answers[0].data, "the answer tells nothing");
    }
}

/* ---- signed, but not for us, or not now ------------------------------------
 */

static void
test_audience(void)
{
    char payload[4096];
    static const char *const others[] = {"changshun", "huishui2", "Huishui"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        snprintf(payload, sizeof payload,
                 "{\"aud\":\"%s\",\"iat\":%lld,\"events\":[%s]}", others[i],
                 (long long) signed_now(&gate), task("a1"));
        is_problem(sign_payload("mzj", payload), DG_PROBLEM_WRONG_AUDIENCE,
                   "this is gateway huishui");
    }
}

static void
test_time(void)
{
    static const struct {
        int64_t past;
        const char *detail;
    } cases[] = {
        {301, "signed at 2026-01-05T07:59:58.000000Z, and here it is "
              "2026-01-05T08:04:59.000000Z"},
        {-301, "signed at 2026-01-05T08:10:00.000000Z, and here it is "
               "2026-01-05T08:04:59.000000Z"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct dg_json *r = signed_send(
            &gate, sign("mzj", signed_now(&gate) - cases[i].past, task("f1")));
        problem_at(&gate, r, "/0", DG_PROBLEM_NOT_FRESH, cases[i].detail);
    }
    is_text(at(signed_send(&gate,
                           sign("mzj", signed_now(&gate) - 301,
                                gate_event("inbox.read", "department/mzj", "f2",
                                           "{\"office\":"
                                           "\"522731001001\"}"))),
               "/0/type"),
            "urn:dutygate:problem:not-permitted",
            "a read that may not be is not told of time");
    is_text(at(signed_send(&gate, sign("office", signed_now(&gate) - 301,
                                       gate_event("inbox.read",
                                                  "office/522731001001", "f3",
                                                  "{\"office\":"
                                                  "\"522731001001\"}"))),
               "/0/type"),
            "urn:dutygate:problem:not-fresh", "reads are to be fresh, too");
    is_text(
        at(signed_send(&gate, sign("mzj", signed_now(&gate) - 301,
                                   gate_event("task.check", "department/mzj",
                                              "f4", TASK))),
           "/0/type"),
        "urn:dutygate:problem:not-fresh", "and checks");
    is_text(at(signed_send(&gate, sign("mzj", signed_now(&gate) - 301,
                                       gate_event("task.publish",
                                                  "department/mzj", "t1",
                                                  "{\"duty\":\"A-001\","
                                                  "\"title\":\"别的\","
                                                  "\"audience\":{\"prefixes\":"
                                                  "[\"522731\"]},\"due\":"
                                                  "\"2026-02-01\"}"))),
               "/0/type"),
            "urn:dutygate:problem:not-fresh",
            "and a known id with other content");
    is_text(at(signed_ask(&gate, "mzj", "task.publish", "department/mzj", "t1",
                          "{\"duty\":\"A-001\",\"title\":\"别的\","
                          "\"audience\":{\"prefixes\":[\"522731\"]},\"due\":"
                          "\"2026-02-01\"}"),
               "/0/type"),
            "urn:dutygate:problem:id-reused", "which is id-reused when fresh");
}

/* ---- payloads ---------------------------------------------------------------
 */

static void
is_schema(const char *payload, const char *pointer, const char *detail)
{
    const struct dg_json *r = signed_send(&gate, sign_payload("mzj", payload));
    is_text(at(r, "/type"), "urn:dutygate:problem:schema", payload);
    is_text(at(r, "/detail"), detail, "says why");
    is_text(at(r, "/pointer"), pointer, "and where");
}

static void
test_payloads(void)
{
    char *many = malloc(16384);
    size_t len;
    is_schema("{\"aud\":\"huishui\",\"iat\":\"1767600000\",\"events\":[1]}",
              "/iat", "must be an integer");
    is_schema("{\"aud\":\"huishui\",\"iat\":-1,\"events\":[1]}", "/iat",
              "must be at least 0");
    is_schema("{\"aud\":\"huishui\",\"iat\":99999999999999999999,\"events\":"
              "[1]}",
              "/iat", "must be at most 253402300799");
    is_schema("{\"aud\":\"huishui\",\"iat\":253402300800,\"events\":[1]}",
              "/iat", "must be at most 253402300799");
    is_schema("{\"aud\":\"huishui\",\"iat\":1767600000.5,\"events\":[1]}",
              "/iat", "must be an integer");
    is_schema("{\"aud\":\"huishui\",\"iat\":1e9,\"events\":[1]}", "/iat",
              "must be an integer");
    is_schema("{\"aud\":[\"huishui\"],\"iat\":1767600000,\"events\":[1]}",
              "/aud", "must be a string");
    is_schema("{\"iat\":1767600000,\"events\":[1]}", "", "must have \"aud\"");
    is_schema("{\"aud\":\"huishui\",\"events\":[1]}", "", "must have \"iat\"");
    is_schema("{\"aud\":\"huishui\",\"iat\":1767600000}", "",
              "must have \"events\"");
    is_schema("{\"aud\":\"huishui\",\"iat\":1767600000,\"events\":[1],"
              "\"exp\":1}",
              "", "must not have \"exp\"");
    is_schema("{\"aud\":\"huishui\",\"iat\":1767600000,\"events\":{}}",
              "/events", "must be an array");
    is_schema("{\"aud\":\"huishui\",\"iat\":1767600000,\"events\":[]}",
              "/events", "must have at least 1 item(s)");
    is_schema("[]", "", "must be an object");
    is_problem(sign_payload("mzj", "{\"aud\":\"huishui\",\"iat\":1767600000,"
                                   "\"iat\":1767600001,\"events\":[1]}"),
               DG_PROBLEM_DUPLICATE_MEMBER,
               "byte 40: duplicate member \"iat\"");
    is_problem(sign_payload("mzj", "惠水"), DG_PROBLEM_NOT_JSON,
               "byte 1: not JSON");

    len = (size_t) sprintf(many,
                           "{\"aud\":\"huishui\",\"iat\":%lld,"
                           "\"events\":[0",
                           (long long) signed_now(&gate));
    for (int i = 1; i < 257; i++) {
        len += (size_t) sprintf(many + len, ",%d", i);
    }
    strcpy(many + len, "]}");
    is_problem(sign_payload("mzj", many), DG_PROBLEM_TOO_LARGE,
               "257 events; at most 256 are taken");
    free(many);
}

/* ---- sizes --------------------------------------------------------------- */

static struct dg_str
make_long(size_t text)
{
    char *event = malloc(text + 1024);
    struct dg_str message;
    int len = sprintf(event, "{\"specversion\":\"1.0\",\"id\":\"long\","
                             "\"source\":\"department/mzj\",\"type\":"
                             "\"dutygate.task.publish.v1\",\"data\":{\"x\":\"");
    memset(event + len, 'x', text);
    strcpy(event + len + text, "\"}}");
    message = sign("mzj", signed_now(&gate), event);
    free(event);
    return message;
}

static void
test_sizes(void)
{
    struct dg_str message = make_long(DG_MESSAGE_SIZE_MAX / 4 * 3);
    char detail[64];
    size_t over = message.len - DG_MESSAGE_SIZE_MAX;
    snprintf(detail, sizeof detail, "%zu bytes; at most 1048576 are taken",
             message.len);
    is_problem(message, DG_PROBLEM_TOO_LARGE, detail);
    message = make_long(DG_MESSAGE_SIZE_MAX / 4 * 3 - (over + 3) / 4 * 3);
    ok(message.len <= DG_MESSAGE_SIZE_MAX && message.len > 1048570,
       "%zu bytes are not too many", message.len);
    is_text(at(signed_send(&gate, message), "/0/type"),
            "urn:dutygate:problem:schema", "and are read");
}

/* ---- the journal --------------------------------------------------------- */

/* The gate still speaks to itself. */
static void
test_own_name(void)
{
    const struct dg_json *r;
    problem_count(&gate, DG_PROBLEM_NOT_PERMITTED);
    r = signed_ask(&gate, "mzj", "gateway.configure", "gateway/huishui", "g1",
                   "{\"program\":\"x\",\"unicode\":\"15.0.0\",\"language\":"
                   "\"en\",\"plugins\":[]}");
    problem_at(&gate, r, "/0", DG_PROBLEM_NOT_PERMITTED,
               "signed by department/mzj, not by "
               "gateway/huishui");
}

int
main(void)
{
    signed_open(&gate, "sqlite", "");
    test_good();
    test_names_of_the_algorithm();
    test_one_bad_event();
    test_no_jws();
    test_headers();
    test_wrong_keys();
    test_audience();
    test_time();
    test_payloads();
    test_sizes();
    test_own_name();
    is_int(gate.failures, 0, "no commit failed");
    gate_close(&gate);
    return tap_done();
}

/* SPDX-License-Identifier: Apache-2.0 */
/* A message that asks for more than the gateway can look up while everybody
 * waits: its first answers come, the rest is to be asked in another. */
#include "tests/gateway/flow/gate.h"
#include "tests/tap/tap.h"

#define FIELDS 5000
#define ASKED 3

static struct gate gate;
static char text[1 << 20];

static const char *
at(const struct dg_json *reply, const char *pointer)
{
    return gate_at(&gate, reply, pointer);
}

static void
register_form(void)
{
    size_t len = (size_t) snprintf(
        text, sizeof text,
        "{\"form\":{\"control\":\"大表\",\"version\":\"1\",\"class\":"
        "\"survey\","
        "\"authority\":\"国家统计局\",\"approval\":\"国统制〔2026〕1号\","
        "\"validuntil\":\"2099-12-31\",\"fields\":[");
    for (unsigned i = 0; i < FIELDS; i++) {
        len += (size_t) snprintf(text + len, sizeof text - len,
                                 "%s{\"name\":\"f%u\",\"label\":\"第%u项指标\","
                                 "\"type\":\"integer\"}",
                                 i ? "," : "", i, i);
    }
    snprintf(text + len, sizeof text - len, "]}}");
}

static const struct dg_json *
tell(const char *type, const char *id, const char *data)
{
    static char event[sizeof text + 512];
    int len = snprintf(event, sizeof event,
                       "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":"
                       "\"department/mzj\",\"type\":\"dutygate.%s.v1\","
                       "\"data\":%s}",
                       id, type, data);
    return gate_ask_bytes(&gate, event, (size_t) len);
}

static const struct dg_json *
check_often(unsigned count)
{
    size_t len = 0;
    for (unsigned i = 0; i < count; i++) {
        len += (size_t) snprintf(
            text + len, sizeof text - len,
            "%c{\"specversion\":\"1.0\",\"id\":\"c%u\",\"source\":"
            "\"department/mzj\",\"type\":\"dutygate.form.check.v1\",\"data\":"
            "{\"form\":{\"control\":\"大表\",\"version\":\"1\"},\"limit\":1}}",
            i ? ',' : '[', i);
    }
    len += (size_t) snprintf(text + len, sizeof text - len, "]");
    return gate_ask_bytes(&gate, text, len);
}

int
main(void)
{
    const struct dg_json *reply;
    gate_open_asking(&gate, "memory", 1); /* no check here takes less */
    gate.quiet = true;
    gate_furnish(&gate);
    register_form();
    is_text(at(tell("form.publish", "f", text), "/verdict"), "admit",
            "a form of 5000 fields");
    reply = check_often(ASKED);
    is_text(at(reply, "/0/result/counts/fields"), "5000",
            "of three checks of it the first is answered");
    is_text(at(reply, "/2/type"), "urn:dutygate:problem:limit-exceeded",
            "the last is not");
    is_text(at(reply, "/2/detail"),
            "what this message asks takes long; ask the rest in another",
            "and says what to do");
    is_text(at(check_often(1), "/0/result/counts/fields"), "5000",
            "in another it is answered");
    gate_close(&gate);
    return tap_done();
}

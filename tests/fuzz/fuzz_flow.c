/* SPDX-License-Identifier: Apache-2.0 */
/* The whole gateway without a socket: every message gets exactly one answer,
 * which is JSON, and the gateway goes on. What is no JWS is said twice: as it
 * is, and signed. */
#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "tests/gateway/flow/signed.h"

#define MESSAGES 2000 /* then a new gateway: inputs shall not lean on ages */

static struct gate gate;

/* libFuzzer does not say where tests lie. */
static void
open_gate(void)
{
    static char dir[] = "/tmp/dutygate-fuzz.XXXXXX";
    char options[512];
    if (!getenv("TEST_DIR")) {
        FUZZ_NEED(mkdtemp(dir) != NULL);
        setenv("TEST_DIR", dir, 1);
    }
    snprintf(options, sizeof options,
             "log_level = \"error\"\nroot_keys = {\"%s\"}\n"
             "principal_rate = 0\nprincipal_outstanding = 0\n"
             "unauthenticated_rate = 0",
             sign_x("root"));
    gate_open(&gate, "memory", options);
    gate.quiet = true;
    signed_enrol(&gate);
    gate_furnish(&gate);
}

/* An id that was seen is answered from the journal, so the first id gets
 * another number each time, in the digits it has. */
static char *
renumber(const uint8_t *data, size_t size, unsigned number)
{
    static const char member[] = "\"id\":\"";
    char *copy = malloc(size + 1), *id;
    FUZZ_NEED(copy);
    memcpy(copy, data, size);
    copy[size] = '\0';
    id = memmem(copy, size, member, sizeof member - 1);
    for (id = id ? id + sizeof member - 1 : NULL; id && *id != '"' && *id;
         id++) {
        if (*id >= '0' && *id <= '9') {
            *id = (char) ('0' + number % 10);
            number /= 10;
        }
    }
    return copy;
}

static void
tell(const char *text, size_t size)
{
    const struct dg_json *reply =
        gate_await(&gate, gate_send(&gate, text, size));
    FUZZ_NEED(reply &&
              (reply->type == DG_JSON_OBJECT || reply->type == DG_JSON_ARRAY));
    FUZZ_NEED(gate.failures == 0);
}

/* Mostly a second passes from one message to the next, at times days do. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static unsigned messages;
    char *text = renumber(data, size, messages);
    if (messages == 0) {
        open_gate();
    }
    gate.now_us += messages % 64 ? 1000000 : INT64_C(40) * 86400 * 1000000;
    tell(text, size);
    if (strncmp(text, "ey", 2) != 0) {
        struct dg_str message = sign("mzj", signed_now(&gate), text);
        tell(message.data, message.len);
    }
    free(text);
    dg_arena_reset(&gate.arena);
    gate.hints[0] = '\0';
    if (++messages == MESSAGES) {
        gate_close(&gate);
        messages = 0;
    }
    return 0;
}

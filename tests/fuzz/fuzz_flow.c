/* SPDX-License-Identifier: Apache-2.0 */
/* The whole gateway without a socket: every message gets exactly one answer,
 * which is JSON, and the gateway goes on. */
#include "tests/fuzz/fuzz.h"
#include "tests/gateway/flow/gate.h"

#define MESSAGES 2000 /* then a new gateway: inputs shall not lean on ages */

static struct gate gate;

/* libFuzzer does not say where tests lie. */
static void
open_gate(void)
{
    static char dir[] = "/tmp/dutygate-fuzz.XXXXXX";
    if (!getenv("TEST_DIR")) {
        FUZZ_NEED(mkdtemp(dir) != NULL);
        setenv("TEST_DIR", dir, 1);
    }
    gate_open(&gate, "memory", "log_level = \"error\"");
    gate.quiet = true;
    gate_furnish(&gate);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static unsigned messages;
    const struct dg_json *reply;
    if (messages == 0) {
        open_gate();
    }
    gate.now_us += 1000000;
    reply = gate_await(&gate, gate_send(&gate, (const char *) data, size));
    FUZZ_NEED(reply &&
              (reply->type == DG_JSON_OBJECT || reply->type == DG_JSON_ARRAY));
    FUZZ_NEED(gate.failures == 0);
    dg_arena_reset(&gate.arena);
    gate.hints[0] = '\0';
    if (++messages == MESSAGES) {
        gate_close(&gate);
        messages = 0;
    }
    return 0;
}

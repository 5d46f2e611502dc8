/* SPDX-License-Identifier: Apache-2.0 */
/* The decoder of messages, with every schema: what is bad says why, what is
 * good is whole. */
#include "tests/fuzz/fuzz.h"
#include "tests/proto/schema/wire.h"

static void
look(const struct dg_event *event, struct dg_str text)
{
    if (event->bad) {
        FUZZ_NEED(event->problem < DG_PROBLEM_COUNT);
        FUZZ_NEED(event->detail.len > 0);
        return;
    }
    FUZZ_NEED(event->kind && event->data && event->root);
    FUZZ_NEED(event->id.len > 0 && event->role < DG_ROLE_COUNT);
    FUZZ_NEED(event->bytes.data >= text.data &&
              event->bytes.data + event->bytes.len <= text.data + text.len);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct wire wire;
    struct dg_str text = {(const char *) data, size};
    struct dg_message message;
    if (!wire.set) {
        FUZZ_NEED(wire_open(&wire));
    }
    message = wire_decode(&wire, text);
    if (message.bad) {
        FUZZ_NEED(message.detail.len > 0);
        return 0;
    }
    FUZZ_NEED(message.count > 0 && message.count <= DG_EVENT_BATCH_MAX);
    for (size_t i = 0; i < message.count; i++) {
        look(&message.events[i], text);
    }
    return 0;
}

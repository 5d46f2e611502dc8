/* SPDX-License-Identifier: Apache-2.0 */
/* What is read back from a journal: a header that decodes encodes to the same
 * bytes; a decision or an event that does not decode is said so. */
#include <string.h>

#include "proto/codec/event.h"
#include "proto/codec/header.h"
#include "tests/fuzz/fuzz.h"

static void
read_header(struct dg_arena *arena, struct dg_str bytes)
{
    struct dg_header header = {0};
    struct dg_buf again;
    if (dg_header_decode(bytes, arena, &header) != DG_OK) {
        return;
    }
    dg_buf_init(&again);
    dg_header_encode(&header, &again);
    FUZZ_NEED(again.err == DG_OK);
    FUZZ_NEED(again.len == bytes.len &&
              memcmp(again.data, bytes.data, bytes.len) == 0);
    dg_buf_finish(&again);
}

static void
read_decision(struct dg_arena *arena, struct dg_str text)
{
    struct dg_decision decision = {0};
    struct dg_json_writer *writer;
    struct dg_str again;
    if (dg_decision_decode(arena, text, &decision) != DG_OK) {
        return;
    }
    FUZZ_NEED(dg_json_writer_create(&writer) == DG_OK);
    FUZZ_NEED(dg_decision_encode(&decision, writer, &again) == DG_OK);
    FUZZ_NEED(again.len > 0);
    dg_json_writer_destroy(writer);
}

static const struct dg_event_type *
find_none(void *ctx, struct dg_str name)
{
    (void) ctx, (void) name;
    return NULL;
}

static void
read_event(struct dg_arena *arena, struct dg_str text)
{
    const struct dg_event_codec codec = {.lookup = find_none};
    struct dg_event event = {0};
    if (dg_event_decode_stored(&codec, arena, text, &event) == DG_OK) {
        FUZZ_NEED(event.root != NULL);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct dg_str bytes = {(const char *) data, size};
    struct dg_arena arena;
    dg_arena_init(&arena, 256u << 20);
    read_header(&arena, bytes);
    read_decision(&arena, bytes);
    read_event(&arena, bytes);
    dg_arena_finish(&arena);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The JSON reader: what it takes it gives back, and every node lies in the
 * text it says. */
#include <string.h>

#include "proto/codec/json.h"
#include "proto/codec/json_writer.h"
#include "tests/fuzz/fuzz.h"

static void
look(struct dg_arena *arena, const struct dg_json *root,
     const struct dg_json *node, struct dg_str text)
{
    struct dg_str pointer = dg_json_pointer(arena, root, node);
    uint32_t count = 0;
    FUZZ_NEED(node->start < node->end && node->end <= text.len);
    FUZZ_NEED(dg_json_at(root, pointer) == node);
    for (const struct dg_json *child = node->child; child;
         child = child->next, count++) {
        FUZZ_NEED(child->parent == node);
        FUZZ_NEED(node->start < child->start && child->end < node->end);
        look(arena, root, child, text);
    }
    FUZZ_NEED(count == node->count);
}

/* Written out and read again it is the same. */
static void
write_again(struct dg_arena *arena, const struct dg_json *root)
{
    struct dg_json_writer *writer;
    struct dg_str text, again;
    const struct dg_json *back;
    struct dg_json_error error;
    FUZZ_NEED(dg_json_writer_create(&writer) == DG_OK);
    dg_json_copy(writer, root);
    FUZZ_NEED(dg_json_writer_text(writer, &text) == DG_OK);
    text = dg_arena_copy(arena, text);
    FUZZ_NEED(dg_json_parse(arena, text, &back, &error) == DG_OK);
    dg_json_writer_reset(writer);
    dg_json_copy(writer, back);
    FUZZ_NEED(dg_json_writer_text(writer, &again) == DG_OK);
    FUZZ_NEED(dg_str_equal(text, again));
    dg_json_writer_destroy(writer);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct dg_str text = {(const char *) data, size};
    const struct dg_json *root = NULL;
    struct dg_json_error error = {0};
    struct dg_arena arena;
    enum dg_err err;
    dg_arena_init(&arena, 256u << 20);
    err = dg_json_parse(&arena, text, &root, &error);
    if (err == DG_OK) {
        look(&arena, root, root, text);
        write_again(&arena, root);
    } else if (err != DG_ERR_MEMORY) {
        FUZZ_NEED(error.code && error.offset <= size);
    }
    dg_arena_finish(&arena);
    return 0;
}

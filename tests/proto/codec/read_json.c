/* SPDX-License-Identifier: Apache-2.0 */
/* Reads texts from stdin, each behind its length (32 bits, big-endian), and
 * says of each "ok" or the error's code; or "BAD" when a node's bytes alone are
 * not that node again, or its pointer does not lead back to it. */
#include <stdio.h>
#include <stdlib.h>

#include "proto/base/buf.h"
#include "proto/codec/json.h"

static bool
is_itself(struct dg_arena *arena, struct dg_str text,
          const struct dg_json *root, const struct dg_json *node)
{
    struct dg_str bytes = {text.data + node->start, node->end - node->start};
    const struct dg_json *again;
    struct dg_json_error error;

    return dg_json_parse(arena, bytes, &again, &error) == DG_OK &&
           again->type == node->type && again->count == node->count &&
           (node->child || dg_str_equal(again->text, node->text)) &&
           (!root->child || dg_str_equal(dg_json_bytes(node), bytes)) &&
           dg_json_at(root, dg_json_pointer(arena, root, node)) == node;
}

/* The next node in document order. */
static const struct dg_json *
follow(const struct dg_json *node)
{
    if (node->child) {
        return node->child;
    }
    while (node && !node->next) {
        node = node->parent;
    }
    return node ? node->next : NULL;
}

static const char *
judge(struct dg_arena *arena, struct dg_str text)
{
    const struct dg_json *root;
    struct dg_json_error error;

    if (dg_json_parse(arena, text, &root, &error) != DG_OK) {
        return error.code;
    }
    for (const struct dg_json *n = root; n; n = follow(n)) {
        if (!is_itself(arena, text, root, n)) {
            return "BAD";
        }
    }
    return "ok";
}

int
main(void)
{
    struct dg_arena arena;
    char head[4];

    dg_arena_init(&arena, 64 << 20);
    while (fread(head, 1, sizeof head, stdin) == sizeof head) {
        struct dg_reader reader;
        char *bytes;
        size_t len;
        dg_reader_init(&reader, (struct dg_str){head, sizeof head});
        len = dg_reader_u32(&reader);
        bytes = malloc(len + 1);
        if (!bytes || fread(bytes, 1, len, stdin) != len) {
            return 1;
        }
        printf("%s\n", judge(&arena, (struct dg_str){bytes, len}));
        dg_arena_reset(&arena);
        free(bytes);
    }
    dg_arena_finish(&arena);
    return 0;
}

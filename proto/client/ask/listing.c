/* SPDX-License-Identifier: Apache-2.0 */
/* Decides in which order a listing is printed. */
#include "proto/client/ask/listing.h"

#define ARENA_LIMIT ((size_t) 1 << 30)

enum dg_err
dg_listing_err(const struct dg_listing *listing)
{
    enum dg_err err = listing->head.err ? listing->head.err : listing->tail.err;
    return err ? err : listing->table.err;
}

static int
print(const struct dg_cli *cli, struct dg_listing *listing, const char *empty)
{
    struct dg_buf *out = &listing->head;
    dg_table_render(&listing->table, dg_cli_columns(), out);
    dg_buf_str(out, (struct dg_str){listing->tail.data, listing->tail.len});
    if (dg_listing_err(listing)) {
        return dg_cli_fail_memory(cli);
    }
    if (out->len == 0) {
        dg_buf_text(out, empty);
    }
    dg_cli_flush(out);
    return DG_EXIT_OK;
}

int
dg_listing_show(struct dg_cli *cli, struct dg_listing *listing,
                const struct dg_pages *pages, const char *const *heads,
                const char *empty)
{
    struct dg_arena arena;
    dg_arena_init(&arena, ARENA_LIMIT);
    dg_buf_init(&listing->head);
    dg_buf_init(&listing->tail);
    dg_table_init(&listing->table, &arena, heads);
    int status = dg_pages_read(cli, pages);
    if (!status && !cli->json) {
        status = print(cli, listing, empty);
    }
    dg_table_finish(&listing->table);
    dg_buf_finish(&listing->tail);
    dg_buf_finish(&listing->head);
    dg_arena_finish(&arena);
    return status;
}

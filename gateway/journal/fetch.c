/* SPDX-License-Identifier: Apache-2.0 */
/* Reads single entries back while the gateway runs, on libuv's thread pool and
 * through one cursor kept open for it. */
#include <stdlib.h>

#include "gateway/journal/journal_internal.h"

struct fetch {
    uv_work_t work;
    struct dg_journal *journal;
    uint64_t sequence;
    dg_journal_fetch_fn handle_fetch;
    void *ctx;
    enum dg_err err;
    struct dg_store_entry entry;
    struct dg_arena arena; /* of its strings */
    struct dg_buf proof;
};

enum dg_err
dg_fetch_open_cursor(struct dg_journal *journal)
{
    return journal->cursor
               ? DG_OK
               : dg_store_cursor_open(journal->store, 1, &journal->cursor);
}

static enum dg_err
read_entry(struct dg_journal *journal, struct fetch *fetch)
{
    struct dg_store_entry *entry = &fetch->entry;
    uint64_t sequence;
    enum dg_err err = dg_fetch_open_cursor(journal);

    if (err != DG_OK) {
        return err;
    }
    dg_store_cursor_seek(journal->cursor, fetch->sequence);
    err = dg_store_cursor_next(journal->cursor, entry, &sequence);
    if (err == DG_OK && dg_entry_check(journal->sha, entry)) {
        err = DG_ERR_CORRUPT;
    }
    if (err == DG_OK && !dg_entry_keep(&fetch->arena, entry)) {
        err = DG_ERR_MEMORY;
    }
    dg_store_cursor_seek(journal->cursor, 1); /* lets go of the store */
    if (err == DG_OK && journal->tree) {
        err = dg_prove_entry(journal, entry->sequence, &fetch->proof);
    }
    return err;
}

static void
handle_work(uv_work_t *work)
{
    struct fetch *fetch = work->data;
    struct dg_journal *journal = fetch->journal;
    uv_mutex_lock(&journal->fetch_lock);
    fetch->err = read_entry(journal, fetch);
    uv_mutex_unlock(&journal->fetch_lock);
}

static void
handle_after_work(uv_work_t *work, int status)
{
    struct fetch *fetch = work->data;
    struct dg_journal *journal = fetch->journal;
    enum dg_err err = status == 0 ? fetch->err : DG_ERR_BUSY;

    journal->fetches--;
    fetch->handle_fetch(fetch->ctx, err == DG_OK ? &fetch->entry : NULL,
                        (struct dg_str){fetch->proof.data, fetch->proof.len},
                        err);
    dg_buf_finish(&fetch->proof);
    dg_arena_finish(&fetch->arena);
    free(fetch);
    dg_journal_try_stop(journal);
}

enum dg_err
dg_journal_fetch(struct dg_journal *journal, uint64_t sequence,
                 dg_journal_fetch_fn handle_fetch, void *ctx)
{
    struct fetch *fetch = calloc(1, sizeof *fetch);
    if (!fetch) {
        return DG_ERR_MEMORY;
    }
    fetch->work.data = fetch;
    fetch->journal = journal;
    fetch->sequence = sequence;
    fetch->handle_fetch = handle_fetch;
    fetch->ctx = ctx;
    dg_arena_init(&fetch->arena, SIZE_MAX);
    dg_buf_init(&fetch->proof);
    if (uv_queue_work(journal->loop, &fetch->work, handle_work,
                      handle_after_work) != 0) {
        free(fetch);
        return DG_ERR_MEMORY;
    }
    journal->fetches++;
    return DG_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The loop's side of the journal: numbers what is handed in, passes it to the
 * writer thread, and tells its owner in order what became of it. */
#include "gateway/journal/journal.h"

#include <sodium.h>
#include <stdlib.h>

#include "gateway/journal/journal_internal.h"
#include "gateway/journal/receipts.h"

/* A journal without its store. */
static enum dg_err
make_journal(struct dg_journal **journal)
{
    struct dg_journal *fresh = calloc(1, sizeof *fresh);
    if (!fresh) {
        return DG_ERR_MEMORY;
    }
    if (sodium_init() < 0 || dg_sha256_create(&fresh->sha) != DG_OK) {
        goto free_journal;
    }
    if (uv_mutex_init(&fresh->fetch_lock) != 0) {
        goto destroy_sha;
    }
    *journal = fresh;
    return DG_OK;

destroy_sha:
    dg_sha256_destroy(fresh->sha);
free_journal:
    free(fresh);
    return DG_ERR_MEMORY;
}

enum dg_err
dg_journal_open(const char *kind, const char *dir, struct dg_journal **journal,
                struct dg_buf *why)
{
    struct dg_journal *fresh;
    enum dg_err err = make_journal(&fresh);
    if (err != DG_OK) {
        return err;
    }
    err = dg_store_open(kind, dir, &fresh->store, why);
    if (err != DG_OK) {
        dg_journal_close(fresh);
        return err;
    }
    fresh->last = fresh->durable = dg_store_last(fresh->store);
    fresh->room = dg_store_room(fresh->store);
    *journal = fresh;
    return DG_OK;
}

enum dg_err
dg_journal_open_backup(const char *kind, const char *path,
                       struct dg_journal **journal, struct dg_buf *why)
{
    struct dg_journal *fresh;
    enum dg_err err = make_journal(&fresh);
    if (err != DG_OK) {
        return err;
    }
    err = dg_store_open_backup(kind, path, &fresh->store, why);
    if (err != DG_OK) {
        dg_journal_close(fresh);
        return err;
    }
    fresh->last = fresh->durable = dg_store_last(fresh->store);
    *journal = fresh;
    return DG_OK;
}

static enum dg_err
ignore_entry(void *ctx, const struct dg_replay_entry *entry)
{
    uint64_t *count = ctx;
    (void) entry;
    ++*count;
    return DG_OK;
}

enum dg_err
dg_journal_check(struct dg_journal *journal, struct dg_buf *why)
{
    uint64_t count = 0;
    const struct dg_replay replay = {NULL, ignore_entry, &count};
    enum dg_err err = dg_journal_replay(journal, 1, &replay, why);
    if (err == DG_OK && count != journal->last) {
        dg_buf_printf(why, "there are %llu entries, and the last one is %llu",
                      (unsigned long long) count,
                      (unsigned long long) journal->last);
        err = DG_ERR_CORRUPT;
    }
    return err == DG_OK ? dg_store_check(journal->store, why) : err;
}

void
dg_journal_close(struct dg_journal *journal)
{
    if (!journal) {
        return;
    }
    dg_tree_destroy(journal->tree);
    if (journal->signer.origin.data) {
        dg_signer_finish(&journal->signer);
    }
    dg_store_cursor_close(journal->cursor);
    dg_store_close(journal->store);
    uv_mutex_destroy(&journal->fetch_lock);
    dg_sha256_destroy(journal->sha);
    free(journal);
}

uint64_t
dg_journal_epoch(const struct dg_journal *journal)
{
    return dg_store_epoch(journal->store);
}

uint64_t
dg_journal_last(const struct dg_journal *journal)
{
    return journal->last;
}

uint64_t
dg_journal_durable(const struct dg_journal *journal)
{
    return journal->durable;
}

const uint8_t *
dg_journal_id_key(const struct dg_journal *journal)
{
    return dg_store_id_key(journal->store);
}

const char *
dg_journal_identity(const struct dg_journal *journal)
{
    return dg_store_identity(journal->store);
}

size_t
dg_journal_pending(const struct dg_journal *journal)
{
    return journal->pending;
}

const struct dg_journal_figures *
dg_journal_figures(const struct dg_journal *journal)
{
    return &journal->figures;
}

uint64_t
dg_journal_room(const struct dg_journal *journal)
{
    return journal->room;
}

/* ---- from the writer thread -------------------------------------------- */

static void
finish_writes(struct dg_journal *journal, struct dg_journal_write *write)
{
    while (write) {
        struct dg_journal_write *next = write->next;
        enum dg_err err = write->err;
        journal->pending -= write->size;
        if (err == DG_OK) {
            journal->durable = write->entries[write->count - 1].sequence;
        }
        journal->handle_commit(journal->ctx, write, err);
        write = next;
    }
}

static void
handle_async(uv_async_t *async)
{
    struct dg_journal *journal = async->data;
    struct dg_writer *writer = &journal->writer;

    uv_mutex_lock(&writer->lock);
    struct dg_journal_write *done = writer->done.first;
    bool looked = writer->looked, ended = writer->ended;
    journal->room = writer->room;
    journal->figures = writer->figures;
    struct dg_journal_erasure *erased = writer->erased;
    writer->erased = NULL;
    writer->done = (struct dg_write_queue){NULL, NULL};
    writer->looked = false;
    uv_mutex_unlock(&writer->lock);

    finish_writes(journal, done);
    while (erased) {
        struct dg_journal_erasure *next = erased->next;
        erased->handle(erased->ctx, erased->err);
        erased = next;
    }
    if (looked) {
        journal->handle_room(journal->ctx);
    }
    if (ended) {
        journal->ended = true;
        dg_journal_try_stop(journal);
    }
}

static void
handle_close(uv_handle_t *handle)
{
    struct dg_journal *journal = handle->data;
    if (--journal->closing == 0) {
        journal->handle_stop(journal->stop_ctx);
    }
}

void
dg_journal_try_stop(struct dg_journal *journal)
{
    if (journal->ended && journal->fetches == 0 &&
        !uv_is_closing((uv_handle_t *) &journal->async)) {
        dg_writer_join(&journal->writer);
        journal->closing = 2;
        uv_close((uv_handle_t *) &journal->async, handle_close);
        uv_close((uv_handle_t *) &journal->prepare, handle_close);
    }
}

/* ---- from the loop ----------------------------------------------------- */

/* Before the loop waits. One signal a turn lets the messages of a turn share a
 * commit; a signal for each would commit the first of them alone. */
static void
hand_over(struct dg_journal *journal)
{
    struct dg_writer *writer = &journal->writer;
    if (!journal->gathered.first) {
        return;
    }
    uv_mutex_lock(&writer->lock);
    if (writer->waiting.last) {
        writer->waiting.last->next = journal->gathered.first;
    } else {
        writer->waiting.first = journal->gathered.first;
    }
    writer->waiting.last = journal->gathered.last;
    uv_cond_signal(&writer->wake);
    uv_mutex_unlock(&writer->lock);
    journal->gathered = (struct dg_write_queue){NULL, NULL};
}

static void
handle_prepare(uv_prepare_t *prepare)
{
    hand_over(prepare->data);
}

enum dg_err
dg_journal_start(struct dg_journal *journal, uv_loop_t *loop,
                 dg_journal_commit_fn handle_commit, void *ctx)
{
    journal->loop = loop;
    journal->handle_commit = handle_commit;
    journal->ctx = ctx;
    enum dg_err err = journal->tree ? dg_prove_start(journal) : DG_OK;
    journal->writer = (struct dg_writer){.store = journal->store,
                                         .tree = journal->tree,
                                         .signer = &journal->signer};
    err = err == DG_OK ? dg_writer_start(&journal->writer) : err;
    if (err != DG_OK) {
        return err;
    }
    if (uv_async_init(loop, &journal->async, handle_async) != 0) {
        dg_writer_stop(&journal->writer);
        dg_writer_join(&journal->writer);
        return DG_ERR_IO;
    }
    journal->async.data = journal;
    uv_prepare_init(loop, &journal->prepare);
    journal->prepare.data = journal;
    uv_prepare_start(&journal->prepare, handle_prepare);
    uv_mutex_lock(&journal->writer.lock);
    journal->writer.done_async = &journal->async;
    uv_mutex_unlock(&journal->writer.lock);
    journal->ended = false;
    return DG_OK;
}

void
dg_journal_append(struct dg_journal *journal, struct dg_journal_write *write)
{
    journal->last += write->count;
    journal->pending += write->size;
    write->receipts = NULL;
    dg_write_queue_put(&journal->gathered, write);
}

void
dg_journal_put_proof(const struct dg_journal_write *write,
                     const struct dg_store_entry *entry, struct dg_buf *out)
{
    if (write->receipts) {
        size_t index = (size_t) (entry - write->entries);
        dg_receipts_put(write->receipts, write->receipts_at + index, out);
    }
}

void
dg_journal_release(struct dg_journal_write *write)
{
    dg_receipts_release(write->receipts);
    write->receipts = NULL;
}

void
dg_journal_erase(struct dg_journal *journal, struct dg_journal_erasure *erasure)
{
    struct dg_writer *writer = &journal->writer;
    struct dg_journal_erasure **end = &writer->erasing;
    uv_mutex_lock(&writer->lock);
    erasure->next = NULL;
    while (*end) {
        end = &(*end)->next;
    }
    *end = erasure;
    uv_cond_signal(&writer->wake);
    uv_mutex_unlock(&writer->lock);
}

enum dg_err
dg_journal_erase_now(struct dg_journal *journal, const uint64_t *sequences,
                     size_t count)
{
    enum dg_err err = dg_store_erase(journal->store, sequences, count);
    return err == DG_OK ? dg_store_scrub(journal->store) : err;
}

void
dg_journal_look_for_room(struct dg_journal *journal,
                         void (*handle_room)(void *ctx))
{
    struct dg_writer *writer = &journal->writer;
    journal->handle_room = handle_room;
    uv_mutex_lock(&writer->lock);
    writer->look = true;
    uv_cond_signal(&writer->wake);
    uv_mutex_unlock(&writer->lock);
}

void
dg_journal_stop(struct dg_journal *journal, void (*handle_stop)(void *ctx),
                void *ctx)
{
    journal->handle_stop = handle_stop;
    journal->stop_ctx = ctx;
    hand_over(journal);
    dg_writer_stop(&journal->writer);
}

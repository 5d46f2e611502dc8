/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the journal back from the store: one thread reads and copies batches of
 * entries, several check hashes and prepare them, the caller's applies them in
 * order. Decides where a journal is damaged; leaves what entries mean to its
 * caller. */
#include <inttypes.h>
#include <stdlib.h>

#include "gateway/journal/journal_internal.h"

#define BATCH_ENTRIES 256
#define BATCH_BYTES (1024 * 1024)
#define BATCH_COUNT 8                       /* in flight: bounds the memory */
#define KEPT_MAX ((size_t) 8 * 1024 * 1024) /* memory kept between rounds */
#define WORKERS_MAX 4

/* Goes round: filled by the reader, checked by one worker, applied. */
struct batch {
    struct dg_arena arena; /* of all its entries */
    size_t kept;           /* size of its first chunk */
    struct dg_replay_entry entries[BATCH_ENTRIES];
    size_t count;
    bool checked;
    bool last;                   /* nothing follows, or it ends in a failure: */
    enum dg_err err;             /* DG_OK if there is none */
    uint64_t failed_at;          /* sequence */
    const char *failure;         /* what "entry N" is or has; static */
    struct dg_tree_block leaves; /* of the entries, if they are one block */
};

struct pipeline {
    struct dg_journal *journal;
    const struct dg_replay *replay;
    struct dg_store_cursor *cursor;
    struct batch *batches;

    uv_mutex_t lock;
    uv_cond_t changed;
    uint64_t read, taken, applied; /* batches so far */
    bool cancelled;
};

static void
fail(struct batch *batch, uint64_t sequence, enum dg_err err,
     const char *failure)
{
    batch->last = true;
    batch->err = err;
    batch->failed_at = sequence;
    batch->failure = failure;
}

/* ---- reader ------------------------------------------------------------ */

/* Reads one more entry into the batch; false when that was its end. */
static bool
read_entry(struct pipeline *pipeline, struct batch *batch)
{
    struct dg_replay_entry *entry = &batch->entries[batch->count];
    struct dg_store_entry *stored = &entry->stored;
    uint64_t sequence;
    enum dg_err err = dg_store_cursor_next(pipeline->cursor, stored, &sequence);

    if (err == DG_ERR_ABSENT) {
        batch->last = true;
        return false;
    }
    if (err != DG_OK) {
        fail(batch, sequence, err,
             err == DG_ERR_CORRUPT
                 ? "is damaged: its row or its envelope is missing or malformed"
                 : "cannot be read");
        return false;
    }
    if (!dg_entry_keep(&batch->arena, stored)) {
        fail(batch, sequence, DG_ERR_MEMORY, "cannot be read");
        return false;
    }
    entry->arena = &batch->arena;
    entry->prepared = NULL;
    batch->count++;
    return sequence % DG_TREE_BLOCK != 0 && batch->count < BATCH_ENTRIES &&
           batch->arena.used < BATCH_BYTES;
}

static void
run_reader(void *arg)
{
    struct pipeline *pipeline = arg;
    bool last = false;
    while (!last) {
        uv_mutex_lock(&pipeline->lock);
        while (!pipeline->cancelled &&
               pipeline->read - pipeline->applied == BATCH_COUNT) {
            uv_cond_wait(&pipeline->changed, &pipeline->lock);
        }
        bool cancelled = pipeline->cancelled;
        uv_mutex_unlock(&pipeline->lock);
        if (cancelled) {
            return;
        }

        struct batch *batch = &pipeline->batches[pipeline->read % BATCH_COUNT];
        batch->count = 0;
        batch->checked = batch->last = false;
        batch->err = DG_OK;
        while (read_entry(pipeline, batch)) {
        }
        last = batch->last;

        uv_mutex_lock(&pipeline->lock);
        pipeline->read++;
        uv_cond_broadcast(&pipeline->changed);
        uv_mutex_unlock(&pipeline->lock);
    }
}

/* ---- workers ----------------------------------------------------------- */

static enum dg_err
check_entry(const struct dg_replay *replay, struct dg_sha256 *sha,
            struct dg_replay_entry *entry, const char **failure)
{
    struct dg_store_entry *stored = &entry->stored;
    *failure = dg_entry_check(sha, stored);
    if (*failure) {
        return DG_ERR_CORRUPT;
    }
    enum dg_err err =
        dg_header_decode(stored->header, entry->arena, &entry->header);
    if (err == DG_ERR_VERSION) {
        *failure = "was written by a newer program";
        return err;
    }
    if (err != DG_OK) {
        *failure = "is damaged: its header cannot be read";
        return err == DG_ERR_MALFORMED ? DG_ERR_CORRUPT : err;
    }
    memset(entry->event_sha256, 0, DG_SHA256_SIZE);
    if (stored->event.data) {
        dg_sha256_update(sha, stored->event.data, stored->event.len);
        dg_sha256_output(sha, entry->event_sha256);
    }
    *failure = "cannot be prepared";
    return replay->prepare ? replay->prepare(replay->ctx, entry) : DG_OK;
}

/* What the tree needs of a batch is hashed here, if it fits the tree's blocks,
 * as nearly every one does. */
static void
hash_leaves(struct dg_sha256 *sha, struct batch *batch)
{
    if (batch->count == DG_TREE_BLOCK) {
        uint64_t first = batch->entries[0].stored.sequence;
        dg_tree_block_begin(&batch->leaves, first / DG_TREE_BLOCK);
        for (size_t i = 0; i < DG_TREE_BLOCK; i++) {
            dg_tree_block_add(sha, &batch->leaves,
                              batch->entries[i].stored.leaf);
        }
    }
}

static void
check_batch(const struct dg_replay *replay, struct dg_sha256 *sha,
            struct batch *batch)
{
    for (size_t i = 0; i < batch->count; i++) {
        const char *failure;
        struct dg_replay_entry *entry = &batch->entries[i];
        enum dg_err err = check_entry(replay, sha, entry, &failure);
        if (err != DG_OK) {
            fail(batch, entry->stored.sequence, err, failure);
            batch->count = i;
        }
    }
    hash_leaves(sha, batch);
}

/* NULL when there will be none. */
static struct batch *
take_batch(struct pipeline *pipeline)
{
    struct batch *batch = NULL;
    uv_mutex_lock(&pipeline->lock);
    while (!pipeline->cancelled && pipeline->taken == pipeline->read) {
        uv_cond_wait(&pipeline->changed, &pipeline->lock);
    }
    if (!pipeline->cancelled) {
        batch = &pipeline->batches[pipeline->taken % BATCH_COUNT];
        pipeline->taken++;
    }
    uv_mutex_unlock(&pipeline->lock);
    return batch;
}

static void
run_worker(void *arg)
{
    struct pipeline *pipeline = arg;
    struct dg_sha256 *sha = NULL;
    struct batch *batch;
    enum dg_err err = dg_sha256_create(&sha);

    while ((batch = take_batch(pipeline))) {
        if (err == DG_OK) {
            check_batch(pipeline->replay, sha, batch);
        } else {
            batch->count = 0;
            fail(batch, 0, err, "cannot be checked");
        }
        uv_mutex_lock(&pipeline->lock);
        batch->checked = true;
        uv_cond_broadcast(&pipeline->changed);
        uv_mutex_unlock(&pipeline->lock);
    }
    dg_sha256_destroy(sha);
}

/* ---- the caller's thread ----------------------------------------------- */

/* An arena keeps its first chunk only. One that holds the whole next batch
 * spares giving memory back and faulting it in again, which costs as much as
 * all the rest. */
static void
recycle(struct batch *batch)
{
    size_t used = batch->arena.used;
    if (used > batch->kept && used <= KEPT_MAX) {
        dg_arena_finish(&batch->arena);
        batch->kept = used + used / 4;
        dg_arena_alloc(&batch->arena, batch->kept);
    }
    dg_arena_reset(&batch->arena);
}

/* Entries that the tree has already are left out. */
static void
grow_tree(struct dg_journal *journal, const struct batch *batch)
{
    struct dg_tree *tree = journal->tree;
    if (!tree || batch->count == 0 ||
        batch->entries[0].stored.sequence != dg_tree_size(tree) + 1) {
        return;
    }
    if (dg_tree_reserve(tree, batch->count) != DG_OK) {
        return; /* the start reads the rest of the leaves, and says so */
    }
    if (batch->count == DG_TREE_BLOCK) {
        dg_tree_append_block(tree, journal->sha, &batch->leaves);
        return;
    }
    for (size_t i = 0; i < batch->count; i++) {
        dg_tree_append(tree, journal->sha, batch->entries[i].stored.leaf);
    }
}

static void
apply_batch(const struct dg_replay *replay, struct batch *batch)
{
    for (size_t i = 0; i < batch->count; i++) {
        const struct dg_replay_entry *entry = &batch->entries[i];
        enum dg_err err = replay->apply(replay->ctx, entry);
        if (err != DG_OK) {
            fail(batch, entry->stored.sequence, err, "cannot be applied");
            return;
        }
    }
}

static enum dg_err
apply_all(struct pipeline *pipeline, struct dg_buf *why)
{
    for (;;) {
        struct batch *batch =
            &pipeline->batches[pipeline->applied % BATCH_COUNT];
        uv_mutex_lock(&pipeline->lock);
        while (pipeline->applied == pipeline->read || !batch->checked) {
            uv_cond_wait(&pipeline->changed, &pipeline->lock);
        }
        uv_mutex_unlock(&pipeline->lock);

        apply_batch(pipeline->replay, batch);
        grow_tree(pipeline->journal, batch);
        recycle(batch);
        if (batch->err == DG_ERR_CORRUPT || batch->err == DG_ERR_VERSION) {
            dg_buf_printf(why, "entry %" PRIu64 " %s", batch->failed_at,
                          batch->failure);
        } else if (batch->err != DG_OK) {
            dg_buf_printf(why, "entry %" PRIu64 " %s: %s", batch->failed_at,
                          batch->failure, dg_err_text(batch->err));
        }
        if (batch->last) {
            return batch->err;
        }

        uv_mutex_lock(&pipeline->lock);
        pipeline->applied++;
        uv_cond_broadcast(&pipeline->changed);
        uv_mutex_unlock(&pipeline->lock);
    }
}

/* Starts the threads, applies, and waits for them to end. */
static enum dg_err
run_pipeline(struct pipeline *pipeline, struct dg_buf *why)
{
    uv_thread_t threads[1 + WORKERS_MAX];
    unsigned wanted = 1 + uv_available_parallelism(), started = 0;
    enum dg_err err = DG_ERR_MEMORY;

    if (wanted > 1 + WORKERS_MAX) {
        wanted = 1 + WORKERS_MAX;
    }
    while (started < wanted &&
           uv_thread_create(&threads[started],
                            started == 0 ? run_reader : run_worker,
                            pipeline) == 0) {
        started++;
    }
    if (started >= 2) {
        err = apply_all(pipeline, why);
    } else {
        dg_buf_text(why, "no thread to read the journal with");
    }
    uv_mutex_lock(&pipeline->lock);
    pipeline->cancelled = true;
    uv_cond_broadcast(&pipeline->changed);
    uv_mutex_unlock(&pipeline->lock);
    while (started > 0) {
        uv_thread_join(&threads[--started]);
    }
    return err;
}

enum dg_err
dg_journal_replay(struct dg_journal *journal, uint64_t from,
                  const struct dg_replay *replay, struct dg_buf *why)
{
    struct pipeline pipeline = {.journal = journal, .replay = replay};
    enum dg_err err = DG_ERR_MEMORY;

    pipeline.batches = calloc(BATCH_COUNT, sizeof *pipeline.batches);
    if (!pipeline.batches) {
        return err;
    }
    for (int i = 0; i < BATCH_COUNT; i++) {
        dg_arena_init(&pipeline.batches[i].arena, SIZE_MAX);
    }
    if (uv_mutex_init(&pipeline.lock) != 0) {
        goto free_batches;
    }
    if (uv_cond_init(&pipeline.changed) != 0) {
        goto destroy_lock;
    }
    err = dg_store_cursor_open(journal->store, from, &pipeline.cursor);
    if (err == DG_OK) {
        err = run_pipeline(&pipeline, why);
        dg_store_cursor_close(pipeline.cursor);
    } else {
        dg_buf_printf(why, "the journal cannot be read: %s", dg_err_text(err));
    }
    uv_cond_destroy(&pipeline.changed);
destroy_lock:
    uv_mutex_destroy(&pipeline.lock);
free_batches:
    for (int i = 0; i < BATCH_COUNT; i++) {
        dg_arena_finish(&pipeline.batches[i].arena);
    }
    free(pipeline.batches);
    return err;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The writer thread: takes everything waiting into one transaction, with salts
 * and leaf hashes made here, signs a checkpoint of what is durable then, and
 * says what became of it. Uses the time when
 * nothing waits for checkpoints. After the first failure it writes nothing
 * more: what waits gets the same answer. */
#include <sodium.h>
#include <stdlib.h>

#include "gateway/journal/journal_internal.h"
#include "gateway/journal/receipts.h"

#define SCRUB_WAIT_NS UINT64_C(20000000)       /* for readers of the log */
#define SALTS_SIZE ((size_t) 2 * DG_SALT_SIZE) /* of one entry */

void
dg_write_queue_put(struct dg_write_queue *queue, struct dg_journal_write *write)
{
    write->next = NULL;
    if (queue->last) {
        queue->last->next = write;
    } else {
        queue->first = write;
    }
    queue->last = write;
}

static bool
reserve(struct dg_writer *writer, size_t count)
{
    if (count <= writer->entry_room) {
        return true;
    }
    size_t room = count * 2;
    void *entries = realloc(writer->entries, room * sizeof *writer->entries);
    if (entries) {
        writer->entries = entries;
    }
    void *salts = realloc(writer->salts, room * SALTS_SIZE);
    if (salts) {
        writer->salts = salts;
    }
    if (!entries || !salts) {
        return false;
    }
    writer->entry_room = room;
    return true;
}

static void
seal_entry(struct dg_writer *writer, struct dg_store_entry *entry,
           const char *envelope, const uint8_t *salts)
{
    uint8_t decision[DG_SHA256_SIZE];
    struct dg_str bytes = {envelope + entry->start, entry->length};

    memcpy(entry->event_salt, salts, DG_SALT_SIZE);
    memcpy(entry->decision_salt, salts + DG_SALT_SIZE, DG_SALT_SIZE);
    dg_header_commit(writer->sha, entry->event_salt, bytes,
                     entry->event_commitment);
    dg_header_commit(writer->sha, entry->decision_salt, entry->decision,
                     decision);
    dg_header_leaf(writer->sha, entry->header, entry->event_commitment,
                   decision, entry->leaf);
}

static void
seal_write(struct dg_writer *writer, struct dg_journal_write *write, size_t at)
{
    const char *envelope = NULL;
    for (size_t i = 0; i < write->count; i++) {
        struct dg_store_entry *entry = &write->entries[i];
        if (entry->envelope_bytes.data) {
            envelope = entry->envelope_bytes.data;
        }
        seal_entry(writer, entry, envelope,
                   writer->salts + (at + i) * SALTS_SIZE);
        writer->entries[at + i] = entry;
    }
}

/* What is durable now goes into the tree: one checkpoint, and for each entry
 * its proof. */
static enum dg_err
prove(struct dg_writer *writer, struct dg_journal_write *batch, size_t count)
{
    struct dg_tree_view view;
    struct dg_merkle_head head;
    struct dg_receipts *receipts;
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        dg_tree_append(writer->tree, writer->sha, writer->entries[i]->leaf);
    }
    dg_prove_head(writer->tree, writer->sha, &view, &head);
    enum dg_err err = dg_signer_sign(writer->signer, &head);
    if (err == DG_OK) {
        const struct dg_buf *newest = &writer->signer->newest;
        err =
            dg_receipts_make(&view, (struct dg_str){newest->data, newest->len},
                             writer->entries, count, &receipts);
    }
    for (struct dg_journal_write *write = batch; err == DG_OK && write;
         write = write->next) {
        dg_receipts_refer(receipts);
        write->receipts = receipts;
        write->receipts_at = at;
        at += write->count;
    }
    return err;
}

static enum dg_err
commit(struct dg_writer *writer, struct dg_journal_write *batch)
{
    size_t count = 0, at = 0;
    for (struct dg_journal_write *write = batch; write; write = write->next) {
        count += write->count;
    }
    if (!reserve(writer, count) ||
        (writer->tree && dg_tree_reserve(writer->tree, count) != DG_OK)) {
        return DG_ERR_MEMORY;
    }
    randombytes_buf(writer->salts, count * SALTS_SIZE);
    for (struct dg_journal_write *write = batch; write; write = write->next) {
        seal_write(writer, write, at);
        at += write->count;
    }
    enum dg_err err =
        dg_store_append(writer->store, writer->epoch,
                        writer->entries[0]->sequence, writer->entries, count);
    return err == DG_OK && writer->tree ? prove(writer, batch, count) : err;
}

static void
note_commit(struct dg_journal_figures *figures, uint64_t took_ns,
            uint64_t entries)
{
    dg_histogram_observe(&figures->commits, DG_HISTOGRAM_COMMIT, took_ns);
    dg_histogram_observe(&figures->entries, DG_HISTOGRAM_ENTRIES, entries);
}

/* Called and returns with the lock held. */
static void
write_batch(struct dg_writer *writer)
{
    struct dg_journal_write *batch = writer->waiting.first;
    enum dg_err err = writer->failed;
    uint64_t before = dg_store_last(writer->store), begin_ns = uv_hrtime();
    writer->waiting = (struct dg_write_queue){NULL, NULL};
    uv_mutex_unlock(&writer->lock);

    if (err == DG_OK) {
        err = commit(writer, batch);
    }
    uint64_t took_ns = uv_hrtime() - begin_ns;
    uint64_t room = dg_store_room(writer->store);

    uv_mutex_lock(&writer->lock);
    if (err == DG_OK) {
        note_commit(&writer->figures, took_ns,
                    dg_store_last(writer->store) - before);
    }
    writer->failed = err;
    writer->room = room;
    while (batch) {
        struct dg_journal_write *next = batch->next;
        batch->err = err;
        dg_write_queue_put(&writer->done, batch);
        batch = next;
    }
    uv_async_send(writer->done_async);
}

/* One step of the oldest erasure: of the file; then, as often as readers are in
 * the way, of its log. Called and returns with the lock held. */
static void
erase_step(struct dg_writer *writer)
{
    struct dg_journal_erasure *erasure = writer->erasing;
    enum dg_err err = writer->failed;
    bool scrubbing = writer->scrubbing;
    uv_mutex_unlock(&writer->lock);
    if (err == DG_OK && !scrubbing) {
        err = dg_store_erase(writer->store, erasure->sequences, erasure->count);
    }
    if (err == DG_OK) {
        err = dg_store_scrub(writer->store);
    }
    uv_mutex_lock(&writer->lock);
    writer->scrubbing = err == DG_ERR_BUSY && !writer->stopping;
    if (writer->scrubbing) {
        uv_cond_timedwait(&writer->wake, &writer->lock, SCRUB_WAIT_NS);
        return;
    }
    writer->erasing = erasure->next;
    erasure->err = err;
    erasure->next = writer->erased;
    writer->erased = erasure;
    uv_async_send(writer->done_async);
}

static void
look_for_room(struct dg_writer *writer)
{
    uv_mutex_unlock(&writer->lock);
    uint64_t room = dg_store_room(writer->store);
    uv_mutex_lock(&writer->lock);
    writer->room = room;
    writer->look = false;
    writer->looked = true;
    uv_async_send(writer->done_async);
}

/* One step. A failure shows again at the next commit, if it matters. */
static bool
checkpoint(struct dg_writer *writer)
{
    bool more = false;
    uv_mutex_unlock(&writer->lock);
    if (dg_store_checkpoint(writer->store, &more) != DG_OK) {
        more = false;
    }
    uv_mutex_lock(&writer->lock);
    return more;
}

static void
run(void *arg)
{
    struct dg_writer *writer = arg;
    bool more = false;
    uv_mutex_lock(&writer->lock);
    for (;;) {
        if (writer->waiting.first) {
            write_batch(writer);
            more = true;
        } else if (writer->look) {
            look_for_room(writer);
        } else if (writer->erasing) {
            erase_step(writer);
            more = true;
        } else if (writer->stopping) {
            break;
        } else if (more) {
            more = checkpoint(writer);
        } else {
            uv_cond_wait(&writer->wake, &writer->lock);
        }
    }
    writer->ended = true;
    if (writer->done_async) {
        uv_async_send(writer->done_async);
    }
    uv_mutex_unlock(&writer->lock);
}

enum dg_err
dg_writer_start(struct dg_writer *writer)
{
    writer->epoch = dg_store_epoch(writer->store);
    writer->room = dg_store_room(writer->store);
    if (dg_sha256_create(&writer->sha) != DG_OK) {
        return DG_ERR_MEMORY;
    }
    if (uv_mutex_init(&writer->lock) != 0) {
        goto destroy_sha;
    }
    if (uv_cond_init(&writer->wake) != 0) {
        goto destroy_lock;
    }
    if (uv_thread_create(&writer->thread, run, writer) != 0) {
        goto destroy_wake;
    }
    return DG_OK;

destroy_wake:
    uv_cond_destroy(&writer->wake);
destroy_lock:
    uv_mutex_destroy(&writer->lock);
destroy_sha:
    dg_sha256_destroy(writer->sha);
    return DG_ERR_MEMORY;
}

void
dg_writer_stop(struct dg_writer *writer)
{
    uv_mutex_lock(&writer->lock);
    writer->stopping = true;
    uv_cond_signal(&writer->wake);
    uv_mutex_unlock(&writer->lock);
}

void
dg_writer_join(struct dg_writer *writer)
{
    uv_thread_join(&writer->thread);
    uv_cond_destroy(&writer->wake);
    uv_mutex_destroy(&writer->lock);
    dg_sha256_destroy(writer->sha);
    free(writer->entries);
    free(writer->salts);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Decides whether an entry is what its own bytes make up, and how the entries
 * are shared out: each thread takes the next block until none is left. Blocks
 * are aligned subtrees, so that the root is that over their roots. */
#include "proto/client/audit/hashes.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#define THREADS_MAX 16

/* What all threads share. */
struct work {
    struct dg_hashes *hashes;
    const struct dg_scan *scan;
    const struct dg_enrolled *enrolled;
    struct dg_merkle_hash *roots; /* of blocks */
    atomic_size_t next, done;     /* blocks */
    atomic_uint_fast64_t signatures;
    atomic_int err;
    pthread_mutex_t lock; /* of the fault in hashes */
};

/* One thread's. */
struct worker {
    struct work *work;
    struct dg_sha256 *sha;
    struct dg_buf scratch;
    uint64_t envelope;     /* whose signer is known; 0: none */
    struct dg_str speaker; /* data NULL: it is not signed, or not there */
};

/* ---- one entry ---------------------------------------------------------- */

/* The first entry that has one counts, whichever thread comes across it. */
static void
blame(struct worker *w, enum dg_hashes_fault fault, uint64_t sequence,
      uint64_t other)
{
    struct dg_hashes *hashes = w->work->hashes;
    pthread_mutex_lock(&w->work->lock);
    if (hashes->fault == DG_HASHES_SOUND || sequence < hashes->sequence) {
        hashes->fault = fault;
        hashes->sequence = sequence;
        hashes->other = other;
    }
    pthread_mutex_unlock(&w->work->lock);
}

static void
commit(struct dg_sha256 *sha, const uint8_t *salt, struct dg_str body,
       uint8_t out[DG_SHA256_SIZE])
{
    if (body.data) {
        dg_header_commit(sha, salt, body, out);
    } else {
        memcpy(out, salt, DG_SHA256_SIZE);
    }
}

static void
check_leaf(struct worker *w, const struct dg_export_entry *entry,
           struct dg_merkle_hash *leaf)
{
    uint8_t event[DG_SHA256_SIZE], decision[DG_SHA256_SIZE];
    struct dg_header header;
    commit(w->sha, entry->event_salt, entry->event, event);
    commit(w->sha, entry->decision_salt, entry->decision, decision);
    dg_header_leaf(w->sha, entry->header, event, decision, leaf->bytes);
    if (memcmp(leaf->bytes, entry->leaf, DG_SHA256_SIZE) != 0) {
        blame(w, DG_HASHES_ALTERED, entry->sequence, 0);
        return;
    }
    dg_header_peek(entry->header, &header);
    if (header.sequence != entry->sequence) {
        blame(w, DG_HASHES_HEADER, entry->sequence, header.sequence);
    }
}

/* ---- signatures --------------------------------------------------------- */

/* Looked at where the envelope begins; in a block that begins within one, it is
 * only read who that was. */
static void
find_speaker(struct worker *w, const struct dg_export_envelope *envelope,
             uint64_t sequence)
{
    bool begins = sequence == envelope->number;
    w->envelope = envelope->number;
    w->speaker = (struct dg_str){NULL, 0};
    if (!envelope->payload.data || !envelope->proof.data) {
        return;
    }
    switch (dg_enrolled_look(w->work->enrolled, &w->scratch, envelope, begins,
                             &w->speaker)) {
    case DG_SIGNING_HOLDS:
        atomic_fetch_add(&w->work->signatures, begins);
        break;
    case DG_SIGNING_FAILS:
        blame(w, DG_HASHES_FORGED, sequence, 0);
        break;
    case DG_SIGNING_STRANGER:
        blame(w, DG_HASHES_STRANGER, sequence, 0);
        break;
    }
}

static void
check_speaker(struct worker *w, const struct dg_export_entry *entry,
              const struct dg_export_envelope *envelope)
{
    struct dg_header header;
    if (w->envelope != entry->envelope) {
        find_speaker(w, envelope, entry->sequence);
    }
    dg_header_peek(entry->header, &header);
    if (w->speaker.data && !dg_str_equal(w->speaker, header.source)) {
        blame(w, DG_HASHES_SPEAKER, entry->sequence, 0);
    }
}

/* ---- blocks ------------------------------------------------------------- */

static void
check_block(struct worker *w, size_t block)
{
    struct work *work = w->work;
    uint64_t first = (uint64_t) block * DG_SCAN_BLOCK;
    uint64_t left = work->scan->entries - first;
    size_t count = left < DG_SCAN_BLOCK ? (size_t) left : DG_SCAN_BLOCK;
    struct dg_merkle_hash *leaves = work->hashes->leaves + first;
    struct dg_export_reader reader = work->scan->blocks[block];
    struct dg_export_record record;
    w->envelope = 0;
    for (size_t i = 0; i < count;) {
        if (dg_export_next(&reader, &record) != DG_OK) {
            blame(w, DG_HASHES_ALTERED, first + i + 1, 0);
            return; /* the file changed since the first walk */
        }
        if (record.kind == DG_EXPORT_ENTRY) {
            check_leaf(w, &record.as.entry, &leaves[i++]);
            if (work->enrolled) {
                check_speaker(w, &record.as.entry, &reader.envelope);
            }
        }
    }
    dg_merkle_root(w->sha, leaves, count, &work->roots[block]);
}

static void
run(struct work *work, const struct dg_hashes_progress *progress)
{
    struct worker w = {.work = work};
    size_t block, count = work->scan->block_count;
    dg_buf_init(&w.scratch);
    if (dg_sha256_create(&w.sha) != DG_OK) {
        atomic_store(&work->err, DG_ERR_MEMORY);
        return;
    }
    while ((block = atomic_fetch_add(&work->next, 1)) < count) {
        check_block(&w, block);
        size_t done = atomic_fetch_add(&work->done, 1) + 1;
        if (progress && progress->show) {
            progress->show(progress->ctx, done, count);
        }
    }
    if (w.scratch.err != DG_OK) {
        atomic_store(&work->err, DG_ERR_MEMORY);
    }
    dg_buf_finish(&w.scratch);
    dg_sha256_destroy(w.sha);
}

static void *
run_thread(void *arg)
{
    run(arg, NULL);
    return NULL;
}

static size_t
count_threads(const struct dg_scan *scan)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    size_t count = cores > 1 ? (size_t) cores : 1;
    count = count < THREADS_MAX ? count : THREADS_MAX;
    return count < scan->block_count ? count : scan->block_count;
}

/* Without another thread the caller's does it all. */
static void
run_all(struct work *work, const struct dg_hashes_progress *progress)
{
    pthread_t threads[THREADS_MAX];
    size_t begun = 0, wanted = count_threads(work->scan) - 1;
    while (begun < wanted &&
           pthread_create(&threads[begun], NULL, run_thread, work) == 0) {
        begun++;
    }
    run(work, progress);
    for (size_t i = 0; i < begun; i++) {
        pthread_join(threads[i], NULL);
    }
}

static enum dg_err
find_root(const struct work *work)
{
    struct dg_sha256 *sha;
    enum dg_err err = dg_sha256_create(&sha);
    if (err == DG_OK) {
        dg_merkle_root(sha, work->roots, work->scan->block_count,
                       &work->hashes->root);
        dg_sha256_destroy(sha);
    }
    return err;
}

enum dg_err
dg_hashes_run(struct dg_hashes *hashes, const struct dg_scan *scan,
              const struct dg_enrolled *enrolled,
              const struct dg_hashes_progress *progress)
{
    struct work work = {.hashes = hashes, .scan = scan, .enrolled = enrolled};
    *hashes = (struct dg_hashes){.fault = DG_HASHES_SOUND};
    hashes->leaves = calloc((size_t) scan->entries, sizeof *hashes->leaves);
    work.roots = calloc(scan->block_count, sizeof *work.roots);
    enum dg_err err = DG_ERR_MEMORY;
    if (hashes->leaves && work.roots) {
        pthread_mutex_init(&work.lock, NULL);
        run_all(&work, progress);
        pthread_mutex_destroy(&work.lock);
        err = (enum dg_err) atomic_load(&work.err);
        err = err ? err : find_root(&work);
        hashes->signatures = atomic_load(&work.signatures);
    }
    free(work.roots);
    return err;
}

void
dg_hashes_finish(struct dg_hashes *hashes)
{
    free(hashes->leaves);
}

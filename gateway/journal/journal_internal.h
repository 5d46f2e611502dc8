/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the journal share: the loop's side (journal.c, fetch.c)
 * and the writer thread's (writer.c). */
#ifndef GATEWAY_JOURNAL_JOURNAL_INTERNAL_H
#define GATEWAY_JOURNAL_JOURNAL_INTERNAL_H

#include "gateway/journal/journal.h"
#include "gateway/journal/signer.h"
#include "gateway/journal/tree.h"

struct dg_write_queue {
    struct dg_journal_write *first, *last;
};

/* Everything below lock is shared between loop and writer thread. */
struct dg_writer {
    struct dg_store *store; /* the writer thread's, while it runs */
    uint64_t epoch;
    struct dg_tree *tree; /* likewise; NULL: no proofs are made */
    struct dg_signer *signer;
    struct dg_sha256 *sha;
    const struct dg_store_entry **entries; /* of the batch being written */
    uint8_t *salts;                        /* for it */
    size_t entry_room;
    uv_thread_t thread;
    uv_async_t *done_async; /* set before there is work; NULL until then */

    uv_mutex_t lock;
    uv_cond_t wake;
    struct dg_write_queue waiting, done;
    uint64_t room;
    struct dg_journal_figures figures;
    enum dg_err failed;                          /* sticky */
    bool look, looked;                           /* for room: asked, answered */
    struct dg_journal_erasure *erasing, *erased; /* asked, oldest first; done,
                                                    newest first */
    bool scrubbing; /* the first of erasing is but for the log */
    bool stopping, ended;
};

struct dg_journal {
    struct dg_store *store;
    struct dg_tree *tree; /* NULL: no checkpoints are signed */
    struct dg_signer signer;
    uint64_t last, durable, room;
    struct dg_journal_figures figures;
    size_t pending;

    struct dg_writer writer;
    bool ended; /* the writer thread has nothing more to do */
    uv_loop_t *loop;
    uv_async_t async;
    uv_prepare_t prepare;           /* hands over what a loop turn gathered */
    struct dg_write_queue gathered; /* since then */
    size_t closing;                 /* handles */
    dg_journal_commit_fn handle_commit;
    void (*handle_room)(void *ctx);
    void *ctx; /* of both */
    void (*handle_stop)(void *ctx);
    void *stop_ctx;

    size_t fetches;        /* under way */
    uv_mutex_t fetch_lock; /* of the two below, on the thread pool */
    struct dg_store_cursor *cursor;
    struct dg_sha256 *sha;
};

/* store, tree and signer set; the rest is filled in. */
enum dg_err dg_writer_start(struct dg_writer *writer);
void dg_writer_stop(struct dg_writer *writer); /* writes what waits, and ends */
void dg_writer_join(struct dg_writer *writer); /* after stop */

void dg_write_queue_put(struct dg_write_queue *queue,
                        struct dg_journal_write *write);

/* fetch.c: the cursor for the thread pool, if it is not open yet. */
enum dg_err dg_fetch_open_cursor(struct dg_journal *journal);

/* prove.c: reads what the tree lacks, and signs the first checkpoint. */
enum dg_err dg_prove_start(struct dg_journal *journal);
/* The whole tree as the thread that appends sees it. */
void dg_prove_head(const struct dg_tree *tree, struct dg_sha256 *sha,
                   struct dg_tree_view *view, struct dg_merkle_head *head);
/* With the fetch lock held and the cursor open. */
enum dg_err dg_prove_entry(struct dg_journal *journal, uint64_t sequence,
                           struct dg_buf *out);

/* Ends a stop once neither writer nor fetches are left. */
void dg_journal_try_stop(struct dg_journal *journal);

/* NULL if the entry's leaf follows from the rest of it, else what is wrong, to
 * follow "entry 42 ". Fills in event_commitment. */
const char *dg_entry_check(struct dg_sha256 *sha, struct dg_store_entry *entry);

/* Moves the entry's strings into the arena; false without memory. */
bool dg_entry_keep(struct dg_arena *arena, struct dg_store_entry *entry);

#endif

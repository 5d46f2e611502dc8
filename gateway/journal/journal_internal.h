/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the journal share: the loop's side (journal.c, fetch.c)
 * and the writer thread's (writer.c). */
#ifndef GATEWAY_JOURNAL_JOURNAL_INTERNAL_H
#define GATEWAY_JOURNAL_JOURNAL_INTERNAL_H

#include "gateway/journal/journal.h"

struct dg_write_queue {
    struct dg_journal_write *first, *last;
};

/* Everything below lock is shared between loop and writer thread. */
struct dg_writer {
    struct dg_store *store; /* the writer thread's, while it runs */
    uint64_t epoch;
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
    enum dg_err failed; /* sticky */
    bool look, looked;  /* for room: asked, answered */
    bool stopping, ended;
};

struct dg_journal {
    struct dg_store *store;
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

enum dg_err dg_writer_start(struct dg_writer *writer, struct dg_store *store);
void dg_writer_stop(struct dg_writer *writer); /* writes what waits, and ends */
void dg_writer_join(struct dg_writer *writer); /* after stop */

void dg_write_queue_put(struct dg_write_queue *queue,
                        struct dg_journal_write *write);

/* Ends a stop once neither writer nor fetches are left. */
void dg_journal_try_stop(struct dg_journal *journal);

/* NULL if the entry's leaf follows from the rest of it, else what is wrong, to
 * follow "entry 42 ". */
const char *dg_entry_check(struct dg_sha256 *sha,
                           const struct dg_store_entry *entry);

/* Moves the entry's strings into the arena; false without memory. */
bool dg_entry_keep(struct dg_arena *arena, struct dg_store_entry *entry);

#endif

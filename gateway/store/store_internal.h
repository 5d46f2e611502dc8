/* SPDX-License-Identifier: Apache-2.0 */
/* What every back end of the store shares: the table of operations store.c
 * dispatches through, and the members every store and cursor begins with. */
#ifndef GATEWAY_STORE_STORE_INTERNAL_H
#define GATEWAY_STORE_STORE_INTERNAL_H

#include "gateway/store/store.h"

#define DG_IDENTITY_SIZE 37 /* UUID and NUL */

/* Contracts as in store.h; store.c has checked what it says there. */
struct dg_store_ops {
    const char *kind;
    enum dg_err (*inspect)(const char *dir, struct dg_buf *why);
    enum dg_err (*open)(const char *dir, struct dg_store **store,
                        struct dg_buf *why);
    void (*close)(struct dg_store *store);
    /* NULL of a kind that has nothing to back up; the third of one, too, that
     * cannot be read as a file. */
    enum dg_err (*backup)(const char *dir, const char *path,
                          struct dg_buf *why);
    enum dg_err (*restore)(const char *backup, const char *dir,
                           struct dg_buf *why);
    enum dg_err (*open_backup)(const char *path, struct dg_store **store,
                               struct dg_buf *why);
    enum dg_err (*check)(struct dg_store *store, struct dg_buf *why);
    /* epoch, order, envelopes and ranges fit each other and base.last. */
    enum dg_err (*append)(struct dg_store *store,
                          const struct dg_store_entry *const *entries,
                          size_t count);
    enum dg_err (*raise_epoch)(struct dg_store *store, uint64_t *epoch);
    enum dg_err (*checkpoint)(struct dg_store *store, bool *more);
    uint64_t (*room)(struct dg_store *store);
    enum dg_err (*cursor_open)(struct dg_store *store,
                               struct dg_store_cursor **cursor);
    void (*cursor_seek)(struct dg_store_cursor *cursor, uint64_t from);
    enum dg_err (*cursor_next)(struct dg_store_cursor *cursor,
                               struct dg_store_entry *entry,
                               uint64_t *sequence);
    enum dg_err (*cursor_leaves)(struct dg_store_cursor *cursor, uint64_t from,
                                 size_t count,
                                 uint8_t (*leaves)[DG_SHA256_SIZE]);
    void (*cursor_close)(struct dg_store_cursor *cursor);
    enum dg_err (*erase)(struct dg_store *store, const uint64_t *sequences,
                         size_t count);
    enum dg_err (*scrub)(struct dg_store *store); /* NULL: nothing to do */
    enum dg_err (*snapshot_put)(struct dg_store *store, const char *name,
                                uint64_t sequence, struct dg_str bytes);
    enum dg_err (*snapshot_get)(struct dg_store *store, const char *name,
                                uint64_t *sequence, struct dg_buf *bytes);
};

extern const struct dg_store_ops dg_memory_ops, dg_sqlite_ops, dg_export_ops;

struct dg_store {
    const struct dg_store_ops *ops;
    uint64_t epoch, last;
    uint8_t id_key[DG_KEY_SIZE];
    char identity[DG_IDENTITY_SIZE];
    struct dg_str sealed; /* dg_store_sealed */
};

struct dg_store_cursor {
    const struct dg_store_ops *ops;
};

/* A new journal's identity and secret, at epoch 1. */
enum dg_err dg_store_make(struct dg_store *store);

/* The commitments that take the place of an entry's salts. */
enum dg_err dg_store_commit_bodies(const struct dg_store_entry *entry,
                                   uint8_t event[DG_SHA256_SIZE],
                                   uint8_t decision[DG_SHA256_SIZE]);

#endif

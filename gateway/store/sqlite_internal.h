/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the SQLite back end share. sqlite_open.c and
 * sqlite_layout.c make it, sqlite.c writes through it, sqlite_erase.c erases,
 * sqlite_cursor.c reads through connections of its own. */
#ifndef GATEWAY_STORE_SQLITE_INTERNAL_H
#define GATEWAY_STORE_SQLITE_INTERNAL_H

#include <sqlite3.h>

#include "gateway/store/store_internal.h"

#define DG_SQLITE_LAYOUT 2                  /* user_version */
#define DG_SQLITE_APPLICATION_ID 1684498993 /* "dgj1" */
#define DG_SQLITE_BUSY_MS 250               /* others are waited for */

/* Prepared once, reused. Texts in sqlite_open.c. */
enum dg_sqlite_text {
    DG_SQLITE_BEGIN,
    DG_SQLITE_COMMIT,
    DG_SQLITE_ROLLBACK,
    DG_SQLITE_STATE,
    DG_SQLITE_PUT_ENVELOPE,
    DG_SQLITE_PUT_ENTRY,
    DG_SQLITE_PUT_EPOCH,
    DG_SQLITE_GET_BODIES,
    DG_SQLITE_ERASE,
    DG_SQLITE_UNPROVE,
    DG_SQLITE_PUT_SNAPSHOT,
    DG_SQLITE_GET_SNAPSHOT,
    DG_SQLITE_TEXT_COUNT
};

struct dg_sqlite {
    struct dg_store base;
    char *dir, *path; /* path of the database in dir */
    int lock;         /* descriptor of the lock file */
    sqlite3 *db;      /* all commits and checkpoints */
    sqlite3_stmt *texts[DG_SQLITE_TEXT_COUNT];
    int log_pages; /* in the WAL, as of the last commit */
    bool log_file; /* the WAL's file takes room */
    bool cut;      /* it is to be cut to nothing: for room, or for what was
                      erased */
    bool broken;   /* a commit or checkpoint failed: open again */
};

enum dg_err dg_sqlite_open(const char *dir, struct dg_store **store,
                           struct dg_buf *why);
void dg_sqlite_close(struct dg_store *store);

/* A hardened connection. flags as for sqlite3_open_v2. The connection is there
 * also on failure, for its message, and must be closed. */
int dg_sqlite_connect(const char *path, int flags, sqlite3 **db);

/* Never DG_ERR_FULL, which only append may say. */
enum dg_err dg_sqlite_err(int rc);
/* As that, or DG_ERR_FULL, with a line on it. */
enum dg_err dg_sqlite_explain(struct dg_sqlite *sqlite, int rc,
                              struct dg_buf *why);

/* Refuses other programs' files and newer layouts; a file just made is empty.
 */
enum dg_err dg_sqlite_layout_check(struct dg_sqlite *sqlite, bool *empty,
                                   struct dg_buf *why);
enum dg_err dg_sqlite_layout_inspect(const char *dir, struct dg_buf *why);
enum dg_err dg_sqlite_layout_make(struct dg_sqlite *sqlite, struct dg_buf *why);
/* Makes a file of an older layout one of today's, in place. */
enum dg_err dg_sqlite_layout_upgrade(struct dg_sqlite *sqlite,
                                     struct dg_buf *why);
/* Identity and key. */
enum dg_err dg_sqlite_layout_read(struct dg_sqlite *sqlite, struct dg_buf *why);

/* Epoch and last sequence. */
enum dg_err dg_sqlite_read_state(struct dg_sqlite *sqlite, struct dg_buf *why);

/* Makes durable which files a directory has. */
bool dg_sqlite_sync_dir(const char *path);

/* Bytes free for the journal's files. */
uint64_t dg_sqlite_room(const struct dg_sqlite *sqlite);

/* Keeps room back for the next opening, as far as there is any; and gives it
 * free if this opening would find none. */
void dg_sqlite_reserve_keep(const struct dg_sqlite *sqlite);
void dg_sqlite_reserve_use(const struct dg_sqlite *sqlite);

/* Runs one of the texts to its end and resets it. */
int dg_sqlite_run(struct dg_sqlite *sqlite, enum dg_sqlite_text text);

/* Ends the transaction begun: commits if rc is SQLITE_OK, else rolls back.
 * Gives the first failure. */
int dg_sqlite_end(struct dg_sqlite *sqlite, int rc);

/* Lock of the directory: DG_ERR_BUSY and why names the holder's process. */
enum dg_err dg_lock_take(const char *dir, int *lock, struct dg_buf *why);

enum dg_err dg_sqlite_cursor_open(struct dg_store *store,
                                  struct dg_store_cursor **cursor);
void dg_sqlite_cursor_seek(struct dg_store_cursor *cursor, uint64_t from);
enum dg_err dg_sqlite_cursor_next(struct dg_store_cursor *cursor,
                                  struct dg_store_entry *entry,
                                  uint64_t *sequence);
enum dg_err dg_sqlite_cursor_leaves(struct dg_store_cursor *cursor,
                                    uint64_t from, size_t count,
                                    uint8_t (*leaves)[DG_SHA256_SIZE]);
void dg_sqlite_cursor_close(struct dg_store_cursor *cursor);

/* sqlite_backup.c */
enum dg_err dg_sqlite_backup(const char *dir, const char *path,
                             struct dg_buf *why);
enum dg_err dg_sqlite_restore(const char *backup, const char *dir,
                              struct dg_buf *why);
enum dg_err dg_sqlite_open_backup(const char *path, struct dg_store **store,
                                  struct dg_buf *why);
enum dg_err dg_sqlite_check(struct dg_store *store, struct dg_buf *why);

enum dg_err dg_sqlite_erase(struct dg_store *store, const uint64_t *sequences,
                            size_t count);
enum dg_err dg_sqlite_scrub(struct dg_store *store);

#endif

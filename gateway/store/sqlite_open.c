/* SPDX-License-Identifier: Apache-2.0 */
/* Opens the journal in a directory, or makes one, and makes durable what is
 * there; leaves to sqlite_layout.c what a journal's file looks like, and
 * reading and writing it to the other files. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "gateway/store/sqlite_internal.h"

/* FULL is what makes a commit outlive a power cut. The power-loss test builds
 * this file a second time with NORMAL, to see that it would find the loss. */
#ifndef DG_SQLITE_SYNCHRONOUS
#define DG_SQLITE_SYNCHRONOUS "FULL"
#endif

static const char *const texts[DG_SQLITE_TEXT_COUNT] = {
    [DG_SQLITE_BEGIN] = "BEGIN IMMEDIATE",
    [DG_SQLITE_COMMIT] = "COMMIT",
    [DG_SQLITE_ROLLBACK] = "ROLLBACK",
    [DG_SQLITE_STATE] = "SELECT (SELECT value FROM meta WHERE key = 'epoch'),"
                        " (SELECT coalesce(max(sequence), 0) FROM entry),"
                        " (SELECT coalesce(max(id), 0) FROM envelope)",
    [DG_SQLITE_PUT_ENVELOPE] = "INSERT INTO envelope VALUES (?, ?, ?)",
    [DG_SQLITE_PUT_ENTRY] = "INSERT INTO entry VALUES"
                            " (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, ?)",
    [DG_SQLITE_PUT_EPOCH] =
        "UPDATE meta SET value = value + 1 WHERE key = 'epoch'"
        " RETURNING value",
    [DG_SQLITE_GET_BODIES] =
        "SELECT envelope, start, length, decision, event_salt, decision_salt"
        " FROM entry WHERE sequence = ?",
    [DG_SQLITE_ERASE] = "UPDATE entry SET decision = NULL, event_salt = NULL,"
                        " decision_salt = NULL, event_commitment = ?2,"
                        " decision_commitment = ?3 WHERE sequence = ?1",
    [DG_SQLITE_UNPROVE] = "UPDATE envelope SET proof = NULL WHERE id = ?",
    [DG_SQLITE_PUT_SNAPSHOT] = "REPLACE INTO snapshot VALUES (?, ?, ?)",
    [DG_SQLITE_GET_SNAPSHOT] =
        "SELECT sequence, bytes FROM snapshot WHERE name = ?",
};

int
dg_sqlite_connect(const char *path, int flags, sqlite3 **db)
{
    int rc = sqlite3_open_v2(
        path, db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    if (rc != SQLITE_OK) {
        return rc;
    }
    sqlite3_busy_timeout(*db, DG_SQLITE_BUSY_MS);
    sqlite3_db_config(*db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(*db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(*db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
    return sqlite3_exec(*db,
                        "PRAGMA wal_autocheckpoint = 0;"
                        "PRAGMA cell_size_check = ON;"
                        "PRAGMA mmap_size = 0;",
                        NULL, NULL, NULL);
}

enum dg_err
dg_sqlite_read_state(struct dg_sqlite *sqlite, struct dg_buf *why)
{
    sqlite3_stmt *state = NULL;
    int64_t envelope = 0;
    int rc = sqlite3_prepare_v2(sqlite->db, texts[DG_SQLITE_STATE], -1, &state,
                                NULL);
    if (sqlite3_step(state) == SQLITE_ROW) {
        sqlite->base.epoch = (uint64_t) sqlite3_column_int64(state, 0);
        sqlite->base.last = (uint64_t) sqlite3_column_int64(state, 1);
        envelope = sqlite3_column_int64(state, 2);
    }
    rc = rc == SQLITE_OK ? sqlite3_finalize(state) : rc;
    if (rc != SQLITE_OK) {
        return dg_sqlite_explain(sqlite, rc, why);
    }
    if (sqlite->base.epoch == 0) {
        dg_buf_printf(why, "%s: the epoch is damaged", sqlite->path);
        return DG_ERR_CORRUPT;
    }
    if (envelope > (int64_t) sqlite->base.last) {
        dg_buf_printf(why, "%s: entry %lld is missing", sqlite->path,
                      (long long) envelope);
        return DG_ERR_CORRUPT;
    }
    return DG_OK;
}

static int
prepare_texts(struct dg_sqlite *sqlite)
{
    int rc = SQLITE_OK;
    for (int i = 0; i < DG_SQLITE_TEXT_COUNT && rc == SQLITE_OK; i++) {
        rc = sqlite3_prepare_v3(sqlite->db, texts[i], -1,
                                SQLITE_PREPARE_PERSISTENT, &sqlite->texts[i],
                                NULL);
    }
    return rc;
}

bool
dg_sqlite_sync_dir(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0) {
        close(fd);
    }
    return synced;
}

/* Writes the log over itself before syncing it: after a sync that failed, the
 * system may take pages that never reached the disk for clean. */
static bool
sync_log(const struct dg_sqlite *sqlite)
{
    char path[4096], bytes[65536];
    ssize_t len;
    off_t at = 0;
    snprintf(path, sizeof path, "%s-wal", sqlite->path);
    int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0) {
        return false;
    }
    while ((len = pread(fd, bytes, sizeof bytes, at)) > 0 &&
           pwrite(fd, bytes, (size_t) len, at) == len) {
        at += len;
    }
    bool synced = len == 0 && fsync(fd) == 0;
    close(fd);
    return synced;
}

/* A commit whose outcome its process never learnt may be readable and not on
 * disk; nothing may be answered from it before it is. When it cannot move into
 * the main file, because the disk is full or another program reads the log, it
 * can be synced where it is. */
static enum dg_err
make_durable(struct dg_sqlite *sqlite, struct dg_buf *why)
{
    int rc = sqlite3_wal_checkpoint_v2(sqlite->db, NULL,
                                       SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    if (rc == SQLITE_OK) {
        return DG_OK;
    }
    if ((rc == SQLITE_FULL || rc == SQLITE_BUSY) && sync_log(sqlite)) {
        sqlite->log_file = true;
        sqlite->cut = true;
        return DG_OK;
    }
    return dg_sqlite_explain(sqlite, rc, why);
}

/* SQLite would use the umask; its other files take the mode of this one. */
static enum dg_err
make_file(struct dg_sqlite *sqlite, struct dg_buf *why)
{
    int fd = open(sqlite->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST) {
        return DG_OK;
    }
    if (fd < 0 || fsync(fd) != 0 || !dg_sqlite_sync_dir(sqlite->dir)) {
        dg_buf_printf(why, "%s: %s", sqlite->path, strerror(errno));
        if (fd >= 0) {
            close(fd);
        }
        return DG_ERR_IO;
    }
    close(fd);
    return DG_OK;
}

static int
note_log(void *ctx, sqlite3 *db, const char *name, int pages)
{
    (void) db;
    (void) name;
    struct dg_sqlite *sqlite = ctx;
    sqlite->log_pages = pages;
    sqlite->log_file = true;
    return SQLITE_OK;
}

static enum dg_err
open_database(struct dg_sqlite *sqlite, struct dg_buf *why)
{
    bool empty = false;
    int rc =
        dg_sqlite_connect(sqlite->path, SQLITE_OPEN_READWRITE, &sqlite->db);
    if (rc != SQLITE_OK) {
        return dg_sqlite_explain(sqlite, rc, why);
    }
    enum dg_err err = dg_sqlite_layout_check(sqlite, &empty, why);
    if (err != DG_OK) {
        return err;
    }
    rc = sqlite3_exec(sqlite->db,
                      "PRAGMA page_size = 8192;" /* of a file made now */
                      "PRAGMA journal_mode = WAL;"
                      "PRAGMA secure_delete = ON;"
                      "PRAGMA synchronous = " DG_SQLITE_SYNCHRONOUS,
                      NULL, NULL, NULL);
    if (rc != SQLITE_OK) {
        return dg_sqlite_explain(sqlite, rc, why);
    }
    err = empty ? dg_sqlite_layout_make(sqlite, why)
                : dg_sqlite_layout_upgrade(sqlite, why);
    if (err != DG_OK) {
        return err;
    }
    rc = prepare_texts(sqlite);
    if (rc != SQLITE_OK) {
        return dg_sqlite_explain(sqlite, rc, why);
    }
    sqlite3_wal_hook(sqlite->db, note_log, sqlite);
    return make_durable(sqlite, why);
}

static char *
join(const char *dir, const char *name)
{
    size_t size = strlen(dir) + strlen(name) + 1;
    char *path = malloc(size);
    if (path) {
        snprintf(path, size, "%s%s", dir, name);
    }
    return path;
}

enum dg_err
dg_sqlite_open(const char *dir, struct dg_store **store, struct dg_buf *why)
{
    struct dg_sqlite *sqlite = calloc(1, sizeof *sqlite);
    if (!sqlite) {
        return DG_ERR_MEMORY;
    }
    enum dg_err err = DG_ERR_MEMORY;
    sqlite->base.ops = &dg_sqlite_ops;
    sqlite->dir = strdup(dir);
    sqlite->path = join(dir, "/journal.db");
    if (!sqlite->dir || !sqlite->path) {
        goto free_sqlite;
    }
    err = dg_lock_take(dir, &sqlite->lock, why);
    if (err != DG_OK) {
        goto free_sqlite;
    }
    dg_sqlite_reserve_use(sqlite);
    err = make_file(sqlite, why);
    if (err == DG_OK) {
        err = open_database(sqlite, why);
    }
    if (err == DG_OK) {
        err = dg_sqlite_layout_read(sqlite, why);
    }
    if (err == DG_OK) {
        err = dg_sqlite_read_state(sqlite, why);
    }
    if (err != DG_OK) {
        dg_sqlite_close(&sqlite->base);
        return err;
    }
    dg_sqlite_reserve_keep(sqlite);
    *store = &sqlite->base;
    return DG_OK;

free_sqlite:
    free(sqlite->path);
    free(sqlite->dir);
    free(sqlite);
    return err;
}

/* The lock goes last: until then nobody else may look at the files. */
void
dg_sqlite_close(struct dg_store *store)
{
    struct dg_sqlite *sqlite = (struct dg_sqlite *) store;
    for (int i = 0; i < DG_SQLITE_TEXT_COUNT; i++) {
        sqlite3_finalize(sqlite->texts[i]);
    }
    sqlite3_close(sqlite->db);
    dg_sqlite_reserve_keep(sqlite);
    close(sqlite->lock);
    free(sqlite->path);
    free(sqlite->dir);
    free(sqlite);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Writes the journal: one transaction for all that is appended together, and
 * the checkpoints that keep the log short. Decides what of a failure is
 * certain. */
#include "gateway/store/sqlite_internal.h"

/* Pages of 8 KiB in the log: from the first on it is emptied when there is
 * time, from the second on before the next commit. Emptied completely, the log
 * begins anew, so the second bounds its size while no reader holds it. Larger
 * steps do not save time, and commits wait longer for them. */
#define LOG_PAGES_IDLE 125
#define LOG_PAGES_MAX 250
/* With less room than this the log is emptied at once: it may hold many times
 * what was written, a page for each page of each commit. */
#define ROOM_LOW (1 << 20)

int
dg_sqlite_run(struct dg_sqlite *sqlite, enum dg_sqlite_text text)
{
    sqlite3_step(sqlite->texts[text]);
    return sqlite3_reset(sqlite->texts[text]);
}

int
dg_sqlite_end(struct dg_sqlite *sqlite, int rc)
{
    if (rc == SQLITE_OK) {
        rc = dg_sqlite_run(sqlite, DG_SQLITE_COMMIT);
    }
    if (rc != SQLITE_OK && !sqlite3_get_autocommit(sqlite->db)) {
        dg_sqlite_run(sqlite, DG_SQLITE_ROLLBACK);
    }
    return rc;
}

/* ---- append ------------------------------------------------------------ */

/* What the file says, should another program have written to it. */
static enum dg_err
check_state(struct dg_sqlite *sqlite)
{
    sqlite3_stmt *state = sqlite->texts[DG_SQLITE_STATE];
    bool same =
        sqlite3_step(state) == SQLITE_ROW &&
        sqlite3_column_int64(state, 0) == (sqlite3_int64) sqlite->base.epoch &&
        sqlite3_column_int64(state, 1) == (sqlite3_int64) sqlite->base.last;
    int rc = sqlite3_reset(state);
    return rc != SQLITE_OK ? dg_sqlite_err(rc) : same ? DG_OK : DG_ERR_CONFLICT;
}

static void
bind_bytes(sqlite3_stmt *stmt, int column, const void *bytes, size_t len)
{
    sqlite3_bind_blob64(stmt, column, bytes ? bytes : "", len, SQLITE_STATIC);
}

static int
put_envelope(struct dg_sqlite *sqlite, const struct dg_store_entry *entry)
{
    sqlite3_stmt *put = sqlite->texts[DG_SQLITE_PUT_ENVELOPE];
    sqlite3_bind_int64(put, 1, (sqlite3_int64) entry->sequence);
    bind_bytes(put, 2, entry->envelope_bytes.data, entry->envelope_bytes.len);
    if (entry->proof.data) {
        sqlite3_bind_text64(put, 3, entry->proof.data, entry->proof.len,
                            SQLITE_STATIC, SQLITE_UTF8);
    } else {
        sqlite3_bind_null(put, 3);
    }
    return dg_sqlite_run(sqlite, DG_SQLITE_PUT_ENVELOPE);
}

static int
put_entry(struct dg_sqlite *sqlite, const struct dg_store_entry *entry)
{
    sqlite3_stmt *put = sqlite->texts[DG_SQLITE_PUT_ENTRY];
    int rc = SQLITE_OK;
    if (entry->envelope_bytes.data) {
        rc = put_envelope(sqlite, entry);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    sqlite3_bind_int64(put, 1, (sqlite3_int64) entry->sequence);
    sqlite3_bind_int64(put, 2, entry->time_us);
    sqlite3_bind_int64(put, 3, (sqlite3_int64) entry->envelope);
    sqlite3_bind_int64(put, 4, entry->start);
    sqlite3_bind_int64(put, 5, entry->length);
    bind_bytes(put, 6, entry->header.data, entry->header.len);
    bind_bytes(put, 7, entry->decision.data, entry->decision.len);
    bind_bytes(put, 8, entry->event_salt, DG_SALT_SIZE);
    bind_bytes(put, 9, entry->decision_salt, DG_SALT_SIZE);
    bind_bytes(put, 10, entry->leaf, DG_SHA256_SIZE);
    return dg_sqlite_run(sqlite, DG_SQLITE_PUT_ENTRY);
}

/* SQLite says FULL when a page could not be written to the log. The page that
 * makes a commit is the last of them, so then there is none, and the roll-back
 * forgets the others. A failed sync is never FULL but an I/O error: its pages
 * may be on the disk or not. */
static enum dg_err
judge_append(struct dg_sqlite *sqlite, int rc)
{
    if (rc == SQLITE_OK) {
        return DG_OK;
    }
    if (rc == SQLITE_FULL && sqlite3_get_autocommit(sqlite->db)) {
        return DG_ERR_FULL;
    }
    sqlite->broken = true;
    return dg_sqlite_err(rc);
}

static enum dg_err
append(struct dg_store *store, const struct dg_store_entry *const *entries,
       size_t count)
{
    struct dg_sqlite *sqlite = (struct dg_sqlite *) store;
    bool more;
    if (sqlite->log_pages >= LOG_PAGES_MAX) {
        dg_store_checkpoint(store, &more);
    }
    if (sqlite->broken) {
        return DG_ERR_IO;
    }
    int rc = dg_sqlite_run(sqlite, DG_SQLITE_BEGIN);
    enum dg_err err = rc == SQLITE_OK ? check_state(sqlite) : dg_sqlite_err(rc);
    if (err != DG_OK) {
        dg_sqlite_end(sqlite, SQLITE_ABORT);
        return err;
    }
    for (size_t i = 0; i < count && rc == SQLITE_OK; i++) {
        rc = put_entry(sqlite, entries[i]);
    }
    return judge_append(sqlite, dg_sqlite_end(sqlite, rc));
}

static enum dg_err
raise_epoch(struct dg_store *store, uint64_t *epoch)
{
    struct dg_sqlite *sqlite = (struct dg_sqlite *) store;
    sqlite3_stmt *put = sqlite->texts[DG_SQLITE_PUT_EPOCH];
    int rc = dg_sqlite_run(sqlite, DG_SQLITE_BEGIN);
    if (rc == SQLITE_OK) {
        rc = sqlite3_step(put);
        *epoch = (uint64_t) sqlite3_column_int64(put, 0);
        rc = sqlite3_reset(put);
        rc = dg_sqlite_end(sqlite, rc);
    }
    return judge_append(sqlite, rc);
}

/* ---- checkpoint and room ----------------------------------------------- */

/* A step is what was committed since the last one; a reader that holds the log
 * only postpones it. A sync that failed may have lost pages that look clean:
 * the store must be opened again, which writes them once more. */
static enum dg_err
checkpoint(struct dg_store *store, bool *more)
{
    struct dg_sqlite *sqlite = (struct dg_sqlite *) store;
    int mode =
        sqlite->cut ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
    *more = false;
    if (sqlite->broken) {
        return DG_ERR_IO;
    }
    if (sqlite->log_pages < LOG_PAGES_IDLE && !sqlite->cut) {
        return DG_OK;
    }
    int rc = sqlite3_wal_checkpoint_v2(sqlite->db, NULL, mode, NULL, NULL);
    sqlite->log_pages = 0; /* the next commit says anew */
    if (rc == SQLITE_OK) {
        sqlite->log_file = sqlite->log_file && !sqlite->cut;
        sqlite->cut = false;
    } else if (rc == SQLITE_FULL) {
        return DG_ERR_FULL;
    } else if ((rc & 0xff) != SQLITE_BUSY) {
        sqlite->broken = true;
    }
    return dg_sqlite_err(rc);
}

static uint64_t
room(struct dg_store *store)
{
    struct dg_sqlite *sqlite = (struct dg_sqlite *) store;
    uint64_t room = dg_sqlite_room(sqlite);
    bool more;
    if (room >= ROOM_LOW || !sqlite->log_file) {
        return room;
    }
    sqlite->cut = true;
    sqlite3_busy_timeout(sqlite->db, 0);
    checkpoint(store, &more);
    sqlite3_busy_timeout(sqlite->db, DG_SQLITE_BUSY_MS);
    return dg_sqlite_room(sqlite);
}

/* ---- snapshots --------------------------------------------------------- */

static enum dg_err
snapshot_put(struct dg_store *store, const char *name, uint64_t sequence,
             struct dg_str bytes)
{
    struct dg_sqlite *sqlite = (struct dg_sqlite *) store;
    sqlite3_stmt *put = sqlite->texts[DG_SQLITE_PUT_SNAPSHOT];
    sqlite3_bind_text(put, 1, name, -1, SQLITE_STATIC);
    sqlite3_bind_int64(put, 2, (sqlite3_int64) sequence);
    bind_bytes(put, 3, bytes.data, bytes.len);
    return judge_append(sqlite, dg_sqlite_run(sqlite, DG_SQLITE_PUT_SNAPSHOT));
}

static enum dg_err
snapshot_get(struct dg_store *store, const char *name, uint64_t *sequence,
             struct dg_buf *bytes)
{
    struct dg_sqlite *sqlite = (struct dg_sqlite *) store;
    sqlite3_stmt *get = sqlite->texts[DG_SQLITE_GET_SNAPSHOT];
    sqlite3_bind_text(get, 1, name, -1, SQLITE_STATIC);
    bool found = sqlite3_step(get) == SQLITE_ROW;
    if (found) {
        *sequence = (uint64_t) sqlite3_column_int64(get, 0);
        dg_buf_append(bytes, sqlite3_column_blob(get, 1),
                      (size_t) sqlite3_column_bytes(get, 1));
    }
    int rc = sqlite3_reset(get);
    return rc != SQLITE_OK ? dg_sqlite_err(rc)
           : found         ? bytes->err
                           : DG_ERR_ABSENT;
}

const struct dg_store_ops dg_sqlite_ops = {
    .kind = "sqlite",
    .inspect = dg_sqlite_layout_inspect,
    .open = dg_sqlite_open,
    .close = dg_sqlite_close,
    .append = append,
    .raise_epoch = raise_epoch,
    .checkpoint = checkpoint,
    .room = room,
    .backup = dg_sqlite_backup,
    .restore = dg_sqlite_restore,
    .open_backup = dg_sqlite_open_backup,
    .check = dg_sqlite_check,
    .cursor_open = dg_sqlite_cursor_open,
    .cursor_seek = dg_sqlite_cursor_seek,
    .cursor_next = dg_sqlite_cursor_next,
    .cursor_leaves = dg_sqlite_cursor_leaves,
    .cursor_close = dg_sqlite_cursor_close,
    .erase = dg_sqlite_erase,
    .scrub = dg_sqlite_scrub,
    .snapshot_put = snapshot_put,
    .snapshot_get = snapshot_get,
};

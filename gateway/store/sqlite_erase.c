/* SPDX-License-Identifier: Apache-2.0 */
/* Erases bodies and salts for good: from the rows, from the envelopes, from
 * free pages (secure_delete) and from the log. What proves them stays. */
#include "gateway/store/sqlite_internal.h"

#include <stdlib.h>

struct bodies {
    struct dg_store_entry entry; /* envelope, range, salts, decision, event */
    char *event, *decision;      /* own copies */
};

static bool
copy_salt(sqlite3_stmt *stmt, int column, uint8_t salt[DG_SALT_SIZE])
{
    if (sqlite3_column_bytes(stmt, column) != DG_SALT_SIZE) {
        return false;
    }
    memcpy(salt, sqlite3_column_blob(stmt, column), DG_SALT_SIZE);
    return true;
}

/* DG_ERR_EXISTS if the entry is erased already. */
static enum dg_err
read_bodies(struct dg_sqlite *sqlite, uint64_t sequence, struct bodies *bodies)
{
    sqlite3_stmt *get = sqlite->texts[DG_SQLITE_GET_BODIES];
    struct dg_store_entry *entry = &bodies->entry;
    enum dg_err err = DG_OK;

    sqlite3_bind_int64(get, 1, (sqlite3_int64) sequence);
    if (sqlite3_step(get) != SQLITE_ROW) {
        err = DG_ERR_ABSENT;
    } else if (sqlite3_column_type(get, 4) == SQLITE_NULL) {
        err = DG_ERR_EXISTS;
    } else if (!copy_salt(get, 4, entry->event_salt) ||
               !copy_salt(get, 5, entry->decision_salt)) {
        err = DG_ERR_CORRUPT;
    } else {
        entry->envelope = (uint64_t) sqlite3_column_int64(get, 0);
        entry->start = (uint32_t) sqlite3_column_int64(get, 1);
        entry->length = (uint32_t) sqlite3_column_int64(get, 2);
        entry->decision.len = (size_t) sqlite3_column_bytes(get, 3);
        bodies->decision = malloc(entry->decision.len + 1);
        bodies->event = malloc((size_t) entry->length + 1);
        if (!bodies->decision || !bodies->event) {
            err = DG_ERR_MEMORY;
        } else if (entry->decision.len > 0) {
            memcpy(bodies->decision, sqlite3_column_blob(get, 3),
                   entry->decision.len);
        }
    }
    int rc = sqlite3_reset(get);
    return rc != SQLITE_OK ? dg_sqlite_err(rc) : err;
}

/* Takes the event's bytes out of the envelope and leaves blanks. */
static int
blank_event(struct dg_sqlite *sqlite, struct bodies *bodies)
{
    const struct dg_store_entry *entry = &bodies->entry;
    int start = (int) entry->start, length = (int) entry->length;
    sqlite3_blob *blob = NULL;
    char *blanks = malloc((size_t) length + 1);
    if (!blanks) {
        return SQLITE_NOMEM;
    }
    memset(blanks, ' ', (size_t) length);
    int rc = sqlite3_blob_open(sqlite->db, "main", "envelope", "bytes",
                               (sqlite3_int64) entry->envelope, 1, &blob);
    if (rc == SQLITE_OK) {
        rc = sqlite3_blob_read(blob, bodies->event, length, start);
    }
    if (rc == SQLITE_OK) {
        rc = sqlite3_blob_write(blob, blanks, length, start);
    }
    sqlite3_blob_close(blob);
    free(blanks);
    /* No such row, or a range outside of it. */
    return rc == SQLITE_ERROR ? SQLITE_CORRUPT : rc;
}

/* The signature would tell a right guess from a wrong one. */
static int
drop_proof(struct dg_sqlite *sqlite, uint64_t envelope)
{
    sqlite3_bind_int64(sqlite->texts[DG_SQLITE_UNPROVE], 1,
                       (sqlite3_int64) envelope);
    return dg_sqlite_run(sqlite, DG_SQLITE_UNPROVE);
}

static int
put_commitments(struct dg_sqlite *sqlite, uint64_t sequence,
                const uint8_t *event, const uint8_t *decision)
{
    sqlite3_stmt *put = sqlite->texts[DG_SQLITE_ERASE];
    sqlite3_bind_int64(put, 1, (sqlite3_int64) sequence);
    sqlite3_bind_blob(put, 2, event, DG_SHA256_SIZE, SQLITE_STATIC);
    sqlite3_bind_blob(put, 3, decision, DG_SHA256_SIZE, SQLITE_STATIC);
    return dg_sqlite_run(sqlite, DG_SQLITE_ERASE);
}

static enum dg_err
erase_entry(struct dg_sqlite *sqlite, uint64_t sequence)
{
    uint8_t event[DG_SHA256_SIZE], decision[DG_SHA256_SIZE];
    struct bodies bodies = {0};
    enum dg_err err = read_bodies(sqlite, sequence, &bodies);
    if (err != DG_OK) {
        goto done;
    }
    err = dg_sqlite_err(blank_event(sqlite, &bodies));
    if (err == DG_OK) {
        err = dg_sqlite_err(drop_proof(sqlite, bodies.entry.envelope));
    }
    if (err != DG_OK) {
        goto done;
    }
    bodies.entry.event = (struct dg_str){bodies.event, bodies.entry.length};
    bodies.entry.decision.data = bodies.decision;
    err = dg_store_commit_bodies(&bodies.entry, event, decision);
    if (err == DG_OK) {
        err = dg_sqlite_err(put_commitments(sqlite, sequence, event, decision));
    }

done:
    free(bodies.event);
    free(bodies.decision);
    return err == DG_ERR_EXISTS ? DG_OK : err;
}

enum dg_err
dg_sqlite_erase(struct dg_store *store, const uint64_t *sequences, size_t count)
{
    struct dg_sqlite *sqlite = (struct dg_sqlite *) store;
    bool more;
    if (sqlite->broken) {
        return DG_ERR_IO;
    }
    enum dg_err err = dg_sqlite_err(dg_sqlite_run(sqlite, DG_SQLITE_BEGIN));
    for (size_t i = 0; i < count && err == DG_OK; i++) {
        err = erase_entry(sqlite, sequences[i]);
    }
    if (err != DG_OK) {
        dg_sqlite_end(sqlite, SQLITE_ABORT);
        return err;
    }
    int rc = dg_sqlite_end(sqlite, SQLITE_OK);
    if (rc != SQLITE_OK) {
        sqlite->broken = true;
        return dg_sqlite_err(rc);
    }
    sqlite->cut = true;
    /* A reader may be in the way now; then a later checkpoint does it. */
    dg_store_checkpoint(store, &more);
    return DG_OK;
}

enum dg_err
dg_sqlite_scrub(struct dg_store *store)
{
    struct dg_sqlite *sqlite = (struct dg_sqlite *) store;
    enum dg_err err;
    bool more;
    sqlite3_busy_timeout(sqlite->db, 0);
    err = dg_store_checkpoint(store, &more);
    sqlite3_busy_timeout(sqlite->db, DG_SQLITE_BUSY_MS);
    return err;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the journal in order, on a connection of its own, and decides whether
 * a row can be an entry at all; leaves hashes to the journal. */
#include <stdlib.h>

#include "gateway/store/sqlite_internal.h"

/* A read transaction keeps the log from beginning anew; so after so many
 * entries it ends, and the next one begins. */
#define RUN_LENGTH 1024

struct cursor {
    struct dg_store_cursor base;
    sqlite3 *db;
    sqlite3_stmt *entries, *envelopes; /* both run in order, side by side */
    uint64_t next;                     /* sequence to come */
    unsigned left;                     /* of this run; 0: no transaction */
    uint64_t envelope; /* number of the envelope stood on; 0: none */
};

enum column {
    SEQUENCE,
    TIME,
    ENVELOPE,
    START,
    LENGTH,
    HEADER,
    DECISION,
    EVENT_SALT,
    DECISION_SALT,
    EVENT_COMMITMENT,
    DECISION_COMMITMENT,
    LEAF
};

enum dg_err
dg_sqlite_cursor_open(struct dg_store *store, struct dg_store_cursor **cursor)
{
    struct cursor *self = calloc(1, sizeof *self);
    if (!self) {
        return DG_ERR_MEMORY;
    }
    self->base.ops = &dg_sqlite_ops;
    int rc = dg_sqlite_connect(((struct dg_sqlite *) store)->path,
                               SQLITE_OPEN_READONLY, &self->db);
    if (rc == SQLITE_OK) {
        rc = sqlite3_prepare_v3(
            self->db, "SELECT * FROM entry WHERE sequence >= ? ORDER BY 1", -1,
            SQLITE_PREPARE_PERSISTENT, &self->entries, NULL);
    }
    if (rc == SQLITE_OK) {
        rc = sqlite3_prepare_v3(
            self->db, "SELECT * FROM envelope WHERE id >= ? ORDER BY 1", -1,
            SQLITE_PREPARE_PERSISTENT, &self->envelopes, NULL);
    }
    if (rc != SQLITE_OK) {
        dg_sqlite_cursor_close(&self->base);
        return dg_sqlite_err(rc);
    }
    *cursor = &self->base;
    return DG_OK;
}

void
dg_sqlite_cursor_close(struct dg_store_cursor *cursor)
{
    struct cursor *self = (struct cursor *) cursor;
    sqlite3_finalize(self->entries);
    sqlite3_finalize(self->envelopes);
    sqlite3_close(self->db);
    free(self);
}

static void
end_run(struct cursor *self)
{
    sqlite3_reset(self->entries);
    sqlite3_reset(self->envelopes);
    self->left = 0;
    self->envelope = 0;
}

void
dg_sqlite_cursor_seek(struct dg_store_cursor *cursor, uint64_t from)
{
    struct cursor *self = (struct cursor *) cursor;
    end_run(self);
    self->next = from;
}

/* Stands on the envelope of a number, going forward from where it is. */
static enum dg_err
find_envelope(struct cursor *self, uint64_t number)
{
    if (self->envelope == 0) {
        sqlite3_bind_int64(self->envelopes, 1, (sqlite3_int64) number);
    }
    while (self->envelope < number) {
        int rc = sqlite3_step(self->envelopes);
        if (rc != SQLITE_ROW) {
            return rc == SQLITE_DONE ? DG_ERR_CORRUPT : dg_sqlite_err(rc);
        }
        self->envelope = (uint64_t) sqlite3_column_int64(self->envelopes, 0);
    }
    return self->envelope == number ? DG_OK : DG_ERR_CORRUPT;
}

static struct dg_str
column_str(sqlite3_stmt *stmt, int column)
{
    const char *data = sqlite3_column_blob(stmt, column);
    return (struct dg_str){data, (size_t) sqlite3_column_bytes(stmt, column)};
}

static bool
copy_digest(sqlite3_stmt *stmt, int column, uint8_t out[DG_SHA256_SIZE])
{
    struct dg_str bytes = column_str(stmt, column);
    if (bytes.len != DG_SHA256_SIZE) {
        return false;
    }
    memcpy(out, bytes.data, DG_SHA256_SIZE);
    return true;
}

/* The envelope's proof and, unless erased, the event within its bytes. A copy
 * of layout 1, which is only read, has no proofs. */
static enum dg_err
read_envelope(struct cursor *self, int64_t start, int64_t length,
              struct dg_store_entry *entry)
{
    enum dg_err err = find_envelope(self, entry->envelope);
    if (err != DG_OK) {
        return err;
    }
    if (sqlite3_column_count(self->envelopes) > 2) {
        entry->proof = column_str(self->envelopes, 2);
    }
    struct dg_str bytes = column_str(self->envelopes, 1);
    entry->envelope_bytes = bytes;
    if (entry->erased) {
        return DG_OK;
    }
    if (bytes.len == 0 || (uint64_t) (start + length) > bytes.len) {
        return DG_ERR_CORRUPT;
    }
    entry->event = (struct dg_str){bytes.data + start, (size_t) length};
    return DG_OK;
}

static enum dg_err
read_row(struct cursor *self, struct dg_store_entry *entry)
{
    sqlite3_stmt *row = self->entries;
    int64_t envelope = sqlite3_column_int64(row, ENVELOPE);
    int64_t start = sqlite3_column_int64(row, START);
    int64_t length = sqlite3_column_int64(row, LENGTH);

    if ((uint64_t) sqlite3_column_int64(row, SEQUENCE) != self->next ||
        envelope < 1 || (uint64_t) envelope > self->next || start < 0 ||
        start > UINT32_MAX || length < 0 || length > UINT32_MAX) {
        return DG_ERR_CORRUPT;
    }
    entry->sequence = self->next;
    entry->time_us = sqlite3_column_int64(row, TIME);
    entry->envelope = (uint64_t) envelope;
    entry->start = (uint32_t) start;
    entry->length = (uint32_t) length;
    entry->header = column_str(row, HEADER);
    entry->decision = column_str(row, DECISION);
    entry->erased = sqlite3_column_type(row, EVENT_COMMITMENT) != SQLITE_NULL;
    if (entry->header.len == 0 ||
        (entry->decision.data == NULL) != entry->erased ||
        !copy_digest(row, entry->erased ? EVENT_COMMITMENT : EVENT_SALT,
                     entry->event_salt) ||
        !copy_digest(row, entry->erased ? DECISION_COMMITMENT : DECISION_SALT,
                     entry->decision_salt) ||
        !copy_digest(row, LEAF, entry->leaf)) {
        return DG_ERR_CORRUPT;
    }
    return read_envelope(self, start, length, entry);
}

enum dg_err
dg_sqlite_cursor_next(struct dg_store_cursor *cursor,
                      struct dg_store_entry *entry, uint64_t *sequence)
{
    struct cursor *self = (struct cursor *) cursor;
    if (self->left == 0) {
        end_run(self);
        sqlite3_bind_int64(self->entries, 1, (sqlite3_int64) self->next);
        self->left = RUN_LENGTH;
    }
    self->left--;
    *sequence = self->next;
    int rc = sqlite3_step(self->entries);
    enum dg_err err = rc == SQLITE_ROW    ? read_row(self, entry)
                      : rc == SQLITE_DONE ? DG_ERR_ABSENT
                                          : dg_sqlite_err(rc);
    if (err == DG_OK) {
        self->next++;
    } else {
        end_run(self);
    }
    return err;
}

enum dg_err
dg_sqlite_cursor_leaves(struct dg_store_cursor *cursor, uint64_t from,
                        size_t count, uint8_t (*leaves)[DG_SHA256_SIZE])
{
    struct cursor *self = (struct cursor *) cursor;
    enum dg_err err = DG_OK;
    end_run(self);
    sqlite3_bind_int64(self->entries, 1, (sqlite3_int64) from);
    for (size_t i = 0; err == DG_OK && i < count; i++) {
        int rc = sqlite3_step(self->entries);
        if (rc != SQLITE_ROW) {
            err = rc == SQLITE_DONE ? DG_ERR_CORRUPT : dg_sqlite_err(rc);
        } else if ((uint64_t) sqlite3_column_int64(self->entries, SEQUENCE) !=
                       from + i ||
                   !copy_digest(self->entries, LEAF, leaves[i])) {
            err = DG_ERR_CORRUPT;
        }
    }
    end_run(self);
    return err;
}

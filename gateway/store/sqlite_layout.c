/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what a journal's file looks like: its tables, the marks by which it
 * is known, and whether a file that is there is one this program may use. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "gateway/store/sqlite_internal.h"

static const char layout_sql[] =
    "BEGIN IMMEDIATE;"
    "CREATE TABLE meta("
    " key TEXT PRIMARY KEY NOT NULL, value ANY NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE envelope("
    " id INTEGER PRIMARY KEY, bytes BLOB NOT NULL, proof TEXT) STRICT;"
    "CREATE TABLE entry("
    " sequence INTEGER PRIMARY KEY,"
    " time INTEGER NOT NULL,"
    " envelope INTEGER NOT NULL,"
    " start INTEGER NOT NULL,"
    " length INTEGER NOT NULL,"
    " header BLOB NOT NULL,"
    " decision BLOB,"
    " event_salt BLOB,"
    " decision_salt BLOB,"
    " event_commitment BLOB,"
    " decision_commitment BLOB,"
    " leaf BLOB NOT NULL,"
    " CHECK (CASE WHEN event_commitment IS NULL"
    "  THEN decision NOT NULL AND event_salt NOT NULL"
    "   AND decision_salt NOT NULL AND decision_commitment IS NULL"
    "  ELSE decision IS NULL AND event_salt IS NULL"
    "   AND decision_salt IS NULL AND decision_commitment NOT NULL END)"
    ") STRICT;"
    "CREATE TABLE snapshot("
    " name TEXT PRIMARY KEY NOT NULL,"
    " sequence INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT;";

static int
read_number(sqlite3 *db, const char *sql, int64_t *number)
{
    sqlite3_stmt *stmt;
    int rc = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
    if (rc == SQLITE_OK) {
        rc = sqlite3_step(stmt);
        *number = rc == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : 0;
        sqlite3_finalize(stmt);
    }
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static enum dg_err
judge(const char *path, int64_t id, int64_t layout, struct dg_buf *why)
{
    if (id != DG_SQLITE_APPLICATION_ID || layout < 1) {
        dg_buf_printf(why, "%s: not a journal of dutygate", path);
        return DG_ERR_MALFORMED;
    }
    if (layout > DG_SQLITE_LAYOUT) {
        dg_buf_printf(why,
                      "%s: layout %lld was made by a newer program; this one "
                      "knows layouts up to %d",
                      path, (long long) layout, DG_SQLITE_LAYOUT);
        return DG_ERR_VERSION;
    }
    return DG_OK;
}

/* A file of ours has our application id; one made just now is empty. */
enum dg_err
dg_sqlite_layout_check(struct dg_sqlite *sqlite, bool *empty,
                       struct dg_buf *why)
{
    int64_t id = 0, layout = 0, objects = 0;
    int rc = read_number(sqlite->db, "PRAGMA application_id", &id);
    if (rc == SQLITE_OK) {
        rc = read_number(sqlite->db, "PRAGMA user_version", &layout);
    }
    if (rc == SQLITE_OK) {
        rc = read_number(sqlite->db, "SELECT count(*) FROM sqlite_schema",
                         &objects);
    }
    if (rc != SQLITE_OK) {
        return dg_sqlite_explain(sqlite, rc, why);
    }
    *empty = id == 0 && layout == 0 && objects == 0;
    return *empty ? DG_OK : judge(sqlite->path, id, layout, why);
}

/* Where SQLite's file format has the two numbers (sqlite.org/fileformat2.html,
 * 1.3): read without SQLite, which would make files beside the journal of a
 * gateway that may be running. */
#define HEADER_SIZE 100
#define HEADER_LAYOUT 60
#define HEADER_ID 68

enum dg_err
dg_sqlite_layout_inspect(const char *dir, struct dg_buf *why)
{
    char path[4096], header[HEADER_SIZE];
    struct dg_reader layout, id;
    ssize_t size;
    int fd;
    snprintf(path, sizeof path, "%s/journal.db", dir);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR)) {
        return DG_OK; /* it will be made */
    }
    size = fd < 0 ? -1 : read(fd, header, sizeof header);
    if (size < 0) {
        dg_buf_printf(why, "%s: %s", path, strerror(errno));
    }
    if (fd >= 0) {
        close(fd);
    }
    if (size <= 0) {
        return size == 0 ? DG_OK : DG_ERR_IO;
    }
    if (size < HEADER_SIZE || memcmp(header, "SQLite format 3", 16) != 0) {
        return judge(path, 0, 0, why);
    }
    dg_reader_init(&layout, (struct dg_str){header + HEADER_LAYOUT, 4});
    dg_reader_init(&id, (struct dg_str){header + HEADER_ID, 4});
    return judge(path, dg_reader_u32(&id), dg_reader_u32(&layout), why);
}

static int
put_meta(sqlite3 *db, const struct dg_store *store)
{
    sqlite3_stmt *stmt;
    int rc = sqlite3_prepare_v2(
        db,
        "INSERT INTO meta VALUES ('identity', ?), ('id_key', ?),"
        " ('epoch', ?)",
        -1, &stmt, NULL);
    if (rc == SQLITE_OK) {
        sqlite3_bind_text(stmt, 1, store->identity, -1, SQLITE_STATIC);
        sqlite3_bind_blob(stmt, 2, store->id_key, DG_KEY_SIZE, SQLITE_STATIC);
        sqlite3_bind_int64(stmt, 3, (sqlite3_int64) store->epoch);
        sqlite3_step(stmt);
        rc = sqlite3_finalize(stmt);
    }
    return rc;
}

/* All in one transaction: after a crash the file is empty or complete. */
enum dg_err
dg_sqlite_layout_make(struct dg_sqlite *sqlite, struct dg_buf *why)
{
    char finish[128];
    enum dg_err err = dg_store_make(&sqlite->base);
    if (err != DG_OK) {
        dg_buf_text(why, "no random numbers");
        return err;
    }
    snprintf(finish, sizeof finish,
             "PRAGMA application_id = %d; PRAGMA user_version = %d; COMMIT;",
             DG_SQLITE_APPLICATION_ID, DG_SQLITE_LAYOUT);
    int rc = sqlite3_exec(sqlite->db, layout_sql, NULL, NULL, NULL);
    if (rc == SQLITE_OK) {
        rc = put_meta(sqlite->db, &sqlite->base);
    }
    if (rc == SQLITE_OK) {
        rc = sqlite3_exec(sqlite->db, finish, NULL, NULL, NULL);
    }
    return rc == SQLITE_OK ? DG_OK : dg_sqlite_explain(sqlite, rc, why);
}

/* From each layout to the next. A step's one transaction sets the number, too:
 * after a crash the file is of one layout or of the other. */
static const char *const steps[DG_SQLITE_LAYOUT] = {
    [1] = "BEGIN IMMEDIATE;"
          "ALTER TABLE envelope ADD COLUMN proof TEXT;"
          "PRAGMA user_version = 2;"
          "COMMIT;",
};

enum dg_err
dg_sqlite_layout_upgrade(struct dg_sqlite *sqlite, struct dg_buf *why)
{
    int64_t layout = 0;
    int rc = read_number(sqlite->db, "PRAGMA user_version", &layout);
    while (rc == SQLITE_OK && layout < DG_SQLITE_LAYOUT) {
        rc = sqlite3_exec(sqlite->db, steps[layout++], NULL, NULL, NULL);
    }
    return rc == SQLITE_OK ? DG_OK : dg_sqlite_explain(sqlite, rc, why);
}

enum dg_err
dg_sqlite_layout_read(struct dg_sqlite *sqlite, struct dg_buf *why)
{
    struct dg_store *base = &sqlite->base;
    sqlite3_stmt *stmt = NULL;
    int found = 0;
    int rc = sqlite3_prepare_v2(
        sqlite->db,
        "SELECT (SELECT value FROM meta WHERE key = 'identity'),"
        " (SELECT value FROM meta WHERE key = 'id_key')",
        -1, &stmt, NULL);
    if (rc == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW) {
        if (sqlite3_column_bytes(stmt, 0) == DG_IDENTITY_SIZE - 1) {
            memcpy(base->identity, sqlite3_column_text(stmt, 0),
                   DG_IDENTITY_SIZE);
            found++;
        }
        if (sqlite3_column_bytes(stmt, 1) == DG_KEY_SIZE) {
            memcpy(base->id_key, sqlite3_column_blob(stmt, 1), DG_KEY_SIZE);
            found++;
        }
    }
    rc = sqlite3_finalize(stmt);
    if (rc != SQLITE_OK) {
        return dg_sqlite_explain(sqlite, rc, why);
    }
    if (found != 2) {
        dg_buf_printf(why, "%s: identity or key is damaged", sqlite->path);
        return DG_ERR_CORRUPT;
    }
    return DG_OK;
}

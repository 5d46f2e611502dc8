/* SPDX-License-Identifier: Apache-2.0 */
/* Opens stores and looks behind their back for the tests beside it. */
#include "tests/gateway/store/sqlite_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "tests/fake/fake_message.h"

void
sqlite_fixture_close(struct sqlite_fixture *f)
{
    dg_store_close(f->store);
    f->store = NULL;
}

enum dg_err
sqlite_fixture_open(struct sqlite_fixture *f)
{
    sqlite_fixture_close(f);
    dg_buf_clear(&f->why);
    return dg_store_open("sqlite", f->dir, &f->store, &f->why);
}

void
sqlite_fixture_init(struct sqlite_fixture *f, const char *name)
{
    printf("# %s\n", name);
    memset(f, 0, sizeof *f);
    snprintf(f->dir, sizeof f->dir, "%s/%s", getenv("TEST_DIR"), name);
    mkdir(f->dir, 0700);
    dg_buf_init(&f->why);
    if (sqlite_fixture_open(f) != DG_OK) {
        fprintf(stderr, "%.*s\n", (int) f->why.len, f->why.data);
        abort();
    }
}

void
sqlite_fixture_finish(struct sqlite_fixture *f)
{
    dg_store_close(f->store);
    dg_buf_finish(&f->why);
}

enum dg_err
sqlite_fixture_append(struct sqlite_fixture *f, size_t count)
{
    uint64_t first = dg_store_last(f->store) + 1;
    struct fake_message *message =
        fake_message_create(first, count, dg_store_id_key(f->store));
    enum dg_err err = dg_store_append(f->store, dg_store_epoch(f->store), first,
                                      message->pointers, message->write.count);
    fake_message_destroy(message);
    return err;
}

void
sqlite_fixture_run(struct sqlite_fixture *f, const char *sql)
{
    char path[400], *message = NULL;
    sqlite3 *db;
    snprintf(path, sizeof path, "%s/journal.db", f->dir);
    sqlite3_open(path, &db);
    sqlite3_exec(db, "PRAGMA ignore_check_constraints = ON", NULL, NULL, NULL);
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK) {
        fprintf(stderr, "%s: %s\n", sql, message);
        abort();
    }
    sqlite3_close(db);
}

bool
sqlite_fixture_says(struct sqlite_fixture *f, const char *want_after_dir)
{
    char want[700];
    snprintf(want, sizeof want, "%s%s", f->dir, want_after_dir);
    struct dg_str why = {f->why.data, f->why.len};
    if (!dg_str_is(why, want)) {
        fprintf(stderr, " got %.*s\nwant %s\n", DG_STR_ARG(why), want);
    }
    return dg_str_is(why, want);
}

size_t
sqlite_fixture_count(struct sqlite_fixture *f)
{
    struct dg_store_cursor *cursor;
    struct dg_store_entry entry;
    uint64_t sequence;
    size_t count = 0;
    if (dg_store_cursor_open(f->store, 1, &cursor) != DG_OK) {
        return SIZE_MAX;
    }
    while (dg_store_cursor_next(cursor, &entry, &sequence) == DG_OK) {
        count++;
    }
    dg_store_cursor_close(cursor);
    return count;
}

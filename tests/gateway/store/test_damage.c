/* SPDX-License-Identifier: Apache-2.0 */
/* Damaged files: every kind of it is found, at the entry it hit. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/gateway/store/sqlite_fixture.h"
#include "tests/tap/tap.h"

struct damage {
    const char *name, *sql;
    uint64_t at; /* sequence */
};

static const struct damage damages[] = {
    {"a missing row", "DELETE FROM entry WHERE sequence = 7", 7},
    {"a missing first row", "DELETE FROM entry WHERE sequence = 1", 1},
    {"a missing envelope", "DELETE FROM envelope WHERE id = 5", 5},
    {"a short envelope",
     "UPDATE envelope SET bytes = substr(bytes, 1, 1500) WHERE id = 5", 6},
    {"an envelope's wrong number",
     "UPDATE entry SET envelope = 3 WHERE sequence = 6", 6},
    {"an envelope to come", "UPDATE entry SET envelope = 9 WHERE sequence = 6",
     6},
    {"no envelope", "UPDATE entry SET envelope = 0 WHERE sequence = 6", 6},
    {"a range outside", "UPDATE entry SET start = 1000000 WHERE sequence = 8",
     8},
    {"a negative start", "UPDATE entry SET start = -1 WHERE sequence = 8", 8},
    {"a large length",
     "UPDATE entry SET length = 9223372036854775807 WHERE sequence = 8", 8},
    {"an empty header", "UPDATE entry SET header = x'' WHERE sequence = 9", 9},
    {"no decision", "UPDATE entry SET decision = NULL WHERE sequence = 9", 9},
    {"a short salt", "UPDATE entry SET event_salt = x'00' WHERE sequence = 10",
     10},
    {"no salt", "UPDATE entry SET decision_salt = NULL WHERE sequence = 10",
     10},
    {"half erased",
     "UPDATE entry SET event_commitment = leaf WHERE sequence = 11", 11},
    {"a short leaf", "UPDATE entry SET leaf = x'00' WHERE sequence = 12", 12},
};

static void
expect_damage(struct sqlite_fixture *f, uint64_t at, const char *name)
{
    struct dg_store_cursor *cursor;
    struct dg_store_entry entry;
    uint64_t sequence = 0;
    enum dg_err err = dg_store_cursor_open(f->store, 1, &cursor);
    while (err == DG_OK) {
        err = dg_store_cursor_next(cursor, &entry, &sequence);
    }
    ok(err == DG_ERR_CORRUPT && sequence == at,
       "%s is found at %" PRIu64 " (%s at %" PRIu64 ")", name, at,
       dg_err_text(err), sequence);
    dg_store_cursor_close(cursor);
}

static void
test_damage(void)
{
    for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++) {
        struct sqlite_fixture f;
        char name[32];
        snprintf(name, sizeof name, "damage-%zu", i);
        sqlite_fixture_init(&f, name);
        sqlite_fixture_append(&f, 4);
        sqlite_fixture_append(&f, 4);
        sqlite_fixture_append(&f, 12);
        sqlite_fixture_run(&f, damages[i].sql);
        expect_damage(&f, damages[i].at, damages[i].name);
        sqlite_fixture_finish(&f);
    }
}

static void
test_missing_last(void)
{
    struct sqlite_fixture f;
    sqlite_fixture_init(&f, "last");
    sqlite_fixture_append(&f, 1);
    sqlite_fixture_append(&f, 1);
    sqlite_fixture_run(&f, "DELETE FROM entry WHERE sequence = 2");
    is_int(sqlite_fixture_open(&f), DG_ERR_CORRUPT,
           "a missing last row is found");
    ok(sqlite_fixture_says(&f, "/journal.db: entry 2 is missing"),
       "at opening");
    sqlite_fixture_finish(&f);
}

/* A page of the file is overwritten: reading ends in damage or, if the page
 * was not needed, at the end; never in a wrong entry or a crash. */
static void
test_damaged_pages(void)
{
    struct sqlite_fixture f;
    char path[400], junk[4096];
    struct stat st;
    int found = 0, wrong = 0;
    sqlite_fixture_init(&f, "pages");
    for (int i = 0; i < 100; i++) {
        sqlite_fixture_append(&f, 2);
    }
    is_int(sqlite_fixture_open(&f), DG_OK, "everything is in the main file");
    sqlite_fixture_close(&f);
    memset(junk, 0xa5, sizeof junk);
    snprintf(path, sizeof path, "%s/journal.db", f.dir);
    int fd = open(path, O_RDWR);
    fstat(fd, &st);
    for (off_t at = 4096; at < st.st_size; at += 3 * 4096) {
        char saved[4096];
        if (pread(fd, saved, 4096, at) != 4096 ||
            pwrite(fd, junk, 4096, at) != 4096) {
            abort();
        }
        enum dg_err err = sqlite_fixture_open(&f);
        if (err == DG_OK) {
            size_t count = sqlite_fixture_count(&f);
            found += count < 200;
            wrong += count > 200;
        } else {
            found += err == DG_ERR_CORRUPT;
            wrong += err != DG_ERR_CORRUPT;
        }
        sqlite_fixture_close(&f);
        if (pwrite(fd, saved, 4096, at) != 4096) {
            abort();
        }
    }
    close(fd);
    ok(found > 20 && wrong == 0, "%d damaged pages were found", found);
    is_int(sqlite_fixture_open(&f), DG_OK, "mended, it opens");
    is_int(sqlite_fixture_count(&f), 200, "and is whole");
    sqlite_fixture_finish(&f);
}

int
main(void)
{
    test_damage();
    test_missing_last();
    test_damaged_pages();
    return tap_done();
}

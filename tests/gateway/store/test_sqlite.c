/* SPDX-License-Identifier: Apache-2.0 */
/* What only the SQLite back end has: files, a lock, a layout, a disk that can
 * be full, and pages that can be damaged. */
#include "config.h" /* for memmem */

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "gateway/store/sqlite_internal.h"
#include "tests/fake/fake_disk.h"
#include "tests/fake/fake_message.h"
#include "tests/tap/tap.h"

struct fixture {
    char dir[300];
    struct dg_store *store;
    struct dg_buf why;
};

static enum dg_err
reopen(struct fixture *f)
{
    dg_store_close(f->store);
    f->store = NULL;
    dg_buf_clear(&f->why);
    return dg_store_open("sqlite", f->dir, &f->store, &f->why);
}

static void
setup(struct fixture *f, const char *name)
{
    printf("# %s\n", name);
    memset(f, 0, sizeof *f);
    snprintf(f->dir, sizeof f->dir, "%s/%s", getenv("TEST_DIR"), name);
    mkdir(f->dir, 0700);
    dg_buf_init(&f->why);
    if (reopen(f) != DG_OK) {
        fprintf(stderr, "%.*s\n", (int) f->why.len, f->why.data);
        abort();
    }
}

static void
teardown(struct fixture *f)
{
    dg_store_close(f->store);
    dg_buf_finish(&f->why);
}

static enum dg_err
append(struct fixture *f, size_t count)
{
    uint64_t first = dg_store_last(f->store) + 1;
    struct fake_message *message =
        fake_message_create(first, count, dg_store_id_key(f->store));
    enum dg_err err = dg_store_append(f->store, dg_store_epoch(f->store), first,
                                      message->pointers, message->write.count);
    fake_message_destroy(message);
    return err;
}

/* Runs SQL on the file behind the store's back. */
static void
run(struct fixture *f, const char *sql)
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

static void
expect_why(struct fixture *f, const char *want_after_dir, const char *name)
{
    char want[700];
    snprintf(want, sizeof want, "%s%s", f->dir, want_after_dir);
    is_str(f->why, want, name);
}

/* ---- opening ----------------------------------------------------------- */

static void
test_files(void)
{
    static const char *const names[] = {"journal.db", "journal.db-wal",
                                        "journal.db-shm", "journal.lock"};
    struct fixture f;
    setup(&f, "files");
    is_int(append(&f, 1), DG_OK, "something is there");
    for (int i = 0; i < 4; i++) {
        char path[400];
        struct stat st = {0};
        snprintf(path, sizeof path, "%s/%s", f.dir, names[i]);
        ok(stat(path, &st) == 0 && (st.st_mode & 0777) == 0600,
           "%s is its owner's", names[i]);
    }
    teardown(&f);
}

static int
pragma(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *stmt;
    sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
    sqlite3_step(stmt);
    int value = sqlite3_column_int(stmt, 0);
    sqlite3_finalize(stmt);
    return value;
}

static void
test_settings(void)
{
    struct fixture f;
    setup(&f, "settings");
    sqlite3 *db = ((struct dg_sqlite *) f.store)->db;
    int defensive = 0, trusted = 1, extensions = 1;
    is_int(pragma(db, "PRAGMA synchronous"), 2, "synchronous is FULL");
    is_int(pragma(db, "PRAGMA wal_autocheckpoint"), 0, "no own checkpoints");
    is_int(pragma(db, "PRAGMA secure_delete"), 1, "secure_delete is on");
    is_int(pragma(db, "PRAGMA user_version"), 1, "layout 1");
    is_int(pragma(db, "PRAGMA application_id"), DG_SQLITE_APPLICATION_ID,
           "marked as ours");
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, -1, &defensive);
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, -1, &trusted);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, -1,
                      &extensions);
    ok(defensive && !trusted && !extensions, "hardened");
    teardown(&f);
}

static void
test_second_opener(void)
{
    struct fixture f;
    struct dg_store *second;
    char want[400];
    setup(&f, "second");
    is_int(dg_store_open("sqlite", f.dir, &second, &f.why), DG_ERR_BUSY,
           "a second opener is refused");
    snprintf(want, sizeof want, "journal %s is in use by process %ld", f.dir,
             (long) getpid());
    is_str(f.why, want, "with the holder");
    teardown(&f);
}

/* The predecessor holds the lock for a while yet, and then dies. */
static void
test_dying_predecessor(void)
{
    struct fixture f;
    const struct timespec while_ms = {.tv_nsec = 200000000};
    int ready[2];
    char byte;
    setup(&f, "dying");
    dg_store_close(f.store);
    f.store = NULL;
    if (pipe(ready) != 0) {
        abort();
    }
    pid_t child = fork();
    if (child == 0) {
        bool opened = reopen(&f) == DG_OK && append(&f, 3) == DG_OK;
        if (write(ready[1], opened ? "y" : "n", 1) == 1) {
            nanosleep(&while_ms, NULL);
        }
        _exit(0);
    }
    ok(read(ready[0], &byte, 1) == 1 && byte == 'y', "a predecessor is there");
    is_int(reopen(&f), DG_OK, "its successor waits for the end");
    is_int(dg_store_last(f.store), 3, "and finds what it left");
    waitpid(child, NULL, 0);
    close(ready[0]);
    close(ready[1]);
    teardown(&f);
}

static void
test_refused_files(void)
{
    struct fixture f;
    setup(&f, "newer");
    run(&f, "PRAGMA user_version = 7");
    is_int(reopen(&f), DG_ERR_VERSION, "a newer layout is refused");
    expect_why(&f,
               "/journal.db: layout 7 was made by a newer program; this one "
               "knows layouts up to 1",
               "with both numbers");
    run(&f, "PRAGMA user_version = 1; PRAGMA application_id = 5");
    is_int(reopen(&f), DG_ERR_MALFORMED, "another program's file is refused");
    expect_why(&f, "/journal.db: not a journal of dutygate", "as such");
    run(&f, "PRAGMA application_id = 1684498993;"
            "UPDATE meta SET value = x'00' WHERE key = 'id_key'");
    is_int(reopen(&f), DG_ERR_CORRUPT, "a damaged key is noticed");
    expect_why(&f, "/journal.db: identity or key is damaged", "as such");
    teardown(&f);

    setup(&f, "garbage");
    dg_store_close(f.store);
    f.store = NULL;
    char path[400];
    snprintf(path, sizeof path, "%s/journal.db", f.dir);
    FILE *file = fopen(path, "w");
    fprintf(file, "%4096s", "惠水县村级事项准入");
    fclose(file);
    is_int(reopen(&f), DG_ERR_CORRUPT, "no database at all is refused");
    expect_why(&f, "/journal.db: file is not a database", "as such");

    snprintf(f.dir, sizeof f.dir, "/nonexistent");
    is_int(reopen(&f), DG_ERR_IO, "a directory must be there");
    is_str(f.why, "/nonexistent/journal.lock: No such file or directory",
           "and is named");
    teardown(&f);
}

/* ---- writing ----------------------------------------------------------- */

static void
test_another_writer(void)
{
    struct fixture f;
    setup(&f, "conflict");
    append(&f, 2);
    run(&f, "INSERT INTO entry SELECT 3, time, envelope, start, length, header,"
            " decision, event_salt, decision_salt, NULL, NULL, leaf FROM entry"
            " WHERE sequence = 2");
    is_int(append(&f, 1), DG_ERR_CONFLICT, "another's entry is noticed");
    is_int(reopen(&f), DG_OK, "opened again");
    is_int(dg_store_last(f.store), 3, "it counts");
    is_int(append(&f, 1), DG_OK, "and one can go on");
    run(&f, "UPDATE meta SET value = 2 WHERE key = 'epoch'");
    is_int(append(&f, 1), DG_ERR_CONFLICT, "a raised epoch is noticed");
    teardown(&f);
}

static size_t
count_entries(struct fixture *f)
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

/* Wherever the room ends within a transaction: nothing of it is there, it is
 * known, and the store goes on. */
static void
test_full_anywhere(void)
{
    struct fixture f;
    bool known = true, clean = true;
    int skip = 0;
    setup(&f, "full");
    append(&f, 10);
    for (;; skip += 41) {
        fake_disk_fail(FAKE_DISK_WRITE, "-wal", skip, SQLITE_FULL);
        enum dg_err err = append(&f, 3000);
        fake_disk_heal();
        if (err == DG_OK) {
            break;
        }
        known = known && err == DG_ERR_FULL;
        clean = clean && dg_store_last(f.store) == 10 &&
                (skip % 410 > 0 || count_entries(&f) == 10);
    }
    ok(skip > 700, "the room ended at %d places", skip / 41);
    ok(known, "each time the disk was said to be full");
    ok(clean, "and nothing of it was there");
    is_int(count_entries(&f), 3010, "with room, all of it is");
    is_int(reopen(&f), DG_OK, "opened again");
    is_int(count_entries(&f), 3010, "it still is");
    teardown(&f);
}

static void
test_broken(void)
{
    struct fixture f;
    setup(&f, "broken");
    append(&f, 1);
    fake_disk_fail(FAKE_DISK_SYNC, "-wal", 0, SQLITE_IOERR_FSYNC);
    is_int(append(&f, 1), DG_ERR_IO, "a failed sync: outcome unknown");
    fake_disk_heal();
    is_int(append(&f, 1), DG_ERR_IO, "nothing is taken after it");
    is_int(reopen(&f), DG_OK, "until it was opened again");
    is_int(append(&f, 1), DG_OK, "then it goes on");
    teardown(&f);
}

static bool
fill(const char *path)
{
    static const char zeros[65536];
    int fd = open(path, O_WRONLY | O_CREAT, 0600);
    ssize_t len = sizeof zeros;
    while ((len = write(fd, zeros, (size_t) len)) > 0) {
    }
    return fd >= 0 && close(fd) == 0;
}

static void
test_real_full_disk(void)
{
    struct fixture f;
    char dir[300], ballast[400];
    snprintf(dir, sizeof dir, "%s/disk", getenv("TEST_DIR"));
    mkdir(dir, 0700);
    if (mount("none", dir, "tmpfs", 0, "size=2m") != 0) {
        tap_skip(9, "no file system can be mounted here");
        return;
    }
    setup(&f, "disk");
    snprintf(ballast, sizeof ballast, "%s/ballast", dir);
    is_int(append(&f, 100), DG_OK, "with room, entries are appended");
    ok(fill(ballast), "the disk is filled");
    is_int(dg_store_room(f.store), 0, "there is no room");
    enum dg_err err;
    while ((err = append(&f, 100)) == DG_OK) {
    }
    is_int(err, DG_ERR_FULL, "then it is known that nothing was written");
    size_t last = dg_store_last(f.store);
    is_int(count_entries(&f), last, "reads go on");
    unlink(ballast);
    is_int(append(&f, 100), DG_OK, "with room, appends go on too");
    ok(fill(ballast), "the disk is filled again");
    is_int(count_entries(&f), last + 100, "everything is there");
    unlink(ballast);
    is_int(reopen(&f), DG_OK, "and opens again");
    teardown(&f);
    umount2(dir, MNT_DETACH);
}

/* A process dies while the disk is full, and what it committed is in the log,
 * which cannot move: it must open, and be readable. */
static void
test_crash_on_full_disk(void)
{
    struct fixture f;
    setup(&f, "crash");
    dg_store_close(f.store);
    f.store = NULL;
    pid_t child = fork();
    if (child == 0) {
        _exit(reopen(&f) == DG_OK && append(&f, 50) == DG_OK ? 0 : 1);
    }
    int status = -1;
    waitpid(child, &status, 0);
    is_int(status, 0, "a process commits and dies");
    fake_disk_fail(FAKE_DISK_WRITE, ".db", 0, SQLITE_FULL);
    is_int(reopen(&f), DG_OK, "a full disk does not refuse the start");
    is_int(f.why.len, 0, "nor leave a word");
    is_int(count_entries(&f), 50, "everything is read");
    is_int(append(&f, 1), DG_OK, "the log takes what fits");
    fake_disk_fail(FAKE_DISK_WRITE, ".db", 0, SQLITE_IOERR_WRITE);
    is_int(reopen(&f), DG_ERR_IO, "a failing disk does");
    expect_why(&f, "/journal.db: disk I/O error", "and says so");
    fake_disk_heal();
    teardown(&f);
}

/* ---- erasing ----------------------------------------------------------- */

static bool
files_contain(struct fixture *f, const char *text)
{
    static const char *const names[] = {"journal.db", "journal.db-wal"};
    bool found = false;
    for (int i = 0; i < 2; i++) {
        char path[400];
        snprintf(path, sizeof path, "%s/%s", f->dir, names[i]);
        FILE *file = fopen(path, "r");
        if (!file) {
            continue;
        }
        fseek(file, 0, SEEK_END);
        size_t len = (size_t) ftell(file);
        char *bytes = malloc(len + 1);
        rewind(file);
        found = found || (fread(bytes, 1, len, file) == len &&
                          memmem(bytes, len, text, strlen(text)));
        free(bytes);
        fclose(file);
    }
    return found;
}

static void
test_erased_is_gone(void)
{
    struct fixture f;
    struct dg_store_cursor *cursor;
    struct dg_store_entry entry;
    uint64_t sequence, erased[] = {17, 40, 41};
    bool more;
    setup(&f, "erase");
    for (int i = 0; i < 20; i++) {
        append(&f, i % 2 ? 1 : 9);
    }
    dg_store_checkpoint(f.store, &more);
    ok(files_contain(&f, "mzj-2026-000017") &&
           files_contain(&f, "惠民发〔2026〕41号"),
       "before, the texts are in the files");
    is_int(dg_store_erase(f.store, erased, 3), DG_OK, "three are erased");
    ok(!files_contain(&f, "mzj-2026-000017") &&
           !files_contain(&f, "mzj-2026-000040") &&
           !files_contain(&f, "惠民发〔2026〕41号"),
       "after, they are in none");
    ok(files_contain(&f, "mzj-2026-000016"), "their neighbours are");
    is_int(count_entries(&f), 100, "everything is read");

    /* A reader holds the log. */
    append(&f, 3);
    dg_store_cursor_open(f.store, 1, &cursor);
    dg_store_cursor_next(cursor, &entry, &sequence);
    erased[0] = 102;
    is_int(dg_store_erase(f.store, erased, 1), DG_OK, "one is erased");
    ok(files_contain(&f, "mzj-2026-000102"), "while a reader may see it");
    dg_store_cursor_close(cursor);
    is_int(dg_store_checkpoint(f.store, &more), DG_OK, "a later checkpoint");
    ok(!files_contain(&f, "mzj-2026-000102"), "makes it go");
    teardown(&f);
}

static void
test_log_is_bounded(void)
{
    struct fixture f;
    char path[400];
    struct stat st = {0};
    off_t largest = 0;
    setup(&f, "log");
    snprintf(path, sizeof path, "%s/journal.db-wal", f.dir);
    for (int i = 0; i < 300; i++) {
        append(&f, 128);
        stat(path, &st);
        largest = st.st_size > largest ? st.st_size : largest;
    }
    ok(largest > 4000 * 4096 && largest < 6000 * 4096,
       "without a pause the log grew to %lld bytes at most",
       (long long) largest);
    stat(f.dir, &st);
    is_int(count_entries(&f), 38400, "nothing was lost");
    teardown(&f);
}

/* ---- damage ------------------------------------------------------------ */

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
expect_damage(struct fixture *f, uint64_t at, const char *name)
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
        struct fixture f;
        char name[32];
        snprintf(name, sizeof name, "damage-%zu", i);
        setup(&f, name);
        append(&f, 4);
        append(&f, 4);
        append(&f, 12);
        run(&f, damages[i].sql);
        expect_damage(&f, damages[i].at, damages[i].name);
        teardown(&f);
    }
}

static void
test_missing_last(void)
{
    struct fixture f;
    setup(&f, "last");
    append(&f, 1);
    append(&f, 1);
    run(&f, "DELETE FROM entry WHERE sequence = 2");
    is_int(reopen(&f), DG_ERR_CORRUPT, "a missing last row is found");
    expect_why(&f, "/journal.db: entry 2 is missing", "at opening");
    teardown(&f);
}

/* A page of the file is overwritten: reading ends in damage or, if the page
 * was not needed, at the end; never in a wrong entry or a crash. */
static void
test_damaged_pages(void)
{
    struct fixture f;
    char path[400], junk[4096];
    struct stat st;
    int found = 0, wrong = 0;
    setup(&f, "pages");
    for (int i = 0; i < 100; i++) {
        append(&f, 2);
    }
    is_int(reopen(&f), DG_OK, "everything is in the main file");
    dg_store_close(f.store);
    f.store = NULL;
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
        enum dg_err err = reopen(&f);
        if (err == DG_OK) {
            size_t count = count_entries(&f);
            found += count < 200;
            wrong += count > 200;
        } else {
            found += err == DG_ERR_CORRUPT;
            wrong += err != DG_ERR_CORRUPT;
        }
        dg_store_close(f.store);
        f.store = NULL;
        if (pwrite(fd, saved, 4096, at) != 4096) {
            abort();
        }
    }
    close(fd);
    ok(found > 20 && wrong == 0, "%d damaged pages were found", found);
    is_int(reopen(&f), DG_OK, "mended, it opens");
    is_int(count_entries(&f), 200, "and is whole");
    teardown(&f);
}

int
main(void)
{
    fake_disk_install();
    test_files();
    test_settings();
    test_second_opener();
    test_dying_predecessor();
    test_refused_files();
    test_another_writer();
    test_full_anywhere();
    test_broken();
    test_real_full_disk();
    test_crash_on_full_disk();
    test_erased_is_gone();
    test_log_is_bounded();
    test_damage();
    test_missing_last();
    test_damaged_pages();
    return tap_done();
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What only the SQLite back end has: files, a lock, a layout, a disk that can
 * be full. */
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
#include "tests/gateway/store/sqlite_fixture.h"
#include "tests/tap/tap.h"

/* ---- opening ----------------------------------------------------------- */

static void
test_files(void)
{
    static const char *const names[] = {"journal.db", "journal.db-wal",
                                        "journal.db-shm", "journal.lock"};
    struct sqlite_fixture f;
    sqlite_fixture_init(&f, "files");
    is_int(sqlite_fixture_append(&f, 1), DG_OK, "something is there");
    for (int i = 0; i < 4; i++) {
        char path[400];
        struct stat st = {0};
        snprintf(path, sizeof path, "%s/%s", f.dir, names[i]);
        ok(stat(path, &st) == 0 && (st.st_mode & 0777) == 0600,
           "%s is its owner's", names[i]);
    }
    sqlite_fixture_finish(&f);
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
    struct sqlite_fixture f;
    sqlite_fixture_init(&f, "settings");
    sqlite3 *db = ((struct dg_sqlite *) f.store)->db;
    int defensive = 0, trusted = 1, extensions = 1;
    is_int(pragma(db, "PRAGMA synchronous"), 2, "synchronous is FULL");
    is_int(pragma(db, "PRAGMA wal_autocheckpoint"), 0, "no own checkpoints");
    is_int(pragma(db, "PRAGMA secure_delete"), 1, "secure_delete is on");
    is_int(pragma(db, "PRAGMA user_version"), 2, "layout 2");
    is_int(pragma(db, "PRAGMA application_id"), DG_SQLITE_APPLICATION_ID,
           "marked as ours");
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, -1, &defensive);
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, -1, &trusted);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, -1,
                      &extensions);
    ok(defensive && !trusted && !extensions, "hardened");
    sqlite_fixture_finish(&f);
}

static void
test_second_opener(void)
{
    struct sqlite_fixture f;
    struct dg_store *second;
    char want[400];
    sqlite_fixture_init(&f, "second");
    is_int(dg_store_open("sqlite", f.dir, &second, &f.why), DG_ERR_BUSY,
           "a second opener is refused");
    snprintf(want, sizeof want, "journal %s is in use by process %ld", f.dir,
             (long) getpid());
    is_str(f.why, want, "with the holder");
    sqlite_fixture_finish(&f);
}

/* The predecessor holds the lock for a while yet, and then dies. */
static void
test_dying_predecessor(void)
{
    struct sqlite_fixture f;
    const struct timespec while_ms = {.tv_nsec = 200000000};
    int ready[2];
    char byte;
    sqlite_fixture_init(&f, "dying");
    sqlite_fixture_close(&f);
    if (pipe(ready) != 0) {
        abort();
    }
    pid_t child = fork();
    if (child == 0) {
        bool opened = sqlite_fixture_open(&f) == DG_OK &&
                      sqlite_fixture_append(&f, 3) == DG_OK;
        if (write(ready[1], opened ? "y" : "n", 1) == 1) {
            nanosleep(&while_ms, NULL);
        }
        _exit(0);
    }
    ok(read(ready[0], &byte, 1) == 1 && byte == 'y', "a predecessor is there");
    is_int(sqlite_fixture_open(&f), DG_OK, "its successor waits for the end");
    is_int(dg_store_last(f.store), 3, "and finds what it left");
    waitpid(child, NULL, 0);
    close(ready[0]);
    close(ready[1]);
    sqlite_fixture_finish(&f);
}

static void
test_refused_files(void)
{
    struct sqlite_fixture f;
    sqlite_fixture_init(&f, "newer");
    sqlite_fixture_run(&f, "PRAGMA user_version = 7");
    is_int(sqlite_fixture_open(&f), DG_ERR_VERSION,
           "a newer layout is refused");
    ok(sqlite_fixture_says(
           &f, "/journal.db: layout 7 was made by a newer program; this one "
               "knows layouts up to 2"),
       "with both numbers");
    sqlite_fixture_run(&f,
                       "PRAGMA user_version = 2; PRAGMA application_id = 5");
    is_int(sqlite_fixture_open(&f), DG_ERR_MALFORMED,
           "another program's file is refused");
    ok(sqlite_fixture_says(&f, "/journal.db: not a journal of dutygate"),
       "as such");
    sqlite_fixture_run(&f,
                       "PRAGMA application_id = 1684498993;"
                       "UPDATE meta SET value = x'00' WHERE key = 'id_key'");
    is_int(sqlite_fixture_open(&f), DG_ERR_CORRUPT, "a damaged key is noticed");
    ok(sqlite_fixture_says(&f, "/journal.db: identity or key is damaged"),
       "as such");
    sqlite_fixture_finish(&f);

    sqlite_fixture_init(&f, "garbage");
    sqlite_fixture_close(&f);
    char path[400];
    snprintf(path, sizeof path, "%s/journal.db", f.dir);
    FILE *file = fopen(path, "w");
    fprintf(file, "%4096s", "惠水县村级事项准入");
    fclose(file);
    is_int(sqlite_fixture_open(&f), DG_ERR_CORRUPT,
           "no database at all is refused");
    ok(sqlite_fixture_says(&f, "/journal.db: file is not a database"),
       "as such");

    snprintf(f.dir, sizeof f.dir, "/nonexistent");
    is_int(sqlite_fixture_open(&f), DG_ERR_IO, "a directory must be there");
    is_str(f.why, "/nonexistent/journal.lock: No such file or directory",
           "and is named");
    sqlite_fixture_finish(&f);
}

/* As the program before this one made it. */
static void
make_layout_1(struct sqlite_fixture *f)
{
    sqlite_fixture_close(f);
    sqlite_fixture_run(f, "ALTER TABLE envelope DROP COLUMN proof;"
                          "PRAGMA user_version = 1");
}

static void
test_older_layout(void)
{
    struct sqlite_fixture f;
    struct dg_store *copy;
    char path[400];
    sqlite_fixture_init(&f, "older");
    sqlite_fixture_append(&f, 3);
    make_layout_1(&f);
    snprintf(path, sizeof path, "%s/copy.db", f.dir);
    is_int(dg_store_backup("sqlite", f.dir, path, &f.why), DG_OK,
           "a journal of layout 1 is backed up");
    is_int(dg_store_open_backup("sqlite", path, &copy, &f.why), DG_OK,
           "and its copy read");
    sqlite_fixture_close(&f);
    f.store = copy;
    is_int(sqlite_fixture_count(&f), 3, "to the end");

    is_int(sqlite_fixture_open(&f), DG_OK, "it is opened");
    is_int(pragma(((struct dg_sqlite *) f.store)->db, "PRAGMA user_version"), 2,
           "as layout 2 from now on");
    is_int(sqlite_fixture_count(&f), 3, "with what was there");
    is_int(sqlite_fixture_append(&f, 2), DG_OK, "and goes on");
    is_int(sqlite_fixture_open(&f), DG_OK, "it is opened once more");
    is_int(sqlite_fixture_count(&f), 5, "with everything");
    sqlite_fixture_finish(&f);
}

/* ---- writing ----------------------------------------------------------- */

static void
test_another_writer(void)
{
    struct sqlite_fixture f;
    sqlite_fixture_init(&f, "conflict");
    sqlite_fixture_append(&f, 2);
    sqlite_fixture_run(
        &f, "INSERT INTO entry SELECT 3, time, envelope, start, length, header,"
            " decision, event_salt, decision_salt, NULL, NULL, leaf FROM entry"
            " WHERE sequence = 2");
    is_int(sqlite_fixture_append(&f, 1), DG_ERR_CONFLICT,
           "another's entry is noticed");
    is_int(sqlite_fixture_open(&f), DG_OK, "opened again");
    is_int(dg_store_last(f.store), 3, "it counts");
    is_int(sqlite_fixture_append(&f, 1), DG_OK, "and one can go on");
    sqlite_fixture_run(&f, "UPDATE meta SET value = 2 WHERE key = 'epoch'");
    is_int(sqlite_fixture_append(&f, 1), DG_ERR_CONFLICT,
           "a raised epoch is noticed");
    sqlite_fixture_finish(&f);
}

/* Wherever the room ends within a transaction: nothing of it is there, it is
 * known, and the store goes on. */
static void
test_full_anywhere(void)
{
    struct sqlite_fixture f;
    bool known = true, clean = true;
    int skip = 0;
    sqlite_fixture_init(&f, "full");
    sqlite_fixture_append(&f, 10);
    for (;; skip += 41) {
        fake_disk_fail(FAKE_DISK_WRITE, "-wal", skip, SQLITE_FULL);
        enum dg_err err = sqlite_fixture_append(&f, 3000);
        fake_disk_heal();
        if (err == DG_OK) {
            break;
        }
        known = known && err == DG_ERR_FULL;
        clean = clean && dg_store_last(f.store) == 10 &&
                (skip % 410 > 0 || sqlite_fixture_count(&f) == 10);
    }
    ok(skip > 700, "the room ended at %d places", skip / 41);
    ok(known, "each time the disk was said to be full");
    ok(clean, "and nothing of it was there");
    is_int(sqlite_fixture_count(&f), 3010, "with room, all of it is");
    is_int(sqlite_fixture_open(&f), DG_OK, "opened again");
    is_int(sqlite_fixture_count(&f), 3010, "it still is");
    sqlite_fixture_finish(&f);
}

static void
test_broken(void)
{
    struct sqlite_fixture f;
    sqlite_fixture_init(&f, "broken");
    sqlite_fixture_append(&f, 1);
    fake_disk_fail(FAKE_DISK_SYNC, "-wal", 0, SQLITE_IOERR_FSYNC);
    is_int(sqlite_fixture_append(&f, 1), DG_ERR_IO,
           "a failed sync: outcome unknown");
    fake_disk_heal();
    is_int(sqlite_fixture_append(&f, 1), DG_ERR_IO,
           "nothing is taken after it");
    is_int(sqlite_fixture_open(&f), DG_OK, "until it was opened again");
    is_int(sqlite_fixture_append(&f, 1), DG_OK, "then it goes on");
    sqlite_fixture_finish(&f);
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
    struct sqlite_fixture f;
    char dir[300], ballast[400];
    snprintf(dir, sizeof dir, "%s/disk", getenv("TEST_DIR"));
    mkdir(dir, 0700);
    if (mount("none", dir, "tmpfs", 0, "size=2m") != 0) {
        tap_skip(9, "no file system can be mounted here");
        return;
    }
    sqlite_fixture_init(&f, "disk");
    snprintf(ballast, sizeof ballast, "%s/ballast", dir);
    is_int(sqlite_fixture_append(&f, 100), DG_OK,
           "with room, entries are appended");
    ok(fill(ballast), "the disk is filled");
    is_int(dg_store_room(f.store), 0, "there is no room");
    enum dg_err err;
    while ((err = sqlite_fixture_append(&f, 100)) == DG_OK) {
    }
    is_int(err, DG_ERR_FULL, "then it is known that nothing was written");
    size_t last = dg_store_last(f.store);
    is_int(sqlite_fixture_count(&f), last, "reads go on");
    unlink(ballast);
    is_int(sqlite_fixture_append(&f, 100), DG_OK,
           "with room, appends go on too");
    ok(fill(ballast), "the disk is filled again");
    is_int(sqlite_fixture_count(&f), last + 100, "everything is there");
    unlink(ballast);
    is_int(sqlite_fixture_open(&f), DG_OK, "and opens again");
    sqlite_fixture_finish(&f);
    umount2(dir, MNT_DETACH);
}

/* Small commits fill the log with many copies of few pages. */
static void
test_short_room(void)
{
    struct sqlite_fixture f;
    char dir[300], log[400];
    struct stat st = {0};
    snprintf(dir, sizeof dir, "%s/short", getenv("TEST_DIR"));
    mkdir(dir, 0700);
    if (mount("none", dir, "tmpfs", 0, "size=2m") != 0) {
        tap_skip(4, "no file system can be mounted here");
        return;
    }
    sqlite_fixture_init(&f, "short");
    snprintf(log, sizeof log, "%s/journal.db-wal", f.dir);
    sqlite_fixture_append(&f, 1);
    dg_store_room(f.store);
    ok(stat(log, &st) == 0 && st.st_size > 0, "with room the log is kept");
    enum dg_err err = DG_OK;
    uint64_t room = UINT64_MAX;
    for (int i = 0; i < 300 && err == DG_OK && room > 512 << 10; i++) {
        err = sqlite_fixture_append(&f, 1);
        room = dg_store_room(f.store);
    }
    is_int(sqlite_fixture_count(&f), 301, "300 small commits find room");
    ok(stat(log, &st) == 0 && st.st_size <= 1 << 20,
       "since the log is cut: %lld bytes", (long long) st.st_size);
    ok(room > 1 << 20, "and there is more");
    sqlite_fixture_finish(&f);
    umount2(dir, MNT_DETACH);
}

/* A process dies while the disk is full, and what it committed is in the log,
 * which cannot move: it must open, and be readable. */
static void
test_crash_on_full_disk(void)
{
    struct sqlite_fixture f;
    sqlite_fixture_init(&f, "crash");
    sqlite_fixture_close(&f);
    pid_t child = fork();
    if (child == 0) {
        _exit(sqlite_fixture_open(&f) == DG_OK &&
                      sqlite_fixture_append(&f, 50) == DG_OK
                  ? 0
                  : 1);
    }
    int status = -1;
    waitpid(child, &status, 0);
    is_int(status, 0, "a process commits and dies");
    fake_disk_fail(FAKE_DISK_WRITE, ".db", 0, SQLITE_FULL);
    is_int(sqlite_fixture_open(&f), DG_OK,
           "a full disk does not refuse the start");
    is_int(f.why.len, 0, "nor leave a word");
    is_int(sqlite_fixture_count(&f), 50, "everything is read");
    is_int(sqlite_fixture_append(&f, 1), DG_OK, "the log takes what fits");
    fake_disk_fail(FAKE_DISK_WRITE, ".db", 0, SQLITE_IOERR_WRITE);
    is_int(sqlite_fixture_open(&f), DG_ERR_IO, "a failing disk does");
    ok(sqlite_fixture_says(&f, "/journal.db: disk I/O error"), "and says so");
    fake_disk_heal();
    sqlite_fixture_finish(&f);
}

/* Another program, say a backup, reads the log of a process that died. */
static void
test_foreign_reader(void)
{
    struct sqlite_fixture f;
    char path[400];
    sqlite3 *db;
    sqlite3_stmt *stmt;
    sqlite_fixture_init(&f, "reader");
    sqlite_fixture_append(&f, 5);
    snprintf(path, sizeof path, "%s/journal.db", f.dir);
    sqlite3_open(path, &db);
    sqlite3_prepare_v2(db, "SELECT * FROM entry", -1, &stmt, NULL);
    sqlite3_step(stmt);
    sqlite_fixture_append(&f, 5);
    is_int(sqlite_fixture_open(&f), DG_OK, "a foreign reader is no obstacle");
    is_int(sqlite_fixture_count(&f), 10, "everything is read");
    is_int(sqlite_fixture_append(&f, 1), DG_OK, "and appended to");
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    sqlite_fixture_finish(&f);
}

/* ---- erasing ----------------------------------------------------------- */

static bool
files_contain(struct sqlite_fixture *f, const char *text)
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
    struct sqlite_fixture f;
    struct dg_store_cursor *cursor;
    struct dg_store_entry entry;
    uint64_t sequence, erased[] = {17, 40, 41};
    bool more;
    sqlite_fixture_init(&f, "erase");
    for (int i = 0; i < 20; i++) {
        sqlite_fixture_append(&f, i % 2 ? 1 : 9);
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
    is_int(sqlite_fixture_count(&f), 100, "everything is read");

    /* A reader holds the log. */
    sqlite_fixture_append(&f, 3);
    dg_store_cursor_open(f.store, 1, &cursor);
    dg_store_cursor_next(cursor, &entry, &sequence);
    erased[0] = 102;
    is_int(dg_store_erase(f.store, erased, 1), DG_OK, "one is erased");
    ok(files_contain(&f, "mzj-2026-000102"), "while a reader may see it");
    dg_store_cursor_close(cursor);
    is_int(dg_store_checkpoint(f.store, &more), DG_OK, "a later checkpoint");
    ok(!files_contain(&f, "mzj-2026-000102"), "makes it go");
    sqlite_fixture_finish(&f);
}

static void
test_log_is_bounded(void)
{
    struct sqlite_fixture f;
    char path[400];
    struct stat st = {0};
    off_t largest = 0;
    sqlite_fixture_init(&f, "log");
    snprintf(path, sizeof path, "%s/journal.db-wal", f.dir);
    for (int i = 0; i < 300; i++) {
        sqlite_fixture_append(&f, 128);
        stat(path, &st);
        largest = st.st_size > largest ? st.st_size : largest;
    }
    ok(largest > 500 * 4096 && largest < 1000 * 4096,
       "without a pause the log grew to %lld bytes at most",
       (long long) largest);
    is_int(sqlite_fixture_count(&f), 38400, "nothing was lost");
    sqlite_fixture_finish(&f);
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
    test_older_layout();
    test_another_writer();
    test_full_anywhere();
    test_broken();
    test_real_full_disk();
    test_short_room();
    test_crash_on_full_disk();
    test_foreign_reader();
    test_erased_is_gone();
    test_log_is_bounded();
    return tap_done();
}

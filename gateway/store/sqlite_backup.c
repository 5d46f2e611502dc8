/* SPDX-License-Identifier: Apache-2.0 */
/* Copies a journal as of one moment into a file of its own, opens such a file,
 * and makes a journal of it again. What its entries say is the journal's to
 * check. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "gateway/store/sqlite_internal.h"

#define PATH_SIZE 4096

/* Beyond what the copy needs: the file system's own. */
#define COPY_MARGIN ((uint64_t) 1 << 20)

/* A path that is too long becomes one that no file has. */
static void
path_in(char path[PATH_SIZE], const char *dir, const char *name)
{
    if (snprintf(path, PATH_SIZE, "%s%s", dir, name) >= PATH_SIZE) {
        path[0] = '\0';
    }
}

static enum dg_err
fail(struct dg_buf *why, const char *path, int error)
{
    dg_buf_printf(why, "%s: %s", path, strerror(error));
    return error == ENOSPC || error == EDQUOT ? DG_ERR_FULL : DG_ERR_IO;
}

/* ---- one file into another ---------------------------------------------- */

static uint64_t
database_size(sqlite3 *db)
{
    sqlite3_stmt *size = NULL;
    uint64_t bytes = 0;
    sqlite3_prepare_v2(db,
                       "SELECT page_count * page_size"
                       " FROM pragma_page_count, pragma_page_size",
                       -1, &size, NULL);
    if (sqlite3_step(size) == SQLITE_ROW) {
        bytes = (uint64_t) sqlite3_column_int64(size, 0);
    }
    sqlite3_finalize(size);
    return bytes;
}

/* Said before a long copy begins, rather than in the middle of it. */
static enum dg_err
check_room(sqlite3 *db, int fd, const char *path, struct dg_buf *why)
{
    struct statvfs fs;
    uint64_t needed = database_size(db) + COPY_MARGIN;
    if (fstatvfs(fd, &fs) == 0 &&
        (uint64_t) fs.f_bavail * fs.f_frsize < needed) {
        dg_buf_printf(why, "%s: needs %llu bytes, and %llu are free", path,
                      (unsigned long long) needed,
                      (unsigned long long) fs.f_bavail * fs.f_frsize);
        return DG_ERR_FULL;
    }
    return DG_OK;
}

/* One read transaction: what was committed when it began, whoever writes
 * meanwhile. */
static enum dg_err
vacuum_into(struct dg_sqlite *from, const char *path, struct dg_buf *why)
{
    sqlite3_stmt *vacuum = NULL;
    int rc = sqlite3_prepare_v2(from->db, "VACUUM INTO ?", -1, &vacuum, NULL);
    if (rc == SQLITE_OK) {
        sqlite3_bind_text(vacuum, 1, path, -1, SQLITE_STATIC);
        sqlite3_step(vacuum);
    }
    rc = sqlite3_finalize(vacuum);
    if (rc == SQLITE_OK) {
        return DG_OK;
    }
    dg_buf_printf(why, "%s into %s: %s", from->path, path,
                  sqlite3_errmsg(from->db));
    return (rc & 0xff) == SQLITE_FULL ? DG_ERR_FULL : dg_sqlite_err(rc);
}

/* path must not be there; after a failure it is not, either. */
static enum dg_err
copy_database(struct dg_sqlite *from, const char *path, struct dg_buf *why)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        return fail(why, path, errno);
    }
    enum dg_err err = check_room(from->db, fd, path, why);
    if (err == DG_OK) {
        err = vacuum_into(from, path, why);
    }
    if (err == DG_OK && fsync(fd) != 0) {
        err = fail(why, path, errno);
    }
    close(fd);
    if (err != DG_OK) {
        unlink(path);
    }
    return err;
}

/* ---- a file that is only read ------------------------------------------- */

static enum dg_err
connect_to_read(struct dg_sqlite *sqlite, struct dg_buf *why)
{
    bool empty;
    int rc = access(sqlite->path, R_OK);
    if (rc != 0) {
        dg_buf_printf(why, "%s: %s", sqlite->path, strerror(errno));
        return errno == ENOENT ? DG_ERR_ABSENT : DG_ERR_IO;
    }
    rc = dg_sqlite_connect(sqlite->path, SQLITE_OPEN_READONLY, &sqlite->db);
    if (rc != SQLITE_OK) {
        return dg_sqlite_explain(sqlite, rc, why);
    }
    enum dg_err err = dg_sqlite_layout_check(sqlite, &empty, why);
    if (err == DG_OK && empty) {
        dg_buf_printf(why, "%s: not a journal of dutygate", sqlite->path);
        err = DG_ERR_MALFORMED;
    }
    return err;
}

static void
close_copy(struct dg_sqlite *sqlite)
{
    for (int i = 0; i < DG_SQLITE_TEXT_COUNT; i++) {
        sqlite3_finalize(sqlite->texts[i]);
    }
    sqlite3_close(sqlite->db);
    free(sqlite->path);
    free(sqlite);
}

static void
close_backup(struct dg_store *store)
{
    close_copy((struct dg_sqlite *) store);
}

/* Nothing that writes. */
static const struct dg_store_ops backup_ops = {
    .kind = "sqlite",
    .close = close_backup,
    .cursor_open = dg_sqlite_cursor_open,
    .cursor_seek = dg_sqlite_cursor_seek,
    .cursor_next = dg_sqlite_cursor_next,
    .cursor_leaves = dg_sqlite_cursor_leaves,
    .cursor_close = dg_sqlite_cursor_close,
    .check = dg_sqlite_check,
};

static enum dg_err
open_copy(const char *path, struct dg_sqlite **copy, struct dg_buf *why)
{
    struct dg_sqlite *sqlite = calloc(1, sizeof *sqlite);
    if (!sqlite) {
        return DG_ERR_MEMORY;
    }
    sqlite->base.ops = &backup_ops;
    sqlite->path = strdup(path);
    enum dg_err err =
        sqlite->path ? connect_to_read(sqlite, why) : DG_ERR_MEMORY;
    if (err != DG_OK) {
        close_copy(sqlite);
        return err;
    }
    *copy = sqlite;
    return DG_OK;
}

enum dg_err
dg_sqlite_open_backup(const char *path, struct dg_store **store,
                      struct dg_buf *why)
{
    struct dg_sqlite *sqlite;
    enum dg_err err = open_copy(path, &sqlite, why);
    if (err != DG_OK) {
        return err;
    }
    err = dg_sqlite_layout_read(sqlite, why);
    if (err == DG_OK) {
        err = dg_sqlite_read_state(sqlite, why);
    }
    if (err != DG_OK) {
        close_copy(sqlite);
        return err;
    }
    *store = &sqlite->base;
    return DG_OK;
}

enum dg_err
dg_sqlite_check(struct dg_store *store, struct dg_buf *why)
{
    struct dg_sqlite *sqlite = (struct dg_sqlite *) store;
    sqlite3_stmt *check = NULL;
    enum dg_err err = DG_ERR_CORRUPT;
    int rc = sqlite3_prepare_v2(sqlite->db, "PRAGMA integrity_check(1)", -1,
                                &check, NULL);
    if (rc == SQLITE_OK && sqlite3_step(check) == SQLITE_ROW) {
        const char *says = (const char *) sqlite3_column_text(check, 0);
        if (says && strcmp(says, "ok") == 0) {
            err = DG_OK;
        } else {
            dg_buf_printf(why, "%s: %s", sqlite->path, says ? says : "?");
        }
    } else {
        err = dg_sqlite_explain(sqlite, rc, why);
        err = err == DG_OK ? DG_ERR_CORRUPT : err;
    }
    sqlite3_finalize(check);
    return err;
}

/* ---- backup ------------------------------------------------------------- */

enum dg_err
dg_sqlite_backup(const char *dir, const char *path, struct dg_buf *why)
{
    char from[PATH_SIZE];
    struct dg_sqlite *sqlite;
    path_in(from, dir, "/journal.db");
    enum dg_err err = open_copy(from, &sqlite, why);
    if (err == DG_OK) {
        err = copy_database(sqlite, path, why);
        close_copy(sqlite);
    }
    return err;
}

/* ---- restore ------------------------------------------------------------ */

/* A journal that is not yet one: its folder within the directory, and what a
 * store keeps in there. */
#define PART "/restore.part"
#define LOCK "/journal.lock"
static const char *const part_files[] = {"/journal.db", "/journal.db-wal",
                                         "/journal.db-shm", "/journal.lock",
                                         "/journal.reserve"};

static void
remove_part(const char *part)
{
    char path[PATH_SIZE];
    for (size_t i = 0; i < sizeof part_files / sizeof *part_files; i++) {
        path_in(path, part, part_files[i]);
        unlink(path);
    }
    rmdir(part);
}

/* The copy, opened once as a journal of its own: under a higher epoch, since
 * sequences after the backup may have been given out. */
static enum dg_err
make_part(const char *backup, const char *part, struct dg_buf *why)
{
    char path[PATH_SIZE];
    struct dg_sqlite *sqlite;
    struct dg_store *store;
    uint64_t epoch;
    enum dg_err err = open_copy(backup, &sqlite, why);
    if (err != DG_OK) {
        return err;
    }
    path_in(path, part, "/journal.db");
    err = copy_database(sqlite, path, why);
    close_copy(sqlite);
    if (err == DG_OK) {
        err = dg_sqlite_open(part, &store, why);
    }
    if (err == DG_OK) {
        err = dg_store_raise_epoch(store, &epoch);
        if (err != DG_OK) {
            dg_buf_printf(why, "%s: the epoch cannot be raised", path);
        }
        dg_store_close(store);
    }
    path_in(path, part, "/journal.db-wal");
    if (err == DG_OK && access(path, F_OK) == 0) {
        dg_buf_printf(why, "%s: is still there", path);
        err = DG_ERR_IO;
    }
    return err;
}

static enum dg_err
move_part(const char *part, const char *dir, struct dg_buf *why)
{
    char from[PATH_SIZE], to[PATH_SIZE], lock[PATH_SIZE];
    struct stat owner;
    path_in(from, part, "/journal.db");
    path_in(to, dir, "/journal.db");
    /* Root restores for the gateway's user, whose folder it is. */
    path_in(lock, dir, LOCK);
    if (geteuid() == 0 && (stat(dir, &owner) != 0 ||
                           chown(lock, owner.st_uid, owner.st_gid) != 0 ||
                           chown(from, owner.st_uid, owner.st_gid) != 0)) {
        return fail(why, from, errno);
    }
    int fd = open(from, O_RDONLY | O_CLOEXEC);
    bool moved = fd >= 0 && fsync(fd) == 0 && rename(from, to) == 0 &&
                 dg_sqlite_sync_dir(dir);
    int error = errno;
    if (fd >= 0) {
        close(fd);
    }
    return moved ? DG_OK : fail(why, to, error);
}

/* What a restore leaves, and the gateway's keys, which no backup has. */
static bool
may_be_there(const char *name)
{
    size_t len = strlen(name);
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
           strcmp(name, &LOCK[1]) == 0 || strcmp(name, &PART[1]) == 0 ||
           (len > 4 && strcmp(name + len - 4, ".jwk") == 0);
}

/* Not even files that are no journal, which a wrong state_dir would have. */
static enum dg_err
check_empty(const char *dir, struct dg_buf *why)
{
    DIR *files = opendir(dir);
    const struct dirent *file;
    enum dg_err err = DG_OK;
    if (!files) {
        return fail(why, dir, errno);
    }
    while (err == DG_OK && (file = readdir(files))) {
        if (!may_be_there(file->d_name)) {
            dg_buf_printf(why, "%s is not empty: it has %s", dir, file->d_name);
            err = DG_ERR_EXISTS;
        }
    }
    closedir(files);
    return err;
}

/* No lock is left in a folder that is somebody else's. */
static enum dg_err
lock_empty(const char *dir, int *lock, struct dg_buf *why)
{
    char path[PATH_SIZE];
    path_in(path, dir, LOCK);
    enum dg_err err = access(path, F_OK) == 0 ? DG_OK : check_empty(dir, why);
    if (err == DG_OK) {
        err = dg_lock_take(dir, lock, why);
    }
    if (err != DG_OK) {
        return err;
    }
    err = check_empty(dir, why);
    if (err != DG_OK) {
        close(*lock);
    }
    return err;
}

enum dg_err
dg_sqlite_restore(const char *backup, const char *dir, struct dg_buf *why)
{
    char part[PATH_SIZE];
    int lock;
    enum dg_err err = lock_empty(dir, &lock, why);
    if (err != DG_OK) {
        return err;
    }
    path_in(part, dir, PART);
    remove_part(part); /* of one that was interrupted */
    if (mkdir(part, 0700) != 0) {
        err = fail(why, part, errno);
    } else {
        err = make_part(backup, part, why);
        err = err == DG_OK ? move_part(part, dir, why) : err;
        remove_part(part);
    }
    close(lock);
    return err;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Passes everything on to the real VFS, but for what was asked to fail. */
#include "tests/fake/fake_disk.h"

#include <pthread.h>
#include <stdbool.h>
#include <string.h>

struct file {
    sqlite3_file base;
    const char *name;
    sqlite3_file real[]; /* the real VFS's file */
};

static sqlite3_vfs *real_vfs;
static sqlite3_vfs vfs;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
    enum fake_disk_op op;
    const char *suffix; /* NULL: no fault */
    int skip, rc;
} fault;

void
fake_disk_fail(enum fake_disk_op op, const char *suffix, int skip, int rc)
{
    pthread_mutex_lock(&lock);
    fault.op = op;
    fault.suffix = suffix;
    fault.skip = skip;
    fault.rc = rc;
    pthread_mutex_unlock(&lock);
}

void
fake_disk_heal(void)
{
    fake_disk_fail(FAKE_DISK_WRITE, NULL, 0, SQLITE_OK);
}

static bool
ends_in(const struct file *file, const char *suffix)
{
    if (!suffix || !file->name) {
        return false;
    }
    size_t len = strlen(file->name), tail = strlen(suffix);
    return len >= tail && strcmp(file->name + len - tail, suffix) == 0;
}

static int
trip(const struct file *file, enum fake_disk_op op)
{
    int rc = SQLITE_OK;
    pthread_mutex_lock(&lock);
    if (fault.op == op && ends_in(file, fault.suffix) && fault.skip-- <= 0) {
        rc = fault.rc;
    }
    pthread_mutex_unlock(&lock);
    return rc;
}

/* ---- a slow disk --------------------------------------------------------- */

static pthread_cond_t change = PTHREAD_COND_INITIALIZER;
static const char *held; /* suffix; NULL: none are */
static unsigned waiting;

void
fake_disk_hold(const char *suffix)
{
    pthread_mutex_lock(&lock);
    held = suffix;
    pthread_cond_broadcast(&change);
    pthread_mutex_unlock(&lock);
}

void
fake_disk_release(void)
{
    fake_disk_hold(NULL);
}

void
fake_disk_await(void)
{
    pthread_mutex_lock(&lock);
    while (waiting == 0) {
        pthread_cond_wait(&change, &lock);
    }
    pthread_mutex_unlock(&lock);
}

static void
wait_for_release(const struct file *file)
{
    pthread_mutex_lock(&lock);
    waiting++;
    while (ends_in(file, held)) {
        pthread_cond_broadcast(&change);
        pthread_cond_wait(&change, &lock);
    }
    waiting--;
    pthread_mutex_unlock(&lock);
}

/* ---- the VFS ------------------------------------------------------------- */

static sqlite3_file *
real(sqlite3_file *file)
{
    return ((struct file *) file)->real;
}

static int
disk_close(sqlite3_file *file)
{
    return real(file)->pMethods->xClose(real(file));
}

static int
disk_read(sqlite3_file *file, void *bytes, int len, sqlite3_int64 at)
{
    return real(file)->pMethods->xRead(real(file), bytes, len, at);
}

static int
disk_write(sqlite3_file *file, const void *bytes, int len, sqlite3_int64 at)
{
    int rc = trip((struct file *) file, FAKE_DISK_WRITE);
    return rc != SQLITE_OK
               ? rc
               : real(file)->pMethods->xWrite(real(file), bytes, len, at);
}

static int
disk_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    return real(file)->pMethods->xTruncate(real(file), size);
}

/* The bytes do reach the disk: only the answer is a failure, as was seen. */
static int
disk_sync(sqlite3_file *file, int flags)
{
    wait_for_release((struct file *) file);
    int rc = real(file)->pMethods->xSync(real(file), flags);
    int tripped = trip((struct file *) file, FAKE_DISK_SYNC);
    return tripped != SQLITE_OK ? tripped : rc;
}

static int
disk_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return real(file)->pMethods->xFileSize(real(file), size);
}

static int
disk_lock(sqlite3_file *file, int level)
{
    return real(file)->pMethods->xLock(real(file), level);
}

static int
disk_unlock(sqlite3_file *file, int level)
{
    return real(file)->pMethods->xUnlock(real(file), level);
}

static int
disk_check_lock(sqlite3_file *file, int *reserved)
{
    return real(file)->pMethods->xCheckReservedLock(real(file), reserved);
}

static int
disk_control(sqlite3_file *file, int op, void *arg)
{
    return real(file)->pMethods->xFileControl(real(file), op, arg);
}

static int
disk_sector(sqlite3_file *file)
{
    return real(file)->pMethods->xSectorSize(real(file));
}

static int
disk_traits(sqlite3_file *file)
{
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

static int
disk_shm_map(sqlite3_file *file, int page, int size, int extend,
             void volatile **memory)
{
    return real(file)->pMethods->xShmMap(real(file), page, size, extend,
                                         memory);
}

static int
disk_shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}

static void
disk_shm_barrier(sqlite3_file *file)
{
    real(file)->pMethods->xShmBarrier(real(file));
}

static int
disk_shm_unmap(sqlite3_file *file, int remove)
{
    return real(file)->pMethods->xShmUnmap(real(file), remove);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = disk_close,
    .xRead = disk_read,
    .xWrite = disk_write,
    .xTruncate = disk_truncate,
    .xSync = disk_sync,
    .xFileSize = disk_size,
    .xLock = disk_lock,
    .xUnlock = disk_unlock,
    .xCheckReservedLock = disk_check_lock,
    .xFileControl = disk_control,
    .xSectorSize = disk_sector,
    .xDeviceCharacteristics = disk_traits,
    .xShmMap = disk_shm_map,
    .xShmLock = disk_shm_lock,
    .xShmBarrier = disk_shm_barrier,
    .xShmUnmap = disk_shm_unmap,
};

static int
disk_open(sqlite3_vfs *self, const char *name, sqlite3_file *opened, int flags,
          int *out)
{
    struct file *file = (struct file *) opened;
    (void) self;
    file->name = name;
    file->base.pMethods = NULL;
    int rc = real_vfs->xOpen(real_vfs, name, file->real, flags, out);
    if (file->real->pMethods) {
        file->base.pMethods = &methods;
    }
    return rc;
}

void
fake_disk_install(void)
{
    real_vfs = sqlite3_vfs_find(NULL);
    vfs = *real_vfs;
    vfs.zName = "fake_disk";
    vfs.szOsFile = (int) sizeof(struct file) + real_vfs->szOsFile;
    vfs.xOpen = disk_open;
    sqlite3_vfs_register(&vfs, 1);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps back the room that an opening needs, so that a gateway starts, and
 * reads, on a disk without a byte left. What is done on a full disk besides is
 * decided by those who see how much room there is. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "gateway/store/sqlite_internal.h"

/* SQLite's index of a log of up to 4,096 pages: journal.db-shm. */
#define RESERVE_SIZE (32 << 10)

uint64_t
dg_sqlite_room(const struct dg_sqlite *sqlite)
{
    struct statvfs fs;
    if (statvfs(sqlite->dir, &fs) != 0) {
        return 0;
    }
    return (uint64_t) fs.f_bavail * fs.f_frsize;
}

/* Who reads the log is not waited for: the next look tries again. */
static void
reserve_path(const struct dg_sqlite *sqlite, char path[4096])
{
    snprintf(path, 4096, "%s/journal.reserve", sqlite->dir);
}

void
dg_sqlite_reserve_use(const struct dg_sqlite *sqlite)
{
    char path[4096];
    if (dg_sqlite_room(sqlite) < RESERVE_SIZE) {
        reserve_path(sqlite, path);
        unlink(path);
    }
}

void
dg_sqlite_reserve_keep(const struct dg_sqlite *sqlite)
{
    char path[4096];
    reserve_path(sqlite, path);
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd >= 0) {
        if (posix_fallocate(fd, 0, RESERVE_SIZE) != 0) {
            unlink(path);
        }
        close(fd);
    }
}

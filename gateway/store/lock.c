/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps a second process away from a journal: flock on a file beside it, which
 * the kernel lets go of when its holder dies, and which names the holder. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "gateway/store/sqlite_internal.h"

#define RETRY_MS 50
#define RETRY_COUNT 20 /* a predecessor may be dying */

static bool
try_lock(int fd)
{
    const struct timespec pause = {.tv_nsec = RETRY_MS * 1000000L};
    for (int i = 0; flock(fd, LOCK_EX | LOCK_NB) != 0; i++) {
        if ((errno != EWOULDBLOCK && errno != EINTR) || i == RETRY_COUNT) {
            return false;
        }
        nanosleep(&pause, NULL);
    }
    return true;
}

static void
write_pid(int fd)
{
    char pid[24];
    int len = snprintf(pid, sizeof pid, "%ld\n", (long) getpid());
    /* Only for people: on a full disk the lock holds without it. */
    if (ftruncate(fd, 0) != 0 || pwrite(fd, pid, (size_t) len, 0) != len) {
        return;
    }
}

static long
read_pid(int fd)
{
    char pid[24] = "";
    ssize_t len = pread(fd, pid, sizeof pid - 1, 0);
    long number = 0;
    return len > 0 && sscanf(pid, "%ld", &number) == 1 ? number : 0;
}

enum dg_err
dg_lock_take(const char *dir, int *lock, struct dg_buf *why)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/journal.lock", dir);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) {
        dg_buf_printf(why, "%s: %s", path, strerror(errno));
        return DG_ERR_IO;
    }
    if (!try_lock(fd)) {
        bool busy = errno == EWOULDBLOCK;
        if (busy) {
            dg_buf_printf(why, "journal %s is in use by process %ld", dir,
                          read_pid(fd));
        } else {
            dg_buf_printf(why, "%s: %s", path, strerror(errno));
        }
        close(fd);
        return busy ? DG_ERR_BUSY : DG_ERR_IO;
    }
    write_pid(fd);
    *lock = fd;
    return DG_OK;
}

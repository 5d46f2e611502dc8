/* SPDX-License-Identifier: Apache-2.0 */
/* A disk that fails once, for LD_PRELOAD: if the file $IOERROR_TRIGGER is there
 * at an operation on SQLite's log, it is removed, and the operation fails. Its
 * first letter says which: "w", a write, of which nothing is done; "s", a sync,
 * which is done all the same, as was seen with real disks; "k", a sync, which
 * is done, and its process killed; "h", a sync, which never comes back. */
#include "config.h" /* for RTLD_NEXT */

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

static int
is_log(int fd)
{
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t len = readlink(link, path, sizeof path);
    return len > 4 && memcmp(path + len - 4, "-wal", 4) == 0;
}

/* The letter if the operation is to fail, else 0. */
static char
trip(int fd, const char *letters)
{
    const char *trigger = getenv("IOERROR_TRIGGER");
    char letter = 0;
    int file = trigger ? open(trigger, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0) {
        return 0;
    }
    if (read(file, &letter, 1) != 1 || !strchr(letters, letter) ||
        !is_log(fd) || unlink(trigger) != 0) {
        letter = 0;
    }
    close(file);
    return letter;
}

static int
sync_or_fail(int fd, const char *name)
{
    int (*real)(int);
    char letter = trip(fd, "skh");
    *(void **) &real = dlsym(RTLD_NEXT, name);
    while (letter == 'h') {
        pause();
    }
    int result = real(fd);
    if (letter == 'k') {
        kill(getpid(), SIGKILL);
    }
    if (letter) {
        errno = EIO;
        return -1;
    }
    return result;
}

EXPORT int
fsync(int fd)
{
    return sync_or_fail(fd, "fsync");
}

EXPORT int
fdatasync(int fd)
{
    return sync_or_fail(fd, "fdatasync");
}

EXPORT ssize_t
pwrite64(int fd, const void *bytes, size_t len, off64_t at)
{
    ssize_t (*real)(int, const void *, size_t, off64_t);
    if (trip(fd, "w")) {
        errno = EIO;
        return -1;
    }
    *(void **) &real = dlsym(RTLD_NEXT, "pwrite64");
    return real(fd, bytes, len, at);
}

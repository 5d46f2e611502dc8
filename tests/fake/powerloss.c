/* SPDX-License-Identifier: Apache-2.0 */
/* A disk that loses everything not synced, for LD_PRELOAD. Of the directory
 * $POWERLOSS_DIR it keeps in $POWERLOSS_SHADOW what a power cut would leave at
 * the worst: disk/NAME for the names as of the directory's last sync, each with
 * the bytes as of the file's last sync (empty if there was none). Kill the
 * process at any time, and disk/ is the disk. */
#include "config.h" /* for RTLD_NEXT */

#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void
fail(const char *what)
{
    perror(what);
    abort();
}

static void
data_path(ino_t inode, char path[PATH_MAX])
{
    snprintf(path, PATH_MAX, "%s/data/%llu", getenv("POWERLOSS_SHADOW"),
             (unsigned long long) inode);
}

static void
name_path(const char *name, char path[PATH_MAX])
{
    snprintf(path, PATH_MAX, "%s/disk/%s", getenv("POWERLOSS_SHADOW"), name);
}

/* True if the descriptor is the directory, or a file in it. */
static int
watched(int fd, int *is_dir)
{
    char link[64], path[PATH_MAX];
    const char *dir = getenv("POWERLOSS_DIR");
    if (!dir || !getenv("POWERLOSS_SHADOW")) {
        return 0;
    }
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t len = readlink(link, path, sizeof path - 1);
    if (len < 0) {
        return 0;
    }
    path[len] = '\0';
    size_t dir_len = strlen(dir);
    *is_dir = strcmp(path, dir) == 0;
    return *is_dir ||
           (strncmp(path, dir, dir_len) == 0 && path[dir_len] == '/');
}

/* In place: a process killed half-way leaves a half-done sync. */
static void
sync_data(int fd, const struct stat *st)
{
    char path[PATH_MAX], bytes[65536];
    ssize_t len;
    off_t at = 0;
    data_path(st->st_ino, path);
    int out = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (out < 0) {
        fail(path);
    }
    while ((len = pread(fd, bytes, sizeof bytes, at)) > 0) {
        if (pwrite(out, bytes, (size_t) len, at) != len) {
            fail(path);
        }
        at += len;
    }
    if (len < 0 || ftruncate(out, at) != 0) {
        fail(path);
    }
    close(out);
}

/* A new name goes to its file's synced bytes; one that is right stays. */
static void
sync_name(const char *name, ino_t inode)
{
    char data[PATH_MAX], path[PATH_MAX], fresh[PATH_MAX];
    struct stat have, want;
    data_path(inode, data);
    name_path(name, path);
    name_path("../fresh", fresh);
    int fd = open(data, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0 || fstat(fd, &want) != 0) {
        fail(data);
    }
    close(fd);
    if (stat(path, &have) == 0 && have.st_ino == want.st_ino) {
        return;
    }
    if (link(data, fresh) != 0 || rename(fresh, path) != 0) {
        fail(path);
    }
}

static void
remove_lost_names(void)
{
    char disk[PATH_MAX], path[PATH_MAX];
    struct dirent *entry;
    struct stat st;
    name_path("", disk);
    DIR *dir = opendir(disk);
    while (dir && (entry = readdir(dir))) {
        snprintf(path, sizeof path, "%s/%s", getenv("POWERLOSS_DIR"),
                 entry->d_name);
        if (entry->d_type == DT_REG && stat(path, &st) != 0) {
            name_path(entry->d_name, path);
            remove(path);
        }
    }
    if (dir) {
        closedir(dir);
    }
}

static void
sync_dir(void)
{
    struct dirent *entry;
    DIR *dir = opendir(getenv("POWERLOSS_DIR"));
    while (dir && (entry = readdir(dir))) {
        if (entry->d_type == DT_REG) {
            sync_name(entry->d_name, entry->d_ino);
        }
    }
    if (dir) {
        closedir(dir);
    }
    remove_lost_names();
}

/* The real sync is left out: what counts is the shadow. A slow disk makes most
 * kills fall between a write and its sync. */
static int
model(int fd)
{
    const struct timespec latency = {.tv_nsec = 1000000};
    struct stat st;
    int is_dir = 0;
    if (watched(fd, &is_dir)) {
        nanosleep(&latency, NULL);
        pthread_mutex_lock(&lock);
        if (is_dir) {
            sync_dir();
        } else if (fstat(fd, &st) == 0) {
            sync_data(fd, &st);
        }
        pthread_mutex_unlock(&lock);
    }
    return 0;
}

EXPORT int
fsync(int fd)
{
    return model(fd);
}

EXPORT int
fdatasync(int fd)
{
    return model(fd);
}

/* The inode's number may come back with another file. Its bytes stay on the
 * disk under the name until the directory is synced. */
EXPORT int
unlink(const char *path)
{
    int (*real)(const char *);
    struct stat st;
    char data[PATH_MAX];
    const char *dir = getenv("POWERLOSS_DIR");
    *(void **) &real = dlsym(RTLD_NEXT, "unlink");
    if (dir && getenv("POWERLOSS_SHADOW") &&
        strncmp(path, dir, strlen(dir)) == 0 && stat(path, &st) == 0 &&
        st.st_nlink == 1) {
        data_path(st.st_ino, data);
        real(data);
    }
    return real(path);
}

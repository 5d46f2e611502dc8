/* SPDX-License-Identifier: Apache-2.0 */
/* Decides in which folders sockets may be bound: ipc:// removes whatever lies
 * at its path. */
#include "gateway/bus/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static enum dg_err
prepare(const char *what, const char *path, struct dg_buf *why)
{
    struct stat st;
    const char *wrong = NULL;
    if ((mkdir(path, 0700) != 0 && errno != EEXIST) || lstat(path, &st) != 0) {
        wrong = strerror(errno);
    } else if (!S_ISDIR(st.st_mode)) {
        wrong = "not a directory";
    } else if (st.st_uid != geteuid()) {
        wrong = "belongs to another user";
    } else if (st.st_mode & (S_IWGRP | S_IWOTH)) {
        wrong = "others may write there";
    }
    if (wrong) {
        dg_buf_printf(why, "%s %s: %s", what, path, wrong);
        return DG_ERR_IO;
    }
    return DG_OK;
}

/* Refuses a second gateway, which would take the first one's socket away. */
static enum dg_err
lock(const char *what, struct dg_folder *folder, struct dg_buf *why)
{
    char path[sizeof folder->path + sizeof "/gateway.lock"];
    snprintf(path, sizeof path, "%s/gateway.lock", folder->path);
    folder->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (folder->lock < 0) {
        dg_buf_printf(why, "%s: %s", path, strerror(errno));
        return DG_ERR_IO;
    }
    if (flock(folder->lock, LOCK_EX | LOCK_NB) != 0) {
        dg_buf_printf(why, "%s %s: another gateway is bound there", what,
                      folder->path);
        close(folder->lock);
        return DG_ERR_BUSY;
    }
    return DG_OK;
}

enum dg_err
dg_folders_take(struct dg_folders *folders, const char *what, const char *path,
                struct dg_buf *why)
{
    struct dg_folder *folder = &folders->items[folders->count];
    for (size_t i = 0; i < folders->count; i++) {
        if (strcmp(folders->items[i].path, path) == 0) {
            return DG_OK;
        }
    }
    enum dg_err err = prepare(what, path, why);
    if (err) {
        return err;
    }
    snprintf(folder->path, sizeof folder->path, "%s", path);
    err = lock(what, folder, why);
    folders->count += err == DG_OK;
    return err;
}

enum dg_err
dg_folders_take_of(struct dg_folders *folders, const char *socket,
                   struct dg_buf *why)
{
    char path[sizeof folders->items[0].path];
    size_t len = (size_t) (strrchr(socket, '/') - socket);
    snprintf(path, sizeof path, "%.*s", (int) (len ? len : 1), socket);
    return dg_folders_take(folders, "listen", path, why);
}

void
dg_folders_release(struct dg_folders *folders)
{
    while (folders->count > 0) {
        close(folders->items[--folders->count].lock);
    }
}

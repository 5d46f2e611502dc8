/* SPDX-License-Identifier: Apache-2.0 */
/* Folders that sockets are bound in: ours, and no other gateway's meanwhile. */
#ifndef GATEWAY_BUS_FOLDER_H
#define GATEWAY_BUS_FOLDER_H

#include "gateway/core/conf.h"

#define DG_FOLDERS_MAX (1 + DG_CONF_LISTEN_MAX)

struct dg_folders {
    struct dg_folder {
        char path[108]; /* a socket's is no longer */
        int lock;       /* its descriptor */
    } items[DG_FOLDERS_MAX];
    size_t count;
};

/* Makes the folder if it is missing (but not those above it) and locks
 * gateway.lock in it; what names it in why. One that was taken already is fine.
 * DG_ERR_IO, or DG_ERR_BUSY: another gateway is bound there. */
enum dg_err dg_folders_take(struct dg_folders *folders, const char *what,
                            const char *path, struct dg_buf *why);

/* The folder of this socket of listen. */
enum dg_err dg_folders_take_of(struct dg_folders *folders, const char *socket,
                               struct dg_buf *why);

void dg_folders_release(struct dg_folders *folders);

#endif

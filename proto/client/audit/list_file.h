/* SPDX-License-Identifier: Apache-2.0 */
/* A list as the daemon reads it: JSON, of a sheet as people keep it. */
#ifndef PROTO_CLIENT_AUDIT_LIST_FILE_H
#define PROTO_CLIENT_AUDIT_LIST_FILE_H

#include "proto/client/ask/cli.h"

struct dg_list_file {
    char path[32]; /* for this process and those it starts */
    int fd;
};

/* Reads a list, a sheet (CSV) as `list export` writes it, or what list.publish
 * has. 0 or an exit status, said: every mistake of a sheet. */
int dg_list_file_open(struct dg_cli *cli, const char *path,
                      struct dg_list_file *file);
void dg_list_file_close(struct dg_list_file *file); /* of one never opened, too:
                                                       all zero */

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* The daemon's own commands under this command's roof: what needs its files, or
 * its plugins, and no gateway that runs. */
#ifndef PROTO_CLIENT_ASK_DAEMON_H
#define PROTO_CLIENT_ASK_DAEMON_H

#include "proto/client/ask/cli.h"

/* Becomes dutygated with these arguments behind its name, the last one NULL.
 * Returns, with an exit status, said, only if it cannot be started. */
int dg_daemon_execute(struct dg_cli *cli, const char *const *arguments);

/* As that, beside this process: appends what it prints. Its exit status; it has
 * said why itself. */
int dg_daemon_run(struct dg_cli *cli, const char *const *arguments,
                  struct dg_buf *output);

#endif

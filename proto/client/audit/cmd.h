/* SPDX-License-Identifier: Apache-2.0 */
/* The subcommands of exports. Each gets argv with its own name at 0 and gives
 * an exit status; what went wrong has been said on stderr. */
#ifndef PROTO_CLIENT_AUDIT_CMD_H
#define PROTO_CLIENT_AUDIT_CMD_H

#include "proto/client/ask/cli.h"

int dg_cmd_export_take(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_verify_export(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_recompute_export(struct dg_cli *cli, int argc, char **argv);

#endif

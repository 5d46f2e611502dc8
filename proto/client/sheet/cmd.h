/* SPDX-License-Identifier: Apache-2.0 */
/* The subcommands that take and give sheets. Each gets argv with its own name
 * at 0 and gives an exit status; what went wrong has been said on stderr. */
#ifndef PROTO_CLIENT_SHEET_CMD_H
#define PROTO_CLIENT_SHEET_CMD_H

#include "proto/client/ask/cli.h"

/* cmd_list_import.c, cmd_list.c, cmd_roster.c: lists as sheets. */
int dg_cmd_list_import(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_list_export(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_list_diff(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_proofs_import(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_proofs_export(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_roster_import(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_roster_export(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_roster_diff(struct dg_cli *cli, int argc, char **argv);

#endif

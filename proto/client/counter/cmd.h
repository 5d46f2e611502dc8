/* SPDX-License-Identifier: Apache-2.0 */
/* The subcommands of the counter. Each gets argv with its own name at 0 and
 * gives an exit status; what went wrong has been said on stderr. */
#ifndef PROTO_CLIENT_COUNTER_CMD_H
#define PROTO_CLIENT_COUNTER_CMD_H

#include "proto/client/ask/cli.h"

/* cmd_fetch.c */
int dg_cmd_fetch_list(struct dg_cli *cli, int argc, char **argv);

/* cmd_counter.c: at the counter. */
int dg_cmd_counter_seal(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_counter_proof(struct dg_cli *cli, int argc, char **argv);

#endif

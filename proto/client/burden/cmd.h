/* SPDX-License-Identifier: Apache-2.0 */
/* The subcommands about burden. Each gets argv with its own name at 0 and gives
 * an exit status; what went wrong has been said on stderr. */
#ifndef PROTO_CLIENT_BURDEN_CMD_H
#define PROTO_CLIENT_BURDEN_CMD_H

#include "proto/client/ask/cli.h"

/* cmd_claim.c, cmd_workdays.c: without a gateway. */
int dg_cmd_claim_check(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_workdays_count(struct dg_cli *cli, int argc, char **argv);

/* cmd_burden.c: figures; cmd_tariff.c, cmd_tariff_show.c: prices. */
int dg_cmd_burden_show(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_tariff_import(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_tariff_show(struct dg_cli *cli, int argc, char **argv);

#endif

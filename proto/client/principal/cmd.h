/* SPDX-License-Identifier: Apache-2.0 */
/* Who may speak, as subcommands: each gets argv with its own name at 0 and
 * gives an exit status; what went wrong has been said on stderr. */
#ifndef PROTO_CLIENT_PRINCIPAL_CMD_H
#define PROTO_CLIENT_PRINCIPAL_CMD_H

#include "proto/client/ask/cli.h"

int dg_cmd_enrol_people(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_rotate_key(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_suspend_principal(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_revoke_principal(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_handover_office(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_principals_show(struct dg_cli *cli, int argc, char **argv);

#endif

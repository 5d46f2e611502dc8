/* SPDX-License-Identifier: Apache-2.0 */
/* Help on stdout. What gives an int gives an exit status. */
#ifndef PROTO_CLIENT_HELP_H
#define PROTO_CLIENT_HELP_H

#include "proto/client/commands.h"

/* The global options and all subcommands. */
int dg_help_print(void);

void dg_help_print_command(const struct dg_command *command);

/* "help [SUBCOMMAND]", argv with "help" at 0. */
int dg_help_run(int argc, char **argv);

#endif

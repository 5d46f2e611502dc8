/* SPDX-License-Identifier: Apache-2.0 */
/* backup, restore: the daemon's own commands under this command's roof. They
 * need no gateway, and they need its files; so the daemon does the work. */
#include "proto/client/ask/daemon.h"
#include "proto/client/ask/options.h"
#include "proto/client/subcommand/cmd.h"

static int
execute(struct dg_cli *cli, const char *option, int argc, char **argv)
{
    const char *conf = NULL;
    const struct dg_option options[] = {{"config", NULL, &conf},
                                        {NULL, NULL, NULL}};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 1, 1, argv + first)) {
        return DG_EXIT_USAGE;
    }
    const char *const words[] = {option, argv[first], conf ? "-c" : NULL, conf,
                                 NULL};
    return dg_daemon_execute(cli, words);
}

int
dg_cmd_backup_write(struct dg_cli *cli, int argc, char **argv)
{
    return execute(cli, "--backup", argc, argv);
}

int
dg_cmd_backup_restore(struct dg_cli *cli, int argc, char **argv)
{
    return execute(cli, "--restore", argc, argv);
}

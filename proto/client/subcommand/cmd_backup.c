/* SPDX-License-Identifier: Apache-2.0 */
/* backup, restore: the daemon's own commands under this command's roof. They
 * need no gateway, and they need its files; so the daemon does the work. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "proto/base/i18n.h"
#include "proto/client/ask/options.h"
#include "proto/client/subcommand/cmd.h"

#define DAEMON "dutygated"

/* Where the daemon may lie, seen from this program's own folder. */
static const char *const places[] = {DAEMON, "../sbin/" DAEMON};

/* Returns only if the program is not there. */
static void
execute_near(char *const argv[])
{
    char path[PATH_MAX + sizeof "../sbin/" DAEMON];
    ssize_t len = readlink("/proc/self/exe", path, PATH_MAX);
    if (len <= 0 || len == PATH_MAX) {
        return;
    }
    while (path[len - 1] != '/') {
        len--;
    }
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        snprintf(path + len, sizeof path - (size_t) len, "%s", places[i]);
        execv(path, argv);
    }
}

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
    char *const words[] = {(char *) DAEMON, (char *) option,
                           argv[first],     conf ? (char *) "-c" : NULL,
                           (char *) conf,   NULL};
    execute_near(words);
    execvp(DAEMON, words);
    return dg_cli_fail(cli, DG_EXIT_UNAVAILABLE, _("%s cannot be started: %s"),
                       DAEMON, strerror(errno));
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

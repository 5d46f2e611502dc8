/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how subcommands and global options are listed and explained. */
#include "proto/client/help.h"

#include <stdio.h>
#include <string.h>

#include "proto/base/i18n.h"

/* With the socket's usual place. */
static const char global_usage[] = N_(
    "usage: dutygate [OPTION...] SUBCOMMAND [OPTION...] [OPERAND...]\n"
    "       dutygate help [SUBCOMMAND]\n"
    "\n"
    "options:\n"
    "  --socket URL|DIR   where the gateway listens (DUTYGATE_SOCKET;\n"
    "                     %s)\n"
    "  --as ROLE/CODE     who is asking, as department/mzj (DUTYGATE_AS);\n"
    "                     an event with a source of its own keeps it\n"
    "  --key FILE         the key that signs (DUTYGATE_KEY); else that of\n"
    "                     ROLE/CODE in the folder of keys (DUTYGATE_KEYS;\n"
    "                     ~/.config/dutygate/keys)\n"
    "  --gateway NAME     which gateway it is for, where the key does not say\n"
    "                     it (DUTYGATE_GATEWAY; the one at the socket)\n"
    "  --json             print answers as JSON, one a line\n"
    "  --timeout SECONDS  how long to wait for an answer (10)\n"
    "  --no-retry         do not ask a busy gateway again within that time\n"
    "  --help, --version\n"
    "\n"
    "exit status: 0 admitted or answered, 1 refused, 2 deferred; 64 wrong\n"
    "command line, 65 wrong input, 66 file not readable, 69 no gateway or no\n"
    "answer, 75 busy or outcome unknown: ask again with the same id\n"
    "\n"
    "subcommands:\n");

void
dg_help_print_command(const struct dg_command *command)
{
    printf(_("usage: dutygate [OPTION...] %s%s%s\n"), command->name,
           command->usage[0] != '\0' ? " " : "", command->usage);
    puts(_(command->summary));
    for (size_t i = 0; i < DG_COMMAND_DETAILS_MAX && command->details[i]; i++) {
        fputs(_(command->details[i]), stdout);
    }
}

int
dg_help_print(void)
{
    const struct dg_command *command;
    int width = 0;
    for (size_t i = 0; (command = dg_commands_at(i)); i++) {
        int len = (int) strlen(command->name);
        width = len > width ? len : width;
    }
    printf(_(global_usage), DG_CLI_SOCKET);
    for (size_t i = 0; (command = dg_commands_at(i)); i++) {
        printf("  %-*s  %s\n", width, command->name, _(command->summary));
    }
    return DG_EXIT_OK;
}

static int
print_group(const char *word)
{
    const struct dg_command *command;
    size_t len = strlen(word);
    for (size_t i = 0; (command = dg_commands_at(i)); i++) {
        if (strncmp(command->name, word, len) == 0) {
            dg_help_print_command(command);
        }
    }
    return DG_EXIT_OK;
}

int
dg_help_run(int argc, char **argv)
{
    int words;
    if (argc < 2) {
        return dg_help_print();
    }
    const struct dg_command *command =
        dg_commands_find(argc - 1, argv + 1, &words);
    if (command) {
        dg_help_print_command(command);
        return DG_EXIT_OK;
    }
    if (argc == 2 && dg_commands_is_group(argv[1])) {
        return print_group(argv[1]);
    }
    return dg_commands_complain(argc - 1, argv + 1);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The table of subcommands, and which of them words name. What they do is
 * theirs (cmd_*.c), how they are listed is left to help.c. */
#include "proto/client/commands.h"

#include <string.h>

#include "proto/base/i18n.h"
#include "proto/client/ask/options.h"
#include "proto/client/commands_table.h"

static const struct dg_command *const parts[] = {
    dg_commands_task,
    dg_commands_list,
    dg_commands_report,
    dg_commands_burden,
    dg_commands_audit,
    dg_commands_key,
    dg_commands_journal,
    NULL,
};

const struct dg_command *
dg_commands_at(size_t i)
{
    for (size_t part = 0; parts[part]; part++) {
        const struct dg_command *command = parts[part];
        while (command->name && i > 0) {
            command++;
            i--;
        }
        if (command->name) {
            return command;
        }
    }
    return NULL;
}

/* How many words of argv name this command; 0 if they do not. */
static int
matches(const struct dg_command *command, int argc, char **argv)
{
    size_t first = strcspn(command->name, " ");
    const char *second = command->name + first;
    if (strlen(argv[0]) != first || strncmp(command->name, argv[0], first)) {
        return 0;
    }
    if (!*second) {
        return 1;
    }
    return argc > 1 && strcmp(second + 1, argv[1]) == 0 ? 2 : 0;
}

const struct dg_command *
dg_commands_find(int argc, char **argv, int *words)
{
    const struct dg_command *command;
    for (size_t i = 0; (command = dg_commands_at(i)); i++) {
        *words = matches(command, argc, argv);
        if (*words > 0) {
            return command;
        }
    }
    return NULL;
}

bool
dg_commands_is_group(const char *word)
{
    size_t len = strlen(word);
    const struct dg_command *command;
    for (size_t i = 0; (command = dg_commands_at(i)); i++) {
        if (strncmp(command->name, word, len) == 0 &&
            command->name[len] == ' ') {
            return true;
        }
    }
    return false;
}

int
dg_commands_complain(int argc, char **argv)
{
    if (!dg_commands_is_group(argv[0])) {
        return dg_options_complain(NULL, _("unknown subcommand \"%s\""),
                                   argv[0]);
    }
    if (argc < 2) {
        return dg_options_complain(
            argv[0], _("subcommand missing; see: dutygate help %s"), argv[0]);
    }
    return dg_options_complain(NULL, _("unknown subcommand \"%s %s\""), argv[0],
                               argv[1]);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The subcommands by name. All pointers are to constants. */
#ifndef PROTO_CLIENT_COMMANDS_H
#define PROTO_CLIENT_COMMANDS_H

#include <stdbool.h>
#include <stddef.h>

#include "proto/client/ask/cli.h"

#define DG_COMMAND_DETAILS_MAX 8

typedef int (*dg_command_fn)(struct dg_cli *cli, int argc, char **argv);

/* Usage but for its words and each text is to be translated as it stands. */
struct dg_command {
    const char *name; /* one word or two */
    dg_command_fn function;
    const char *usage; /* options and operands; not translated */
    const char *summary;
    const char *details[DG_COMMAND_DETAILS_MAX]; /* paragraphs; then NULL */
};

/* From 0 on, in the order of help; NULL behind the last. */
const struct dg_command *dg_commands_at(size_t i);

/* The subcommand that argv begins with, and how many words its name has; NULL
 * if there is none. */
const struct dg_command *dg_commands_find(int argc, char **argv, int *words);

/* True if word is the first of a command's two. */
bool dg_commands_is_group(const char *word);

/* Says on stderr why argv, in which none was found, names none; gives the exit
 * status. */
int dg_commands_complain(int argc, char **argv);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* The subcommands' table in its parts, each up to a row without name, in the
 * order of help; and details that several of them have. */
#ifndef PROTO_CLIENT_COMMANDS_TABLE_H
#define PROTO_CLIENT_COMMANDS_TABLE_H

#include "proto/client/commands.h"

#define FILE_DETAILS                                                           \
    N_("FILE (\"-\": stdin) holds data as JSON, a whole CloudEvent, or an "    \
       "array of\n"                                                            \
       "either. What an event lacks of specversion, id and source is filled "  \
       "in.\n")

#define DUE_DETAILS N_("A due date may be \"+30d\": so many days from today.\n")

#define ID_DETAILS                                                             \
    N_("  --id ID   the event's id; under it, it may be asked again and "      \
       "counts once\n")

#define SHEET_DETAILS                                                          \
    N_("FILE (\"-\": stdin) is UTF-8, with , ; or tab between its cells; "     \
       "its first line\n"                                                      \
       "names the columns, in English or Chinese.\n")

#define VERIFIER_DETAILS                                                       \
    N_("  --verifier KEY|FILE   whose signature counts; else that of "         \
       "gateway.vkey\n"                                                        \
       "                        beside the socket\n")

extern const struct dg_command dg_commands_task[];
extern const struct dg_command dg_commands_list[];
extern const struct dg_command dg_commands_report[];
extern const struct dg_command dg_commands_burden[];
extern const struct dg_command dg_commands_audit[];
extern const struct dg_command dg_commands_key[];
extern const struct dg_command dg_commands_journal[];

#endif

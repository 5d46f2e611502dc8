/* SPDX-License-Identifier: Apache-2.0 */
/* The subcommands' table: lists, rosters, the counter. */
#include "proto/client/commands_table.h"

#include "proto/base/i18n.h"
#include "proto/client/counter/cmd.h"
#include "proto/client/sheet/cmd.h"
#include "proto/client/subcommand/cmd.h"

#define EXPORT_DETAILS                                                         \
    N_("  --list NAME         which list; the one that decides unless given\n" \
       "  --version VERSION   this version, not the one in force today\n"      \
       "  --bom               begin with a byte order mark, for some "         \
       "spreadsheet\n"                                                         \
       "                      programs\n")

#define DRY_RUN_DETAILS                                                        \
    N_("  --dry-run   check the sheet, show what would be different; publish " \
       "nothing\n")

#define COUNTER_DETAILS                                                        \
    N_("Answered from the stored list, without a gateway: stamp (0), do not "  \
       "stamp (1),\nlet the person declare it (2), say which is meant (65). "  \
       "WORDS are a code, a\nname or a part of one. No person is named, and "  \
       "nothing asked is kept.\n")

#define COUNTER_OPTIONS                                                        \
    N_("  --list-file FILE   this stored list, not the one of list fetch\n"    \
       "  --slip             a page for the resident; --slip=html: for a "     \
       "printer\n")

const struct dg_command dg_commands_list[] = {
    {"list publish",
     dg_cmd_write_list,
     "[--id ID] FILE|-",
     N_("publish a version of the task-access list"),
     {FILE_DETAILS, ID_DETAILS}},
    {"list show",
     dg_cmd_read_list,
     "[--department CODE] [--list NAME] [--version VERSION] [CODE]",
     N_("show the task-access list, or one entry of it"),
     {N_("  --department CODE   only what this department may ask\n"
         "  --list NAME         this list, not the one that decides\n"
         "  --version VERSION   this version, not the one in force today\n")}},
    {"list fetch",
     dg_cmd_fetch_list,
     "[--list NAME] [--output FILE]",
     N_("keep the list in force for seal check and proof check"),
     {N_("  --list NAME     the lowest list that holds here; those above it "
         "come with it\n"
         "  --output FILE   where to store it; else beneath $XDG_DATA_HOME or "
         "in\n"
         "                  ~/.local/share/dutygate\n")}},
    {"seal check",
     dg_cmd_counter_seal,
     "[--list-file FILE] [--slip[=html]] WORDS...",
     N_("at the counter: is this paper stamped?"),
     {COUNTER_DETAILS, COUNTER_OPTIONS}},
    {"proof check",
     dg_cmd_counter_proof,
     "[--list-file FILE] [--slip[=html]] WORDS...",
     N_("at the counter: does the office prove this?"),
     {COUNTER_DETAILS, COUNTER_OPTIONS}},
    {"list observe-report",
     dg_cmd_observe_report,
     "[--from DAY] [--to DAY]",
     N_("say what rules that only observe would have stopped"),
     {N_("Statutory requests first, then by department and class; and how much "
         "each\ndepartment called urgent.\n")}},
    {"roster publish",
     dg_cmd_write_roster,
     "[--id ID] FILE|-",
     N_("publish a version of the roster"),
     {FILE_DETAILS, ID_DETAILS}},
    {"list import",
     dg_cmd_list_import,
     "--version VERSION --from DATE [OPTION...] FILE|-",
     N_("publish a version of the list from a sheet (CSV)"),
     {SHEET_DETAILS,
      N_("  --from DATE, --to DATE   first and last day in force\n"
         "  --proofs FILE   its proofs, too; else those of the version before\n"
         "  --base          the sheet holds changes to the version published\n"
         "                  last: what it does not name stays as it is\n"),
      N_("  --list NAME, --title TITLE, --level LEVEL, --upper LIST,\n"
         "  --prefix PREFIX, --open   as in list.publish; what is not given "
         "is\n"
         "                            as in the version before\n"),
      DRY_RUN_DETAILS, ID_DETAILS}},
    {"list export",
     dg_cmd_list_export,
     "[--list NAME] [--version VERSION] [--bom] [FILE|-]",
     N_("write the list as a sheet (CSV)"),
     {EXPORT_DETAILS}},
    {"list diff",
     dg_cmd_list_diff,
     "[--list NAME] VERSION VERSION",
     N_("show what differs between two versions of a list"),
     {NULL}},
    {"proofs import",
     dg_cmd_proofs_import,
     "--version VERSION --from DATE [OPTION...] FILE|-",
     N_("publish a version with other proofs, from a sheet"),
     {SHEET_DETAILS,
      N_("  --from DATE, --to DATE   first and last day in force\n"
         "  --list NAME              which list; the one that decides unless "
         "given\n"),
      DRY_RUN_DETAILS, ID_DETAILS}},
    {"proofs export",
     dg_cmd_proofs_export,
     "[--list NAME] [--version VERSION] [--bom] [FILE|-]",
     N_("write the list's proofs as a sheet"),
     {EXPORT_DETAILS}},
    {"roster import",
     dg_cmd_roster_import,
     "--version VERSION [--dry-run] [--id ID] FILE|-",
     N_("publish a version of the roster from a sheet (CSV)"),
     {SHEET_DETAILS, DRY_RUN_DETAILS, ID_DETAILS}},
    {"roster export",
     dg_cmd_roster_export,
     "[--bom] [FILE|-]",
     N_("write the roster in force as a sheet (CSV)"),
     {N_("  --bom   begin with a byte order mark, for some spreadsheet "
         "programs\n")}},
    {"roster diff",
     dg_cmd_roster_diff,
     "[FILE] FILE|-",
     N_("show what differs: roster and sheet, or two sheets"),
     {NULL}},
    {.name = NULL},
};

/* SPDX-License-Identifier: Apache-2.0 */
/* The subcommands' table: a journal that is taken along, and looked at without
 * a gateway. */
#include "proto/client/commands_table.h"

#include "proto/base/i18n.h"
#include "proto/client/audit/cmd.h"

const struct dg_command dg_commands_audit[] = {
    {"audit export",
     dg_cmd_export_take,
     "FILE",
     N_("take the journal along, into a new file"),
     {N_("For auditors, keepers and operators. Up to the newest checkpoint. "
         "Values of\npersons stay behind: commitments stand for them.\n")}},
    {"audit verify",
     dg_cmd_verify_export,
     "[--verifier KEY|FILE] [--seen STATE] [--signatures] FILE",
     N_("check an export, hash by hash; asks no gateway"),
     {N_("FILE is whole and as it was journaled (0) or not (1); needs nothing "
         "else but\nthe gateway's public key.\n"),
      VERIFIER_DETAILS,
      N_("  --seen STATE          what a witness keeps: the export must go on "
         "from there;\n"
         "                        may be repeated\n"
         "  --signatures          look at who signed each message, too: keys "
         "are those\n"
         "                        that the journal says were enrolled\n")}},
    {"audit recompute",
     dg_cmd_recompute_export,
     "[OPTION...] FILE [VIEW]",
     N_("compute figures anew, from an export alone"),
     {N_("As burden shows them, by the same plugins, with every hash checked; "
         "it runs\ndutygated --recompute; no gateway is asked. --json gives "
         "the "
         "answer as it is.\n"),
      N_("  --list FILE     under this list besides: a sheet (CSV) as list "
         "export\n"
         "                  writes it, or JSON\n"
         "  --enforce       then rules that were on trial count, too\n"
         "  --plugins DIR   where the plugins lie\n"
         "The other options are those of burden.\n")}},
    {.name = NULL},
};

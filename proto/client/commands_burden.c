/* SPDX-License-Identifier: Apache-2.0 */
/* The subcommands' table: burden, claims, working days. */
#include "proto/client/commands_table.h"

#include "proto/base/i18n.h"
#include "proto/client/burden/cmd.h"

const struct dg_command dg_commands_burden[] = {
    {"claim",
     dg_cmd_claim_check,
     "[--file FILE | [BEFORE] AFTER CLAIMED]",
     N_("say whether a published figure holds; asks no gateway"),
     {N_("The claim holds (0) or not (1). How it is written says what it is "
         "of: "
         "-61.62%\na change, 38.38% the share AFTER has of BEFORE, +2pp points "
         "between two rates,\n+122 a difference, 5.20 AFTER for each of "
         "BEFORE; "
         "without BEFORE, AFTER itself.\nBEFORE and AFTER may be sums, "
         "products "
         "and quotients: 99+124, 8/9.\n"),
      N_("  --file FILE   a sheet (CSV) with the columns place, before, after, "
         "claimed\n")}},
    {"workdays",
     dg_cmd_workdays_count,
     "PERIOD | DAY +N | DAY -N | DAY DAY",
     N_("count working days and make-up days; no gateway"),
     {N_("PERIOD: how many it has. DAY +N: which day is the Nth working day "
         "after it.\nDAY DAY: how many there are after the first, up to the "
         "second.\n")}},
    {.name = NULL},
};

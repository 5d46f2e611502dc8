/* SPDX-License-Identifier: Apache-2.0 */
/* The subcommands' table: burden, claims, working days. */
#include "proto/client/commands_table.h"

#include "proto/base/i18n.h"
#include "proto/client/burden/cmd.h"
#include "proto/client/subcommand/cmd.h"

const struct dg_command dg_commands_burden[] = {
    {"burden",
     dg_cmd_burden_show,
     "[OPTION...] [VIEW]",
     N_("show what was asked, borne and avoided, by any cut"),
     {N_("VIEW is figures (usual: whoever bears or burdens most stands "
         "first),\n"
         "headline (now against the baseline, and which department costs "
         "most),\n"
         "rates, rebounds (refused, and asked again in other clothes), unread "
         "(reports\n"
         "nobody read), estimates (of departments, against the tariff), "
         "indicators, or\n"
         "compare (the change against the baseline, by cause).\n"),
      N_("  --by CUT,CUT,CUT   period, quarter, year, department, town, "
         "office, "
         "prefix,\n"
         "                     level, duty, dimension, row, cause\n"
         "  --from PERIOD, --to PERIOD   such as 2026-03; without them, all\n"),
      N_("  --department CODE, --duty CODE, --level LEVEL, --dimension "
         "DIMENSION,\n"
         "  --cause CAUSE, --prefix PREFIX   only what is of that\n"),
      N_("  --tariff VERSION   by the prices of this version\n"
         "  --shadow           as if the shadow list had decided\n"
         "  --indicator CODE, --period PERIOD   which indicators, and when\n"
         "  --csv              as a sheet; --bom: for some spreadsheet "
         "programs\n")}},
    {"tariff publish",
     dg_cmd_write_tariff,
     "[--id ID] FILE|-",
     N_("publish a tariff: minutes for what may be asked"),
     {FILE_DETAILS, ID_DETAILS}},
    {"tariff import",
     dg_cmd_tariff_import,
     "--version VERSION --from DATE [OPTION...] FILE|-",
     N_("publish a tariff from a sheet (CSV)"),
     {SHEET_DETAILS,
      N_("Columns: row, minutes, usual (the share done without being "
         "asked).\n"),
      N_("  --from DATE       the first day it holds\n"
         "  --workers FILE    a sheet of on-duty workers: code, workers\n"
         "  --each NUMBER     workers of every office that is not in it\n"
         "  --village MONEY, --town MONEY   what an hour of a worker costs\n"
         "  --baseline MONTH,MONTH   the months later ones are compared "
         "with\n"),
      ID_DETAILS}},
    {"tariff show",
     dg_cmd_tariff_show,
     "[--csv [--workers] [--bom]] [VERSION]",
     N_("show the tariff in force, or a version of it"),
     {N_("  --csv       as a sheet that tariff import reads\n"
         "  --workers   its on-duty workers instead\n"
         "  --bom       begin with a byte order mark, for some spreadsheet "
         "programs\n")}},
    {"indicator publish",
     dg_cmd_write_indicator,
     "[--id ID] FILE|-",
     N_("publish a tree of indicators over what is there"),
     {FILE_DETAILS, ID_DETAILS}},
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

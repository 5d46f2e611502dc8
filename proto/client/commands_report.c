/* SPDX-License-Identifier: Apache-2.0 */
/* The subcommands' table: forms, the dictionary, worksheets, reports. */
#include "proto/client/commands_table.h"

#include "proto/base/i18n.h"
#include "proto/client/report/cmd.h"

#define ANSWERS_DETAILS                                                        \
    N_("FILE (\"-\": stdin) holds data as JSON; FILE.csv is a worksheet "      \
       "filled in,\nwhere an empty cell is no answer; \"none\" and \"same\" "  \
       "(as last period) are.\n")

#define LIST_DETAILS                                                           \
    N_("  --list ELEMENT    FILE is a list (CSV) with a row for each person, " \
       "household\n"                                                           \
       "                    or plot; elements name its columns, this one "     \
       "tells them\n"                                                          \
       "                    apart\n"                                           \
       "  --period PERIOD   for which the list is\n"                           \
       "  --complete        there are no others\n")

const struct dg_command dg_commands_report[] = {
    {"worksheet",
     dg_cmd_worksheet_show,
     "[--filled] [--csv [--bom]] [OFFICE]",
     N_("show what an office has to fill in, each figure once"),
     {N_("OFFICE is a 12-digit code; without it, the worksheet of who is "
         "asking.\n"),
      N_("  --filled   also what is filled in, with its values\n"
         "  --csv      as a sheet, to be filled in and sent back by submit; "
         "what was\n"
         "             filled in, by correct\n"
         "  --bom      begin with a byte order mark, for some spreadsheet "
         "programs\n")}},
    {"submit",
     dg_cmd_submit_values,
     "[--behalf OFFICE] [--list ELEMENT [--period PERIOD] [--complete]] "
     "[--id ID] FILE|-",
     N_("report figures: a filled-in worksheet, or part of it"),
     {ANSWERS_DETAILS, LIST_DETAILS,
      N_("  --behalf OFFICE   a town enters it for this office below it\n"),
      ID_DETAILS}},
    {"correct",
     dg_cmd_submit_correct,
     "--reason TEXT [--behalf OFFICE] [--list ELEMENT [--period PERIOD] "
     "[--complete]] [--id ID] FILE|-",
     N_("correct what was reported; all who asked get it"),
     {ANSWERS_DETAILS, LIST_DETAILS,
      N_("  --reason TEXT     why; all who asked get to know it\n"
         "  --behalf OFFICE   a town enters it for this office below it\n"),
      ID_DETAILS}},
    {"review",
     dg_cmd_review_report,
     "--upto NUMBER [--return --reason TEXT] [--cell CELL]... [--id ID] TASK "
     "OFFICE",
     N_("pass an office's report, or send cells of it back"),
     {N_("reports TASK says what waits and up to which number, worksheet "
         "--filled OFFICE\nthe values and their ELEMENT.\n"),
      N_("  --upto NUMBER   what was looked at: the newest receipt number in "
         "it\n"
         "  --return        send the cells named back to the office\n"
         "  --cell CELL     ELEMENT, ELEMENT@PERIOD or "
         "ELEMENT@PERIOD@SUBJECT;\n"
         "                  without it, all of the report\n"
         "  --reason TEXT   why it is sent back\n"),
      ID_DETAILS}},
    {"reports",
     dg_cmd_reports_show,
     "[--csv [--bom]] [--control CONTROL] [--list NAME] TASK | [--changes "
     "[--since NUMBER]]",
     N_("show what came in, in the form that was asked"),
     {N_("Without TASK (its receipt number), all own reports and how many came "
         "in.\nTotals are of figures that the dictionary lets sum up over "
         "offices.\n"),
      N_("  --csv            the report as a sheet, a row for each office\n"
         "  --bom            begin with a byte order mark, for some "
         "spreadsheet\n"
         "                   programs\n"
         "  --control CONTROL   of which of its forms; else the first\n"
         "  --list NAME      a list of the form, a row for each subject\n"
         "  --changes        what was corrected, with the value before\n"
         "  --since NUMBER   after this receipt number\n")}},
    {"form publish",
     dg_cmd_form_publish,
     "[--id ID] FILE|-",
     N_("register a form, so that tasks can name it"),
     {N_("FILE (\"-\": stdin) holds the form as JSON.\n"), ID_DETAILS}},
    {"form file",
     dg_cmd_form_file,
     "[--until DAY] [--id ID] DEPARTMENT CONTROL FILING",
     N_("give a working form its filing number"),
     {N_("For keepers. DEPARTMENT is ROLE/CODE, CONTROL the form's control "
         "number.\n"),
      N_("  --until DAY   the last day it is valid, or \"+365d\"\n"),
      ID_DETAILS}},
    {"form show",
     dg_cmd_form_show,
     "[--version VERSION] [CONTROL]",
     N_("show the registered forms, or one with its fields"),
     {N_("  --version VERSION   this version, not the newest\n")}},
    {"form check",
     dg_cmd_form_check,
     "[--period PERIOD] [--to PREFIX] FILE|-",
     N_("before asking: what of a form is asked or known"),
     {N_("FILE (\"-\": stdin) holds a form as JSON. Of a whole task, check "
         "says it too.\n"),
      N_("  --period PERIOD   for which it would be asked; else the running "
         "one\n"
         "  --to PREFIX       of whom; else of all\n")}},
    {"dictionary publish",
     dg_cmd_dictionary_publish,
     "[--id ID] FILE|-",
     N_("publish data elements"),
     {FILE_DETAILS, ID_DETAILS}},
    {"dictionary import",
     dg_cmd_dictionary_import,
     "--version VERSION [--id ID] FILE|-",
     N_("publish data elements from a sheet (CSV)"),
     {SHEET_DETAILS,
      N_("  --version VERSION   what this publication is called\n"),
      ID_DETAILS}},
    {"dictionary show",
     dg_cmd_dictionary_show,
     "[--label TEXT] [CODE]",
     N_("show the data elements, or one of them"),
     {N_("  --label TEXT   those of this label\n")}},
    {"dictionary conflicts",
     dg_cmd_dictionary_conflicts,
     "",
     N_("show fields of one label that mean different things"),
     {NULL}},
    {"dictionary suggestions",
     dg_cmd_dictionary_suggestions,
     "[--min SCORE]",
     N_("show pairs of elements that may be the same"),
     {N_("  --min SCORE   of at least this score, 0 to 1000\n")}},
    {"dictionary merge",
     dg_cmd_dictionary_merge,
     "[--reason TEXT] [--id ID] CODE INTO",
     N_("take one element for another from now on"),
     {N_("  --reason TEXT   why; it stands in the journal\n"), ID_DETAILS}},
    {"dictionary keep-apart",
     dg_cmd_dictionary_keep_apart,
     "[--reason TEXT] [--id ID] CODE CODE",
     N_("say that two elements are not the same"),
     {N_("  --reason TEXT   why; it stands in the journal\n"), ID_DETAILS}},
    {.name = NULL},
};

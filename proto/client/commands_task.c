/* SPDX-License-Identifier: Apache-2.0 */
/* The subcommands' table: tasks, inboxes, exemptions. */
#include "proto/client/commands_table.h"

#include "proto/base/i18n.h"
#include "proto/client/subcommand/cmd.h"

#define ATTACH_DETAILS                                                         \
    N_("  --attach FILE   name this file in the task, by digest and size; a "  \
       "form to be\n"                                                          \
       "                  filled in is said to be one\n")

#define TERMS_DETAILS                                                          \
    N_("TERMS are division prefixes, 12-digit codes and names of groups, "     \
       "with "                                                                 \
       "commas\nbetween.\n")

#define FOLLOWING_DETAILS                                                      \
    N_("  --due DUE          when it is due; \"+30d\": so many days from "     \
       "today\n"                                                               \
       "  --exclude TERMS    who besides does not receive it\n"                \
       "  --attach FILE      a file to add to its attachments\n"               \
       "  --id ID            the event's id\n")

const struct dg_command dg_commands_task[] = {
    {"check",
     dg_cmd_write_check,
     "[--id ID] [--attach FILE]... FILE|-",
     N_("ask whether a task would be admitted; nothing is kept"),
     {FILE_DETAILS, DUE_DETAILS, ID_DETAILS, ATTACH_DETAILS}},
    {"publish",
     dg_cmd_write_publish,
     "[--id ID] [--attach FILE]... FILE|-",
     N_("publish a task, or any event"),
     {FILE_DETAILS, DUE_DETAILS, ID_DETAILS, ATTACH_DETAILS}},
    {"withdraw",
     dg_cmd_write_withdraw,
     "[--reason TEXT] NUMBER",
     N_("withdraw the task with this receipt number"),
     {N_("  --reason TEXT   why; it stands in the journal\n")}},
    {"inbox",
     dg_cmd_read_inbox,
     "[--all] [--limit N | --follow [--every SECONDS] [--hints URL]] [OFFICE]",
     N_("show what an office is asked and has not acknowledged"),
     {N_("OFFICE is a 12-digit code; without it, the inbox of who is "
         "asking.\n"),
      N_("  --all       show what was acknowledged, too\n"
         "  --limit N   show at most N tasks\n"),
      N_("  --follow    stay, and print what is new, changed or gone, a line "
         "each\n"
         "  --every SECONDS   look so often though nothing is heard (30)\n"
         "  --hints URL       where hints are given; else hints.ipc beside the "
         "socket\n")}},
    {"ack",
     dg_cmd_write_ack,
     "[--behalf OFFICE] NUMBER",
     N_("acknowledge the task with this receipt number"),
     {N_("  --behalf OFFICE   a town enters it for this office below it, "
         "which confirms\n"
         "                    it by an ack of its own\n")}},
    {"amend",
     dg_cmd_life_amend,
     "[--due DUE] [--audience TERMS] [--exclude TERMS] [--attach FILE]... "
     "[--reason TEXT] [--statute TEXT] [--id ID] NUMBER [FILE|-]",
     N_("change the task with this receipt number"),
     {N_("FILE (\"-\": stdin) holds the assignment as it shall read from now "
         "on; without\nit, that of the task is taken. What only takes off "
         "passes, anything else is\njudged like a new task.\n"),
      FOLLOWING_DETAILS,
      N_("  --audience TERMS   who receives it instead; who is left out stays "
         "left out\n"
         "  --reason TEXT      why; it stands in the journal\n"),
      N_("  --statute TEXT     the law or order that wants it: figures tell it "
         "from the\n"
         "                     asker's own discretion\n"),
      TERMS_DETAILS}},
    {"forward",
     dg_cmd_life_forward,
     "[--to TERMS] [--due DUE] [--exclude TERMS] [--attach FILE]... [--id ID] "
     "NUMBER [FILE|-]",
     N_("hand the task with this receipt number on below"),
     {N_("For towns. FILE (\"-\": stdin) holds the assignment; without it, "
         "that of the\ntask is taken. More than it asks, or less than half of "
         "its time, is an ask of\nthe town's own.\n"),
      FOLLOWING_DETAILS,
      N_("  --to TERMS         which offices; needed without FILE\n"),
      TERMS_DETAILS}},
    {"declare",
     dg_cmd_life_declare,
     "--duty CODE --to TERMS --minutes N [--exclude TERMS] [--id ID]",
     N_("declare what a classified matter costs, nothing else"),
     {N_("  --minutes N   estimated for each office\n"), TERMS_DETAILS,
      ID_DETAILS}},
    {"cosign",
     dg_cmd_cosign_task,
     "[--decline] [--reason TEXT] [--id ID] [NUMBER]",
     N_("sign a joint task, or show what waits for signatures"),
     {N_("For departments that a task names as joint: it is delivered once all "
         "have\nsigned. Without NUMBER, shows what waits for whom. Read it "
         "first: "
         "dutygate\nreceipt NUMBER.\n"),
      N_("  --decline       do not sign: the task ends\n"
         "  --reason TEXT   why; it stands in the journal\n"),
      ID_DETAILS}},
    {"exempt request",
     dg_cmd_exempt_request,
     "--duty CODE --to TERMS --rules RULE,... --until DAY --reason TEXT "
     "[--exclude TERMS] [--basis TEXT] [--refusal NUMBER] [--appeal NUMBER] "
     "[--id ID]",
     N_("ask that rules be set aside for a duty, for a time"),
     {N_("  --rules RULE,...   as findings name them: lead,frequency\n"
         "  --until DAY        last day it shall hold, or \"+60d\"\n"
         "  --exclude TERMS    for whom not\n"
         "  --basis TEXT       legal basis\n"
         "  --refusal NUMBER   receipt of the task that was refused\n"
         "  --appeal NUMBER    receipt of the own request that was refused or "
         "lapsed\n"),
      TERMS_DETAILS, ID_DETAILS}},
    {"exempt grant",
     dg_cmd_exempt_grant,
     "--reason TEXT [--until DAY] [--rules RULE,...] [--id ID] NUMBER",
     N_("grant what waits for a word under this number"),
     {N_("A request for exemption, a deferred task, an urgent task to "
         "confirm.\n"),
      N_("  --until DAY        of a request: an earlier last day\n"
         "  --rules RULE,...   of a request: only these of its rules\n"),
      ID_DETAILS}},
    {"exempt refuse",
     dg_cmd_exempt_refuse,
     "--reason TEXT [--id ID] NUMBER",
     N_("refuse what waits for a word under this number"),
     {ID_DETAILS}},
    {"exempt list",
     dg_cmd_exempt_list,
     "[--department CODE]",
     N_("show what waits for a word, and what exemptions hold"),
     {N_("  --department CODE   only what this department asked\n")}},
    {.name = NULL},
};

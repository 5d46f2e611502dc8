/* SPDX-License-Identifier: Apache-2.0 */
/* The subcommands' table: receipts, witnesses, the gateway's own health. */
#include "proto/client/commands_table.h"

#include "proto/base/i18n.h"
#include "proto/client/proof/cmd.h"
#include "proto/client/subcommand/cmd.h"

const struct dg_command dg_commands_journal[] = {
    {"receipt verify",
     dg_cmd_receipt_verify,
     "[--verifier KEY|FILE] [--event FILE] FILE|-",
     N_("check an answer by its receipt; asks no gateway"),
     {N_("FILE (\"-\": stdin) holds answers as they came (--json): they hold "
         "(0) "
         "or not (1).\n"),
      VERIFIER_DETAILS,
      N_("  --event FILE          the events, when the answers do not have "
         "them\n")}},
    {"receipt",
     dg_cmd_read_receipt,
     "[--source ROLE/CODE] NUMBER|ID",
     N_("find an event and its decision, by number or by id"),
     {N_("  --source ROLE/CODE   whose event has this ID; without it, who is "
         "asking\n")}},
    {"witness compare",
     dg_cmd_witness_compare,
     "[--verifier KEY|FILE] [--proof FILE] FILE FILE",
     N_("say whether two witnesses saw one journal, or a fork"),
     {N_("FILE is what a witness keeps, or a checkpoint. One journal (0), a "
         "fork "
         "(1).\n"),
      VERIFIER_DETAILS,
      N_("  --proof FILE          the answer to a proof.read, so that no "
         "gateway "
         "is asked\n")}},
    {"witness",
     dg_cmd_witness_look,
     "[--verifier KEY|FILE] [--file STATE] [--new]",
     N_("see that the journal goes on from what was seen of it"),
     {N_("Keeps the newest checkpoint for the next time. A journal that is "
         "shorter or\nwas changed is refused (1); both checkpoints are kept as "
         "evidence.\n"),
      VERIFIER_DETAILS,
      N_("  --file STATE          where it is kept; else beneath "
         "$XDG_DATA_HOME "
         "or in\n"
         "                        ~/.local/share/dutygate/witness\n"
         "  --new                 the gateway has begun a new journal\n")}},
    {"replay",
     dg_cmd_replay_files,
     "FILE...",
     N_("send events, one a line, and say what became of them"),
     {N_("FILE (\"-\": stdin) holds whole CloudEvents.\n"), DUE_DETAILS}},
    {"erase",
     dg_cmd_erase_entries,
     "--reason TEXT [--basis TEXT] [--yes] [--id ID] NUMBER...",
     N_("erase for good what entries of the journal say"),
     {N_("For keepers. Tasks, requests and what is about them; that they were "
         "there, and\nwhen, stays provable. What is about an entry is erased "
         "with it or after it.\n"),
      N_("  --reason TEXT   why; never what stood there\n"
         "  --basis TEXT    the clause that demands it\n"
         "  --yes           do not ask first\n"),
      ID_DETAILS}},
    {"status",
     dg_cmd_status_show,
     "",
     N_("show the gateway's own health"),
     {N_("For operators, auditors and keepers. Times are upper bounds: powers "
         "of\ntwo of a microsecond. With --json all figures.\n")}},
    {"backup",
     dg_cmd_backup_write,
     "[--config CONF] FILE",
     N_("write the journal to a new file; the gateway may run"),
     {N_("Runs dutygated --backup, as a user who may read the journal.\n")}},
    {"restore",
     dg_cmd_backup_restore,
     "[--config CONF] FILE",
     N_("make a journal of a backup, for a gateway at rest"),
     {N_("Runs dutygated --restore. There must be no journal yet.\n")}},
    {"attach",
     dg_cmd_attach_files,
     "FILE...",
     N_("print what a task says of these files, as JSON"),
     {N_("Name, size, digest and media type; of a spreadsheet its headings, "
         "and how many\ncells below them are empty. The files travel by "
         "another way.\n")}},
    {"attachment check",
     dg_cmd_attach_check,
     "FILE NUMBER",
     N_("say whether a file is one that the task names"),
     {N_("It is (0) or not (1) by digest and size; a spreadsheet must be as "
         "declared.\n")}},
    {.name = NULL},
};

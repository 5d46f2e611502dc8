/* SPDX-License-Identifier: Apache-2.0 */
/* The table of subcommands, and which of them words name. What they do is
 * theirs (cmd_*.c), how they are listed is left to help.c. */
#include "proto/client/commands.h"

#include <string.h>

#include "proto/base/i18n.h"
#include "proto/client/ask/options.h"
#include "proto/client/counter/cmd.h"
#include "proto/client/principal/cmd.h"
#include "proto/client/proof/cmd.h"
#include "proto/client/sheet/cmd.h"
#include "proto/client/subcommand/cmd.h"

#define FILE_DETAILS                                                           \
    N_("FILE (\"-\": stdin) holds data as JSON, a whole CloudEvent, or an "    \
       "array of\n"                                                            \
       "either. What an event lacks of specversion, id and source is filled "  \
       "in.\n")
#define DUE_DETAILS N_("A due date may be \"+30d\": so many days from today.\n")
#define ID_DETAILS                                                             \
    N_("  --id ID   the event's id; under it, it may be asked again and "      \
       "counts once\n")
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
#define SHEET_DETAILS                                                          \
    N_("FILE (\"-\": stdin) is UTF-8, with , ; or tab between its cells; "     \
       "its first line\n"                                                      \
       "names the columns, in English or Chinese.\n")
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

#define VERIFIER_DETAILS                                                       \
    N_("  --verifier KEY|FILE   whose signature counts; else that of "         \
       "gateway.vkey\n"                                                        \
       "                        beside the socket\n")

static const struct dg_command commands[] = {
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
     "[--reason TEXT] [--id ID] NUMBER [FILE|-]",
     N_("change the task with this receipt number"),
     {N_("FILE (\"-\": stdin) holds the assignment as it shall read from now "
         "on; without\nit, that of the task is taken. What only takes off "
         "passes, anything else is\njudged like a new task.\n"),
      FOLLOWING_DETAILS,
      N_("  --audience TERMS   who receives it instead; who is left out stays "
         "left out\n"
         "  --reason TEXT      why; it stands in the journal\n"),
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
     N_("grant what waits for a word under this receipt number"),
     {N_("A request for exemption, a deferred task, an urgent task to "
         "confirm.\n"),
      N_("  --until DAY        of a request: an earlier last day\n"
         "  --rules RULE,...   of a request: only these of its rules\n"),
      ID_DETAILS}},
    {"exempt refuse",
     dg_cmd_exempt_refuse,
     "--reason TEXT [--id ID] NUMBER",
     N_("refuse what waits for a word under this receipt number"),
     {ID_DETAILS}},
    {"exempt list",
     dg_cmd_exempt_list,
     "[--department CODE]",
     N_("show what waits for a word, and the exemptions that hold"),
     {N_("  --department CODE   only what this department asked\n")}},
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
     N_("store the list in force for seal check and proof check"),
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
    /* Sheets. */
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
    {"receipt verify",
     dg_cmd_receipt_verify,
     "[--verifier KEY|FILE] [--event FILE] FILE|-",
     N_("check by its receipt what was answered; asks no gateway"),
     {N_("FILE (\"-\": stdin) holds answers as they came (--json): they hold "
         "(0) "
         "or not (1).\n"),
      VERIFIER_DETAILS,
      N_("  --event FILE          the events, when the answers do not have "
         "them\n")}},
    {"receipt",
     dg_cmd_read_receipt,
     "[--source ROLE/CODE] NUMBER|ID",
     N_("find an event and its decision again, by number or by id"),
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

    {"keygen",
     dg_cmd_keygen_files,
     "[--gateway ID] [--name NAME] [--post POST] [--passphrase] [--key FILE] "
     "ROLE/CODE...",
     N_("make a new key for each of these, to be enrolled"),
     {N_("Each goes into the folder of keys: $DUTYGATE_KEYS, else "
         "dutygate/keys beneath\n$XDG_CONFIG_HOME or ~/.config. What is "
         "printed (--json: as an enrolment has it)\nis public.\n"),
      N_("  --gateway ID   the gateway it speaks to\n"
         "  --name NAME    the officer's name; else CODE\n"
         "  --post POST    handling, or reviewing\n"
         "  --passphrase   seal them with one, asked for, or read from the "
         "file that\n"
         "                 DUTYGATE_PASSPHRASE_FILE names\n"
         "  --key FILE     write the key to this file\n")}},
    {"sign",
     dg_cmd_sign_events,
     "[--aud ID] [--iat SECONDS] [FILE|-]",
     N_("sign events, a message a line, for others to send"),
     {N_("Each line of FILE (or of stdin) is an event, or an array of events "
         "of one\nsource; it is signed with the key of that source.\n"),
      N_("  --aud ID        for this gateway, whatever the key says\n"
         "  --iat SECONDS   when it is said to be signed, since 1970; else "
         "now\n")}},
    {"enrol",
     dg_cmd_enrol_people,
     "[OPTION...] ROLE/CODE... | [--id ID] --file FILE|-",
     N_("say who may speak: principals, and their officers' keys"),
     {N_("For root and keepers. Keys are those in the folder of keys, as "
         "keygen "
         "makes\nthem. FILE (\"-\": stdin) holds many: a sheet (CSV) with a "
         "row "
         "for each officer,\nor what keygen --json prints.\n"),
      N_("  --public KEY       this public key, not one of the folder\n"
         "  --name NAME        what the principal is called; needed for a new "
         "one\n"
         "  --officer NAME     whose key it is, if the key file does not say\n"
         "  --post POST        handling (unless given), or reviewing\n"),
      N_("  --creditcode CODE  unified social credit code\n"
         "  --parents SOURCES  of a task force: department/CODE,...\n"
         "  --until DAY        last day of the principal\n"),
      ID_DETAILS}},
    {"rotate",
     dg_cmd_rotate_key,
     "[--overlap DAYS] [--officer NAME] [--post POST] [--passphrase] [--id ID] "
     "[--kid KID --public KEY ROLE/CODE]",
     N_("put a new key in the place of the own one"),
     {N_("Makes it, has the gateway take it, and puts its file in the old "
         "one's "
         "place.\nInterrupted, call it again. With ROLE/CODE: for another, "
         "whose "
         "new public key\nis given.\n"),
      N_("  --overlap DAYS   the old key goes on for so long, at most 90 (0)\n"
         "  --passphrase     seal the new one; a sealed one's is sealed "
         "anyway\n"
         "  --kid KID        the old key of another\n"
         "  --public KEY     the new key of another\n"
         "  --officer NAME, --post POST   of the officer, if they change\n"),
      ID_DETAILS}},
    {"suspend",
     dg_cmd_suspend_principal,
     "--reason TEXT [--kid KID] [--until DAY | --lift] [--id ID] ROLE/CODE",
     N_("let a principal, or a key of it, not speak for a time"),
     {N_("  --kid KID     only this key\n"
         "  --until DAY   the last day, or \"+30d\"; else until it is lifted\n"
         "  --lift        it may speak again\n"),
      ID_DETAILS}},
    {"revoke",
     dg_cmd_revoke_principal,
     "--reason TEXT [--kid KID] [--id ID] ROLE/CODE",
     N_("let a principal, or a key of it, never speak again"),
     {N_("  --kid KID   only this key\n"), ID_DETAILS}},
    {"handover",
     dg_cmd_handover_office,
     "[--from KID] [--new FILE]... [--public KEY] [--officer NAME] [--post "
     "POST] "
     "[--until DAY] [--file FILE] [--reason TEXT] [--id ID] OFFICE",
     N_("begin a new term of an office, with new officers"),
     {N_("OFFICE is a 12-digit code. What is open passes; lateness stays with "
         "the term it\narose in. The keys of the old officers end.\n"),
      N_("  --from KID       only this officer leaves\n"
         "  --new FILE       a new officer's key file\n"
         "  --public KEY     a new officer's public key, with --officer NAME\n"
         "  --file FILE      new officers: a sheet, or what keygen "
         "prints\n"
         "  --post POST, --until DAY   of the new officers\n"),
      ID_DETAILS}},
    {"principals",
     dg_cmd_principals_show,
     "[--all] [--kid KID] [ROLE/CODE]",
     N_("show who may speak"),
     {N_("Of ROLE/CODE all keys with their names, also those that ended.\n"),
      N_("  --all       of all, what ended, too\n"
         "  --kid KID   whose key this is\n")}},
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
};

#define COMMAND_COUNT (sizeof commands / sizeof *commands)

const struct dg_command *
dg_commands_at(size_t i)
{
    return i < COMMAND_COUNT ? &commands[i] : NULL;
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
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        *words = matches(&commands[i], argc, argv);
        if (*words > 0) {
            return &commands[i];
        }
    }
    return NULL;
}

bool
dg_commands_is_group(const char *word)
{
    size_t len = strlen(word);
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strncmp(commands[i].name, word, len) == 0 &&
            commands[i].name[len] == ' ') {
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

/* SPDX-License-Identifier: Apache-2.0 */
/* The subcommands' table: keys, and who may speak. */
#include "proto/client/commands_table.h"

#include "proto/base/i18n.h"
#include "proto/client/principal/cmd.h"
#include "proto/client/subcommand/cmd.h"

const struct dg_command dg_commands_key[] = {
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
     N_("say who may speak: principals, their officers' keys"),
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
    {.name = NULL},
};

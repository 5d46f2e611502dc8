/* SPDX-License-Identifier: Apache-2.0 */
/* list export, list diff, proofs export: versions as sheets, and what differs
 * between two. */
#include "proto/base/i18n.h"
#include "proto/client/ask/options.h"
#include "proto/client/sheet/cmd.h"
#include "proto/client/sheet/cmd_sheet.h"
#include "proto/client/sheet/contents.h"

/* ---- export ------------------------------------------------------------- */

static int
tell_absent(const struct dg_cli *cli, const struct dg_fetch_which *which)
{
    if (which->version) {
        return dg_cli_fail(cli, DG_EXIT_DATA, _("the list has no version %s"),
                           which->version);
    }
    return dg_cli_fail(cli, DG_EXIT_DATA,
                       _("no version of the list is in force today"));
}

static int
export_list(struct dg_cli *cli, int argc, char **argv, bool proofs)
{
    struct dg_fetch_which which = {NULL, NULL, false};
    struct dg_contents c;
    bool bom = false;
    const struct dg_option options[] = {{"list", NULL, &which.list},
                                        {"version", NULL, &which.version},
                                        {"bom", &bom, NULL},
                                        {NULL, NULL, NULL}};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 0, 1, argv + first) ||
        dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    dg_contents_init(&c);
    int status = dg_contents_fetch(cli, &which, &c);
    if (!status && !c.head.found) {
        status = tell_absent(cli, &which);
    }
    if (!status) {
        status = dg_cmd_sheet_write(cli, proofs ? &c.proofs : &c.entries, bom,
                                    argv[first]);
    }
    dg_contents_finish(&c);
    return status;
}

int
dg_cmd_list_export(struct dg_cli *cli, int argc, char **argv)
{
    return export_list(cli, argc, argv, false);
}

int
dg_cmd_proofs_export(struct dg_cli *cli, int argc, char **argv)
{
    return export_list(cli, argc, argv, true);
}

/* ---- diff --------------------------------------------------------------- */

static int
fetch_version(struct dg_cli *cli, const char *list, const char *version,
              struct dg_contents *c)
{
    struct dg_fetch_which which = {.list = list, .version = version};
    int status = dg_contents_fetch(cli, &which, c);
    return !status && !c->head.found ? tell_absent(cli, &which) : status;
}

int
dg_cmd_list_diff(struct dg_cli *cli, int argc, char **argv)
{
    struct dg_contents from, to;
    const char *list = NULL;
    const struct dg_option options[] = {{"list", NULL, &list},
                                        {NULL, NULL, NULL}};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 2, 2, argv + first) ||
        dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    dg_contents_init(&from);
    dg_contents_init(&to);
    int status = fetch_version(cli, list, argv[first], &from);
    if (!status) {
        status = fetch_version(cli, list, argv[first + 1], &to);
    }
    if (!status) {
        struct dg_diff entries, proofs;
        dg_diff_init(&entries, &from.entries, &to.entries, false);
        dg_diff_init(&proofs, &from.proofs, &to.proofs, false);
        status = dg_cmd_sheet_show(
            cli,
            &(struct dg_cmd_sheet_diffs){from.head.version,
                                         to.head.version,
                                         {N_("entries"), N_("proofs"), NULL},
                                         {&entries, &proofs}},
            true);
    }
    dg_contents_finish(&to);
    dg_contents_finish(&from);
    return status;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* erase: has what entries say deleted from the journal, after asking whoever
 * sits at a terminal. Which entries may be, the gateway decides. */
#include <stdio.h>
#include <unistd.h>

#include "proto/base/i18n.h"
#include "proto/client/ask/options.h"
#include "proto/client/subcommand/cmd.h"

#define NUMBERS_MAX 256 /* of one event, by schema */

struct erasure {
    const char *id, *reason, *basis;
    bool yes;
    char **numbers;
    int count;
};

static int
check(const struct dg_cli *cli, const struct erasure *e)
{
    int64_t number;
    for (int i = 0; i < e->count; i++) {
        if (dg_cli_number(cli, e->numbers[i], &number)) {
            return DG_EXIT_USAGE;
        }
    }
    if (!e->reason) {
        return dg_cli_fail(cli, DG_EXIT_USAGE,
                           _("why? Use --reason TEXT before the number"));
    }
    return dg_cli_need_source(cli);
}

/* True if nobody is to be asked, or said yes. */
static bool
confirm(const struct erasure *e)
{
    char answer[16];
    if (e->yes || !isatty(STDIN_FILENO)) {
        return true;
    }
    fprintf(stderr,
            _("What %d entries say will be gone for good, also from "
              "backups made from now on. Erase? [y/N] "),
            e->count);
    fflush(stderr);
    return fgets(answer, sizeof answer, stdin) &&
           (answer[0] == 'y' || answer[0] == 'Y');
}

static int
submit(struct dg_cli *cli, const struct erasure *e)
{
    struct dg_json_writer *writer;
    if (dg_json_writer_create(&writer)) {
        return dg_cli_fail_memory(cli);
    }
    dg_compose_begin_as(writer, "dutygate.journal.erase.v1", cli->source,
                        e->id);
    dg_json_name(writer, "sequences");
    dg_json_open_array(writer);
    for (int i = 0; i < e->count; i++) {
        int64_t number = 0;
        dg_cli_number(cli, e->numbers[i], &number); /* checked before */
        dg_json_integer(writer, number);
    }
    dg_json_close_array(writer);
    dg_json_put_text(writer, "reason", e->reason);
    dg_json_put_text(writer, "basis", e->basis ? e->basis : "");
    return dg_cli_submit_end(cli, writer);
}

int
dg_cmd_erase_entries(struct dg_cli *cli, int argc, char **argv)
{
    struct erasure e = {.id = NULL};
    const struct dg_option options[] = {{"id", NULL, &e.id},
                                        {"reason", NULL, &e.reason},
                                        {"basis", NULL, &e.basis},
                                        {"yes", &e.yes, NULL},
                                        {NULL, NULL, NULL}};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 1, NUMBERS_MAX,
                            argv + first)) {
        return DG_EXIT_USAGE;
    }
    e.numbers = argv + first;
    e.count = argc - first;
    int status = check(cli, &e);
    if (status) {
        return status;
    }
    if (!confirm(&e)) {
        return dg_cli_fail(cli, DG_EXIT_USAGE, _("nothing was erased"));
    }
    return submit(cli, &e);
}

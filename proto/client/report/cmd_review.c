/* SPDX-License-Identifier: Apache-2.0 */
/* review: a town passes what an office below it reported, or sends cells of it
 * back (退回). */
#include "proto/base/i18n.h"
#include "proto/client/ask/options.h"
#include "proto/client/report/cmd.h"

struct review {
    const char *id, *reason, *upto;
    const char *cells[DG_OPTION_REPEATS + 1];
    bool returns, names_cells;
    const char *office;
    int64_t task, upto_number;
};

/* "ELEMENT", "ELEMENT@PERIOD", "ELEMENT@PERIOD@SUBJECT". */
static void
put_cell(struct dg_json_writer *writer, const struct review *r,
         const char *cell)
{
    static const char *const members[] = {"element", "period", "subject"};
    dg_json_open_object(writer);
    for (size_t i = 0; i < 3 && cell; i++) {
        const char *at = i < 2 ? strchr(cell, '@') : NULL;
        size_t len = at ? (size_t) (at - cell) : strlen(cell);
        dg_json_put_str(writer, members[i], (struct dg_str){cell, len});
        cell = at ? at + 1 : NULL;
    }
    dg_json_put_text(writer, "reason",
                     r->returns && r->reason ? r->reason : "");
    dg_json_close_object(writer);
}

static int
submit(struct dg_cli *cli, const struct review *r)
{
    struct dg_json_writer *writer;
    if (dg_json_writer_create(&writer)) {
        return dg_cli_fail_memory(cli);
    }
    dg_compose_begin_as(writer, "dutygate.report.review.v1", cli->source,
                        r->id);
    dg_json_put_text(writer, "office", r->office);
    dg_json_put_integer(writer, "task", r->task);
    dg_json_put_text(writer, "verdict", r->returns ? "return" : "pass");
    dg_json_put_integer(writer, "upto", r->upto_number);
    if (r->names_cells) {
        dg_json_name(writer, "cells");
        dg_json_open_array(writer);
        for (size_t i = 0; r->cells[i]; i++) {
            put_cell(writer, r, r->cells[i]);
        }
        dg_json_close_array(writer);
    }
    return dg_cli_submit_end(cli, writer);
}

/* What a return cannot do without. */
static int
check(const struct dg_cli *cli, const struct review *r)
{
    if (r->returns && (!r->names_cells || !r->reason)) {
        return dg_cli_fail(cli, DG_EXIT_USAGE,
                           _("--return needs --cell and --reason"));
    }
    if (!r->upto) {
        return dg_cli_fail(cli, DG_EXIT_USAGE, _("%s is missing"), "--upto");
    }
    return DG_EXIT_OK;
}

int
dg_cmd_review_report(struct dg_cli *cli, int argc, char **argv)
{
    struct review r = {.id = NULL};
    const struct dg_option options[] = {{"id", NULL, &r.id},
                                        {"return", &r.returns, NULL},
                                        {"cell", &r.names_cells, r.cells},
                                        {"reason", NULL, &r.reason},
                                        {"upto", NULL, &r.upto},
                                        {NULL, NULL, NULL}};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 2, 2, argv + first) ||
        check(cli, &r) || dg_cli_number(cli, argv[first], &r.task) ||
        dg_cli_number(cli, r.upto, &r.upto_number) || dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    r.office = argv[first + 1];
    return submit(cli, &r);
}

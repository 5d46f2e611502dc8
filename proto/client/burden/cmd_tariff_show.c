/* SPDX-License-Identifier: Apache-2.0 */
/* tariff show: a version of the tariff, as a table or as a sheet that tariff
 * import reads again. */
#include "proto/base/i18n.h"
#include "proto/client/answer/label.h"
#include "proto/client/answer/plain.h"
#include "proto/client/answer/table.h"
#include "proto/client/ask/options.h"
#include "proto/client/burden/cmd.h"
#include "proto/client/burden/meaning.h"
#include "proto/client/burden/tariff_sheet.h"
#include "proto/client/burden/view.h"
#include "proto/client/sheet/cmd_sheet.h"
#include "proto/client/sheet/wire.h"

#define ARENA_LIMIT ((size_t) 16 << 20)

struct showing {
    const char *version; /* NULL: the one in force */
    bool csv, bom, workers;
};

/* ---- a table ------------------------------------------------------------ */

static void
add_meaning(struct dg_table *table, struct dg_str row)
{
    struct dg_buf text;
    dg_buf_init(&text);
    dg_meaning_put_row(&text, row);
    dg_table_take(table, &text);
}

static void
add_rows(struct dg_table *table, const struct dg_json *result)
{
    const struct dg_json *r = dg_json_items(result, "rows");
    for (; r; r = r->next) {
        dg_table_cell(table, dg_json_get_str(r, "row"));
        add_meaning(table, dg_json_get_str(r, "row"));
        dg_table_cell(table, dg_json_get_str(r, "minutes"));
        dg_table_cell(table, dg_json_get_str(r, "usual"));
    }
}

static void
put_head(struct dg_buf *out, const struct dg_json *result)
{
    struct dg_str version = dg_json_get_str(result, "version");
    struct dg_str from = dg_json_get_str(result, "from");
    bool current = dg_str_equal(version, dg_json_get_str(result, "inforce"));
    if (from.len == 0) {
        dg_buf_text(out, _("the tariff that holds before one is published"));
    } else {
        dg_plain_put(out, version);
        dg_buf_printf(out, _(", from %.*s on"), DG_STR_ARG(from));
    }
    dg_buf_text(out, current ? _("; in force\n") : _("; not in force today\n"));
}

static void
put_workers(struct dg_buf *out, const struct dg_json *workers)
{
    const struct dg_json *offices = dg_json_get(workers, "offices");
    if (dg_json_get(workers, "each")) {
        dg_buf_printf(out, _("on-duty workers: %llu in every office\n"),
                      (unsigned long long) dg_answer_number(workers, "each"));
    }
    if (offices) {
        dg_buf_printf(out,
                      P_("on-duty workers: said of %u office\n",
                         "on-duty workers: said of %u offices\n",
                         offices->count),
                      (unsigned) offices->count);
    }
}

static void
put_tail(struct dg_buf *out, const struct dg_json *result)
{
    const struct dg_json *baseline = dg_json_get(result, "baseline");
    const struct dg_json *m = dg_json_items(result, "money");
    for (; m; m = m->next) {
        dg_label_put(out, dg_json_get_str(m, "grade"));
        struct dg_str perhour = dg_json_get_str(m, "perhour");
        dg_buf_printf(out, _(": %.*s yuan an hour\n"), DG_STR_ARG(perhour));
    }
    put_workers(out, dg_json_get(result, "workers"));
    if (baseline) {
        struct dg_str from = dg_json_get_str(baseline, "from");
        struct dg_str to = dg_json_get_str(baseline, "to");
        dg_buf_printf(out, _("baseline: %.*s to %.*s\n"), DG_STR_ARG(from),
                      DG_STR_ARG(to));
    }
    const struct dg_json *v = dg_json_items(result, "versions");
    dg_buf_text(out, v ? _("versions:") : "");
    for (const struct dg_json *i = v; i; i = i->next) {
        dg_buf_u8(out, ' ');
        dg_plain_put(out, dg_json_get_str(i, "version"));
    }
    dg_buf_text(out, v ? "\n" : "");
}

static int
print_table(const struct dg_cli *cli, const struct dg_json *result)
{
    static const char *const heads[] = {N_("ROW"), N_("~WHAT"), N_(">MINUTES"),
                                        N_(">USUAL SHARE"), NULL};
    struct dg_arena arena;
    struct dg_table table;
    struct dg_buf out;
    int status = DG_EXIT_OK;
    dg_buf_init(&out);
    dg_arena_init(&arena, ARENA_LIMIT);
    dg_table_init(&table, &arena, heads);
    put_head(&out, result);
    add_rows(&table, result);
    dg_table_render(&table, dg_cli_columns(), &out);
    put_tail(&out, result);
    if (out.err || table.err) {
        status = dg_cli_fail_memory(cli);
    } else {
        dg_cli_flush(&out);
    }
    dg_table_finish(&table);
    dg_arena_finish(&arena);
    dg_buf_finish(&out);
    return status;
}

/* ---- a sheet ------------------------------------------------------------ */

static int
print_sheet(struct dg_cli *cli, const struct showing *s,
            const struct dg_json *result)
{
    struct dg_rows rows;
    const struct dg_json *workers = dg_json_get(result, "workers");
    dg_rows_init(&rows,
                 s->workers ? &dg_tariff_sheet_workers : &dg_tariff_sheet_rows);
    const struct dg_json *r = s->workers ? dg_json_items(workers, "offices")
                                         : dg_json_items(result, "rows");
    for (; r; r = r->next) {
        dg_wire_read(&rows, r);
    }
    int status = rows.err ? dg_cli_fail_memory(cli)
                          : dg_cmd_sheet_write(cli, &rows, s->bom, NULL);
    dg_rows_finish(&rows);
    return status;
}

/* ---- the command -------------------------------------------------------- */

static int
show(struct dg_cli *cli, const struct showing *s)
{
    struct dg_json_writer *request;
    struct dg_reply reply;
    if (dg_json_writer_create(&request)) {
        return dg_cli_fail_memory(cli);
    }
    dg_compose_begin(request, "dutygate.tariff.read.v1", cli->source);
    dg_json_put_text(request, "version", s->version ? s->version : "");
    dg_compose_end(request);
    int status = dg_cli_request(cli, request, &reply);
    dg_json_writer_destroy(request);
    if (status) {
        return status;
    }
    const struct dg_json *result = dg_json_get(reply.root, "result");
    if (!result || cli->json) {
        return dg_cli_show(cli, &reply);
    }
    return s->csv ? print_sheet(cli, s, result) : print_table(cli, result);
}

int
dg_cmd_tariff_show(struct dg_cli *cli, int argc, char **argv)
{
    struct showing s = {.version = NULL};
    const struct dg_option options[] = {{"csv", &s.csv, NULL},
                                        {"bom", &s.bom, NULL},
                                        {"workers", &s.workers, NULL},
                                        {NULL, NULL, NULL}};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 0, 1, argv + first)) {
        return DG_EXIT_USAGE;
    }
    if ((s.bom || s.workers) && !s.csv) {
        return dg_options_complain(cli->where,
                                   _("--bom and --workers go with --csv"));
    }
    s.version = first < argc ? argv[first] : NULL;
    int status = dg_cli_need_source(cli);
    return status ? status : show(cli, &s);
}

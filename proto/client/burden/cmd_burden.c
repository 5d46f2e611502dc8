/* SPDX-License-Identifier: Apache-2.0 */
/* burden: figures by any cut, as a table or a sheet, each with what is needed
 * to compute it again. */
#include <stdio.h>

#include "proto/base/i18n.h"
#include "proto/client/answer/table.h"
#include "proto/client/ask/pages.h"
#include "proto/client/burden/cmd.h"
#include "proto/client/burden/order.h"
#include "proto/client/burden/provenance.h"
#include "proto/client/burden/summary.h"
#include "proto/client/sheet/export.h"

#define ARENA_LIMIT ((size_t) 1 << 30)

struct showing {
    struct dg_cli *cli;
    struct dg_question question;
    bool csv, bom;
    const struct dg_burden_answers *given; /* NULL: the gateway is asked */
    const struct dg_view *view;
    struct dg_view_column columns[DG_VIEW_COLUMNS];
    size_t count;
    struct dg_provenance provenance;
    bool begun;
    struct dg_arena arena;
    struct dg_table table;
    struct dg_order order;
    struct dg_buf head, tail;
    struct dg_buf rows; /* of a sheet, each as dg_buf_str16 wrote it */
};

/* ---- tables ------------------------------------------------------------- */

static void
begin_table(struct showing *s)
{
    const char *heads[DG_VIEW_COLUMNS + 1];
    size_t count = 0;
    for (size_t i = 0; i < s->count && count < DG_TABLE_COLUMNS_MAX; i++) {
        if (s->columns[i].head) {
            heads[count++] = s->columns[i].head;
        }
    }
    heads[count] = NULL;
    dg_table_init(&s->table, &s->arena, heads);
}

static void
add_row(struct showing *s, const struct dg_json *row)
{
    for (size_t i = 0, shown = 0; i < s->count && shown < DG_TABLE_COLUMNS_MAX;
         i++) {
        struct dg_buf text;
        if (s->columns[i].head) {
            dg_buf_init(&text);
            dg_view_put(&text, &s->columns[i], row);
            dg_table_take(&s->table, &text);
            shown++;
        }
    }
}

static int
print_table(struct showing *s)
{
    size_t width = dg_cli_columns();
    struct dg_buf *out = &s->head;
    s->table.err = dg_order_apply(&s->order, &s->table);
    bool rows = s->table.count > s->table.columns;
    dg_buf_text(out, out->len > 0 && rows ? "\n" : "");
    if (out->len == 0 && !rows && s->tail.len == 0) {
        dg_buf_text(out, dg_view_none(s->view));
    }
    dg_view_trim(&s->table);
    dg_table_render(&s->table, width, out);
    dg_buf_append(out, s->tail.data, s->tail.len);
    dg_provenance_put(out, &s->provenance, width);
    if (out->err || s->tail.err || s->table.err) {
        return dg_cli_fail_memory(s->cli);
    }
    dg_cli_flush(out);
    return DG_EXIT_OK;
}

/* ---- sheets ------------------------------------------------------------- */

static void
put_cell(struct dg_buf *out, const struct dg_view_column *column,
         const struct dg_json *row)
{
    struct dg_buf text;
    dg_buf_init(&text);
    dg_view_put_plain(&text, column, row);
    dg_export_cell(out, (struct dg_str){text.data, text.len});
    out->err = out->err ? out->err : text.err;
    dg_buf_finish(&text);
}

static void
keep_row(struct showing *s, const struct dg_json *row)
{
    struct dg_buf line;
    dg_buf_init(&line);
    for (size_t i = 0; i < s->count; i++) {
        struct dg_view_column name = s->columns[i];
        char member[64];
        dg_buf_text(&line, i > 0 ? "," : "");
        put_cell(&line, &s->columns[i], row);
        if (name.kind == DG_VIEW_NAMED) {
            snprintf(member, sizeof member, "%sname", name.member);
            name.member = member;
            dg_buf_u8(&line, ',');
            put_cell(&line, &name, row);
        }
    }
    dg_buf_str16(&s->rows, (struct dg_str){line.data, line.len});
    s->rows.err = s->rows.err ? s->rows.err : line.err;
    dg_buf_finish(&line);
}

static void
put_headings(const struct showing *s, struct dg_buf *out)
{
    dg_buf_text(out, s->bom ? "\xef\xbb\xbf" : "");
    for (size_t i = 0; i < s->count; i++) {
        const struct dg_view_column *column = &s->columns[i];
        dg_buf_printf(out, "%s%s", i > 0 ? "," : "", column->member);
        if (column->kind == DG_VIEW_NAMED) {
            dg_buf_printf(out, ",%sname", column->member);
        }
    }
    dg_provenance_put_headings(out, &s->provenance);
    dg_buf_u8(out, '\n');
}

static int
print_sheet(struct showing *s)
{
    struct dg_reader reader;
    struct dg_buf out;
    int status = DG_EXIT_OK;
    dg_buf_init(&out);
    put_headings(s, &out);
    dg_reader_init(&reader, (struct dg_str){s->rows.data, s->rows.len});
    while (!dg_reader_done(&reader) && !reader.failed) {
        dg_buf_str(&out, dg_reader_str16(&reader));
        dg_provenance_put_cells(&out, &s->provenance);
        dg_buf_u8(&out, '\n');
    }
    if (out.err || s->rows.err) {
        status = dg_cli_fail_memory(s->cli);
    } else {
        dg_cli_flush(&out);
    }
    dg_buf_finish(&out);
    return status;
}

/* ---- reading ------------------------------------------------------------ */

static void
put_question(void *context, struct dg_json_writer *request)
{
    const struct showing *s = context;
    dg_question_put(&s->question, request);
}

/* Every page repeats what stands around the rows. */
static enum dg_err
add_page(void *context, const struct dg_json *result)
{
    struct showing *s = context;
    const struct dg_json *row = dg_json_items(result, s->view->items);
    if (!s->begun) {
        dg_summary_put_head(&s->head, s->view, result);
        dg_summary_put_tail(&s->tail, result, dg_cli_columns());
        s->begun = true;
    }
    /* Without a cut there is the total alone. */
    for (; row; row = row->next) {
        if (s->csv) {
            keep_row(s, row);
        } else if (!dg_view_is_cut(s->view) || s->question.by) {
            add_row(s, row);
        }
        if (!s->csv && dg_view_is_cut(s->view) && s->question.by) {
            dg_order_add(&s->order, row);
        }
    }
    if (s->csv && !s->question.by && dg_view_is_cut(s->view)) {
        keep_row(s, dg_json_get(result, "total"));
    }
    enum dg_err err = dg_provenance_take(&s->provenance, result);
    return err ? err : s->rows.err ? s->rows.err : s->table.err;
}

static int
show_given(struct showing *s)
{
    enum dg_err err = DG_OK;
    for (size_t i = 0; err == DG_OK && i < s->given->count; i++) {
        err = add_page(s, s->given->pages[i]);
    }
    dg_buf_str(&s->provenance.checkpoint, s->given->checkpoint);
    if (err) {
        return dg_cli_fail_memory(s->cli);
    }
    return s->csv ? print_sheet(s) : print_table(s);
}

/* After a problem: where what was named could be looked up. */
static void
say_what_there_is(const struct showing *s)
{
    const struct dg_question *q = &s->question;
    if (q->tariff) {
        fputs(_("which tariffs there are: dutygate tariff show\n"), stderr);
    }
    if (q->indicator) {
        fputs(_("which indicators there are: dutygate burden indicators\n"),
              stderr);
    }
    if (q->shadow) {
        fputs(_("--shadow needs option shadow of access_list and of burden, "
                "see dutygated.conf(5)\n"),
              stderr);
    }
}

static int
show(struct showing *s)
{
    const struct dg_pages pages = {.type = "dutygate.burden.read.v1",
                                   .context = s,
                                   .put = put_question,
                                   .add = add_page};
    int status = dg_pages_read(s->cli, &pages);
    if (status == DG_EXIT_DATA && !s->cli->json) {
        say_what_there_is(s);
    }
    if (status || s->cli->json || !s->begun) {
        return status;
    }
    if (s->provenance.formula.len > 0) { /* not of a list of names */
        status = dg_provenance_ask(s->cli, &s->provenance);
    }
    return status ? status : s->csv ? print_sheet(s) : print_table(s);
}

static int
show_view(struct showing *s)
{
    s->count = dg_view_columns(s->view, &s->question, s->columns);
    dg_arena_init(&s->arena, ARENA_LIMIT);
    begin_table(s);
    dg_order_init(&s->order, &s->question);
    dg_buf_init(&s->head);
    dg_buf_init(&s->tail);
    dg_buf_init(&s->rows);
    dg_provenance_init(&s->provenance);
    int status = s->given ? show_given(s) : show(s);
    dg_provenance_finish(&s->provenance);
    dg_buf_finish(&s->rows);
    dg_buf_finish(&s->tail);
    dg_buf_finish(&s->head);
    dg_order_finish(&s->order);
    dg_table_finish(&s->table);
    dg_arena_finish(&s->arena);
    return status;
}

int
dg_cmd_burden_show_answers(struct dg_cli *cli,
                           const struct dg_question *question,
                           const struct dg_burden_answers *answers)
{
    struct showing s = {.cli = cli,
                        .question = *question,
                        .csv = answers->csv,
                        .bom = answers->bom,
                        .given = answers,
                        .view = dg_view_find(question)};
    return show_view(&s);
}

int
dg_cmd_burden_show(struct dg_cli *cli, int argc, char **argv)
{
    struct showing s = {.cli = cli};
    struct dg_option options[DG_QUESTION_OPTIONS + 3] = {{"csv", &s.csv, NULL},
                                                         {"bom", &s.bom, NULL}};
    int first;
    dg_question_options(&s.question, options + 2);
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 0, 1, argv + first)) {
        return DG_EXIT_USAGE;
    }
    s.question.view = first < argc ? argv[first] : NULL;
    s.view = dg_view_find(&s.question);
    if (!s.view) {
        return dg_options_complain(cli->where,
                                   _("there is no view \"%s\"; "
                                     "see: dutygate help burden"),
                                   s.question.view);
    }
    if (s.bom && !s.csv) {
        return dg_options_complain(cli->where, _("--bom goes with --csv"));
    }
    int status = dg_question_check(cli, &s.question);
    status = status ? status : dg_cli_need_source(cli);
    return status ? status : show_view(&s);
}

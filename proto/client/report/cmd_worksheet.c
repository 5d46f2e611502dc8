/* SPDX-License-Identifier: Apache-2.0 */
/* worksheet: what an office has to fill in, each figure once, whoever asked;
 * for people, or as a sheet that is filled in and sent back by submit. */
#include "proto/base/i18n.h"
#include "proto/client/answer/label.h"
#include "proto/client/answer/plain.h"
#include "proto/client/ask/listing.h"
#include "proto/client/ask/options.h"
#include "proto/client/report/answers.h"
#include "proto/client/report/cmd.h"
#include "proto/client/sheet/export.h"

struct worksheet {
    const char *office; /* NULL: of who asks */
    bool csv, bom;
    struct dg_listing listing; /* a sheet stands in its head */
};

/* "惠水县民政局, 惠水县公安局" */
static void
put_requesters(struct dg_buf *out, const struct dg_json *cell)
{
    const struct dg_json *asked = dg_json_items(cell, "askedby");
    for (; asked; asked = asked->next) {
        struct dg_str name = dg_json_get_str(asked, "name");
        dg_buf_str(out, name.len ? name : dg_json_get_str(asked, "source"));
        dg_buf_text(out, asked->next ? ", " : "");
    }
}

static struct dg_str
returned_because(const struct dg_json *cell)
{
    return dg_json_get_str(dg_json_get(cell, "returned"), "reason");
}

static void
put_head(struct worksheet *w, const struct dg_json *result)
{
    if (w->csv) {
        dg_buf_text(&w->listing.head, w->bom ? "\xef\xbb\xbf" : "");
        dg_answers_put_head(&w->listing.head);
        return;
    }
    dg_plain_put(&w->listing.head, dg_json_get_str(result, "name"));
    dg_buf_printf(&w->listing.head,
                  _(" (%.*s): %llu to fill in, %llu filled\n"),
                  DG_STR_ARG(dg_json_get_str(result, "office")),
                  (unsigned long long) dg_answer_number(result, "open"),
                  (unsigned long long) dg_answer_number(result, "filled"));
}

/* ---- for people --------------------------------------------------------- */

static void
add_label(struct worksheet *w, const struct dg_json *cell)
{
    struct dg_str section = dg_json_get_str(cell, "section");
    struct dg_buf text;
    dg_buf_init(&text);
    if (section.len > 0) {
        dg_buf_str(&text, section);
        dg_buf_text(&text, " / ");
    }
    dg_buf_str(&text, dg_json_get_str(cell, "label"));
    if (returned_because(cell).len > 0) {
        dg_buf_printf(&text, _("; returned: %.*s"),
                      DG_STR_ARG(returned_because(cell)));
    }
    dg_table_take(&w->listing.table, &text);
}

static void
add_row(struct worksheet *w, const struct dg_json *cell)
{
    struct dg_table *table = &w->listing.table;
    struct dg_buf by;
    dg_buf_init(&by);
    put_requesters(&by, cell);
    add_label(w, cell);
    dg_table_cell(table, dg_json_get_str(cell, "period"));
    dg_table_cell(table, dg_json_get_str(cell, "unit"));
    dg_table_cell(table, dg_json_get_str(dg_json_get(cell, "last"), "value"));
    dg_table_cell(table, dg_json_get_str(cell, "due"));
    dg_table_cell(table, dg_json_get_str(cell, "element"));
    dg_table_take(table, &by);
}

static void
add_list(struct worksheet *w, const struct dg_json *list)
{
    const struct dg_json *column = dg_json_items(list, "columns");
    dg_buf_printf(&w->listing.tail, _("list %.*s %.*s, %llu rows so far:"),
                  DG_STR_ARG(dg_json_get_str(list, "key")),
                  DG_STR_ARG(dg_json_get_str(list, "period")),
                  (unsigned long long) dg_answer_number(list, "rows"));
    for (; column; column = column->next) {
        dg_buf_text(&w->listing.tail, " ");
        dg_plain_put(&w->listing.tail, dg_json_get_str(column, "element"));
        dg_buf_text(&w->listing.tail, " (");
        dg_plain_put(&w->listing.tail, dg_json_get_str(column, "label"));
        dg_buf_text(&w->listing.tail, column->next ? ")," : ")");
    }
    dg_buf_text(&w->listing.tail, "\n");
}

/* ---- as a sheet --------------------------------------------------------- */

/* The columns of answers.h, in their order. */
static void
put_row(struct worksheet *w, const struct dg_json *cell)
{
    struct dg_buf by;
    dg_buf_init(&by);
    put_requesters(&by, cell);
    const struct dg_str cells[] = {
        dg_json_get_str(cell, "element"),
        dg_json_get_str(cell, "label"),
        dg_json_get_str(cell, "period"),
        dg_json_get_str(cell, "subject"),
        {NULL, 0}, /* to be filled in */
        dg_json_get_str(cell, "unit"),
        dg_json_get_str(cell, "due"),
        dg_json_get_str(dg_json_get(cell, "last"), "value"),
        {by.data, by.len},
        returned_because(cell),
    };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        dg_buf_text(&w->listing.head, i > 0 ? "," : "");
        dg_export_cell(&w->listing.head, cells[i]);
    }
    dg_buf_text(&w->listing.head, "\n");
    dg_buf_finish(&by);
}

/* ---- pages -------------------------------------------------------------- */

static void
put_office(void *context, struct dg_json_writer *request)
{
    const struct worksheet *w = context;
    dg_json_put_text(request, "office", w->office ? w->office : "");
}

static enum dg_err
add_page(void *context, const struct dg_json *result)
{
    struct worksheet *w = context;
    const struct dg_json *cell = dg_json_items(result, "cells");
    const struct dg_json *list = dg_json_items(result, "lists");
    if (w->listing.head.len == 0) {
        put_head(w, result);
    }
    for (; cell; cell = cell->next) {
        if (w->csv) {
            put_row(w, cell);
        } else {
            add_row(w, cell);
        }
    }
    for (; list && !w->csv; list = list->next) {
        add_list(w, list);
    }
    return dg_listing_err(&w->listing);
}

int
dg_cmd_worksheet_show(struct dg_cli *cli, int argc, char **argv)
{
    static const char *const heads[] = {
        N_("~FIGURE"), N_("PERIOD"),  N_("UNIT"),      N_(">LAST"),
        N_("DUE"),     N_("ELEMENT"), N_("~ASKED BY"), NULL};
    struct worksheet w = {.office = NULL};
    const struct dg_pages pages = {.type = "dutygate.worksheet.read.v1",
                                   .context = &w,
                                   .put = put_office,
                                   .add = add_page};
    const struct dg_option options[] = {
        {"csv", &w.csv, NULL}, {"bom", &w.bom, NULL}, {NULL, NULL, NULL}};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 0, 1, argv + first) ||
        dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    w.office = argv[first]; /* NULL behind the last operand */
    return dg_listing_show(cli, &w.listing, &pages, heads, "");
}

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
    bool csv, bom, filled;
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

/* What may be filled in, where that is no number: "煤, 电"; with a unit it is
 * one. */
static void
put_takes(struct dg_buf *out, const struct dg_json *cell)
{
    static const char *const types[][2] = {{"boolean", N_("yes, no")},
                                           {"date", N_("date")},
                                           {"period", N_("period")},
                                           {"idnumber", N_("ID number")}};
    const struct dg_json *option = dg_json_items(cell, "options");
    for (; option; option = option->next) {
        dg_buf_str(out, dg_json_get_str(option, "label"));
        dg_buf_text(out, option->next ? ", " : "");
    }
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (dg_str_is(dg_json_get_str(cell, "type"), types[i][0])) {
            dg_buf_text(out, _(types[i][1]));
        }
    }
}

/* What was filled in, in words that are taken again; nothing where nothing was.
 */
static struct dg_str
said_of(const struct dg_json *cell)
{
    const struct dg_json *said = dg_json_get(cell, "said");
    const struct dg_json *option = dg_json_items(cell, "options");
    struct dg_str value = dg_json_get_str(said, "value");
    while (option && !dg_str_equal(dg_json_get_str(option, "code"), value)) {
        option = option->next;
    }
    if (dg_answer_flag(said, "none")) {
        return dg_str_from(_("none"));
    }
    if (dg_str_is(dg_json_get_str(cell, "type"), "boolean") && value.len > 0) {
        return dg_str_from(dg_str_is(value, "true") ? _("yes") : _("no"));
    }
    return option ? dg_json_get_str(option, "label") : value;
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
    struct dg_str unit = dg_json_get_str(cell, "unit");
    struct dg_buf by, takes;
    dg_buf_init(&by);
    dg_buf_init(&takes);
    put_requesters(&by, cell);
    put_takes(&takes, cell);
    add_label(w, cell);
    dg_table_cell(table, dg_json_get_str(cell, "period"));
    if (w->filled) {
        dg_table_cell(table, said_of(cell));
    }
    dg_table_cell(table,
                  unit.len > 0 ? unit : (struct dg_str){takes.data, takes.len});
    dg_table_cell(table, dg_json_get_str(dg_json_get(cell, "last"), "value"));
    dg_table_cell(table, dg_json_get_str(cell, "due"));
    dg_table_cell(table, dg_json_get_str(cell, "element"));
    dg_table_take(table, &by);
    dg_buf_finish(&takes);
}

static void
add_list(struct worksheet *w, const struct dg_json *list)
{
    const struct dg_json *column = dg_json_items(list, "columns");
    struct dg_str period = dg_json_get_str(list, "period");
    dg_buf_text(&w->listing.tail, _("list "));
    dg_plain_put(&w->listing.tail, dg_json_get_str(list, "label"));
    dg_buf_printf(&w->listing.tail, period.len > 0 ? " %.*s" : "%.*s",
                  DG_STR_ARG(period));
    dg_buf_printf(&w->listing.tail, _(" (%.*s), due %.*s, %llu rows so far:"),
                  DG_STR_ARG(dg_json_get_str(list, "key")),
                  DG_STR_ARG(dg_json_get_str(list, "due")),
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
    struct dg_buf by, takes;
    dg_buf_init(&by);
    dg_buf_init(&takes);
    put_requesters(&by, cell);
    put_takes(&takes, cell);
    const struct dg_str cells[] = {
        dg_json_get_str(cell, "element"),
        dg_json_get_str(cell, "label"),
        dg_json_get_str(cell, "period"),
        dg_json_get_str(cell, "subject"),
        said_of(cell), /* to be filled in */
        dg_json_get_str(cell, "unit"),
        dg_json_get_str(cell, "due"),
        dg_json_get_str(dg_json_get(cell, "last"), "value"),
        {by.data, by.len},
        returned_because(cell),
        {takes.data, takes.len},
    };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        dg_buf_text(&w->listing.head, i > 0 ? "," : "");
        dg_export_cell(&w->listing.head, cells[i]);
    }
    dg_buf_text(&w->listing.head, "\n");
    dg_buf_finish(&by);
    dg_buf_finish(&takes);
}

/* ---- pages -------------------------------------------------------------- */

static void
put_office(void *context, struct dg_json_writer *request)
{
    const struct worksheet *w = context;
    dg_json_put_text(request, "office", w->office ? w->office : "");
    if (w->filled) {
        dg_json_put_boolean(request, "filled", true);
    }
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
    static const char *const filled[] = {
        N_("~FIGURE"), N_("PERIOD"),  N_(">VALUE"),    N_("UNIT"), N_(">LAST"),
        N_("DUE"),     N_("ELEMENT"), N_("~ASKED BY"), NULL};
    struct worksheet w = {.office = NULL};
    const struct dg_pages pages = {.type = "dutygate.worksheet.read.v1",
                                   .context = &w,
                                   .put = put_office,
                                   .add = add_page};
    const struct dg_option options[] = {{"csv", &w.csv, NULL},
                                        {"bom", &w.bom, NULL},
                                        {"filled", &w.filled, NULL},
                                        {NULL, NULL, NULL}};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 0, 1, argv + first) ||
        dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    w.office = argv[first]; /* NULL behind the last operand */
    return dg_listing_show(cli, &w.listing, &pages, w.filled ? filled : heads,
                           "");
}

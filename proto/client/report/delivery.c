/* SPDX-License-Identifier: Apache-2.0 */
/* Reads one report and prints it. Columns come with its first page. */
#include "proto/client/report/delivery.h"

#include "proto/base/i18n.h"
#include "proto/client/answer/plain.h"
#include "proto/client/ask/listing.h"
#include "proto/client/sheet/export.h"

#define NAMES_MAX 20 /* missing offices that are named */

struct column {
    struct dg_str name, label, unit; /* in the table's arena */
};

struct reading {
    const struct dg_delivery *delivery;
    struct dg_listing listing; /* a sheet stands in its head */
    struct column *columns;    /* in the arena; NULL before the first page */
    size_t count;
};

/* ---- columns ------------------------------------------------------------ */

/* Those of the form, or of the list that is read. */
static const struct dg_json *
find_columns(const struct reading *r, const struct dg_json *result)
{
    const struct dg_json *list = dg_json_items(result, "lists");
    if (!r->delivery->list) {
        return dg_json_get(result, "form");
    }
    while (list &&
           !dg_str_is(dg_json_get_str(list, "name"), r->delivery->list)) {
        list = list->next;
    }
    return dg_json_get(list, "columns");
}

static enum dg_err
read_columns(struct reading *r, const struct dg_json *result)
{
    const struct dg_json *columns = find_columns(r, result);
    const struct dg_json *c = columns ? columns->child : NULL;
    size_t room = columns ? columns->count : 0;
    struct dg_arena *arena = r->listing.table.arena;
    r->columns = dg_arena_alloc(arena, (room + 1) * sizeof *r->columns);
    if (!r->columns) {
        return DG_ERR_MEMORY;
    }
    for (; c; c = c->next) {
        r->columns[r->count++] = (struct column){
            .name = dg_arena_copy(arena, dg_json_get_str(c, "name")),
            .label = dg_arena_copy(arena, dg_json_get_str(c, "label")),
            .unit = dg_arena_copy(arena, dg_json_get_str(c, "unit")),
        };
    }
    return DG_OK;
}

/* The member called as a column. */
static const struct dg_json *
value_of(const struct dg_json *values, struct dg_str name)
{
    const struct dg_json *v = values ? values->child : NULL;
    while (v && !dg_str_equal(v->name, name)) {
        v = v->next;
    }
    return v;
}

/* ---- as a sheet --------------------------------------------------------- */

static void
put_sheet_head(struct reading *r)
{
    struct dg_buf *out = &r->listing.head;
    dg_buf_text(out, r->delivery->bom ? "\xef\xbb\xbf" : "");
    dg_export_cell(out, dg_str_from(_("office")));
    dg_buf_text(out, ",");
    dg_export_cell(out, dg_str_from(_("name")));
    for (size_t i = 0; i < r->count; i++) {
        dg_buf_text(out, ",");
        dg_export_cell(out, r->columns[i].label);
    }
    dg_buf_text(out, "\n");
}

static void
put_sheet_row(struct reading *r, const struct dg_json *row)
{
    const struct dg_json *values = dg_json_get(row, "values");
    dg_export_cell(&r->listing.head, dg_json_get_str(row, "office"));
    dg_buf_text(&r->listing.head, ",");
    dg_export_cell(&r->listing.head, dg_json_get_str(row, "name"));
    for (size_t i = 0; i < r->count; i++) {
        const struct dg_json *v = value_of(values, r->columns[i].name);
        dg_buf_text(&r->listing.head, ",");
        dg_export_cell(&r->listing.head, dg_answer_flag(v, "none")
                                             ? dg_str_from(_("none"))
                                             : dg_json_get_str(v, "value"));
    }
    dg_buf_text(&r->listing.head, "\n");
}

/* ---- for people --------------------------------------------------------- */

static void
put_rates(struct dg_buf *out, const struct dg_json *result)
{
    const struct dg_json *rates = dg_json_get(result, "rates");
    dg_buf_printf(out,
                  _("received %llu of %llu (%.*s %%), on time %llu "
                    "(%.*s %%)\n"),
                  (unsigned long long) dg_answer_number(result, "received"),
                  (unsigned long long) dg_answer_number(result, "expected"),
                  DG_STR_ARG(dg_json_get_str(rates, "reporting")),
                  (unsigned long long) dg_answer_number(result, "ontime"),
                  DG_STR_ARG(dg_json_get_str(rates, "ontime")));
}

static void
put_head(struct dg_buf *out, const struct dg_json *result)
{
    struct dg_str due = dg_json_get_str(result, "due");
    dg_plain_put(out, dg_json_get_str(result, "title"));
    dg_buf_printf(out, _(" (%llu), %.*s, due %.*s\n"),
                  (unsigned long long) dg_answer_number(result, "task"),
                  DG_STR_ARG(dg_json_get_str(result, "control")),
                  (int) (due.len < 10 ? due.len : 10), due.data);
    put_rates(out, result);
}

static void
put_missing(struct dg_buf *out, const struct dg_json *result)
{
    const struct dg_json *missing = dg_json_get(result, "missing");
    const struct dg_json *office = missing ? missing->child : NULL;
    if (!office) {
        return;
    }
    dg_buf_text(out, _("missing:"));
    for (size_t i = 0; office && i < NAMES_MAX; office = office->next, i++) {
        dg_buf_text(out, " ");
        dg_plain_put(out, office->text);
    }
    if (office) {
        dg_buf_printf(out, _(" and %zu more"),
                      (size_t) (missing->count - NAMES_MAX));
    }
    dg_buf_text(out, "\n");
}

/* What of a row waits for the town: up to which entry it was said. */
static uint64_t
waiting_upto(const struct dg_json *row)
{
    const struct dg_json *values = dg_json_get(row, "values");
    const struct dg_json *v = values ? values->child : NULL;
    uint64_t upto = 0;
    for (; v; v = v->next) {
        uint64_t sequence = dg_answer_number(v, "sequence");
        if (dg_str_is(dg_json_get_str(v, "state"), "in-review") &&
            sequence > upto) {
            upto = sequence;
        }
    }
    return upto;
}

static void
put_waiting(struct dg_buf *out, const struct dg_json *row)
{
    unsigned long long upto = waiting_upto(row);
    if (upto > 0) {
        dg_buf_printf(out, _("waits for review: %.*s "),
                      DG_STR_ARG(dg_json_get_str(row, "office")));
        dg_plain_put(out, dg_json_get_str(row, "name"));
        dg_buf_printf(out, _(", up to receipt %llu\n"), upto);
    }
}

/* The county's sums: the first of the totals. */
static void
put_totals(struct reading *r, const struct dg_json *result)
{
    const struct dg_json *place = dg_json_items(result, "totals");
    const struct dg_json *values = dg_json_get(place, "values");
    for (size_t i = 0; i < r->count; i++) {
        const struct dg_json *sum = value_of(values, r->columns[i].name);
        dg_table_cell(&r->listing.table, r->columns[i].name);
        dg_table_cell(&r->listing.table, r->columns[i].label);
        dg_table_cell(&r->listing.table, r->columns[i].unit);
        dg_table_cell(&r->listing.table, dg_json_get_str(sum, "value"));
        if (sum) {
            dg_table_number(&r->listing.table,
                            dg_answer_number(sum, "offices"));
        } else {
            dg_table_cell(&r->listing.table, (struct dg_str){NULL, 0});
        }
    }
}

/* ---- pages -------------------------------------------------------------- */

static void
put_which(void *context, struct dg_json_writer *request)
{
    const struct dg_delivery *d = ((const struct reading *) context)->delivery;
    dg_json_put_integer(request, "task", d->task);
    dg_json_put_text(request, "control", d->control ? d->control : "");
    dg_json_put_text(request, "list", d->list ? d->list : "");
}

static enum dg_err
add_page(void *context, const struct dg_json *result)
{
    struct reading *r = context;
    bool first = !r->columns;
    enum dg_err err = first ? read_columns(r, result) : DG_OK;
    if (err) {
        return err;
    }
    if (first && r->delivery->csv) {
        put_sheet_head(r);
    } else if (first) {
        put_head(&r->listing.head, result);
        put_totals(r, result);
        put_missing(&r->listing.tail, result);
    }
    for (const struct dg_json *row = dg_json_items(result, "rows"); row;
         row = row->next) {
        if (r->delivery->csv) {
            put_sheet_row(r, row);
        } else {
            put_waiting(&r->listing.tail, row);
        }
    }
    return dg_listing_err(&r->listing);
}

int
dg_delivery_show(struct dg_cli *cli, const struct dg_delivery *delivery)
{
    static const char *const heads[] = {N_("FIELD"),    N_("~FIGURE"),
                                        N_("UNIT"),     N_(">TOTAL"),
                                        N_(">OFFICES"), NULL};
    struct reading r = {.delivery = delivery};
    const struct dg_pages pages = {.type = "dutygate.report.read.v1",
                                   .context = &r,
                                   .put = put_which,
                                   .add = add_page};
    return dg_listing_show(cli, &r.listing, &pages, heads, "");
}

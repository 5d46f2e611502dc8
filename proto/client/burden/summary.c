/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how totals and headlines read. */
#include "proto/client/burden/summary.h"

#include <stdlib.h>

#include "proto/base/i18n.h"
#include "proto/client/answer/label.h"
#include "proto/client/answer/plain.h"
#include "proto/client/answer/table.h"
#include "proto/client/burden/decimal.h"
#include "proto/client/burden/meaning.h"

#define ARENA_LIMIT ((size_t) 16 << 20)
#define CAUSES_MOST 256 /* that are put in order */

/* ---- heads -------------------------------------------------------------- */

static void
put_member(struct dg_buf *out, const struct dg_json *object, const char *name,
           bool sign)
{
    dg_view_put_number(out, dg_json_get(object, name), sign);
}

static void
add_number(struct dg_table *table, const struct dg_json *object,
           const char *name)
{
    struct dg_buf text;
    dg_buf_init(&text);
    put_member(&text, object, name, false);
    dg_table_take(table, &text);
}

static void
add_span(struct dg_table *table, const char *label, const struct dg_json *span,
         const char *member)
{
    if (!span) {
        return;
    }
    dg_table_cell(table, dg_str_from(label));
    dg_table_cell(table, dg_json_get_str(span, "from"));
    dg_table_cell(table, dg_json_get_str(span, "to"));
    add_number(table, span, "borne");
    if (table->columns > 5) {
        add_number(table, span, "workers");
    }
    add_number(table, span, member);
}

/* Now and in the baseline, a line each; member is what is compared: by the
 * worker or not. */
static void
put_spans(struct dg_buf *out, const struct dg_json *result, const char *member)
{
    static const char *const staffed[] = {
        "",           N_("FROM"),     N_("TO"),
        N_(">BORNE"), N_(">WORKERS"), N_(">PER WORKER, WEEK"),
        NULL};
    static const char *const plain[] = {
        "", N_("FROM"), N_("TO"), N_(">BORNE"), N_(">MINUTES A WEEK"), NULL};
    const char *const *heads =
        strcmp(member, "perworkerweek") == 0 ? staffed : plain;
    struct dg_arena arena;
    struct dg_table table;
    dg_arena_init(&arena, ARENA_LIMIT);
    dg_table_init(&table, &arena, heads);
    add_span(&table, _("now"), dg_json_get(result, "now"), member);
    add_span(&table, _("baseline"), dg_json_get(result, "baseline"), member);
    dg_table_render(&table, 0, out);
    dg_table_finish(&table);
    dg_arena_finish(&arena);
}

static void
put_headline(struct dg_buf *out, const struct dg_json *result)
{
    uint64_t unknown = dg_answer_number(result, "unknown");
    put_spans(out, result, "perworkerweek");
    if (dg_json_get(result, "change")) {
        dg_buf_text(out, _("change: "));
        put_member(out, result, "change", true);
        dg_buf_text(out, " %\n");
    } else if (!dg_json_get(result, "baseline")) {
        dg_buf_text(out, _("there is no baseline to hold that against\n"));
    }
    if (unknown > 0) {
        dg_buf_printf(
            out,
            P_("left out: %llu office whose workers are not published\n",
               "left out: %llu offices whose workers are not published\n",
               unknown),
            (unsigned long long) unknown);
    }
}

static void
put_compare(struct dg_buf *out, const struct dg_json *result)
{
    put_spans(out, result, "week");
    dg_buf_text(out, _("change: "));
    put_member(out, result, "change", true);
    dg_buf_text(out, _(" tariff minutes a week\n"));
}

/* Rates that cannot be are named with who makes them so. */
static void
put_errors(struct dg_buf *out, const struct dg_json *result)
{
    const struct dg_json *r = dg_json_items(result, "rates");
    for (; r; r = r->next) {
        struct dg_str office = dg_json_get_str(r, "office");
        if (dg_json_get(r, "error")) {
            dg_label_put_any(out, dg_json_get_str(r, "name"));
            dg_buf_printf(out,
                          _(": over 100 %%, which cannot be: %.*s reported for "
                            "task %llu without being asked\n"),
                          DG_STR_ARG(office),
                          (unsigned long long) dg_answer_number(r, "task"));
        }
    }
}

/* "基层减负 (jc-jf 2026-1): 81.20, leaves missing 0 of 54" */
static void
put_tree(struct dg_buf *out, const struct dg_json *result)
{
    const struct dg_json *score = dg_json_get(result, "score");
    if (!dg_json_get(result, "leaves")) {
        return;
    }
    dg_plain_put(out, dg_json_get_str(result, "title"));
    dg_buf_text(out, " (");
    dg_plain_put(out, dg_json_get_str(result, "indicator"));
    dg_buf_u8(out, ' ');
    dg_plain_put(out, dg_json_get_str(result, "version"));
    dg_buf_text(out, "): ");
    if (score) {
        dg_view_put_number(out, score, false);
    } else {
        dg_buf_text(out, _("missing"));
    }
    dg_buf_printf(out, _(", leaves missing %llu of %llu\n"),
                  (unsigned long long) dg_answer_number(result, "missing"),
                  (unsigned long long) dg_answer_number(result, "leaves"));
}

void
dg_summary_put_head(struct dg_buf *out, const struct dg_view *view,
                    const struct dg_json *result)
{
    if (strcmp(view->name, "headline") == 0) {
        put_headline(out, result);
    } else if (strcmp(view->name, "compare") == 0) {
        put_compare(out, result);
    } else if (strcmp(view->name, "rates") == 0) {
        put_errors(out, result);
    } else if (strcmp(view->name, "indicators") == 0) {
        put_tree(out, result);
    }
}

/* ---- totals ------------------------------------------------------------- */

static void
add_total(struct dg_table *table, const char *label, const char *unit,
          const struct dg_json *node)
{
    struct dg_buf text;
    if (!node) {
        return;
    }
    dg_table_cell(table, dg_str_from(label));
    dg_buf_init(&text);
    dg_view_put_number(&text, node, strcmp(unit, "%") == 0);
    dg_table_take(table, &text);
    dg_table_cell(table, dg_str_from(unit));
}

static void
add_totals(struct dg_table *table, const struct dg_json *total)
{
    const struct {
        const char *label, *unit, *member;
    } rows[] = {
        {_("asked"), _("tariff minutes"), "asked"},
        {_("borne"), "", "borne"},
        {_("avoided"), "", "avoided"},
        {_("  relief"), "", "relief"},
        {_("  refused, never borne"), _("outside the rate"), "neverborne"},
        {_("  withdrawn, changed, waiting"), _("outside the rate"), "outside"},
        {_("reduction rate"), "%", "rate"},
        {_("borne, less what is usual"), _("tariff minutes"), "burden"},
        {_("responses"), "", "responses"},
        {_("hours borne"), "", "hours"},
        {_("hours for each response"), "", "hourseach"},
        {_("money"), _("yuan"), "money"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        add_total(table, rows[i].label, rows[i].unit,
                  dg_json_get(total, rows[i].member));
    }
}

static bool
is_borne(const struct dg_json *cause)
{
    return dg_str_is(dg_json_get_str(cause, "fate"), "borne");
}

/* What is borne, what is relief, what is neither: in this order, and in each
 * the most first. */
static int
compare_causes(const void *a, const void *b)
{
    const struct dg_json *x = *(const struct dg_json *const *) a;
    const struct dg_json *y = *(const struct dg_json *const *) b;
    int kinds = (dg_answer_flag(y, "counts") + is_borne(y)) -
                (dg_answer_flag(x, "counts") + is_borne(x));
    double v = dg_decimal_weight(dg_json_get_str(x, "minutes"));
    double w = dg_decimal_weight(dg_json_get_str(y, "minutes"));
    return kinds ? kinds : (v < w) - (v > w);
}

static void
add_cause(struct dg_table *table, const struct dg_json *cause)
{
    struct dg_buf text;
    dg_buf_init(&text);
    dg_meaning_put_cause(&text, dg_json_get_str(cause, "cause"));
    dg_table_take(table, &text);
    dg_buf_init(&text);
    dg_view_put_number(&text, dg_json_get(cause, "minutes"), false);
    dg_table_take(table, &text);
    dg_table_cell(table, dg_str_from(is_borne(cause) ? _("borne")
                                     : dg_answer_flag(cause, "counts")
                                         ? _("relief")
                                         : _("outside the rate")));
}

static void
add_causes(struct dg_table *table, const struct dg_json *result)
{
    const struct dg_json *c = dg_json_items(result, "causes");
    const struct dg_json *sorted[CAUSES_MOST];
    size_t count = 0;
    for (; c && count < CAUSES_MOST; c = c->next) {
        sorted[count++] = c;
    }
    qsort(sorted, count, sizeof *sorted, compare_causes);
    for (size_t i = 0; i < count; i++) {
        add_cause(table, sorted[i]);
    }
    for (; c; c = c->next) {
        add_cause(table, c);
    }
}

/* Whoever mistypes a department shall not read that it asks nothing. */
static bool
is_nothing(const struct dg_json *total)
{
    struct dg_str asked = dg_json_get_str(total, "asked");
    return dg_str_is(asked, "0.00");
}

static void
put_table(struct dg_buf *out, const struct dg_table *table, size_t width)
{
    if (table->count > table->columns) {
        dg_buf_u8(out, '\n');
    }
    dg_table_render(table, width, out);
}

void
dg_summary_put_tail(struct dg_buf *out, const struct dg_json *result,
                    size_t width)
{
    static const char *const totals[] = {"", ">", "~", NULL};
    static const char *const causes[] = {N_("~CAUSE"), N_(">MINUTES"),
                                         N_("COUNTS AS"), NULL};
    const struct dg_json *total = dg_json_get(result, "total");
    struct dg_table table;
    struct dg_arena arena;
    if (!total) {
        return;
    }
    if (is_nothing(total)) {
        dg_buf_text(out, _("nothing that was asked fits these options\n"));
        return;
    }
    dg_arena_init(&arena, ARENA_LIMIT);
    dg_table_init(&table, &arena, totals);
    add_totals(&table, total);
    put_table(out, &table, width);
    dg_table_finish(&table);
    dg_table_init(&table, &arena, causes);
    add_causes(&table, result);
    put_table(out, &table, width);
    dg_table_finish(&table);
    dg_arena_finish(&arena);
}

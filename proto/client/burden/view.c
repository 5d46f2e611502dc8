/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what of a view stands in which column, and how. What stands before
 * and behind a table is summary.c's. */
#include "proto/client/burden/view.h"

#include <stdio.h>

#include "proto/base/i18n.h"
#include "proto/client/answer/label.h"
#include "proto/client/answer/plain.h"
#include "proto/client/burden/decimal.h"
#include "proto/client/burden/meaning.h"
#include "proto/client/burden/sentence.h"

#define COLUMNS(of) of, sizeof of / sizeof *of

/* ---- columns ------------------------------------------------------------ */

static const struct dg_view_column figures[] = {
    {"asked", N_(">ASKED"), DG_VIEW_NUMBER},
    {"borne", N_(">BORNE"), DG_VIEW_NUMBER},
    {"avoided", N_(">AVOIDED"), DG_VIEW_NUMBER},
    {"relief", NULL, DG_VIEW_NUMBER},
    {"neverborne", NULL, DG_VIEW_NUMBER},
    {"outside", NULL, DG_VIEW_NUMBER},
    {"rate", N_(">RATE"), DG_VIEW_CHANGE},
};

static const struct dg_view_column headline[] = {
    {"department", N_("~DEPARTMENT"), DG_VIEW_NAMED},
    {"borne", N_(">BORNE"), DG_VIEW_NUMBER},
    {"perworkerweek", N_(">PER WORKER, WEEK"), DG_VIEW_NUMBER},
    {"before", N_(">IN THE BASELINE"), DG_VIEW_NUMBER},
    {"change", N_(">CHANGE"), DG_VIEW_CHANGE},
};

static const struct dg_view_column rates[] = {
    {"name", N_("RATE"), DG_VIEW_LABEL},
    {"percent", N_(">IS"), DG_VIEW_PERCENT},
    {"value", NULL, DG_VIEW_NUMBER},
    {"numerator", N_(">NUMBER"), DG_VIEW_NUMBER},
    {"denominator", N_(">OF"), DG_VIEW_NUMBER},
    {"of", N_("~WHAT THAT COUNTS"), DG_VIEW_SAID},
    {"error", NULL, DG_VIEW_TEXT},
    {"office", NULL, DG_VIEW_TEXT},
    {"task", NULL, DG_VIEW_NUMBER},
};

static const struct dg_view_column rebounds[] = {
    {"task", N_(">RECEIPT"), DG_VIEW_TEXT},
    {"date", N_("DAY"), DG_VIEW_TEXT},
    {"department", N_("~DEPARTMENT"), DG_VIEW_NAMED},
    {"duty", N_("DUTY"), DG_VIEW_TEXT},
    {"offices", N_(">OFFICES"), DG_VIEW_NUMBER},
    {"ancestor", N_(">COMES FROM"), DG_VIEW_TEXT},
    {"kind", N_("AS"), DG_VIEW_LABEL},
    {"state", N_("STATE"), DG_VIEW_LABEL},
};

static const struct dg_view_column unread[] = {
    {"task", N_(">RECEIPT"), DG_VIEW_TEXT},
    {"department", N_("~DEPARTMENT"), DG_VIEW_NAMED},
    {"duty", N_("DUTY"), DG_VIEW_TEXT},
    {"offices", N_(">OFFICES"), DG_VIEW_NUMBER},
    {"forms", N_(">FORMS"), DG_VIEW_NUMBER},
    {"reports", N_(">REPORTS"), DG_VIEW_NUMBER},
    {"due", N_("DUE"), DG_VIEW_TEXT},
    {"read", N_("FIRST READ"), DG_VIEW_TEXT},
};

static const struct dg_view_column estimates[] = {
    {"task", N_(">RECEIPT"), DG_VIEW_TEXT},
    {"date", N_("DAY"), DG_VIEW_TEXT},
    {"department", N_("~DEPARTMENT"), DG_VIEW_NAMED},
    {"duty", N_("DUTY"), DG_VIEW_TEXT},
    {"estimate", N_(">ESTIMATE"), DG_VIEW_NUMBER},
    {"minutes", N_(">BY TARIFF"), DG_VIEW_NUMBER},
    {"difference", N_(">DIFFERENCE"), DG_VIEW_SIGNED},
    {"reestimate", N_(">RE-ESTIMATE"), DG_VIEW_SIGNED},
    {"offices", NULL, DG_VIEW_NUMBER},
};

static const struct dg_view_column compare[] = {
    {"cause", N_("CAUSE"), DG_VIEW_LABEL},
    {"minutes", N_(">MINUTES A WEEK"), DG_VIEW_SIGNED},
};

static const struct dg_view_column indicators[] = {
    {"code", N_("CODE"), DG_VIEW_TEXT},
    {"label", N_("~INDICATOR"), DG_VIEW_TEXT},
    {"weight", N_(">WEIGHT"), DG_VIEW_NUMBER},
    {"value", N_(">IS"), DG_VIEW_NUMBER},
    {"target", N_(">TARGET"), DG_VIEW_NUMBER},
    {"score", N_(">SCORE"), DG_VIEW_SCORE},
    {"missing", N_(">LEAVES MISSING"), DG_VIEW_NUMBER},
    {"leaves", N_(">OF"), DG_VIEW_NUMBER},
    {"parent", NULL, DG_VIEW_TEXT},
    {"filled", NULL, DG_VIEW_NUMBER},
    {"offices", NULL, DG_VIEW_NUMBER},
};

static const struct dg_view_column trees[] = {
    {"code", N_("CODE"), DG_VIEW_TEXT},
    {"version", N_("VERSION"), DG_VIEW_TEXT},
    {"title", N_("~TITLE"), DG_VIEW_TEXT},
};

static const struct dg_view views[] = {
    {"figures", "figures", COLUMNS(figures)},
    {"headline", "departments", COLUMNS(headline)},
    {"rates", "rates", COLUMNS(rates)},
    {"rebounds", "rebounds", COLUMNS(rebounds)},
    {"unread", "unread", COLUMNS(unread)},
    {"estimates", "estimates", COLUMNS(estimates)},
    {"compare", "causes", COLUMNS(compare)},
    {"indicators", "nodes", COLUMNS(indicators)},
};

/* Which trees of indicators there are, unless one is named. */
static const struct dg_view names = {"indicators", "indicators",
                                     COLUMNS(trees)};

static const struct dg_view_column cuts[] = {
    {"period", N_("PERIOD"), DG_VIEW_TEXT},
    {"quarter", N_("PERIOD"), DG_VIEW_TEXT},
    {"year", N_("PERIOD"), DG_VIEW_TEXT},
    {"department", N_("~DEPARTMENT"), DG_VIEW_NAMED},
    {"town", N_("~TOWN"), DG_VIEW_NAMED},
    {"office", N_("~OFFICE"), DG_VIEW_NAMED},
    {"prefix", N_("~DIVISION"), DG_VIEW_NAMED},
    {"level", N_("LEVEL"), DG_VIEW_LABEL},
    {"duty", N_("~DUTY"), DG_VIEW_NAMED},
    {"dimension", N_("DIMENSION"), DG_VIEW_LABEL},
    {"row", N_("~TARIFF ROW"), DG_VIEW_ROW},
    {"cause", N_("~CAUSE"), DG_VIEW_CAUSE},
};

const struct dg_view *
dg_view_find(const struct dg_question *question)
{
    const struct dg_view *found = question->view ? NULL : views;
    for (size_t i = 0; !found && i < sizeof views / sizeof *views; i++) {
        found = strcmp(views[i].name, question->view) ? NULL : &views[i];
    }
    return found && found->columns == indicators && !question->indicator
               ? &names
               : found;
}

const char *
dg_view_none(const struct dg_view *view)
{
    return view == &names ? _("no indicators are published; keepers do that, "
                              "by indicator publish\n")
                          : _("there is nothing to show\n");
}

bool
dg_view_is_cut(const struct dg_view *view)
{
    return view == views;
}

static const struct dg_view_column *
find_cut(struct dg_str name)
{
    for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
        if (dg_str_is(name, cuts[i].member)) {
            return &cuts[i];
        }
    }
    return NULL;
}

size_t
dg_view_columns(const struct dg_view *view, const struct dg_question *question,
                struct dg_view_column columns[DG_VIEW_COLUMNS])
{
    size_t count = 0;
    for (size_t i = 0; dg_view_is_cut(view) && i < DG_QUESTION_CUTS; i++) {
        const struct dg_view_column *cut =
            find_cut(dg_question_cut(question, i));
        if (cut) {
            columns[count++] = *cut;
        }
    }
    for (size_t i = 0; i < view->count; i++) {
        columns[count++] = view->columns[i];
    }
    return count;
}

/* ---- cells -------------------------------------------------------------- */

void
dg_view_put_number(struct dg_buf *out, const struct dg_json *node, bool sign)
{
    if (node) {
        dg_decimal_put_text(out, node->text, sign);
    }
}

/* Without its role, as --department takes it. */
static struct dg_str
short_code(struct dg_str code)
{
    static const char *const roles[] = {"department/", "town/"};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        size_t len = strlen(roles[i]);
        if (dg_str_starts_with(code, roles[i])) {
            return (struct dg_str){code.data + len, code.len - len};
        }
    }
    return code;
}

static void
put_named(struct dg_buf *out, const struct dg_view_column *column,
          const struct dg_json *row, struct dg_str code)
{
    char member[64];
    snprintf(member, sizeof member, "%sname", column->member);
    struct dg_str name = dg_json_get_str(row, member);
    dg_plain_put(out, short_code(code));
    if (name.len > 0) {
        dg_buf_u8(out, ' ');
        dg_plain_put(out, name);
    }
}

/* A rate that is so many each, or that cannot be. */
static void
put_no_share(struct dg_buf *out, const struct dg_json *row)
{
    const struct dg_json *error = dg_json_get(row, "error");
    dg_view_put_number(out, dg_json_get(row, "value"), false);
    dg_buf_text(out, error ? _("over 100 %") : "");
}

void
dg_view_put(struct dg_buf *out, const struct dg_view_column *column,
            const struct dg_json *row)
{
    const struct dg_json *node = dg_json_get(row, column->member);
    if (!node && column->kind == DG_VIEW_PERCENT) {
        put_no_share(out, row);
    }
    if (!node && column->kind == DG_VIEW_SCORE) {
        dg_buf_text(out, _("missing"));
    }
    if (!node) {
        return;
    }
    switch (column->kind) {
    case DG_VIEW_TEXT:
        dg_plain_put(out, node->text);
        break;
    case DG_VIEW_NAMED:
        put_named(out, column, row, node->text);
        break;
    case DG_VIEW_LABEL:
        dg_label_put_any(out, node->text);
        break;
    case DG_VIEW_CAUSE:
        dg_meaning_put_cause(out, node->text);
        break;
    case DG_VIEW_ROW:
        dg_meaning_put_coded_row(out, node->text);
        break;
    case DG_VIEW_SAID:
        dg_plain_put(out, dg_sentence_translate(node->text));
        break;
    case DG_VIEW_NUMBER:
    case DG_VIEW_SCORE:
    case DG_VIEW_SIGNED:
        dg_view_put_number(out, node, column->kind == DG_VIEW_SIGNED);
        break;
    case DG_VIEW_PERCENT:
    case DG_VIEW_CHANGE:
        dg_view_put_number(out, node, column->kind == DG_VIEW_CHANGE);
        dg_buf_text(out, " %");
        break;
    }
}

void
dg_view_put_plain(struct dg_buf *out, const struct dg_view_column *column,
                  const struct dg_json *row)
{
    const struct dg_json *node = dg_json_get(row, column->member);
    if (node && node->type == DG_JSON_BOOLEAN) {
        dg_buf_text(out, node->boolean ? "true" : "false");
    } else if (node) {
        dg_plain_put(out, node->text);
    }
}

/* ---- a table's cells ---------------------------------------------------- */

static bool
ends_in(struct dg_str cell, const char *end)
{
    size_t len = strlen(end);
    return cell.len > len && memcmp(cell.data + cell.len - len, end, len) == 0;
}

/* A number that keeps what it is without its decimals, or none that has any. */
static bool
is_whole(struct dg_str cell)
{
    return ends_in(cell, ".00") || ends_in(cell, "%") || cell.len == 0 ||
           !memchr(cell.data, '.', cell.len);
}

void
dg_view_trim(struct dg_table *table)
{
    for (size_t i = table->columns; i < table->count; i++) {
        if (table->right[i % table->columns] && !is_whole(table->cells[i])) {
            return;
        }
    }
    for (size_t i = table->columns; i < table->count; i++) {
        bool cut =
            table->right[i % table->columns] && ends_in(table->cells[i], ".00");
        table->cells[i].len -= cut ? 3 : 0;
    }
}

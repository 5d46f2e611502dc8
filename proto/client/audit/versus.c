/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how three answers stand beside each other, and what is said of events
 * that could not be told again. The list's doing is the difference of the last
 * two: what was decided again under the same lists and what under another. */
#include "proto/client/audit/versus.h"

#include <gmp.h>
#include <stdio.h>

#include "proto/base/i18n.h"
#include "proto/client/answer/answer.h"
#include "proto/client/answer/table.h"
#include "proto/client/burden/decimal.h"
#include "proto/client/burden/view.h"

#define ARENA_LIMIT ((size_t) 64 << 20)
#define ANSWERS 3

static const char *const names[ANSWERS] = {"aswas", "again", "underlist"};

struct versus {
    const struct dg_question *question;
    const struct dg_json *answers[ANSWERS];
    struct dg_arena arena;
    struct dg_table table;
};

/* ---- numbers ---------------------------------------------------------------
 */

/* Hundredths; what is not there is nothing. */
static void
read_minutes(mpz_t hundredths, const struct dg_json *node)
{
    char digits[64];
    size_t len = 0;
    for (size_t i = 0; node && i < node->text.len && len < sizeof digits - 1;
         i++) {
        if (node->text.data[i] != '.') {
            digits[len++] = node->text.data[i];
        }
    }
    digits[len] = '\0';
    if (len == 0 || mpz_set_str(hundredths, digits, 10) != 0) {
        mpz_set_ui(hundredths, 0);
    }
}

static void
put_cell(struct versus *v, const struct dg_json *node)
{
    struct dg_buf text;
    dg_buf_init(&text);
    if (node) {
        dg_view_put_number(&text, node, false);
    } else {
        dg_buf_text(&text, "0.00");
    }
    dg_table_take(&v->table, &text);
}

/* The three, and what the list changes. */
static void
put_numbers(struct versus *v, const struct dg_json *const nodes[ANSWERS])
{
    struct dg_buf text;
    mpz_t before, after;
    for (size_t i = 0; i < ANSWERS; i++) {
        put_cell(v, nodes[i]);
    }
    mpz_inits(before, after, NULL);
    read_minutes(before, nodes[1]);
    read_minutes(after, nodes[2]);
    mpz_sub(after, after, before);
    dg_buf_init(&text);
    dg_decimal_put(&text, after, 2, true);
    dg_table_take(&v->table, &text);
    mpz_clears(before, after, NULL);
}

/* ---- totals -----------------------------------------------------------------
 */

static void
add_totals(struct versus *v)
{
    const struct {
        const char *label, *member;
    } rows[] = {
        {_("asked"), "asked"},
        {_("borne"), "borne"},
        {_("avoided"), "avoided"},
        {_("  relief"), "relief"},
        {_("  refused, never borne"), "neverborne"},
        {_("  withdrawn, changed, waiting"), "outside"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct dg_json *nodes[ANSWERS];
        for (size_t k = 0; k < ANSWERS; k++) {
            nodes[k] = dg_json_get(dg_json_get(v->answers[k], "total"),
                                   rows[i].member);
        }
        dg_table_cell(&v->table, dg_str_from(rows[i].label));
        put_numbers(v, nodes);
    }
}

/* ---- rows -------------------------------------------------------------------
 */

static bool
is_same_row(const struct versus *v, const struct dg_json *a,
            const struct dg_json *b)
{
    struct dg_str cut;
    bool same = true;
    for (size_t i = 0; same && (cut = dg_question_cut(v->question, i)).len > 0;
         i++) {
        char name[32];
        snprintf(name, sizeof name, "%.*s", DG_STR_ARG(cut));
        same = dg_str_equal(dg_json_get_str(a, name), dg_json_get_str(b, name));
    }
    return same;
}

static const struct dg_json *
find_row(const struct versus *v, size_t answer, const struct dg_json *like)
{
    const struct dg_json *row = dg_json_items(v->answers[answer], "figures");
    while (row && !is_same_row(v, row, like)) {
        row = row->next;
    }
    return row;
}

static void
add_row(struct versus *v, const struct dg_view_column *columns, size_t cuts,
        const struct dg_json *row)
{
    const struct dg_json *nodes[ANSWERS];
    for (size_t i = 0; i < cuts; i++) {
        struct dg_buf text;
        dg_buf_init(&text);
        dg_view_put(&text, &columns[i], row);
        dg_table_take(&v->table, &text);
    }
    for (size_t k = 0; k < ANSWERS; k++) {
        nodes[k] = dg_json_get(find_row(v, k, row), "borne");
    }
    put_numbers(v, nodes);
}

/* In the order of the first answer that has them. */
static void
add_rows(struct versus *v, const struct dg_view_column *columns, size_t cuts)
{
    for (size_t k = 0; k < ANSWERS; k++) {
        const struct dg_json *row = dg_json_items(v->answers[k], "figures");
        for (; row; row = row->next) {
            bool shown = false;
            for (size_t before = 0; before < k && !shown; before++) {
                shown = find_row(v, before, row) != NULL;
            }
            if (!shown) {
                add_row(v, columns, cuts, row);
            }
        }
    }
}

/* ---- what is said besides
 * ---------------------------------------------------- */

static void
put_count(struct dg_buf *out, const char *format, uint64_t count)
{
    if (count > 0) {
        char number[24];
        struct dg_buf text;
        snprintf(number, sizeof number, "%llu", (unsigned long long) count);
        dg_buf_init(&text);
        dg_decimal_put_grouped(&text, dg_str_from(number));
        dg_buf_text(out, _(format));
        dg_buf_text(out, _(": "));
        dg_buf_str(out, (struct dg_str){text.data, text.len});
        dg_buf_u8(out, '\n');
        dg_buf_finish(&text);
    }
}

static void
put_notes(struct dg_buf *out, const struct dg_json *answer)
{
    static const struct {
        const char *object, *member, *text;
    } notes[] = {
        {"assignments", "refusednow",
         N_("assignments that the list refuses, and were admitted")},
        {"assignments", "admittednow",
         N_("assignments that the list admits, and were refused")},
        {"events", "decided", N_("events decided again")},
        {"events", "withheld",
         N_("events not told again: withheld, or erased")},
        {"events", "resting",
         N_("events not told again: about what is not there this time")},
        {"events", "repeated",
         N_("events not told again: asked anew after a refusal that is none "
            "this time")},
        {"events", "unfit", N_("events not told again: not taken any more")},
    };
    dg_buf_u8(out, '\n');
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
        put_count(out, notes[i].text,
                  dg_answer_number(dg_json_get(answer, notes[i].object),
                                   notes[i].member));
    }
    dg_buf_text(out, _("what the list changes is the last column: under the "
                       "list, less decided again\n"));
}

static int
show(struct dg_cli *cli, struct versus *v, const struct dg_json *answer)
{
    static const char *const right[] = {N_(">AS IT WAS"), N_(">DECIDED AGAIN"),
                                        N_(">UNDER THE LIST"), N_(">CHANGE")};
    struct dg_view_column columns[DG_VIEW_COLUMNS];
    const char *heads[DG_TABLE_COLUMNS_MAX + 1] = {N_("TARIFF MINUTES")};
    size_t cuts = 0;
    struct dg_buf out;
    if (v->question->by) {
        dg_view_columns(dg_view_find(v->question), v->question, columns);
        for (; dg_question_cut(v->question, cuts).len > 0; cuts++) {
            heads[cuts] = columns[cuts].head;
        }
    }
    size_t first = cuts ? cuts : 1;
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        heads[first + i] = right[i];
    }
    heads[first + sizeof right / sizeof *right] = NULL;
    dg_buf_init(&out);
    dg_table_init(&v->table, &v->arena, heads);
    if (cuts) {
        dg_buf_text(&out, _("tariff minutes borne\n\n"));
        add_rows(v, columns, cuts);
    } else {
        add_totals(v);
    }
    dg_table_render(&v->table, dg_cli_columns(), &out);
    put_notes(&out, answer);
    int status = out.err || v->table.err ? dg_cli_fail_memory(cli) : DG_EXIT_OK;
    if (!status) {
        dg_cli_flush(&out);
    }
    dg_table_finish(&v->table);
    dg_buf_finish(&out);
    return status;
}

int
dg_versus_show(struct dg_cli *cli, const struct dg_question *question,
               const struct dg_json *answer)
{
    struct versus v = {.question = question};
    for (size_t i = 0; i < ANSWERS; i++) {
        v.answers[i] = dg_json_get(answer, names[i]);
    }
    dg_arena_init(&v.arena, ARENA_LIMIT);
    int status = show(cli, &v, answer);
    dg_arena_finish(&v.arena);
    return status;
}

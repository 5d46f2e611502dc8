/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what sums, products and quotients of numbers come to. What is claimed
 * of them is left to claim.c. */
#include "proto/client/burden/expression.h"

#include "proto/base/i18n.h"
#include "proto/client/burden/decimal.h"
#include "proto/client/burden/numeral.h"

#define DEPTH_MAX 16

struct reading {
    struct dg_numeral numeral;
    unsigned depth;
    bool rate;
};

static const char *const times[] = {"*", "×", "x", "X", NULL};
static const char *const overs[] = {"/", "÷", "⁄", NULL};

static void
show(struct reading *r, const char *text)
{
    if (r->numeral.shown) {
        dg_buf_text(r->numeral.shown, text);
    }
}

static void
take_number(struct reading *r, mpq_t value)
{
    mpq_t factor;
    mpq_init(factor);
    unsigned decimals = dg_numeral_take_digits(&r->numeral, mpq_numref(value));
    dg_decimal_power(mpq_denref(value), decimals);
    mpq_canonicalize(value);
    enum dg_unit unit = dg_numeral_take_unit(&r->numeral);
    r->rate = r->rate || unit == DG_UNIT_PERCENT || unit == DG_UNIT_MILLE;
    if (unit == DG_UNIT_POINTS && !r->numeral.why) {
        r->numeral.why =
            N_("points are no value, but what lies between two rates");
    }
    show(r, dg_unit_text(unit));
    dg_unit_factor(unit, factor);
    mpq_mul(value, value, factor);
    mpq_clear(factor);
}

static void take_sum(struct reading *r, mpq_t value);

static void
take_factor(struct reading *r, mpq_t value)
{
    if (++r->depth > DEPTH_MAX) {
        r->numeral.why = N_("that is nested too deep");
    } else if (dg_numeral_take_any(&r->numeral, dg_numeral_minuses)) {
        show(r, "−");
        take_factor(r, value);
        mpq_neg(value, value);
    } else if (dg_numeral_take(&r->numeral, "(")) {
        show(r, "(");
        take_sum(r, value);
        dg_numeral_skip_blanks(&r->numeral);
        if (!r->numeral.why && !dg_numeral_take(&r->numeral, ")")) {
            r->numeral.why = N_("a bracket is not closed");
        }
        show(r, ")");
    } else {
        take_number(r, value);
    }
    r->depth--;
}

static void
take_product(struct reading *r, mpq_t value)
{
    mpq_t next;
    mpq_init(next);
    take_factor(r, value);
    while (!r->numeral.why) {
        bool multiplies = dg_numeral_take_any(&r->numeral, times);
        if (!multiplies && !dg_numeral_take_any(&r->numeral, overs)) {
            break;
        }
        show(r, multiplies ? "×" : "/");
        take_factor(r, next);
        if (multiplies) {
            mpq_mul(value, value, next);
        } else if (!r->numeral.why && mpq_sgn(next) == 0) {
            r->numeral.why = N_("nothing can be divided by 0");
        } else if (!r->numeral.why) {
            mpq_div(value, value, next);
            r->rate = true;
        }
    }
    mpq_clear(next);
}

static void
take_sum(struct reading *r, mpq_t value)
{
    mpq_t next;
    mpq_init(next);
    take_product(r, value);
    while (!r->numeral.why) {
        bool adds = dg_numeral_take_any(&r->numeral, dg_numeral_pluses);
        if (!adds && !dg_numeral_take_any(&r->numeral, dg_numeral_minuses)) {
            break;
        }
        show(r, adds ? "+" : "−");
        take_product(r, next);
        if (adds) {
            mpq_add(value, value, next);
        } else {
            mpq_sub(value, value, next);
        }
    }
    mpq_clear(next);
}

void
dg_expression_init(struct dg_expression *expression)
{
    mpq_init(expression->value);
    expression->rate = false;
    dg_buf_init(&expression->shown);
}

void
dg_expression_finish(struct dg_expression *expression)
{
    mpq_clear(expression->value);
    dg_buf_finish(&expression->shown);
}

enum dg_err
dg_expression_read(struct dg_expression *expression, struct dg_str text,
                   struct dg_buf *why)
{
    struct reading r = {.numeral = {.shown = &expression->shown}};
    dg_buf_clear(&expression->shown);
    enum dg_err err = dg_numeral_begin(&r.numeral, text);
    if (!err && !r.numeral.why) {
        dg_numeral_take_any(&r.numeral, dg_numeral_pluses);
        take_sum(&r, expression->value);
    }
    expression->rate = r.rate;
    enum dg_err wrong = dg_numeral_end(&r.numeral, text, why);
    err = err ? err : wrong;
    return err ? err : expression->shown.err;
}

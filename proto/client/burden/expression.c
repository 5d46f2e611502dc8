/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what is a number, and what sums, products and quotients of numbers
 * come to. What is claimed of them is left to claim.c. */
#include "proto/client/burden/expression.h"

#include "proto/base/i18n.h"
#include "proto/base/utf8.h"
#include "proto/client/burden/decimal.h"
#include "proto/client/sheet/cell.h"
#include "proto/client/sheet/complaints.h"

#define DEPTH_MAX 16

/* What is left of a text, and why it is no number. */
struct reading {
    struct dg_str rest;
    const char *why; /* marked for translation; NULL: so far it is one */
    unsigned depth;
    bool rate;
    struct dg_buf *shown; /* may be NULL */
};

/* ---- words -------------------------------------------------------------- */

static bool
take(struct reading *r, const char *word)
{
    if (!dg_str_starts_with(r->rest, word)) {
        return false;
    }
    size_t len = strlen(word);
    r->rest = (struct dg_str){r->rest.data + len, r->rest.len - len};
    return true;
}

static void
skip_blanks(struct reading *r)
{
    while (take(r, " ")) {
    }
}

static bool
take_any(struct reading *r, const char *const *words)
{
    skip_blanks(r);
    for (size_t i = 0; words[i]; i++) {
        if (take(r, words[i])) {
            skip_blanks(r);
            return true;
        }
    }
    return false;
}

static const char *const pluses[] = {"+", NULL};
static const char *const minuses[] = {"-", "−", "–", "—", NULL};
static const char *const times[] = {"*", "×", "x", "X", NULL};
static const char *const overs[] = {"/", "÷", "⁄", NULL};

/* ---- units -------------------------------------------------------------- */

static const struct {
    const char *word;
    enum dg_unit unit;
} units[] = {
    {"%", DG_UNIT_PERCENT},
    {"‰", DG_UNIT_MILLE},
    {"个百分点", DG_UNIT_POINTS},
    {"百分点", DG_UNIT_POINTS},
    {"percentage points", DG_UNIT_POINTS},
    {"points", DG_UNIT_POINTS},
    {"point", DG_UNIT_POINTS},
    {"pp", DG_UNIT_POINTS},
    {"万", DG_UNIT_MYRIAD},
    {"亿", DG_UNIT_MYRIAD_SQUARE},
};

static enum dg_unit
take_unit(struct reading *r)
{
    struct dg_str before = r->rest;
    skip_blanks(r);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (take(r, units[i].word)) {
            return units[i].unit;
        }
    }
    r->rest = before;
    return DG_UNIT_ONE;
}

void
dg_unit_factor(enum dg_unit unit, mpq_t factor)
{
    static const unsigned long parts[][2] = {
        [DG_UNIT_ONE] = {1, 1},        [DG_UNIT_PERCENT] = {1, 100},
        [DG_UNIT_MILLE] = {1, 1000},   [DG_UNIT_POINTS] = {1, 100},
        [DG_UNIT_MYRIAD] = {10000, 1}, [DG_UNIT_MYRIAD_SQUARE] = {100000000, 1},
    };
    mpq_set_ui(factor, parts[unit][0], parts[unit][1]);
}

const char *
dg_unit_text(enum dg_unit unit)
{
    switch (unit) {
    case DG_UNIT_PERCENT:
        return " %";
    case DG_UNIT_MILLE:
        return " ‰";
    case DG_UNIT_POINTS:
        return _(" points");
    case DG_UNIT_MYRIAD:
        return "万";
    case DG_UNIT_MYRIAD_SQUARE:
        return "亿";
    case DG_UNIT_ONE:
        break;
    }
    return "";
}

/* ---- digits ------------------------------------------------------------- */

static size_t
count_digits(struct dg_str text)
{
    size_t n = 0;
    while (n < text.len && text.data[n] >= '0' && text.data[n] <= '9') {
        n++;
    }
    return n;
}

/* Digits, of those before the point maybe in threes. */
static void
take_whole(struct reading *r, struct dg_buf *digits)
{
    size_t n = count_digits(r->rest), groups = 0;
    size_t first = n;
    while (n > 0) {
        dg_buf_append(digits, r->rest.data, n);
        r->rest = (struct dg_str){r->rest.data + n, r->rest.len - n};
        if (r->rest.len < 2 || r->rest.data[0] != ',') {
            break;
        }
        take(r, ",");
        n = count_digits(r->rest);
        groups++;
        if (n != 3 || first > 3) {
            r->why = N_("digits between commas come in threes");
            return;
        }
    }
    if (n == 0 && groups == 0) {
        r->why = N_("there is no number where one should be");
    }
}

/* A number without sign: its digits, and how many of them are decimals. */
static unsigned
take_digits(struct reading *r, mpz_t number)
{
    struct dg_buf digits;
    size_t decimals = 0;
    dg_buf_init(&digits);
    skip_blanks(r);
    take_whole(r, &digits);
    if (!r->why && r->shown) {
        dg_decimal_put_grouped(r->shown,
                               (struct dg_str){digits.data, digits.len});
    }
    if (!r->why && take(r, ".")) {
        decimals = count_digits(r->rest);
        r->why =
            decimals == 0 ? N_("behind the point, decimals are missing") : NULL;
        dg_buf_append(&digits, r->rest.data, decimals);
        if (r->shown) {
            dg_buf_u8(r->shown, '.');
            dg_buf_append(r->shown, r->rest.data, decimals);
        }
        r->rest =
            (struct dg_str){r->rest.data + decimals, r->rest.len - decimals};
    }
    if (!r->why && digits.err) {
        r->why = dg_err_text(digits.err);
    }
    if (!r->why) {
        mpz_set_str(number, digits.data, 10);
    }
    dg_buf_finish(&digits);
    return (unsigned) decimals;
}

/* ---- expressions -------------------------------------------------------- */

static void
show(struct reading *r, const char *text)
{
    if (r->shown) {
        dg_buf_text(r->shown, text);
    }
}

static void
take_number(struct reading *r, mpq_t value)
{
    mpq_t factor;
    mpq_init(factor);
    unsigned decimals = take_digits(r, mpq_numref(value));
    dg_decimal_power(mpq_denref(value), decimals);
    mpq_canonicalize(value);
    enum dg_unit unit = take_unit(r);
    r->rate = r->rate || unit == DG_UNIT_PERCENT || unit == DG_UNIT_MILLE;
    if (unit == DG_UNIT_POINTS && !r->why) {
        r->why = N_("points are no value, but what lies between two rates");
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
        r->why = N_("that is nested too deep");
    } else if (take_any(r, minuses)) {
        show(r, "−");
        take_factor(r, value);
        mpq_neg(value, value);
    } else if (take(r, "(")) {
        show(r, "(");
        take_sum(r, value);
        skip_blanks(r);
        if (!r->why && !take(r, ")")) {
            r->why = N_("a bracket is not closed");
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
    while (!r->why) {
        bool multiplies = take_any(r, times);
        if (!multiplies && !take_any(r, overs)) {
            break;
        }
        show(r, multiplies ? "×" : "/");
        take_factor(r, next);
        if (multiplies) {
            mpq_mul(value, value, next);
        } else if (!r->why && mpq_sgn(next) == 0) {
            r->why = N_("nothing can be divided by 0");
        } else if (!r->why) {
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
    while (!r->why) {
        bool adds = take_any(r, pluses);
        if (!adds && !take_any(r, minuses)) {
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

/* ---- texts -------------------------------------------------------------- */

/* Begins to read; the text that is read lies in the arena. */
static enum dg_err
begin(struct reading *r, struct dg_arena *arena, struct dg_str text)
{
    dg_arena_init(arena, 1 << 16);
    if (text.len > DG_EXPRESSION_MAX || !dg_utf8_valid(text, NULL)) {
        r->why = text.len > DG_EXPRESSION_MAX ? N_("that is too long")
                                              : N_("that is no UTF-8");
        return DG_OK;
    }
    r->rest = dg_cell_fold(arena, text);
    if (!r->rest.data && text.len > 0) {
        return DG_ERR_MEMORY;
    }
    if (r->rest.len > DG_EXPRESSION_MAX) {
        r->why = N_("that is too long");
    }
    return DG_OK;
}

static enum dg_err
end(struct reading *r, struct dg_str text, struct dg_buf *why)
{
    skip_blanks(r);
    if (!r->why && r->rest.len == 0) {
        return DG_OK;
    }
    dg_complaints_quote(why, text);
    if (r->why) {
        dg_buf_printf(why, _(" is no number: %s"), _(r->why));
    } else {
        dg_buf_text(why, _(" is no number from here on: "));
        dg_complaints_quote(why, r->rest);
    }
    return why->err ? why->err : DG_ERR_MALFORMED;
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
    struct reading r = {.shown = &expression->shown};
    struct dg_arena arena;
    dg_buf_clear(&expression->shown);
    enum dg_err err = begin(&r, &arena, text);
    if (!err && !r.why) {
        take_any(&r, pluses);
        take_sum(&r, expression->value);
    }
    expression->rate = r.rate;
    err = err ? err : end(&r, text, why);
    dg_arena_finish(&arena);
    return err ? err : expression->shown.err;
}

/* ---- claims ------------------------------------------------------------- */

/* Words before a number that give it its sign: nought if they do not. */
static const struct {
    const char *word;
    int sign;
} words[] = {
    {"增加", 1},  {"增长", 1},  {"上升", 1},  {"提高", 1},  {"新增", 1},
    {"减少", -1}, {"下降", -1}, {"降低", -1}, {"压减", -1}, {"精简", -1},
    {"压缩", -1}, {"缩减", -1}, {"占比", 0},  {"占", 0},
};

static int
take_word(struct reading *r)
{
    skip_blanks(r);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (take(r, words[i].word)) {
            return words[i].sign;
        }
    }
    return 0;
}

static int
take_sign(struct reading *r)
{
    int word = take_word(r);
    int sign = take_any(r, pluses) ? 1 : take_any(r, minuses) ? -1 : 0;
    if (word && sign && !r->why) {
        r->why = N_("a word and a sign both say whether it is more or less");
    }
    return word ? word : sign;
}

void
dg_number_init(struct dg_number *number)
{
    mpz_init(number->units);
    number->decimals = 0;
    number->unit = DG_UNIT_ONE;
    number->has_sign = false;
}

void
dg_number_finish(struct dg_number *number)
{
    mpz_clear(number->units);
}

enum dg_err
dg_number_read(struct dg_number *number, struct dg_str text, struct dg_buf *why)
{
    struct reading r = {.why = NULL};
    struct dg_arena arena;
    enum dg_err err = begin(&r, &arena, text);
    if (!err && !r.why) {
        int sign = take_sign(&r);
        number->has_sign = sign != 0;
        if (!r.why) {
            number->decimals = take_digits(&r, number->units);
        }
        number->unit = take_unit(&r);
        if (sign < 0) {
            mpz_neg(number->units, number->units);
        }
    }
    err = err ? err : end(&r, text, why);
    dg_arena_finish(&arena);
    return err;
}

void
dg_number_put(struct dg_buf *out, const struct dg_number *number)
{
    dg_decimal_put(out, number->units, number->decimals, number->has_sign);
    dg_buf_text(out, dg_unit_text(number->unit));
}

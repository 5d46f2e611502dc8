/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what is a digit, a sign, a separator. What numbers come to is left to
 * expression.c and number.c. */
#include "proto/client/burden/numeral.h"

#include "proto/base/i18n.h"
#include "proto/base/utf8.h"
#include "proto/client/burden/decimal.h"
#include "proto/client/sheet/cell.h"
#include "proto/client/sheet/complaints.h"

const char *const dg_numeral_pluses[] = {"+", NULL};
const char *const dg_numeral_minuses[] = {"-", "−", "–", "—", NULL};

/* ---- words -------------------------------------------------------------- */

bool
dg_numeral_take(struct dg_numeral *r, const char *word)
{
    if (!dg_str_starts_with(r->rest, word)) {
        return false;
    }
    size_t len = strlen(word);
    r->rest = (struct dg_str){r->rest.data + len, r->rest.len - len};
    return true;
}

void
dg_numeral_skip_blanks(struct dg_numeral *r)
{
    while (dg_numeral_take(r, " ")) {
    }
}

bool
dg_numeral_take_any(struct dg_numeral *r, const char *const *words)
{
    dg_numeral_skip_blanks(r);
    for (size_t i = 0; words[i]; i++) {
        if (dg_numeral_take(r, words[i])) {
            dg_numeral_skip_blanks(r);
            return true;
        }
    }
    return false;
}

enum dg_unit
dg_numeral_take_unit(struct dg_numeral *r)
{
    struct dg_str before = r->rest;
    size_t len;
    dg_numeral_skip_blanks(r);
    enum dg_unit unit = dg_unit_find(r->rest, &len);
    r->rest = len > 0 ? (struct dg_str){r->rest.data + len, r->rest.len - len}
                      : before;
    return unit;
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
take_whole(struct dg_numeral *r, struct dg_buf *digits)
{
    size_t n = count_digits(r->rest), groups = 0;
    size_t first = n;
    while (n > 0) {
        dg_buf_append(digits, r->rest.data, n);
        r->rest = (struct dg_str){r->rest.data + n, r->rest.len - n};
        if (r->rest.len < 2 || r->rest.data[0] != ',') {
            break;
        }
        dg_numeral_take(r, ",");
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
unsigned
dg_numeral_take_digits(struct dg_numeral *r, mpz_t number)
{
    struct dg_buf digits;
    size_t decimals = 0;
    dg_buf_init(&digits);
    dg_numeral_skip_blanks(r);
    take_whole(r, &digits);
    if (!r->why && r->shown) {
        dg_decimal_put_grouped(r->shown,
                               (struct dg_str){digits.data, digits.len});
    }
    if (!r->why && dg_numeral_take(r, ".")) {
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

/* ---- texts -------------------------------------------------------------- */

enum dg_err
dg_numeral_begin(struct dg_numeral *r, struct dg_str text)
{
    dg_arena_init(&r->arena, 1 << 16);
    if (text.len > DG_NUMERAL_MAX || !dg_utf8_valid(text, NULL)) {
        r->why = text.len > DG_NUMERAL_MAX ? N_("that is too long")
                                           : N_("that is no UTF-8");
        return DG_OK;
    }
    r->rest = dg_cell_fold(&r->arena, text);
    if (!r->rest.data && text.len > 0) {
        return DG_ERR_MEMORY;
    }
    if (r->rest.len > DG_NUMERAL_MAX) {
        r->why = N_("that is too long");
    }
    return DG_OK;
}

enum dg_err
dg_numeral_end(struct dg_numeral *r, struct dg_str text, struct dg_buf *why)
{
    dg_numeral_skip_blanks(r);
    if (!r->why && r->rest.len == 0) {
        dg_arena_finish(&r->arena);
        return DG_OK;
    }
    dg_complaints_quote(why, text);
    if (r->why) {
        dg_buf_printf(why, _(" is no number: %s"), _(r->why));
    } else {
        dg_buf_text(why, _(" is no number from here on: "));
        dg_complaints_quote(why, r->rest);
    }
    dg_arena_finish(&r->arena);
    return why->err ? why->err : DG_ERR_MALFORMED;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how a number is rounded and printed. What it says is left to
 * others. */
#include "proto/client/burden/decimal.h"

#include <stdlib.h>

void
dg_decimal_power(mpz_t number, unsigned power)
{
    mpz_ui_pow_ui(number, 10, power);
}

void
dg_decimal_round(mpz_t units, const mpq_t value, unsigned decimals,
                 enum dg_rounding rounding)
{
    mpz_t rest;
    mpz_init(rest);
    dg_decimal_power(units, decimals);
    mpz_mul(units, units, mpq_numref(value));
    mpz_tdiv_qr(units, rest, units, mpq_denref(value));
    int sign = mpz_sgn(rest);
    mpz_mul_2exp(rest, rest, 1);
    int half = mpz_cmpabs(rest, mpq_denref(value));
    if (rounding != DG_ROUNDING_CUT &&
        (half > 0 || (half == 0 &&
                      (rounding == DG_ROUNDING_HALF_UP || mpz_odd_p(units))))) {
        if (sign > 0) {
            mpz_add_ui(units, units, 1);
        } else {
            mpz_sub_ui(units, units, 1);
        }
    }
    mpz_clear(rest);
}

bool
dg_decimal_is_exact(const mpq_t value, unsigned decimals)
{
    mpz_t power;
    mpz_init(power);
    dg_decimal_power(power, decimals);
    bool exact = mpz_divisible_p(power, mpq_denref(value)) != 0;
    mpz_clear(power);
    return exact;
}

void
dg_decimal_put_grouped(struct dg_buf *out, struct dg_str digits)
{
    for (size_t i = 0; i < digits.len; i++) {
        if (i > 0 && (digits.len - i) % 3 == 0) {
            dg_buf_u8(out, ',');
        }
        dg_buf_u8(out, (uint8_t) digits.data[i]);
    }
}

void
dg_decimal_put_plain(struct dg_buf *out, const mpz_t units, unsigned decimals)
{
    mpz_t absolute;
    mpz_init(absolute);
    mpz_abs(absolute, units);
    char *digits = mpz_get_str(NULL, 10, absolute);
    size_t len = strlen(digits);
    dg_buf_text(out, mpz_sgn(units) < 0 ? "-" : "");
    if (len > decimals) {
        dg_buf_append(out, digits, len - decimals);
    } else {
        dg_buf_u8(out, '0');
    }
    if (decimals > 0) {
        dg_buf_u8(out, '.');
    }
    for (unsigned i = decimals; i > 0; i--) {
        dg_buf_u8(out, i > len ? '0' : (uint8_t) digits[len - i]);
    }
    free(digits);
    mpz_clear(absolute);
}

void
dg_decimal_put(struct dg_buf *out, const mpz_t units, unsigned decimals,
               bool plus)
{
    struct dg_buf plain;
    dg_buf_init(&plain);
    dg_decimal_put_plain(&plain, units, decimals);
    dg_decimal_put_text(out, (struct dg_str){plain.data, plain.len}, plus);
    out->err = out->err ? out->err : plain.err;
    dg_buf_finish(&plain);
}

static size_t
count_digits(struct dg_str text)
{
    size_t n = 0;
    while (n < text.len && text.data[n] >= '0' && text.data[n] <= '9') {
        n++;
    }
    return n;
}

static bool
is_nought(struct dg_str text)
{
    size_t i = 0;
    while (i < text.len && (text.data[i] == '0' || text.data[i] == '.')) {
        i++;
    }
    return i == text.len;
}

void
dg_decimal_put_text(struct dg_buf *out, struct dg_str text, bool plus)
{
    bool negative = text.len > 0 && text.data[0] == '-';
    struct dg_str rest = {text.data + negative, text.len - negative};
    size_t whole = count_digits(rest);
    struct dg_str part = {rest.data + whole, rest.len - whole};
    if (whole == 0 || (part.len > 0 && part.data[0] != '.')) {
        dg_buf_str(out, text);
        return;
    }
    bool nought = is_nought(rest);
    dg_buf_text(out, negative ? "−" : plus && !nought ? "+" : "");
    dg_decimal_put_grouped(out, (struct dg_str){rest.data, whole});
    dg_buf_str(out, part);
}

double
dg_decimal_weight(struct dg_str text)
{
    char digits[64] = "";
    if (text.len < sizeof digits) {
        memcpy(digits, text.data, text.len);
    }
    return strtod(digits, NULL);
}

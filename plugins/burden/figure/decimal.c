/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how exact numbers are written. */
#include "plugins/burden/figure/decimal.h"

#include <stdio.h>
#include <string.h>

#define HALF_BITS 64
#define DIGITS_MAX 48 /* of 128 bits, and more */
#define BEFORE_MAX 18
#define BEHIND_MAX 9

/* ---- integers ------------------------------------------------------------ */

/* At least `least` digits, zeros in front. */
static size_t
write_digits(dg_hundredths value, size_t least, char out[DIGITS_MAX])
{
    char reversed[DIGITS_MAX];
    size_t len = 0;
    while (value || len < least) {
        reversed[len++] = (char) ('0' + (int) (value % 10));
        value /= 10;
    }
    for (size_t i = 0; i < len; i++) {
        out[i] = reversed[len - 1 - i];
    }
    out[len] = '\0';
    return len;
}

void
dg_decimal_write(dg_signed value, int decimals, char out[DG_DECIMAL_SIZE])
{
    char digits[DIGITS_MAX];
    dg_hundredths size =
        value < 0 ? -(dg_hundredths) value : (dg_hundredths) value;
    size_t behind = (size_t) decimals;
    size_t len = write_digits(size, behind + 1, digits);
    size_t kept = behind;
    while (kept > 2 && digits[len - behind + kept - 1] == '0') {
        kept--;
    }
    snprintf(out, DG_DECIMAL_SIZE, "%s%.*s.%.*s", value < 0 ? "-" : "",
             (int) (len - behind), digits, (int) kept, digits + len - behind);
}

void
dg_decimal_to_mpz(dg_signed value, mpz_t out)
{
    dg_hundredths size =
        value < 0 ? -(dg_hundredths) value : (dg_hundredths) value;
    uint64_t halves[2] = {(uint64_t) (size >> HALF_BITS), (uint64_t) size};
    mpz_import(out, 2, 1, sizeof halves[0], 0, 0, halves);
    if (value < 0) {
        mpz_neg(out, out);
    }
}

/* ---- rationals ----------------------------------------------------------- */

/* scaled = value x 10^decimals, rounded half to even. */
static void
scale_even(const mpq_t value, int decimals, mpz_t scaled)
{
    mpz_t power, rest;
    int half;
    mpz_inits(power, rest, NULL);
    mpz_ui_pow_ui(power, 10, (unsigned long) decimals);
    mpz_mul(power, power, mpq_numref(value));
    mpz_tdiv_qr(scaled, rest, power, mpq_denref(value));
    mpz_mul_2exp(rest, rest, 1);
    half = mpz_cmpabs(rest, mpq_denref(value));
    if (half > 0 || (half == 0 && mpz_odd_p(scaled))) {
        if (mpq_sgn(value) < 0) {
            mpz_sub_ui(scaled, scaled, 1);
        } else {
            mpz_add_ui(scaled, scaled, 1);
        }
    }
    mpz_clears(power, rest, NULL);
}

void
dg_decimal_put(const mpq_t value, int decimals, char out[DG_DECIMAL_SIZE])
{
    char digits[DG_DECIMAL_SIZE];
    size_t len, behind = (size_t) decimals, zeros;
    bool negative;
    mpz_t scaled;
    mpz_init(scaled);
    scale_even(value, decimals, scaled);
    negative = mpz_sgn(scaled) < 0;
    mpz_abs(scaled, scaled);
    out[0] = '\0';
    if (mpz_sizeinbase(scaled, 10) < DIGITS_MAX) {
        mpz_get_str(digits, 10, scaled);
        len = strlen(digits);
        zeros = len > behind ? 0 : behind + 1 - len;
        memmove(digits + zeros, digits, len + 1);
        memset(digits, '0', zeros);
        len += zeros;
        snprintf(out, DG_DECIMAL_SIZE, "%s%.*s%s%.*s", negative ? "-" : "",
                 (int) (len - behind), digits, behind ? "." : "", (int) behind,
                 digits + len - behind);
    }
    mpz_clear(scaled);
}

bool
dg_decimal_ratio(dg_signed numerator, dg_hundredths denominator, uint32_t scale,
                 char out[DG_DECIMAL_SIZE])
{
    mpq_t value;
    out[0] = '\0';
    if (denominator == 0) {
        return false;
    }
    mpq_init(value);
    dg_decimal_to_mpz(numerator, mpq_numref(value));
    mpz_mul_ui(mpq_numref(value), mpq_numref(value), scale);
    dg_decimal_to_mpz((dg_signed) denominator, mpq_denref(value));
    mpq_canonicalize(value);
    dg_decimal_put(value, 2, out);
    mpq_clear(value);
    return true;
}

/* ---- reading ------------------------------------------------------------- */

/* Digits from the text; how many, 0 if there are more than most. */
static size_t
take_digits(struct dg_plugin_str *text, size_t most, char *out)
{
    size_t len = 0;
    while (len < text->len && len <= most && text->data[len] >= '0' &&
           text->data[len] <= '9') {
        out[len] = text->data[len];
        len++;
    }
    text->data += len;
    text->len -= len;
    return len <= most ? len : 0;
}

bool
dg_decimal_read(struct dg_plugin_str text, mpq_t out)
{
    char digits[BEFORE_MAX + BEHIND_MAX + 3];
    size_t before, behind = 0;
    bool negative = text.len > 0 && text.data[0] == '-';
    text.data += negative;
    text.len -= negative;
    before = take_digits(&text, BEFORE_MAX, digits);
    if (before > 0 && text.len > 0 && text.data[0] == '.') {
        text.data++;
        text.len--;
        behind = take_digits(&text, BEHIND_MAX, digits + before);
        before = behind ? before : 0;
    }
    if (before == 0 || text.len > 0) {
        return false;
    }
    digits[before + behind] = '\0';
    mpz_set_str(mpq_numref(out), digits, 10);
    mpz_ui_pow_ui(mpq_denref(out), 10, behind);
    if (negative) {
        mpz_neg(mpq_numref(out), mpq_numref(out));
    }
    mpq_canonicalize(out);
    return true;
}

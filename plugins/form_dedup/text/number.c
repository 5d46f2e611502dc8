/* SPDX-License-Identifier: Apache-2.0 */
/* A number that is read is first brought into its plain form as text; what is
 * written is a whole number of units of the last place. */
#include "plugins/form_dedup/text/number.h"

#include <stdio.h>
#include <string.h>

#include "plugins/form_dedup/text/narrow.h"

#define BEFORE_MAX 18
#define BEHIND_MAX 9
#define WHOLE_MAX 50 /* digits before the point in what is written */
#define TYPED_MAX 96 /* zeros and separators included */

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The digits before the point without separators; these must stand before
 * groups of three. Gives how many bytes of text it took, 0 if it is wrong. */
static size_t
read_whole(const char *text, char *out)
{
    size_t at = 0, group = 0, len = 0;
    bool grouped = false;
    for (;; at++) {
        if (is_digit(text[at])) {
            out[len++] = text[at];
            group++;
        } else if (text[at] == ',' && group >= 1 && group <= 3 &&
                   (!grouped || group == 3)) {
            grouped = true;
            group = 0;
        } else {
            break;
        }
    }
    out[len] = '\0';
    return len && (!grouped || group == 3) ? at : 0;
}

/* Behind the point: digits to the end, without the zeros there. */
static bool
read_behind(const char *text, char *out)
{
    size_t len = strspn(text, "0123456789");
    if (len == 0 || text[len]) {
        return false;
    }
    while (len && text[len - 1] == '0') {
        len--;
    }
    memcpy(out, text, len);
    out[len] = '\0';
    return len <= BEHIND_MAX;
}

struct parts {
    bool negative;
    char whole[TYPED_MAX], behind[TYPED_MAX];
};

static bool
read_parts(struct dg_plugin_str text, struct parts *parts)
{
    char typed[TYPED_MAX];
    const char *at = typed;
    size_t taken, zeros;
    parts->behind[0] = '\0';
    if (!dg_narrow_read(text, typed, sizeof typed)) {
        return false;
    }
    parts->negative = *at == '-';
    at += *at == '-' || *at == '+';
    taken = read_whole(at, parts->whole);
    at += taken;
    if (taken == 0 || (*at && *at != '.') ||
        (*at == '.' && !read_behind(at + 1, parts->behind))) {
        return false;
    }
    zeros = strspn(parts->whole, "0");
    zeros -= zeros > 0 && !parts->whole[zeros];
    memmove(parts->whole, parts->whole + zeros,
            strlen(parts->whole + zeros) + 1);
    if (parts->whole[0] == '0' && !parts->behind[0]) {
        parts->negative = false;
    }
    return strlen(parts->whole) <= BEFORE_MAX;
}

bool
dg_number_plain(struct dg_plugin_str text, char out[DG_NUMBER_SIZE])
{
    struct parts parts;
    if (!read_parts(text, &parts)) {
        return false;
    }
    out[0] = '\0';
    strcat(out, parts.negative ? "-" : "");
    strcat(out, parts.whole);
    strcat(out, parts.behind[0] ? "." : "");
    strcat(out, parts.behind);
    return true;
}

bool
dg_number_read(struct dg_plugin_str text, mpq_t value)
{
    struct parts parts;
    char digits[DG_NUMBER_SIZE];
    if (!read_parts(text, &parts)) {
        return false;
    }
    snprintf(digits, sizeof digits, "%.*s%.*s", BEFORE_MAX, parts.whole,
             BEHIND_MAX, parts.behind);
    mpz_set_str(mpq_numref(value), digits, 10);
    mpz_ui_pow_ui(mpq_denref(value), 10, strlen(parts.behind));
    if (parts.negative) {
        mpz_neg(mpq_numref(value), mpq_numref(value));
    }
    mpq_canonicalize(value);
    return true;
}

int
dg_number_decimals(struct dg_plugin_str text)
{
    struct parts parts;
    return read_parts(text, &parts) ? (int) strlen(parts.behind) : -1;
}

/* scaled = value × 10^decimals, rounded half to even; true if it was whole. */
static bool
scale(const mpq_t value, int decimals, mpz_t scaled)
{
    mpz_t power, rest;
    int half;
    bool exact;
    mpz_init(power);
    mpz_init(rest);
    mpz_ui_pow_ui(power, 10, (unsigned long) decimals);
    mpz_mul(power, power, mpq_numref(value));
    mpz_tdiv_qr(scaled, rest, power, mpq_denref(value));
    exact = mpz_sgn(rest) == 0;
    mpz_mul_2exp(rest, rest, 1);
    half = mpz_cmpabs(rest, mpq_denref(value));
    if (half > 0 || (half == 0 && mpz_odd_p(scaled))) {
        mpz_add_ui(power, scaled, 1);
        mpz_sub_ui(rest, scaled, 1);
        mpz_set(scaled, mpq_sgn(value) < 0 ? rest : power);
    }
    mpz_clear(rest);
    mpz_clear(power);
    return exact;
}

/* Puts the point before the last decimals of digits, zeros as needed. */
static void
put_point(const char *digits, size_t decimals, char *out)
{
    size_t len = strlen(digits);
    if (len <= decimals) {
        *out++ = '0';
    } else {
        memcpy(out, digits, len - decimals);
        out += len - decimals;
        digits += len - decimals;
        len = decimals;
    }
    if (decimals) {
        *out++ = '.';
        memset(out, '0', decimals - len);
        memcpy(out + decimals - len, digits, len);
        out += decimals;
    }
    *out = '\0';
}

static void
trim_zeros(char *text)
{
    size_t len = strlen(text);
    while (len && text[len - 1] == '0') {
        len--;
    }
    len -= len && text[len - 1] == '.';
    text[len] = '\0';
}

void
dg_number_write(const mpq_t value, int decimals, char out[DG_NUMBER_SIZE],
                bool *exact)
{
    size_t places =
        decimals < 0 || decimals > BEHIND_MAX ? BEHIND_MAX : (size_t) decimals;
    char digits[DG_NUMBER_SIZE];
    mpz_t scaled;
    size_t negative;
    mpz_init(scaled);
    *exact = scale(value, (int) places, scaled);
    negative = mpz_sgn(scaled) < 0;
    mpz_abs(scaled, scaled);
    out[0] = '\0';
    /* The size is exact or one more. */
    if (mpz_sizeinbase(scaled, 10) <= WHOLE_MAX + places + 1) {
        mpz_get_str(digits, 10, scaled);
        out[0] = '-';
        put_point(digits, places, out + negative);
    }
    if (strlen(out) > WHOLE_MAX + negative + (places ? places + 1 : 0)) {
        out[0] = '\0';
    } else if (decimals < 0) {
        trim_zeros(out);
    }
    *exact = *exact && out[0];
    mpz_clear(scaled);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what gives a claimed number its sign. */
#include "proto/client/burden/number.h"

#include "proto/base/i18n.h"
#include "proto/client/burden/decimal.h"
#include "proto/client/burden/numeral.h"

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
take_word(struct dg_numeral *r)
{
    dg_numeral_skip_blanks(r);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (dg_numeral_take(r, words[i].word)) {
            return words[i].sign;
        }
    }
    return 0;
}

static int
take_sign(struct dg_numeral *r)
{
    int word = take_word(r);
    int sign = dg_numeral_take_any(r, dg_numeral_pluses)    ? 1
               : dg_numeral_take_any(r, dg_numeral_minuses) ? -1
                                                            : 0;
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
    struct dg_numeral r = {.why = NULL};
    enum dg_err err = dg_numeral_begin(&r, text);
    if (!err && !r.why) {
        int sign = take_sign(&r);
        number->has_sign = sign != 0;
        if (!r.why) {
            number->decimals = dg_numeral_take_digits(&r, number->units);
        }
        number->unit = dg_numeral_take_unit(&r);
        if (sign < 0) {
            mpz_neg(number->units, number->units);
        }
    }
    enum dg_err wrong = dg_numeral_end(&r, text, why);
    return err ? err : wrong;
}

void
dg_number_put(struct dg_buf *out, const struct dg_number *number)
{
    dg_decimal_put(out, number->units, number->decimals, number->has_sign);
    dg_buf_text(out, dg_unit_text(number->unit));
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Claims: whatever three lines say, they are judged or it is said why not; what
 * is printed of a number reads back as the same number; and what is right, when
 * it is claimed, holds. */
#include "proto/base/utf8.h"
#include "proto/client/burden/claim.h"
#include "proto/client/burden/decimal.h"
#include "proto/client/burden/numeral.h"
#include "tests/fuzz/fuzz.h"

static struct dg_str
take_line(struct dg_str *rest)
{
    size_t len = 0;
    while (len < rest->len && rest->data[len] != '\n') {
        len++;
    }
    struct dg_str line = {rest->data, len};
    len += len < rest->len;
    *rest = (struct dg_str){rest->data + len, rest->len - len};
    return line;
}

static void
read_again(const struct dg_number *number)
{
    struct dg_number again;
    struct dg_buf text, why;
    dg_buf_init(&text);
    dg_buf_init(&why);
    dg_number_init(&again);
    dg_number_put(&text, number);
    struct dg_str printed = {text.data, text.len};
    bool fits = printed.len <= DG_NUMERAL_MAX;
    enum dg_err err = dg_number_read(&again, printed, &why);
    FUZZ_NEED(err == (fits ? DG_OK : DG_ERR_MALFORMED));
    FUZZ_NEED(!fits || (mpz_cmp(again.units, number->units) == 0 &&
                        again.decimals == number->decimals &&
                        again.unit == number->unit));
    dg_number_finish(&again);
    dg_buf_finish(&why);
    dg_buf_finish(&text);
}

/* The claim, with what is right in the place of what was claimed. */
static void
claim_what_is(struct dg_claim *claim, const struct dg_claim_text *text)
{
    struct dg_claim other;
    struct dg_claim_text right = *text;
    struct dg_buf claimed, why;
    dg_buf_init(&claimed);
    dg_buf_init(&why);
    dg_claim_init(&other);
    dg_decimal_round(claim->claimed.units, claim->is, claim->claimed.decimals,
                     DG_ROUNDING_HALF_UP);
    if (mpz_sgn(claim->claimed.units) != 0) {
        dg_number_put(&claimed, &claim->claimed);
        right.claimed = (struct dg_str){claimed.data, claimed.len};
        enum dg_err err = dg_claim_judge(&other, &right, &why);
        FUZZ_NEED(err == DG_OK || claimed.len > DG_NUMERAL_MAX);
        FUZZ_NEED(err || dg_claim_holds(&other) || other.kind != claim->kind);
    }
    dg_claim_finish(&other);
    dg_buf_finish(&why);
    dg_buf_finish(&claimed);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct dg_str rest = {(const char *) data, size};
    struct dg_claim_text text;
    struct dg_claim claim;
    struct dg_buf out, why;
    text.before = take_line(&rest);
    text.after = take_line(&rest);
    text.claimed = take_line(&rest);
    dg_claim_init(&claim);
    dg_buf_init(&out);
    dg_buf_init(&why);
    enum dg_err err = dg_claim_judge(&claim, &text, &why);
    FUZZ_NEED(err == DG_OK || (err == DG_ERR_MALFORMED && why.len > 0));
    if (err == DG_OK) {
        dg_claim_put(&out, &claim);
        FUZZ_NEED(out.err == DG_OK && out.len > 0);
        FUZZ_NEED(dg_utf8_valid((struct dg_str){out.data, out.len}, NULL));
        read_again(&claim.claimed);
        if (claim.outcome != DG_CLAIM_BASELESS) {
            claim_what_is(&claim, &text);
        }
    }
    dg_buf_finish(&why);
    dg_buf_finish(&out);
    dg_claim_finish(&claim);
    return 0;
}

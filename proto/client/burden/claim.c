/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what a claim says, what is right, and whether the two are the same
 * after rounding. How it reads is left to claim_put.c. */
#include "proto/client/burden/claim.h"

#include "proto/base/i18n.h"
#include "proto/client/burden/decimal.h"
#include "proto/client/sheet/complaints.h"

void
dg_claim_init(struct dg_claim *claim)
{
    memset(claim, 0, sizeof *claim);
    dg_expression_init(&claim->before);
    dg_expression_init(&claim->after);
    dg_number_init(&claim->claimed);
    mpq_init(claim->is);
}

void
dg_claim_finish(struct dg_claim *claim)
{
    mpq_clear(claim->is);
    dg_number_finish(&claim->claimed);
    dg_expression_finish(&claim->after);
    dg_expression_finish(&claim->before);
}

bool
dg_claim_holds(const struct dg_claim *claim)
{
    return claim->outcome <= DG_CLAIM_HALF_EVEN;
}

/* ---- what is claimed ---------------------------------------------------- */

static enum dg_claim_kind
find_kind(const struct dg_number *claimed, bool has_before)
{
    if (!has_before) {
        return DG_CLAIM_VALUE;
    }
    switch (claimed->unit) {
    case DG_UNIT_POINTS:
        return DG_CLAIM_POINTS;
    case DG_UNIT_PERCENT:
    case DG_UNIT_MILLE:
        return claimed->has_sign ? DG_CLAIM_CHANGE : DG_CLAIM_SHARE;
    default:
        return claimed->has_sign ? DG_CLAIM_DIFFERENCE : DG_CLAIM_EACH;
    }
}

/* Points lie between rates only. */
static enum dg_err
check_points(const struct dg_claim *claim, const struct dg_claim_text *text,
             struct dg_buf *why)
{
    bool first = claim->kind == DG_CLAIM_POINTS && !claim->before.rate;
    if (claim->claimed.unit != DG_UNIT_POINTS ||
        (!first && claim->after.rate)) {
        return DG_OK;
    }
    dg_complaints_quote(why, text->claimed);
    dg_buf_text(why, _(" is in points, which lie between two rates; no rate "
                       "is "));
    dg_complaints_quote(why, first ? text->before : text->after);
    return why->err ? why->err : DG_ERR_MALFORMED;
}

/* ---- what is right ------------------------------------------------------ */

/* What the claim would have to be if it were of this kind; false: there is no
 * base to it. */
static bool
compute(const struct dg_claim *claim, enum dg_claim_kind kind, mpq_t is)
{
    const __mpq_struct *before = claim->before.value;
    mpq_t factor;
    if (kind == DG_CLAIM_VALUE) {
        mpq_set(is, claim->after.value);
    } else if (kind == DG_CLAIM_SHARE || kind == DG_CLAIM_EACH) {
        if (mpq_sgn(before) == 0) {
            return false;
        }
        mpq_div(is, claim->after.value, before);
    } else {
        mpq_sub(is, claim->after.value, before);
        if (kind == DG_CLAIM_CHANGE) {
            if (mpq_sgn(before) <= 0) {
                return false;
            }
            mpq_div(is, is, before);
        }
    }
    mpq_init(factor);
    dg_unit_factor(claim->claimed.unit, factor);
    mpq_div(is, is, factor);
    mpq_clear(factor);
    return true;
}

/* ---- whether it holds --------------------------------------------------- */

static bool
is_rounded(const struct dg_claim *claim, const mpq_t is,
           enum dg_rounding rounding)
{
    mpz_t units;
    mpz_init(units);
    dg_decimal_round(units, is, claim->claimed.decimals, rounding);
    bool same = mpz_cmp(units, claim->claimed.units) == 0;
    mpz_clear(units);
    return same;
}

static enum dg_claim_outcome
find_outcome(const struct dg_claim *claim)
{
    if (is_rounded(claim, claim->is, DG_ROUNDING_HALF_UP)) {
        return dg_decimal_is_exact(claim->is, claim->claimed.decimals)
                   ? DG_CLAIM_EXACT
                   : DG_CLAIM_ROUNDED;
    }
    return is_rounded(claim, claim->is, DG_ROUNDING_HALF_EVEN)
               ? DG_CLAIM_HALF_EVEN
               : DG_CLAIM_FAILS;
}

/* True if the claim would hold if it were of that kind; either: or if its sign
 * were the other one. */
static bool
would_hold(const struct dg_claim *claim, enum dg_claim_kind kind, bool either)
{
    mpq_t is;
    mpq_init(is);
    bool holds =
        compute(claim, kind, is) && is_rounded(claim, is, DG_ROUNDING_HALF_UP);
    if (!holds && either && compute(claim, kind, is)) {
        mpq_neg(is, is);
        holds = is_rounded(claim, is, DG_ROUNDING_HALF_UP);
    }
    mpq_clear(is);
    return holds;
}

/* (after - before) / after: a common slip. */
static bool
is_of_after(const struct dg_claim *claim)
{
    mpq_t is, factor;
    if (mpq_sgn(claim->after.value) <= 0) {
        return false;
    }
    mpq_init(is);
    mpq_init(factor);
    mpq_sub(is, claim->after.value, claim->before.value);
    mpq_div(is, is, claim->after.value);
    dg_unit_factor(claim->claimed.unit, factor);
    mpq_div(is, is, factor);
    bool same = is_rounded(claim, is, DG_ROUNDING_HALF_UP);
    mpq_clear(factor);
    mpq_clear(is);
    return same;
}

static enum dg_claim_note
find_note(const struct dg_claim *claim)
{
    bool rates = claim->before.rate && claim->after.rate;
    switch (claim->kind) {
    case DG_CLAIM_CHANGE:
        if (rates && would_hold(claim, DG_CLAIM_POINTS, false)) {
            return DG_CLAIM_NOTE_POINTS;
        }
        if (is_of_after(claim)) {
            return DG_CLAIM_NOTE_AFTER;
        }
        break;
    case DG_CLAIM_POINTS:
        if (would_hold(claim, DG_CLAIM_CHANGE, false)) {
            return DG_CLAIM_NOTE_PERCENT;
        }
        break;
    case DG_CLAIM_SHARE:
        if (would_hold(claim, DG_CLAIM_CHANGE, true)) {
            return DG_CLAIM_NOTE_CHANGE;
        }
        break;
    case DG_CLAIM_EACH:
        if (would_hold(claim, DG_CLAIM_DIFFERENCE, true)) {
            return DG_CLAIM_NOTE_CHANGE;
        }
        break;
    default:
        break;
    }
    return is_rounded(claim, claim->is, DG_ROUNDING_CUT) ? DG_CLAIM_NOTE_CUT
                                                         : DG_CLAIM_NOTE_NONE;
}

enum dg_err
dg_claim_judge(struct dg_claim *claim, const struct dg_claim_text *text,
               struct dg_buf *why)
{
    bool has_before = text->before.len > 0;
    enum dg_err err = DG_OK;
    if (has_before) {
        err = dg_expression_read(&claim->before, text->before, why);
    }
    err = err ? err : dg_expression_read(&claim->after, text->after, why);
    err = err ? err : dg_number_read(&claim->claimed, text->claimed, why);
    if (err) {
        return err;
    }
    claim->kind = find_kind(&claim->claimed, has_before);
    err = check_points(claim, text, why);
    if (err) {
        return err;
    }
    claim->note = DG_CLAIM_NOTE_NONE;
    if (!compute(claim, claim->kind, claim->is)) {
        claim->outcome = DG_CLAIM_BASELESS;
        return DG_OK;
    }
    claim->outcome = find_outcome(claim);
    if (claim->outcome == DG_CLAIM_FAILS) {
        claim->note = find_note(claim);
    }
    return DG_OK;
}

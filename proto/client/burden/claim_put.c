/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how the verdict on a claim reads. */
#include <stdlib.h>

#include "proto/base/i18n.h"
#include "proto/client/burden/claim.h"
#include "proto/client/burden/decimal.h"

#define DECIMALS_SHOWN 2 /* of what is right, if the claim has fewer */

/* As many decimals as the claim has; more if that loses something: where two
 * roundings differ, all there are. */
static unsigned
count_decimals(const struct dg_claim *claim)
{
    unsigned decimals = claim->claimed.decimals;
    if (claim->outcome == DG_CLAIM_HALF_EVEN) {
        return decimals + 1;
    }
    while (decimals < DECIMALS_SHOWN &&
           !dg_decimal_is_exact(claim->is, decimals)) {
        decimals++;
    }
    return decimals;
}

/* What is right, in units of its last decimal; how many those are. */
static unsigned
round_it(const struct dg_claim *claim, mpz_t units)
{
    unsigned decimals = count_decimals(claim);
    dg_decimal_round(units, claim->is, decimals, DG_ROUNDING_HALF_UP);
    return decimals;
}

void
dg_claim_put_is(struct dg_buf *out, const struct dg_claim *claim)
{
    if (claim->outcome == DG_CLAIM_BASELESS) {
        dg_buf_text(out, "–");
        return;
    }
    mpz_t units;
    mpz_init(units);
    unsigned decimals = round_it(claim, units);
    dg_decimal_put(out, units, decimals, claim->claimed.has_sign);
    mpz_clear(units);
    dg_buf_text(out, dg_unit_text(claim->claimed.unit));
}

static void
put_head(struct dg_buf *out, const struct dg_claim *claim)
{
    const char *before = claim->before.shown.data;
    const char *after = claim->after.shown.data;
    switch (claim->kind) {
    case DG_CLAIM_SHARE:
        dg_buf_printf(out, _("%s of %s"), after, before);
        break;
    case DG_CLAIM_EACH:
        dg_buf_printf(out, "%s ÷ %s", after, before);
        break;
    case DG_CLAIM_VALUE:
        dg_buf_text(out, after);
        break;
    default:
        dg_buf_printf(out, "%s → %s", before, after);
    }
}

/* "to two decimals" */
static void
put_rounding(struct dg_buf *out, const struct dg_claim *claim)
{
    static const char *const roundings[] = {
        N_("to a whole number"), N_("to one decimal"), N_("to two decimals"),
        N_("to three decimals")};
    unsigned decimals = claim->claimed.decimals;
    if (claim->outcome == DG_CLAIM_EXACT) {
        dg_buf_text(out, _("exactly"));
    } else if (decimals < sizeof roundings / sizeof *roundings) {
        dg_buf_text(out, _(roundings[decimals]));
    } else {
        dg_buf_printf(out, _("to %u decimals"), decimals);
    }
    if (claim->outcome == DG_CLAIM_HALF_EVEN) {
        dg_buf_text(out, _(", half to even"));
    }
}

static const char *
note_text(const struct dg_claim *claim)
{
    switch (claim->note) {
    case DG_CLAIM_NOTE_CUT:
        return _("its decimals were cut off, not rounded");
    case DG_CLAIM_NOTE_POINTS:
        return _("in points it does");
    case DG_CLAIM_NOTE_PERCENT:
        return _("in per cent it does");
    case DG_CLAIM_NOTE_CHANGE:
        return _("with a sign it is the change");
    case DG_CLAIM_NOTE_AFTER:
        return _("it is taken of the number after");
    case DG_CLAIM_NOTE_NONE:
        break;
    }
    return NULL;
}

static void
put_note(struct dg_buf *out, const struct dg_claim *claim)
{
    const char *note = note_text(claim);
    if (note) {
        dg_buf_printf(out, _(" (%s)"), note);
    }
}

void
dg_claim_put_verdict(struct dg_buf *out, const struct dg_claim *claim)
{
    if (dg_claim_holds(claim)) {
        struct dg_buf rounding;
        dg_buf_init(&rounding);
        put_rounding(&rounding, claim);
        dg_buf_printf(out, _("yes, %s"), rounding.data);
        dg_buf_finish(&rounding);
    } else {
        const char *note = note_text(claim);
        dg_buf_text(out, _("NO"));
        dg_buf_text(out, note ? _(": ") : "");
        dg_buf_text(out, note ? note : "");
    }
}

void
dg_claim_put(struct dg_buf *out, const struct dg_claim *claim)
{
    struct dg_buf is, claimed, rounding;
    dg_buf_init(&is);
    dg_buf_init(&claimed);
    dg_buf_init(&rounding);
    dg_claim_put_is(&is, claim);
    dg_number_put(&claimed, &claim->claimed);
    put_head(out, claim);
    if (claim->outcome == DG_CLAIM_BASELESS) {
        dg_buf_printf(out,
                      _(": per cent need a base above 0, not %s: the claim %s "
                        "does not hold"),
                      claim->before.shown.data, claimed.data);
    } else if (dg_claim_holds(claim)) {
        put_rounding(&rounding, claim);
        dg_buf_printf(out, _(" is %s: the claim %s holds (%s)"), is.data,
                      claimed.data, rounding.data);
    } else {
        dg_buf_printf(out, _(" is %s, not %s: the claim does not hold"),
                      is.data, claimed.data);
        put_note(out, claim);
    }
    out->err = out->err ? out->err : is.err ? is.err : claimed.err;
    dg_buf_finish(&rounding);
    dg_buf_finish(&claimed);
    dg_buf_finish(&is);
}

/* ---- JSON --------------------------------------------------------------- */

/* What is right: rounded, and as a rational number ("-6100/99"). */
static void
write_is(struct dg_json_writer *out, const struct dg_claim *claim)
{
    struct dg_buf is;
    mpz_t units;
    mpz_init(units);
    dg_buf_init(&is);
    unsigned decimals = round_it(claim, units);
    dg_decimal_put_plain(&is, units, decimals);
    dg_json_put_str(out, "is", (struct dg_str){is.data, is.len});
    char *exact = mpq_get_str(NULL, 10, claim->is);
    dg_json_put_text(out, "exact", exact);
    free(exact);
    dg_buf_finish(&is);
    mpz_clear(units);
}

void
dg_claim_put_json(struct dg_json_writer *out, const struct dg_claim *claim)
{
    static const char *const kinds[] = {
        [DG_CLAIM_CHANGE] = "change",         [DG_CLAIM_SHARE] = "share",
        [DG_CLAIM_POINTS] = "points",         [DG_CLAIM_EACH] = "each",
        [DG_CLAIM_DIFFERENCE] = "difference", [DG_CLAIM_VALUE] = "value"};
    static const char *const outcomes[] = {[DG_CLAIM_EXACT] = "exact",
                                           [DG_CLAIM_ROUNDED] = "rounded",
                                           [DG_CLAIM_HALF_EVEN] = "half-even",
                                           [DG_CLAIM_FAILS] = "fails",
                                           [DG_CLAIM_BASELESS] = "baseless"};
    static const char *const notes[] = {
        [DG_CLAIM_NOTE_NONE] = "",         [DG_CLAIM_NOTE_CUT] = "cut",
        [DG_CLAIM_NOTE_POINTS] = "points", [DG_CLAIM_NOTE_PERCENT] = "percent",
        [DG_CLAIM_NOTE_CHANGE] = "change", [DG_CLAIM_NOTE_AFTER] = "after"};
    dg_json_put_text(out, "kind", kinds[claim->kind]);
    if (claim->outcome != DG_CLAIM_BASELESS) {
        write_is(out, claim);
    }
    dg_json_put_integer(out, "decimals", claim->claimed.decimals);
    dg_json_put_boolean(out, "holds", dg_claim_holds(claim));
    dg_json_put_text(out, "outcome", outcomes[claim->outcome]);
    if (*notes[claim->note]) {
        dg_json_put_text(out, "note", notes[claim->note]);
    }
}

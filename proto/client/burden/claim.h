/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a published claim holds of the numbers it is about, and at which
 * rounding; exact, and the same for everybody. */
#ifndef PROTO_CLIENT_BURDEN_CLAIM_H
#define PROTO_CLIENT_BURDEN_CLAIM_H

#include "proto/client/burden/expression.h"
#include "proto/client/burden/number.h"
#include "proto/codec/json_writer.h"

/* What is claimed, by how the claim is written. */
enum dg_claim_kind {
    DG_CLAIM_CHANGE,     /* signed per cent: (after - before) / before */
    DG_CLAIM_SHARE,      /* per cent without sign: after / before */
    DG_CLAIM_POINTS,     /* points: after - before, both of them rates */
    DG_CLAIM_DIFFERENCE, /* a signed number: after - before */
    DG_CLAIM_EACH,       /* a number without sign: after / before */
    DG_CLAIM_VALUE       /* there is no before: after itself */
};

enum dg_claim_outcome {
    DG_CLAIM_EXACT,
    DG_CLAIM_ROUNDED,   /* half up, as people round */
    DG_CLAIM_HALF_EVEN, /* half to even, where that makes a difference */
    DG_CLAIM_FAILS,
    DG_CLAIM_BASELESS /* before is no base: 0, or below 0 for a change */
};

/* Why one that fails may have been thought to hold. */
enum dg_claim_note {
    DG_CLAIM_NOTE_NONE,
    DG_CLAIM_NOTE_CUT,     /* decimals were cut off */
    DG_CLAIM_NOTE_POINTS,  /* it holds in points */
    DG_CLAIM_NOTE_PERCENT, /* it holds in per cent of before */
    DG_CLAIM_NOTE_CHANGE,  /* it is the change, or the difference */
    DG_CLAIM_NOTE_AFTER    /* it is in per cent of after */
};

struct dg_claim {
    struct dg_expression before, after;
    struct dg_number claimed;
    enum dg_claim_kind kind;
    mpq_t is; /* in units of the claim */
    enum dg_claim_outcome outcome;
    enum dg_claim_note note;
};

void dg_claim_init(struct dg_claim *claim);
void dg_claim_finish(struct dg_claim *claim);

/* The three texts of a claim; before may be empty. They lie elsewhere. */
struct dg_claim_text {
    struct dg_str before, after, claimed;
};

/* Reads and judges. DG_ERR_MALFORMED with why; DG_ERR_MEMORY. */
enum dg_err dg_claim_judge(struct dg_claim *claim,
                           const struct dg_claim_text *text,
                           struct dg_buf *why);

bool dg_claim_holds(const struct dg_claim *claim);

/* Appends "198 → 76 is −61.62 %: the claim −61.62 % holds (to two decimals)",
 * without a line's end. */
void dg_claim_put(struct dg_buf *out, const struct dg_claim *claim);
/* Appends its parts: what is right, and the verdict. */
void dg_claim_put_is(struct dg_buf *out, const struct dg_claim *claim);
void dg_claim_put_verdict(struct dg_buf *out, const struct dg_claim *claim);
/* Writes the members of an object. */
void dg_claim_put_json(struct dg_json_writer *out,
                       const struct dg_claim *claim);

#endif

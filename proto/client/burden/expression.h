/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers as people publish them: 1,849; 65.3%; ９９＋124; 335090/14856;
 * 138.67万; sums, products and quotients of these; exact. */
#ifndef PROTO_CLIENT_BURDEN_EXPRESSION_H
#define PROTO_CLIENT_BURDEN_EXPRESSION_H

#include <gmp.h>

#include "proto/base/arena.h"
#include "proto/base/buf.h"

#define DG_EXPRESSION_MAX 200 /* bytes, as folded */

/* What a number stands in. */
enum dg_unit {
    DG_UNIT_ONE,
    DG_UNIT_PERCENT,
    DG_UNIT_MILLE,
    DG_UNIT_POINTS,       /* 个百分点 */
    DG_UNIT_MYRIAD,       /* 万 */
    DG_UNIT_MYRIAD_SQUARE /* 亿 */
};

/* How much of one it is. */
void dg_unit_factor(enum dg_unit unit, mpq_t factor);
/* " %", " points", " 万"; in the user's language. */
const char *dg_unit_text(enum dg_unit unit);

struct dg_expression {
    mpq_t value;
    bool rate;           /* written in per cent, or as a quotient */
    struct dg_buf shown; /* as it is printed: thousands separated */
};

void dg_expression_init(struct dg_expression *expression);
void dg_expression_finish(struct dg_expression *expression);

/* text is valid UTF-8. DG_ERR_MALFORMED with why; DG_ERR_MEMORY. */
enum dg_err dg_expression_read(struct dg_expression *expression,
                               struct dg_str text, struct dg_buf *why);

/* One number, with its sign and unit, as it is claimed. */
struct dg_number {
    mpz_t units; /* of its last decimal */
    unsigned decimals;
    enum dg_unit unit;
    bool has_sign; /* +, −, or a word that says so: 下降 */
};

void dg_number_init(struct dg_number *number);
void dg_number_finish(struct dg_number *number);
enum dg_err dg_number_read(struct dg_number *number, struct dg_str text,
                           struct dg_buf *why);
/* Appends it with its unit. */
void dg_number_put(struct dg_buf *out, const struct dg_number *number);

#endif

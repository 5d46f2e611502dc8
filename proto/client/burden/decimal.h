/* SPDX-License-Identifier: Apache-2.0 */
/* Exact numbers as people print them: rounded once, with thousands separators,
 * signs as in print (U+2212). */
#ifndef PROTO_CLIENT_BURDEN_DECIMAL_H
#define PROTO_CLIENT_BURDEN_DECIMAL_H

#include <gmp.h>
#include <stdbool.h>

#include "proto/base/buf.h"

enum dg_rounding {
    DG_ROUNDING_HALF_UP,   /* half away from nought: 四舍五入 */
    DG_ROUNDING_HALF_EVEN, /* half to the even neighbour */
    DG_ROUNDING_CUT        /* what is too much is left off */
};

/* number = 10^power. */
void dg_decimal_power(mpz_t number, unsigned power);

/* The value in units of the last of so many decimals. */
void dg_decimal_round(mpz_t units, const mpq_t value, unsigned decimals,
                      enum dg_rounding rounding);

/* True if so many decimals lose nothing. */
bool dg_decimal_is_exact(const mpq_t value, unsigned decimals);

/* Appends what dg_decimal_round gave; plus: a number above nought gets its
 * sign, too. */
void dg_decimal_put(struct dg_buf *out, const mpz_t units, unsigned decimals,
                    bool plus);

/* As it is on the wire: "-1234.50". */
void dg_decimal_put_plain(struct dg_buf *out, const mpz_t units,
                          unsigned decimals);

/* Appends digits, in threes from the right. */
void dg_decimal_put_grouped(struct dg_buf *out, struct dg_str digits);

/* Appends a decimal text of the wire ("-1234.50") so; any other text as it
 * is. */
void dg_decimal_put_text(struct dg_buf *out, struct dg_str text, bool plus);

/* A decimal text of the wire, to put rows in order by; not to compute with. */
double dg_decimal_weight(struct dg_str text);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* What a number stands in: per cent, points, 万. */
#ifndef PROTO_CLIENT_BURDEN_UNIT_H
#define PROTO_CLIENT_BURDEN_UNIT_H

#include <gmp.h>

#include "proto/base/str.h"

enum dg_unit {
    DG_UNIT_ONE,
    DG_UNIT_PERCENT,
    DG_UNIT_MILLE,
    DG_UNIT_POINTS,       /* 个百分点 */
    DG_UNIT_MYRIAD,       /* 万 */
    DG_UNIT_MYRIAD_SQUARE /* 亿 */
};

/* The unit that text begins with, and how many bytes that takes; 0:
 * DG_UNIT_ONE, which has no word. */
enum dg_unit dg_unit_find(struct dg_str text, size_t *len);

/* How much of one it is. */
void dg_unit_factor(enum dg_unit unit, mpq_t factor);

/* " %", " points", "万"; in the user's language. */
const char *dg_unit_text(enum dg_unit unit);

#endif

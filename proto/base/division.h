/* SPDX-License-Identifier: Apache-2.0 */
/* Division codes: 12 digits = province 2, city 2, county 2, town 3, village 3;
 * a town is its code with 000. A prefix has length 0, 2, 4, 6, 9 or 12. */
#ifndef PROTO_BASE_DIVISION_H
#define PROTO_BASE_DIVISION_H

#include "proto/base/err.h"
#include "proto/base/str.h"

#define DG_DIVISION_LEVELS 6
#define DG_DIVISION_CODE_SIZE 13 /* 12 digits and NUL */

/* A prefix, or a whole code when level is 5. */
struct dg_division {
    uint64_t value; /* the code with the missing digits as 0 */
    uint8_t level;  /* index into {0, 2, 4, 6, 9, 12} */
};

/* DG_ERR_MALFORMED for other lengths or non-digits. */
enum dg_err dg_division_parse(struct dg_str text, struct dg_division *division);

/* Writes the prefix's digits; returns their number. */
size_t dg_division_format(struct dg_division division,
                          char out[DG_DIVISION_CODE_SIZE]);

/* The prefix of a 12-digit code at a level. */
struct dg_division dg_division_above(uint64_t code, unsigned level);

bool dg_division_contains(struct dg_division prefix, struct dg_division inner);

/* A town's own code ends in 000. */
bool dg_division_is_town(uint64_t code);

/* True if some province, region or municipality has these two first digits
 * (GB/T 2260). */
bool dg_division_has_province(uint64_t code);

/* One number that orders and hashes a prefix: value * 8 + level. */
uint64_t dg_division_key(struct dg_division division);

#endif

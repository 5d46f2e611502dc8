/* SPDX-License-Identifier: Apache-2.0 */
/* Sets of divisions: sorted by dg_division_key, none covering another. */
#ifndef GATEWAY_INBOX_TERM_H
#define GATEWAY_INBOX_TERM_H

#include "proto/base/division.h"

/* Makes a set of the array, in place; returns how many are left. */
size_t dg_term_normalise(struct dg_division *terms, size_t count);

/* The one term of a set that contains the division or equals it, or NULL. */
const struct dg_division *dg_term_above(const struct dg_division *terms,
                                        size_t count,
                                        struct dg_division division);

/* Sorts and drops duplicates, in place; returns how many are left. */
size_t dg_term_sort_codes(uint64_t *codes, size_t count);

/* True if a sorted array holds the code. */
bool dg_term_find_code(const uint64_t *codes, size_t count, uint64_t code);

/* How many codes of a sorted array lie below the prefix: two searches. */
size_t dg_term_count_codes(const uint64_t *codes, size_t count,
                           struct dg_division prefix);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Names as they are compared: one form for every way of writing them. */
#ifndef PROTO_CLIENT_COUNTER_FOLD_H
#define PROTO_CLIENT_COUNTER_FOLD_H

#include "proto/base/arena.h"

/* NFKC with case folded, without blanks and punctuation, and without 证明 or
 * 盖章 at the end. Empty if nothing is left. In arena. DG_ERR_MALFORMED: no
 * UTF-8. */
enum dg_err dg_fold(struct dg_arena *arena, struct dg_str name,
                    struct dg_str *key);

/* NFKC alone: full-width letters and digits become plain ones. In arena;
 * DG_ERR_MALFORMED as above. */
enum dg_err dg_fold_width(struct dg_arena *arena, struct dg_str text,
                          struct dg_str *out);

/* How alike two folded names are, in hundredths: the pairs of neighbouring
 * characters they share, by the pairs that the shorter has; 100 if one holds
 * the other. One shared pair alone is chance: 0. */
unsigned dg_fold_likeness(struct dg_str a, struct dg_str b);

/* True if one of the two is part of the other; false if either is empty. */
bool dg_fold_holds(struct dg_str a, struct dg_str b);

#endif

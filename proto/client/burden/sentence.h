/* SPDX-License-Identifier: Apache-2.0 */
/* Sentences that answers of burden.read have: formulas, and what a denominator
 * counts. They are the same in every answer, and so in every recomputation;
 * people get them in their language. */
#ifndef PROTO_CLIENT_BURDEN_SENTENCE_H
#define PROTO_CLIENT_BURDEN_SENTENCE_H

#include "proto/base/str.h"

/* The sentence in the user's language; an unknown one as it is. Lives as long
 * as text and the catalogue. */
struct dg_str dg_sentence_translate(struct dg_str text);

#endif

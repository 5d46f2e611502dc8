/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of numbers as people write them: signs, digits in threes, units. A
 * text is taken from its beginning, part by part; the first thing that is wrong
 * with it sticks. */
#ifndef PROTO_CLIENT_BURDEN_NUMERAL_H
#define PROTO_CLIENT_BURDEN_NUMERAL_H

#include "proto/base/arena.h"
#include "proto/base/buf.h"
#include "proto/client/burden/unit.h"

#define DG_NUMERAL_MAX 200 /* bytes of a text, as folded */

struct dg_numeral {
    struct dg_str rest;   /* what is left of the text */
    const char *why;      /* marked for translation; NULL: nothing is wrong */
    struct dg_buf *shown; /* gets digits as they are printed; may be NULL */
    struct dg_arena arena;
};

/* text should be valid UTF-8. DG_ERR_MEMORY only. */
enum dg_err dg_numeral_begin(struct dg_numeral *numeral, struct dg_str text);

/* DG_ERR_MALFORMED with why, if something was wrong with text or is left of it;
 * DG_ERR_MEMORY. To be called after begin, whatever it gave. */
enum dg_err dg_numeral_end(struct dg_numeral *numeral, struct dg_str text,
                           struct dg_buf *why);

void dg_numeral_skip_blanks(struct dg_numeral *numeral);
bool dg_numeral_take(struct dg_numeral *numeral, const char *word);
/* One of the words, the last of which is NULL, and the blanks around it. */
bool dg_numeral_take_any(struct dg_numeral *numeral, const char *const *words);
extern const char *const dg_numeral_pluses[], *const dg_numeral_minuses[];

/* A number without sign, in units of its last decimal; gives how many decimals
 * it has. */
unsigned dg_numeral_take_digits(struct dg_numeral *numeral, mpz_t number);

/* DG_UNIT_ONE: there is none. */
enum dg_unit dg_numeral_take_unit(struct dg_numeral *numeral);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers with a check digit: unified social credit codes of bodies (GB 32100)
 * and the identity numbers of people (GB 11643). */
#ifndef PROTO_BASE_CREDIT_H
#define PROTO_BASE_CREDIT_H

#include "proto/base/str.h"

#define DG_CREDIT_LEN 18

enum dg_credit {
    DG_CREDIT_RIGHT,
    DG_CREDIT_LENGTH,    /* not 18 characters */
    DG_CREDIT_CHARACTER, /* one that may not stand there */
    DG_CREDIT_CHECK      /* the last is not what the others make it */
};

/* Of 0-9, A-H, J-N, P-R, T, U, W, X, Y; the third to the eighth are digits, the
 * last is 31 less the sum of the others' values times 3^i, modulo 31. *at gets
 * the place (from 1) of a wrong CHARACTER, *check what the last should be. */
enum dg_credit dg_credit_check(struct dg_str code, size_t *at, char *check);

/* True if somewhere in the text stands an identity number: 17 digits and a
 * check digit or X, with a date of birth that may be, no digit before or
 * behind. *found gets it. */
bool dg_credit_find_person(struct dg_str text, struct dg_str *found);

#endif

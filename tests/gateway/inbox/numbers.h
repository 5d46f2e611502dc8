/* SPDX-License-Identifier: Apache-2.0 */
/* The numbers of offices, against the model: each code has one, for good, and
 * runs of them are whom an audience means. */
#ifndef TESTS_GATEWAY_INBOX_NUMBERS_H
#define TESTS_GATEWAY_INBOX_NUMBERS_H

#include "tests/gateway/inbox/fixture.h"
#include "tests/gateway/inbox/model.h"

/* What each slot was numbered before, and how many were. Begins as zeros. */
struct numbers {
    uint32_t of[MODEL_SLOTS];
    bool known[MODEL_SLOTS];
    uint32_t villages, towns;
};

/* After a change of the roster: NULL, or what does not hold. */
const char *numbers_check(struct numbers *numbers, const struct fixture *f,
                          const struct model *model);

/* NULL, or what does not hold of an audience: how many offices, which, and
 * which by its runs. */
const char *numbers_check_audience(const struct fixture *f,
                                   const struct dg_audience *audience,
                                   const struct model_audience *want);

#endif

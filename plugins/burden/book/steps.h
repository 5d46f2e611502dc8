/* SPDX-License-Identifier: Apache-2.0 */
/* How many of one row at each office: a function that is the same over whole
 * places. Its steps do not meet, and no two have the same value. */
#ifndef PLUGINS_BURDEN_BOOK_STEPS_H
#define PLUGINS_BURDEN_BOOK_STEPS_H

#include "plugins/burden/place/place.h"
#include "plugins/burden/tariff/tariff.h"

struct dg_step {
    uint32_t place;
    uint64_t value; /* never 0 */
};

struct dg_steps {
    struct dg_step *items;
    uint32_t count, room;
};

enum dg_steps_op {
    DG_STEPS_SUM,
    DG_STEPS_MAX,
    DG_STEPS_MIN,
    DG_STEPS_OVER /* how much the first is above the second */
};

void dg_steps_clear(struct dg_steps *steps);
void dg_steps_finish(struct dg_steps *steps);

/* All of these: false without memory. */
bool dg_steps_put(struct dg_places *places, struct dg_steps *steps,
                  uint32_t place, uint64_t value); /* adds it there */
/* Where out is neither a nor b. */
bool dg_steps_combine(struct dg_places *places, enum dg_steps_op op,
                      const struct dg_steps *a, const struct dg_steps *b,
                      struct dg_steps *out);

#endif

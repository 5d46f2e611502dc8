/* SPDX-License-Identifier: Apache-2.0 */
/* Minutes summed under a key and a place, as the walk over cells brings them.
 */
#ifndef PLUGINS_BURDEN_FIGURE_PILE_H
#define PLUGINS_BURDEN_FIGURE_PILE_H

#include "plugins/burden/figure/scope.h"

struct dg_heap {
    uint64_t key;
    uint32_t place;
    dg_hundredths slots[DG_SLOT_COUNT]; /* at each office */
};

struct dg_pile {
    struct dg_heap *heaps;
    size_t count, capacity;
    uint32_t *index; /* one more than the heap's; 0: free */
    size_t mask;
};

/* False without memory. */
bool dg_pile_init(struct dg_pile *pile);
void dg_pile_finish(struct dg_pile *pile);
/* The heap of both, empty if it is new; valid until the next. NULL without
 * memory. */
struct dg_heap *dg_pile_take(struct dg_pile *pile, uint64_t key,
                             uint32_t place);

#endif

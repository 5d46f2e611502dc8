/* SPDX-License-Identifier: Apache-2.0 */
/* Places, each as how many of its offices count to which division. */
#ifndef PLUGINS_BURDEN_FIGURE_SPREAD_H
#define PLUGINS_BURDEN_FIGURE_SPREAD_H

#include "plugins/burden/figure/scope.h"

struct dg_share {
    uint32_t unit, offices;
};

struct dg_spread {
    struct dg_scope *scope;
    const struct dg_unit_level *units;
    struct dg_share *shares;
    size_t count, capacity;
    uint32_t *begin; /* by place, one more; 0: not yet spread */
    uint32_t *length;
    bool failed;
};

/* False without memory; to be finished all the same. */
bool dg_spread_init(struct dg_spread *spread, struct dg_scope *scope,
                    const struct dg_unit_level *units);
void dg_spread_finish(struct dg_spread *spread);
/* Ascending, each once; valid until the next. False without memory. */
bool dg_spread_of(struct dg_spread *spread, uint32_t place,
                  const struct dg_share **shares, size_t *count);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* How much of what was never let through is relief. */
#ifndef PLUGINS_BURDEN_FIGURE_BASELINE_H
#define PLUGINS_BURDEN_FIGURE_BASELINE_H

#include "plugins/burden/figure/scope.h"

/* Sets the scope's parts; its months, prices and slots are set. False without
 * memory. */
bool dg_baseline_fill(struct dg_scope *scope);

#endif

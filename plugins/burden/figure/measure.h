/* SPDX-License-Identifier: Apache-2.0 */
/* What is shown of burden while the gateway runs. */
#ifndef PLUGINS_BURDEN_FIGURE_MEASURE_H
#define PLUGINS_BURDEN_FIGURE_MEASURE_H

#include "plugins/burden/figure/scope.h"

enum dg_plugin_status dg_measure_put(struct dg_scope *scope,
                                     struct dg_plugin_measures *out);

#endif

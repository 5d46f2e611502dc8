/* SPDX-License-Identifier: Apache-2.0 */
/* burden.read, view "indicators": a tree's scores, from cells and figures that
 * are there already. Missing stays missing. */
#ifndef PLUGINS_BURDEN_FIGURE_SCORE_H
#define PLUGINS_BURDEN_FIGURE_SCORE_H

#include "plugins/burden/figure/indicators.h"
#include "plugins/burden/figure/scope.h"

/* NOT_FOUND: no such tree. Without "indicator" all trees by name. */
enum dg_plugin_status dg_score_read(struct dg_scope *scope,
                                    const struct dg_indicators *indicators,
                                    const struct dg_plugin_value *params,
                                    struct dg_plugin_writer *out);

#endif

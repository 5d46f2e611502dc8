/* SPDX-License-Identifier: Apache-2.0 */
/* burden.read, view "figures": asked, borne and avoided by at most three cuts,
 * a page of them, and the total of all. */
#ifndef PLUGINS_BURDEN_FIGURE_CUT_H
#define PLUGINS_BURDEN_FIGURE_CUT_H

#include "plugins/burden/figure/scope.h"

enum dg_plugin_status dg_cut_read(struct dg_scope *scope,
                                  const struct dg_plugin_value *params,
                                  struct dg_plugin_writer *out);

#endif

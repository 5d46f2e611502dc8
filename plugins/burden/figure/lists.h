/* SPDX-License-Identifier: Apache-2.0 */
/* burden.read, the views that list asks: "rebounds", what was refused and came
 * back in other clothes; "unread", whose reports nobody read; "estimates", what
 * was said it takes beside what the tariff says. */
#ifndef PLUGINS_BURDEN_FIGURE_LISTS_H
#define PLUGINS_BURDEN_FIGURE_LISTS_H

#include "plugins/burden/figure/scope.h"

enum dg_plugin_status dg_lists_rebounds(struct dg_scope *scope,
                                        const struct dg_plugin_value *params,
                                        struct dg_plugin_writer *out);
enum dg_plugin_status dg_lists_unread(struct dg_scope *scope,
                                      const struct dg_plugin_value *params,
                                      struct dg_plugin_writer *out);
enum dg_plugin_status dg_lists_estimates(struct dg_scope *scope,
                                         const struct dg_plugin_value *params,
                                         struct dg_plugin_writer *out);

/* Reports of the ask stand unread for longer than they may. */
bool dg_lists_is_unread(const struct dg_book_ask *ask, int64_t now_us);

#endif

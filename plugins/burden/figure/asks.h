/* SPDX-License-Identifier: Apache-2.0 */
/* The asks that a read is about. */
#ifndef PLUGINS_BURDEN_FIGURE_ASKS_H
#define PLUGINS_BURDEN_FIGURE_ASKS_H

#include "plugins/burden/figure/scope.h"

/* From that one on, the next of the scope (by month, department, duty, level,
 * prefix); false past the last. *index is that of the ask. */
bool dg_asks_next(struct dg_scope *scope, size_t *index,
                  struct dg_book_ask *ask);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* The book's functions over what a test wrote down, in place of the real ones.
 */
#ifndef TESTS_PLUGINS_BURDEN_FIGURE_BYHAND_H
#define TESTS_PLUGINS_BURDEN_FIGURE_BYHAND_H

#include "plugins/burden/book/book.h"

struct dg_book *byhand_create(void);
void byhand_destroy(struct dg_book *book);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Texts and arrays that go together, one behind the other. */
#ifndef PLUGINS_FORM_DEDUP_FORM_SHELF_H
#define PLUGINS_FORM_DEDUP_FORM_SHELF_H

#include "plugins/plugin.h"

struct dg_shelf_board;

/* Zeroed is empty. */
struct dg_shelf {
    struct dg_shelf_board *boards;
    size_t left;
    char *at;
    bool failed; /* something did not fit into memory */
};

/* Zeroed; NULL without memory. */
void *dg_shelf_alloc(struct dg_shelf *shelf, size_t size);
/* An empty text without memory, or of an empty one. */
struct dg_plugin_str dg_shelf_copy(struct dg_shelf *shelf,
                                   struct dg_plugin_str text);
void dg_shelf_clear(struct dg_shelf *shelf);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Memory of one list: many small pieces that are freed together. */
#ifndef PLUGINS_ACCESS_LIST_POOL_H
#define PLUGINS_ACCESS_LIST_POOL_H

#include "plugins/plugin.h"

struct dg_pool_chunk;

struct dg_pool {
    const struct dg_plugin_host *host;
    struct dg_pool_chunk *chunks; /* newest first */
    char *next, *end;             /* free part of the newest chunk */
    bool failed;                  /* sticky: some allocation was NULL */
};

void dg_pool_init(struct dg_pool *pool, const struct dg_plugin_host *host);
void dg_pool_finish(struct dg_pool *pool);

/* Zeroed, aligned for pointers and 64 bits; NULL without memory. */
void *dg_pool_alloc(struct dg_pool *pool, size_t size);

/* Empty without memory (see failed). */
struct dg_plugin_str dg_pool_copy(struct dg_pool *pool,
                                  struct dg_plugin_str text);

#endif

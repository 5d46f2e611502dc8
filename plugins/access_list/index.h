/* SPDX-License-Identifier: Apache-2.0 */
/* What all versions of one list said under each key, found in constant time
 * and walked in the keys' order. A version adds records and ends others; what
 * it leaves alone costs it nothing. */
#ifndef PLUGINS_ACCESS_LIST_INDEX_H
#define PLUGINS_ACCESS_LIST_INDEX_H

#include "plugins/plugin.h"

/* Embedded in an entry or a proof: valid for the versions [since, until). */
struct dg_record {
    struct dg_record *older; /* the same key's record before this one */
    struct dg_plugin_str key;
    uint32_t since, until;
};

#define DG_RECORD_OPEN UINT32_MAX

struct dg_index {
    struct dg_record **slots; /* the newest of each key; a power of two */
    size_t slot_count;
    struct dg_record **sorted; /* one of each key, in byte order of the keys */
    size_t count, room;        /* of sorted; keys */
    size_t new;                /* of count: at the end, not sorted in yet */
};

/* Zeroed is empty. */
void dg_index_finish(struct dg_index *index, const struct dg_plugin_host *host);

/* The newest record of a key, or NULL. */
struct dg_record *dg_index_find(const struct dg_index *index,
                                struct dg_plugin_str key);

/* The record makes its key's newest; false without memory. Its since is not
 * below any other's. */
bool dg_index_add(struct dg_index *index, const struct dg_plugin_host *host,
                  struct dg_record *record);

/* To be called behind the last of some adds; false without memory. */
bool dg_index_sort(struct dg_index *index, const struct dg_plugin_host *host);

/* What version number n, in which nothing older than number root counts, has
 * under the newest record's key; NULL if nothing. */
const struct dg_record *dg_index_at(const struct dg_record *newest, uint32_t n,
                                    uint32_t root);

/* The first place in sorted whose key lies behind this one. */
size_t dg_index_after(const struct dg_index *index, struct dg_plugin_str key);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers of records, found by a hash: open addressing that only grows. */
#ifndef PLUGINS_BURDEN_BOOK_TABLE_H
#define PLUGINS_BURDEN_BOOK_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DG_TABLE_FREE UINT32_MAX

struct dg_table {
    struct dg_table_slot {
        uint32_t hash, record;
    } * slots;
    uint32_t size, count;
};

/* The record is the one that is looked for. */
typedef bool (*dg_table_same_fn)(const void *ctx, uint32_t record,
                                 const void *key);

/* DG_TABLE_FREE: it is not there. */
uint32_t dg_table_find(const struct dg_table *table, uint32_t hash,
                       dg_table_same_fn same, const void *ctx, const void *key);
/* False without memory. */
bool dg_table_add(struct dg_table *table, uint32_t hash, uint32_t record);
void dg_table_finish(struct dg_table *table);

static inline uint32_t
dg_table_mix(uint32_t hash, uint32_t word)
{
    hash = (hash ^ word) * 0x9e3779b1u;
    return hash ^ hash >> 15;
}

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers of records, found by a hash. What records are is their owner's. */
#include "plugins/burden/book/table.h"

#include <stdlib.h>
#include <string.h>

#define SIZE_MIN 64u

uint32_t
dg_table_find(const struct dg_table *table, uint32_t hash,
              dg_table_same_fn same, const void *ctx, const void *key)
{
    uint32_t mask = table->size - 1, at = hash & mask;
    if (table->size == 0) {
        return DG_TABLE_FREE;
    }
    for (; table->slots[at].record != DG_TABLE_FREE; at = (at + 1) & mask) {
        if (table->slots[at].hash == hash &&
            same(ctx, table->slots[at].record, key)) {
            break;
        }
    }
    return table->slots[at].record;
}

static void
put(struct dg_table_slot *slots, uint32_t size, struct dg_table_slot slot)
{
    uint32_t at = slot.hash & (size - 1);
    while (slots[at].record != DG_TABLE_FREE) {
        at = (at + 1) & (size - 1);
    }
    slots[at] = slot;
}

static bool
grow(struct dg_table *table)
{
    uint32_t size = table->size ? 2 * table->size : SIZE_MIN;
    struct dg_table_slot *slots = malloc(size * sizeof *slots);
    if (!slots) {
        return false;
    }
    memset(slots, 0xff, size * sizeof *slots);
    for (uint32_t i = 0; i < table->size; i++) {
        if (table->slots[i].record != DG_TABLE_FREE) {
            put(slots, size, table->slots[i]);
        }
    }
    free(table->slots);
    table->slots = slots;
    table->size = size;
    return true;
}

bool
dg_table_add(struct dg_table *table, uint32_t hash, uint32_t record)
{
    if (4 * (table->count + 1) > 3 * table->size && !grow(table)) {
        return false;
    }
    put(table->slots, table->size, (struct dg_table_slot){hash, record});
    table->count++;
    return true;
}

void
dg_table_finish(struct dg_table *table)
{
    free(table->slots);
    *table = (struct dg_table){0};
}

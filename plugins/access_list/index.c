/* SPDX-License-Identifier: Apache-2.0 */
/* A hash table with open addressing and a sorted array, both of pointers: 20
 * bytes a key or so, where uthash takes 70. What a record is, its owner knows.
 */
#include "plugins/access_list/index.h"

#include <stdlib.h>

#include "plugins/access_list/text.h"

#define FIRST_ROOM ((size_t) 16)

void
dg_index_finish(struct dg_index *index, const struct dg_plugin_host *host)
{
    host->release(index->slots);
    host->release(index->sorted);
    *index = (struct dg_index){NULL, 0, NULL, 0, 0, 0};
}

/* FNV-1a, with the high bits folded into the low ones. */
static size_t
hash(struct dg_plugin_str key)
{
    uint64_t h = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < key.len; i++) {
        h = (h ^ (unsigned char) key.data[i]) * UINT64_C(1099511628211);
    }
    return (size_t) (h ^ (h >> 32));
}

/* Where the key is, or where it would be. There is an empty slot. */
static struct dg_record **
slot_of(const struct dg_index *index, struct dg_plugin_str key)
{
    size_t mask = index->slot_count - 1;
    size_t at = hash(key) & mask;
    while (index->slots[at] && !dg_text_equal(index->slots[at]->key, key)) {
        at = (at + 1) & mask;
    }
    return &index->slots[at];
}

struct dg_record *
dg_index_find(const struct dg_index *index, struct dg_plugin_str key)
{
    return index->slot_count ? *slot_of(index, key) : NULL;
}

/* ---- growing ------------------------------------------------------------ */

/* At most three slots of four are taken. */
static bool
grow_slots(struct dg_index *index, const struct dg_plugin_host *host)
{
    struct dg_index grown = *index;
    if (index->count * 4 < index->slot_count * 3) {
        return true;
    }
    grown.slot_count = index->slot_count ? index->slot_count * 2 : FIRST_ROOM;
    grown.slots = host->alloc(grown.slot_count * sizeof *grown.slots);
    if (!grown.slots) {
        return false;
    }
    for (size_t i = 0; i < index->slot_count; i++) {
        if (index->slots[i]) {
            *slot_of(&grown, index->slots[i]->key) = index->slots[i];
        }
    }
    host->release(index->slots);
    *index = grown;
    return true;
}

static bool
grow_sorted(struct dg_index *index, const struct dg_plugin_host *host)
{
    size_t room = index->room ? index->room + index->room / 2 : FIRST_ROOM;
    struct dg_record **sorted;
    if (index->count < index->room) {
        return true;
    }
    sorted = host->alloc(room * sizeof(struct dg_record *));
    if (!sorted) {
        return false;
    }
    if (index->count) {
        memcpy(sorted, index->sorted, index->count * sizeof *sorted);
    }
    host->release(index->sorted);
    index->sorted = sorted;
    index->room = room;
    return true;
}

bool
dg_index_add(struct dg_index *index, const struct dg_plugin_host *host,
             struct dg_record *record)
{
    struct dg_record **slot;
    if (!grow_slots(index, host) || !grow_sorted(index, host)) {
        return false;
    }
    slot = slot_of(index, record->key);
    record->older = *slot;
    if (!*slot) {
        index->sorted[index->count++] = record;
        index->new ++;
    }
    *slot = record;
    return true;
}

/* ---- order -------------------------------------------------------------- */

static int
compare(const void *a, const void *b)
{
    const struct dg_record *const *left = a, *const *right = b;
    return dg_text_compare((*left)->key, (*right)->key);
}

/* From the end, so that nothing is overwritten before it was moved. */
static void
merge(struct dg_index *index, struct dg_record **new)
{
    size_t old_left = index->count - index->new, new_left = index->new;
    for (size_t to = index->count; new_left > 0; to--) {
        if (old_left > 0 &&
            compare(&index->sorted[old_left - 1], &new[new_left - 1]) > 0) {
            index->sorted[to - 1] = index->sorted[--old_left];
        } else {
            index->sorted[to - 1] = new[--new_left];
        }
    }
}

bool
dg_index_sort(struct dg_index *index, const struct dg_plugin_host *host)
{
    size_t size = index->new * sizeof *index->sorted;
    struct dg_record **new = size ? host->alloc(size) : NULL;
    if (!new) {
        return size == 0;
    }
    memcpy(new, index->sorted + index->count - index->new, size);
    qsort(new, index->new, sizeof *new, compare);
    merge(index, new);
    host->release(new);
    index->new = 0;
    return true;
}

size_t
dg_index_after(const struct dg_index *index, struct dg_plugin_str key)
{
    size_t low = 0, high = index->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (dg_text_compare(index->sorted[middle]->key, key) <= 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* ---- versions ----------------------------------------------------------- */

const struct dg_record *
dg_index_at(const struct dg_record *newest, uint32_t n, uint32_t root)
{
    const struct dg_record *record = newest;
    while (record && record->since > n) {
        record = record->older;
    }
    return record && record->since >= root && n < record->until ? record : NULL;
}

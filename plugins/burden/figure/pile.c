/* SPDX-License-Identifier: Apache-2.0 */
/* Decides where a sum is kept: open addressing, at most half full. */
#include "plugins/burden/figure/pile.h"

#include <stdlib.h>
#include <string.h>

#define INDEX_LEAST 1024u

bool
dg_pile_init(struct dg_pile *pile)
{
    *pile =
        (struct dg_pile){.mask = INDEX_LEAST - 1, .capacity = INDEX_LEAST / 2};
    pile->index = calloc(INDEX_LEAST, sizeof *pile->index);
    pile->heaps = malloc(pile->capacity * sizeof *pile->heaps);
    if (!pile->index || !pile->heaps) {
        dg_pile_finish(pile);
        return false;
    }
    return true;
}

void
dg_pile_finish(struct dg_pile *pile)
{
    free(pile->index);
    free(pile->heaps);
    *pile = (struct dg_pile){0};
}

static size_t
slot_of(const struct dg_pile *pile, uint64_t key, uint32_t place)
{
    uint64_t mixed =
        (key ^ (uint64_t) place << 32) * UINT64_C(0x9e3779b97f4a7c15);
    size_t at = (size_t) (mixed ^ mixed >> 32) & pile->mask;
    while (pile->index[at]) {
        const struct dg_heap *heap = &pile->heaps[pile->index[at] - 1];
        if (heap->key == key && heap->place == place) {
            break;
        }
        at = (at + 1) & pile->mask;
    }
    return at;
}

static bool
grow(struct dg_pile *pile)
{
    size_t wanted = (pile->mask + 1) * 4;
    struct dg_heap *heaps =
        realloc(pile->heaps, wanted / 2 * sizeof *pile->heaps);
    uint32_t *index = calloc(wanted, sizeof *index);
    pile->heaps = heaps ? heaps : pile->heaps;
    if (!heaps || !index) {
        free(index);
        return false;
    }
    free(pile->index);
    pile->index = index;
    pile->mask = wanted - 1;
    pile->capacity = wanted / 2;
    for (size_t i = 0; i < pile->count; i++) {
        size_t at = slot_of(pile, heaps[i].key, heaps[i].place);
        pile->index[at] = (uint32_t) i + 1;
    }
    return true;
}

struct dg_heap *
dg_pile_take(struct dg_pile *pile, uint64_t key, uint32_t place)
{
    size_t at = slot_of(pile, key, place);
    struct dg_heap *heap;
    if (pile->index[at]) {
        return &pile->heaps[pile->index[at] - 1];
    }
    if (pile->count == pile->capacity) {
        if (!grow(pile)) {
            return NULL;
        }
        at = slot_of(pile, key, place);
    }
    heap = &pile->heaps[pile->count++];
    pile->index[at] = (uint32_t) pile->count;
    memset(heap, 0, sizeof *heap);
    heap->key = key;
    heap->place = place;
    return heap;
}

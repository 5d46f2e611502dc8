/* SPDX-License-Identifier: Apache-2.0 */
/* Arrays in chunks, and a hash table with open addressing, at most three
 * quarters full. */
#include "plugins/form_dedup/cell/cell_index.h"

#include <stdlib.h>
#include <string.h>

#define CHUNK 1024u

void *
dg_chunks_at(const struct dg_chunks *chunks, uint32_t number)
{
    return chunks->chunks[number / CHUNK] + number % CHUNK * chunks->item;
}

static bool
add_chunk(struct dg_chunks *chunks)
{
    uint32_t index = chunks->count / CHUNK;
    if (index == chunks->room) {
        uint32_t room = chunks->room ? 2 * chunks->room : 4;
        char **grown = realloc(chunks->chunks, room * sizeof *grown);
        if (!grown) {
            return false;
        }
        memset(grown + chunks->room, 0, (room - chunks->room) * sizeof *grown);
        chunks->chunks = grown;
        chunks->room = room;
    }
    if (!chunks->chunks[index]) {
        chunks->chunks[index] = calloc(CHUNK, chunks->item);
    }
    return chunks->chunks[index] != NULL;
}

void *
dg_chunks_add(struct dg_chunks *chunks)
{
    if (chunks->count == DG_INDEX_NONE - 1 ||
        (chunks->count % CHUNK == 0 && !add_chunk(chunks))) {
        return NULL;
    }
    return dg_chunks_at(chunks, chunks->count++);
}

void
dg_chunks_finish(struct dg_chunks *chunks)
{
    for (uint32_t i = 0; i < chunks->room; i++) {
        free(chunks->chunks[i]);
    }
    free(chunks->chunks);
}

uint64_t
dg_cell_index_mix(uint64_t a, uint64_t b)
{
    uint64_t x = a * 0x9e3779b97f4a7c15u ^ b;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

uint32_t
dg_cell_index_find(const struct dg_cell_index *index, uint64_t hash,
                   const void *key)
{
    uint32_t number;
    if (index->room == 0) {
        return DG_INDEX_NONE;
    }
    for (uint32_t i = (uint32_t) hash & (index->room - 1);;
         i = (i + 1) & (index->room - 1)) {
        number = index->numbers[i];
        if (number == DG_INDEX_NONE || index->same(index->ctx, number, key)) {
            return number;
        }
    }
}

static void
put(struct dg_cell_index *index, uint32_t number)
{
    uint32_t i = (uint32_t) index->hash(index->ctx, number) & (index->room - 1);
    while (index->numbers[i] != DG_INDEX_NONE) {
        i = (i + 1) & (index->room - 1);
    }
    index->numbers[i] = number;
}

static bool
grow(struct dg_cell_index *index)
{
    struct dg_cell_index wide = *index;
    wide.room = index->room ? 2 * index->room : 64;
    wide.numbers =
        wide.room ? malloc((size_t) wide.room * sizeof *wide.numbers) : NULL;
    if (!wide.numbers) {
        return false;
    }
    memset(wide.numbers, 0xff, (size_t) wide.room * sizeof *wide.numbers);
    for (uint32_t i = 0; i < index->room; i++) {
        if (index->numbers[i] != DG_INDEX_NONE) {
            put(&wide, index->numbers[i]);
        }
    }
    free(index->numbers);
    *index = wide;
    return true;
}

bool
dg_cell_index_add(struct dg_cell_index *index, uint32_t number)
{
    if (index->count >= index->room - index->room / 4 && !grow(index)) {
        return false;
    }
    put(index, number);
    index->count++;
    return true;
}

void
dg_cell_index_finish(struct dg_cell_index *index)
{
    free(index->numbers);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Things that come by the million, as cheaply as they can be kept: arrays whose
 * items have numbers and do not move, and a hash table of such numbers (4 bytes
 * each; a handle of uthash takes 56). */
#ifndef PLUGINS_FORM_DEDUP_CELL_CELL_INDEX_H
#define PLUGINS_FORM_DEDUP_CELL_CELL_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DG_INDEX_NONE UINT32_MAX

/* ---- items by number ---------------------------------------------------- */

struct dg_chunks {
    size_t item; /* bytes of one */
    uint32_t count;
    uint32_t room; /* of chunks */
    char **chunks;
};

void *dg_chunks_at(const struct dg_chunks *chunks, uint32_t number);
/* A zeroed one at the end; NULL without memory. */
void *dg_chunks_add(struct dg_chunks *chunks);
void dg_chunks_finish(struct dg_chunks *chunks);

/* ---- numbers by what they are of ---------------------------------------- */

struct dg_cell_index {
    uint32_t *numbers;
    uint32_t room, count;
    uint64_t (*hash)(const void *ctx, uint32_t number);
    bool (*same)(const void *ctx, uint32_t number, const void *key);
    const void *ctx;
};

uint32_t dg_cell_index_find(const struct dg_cell_index *index, uint64_t hash,
                            const void *key); /* or DG_INDEX_NONE */
/* One that is not in it yet; false without memory. */
bool dg_cell_index_add(struct dg_cell_index *index, uint32_t number);
void dg_cell_index_finish(struct dg_cell_index *index);
/* Spreads the bits of two numbers. */
uint64_t dg_cell_index_mix(uint64_t a, uint64_t b);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps slots, subjects and cells, each found by what it is of. */
#include "plugins/form_dedup/cell/cell.h"

#include <stdlib.h>
#include <string.h>

#include "plugins/form_dedup/cell/store.h"

/* ---- hash tables -------------------------------------------------------- */

struct slot_key {
    uint32_t element;
    dg_period period;
};

static uint64_t
hash_slot(const void *ctx, uint32_t number)
{
    const struct dg_slot *slot = dg_cells_at(ctx, number);
    return dg_cell_index_mix(slot->element, slot->period);
}

static bool
same_slot(const void *ctx, uint32_t number, const void *key)
{
    const struct dg_slot *slot = dg_cells_at(ctx, number);
    const struct slot_key *wanted = key;
    return slot->element == wanted->element && slot->period == wanted->period;
}

static uint64_t
hash_name(const uint8_t name[16])
{
    uint64_t a, b;
    memcpy(&a, name, 8);
    memcpy(&b, name + 8, 8);
    return dg_cell_index_mix(a, b);
}

static uint64_t
hash_subject(const void *ctx, uint32_t number)
{
    const struct dg_cells *cells = ctx;
    const struct dg_subject *subject = dg_chunks_at(&cells->subjects, number);
    return hash_name(subject->name);
}

static bool
same_subject(const void *ctx, uint32_t number, const void *key)
{
    const struct dg_cells *cells = ctx;
    const struct dg_subject *subject = dg_chunks_at(&cells->subjects, number);
    return memcmp(subject->name, key, sizeof subject->name) == 0;
}

static uint64_t
hash_key(struct dg_cell_key key)
{
    return dg_cell_index_mix((uint64_t) key.slot << 32 | key.office,
                             key.subject);
}

static uint64_t
hash_cell(const void *ctx, uint32_t number)
{
    const struct dg_cells *cells = ctx;
    const struct dg_cell *cell = dg_chunks_at(&cells->cells, number);
    return hash_key(cell->key);
}

static bool
same_cell(const void *ctx, uint32_t number, const void *key)
{
    const struct dg_cells *cells = ctx;
    const struct dg_cell *cell = dg_chunks_at(&cells->cells, number);
    const struct dg_cell_key *wanted = key;
    return cell->key.slot == wanted->slot &&
           cell->key.office == wanted->office &&
           cell->key.subject == wanted->subject;
}

/* ---- life --------------------------------------------------------------- */

struct dg_cells *
dg_cells_create(const struct dg_plugin_host *host,
                const struct dg_dictionary *dictionary,
                const struct dg_names *sources)
{
    struct dg_cells *cells = calloc(1, sizeof *cells);
    if (!cells) {
        return NULL;
    }
    cells->host = host;
    cells->dictionary = dictionary;
    cells->sources = sources;
    cells->slots.item = sizeof(struct dg_slot);
    cells->subjects.item = sizeof(struct dg_subject);
    cells->cells.item = sizeof(struct dg_cell);
    cells->rows.item = sizeof(struct dg_rows);
    cells->said.item = sizeof(struct dg_said);
    cells->again.item = sizeof(struct dg_again);
    cells->slot_index = (struct dg_cell_index){
        .hash = hash_slot, .same = same_slot, .ctx = cells};
    cells->subject_index = (struct dg_cell_index){
        .hash = hash_subject, .same = same_subject, .ctx = cells};
    cells->cell_index = (struct dg_cell_index){
        .hash = hash_cell, .same = same_cell, .ctx = cells};
    /* The first subject is none. */
    if (!dg_chunks_add(&cells->subjects)) {
        free(cells);
        return NULL;
    }
    return cells;
}

static void
finish_slots(struct dg_cells *cells)
{
    for (uint32_t i = 0; i < cells->slots.count; i++) {
        struct dg_slot *slot = dg_cells_at(cells, i);
        roaring_bitmap_free(slot->asked);
        roaring_bitmap_free(slot->answered);
        free(slot->groups);
    }
    dg_chunks_finish(&cells->slots);
}

void
dg_cells_destroy(struct dg_cells *cells)
{
    if (!cells) {
        return;
    }
    finish_slots(cells);
    for (uint32_t i = 0; i < cells->rows.count; i++) {
        const struct dg_rows *rows = dg_chunks_at(&cells->rows, i);
        free(rows->subjects);
    }
    dg_chunks_finish(&cells->rows);
    dg_chunks_finish(&cells->subjects);
    dg_chunks_finish(&cells->cells);
    dg_chunks_finish(&cells->said);
    dg_chunks_finish(&cells->again);
    dg_cell_index_finish(&cells->slot_index);
    dg_cell_index_finish(&cells->subject_index);
    dg_cell_index_finish(&cells->cell_index);
    dg_said_finish(cells);
    free(cells);
}

/* ---- slots -------------------------------------------------------------- */

uint32_t
dg_cells_slot(const struct dg_cells *cells, uint32_t element, dg_period period)
{
    struct slot_key key = {element, period};
    return dg_cell_index_find(&cells->slot_index,
                              dg_cell_index_mix(element, period), &key);
}

uint32_t
dg_cells_take_slot(struct dg_cells *cells, uint32_t element, dg_period period)
{
    uint32_t number = dg_cells_slot(cells, element, period);
    struct dg_slot *slot;
    if (number != DG_SLOT_NONE) {
        return number;
    }
    slot = dg_chunks_add(&cells->slots);
    if (!slot) {
        return DG_SLOT_NONE;
    }
    slot->number = cells->slots.count - 1;
    slot->element = element;
    slot->period = period;
    slot->asked = roaring_bitmap_create();
    slot->answered = roaring_bitmap_create();
    if (!slot->asked || !slot->answered ||
        !dg_cell_index_add(&cells->slot_index, slot->number)) {
        roaring_bitmap_free(slot->asked);
        roaring_bitmap_free(slot->answered);
        memset(slot, 0, sizeof *slot);
        cells->slots.count--;
        return DG_SLOT_NONE;
    }
    return slot->number;
}

uint32_t
dg_cells_slot_count(const struct dg_cells *cells)
{
    return cells->slots.count;
}

struct dg_slot *
dg_cells_at(const struct dg_cells *cells, uint32_t slot)
{
    return dg_chunks_at(&cells->slots, slot);
}

/* ---- subjects ----------------------------------------------------------- */

static int
digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c - 'a' + 10;
}

static void
read_name(const char hex[33], uint8_t name[16])
{
    for (size_t i = 0; i < 16; i++) {
        name[i] = (uint8_t) (digit(hex[2 * i]) << 4 | digit(hex[2 * i + 1]));
    }
}

uint32_t
dg_cells_subject(const struct dg_cells *cells, const char hex[33])
{
    uint8_t name[16];
    uint32_t number;
    read_name(hex, name);
    number = dg_cell_index_find(&cells->subject_index, hash_name(name), name);
    return number == DG_INDEX_NONE ? 0 : number;
}

uint32_t
dg_cells_take_subject(struct dg_cells *cells, const char hex[33])
{
    uint32_t number = dg_cells_subject(cells, hex);
    struct dg_subject *subject;
    if (number != 0) {
        return number;
    }
    subject = dg_chunks_add(&cells->subjects);
    if (!subject) {
        return 0;
    }
    read_name(hex, subject->name);
    number = subject->number = cells->subjects.count - 1;
    if (!dg_cell_index_add(&cells->subject_index, number)) {
        cells->subjects.count--;
        return 0;
    }
    return number;
}

void
dg_cells_subject_name(const struct dg_cells *cells, uint32_t subject,
                      char hex[33])
{
    const struct dg_subject *found = dg_chunks_at(&cells->subjects, subject);
    for (size_t i = 0; i < 16; i++) {
        hex[2 * i] = "0123456789abcdef"[found->name[i] >> 4];
        hex[2 * i + 1] = "0123456789abcdef"[found->name[i] & 15];
    }
    hex[32] = '\0';
}

/* ---- cells -------------------------------------------------------------- */

uint32_t
dg_cells_number(const struct dg_cells *cells, struct dg_cell_key key)
{
    return dg_cell_index_find(&cells->cell_index, hash_key(key), &key);
}

struct dg_cell *
dg_cells_find(const struct dg_cells *cells, struct dg_cell_key key)
{
    uint32_t number = dg_cells_number(cells, key);
    return number == DG_INDEX_NONE ? NULL : dg_chunks_at(&cells->cells, number);
}

struct dg_cell *
dg_cells_take(struct dg_cells *cells, struct dg_cell_key key)
{
    struct dg_cell *cell = dg_cells_find(cells, key);
    if (cell) {
        return cell;
    }
    cell = dg_chunks_add(&cells->cells);
    if (!cell) {
        return NULL;
    }
    cell->key = key;
    if (!dg_cell_index_add(&cells->cell_index, cells->cells.count - 1)) {
        memset(cell, 0, sizeof *cell);
        cells->cells.count--;
        return NULL;
    }
    return cell;
}

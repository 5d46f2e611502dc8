/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps what was said of cells: each thing behind the one before, and once for
 * each entry who said it, when and why. What counts of it, state.c says. */
#include <stdlib.h>
#include <string.h>

#include "plugins/form_dedup/cell/cell.h"
#include "plugins/form_dedup/cell/store.h"

#define BLOCK ((size_t) 1 << 16)

struct dg_block {
    struct dg_block *next;
    char *free; /* within bytes */
    char bytes[];
};

void
dg_said_finish(struct dg_cells *cells)
{
    while (cells->blocks) {
        struct dg_block *next = cells->blocks->next;
        free(cells->blocks);
        cells->blocks = next;
    }
}

const struct dg_said *
dg_cells_said(const struct dg_cells *cells, const struct dg_record *record)
{
    return dg_chunks_at(&cells->said, record->said);
}

/* Uninitialised, aligned to 8; lives as long as the cells. */
static void *
take_memory(struct dg_cells *cells, size_t size)
{
    void *memory;
    size = (size + 7) & ~(size_t) 7;
    if (size > cells->block_left) {
        size_t room = size > BLOCK ? size : BLOCK;
        struct dg_block *block = malloc(sizeof *block + room);
        if (!block) {
            return NULL;
        }
        block->next = cells->blocks;
        block->free = block->bytes;
        cells->blocks = block;
        cells->block_left = room;
    }
    memory = cells->blocks->free;
    cells->blocks->free += size;
    cells->block_left -= size;
    return memory;
}

static size_t
at_most(size_t len, size_t most)
{
    return len < most ? len : most;
}

/* The entry of a saying: the last one, or a new one. */
static struct dg_said *
take_said(struct dg_cells *cells, const struct dg_saying *saying)
{
    uint32_t count = cells->said.count;
    struct dg_said *said = count ? dg_chunks_at(&cells->said, count - 1) : NULL;
    size_t len = at_most(saying->reason.len, UINT16_MAX);
    char *reason = NULL;
    if (said && said->sequence == saying->sequence) {
        return said;
    }
    if (len > 0) {
        reason = take_memory(cells, len);
        if (!reason) {
            return NULL;
        }
        memcpy(reason, saying->reason.data, len);
    }
    said = dg_chunks_add(&cells->said);
    if (said) {
        *said = (struct dg_said){.sequence = saying->sequence,
                                 .task = saying->task,
                                 .upto = saying->upto,
                                 .time_us = saying->time_us,
                                 .reason = reason,
                                 .reason_len = (uint16_t) len,
                                 .who = saying->who,
                                 .behalf = saying->behalf,
                                 .correct = saying->correct};
    }
    return said;
}

static bool
remember_again(struct dg_cells *cells, const struct dg_cell *cell,
               const struct dg_record *record)
{
    struct dg_again *again = dg_chunks_add(&cells->again);
    if (again) {
        again->record = record;
        again->cell = dg_cells_number(cells, cell->key);
    }
    return again != NULL;
}

static bool
append(struct dg_cells *cells, struct dg_cell *cell,
       const struct dg_saying *saying)
{
    size_t len = at_most(saying->text.len, UINT16_MAX);
    size_t unit_len = at_most(saying->unit.len, UINT8_MAX);
    struct dg_record *record =
        take_memory(cells, sizeof *record + len + unit_len);
    if (!record || !take_said(cells, saying)) {
        return false;
    }
    record->before = cell->last;
    record->said = cells->said.count - 1;
    record->len = (uint16_t) len;
    record->unit_len = (uint8_t) unit_len;
    record->word = (uint8_t) saying->word;
    if (len > 0) {
        memcpy(record->text, saying->text.data, len);
    }
    if (unit_len > 0) {
        memcpy(record->text + len, saying->unit.data, unit_len);
    }
    if (dg_state_is_again(cells, cell->key, record) &&
        !remember_again(cells, cell, record)) {
        return false;
    }
    cell->last = record;
    return true;
}

bool
dg_cells_say(struct dg_cells *cells, struct dg_cell_key key,
             const struct dg_saying *saying)
{
    bool review =
        saying->word == DG_WORD_PASSED || saying->word == DG_WORD_RETURNED;
    struct dg_cell *cell =
        review ? dg_cells_find(cells, key) : dg_cells_take(cells, key);
    const struct dg_said said = {.task = saying->task, .upto = saying->upto};
    bool was;
    if (review &&
        (!cell || !dg_state_takes(cells, cell->last, saying->word, &said))) {
        return true;
    }
    if (!cell || (key.subject != 0 && !dg_rows_take(cells, cell))) {
        return false;
    }
    was = dg_state_is_filled(cells, cell);
    if (!append(cells, cell, saying)) {
        return false;
    }
    dg_state_update(cells, cell, was);
    return true;
}

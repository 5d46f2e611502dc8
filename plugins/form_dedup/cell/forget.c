/* SPDX-License-Identifier: Apache-2.0 */
/* Forgets what entries said, so that the cells stand as if they never had: text
 * is wiped, reviews of nothing go along, and what counts is asked of every cell
 * again. Rare; looks at each cell twice. */
#include <stdlib.h>
#include <string.h>

#include "plugins/form_dedup/cell/store.h"

#define GONE UINT8_MAX /* a record's word */

static int
compare(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static bool
has(const uint64_t *sorted, size_t count, uint64_t number)
{
    return count > 0 &&
           bsearch(&number, sorted, count, sizeof number, compare) != NULL;
}

/* The entries that go; false if none does. */
static bool
mark(struct dg_cells *cells, const uint64_t *sorted, size_t count)
{
    bool any = false;
    for (uint32_t i = 0; i < cells->said.count; i++) {
        struct dg_said *said = dg_chunks_at(&cells->said, i);
        said->gone = said->gone || has(sorted, count, said->sequence) ||
                     (said->task != 0 && has(sorted, count, said->task));
        if (said->gone && said->sequence != 0) {
            if (said->reason) {
                explicit_bzero(said->reason, said->reason_len);
            }
            said->reason_len = 0;
            said->sequence = 0;
            any = true;
        }
    }
    return any;
}

static void
wipe(struct dg_record *record)
{
    explicit_bzero(record->text, (size_t) record->len + record->unit_len);
    record->len = record->unit_len = 0;
    record->word = GONE;
}

/* Turned round: the first thing said is the last. */
static struct dg_record *
turn(struct dg_record *last)
{
    struct dg_record *first = NULL;
    while (last) {
        struct dg_record *before = last->before;
        last->before = first;
        first = last;
        last = before;
    }
    return first;
}

/* Says again, in order, what stays. */
static void
say_again(struct dg_cells *cells, struct dg_cell *cell)
{
    struct dg_record *next = turn(cell->last);
    cell->last = NULL;
    while (next) {
        struct dg_record *record = next;
        const struct dg_said *said = dg_cells_said(cells, record);
        enum dg_word word = (enum dg_word) record->word;
        bool review = word == DG_WORD_PASSED || word == DG_WORD_RETURNED;
        next = record->before;
        if (said->gone ||
            (review && !dg_state_takes(cells, cell->last, word, said))) {
            wipe(record);
        } else {
            record->before = cell->last;
            cell->last = record;
        }
    }
}

static void
drop_again(struct dg_cells *cells)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < cells->again.count; i++) {
        const struct dg_again *again = dg_chunks_at(&cells->again, i);
        const struct dg_cell *cell = dg_chunks_at(&cells->cells, again->cell);
        if (again->record->word != GONE &&
            dg_state_is_again(cells, cell->key, again->record)) {
            *(struct dg_again *) dg_chunks_at(&cells->again, count++) = *again;
        }
    }
    cells->again.count = count;
}

static void
clear_counts(struct dg_cells *cells)
{
    for (uint32_t i = 0; i < cells->slots.count; i++) {
        roaring_bitmap_clear(dg_cells_at(cells, i)->answered);
    }
    for (uint32_t i = 0; i < cells->rows.count; i++) {
        struct dg_rows *rows = dg_chunks_at(&cells->rows, i);
        rows->filled = 0;
        strcpy(rows->text, "0");
    }
}

bool
dg_cells_forget(struct dg_cells *cells, const uint64_t *sequences, size_t count)
{
    uint64_t *sorted = malloc((count ? count : 1) * sizeof *sorted);
    bool any;
    if (!sorted) {
        return false;
    }
    if (count > 0) {
        memcpy(sorted, sequences, count * sizeof *sorted);
        qsort(sorted, count, sizeof *sorted, compare);
    }
    any = mark(cells, sorted, count);
    free(sorted);
    if (!any) {
        return true;
    }
    for (uint32_t i = 0; i < cells->cells.count; i++) {
        say_again(cells, dg_chunks_at(&cells->cells, i));
    }
    drop_again(cells);
    clear_counts(cells);
    for (uint32_t i = 0; i < cells->cells.count; i++) {
        dg_state_update(cells, dg_chunks_at(&cells->cells, i), false);
    }
    return true;
}

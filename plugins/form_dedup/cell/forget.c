/* SPDX-License-Identifier: Apache-2.0 */
/* Forgets what entries said, so that the cells stand as if they never had: text
 * is wiped, reviews of nothing go along, and what counts is asked again of
 * every cell that may have lost its value. Rare; looks through all cells once.
 */
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
        if (!said->gone &&
            (has(sorted, count, said->sequence) ||
             (said->task != 0 && has(sorted, count, said->task)))) {
            said->gone = true;
            any = true;
        }
    }
    return any;
}

static void
wipe_entries(struct dg_cells *cells)
{
    for (uint32_t i = 0; i < cells->said.count; i++) {
        struct dg_said *said = dg_chunks_at(&cells->said, i);
        if (!said->gone) {
            continue;
        }
        if (said->reason) {
            explicit_bzero(said->reason, said->reason_len);
        }
        said->reason_len = 0;
        said->sequence = 0;
    }
}

/* ---- which cells -------------------------------------------------------- */

struct touched {
    uint32_t *numbers;
    uint32_t count, room;
};

static bool
add(struct touched *touched, uint32_t number)
{
    uint32_t room = touched->room ? 2 * touched->room : 256;
    uint32_t *grown;
    if (touched->count == touched->room) {
        grown = realloc(touched->numbers, room * sizeof *grown);
        if (!grown) {
            return false;
        }
        touched->numbers = grown;
        touched->room = room;
    }
    touched->numbers[touched->count++] = number;
    return true;
}

/* Something said of it goes, or what stands there was said to be as before. */
static bool
is_touched(const struct dg_cells *cells, const struct dg_cell *cell)
{
    const struct dg_record *record = cell->last;
    while (record && record->word != DG_WORD_SAME &&
           !dg_cells_said(cells, record)->gone) {
        record = record->before;
    }
    return record != NULL;
}

static bool
find_touched(const struct dg_cells *cells, struct touched *touched)
{
    for (uint32_t i = 0; i < cells->cells.count; i++) {
        if (is_touched(cells, dg_chunks_at(&cells->cells, i)) &&
            !add(touched, i)) {
            return false;
        }
    }
    return true;
}

/* ---- what was said ------------------------------------------------------ */

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

/* ---- all ---------------------------------------------------------------- */

/* Counted no more, until it is asked whether they still have a value. */
static void
discount(struct dg_cells *cells, const struct touched *touched)
{
    for (uint32_t i = 0; i < touched->count; i++) {
        dg_state_discount(cells,
                          dg_chunks_at(&cells->cells, touched->numbers[i]));
    }
}

static bool
forget_marked(struct dg_cells *cells)
{
    struct touched touched = {0};
    bool found = find_touched(cells, &touched);
    if (found) {
        discount(cells, &touched);
        wipe_entries(cells);
        for (uint32_t i = 0; i < touched.count; i++) {
            say_again(cells, dg_chunks_at(&cells->cells, touched.numbers[i]));
        }
        drop_again(cells);
        for (uint32_t i = 0; i < touched.count; i++) {
            dg_state_update(
                cells, dg_chunks_at(&cells->cells, touched.numbers[i]), false);
        }
    }
    free(touched.numbers);
    return found;
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
    return !any || forget_marked(cells);
}

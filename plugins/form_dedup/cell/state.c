/* SPDX-License-Identifier: Apache-2.0 */
/* What counts of all that was said of a cell. Reviews are of what was said up
 * to the entry they name; of several the last decides. */
#include "plugins/form_dedup/cell/store.h"

#include <string.h>

static bool
is_review(const struct dg_record *record)
{
    return record->word == DG_WORD_PASSED || record->word == DG_WORD_RETURNED;
}

static uint64_t
sequence_of(const struct dg_cells *cells, const struct dg_record *record)
{
    return dg_cells_said(cells, record)->sequence;
}

static void
show(const struct dg_cells *cells, const struct dg_record *record,
     struct dg_saying *saying)
{
    const struct dg_said *said = dg_cells_said(cells, record);
    *saying = (struct dg_saying){
        .sequence = said->sequence,
        .time_us = said->time_us,
        .who = said->who,
        .word = (enum dg_word) record->word,
        .behalf = said->behalf,
        .correct = said->correct,
        .text = {record->text, record->len},
        .unit = {record->text + record->len, record->unit_len},
        .reason = {said->reason, said->reason_len},
        .task = said->task,
        .upto = said->upto,
        .record = record};
}

/* ---- which value counts ------------------------------------------------- */

/* What was said of a cell up to an entry. */
struct view {
    const struct dg_cells *cells;
    const struct dg_record *last;
};

static struct view
view_of(const struct dg_cells *cells, struct dg_cell_key key, uint64_t upto)
{
    const struct dg_cell *cell = dg_cells_find(cells, key);
    struct view view = {cells, cell ? cell->last : NULL};
    while (view.last && sequence_of(cells, view.last) > upto) {
        view.last = view.last->before;
    }
    return view;
}

/* The last review of a value since it was said, or NULL; of those that passed
 * it only, if so wanted. */
static const struct dg_record *
review_of(const struct view *view, const struct dg_record *value,
          bool only_passed)
{
    uint64_t sequence = sequence_of(view->cells, value);
    for (const struct dg_record *at = view->last; at != value;
         at = at->before) {
        if (is_review(at) && dg_cells_said(view->cells, at)->upto >= sequence &&
            (at->word == DG_WORD_PASSED || !only_passed)) {
            return at;
        }
    }
    return NULL;
}

/* What a review up to an entry is of. */
static const struct dg_record *
reviewed(const struct dg_cells *cells, const struct dg_record *last,
         uint64_t upto)
{
    while (last && (is_review(last) || sequence_of(cells, last) > upto)) {
        last = last->before;
    }
    return last;
}

bool
dg_state_takes(const struct dg_cells *cells, const struct dg_record *last,
               enum dg_word word, const struct dg_said *said)
{
    const struct dg_record *value = reviewed(cells, last, said->upto);
    const struct dg_said *other = value ? dg_cells_said(cells, last) : NULL;
    return value && (!is_review(last) || last->word != word ||
                     other->task != said->task ||
                     reviewed(cells, last, other->upto) != value);
}

static const struct dg_record *
last_value(const struct view *view)
{
    const struct dg_record *value = view->last;
    const struct dg_record *review;
    while (value && is_review(value)) {
        value = value->before;
    }
    if (!value || value->word == DG_WORD_REMOVED) {
        return NULL;
    }
    review = review_of(view, value, false);
    return review && review->word == DG_WORD_RETURNED ? NULL : value;
}

/* A correction takes the place of what was passed at once; whatever else was
 * said since waits for its own pass. */
static const struct dg_record *
last_passed(const struct view *view)
{
    const struct dg_record *corrected = NULL;
    for (const struct dg_record *at = view->last; at; at = at->before) {
        const struct dg_record *review =
            is_review(at) ? NULL : review_of(view, at, false);
        if (is_review(at)) {
            continue;
        }
        if (review && review->word == DG_WORD_PASSED) {
            at = corrected ? corrected : at;
            return at->word == DG_WORD_REMOVED ? NULL : at;
        }
        if (review && review_of(view, at, true)) {
            return NULL; /* passed, and returned since */
        }
        if (!review && !corrected && dg_cells_said(view->cells, at)->correct) {
            corrected = at;
        }
    }
    return NULL;
}

/* As before: what stood in the cell of the period before when it was said. */
static bool
show_before(const struct dg_cells *cells, struct dg_cell_key key,
            struct dg_saying *value)
{
    const struct dg_record *then = NULL;
    uint64_t upto = value->sequence - 1;
    do {
        const struct dg_slot *slot = dg_cells_at(cells, key.slot);
        struct view view;
        dg_period before;
        if (!dg_period_before(slot->period, false, &before)) {
            return false;
        }
        key.slot = dg_cells_slot(cells, slot->element, before);
        if (key.slot == DG_SLOT_NONE) {
            return false;
        }
        view = view_of(cells, key, upto);
        then = last_value(&view);
        if (!then) {
            return false;
        }
        upto = sequence_of(cells, then) - 1;
    } while (then->word == DG_WORD_SAME);
    value->word = then->word == DG_WORD_NONE ? DG_WORD_NONE : value->word;
    value->text = (struct dg_plugin_str){then->text, then->len};
    value->unit =
        (struct dg_plugin_str){then->text + then->len, then->unit_len};
    return true;
}

static bool
show_value(const struct dg_cells *cells, struct dg_cell_key key,
           const struct dg_record *record, struct dg_saying *value)
{
    if (!record) {
        return false;
    }
    show(cells, record, value);
    if (record->word == DG_WORD_SAME) {
        return show_before(cells, key, value);
    }
    if (record->word == DG_WORD_VALUE && record->len == 0) {
        value->text = dg_rows_text(cells, key);
    }
    return true;
}

bool
dg_cells_value(const struct dg_cells *cells, struct dg_cell_key key,
               bool passed, struct dg_saying *value)
{
    struct view view = view_of(cells, key, UINT64_MAX);
    return show_value(cells, key,
                      passed ? last_passed(&view) : last_value(&view), value);
}

bool
dg_cells_value_then(const struct dg_cells *cells, struct dg_cell_key key,
                    const struct dg_saying *last, bool passed,
                    struct dg_saying *value)
{
    struct view view = {cells, last->record};
    return show_value(cells, key,
                      passed ? last_passed(&view) : last_value(&view), value);
}

bool
dg_cells_last(const struct dg_cells *cells, struct dg_cell_key key,
              struct dg_saying *last)
{
    const struct dg_cell *cell = dg_cells_find(cells, key);
    if (!cell || !cell->last) {
        return false;
    }
    show(cells, cell->last, last);
    return true;
}

bool
dg_cells_before(const struct dg_cells *cells, struct dg_saying *saying)
{
    const struct dg_record *record = saying->record;
    if (!record || !record->before) {
        return false;
    }
    show(cells, record->before, saying);
    return true;
}

/* The first that was said after an entry. */
static uint32_t
first_again(const struct dg_cells *cells, uint64_t after)
{
    uint32_t low = 0, high = cells->again.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct dg_again *again = dg_chunks_at(&cells->again, middle);
        if (sequence_of(cells, again->record) > after) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

void
dg_cells_each_again(const struct dg_cells *cells, uint64_t after,
                    bool (*each)(void *ctx, struct dg_cell_key key,
                                 const struct dg_saying *saying),
                    void *ctx)
{
    for (uint32_t i = first_again(cells, after); i < cells->again.count; i++) {
        const struct dg_again *again = dg_chunks_at(&cells->again, i);
        const struct dg_cell *cell = dg_chunks_at(&cells->cells, again->cell);
        struct dg_saying saying;
        show(cells, again->record, &saying);
        if (!each(ctx, cell->key, &saying)) {
            return;
        }
    }
}

/* ---- what follows for slot and rows ------------------------------------- */

bool
dg_state_is_again(const struct dg_cells *cells, struct dg_cell_key key,
                  const struct dg_record *record)
{
    const struct dg_slot *slot = dg_cells_at(cells, key.slot);
    const struct dg_element *element =
        dg_dictionary_element(cells->dictionary, slot->element);
    dg_period period;
    return record->before || element->freshness > 0 ||
           element->derivation != DG_DERIVED_NOT ||
           !dg_element_period(element, slot->period, &period) ||
           (key.office >= DG_PLUGIN_TOWNS && element->space == DG_ROLLUP_SUM);
}

bool
dg_state_is_filled(const struct dg_cells *cells, const struct dg_cell *cell)
{
    struct dg_saying value;
    return dg_cells_value(cells, cell->key, false, &value);
}

static void
count(struct dg_cells *cells, const struct dg_cell *cell, bool filled)
{
    struct dg_slot *slot = dg_cells_at(cells, cell->key.slot);
    if (cell->key.subject != 0) {
        dg_rows_count(cells, cell->key, filled);
    } else if (filled) {
        roaring_bitmap_add(slot->answered, cell->key.office);
    } else {
        roaring_bitmap_remove(slot->answered, cell->key.office);
    }
}

void
dg_state_update(struct dg_cells *cells, const struct dg_cell *cell, bool was)
{
    bool is = dg_state_is_filled(cells, cell);
    if (is != was) {
        count(cells, cell, is);
    }
}

void
dg_state_discount(struct dg_cells *cells, const struct dg_cell *cell)
{
    if (dg_state_is_filled(cells, cell)) {
        count(cells, cell, false);
    }
}

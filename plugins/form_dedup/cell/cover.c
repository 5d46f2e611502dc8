/* SPDX-License-Identifier: Apache-2.0 */
/* Of which offices a cell need not be asked: its value is known, or follows
 * from cells that are asked or answered. What the value is, derive.c says. */
#include "plugins/form_dedup/cell/cell.h"
#include "plugins/form_dedup/cell/store.h"

#define DEPTH_MAX 16 /* of derivations of derivations */

struct cover {
    const struct dg_cells *cells;
    const struct dg_cover_question *question;
    bool failed;
};

static void
free_set(roaring_bitmap_t *set)
{
    if (set) {
        roaring_bitmap_free(set);
    }
}

/* Offices that have, or will have, a value of that very period: who is known by
 * an older one is not asked, and will have none. */
static bool
add_filled(const struct cover *cover, uint32_t element, dg_period period,
           roaring_bitmap_t *filled)
{
    const struct dg_cover_question *q = cover->question;
    bool along = q->along && q->along(q->ctx, element, period);
    uint32_t number = dg_cells_slot(cover->cells, element, period);
    const struct dg_slot *slot =
        number == DG_SLOT_NONE ? NULL : dg_cells_at(cover->cells, number);
    roaring_bitmap_t *known, *asked;
    if (q->now && slot) {
        roaring_bitmap_or_inplace(filled, slot->answered);
    }
    if (q->now || (!slot && !along)) {
        return true;
    }
    asked = along ? roaring_bitmap_copy(q->of) : roaring_bitmap_create();
    if (asked && slot) {
        roaring_bitmap_or_inplace(asked, slot->asked);
    }
    known =
        asked ? dg_derive_known(cover->cells, element, period, asked) : NULL;
    if (known) {
        roaring_bitmap_andnot_inplace(asked, known);
        roaring_bitmap_or_inplace(filled, asked);
    }
    if (known && slot) {
        roaring_bitmap_or_inplace(filled, slot->answered);
    }
    free_set(asked);
    free_set(known);
    return known != NULL; /* where it was, nothing failed */
}

/* Leaves in those only who are filled, or are among more (may be NULL). */
static void
keep_filled(struct cover *cover, uint32_t element, dg_period period,
            const roaring_bitmap_t *more, roaring_bitmap_t *offices)
{
    roaring_bitmap_t *filled =
        more ? roaring_bitmap_copy(more) : roaring_bitmap_create();
    if (!filled || !add_filled(cover, element, period, filled)) {
        cover->failed = true;
    } else {
        roaring_bitmap_and_inplace(offices, filled);
    }
    free_set(filled);
}

static roaring_bitmap_t *
copy_offices(struct cover *cover, const roaring_bitmap_t *from)
{
    roaring_bitmap_t *copy = roaring_bitmap_copy(from);
    cover->failed = cover->failed || !copy;
    return copy;
}

static roaring_bitmap_t *cover_parts(struct cover *cover,
                                     const struct dg_element *element,
                                     dg_period period, int depth);

/* A cell is filled in itself, or follows in its turn. */
static void
keep_cell(struct cover *cover, const struct dg_element *element,
          dg_period period, int depth, roaring_bitmap_t *offices)
{
    roaring_bitmap_t *more =
        element->derivation != DG_DERIVED_NOT && depth < DEPTH_MAX
            ? cover_parts(cover, element, period, depth + 1)
            : NULL;
    keep_filled(cover, element->number, period, more, offices);
    free_set(more);
}

/* As that, where an older value that still holds does, too. */
static void
keep_held(struct cover *cover, const struct dg_element *element,
          dg_period period, roaring_bitmap_t *offices)
{
    roaring_bitmap_t *known =
        dg_derive_known(cover->cells, element->number, period, offices);
    roaring_bitmap_t *held = copy_offices(cover, offices);
    if (known && held) {
        keep_cell(cover, element, period, 0, held);
        roaring_bitmap_or_inplace(held, known);
        roaring_bitmap_and_inplace(offices, held);
    } else {
        cover->failed = true;
    }
    free_set(held);
    free_set(known);
}

/* Of the part periods that the roll-up needs: all of a sum, the last of what
 * stands or runs on, and of a difference the one before the period, too, unless
 * the year begins with it. */
static roaring_bitmap_t *
cover_time(struct cover *cover, const struct dg_element *element,
           dg_period period, enum dg_rollup rollup)
{
    dg_period first, before;
    uint32_t count = dg_period_parts(period, element->period, &first);
    roaring_bitmap_t *covered;
    if (count == 0) {
        return roaring_bitmap_create();
    }
    covered = copy_offices(cover, cover->question->of);
    if (covered && rollup == DG_ROLLUP_LAST) {
        keep_held(cover, element, first + count - 1, covered);
        return covered;
    }
    for (uint32_t i = rollup == DG_ROLLUP_SUM ? 0 : count - 1;
         i < count && covered && !roaring_bitmap_is_empty(covered); i++) {
        keep_cell(cover, element, first + i, 0, covered);
    }
    if (covered && rollup == DG_ROLLUP_DIFFERENCE &&
        dg_period_before(first, true, &before)) {
        keep_cell(cover, element, before, 0, covered);
    }
    return covered;
}

/* Of the same period; of a part without periods its only one. */
static void
keep_part(struct cover *cover, const struct dg_element *part, dg_period period,
          int depth, roaring_bitmap_t *offices)
{
    dg_period own;
    if (dg_element_period(part, period, &own)) {
        keep_cell(cover, part, own, depth, offices);
    } else {
        roaring_bitmap_clear(offices);
    }
}

static roaring_bitmap_t *
cover_parts(struct cover *cover, const struct dg_element *element,
            dg_period period, int depth)
{
    const struct dg_dictionary *dictionary = cover->cells->dictionary;
    roaring_bitmap_t *covered = copy_offices(cover, cover->question->of);
    bool ageless = element->derivation == DG_DERIVED_AGE &&
                   dg_period_last_day(period) == INT32_MAX;
    if (covered && (element->part_count == 0 || ageless)) {
        roaring_bitmap_clear(covered);
    }
    for (uint32_t i = 0; i < element->part_count && covered &&
                         !roaring_bitmap_is_empty(covered);
         i++) {
        const struct dg_element *part = dg_dictionary_element(
            dictionary, dg_dictionary_into(dictionary, element->parts[i]));
        dg_period before;
        keep_part(cover, part, period, depth, covered);
        if (element->derivation == DG_DERIVED_DIFFERENCE &&
            dg_period_before(period, true, &before)) {
            keep_part(cover, part, before, depth, covered);
        }
    }
    return covered;
}

roaring_bitmap_t *
dg_derive_covered(const struct dg_cells *cells,
                  const struct dg_cover_question *question)
{
    const struct dg_element *what =
        dg_dictionary_element(cells->dictionary, question->element);
    struct cover cover = {cells, question, false};
    roaring_bitmap_t *covered;
    if (question->rollup != DG_ROLLUP_NONE) {
        covered = cover_time(&cover, what, question->period, question->rollup);
    } else if (what->derivation != DG_DERIVED_NOT && what->part_count > 0) {
        covered = cover_parts(&cover, what, question->period, 0);
    } else {
        return roaring_bitmap_create();
    }
    if (cover.failed && covered) {
        roaring_bitmap_free(covered);
        covered = NULL;
    }
    return covered;
}

roaring_bitmap_t *
dg_derive_known(const struct dg_cells *cells, uint32_t element,
                dg_period period, const roaring_bitmap_t *of)
{
    const struct dg_element *what =
        dg_dictionary_element(cells->dictionary, element);
    roaring_bitmap_t *known = roaring_bitmap_create();
    unsigned ages =
        dg_period_kind(period) == what->period ? what->freshness : 0;
    dg_period at = period;
    for (unsigned age = 0; known && age <= ages; age++) {
        uint32_t slot = dg_cells_slot(cells, element, at);
        if (slot != DG_SLOT_NONE) {
            roaring_bitmap_or_inplace(known,
                                      dg_cells_at(cells, slot)->answered);
        }
        if (!dg_period_before(at, false, &at)) {
            break;
        }
    }
    if (known) {
        roaring_bitmap_and_inplace(known, of);
    }
    return known;
}

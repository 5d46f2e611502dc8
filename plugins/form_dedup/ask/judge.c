/* SPDX-License-Identifier: Apache-2.0 */
/* Counts what of a form is new, asked already, known, or follows. Known comes
 * before asked, and asked before what follows, so that each office is in one
 * class. */
#include "plugins/form_dedup/ask/judge.h"

#include <stdlib.h>
#include <string.h>

/* ---- what stands twice -------------------------------------------------- */

static struct seen_key *
find_seen(const struct seen *seen, struct seen_key key)
{
    uint32_t at = (key.element * 2654435761u + key.period) & (seen->room - 1);
    while (seen->keys[at].element != DG_ELEMENT_NONE &&
           (seen->keys[at].element != key.element ||
            seen->keys[at].period != key.period)) {
        at = (at + 1) & (seen->room - 1);
    }
    return &seen->keys[at];
}

/* Room for so many more. */
static bool
make_room(struct seen *seen, uint32_t more)
{
    struct seen grown = {NULL, seen->count, seen->room ? seen->room : 32};
    while (grown.room < 2 * (seen->count + more)) {
        grown.room *= 2;
    }
    if (seen->keys && grown.room == seen->room) {
        return true;
    }
    grown.keys = malloc(grown.room * sizeof *grown.keys);
    if (!grown.keys) {
        return false;
    }
    memset(grown.keys, 0xff, grown.room * sizeof *grown.keys);
    for (uint32_t i = 0; i < seen->room; i++) {
        if (seen->keys[i].element != DG_ELEMENT_NONE) {
            *find_seen(&grown, seen->keys[i]) = seen->keys[i];
        }
    }
    free(seen->keys);
    *seen = grown;
    return true;
}

/* True if it was there already. */
static bool
see(struct seen *seen, uint32_t element, dg_period period)
{
    struct seen_key *key = find_seen(seen, (struct seen_key){element, period});
    bool was = key->element != DG_ELEMENT_NONE;
    *key = (struct seen_key){element, period};
    seen->count += !was;
    return was;
}

/* ---- sets --------------------------------------------------------------- */

/* The only open ask of the group is the task's own. */
static bool
is_own(const struct group *group, uint64_t task)
{
    for (uint32_t i = 0; i < group->asker_count; i++) {
        const struct ask *last = group->askers[i].last;
        if (last && (group->shown.open > 1 || last->shown.task != task)) {
            return false;
        }
    }
    return true;
}

/* Who is asked, and not by the task that is amended; NULL without memory. */
static roaring_bitmap_t *
ask_others(const struct judged *judged, const struct dg_slot *slot)
{
    roaring_bitmap_t *asked;
    if (!judged->amends) {
        return roaring_bitmap_and(slot->asked, judged->of);
    }
    asked = roaring_bitmap_create();
    for (uint32_t i = 0; asked && i < slot->group_count; i++) {
        const struct group *group = judged->asks->groups[slot->groups[i]];
        if (group->shown.open > 0 && !is_own(group, judged->amends)) {
            roaring_bitmap_or_inplace(asked, group->shown.offices);
        }
    }
    if (asked) {
        roaring_bitmap_and_inplace(asked, judged->of);
    }
    return asked;
}

/* These are of the class; keeps or frees them. False without memory. */
static bool
count_some(const struct judged *judged, roaring_bitmap_t *some,
           struct counted *counted, enum class class)
{
    uint32_t count;
    if (!some) {
        return false;
    }
    count = (uint32_t) roaring_bitmap_get_cardinality(some);
    counted->offices[class] = count;
    if (count > 0 && count < judged->office_count) {
        counted->some[class] = some;
    } else {
        roaring_bitmap_free(some);
    }
    return true;
}

/* Takes some out of left: those that were there are of the class. */
static bool
take_out(const struct judged *judged, roaring_bitmap_t *left,
         roaring_bitmap_t *some, struct counted *counted, enum class class)
{
    if (!some) {
        return false;
    }
    roaring_bitmap_and_inplace(some, left);
    if (!roaring_bitmap_is_empty(some)) {
        roaring_bitmap_andnot_inplace(left, some);
    }
    return count_some(judged, some, counted, class);
}

/* ---- columns of lists --------------------------------------------------- */

/* Elements of a column and of its list's key. */
struct column {
    uint32_t key, own;
};

static const struct dg_form_field *
find_key(const struct dg_form *form, const struct dg_form_field *field)
{
    return field->list < 0 ? field
                           : &form->fields[form->lists[field->list].key];
}

/* Every row that a list has as of a period has the column, too. */
static bool
has_column(const struct dg_cells *cells, const struct column *column,
           dg_period at, uint32_t office)
{
    uint32_t key = dg_cells_slot(cells, column->key, at);
    uint32_t own = dg_cells_slot(cells, column->own, at);
    uint32_t rows = dg_cells_rows(cells, key, office);
    return rows == 0 ||
           (own != DG_SLOT_NONE && dg_cells_rows(cells, own, office) >= rows);
}

/* Of which offices a column of a list is known: their list is, and all of its
 * rows have it. */
static roaring_bitmap_t *
know_column(const struct dg_cells *cells, const struct column *column,
            dg_period period, const roaring_bitmap_t *known)
{
    roaring_bitmap_t *with = roaring_bitmap_create();
    roaring_uint32_iterator_t office;
    roaring_init_iterator(known, &office);
    for (; with && office.has_value; roaring_advance_uint32_iterator(&office)) {
        dg_period at = period;
        uint32_t slot = dg_cells_slot(cells, column->key, at);
        while ((slot == DG_SLOT_NONE ||
                !roaring_bitmap_contains(dg_cells_at(cells, slot)->answered,
                                         office.current_value)) &&
               dg_period_before(at, false, &at)) {
            slot = dg_cells_slot(cells, column->key, at);
        }
        if (slot != DG_SLOT_NONE &&
            has_column(cells, column, at, office.current_value)) {
            roaring_bitmap_add(with, office.current_value);
        }
    }
    return with;
}

/* Offices whose value of the field is known. */
static roaring_bitmap_t *
know(const struct judged *judged, const struct dg_form_field *field,
     dg_period period)
{
    const struct dg_cells *cells = judged->asks->cells;
    const struct dg_form_field *key = find_key(judged->form, field);
    const struct column column = {key->element, field->element};
    roaring_bitmap_t *known, *with;
    if (key->element == DG_ELEMENT_NONE) {
        return roaring_bitmap_create();
    }
    known = dg_derive_known(cells, key->element, period, judged->of);
    if (!known || key == field) {
        return known;
    }
    with = know_column(cells, &column, period, known);
    roaring_bitmap_free(known);
    return with;
}

/* ---- a field ------------------------------------------------------------ */

/* The oldest period whose values were taken. */
static dg_period
find_age(const struct judged *judged, const struct dg_element *element,
         dg_period period)
{
    const struct dg_cells *cells = judged->asks->cells;
    dg_period at = period, as_of = period;
    for (unsigned age = 0; age <= element->freshness; age++) {
        uint32_t slot = dg_cells_slot(cells, element->number, at);
        if (slot != DG_SLOT_NONE &&
            roaring_bitmap_intersect(dg_cells_at(cells, slot)->answered,
                                     judged->of)) {
            as_of = at;
        }
        if (!dg_period_before(at, false, &at)) {
            break;
        }
    }
    return as_of;
}

/* The form itself asks it. */
static bool
is_along(const void *ctx, uint32_t element, dg_period period)
{
    const struct judged *judged = ctx;
    const struct dg_form *form = judged->form;
    dg_period of;
    for (uint32_t i = 0; i < form->plain_count; i++) {
        if (form->fields[i].element == element &&
            dg_group_period(judged->asks, &form->fields[i], judged->period,
                            &of) &&
            of == period) {
            return true;
        }
    }
    return false;
}

/* One whose cells may be asked, answered or follow. */
static bool
count_sets(const struct judged *judged, const struct dg_form_field *field,
           dg_period period, struct counted *counted)
{
    struct dg_asks *asks = judged->asks;
    const struct dg_element *element =
        dg_dictionary_element(asks->dictionary, field->element);
    roaring_bitmap_t *left = roaring_bitmap_copy(judged->of);
    uint32_t *offices = counted->offices;
    bool done = left && take_out(judged, left, know(judged, field, period),
                                 counted, CLASS_KNOWN);
    if (done && counted->slot != DG_SLOT_NONE) {
        const struct dg_slot *slot = dg_cells_at(asks->cells, counted->slot);
        done = take_out(judged, left, ask_others(judged, slot), counted,
                        CLASS_SHARED);
    }
    if (done && !roaring_bitmap_is_empty(left)) {
        const struct dg_cover_question question = {.element = field->element,
                                                   .period = period,
                                                   .rollup = field->rollup,
                                                   .of = left,
                                                   .along = is_along,
                                                   .ctx = judged};
        done = take_out(judged, left, dg_derive_covered(asks->cells, &question),
                        counted, CLASS_DERIVABLE);
    }
    if (offices[CLASS_KNOWN] > 0) {
        counted->as_of = find_age(judged, element, period);
    }
    offices[CLASS_NEW] = judged->office_count - offices[CLASS_KNOWN] -
                         offices[CLASS_SHARED] - offices[CLASS_DERIVABLE];
    if (left) {
        roaring_bitmap_free(left);
    }
    return done;
}

/* Nothing was ever said of it, and it follows from nothing. */
static bool
is_plain(const struct judged *judged, const struct dg_form_field *field,
         const struct counted *counted)
{
    const struct dg_element *element =
        dg_dictionary_element(judged->asks->dictionary, field->element);
    return field->rollup == DG_ROLLUP_NONE &&
           find_key(judged->form, field) == field &&
           element->derivation == DG_DERIVED_NOT && element->freshness == 0 &&
           !judged->amends &&
           (counted->slot == DG_SLOT_NONE ||
            roaring_bitmap_is_empty(
                dg_cells_at(judged->asks->cells, counted->slot)->answered));
}

/* It stands in the task before: what were new is asked there. */
static bool
share_rest(const struct judged *judged, struct counted *counted)
{
    uint32_t *offices = counted->offices;
    roaring_bitmap_t *rest;
    if (offices[CLASS_NEW] == 0) {
        return true;
    }
    rest = roaring_bitmap_copy(judged->of);
    for (enum class class = CLASS_NEW; rest && class < CLASS_COUNT; class ++) {
        if (class != CLASS_SHARED && counted->some[class]) {
            roaring_bitmap_andnot_inplace(rest, counted->some[class]);
        }
    }
    if (counted->some[CLASS_SHARED]) {
        roaring_bitmap_free(counted->some[CLASS_SHARED]);
        counted->some[CLASS_SHARED] = NULL;
    }
    offices[CLASS_NEW] = 0;
    return count_some(judged, rest, counted, CLASS_SHARED);
}

/* Of one that was never answered and follows from nothing. */
static bool
count_plain(const struct judged *judged, struct counted *counted)
{
    const roaring_bitmap_t *asked =
        dg_cells_at(judged->asks->cells, counted->slot)->asked;
    uint32_t *offices = counted->offices;
    offices[CLASS_SHARED] =
        (uint32_t) roaring_bitmap_and_cardinality(asked, judged->of);
    offices[CLASS_NEW] -= offices[CLASS_SHARED];
    return offices[CLASS_SHARED] == 0 || offices[CLASS_NEW] == 0 ||
           count_some(judged, roaring_bitmap_and(asked, judged->of), counted,
                      CLASS_SHARED);
}

static bool
count_field(struct judged *judged, const struct dg_form_field *field,
            struct counted *counted)
{
    struct dg_cells *cells = judged->asks->cells;
    uint32_t *offices = counted->offices;
    dg_period period;
    *counted = (struct counted){.slot = DG_SLOT_NONE};
    offices[CLASS_NEW] = judged->office_count;
    counted->fits =
        dg_group_period(judged->asks, field, judged->period, &period);
    if (field->element == DG_ELEMENT_NONE || !counted->fits) {
        return true;
    }
    counted->slot = dg_cells_slot(cells, field->element, period);
    if (!is_plain(judged, field, counted)) {
        if (!count_sets(judged, field, period, counted)) {
            return false;
        }
    } else if (counted->slot != DG_SLOT_NONE && !count_plain(judged, counted)) {
        return false;
    }
    return !see(&judged->seen, field->element, period) ||
           share_rest(judged, counted);
}

/* ---- a form ------------------------------------------------------------- */

void
dg_judge_begin(struct judged *judged, struct dg_asks *asks,
               const roaring_bitmap_t *of, dg_period period)
{
    *judged = (struct judged){
        .asks = asks,
        .of = of,
        .office_count = (uint32_t) roaring_bitmap_get_cardinality(of),
        .period = period,
    };
}

static void
drop_fields(struct judged *judged)
{
    for (uint32_t i = 0; i < judged->field_count; i++) {
        for (int class = 0; class < CLASS_COUNT; class ++) {
            if (judged->fields[i].some[class]) {
                roaring_bitmap_free(judged->fields[i].some[class]);
            }
        }
    }
    judged->field_count = 0;
}

bool
dg_judge_form(struct judged *judged, const struct dg_form *form)
{
    uint32_t count = form->field_count;
    drop_fields(judged);
    if (count > judged->field_room) {
        struct counted *grown = realloc(judged->fields, count * sizeof *grown);
        if (!grown) {
            return false;
        }
        judged->fields = grown;
        judged->field_room = count;
    }
    if (!make_room(&judged->seen, count)) {
        return false;
    }
    judged->form = form;
    while (judged->field_count < count) {
        uint32_t i = judged->field_count++;
        if (!count_field(judged, &form->fields[i], &judged->fields[i])) {
            return false;
        }
    }
    return true;
}

uint32_t
dg_judge_fields(const struct judged *judged, enum class class)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < judged->form->field_count; i++) {
        count += judged->fields[i].offices[class] > 0;
    }
    return count;
}

void
dg_judge_finish(struct judged *judged)
{
    drop_fields(judged);
    free(judged->seen.keys);
    free(judged->fields);
}

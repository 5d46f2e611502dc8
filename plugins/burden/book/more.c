/* SPDX-License-Identifier: Apache-2.0 */
/* Adds what an attempt asked more than is counted, row by row and office by
 * office; which attempt, and with which cause, surplus.c decides. */
#include "plugins/burden/book/more.h"

static uint32_t
price_of(const struct dg_evaluation *e, uint16_t row)
{
    return dg_tariff_minutes(e->book->tariffs, e->ask->tariff, row);
}

/* What is counted already, there or at all; false without memory. */
static bool
count_so_far(const struct dg_evaluation *e, const struct dg_more *s, bool there,
             dg_hundredths *sum)
{
    *sum = 0;
    for (uint32_t i = 0; i < e->count; i++) {
        const struct dg_emitted *emitted = &e->emitted[i];
        uint32_t place = emitted->place;
        if (there) {
            place = dg_place_and(e->book->places, place, s->place);
        }
        if (place == DG_PLACE_NONE) {
            return false;
        }
        *sum += (dg_hundredths) emitted->quantity *
                dg_place_count(e->book->places, place) *
                price_of(e, emitted->row);
    }
    return true;
}

static dg_hundredths
relief_so_far(const struct dg_evaluation *e)
{
    dg_hundredths sum = 0;
    for (uint32_t i = 0; i < e->count; i++) {
        const struct dg_emitted *at = &e->emitted[i];
        if (e->book->causes[at->cause].fate == DG_FATE_AVOIDED) {
            sum += (dg_hundredths) at->quantity *
                   dg_place_count(e->book->places, at->place) *
                   price_of(e, at->row);
        }
    }
    return sum;
}

/* At each office. */
static uint64_t
scaled_row(const struct dg_evaluation *e, const struct dg_more *s,
           uint32_t *line)
{
    return dg_sheet_row(e->book->places, s->sheet, line) * s->by / s->of;
}

static bool
measure_taken(struct dg_evaluation *e, struct dg_more *s)
{
    s->taken = 0;
    for (uint32_t i = 0; i < s->sheet->count; i++) {
        const struct dg_line *line = &s->sheet->lines[i];
        uint32_t at = dg_place_and(e->book->places, line->place, s->kept);
        if (at == DG_PLACE_NONE) {
            return false;
        }
        if (line->cause != DG_CAUSE_ASKED) {
            s->taken += (dg_hundredths) line->quantity *
                        dg_place_count(e->book->places, at) *
                        price_of(e, line->row);
        }
    }
    return true;
}

bool
dg_more_measure(struct dg_evaluation *e, struct dg_more *s)
{
    uint32_t at = dg_place_and(e->book->places, s->sheet->place, s->place);
    s->minutes = 0;
    if (at == DG_PLACE_NONE) {
        return false;
    }
    for (uint32_t line = 0; line < s->sheet->count;) {
        uint16_t row = s->sheet->lines[line].row;
        s->minutes += (dg_hundredths) scaled_row(e, s, &line) *
                      dg_place_count(e->book->places, at) * price_of(e, row);
    }
    return measure_taken(e, s);
}

/* ---- adding -------------------------------------------------------------- */

static bool
emit(struct dg_evaluation *e, const struct dg_more *s, struct dg_emitted more)
{
    struct dg_places *places = e->book->places;
    uint32_t place = more.place;
    more.cause = s->cause;
    if (s->relief == DG_PLACE_NONE || place == DG_PLACE_NONE) {
        return dg_evaluation_emit(e, more);
    }
    more.place = dg_place_and(places, place, s->relief);
    if (!dg_evaluation_emit(e, more)) {
        return false;
    }
    more.cause = s->other;
    more.place = dg_place_minus(places, place, s->relief);
    return dg_evaluation_emit(e, more);
}

/* What does not make a whole thing more at every office of step: one more at
 * the first, and the rest at the one after. Takes what it adds off left. */
static bool
add_part(struct dg_evaluation *e, const struct dg_more *s, uint16_t row,
         uint32_t place, dg_hundredths *left)
{
    struct dg_places *places = e->book->places;
    uint32_t price = price_of(e, row), offices = (uint32_t) (*left / price);
    dg_hundredths part = *left % price;
    uint32_t first = dg_place_first(places, place, offices), next;
    uint16_t rest =
        dg_tariff_rest(dg_tariff_row_dimension(e->book->tariffs, row));
    if (!emit(e, s, (struct dg_emitted){row, 0, first, 1})) {
        return false;
    }
    *left = s->whole ? part : 0;
    if (part == 0 || s->whole) {
        return true;
    }
    next = dg_place_first(places, place, offices + 1);
    if (next == DG_PLACE_NONE || first == DG_PLACE_NONE) {
        return false;
    }
    return emit(e, s,
                (struct dg_emitted){rest, 0,
                                    dg_place_minus(places, next, first),
                                    (uint64_t) part});
}

static bool
add_step(struct dg_evaluation *e, const struct dg_more *s, uint16_t row,
         struct dg_step step, dg_hundredths *left)
{
    uint32_t price = price_of(e, row);
    dg_hundredths layer =
        (dg_hundredths) price * dg_place_count(e->book->places, step.place);
    uint64_t whole = step.value;
    if (price == 0 || *left == 0) {
        return true;
    }
    if (*left / layer < whole) {
        whole = (uint64_t) (*left / layer);
    }
    if (!emit(e, s, (struct dg_emitted){row, 0, step.place, whole})) {
        return false;
    }
    *left -= layer * whole;
    if (whole == step.value || *left == 0) {
        return true;
    }
    return add_part(e, s, row, step.place, left);
}

/* What it has more of a row than is counted, office by office, as budget. */
static bool
look_over(struct dg_evaluation *e, const struct dg_more *s, uint32_t line)
{
    struct dg_places *places = e->book->places;
    struct dg_steps *asked = &e->work[DG_WORK_LINE];
    struct dg_steps *so_far = &e->work[DG_WORK_SO_FAR];
    uint16_t row = s->sheet->lines[line].row;
    uint64_t quantity = scaled_row(e, s, &line);
    dg_steps_clear(asked);
    return dg_steps_put(places, asked,
                        dg_place_and(places, s->sheet->place, s->place),
                        quantity) &&
           dg_evaluation_so_far(e, row, so_far) &&
           dg_steps_combine(places, DG_STEPS_OVER, asked, so_far,
                            &e->work[DG_WORK_BUDGET]);
}

static bool
add_steps(struct dg_evaluation *e, const struct dg_more *s, uint16_t row,
          const struct dg_steps *steps, dg_hundredths *left)
{
    for (uint32_t i = 0; i < steps->count; i++) {
        if (!add_step(e, s, row, steps->items[i], left)) {
            return false;
        }
    }
    return true;
}

/* Minutes that may be added, and of them as what effects took off. */
struct allowance {
    dg_hundredths left, relief;
};

/* As much of a line as is in the budget, with the effect that took it off. */
static bool
add_line(struct dg_evaluation *e, const struct dg_more *s,
         const struct dg_line *line, struct allowance *may)
{
    struct dg_more by = *s;
    dg_hundredths most = may->relief < may->left ? may->relief : may->left;
    dg_hundredths left = most;
    by.cause = line->cause;
    by.whole = may->relief < may->left;
    if (!dg_evaluation_take(e, line, s->kept) ||
        !add_steps(e, &by, line->row, &e->work[DG_WORK_TAKEN], &left)) {
        return false;
    }
    may->left -= most - left;
    may->relief -= most - left;
    return true;
}

/* First what effects had taken off it; moves behind the row. */
static bool
add_row(struct dg_evaluation *e, const struct dg_more *s, uint32_t *line,
        struct allowance *may)
{
    uint32_t first = *line;
    uint16_t row = s->sheet->lines[first].row;
    scaled_row(e, s, line);
    if (!look_over(e, s, first)) {
        return false;
    }
    if (may->relief > 0) {
        for (uint32_t i = first; i < *line; i++) {
            const struct dg_line *at = &s->sheet->lines[i];
            if (at->cause != DG_CAUSE_ASKED && !add_line(e, s, at, may)) {
                return false;
            }
        }
        if (!look_over(e, s, first)) {
            return false;
        }
    }
    return add_steps(e, s, row, &e->work[DG_WORK_BUDGET], &may->left);
}

bool
dg_more_add(struct dg_evaluation *e, const struct dg_more *s)
{
    dg_hundredths before, all, relief;
    struct allowance may = {0};
    if (!s->found) {
        return true;
    }
    if (!count_so_far(e, s, s->there, &before) ||
        !count_so_far(e, s, false, &all)) {
        return false;
    }
    if (s->minutes <= before || (s->most > 0 && s->most <= all)) {
        return true;
    }
    may.left = s->minutes - before;
    if (s->most > 0 && may.left > s->most - all) {
        may.left = s->most - all;
    }
    relief = relief_so_far(e);
    may.relief = s->taken > relief ? s->taken - relief : 0;
    for (uint32_t line = 0; line < s->sheet->count && may.left > 0;) {
        if (!add_row(e, s, &line, &may)) {
            return false;
        }
    }
    return true;
}

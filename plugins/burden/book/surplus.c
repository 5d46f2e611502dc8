/* SPDX-License-Identifier: Apache-2.0 */
/* What attempts asked above all that is counted: of those that stood with the
 * cause that took them back, of those that were refused with what refused them,
 * of the others outside. Each kind adds only what its largest has more, in
 * minutes, than all before it: so refusing often saves once, and what was
 * admitted and given up again is no relief. */
#include "plugins/burden/book/evaluate.h"

/* Rows that may be added, at which causes. */
struct surplus {
    const struct dg_sheet *sheet;
    uint32_t place;        /* of it only there */
    bool there;            /* what is counted is compared there alone */
    uint64_t by, of;       /* scale of quantities */
    uint16_t cause;        /* there where it is relief … */
    uint32_t relief;       /* (NONE: everywhere) */
    uint16_t other;        /* … and elsewhere */
    dg_hundredths minutes; /* all it asks */
    dg_hundredths most;    /* all that may be counted with it; 0: no limit */
    bool found;
};

static uint32_t
price_of(const struct dg_evaluation *e, uint16_t row)
{
    return dg_tariff_minutes(e->book->tariffs, e->ask->tariff, row);
}

/* What is counted already, there or at all; false without memory. */
static bool
count_so_far(const struct dg_evaluation *e, const struct surplus *s, bool there,
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

/* At each office. */
static uint64_t
scaled_row(const struct dg_evaluation *e, const struct surplus *s,
           uint32_t *line)
{
    return dg_sheet_row(e->book->places, s->sheet, line) * s->by / s->of;
}

/* Sets its minutes; false without memory. */
static bool
measure(struct dg_evaluation *e, struct surplus *s)
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
    return true;
}

/* ---- adding -------------------------------------------------------------- */

static bool
emit(struct dg_evaluation *e, const struct surplus *s, struct dg_emitted more)
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
 * the first, and the rest at the one after. */
static bool
add_part(struct dg_evaluation *e, const struct surplus *s, uint16_t row,
         uint32_t place, dg_hundredths left)
{
    struct dg_places *places = e->book->places;
    uint32_t price = price_of(e, row), offices = (uint32_t) (left / price);
    uint32_t first = dg_place_first(places, place, offices), next;
    uint16_t rest =
        dg_tariff_rest(dg_tariff_row_dimension(e->book->tariffs, row));
    if (!emit(e, s, (struct dg_emitted){row, 0, first, 1})) {
        return false;
    }
    left -= (dg_hundredths) offices * price;
    if (left == 0) {
        return true;
    }
    next = dg_place_first(places, place, offices + 1);
    if (next == DG_PLACE_NONE || first == DG_PLACE_NONE) {
        return false;
    }
    return emit(e, s,
                (struct dg_emitted){rest, 0,
                                    dg_place_minus(places, next, first),
                                    (uint64_t) left});
}

/* Takes what it adds off left. */
static bool
add_step(struct dg_evaluation *e, const struct surplus *s, uint16_t row,
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
    if (!add_part(e, s, row, step.place, *left)) {
        return false;
    }
    *left = 0;
    return true;
}

/* Row by row, what it has more, until the minutes differ no more. */
static bool
add(struct dg_evaluation *e, const struct surplus *s)
{
    struct dg_places *places = e->book->places;
    struct dg_steps *asked = &e->work[DG_WORK_LINE];
    struct dg_steps *so_far = &e->work[DG_WORK_SO_FAR];
    struct dg_steps *over = &e->work[DG_WORK_TAKEN];
    dg_hundredths before, all, left;
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
    left = s->minutes - before;
    if (s->most > 0 && left > s->most - all) {
        left = s->most - all;
    }
    for (uint32_t line = 0; line < s->sheet->count && left > 0;) {
        uint16_t row = s->sheet->lines[line].row;
        uint64_t quantity = scaled_row(e, s, &line);
        dg_steps_clear(asked);
        if (!dg_steps_put(places, asked,
                          dg_place_and(places, s->sheet->place, s->place),
                          quantity) ||
            !dg_evaluation_so_far(e, row, so_far) ||
            !dg_steps_combine(places, DG_STEPS_OVER, asked, so_far, over)) {
            return false;
        }
        for (uint32_t i = 0; i < over->count; i++) {
            if (!add_step(e, s, row, over->items[i], &left)) {
                return false;
            }
        }
    }
    return true;
}

/* ---- finding the largest ------------------------------------------------- */

/* The earlier of equal ones stays. */
static bool
keep_larger(struct dg_evaluation *e, struct surplus *largest,
            struct surplus candidate)
{
    if (!measure(e, &candidate)) {
        return false;
    }
    if (!largest->found || candidate.minutes > largest->minutes) {
        *largest = candidate;
        largest->found = true;
    }
    return true;
}

/* A content that stood, but the last; there: where it is borne no more. */
static bool
look_at(struct dg_evaluation *e, uint32_t index, bool there,
        struct surplus *out)
{
    const struct dg_bearing *bearing = &e->bearings[index];
    *out = (struct surplus){.sheet = bearing->attempt->sheet,
                            .place = bearing->place,
                            .there = there,
                            .by = 1,
                            .of = 1,
                            .cause = bearing->cause,
                            .relief = DG_PLACE_NONE,
                            .found = bearing->attempt->periods == 0 &&
                                     bearing->cause != DG_CAUSE_ASKED};
    if (there) {
        out->place =
            dg_place_minus(e->book->places, bearing->place, bearing->at);
    }
    return out->place != DG_PLACE_NONE && measure(e, out);
}

/* The later first, where they are borne no more, so that each adds what was
 * taken back from it; together not more than the largest of them asked, which
 * at last adds what is missing. */
static bool
add_stood(struct dg_evaluation *e)
{
    struct surplus largest = {.found = false}, stood;
    for (uint32_t i = 0; i + 1 < e->bearing_count; i++) {
        if (!look_at(e, i, false, &stood)) {
            return false;
        }
        if (stood.found &&
            (!largest.found || stood.minutes > largest.minutes)) {
            largest = stood;
        }
    }
    for (uint32_t i = e->bearing_count - 1; i-- > 0;) {
        if (!look_at(e, i, true, &stood)) {
            return false;
        }
        stood.most = largest.minutes;
        if (!add(e, &stood)) {
            return false;
        }
    }
    return add(e, &largest);
}

/* Minutes that were refused are relief where somebody bears what was admitted
 * instead. */
static bool
find_refused(struct dg_evaluation *e, struct surplus *out)
{
    const struct dg_book *book = e->book;
    const struct dg_ask *ask = e->ask;
    const struct dg_bearing *last = &e->bearings[e->bearing_count - 1];
    struct surplus candidate = {
        .of = 1,
        .other = last->cause,
        .relief = last->cause == DG_CAUSE_ASKED ? DG_PLACE_NONE : last->at};
    for (uint32_t i = ask->attempt; i != DG_NONE; i = book->attempts[i].next) {
        const struct dg_attempt *attempt = &book->attempts[i];
        candidate.sheet = attempt->sheet;
        candidate.place = attempt->sheet->place;
        candidate.cause = attempt->cause;
        candidate.by = attempt->periods ? attempt->periods : 1;
        if (attempt->outcome == DG_OUTCOME_REFUSED &&
            !keep_larger(e, out, candidate)) {
            return false;
        }
    }
    if (ask->before != DG_NONE) {
        const struct dg_attempt *before = &book->attempts[ask->before];
        candidate.sheet = before->sheet;
        candidate.place = before->sheet->place;
        candidate.cause = before->cause;
        candidate.by = ask->scale_by;
        candidate.of = ask->scale_of;
        return keep_larger(e, out, candidate);
    }
    return true;
}

static bool
find_others(struct dg_evaluation *e, struct surplus *out)
{
    const struct dg_book *book = e->book;
    for (uint32_t i = e->ask->attempt; i != DG_NONE;
         i = book->attempts[i].next) {
        const struct dg_attempt *attempt = &book->attempts[i];
        bool waits = attempt->outcome == DG_OUTCOME_WAITS;
        const struct surplus candidate = {
            .sheet = attempt->sheet,
            .place = attempt->sheet->place,
            .by = attempt->periods ? attempt->periods : 1,
            .of = 1,
            .cause = waits ? e->waiting : attempt->cause,
            .relief = DG_PLACE_NONE};
        if ((waits || attempt->outcome == DG_OUTCOME_DROPPED) &&
            !keep_larger(e, out, candidate)) {
            return false;
        }
    }
    return true;
}

bool
dg_evaluation_surplus(struct dg_evaluation *e)
{
    struct surplus refused = {0}, others = {0};
    if (e->bearings[e->bearing_count - 1].attempt->periods > 0) {
        return true;
    }
    if (!add_stood(e) || !find_refused(e, &refused)) {
        return false;
    }
    if (refused.found) {
        refused.cause = dg_cause_turn(e->book, refused.cause, DG_FATE_AVOIDED);
        if (refused.cause == DG_CAUSE_FAILED) {
            return false;
        }
    }
    return add(e, &refused) && find_others(e, &others) && add(e, &others);
}

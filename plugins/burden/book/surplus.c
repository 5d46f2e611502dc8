/* SPDX-License-Identifier: Apache-2.0 */
/* What attempts asked above all that is counted: of those that stood with the
 * cause that took them back, of those that were refused with what refused them,
 * of the others outside. Each kind adds only what its largest has more, in
 * minutes, than all before it: so refusing often saves once, and what was
 * admitted and given up again is no relief. What effects had taken off a
 * content that stood stays theirs. */
#include "plugins/burden/book/more.h"

/* ---- finding the largest ------------------------------------------------- */

/* The earlier of equal ones stays. */
static bool
keep_larger(struct dg_evaluation *e, struct dg_more *largest,
            struct dg_more candidate)
{
    if (!dg_more_measure(e, &candidate)) {
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
        struct dg_more *out)
{
    const struct dg_bearing *bearing = &e->bearings[index];
    const struct dg_bearing *last = &e->bearings[e->bearing_count - 1];
    bool same = bearing->attempt->task == last->attempt->task;
    *out = (struct dg_more){.sheet = bearing->attempt->sheet,
                            .place = bearing->place,
                            .there = there,
                            .by = 1,
                            .of = 1,
                            .cause = bearing->cause,
                            .relief = DG_PLACE_NONE,
                            .kept = same ? last->at : DG_PLACE_NOWHERE,
                            .found = bearing->attempt->periods == 0 &&
                                     bearing->cause != DG_CAUSE_ASKED};
    if (there) {
        out->place =
            dg_place_minus(e->book->places, bearing->place, bearing->at);
    }
    return out->place != DG_PLACE_NONE && dg_more_measure(e, out);
}

/* The later first, where they are borne no more, so that each adds what was
 * taken back from it; together not more than the largest of them asked, which
 * at last adds what is missing. */
static bool
add_stood(struct dg_evaluation *e)
{
    struct dg_more largest = {.found = false}, stood;
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
        if (!dg_more_add(e, &stood)) {
            return false;
        }
    }
    return dg_more_add(e, &largest);
}

/* Minutes that were refused are relief where somebody bears what was admitted
 * instead. */
static bool
find_refused(struct dg_evaluation *e, struct dg_more *out)
{
    const struct dg_book *book = e->book;
    const struct dg_ask *ask = e->ask;
    const struct dg_bearing *last = &e->bearings[e->bearing_count - 1];
    struct dg_more candidate = {
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
find_others(struct dg_evaluation *e, struct dg_more *out)
{
    const struct dg_book *book = e->book;
    for (uint32_t i = e->ask->attempt; i != DG_NONE;
         i = book->attempts[i].next) {
        const struct dg_attempt *attempt = &book->attempts[i];
        bool waits = attempt->outcome == DG_OUTCOME_WAITS;
        const struct dg_more candidate = {
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
    struct dg_more refused = {0}, others = {0};
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
    return dg_more_add(e, &refused) && find_others(e, &others) &&
           dg_more_add(e, &others);
}

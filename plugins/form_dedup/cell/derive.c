/* SPDX-License-Identifier: Apache-2.0 */
/* What a cell's value is: what was said, or what follows by a declared rule
 * from other periods, other elements, or the villages of a town. What follows
 * takes all its parts; one that is missing is never taken for 0. */
#include <stdio.h>

#include "plugins/form_dedup/cell/store.h"
#include "plugins/form_dedup/cell/value.h"
#include "plugins/form_dedup/text/day.h"
#include "plugins/form_dedup/text/idnumber.h"
#include "plugins/form_dedup/text/text.h"

/* Rules that rest on rules; more than cover.c counts on. */
#define DEPTH_MAX 20

/* One question on the way. */
struct ask {
    const struct dg_cells *cells;
    const struct dg_element *element;
    struct dg_derive_question q;
    int depth;
};

static void find(const struct ask *ask, struct dg_derived *derived);
static void find_older(const struct ask *ask, struct dg_derived *derived);
static bool find_said(const struct ask *ask, dg_period period,
                      struct dg_derived *derived);

static struct ask
ask_part(const struct ask *ask, uint32_t element, dg_period period)
{
    struct ask part = *ask;
    part.element = dg_dictionary_element(ask->cells->dictionary, element);
    part.q.element = element;
    part.q.period = period;
    part.q.rollup = DG_ROLLUP_NONE;
    part.q.unsaid = false;
    part.depth = ask->depth + 1;
    return part;
}

static void
find_of(const struct ask *ask, uint32_t element, dg_period period,
        struct dg_derived *derived)
{
    struct ask part = ask_part(ask, element, period);
    find(&part, derived);
}

/* Of a value that is there. */
struct dg_plugin_str
dg_derived_text(const struct dg_derived *derived)
{
    bool said =
        derived->origin == DG_ORIGIN_SAID || derived->origin == DG_ORIGIN_OLDER;
    return said ? derived->saying.text
                : dg_text_from(derived->exact[0] ? derived->exact
                                                 : derived->text);
}

static struct dg_plugin_str
unit_of(const struct dg_derived *derived, const struct dg_element *element)
{
    bool said =
        derived->origin == DG_ORIGIN_SAID || derived->origin == DG_ORIGIN_OLDER;
    return said && derived->saying.unit.len > 0 ? derived->saying.unit
                                                : element->unit;
}

/* ---- adding up ---------------------------------------------------------- */

struct sum {
    mpq_t total;
    bool whole, none; /* no part is missing; every part is 无此情况 */
    struct dg_saying newest;
};

static void
begin_sum(struct sum *sum)
{
    mpq_init(sum->total);
    sum->whole = sum->none = true;
    sum->newest = (struct dg_saying){.sequence = 0};
}

/* Adds, or takes off, a part of an element's. */
static void
add_part(const struct ask *ask, struct sum *sum, const struct dg_derived *part,
         uint32_t element, bool off)
{
    const struct dg_dictionary *dictionary = ask->cells->dictionary;
    mpq_t number;
    if (part->origin == DG_ORIGIN_MISSING) {
        sum->whole = false;
        return;
    }
    if (part->saying.sequence > sum->newest.sequence) {
        sum->newest = part->saying;
    }
    if (part->none) {
        return;
    }
    sum->none = false;
    mpq_init(number);
    if (!dg_value_convert(
            dictionary, dg_derived_text(part),
            unit_of(part, dg_dictionary_element(dictionary, element)),
            ask->element->unit, number)) {
        sum->whole = false;
    } else if (off) {
        mpq_sub(sum->total, sum->total, number);
    } else {
        mpq_add(sum->total, sum->total, number);
    }
    mpq_clear(number);
}

/* Of what text is too short for, unless it is too long for this, too. */
static void
write_exact(const mpq_t total, bool exact, char *out, size_t size)
{
    size_t len = mpz_sizeinbase(mpq_numref(total), 10) +
                 mpz_sizeinbase(mpq_denref(total), 10) + sizeof "-/";
    out[0] = '\0';
    if (!exact && len <= size) {
        mpq_get_str(out, 10, total);
    }
}

static void
end_sum(const struct ask *ask, struct sum *sum, enum dg_origin origin,
        struct dg_derived *derived)
{
    bool exact;
    if (sum->whole) {
        derived->origin = origin;
        derived->saying = sum->newest;
        derived->as_of = ask->q.period;
        derived->none = sum->none;
        dg_number_write(sum->total, -1, derived->text, &exact);
        write_exact(sum->total, exact, derived->exact, sizeof derived->exact);
    }
    mpq_clear(sum->total);
}

/* ---- over periods ------------------------------------------------------- */

/* What the last period is given as is the whole's value, also where that is an
 * older one that still holds. */
static void
find_last(const struct ask *ask, dg_period last, struct dg_derived *derived)
{
    struct ask of_last = ask_part(ask, ask->q.element, last);
    struct dg_derived part;
    struct sum sum;
    find(&of_last, &part);
    if (part.origin == DG_ORIGIN_MISSING) {
        find_older(&of_last, &part);
    }
    begin_sum(&sum);
    add_part(ask, &sum, &part, ask->q.element, false);
    end_sum(ask, &sum, DG_ORIGIN_TIME, derived);
    if (part.older) {
        derived->as_of = part.as_of;
        derived->older = true;
    }
}

/* What a running total rose by from before the first period to the last. */
static void
find_rise(const struct ask *ask, dg_period first, dg_period last,
          struct dg_derived *derived)
{
    struct dg_derived part;
    struct sum sum;
    dg_period before;
    begin_sum(&sum);
    find_of(ask, ask->q.element, last, &part);
    add_part(ask, &sum, &part, ask->q.element, false);
    if (dg_period_before(first, true, &before)) {
        find_of(ask, ask->q.element, before, &part);
        add_part(ask, &sum, &part, ask->q.element, true);
    }
    end_sum(ask, &sum, DG_ORIGIN_TIME, derived);
}

static void
find_over_time(const struct ask *ask, struct dg_derived *derived)
{
    dg_period first;
    uint32_t count =
        dg_period_parts(ask->q.period, ask->element->period, &first);
    struct dg_derived part;
    struct sum sum;
    if (count == 0) {
        return;
    }
    switch (ask->q.rollup) {
    case DG_ROLLUP_NONE:
        break;
    case DG_ROLLUP_LAST:
        find_last(ask, first + count - 1, derived);
        break;
    case DG_ROLLUP_DIFFERENCE:
        find_rise(ask, first, first + count - 1, derived);
        break;
    case DG_ROLLUP_SUM:
        begin_sum(&sum);
        for (uint32_t i = 0; sum.whole && i < count; i++) {
            find_of(ask, ask->q.element, first + i, &part);
            add_part(ask, &sum, &part, ask->q.element, false);
        }
        end_sum(ask, &sum, DG_ORIGIN_TIME, derived);
        break;
    }
}

/* ---- from other elements ------------------------------------------------ */

/* A part's cell: of the same period, of a part without periods its only one. Of
 * a merged part also what was said of it before, which by itself follows from
 * nothing any more. */
static bool
find_part(const struct ask *ask, uint32_t element, struct dg_derived *derived)
{
    const struct dg_dictionary *dictionary = ask->cells->dictionary;
    uint32_t into = dg_dictionary_into(dictionary, element);
    const uint32_t tries[] = {into, element};
    derived->origin = DG_ORIGIN_MISSING;
    for (size_t i = 0;
         i < (into == element ? 1 : 2) && derived->origin == DG_ORIGIN_MISSING;
         i++) {
        const struct dg_element *part =
            dg_dictionary_element(dictionary, tries[i]);
        dg_period period;
        if (dg_element_period(part, ask->q.period, &period)) {
            struct ask of = ask_part(ask, tries[i], period);
            if (i == 0) {
                find(&of, derived);
            } else {
                find_said(&of, period, derived);
            }
        }
    }
    return derived->origin != DG_ORIGIN_MISSING;
}

static void
find_total(const struct ask *ask, struct dg_derived *derived)
{
    struct dg_derived part;
    struct sum sum;
    begin_sum(&sum);
    sum.whole = ask->element->part_count > 0;
    for (uint32_t i = 0; sum.whole && i < ask->element->part_count; i++) {
        find_part(ask, ask->element->parts[i], &part);
        add_part(ask, &sum, &part, ask->element->parts[i], false);
    }
    end_sum(ask, &sum, DG_ORIGIN_PARTS, derived);
}

static void
find_difference(const struct ask *ask, struct dg_derived *derived)
{
    struct ask before = *ask;
    struct dg_derived part;
    struct sum sum;
    begin_sum(&sum);
    find_part(ask, ask->element->parts[0], &part);
    add_part(ask, &sum, &part, ask->element->parts[0], false);
    if (dg_period_before(ask->q.period, true, &before.q.period)) {
        find_part(&before, ask->element->parts[0], &part);
        add_part(ask, &sum, &part, ask->element->parts[0], true);
    }
    end_sum(ask, &sum, DG_ORIGIN_PARTS, derived);
}

static bool
read_birth(const struct dg_element *element, struct dg_plugin_str text,
           struct dg_day *birth)
{
    char copy[19];
    snprintf(copy, sizeof copy, "%.*s", DG_TEXT_ARG(text));
    if (element->type == DG_VALUE_IDNUMBER) {
        *birth = dg_day_date(dg_idnumber_birth(copy));
        return true;
    }
    return element->type == DG_VALUE_DATE &&
           sscanf(copy, "%4d-%2d-%2d", &birth->year, &birth->month,
                  &birth->day) == 3;
}

/* Whole years on the period's last day, or the date itself. */
static void
find_birth(const struct ask *ask, struct dg_derived *derived)
{
    const struct dg_element *from =
        dg_dictionary_element(ask->cells->dictionary, ask->element->parts[0]);
    int32_t last = dg_period_last_day(ask->q.period);
    struct dg_derived part;
    struct dg_day birth, day;
    if (!find_part(ask, ask->element->parts[0], &part) ||
        (!part.none && !read_birth(from, dg_derived_text(&part), &birth))) {
        return;
    }
    if (part.none) {
        derived->none = true;
    } else if (ask->element->derivation == DG_DERIVED_BIRTH) {
        snprintf(derived->text, sizeof derived->text, "%04d-%02d-%02d",
                 birth.year, birth.month, birth.day);
    } else if (last != INT32_MAX) {
        day = dg_day_date(last);
        snprintf(derived->text, sizeof derived->text, "%d",
                 day.year - birth.year -
                     (day.month < birth.month ||
                      (day.month == birth.month && day.day < birth.day)));
    } else {
        return;
    }
    derived->origin = DG_ORIGIN_PARTS;
    derived->saying = part.saying;
    derived->as_of = ask->q.period;
}

static void
find_from_parts(const struct ask *ask, struct dg_derived *derived)
{
    switch (ask->element->part_count ? ask->element->derivation
                                     : DG_DERIVED_NOT) {
    case DG_DERIVED_NOT:
        break;
    case DG_DERIVED_SUM:
        find_total(ask, derived);
        break;
    case DG_DERIVED_DIFFERENCE:
        find_difference(ask, derived);
        break;
    case DG_DERIVED_AGE:
    case DG_DERIVED_BIRTH:
        find_birth(ask, derived);
        break;
    }
}

/* ---- over villages ------------------------------------------------------ */

struct town {
    struct ask ask;
    struct sum sum;
    bool any;
};

static void
add_villages(void *ctx, uint32_t first, uint32_t count)
{
    struct town *town = ctx;
    struct dg_derived part;
    for (uint32_t i = 0; town->sum.whole && i < count; i++) {
        town->any = true;
        town->ask.q.office = first + i;
        find_of(&town->ask, town->ask.q.element, town->ask.q.period, &part);
        add_part(&town->ask, &town->sum, &part, town->ask.q.element, false);
    }
}

static void
find_over_space(const struct ask *ask, struct dg_derived *derived)
{
    const struct dg_plugin_host *host = ask->cells->host;
    struct town town = {.ask = *ask};
    begin_sum(&town.sum);
    town.sum.whole =
        host->town_offices(host, ask->q.office, add_villages, &town) &&
        town.sum.whole && town.any;
    end_sum(ask, &town.sum, DG_ORIGIN_SPACE, derived);
}

/* ---- all ---------------------------------------------------------------- */

static bool
is_supposed(const struct ask *ask, dg_period period, struct dg_saying *saying)
{
    const struct dg_supposed *supposed = ask->q.supposed;
    return supposed && supposed->office == ask->q.office &&
           ask->q.subject == 0 &&
           supposed->said(supposed->ctx, ask->q.element, period, saying);
}

static bool
find_said(const struct ask *ask, dg_period period, struct dg_derived *derived)
{
    struct dg_cell_key key = {dg_cells_slot(ask->cells, ask->q.element, period),
                              ask->q.office, ask->q.subject};
    if (!is_supposed(ask, period, &derived->saying) &&
        (key.slot == DG_SLOT_NONE ||
         !dg_cells_value(ask->cells, key, ask->q.passed, &derived->saying))) {
        return false;
    }
    derived->origin =
        period == ask->q.period ? DG_ORIGIN_SAID : DG_ORIGIN_OLDER;
    derived->as_of = period;
    derived->older = period != ask->q.period;
    derived->none = derived->saying.word == DG_WORD_NONE;
    return true;
}

static void
find(const struct ask *ask, struct dg_derived *derived)
{
    *derived = (struct dg_derived){.origin = DG_ORIGIN_MISSING};
    if (ask->depth > DEPTH_MAX) {
        return;
    }
    if (ask->q.rollup != DG_ROLLUP_DIFFERENCE && !ask->q.unsaid &&
        find_said(ask, ask->q.period, derived)) {
        return;
    }
    if (ask->q.rollup != DG_ROLLUP_NONE) {
        find_over_time(ask, derived);
        return;
    }
    find_from_parts(ask, derived);
    if (derived->origin == DG_ORIGIN_MISSING && ask->q.subject == 0 &&
        ask->q.office >= DG_PLUGIN_TOWNS &&
        ask->element->space == DG_ROLLUP_SUM) {
        find_over_space(ask, derived);
    }
}

/* What is added up is never older: what is made of this month and of last month
 * is of no month. */
static void
find_older(const struct ask *ask, struct dg_derived *derived)
{
    dg_period period = ask->q.period;
    for (uint16_t i = 0; i < ask->element->freshness; i++) {
        if (!dg_period_before(period, false, &period) ||
            find_said(ask, period, derived)) {
            return;
        }
    }
}

void
dg_derive_value(const struct dg_cells *cells,
                const struct dg_derive_question *question,
                struct dg_derived *derived)
{
    struct ask ask = {
        .cells = cells,
        .element = dg_dictionary_element(cells->dictionary, question->element),
        .q = *question};
    find(&ask, derived);
    if (derived->origin == DG_ORIGIN_MISSING &&
        question->rollup == DG_ROLLUP_NONE && !question->unsaid) {
        find_older(&ask, derived);
    }
}

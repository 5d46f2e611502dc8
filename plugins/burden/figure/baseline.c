/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how much of what was refused or stripped is relief: who publishes
 * straw to have it taken off relieves nobody. Of a duty it is at most what the
 * duty bore in the baseline, for as many months as are looked at, less what it
 * bears there and what sharing and prefilling took off. All of a duty's minutes
 * have the same part of that, whatever else a read is about, so that every cut
 * adds up. */
#include "plugins/burden/figure/baseline.h"

#include <stdlib.h>

struct sums {
    dg_hundredths before;             /* borne in the baseline */
    dg_hundredths now[DG_SLOT_COUNT]; /* in the months looked at */
};

/* Those that there can be cells of. */
static struct dg_months
looked_at(const struct dg_scope *scope)
{
    const struct dg_plugin_host *host = scope->rooms->host;
    struct dg_months months = scope->months;
    int32_t now = dg_months_of_day(host, host->date_of(scope->rooms->now_us));
    int32_t last = scope->seen.last > now ? scope->seen.last : now;
    if (months.first < scope->seen.first) {
        months.first = scope->seen.first;
    }
    if (months.last > last) {
        months.last = last;
    }
    return months;
}

static bool
is_within(int32_t month, struct dg_months months)
{
    return (month >= months.first) & (month <= months.last);
}

static uint32_t
length_of(struct dg_months months)
{
    return months.first > months.last
               ? 0
               : (uint32_t) (months.last - months.first) + 1;
}

/* At all of its offices, whatever the read is about. */
static dg_hundredths
minutes_of(const struct dg_scope *scope, const struct dg_cell *cell)
{
    size_t version = scope->tariff == UINT16_MAX ? cell->tariff : scope->tariff;
    uint64_t each =
        scope->prices[version * scope->row_count + cell->row].minutes;
    return (dg_hundredths) cell->quantity *
           (each * dg_place_count(scope->rooms->places, cell->place));
}

/* As whoever asks says, without a tariff: nothing to be measured against. */
static bool
is_declared(const struct dg_scope *scope, const struct dg_cell *cell)
{
    return dg_scope_dimension(scope, cell) == DG_DIMENSION_DECLARED;
}

/* Without branches, which nobody could foretell. */
static void
add_cell(const struct dg_scope *scope, struct dg_months months,
         const struct dg_cell *cell, struct sums *sums)
{
    enum dg_slot slot = (enum dg_slot) scope->slots[cell->cause];
    dg_hundredths minutes = minutes_of(scope, cell);
    bool before = slot == DG_SLOT_BORNE && !is_declared(scope, cell) &&
                  is_within(cell->month, scope->baseline);
    sums->before += before ? minutes : 0;
    sums->now[slot] += is_within(cell->month, months) ? minutes : 0;
}

/* ---- parts --------------------------------------------------------------- */

/* In lowest terms, so that what divides evenly does; below the 64th bit
 * rounded down. */
static struct dg_part
part_of(dg_hundredths by, dg_hundredths of)
{
    dg_hundredths a = by, b = of;
    while (b > 0) {
        dg_hundredths rest = a % b;
        a = b;
        b = rest;
    }
    by /= a;
    of /= a;
    while (of > UINT64_MAX) {
        by /= 2;
        of = of / 2 + 1;
    }
    return (struct dg_part){(uint64_t) by, (uint64_t) of};
}

/* Months are at most 2^17, minutes less than 2^105 (tariff.h). */
static struct dg_part
divide(const struct sums *sums, uint32_t now, uint32_t before)
{
    dg_hundredths most = sums->before * now;
    dg_hundredths stands =
        (sums->now[DG_SLOT_BORNE] + sums->now[DG_SLOT_RELIEF]) * before;
    dg_hundredths refused = sums->now[DG_SLOT_NEVER] * before;
    if (most <= stands) {
        return (struct dg_part){0, 1};
    }
    return most - stands >= refused ? (struct dg_part){1, 1}
                                    : part_of(most - stands, refused);
}

bool
dg_baseline_fill(struct dg_scope *scope)
{
    size_t count;
    const struct dg_cell *cells = dg_book_cells(scope->rooms->book, &count);
    struct sums *sums = calloc(scope->duties + 1, sizeof *sums);
    struct dg_months months;
    if (!sums) {
        return false;
    }
    months = looked_at(scope);
    for (size_t i = 0; scope->has_baseline && i < count; i++) {
        add_cell(scope, months, &cells[i], &sums[cells[i].duty]);
    }
    for (uint32_t duty = 0; duty < scope->duties; duty++) {
        scope->parts[duty] = scope->has_baseline
                                 ? divide(&sums[duty], length_of(months),
                                          length_of(scope->baseline))
                                 : (struct dg_part){0, 1};
    }
    free(sums);
    return true;
}

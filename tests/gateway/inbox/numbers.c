/* SPDX-License-Identifier: Apache-2.0 */
/* The numbers of offices, against the model: see numbers.h. */
#include "tests/gateway/inbox/numbers.h"

#include <string.h>

/* ---- numbers ------------------------------------------------------------ */

static const char *
check_number(struct numbers *numbers, const struct dg_roster *roster, int slot)
{
    const struct dg_office *office = dg_roster_office(roster, model_code(slot));
    bool town = model_is_town(slot);

    if (!office || dg_roster_numbered(roster, office->number) != office) {
        return "an office is not found by its number";
    }
    if (numbers->known[slot]) {
        return office->number == numbers->of[slot] ? NULL : "a number changed";
    }
    numbers->known[slot] = true;
    numbers->of[slot] = office->number;
    return office->number == (town ? DG_ROSTER_TOWNS + numbers->towns++
                                   : numbers->villages++)
               ? NULL
               : "not the next number";
}

/* Who came together came by code; slots are in the order of codes. */
static const char *
check_all(struct numbers *numbers, const struct dg_roster *roster,
          const struct model *model)
{
    const char *wrong = NULL;

    for (int i = 0; i < MODEL_SLOTS && !wrong; i++) {
        if (model->born[i] > 0) {
            wrong = check_number(numbers, roster, i);
        }
    }
    if (!wrong &&
        (dg_roster_numbered(roster, numbers->villages) ||
         dg_roster_numbered(roster, DG_ROSTER_TOWNS + numbers->towns))) {
        wrong = "there are numbers of nobody";
    }
    return wrong;
}

/* ---- runs --------------------------------------------------------------- */

/* One bit for each number; towns from TOWNS on. */
#define TOWNS 64
#define BITS 128

struct bits {
    bool has[BITS];
    uint32_t end; /* of the last run */
    bool bad;
};

static void
take_run(void *ctx, uint32_t first, uint32_t count)
{
    struct bits *bits = ctx;

    bits->bad = bits->bad || count == 0 || (bits->end && first <= bits->end);
    bits->end = first + count;
    for (uint32_t i = first; i < first + count; i++) {
        uint32_t bit = i & ~DG_ROSTER_TOWNS;
        bits->has[(i >= DG_ROSTER_TOWNS ? TOWNS : 0) + bit % TOWNS] = true;
    }
}

static bool
has(const struct bits *bits, uint32_t number)
{
    return bits->has[(number >= DG_ROSTER_TOWNS ? TOWNS : 0) +
                     (number & ~DG_ROSTER_TOWNS) % TOWNS];
}

static const char *
check_town(const struct dg_roster_runs *runs, const struct numbers *numbers,
           const struct model *model, int town)
{
    struct bits villages = {.end = 0};

    if (!runs) {
        return "a town has no runs";
    }
    for (uint32_t i = 0; i < runs->villages; i++) {
        take_run(&villages, runs->items[i].first, runs->items[i].count);
    }
    for (int i = 0; i < MODEL_SLOTS; i++) {
        bool below = model->live[i] && !model_is_town(i) &&
                     model_code(i) / 1000 == model_code(town) / 1000;
        if (numbers->known[i] && !model_is_town(i) &&
            has(&villages, numbers->of[i]) != below) {
            return "a town's villages";
        }
    }
    return villages.bad ? "a town's runs" : NULL;
}

const char *
numbers_check(struct numbers *numbers, const struct fixture *f,
              const struct model *model)
{
    const char *wrong = check_all(numbers, f->roster, model);

    for (int i = 0; i < MODEL_SLOTS && !wrong; i++) {
        if (numbers->known[i] && model_is_town(i)) {
            wrong =
                check_town(dg_roster_runs_below(
                               f->roster, dg_division_above(model_code(i), 4),
                               dg_roster_version(f->roster)),
                           numbers, model, i);
        }
    }
    return wrong;
}

struct both {
    struct bits in, out;
};

static void
take_in(void *ctx, uint32_t first, uint32_t count)
{
    take_run(&((struct both *) ctx)->in, first, count);
}

static void
take_out(void *ctx, uint32_t first, uint32_t count)
{
    take_run(&((struct both *) ctx)->out, first, count);
}

const char *
numbers_check_audience(const struct fixture *f,
                       const struct dg_audience *audience,
                       const struct model_audience *want)
{
    struct both both = {.in = {.end = 0}};

    if (audience->offices != want->count) {
        return "number of offices";
    }
    if (dg_audience_runs(audience, f->roster, take_in, take_out, &both)) {
        return "no runs";
    }
    for (int i = 0; i < MODEL_SLOTS; i++) {
        const struct dg_office *office =
            dg_roster_office(f->roster, model_code(i));
        bool got = office && has(&both.in, office->number) &&
                   !has(&both.out, office->number);
        if (got != want->has[i]) {
            return "an audience's runs mean others";
        }
        if (dg_audience_has(audience, f->roster, model_code(i)) !=
            want->has[i]) {
            return "member of an audience";
        }
    }
    return both.in.bad || both.out.bad ? "runs touch, or are not in order"
                                       : NULL;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Arithmetic office by office, done place by place. */
#include "plugins/burden/book/steps.h"

#include <stdlib.h>

void
dg_steps_clear(struct dg_steps *steps)
{
    steps->count = 0;
}

void
dg_steps_finish(struct dg_steps *steps)
{
    free(steps->items);
    *steps = (struct dg_steps){0};
}

/* A step that meets none that is there. */
static bool
push(struct dg_places *places, struct dg_steps *steps, uint32_t place,
     uint64_t value)
{
    if (place == DG_PLACE_NONE) {
        return false;
    }
    if (place == DG_PLACE_NOWHERE || value == 0) {
        return true;
    }
    for (uint32_t i = 0; i < steps->count; i++) {
        if (steps->items[i].value == value) {
            steps->items[i].place =
                dg_place_or(places, steps->items[i].place, place);
            return steps->items[i].place != DG_PLACE_NONE;
        }
    }
    if (steps->count == steps->room) {
        uint32_t room = steps->room ? 2 * steps->room : 8;
        struct dg_step *items = realloc(steps->items, room * sizeof *items);
        if (!items) {
            return false;
        }
        steps->items = items;
        steps->room = room;
    }
    steps->items[steps->count++] = (struct dg_step){place, value};
    return true;
}

static uint64_t
apply(enum dg_steps_op op, uint64_t a, uint64_t b)
{
    switch (op) {
    case DG_STEPS_SUM:
        return a + b;
    case DG_STEPS_MAX:
        return a > b ? a : b;
    case DG_STEPS_MIN:
        return a < b ? a : b;
    case DG_STEPS_OVER:
        break;
    }
    return a > b ? a - b : 0;
}

/* What of place is in no step; NONE without memory. */
static uint32_t
outside(struct dg_places *places, const struct dg_steps *steps, uint32_t place)
{
    for (uint32_t i = 0; i < steps->count && place != DG_PLACE_NONE; i++) {
        place = dg_place_minus(places, place, steps->items[i].place);
    }
    return place;
}

bool
dg_steps_combine(struct dg_places *places, enum dg_steps_op op,
                 const struct dg_steps *a, const struct dg_steps *b,
                 struct dg_steps *out)
{
    dg_steps_clear(out);
    for (uint32_t i = 0; i < a->count; i++) {
        const struct dg_step *x = &a->items[i];
        uint32_t rest = outside(places, b, x->place);
        if (!push(places, out, rest, apply(op, x->value, 0))) {
            return false;
        }
        for (uint32_t j = 0; j < b->count; j++) {
            const struct dg_step *y = &b->items[j];
            uint32_t both = dg_place_and(places, x->place, y->place);
            if (!push(places, out, both, apply(op, x->value, y->value))) {
                return false;
            }
        }
    }
    for (uint32_t j = 0; j < b->count; j++) {
        const struct dg_step *y = &b->items[j];
        uint64_t alone = apply(op, 0, y->value);
        if (alone > 0 &&
            !push(places, out, outside(places, a, y->place), alone)) {
            return false;
        }
    }
    return true;
}

bool
dg_steps_put(struct dg_places *places, struct dg_steps *steps, uint32_t place,
             uint64_t value)
{
    struct dg_step item = {place, value};
    const struct dg_steps one = {.items = &item, .count = 1};
    struct dg_steps sum = {0};
    if (place == DG_PLACE_NONE) {
        return false;
    }
    if (place == DG_PLACE_NOWHERE || value == 0) {
        return true;
    }
    if (steps->count == 0) {
        return push(places, steps, place, value);
    }
    if (!dg_steps_combine(places, DG_STEPS_SUM, steps, &one, &sum)) {
        dg_steps_finish(&sum);
        return false;
    }
    dg_steps_finish(steps);
    *steps = sum;
    return true;
}

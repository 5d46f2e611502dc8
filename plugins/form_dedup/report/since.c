/* SPDX-License-Identifier: Apache-2.0 */
/* From when on a value has been there, which decides whether it was in time: of
 * one that was said, since it was first said after the last return; of one that
 * follows from others, since the last of them was. */
#include "plugins/form_dedup/report/given.h"

#define DEPTH 16 /* of what follows from what follows; circles are refused */

static int64_t find(const struct dg_form_dedup *plugin,
                    struct dg_derive_question question, int depth);

/* The first value of the chain that ends in saying, back to the last return. */
static int64_t
first_said(const struct dg_cells *cells, struct dg_saying saying)
{
    int64_t time_us = saying.time_us;
    while (dg_cells_before(cells, &saying)) {
        if (saying.word == DG_WORD_RETURNED || saying.word == DG_WORD_REMOVED) {
            break;
        }
        if (saying.word != DG_WORD_PASSED) {
            time_us = saying.time_us;
        }
    }
    return time_us;
}

static int64_t
later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* Of finer periods: a sum needs all, the rest the last, a difference that and
 * the one before the first. */
static int64_t
find_time(const struct dg_form_dedup *plugin,
          struct dg_derive_question question, int depth)
{
    const struct dg_element *element =
        dg_dictionary_element(plugin->dictionary, question.element);
    enum dg_rollup rollup = question.rollup;
    dg_period first, before;
    uint32_t count = dg_period_parts(question.period, element->period, &first);
    int64_t time_us = 0;
    question.rollup = DG_ROLLUP_NONE;
    for (uint32_t i = 0; i < count; i++) {
        if (rollup == DG_ROLLUP_SUM || i + 1 == count) {
            question.period = first + i;
            time_us = later(time_us, find(plugin, question, depth));
        }
    }
    if (rollup == DG_ROLLUP_DIFFERENCE && count > 0 &&
        dg_period_before(first, true, &before)) {
        question.period = before;
        time_us = later(time_us, find(plugin, question, depth));
    }
    return time_us;
}

/* Of the same period, of a part without periods its only cell; of a merged one
 * what was said of it before, if there is nothing else. */
static int64_t
find_part(const struct dg_form_dedup *plugin,
          struct dg_derive_question question, uint32_t part, int depth)
{
    int64_t time_us;
    question.element = dg_dictionary_into(plugin->dictionary, part);
    dg_element_period(
        dg_dictionary_element(plugin->dictionary, question.element),
        question.period, &question.period);
    time_us = find(plugin, question, depth);
    if (time_us == 0 && question.element != part) {
        question.element = part;
        time_us = find(plugin, question, 0);
    }
    return time_us;
}

static int64_t
find_parts(const struct dg_form_dedup *plugin,
           struct dg_derive_question question, int depth)
{
    const struct dg_element *element =
        dg_dictionary_element(plugin->dictionary, question.element);
    struct dg_derive_question before = question;
    bool rises = element->derivation == DG_DERIVED_DIFFERENCE &&
                 dg_period_before(question.period, true, &before.period);
    int64_t time_us = 0;
    for (uint32_t i = 0; i < element->part_count; i++) {
        uint32_t part = element->parts[i];
        time_us = later(time_us, find_part(plugin, question, part, depth));
        if (rises) {
            time_us = later(time_us, find_part(plugin, before, part, depth));
        }
    }
    return time_us;
}

struct villages {
    const struct dg_form_dedup *plugin;
    struct dg_derive_question question;
    int depth;
    int64_t time_us;
};

static void
handle_villages(void *ctx, uint32_t first, uint32_t count)
{
    struct villages *villages = ctx;
    for (uint32_t i = 0; i < count; i++) {
        villages->question.office = first + i;
        villages->time_us =
            later(villages->time_us,
                  find(villages->plugin, villages->question, villages->depth));
    }
}

static int64_t
find_space(const struct dg_form_dedup *plugin,
           struct dg_derive_question question, int depth)
{
    struct villages villages = {plugin, question, depth, 0};
    plugin->host->town_offices(plugin->host, question.office, handle_villages,
                               &villages);
    return villages.time_us;
}

static int64_t
find(const struct dg_form_dedup *plugin, struct dg_derive_question question,
     int depth)
{
    struct dg_derived derived;
    dg_derive_value(plugin->cells, &question, &derived);
    if (depth == 0) {
        return derived.saying.time_us;
    }
    switch (derived.origin) {
    case DG_ORIGIN_SAID:
    case DG_ORIGIN_OLDER:
        return first_said(plugin->cells, derived.saying);
    case DG_ORIGIN_TIME:
        return find_time(plugin, question, depth - 1);
    case DG_ORIGIN_PARTS:
        return find_parts(plugin, question, depth - 1);
    case DG_ORIGIN_SPACE:
        return find_space(plugin, question, depth - 1);
    default:
        return 0;
    }
}

int64_t
dg_given_since(const struct dg_view *view, struct dg_given_key key)
{
    return dg_given_asked(view, key.field)
               ? find(view->plugin, dg_given_question(view, key), DEPTH)
               : 0;
}

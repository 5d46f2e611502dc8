/* SPDX-License-Identifier: Apache-2.0 */
/* Follows what derive.c would look at: see depends.h. */
#include "plugins/form_dedup/report/depends.h"

#include <stdlib.h>

#define DEPTH 16 /* of what follows from what follows; circles are refused */

struct walk {
    struct dg_depends *depends; /* NULL: each is told instead */
    const struct dg_form_dedup *plugin;
    const roaring_bitmap_t *slots; /* that are looked for; NULL: all */
    struct dg_depend depend;       /* what is added, for each slot */
    bool (*each)(void *ctx, uint32_t slot);
    void *ctx;
    bool failed;
};

static void
add(struct walk *walk, uint32_t slot)
{
    struct dg_depends *depends = walk->depends;
    if (slot == DG_SLOT_NONE || walk->failed ||
        (walk->slots && !roaring_bitmap_contains(walk->slots, slot))) {
        return;
    }
    if (!depends) {
        walk->failed = !walk->each(walk->ctx, slot);
        return;
    }
    if (depends->count == depends->room) {
        size_t room = depends->room ? 2 * depends->room : 256;
        struct dg_depend *grown = realloc(depends->items, room * sizeof *grown);
        if (!grown) {
            walk->failed = true;
            return;
        }
        depends->items = grown;
        depends->room = room;
    }
    walk->depend.slot = slot;
    depends->items[depends->count++] = walk->depend;
}

/* ---- what a value follows from ------------------------------------------ */

static void
add_older(struct walk *walk, const struct dg_element *element, dg_period period)
{
    for (uint16_t i = 0; i < element->freshness; i++) {
        if (!dg_period_before(period, false, &period)) {
            return;
        }
        add(walk, dg_cells_slot(walk->plugin->cells, element->number, period));
    }
}

static void add_parts(struct walk *walk, const struct dg_element *element,
                      dg_period period, int depth);

/* A cell, and what it follows from in its turn. */
static void
add_cell(struct walk *walk, const struct dg_element *element, dg_period period,
         int depth)
{
    add(walk, dg_cells_slot(walk->plugin->cells, element->number, period));
    add_parts(walk, element, period, depth);
}

static void
add_finer(struct walk *walk, const struct dg_element *element, dg_period period,
          enum dg_rollup rollup)
{
    dg_period first, before;
    uint32_t count = rollup == DG_ROLLUP_NONE
                         ? 0
                         : dg_period_parts(period, element->period, &first);
    for (uint32_t i = 0; i < count; i++) {
        if (rollup == DG_ROLLUP_SUM || i + 1 == count) {
            add_cell(walk, element, first + i, DEPTH);
        }
    }
    if (count > 0 && rollup == DG_ROLLUP_LAST) {
        add_older(walk, element, first + count - 1);
    }
    if (count > 0 && rollup == DG_ROLLUP_DIFFERENCE &&
        dg_period_before(first, true, &before)) {
        add_cell(walk, element, before, DEPTH);
    }
}

/* Of the same period, of a part without periods its only cell. */
static void
add_part(struct walk *walk, uint32_t number, dg_period period, int depth)
{
    const struct dg_dictionary *dictionary = walk->plugin->dictionary;
    const struct dg_element *part = dg_dictionary_element(
        dictionary, dg_dictionary_into(dictionary, number));
    dg_element_period(part, period, &period);
    if (part->number != number) { /* what was said before it was merged */
        add(walk, dg_cells_slot(walk->plugin->cells, number, period));
    }
    add_cell(walk, part, period, depth - 1);
}

static void
add_parts(struct walk *walk, const struct dg_element *element, dg_period period,
          int depth)
{
    dg_period before;
    bool rises = element->derivation == DG_DERIVED_DIFFERENCE &&
                 dg_period_before(period, true, &before);
    for (uint32_t i = 0; depth > 0 && i < element->part_count; i++) {
        add_part(walk, element->parts[i], period, depth);
        if (rises) {
            add_part(walk, element->parts[i], before, depth);
        }
    }
}

/* ---- the reader's fields ------------------------------------------------ */

static bool
asks_towns(const struct dg_ask_group *group)
{
    return !roaring_bitmap_is_empty(group->offices) &&
           roaring_bitmap_maximum(group->offices) >= DG_PLUGIN_TOWNS;
}

static void
add_field(struct walk *walk, const struct dg_ask_group *group, uint32_t field)
{
    uint32_t number = group->slots[field];
    enum dg_rollup rollup = group->form->fields[field].rollup;
    const struct dg_slot *slot;
    const struct dg_element *element;
    if (number == DG_SLOT_NONE) {
        return;
    }
    slot = dg_cells_at(walk->plugin->cells, number);
    element = dg_dictionary_element(walk->plugin->dictionary, slot->element);
    walk->depend.field = field;
    walk->depend.list = group->form->fields[field].list >= 0;
    walk->depend.direct = rollup != DG_ROLLUP_DIFFERENCE;
    add(walk, number);
    walk->depend.direct = false;
    if (element->space == DG_ROLLUP_SUM && asks_towns(group)) {
        walk->depend.space = true;
        add(walk, number);
        walk->depend.space = false;
    }
    add_older(walk, element, slot->period);
    add_finer(walk, element, dg_asks_period(group, field), rollup);
    add_parts(walk, element, slot->period, DEPTH);
}

static void
add_task(struct walk *walk, const struct dg_ask_task *task)
{
    walk->depend.task = task;
    for (const struct dg_ask *ask = task->asks; ask; ask = ask->sibling) {
        const struct dg_ask_group *group =
            dg_asks_group(walk->plugin->asks, ask->group);
        walk->depend.ask = ask;
        for (uint32_t i = 0; i < group->form->field_count; i++) {
            add_field(walk, group, i);
        }
    }
}

static int
compare(const void *a, const void *b)
{
    const struct dg_depend *x = a, *y = b;
    if (x->slot != y->slot) {
        return x->slot < y->slot ? -1 : 1;
    }
    if (x->task->task != y->task->task) {
        return x->task->task < y->task->task ? -1 : 1;
    }
    if (x->ask->group != y->ask->group) {
        return x->ask->group < y->ask->group ? -1 : 1;
    }
    if (x->field != y->field) {
        return x->field < y->field ? -1 : 1;
    }
    if (x->space != y->space) {
        return x->space ? 1 : -1;
    }
    return (int) y->direct - (int) x->direct;
}

/* Of a slot that a field depends on over several ways, the first. */
static void
keep_one_each(struct dg_depends *depends)
{
    size_t kept = 0;
    for (size_t i = 0; i < depends->count; i++) {
        const struct dg_depend *x = &depends->items[i], *last;
        last = kept ? &depends->items[kept - 1] : NULL;
        if (!last || last->slot != x->slot || last->task != x->task ||
            last->ask != x->ask || last->field != x->field ||
            last->space != x->space) {
            depends->items[kept++] = *x;
        }
    }
    depends->count = kept;
}

bool
dg_depends_each(const struct dg_form_dedup *plugin,
                const struct dg_ask_group *group, uint32_t field,
                bool (*each)(void *ctx, uint32_t slot), void *ctx)
{
    struct walk walk = {.plugin = plugin, .each = each, .ctx = ctx};
    add_field(&walk, group, field);
    return !walk.failed;
}

bool
dg_depends_init(struct dg_depends *depends, const struct dg_form_dedup *plugin,
                struct dg_plugin_str reader, uint64_t only,
                const roaring_bitmap_t *slots)
{
    struct walk walk = {.depends = depends, .plugin = plugin, .slots = slots};
    const struct dg_ask_task *task = dg_asks_next(plugin->asks, 0);
    *depends = (struct dg_depends){0};
    for (; task; task = dg_asks_next(plugin->asks, task->task)) {
        if ((only == 0 || only == task->task) &&
            plugin->host->task_asked_by(plugin->host, task->task, reader)) {
            add_task(&walk, task);
        }
    }
    if (walk.failed) {
        dg_depends_finish(depends);
        return false;
    }
    if (depends->count > 0) {
        qsort(depends->items, depends->count, sizeof *depends->items, compare);
        keep_one_each(depends);
    }
    return true;
}

void
dg_depends_finish(struct dg_depends *depends)
{
    free(depends->items);
}

const struct dg_depend *
dg_depends_find(const struct dg_depends *depends, uint32_t slot,
                const struct dg_depend **end)
{
    size_t low = 0, high = depends->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (depends->items[middle].slot < slot) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    while (high < depends->count && depends->items[high].slot == slot) {
        high++;
    }
    *end = depends->items + high;
    return depends->items + low;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* With whom a form has figures in common. Counting does not need it, people do:
 * so no more is looked at than it takes to name some of them. */
#include <stdlib.h>
#include <string.h>

#include "plugins/form_dedup/ask/judge.h"

#define LOOKED_MAX 256  /* groups of a slot, the newest first */
#define FOUND_MAX 16    /* of these, with offices in common */
#define LOOKED_ALL 8192 /* for all fields together */

void
dg_who_begin(struct mates *mates)
{
    mates->count = mates->looked = mates->field = 0;
    mates->slot = NULL;
    mates->class = CLASS_NEW;
}

static struct mate *
find_mate(struct mates *mates, uint32_t source)
{
    for (uint32_t i = 0; i < mates->count; i++) {
        if (mates->items[i].source == source) {
            return &mates->items[i];
        }
    }
    if (mates->count == MATES_MAX) {
        return NULL;
    }
    mates->items[mates->count] = (struct mate){.source = source};
    return &mates->items[mates->count++];
}

static void
add_mate(struct mates *mates, const struct task *task, uint32_t field)
{
    struct mate *mate = find_mate(mates, task->source);
    if (!mate || mate->last_field == field + 1) {
        return;
    }
    mate->last_field = field + 1;
    mate->fields++;
    if (!mate->task || task->shown.due_us < mate->task->due_us) {
        mate->task = &task->shown;
    }
}

/* Those of a group that ask still; else whoever asked last. */
static void
add_group(const struct judged *judged, const struct group *group,
          uint32_t field, struct mates *mates)
{
    for (uint32_t i = 0; i < group->asker_count; i++) {
        const struct ask *last = group->askers[i].last;
        if (last && last->shown.task != judged->amends) {
            add_mate(mates, last->owner, field);
        }
    }
    if (group->shown.open == 0 && group->last) {
        add_mate(mates, group->last->owner, field);
    }
}

/* Where the values of a field are that were taken. */
static const struct dg_slot *
find_slot(const struct judged *judged, uint32_t field, enum class class)
{
    const struct dg_cells *cells = judged->asks->cells;
    const struct counted *counted = &judged->fields[field];
    uint32_t slot =
        class == CLASS_KNOWN
            ? dg_cells_slot(cells, judged->form->fields[field].element,
                            counted->as_of)
            : counted->slot;
    return slot == DG_SLOT_NONE ? NULL : dg_cells_at(cells, slot);
}

/* The fields of a form are mostly asked by the same groups: those of the field
 * before are then not looked at again. */
static bool
add_again(const struct dg_slot *slot, uint32_t field, struct mates *mates)
{
    const struct dg_slot *last = mates->slot;
    if (!last || last->group_count != slot->group_count ||
        memcmp(last->groups, slot->groups,
               slot->group_count * sizeof *slot->groups) != 0) {
        return false;
    }
    for (uint32_t i = 0; i < mates->count; i++) {
        struct mate *mate = &mates->items[i];
        if (mate->last_field == mates->field + 1) {
            mate->last_field = field + 1;
            mate->fields++;
        }
    }
    mates->field = field;
    return true;
}

void
dg_who_add(const struct judged *judged, uint32_t field, enum class class,
           struct mates *mates)
{
    const struct dg_slot *slot = find_slot(judged, field, class);
    uint32_t looked = 0, found = 0;
    if (!slot || (mates->class == class && mates->field != field &&
                  add_again(slot, field, mates))) {
        return;
    }
    mates->slot = slot;
    mates->field = field;
    mates->class = class;
    for (uint32_t i = slot->group_count;
         i > 0 && looked < LOOKED_MAX && found < FOUND_MAX &&
         mates->looked < LOOKED_ALL;
         i--, looked++, mates->looked++) {
        const struct group *group = judged->asks->groups[slot->groups[i - 1]];
        if ((group->shown.open > 0 || class == CLASS_KNOWN) &&
            roaring_bitmap_intersect(group->shown.offices, judged->of)) {
            add_group(judged, group, field, mates);
            found++;
        }
    }
}

static int
compare_mates(const void *a, const void *b)
{
    const struct mate *x = a, *y = b;
    if (x->fields != y->fields) {
        return x->fields < y->fields ? 1 : -1;
    }
    return (x->source > y->source) - (x->source < y->source);
}

void
dg_who_sort(struct mates *mates)
{
    qsort(mates->items, mates->count, sizeof *mates->items, compare_mates);
}

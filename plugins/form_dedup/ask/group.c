/* SPDX-License-Identifier: Apache-2.0 */
/* Groups: all that ask the same form for the same period of the same offices.
 * What offices are asked of a slot is the union over its open groups, whatever
 * the number of tasks in them. */
#include "plugins/form_dedup/ask/ask_internal.h"

#include <stdlib.h>
#include <string.h>

/* ---- slots -------------------------------------------------------------- */

bool
dg_group_period(const struct dg_asks *asks, const struct dg_form_field *field,
                dg_period task, dg_period *period)
{
    dg_period first;
    uint32_t parts = 0;
    *period = field->period == DG_PERIOD_NONE ? 0 : task;
    if (*period && field->period != dg_period_kind(task)) {
        return false;
    }
    if (*period && field->rollup == DG_ROLLUP_DIFFERENCE &&
        field->element != DG_ELEMENT_NONE) {
        parts = dg_period_parts(
            task,
            dg_dictionary_element(asks->dictionary, field->element)->period,
            &first);
    }
    if (parts > 0) {
        *period = first + parts - 1;
    }
    return *period || field->period == DG_PERIOD_NONE;
}

static bool
make_use(struct dg_asks *asks, uint32_t slot)
{
    uint32_t room = asks->use_room ? asks->use_room : 64;
    struct slot_use *grown;
    if (slot < asks->use_room) {
        return true;
    }
    while (room <= slot) {
        room *= 2;
    }
    grown = realloc(asks->uses, room * sizeof *grown);
    if (!grown) {
        return false;
    }
    memset(grown + asks->use_room, 0, (room - asks->use_room) * sizeof *grown);
    asks->uses = grown;
    asks->use_room = room;
    return true;
}

/* Notes in the slot that the group asks it; once, also of a form with two
 * fields of one element. */
static bool
join_slot(struct dg_slot *slot, uint32_t group)
{
    uint32_t count = slot->group_count;
    if (count > 0 && slot->groups[count - 1] == group) {
        return true;
    }
    if ((count & (count - 1)) == 0) { /* full: 0, 1, 2, 4 … */
        size_t room = count ? 2 * (size_t) count : 1;
        uint32_t *grown = realloc(slot->groups, room * sizeof *grown);
        if (!grown) {
            return false;
        }
        slot->groups = grown;
    }
    slot->groups[slot->group_count++] = group;
    return true;
}

static bool
take_slot(struct dg_asks *asks, const struct group *group, uint32_t field,
          uint32_t *slot)
{
    const struct dg_form_field *asked = &group->shown.form->fields[field];
    dg_period period;
    *slot = DG_SLOT_NONE;
    if (asked->element == DG_ELEMENT_NONE ||
        !dg_group_period(asks, asked, group->shown.period, &period)) {
        return true;
    }
    *slot = dg_cells_take_slot(asks->cells, asked->element, period);
    return *slot != DG_SLOT_NONE && make_use(asks, *slot) &&
           join_slot(dg_cells_at(asks->cells, *slot), group->shown.number);
}

static bool
mark_stale(struct dg_asks *asks, uint32_t slot)
{
    if (asks->uses[slot].stale) {
        return true;
    }
    if (asks->stale_count == asks->stale_room) {
        uint32_t room = asks->stale_room ? 2 * asks->stale_room : 64;
        uint32_t *grown = realloc(asks->stale, room * sizeof *grown);
        if (!grown) {
            return false;
        }
        asks->stale = grown;
        asks->stale_room = room;
    }
    asks->stale[asks->stale_count++] = slot;
    asks->uses[slot].stale = true;
    return true;
}

static bool
settle_slot(struct dg_asks *asks, struct dg_slot *slot)
{
    roaring_bitmap_t *asked = roaring_bitmap_create();
    if (!asked) {
        return false;
    }
    for (uint32_t i = 0; i < slot->group_count; i++) {
        const struct group *group = asks->groups[slot->groups[i]];
        if (group->shown.open > 0) {
            roaring_bitmap_or_inplace(asked, group->shown.offices);
        }
    }
    roaring_bitmap_run_optimize(asked);
    roaring_bitmap_overwrite(slot->asked, asked);
    roaring_bitmap_free(asked);
    return true;
}

bool
dg_group_settle(struct dg_asks *asks)
{
    while (asks->stale_count > 0) {
        uint32_t slot = asks->stale[asks->stale_count - 1];
        if (!settle_slot(asks, dg_cells_at(asks->cells, slot))) {
            return false;
        }
        asks->uses[slot].stale = false;
        asks->stale_count--;
    }
    return true;
}

/* ---- opened and closed -------------------------------------------------- */

static void
open_group(struct dg_asks *asks, struct group *group)
{
    for (uint32_t i = 0; i < group->shown.form->field_count; i++) {
        uint32_t number = group->shown.slots[i];
        if (number != DG_SLOT_NONE) {
            roaring_bitmap_or_inplace(dg_cells_at(asks->cells, number)->asked,
                                      group->shown.offices);
            asks->uses[number].open++;
        }
    }
}

/* What nobody asks any more is empty at once. */
static bool
close_group(struct dg_asks *asks, struct group *group)
{
    for (uint32_t i = 0; i < group->shown.form->field_count; i++) {
        uint32_t number = group->shown.slots[i];
        if (number == DG_SLOT_NONE) {
            continue;
        }
        if (--asks->uses[number].open == 0) {
            roaring_bitmap_clear(dg_cells_at(asks->cells, number)->asked);
        } else if (!mark_stale(asks, number)) {
            return false;
        }
    }
    return true;
}

/* ---- groups ------------------------------------------------------------- */

static void
destroy_group(struct group *group)
{
    free(group->askers);
    free((uint32_t *) group->shown.slots);
    free(group);
}

static bool
may_follow(const struct dg_asks *asks, const struct group *group,
           uint32_t field)
{
    const struct dg_form_field *asked = &group->shown.form->fields[field];
    const struct dg_element *element;
    if (asked->element == DG_ELEMENT_NONE) {
        return false;
    }
    element = dg_dictionary_element(asks->dictionary, asked->element);
    return asked->rollup != DG_ROLLUP_NONE || element->freshness > 0 ||
           element->derivation != DG_DERIVED_NOT ||
           (element->space == DG_ROLLUP_SUM &&
            !roaring_bitmap_is_empty(group->shown.offices) &&
            roaring_bitmap_maximum(group->shown.offices) >= DG_PLUGIN_TOWNS);
}

static struct group *
create_group(struct dg_asks *asks, const struct dg_form *form,
             const struct group_key *key, const struct offices *offices)
{
    struct group *group = calloc(1, sizeof *group);
    uint32_t *slots = calloc(form->field_count + 1, sizeof *slots);
    if (!group || !slots) {
        free(group);
        free(slots);
        return NULL;
    }
    group->key = *key;
    group->shown = (struct dg_ask_group){
        .number = asks->group_count,
        .form = form,
        .period = key->period,
        .offices = dg_offices_set(offices),
        .audience = dg_offices_audience(offices),
        .slots = slots,
    };
    for (uint32_t i = 0; i < form->field_count; i++) {
        if (!take_slot(asks, group, i, &slots[i])) {
            destroy_group(group);
            return NULL;
        }
        group->follows = group->follows || may_follow(asks, group, i);
    }
    asks->follows = asks->follows || group->follows;
    return group;
}

static bool
make_room(struct dg_asks *asks)
{
    uint32_t room = asks->group_room ? 2 * asks->group_room : 64;
    struct group **grown;
    if (asks->group_count < asks->group_room) {
        return true;
    }
    grown = realloc(asks->groups, room * sizeof(struct group *));
    if (!grown) {
        return false;
    }
    asks->groups = grown;
    asks->group_room = room;
    return true;
}

/* NULL: there is none. */
static struct group *
find_group(const struct dg_asks *asks, const struct dg_form *form,
           dg_period period, const struct offices *offices)
{
    struct group_key key = {form->number, period, dg_offices_number(offices)};
    struct group *group;
    HASH_FIND(hh, asks->by_key, &key, sizeof key, group);
    return group;
}

struct group *
dg_group_take(struct dg_asks *asks, const struct dg_form *form,
              dg_period period, const struct offices *offices)
{
    struct group_key key = {form->number, period, dg_offices_number(offices)};
    struct group *group = find_group(asks, form, period, offices);
    if (group || !make_room(asks)) {
        return group;
    }
    group = create_group(asks, form, &key, offices);
    if (!group) {
        return NULL;
    }
    HASH_ADD(hh, asks->by_key, key, sizeof key, group);
    if (!group->hh.tbl) {
        destroy_group(group);
        return NULL;
    }
    asks->groups[asks->group_count++] = group;
    return group;
}

void
dg_group_destroy(struct dg_asks *asks)
{
    HASH_CLEAR(hh, asks->by_key);
    for (uint32_t i = 0; i < asks->group_count; i++) {
        struct ask *ask = asks->groups[i]->last;
        while (ask) {
            struct ask *next = (struct ask *) ask->shown.next;
            free(ask);
            ask = next;
        }
        destroy_group(asks->groups[i]);
    }
    free(asks->groups);
    free(asks->uses);
    free(asks->stale);
}

/* ---- asks --------------------------------------------------------------- */

static struct asker *
take_asker(struct group *group, uint32_t source)
{
    struct asker *grown;
    for (uint32_t i = 0; i < group->asker_count; i++) {
        if (group->askers[i].source == source) {
            return &group->askers[i];
        }
    }
    grown = realloc(group->askers, (group->asker_count + 1) * sizeof *grown);
    if (!grown) {
        return NULL;
    }
    group->askers = grown;
    grown[group->asker_count] = (struct asker){.source = source};
    return &grown[group->asker_count++];
}

struct ask *
dg_group_enter(struct dg_asks *asks, struct group *group, struct task *task)
{
    struct asker *asker = take_asker(group, task->source);
    struct ask *ask = asker ? calloc(1, sizeof *ask) : NULL;
    if (!ask) {
        return NULL;
    }
    *ask = (struct ask){
        .shown = {.task = task->shown.task,
                  .group = group->shown.number,
                  .next = group->last ? &group->last->shown : NULL},
        .owner = task,
        .group = group,
        .open_before = asker->last,
        .asker = (uint32_t) (asker - group->askers),
        .open = true,
    };
    if (group->last) {
        group->last->newer = ask;
    }
    if (asker->last) {
        asker->last->open_after = ask;
    }
    group->last = ask;
    group->shown.asks = &ask->shown;
    asker->last = ask;
    asker->open++;
    if (group->shown.open++ == 0) {
        open_group(asks, group);
    }
    return ask;
}

bool
dg_group_close(struct dg_asks *asks, struct ask *ask)
{
    struct asker *asker = &ask->group->askers[ask->asker];
    if (!ask->open) {
        return true;
    }
    if (ask->open_after) {
        ask->open_after->open_before = ask->open_before;
    } else {
        asker->last = ask->open_before;
    }
    if (ask->open_before) {
        ask->open_before->open_after = ask->open_after;
    }
    ask->open = false;
    asker->open--;
    return --ask->group->shown.open > 0 || close_group(asks, ask->group);
}

bool
dg_group_leave(struct dg_asks *asks, struct ask *ask)
{
    struct group *group = ask->group;
    struct ask *older = (struct ask *) ask->shown.next;
    bool done = dg_group_close(asks, ask);
    if (ask->newer) {
        ask->newer->shown.next = ask->shown.next;
    } else {
        group->last = older;
        group->shown.asks = ask->shown.next;
    }
    if (older) {
        older->newer = ask->newer;
    }
    free(ask);
    return done;
}

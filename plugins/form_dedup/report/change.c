/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what is a change: see change.h. What comes for the first time is
 * none, nor is what is said again as it was. */
#include "plugins/form_dedup/report/change.h"

#include "plugins/form_dedup/report/roll.h"

static bool
is_same(const struct dg_saying *a, const struct dg_saying *b)
{
    return a->sequence == b->sequence ||
           ((a->word == DG_WORD_NONE) == (b->word == DG_WORD_NONE) &&
            dg_text_equal(a->text, b->text) && dg_text_equal(a->unit, b->unit));
}

/* The last value that had counted before. */
static bool
find_old(const struct dg_change *change, struct dg_saying *old, bool *at_once)
{
    const struct dg_cells *cells = change->view.plugin->cells;
    struct dg_saying saying = *change->saying;
    for (*at_once = true; dg_cells_before(cells, &saying); *at_once = false) {
        if (dg_cells_value_then(cells, change->key, &saying,
                                change->view.passed, old)) {
            return true;
        }
    }
    return false;
}

/* Said for the first time: it may have followed until then. */
static bool
takes_place(struct dg_change *change)
{
    const struct dg_dictionary *dictionary = change->view.plugin->dictionary;
    const struct dg_slot *slot =
        dg_cells_at(change->view.plugin->cells, change->key.slot);
    struct dg_given now;
    if (!change->has_new) {
        return false;
    }
    if (!change->depend->direct) { /* what still held was taken */
        return dg_dictionary_element(dictionary, slot->element)->freshness > 0;
    }
    dg_given_followed(&change->view, dg_change_key(change),
                      change->new.sequence, &change->was);
    change->followed = change->was.derived.origin != DG_ORIGIN_MISSING;
    dg_given_said(&change->view, change->depend->field, &change->new, &now);
    return change->followed && !dg_text_equal(now.text, change->was.text);
}

static bool
is_other(struct dg_change *change)
{
    bool at_once;
    change->has_new =
        dg_cells_value_then(change->view.plugin->cells, change->key,
                            change->saying, change->view.passed, &change->new);
    change->has_old = find_old(change, &change->old, &at_once);
    if (!change->has_old) {
        return takes_place(change);
    }
    return change->has_new ? !at_once || !is_same(&change->old, &change->new)
                           : at_once;
}

static bool
is_mine(const struct dg_change *change)
{
    return change->office != DG_PLUGIN_NO_OFFICE &&
           (roaring_bitmap_contains(change->view.group->offices,
                                    change->office) ||
            change->view.plugin->host->audience_reaches(
                change->view.task->audience, change->office));
}

/* Of a list, a row of it: others may have the same key. */
static bool
is_of_list(const struct dg_change *change)
{
    const struct dg_form *form = change->view.group->form;
    int16_t list = form->fields[change->depend->field].list;
    return change->key.subject == 0 || list < 0 ||
           dg_roll_has(&change->view, &form->lists[list],
                       dg_change_key(change));
}

/* The field's value follows, or followed, from what was said. */
static bool
follows(const struct dg_change *change)
{
    const struct dg_slot *slot =
        dg_cells_at(change->view.plugin->cells, change->key.slot);
    struct dg_given given;
    dg_given_make(&change->view, dg_change_key(change), &given);
    switch (given.derived.origin) {
    case DG_ORIGIN_SAID:
        return false;
    case DG_ORIGIN_MISSING:
        return !change->has_new;
    case DG_ORIGIN_OLDER:
        return given.derived.as_of == slot->period;
    default:
        return true;
    }
}

bool
dg_change_is(struct dg_change *change)
{
    return is_mine(change) && is_of_list(change) && is_other(change) &&
           (change->depend->direct || follows(change));
}

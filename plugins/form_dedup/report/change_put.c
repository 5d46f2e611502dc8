/* SPDX-License-Identifier: Apache-2.0 */
/* Tells a change: what was read, what is read, who said so and why. */
#include "plugins/form_dedup/report/change.h"
#include "plugins/form_dedup/report/row.h"

/* In the words of the field, or, of what it follows from, as it was said. */
static void
put_side(const struct dg_print *print, const struct dg_change *change,
         const char *name, const struct dg_saying *saying)
{
    struct dg_given given = {.text = saying->text};
    bool counted = change->key.subject == 0 && change->depend->list;
    if (change->depend->direct && !counted) {
        dg_given_said(&change->view, change->depend->field, saying, &given);
    }
    dg_print_open_object(print, name);
    dg_row_put_given(print, &given, saying->word == DG_WORD_NONE);
    if (!change->depend->direct) {
        dg_print_text(print, "unit", saying->unit);
    }
    dg_print_number(print, "sequence", saying->sequence);
    print->host->close_object(print->out);
}

/* What followed, or follows. */
static void
put_followed(const struct dg_print *print, const char *name,
             const struct dg_given *given)
{
    if (given->derived.origin == DG_ORIGIN_MISSING) {
        return;
    }
    dg_print_open_object(print, name);
    dg_row_put_given(print, given, given->derived.none);
    if (given->derived.origin == DG_ORIGIN_OLDER) {
        dg_print_period(print, "asof", given->derived.as_of);
    } else {
        dg_print_flag(print, "derived", true);
    }
    print->host->close_object(print->out);
}

static void
put_gone(const struct dg_print *print, const struct dg_change *change)
{
    dg_print_word(print, "gone",
                  change->saying->word == DG_WORD_RETURNED ? "returned"
                                                           : "removed");
}

static void
put_sides(const struct dg_print *print, const struct dg_change *change)
{
    if (change->has_old) {
        put_side(print, change, "old", &change->old);
    } else if (change->followed) {
        put_followed(print, "old", &change->was);
    }
    if (change->has_new) {
        put_side(print, change, "new", &change->new);
    } else {
        put_gone(print, change);
    }
}

/* The cell's own value; where it is gone, what takes its place by now. */
static void
put_direct(const struct dg_print *print, const struct dg_change *change)
{
    struct dg_given given;
    put_sides(print, change);
    if (!change->has_new && change->key.subject == 0 && !change->depend->list) {
        dg_given_make(&change->view, dg_change_key(change), &given);
        if (given.derived.origin != DG_ORIGIN_SAID) {
            put_followed(print, "new", &given);
        }
    }
}

/* What the field amounts to by now, and what it followed from that changed. */
static void
put_derived(const struct dg_print *print, const struct dg_change *change)
{
    const struct dg_slot *slot =
        dg_cells_at(change->view.plugin->cells, change->key.slot);
    struct dg_given given;
    dg_given_make(&change->view, dg_change_key(change), &given);
    put_followed(print, "new", &given);
    if (given.derived.origin == DG_ORIGIN_MISSING) {
        put_gone(print, change);
    }
    dg_print_open_object(print, "from");
    dg_print_text(
        print, "element",
        dg_dictionary_element(change->view.plugin->dictionary, slot->element)
            ->code);
    dg_print_period(print, "period", slot->period);
    put_sides(print, change);
    print->host->close_object(print->out);
}

/* Which row of a list: its key, as the requester has it. */
static void
put_subject(const struct dg_print *print, const struct dg_change *change)
{
    const struct dg_form *form = change->view.group->form;
    uint32_t key = form->lists[form->fields[change->depend->field].list].key;
    struct dg_given given;
    char pseudonym[33];
    dg_cells_subject_name(change->view.plugin->cells, change->key.subject,
                          pseudonym);
    dg_print_word(print, "subject", pseudonym);
    dg_given_make(&change->view,
                  (struct dg_given_key){.field = key,
                                        .office = change->office,
                                        .subject = change->key.subject},
                  &given);
    dg_print_text(print, "key", given.text);
}

void
dg_change_put(const struct dg_print *print, const struct dg_change *change)
{
    const struct dg_saying *saying = change->saying;
    const struct dg_form_field *field =
        &change->view.group->form->fields[change->depend->field];
    print->host->open_object(print->out);
    dg_print_number(print, "sequence", saying->sequence);
    dg_print_time(print, "time", saying->time_us);
    dg_print_text(print, "by",
                  dg_names_text(change->view.plugin->sources, saying->who));
    dg_print_number(print, "task", change->view.task->task);
    dg_print_text(print, "control", change->view.group->form->control);
    dg_print_text(print, "period", change->view.task->period);
    dg_print_text(print, "field", field->name);
    dg_print_text(print, "label", field->label);
    dg_print_place(print, change->office);
    if (change->key.subject) {
        put_subject(print, change);
    } else if (change->depend->list) {
        dg_print_flag(print, "rows", true);
    }
    if (change->depend->direct) {
        put_direct(print, change);
    } else {
        put_derived(print, change);
    }
    dg_print_text(print, "reason",
                  saying->word == DG_WORD_RETURNED ? saying->text
                                                   : saying->reason);
    print->host->close_object(print->out);
}

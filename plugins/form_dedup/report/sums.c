/* SPDX-License-Identifier: Apache-2.0 */
/* Looks at the forms of open tasks that ask some cell of a submission. A value
 * is the one submitted, else the one there is; a sum with a part nobody knows
 * yet is let pass. */
#include "plugins/form_dedup/report/sums.h"

#include <stdlib.h>

#include "plugins/form_dedup/cell/value.h"
#include "plugins/form_dedup/report/wanted.h"
#include "plugins/form_dedup/text/text.h"

/* ---- which forms -------------------------------------------------------- */

struct asked {
    const struct dg_ask_group *group;
    struct dg_plugin_str source; /* of one of its open tasks */
};

struct forms {
    struct dg_entered *entered;
    const struct dg_entered_cell *cell;
    struct asked *asked;
    size_t count, room;
    bool failed;
};

static bool
has(const struct forms *forms, const struct dg_ask_group *group)
{
    for (size_t i = 0; i < forms->count; i++) {
        if (forms->asked[i].group == group) {
            return true;
        }
    }
    return false;
}

static bool
take(void *ctx, const struct dg_ask_task *task, const struct dg_ask *ask,
     uint32_t field)
{
    struct forms *forms = ctx;
    const struct dg_ask_group *group =
        dg_asks_group(forms->entered->plugin->asks, ask->group);
    if (task->ended_us != 0 || has(forms, group) ||
        group->form->fields[field].rollup == DG_ROLLUP_DIFFERENCE ||
        !dg_wanted_fits(forms->cell, group->form, field)) {
        return true;
    }
    if (forms->count == forms->room) {
        size_t room = forms->room ? 2 * forms->room : 16;
        struct asked *grown = realloc(forms->asked, room * sizeof *grown);
        if (!grown) {
            forms->failed = true;
            return false;
        }
        forms->asked = grown;
        forms->room = room;
    }
    forms->asked[forms->count++] = (struct asked){group, task->source};
    return true;
}

static void
find_forms(struct forms *forms)
{
    struct dg_entered *entered = forms->entered;
    for (size_t i = 0; i < entered->count && !forms->failed; i++) {
        const struct dg_entered_cell *cell = &entered->cells[i];
        struct dg_cell_key key;
        if (cell->wrong) {
            continue;
        }
        key = dg_entered_key(entered, cell);
        forms->cell = cell;
        if (key.slot != DG_SLOT_NONE) {
            dg_asks_each(entered->plugin->asks, key.slot, entered->office, take,
                         forms);
        }
    }
}

/* ---- values ------------------------------------------------------------- */

/* A field of a form that is asked, at a subject. */
struct place {
    struct dg_entered *entered;
    const struct asked *asked;
    const char *subject; /* "": none */
};

static const struct dg_form_field *
field_of(const struct place *place, uint32_t index)
{
    return &place->asked->group->form->fields[index];
}

static const struct dg_slot *
slot_of(const struct place *place, uint32_t index)
{
    uint32_t slot = place->asked->group->slots[index];
    return slot == DG_SLOT_NONE
               ? NULL
               : dg_cells_at(place->entered->plugin->cells, slot);
}

/* The cell of the submission; NULL: it is not in it. */
static struct dg_entered_cell *
entered_of(const struct place *place, uint32_t index)
{
    const struct dg_slot *slot = slot_of(place, index);
    return slot ? (struct dg_entered_cell *) dg_entered_find(
                      place->entered, slot->element, slot->period,
                      place->subject)
                : NULL;
}

/* What is there already, said or derived. */
static bool
derive(const struct place *place, uint32_t index, dg_period period,
       struct dg_derived *derived)
{
    const struct dg_form_dedup *plugin = place->entered->plugin;
    const struct dg_slot *slot = slot_of(place, index);
    struct dg_derive_question question = {.office = place->entered->office,
                                          .rollup =
                                              field_of(place, index)->rollup,
                                          .period = period};
    if (!slot) {
        return false;
    }
    question.element = slot->element;
    if (place->subject[0]) {
        question.subject = dg_cells_subject(plugin->cells, place->subject);
        if (question.subject == 0) {
            return false;
        }
    }
    dg_derive_value(plugin->cells, &question, derived);
    return derived->origin != DG_ORIGIN_MISSING &&
           derived->origin != DG_ORIGIN_OLDER;
}

static bool
has_value(const struct place *place, uint32_t index)
{
    const struct dg_slot *slot = slot_of(place, index);
    struct dg_derived derived;
    return entered_of(place, index) ||
           (slot && derive(place, index, slot->period, &derived));
}

/* In the unit of another field; 无此情况 is 0. False: it is not known. */
static bool
number_of(const struct place *place, uint32_t index, struct dg_plugin_str unit,
          mpq_t number)
{
    const struct dg_dictionary *dictionary = place->entered->plugin->dictionary;
    const struct dg_slot *slot = slot_of(place, index);
    const struct dg_entered_cell *cell = entered_of(place, index);
    const struct dg_element *element;
    struct dg_derived derived;
    struct dg_plugin_str text, from;
    dg_period period;
    if (!slot) {
        return false;
    }
    element = dg_dictionary_element(dictionary, slot->element);
    period = slot->period;
    mpq_set_ui(number, 0, 1);
    if (cell && cell->word == DG_WORD_NONE) {
        return true;
    }
    if (cell && cell->word == DG_WORD_VALUE) {
        text = cell->text;
        from = cell->unit;
    } else {
        if (cell && !dg_period_before(period, false, &period)) {
            return false;
        }
        if (!derive(place, index, period, &derived)) {
            return false;
        }
        if (derived.none) {
            return true;
        }
        text = dg_derived_text(&derived);
        from = derived.origin == DG_ORIGIN_SAID ||
                       derived.origin == DG_ORIGIN_OLDER
                   ? derived.saying.unit
                   : (struct dg_plugin_str){0};
    }
    return dg_value_convert(dictionary, text, from.len ? from : element->unit,
                            unit.len ? unit : element->unit, number);
}

/* ---- sums --------------------------------------------------------------- */

/* The cell that a finding is about: the total, else a part. */
static struct dg_entered_cell *
blame(const struct place *place, const struct dg_form_sum *sum)
{
    struct dg_entered_cell *cell = entered_of(place, sum->total);
    for (uint32_t i = 0; !cell && i < sum->part_count; i++) {
        cell = entered_of(place, sum->parts[i]);
    }
    return cell;
}

static void
refuse_sum(const struct place *place, const struct dg_form_sum *sum,
           const mpq_t total, const mpq_t parts)
{
    struct dg_entered *entered = place->entered;
    const struct dg_plugin_host *host = entered->plugin->host;
    struct dg_plugin_str label = field_of(place, sum->total)->label;
    struct dg_plugin_str name = host->source_name(host, place->asked->source);
    char is[DG_NUMBER_SIZE], makes[DG_NUMBER_SIZE];
    bool exact;
    dg_number_write(total, -1, is, &exact);
    dg_number_write(parts, -1, makes, &exact);
    dg_entered_refuse(
        entered, blame(place, sum), "sum-differs",
        place->subject[0]
            ? host->format(entered->findings,
                           N_("\"%.*s\" is not the sum of its parts, as %.*s "
                              "wants it"),
                           DG_TEXT_ARG(label), DG_TEXT_ARG(name))
            : host->format(entered->findings,
                           N_("\"%.*s\" is %s, and its parts are %s together; "
                              "%.*s wants them equal"),
                           DG_TEXT_ARG(label), is, makes, DG_TEXT_ARG(name)));
}

static void
check_sum(const struct place *place, const struct dg_form_sum *sum)
{
    struct dg_plugin_str unit = field_of(place, sum->total)->unit;
    mpq_t total, parts, part;
    bool known;
    if (!blame(place, sum)) {
        return;
    }
    mpq_inits(total, parts, part, NULL);
    known = number_of(place, sum->total, unit, total);
    for (uint32_t i = 0; known && i < sum->part_count; i++) {
        known = number_of(place, sum->parts[i], unit, part);
        mpq_add(parts, parts, part);
    }
    if (known && !mpq_equal(total, parts)) {
        refuse_sum(place, sum, total, parts);
    }
    mpq_clears(total, parts, part, NULL);
}

/* Of the form itself once, of a list for each row that was submitted. */
static void
check_sums(struct dg_entered *entered, const struct asked *asked)
{
    const struct dg_form *form = asked->group->form;
    for (uint32_t i = 0; i < form->sum_count; i++) {
        const struct dg_form_sum *sum = &form->sums[i];
        struct place place = {entered, asked, ""};
        if (form->fields[sum->total].list < 0) {
            check_sum(&place, sum);
            continue;
        }
        for (size_t j = 0; j < entered->count; j++) {
            const struct dg_entered_cell *cell = &entered->cells[j];
            place.subject = cell->subject;
            if (cell->subject[0] && cell->value == DG_ENTERED_NOWHERE &&
                cell->word != DG_WORD_REMOVED) {
                check_sum(&place, sum);
            }
        }
    }
}

/* ---- rows --------------------------------------------------------------- */

/* What a row lacks of the list that it lacks least of. */
struct lack {
    bool any; /* list */
    uint32_t count;
    struct dg_plugin_str label, source; /* of the first field; who wants it */
};

static void
look_at_list(const struct place *place, const struct dg_form_list *list,
             struct lack *least)
{
    struct lack lack = {.any = true};
    for (uint32_t i = list->first; i < list->first + list->count; i++) {
        const struct dg_form_field *field = field_of(place, i);
        if (i != list->key && field->required && slot_of(place, i) &&
            !has_value(place, i) && lack.count++ == 0) {
            lack.label = field->label;
            lack.source = place->asked->source;
        }
    }
    if (!least->any || lack.count < least->count) {
        *least = lack;
    }
}

static void
check_row(struct forms *forms, struct dg_entered_cell *key)
{
    struct dg_entered *entered = forms->entered;
    const struct dg_plugin_host *host = entered->plugin->host;
    struct lack least = {.any = false};
    for (size_t i = 0; i < forms->count; i++) {
        const struct dg_form *form = forms->asked[i].group->form;
        struct place place = {entered, &forms->asked[i], key->subject};
        for (uint32_t j = 0; j < form->list_count; j++) {
            if (form->fields[form->lists[j].key].element ==
                key->element->number) {
                look_at_list(&place, &form->lists[j], &least);
            }
        }
    }
    if (least.count > 0) {
        struct dg_plugin_str name = host->source_name(host, least.source);
        dg_entered_refuse(
            entered, key, "value-missing",
            host->format(entered->findings,
                         N_("the row lacks \"%.*s\", which %.*s requires"),
                         DG_TEXT_ARG(least.label), DG_TEXT_ARG(name)));
    }
}

/* ---- all ---------------------------------------------------------------- */

bool
dg_sums_check(struct dg_entered *entered)
{
    struct forms forms = {.entered = entered};
    find_forms(&forms);
    for (size_t i = 0; i < forms.count && !forms.failed; i++) {
        check_sums(entered, &forms.asked[i]);
    }
    for (size_t i = 0; i < entered->count && !forms.failed; i++) {
        struct dg_entered_cell *cell = &entered->cells[i];
        if (!cell->wrong && cell->subject[0] &&
            cell->row != DG_ENTERED_NOWHERE &&
            cell->value == DG_ENTERED_NOWHERE &&
            cell->word != DG_WORD_REMOVED) {
            check_row(&forms, cell);
        }
    }
    free(forms.asked);
    return !forms.failed;
}

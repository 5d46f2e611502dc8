/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps each way in which the fields of a form were resolved, once. Finds the
 * one that an assignment asks, and takes in those that come. */
#include <stdlib.h>

#include "plugins/form_dedup/form/inside.h"

#define FINDINGS_MAX 100

/* The kind of period that the assignment is asked for. */
static enum dg_period_kind
task_period(const struct dg_plugin_host *host,
            const struct dg_plugin_event *event)
{
    enum dg_period_kind kind;
    dg_period period;
    if (!event || !event->task) {
        return DG_PERIOD_NONE;
    }
    if (dg_period_kind_read(
            host->text(
                host->member(host->member(event->task, "recurrence"), "per")),
            &kind)) {
        return kind;
    }
    return dg_period_read(host->text(host->member(event->task, "period")),
                          &period)
               ? dg_period_kind(period)
               : DG_PERIOD_NONE;
}

/* Who asks, 1 + its number; one that never did has the number it would get. */
static uint32_t
find_requester(const struct dg_forms *forms, struct dg_plugin_str source)
{
    uint32_t number = dg_names_find(forms->requesters, source);
    return 1 + (number == DG_NAMES_NONE ? dg_names_count(forms->requesters)
                                        : number);
}

/* What its fields are depends on the period of the task. */
static bool
waits_for_task(const struct dg_forms *forms, const struct dg_paper *paper)
{
    bool waits = paper->open;
    for (uint32_t i = 0; paper->named && !waits && i < paper->head.field_count;
         i++) {
        const struct dg_field_meaning *meaning = &paper->fields[i].meaning;
        const struct dg_element *element =
            meaning->has_period || !meaning->element.len
                ? NULL
                : dg_dictionary_find(forms->dictionary, meaning->element);
        waits = element && element->any_period;
    }
    return waits;
}

static void
describe(const struct dg_form_check *check, struct dg_paper *paper,
         struct dg_form_record *record)
{
    record->paper = paper;
    record->period = waits_for_task(check->forms, paper)
                         ? task_period(check->forms->host, check->event)
                         : DG_PERIOD_NONE;
    record->requester =
        paper->private ? find_requester(check->forms, check->event->source) : 0;
}

/* The last that was resolved so. */
static struct dg_form_record *
find_record(const struct dg_form_record *like)
{
    struct dg_form_record *record = like->paper->records;
    while (record && (record->period != like->period ||
                      record->requester != like->requester)) {
        record = record->next;
    }
    return record;
}

static bool
same_elements(const struct dg_form *a, const struct dg_form *b)
{
    for (uint32_t i = 0; i < a->field_count; i++) {
        if (a->fields[i].element != b->fields[i].element) {
            return false;
        }
    }
    return true;
}

/* A record's own again under the dictionary of now, on a shelf that may be
 * cleared, as that entry has it; NULL without memory. */
static struct dg_form_record *
renew(struct dg_forms *forms, struct dg_shelf *shelf,
      struct dg_form_record *old, uint64_t entry)
{
    struct dg_form_record *record = dg_shelf_alloc(shelf, sizeof *record);
    if (!record) {
        return NULL;
    }
    *record = *old;
    if (!dg_resolve_again(forms, shelf, old, record)) {
        return NULL;
    }
    record->form.number = DG_FORM_NONE;
    record->form.source = old->form.source;
    record->form.since = entry;
    if (!same_elements(&record->form, &old->form)) {
        return record;
    }
    old->changed = record->changed;
    return old;
}

/* What became of the last that was resolved like this one. */
static struct dg_form_record *
look_again(struct dg_forms *forms, const struct dg_form_record *like)
{
    struct dg_form_record *record = find_record(like);
    if (record->changed == dg_dictionary_changed(forms->dictionary)) {
        return record;
    }
    dg_shelf_clear(&forms->again);
    return renew(forms, &forms->again, record, 0);
}

static struct dg_form_record *
look_record(struct dg_form_check *check, struct dg_paper *paper)
{
    struct dg_shelf *shelf = &check->forms->again;
    struct dg_form_record like = {0}, *record;
    describe(check, paper, &like);
    record = find_record(&like);
    if (record && !record->flawed) {
        return look_again(check->forms, record);
    }
    dg_shelf_clear(shelf);
    record = dg_shelf_alloc(shelf, sizeof *record);
    if (!record) {
        return NULL;
    }
    *record = like;
    if (!dg_resolve_form(check, shelf, record)) {
        return NULL;
    }
    record->form.source = check->event->source;
    return record;
}

bool
dg_forms_look(struct dg_forms *forms, const struct dg_form_asked *asked,
              struct dg_plugin_findings *findings, const struct dg_form **form)
{
    struct dg_form_check check = {
        .forms = forms,
        .event = asked->event,
        .findings = findings,
        .pointer = asked->pointer,
        .left = FINDINGS_MAX,
    };
    struct dg_form_record *record;
    struct dg_paper *paper;
    *form = NULL;
    if (!dg_forms_read(&check, asked->value, &paper)) {
        return false;
    }
    if (!paper) {
        return true;
    }
    if (!paper->sound) {
        dg_check_paper(&check);
    }
    record = look_record(&check, paper);
    *form = record && paper->sound ? &record->form : NULL;
    return record != NULL;
}

bool
dg_forms_look_again(struct dg_forms *forms, const struct dg_form *form,
                    const struct dg_form **now)
{
    struct dg_form_record *record =
        look_again(forms, (const struct dg_form_record *) form);
    *now = record ? &record->form : NULL;
    return record != NULL;
}

/* ---- taking in ---------------------------------------------------------- */

static bool
note_use(struct dg_forms *forms, uint32_t element)
{
    uint32_t room = forms->used_room ? forms->used_room : 64;
    while (room <= element / 8) {
        room *= 2;
    }
    if (room > forms->used_room) {
        uint8_t *grown = realloc(forms->used, room);
        if (!grown) {
            return false;
        }
        memset(grown + forms->used_room, 0, room - forms->used_room);
        forms->used = grown;
        forms->used_room = room;
    }
    forms->used[element / 8] |= (uint8_t) (1u << element % 8);
    return true;
}

static bool
make_room(struct dg_forms *forms)
{
    uint32_t room = forms->room ? 2 * forms->room : 64;
    struct dg_form_record **grown;
    if (forms->count < forms->room) {
        return true;
    }
    grown = realloc(forms->records, room * sizeof(struct dg_form_record *));
    if (!grown) {
        return false;
    }
    forms->records = grown;
    forms->room = room;
    return true;
}

/* Gives a record its number. */
static bool
add_record(struct dg_forms *forms, struct dg_form_record *record)
{
    struct dg_form *form = &record->form;
    if (!make_room(forms)) {
        return false;
    }
    for (uint32_t i = 0; i < form->field_count; i++) {
        if (!note_use(forms, form->fields[i].element)) {
            return false;
        }
    }
    form->number = forms->count;
    record->next = record->paper->records;
    record->paper->records = record;
    forms->records[forms->count++] = record;
    return true;
}

static struct dg_form_record *
create_record(struct dg_form_check *check, const struct dg_form_record *like)
{
    struct dg_forms *forms = check->forms;
    struct dg_shelf *shelf = &like->paper->shelf;
    struct dg_form_record *record = dg_shelf_alloc(shelf, sizeof *record);
    if (!record) {
        return NULL;
    }
    *record = *like;
    if ((record->requester &&
         dg_names_take(forms->requesters, check->event->source) ==
             DG_NAMES_NONE) ||
        !dg_resolve_form(check, shelf, record)) {
        return NULL;
    }
    record->form.source = dg_shelf_copy(shelf, check->event->source);
    record->form.since = check->event->sequence;
    return dg_resolve_take(forms, record, check->event->sequence) &&
                   add_record(forms, record)
               ? record
               : NULL;
}

/* Looked at first, so that what stays as it is leaves nothing behind. */
static struct dg_form_record *
take_again(struct dg_forms *forms, struct dg_form_record *record,
           uint64_t entry)
{
    struct dg_form_record *now = look_again(forms, record);
    if (!now || now == find_record(record)) {
        return now;
    }
    now = renew(forms, &record->paper->shelf, find_record(record), entry);
    return now && add_record(forms, now) ? now : NULL;
}

bool
dg_forms_take_record(struct dg_form_check *check, struct dg_paper *paper,
                     struct dg_form_record **taken)
{
    struct dg_form_record like = {0}, *record;
    describe(check, paper, &like);
    record = find_record(&like);
    *taken = record ? take_again(check->forms, record, check->event->sequence)
                    : create_record(check, &like);
    return *taken != NULL;
}

bool
dg_forms_take(struct dg_forms *forms, const struct dg_form_asked *asked,
              const struct dg_form **form)
{
    struct dg_form_check check = {.forms = forms, .event = asked->event};
    struct dg_form_record *record;
    struct dg_paper *paper;
    *form = NULL;
    if (!dg_forms_read(&check, asked->value, &paper)) {
        return false;
    }
    if (!paper || !paper->sound) {
        return true;
    }
    if (!dg_forms_keep(forms, paper) ||
        !dg_forms_take_record(&check, paper, &record)) {
        return false;
    }
    *form = &record->form;
    return true;
}

bool
dg_forms_take_again(struct dg_forms *forms, const struct dg_form *form,
                    uint64_t task, const struct dg_form **now)
{
    struct dg_form_record *record =
        take_again(forms, (struct dg_form_record *) form, task);
    *now = record ? &record->form : NULL;
    return record != NULL;
}

/* ---- erasure ------------------------------------------------------------ */

bool
dg_forms_rest_on(const struct dg_forms *forms, uint64_t entry)
{
    uint32_t i = 0;
    while (i < forms->count && forms->records[i]->form.since != entry) {
        i++;
    }
    return i < forms->count;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which element each field of a form is. Which fields are alike is the
 * dictionary's, how periods become one another rollup.c's. */
#include "plugins/form_dedup/form/resolve.h"

bool
dg_resolve_speaks(struct dg_resolving *r)
{
    r->check->flawed = true;
    return r->check->findings && r->check->left > 0;
}

/* ---- what a field means ------------------------------------------------- */

static bool
find_options(struct dg_resolving *r)
{
    struct dg_plugin_str code = r->paper->optionset;
    if (!code.len || dg_dictionary_optionset(r->check->forms->dictionary, code,
                                             &r->meaning.options,
                                             &r->meaning.option_count)) {
        r->meaning.optionset = code;
        return true;
    }
    if (dg_resolve_speaks(r)) {
        dg_check_refuse(r->check, "form-fields",
                        dg_check_field(r->check, r->index, "optionset"),
                        r->check->forms->host->format(
                            r->check->findings,
                            "the dictionary has no option set \"%.*s\"",
                            DG_TEXT_ARG(code)));
    }
    return false;
}

/* What a field leaves open that is to be like an element. */
static void
be_like(struct dg_resolving *r, const struct dg_element *like)
{
    struct dg_field_meaning *meaning = &r->meaning;
    if (!meaning->has_type) {
        meaning->has_type = true;
        meaning->type = like->type;
    }
    if (!meaning->has_kind && like->kind != DG_KIND_NONE) {
        meaning->has_kind = true;
        meaning->kind = like->kind;
    }
    if (!meaning->has_period) {
        meaning->has_period = true;
        meaning->period = like->any_period ? r->record->period : like->period;
    }
    if (!meaning->unit.len) {
        meaning->unit = like->unit;
    }
    if (!meaning->definition.len) {
        meaning->definition = like->definition;
    }
    if (!meaning->option_count) {
        meaning->options = like->options;
        meaning->option_count = like->option_count;
    }
}

/* Without a legal basis nothing is reused, also of an element that is named:
 * the field is one of the requester's own that is like it. */
static void
stand_apart(struct dg_resolving *r)
{
    const struct dg_element *like =
        dg_dictionary_find(r->check->forms->dictionary, r->meaning.element);
    r->meaning.private_to = r->record->requester;
    if (like && !like->private_to) {
        r->meaning.element = (struct dg_plugin_str){0};
        be_like(r, like);
    }
}

static void
open_resolving(struct dg_resolving *r, uint32_t index)
{
    const struct dg_paper *paper = r->record->paper;
    const struct dg_form *head = &paper->head;
    int list = paper->fields[index].field.list;
    r->index = index;
    r->paper = &paper->fields[index];
    r->field = &r->record->form.fields[index];
    r->meaning = r->paper->meaning;
    if (!r->meaning.has_period && !r->meaning.element.len) {
        r->meaning.has_period = r->meaning.implied = true;
        r->meaning.period = r->record->period;
    }
    if (r->meaning.element.len && r->paper->rollup == DG_ROLLUP_DIFFERENCE) {
        r->meaning.has_kind = false; /* a flow, of a running total */
    }
    if (list >= 0 && !head->lists[list].basis.len) {
        stand_apart(r);
    }
    (void) find_options(r);
}

/* As the dictionary takes a field that says nothing of its type. */
static enum dg_value_type
guess_type(const struct dg_resolving *r)
{
    if (r->meaning.has_type) {
        return r->meaning.type;
    }
    if (r->meaning.option_count) {
        return DG_VALUE_OPTION;
    }
    return r->field->unit.len || r->meaning.has_kind ? DG_VALUE_DECIMAL
                                                     : DG_VALUE_TEXT;
}

/* ---- elements ----------------------------------------------------------- */

static void
settle(struct dg_resolving *r, uint32_t number)
{
    const struct dg_element *element =
        dg_dictionary_element(r->check->forms->dictionary, number);
    struct dg_form_field *field = r->field;
    field->element = number;
    field->type = r->meaning.has_type ? r->meaning.type : element->type;
    field->unit = field->unit.len ? field->unit : element->unit;
    if (!field->options.count) {
        field->options = (struct dg_options){
            element->options, element->option_count, element->optionset};
    }
    dg_rollup_settle(r, element);
}

/* A field that is to be an element of its own. */
static void
leave_open(struct dg_resolving *r)
{
    r->field->element = DG_ELEMENT_NONE;
    r->field->type = guess_type(r);
    r->field->period = r->meaning.period;
}

static void
say_unknown(struct dg_resolving *r)
{
    if (dg_resolve_speaks(r)) {
        dg_check_refuse(r->check, "element-unknown",
                        dg_check_field(r->check, r->index, "element"),
                        r->check->forms->host->format(
                            r->check->findings,
                            "the dictionary has no element \"%.*s\"",
                            DG_TEXT_ARG(r->meaning.element)));
    }
}

static void
say_unit(struct dg_resolving *r, const struct dg_element *element)
{
    if (dg_resolve_speaks(r)) {
        dg_check_refuse(
            r->check, "unit-no-rule",
            dg_check_field(r->check, r->index, "unit"),
            r->check->forms->host->format(
                r->check->findings,
                "no rule makes \"%.*s\" of \"%.*s\", the unit of element "
                "\"%.*s\"",
                DG_TEXT_ARG(r->field->unit), DG_TEXT_ARG(element->unit),
                DG_TEXT_ARG(element->code)));
    }
}

/* What element and field say of a member, as on the wire. */
static void
words_of(const struct dg_resolving *r, const struct dg_element *element,
         const char **is, const char **want)
{
    if (strcmp(r->field->resolution.member, "type") == 0) {
        *is = dg_element_type_name(element->type);
        *want = dg_element_type_name(guess_type(r));
    } else if (strcmp(r->field->resolution.member, "kind") == 0) {
        *is = dg_element_kind_name(element->kind);
        *want = dg_element_kind_name(r->meaning.kind);
    } else {
        *is = *want = NULL;
    }
}

static void
say_unfit(struct dg_resolving *r, const struct dg_element *element)
{
    const struct dg_plugin_host *host = r->check->forms->host;
    const char *member = r->field->resolution.member;
    const char *is, *want;
    struct dg_plugin_str text;
    if (!dg_resolve_speaks(r)) {
        return;
    }
    words_of(r, element, &is, &want);
    text = want ? host->format(r->check->findings,
                               "\"%s\" of element \"%.*s\" is \"%s\", not "
                               "\"%s\"",
                               member, DG_TEXT_ARG(element->code), is, want)
                : host->format(r->check->findings,
                               "\"%s\" of element \"%.*s\" is another", member,
                               DG_TEXT_ARG(element->code));
    dg_check_refuse(r->check, "element-unfit",
                    dg_check_field(r->check, r->index, member), text);
}

/* It names an element that it does not fit. */
static void
refuse_unfit(struct dg_resolving *r)
{
    const struct dg_element *element = dg_dictionary_element(
        r->check->forms->dictionary, r->field->resolution.other);
    const char *member = r->field->resolution.member;
    if (strcmp(member, "unit") == 0) {
        say_unit(r, element);
    } else if (strcmp(member, "period") == 0) {
        dg_rollup_settle(r, element);
    } else {
        say_unfit(r, element);
    }
    r->check->flawed = true;
}

static bool
resolve_field(struct dg_resolving *r)
{
    struct dg_form_field *field = r->field;
    if (!dg_dictionary_resolve(r->check->forms->dictionary, &r->meaning,
                               &field->resolution)) {
        return false;
    }
    if (field->resolution.element != DG_ELEMENT_NONE) {
        settle(r, field->resolution.element);
        return true;
    }
    leave_open(r);
    if (field->resolution.match == DG_MATCH_UNKNOWN) {
        say_unknown(r);
    } else if (field->resolution.match == DG_MATCH_UNFIT) {
        refuse_unfit(r);
    }
    return true;
}

static void
lay_out(const struct dg_paper *paper, struct dg_shelf *shelf,
        struct dg_form_record *record)
{
    record->form = paper->head;
    record->form.fields = dg_shelf_alloc(
        shelf, paper->head.field_count * sizeof *record->form.fields);
    for (uint32_t i = 0; record->form.fields && i < paper->head.field_count;
         i++) {
        record->form.fields[i] = paper->fields[i].field;
    }
}

bool
dg_resolve_form(struct dg_form_check *check, struct dg_shelf *shelf,
                struct dg_form_record *record)
{
    struct dg_resolving r = {.check = check, .record = record};
    lay_out(record->paper, shelf, record);
    if (!record->form.fields) {
        return false;
    }
    record->changed = dg_dictionary_changed(check->forms->dictionary);
    for (uint32_t i = 0; i < record->form.field_count; i++) {
        open_resolving(&r, i);
        r.field->options = (struct dg_options){
            r.meaning.options, r.meaning.option_count, r.meaning.optionset};
        if (!resolve_field(&r)) {
            return false;
        }
    }
    record->flawed = check->flawed;
    return true;
}

/* ---- elements of its own ------------------------------------------------ */

/* What names an element and does not fit it, where the rule only observes,
 * becomes one by its label. */
static bool
take_field(struct dg_resolving *r, uint64_t sequence)
{
    struct dg_forms *forms = r->check->forms;
    struct dg_form_field *field = r->field;
    struct dg_field_origin origin = {
        .sequence = sequence,
        .index = forms->next_index++,
        .other = field->resolution.match == DG_MATCH_CONFLICTING
                     ? field->resolution.other
                     : DG_ELEMENT_NONE,
        .source = r->record->form.source,
    };
    if (!dg_dictionary_take(forms->dictionary, &r->meaning, &origin,
                            &field->element)) {
        return false;
    }
    settle(r, field->element);
    return true;
}

bool
dg_resolve_take(struct dg_forms *forms, struct dg_form_record *record,
                uint64_t sequence)
{
    struct dg_form_check check = {.forms = forms, .paper = record->paper};
    struct dg_resolving r = {.check = &check, .record = record};
    if (forms->sequence != sequence) {
        forms->sequence = sequence;
        forms->next_index = 0;
    }
    for (uint32_t i = 0; i < record->form.field_count; i++) {
        if (record->form.fields[i].element == DG_ELEMENT_NONE) {
            open_resolving(&r, i);
            if (!take_field(&r, sequence)) {
                return false;
            }
        }
    }
    return true;
}

/* ---- what became of them ------------------------------------------------ */

/* An element that was merged is what it was merged into; a field's own one may
 * have been published meanwhile. */
static bool
find_again(struct dg_resolving *r, uint32_t old, uint32_t *now)
{
    const struct dg_dictionary *dictionary = r->check->forms->dictionary;
    struct dg_resolution resolution;
    *now = dg_dictionary_into(dictionary, old);
    if (!dg_dictionary_element(dictionary, *now)->provisional ||
        r->meaning.element.len) {
        return true;
    }
    if (!dg_dictionary_resolve(dictionary, &r->meaning, &resolution)) {
        return false;
    }
    if (resolution.element != DG_ELEMENT_NONE &&
        !dg_dictionary_element(dictionary, resolution.element)->provisional) {
        r->field->resolution = resolution;
        *now = resolution.element;
    }
    return true;
}

bool
dg_resolve_again(struct dg_forms *forms, struct dg_shelf *shelf,
                 const struct dg_form_record *old,
                 struct dg_form_record *record)
{
    struct dg_form_check check = {.forms = forms, .paper = record->paper};
    struct dg_resolving r = {.check = &check, .record = record};
    lay_out(record->paper, shelf, record);
    if (!record->form.fields) {
        return false;
    }
    record->changed = dg_dictionary_changed(forms->dictionary);
    for (uint32_t i = 0; i < record->form.field_count; i++) {
        uint32_t now;
        open_resolving(&r, i);
        *r.field = old->form.fields[i];
        if (!find_again(&r, r.field->element, &now)) {
            return false;
        }
        settle(&r, now);
    }
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Makes an element of a field that is like no other. */
#include <stdlib.h>

#include "plugins/form_dedup/dictionary/codes.h"
#include "plugins/form_dedup/dictionary/field.h"

static void
describe(const struct dg_field *field, struct dg_entry *entry)
{
    const struct dg_field_meaning *said = field->said;
    struct dg_element *element = &entry->element;
    element->type = field->type;
    element->kind = said->has_kind ? said->kind : DG_KIND_NONE;
    element->any_period = !said->has_period;
    element->period = said->has_period ? said->period : DG_PERIOD_NONE;
    element->time = dg_element_default_rollup(element->kind);
    element->provisional = true;
    element->personal = said->personal;
    element->private_to = said->private_to;
    entry->repeated = said->repeated;
}

static bool
copy_texts(struct dg_dictionary *dictionary, const struct dg_field *field,
           struct dg_plugin_str source, struct dg_entry *entry)
{
    const struct dg_field_meaning *said = field->said;
    struct dg_element *element = &entry->element;
    bool ok =
        dg_dictionary_copy(dictionary, said->label, &element->label) &&
        dg_dictionary_word(dictionary, said->definition,
                           &element->definition) &&
        dg_dictionary_word(dictionary, said->section, &element->section) &&
        dg_dictionary_word(dictionary, field->before.text, &element->before) &&
        dg_dictionary_word(dictionary, field->after.text, &element->after) &&
        dg_dictionary_word(dictionary, field->unit, &element->unit) &&
        dg_dictionary_word(dictionary, said->optionset, &element->optionset) &&
        dg_dictionary_copy_options(dictionary, said->options,
                                   said->option_count, &element->options) &&
        dg_dictionary_word(dictionary, source, &element->source);
    element->option_count = ok ? said->option_count : 0;
    entry->definition_mark = field->definition_mark;
    entry->options_mark = field->options_mark;
    return ok;
}

static bool
remember_conflict(struct dg_dictionary *dictionary,
                  const struct dg_conflict *conflict)
{
    uint32_t room = dictionary->conflict_room;
    if (dictionary->conflict_count == room) {
        struct dg_conflict *grown;
        room = room ? 2 * room : 16;
        grown = realloc(dictionary->conflicts, room * sizeof *grown);
        if (!grown) {
            return false;
        }
        dictionary->conflicts = grown;
        dictionary->conflict_room = room;
    }
    dictionary->conflicts[dictionary->conflict_count++] = *conflict;
    return true;
}

/* What can never be found by its label is not kept under it. */
static bool
add_label(struct dg_dictionary *dictionary, const struct dg_field *field,
          uint32_t number)
{
    uint32_t label;
    if (field->said->repeated ||
        (field->vague && !field->said->definition.len)) {
        return true;
    }
    label = dg_names_take(dictionary->labels, field->label.text);
    return label != DG_NAMES_NONE &&
           dg_dictionary_add_label(dictionary, label, number);
}

static bool
add_field(struct dg_dictionary *dictionary, const struct dg_field *field,
          struct dg_plugin_str source, struct dg_entry *entry)
{
    char code[DG_CODES_SIZE];
    dg_codes_write_provisional(entry->sequence, entry->index, code);
    entry->element.since = entry->sequence;
    describe(field, entry);
    return copy_texts(dictionary, field, source, entry) &&
           dg_dictionary_copy(dictionary,
                              (struct dg_plugin_str){code, strlen(code)},
                              &entry->element.code) &&
           dg_dictionary_add_provisional(dictionary, entry->element.number) &&
           add_label(dictionary, field, entry->element.number);
}

bool
dg_dictionary_take(struct dg_dictionary *dictionary,
                   const struct dg_field_meaning *meaning,
                   const struct dg_field_origin *origin, uint32_t *number)
{
    struct dg_conflict conflict = {.other = origin->other,
                                   .sequence = origin->sequence};
    struct dg_entry *entry = dg_dictionary_add(dictionary);
    struct dg_field field;
    bool ok;
    if (!entry || !dg_field_read(dictionary, meaning, &field)) {
        return false;
    }
    entry->sequence = origin->sequence;
    entry->index = origin->index;
    *number = conflict.element = entry->element.number;
    ok = dg_field_read_neighbours(dictionary, &field) &&
         add_field(dictionary, &field, origin->source, entry) &&
         (origin->other == DG_ELEMENT_NONE ||
          remember_conflict(dictionary, &conflict));
    dg_field_finish(&field);
    return ok;
}

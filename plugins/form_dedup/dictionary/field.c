/* SPDX-License-Identifier: Apache-2.0 */
/* Reads what a field says of itself: its label in normal form, a unit that
 * stands in it, the type that follows if it names none. */
#include "plugins/form_dedup/dictionary/field.h"

/* ---- texts -------------------------------------------------------------- */

static bool
is_unit(void *ctx, struct dg_plugin_str text)
{
    return dg_dictionary_is_unit(ctx, text);
}

bool
dg_dictionary_read_label(const struct dg_dictionary *dictionary,
                         struct dg_plugin_str label, struct dg_plugin_str unit,
                         struct dg_label *normal)
{
    bool same;
    mpq_t factor;
    if (!dg_label_read(label, is_unit, (void *) dictionary, normal)) {
        return false;
    }
    if (!unit.len || !normal->unit.len) {
        return true;
    }
    mpq_init(factor);
    same = dg_dictionary_convert(dictionary, normal->unit, unit, factor) &&
           mpq_cmp_ui(factor, 1, 1) == 0;
    mpq_clear(factor);
    if (same) {
        return true;
    }
    /* What it says in brackets is not its unit. */
    dg_label_finish(normal);
    return dg_label_read(label, NULL, NULL, normal);
}

bool
dg_dictionary_same_text(struct dg_plugin_str a, struct dg_plugin_str b,
                        bool *same)
{
    struct dg_label x, y;
    *same = dg_text_equal(a, b);
    if (*same || !a.len || !b.len) {
        return true;
    }
    if (!dg_label_read(a, NULL, NULL, &x)) {
        return false;
    }
    if (!dg_label_read(b, NULL, NULL, &y)) {
        dg_label_finish(&x);
        return false;
    }
    *same = dg_text_equal(x.text, y.text);
    dg_label_finish(&y);
    dg_label_finish(&x);
    return true;
}

/* ---- marks --------------------------------------------------------------- */

/* FNV-1a; never 0. */
static uint64_t
hash(struct dg_plugin_str text)
{
    uint64_t mark = 14695981039346656037u;
    for (size_t i = 0; i < text.len; i++) {
        mark = (mark ^ (unsigned char) text.data[i]) * 1099511628211u;
    }
    return mark ? mark : 1;
}

static uint64_t
mark_text(struct dg_plugin_str text)
{
    struct dg_label label;
    uint64_t mark = 0;
    if (dg_label_read(text, NULL, NULL, &label)) {
        mark = hash(label.text);
        dg_label_finish(&label);
    }
    return mark;
}

/* In any order. */
static uint64_t
mark_options(const struct dg_option *options, uint32_t count)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t mark = mark_text(options[i].label);
        if (!mark) {
            return 0;
        }
        sum += mark;
    }
    return sum;
}

void
dg_dictionary_mark(struct dg_entry *entry)
{
    const struct dg_element *element = &entry->element;
    entry->definition_mark =
        element->definition.len ? mark_text(element->definition) : 0;
    entry->options_mark = mark_options(element->options, element->option_count);
}

/* ---- a field, read ------------------------------------------------------ */

static enum dg_value_type
guess_type(const struct dg_field_meaning *said, struct dg_plugin_str unit)
{
    if (said->has_type) {
        return said->type;
    }
    if (said->option_count) {
        return DG_VALUE_OPTION;
    }
    return unit.len || said->has_kind ? DG_VALUE_DECIMAL : DG_VALUE_TEXT;
}

bool
dg_field_read(const struct dg_dictionary *dictionary,
              const struct dg_field_meaning *said, struct dg_field *field)
{
    *field = (struct dg_field){.said = said};
    if (!dg_dictionary_read_label(dictionary, said->label, said->unit,
                                  &field->label)) {
        return false;
    }
    field->unit = said->unit.len ? said->unit : field->label.unit;
    field->type = guess_type(said, field->unit);
    field->vague = dg_label_is_vague(field->label.text);
    field->definition_mark =
        said->definition.len ? mark_text(said->definition) : 0;
    field->options_mark = mark_options(said->options, said->option_count);
    return true;
}

bool
dg_field_read_neighbours(const struct dg_dictionary *dictionary,
                         struct dg_field *field)
{
    struct dg_plugin_str none = {0};
    if (!field->neighbours) {
        field->neighbours =
            dg_dictionary_read_label(dictionary, field->said->before, none,
                                     &field->before) &&
            dg_dictionary_read_label(dictionary, field->said->after, none,
                                     &field->after);
        field->failed = !field->neighbours;
    }
    return field->neighbours;
}

void
dg_field_finish(struct dg_field *field)
{
    dg_label_finish(&field->label);
    dg_label_finish(&field->before);
    dg_label_finish(&field->after);
}

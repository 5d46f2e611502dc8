/* SPDX-License-Identifier: Apache-2.0 */
/* The narrowest of what is asked: see sheet_bounds.h. */
#include "plugins/form_dedup/report/sheet_bounds.h"

#include "plugins/form_dedup/text/text.h"

struct narrowing {
    const struct dg_form_dedup *plugin;
    const struct dg_element *element;
    struct dg_sheet_bounds *bounds;
};

/* text in the field's unit, in the element's; false: it has none. */
static bool
read_bound(const struct narrowing *narrowing, const struct dg_form_field *field,
           struct dg_plugin_str text, mpq_t bound)
{
    bool done = text.len > 0 && dg_number_read(text, bound);
    mpq_t factor;
    if (!done || field->unit.len == 0 ||
        dg_text_equal(field->unit, narrowing->element->unit)) {
        return done;
    }
    mpq_init(factor);
    done = dg_dictionary_convert(narrowing->plugin->dictionary, field->unit,
                                 narrowing->element->unit, factor);
    mpq_mul(bound, bound, factor);
    mpq_clear(factor);
    return done;
}

/* Takes the bound if it is narrower: if it is greater (sign 1), or less (-1).
 */
static void
narrow(const struct narrowing *narrowing, const struct dg_form_field *field,
       struct dg_plugin_str text, int sign, char out[DG_NUMBER_SIZE])
{
    mpq_t bound, before;
    bool exact;
    mpq_inits(bound, before, NULL);
    if (read_bound(narrowing, field, text, bound) &&
        (out[0] == '\0' || (dg_number_read(dg_text_from(out), before) &&
                            sign * mpq_cmp(bound, before) > 0))) {
        dg_number_write(bound, -1, out, &exact);
    }
    mpq_clears(bound, before, NULL);
}

static void
add(const struct narrowing *narrowing, const struct dg_form_field *field)
{
    struct dg_sheet_bounds *bounds = narrowing->bounds;
    bounds->required = bounds->required || field->required;
    if (field->decimals >= 0 &&
        dg_text_equal(field->unit, narrowing->element->unit) &&
        (bounds->decimals < 0 || field->decimals < bounds->decimals)) {
        bounds->decimals = field->decimals;
    }
    narrow(narrowing, field, field->min, 1, bounds->min);
    narrow(narrowing, field, field->max, -1, bounds->max);
}

void
dg_sheet_bounds_make(const struct dg_form_dedup *plugin,
                     const struct dg_sheet_ask *asks, uint32_t count,
                     const struct dg_element *element,
                     struct dg_sheet_bounds *bounds)
{
    struct narrowing narrowing = {plugin, element, bounds};
    const struct dg_form_field *before = NULL;
    *bounds = (struct dg_sheet_bounds){.decimals = -1};
    for (uint32_t i = 0; i < count; i++) {
        const struct dg_form_field *field =
            &asks[i].group->form->fields[asks[i].field];
        if (field != before) {
            add(&narrowing, field);
        }
        before = field;
    }
}

void
dg_sheet_bounds_column(const struct dg_form_dedup *plugin,
                       const struct dg_sheet_row *row, uint32_t slot,
                       const struct dg_element *element,
                       struct dg_sheet_bounds *bounds)
{
    struct narrowing narrowing = {plugin, element, bounds};
    *bounds = (struct dg_sheet_bounds){.decimals = -1};
    for (uint32_t i = 0; i < row->ask_count; i++) {
        const struct dg_ask_group *group = row->asks[i].group;
        const struct dg_form_list *list = dg_sheet_list(&row->asks[i]);
        for (uint32_t k = 0; list && k < list->count; k++) {
            if (group->slots[list->first + k] == slot) {
                add(&narrowing, &group->form->fields[list->first + k]);
            }
        }
    }
}

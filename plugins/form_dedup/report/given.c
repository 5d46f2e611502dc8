/* SPDX-License-Identifier: Apache-2.0 */
/* Values in the words of who reads them: exact in its unit, then rounded once,
 * half to even; dates and ID numbers in its format, options by its codes. See
 * given.h. */
#include "plugins/form_dedup/report/given.h"

#include <stdio.h>
#include <string.h>

#include "plugins/form_dedup/cell/value.h"
#include "plugins/form_dedup/text/idnumber.h"
#include "plugins/form_dedup/text/print.h"

/* In the order of common.json's field.format. */
enum format {
    FORMAT_PLAIN,
    FORMAT_LOWER,
    FORMAT_OLD,
    FORMAT_SPACES,
    FORMAT_HYPHENS,
    FORMAT_FULLWIDTH,
    FORMAT_ISO,
    FORMAT_COMPACT,
    FORMAT_CHINESE
};

static bool
is_number(enum dg_value_type type)
{
    return type == DG_VALUE_INTEGER || type == DG_VALUE_DECIMAL;
}

static const struct dg_form_field *
field_of(const struct dg_view *view, uint32_t field)
{
    return &view->group->form->fields[field];
}

/* ---- where it comes from ------------------------------------------------ */

struct dg_derive_question
dg_given_question(const struct dg_view *view, struct dg_given_key key)
{
    const struct dg_slot *slot =
        dg_cells_at(view->plugin->cells, view->group->slots[key.field]);
    return (struct dg_derive_question){
        .element = slot->element,
        .period = dg_asks_period(view->group, key.field),
        .office = key.office,
        .subject = key.subject,
        .rollup = field_of(view, key.field)->rollup,
        .passed = view->passed,
        .supposed = view->supposed,
    };
}

bool
dg_given_asked(const struct dg_view *view, uint32_t field)
{
    return view->group->slots[field] != DG_SLOT_NONE;
}

static const struct dg_element *
element_of(const struct dg_view *view, uint32_t field)
{
    return dg_dictionary_element(
        view->plugin->dictionary,
        dg_cells_at(view->plugin->cells, view->group->slots[field])->element);
}

static bool
is_said(const struct dg_derived *derived)
{
    return derived->origin == DG_ORIGIN_SAID ||
           derived->origin == DG_ORIGIN_OLDER;
}

/* ---- numbers ------------------------------------------------------------ */

/* text in unit from, as a number in the field's unit. */
static bool
convert(const struct dg_view *view, const struct dg_form_field *field,
        struct dg_plugin_str text, struct dg_plugin_str from, mpq_t number)
{
    bool converts = true;
    mpq_t factor;
    if (!dg_value_number(text, number)) {
        return false;
    }
    if (field->unit.len == 0 || dg_text_equal(from, field->unit)) {
        return true;
    }
    mpq_init(factor);
    converts = dg_dictionary_convert(view->plugin->dictionary, from,
                                     field->unit, factor);
    if (converts) {
        mpq_mul(number, number, factor);
    }
    mpq_clear(factor);
    return converts;
}

void
dg_given_write(const struct dg_form_field *field, const mpq_t number,
               char out[DG_NUMBER_SIZE], bool *exact)
{
    dg_number_write(number, field->decimals, out, exact);
}

/* ---- formats ------------------------------------------------------------ */

static void
write_number(const struct dg_view *view, const struct dg_form_field *field,
             struct dg_plugin_str from, struct dg_given *given)
{
    bool exact = true;
    mpq_t number;
    given->converted = field->unit.len > 0 && !dg_text_equal(from, field->unit);
    if (!given->converted && field->decimals < 0 &&
        !memchr(given->text.data, '/', given->text.len)) {
        return;
    }
    mpq_init(number);
    if (convert(view, field, given->text, from, number)) {
        dg_given_write(field, number, given->memory, &exact);
        given->text = dg_text_from(given->memory);
        given->rounded = !exact;
    }
    mpq_clear(number);
}

static void
write_idnumber(uint8_t format, struct dg_given *given)
{
    static const enum dg_idnumber_form forms[] = {
        [FORMAT_PLAIN] = DG_IDNUMBER_PLAIN,
        [FORMAT_LOWER] = DG_IDNUMBER_LOWER,
        [FORMAT_OLD] = DG_IDNUMBER_OLD,
        [FORMAT_SPACES] = DG_IDNUMBER_SPACES,
        [FORMAT_HYPHENS] = DG_IDNUMBER_HYPHENS,
        [FORMAT_FULLWIDTH] = DG_IDNUMBER_FULLWIDTH,
    };
    char plain[19];
    if (format == FORMAT_PLAIN || format > FORMAT_FULLWIDTH ||
        dg_idnumber_read(given->text, plain) != DG_IDNUMBER_GOOD) {
        return;
    }
    dg_idnumber_write(plain, forms[format], given->memory);
    given->text = dg_text_from(given->memory);
}

/* From 2026-11-22. */
static void
write_date(uint8_t format, struct dg_given *given)
{
    const char *day = given->text.data;
    if (given->text.len != 10 ||
        (format != FORMAT_COMPACT && format != FORMAT_CHINESE)) {
        return;
    }
    snprintf(given->memory, sizeof given->memory,
             format == FORMAT_COMPACT ? "%.4s%.2s%.2s" : "%.4s年%.2s月%.2s日",
             day, day + 5, day + 8);
    given->text = dg_text_from(given->memory);
}

/* The requester's own code for an option; the element's where it has none,
 * which is of an option that came later. */
static void
write_option(const struct dg_view *view, const struct dg_form_field *field,
             const struct dg_element *element, struct dg_given *given)
{
    struct dg_options kept = {element->options, element->option_count,
                              element->optionset};
    struct dg_plugin_str mapped;
    if (field->options.list == kept.list ||
        !dg_dictionary_map_option(view->plugin->dictionary, &kept,
                                  &field->options, given->text, &mapped)) {
        return;
    }
    given->converted = !dg_text_equal(given->text, mapped);
    given->text = mapped;
}

/* given->text is a value of the element in a unit. */
static void
write_value(const struct dg_view *view, uint32_t number,
            struct dg_plugin_str unit, struct dg_given *given)
{
    const struct dg_form_field *field = field_of(view, number);
    const struct dg_element *element = element_of(view, number);
    if (is_number(element->type)) {
        write_number(view, field, unit.len ? unit : element->unit, given);
    } else if (element->type == DG_VALUE_IDNUMBER) {
        write_idnumber(field->format, given);
    } else if (element->type == DG_VALUE_DATE) {
        write_date(field->format, given);
    } else if (element->type == DG_VALUE_OPTION) {
        write_option(view, field, element, given);
    }
}

/* ---- what is given ------------------------------------------------------ */

void
dg_given_said(const struct dg_view *view, uint32_t field,
              const struct dg_saying *saying, struct dg_given *given)
{
    given->converted = given->rounded = false;
    given->text = (struct dg_plugin_str){0};
    if (saying->word != DG_WORD_NONE) {
        given->text = saying->text;
        write_value(view, field, saying->unit, given);
    }
}

/* given->derived in the words of the field. */
static void
write_derived(const struct dg_view *view, uint32_t field,
              struct dg_given *given)
{
    const struct dg_derived *derived = &given->derived;
    given->converted = given->rounded = false;
    given->text = (struct dg_plugin_str){0};
    if (derived->origin == DG_ORIGIN_MISSING || derived->none) {
        return;
    }
    if (is_said(derived)) {
        given->text = derived->saying.text;
        write_value(view, field, derived->saying.unit, given);
    } else {
        given->text = dg_derived_text(derived);
        write_value(view, field, (struct dg_plugin_str){0}, given);
    }
}

void
dg_given_make(const struct dg_view *view, struct dg_given_key key,
              struct dg_given *given)
{
    given->derived = (struct dg_derived){.origin = DG_ORIGIN_MISSING};
    if (dg_given_asked(view, key.field)) {
        struct dg_derive_question question = dg_given_question(view, key);
        dg_derive_value(view->plugin->cells, &question, &given->derived);
    }
    write_derived(view, key.field, given);
}

/* The newest value of an earlier period within freshness. */
static void
find_older(const struct dg_view *view, struct dg_derive_question question,
           uint16_t freshness, struct dg_derived *derived)
{
    dg_period period = question.period;
    for (uint16_t i = 0; i < freshness; i++) {
        if (!dg_period_before(period, false, &period)) {
            return;
        }
        question.period = period;
        question.unsaid = false;
        dg_derive_value(view->plugin->cells, &question, derived);
        if (derived->origin == DG_ORIGIN_SAID) {
            derived->origin = DG_ORIGIN_OLDER;
            return;
        }
        derived->origin = DG_ORIGIN_MISSING;
    }
}

void
dg_given_followed(const struct dg_view *view, struct dg_given_key key,
                  uint64_t before, struct dg_given *given)
{
    struct dg_derive_question question = dg_given_question(view, key);
    uint16_t freshness = element_of(view, key.field)->freshness;
    question.unsaid = true;
    dg_derive_value(view->plugin->cells, &question, &given->derived);
    if (given->derived.origin == DG_ORIGIN_MISSING &&
        question.rollup == DG_ROLLUP_NONE) {
        find_older(view, question, freshness, &given->derived);
    }
    if (given->derived.saying.sequence >= before) {
        given->derived.origin = DG_ORIGIN_MISSING;
    }
    write_derived(view, key.field, given);
}

bool
dg_given_number(const struct dg_view *view, struct dg_given_key key,
                mpq_t number)
{
    struct dg_derive_question question;
    struct dg_plugin_str text, unit;
    struct dg_derived derived;
    if (!dg_given_asked(view, key.field) ||
        !is_number(element_of(view, key.field)->type)) {
        return false;
    }
    unit = element_of(view, key.field)->unit;
    question = dg_given_question(view, key);
    dg_derive_value(view->plugin->cells, &question, &derived);
    if (derived.origin == DG_ORIGIN_MISSING) {
        return false;
    }
    if (derived.none) {
        mpq_set_ui(number, 0, 1);
        return true;
    }
    text = dg_derived_text(&derived);
    if (is_said(&derived)) {
        unit = derived.saying.unit.len ? derived.saying.unit : unit;
    }
    return convert(view, field_of(view, key.field), text, unit, number);
}

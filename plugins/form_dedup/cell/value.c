/* SPDX-License-Identifier: Apache-2.0 */
/* Reads values: one function for each type. */
#include "plugins/form_dedup/cell/value.h"

#include <stdio.h>
#include <string.h>

#include "plugins/form_dedup/cell/spoken.h"
#include "plugins/form_dedup/text/idnumber.h"
#include "plugins/form_dedup/text/text.h"

/* fault->text, translated; the label of the element comes first. */
#define SAY(given, ...)                                                        \
    ((given)->findings ? (given)->host->format((given)->findings, __VA_ARGS__) \
                       : (struct dg_plugin_str){0})
#define LABEL(given) DG_TEXT_ARG((given)->element->label)

static bool
wrong(struct dg_value_fault *fault, const char *code, struct dg_plugin_str text)
{
    fault->code = code;
    fault->text = text;
    return false;
}

static void
keep(struct dg_value *value, struct dg_plugin_str text)
{
    snprintf(value->text, sizeof value->text, "%.*s", DG_TEXT_ARG(text));
}

/* ---- numbers ------------------------------------------------------------ */

bool
dg_value_number(struct dg_plugin_str text, mpq_t number)
{
    char fraction[2 * DG_NUMBER_SIZE];
    if (!text.len || !memchr(text.data, '/', text.len)) {
        return dg_number_read(text, number);
    }
    snprintf(fraction, sizeof fraction, "%.*s", DG_TEXT_ARG(text));
    return mpq_set_str(number, fraction, 10) == 0;
}

bool
dg_value_convert(const struct dg_dictionary *dictionary,
                 struct dg_plugin_str text, struct dg_plugin_str from,
                 struct dg_plugin_str to, mpq_t number)
{
    bool good = dg_value_number(text, number);
    if (good && !dg_text_equal(from, to)) {
        mpq_t factor;
        mpq_init(factor);
        good = dg_dictionary_convert(dictionary, from, to, factor);
        mpq_mul(number, number, factor);
        mpq_clear(factor);
    }
    return good;
}

/* "350 万元" is 350 and the unit. */
static void
split_unit(const struct dg_value_given *given, struct dg_plugin_str *number,
           struct dg_plugin_str *unit)
{
    *number = given->text;
    *unit = given->unit;
    if (unit->len == 0) {
        dg_spoken_split(given->text, number, unit);
    }
    if (dg_text_is(*unit, "％")) {
        *unit = dg_text_from("%");
    }
}

static bool
read_number(const struct dg_value_given *given, struct dg_value *value,
            struct dg_value_fault *fault)
{
    const struct dg_element *element = given->element;
    bool whole = element->type == DG_VALUE_INTEGER;
    struct dg_plugin_str number, unit;
    char plain[DG_NUMBER_SIZE];
    mpq_t converted;
    bool good;
    split_unit(given, &number, &unit);
    if (dg_text_equal(unit, element->unit)) {
        unit.len = 0;
    }
    if (!dg_number_plain(number, plain)) {
        return wrong(
            fault, "value-type",
            whole
                ? SAY(given, N_("\"%.*s\" takes a whole number"), LABEL(given))
                : SAY(given, N_("\"%.*s\" takes a number"), LABEL(given)));
    }
    if (unit.len > 0 && element->unit.len == 0) {
        return wrong(fault, "value-unit",
                     SAY(given, N_("\"%.*s\" has no unit"), LABEL(given)));
    }
    mpq_init(converted);
    good = dg_value_convert(given->dictionary, dg_text_from(plain),
                            unit.len ? unit : element->unit, element->unit,
                            converted);
    whole = !whole || mpz_cmp_ui(mpq_denref(converted), 1) == 0;
    mpq_clear(converted);
    if (!good) {
        return wrong(fault, "value-unit",
                     SAY(given,
                         N_("\"%.*s\" is in %.*s; no rule leads there from "
                            "\"%.*s\""),
                         LABEL(given), DG_TEXT_ARG(element->unit),
                         DG_TEXT_ARG(unit)));
    }
    if (!whole) {
        return wrong(
            fault, "value-type",
            SAY(given, N_("\"%.*s\" takes a whole number"), LABEL(given)));
    }
    keep(value, dg_text_from(plain));
    value->unit = unit;
    return true;
}

/* ---- words -------------------------------------------------------------- */

static bool
read_text(const struct dg_value_given *given, struct dg_value *value,
          struct dg_value_fault *fault)
{
    struct dg_plugin_str text = dg_spoken_trim(given->text);
    if (!dg_spoken_is_plain(text, DG_VALUE_CHARACTERS)) {
        return wrong(fault, "value-type",
                     SAY(given,
                         N_("\"%.*s\" takes a text of at most %d characters, "
                            "without control characters"),
                         LABEL(given), DG_VALUE_CHARACTERS));
    }
    keep(value, text);
    return true;
}

static bool
read_date(const struct dg_value_given *given, struct dg_value *value,
          struct dg_value_fault *fault)
{
    return dg_spoken_date(given->text, value->text) ||
           wrong(fault, "value-type",
                 SAY(given,
                     N_("\"%.*s\" takes a date, such as 2026-11-22, 20261122 "
                        "or 2026年11月22日"),
                     LABEL(given)));
}

static bool
read_period(const struct dg_value_given *given, struct dg_value *value,
            struct dg_value_fault *fault)
{
    return dg_spoken_period(given->text, value->text) ||
           wrong(fault, "value-type",
                 SAY(given,
                     N_("\"%.*s\" takes a period, such as 2026, 2026-Q4, "
                        "2026-11 or 2026-11-22"),
                     LABEL(given)));
}

static bool
read_boolean(const struct dg_value_given *given, struct dg_value *value,
             struct dg_value_fault *fault)
{
    bool truth;
    if (!dg_spoken_truth(given->text, &truth)) {
        return wrong(
            fault, "value-type",
            SAY(given, N_("\"%.*s\" takes yes (是) or no (否)"), LABEL(given)));
    }
    keep(value, dg_text_from(truth ? "true" : "false"));
    return true;
}

/* The first options, for the sentence. */
static struct dg_plugin_str
list_options(const struct dg_value_given *given)
{
    const struct dg_element *element = given->element;
    struct dg_plugin_str list = {0};
    for (uint32_t i = 0; i < element->option_count && i < 8; i++) {
        const struct dg_option *option = &element->options[i];
        list =
            SAY(given, "%.*s%s%.*s", DG_TEXT_ARG(list), i ? ", " : "",
                DG_TEXT_ARG(option->label.len ? option->label : option->code));
    }
    return element->option_count > 8
               ? SAY(given, N_("%.*s and %u more"), DG_TEXT_ARG(list),
                     element->option_count - 8)
               : list;
}

static bool
read_option(const struct dg_value_given *given, struct dg_value *value,
            struct dg_value_fault *fault)
{
    const struct dg_element *element = given->element;
    struct dg_plugin_str text = dg_spoken_trim(given->text);
    if (element->option_count == 0) {
        return read_text(given, value, fault);
    }
    for (uint32_t i = 0; i < element->option_count; i++) {
        if (dg_text_equal(element->options[i].code, text)) {
            keep(value, text);
            return true;
        }
    }
    for (uint32_t i = 0; i < element->option_count; i++) {
        if (dg_spoken_same(element->options[i].label, text) ||
            dg_spoken_same(element->options[i].code, text)) {
            keep(value, element->options[i].code);
            return true;
        }
    }
    return wrong(fault, "value-option",
                 SAY(given, N_("\"%.*s\" takes one of: %.*s"), LABEL(given),
                     DG_TEXT_ARG(list_options(given))));
}

static bool
read_idnumber(const struct dg_value_given *given, struct dg_value *value,
              struct dg_value_fault *fault)
{
    struct dg_plugin_str text = {0};
    switch (dg_idnumber_read(given->text, value->text)) {
    case DG_IDNUMBER_GOOD:
        return true;
    case DG_IDNUMBER_LENGTH:
        text = SAY(given,
                   N_("\"%.*s\" takes an ID number of 18 characters, or of 15 "
                      "in the old form"),
                   LABEL(given));
        break;
    case DG_IDNUMBER_DATE:
        text = SAY(given,
                   N_("\"%.*s\": the date of birth in the ID number does not "
                      "exist"),
                   LABEL(given));
        break;
    case DG_IDNUMBER_CHECK:
        text = SAY(given,
                   N_("\"%.*s\": the check character of the ID number does not "
                      "fit the rest"),
                   LABEL(given));
        break;
    }
    return wrong(fault, "value-idnumber", text);
}

/* ---- all ---------------------------------------------------------------- */

static bool
is_blank(struct dg_plugin_str text)
{
    return dg_spoken_trim(text).len == 0;
}

bool
dg_value_read(const struct dg_value_given *given, struct dg_value *value,
              struct dg_value_fault *fault)
{
    static bool (*const reads[])(const struct dg_value_given *,
                                 struct dg_value *, struct dg_value_fault *) = {
        [DG_VALUE_INTEGER] = read_number, [DG_VALUE_DECIMAL] = read_number,
        [DG_VALUE_TEXT] = read_text,      [DG_VALUE_DATE] = read_date,
        [DG_VALUE_PERIOD] = read_period,  [DG_VALUE_BOOLEAN] = read_boolean,
        [DG_VALUE_OPTION] = read_option,  [DG_VALUE_IDNUMBER] = read_idnumber};
    enum dg_value_type type = given->element->type;
    value->unit = (struct dg_plugin_str){0};
    if (is_blank(given->text)) {
        return wrong(fault, "value-blank",
                     SAY(given,
                         N_("\"%.*s\" is blank, which is no answer: say 0, "
                            "none (无此情况) or the same as last period "
                            "(与上期一致)"),
                         LABEL(given)));
    }
    if (given->unit.len > 0 && type != DG_VALUE_INTEGER &&
        type != DG_VALUE_DECIMAL) {
        return wrong(fault, "value-unit",
                     SAY(given, N_("\"%.*s\" has no unit"), LABEL(given)));
    }
    return reads[type](given, value, fault);
}

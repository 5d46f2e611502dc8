/* SPDX-License-Identifier: Apache-2.0 */
/* Elements as JSON, in the words of dictionary.publish; what is not said is
 * left out. */
#include "plugins/form_dedup/dictionary/inside.h"
#include "plugins/form_dedup/dictionary/read.h"
#include "plugins/form_dedup/text/print.h"

static void
put_aliases(const struct dg_print *print, const struct dg_element *element)
{
    if (!element->alias_count) {
        return;
    }
    dg_print_open_array(print, "aliases");
    for (uint32_t i = 0; i < element->alias_count; i++) {
        print->host->put_text(print->out, element->aliases[i]);
    }
    print->host->close_array(print->out);
}

static void
put_options(const struct dg_print *print, const struct dg_element *element)
{
    dg_print_text(print, "optionset", element->optionset);
    if (!element->option_count) {
        return;
    }
    dg_print_open_array(print, "options");
    for (uint32_t i = 0; i < element->option_count; i++) {
        print->host->open_object(print->out);
        dg_print_text(print, "code", element->options[i].code);
        dg_print_text(print, "label", element->options[i].label);
        print->host->close_object(print->out);
    }
    print->host->close_array(print->out);
}

static void
put_rollup(const struct dg_print *print, const struct dg_element *element)
{
    bool time = element->time != dg_element_default_rollup(element->kind);
    if (!time && element->space == DG_ROLLUP_NONE) {
        return;
    }
    dg_print_open_object(print, "rollup");
    if (time) {
        dg_print_word(print, "time", dg_element_rollup_name(element->time));
    }
    if (element->space != DG_ROLLUP_NONE) {
        dg_print_word(print, "space", dg_element_rollup_name(element->space));
    }
    print->host->close_object(print->out);
}

static void
put_derivation(const struct dg_print *print,
               const struct dg_dictionary *dictionary,
               const struct dg_element *element)
{
    if (element->derivation == DG_DERIVED_NOT) {
        return;
    }
    dg_print_open_object(print, "derive");
    dg_print_word(print, "by", dg_element_derivation_name(element->derivation));
    dg_print_open_array(print, "from");
    for (uint32_t i = 0; i < element->part_count; i++) {
        print->host->put_text(
            print->out,
            dg_dictionary_element(dictionary, element->parts[i])->code);
    }
    print->host->close_array(print->out);
    print->host->close_object(print->out);
}

/* What a field brought with it, and what became of the element. */
static void
put_origin(const struct dg_print *print, const struct dg_dictionary *dictionary,
           const struct dg_element *element)
{
    dg_print_flag(print, "provisional", element->provisional);
    dg_print_text(print, "source", element->source);
    dg_print_text(print, "section", element->section);
    if (element->into != element->number) {
        dg_print_text(
            print, "into",
            dg_dictionary_element(
                dictionary, dg_dictionary_into(dictionary, element->number))
                ->code);
    }
    dg_print_count(print, "since", element->since);
}

void
dg_element_print(const struct dg_dictionary *dictionary,
                 const struct dg_element *element, struct dg_plugin_writer *out)
{
    const struct dg_print print = {dictionary->host, out};
    dg_print_text(&print, "code", element->code);
    dg_print_text(&print, "label", element->label);
    put_aliases(&print, element);
    dg_print_text(&print, "concept", element->concept);
    dg_print_text(&print, "object", element->object);
    dg_print_word(&print, "type", dg_element_type_name(element->type));
    dg_print_text(&print, "unit", element->unit);
    put_options(&print, element);
    if (!element->any_period) {
        dg_print_word(&print, "period", dg_period_kind_name(element->period));
    }
    dg_print_word(&print, "kind", dg_element_kind_name(element->kind));
    put_rollup(&print, element);
    dg_print_text(&print, "definition", element->definition);
    dg_print_count(&print, "freshness", element->freshness);
    dg_print_flag(&print, "personal", element->personal);
    put_derivation(&print, dictionary, element);
    put_origin(&print, dictionary, element);
}

void
dg_element_print_brief(const struct dg_dictionary *dictionary,
                       const struct dg_element *element,
                       struct dg_plugin_writer *out)
{
    const struct dg_print print = {dictionary->host, out};
    print.host->open_object(out);
    dg_print_text(&print, "code", element->code);
    dg_print_text(&print, "label", element->label);
    dg_print_word(&print, "type", dg_element_type_name(element->type));
    dg_print_text(&print, "unit", element->unit);
    if (!element->any_period) {
        dg_print_word(&print, "period", dg_period_kind_name(element->period));
    }
    dg_print_word(&print, "kind", dg_element_kind_name(element->kind));
    dg_print_text(&print, "definition", element->definition);
    dg_print_text(&print, "source", element->source);
    print.host->close_object(out);
}

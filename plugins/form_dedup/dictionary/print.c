/* SPDX-License-Identifier: Apache-2.0 */
/* Elements as JSON, in the words of dictionary.publish; what is not said is
 * left out. */
#include "plugins/form_dedup/dictionary/inside.h"
#include "plugins/form_dedup/dictionary/read.h"

struct printer {
    const struct dg_dictionary *dictionary;
    const struct dg_plugin_host *host;
    struct dg_plugin_writer *out;
};

static void
put(const struct printer *p, const char *name, struct dg_plugin_str text)
{
    if (text.len) {
        p->host->put_name(p->out, name);
        p->host->put_text(p->out, text);
    }
}

static void
put_true(const struct printer *p, const char *name, bool truth)
{
    if (truth) {
        p->host->put_name(p->out, name);
        p->host->put_boolean(p->out, true);
    }
}

static void
put_aliases(const struct printer *p, const struct dg_element *element)
{
    if (!element->alias_count) {
        return;
    }
    p->host->put_name(p->out, "aliases");
    p->host->open_array(p->out);
    for (uint32_t i = 0; i < element->alias_count; i++) {
        p->host->put_text(p->out, element->aliases[i]);
    }
    p->host->close_array(p->out);
}

static void
put_options(const struct printer *p, const struct dg_element *element)
{
    put(p, "optionset", element->optionset);
    if (!element->option_count) {
        return;
    }
    p->host->put_name(p->out, "options");
    p->host->open_array(p->out);
    for (uint32_t i = 0; i < element->option_count; i++) {
        p->host->open_object(p->out);
        put(p, "code", element->options[i].code);
        put(p, "label", element->options[i].label);
        p->host->close_object(p->out);
    }
    p->host->close_array(p->out);
}

static void
put_rollup(const struct printer *p, const struct dg_element *element)
{
    bool time = element->time != dg_element_default_rollup(element->kind);
    if (!time && element->space == DG_ROLLUP_NONE) {
        return;
    }
    p->host->put_name(p->out, "rollup");
    p->host->open_object(p->out);
    if (time) {
        put(p, "time", dg_text_from(dg_element_rollup_name(element->time)));
    }
    if (element->space != DG_ROLLUP_NONE) {
        put(p, "space", dg_text_from(dg_element_rollup_name(element->space)));
    }
    p->host->close_object(p->out);
}

static void
put_derivation(const struct printer *p, const struct dg_element *element)
{
    if (element->derivation == DG_DERIVED_NOT) {
        return;
    }
    p->host->put_name(p->out, "derive");
    p->host->open_object(p->out);
    put(p, "by", dg_text_from(dg_element_derivation_name(element->derivation)));
    p->host->put_name(p->out, "from");
    p->host->open_array(p->out);
    for (uint32_t i = 0; i < element->part_count; i++) {
        p->host->put_text(
            p->out,
            dg_dictionary_element(p->dictionary, element->parts[i])->code);
    }
    p->host->close_array(p->out);
    p->host->close_object(p->out);
}

static void
put_number(const struct printer *p, const char *name, uint64_t number)
{
    if (number) {
        p->host->put_name(p->out, name);
        p->host->put_integer(p->out, (int64_t) number);
    }
}

/* What a field brought with it, and what became of the element. */
static void
put_origin(const struct printer *p, const struct dg_element *element)
{
    put_true(p, "provisional", element->provisional);
    put(p, "source", element->source);
    put(p, "section", element->section);
    if (element->into != element->number) {
        put(p, "into",
            dg_dictionary_element(
                p->dictionary,
                dg_dictionary_into(p->dictionary, element->number))
                ->code);
    }
    put_number(p, "since", element->since);
}

void
dg_print_element(const struct dg_dictionary *dictionary,
                 const struct dg_element *element, struct dg_plugin_writer *out)
{
    struct printer p = {dictionary, dictionary->host, out};
    put(&p, "code", element->code);
    put(&p, "label", element->label);
    put_aliases(&p, element);
    put(&p, "concept", element->concept);
    put(&p, "object", element->object);
    put(&p, "type", dg_text_from(dg_element_type_name(element->type)));
    put(&p, "unit", element->unit);
    put_options(&p, element);
    if (!element->any_period) {
        put(&p, "period", dg_text_from(dg_period_kind_name(element->period)));
    }
    if (element->kind != DG_KIND_NONE) {
        put(&p, "kind", dg_text_from(dg_element_kind_name(element->kind)));
    }
    put_rollup(&p, element);
    put(&p, "definition", element->definition);
    put_number(&p, "freshness", element->freshness);
    put_true(&p, "personal", element->personal);
    put_derivation(&p, element);
    put_origin(&p, element);
}

void
dg_print_brief(const struct dg_dictionary *dictionary,
               const struct dg_element *element, struct dg_plugin_writer *out)
{
    struct printer p = {dictionary, dictionary->host, out};
    p.host->open_object(out);
    put(&p, "code", element->code);
    put(&p, "label", element->label);
    put(&p, "type", dg_text_from(dg_element_type_name(element->type)));
    put(&p, "unit", element->unit);
    if (!element->any_period) {
        put(&p, "period", dg_text_from(dg_period_kind_name(element->period)));
    }
    if (element->kind != DG_KIND_NONE) {
        put(&p, "kind", dg_text_from(dg_element_kind_name(element->kind)));
    }
    put(&p, "definition", element->definition);
    put(&p, "source", element->source);
    p.host->close_object(out);
}

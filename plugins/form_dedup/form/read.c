/* SPDX-License-Identifier: Apache-2.0 */
/* form.read: the registered forms, page by page; of one its fields, with the
 * elements they are. */
#include "plugins/form_dedup/form/inside.h"

#include <inttypes.h>
#include <stdio.h>

#define LIMIT 100

/* A read while it is answered. */
struct reading {
    const struct dg_forms *forms;
    const struct dg_plugin_host *host;
    struct dg_plugin_writer *out;
};

static void
put(const struct reading *r, const char *name, struct dg_plugin_str text)
{
    if (text.len) {
        r->host->put_name(r->out, name);
        r->host->put_text(r->out, text);
    }
}

static void
put_word(const struct reading *r, const char *name, const char *word)
{
    put(r, name, dg_text_from(word));
}

static void
put_number(const struct reading *r, const char *name, uint64_t number)
{
    r->host->put_name(r->out, name);
    r->host->put_integer(r->out, (int64_t) number);
}

static void
put_next(const struct reading *r, uint64_t number)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRIu64, number);
    put_word(r, "next", text);
}

static void
put_day(const struct reading *r, const char *name, int32_t day)
{
    char text[11];
    if (day != INT32_MAX) {
        r->host->date_format(day, text);
        put_word(r, name, text);
    }
}

/* ---- heads -------------------------------------------------------------- */

static void
put_filings(const struct reading *r, const struct dg_form_registration *form)
{
    const struct dg_form_filing *filing =
        dg_file_find(r->forms, form->source, form->paper->head.control);
    if (filing) {
        put(r, "filing", filing->number);
        put_day(r, "fileduntil", filing->valid_until);
    }
}

static void
put_head(const struct reading *r, const struct dg_form_registration *form)
{
    const struct dg_form *head = &form->paper->head;
    put(r, "control", head->control);
    put(r, "version", head->version);
    put(r, "title", head->title);
    put_word(r, "class", head->survey ? "survey" : "working");
    put(r, "authority", head->authority);
    put(r, "approval", head->approval);
    put_day(r, "validuntil", head->valid_until);
    put_filings(r, form);
    put(r, "from", form->source);
    put(r, "name", r->host->source_name(r->host, form->source));
    put_number(r, "receipt", form->sequence);
    put_number(r, "fieldcount", head->field_count);
}

/* ---- fields ------------------------------------------------------------- */

static void
put_options(const struct reading *r, const struct dg_field_meaning *meaning)
{
    if (!meaning->option_count) {
        return;
    }
    r->host->put_name(r->out, "options");
    r->host->open_array(r->out);
    for (uint32_t i = 0; i < meaning->option_count; i++) {
        r->host->open_object(r->out);
        put(r, "code", meaning->options[i].code);
        put(r, "label", meaning->options[i].label);
        r->host->close_object(r->out);
    }
    r->host->close_array(r->out);
}

/* As it was handed in. */
static void
put_meaning(const struct reading *r, const struct dg_paper_field *field)
{
    const struct dg_field_meaning *meaning = &field->meaning;
    const struct dg_form_field *f = &field->field;
    put(r, "name", f->name);
    put(r, "label", f->label);
    put(r, "element", meaning->element);
    put_word(r, "type", meaning->has_type ? dg_paper_types[meaning->type] : "");
    put(r, "unit", meaning->unit);
    put_options(r, meaning);
    put(r, "optionset", field->optionset);
    put_word(r, "period",
             meaning->has_period ? dg_period_kind_name(meaning->period) : "");
    put_word(r, "kind", dg_paper_kinds[meaning->kind]);
    put_word(r, "rollup", dg_paper_rollups[field->rollup]);
    put(r, "definition", meaning->definition);
    put(r, "section", meaning->section);
    put(r, "min", f->min);
    put(r, "max", f->max);
    if (f->decimals >= 0) {
        put_number(r, "decimals", (uint64_t) f->decimals);
    }
    put_word(r, "format", f->format ? dg_paper_formats[f->format] : "");
    if (f->required) {
        r->host->put_name(r->out, "required");
        r->host->put_boolean(r->out, true);
    }
}

/* What it was resolved to when it was asked last. */
static void
put_resolved(const struct reading *r, const struct dg_form_field *field)
{
    const struct dg_element *element = dg_dictionary_element(
        r->forms->dictionary,
        dg_dictionary_into(r->forms->dictionary, field->element));
    put(r, "is", element->code);
    if (element->provisional) {
        r->host->put_name(r->out, "provisional");
        r->host->put_boolean(r->out, true);
    }
}

static void
put_fields(const struct reading *r, const struct dg_paper *paper,
           uint32_t first, uint32_t end)
{
    r->host->put_name(r->out, "fields");
    r->host->open_array(r->out);
    for (uint32_t i = first; i < end; i++) {
        const struct dg_paper_field *field = &paper->fields[i];
        r->host->open_object(r->out);
        put_meaning(r, field);
        if (field->field.list >= 0) {
            put(r, "list", paper->head.lists[field->field.list].name);
        }
        if (paper->records) {
            put_resolved(r, &paper->records->form.fields[i]);
        }
        r->host->close_object(r->out);
    }
    r->host->close_array(r->out);
}

static void
put_lists(const struct reading *r, const struct dg_paper *paper)
{
    const struct dg_form *head = &paper->head;
    if (!head->list_count) {
        return;
    }
    r->host->put_name(r->out, "lists");
    r->host->open_array(r->out);
    for (uint32_t i = 0; i < head->list_count; i++) {
        const struct dg_form_list *list = &head->lists[i];
        r->host->open_object(r->out);
        put(r, "name", list->name);
        put(r, "title", list->title);
        put(r, "subject", list->subject);
        put(r, "key", paper->keys[i]);
        put(r, "basis", list->basis);
        r->host->close_object(r->out);
    }
    r->host->close_array(r->out);
}

static void
put_sums(const struct reading *r, const struct dg_paper *paper)
{
    if (!paper->sum_count) {
        return;
    }
    r->host->put_name(r->out, "sums");
    r->host->open_array(r->out);
    for (uint32_t i = 0; i < paper->sum_count; i++) {
        const struct dg_paper_sum *sum = &paper->sums[i];
        r->host->open_object(r->out);
        put(r, "total", sum->total);
        r->host->put_name(r->out, "parts");
        r->host->open_array(r->out);
        for (uint32_t j = 0; j < sum->part_count; j++) {
            r->host->put_text(r->out, sum->parts[j]);
        }
        r->host->close_array(r->out);
        r->host->close_object(r->out);
    }
    r->host->close_array(r->out);
}

/* ---- the read ----------------------------------------------------------- */

static enum dg_plugin_status
read_one(const struct reading *r, const struct dg_form_registration *form,
         const struct dg_plugin_value *params)
{
    const struct dg_form *head = &form->paper->head;
    uint64_t after =
        dg_text_number(r->host->text(r->host->member(params, "after")));
    int64_t limit = r->host->integer(r->host->member(params, "limit"), LIMIT);
    uint32_t first =
        after > head->field_count ? head->field_count : (uint32_t) after;
    uint32_t end = head->field_count - first > limit ? first + (uint32_t) limit
                                                     : head->field_count;
    r->host->open_object(r->out);
    put_head(r, form);
    if (!first) {
        put_lists(r, form->paper);
        put_sums(r, form->paper);
    }
    put_fields(r, form->paper, first, end);
    if (end < head->field_count) {
        put_next(r, end);
    }
    r->host->close_object(r->out);
    return DG_PLUGIN_OK;
}

/* In the order they were registered. */
static enum dg_plugin_status
read_all(const struct reading *r, const struct dg_plugin_value *params)
{
    const struct dg_plugin_host *host = r->host;
    struct dg_plugin_str control = host->text(host->member(params, "control"));
    struct dg_plugin_str version = host->text(host->member(params, "version"));
    uint64_t after = dg_text_number(host->text(host->member(params, "after")));
    int64_t limit = host->integer(host->member(params, "limit"), LIMIT);
    uint64_t last = 0;
    host->open_object(r->out);
    host->put_name(r->out, "forms");
    host->open_array(r->out);
    for (const struct dg_form_registration *form = r->forms->registered; form;
         form = form->hh.next) {
        const struct dg_form *head = &form->paper->head;
        if (form->sequence <= after ||
            (control.len && !dg_text_equal(control, head->control)) ||
            (version.len && !dg_text_equal(version, head->version))) {
            continue;
        }
        if (limit-- == 0) {
            break;
        }
        last = form->sequence;
        host->open_object(r->out);
        put_head(r, form);
        host->close_object(r->out);
    }
    host->close_array(r->out);
    if (limit < 0) {
        put_next(r, last);
    }
    host->close_object(r->out);
    return DG_PLUGIN_OK;
}

enum dg_plugin_status
dg_forms_query(const struct dg_forms *forms,
               const struct dg_plugin_value *params,
               struct dg_plugin_writer *out)
{
    struct reading r = {forms, forms->host, out};
    const struct dg_plugin_host *host = forms->host;
    struct dg_plugin_str control = host->text(host->member(params, "control"));
    struct dg_plugin_str version = host->text(host->member(params, "version"));
    const struct dg_form_registration *form;
    if (!control.len || !version.len) {
        return read_all(&r, params);
    }
    form = dg_publish_find(forms, control, version);
    return form ? read_one(&r, form, params) : DG_PLUGIN_NOT_FOUND;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* form.read: the registered forms, page by page; of one its fields, with the
 * elements they are. */
#include "plugins/form_dedup/form/inside.h"

#include <inttypes.h>
#include <stdio.h>

#include "plugins/form_dedup/text/print.h"

#define LIMIT 100

/* A read while it is answered. */
struct reading {
    const struct dg_forms *forms;
    struct dg_print print;
};

static void
put_next(const struct reading *r, uint64_t number)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRIu64, number);
    dg_print_word(&r->print, "next", text);
}

static void
put_day(const struct reading *r, const char *name, int32_t day)
{
    char text[11];
    if (day != INT32_MAX) {
        r->print.host->date_format(day, text);
        dg_print_word(&r->print, name, text);
    }
}

/* ---- heads -------------------------------------------------------------- */

static void
put_filings(const struct reading *r, const struct dg_form_registration *form)
{
    const struct dg_form_filing *filing =
        dg_file_find(r->forms, form->source, form->paper->head.control);
    if (filing) {
        dg_print_text(&r->print, "filing", filing->number);
        put_day(r, "fileduntil", filing->valid_until);
    }
}

static void
put_head(const struct reading *r, const struct dg_form_registration *form)
{
    const struct dg_form *head = &form->paper->head;
    dg_print_text(&r->print, "control", head->control);
    dg_print_text(&r->print, "version", head->version);
    dg_print_text(&r->print, "title", head->title);
    dg_print_word(&r->print, "class", head->survey ? "survey" : "working");
    dg_print_text(&r->print, "authority", head->authority);
    dg_print_text(&r->print, "approval", head->approval);
    put_day(r, "validuntil", head->valid_until);
    put_filings(r, form);
    dg_print_source(&r->print, "from", form->source);
    dg_print_number(&r->print, "receipt", form->sequence);
    dg_print_number(&r->print, "fieldcount", head->field_count);
}

/* ---- fields ------------------------------------------------------------- */

static void
put_options(const struct reading *r, const struct dg_field_meaning *meaning)
{
    if (!meaning->option_count) {
        return;
    }
    dg_print_open_array(&r->print, "options");
    for (uint32_t i = 0; i < meaning->option_count; i++) {
        r->print.host->open_object(r->print.out);
        dg_print_text(&r->print, "code", meaning->options[i].code);
        dg_print_text(&r->print, "label", meaning->options[i].label);
        r->print.host->close_object(r->print.out);
    }
    r->print.host->close_array(r->print.out);
}

/* As it was handed in. */
static void
put_meaning(const struct reading *r, const struct dg_paper_field *field)
{
    const struct dg_field_meaning *meaning = &field->meaning;
    const struct dg_form_field *f = &field->field;
    dg_print_text(&r->print, "name", f->name);
    dg_print_text(&r->print, "label", f->label);
    dg_print_text(&r->print, "element", meaning->element);
    dg_print_word(&r->print, "type",
                  meaning->has_type ? dg_element_type_name(meaning->type)
                                    : NULL);
    dg_print_text(&r->print, "unit", meaning->unit);
    put_options(r, meaning);
    dg_print_text(&r->print, "optionset", field->optionset);
    dg_print_word(&r->print, "period",
                  meaning->has_period ? dg_period_kind_name(meaning->period)
                                      : NULL);
    dg_print_word(&r->print, "kind", dg_element_kind_name(meaning->kind));
    dg_print_word(&r->print, "rollup",
                  field->rollup ? dg_element_rollup_name(field->rollup) : NULL);
    dg_print_text(&r->print, "definition", meaning->definition);
    dg_print_text(&r->print, "section", meaning->section);
    dg_print_text(&r->print, "min", f->min);
    dg_print_text(&r->print, "max", f->max);
    if (f->decimals >= 0) {
        dg_print_number(&r->print, "decimals", (uint64_t) f->decimals);
    }
    dg_print_word(&r->print, "format",
                  f->format ? dg_paper_formats[f->format] : NULL);
    dg_print_flag(&r->print, "required", f->required);
}

/* What it was resolved to when it was asked last. */
static void
put_resolved(const struct reading *r, const struct dg_form_field *field)
{
    const struct dg_element *element = dg_dictionary_element(
        r->forms->dictionary,
        dg_dictionary_into(r->forms->dictionary, field->element));
    dg_print_text(&r->print, "is", element->code);
    dg_print_flag(&r->print, "provisional", element->provisional);
}

static void
put_fields(const struct reading *r, const struct dg_paper *paper,
           uint32_t first, uint32_t end)
{
    dg_print_open_array(&r->print, "fields");
    for (uint32_t i = first; i < end; i++) {
        const struct dg_paper_field *field = &paper->fields[i];
        r->print.host->open_object(r->print.out);
        put_meaning(r, field);
        if (field->field.list >= 0) {
            dg_print_text(&r->print, "list",
                          paper->head.lists[field->field.list].name);
        }
        if (paper->records) {
            put_resolved(r, &paper->records->form.fields[i]);
        }
        r->print.host->close_object(r->print.out);
    }
    r->print.host->close_array(r->print.out);
}

static void
put_lists(const struct reading *r, const struct dg_paper *paper)
{
    const struct dg_form *head = &paper->head;
    if (!head->list_count) {
        return;
    }
    dg_print_open_array(&r->print, "lists");
    for (uint32_t i = 0; i < head->list_count; i++) {
        const struct dg_form_list *list = &head->lists[i];
        r->print.host->open_object(r->print.out);
        dg_print_text(&r->print, "name", list->name);
        dg_print_text(&r->print, "title", list->title);
        dg_print_text(&r->print, "subject", list->subject);
        dg_print_text(&r->print, "key", paper->keys[i]);
        dg_print_text(&r->print, "basis", list->basis);
        r->print.host->close_object(r->print.out);
    }
    r->print.host->close_array(r->print.out);
}

static void
put_sums(const struct reading *r, const struct dg_paper *paper)
{
    if (!paper->sum_count) {
        return;
    }
    dg_print_open_array(&r->print, "sums");
    for (uint32_t i = 0; i < paper->sum_count; i++) {
        const struct dg_paper_sum *sum = &paper->sums[i];
        r->print.host->open_object(r->print.out);
        dg_print_text(&r->print, "total", sum->total);
        dg_print_open_array(&r->print, "parts");
        for (uint32_t j = 0; j < sum->part_count; j++) {
            r->print.host->put_text(r->print.out, sum->parts[j]);
        }
        r->print.host->close_array(r->print.out);
        r->print.host->close_object(r->print.out);
    }
    r->print.host->close_array(r->print.out);
}

/* ---- the read ----------------------------------------------------------- */

static enum dg_plugin_status
read_one(const struct reading *r, const struct dg_form_registration *form,
         const struct dg_plugin_value *params)
{
    const struct dg_form *head = &form->paper->head;
    uint64_t after = dg_text_number(
        r->print.host->text(r->print.host->member(params, "after")));
    int64_t limit =
        r->print.host->integer(r->print.host->member(params, "limit"), LIMIT);
    uint32_t first =
        after > head->field_count ? head->field_count : (uint32_t) after;
    uint32_t end = head->field_count - first > limit ? first + (uint32_t) limit
                                                     : head->field_count;
    r->print.host->open_object(r->print.out);
    put_head(r, form);
    if (!first) {
        put_lists(r, form->paper);
        put_sums(r, form->paper);
    }
    put_fields(r, form->paper, first, end);
    if (end < head->field_count) {
        put_next(r, end);
    }
    r->print.host->close_object(r->print.out);
    return DG_PLUGIN_OK;
}

/* In the order they were registered. */
static enum dg_plugin_status
read_all(const struct reading *r, const struct dg_plugin_value *params)
{
    const struct dg_plugin_host *host = r->print.host;
    struct dg_plugin_str control = host->text(host->member(params, "control"));
    struct dg_plugin_str version = host->text(host->member(params, "version"));
    uint64_t after = dg_text_number(host->text(host->member(params, "after")));
    int64_t limit = host->integer(host->member(params, "limit"), LIMIT);
    uint64_t last = 0;
    host->open_object(r->print.out);
    dg_print_open_array(&r->print, "forms");
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
        host->open_object(r->print.out);
        put_head(r, form);
        host->close_object(r->print.out);
    }
    host->close_array(r->print.out);
    if (limit < 0) {
        put_next(r, last);
    }
    host->close_object(r->print.out);
    return DG_PLUGIN_OK;
}

enum dg_plugin_status
dg_forms_query(const struct dg_forms *forms,
               const struct dg_plugin_value *params,
               struct dg_plugin_writer *out)
{
    struct reading r = {forms, {forms->host, out}};
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

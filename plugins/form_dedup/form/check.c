/* SPDX-License-Identifier: Apache-2.0 */
/* Decides whether a form agrees with itself, and how a finding about a form
 * reads. Whether it agrees with the dictionary is resolve.c's. */
#include <string.h>

#include "plugins/form_dedup/form/inside.h"

#define FIELDS "form-fields"

/* ---- saying it ---------------------------------------------------------- */

/* Texts are made only for somebody who is told. */
static bool
speaks(struct dg_form_check *check)
{
    check->flawed = true;
    return check->findings && check->left > 0;
}

void
dg_check_refuse(struct dg_form_check *check, const char *code,
                struct dg_plugin_str below, struct dg_plugin_str text)
{
    const struct dg_plugin_host *host;
    struct dg_plugin_finding finding = {
        .struct_size = sizeof finding,
        .rule = "form",
        .verdict = DG_PLUGIN_REFUSE,
        .code = code,
        .text = text,
        .pointer = check->pointer,
    };
    if (!speaks(check)) {
        return;
    }
    host = check->forms->host;
    check->left--;
    if (check->inside && below.len) {
        finding.pointer =
            host->format(check->findings, "%.*s%.*s",
                         DG_TEXT_ARG(check->pointer), DG_TEXT_ARG(below));
    }
    host->add(check->findings, &finding);
}

struct dg_plugin_str
dg_check_field(const struct dg_form_check *check, uint32_t field,
               const char *member)
{
    const struct dg_plugin_host *host = check->forms->host;
    const struct dg_form *head = &check->paper->head;
    int list = check->paper->fields[field].field.list;
    if (list < 0) {
        return host->format(check->findings, "/fields/%u/%s", field, member);
    }
    return host->format(check->findings, "/lists/%d/fields/%u/%s", list,
                        field - head->lists[list].first, member);
}

/* ---- names -------------------------------------------------------------- */

static void
check_twin(struct dg_form_check *check, uint32_t field)
{
    const struct dg_paper_field *f = &check->paper->fields[field];
    const struct dg_plugin_host *host;
    if (f->twin == field || !speaks(check)) {
        return;
    }
    host = check->forms->host;
    dg_check_refuse(
        check, FIELDS, dg_check_field(check, field, "name"),
        host->format(check->findings,
                     "field \"%.*s\" is there already, as \"%.*s\"",
                     DG_TEXT_ARG(f->field.name),
                     DG_TEXT_ARG(check->paper->fields[f->twin].field.label)));
}

static void
check_list(struct dg_form_check *check, uint32_t index)
{
    const struct dg_form *head = &check->paper->head;
    const struct dg_form_list *list = &head->lists[index];
    const struct dg_plugin_host *host;
    for (uint32_t i = 0; i < index; i++) {
        if (dg_text_equal(head->lists[i].name, list->name) && speaks(check)) {
            host = check->forms->host;
            dg_check_refuse(
                check, FIELDS,
                host->format(check->findings, "/lists/%u/name", index),
                host->format(check->findings, "list \"%.*s\" is there already",
                             DG_TEXT_ARG(list->name)));
        }
    }
    if (list->key == DG_FORM_NONE && speaks(check)) {
        host = check->forms->host;
        dg_check_refuse(
            check, FIELDS,
            host->format(check->findings, "/lists/%u/key", index),
            host->format(check->findings,
                         "list \"%.*s\" has no field \"%.*s\" that could tell "
                         "its rows apart",
                         DG_TEXT_ARG(list->name),
                         DG_TEXT_ARG(check->paper->keys[index])));
    }
}

/* ---- values ------------------------------------------------------------- */

static bool
is_number(const struct dg_field_meaning *meaning)
{
    return !meaning->has_type || meaning->type == DG_VALUE_INTEGER ||
           meaning->type == DG_VALUE_DECIMAL;
}

/* What only numbers have. */
static void
check_numeric(struct dg_form_check *check, uint32_t field)
{
    const struct dg_paper_field *f = &check->paper->fields[field];
    const char *member = f->field.min.len         ? "min"
                         : f->field.max.len       ? "max"
                         : f->field.decimals >= 0 ? "decimals"
                         : f->meaning.has_kind    ? "kind"
                                                  : NULL;
    if (member && !is_number(&f->meaning) && speaks(check)) {
        const struct dg_plugin_host *host = check->forms->host;
        dg_check_refuse(
            check, FIELDS, dg_check_field(check, field, member),
            host->format(check->findings,
                         "\"%s\" of field \"%.*s\": only numbers have that, "
                         "and it is of type %s",
                         member, DG_TEXT_ARG(f->field.name),
                         dg_element_type_name(f->meaning.type)));
    }
}

static bool
is_reversed(struct dg_plugin_str min, struct dg_plugin_str max)
{
    mpq_t low, high;
    bool reversed;
    if (!min.len || !max.len) {
        return false;
    }
    mpq_init(low);
    mpq_init(high);
    reversed = dg_number_read(min, low) && dg_number_read(max, high) &&
               mpq_cmp(low, high) > 0;
    mpq_clear(high);
    mpq_clear(low);
    return reversed;
}

static void
check_range(struct dg_form_check *check, uint32_t field)
{
    const struct dg_form_field *f = &check->paper->fields[field].field;
    if (is_reversed(f->min, f->max) && speaks(check)) {
        const struct dg_plugin_host *host = check->forms->host;
        dg_check_refuse(
            check, FIELDS, dg_check_field(check, field, "max"),
            host->format(check->findings,
                         "no value of field \"%.*s\" is at least %.*s and at "
                         "most %.*s",
                         DG_TEXT_ARG(f->name), DG_TEXT_ARG(f->min),
                         DG_TEXT_ARG(f->max)));
    }
}

/* How an ID number or a date may be given out. */
static bool
format_fits(const struct dg_paper_field *f)
{
    return f->field.format == 0 || !f->meaning.has_type ||
           (f->field.format < 6 ? f->meaning.type == DG_VALUE_IDNUMBER
                                : f->meaning.type == DG_VALUE_DATE);
}

static void
check_format(struct dg_form_check *check, uint32_t field)
{
    const struct dg_paper_field *f = &check->paper->fields[field];
    if (!format_fits(f) && speaks(check)) {
        const struct dg_plugin_host *host = check->forms->host;
        dg_check_refuse(
            check, FIELDS, dg_check_field(check, field, "format"),
            host->format(check->findings,
                         "field \"%.*s\" of type %s has no format \"%s\"",
                         DG_TEXT_ARG(f->field.name),
                         dg_element_type_name(f->meaning.type),
                         dg_paper_formats[f->field.format]));
    }
}

static void
check_options(struct dg_form_check *check, uint32_t field)
{
    const struct dg_paper_field *f = &check->paper->fields[field];
    bool gives = f->meaning.option_count || f->optionset.len;
    bool is_option = f->meaning.has_type && f->meaning.type == DG_VALUE_OPTION;
    const struct dg_plugin_host *host;
    if (gives && f->meaning.has_type && !is_option && speaks(check)) {
        host = check->forms->host;
        dg_check_refuse(
            check, FIELDS, dg_check_field(check, field, "type"),
            host->format(check->findings,
                         "field \"%.*s\" gives options and is of type %s",
                         DG_TEXT_ARG(f->field.name),
                         dg_element_type_name(f->meaning.type)));
    } else if (is_option && !gives && !f->meaning.element.len &&
               speaks(check)) {
        host = check->forms->host;
        dg_check_refuse(check, FIELDS, dg_check_field(check, field, "type"),
                        host->format(check->findings,
                                     "field \"%.*s\" gives no options",
                                     DG_TEXT_ARG(f->field.name)));
    }
}

static void
check_option_twins(struct dg_form_check *check, uint32_t field)
{
    const struct dg_paper_field *f = &check->paper->fields[field];
    if (f->option_twin != DG_FORM_NONE && speaks(check)) {
        const struct dg_plugin_host *host = check->forms->host;
        dg_check_refuse(
            check, FIELDS, dg_check_field(check, field, "options"),
            host->format(check->findings,
                         "field \"%.*s\" gives option \"%.*s\" twice",
                         DG_TEXT_ARG(f->field.name),
                         DG_TEXT_ARG(f->meaning.options[f->option_twin].code)));
    }
}

/* ---- sums --------------------------------------------------------------- */

/* What is wrong with a field in a sum, as a format with its name. */
static struct dg_plugin_str
judge_summand(const struct dg_form_check *check, const struct dg_paper_sum *sum,
              uint32_t field, struct dg_plugin_str name)
{
    const struct dg_paper_field *fields = check->paper->fields;
    const struct dg_plugin_host *host = check->forms->host;
    if (field == DG_FORM_NONE) {
        return host->format(check->findings, "there is no field \"%.*s\"",
                            DG_TEXT_ARG(name));
    }
    if (!is_number(&fields[field].meaning)) {
        return host->format(check->findings,
                            "field \"%.*s\" is of type %s, and cannot be "
                            "added up",
                            DG_TEXT_ARG(name),
                            dg_element_type_name(fields[field].meaning.type));
    }
    if (fields[field].field.list != fields[sum->total_field].field.list) {
        return host->format(check->findings,
                            "field \"%.*s\" does not stand beside its sum "
                            "\"%.*s\"",
                            DG_TEXT_ARG(name), DG_TEXT_ARG(sum->total));
    }
    return host->format(check->findings,
                        "field \"%.*s\" cannot be a part of itself",
                        DG_TEXT_ARG(name));
}

static bool
is_summand(const struct dg_paper *paper, const struct dg_paper_sum *sum,
           uint32_t field)
{
    return field != DG_FORM_NONE && is_number(&paper->fields[field].meaning) &&
           field != sum->total_field &&
           paper->fields[field].field.list ==
               paper->fields[sum->total_field].field.list;
}

static void
check_sum(struct dg_form_check *check, uint32_t index)
{
    const struct dg_paper_sum *sum = &check->paper->sums[index];
    uint32_t total = sum->total_field;
    if (total == DG_FORM_NONE ||
        !is_number(&check->paper->fields[total].meaning)) {
        if (speaks(check)) {
            dg_check_refuse(check, FIELDS,
                            check->forms->host->format(check->findings,
                                                       "/sums/%u/total", index),
                            judge_summand(check, sum, total, sum->total));
        }
        return;
    }
    for (uint32_t i = 0; i < sum->part_count; i++) {
        if (!is_summand(check->paper, sum, sum->part_fields[i]) &&
            speaks(check)) {
            dg_check_refuse(
                check, FIELDS,
                check->forms->host->format(check->findings, "/sums/%u/parts/%u",
                                           index, i),
                judge_summand(check, sum, sum->part_fields[i], sum->parts[i]));
        }
    }
}

void
dg_check_paper(struct dg_form_check *check)
{
    const struct dg_paper *paper = check->paper;
    for (uint32_t i = 0; i < paper->head.field_count; i++) {
        check_twin(check, i);
        check_numeric(check, i);
        check_range(check, i);
        check_format(check, i);
        check_options(check, i);
        check_option_twins(check, i);
    }
    for (uint32_t i = 0; i < paper->head.list_count; i++) {
        check_list(check, i);
    }
    for (uint32_t i = 0; i < paper->sum_count; i++) {
        check_sum(check, i);
    }
}

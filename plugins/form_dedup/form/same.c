/* SPDX-License-Identifier: Apache-2.0 */
/* Whether two forms read the same, however they are written. */
#include "plugins/form_dedup/form/inside.h"

static bool
same_options(const struct dg_field_meaning *a, const struct dg_field_meaning *b)
{
    if (a->option_count != b->option_count) {
        return false;
    }
    for (uint32_t i = 0; i < a->option_count; i++) {
        if (!dg_text_equal(a->options[i].code, b->options[i].code) ||
            !dg_text_equal(a->options[i].label, b->options[i].label)) {
            return false;
        }
    }
    return true;
}

static bool
same_meaning(const struct dg_field_meaning *a, const struct dg_field_meaning *b)
{
    return dg_text_equal(a->element, b->element) &&
           dg_text_equal(a->label, b->label) &&
           dg_text_equal(a->unit, b->unit) &&
           dg_text_equal(a->definition, b->definition) &&
           dg_text_equal(a->section, b->section) &&
           a->has_type == b->has_type && a->type == b->type &&
           a->kind == b->kind && a->has_period == b->has_period &&
           (!a->has_period || a->period == b->period) && same_options(a, b);
}

static bool
same_field(const struct dg_paper_field *a, const struct dg_paper_field *b)
{
    const struct dg_form_field *f = &a->field, *g = &b->field;
    return same_meaning(&a->meaning, &b->meaning) &&
           dg_text_equal(a->optionset, b->optionset) &&
           a->rollup == b->rollup && dg_text_equal(f->name, g->name) &&
           dg_text_equal(f->min, g->min) && dg_text_equal(f->max, g->max) &&
           f->decimals == g->decimals && f->format == g->format &&
           f->required == g->required && f->list == g->list;
}

static bool
same_head(const struct dg_form *a, const struct dg_form *b)
{
    return dg_text_equal(a->title, b->title) &&
           dg_text_equal(a->authority, b->authority) &&
           dg_text_equal(a->approval, b->approval) && a->survey == b->survey &&
           a->valid_until == b->valid_until &&
           a->field_count == b->field_count &&
           a->plain_count == b->plain_count && a->list_count == b->list_count;
}

static bool
same_list(const struct dg_form_list *a, const struct dg_form_list *b)
{
    return dg_text_equal(a->name, b->name) &&
           dg_text_equal(a->title, b->title) &&
           dg_text_equal(a->subject, b->subject) &&
           dg_text_equal(a->basis, b->basis) && a->key == b->key;
}

static bool
same_sum(const struct dg_paper_sum *a, const struct dg_paper_sum *b)
{
    bool same =
        dg_text_equal(a->total, b->total) && a->part_count == b->part_count;
    for (uint32_t i = 0; same && i < a->part_count; i++) {
        same = dg_text_equal(a->parts[i], b->parts[i]);
    }
    return same;
}

bool
dg_same_paper(const struct dg_paper *a, const struct dg_paper *b)
{
    bool same = a == b ||
                (same_head(&a->head, &b->head) && a->sum_count == b->sum_count);
    for (uint32_t i = 0; same && i < a->head.field_count; i++) {
        same = same_field(&a->fields[i], &b->fields[i]);
    }
    for (uint32_t i = 0; same && i < a->head.list_count; i++) {
        same = same_list(&a->head.lists[i], &b->head.lists[i]);
    }
    for (uint32_t i = 0; same && i < a->sum_count; i++) {
        same = same_sum(&a->sums[i], &b->sums[i]);
    }
    return same;
}

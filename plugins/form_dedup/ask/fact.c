/* SPDX-License-Identifier: Apache-2.0 */
/* What an assignment's forms ask, for its entry's header: each form, its fields
 * in runs of one type, and at which offices the report is there before anybody
 * was asked. The tariff has a row for each type. */
#include <stdio.h>
#include <stdlib.h>

#include "plugins/form_dedup/ask/say.h"
#include "plugins/form_dedup/text/text.h"

#define CAUSE_MAX 72 /* a control number, and the end of the text */

/* ---- what is asked ------------------------------------------------------ */

static void
state(const struct saying *s, struct dg_plugin_str pointer,
      const char *dimension, uint64_t quantity, const char *cause)
{
    const struct dg_plugin_effect effect = {
        .kind = DG_PLUGIN_EFFECT_ASK,
        .pointer = pointer,
        .dimension = dimension,
        .quantity = quantity,
        .offices = s->judged.office_count,
        .cause = cause,
    };
    s->host->fact(s->findings, &effect);
}

/* Pointers count on within a run: it is of one list, or of none. */
static uint32_t
find_end(const struct dg_form *form, uint32_t first)
{
    uint32_t end = first + 1;
    while (end < form->field_count &&
           form->fields[end].type == form->fields[first].type &&
           form->fields[end].list == form->fields[first].list) {
        end++;
    }
    return end;
}

void
dg_fact_form(struct saying *s)
{
    const struct dg_form *form = s->judged.form;
    char cause[CAUSE_MAX], pointer[SAY_POINTER_MAX];
    uint32_t end;
    snprintf(cause, sizeof cause, "%.*s", DG_TEXT_ARG(form->control));
    state(s, s->at, "form", 1, cause);
    for (uint32_t i = 0; i < form->field_count; i = end) {
        end = find_end(form, i);
        snprintf(cause, sizeof cause, "field.%s",
                 dg_element_type_name(form->fields[i].type));
        state(s, dg_say_pointer(s, i, pointer), "field", end - i, cause);
    }
}

/* ---- what is there already ---------------------------------------------- */

/* Adds to known those whose value follows from what is answered. */
static bool
add_derived(const struct saying *s, uint32_t field, roaring_bitmap_t *known)
{
    const struct dg_asks *asks = s->judged.asks;
    const struct dg_form_field *asked = &s->judged.form->fields[field];
    struct dg_cover_question question = {.element = asked->element,
                                         .rollup = asked->rollup,
                                         .of = s->there,
                                         .now = true};
    roaring_bitmap_t *derived;
    if (!dg_group_period(asks, asked, s->judged.period, &question.period)) {
        return true;
    }
    derived = dg_derive_covered(asks->cells, &question);
    if (!derived) {
        return false;
    }
    roaring_bitmap_or_inplace(known, derived);
    roaring_bitmap_free(derived);
    return true;
}

/* Leaves in those who have the field. */
static bool
keep_field(struct saying *s, uint32_t field)
{
    const struct counted *counted = &s->judged.fields[field];
    roaring_bitmap_t *known;
    bool done;
    if (counted->offices[CLASS_KNOWN] == s->judged.office_count) {
        return true;
    }
    if (!counted->some[CLASS_KNOWN] && !counted->offices[CLASS_DERIVABLE]) {
        roaring_bitmap_clear(s->there);
        return true;
    }
    known = counted->some[CLASS_KNOWN]
                ? roaring_bitmap_copy(counted->some[CLASS_KNOWN])
                : roaring_bitmap_create();
    done = known &&
           (!counted->offices[CLASS_DERIVABLE] || add_derived(s, field, known));
    if (done) {
        roaring_bitmap_and_inplace(s->there, known);
    }
    if (known) {
        roaring_bitmap_free(known);
    }
    return done;
}

bool
dg_fact_look(struct saying *s)
{
    const struct dg_form *form = s->judged.form;
    bool required = dg_form_requires(form);
    if (!s->there) {
        s->there = roaring_bitmap_copy(s->judged.of);
    }
    for (uint32_t i = 0; s->there && i < form->plain_count; i++) {
        if ((!required || form->fields[i].required) &&
            !roaring_bitmap_is_empty(s->there) && !keep_field(s, i)) {
            return false;
        }
    }
    for (uint32_t i = 0; s->there && i < form->list_count; i++) {
        if (!roaring_bitmap_is_empty(s->there) &&
            !keep_field(s, form->lists[i].key)) {
            return false;
        }
    }
    return s->there != NULL;
}

void
dg_fact_reports(struct saying *s)
{
    struct dg_plugin_effect effect = {
        .kind = DG_PLUGIN_EFFECT_ANSWER,
        .dimension = "report",
        .quantity = 1,
        .cause = "known",
    };
    if (!s->there || roaring_bitmap_is_empty(s->there)) {
        return;
    }
    effect.offices = (uint32_t) roaring_bitmap_get_cardinality(s->there);
    if (effect.offices < s->judged.office_count) {
        effect.place = dg_say_place(s, s->there);
        if (effect.place.len == 0) {
            return;
        }
    }
    s->host->fact(s->findings, &effect);
}

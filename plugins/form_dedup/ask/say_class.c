/* SPDX-License-Identifier: Apache-2.0 */
/* One finding for each class, with the effects of all fields: how many figures
 * the offices are spared, and thanks to whom. */
#include "plugins/form_dedup/ask/say.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/form_dedup/cell/place.h"
#include "plugins/form_dedup/text/text.h"

/* ---- parts of findings -------------------------------------------------- */

struct dg_plugin_str
dg_say_pointer(const struct saying *s, uint32_t field,
               char out[SAY_POINTER_MAX])
{
    const struct dg_form *form = s->judged.form;
    int16_t list = form->fields[field].list;
    int len = list < 0 ? snprintf(out, SAY_POINTER_MAX, "%.*s/fields/%u",
                                  DG_TEXT_ARG(s->at), field)
                       : snprintf(out, SAY_POINTER_MAX,
                                  "%.*s/lists/%d/fields/%u", DG_TEXT_ARG(s->at),
                                  list, field - form->lists[list].first);
    return (struct dg_plugin_str){out, (size_t) len};
}

static const char *
find_cause(const struct saying *s, uint32_t field, enum class class)
{
    if (class == CLASS_KNOWN) {
        return "known";
    }
    if (class == CLASS_DERIVABLE) {
        return "derivable";
    }
    return s->judged.form->fields[field].resolution.match ==
                   DG_MATCH_CONVERTIBLE
               ? "convertible"
               : "identical";
}

static struct dg_plugin_effect
make_effect(const struct saying *s, uint32_t field, enum class class)
{
    return (struct dg_plugin_effect){
        .kind = class == CLASS_KNOWN ? DG_PLUGIN_EFFECT_PREFILL
                                     : DG_PLUGIN_EFFECT_SHARE,
        .dimension = "field",
        .quantity = 1,
        .offices = s->judged.fields[field].offices[class],
        .cause = find_cause(s, field, class),
    };
}

/* Two fields are of the class at the same offices. */
static bool
at_same(const struct saying *s, uint32_t a, uint32_t b, enum class class)
{
    const struct counted *x = &s->judged.fields[a], *y = &s->judged.fields[b];
    return x->offices[class] == y->offices[class] &&
           !x->some[class] == !y->some[class] &&
           (!x->some[class] ||
            roaring_bitmap_equals(x->some[class], y->some[class]));
}

struct dg_plugin_str
dg_say_place(const struct saying *s, const roaring_bitmap_t *offices)
{
    struct dg_plugin_str place = {0};
    char *text = dg_place_write(offices);
    if (text) {
        place = s->host->format(s->findings, "%s", text);
    }
    free(text);
    return place;
}

/* Fields are mostly so at the same offices as the one before. */
static struct dg_plugin_str
place_of(const struct saying *s, uint32_t field, enum class class,
         struct dg_plugin_str before)
{
    const roaring_bitmap_t *some = s->judged.fields[field].some[class];
    if (!some || (before.len > 0 && at_same(s, field - 1, field, class))) {
        return some ? before : (struct dg_plugin_str){0};
    }
    return dg_say_place(s, some);
}

/* All fields of the form are so at the same offices, by the same cause. */
static bool
is_alike(const struct saying *s, enum class class)
{
    const struct dg_form *form = s->judged.form;
    for (uint32_t i = 1; i < form->field_count; i++) {
        if (!at_same(s, 0, i, class) ||
            strcmp(find_cause(s, i, class), find_cause(s, 0, class)) != 0) {
            return false;
        }
    }
    return form->field_count > 0 && s->judged.fields[0].offices[class] > 0;
}

/* One for each field that is of the class somewhere; one for the whole form, of
 * as many fields, if they are all alike. */
static uint32_t
list_effects(struct saying *s, enum class class)
{
    struct dg_plugin_str place = {0};
    uint32_t count = 0;
    if (is_alike(s, class)) {
        s->effects[0] = make_effect(s, 0, class);
        s->effects[0].pointer = s->at;
        s->effects[0].place = place_of(s, 0, class, place);
        s->effects[0].quantity = s->judged.form->field_count;
        return 1;
    }
    for (uint32_t i = 0; i < s->judged.form->field_count; i++) {
        if (s->judged.fields[i].offices[class] > 0) {
            s->effects[count] = make_effect(s, i, class);
            place = place_of(s, i, class, place);
            s->effects[count].place = place;
            s->effects[count].pointer =
                dg_say_pointer(s, i, s->pointers[count]);
            count++;
        } else {
            place.len = 0;
        }
    }
    return count;
}

struct dg_plugin_str
dg_say_source(const struct saying *s, uint32_t source)
{
    return s->host->source_name(s->host,
                                dg_names_text(s->judged.asks->sources, source));
}

void
dg_say_note(const struct saying *s, const char *code, struct dg_plugin_str text,
            struct dg_plugin_str pointer)
{
    struct dg_plugin_finding finding = {
        .struct_size = sizeof finding,
        .rule = "once",
        .verdict = DG_PLUGIN_NOTE,
        .code = code,
        .text = text,
        .pointer = pointer,
    };
    s->host->add(s->findings, &finding);
}

/* ---- one for each class ------------------------------------------------- */

static struct dg_plugin_str
tell_shared(const struct saying *s, const struct mates *mates, uint32_t count)
{
    const struct mate *most = mates->items;
    uint32_t of = s->judged.form->field_count;
    struct dg_plugin_str name;
    char due[11];
    if (mates->count == 0) {
        return s->host->format(
            s->findings, "%u of your %u figures are asked already", count, of);
    }
    name = dg_say_source(s, most->source);
    s->host->date_format(s->host->date_of(most->task->due_us - 1), due);
    return s->period.len > 0
               ? s->host->format(s->findings,
                                 "%.*s already asks %u of your %u figures for "
                                 "%.*s; they arrive on %s",
                                 DG_TEXT_ARG(name), most->fields, of,
                                 DG_TEXT_ARG(s->period), due)
               : s->host->format(s->findings,
                                 "%.*s already asks %u of your %u figures; "
                                 "they arrive on %s",
                                 DG_TEXT_ARG(name), most->fields, of, due);
}

static dg_period
find_oldest(const struct saying *s)
{
    dg_period oldest = 0;
    for (uint32_t i = 0; i < s->judged.form->field_count; i++) {
        const struct counted *counted = &s->judged.fields[i];
        if (counted->offices[CLASS_KNOWN] > 0 && counted->as_of &&
            (!oldest || counted->as_of < oldest)) {
            oldest = counted->as_of;
        }
    }
    return oldest;
}

static struct dg_plugin_str
tell_known(const struct saying *s, const struct mates *mates, uint32_t count)
{
    uint32_t of = s->judged.form->field_count;
    dg_period oldest = find_oldest(s);
    struct dg_plugin_str name = {0};
    char as_of[11];
    dg_period_write(oldest, as_of);
    if (mates->count > 0) {
        name = dg_say_source(s, mates->items->source);
    }
    if (name.len == 0) {
        return s->host->format(
            s->findings, "%u of your %u figures are known already", count, of);
    }
    return oldest
               ? s->host->format(s->findings,
                                 "%u of your %u figures are known, as of %s or "
                                 "later: %.*s asked them",
                                 count, of, as_of, DG_TEXT_ARG(name))
               : s->host->format(s->findings,
                                 "%u of your %u figures are known: %.*s asked "
                                 "them",
                                 count, of, DG_TEXT_ARG(name));
}

static struct dg_plugin_str
tell_derivable(const struct saying *s, const struct mates *mates,
               uint32_t count)
{
    (void) mates;
    return s->host->format(s->findings,
                           "%u of your %u figures follow from what is asked "
                           "or known; nobody fills them in",
                           count, s->judged.form->field_count);
}

static const struct {
    enum class class;
    const char *code;
    struct dg_plugin_str (*tell)(const struct saying *s,
                                 const struct mates *mates, uint32_t count);
} classes[] = {
    {CLASS_SHARED, "fields-shared", tell_shared},
    {CLASS_KNOWN, "fields-known", tell_known},
    {CLASS_DERIVABLE, "fields-derivable", tell_derivable},
};

static void
say_class(struct saying *s, size_t which)
{
    enum class class = classes[which].class;
    uint32_t count = dg_judge_fields(&s->judged, class);
    struct mates mates;
    struct dg_plugin_finding finding = {
        .struct_size = sizeof finding,
        .rule = "once",
        .verdict = DG_PLUGIN_NOTE,
        .code = classes[which].code,
        .pointer = s->at,
        .effects = s->effects,
    };
    if (count == 0) {
        return;
    }
    finding.effect_count = list_effects(s, class);
    dg_who_begin(&mates);
    for (uint32_t i = 0; i < s->judged.form->field_count; i++) {
        if (s->judged.fields[i].offices[class] > 0) {
            dg_who_add(&s->judged, i, class, &mates);
        }
    }
    dg_who_sort(&mates);
    finding.text = classes[which].tell(s, &mates, count);
    s->host->add(s->findings, &finding);
}

void
dg_say_classes(struct saying *s)
{
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        say_class(s, i);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* One finding for a field: what it conflicts with, that it fits no period, and
 * whatever a task.check wants to know of it. */
#include "plugins/form_dedup/ask/say.h"

#include <string.h>

#include "plugins/form_dedup/text/text.h"

#define FIELD_NOTES_MAX 500 /* of a form */

/* ---- conflicts ---------------------------------------------------------- */

/* As the wire has it; empty for what is too long to say. */
static struct dg_plugin_str
member_of(const struct dg_element *element, const char *member)
{
    static const char *const kinds[] = {"", "stock", "flow", "running"};
    static const char *const types[] = {"integer", "decimal", "text",
                                        "date",    "period",  "boolean",
                                        "option",  "idnumber"};
    const struct {
        const char *name;
        struct dg_plugin_str text;
    } members[] = {
        {"definition", element->definition},
        {"unit", element->unit},
        {"kind", dg_text_from(kinds[element->kind])},
        {"type", dg_text_from(types[element->type])},
        {"period", dg_text_from(dg_period_kind_name(element->period))},
    };
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if (strcmp(members[i].name, member) == 0) {
            return members[i].text;
        }
    }
    return (struct dg_plugin_str){0};
}

static const struct dg_plugin_value *
find_field(const struct saying *s, const struct dg_plugin_value *form,
           uint32_t field)
{
    const struct dg_plugin_host *host = s->host;
    int16_t list = s->judged.form->fields[field].list;
    const struct dg_plugin_value *value;
    if (list >= 0) {
        form = host->first(host->member(form, "lists"));
        for (int16_t i = 0; form && i < list; i++) {
            form = host->next(form);
        }
        field -= s->judged.form->lists[list].first;
    }
    value = host->first(host->member(form, "fields"));
    for (uint32_t i = 0; value && i < field; i++) {
        value = host->next(value);
    }
    return value;
}

/* What differs, on both sides: the field's is its element's, or stands in the
 * event as long as it has none. */
static void
say_conflict(const struct saying *s, const struct dg_plugin_value *form,
             uint32_t field)
{
    const struct dg_form_field *asked = &s->judged.form->fields[field];
    const struct dg_dictionary *dictionary = s->judged.asks->dictionary;
    const struct dg_element *other =
        dg_dictionary_element(dictionary, asked->resolution.other);
    const char *member = asked->resolution.member;
    struct dg_plugin_str ours =
        asked->element == DG_ELEMENT_NONE
            ? s->host->text(s->host->member(find_field(s, form, field), member))
            : member_of(dg_dictionary_element(dictionary, asked->element),
                        member);
    struct dg_plugin_str theirs = member_of(other, member);
    char pointer[SAY_POINTER_MAX];
    struct dg_plugin_str text =
        ours.len > 0 || theirs.len > 0
            ? s->host->format(
                  s->findings,
                  "\"%.*s\" is not the figure \"%.*s\" (%.*s), "
                  "whose %s is another, and stays apart: "
                  "\"%.*s\" against \"%.*s\"",
                  DG_TEXT_ARG(asked->label), DG_TEXT_ARG(other->label),
                  DG_TEXT_ARG(other->code), s->host->translate(member),
                  DG_TEXT_ARG(ours), DG_TEXT_ARG(theirs))
            : s->host->format(
                  s->findings,
                  "\"%.*s\" is not the figure \"%.*s\" (%.*s), "
                  "whose %s is another, and stays apart",
                  DG_TEXT_ARG(asked->label), DG_TEXT_ARG(other->label),
                  DG_TEXT_ARG(other->code), s->host->translate(member));
    dg_say_note(s, "fields-conflicting", text,
                dg_say_pointer(s, field, pointer));
}

void
dg_say_conflicts(const struct saying *s, const struct dg_plugin_value *form)
{
    for (uint32_t i = 0; i < s->judged.form->field_count; i++) {
        if (s->judged.form->fields[i].resolution.match ==
            DG_MATCH_CONFLICTING) {
            say_conflict(s, form, i);
        }
    }
}

/* ---- of a task.check ---------------------------------------------------- */

static void
note_shared(const struct saying *s, uint32_t field, struct dg_plugin_str at)
{
    struct dg_plugin_str label = s->judged.form->fields[field].label;
    uint32_t offices = s->judged.fields[field].offices[CLASS_SHARED];
    struct mates mates;
    struct dg_plugin_str name;
    dg_who_begin(&mates);
    dg_who_add(&s->judged, field, CLASS_SHARED, &mates);
    dg_who_sort(&mates);
    if (mates.count == 0) {
        dg_say_note(s, "field-shared",
                    s->host->format(s->findings,
                                    "\"%.*s\" stands in this task before",
                                    DG_TEXT_ARG(label)),
                    at);
        return;
    }
    name = dg_say_source(s, mates.items->source);
    dg_say_note(
        s, "field-shared",
        s->host->format(s->findings,
                        "\"%.*s\" is asked already by %.*s, of %u offices",
                        DG_TEXT_ARG(label), DG_TEXT_ARG(name), offices),
        at);
}

static void
note_known(const struct saying *s, uint32_t field, struct dg_plugin_str at)
{
    const struct counted *counted = &s->judged.fields[field];
    struct dg_plugin_str label = s->judged.form->fields[field].label;
    char as_of[11];
    dg_period_write(counted->as_of, as_of);
    dg_say_note(s, "field-known",
                as_of[0]
                    ? s->host->format(s->findings,
                                      "\"%.*s\" is known as of %s or later, "
                                      "of %u offices",
                                      DG_TEXT_ARG(label), as_of,
                                      counted->offices[CLASS_KNOWN])
                    : s->host->format(
                          s->findings, "\"%.*s\" is known of %u offices",
                          DG_TEXT_ARG(label), counted->offices[CLASS_KNOWN]),
                at);
}

static void
note_field(const struct saying *s, uint32_t field)
{
    const uint32_t *offices = s->judged.fields[field].offices;
    struct dg_plugin_str label = s->judged.form->fields[field].label;
    char pointer[SAY_POINTER_MAX];
    struct dg_plugin_str at = dg_say_pointer(s, field, pointer);
    if (offices[CLASS_NEW] > 0) {
        dg_say_note(s, "field-new",
                    s->host->format(s->findings,
                                    "\"%.*s\" is new to %u offices",
                                    DG_TEXT_ARG(label), offices[CLASS_NEW]),
                    at);
    }
    if (offices[CLASS_SHARED] > 0) {
        note_shared(s, field, at);
    }
    if (offices[CLASS_KNOWN] > 0) {
        note_known(s, field, at);
    }
    if (offices[CLASS_DERIVABLE] > 0) {
        dg_say_note(
            s, "field-derivable",
            s->host->format(s->findings,
                            "\"%.*s\" follows from other figures, of %u "
                            "offices",
                            DG_TEXT_ARG(label), offices[CLASS_DERIVABLE]),
            at);
    }
}

void
dg_say_fields(const struct saying *s)
{
    for (uint32_t i = 0; i < s->judged.form->field_count && i < FIELD_NOTES_MAX;
         i++) {
        note_field(s, i);
    }
}

/* ---- periods ------------------------------------------------------------ */

bool
dg_say_period(const struct saying *s)
{
    const struct dg_form *form = s->judged.form;
    struct dg_plugin_finding finding = {
        .struct_size = sizeof finding,
        .rule = "form",
        .verdict = DG_PLUGIN_REFUSE,
        .code = s->judged.period ? "period-mismatch" : "period-missing",
    };
    char pointer[SAY_POINTER_MAX];
    const char *kind;
    uint32_t i = 0;
    while (i < form->field_count && s->judged.fields[i].fits) {
        i++;
    }
    if (i == form->field_count) {
        return true;
    }
    kind = s->host->translate(dg_period_kind_name(form->fields[i].period));
    finding.pointer = dg_say_pointer(s, i, pointer);
    finding.text =
        s->judged.period
            ? s->host->format(s->findings,
                              "\"%.*s\" is a figure of one %s, and the task's "
                              "period is %.*s",
                              DG_TEXT_ARG(form->fields[i].label), kind,
                              DG_TEXT_ARG(s->period))
            : s->host->format(s->findings,
                              "\"%.*s\" is a figure of one %s, and the task "
                              "names no period",
                              DG_TEXT_ARG(form->fields[i].label), kind);
    s->host->add(s->findings, &finding);
    return false;
}

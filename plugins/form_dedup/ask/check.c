/* SPDX-License-Identifier: Apache-2.0 */
/* form.check: what would come of a form that nobody asked yet, field by field,
 * and who asks much of it already. What is wrong with a form, form.publish and
 * task.check say; here there is none then. */
#include <stdio.h>
#include <stdlib.h>

#include "plugins/form_dedup/ask/judge.h"
#include "plugins/form_dedup/text/print.h"

#define LIMIT 500 /* fields of an answer, unless told */
#define DUPLICATES_MAX 10

struct checking {
    struct dg_asks *asks;
    struct dg_print print;
    struct judged judged;
    roaring_bitmap_t *offices;
    bool failed;
};

static const char *const class_names[CLASS_COUNT] = {
    [CLASS_NEW] = "new",
    [CLASS_SHARED] = "shared",
    [CLASS_KNOWN] = "known",
    [CLASS_DERIVABLE] = "derivable",
};

/* ---- whom it would be asked of ------------------------------------------ */

static void
add_run(void *ctx, uint32_t first, uint32_t count)
{
    struct checking *c = ctx;
    roaring_bitmap_add_range(c->offices, first, (uint64_t) first + count);
}

static bool
is_below(uint64_t code, struct dg_plugin_str prefix)
{
    char digits[24];
    int len =
        snprintf(digits, sizeof digits, "%012llu", (unsigned long long) code);
    return len == 12 && prefix.len <= 12 &&
           (prefix.len == 0 || memcmp(digits, prefix.data, prefix.len) == 0);
}

/* All villages in force below the prefix. */
static bool
find_offices(struct checking *c, struct dg_plugin_str prefix)
{
    uint64_t code;
    c->offices = roaring_bitmap_create();
    for (uint32_t town = DG_PLUGIN_TOWNS;
         c->offices &&
         (code = c->print.host->office_code(c->print.host, town)) != 0;
         town++) {
        if (is_below(code, prefix) &&
            !c->print.host->town_offices(c->print.host, town, add_run, c)) {
            return false;
        }
    }
    return c->offices != NULL;
}

/* ---- for which period --------------------------------------------------- */

/* That of now, of the kind that the form's fields first name. */
static dg_period
find_period(const struct checking *c, const struct dg_form *form,
            int64_t now_us)
{
    char day[11];
    dg_period today, period = 0;
    uint32_t i = 0;
    while (i < form->field_count && form->fields[i].period == DG_PERIOD_NONE) {
        i++;
    }
    c->print.host->date_format(c->print.host->date_of(now_us), day);
    return i < form->field_count && dg_period_read(dg_text_from(day), &today) &&
                   dg_period_within(today, form->fields[i].period, &period)
               ? period
               : 0;
}

/* ---- the answer --------------------------------------------------------- */

/* Members of whoever asks some of it. */
static void
put_mate(const struct checking *c, const struct mate *mate)
{
    struct dg_plugin_str source = dg_names_text(c->asks->sources, mate->source);
    char due[11];
    c->print.host->date_format(c->print.host->date_of(mate->task->due_us - 1),
                               due);
    dg_print_source(&c->print, "source", source);
    dg_print_number(&c->print, "task", mate->task->task);
    dg_print_word(&c->print, "due", due);
}

static const char *
find_class(const struct checking *c, uint32_t field)
{
    const struct counted *counted = &c->judged.fields[field];
    enum class most = CLASS_NEW;
    if (!counted->fits) {
        return "unfit";
    }
    if (c->judged.form->fields[field].resolution.match ==
        DG_MATCH_CONFLICTING) {
        return "conflicting";
    }
    for (enum class class = CLASS_SHARED; class < CLASS_COUNT; class ++) {
        if (counted->offices[class] > counted->offices[most]) {
            most = class;
        }
    }
    return class_names[most];
}

static void
put_conflict(const struct checking *c, const struct dg_resolution *resolution)
{
    const struct dg_element *other =
        dg_dictionary_element(c->asks->dictionary, resolution->other);
    dg_print_open_object(&c->print, "conflict");
    dg_print_text(&c->print, "element", other->code);
    dg_print_text(&c->print, "label", other->label);
    dg_print_word(&c->print, "differs", resolution->member);
    c->print.host->close_object(c->print.out);
}

static void
put_with(const struct checking *c, uint32_t field)
{
    struct mates mates;
    dg_who_begin(&mates);
    dg_who_add(&c->judged, field, CLASS_SHARED, &mates);
    dg_who_add(&c->judged, field, CLASS_KNOWN, &mates);
    if (mates.count == 0) {
        return;
    }
    dg_print_open_array(&c->print, "with");
    for (uint32_t i = 0; i < mates.count; i++) {
        c->print.host->open_object(c->print.out);
        put_mate(c, &mates.items[i]);
        c->print.host->close_object(c->print.out);
    }
    c->print.host->close_array(c->print.out);
}

static void
put_pointer(const struct checking *c, uint32_t field)
{
    const struct dg_form *form = c->judged.form;
    int16_t list = form->fields[field].list;
    char pointer[64];
    if (list < 0) {
        snprintf(pointer, sizeof pointer, "/form/fields/%u", field);
    } else {
        snprintf(pointer, sizeof pointer, "/form/lists/%d/fields/%u", list,
                 field - form->lists[list].first);
    }
    dg_print_word(&c->print, "pointer", pointer);
}

static void
put_field(const struct checking *c, uint32_t field)
{
    const struct dg_form_field *asked = &c->judged.form->fields[field];
    const struct counted *counted = &c->judged.fields[field];
    c->print.host->open_object(c->print.out);
    put_pointer(c, field);
    dg_print_text(&c->print, "name", asked->name);
    dg_print_text(&c->print, "label", asked->label);
    dg_print_word(&c->print, "class", find_class(c, field));
    if (asked->element != DG_ELEMENT_NONE) {
        dg_print_text(
            &c->print, "element",
            dg_dictionary_element(c->asks->dictionary, asked->element)->code);
    }
    dg_print_open_object(&c->print, "offices");
    for (enum class class = 0; class < CLASS_COUNT; class ++) {
        dg_print_number(&c->print, class_names[class], counted->offices[class]);
    }
    c->print.host->close_object(c->print.out);
    if (counted->offices[CLASS_KNOWN] > 0) {
        dg_print_period(&c->print, "asof", counted->as_of);
    }
    if (asked->resolution.match == DG_MATCH_CONFLICTING) {
        put_conflict(c, &asked->resolution);
    }
    put_with(c, field);
    c->print.host->close_object(c->print.out);
}

static void
put_fields(const struct checking *c, const struct dg_plugin_value *params)
{
    const struct dg_plugin_host *host = c->print.host;
    uint32_t count = c->judged.form->field_count;
    uint64_t after = dg_text_number(host->text(host->member(params, "after")));
    uint64_t limit =
        (uint64_t) host->integer(host->member(params, "limit"), LIMIT);
    uint32_t first = after < count ? (uint32_t) after : count;
    uint32_t end = limit < count - first ? first + (uint32_t) limit : count;
    dg_print_open_array(&c->print, "fields");
    for (uint32_t i = first; i < end; i++) {
        put_field(c, i);
    }
    host->close_array(c->print.out);
    if (end < count) {
        char next[24];
        snprintf(next, sizeof next, "%u", end);
        dg_print_word(&c->print, "next", next);
    }
}

static void
put_counts(const struct checking *c)
{
    const struct dg_form *form = c->judged.form;
    dg_print_open_object(&c->print, "counts");
    dg_print_number(&c->print, "fields", form->field_count);
    for (enum class class = 0; class < CLASS_COUNT; class ++) {
        uint64_t sum = 0;
        for (uint32_t i = 0; i < form->field_count; i++) {
            sum += c->judged.fields[i].offices[class];
        }
        dg_print_number(&c->print, class_names[class], sum);
    }
    c->print.host->close_object(c->print.out);
}

static void
put_duplicates(const struct checking *c)
{
    const struct dg_form *form = c->judged.form;
    struct mates mates;
    dg_who_begin(&mates);
    for (uint32_t i = 0; i < form->field_count; i++) {
        dg_who_add(&c->judged, i, CLASS_SHARED, &mates);
        dg_who_add(&c->judged, i, CLASS_KNOWN, &mates);
    }
    dg_who_sort(&mates);
    dg_print_open_array(&c->print, "duplicates");
    for (uint32_t i = 0; i < mates.count && i < DUPLICATES_MAX; i++) {
        c->print.host->open_object(c->print.out);
        put_mate(c, &mates.items[i]);
        dg_print_number(&c->print, "fields", mates.items[i].fields);
        dg_print_number(&c->print, "of", form->field_count);
        c->print.host->close_object(c->print.out);
    }
    c->print.host->close_array(c->print.out);
}

static void
put_answer(const struct checking *c, const struct dg_plugin_value *params)
{
    const struct dg_form *form = c->judged.form;
    c->print.host->open_object(c->print.out);
    dg_print_text(&c->print, "control", form->control);
    dg_print_text(&c->print, "version", form->version);
    dg_print_period(&c->print, "period", c->judged.period);
    dg_print_number(&c->print, "offices", c->judged.office_count);
    put_counts(c);
    put_duplicates(c);
    put_fields(c, params);
    c->print.host->close_object(c->print.out);
}

/* ---- the read ----------------------------------------------------------- */

static enum dg_plugin_status
check_form(struct checking *c, const struct dg_form *form,
           const struct dg_plugin_value *params, int64_t now_us)
{
    const struct dg_plugin_host *host = c->print.host;
    dg_period period;
    bool done = dg_asks_settle(c->asks) &&
                find_offices(c, host->text(host->member(params, "prefix")));
    if (done) {
        if (!host->member(params, "period") ||
            !dg_period_read(host->text(host->member(params, "period")),
                            &period)) {
            period = find_period(c, form, now_us);
        }
        dg_judge_begin(&c->judged, c->asks, c->offices, period);
        done = dg_judge_form(&c->judged, form);
    }
    if (done) {
        put_answer(c, params);
    }
    dg_judge_finish(&c->judged);
    if (c->offices) {
        roaring_bitmap_free(c->offices);
    }
    return done ? DG_PLUGIN_OK : DG_PLUGIN_FAILED;
}

enum dg_plugin_status
dg_asks_query(struct dg_asks *asks, const struct dg_plugin_value *params,
              struct dg_plugin_str reader, int64_t now_us,
              struct dg_plugin_writer *out)
{
    struct checking c = {.asks = asks, .print = {asks->host, out}};
    const struct dg_plugin_event event = {
        .struct_size = sizeof event,
        .source = reader,
        .time_us = now_us,
        .check = true,
        .data = params,
        .task = params,
    };
    const struct dg_form_asked asked = {
        &event, asks->host->member(params, "form"), dg_text_from("/form")};
    const struct dg_form *form = NULL;
    if (!dg_forms_look(asks->forms, &asked, NULL, &form)) {
        return DG_PLUGIN_FAILED;
    }
    return form ? check_form(&c, form, params, now_us) : DG_PLUGIN_NOT_FOUND;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Reads values, then lists row by row: the key first, then what stands beside
 * it, and at last whether the list is complete. */
#include <stdio.h>
#include <stdlib.h>

#include "plugins/form_dedup/cell/value.h"
#include "plugins/form_dedup/report/entered.h"
#include "plugins/form_dedup/text/text.h"

/* ---- one cell ----------------------------------------------------------- */

static struct dg_entered_cell *
add_cell(struct dg_entered *entered)
{
    if (entered->count == entered->room) {
        size_t room = entered->room ? 2 * entered->room : 32;
        struct dg_entered_cell *grown =
            realloc(entered->cells, room * sizeof *grown);
        if (!grown) {
            return NULL;
        }
        entered->cells = grown;
        entered->room = room;
    }
    entered->cells[entered->count] =
        (struct dg_entered_cell){.list = DG_ENTERED_NOWHERE,
                                 .row = DG_ENTERED_NOWHERE,
                                 .value = DG_ENTERED_NOWHERE};
    return &entered->cells[entered->count++];
}

static struct dg_plugin_str
text_of(const struct dg_entered *entered, const struct dg_plugin_value *object,
        const char *name)
{
    const struct dg_plugin_host *host = entered->plugin->host;
    return host->text(host->member(object, name));
}

static bool
is_set(const struct dg_entered *entered, const struct dg_plugin_value *object,
       const char *name)
{
    const struct dg_plugin_host *host = entered->plugin->host;
    return host->boolean(host->member(object, name));
}

/* Of what element; false: nobody knows. */
static bool
read_element(struct dg_entered *entered, struct dg_entered_cell *cell,
             struct dg_plugin_str code)
{
    cell->element = dg_dictionary_coded(entered->plugin->dictionary, code);
    if (!cell->element) {
        DG_ENTERED_REFUSE(entered, cell, "cell-unknown",
                          N_("there is no data element \"%.*s\""),
                          DG_TEXT_ARG(code));
    }
    return cell->element != NULL;
}

static const char *
translate_kind(const struct dg_entered *entered, enum dg_period_kind kind)
{
    static const char *const names[] = {N_("period"), N_("day"), N_("month"),
                                        N_("quarter"), N_("year")};
    return entered->plugin->host->translate(names[kind]);
}

/* Of what period: of the element's kind, or a coarser one. What has no periods
 * has none in a list that names one, either. */
static bool
read_period(struct dg_entered *entered, struct dg_entered_cell *cell,
            struct dg_plugin_str text)
{
    const struct dg_element *element = cell->element;
    enum dg_period_kind wanted = element->period;
    bool listed = cell->list != DG_ENTERED_NOWHERE;
    bool always = wanted == DG_PERIOD_NONE && !element->any_period;
    if (always && listed) {
        return true;
    }
    if (wanted != DG_PERIOD_NONE && text.len == 0) {
        DG_ENTERED_REFUSE(entered, cell, "period-missing",
                          N_("say of which %s the value of \"%.*s\" is"),
                          translate_kind(entered, wanted),
                          DG_TEXT_ARG(element->label));
    } else if (!dg_period_read(text, &cell->period)) {
        DG_ENTERED_REFUSE(entered, cell, "period-mismatch",
                          N_("\"%.*s\" is no period"), DG_TEXT_ARG(text));
    } else if (always && text.len > 0) {
        DG_ENTERED_REFUSE(entered, cell, "period-mismatch",
                          N_("\"%.*s\" holds for good, not for \"%.*s\""),
                          DG_TEXT_ARG(element->label), DG_TEXT_ARG(text));
    } else if (dg_period_kind(cell->period) < wanted) {
        DG_ENTERED_REFUSE(entered, cell, "period-mismatch",
                          N_("\"%.*s\" is asked by the %s, not of \"%.*s\""),
                          DG_TEXT_ARG(element->label),
                          translate_kind(entered, wanted), DG_TEXT_ARG(text));
    }
    return !cell->wrong;
}

/* Keeps a value as it is to be kept. False without memory. */
static bool
keep_value(struct dg_entered *entered, struct dg_entered_cell *cell,
           struct dg_plugin_str text, struct dg_plugin_str unit)
{
    struct dg_value_given given = {entered->plugin->host,
                                   entered->findings,
                                   entered->plugin->dictionary,
                                   cell->element,
                                   text,
                                   unit};
    struct dg_value value;
    struct dg_value_fault fault;
    if (!dg_value_read(&given, &value, &fault)) {
        dg_entered_refuse(entered, cell, fault.code, fault.text);
        return true;
    }
    cell->word = DG_WORD_VALUE;
    cell->memory = strdup(value.text);
    if (!cell->memory) {
        return false;
    }
    cell->text = dg_text_from(cell->memory);
    cell->unit = value.unit;
    return true;
}

/* value, none or same; a missing value is blank. */
static bool
read_word(struct dg_entered *entered, struct dg_entered_cell *cell,
          const struct dg_plugin_value *object)
{
    if (is_set(entered, object, "none")) {
        cell->word = DG_WORD_NONE;
        return true;
    }
    if (is_set(entered, object, "same")) {
        cell->word = DG_WORD_SAME;
        return true;
    }
    return keep_value(entered, cell, text_of(entered, object, "value"),
                      text_of(entered, object, "unit"));
}

/* ---- values ------------------------------------------------------------- */

static bool
read_values(struct dg_entered *entered)
{
    const struct dg_plugin_host *host = entered->plugin->host;
    const struct dg_plugin_value *v =
        host->first(host->member(entered->event->data, "values"));
    for (size_t i = 0; v; v = host->next(v), i++) {
        struct dg_entered_cell *cell = add_cell(entered);
        if (!cell) {
            return false;
        }
        cell->value = i;
        snprintf(cell->subject, sizeof cell->subject, "%.*s",
                 DG_TEXT_ARG(text_of(entered, v, "subject")));
        if (read_element(entered, cell, text_of(entered, v, "element")) &&
            read_period(entered, cell, text_of(entered, v, "period")) &&
            !read_word(entered, cell, v)) {
            return false;
        }
    }
    return true;
}

/* ---- lists -------------------------------------------------------------- */

/* Where a list is being read. */
struct list {
    const struct dg_plugin_value *value;
    size_t index;
    const struct dg_element *key; /* NULL: unknown */
    struct dg_plugin_str period;
};

static struct dg_entered_cell *
add_listed(struct dg_entered *entered, const struct list *list, size_t row)
{
    struct dg_entered_cell *cell = add_cell(entered);
    if (cell) {
        cell->list = list->index;
        cell->row = row;
        cell->key = list->key;
    }
    return cell;
}

/* Persons are the same whatever list they are in; other subjects are those of
 * the element that tells them apart. */
static void
name_subject(const struct dg_entered *entered, struct dg_entered_cell *cell)
{
    const struct dg_plugin_host *host = entered->plugin->host;
    const struct dg_element *key = cell->key;
    char text[DG_VALUE_SIZE + 128];
    snprintf(text, sizeof text, "%.*s:%s",
             DG_TEXT_ARG(key->type == DG_VALUE_IDNUMBER ? dg_text_from("person")
                                                        : key->code),
             cell->memory);
    host->pseudonym(host, dg_text_from(text), cell->subject);
}

/* The row's key, without which the rest is not looked at. False without
 * memory. */
static bool
read_key(struct dg_entered *entered, const struct list *list, size_t row,
         const struct dg_plugin_value *object, char subject[33])
{
    struct dg_entered_cell *cell = add_listed(entered, list, row);
    subject[0] = '\0';
    if (!cell) {
        return false;
    }
    cell->element = list->key;
    if (!read_period(entered, cell, list->period)) {
        return true;
    }
    if (!keep_value(entered, cell, text_of(entered, object, "key"),
                    (struct dg_plugin_str){0})) {
        return false;
    }
    if (!cell->wrong) {
        name_subject(entered, cell);
        memcpy(subject, cell->subject, sizeof cell->subject);
        if (is_set(entered, object, "remove")) {
            cell->word = DG_WORD_REMOVED;
            cell->text.len = 0;
        }
    }
    return true;
}

static bool
read_row(struct dg_entered *entered, const struct list *list, size_t row,
         const struct dg_plugin_value *object)
{
    const struct dg_plugin_host *host = entered->plugin->host;
    const struct dg_plugin_value *v =
        host->first(host->member(object, "values"));
    char subject[33];
    if (!read_key(entered, list, row, object, subject)) {
        return false;
    }
    for (size_t i = 0; v && subject[0]; v = host->next(v), i++) {
        struct dg_entered_cell *cell = add_listed(entered, list, row);
        if (!cell) {
            return false;
        }
        cell->value = i;
        memcpy(cell->subject, subject, sizeof cell->subject);
        if (read_element(entered, cell, text_of(entered, v, "element")) &&
            read_period(entered, cell, list->period) &&
            !read_word(entered, cell, v)) {
            return false;
        }
    }
    return true;
}

/* Whether these are all, or none: a cell of the key without subject. */
static bool
read_completeness(struct dg_entered *entered, const struct list *list)
{
    bool none = is_set(entered, list->value, "none");
    struct dg_entered_cell *cell;
    if (!none && !is_set(entered, list->value, "complete")) {
        return true;
    }
    cell = add_listed(entered, list, DG_ENTERED_NOWHERE);
    if (cell) {
        cell->element = list->key;
        cell->word = none ? DG_WORD_NONE : DG_WORD_VALUE;
        read_period(entered, cell, list->period);
    }
    return cell != NULL;
}

static bool
read_list(struct dg_entered *entered, struct list *list)
{
    const struct dg_plugin_host *host = entered->plugin->host;
    const struct dg_plugin_value *row =
        host->first(host->member(list->value, "rows"));
    struct dg_plugin_str code = text_of(entered, list->value, "key");
    list->period = text_of(entered, list->value, "period");
    list->key = dg_dictionary_coded(entered->plugin->dictionary, code);
    if (!list->key) {
        struct dg_entered_cell *cell =
            add_listed(entered, list, DG_ENTERED_NOWHERE);
        return cell && (read_element(entered, cell, code) || true);
    }
    for (size_t i = 0; row; row = host->next(row), i++) {
        if (!read_row(entered, list, i, row)) {
            return false;
        }
    }
    return read_completeness(entered, list);
}

static bool
read_lists(struct dg_entered *entered)
{
    const struct dg_plugin_host *host = entered->plugin->host;
    struct list list = {
        .value = host->first(host->member(entered->event->data, "lists"))};
    for (; list.value; list.value = host->next(list.value), list.index++) {
        if (!read_list(entered, &list)) {
            return false;
        }
    }
    return true;
}

/* ---- all ---------------------------------------------------------------- */

/* The office it is about: named, spoken for, or the speaker. */
static uint32_t
find_office(const struct dg_entered *entered)
{
    const struct dg_plugin_host *host = entered->plugin->host;
    const struct dg_plugin_event *event = entered->event;
    struct dg_plugin_str code = text_of(entered, event->data, "office");
    if (code.len == 0) {
        code = event->onbehalf.len ? event->onbehalf : event->principal;
    }
    return host->office_number(host, code);
}

bool
dg_entered_read(struct dg_entered *entered)
{
    entered->office = find_office(entered);
    return read_values(entered) && read_lists(entered) &&
           dg_entered_sort(entered);
}

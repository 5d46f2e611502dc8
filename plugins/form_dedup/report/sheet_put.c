/* SPDX-License-Identifier: Apache-2.0 */
/* What stands beside a cell so that a person can fill it in: until when, for
 * whom and why, what fits, what it was last time, why it came back. */
#include "plugins/form_dedup/report/sheet_put.h"

#include "plugins/form_dedup/report/sheet_bounds.h"

#define ASKERS_MAX 8 /* that are named */
#define PAGE_ITEMS                                                             \
    20000 /* options, columns and askers; the last row is whole */

/* ---- who asks ----------------------------------------------------------- */

static void
put_asker(const struct dg_sheet_put *put, const struct dg_ask_task *task)
{
    const struct dg_print *print = &put->print;
    print->host->open_object(print->out);
    dg_print_source(print, "source", task->source);
    dg_print_number(print, "task", task->task);
    dg_print_text(print, "title", task->title);
    dg_print_text(print, "duty", task->duty);
    dg_print_text(print, "document", task->document);
    print->host->close_object(print->out);
}

/* Each task once, though it may ask by several fields. */
static void
put_askers(const struct dg_sheet_put *put, const struct dg_sheet_row *row)
{
    const struct dg_print *print = &put->print;
    const struct dg_ask_task *before = NULL;
    uint32_t tasks = 0;
    dg_print_open_array(print, "askedby");
    for (uint32_t i = 0; i < row->ask_count; i++) {
        const struct dg_ask_task *task = row->asks[i].task;
        if (task != before && tasks++ < ASKERS_MAX) {
            put_asker(put, task);
        }
        before = task;
    }
    print->host->close_array(print->out);
    if (tasks > ASKERS_MAX) {
        dg_print_number(print, "askers", tasks);
    }
}

/* ---- what fits ---------------------------------------------------------- */

static void
put_options(const struct dg_print *print, const struct dg_element *element)
{
    if (element->option_count == 0) {
        return;
    }
    dg_print_open_array(print, "options");
    for (uint32_t i = 0; i < element->option_count; i++) {
        print->host->open_object(print->out);
        dg_print_text(print, "code", element->options[i].code);
        dg_print_text(print, "label", element->options[i].label);
        print->host->close_object(print->out);
    }
    print->host->close_array(print->out);
}

static void
put_element(const struct dg_print *print, const struct dg_element *element)
{
    dg_print_text(print, "element", element->code);
    dg_print_text(print, "label", element->label);
    dg_print_text(print, "definition", element->definition);
    dg_print_word(print, "type", dg_element_type_name(element->type));
    dg_print_word(print, "kind", dg_element_kind_name(element->kind));
    dg_print_text(print, "unit", element->unit);
    put_options(print, element);
}

static void
put_bounds(const struct dg_print *print, const struct dg_sheet_bounds *bounds)
{
    dg_print_flag(print, "required", bounds->required);
    if (bounds->decimals >= 0) {
        dg_print_number(print, "decimals", (uint64_t) bounds->decimals);
    }
    dg_print_word(print, "min", bounds->min);
    dg_print_word(print, "max", bounds->max);
}

static void
put_due(const struct dg_sheet_put *put, const struct dg_sheet_row *row)
{
    const struct dg_print *print = &put->print;
    dg_print_due(print, "due", row->due_us);
    dg_print_flag(print, "overdue",
                  !row->filled && row->due_us > 0 &&
                      put->plugin->now_us > row->due_us);
}

/* ---- what was said ------------------------------------------------------ */

static void
put_said(const struct dg_sheet_put *put, const char *name, dg_period period,
         const struct dg_saying *saying)
{
    const struct dg_print *print = &put->print;
    dg_print_open_object(print, name);
    if (saying->word == DG_WORD_NONE) {
        dg_print_flag(print, "none", true);
    } else {
        print->host->put_name(print->out, "value");
        print->host->put_text(print->out, saying->text);
        dg_print_text(print, "unit", saying->unit);
    }
    dg_print_period(print, "period", period);
    print->host->close_object(print->out);
}

/* The period before: what as-last-period would say. */
static void
put_last(const struct dg_sheet_put *put, const struct dg_slot *slot)
{
    const struct dg_cells *cells = put->plugin->cells;
    struct dg_cell_key key = {.office = put->sheet->office};
    struct dg_saying value;
    dg_period before;
    if (!dg_period_before(slot->period, false, &before)) {
        return;
    }
    key.slot = dg_cells_slot(cells, slot->element, before);
    if (key.slot != DG_SLOT_NONE && dg_cells_value(cells, key, false, &value)) {
        put_said(put, "last", before, &value);
    }
}

static void
put_returned(const struct dg_sheet_put *put, const struct dg_saying *last)
{
    const struct dg_print *print = &put->print;
    struct dg_plugin_str by = dg_names_text(put->plugin->sources, last->who);
    dg_print_open_object(print, "returned");
    dg_print_source(print, "by", by);
    dg_print_text(print, "reason", last->text);
    dg_print_time(print, "time", last->time_us);
    print->host->close_object(print->out);
}

/* "state", and to who may see it what was said. */
static void
put_state(const struct dg_sheet_put *put, const struct dg_sheet_row *row)
{
    const struct dg_cells *cells = put->plugin->cells;
    const struct dg_slot *slot = dg_cells_at(cells, row->slot);
    struct dg_cell_key key = {.slot = row->slot, .office = put->sheet->office};
    struct dg_saying last, value;
    bool said = dg_cells_last(cells, key, &last);
    bool returned = !row->filled && said && last.word == DG_WORD_RETURNED;
    dg_print_word(&put->print, "state",
                  row->filled ? "filled"
                  : returned  ? "returned"
                              : "open");
    if (!put->values) {
        return;
    }
    put_last(put, slot);
    if (returned) {
        put_returned(put, &last);
    }
    if (row->filled && dg_cells_value(cells, key, false, &value)) {
        put_said(put, "said", slot->period, &value);
    }
}

/* ---- rows --------------------------------------------------------------- */

static void
put_cell(const struct dg_sheet_put *put, const struct dg_sheet_row *row)
{
    const struct dg_print *print = &put->print;
    struct dg_sheet_bounds bounds;
    dg_sheet_bounds_make(put->plugin, row->asks, row->ask_count, row->element,
                         &bounds);
    print->host->open_object(print->out);
    put_element(print, row->element);
    dg_print_text(print, "section", row->heading);
    dg_print_period(print, "period",
                    dg_cells_at(put->plugin->cells, row->slot)->period);
    put_bounds(print, &bounds);
    put_due(put, row);
    put_state(put, row);
    put_askers(put, row);
    print->host->close_object(print->out);
}

/* A column that no list before this one has. */
static bool
is_first(const struct dg_sheet_row *row, uint32_t index, uint32_t slot)
{
    for (uint32_t i = 0; i < index; i++) {
        const struct dg_ask_group *group = row->asks[i].group;
        const struct dg_form_list *list = dg_sheet_list(&row->asks[i]);
        for (uint32_t k = 0; list && k < list->count; k++) {
            if (group->slots[list->first + k] == slot) {
                return false;
            }
        }
    }
    return true;
}

static void
put_column(const struct dg_sheet_put *put, const struct dg_sheet_row *row,
           uint32_t slot)
{
    const struct dg_print *print = &put->print;
    const struct dg_element *element =
        dg_dictionary_element(put->plugin->dictionary,
                              dg_cells_at(put->plugin->cells, slot)->element);
    struct dg_sheet_bounds bounds;
    dg_sheet_bounds_column(put->plugin, row, slot, element, &bounds);
    print->host->open_object(print->out);
    put_element(print, element);
    put_bounds(print, &bounds);
    print->host->close_object(print->out);
}

static void
put_columns(const struct dg_sheet_put *put, const struct dg_sheet_row *row)
{
    dg_print_open_array(&put->print, "columns");
    for (uint32_t i = 0; i < row->ask_count; i++) {
        const struct dg_ask_group *group = row->asks[i].group;
        const struct dg_form_list *list = dg_sheet_list(&row->asks[i]);
        for (uint32_t k = 0; list && k < list->count; k++) {
            uint32_t slot = group->slots[list->first + k];
            if (slot != DG_SLOT_NONE && is_first(row, i, slot)) {
                put_column(put, row, slot);
            }
        }
    }
    put->print.host->close_array(put->print.out);
}

static void
put_list(const struct dg_sheet_put *put, const struct dg_sheet_row *row)
{
    const struct dg_print *print = &put->print;
    const struct dg_form_list *list = dg_sheet_list(row->asks);
    print->host->open_object(print->out);
    dg_print_text(print, "key", row->element->code);
    dg_print_text(print, "label",
                  list->title.len ? list->title : row->element->label);
    dg_print_text(print, "subject", list->subject);
    dg_print_text(print, "section", row->heading);
    dg_print_period(print, "period",
                    dg_cells_at(put->plugin->cells, row->slot)->period);
    put_columns(put, row);
    dg_print_number(
        print, "rows",
        dg_cells_rows(put->plugin->cells, row->slot, put->sheet->office));
    put_due(put, row);
    put_state(put, row);
    put_askers(put, row);
    print->host->close_object(print->out);
}

/* How much there is to say of it. */
static size_t
weigh(const struct dg_sheet_row *row)
{
    const struct dg_form_list *list = dg_sheet_list(row->asks);
    size_t askers = row->ask_count < ASKERS_MAX ? row->ask_count : ASKERS_MAX;
    return 1 + askers + row->element->option_count +
           (list ? list->count * (size_t) row->ask_count : 0);
}

size_t
dg_sheet_put_rows(const struct dg_sheet_put *put, size_t first, size_t count)
{
    struct dg_sheet_row *const *rows = put->sheet->rows + first;
    const struct dg_print *print = &put->print;
    size_t shown = 0, weight = 0;
    dg_print_open_array(print, "cells");
    for (; shown < count && weight < PAGE_ITEMS; shown++) {
        weight += weigh(rows[shown]);
        if (!dg_sheet_list(rows[shown]->asks)) {
            put_cell(put, rows[shown]);
        }
    }
    print->host->close_array(print->out);
    dg_print_open_array(print, "lists");
    for (size_t i = 0; i < shown; i++) {
        if (dg_sheet_list(rows[i]->asks)) {
            put_list(put, rows[i]);
        }
    }
    print->host->close_array(print->out);
    return shown;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* A row for each office, a value for each field: what it says, who said it and
 * when, whether it was converted, what it was before. */
#include "plugins/form_dedup/report/row.h"

#include <stdio.h>

#include "plugins/form_dedup/report/summary.h"

/* ---- columns ------------------------------------------------------------ */

static const char *const formats[] = {NULL,     "lower",   "old",
                                      "spaces", "hyphens", "fullwidth",
                                      "iso",    "compact", "chinese"};

static void
put_column(const struct dg_reading *reading, const struct dg_form_field *field)
{
    const struct dg_print *print = &reading->print;
    print->host->open_object(print->out);
    dg_print_text(print, "name", field->name);
    dg_print_text(print, "label", field->label);
    dg_print_text(print, "section", field->section);
    dg_print_word(print, "type", dg_element_type_name(field->type));
    dg_print_text(print, "unit", field->unit);
    if (field->decimals >= 0) {
        dg_print_number(print, "decimals", (uint64_t) field->decimals);
    }
    dg_print_word(print, "format", formats[field->format]);
    dg_print_flag(print, "required", field->required);
    print->host->close_object(print->out);
}

void
dg_row_put_columns(const struct dg_reading *reading, uint32_t first,
                   uint32_t count)
{
    for (uint32_t i = first; i < first + count; i++) {
        put_column(reading, &reading->view.group->form->fields[i]);
    }
}

/* ---- a value ------------------------------------------------------------ */

void
dg_row_put_given(const struct dg_print *print, const struct dg_given *given,
                 bool none)
{
    if (none) {
        dg_print_flag(print, "none", true);
        return;
    }
    print->host->put_name(print->out, "value");
    print->host->put_text(print->out, given->text);
    dg_print_flag(print, "converted", given->converted);
    dg_print_flag(print, "rounded", given->rounded);
}

/* The cell that was asked, of fields that have one. */
static bool
cell_of(const struct dg_view *view, struct dg_given_key key,
        struct dg_cell_key *cell)
{
    *cell = (struct dg_cell_key){.slot = view->group->slots[key.field],
                                 .office = key.office,
                                 .subject = key.subject};
    return cell->slot != DG_SLOT_NONE;
}

/* The value that counted before this one did. */
static bool
find_before(const struct dg_view *view, struct dg_cell_key cell,
            struct dg_saying now, struct dg_saying *was)
{
    struct dg_saying saying = now;
    while (dg_cells_before(view->plugin->cells, &saying)) {
        if (dg_cells_value_then(view->plugin->cells, cell, &saying,
                                view->passed, was) &&
            was->sequence != now.sequence) {
            return true;
        }
    }
    return false;
}

static void
put_was(const struct dg_reading *reading, struct dg_given_key key,
        const struct dg_saying *now)
{
    const struct dg_print *print = &reading->print;
    struct dg_cell_key cell;
    struct dg_saying was;
    struct dg_given given;
    if (!cell_of(&reading->view, key, &cell) ||
        !find_before(&reading->view, cell, *now, &was)) {
        return;
    }
    dg_given_said(&reading->view, key.field, &was, &given);
    dg_print_open_object(print, "was");
    dg_row_put_given(print, &given, was.word == DG_WORD_NONE);
    dg_print_number(print, "sequence", was.sequence);
    print->host->close_object(print->out);
}

static void
put_origin(const struct dg_reading *reading, const struct dg_derived *derived)
{
    static const char *const origins[] = {
        [DG_ORIGIN_TIME] = "time",
        [DG_ORIGIN_PARTS] = "parts",
        [DG_ORIGIN_SPACE] = "villages",
    };
    const struct dg_print *print = &reading->print;
    const struct dg_saying *saying = &derived->saying;
    if (derived->older) {
        dg_print_period(print, "asof", derived->as_of);
    }
    if (derived->origin > DG_ORIGIN_OLDER) {
        dg_print_word(print, "derived", origins[derived->origin]);
    }
    if (saying->sequence == 0) {
        return;
    }
    dg_print_number(print, "sequence", saying->sequence);
    dg_print_time(print, "time", saying->time_us);
    dg_print_text(print, "by",
                  dg_names_text(reading->view.plugin->sources, saying->who));
    dg_print_flag(print, "onbehalf", saying->behalf);
}

/* Where it is on its way: with the town, or back at the office. */
static void
put_state(const struct dg_reading *reading, struct dg_given_key key)
{
    const struct dg_view *view = &reading->view;
    const struct dg_cells *cells = view->plugin->cells;
    struct dg_saying last, now, passed;
    struct dg_cell_key cell;
    if (!cell_of(view, key, &cell) || !dg_cells_last(cells, cell, &last)) {
        return;
    }
    if (!dg_cells_value(cells, cell, false, &now)) {
        dg_print_word(&reading->print, "state",
                      last.word == DG_WORD_RETURNED ? "returned" : NULL);
    } else if (view->task->review &&
               (!dg_cells_value(cells, cell, true, &passed) ||
                passed.sequence != now.sequence)) {
        dg_print_word(&reading->print, "state", "in-review");
    }
}

static void
put_value(struct dg_reading *reading, struct dg_given_key key)
{
    const struct dg_print *print = &reading->print;
    struct dg_given given;
    dg_given_make(&reading->view, key, &given);
    print->host->open_object(print->out);
    if (given.derived.origin == DG_ORIGIN_MISSING) {
        dg_print_flag(print, "missing", true);
    } else {
        dg_row_put_given(print, &given, given.derived.none);
        put_origin(reading, &given.derived);
        if (given.derived.origin == DG_ORIGIN_SAID) {
            put_was(reading, key, &given.derived.saying);
        }
        reading->disclosed += key.subject != 0;
    }
    put_state(reading, key);
    print->host->close_object(print->out);
}

void
dg_row_put_values(struct dg_reading *reading, uint32_t first, uint32_t count,
                  struct dg_given_key key)
{
    char name[80];
    dg_print_open_object(&reading->print, "values");
    for (key.field = first; key.field < first + count; key.field++) {
        struct dg_plugin_str own =
            reading->view.group->form->fields[key.field].name;
        snprintf(name, sizeof name, "%.*s", (int) own.len, own.data);
        reading->print.host->put_name(reading->print.out, name);
        put_value(reading, key);
    }
    reading->print.host->close_object(reading->print.out);
}

void
dg_row_put(struct dg_reading *reading, uint32_t office)
{
    const struct dg_print *print = &reading->print;
    int64_t came = dg_summary_came(&reading->view, office);
    print->host->open_object(print->out);
    dg_print_place(print, office);
    if (came > 0) {
        dg_print_time(print, "received", came);
        dg_print_flag(print, "late", came > reading->view.task->due_us);
    }
    dg_row_put_values(reading, 0, reading->view.group->form->plain_count,
                      (struct dg_given_key){.office = office});
    print->host->close_object(print->out);
}

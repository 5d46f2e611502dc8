/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of persons, households or plots. Which they are, the cells of the key's
 * element say; the key itself is a value like the others. */
#include "plugins/form_dedup/report/roll.h"

/* ---- whose list --------------------------------------------------------- */

static bool
has_value(const struct dg_view *view, uint32_t field, uint32_t office,
          uint32_t subject)
{
    struct dg_given given;
    struct dg_given_key key = {field, office, subject};
    if (!dg_given_asked(view, field)) {
        return false;
    }
    dg_given_make(view, key, &given);
    return given.derived.origin != DG_ORIGIN_MISSING;
}

bool
dg_roll_has(const struct dg_view *view, const struct dg_form_list *list,
            struct dg_given_key but)
{
    bool any = false, others = false;
    for (uint32_t i = list->first; i < list->first + list->count; i++) {
        bool there;
        if (i == list->key || i == but.field || !dg_given_asked(view, i)) {
            continue;
        }
        there = has_value(view, i, but.office, but.subject);
        if (!there && view->group->form->fields[i].required) {
            return false;
        }
        others = true;
        any = any || there;
    }
    return any || !others;
}

/* What no town passed is none to who waits for that. */
static bool
is_row(const struct dg_view *view, const struct dg_form_list *list,
       uint32_t office, uint32_t subject)
{
    struct dg_given_key key = {list->key, office, subject};
    return has_value(view, list->key, office, subject) &&
           dg_roll_has(view, list, key);
}

/* ---- what there is ------------------------------------------------------ */

struct counting {
    const struct dg_view *view;
    const struct dg_form_list *list;
    uint32_t office;
    uint64_t rows;
};

static bool
count_row(void *ctx, uint32_t subject)
{
    struct counting *counting = ctx;
    counting->rows +=
        is_row(counting->view, counting->list, counting->office, subject);
    return true;
}

static bool
count_rows(uint32_t office, void *ctx)
{
    struct counting *counting = ctx;
    const struct dg_view *view = counting->view;
    counting->office = office;
    dg_cells_each_subject(view->plugin->cells,
                          view->group->slots[counting->list->key], office,
                          count_row, counting);
    return true;
}

void
dg_roll_put_heads(const struct dg_reading *reading)
{
    const struct dg_print *print = &reading->print;
    const struct dg_ask_group *group = reading->view.group;
    if (group->form->list_count == 0) {
        return;
    }
    dg_print_open_array(print, "lists");
    for (uint32_t i = 0; i < group->form->list_count; i++) {
        const struct dg_form_list *list = &group->form->lists[i];
        struct counting counting = {&reading->view, list, 0, 0};
        roaring_iterate(reading->offices, count_rows, &counting);
        print->host->open_object(print->out);
        dg_print_text(print, "name", list->name);
        dg_print_text(print, "title", list->title);
        dg_print_text(print, "subject", list->subject);
        dg_print_text(print, "key", group->form->fields[list->key].name);
        dg_print_number(print, "rows", counting.rows);
        dg_print_open_array(print, "columns");
        dg_row_put_columns(reading, list->first, list->count);
        print->host->close_array(print->out);
        print->host->close_object(print->out);
    }
    print->host->close_array(print->out);
}

const struct dg_form_list *
dg_roll_find(const struct dg_reading *reading, struct dg_plugin_str name)
{
    const struct dg_form *form = reading->view.group->form;
    for (uint32_t i = 0; i < form->list_count; i++) {
        if (dg_text_equal(form->lists[i].name, name)) {
            return &form->lists[i];
        }
    }
    return NULL;
}

/* ---- rows --------------------------------------------------------------- */

struct rolling {
    struct dg_reading *reading;
    const struct dg_form_list *list;
    struct dg_roll_place *place;
    uint32_t office, at; /* the row that is looked at */
    int64_t values;      /* that still go */
    bool more;
};

static bool
put_subject(void *ctx, uint32_t subject)
{
    struct rolling *rolling = ctx;
    const struct dg_print *print = &rolling->reading->print;
    char pseudonym[33];
    if (rolling->office == rolling->place->office &&
        rolling->at < rolling->place->row) {
        rolling->at++;
        return true;
    }
    if (rolling->values <= 0) {
        rolling->more = true;
        return false;
    }
    rolling->at++;
    if (!is_row(&rolling->reading->view, rolling->list, rolling->office,
                subject)) {
        return true;
    }
    print->host->open_object(print->out);
    dg_print_place(print, rolling->office);
    dg_cells_subject_name(rolling->reading->view.plugin->cells, subject,
                          pseudonym);
    dg_print_word(print, "subject", pseudonym);
    dg_row_put_values(
        rolling->reading, rolling->list->first, rolling->list->count,
        (struct dg_given_key){.office = rolling->office, .subject = subject});
    print->host->close_object(print->out);
    rolling->values -= rolling->list->count;
    return true;
}

static bool
put_office(uint32_t office, void *ctx)
{
    struct rolling *rolling = ctx;
    const struct dg_view *view = &rolling->reading->view;
    if (office < rolling->place->office) {
        return true;
    }
    rolling->office = office;
    rolling->at = 0;
    dg_cells_each_subject(view->plugin->cells,
                          view->group->slots[rolling->list->key], office,
                          put_subject, rolling);
    return !rolling->more;
}

bool
dg_roll_put(struct dg_reading *reading, const struct dg_form_list *list,
            struct dg_roll_place *place, int64_t values)
{
    struct rolling rolling = {
        .reading = reading, .list = list, .place = place, .values = values};
    dg_print_open_array(&reading->print, "rows");
    roaring_iterate(reading->offices, put_office, &rolling);
    reading->print.host->close_array(reading->print.out);
    *place = (struct dg_roll_place){rolling.office, rolling.at};
    return rolling.more;
}

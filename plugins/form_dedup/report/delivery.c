/* SPDX-License-Identifier: Apache-2.0 */
/* report.read: one form of one task back in the requester's own shape. The
 * first page has the columns, what has come and what is missing, and totals;
 * every page rows by office, or of a list by office and subject. */
#include <stdio.h>
#include <stdlib.h>

#include "plugins/form_dedup/report/fetch.h"
#include "plugins/form_dedup/report/reader.h"
#include "plugins/form_dedup/report/recipients.h"
#include "plugins/form_dedup/report/report.h"
#include "plugins/form_dedup/report/roll.h"
#include "plugins/form_dedup/report/summary.h"
#include "plugins/form_dedup/report/totals.h"

#define PAGE_DEFAULT 100
#define PAGE_VALUES 4000 /* the last row is whole */
#define MISSING_MAX 1000 /* that are named */

struct delivery {
    struct dg_reading reading;
    const struct dg_plugin_value *params;
    struct dg_reader_sight sight;
    roaring_bitmap_t *offices;
};

static struct dg_plugin_str
param(const struct delivery *delivery, const char *name)
{
    const struct dg_plugin_host *host = delivery->reading.print.host;
    return host->text(host->member(delivery->params, name));
}

/* ---- what is read ------------------------------------------------------- */

static bool
find_task(struct delivery *delivery)
{
    struct dg_view *view = &delivery->reading.view;
    const struct dg_plugin_host *host = delivery->reading.print.host;
    view->task = dg_asks_task(
        view->plugin->asks,
        (uint64_t) host->integer(host->member(delivery->params, "task"), 0));
    return view->task != NULL;
}

/* The one with the control number, or the first. */
static bool
find_form(struct delivery *delivery)
{
    struct dg_view *view = &delivery->reading.view;
    struct dg_plugin_str control = param(delivery, "control");
    for (const struct dg_ask *ask = view->task->asks; ask; ask = ask->sibling) {
        view->group = dg_asks_group(view->plugin->asks, ask->group);
        if (control.len == 0 ||
            dg_text_equal(control, view->group->form->control)) {
            return true;
        }
    }
    return false;
}

/* Of whom; false without memory. */
static bool
find_offices(struct delivery *delivery)
{
    const struct dg_view *view = &delivery->reading.view;
    delivery->offices = dg_recipients_make(view);
    if (!delivery->offices) {
        return false;
    }
    if (delivery->sight.offices) {
        roaring_bitmap_and_inplace(delivery->offices, delivery->sight.offices);
    }
    delivery->reading.offices = delivery->offices;
    return true;
}

/* ---- the first page ----------------------------------------------------- */

static void
put_forms(const struct delivery *delivery)
{
    const struct dg_print *print = &delivery->reading.print;
    const struct dg_view *view = &delivery->reading.view;
    dg_print_open_array(print, "forms");
    for (const struct dg_ask *ask = view->task->asks; ask; ask = ask->sibling) {
        const struct dg_form *form =
            dg_asks_group(view->plugin->asks, ask->group)->form;
        print->host->open_object(print->out);
        dg_print_text(print, "control", form->control);
        dg_print_text(print, "version", form->version);
        dg_print_text(print, "title", form->title);
        print->host->close_object(print->out);
    }
    print->host->close_array(print->out);
}

static bool
put_missing(uint32_t office, void *ctx)
{
    const struct dg_print *print = ctx;
    char code[24];
    snprintf(
        code, sizeof code, "%012llu",
        (unsigned long long) print->host->office_code(print->host, office));
    print->host->put_text(print->out, dg_text_from(code));
    return true;
}

static void
put_summary(const struct delivery *delivery, struct dg_summary *summary)
{
    struct dg_print print = delivery->reading.print;
    uint32_t limit = 0;
    dg_summary_put(&print, summary);
    if (roaring_bitmap_select(summary->missing, MISSING_MAX, &limit)) {
        roaring_bitmap_remove_range(summary->missing, limit,
                                    (uint64_t) UINT32_MAX + 1);
    }
    dg_print_open_array(&print, "missing");
    roaring_iterate(summary->missing, put_missing, &print);
    print.host->close_array(print.out);
}

static bool
put_first_page(struct delivery *delivery)
{
    const struct dg_reading *reading = &delivery->reading;
    const struct dg_print *print = &reading->print;
    const struct dg_form *form = reading->view.group->form;
    struct dg_summary summary;
    if (!dg_summary_make(&reading->view, delivery->offices, false, &summary)) {
        return false;
    }
    put_forms(delivery);
    dg_print_open_array(print, "form");
    dg_row_put_columns(reading, 0, form->plain_count);
    print->host->close_array(print->out);
    dg_roll_put_heads(reading);
    put_summary(delivery, &summary);
    roaring_bitmap_free(summary.missing);
    return dg_totals_put(reading);
}

static void
put_head(const struct delivery *delivery)
{
    const struct dg_print *print = &delivery->reading.print;
    const struct dg_ask_task *task = delivery->reading.view.task;
    dg_print_number(print, "task", task->task);
    dg_print_source(print, "source", task->source);
    dg_print_text(print, "title", task->title);
    dg_print_text(print, "duty", task->duty);
    dg_print_text(print, "document", task->document);
    dg_print_text(print, "period", task->period);
    dg_print_due(print, "due", task->due_us);
    dg_print_word(print, "review", task->review ? "town" : NULL);
    dg_print_text(print, "end", task->end);
    dg_print_text(print, "control",
                  delivery->reading.view.group->form->control);
}

/* ---- rows --------------------------------------------------------------- */

static void
put_next(const struct delivery *delivery, struct dg_roll_place place)
{
    const struct dg_print *print = &delivery->reading.print;
    char next[64];
    snprintf(next, sizeof next, "%lu.%lu", (unsigned long) place.office,
             (unsigned long) place.row);
    dg_print_word(print, "next", next);
}

static struct dg_roll_place
read_place(struct dg_plugin_str text)
{
    struct dg_roll_place place = {0};
    uint32_t *number = &place.office;
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] == '.') {
            number = &place.row;
        } else {
            *number = *number * 10 + (uint32_t) (text.data[i] - '0');
        }
    }
    return place;
}

/* Rows of offices from the place on; it becomes where the next page begins. */
static bool
put_rows(struct delivery *delivery, int64_t limit, struct dg_roll_place *place)
{
    struct dg_reading *reading = &delivery->reading;
    int64_t values = PAGE_VALUES;
    roaring_uint32_iterator_t *each =
        roaring_create_iterator(delivery->offices);
    if (!each) {
        return false;
    }
    roaring_move_uint32_iterator_equalorlarger(each, place->office);
    dg_print_open_array(&reading->print, "rows");
    while (each->has_value && limit-- > 0 && values > 0) {
        dg_row_put(reading, each->current_value);
        values -= reading->view.group->form->plain_count;
        roaring_advance_uint32_iterator(each);
    }
    reading->print.host->close_array(reading->print.out);
    if (each->has_value) {
        put_next(delivery, (struct dg_roll_place){each->current_value, 0});
    }
    roaring_free_uint32_iterator(each);
    return true;
}

static bool
put_list(struct delivery *delivery, const struct dg_form_list *list,
         struct dg_roll_place *place)
{
    struct dg_reading *reading = &delivery->reading;
    if (dg_roll_put(reading, list, place, PAGE_VALUES)) {
        put_next(delivery, *place);
    }
    return true;
}

static void
disclose(const struct delivery *delivery, const struct dg_form_list *list)
{
    const struct dg_print *print = &delivery->reading.print;
    char what[160];
    int len = snprintf(what, sizeof what, "report %llu %.*s",
                       (unsigned long long) delivery->reading.view.task->task,
                       (int) list->name.len, list->name.data);
    if (delivery->reading.disclosed > 0 && len > 0) {
        print->host->disclose(print->out, dg_text_from(what),
                              delivery->reading.disclosed);
    }
}

static bool
put_all(struct delivery *delivery)
{
    const struct dg_print *print = &delivery->reading.print;
    struct dg_plugin_str name = param(delivery, "list");
    struct dg_plugin_str after = param(delivery, "after");
    struct dg_roll_place place = read_place(after);
    const struct dg_form_list *list = dg_roll_find(&delivery->reading, name);
    bool done = true;
    print->host->open_object(print->out);
    put_head(delivery);
    if (after.len == 0) {
        done = put_first_page(delivery);
    }
    if (list) {
        done = done && put_list(delivery, list, &place);
        disclose(delivery, list);
    } else {
        done =
            done && put_rows(delivery,
                             print->host->integer(
                                 print->host->member(delivery->params, "limit"),
                                 PAGE_DEFAULT),
                             &place);
    }
    print->host->close_object(print->out);
    return done;
}

/* The task, if it is the reader's to read, or offices that it may see are among
 * the recipients. */
static enum dg_plugin_status
find_all(struct delivery *delivery, struct dg_plugin_str reader)
{
    struct dg_view *view = &delivery->reading.view;
    struct dg_plugin_str list = param(delivery, "list");
    if (!find_task(delivery) ||
        !dg_reader_sees(view->plugin, reader, view->task->task,
                        &delivery->sight) ||
        !find_form(delivery) ||
        (list.len > 0 && !dg_roll_find(&delivery->reading, list))) {
        return DG_PLUGIN_NOT_FOUND;
    }
    view->passed = view->task->review && delivery->sight.asked;
    if (!find_offices(delivery)) {
        return DG_PLUGIN_FAILED;
    }
    if (delivery->sight.offices && roaring_bitmap_is_empty(delivery->offices)) {
        return DG_PLUGIN_NOT_FOUND;
    }
    return dg_reader_narrow(view->plugin, param(delivery, "prefix"),
                            delivery->offices)
               ? DG_PLUGIN_OK
               : DG_PLUGIN_FAILED;
}

enum dg_plugin_status
dg_delivery_query(struct dg_form_dedup *plugin, struct dg_plugin_str name,
                  const struct dg_plugin_value *params,
                  struct dg_plugin_str reader, struct dg_plugin_writer *out)
{
    struct delivery delivery = {
        .reading = {.view = {.plugin = plugin}, .print = {plugin->host, out}},
        .params = params,
    };
    enum dg_plugin_status status = find_all(&delivery, reader);
    (void) name;
    if (status == DG_PLUGIN_OK && !put_all(&delivery)) {
        status = DG_PLUGIN_FAILED;
    }
    if (status == DG_PLUGIN_OK && delivery.sight.asked) {
        dg_fetch_note(plugin, delivery.reading.view.task->task);
    }
    if (delivery.offices) {
        roaring_bitmap_free(delivery.offices);
    }
    if (delivery.sight.offices) {
        roaring_bitmap_free(delivery.sight.offices);
    }
    return status;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* report.list: the reader's own tasks with forms, and how their reports come
 * in.
 */
#include <stdio.h>

#include "plugins/form_dedup/report/reader.h"
#include "plugins/form_dedup/report/recipients.h"
#include "plugins/form_dedup/report/report.h"
#include "plugins/form_dedup/report/summary.h"

#define PAGE_DEFAULT 100
#define PAGE_TASKS 20000  /* looked at */
#define PAGE_CELLS 100000 /* likewise; the last task is whole */

struct listing {
    const struct dg_form_dedup *plugin;
    struct dg_print print;
    struct dg_plugin_str reader;
    uint64_t only;              /* task; 0: all */
    int64_t tasks, rows, cells; /* that still go */
};

/* How many fields its forms have; lists count as one each. */
static uint32_t
count_fields(const struct listing *listing, const struct dg_ask_task *task)
{
    uint32_t fields = 0;
    for (const struct dg_ask *ask = task->asks; ask; ask = ask->sibling) {
        const struct dg_form *form =
            dg_asks_group(listing->plugin->asks, ask->group)->form;
        fields += form->plain_count + form->list_count;
    }
    return fields;
}

static bool
put_task(struct listing *listing, const struct dg_ask_task *task)
{
    const struct dg_print *print = &listing->print;
    struct dg_view view = {
        .plugin = listing->plugin,
        .task = task,
        .group = dg_asks_group(listing->plugin->asks, task->asks->group),
        .passed = task->review,
    };
    uint32_t fields = count_fields(listing, task);
    struct dg_summary summary;
    roaring_bitmap_t *offices = dg_recipients_make(&view);
    bool made = offices && dg_summary_make(&view, offices, true, &summary);
    if (offices) {
        roaring_bitmap_free(offices);
    }
    if (!made) {
        return false;
    }
    roaring_bitmap_free(summary.missing);
    print->host->open_object(print->out);
    dg_print_number(print, "task", task->task);
    dg_print_text(print, "title", task->title);
    dg_print_text(print, "duty", task->duty);
    dg_print_text(print, "document", task->document);
    dg_print_text(print, "period", task->period);
    dg_print_due(print, "due", task->due_us);
    dg_print_word(print, "review", task->review ? "town" : NULL);
    dg_print_text(print, "end", task->end);
    dg_print_number(print, "fields", fields);
    dg_summary_put(print, &summary);
    print->host->close_object(print->out);
    listing->cells -= (int64_t) fields * summary.expected;
    return true;
}

/* One more task of the page; *after is the last one looked at. */
static bool
put_next(struct listing *listing, const struct dg_ask_task *task,
         uint64_t *after)
{
    const struct dg_plugin_host *host = listing->plugin->host;
    *after = task->task;
    listing->tasks--;
    if (!task->asks || (listing->only && listing->only != task->task) ||
        !host->task_asked_by(host, task->task, listing->reader)) {
        return true;
    }
    listing->rows--;
    return put_task(listing, task);
}

static bool
put_page(struct listing *listing, uint64_t after)
{
    const struct dg_asks *asks = listing->plugin->asks;
    const struct dg_print *print = &listing->print;
    const struct dg_ask_task *task = listing->only
                                         ? dg_asks_task(asks, listing->only)
                                         : dg_asks_next(asks, after);
    char next[24];
    dg_print_open_array(print, "reports");
    while (task && listing->tasks > 0 && listing->rows > 0 &&
           listing->cells > 0) {
        if (!put_next(listing, task, &after)) {
            return false;
        }
        task = listing->only ? NULL : dg_asks_next(asks, after);
    }
    print->host->close_array(print->out);
    if (task) {
        snprintf(next, sizeof next, "%llu", (unsigned long long) after);
        dg_print_word(print, "next", next);
    }
    return true;
}

enum dg_plugin_status
dg_list_query(struct dg_form_dedup *plugin, struct dg_plugin_str name,
              const struct dg_plugin_value *params, struct dg_plugin_str reader,
              struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = plugin->host;
    struct listing listing = {
        .plugin = plugin,
        .print = {host, out},
        .reader = reader,
        .tasks = PAGE_TASKS,
        .rows = host->integer(host->member(params, "limit"), PAGE_DEFAULT),
        .cells = PAGE_CELLS,
    };
    bool done;
    (void) name;
    listing.only = (uint64_t) host->integer(host->member(params, "task"), 0);
    if (listing.only && (!dg_asks_task(plugin->asks, listing.only) ||
                         !host->task_asked_by(host, listing.only, reader))) {
        return DG_PLUGIN_NOT_FOUND;
    }
    host->open_object(out);
    done = put_page(&listing,
                    dg_text_number(host->text(host->member(params, "after"))));
    host->close_object(out);
    return done ? DG_PLUGIN_OK : DG_PLUGIN_FAILED;
}

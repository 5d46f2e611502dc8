/* SPDX-License-Identifier: Apache-2.0 */
/* report.changes: what became of values that the reader had got already, in the
 * order of entries: corrected, said anew, returned; and of values of its own
 * that follow from such ones. What comes for the first time is no change. */
#include <stdio.h>

#include "plugins/form_dedup/report/fetch.h"
#include "plugins/form_dedup/report/change.h"
#include "plugins/form_dedup/report/reader.h"
#include "plugins/form_dedup/report/report.h"

#define PAGE_DEFAULT 100
#define PAGE_CHANGES 50000 /* looked at before an entry: each is seen whole */

struct changes {
    const struct dg_form_dedup *plugin;
    struct dg_print print;
    struct dg_depends depends;
    uint64_t entry; /* that is looked at */
    uint64_t rows;  /* of it so far … */
    uint64_t skip;  /* … of which so many were on the page before */
    int64_t limit, looks;
    uint64_t disclosed;
    bool more;
};

static uint32_t
town_of(const struct dg_plugin_host *host, uint32_t office)
{
    char code[24];
    if (office >= DG_PLUGIN_TOWNS) {
        return DG_PLUGIN_NO_OFFICE;
    }
    snprintf(code, sizeof code, "%09llu000",
             (unsigned long long) (host->office_code(host, office) / 1000));
    return host->office_number(host, dg_text_from(code));
}

/* What a page can look at: its slots, and how far it comes. */
struct reach {
    roaring_bitmap_t *slots;
    uint64_t entry;
    int64_t looks;
};

static bool
note_slot(void *ctx, struct dg_cell_key key, const struct dg_saying *saying)
{
    struct reach *reach = ctx;
    if (saying->sequence != reach->entry && reach->looks < 0) {
        return false;
    }
    reach->entry = saying->sequence;
    reach->looks--;
    roaring_bitmap_add(reach->slots, key.slot);
    return true;
}

/* A reader may have asked millions of fields; few of them changed. */
static bool
find_depends(struct changes *changes, uint64_t since, uint64_t only,
             struct dg_plugin_str reader)
{
    struct reach reach = {.slots = roaring_bitmap_create(),
                          .looks = changes->looks};
    bool found;
    if (!reach.slots) {
        return false;
    }
    dg_cells_each_again(changes->plugin->cells, since, note_slot, &reach);
    found = dg_depends_init(&changes->depends, changes->plugin, reader, only,
                            reach.slots);
    roaring_bitmap_free(reach.slots);
    return found;
}

/* False: the page is full. */
static bool
see_change(struct changes *changes, struct dg_change *change)
{
    if (!dg_change_is(change)) {
        return true;
    }
    if (changes->rows++ < changes->skip) {
        return true;
    }
    if (changes->limit == 0) {
        changes->rows--;
        return false;
    }
    changes->limit--;
    changes->disclosed += change->key.subject != 0;
    dg_fetch_note(changes->plugin, change->view.task->task);
    dg_change_put(&changes->print, change);
    return true;
}

static bool
handle_again(void *ctx, struct dg_cell_key key, const struct dg_saying *saying)
{
    struct changes *changes = ctx;
    const struct dg_depend *depend, *end;
    if (saying->sequence != changes->entry) {
        changes->skip = changes->entry ? 0 : changes->skip;
        changes->entry = saying->sequence;
        changes->rows = 0;
        changes->more = changes->looks < 0;
    }
    changes->looks--;
    depend = dg_depends_find(&changes->depends, key.slot, &end);
    for (; depend < end && !changes->more; depend++) {
        const struct dg_ask_group *group =
            dg_asks_group(changes->plugin->asks, depend->ask->group);
        struct dg_change change = {
            .depend = depend,
            .view = {.plugin = changes->plugin,
                     .task = depend->task,
                     .group = group,
                     .passed = depend->task->review},
            .key = key,
            .office = depend->space ? town_of(changes->print.host, key.office)
                                    : key.office,
            .saying = saying,
        };
        changes->more = !see_change(changes, &change);
    }
    return !changes->more;
}

/* "<entry>.<rows of it that were told>" */
static void
read_after(struct dg_plugin_str text, uint64_t *since, uint64_t *skip)
{
    uint64_t numbers[2] = {0, 0};
    size_t at = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] == '.') {
            at = 1;
        } else {
            numbers[at] = numbers[at] * 10 + (uint64_t) (text.data[i] - '0');
        }
    }
    if (text.len > 0 && numbers[0] > 0) {
        *since = numbers[0] - 1;
        *skip = numbers[1];
    }
}

static void
put_page(struct changes *changes, uint64_t since)
{
    const struct dg_print *print = &changes->print;
    char text[64];
    print->host->open_object(print->out);
    dg_print_open_array(print, "changes");
    dg_cells_each_again(changes->plugin->cells, since, handle_again, changes);
    print->host->close_array(print->out);
    if (changes->more) {
        snprintf(text, sizeof text, "%llu.%llu",
                 (unsigned long long) changes->entry,
                 (unsigned long long) changes->rows);
        dg_print_word(print, "next", text);
    }
    print->host->close_object(print->out);
    if (changes->disclosed > 0) {
        print->host->disclose(print->out, dg_text_from("changes"),
                              changes->disclosed);
    }
}

enum dg_plugin_status
dg_changes_query(struct dg_form_dedup *plugin, struct dg_plugin_str name,
                 const struct dg_plugin_value *params,
                 struct dg_plugin_str reader, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = plugin->host;
    struct changes changes = {
        .plugin = plugin,
        .print = {host, out},
        .limit = host->integer(host->member(params, "limit"), PAGE_DEFAULT),
        .looks = PAGE_CHANGES,
    };
    uint64_t since = (uint64_t) host->integer(host->member(params, "since"), 0);
    uint64_t only = (uint64_t) host->integer(host->member(params, "task"), 0);
    (void) name;
    if (only && (!dg_asks_task(plugin->asks, only) ||
                 !host->task_asked_by(host, only, reader))) {
        return DG_PLUGIN_NOT_FOUND;
    }
    read_after(host->text(host->member(params, "after")), &since,
               &changes.skip);
    if (!find_depends(&changes, since, only, reader)) {
        return DG_PLUGIN_FAILED;
    }
    put_page(&changes, since);
    dg_depends_finish(&changes.depends);
    return DG_PLUGIN_OK;
}

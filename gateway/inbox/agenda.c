/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which task the clock comes to next. */
#include "gateway/inbox/agenda.h"

#include <stdlib.h>

enum dg_err
dg_agenda_reserve(struct dg_agenda *agenda)
{
    size_t room = agenda->room ? agenda->room * 2 : 64;
    struct dg_agenda_entry *entries;

    if (agenda->count < agenda->room) {
        return DG_OK;
    }
    entries = realloc(agenda->entries, room * sizeof *entries);
    if (!entries) {
        return DG_ERR_MEMORY;
    }
    agenda->entries = entries;
    agenda->room = room;
    return DG_OK;
}

/* By time, then by receipt number, so that the order is always the same. */
static bool
is_before(struct dg_agenda_entry a, struct dg_agenda_entry b)
{
    return a.time_us < b.time_us ||
           (a.time_us == b.time_us && a.task->sequence < b.task->sequence);
}

void
dg_agenda_put(struct dg_agenda *agenda, struct dg_task *task)
{
    struct dg_agenda_entry entry = {task->wakes_us, task};
    size_t at = agenda->count;

    if (task->wakes_us == INT64_MAX) {
        return;
    }
    agenda->count++;
    for (; at > 0 && is_before(entry, agenda->entries[(at - 1) / 2]);
         at = (at - 1) / 2) {
        agenda->entries[at] = agenda->entries[(at - 1) / 2];
    }
    agenda->entries[at] = entry;
}

static void
remove_first(struct dg_agenda *agenda)
{
    struct dg_agenda_entry last = agenda->entries[--agenda->count];
    size_t at = 0, child;

    while ((child = 2 * at + 1) < agenda->count) {
        if (child + 1 < agenda->count &&
            is_before(agenda->entries[child + 1], agenda->entries[child])) {
            child++;
        }
        if (!is_before(agenda->entries[child], last)) {
            break;
        }
        agenda->entries[at] = agenda->entries[child];
        at = child;
    }
    agenda->entries[at] = last;
}

struct dg_task *
dg_agenda_first(struct dg_agenda *agenda)
{
    while (agenda->count > 0) {
        struct dg_agenda_entry first = agenda->entries[0];
        if (!dg_task_ended(first.task) &&
            first.time_us == first.task->wakes_us) {
            return first.task;
        }
        remove_first(agenda);
    }
    return NULL;
}

void
dg_agenda_finish(struct dg_agenda *agenda)
{
    free(agenda->entries);
}

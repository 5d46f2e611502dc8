/* SPDX-License-Identifier: Apache-2.0 */
/* What the clock has to do with tasks, soonest first: a binary heap of 16 bytes
 * for each task that will open an occurrence or end by its date. What an entry
 * is about, the task says; one whose time is not the task's any more, or whose
 * task ended, drops out when it comes up. */
#ifndef GATEWAY_INBOX_AGENDA_H
#define GATEWAY_INBOX_AGENDA_H

#include "gateway/inbox/task.h"

struct dg_agenda_entry {
    int64_t time_us;
    struct dg_task *task;
};

struct dg_agenda {
    struct dg_agenda_entry *entries;
    size_t count, room;
};

/* Room for one entry more, so that the next put cannot fail. DG_ERR_MEMORY. */
enum dg_err dg_agenda_reserve(struct dg_agenda *agenda);

/* Puts the task in at its wakes_us; not if that is never. */
void dg_agenda_put(struct dg_agenda *agenda, struct dg_task *task);

/* The task that wakes first, or NULL. */
struct dg_task *dg_agenda_first(struct dg_agenda *agenda);

void dg_agenda_finish(struct dg_agenda *agenda);

#endif

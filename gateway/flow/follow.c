/* SPDX-License-Identifier: Apache-2.0 */
/* Hears what becomes of tasks in inboxes while an entry is folded: hints note
 * where, at once; plugins are told what, once they have applied the entry. What
 * an inbox change is, gateway/inbox decides. */
#include "gateway/flow/flow_internal.h"

#include <stdlib.h>

static const char *
end_text(const struct dg_task *task)
{
    static const char *const texts[] = {
        [DG_TASK_WITHDRAWN] = "withdrawn", [DG_TASK_REFUSED] = "refused",
        [DG_TASK_LAPSED] = "lapsed",       [DG_TASK_EXPIRED] = "expired",
        [DG_TASK_DECLINED] = "declined",   [DG_TASK_TAKEN] = "",
        [DG_TASK_ERASED] = "erased",
    };
    return dg_task_ended(task) ? texts[task->state] : "";
}

static bool
make_room(struct dg_followed *followed)
{
    size_t room = followed->room ? 2 * followed->room : 16;
    struct dg_host_task *items;
    if (followed->count < followed->room) {
        return true;
    }
    items = realloc(followed->items, room * sizeof *items);
    if (!items) {
        return false;
    }
    followed->items = items;
    followed->room = room;
    return true;
}

static void
follow(struct dg_followed *followed, enum dg_plugin_change change,
       const struct dg_task *task)
{
    const struct dg_task *parent = task->parent;
    struct dg_host_task *item;
    if (!make_room(followed)) {
        followed->failed = true;
        return;
    }
    item = &followed->items[followed->count++];
    *item = (struct dg_host_task){
        .change = change,
        .task = task->sequence,
        .content = task->content,
        .of = parent && task->occurs ? parent->sequence : 0,
        .forwards =
            parent && !task->occurs && !task->amends ? parent->sequence : 0,
        .source = task->source,
        .due_us = task->due_us,
        .audience = dg_audience_hold(task->audience),
        .end = end_text(task),
    };
    memcpy(item->period, task->period, sizeof item->period);
}

static void
handle_change(void *ctx, const struct dg_inbox_change *change)
{
    static const enum dg_plugin_change changes[] = {
        [DG_INBOX_OPENED] = DG_PLUGIN_TASK_OPENED,
        [DG_INBOX_CHANGED] = DG_PLUGIN_TASK_CHANGED,
        [DG_INBOX_ENDED] = DG_PLUGIN_TASK_ENDED,
        [DG_INBOX_DROPPED] = DG_PLUGIN_TASK_DROPPED,
        [DG_INBOX_STANDS] = DG_PLUGIN_TASK_STANDS,
    };
    struct dg_flow *flow = ctx;
    if (flow->change && change->audience) {
        dg_notify_note(flow, change->audience);
    }
    if (flow->followed.wanted && change->kind != DG_INBOX_TOUCHED) {
        follow(&flow->followed, changes[change->kind], change->task);
    }
}

void
dg_follow_open(struct dg_flow *flow)
{
    flow->followed.wanted = dg_host_follows_tasks(flow->host);
    dg_inbox_watch(flow->inbox, handle_change, flow);
}

/* The first error is kept; what is held is let go all the same. */
enum dg_err
dg_follow_tell(struct dg_flow *flow, int64_t time_us)
{
    struct dg_followed *followed = &flow->followed;
    enum dg_err err = followed->failed ? DG_ERR_MEMORY : DG_OK;
    for (size_t i = 0; i < followed->count; i++) {
        const struct dg_host_task *task = &followed->items[i];
        if (err == DG_OK) {
            err = dg_host_task(flow->host, task, time_us);
        }
        dg_audience_drop(task->audience);
    }
    followed->count = 0;
    return err;
}

void
dg_follow_close(struct dg_flow *flow)
{
    for (size_t i = 0; i < flow->followed.count; i++) {
        dg_audience_drop(flow->followed.items[i].audience);
    }
    free(flow->followed.items);
}

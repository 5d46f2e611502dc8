/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what is left of an entry that was erased: a number and what hung on
 * it, so that what was handed on of a task still ends with it. The same stands
 * there whether the task was known before or, at replay, never seen. */
#include <stdlib.h>

#include "gateway/inbox/inbox_state.h"

/* ---- what never was, or is no task -------------------------------------- */

enum dg_err
dg_inbox_bury(struct dg_inbox *inbox, uint64_t sequence, struct dg_str source,
              struct dg_task *of)
{
    struct dg_task *task;

    if (dg_inbox_find(inbox, sequence)) {
        return DG_OK;
    }
    task = dg_inbox_create_task(source, DG_STR(""));
    if (!task) {
        return DG_ERR_MEMORY;
    }
    task->sequence = task->notice = task->content = sequence;
    task->state = DG_TASK_ERASED;
    task->wakes_us = INT64_MAX;
    task->parent = of;
    task->occurs = of != NULL;
    return dg_inbox_add(inbox, task);
}

/* ---- what was there ----------------------------------------------------- */

static void
wipe_item(struct dg_task *task)
{
    memset((char *) task->item.data, 0, task->item.len);
    free(task->text);
    task->text = NULL;
    task->item = DG_STR("");
}

static void
wipe(struct dg_inbox *inbox, struct dg_task *task)
{
    bool open;

    if (task->state == DG_TASK_ERASED) {
        return;
    }
    open = task->state == DG_TASK_OPEN;
    task->over = dg_task_ended(task);
    task->state = DG_TASK_ERASED;
    if (open) {
        inbox->open--;
        dg_inbox_tell(inbox, DG_INBOX_ENDED, task, task->audience);
    }
    dg_inbox_set_period(task, DG_STR(""));
    task->content = task->sequence;
    task->word = DG_TASK_UNASKED;
    task->urgency = DG_URGENCY_NONE;
    task->wakes_us = INT64_MAX;
    wipe_item(task);
    dg_audience_drop(task->audience);
    task->audience = NULL;
    dg_form_set_drop(task->forms);
    task->forms = NULL;
    free(task->recurrence);
    task->recurrence = NULL;
    dg_joint_destroy(task->joint);
    task->joint = NULL;
}

/* With its occurrences and what waits to amend any of them; what was handed on
 * is another's. */
static void
wipe_all(struct dg_inbox *inbox, struct dg_task *task)
{
    wipe(inbox, task);
    for (struct dg_task *child = task->children; child;
         child = child->sibling) {
        if (child->occurs) {
            wipe_all(inbox, child);
        } else if (child->amends) {
            wipe(inbox, child);
        }
    }
}

enum dg_err
dg_inbox_forget(struct dg_inbox *inbox, uint64_t sequence)
{
    struct dg_task *task = dg_inbox_find(inbox, sequence);

    if (task) {
        wipe_all(inbox, task);
        return DG_OK;
    }
    return dg_inbox_bury(inbox, sequence, DG_STR(""), NULL);
}

uint64_t
dg_inbox_next_occurrence(const struct dg_inbox *inbox, uint64_t of,
                         uint64_t after)
{
    const struct dg_task *task = dg_inbox_find(inbox, of);
    uint64_t next = 0;

    for (const struct dg_task *child = task ? task->children : NULL; child;
         child = child->sibling) {
        if (child->occurs && child->sequence > after &&
            (next == 0 || child->sequence < next)) {
            next = child->sequence;
        }
    }
    return next;
}

uint64_t
dg_inbox_next_forward(const struct dg_inbox *inbox, uint64_t of, uint64_t after)
{
    const struct dg_task *task = dg_inbox_find(inbox, of);
    uint64_t next = 0;

    for (const struct dg_task *child = task ? task->children : NULL; child;
         child = child->sibling) {
        if (!child->occurs && !child->amends && child->sequence > after &&
            child->state != DG_TASK_ERASED &&
            (next == 0 || child->sequence < next)) {
            next = child->sequence;
        }
    }
    return next;
}

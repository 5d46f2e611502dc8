/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what becomes of a joint task while it waits for signatures: it goes
 * out with the last one, and ends when one declines or time is over. What may
 * be signed is inbox_joint_check.c's. */
#include <stdlib.h>

#include "gateway/inbox/inbox_state.h"

#define DAY_US INT64_C(86400000000)
#define SHOWN_DAYS 30 /* of what was declined, or lapsed */

enum dg_err
dg_inbox_make_joint(const struct dg_inbox *inbox,
                    const struct dg_inbox_publication *asked,
                    const struct dg_json *sources, struct dg_task *task)
{
    struct dg_joint *joint = dg_joint_create(sources);

    if (!joint) {
        return DG_ERR_MEMORY;
    }
    task->joint = joint;
    if (!asked->signs) {
        return DG_OK;
    }
    memcpy(joint->event, asked->event_sha256, sizeof joint->event);
    joint->missing = joint->count;
    joint->wakes_us = task->wakes_us;
    joint->lapses_us = task->time_us + inbox->cosign_days * DAY_US;
    if (task->due_us > task->time_us && task->due_us < joint->lapses_us) {
        joint->lapses_us = task->due_us;
    }
    return DG_OK;
}

/* ---- the list of those that wait ---------------------------------------- */

bool
dg_inbox_shows_joint(const struct dg_task *task, int64_t now_us)
{
    int64_t ended_us = task->joint ? task->joint->ended_us : 0;

    return dg_task_unsigned(task) ||
           (ended_us > 0 && ended_us > now_us - SHOWN_DAYS * DAY_US);
}

/* Drops what nobody is shown any more. */
static void
sweep(struct dg_inbox *inbox, int64_t now_us)
{
    size_t kept = 0;

    for (size_t i = 0; i < inbox->joint_count; i++) {
        if (dg_inbox_shows_joint(inbox->joint[i], now_us)) {
            inbox->joint[kept++] = inbox->joint[i];
        }
    }
    inbox->joint_count = kept;
}

static enum dg_err
make_room(struct dg_inbox *inbox, int64_t now_us)
{
    size_t room = inbox->joint_room ? inbox->joint_room * 2 : 16;
    struct dg_task **joint;

    if (inbox->joint_count < inbox->joint_room) {
        return DG_OK;
    }
    sweep(inbox, now_us);
    if (inbox->joint_count < (inbox->joint_room + 1) / 2) {
        return DG_OK;
    }
    joint = realloc(inbox->joint, room * sizeof(struct dg_task *));
    if (!joint) {
        return DG_ERR_MEMORY;
    }
    inbox->joint = joint;
    inbox->joint_room = room;
    return DG_OK;
}

enum dg_err
dg_inbox_await_joint(struct dg_inbox *inbox, struct dg_task *task)
{
    enum dg_err err = make_room(inbox, task->time_us);

    if (!err) {
        inbox->joint[inbox->joint_count++] = task;
        task->wakes_us = task->joint->lapses_us;
        dg_agenda_put(&inbox->agenda, task);
    }
    return err;
}

/* ---- what becomes of one ------------------------------------------------ */

static enum dg_err
decline(struct dg_inbox *inbox, struct dg_task *task,
        const struct dg_joint_signer *signer, const struct dg_event *event)
{
    if (!dg_joint_decline(task->joint, signer,
                          dg_json_get_str(event->data, "reason"))) {
        return DG_ERR_MEMORY;
    }
    return dg_inbox_end(inbox, task->sequence, DG_TASK_DECLINED);
}

enum dg_err
dg_inbox_cosign(struct dg_inbox *inbox, const struct dg_event *event,
                uint64_t sequence, int64_t time_us)
{
    struct dg_task *task = dg_inbox_named(inbox, event);
    const struct dg_json *agree = dg_json_get(event->data, "agree");
    struct dg_joint_signer *signer;

    signer = task && dg_task_unsigned(task)
                 ? dg_joint_find(task->joint, event->source)
                 : NULL;
    if (!signer || signer->signature) {
        return DG_ERR_ABSENT;
    }
    if (agree && !agree->boolean) {
        task->joint->ended_us = time_us;
        return decline(inbox, task, signer, event);
    }
    signer->signature = sequence;
    if (--task->joint->missing > 0) {
        return DG_OK;
    }
    if (task->needs_word) {
        task->wakes_us = INT64_MAX; /* signatures lapse no more */
        return DG_OK;
    }
    return dg_inbox_open_waiting(inbox, task->sequence);
}

enum dg_err
dg_inbox_expire(struct dg_inbox *inbox, const struct dg_event *event,
                int64_t time_us)
{
    struct dg_task *task = dg_inbox_find(inbox, dg_inbox_number(event));

    if (!task) {
        return DG_ERR_ABSENT;
    }
    if (!dg_task_unsigned(task)) {
        return dg_inbox_end(inbox, task->sequence, DG_TASK_EXPIRED);
    }
    task->joint->ended_us = time_us;
    return dg_inbox_end(inbox, task->sequence, DG_TASK_LAPSED);
}

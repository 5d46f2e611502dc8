/* SPDX-License-Identifier: Apache-2.0 */
/* Decides when a task is looked at next. What is done then, inbox_clock.c
 * decides. */
#include "gateway/inbox/inbox_state.h"

#define DAY_US INT64_C(86400000000)

int64_t
dg_inbox_expiry(const struct dg_inbox *inbox, int64_t due_us)
{
    return inbox->expiry_days > 0 ? due_us + inbox->expiry_days * DAY_US
                                  : INT64_MAX;
}

int64_t
dg_inbox_next_look(const struct dg_recurrence *recurrence, int64_t now_us)
{
    int64_t opens_us;
    int32_t day;

    if (!dg_recurrence_next(recurrence, now_us, &day)) {
        return recurrence->expires_us;
    }
    opens_us = dg_recurrence_opens(day);
    return opens_us < recurrence->expires_us ? opens_us
                                             : recurrence->expires_us;
}

void
dg_inbox_wake(struct dg_inbox *inbox, struct dg_task *task)
{
    if (task->recurrence) {
        task->wakes_us = dg_inbox_next_look(task->recurrence, 0);
    }
    dg_agenda_put(&inbox->agenda, task);
}

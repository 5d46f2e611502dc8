/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what the clock has to do next: open an occurrence, or end a task by
 * its date. It is submitted as an event; only that event's fold does it, so
 * what is noted here for the agenda is nothing a replay must give back. */
#include <stdlib.h>

#include "gateway/inbox/inbox_state.h"
#include "gateway/inbox/item.h"

/* ---- chores ------------------------------------------------------------- */

/* False if there is nothing to do for the task yet. */
static bool
find_chore(const struct dg_task *task, int64_t now_us,
           struct dg_inbox_chore *chore)
{
    const struct dg_recurrence *recurrence = task->recurrence;
    int32_t day;

    *chore = (struct dg_inbox_chore){.task = task->sequence,
                                     .due_us = task->wakes_us};
    if (!recurrence || task->state == DG_TASK_WAITING) {
        return true;
    }
    if (dg_recurrence_next(recurrence, now_us, &day) &&
        dg_recurrence_opens(day) <= now_us) {
        dg_period_format(day, recurrence->per, chore->period);
        return true;
    }
    return recurrence->expires_us <= now_us;
}

bool
dg_inbox_next_chore(struct dg_inbox *inbox, int64_t now_us,
                    struct dg_inbox_chore *chore)
{
    struct dg_task *task;

    while ((task = dg_agenda_first(&inbox->agenda)) &&
           task->wakes_us <= now_us) {
        if (find_chore(task, now_us, chore)) {
            return true;
        }
        /* Occurrences that are due by now are passed over. */
        task->wakes_us = dg_inbox_next_look(task->recurrence, now_us);
        dg_agenda_first(&inbox->agenda); /* makes room: the entry is stale */
        dg_agenda_put(&inbox->agenda, task);
    }
    return false;
}

int64_t
dg_inbox_wakes(struct dg_inbox *inbox)
{
    const struct dg_task *task = dg_agenda_first(&inbox->agenda);
    return task ? task->wakes_us : INT64_MAX;
}

void
dg_inbox_put_off(struct dg_inbox *inbox, int64_t until_us)
{
    struct dg_task *task = dg_agenda_first(&inbox->agenda);

    if (task) {
        task->wakes_us = until_us;
        dg_agenda_first(&inbox->agenda); /* the entry is stale: out */
        dg_agenda_put(&inbox->agenda, task);
    }
}

/* ---- occurrences -------------------------------------------------------- */

static enum dg_err
render(struct dg_inbox *inbox, const struct dg_item_occurrence *occurrence,
       struct dg_str *text)
{
    const struct dg_json *item;
    struct dg_json_error error;
    struct dg_arena arena;
    enum dg_err err;

    dg_arena_init(&arena, SIZE_MAX);
    err = dg_json_parse(&arena, occurrence->task->item, &item, &error);
    if (!err) {
        dg_json_writer_reset(inbox->writer);
        dg_item_write_occurrence(inbox->writer, item, occurrence);
        err = dg_json_writer_text(inbox->writer, text);
    }
    dg_arena_finish(&arena);
    return err;
}

static struct dg_task *
make_occurrence(struct dg_inbox *inbox, struct dg_task *of, int64_t due_us,
                struct dg_str period)
{
    struct dg_item_occurrence occurrence = {.task = of, .period = period};
    struct dg_task *task;
    struct dg_str item;

    dg_date_format(dg_date_of_instant(due_us - 1), occurrence.due);
    if (render(inbox, &occurrence, &item)) {
        return NULL;
    }
    task = dg_inbox_create_task(of->source, item);
    if (task) {
        task->content = of->content;
        dg_inbox_set_period(task, period);
        task->audience = dg_audience_hold(of->audience);
        task->forms = dg_form_set_hold(of->forms);
        task->parent = of;
        task->occurs = true;
        task->urgency = of->urgency;
        task->due_us = due_us;
        task->wakes_us = of->urgency == DG_URGENCY_LIFE_SAFETY
                             ? INT64_MAX
                             : dg_inbox_expiry(inbox, due_us);
    }
    return task;
}

enum dg_err
dg_inbox_occur(struct dg_inbox *inbox, uint64_t sequence, int64_t time_us,
               const struct dg_event *event)
{
    struct dg_task *of = dg_inbox_find(inbox, dg_inbox_number(event)), *task;
    struct dg_str period = dg_json_get_str(event->data, "period");
    int32_t day;
    enum dg_err err;

    if (of && of->state == DG_TASK_ERASED) {
        return dg_inbox_bury(inbox, sequence, of->source, of);
    }
    if (!of || dg_task_ended(of) || !of->recurrence ||
        !dg_recurrence_find(of->recurrence, period, &day)) {
        return DG_ERR_ABSENT;
    }
    if (!dg_inbox_is_new(inbox, sequence)) {
        return DG_ERR_EXISTS;
    }
    task = make_occurrence(inbox, of, dg_recurrence_due(of->recurrence, day),
                           period);
    if (!task) {
        return DG_ERR_MEMORY;
    }
    task->sequence = sequence;
    task->notice = sequence;
    task->time_us = time_us;
    err = dg_inbox_add(inbox, task);
    if (!err) {
        err = dg_agenda_reserve(&inbox->agenda);
    }
    if (!err) {
        of->recurrence->opened = day;
        dg_inbox_wake(inbox, of);
    }
    return err;
}

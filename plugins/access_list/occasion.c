/* SPDX-License-Identifier: Apache-2.0 */
/* Decides on which days an assignment falls. That its dates fit together, the
 * core has checked; of what it refused nothing here may hang. */
#include "plugins/access_list/occasion.h"

#include <stdio.h>

#include "plugins/access_list/bucket.h"
#include "plugins/access_list/text.h"

#define OCCASIONS_MAX 400 /* as the core takes */

/* A period that is counted at all: of last year or later. */
static bool
is_recent(const struct dg_plugin_host *host, int32_t day, int32_t today)
{
    return dg_bucket_month(host, day) / 12 >=
           dg_bucket_month(host, today) / 12 - 1;
}

static bool
begin_recurrence(struct dg_occasions *o,
                 const struct dg_plugin_value *recurrence)
{
    const struct dg_plugin_host *host = o->host;
    struct dg_plugin_str per = host->text(host->member(recurrence, "per"));
    int32_t first;
    o->recurs = true;
    o->left = OCCASIONS_MAX;
    o->dueafter =
        (int32_t) host->integer(host->member(recurrence, "dueafter"), 0);
    for (o->per = 0; o->per < DG_ENTRY_PER_COUNT; o->per++) {
        if (dg_text_is(per, dg_entry_spans[o->per])) {
            break;
        }
    }
    if (o->per == DG_ENTRY_PER_COUNT ||
        !host->period_day(host->text(host->member(recurrence, "first")),
                          &first) ||
        !host->period_day(host->text(host->member(recurrence, "last")),
                          &o->last)) {
        return false;
    }
    o->next.day = first;
    return true;
}

/* A period from long ago is no way round a frequency: then the due date says
 * what the task counts for. */
static bool
begin_once(struct dg_occasions *o, const struct dg_plugin_value *task)
{
    const struct dg_plugin_host *host = o->host;
    o->left = 1;
    o->next.opens = o->today;
    if (!host->due_day(host->text(host->member(task, "due")), &o->next.due)) {
        return false;
    }
    if (!host->period_day(host->text(host->member(task, "period")),
                          &o->next.day) ||
        !is_recent(host, o->next.day, o->today)) {
        o->next.day = o->next.due;
    }
    return true;
}

bool
dg_occasions_begin(const struct dg_plugin_host *host,
                   const struct dg_plugin_event *event,
                   struct dg_occasions *occasions)
{
    const struct dg_plugin_value *recurrence =
        host->member(event->task, "recurrence");
    *occasions = (struct dg_occasions){.host = host,
                                       .today = host->date_of(event->time_us)};
    return recurrence ? begin_recurrence(occasions, recurrence)
                      : begin_once(occasions, event->task);
}

/* The first day of the period after the one that begins on a day; false behind
 * the calendar. */
static bool
step(const struct dg_occasions *o, int32_t day, int32_t *after)
{
    int32_t month;
    char text[DG_BUCKET_TEXT_SIZE];
    if (o->per == DG_ENTRY_DAY) {
        *after = day + 1;
        return true;
    }
    month = dg_bucket_month(o->host, day) + dg_bucket_months[o->per];
    snprintf(text, sizeof text, "%04u-%02u", (unsigned) month / 12 % 10000,
             (unsigned) month % 12 + 1);
    return o->host->period_day(dg_text_from(text), after);
}

static bool
next_period(struct dg_occasions *o, struct dg_occasion *occasion)
{
    int32_t after;
    while (o->left > 0 && o->next.day <= o->last &&
           step(o, o->next.day, &after)) {
        *occasion = (struct dg_occasion){
            .day = o->next.day,
            .opens = o->next.day > o->today ? o->next.day : o->today,
            .due = after - 1 + o->dueafter,
        };
        o->next.day = after;
        o->left--;
        if (occasion->due >= o->today) {
            return true;
        }
    }
    return false;
}

bool
dg_occasions_next(struct dg_occasions *occasions, struct dg_occasion *occasion)
{
    if (occasions->recurs) {
        return next_period(occasions, occasion);
    }
    *occasion = occasions->next;
    return occasions->left-- == 1;
}

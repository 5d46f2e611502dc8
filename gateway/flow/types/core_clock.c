/* SPDX-License-Identifier: Apache-2.0 */
/* What the clock does to tasks: opens occurrences of recurring ones, and ends
 * tasks by their date. The gateway submits both as events of its own, once a
 * second, before the plugins' ticks. */
#include "gateway/flow/types/types_internal.h"

#include <inttypes.h>

/* Of one tick, so that others are served meanwhile. */
#define CHORES_MAX 200
#define BYTES_MAX (4u << 20) /* of the tasks they are about */
#define EVENT_MAX 512
#define ROOM_NEEDED (64u << 10)
#define HOUR_US INT64_C(3600000000)

/* ---- the tick ----------------------------------------------------------- */

/* Whether an event that is handed in now would be taken. */
static bool
is_ready(const struct dg_flow *flow)
{
    return !flow->failed && !flow->stopping && !dg_limits_full(flow) &&
           dg_limits_room(flow, ROOM_NEEDED);
}

static struct dg_str
write_event(const struct dg_flow *flow, const struct dg_inbox_chore *chore,
            char text[EVENT_MAX])
{
    bool occurs = chore->period[0] != '\0';
    int len = snprintf(text, EVENT_MAX,
                       "{\"specversion\":\"1.0\",\"source\":\"gateway/%s\",",
                       flow->conf->gateway);
    if (occurs) {
        len += snprintf(text + len, EVENT_MAX - (size_t) len,
                        "\"id\":\"task.occur/%" PRIu64 "/%s\","
                        "\"type\":\"dutygate.task.occur.v1\","
                        "\"data\":{\"task\":%" PRIu64 ",\"period\":\"%s\"}}",
                        chore->task, chore->period, chore->task, chore->period);
    } else {
        len += snprintf(text + len, EVENT_MAX - (size_t) len,
                        "\"id\":\"task.expire/%" PRIu64 "/%" PRId64 "\","
                        "\"type\":\"dutygate.task.expire.v1\","
                        "\"data\":{\"task\":%" PRIu64 "}}",
                        chore->task, chore->due_us, chore->task);
    }
    return (struct dg_str){text, (size_t) len};
}

/* What was handed in and is still to be done was refused, or no memory was
 * there: it does not stand in the way of others. */
static void
put_off_if_undone(struct dg_flow *flow, const struct dg_inbox_chore *done)
{
    int64_t now_us = dg_limits_now(flow);
    struct dg_inbox_chore chore;
    if (!flow->failed && dg_inbox_next_chore(flow->inbox, now_us, &chore) &&
        chore.task == done->task && strcmp(chore.period, done->period) == 0) {
        dg_log(DG_LOG_WARN, "agenda.put_off", "task=%" PRIu64 " period=\"%s\"",
               chore.task, chore.period);
        dg_inbox_put_off(flow->inbox, now_us + HOUR_US);
    }
}

void
dg_core_clock_tick(struct dg_flow *flow)
{
    struct dg_inbox_chore chore;
    char text[EVENT_MAX];
    size_t bytes = 0;
    for (unsigned i = 0;
         i < CHORES_MAX && bytes < BYTES_MAX && is_ready(flow) &&
         dg_inbox_next_chore(flow->inbox, dg_limits_now(flow), &chore);
         i++) {
        bytes += dg_inbox_task(flow->inbox, chore.task)->item.len;
        dg_flow_submit_own(flow, write_event(flow, &chore, text));
        put_off_if_undone(flow, &chore);
    }
}

/* ---- for the table ------------------------------------------------------ */

void
dg_core_clock_check_occur(struct dg_deciding *d)
{
    d->about = dg_inbox_task_named(d->flow->inbox, d->event);
    dg_inbox_check_occur(d->flow->inbox, d->event, d->time_us, &d->findings);
}

void
dg_core_clock_show(const struct dg_flow *flow, struct dg_host_event *shown)
{
    const struct dg_event *event = shown->event;
    const struct dg_task *of = dg_inbox_task_named(flow->inbox, event);
    int32_t day;
    if (of && of->recurrence &&
        dg_recurrence_find(of->recurrence,
                           dg_json_get_str(event->data, "period"), &day)) {
        shown->audience = of->audience;
        shown->due_us = dg_recurrence_due(of->recurrence, day);
    }
}

enum dg_err
dg_core_clock_occur(struct dg_flow *flow, const struct dg_folding *f)
{
    return dg_core_task_unless_erased(dg_inbox_occur(
        flow->inbox, f->header->sequence, f->header->time_us, f->event));
}

void
dg_core_clock_check_expire(struct dg_deciding *d)
{
    d->about = dg_inbox_task_named(d->flow->inbox, d->event);
    dg_inbox_check_expire(d->flow->inbox, d->event, d->time_us, &d->findings);
    if (d->findings.count == 0 && dg_task_unsigned(d->about)) {
        dg_findings_note(
            &d->findings, "cosign-lapsed", DG_STR("/data/task"),
            dg_str_from(_("not all have signed in time: it lapses")));
    }
}

enum dg_err
dg_core_clock_expire(struct dg_flow *flow, const struct dg_folding *f)
{
    return dg_core_task_unless_erased(
        dg_inbox_expire(flow->inbox, f->event, f->header->time_us));
}

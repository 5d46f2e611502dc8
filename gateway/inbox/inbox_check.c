/* SPDX-License-Identifier: Apache-2.0 */
/* Decides whether a task is one that may be withdrawn, amended, forwarded,
 * acknowledged, opened or ended by who asks for it: one refusal, for the first
 * reason that applies. What an amendment says is not looked at here. */
#include <inttypes.h>

#include "gateway/inbox/inbox_state.h"
#include "proto/base/i18n.h"

static void
refuse(struct dg_findings *findings, const char *code, struct dg_str text)
{
    dg_findings_refuse(findings, code, DG_STR("/data/task"), text);
}

/* The arguments of a text about a task. */
#define TASK(format, task)                                                     \
    dg_arena_printf(findings->arena, format, (task)->sequence)

void
dg_inbox_refuse_unknown(const struct dg_event *event,
                        struct dg_findings *findings)
{
    const struct dg_json *task = dg_json_get(event->data, "task");

    refuse(findings, "task-unknown",
           dg_arena_printf(findings->arena,
                           _("no task has the receipt number %.*s"),
                           DG_STR_ARG(task ? task->text : DG_STR(""))));
}

bool
dg_inbox_goes_on(const struct dg_task *task, struct dg_findings *findings)
{
    switch (task->state) {
    case DG_TASK_WITHDRAWN:
        refuse(findings, "task-withdrawn",
               TASK(_("task %" PRIu64 " was withdrawn"), task));
        return false;
    case DG_TASK_REFUSED:
        refuse(findings, "task-refused",
               TASK(_("task %" PRIu64 " was refused by the keeper"), task));
        return false;
    case DG_TASK_LAPSED:
        refuse(findings, "task-lapsed",
               task->joint && task->joint->missing > 0
                   ? TASK(_("task %" PRIu64 " lapsed: signatures were missing"),
                          task)
                   : TASK(_("task %" PRIu64
                            " lapsed: nobody confirmed it in time"),
                          task));
        return false;
    case DG_TASK_DECLINED:
        refuse(findings, "task-declined",
               dg_arena_printf(
                   findings->arena, _("task %" PRIu64 " was declined by %.*s"),
                   task->sequence, DG_STR_ARG(task->joint->decliner->source)));
        return false;
    case DG_TASK_EXPIRED:
        refuse(findings, "task-expired",
               TASK(_("task %" PRIu64 " has expired"), task));
        return false;
    case DG_TASK_TAKEN:
        refuse(findings, "task-unknown",
               TASK(_("receipt %" PRIu64 " is of an amendment, not of a task"),
                    task));
        return false;
    default:
        return true;
    }
}

/* The task, if it is the sender's own; else NULL, with the refusal. */
static const struct dg_task *
find_own(const struct dg_inbox *inbox, const struct dg_event *event,
         struct dg_findings *findings)
{
    const struct dg_task *task = dg_inbox_named(inbox, event);

    if (!task) {
        dg_inbox_refuse_unknown(event, findings);
        return NULL;
    }
    if (!dg_str_equal(task->source, event->source)) {
        refuse(findings, "not-yours",
               dg_arena_printf(findings->arena,
                               _("task %" PRIu64 " is of %.*s"), task->sequence,
                               DG_STR_ARG(task->source)));
        return NULL;
    }
    return task;
}

void
dg_inbox_check_withdraw(const struct dg_inbox *inbox,
                        const struct dg_event *event,
                        struct dg_findings *findings)
{
    const struct dg_task *task = find_own(inbox, event, findings);

    if (task && task->state == DG_TASK_WITHDRAWN) {
        refuse(findings, "already-withdrawn",
               TASK(_("task %" PRIu64 " is withdrawn already"), task));
    } else if (task) {
        dg_inbox_goes_on(task, findings);
    }
}

const struct dg_task *
dg_inbox_check_amend(const struct dg_inbox *inbox, const struct dg_event *event,
                     struct dg_findings *findings)
{
    const struct dg_task *task = find_own(inbox, event, findings);

    if (!task || !dg_inbox_goes_on(task, findings)) {
        return NULL;
    }
    if (task->state == DG_TASK_WAITING) {
        refuse(findings, "task-waiting",
               TASK(_("task %" PRIu64 " waits for a decision: withdraw it and "
                      "publish it anew"),
                    task));
        return NULL;
    }
    return task;
}

/* The town itself is a recipient, or there is one below it. */
static bool
received(const struct dg_inbox *inbox, const struct dg_task *task,
         const struct dg_office *town)
{
    return dg_audience_reaches(task->audience, inbox->roster, town) ||
           dg_audience_meets(
               task->audience, inbox->roster,
               dg_division_above(town->code, DG_DIVISION_LEVELS - 2));
}

const struct dg_task *
dg_inbox_check_forward(const struct dg_inbox *inbox,
                       const struct dg_event *event,
                       struct dg_findings *findings)
{
    const struct dg_task *task = dg_inbox_named(inbox, event);
    const struct dg_office *town = dg_inbox_speaker(inbox, event);

    if (!task) {
        dg_inbox_refuse_unknown(event, findings);
        return NULL;
    }
    if (task->state == DG_TASK_WAITING || !town ||
        !received(inbox, task, town)) {
        refuse(findings, "task-not-received",
               dg_arena_printf(findings->arena,
                               _("task %" PRIu64 " came neither to %.*s nor "
                                 "below it"),
                               task->sequence, DG_STR_ARG(event->principal)));
        return NULL;
    }
    if (!dg_inbox_goes_on(task, findings)) {
        return NULL;
    }
    if (dg_str_equal(task->source, event->source)) {
        refuse(findings, "task-not-received",
               dg_arena_printf(findings->arena,
                               _("task %" PRIu64 " is of %.*s itself: it is "
                                 "amended, not forwarded"),
                               task->sequence, DG_STR_ARG(event->source)));
        return NULL;
    }
    if (task->recurrence) {
        refuse(
            findings, "task-recurs",
            TASK(_("task %" PRIu64 " recurs: forward its occurrences"), task));
        return NULL;
    }
    return task;
}

static void
note(struct dg_findings *findings, const char *code, struct dg_str text)
{
    dg_findings_note(findings, code, DG_STR("/data/task"), text);
}

/* What a town enters for an office counts as the office's; the office's own
 * word on it comes once more, and confirms. */
static void
check_word(const struct dg_event *event, const struct dg_office *office,
           const struct dg_task *task, const struct dg_inbox_notice *known,
           struct dg_findings *findings)
{
    struct dg_arena *arena = findings->arena;
    char code[DG_DIVISION_CODE_SIZE];

    if (known && known->by && event->behalf.len == 0) {
        dg_division_format(dg_division_above(known->by, 5), code);
        note(findings, "confirms",
             dg_arena_printf(arena,
                             _("confirms what town/%s entered on its behalf"),
                             code));
    } else if (known) {
        dg_division_format(dg_division_above(office->code, 5), code);
        refuse(findings, "already-acknowledged",
               dg_arena_printf(
                   arena, _("%s has acknowledged task %" PRIu64 " already"),
                   code, task->sequence));
    } else if (event->behalf.len) {
        note(findings, "entered-on-behalf",
             dg_arena_printf(arena,
                             _("entered by %.*s on behalf of office/%.*s: "
                               "unconfirmed until the office acknowledges it "
                               "itself (代录)"),
                             DG_STR_ARG(event->source),
                             DG_STR_ARG(event->behalf)));
    }
}

void
dg_inbox_check_acknowledge(const struct dg_inbox *inbox,
                           const struct dg_event *event,
                           struct dg_findings *findings)
{
    const struct dg_task *task = dg_inbox_named(inbox, event);
    const struct dg_office *office = dg_inbox_speaker(inbox, event);
    struct dg_str named = event->behalf.len ? event->behalf : event->principal;

    if (!task) {
        dg_inbox_refuse_unknown(event, findings);
    } else if (!office || task->state == DG_TASK_WAITING ||
               task->state == DG_TASK_STANDING ||
               !dg_audience_reaches(task->audience, inbox->roster, office)) {
        refuse(findings, "not-in-inbox",
               dg_arena_printf(findings->arena,
                               _("task %" PRIu64 " is not in the inbox of "
                                 "%.*s"),
                               task->sequence, DG_STR_ARG(named)));
    } else if (dg_inbox_goes_on(task, findings)) {
        check_word(event, office, task,
                   dg_inbox_office_notice(
                       dg_inbox_office_find(inbox, office->code), task->notice),
                   findings);
    }
}

/* ---- the gateway's own -------------------------------------------------- */

void
dg_inbox_check_occur(const struct dg_inbox *inbox, const struct dg_event *event,
                     int64_t time_us, struct dg_findings *findings)
{
    const struct dg_task *task = dg_inbox_named(inbox, event);
    struct dg_str period = dg_json_get_str(event->data, "period");
    int32_t day;

    if (!task) {
        dg_inbox_refuse_unknown(event, findings);
    } else if (!dg_inbox_goes_on(task, findings)) {
        return;
    } else if (!task->recurrence || task->state == DG_TASK_WAITING ||
               !dg_recurrence_find(task->recurrence, period, &day)) {
        dg_findings_refuse(
            findings, "occurrence-unknown", DG_STR("/data/period"),
            dg_arena_printf(findings->arena,
                            _("task %" PRIu64 " has no occurrence "
                              "%.*s"),
                            task->sequence, DG_STR_ARG(period)));
    } else if (day <= task->recurrence->opened) {
        dg_findings_refuse(findings, "occurrence-open", DG_STR("/data/period"),
                           dg_arena_printf(findings->arena,
                                           _("occurrence %.*s of task %" PRIu64
                                             " was opened before"),
                                           DG_STR_ARG(period), task->sequence));
    } else if (dg_recurrence_opens(day) > time_us) {
        dg_findings_refuse(findings, "occurrence-early", DG_STR("/data/period"),
                           dg_arena_printf(findings->arena,
                                           _("occurrence %.*s of task %" PRIu64
                                             " has not begun"),
                                           DG_STR_ARG(period), task->sequence));
    } else if (dg_recurrence_due(task->recurrence, day) <= time_us) {
        dg_findings_refuse(
            findings, "due-past", DG_STR("/data/period"),
            dg_arena_printf(findings->arena,
                            _("occurrence %.*s of task %" PRIu64 " is past"),
                            DG_STR_ARG(period), task->sequence));
    }
}

/* By its date; INT64_MAX: not so far. */
static int64_t
ends_at(const struct dg_task *task)
{
    if (task->state == DG_TASK_WAITING) {
        return dg_task_unsigned(task) ? task->joint->lapses_us : INT64_MAX;
    }
    return task->recurrence ? task->recurrence->expires_us : task->wakes_us;
}

void
dg_inbox_check_expire(const struct dg_inbox *inbox,
                      const struct dg_event *event, int64_t time_us,
                      struct dg_findings *findings)
{
    const struct dg_task *task = dg_inbox_named(inbox, event);

    if (!task) {
        dg_inbox_refuse_unknown(event, findings);
    } else if (dg_inbox_goes_on(task, findings) && ends_at(task) > time_us) {
        refuse(findings, "expire-early",
               TASK(_("task %" PRIu64 " does not end yet"), task));
    }
}

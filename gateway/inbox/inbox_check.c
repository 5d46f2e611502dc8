/* SPDX-License-Identifier: Apache-2.0 */
/* Decides whether a task may be withdrawn or acknowledged by who asks for it:
 * one refusal, for the first reason that applies. */
#include <inttypes.h>

#include "gateway/inbox/inbox_state.h"

/* text is NULL when the arena is exhausted. */
static void
refuse(struct dg_findings *findings, const char *code, struct dg_str text)
{
    if (!text.data) {
        findings->err = DG_ERR_MEMORY;
        return;
    }
    dg_findings_refuse(findings, code, DG_STR("/data/task"), text);
}

static void
refuse_unknown(struct dg_findings *findings, const struct dg_event *event)
{
    const struct dg_json *task = dg_json_get(event->data, "task");

    refuse(findings, "task-unknown",
           dg_arena_printf(findings->arena,
                           _("no task has the receipt number %.*s"),
                           DG_STR_ARG(task ? task->text : DG_STR(""))));
}

void
dg_inbox_check_withdraw(const struct dg_inbox *inbox,
                        const struct dg_event *event,
                        struct dg_findings *findings)
{
    const struct dg_task *task = dg_inbox_named(inbox, event);
    struct dg_arena *arena = findings->arena;

    if (!task) {
        refuse_unknown(findings, event);
    } else if (!dg_str_equal(task->source, event->source)) {
        refuse(findings, "not-yours",
               dg_arena_printf(arena, _("task %" PRIu64 " is of %.*s"),
                               task->sequence, DG_STR_ARG(task->source)));
    } else if (task->withdrawn_us) {
        refuse(findings, "already-withdrawn",
               dg_arena_printf(arena,
                               _("task %" PRIu64 " is withdrawn already"),
                               task->sequence));
    }
}

/* True if the task came to the office or to one that it took over from. */
static bool
reaches(const struct dg_inbox *inbox, const struct dg_task *task,
        const struct dg_office *office)
{
    if (dg_inbox_was_there(office, task) &&
        dg_audience_has(task->audience, inbox->roster, office->code)) {
        return true;
    }
    for (size_t i = 0; i < office->predecessor_count; i++) {
        const struct dg_office *before = office->predecessors[i];
        if (dg_inbox_was_there(before, task) &&
            dg_audience_has(task->audience, inbox->roster, before->code)) {
            return true;
        }
    }
    return false;
}

void
dg_inbox_check_acknowledge(const struct dg_inbox *inbox,
                           const struct dg_event *event,
                           struct dg_findings *findings)
{
    const struct dg_task *task = dg_inbox_named(inbox, event);
    const struct dg_office *office = dg_inbox_speaker(inbox, event);
    struct dg_arena *arena = findings->arena;

    if (!task) {
        refuse_unknown(findings, event);
    } else if (!office || !reaches(inbox, task, office)) {
        refuse(findings, "not-in-inbox",
               dg_arena_printf(
                   arena, _("task %" PRIu64 " is not in the inbox of %.*s"),
                   task->sequence, DG_STR_ARG(event->principal)));
    } else if (task->withdrawn_us) {
        refuse(findings, "task-withdrawn",
               dg_arena_printf(arena, _("task %" PRIu64 " was withdrawn"),
                               task->sequence));
    } else if (dg_inbox_office_acknowledged(
                   dg_inbox_office_find(inbox, office->code), task->sequence)) {
        refuse(findings, "already-acknowledged",
               dg_arena_printf(
                   arena, _("%.*s has acknowledged task %" PRIu64 " already"),
                   DG_STR_ARG(event->principal), task->sequence));
    }
}

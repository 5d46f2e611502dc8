/* SPDX-License-Identifier: Apache-2.0 */
/* Tasks as they are asked, taken back and taken notice of: what the core itself
 * refuses, whatever the plugins say, and what it keeps. How they change later
 * is core_change.c's. */
#include "gateway/flow/flow_internal.h"

#include "proto/base/date.h"

static void
check_publisher(struct dg_deciding *d)
{
    const struct dg_event *e = d->event;
    struct dg_division code;
    const struct dg_office *town;
    if (e->role == DG_ROLE_DEPARTMENT) {
        if (!dg_roster_department(d->flow->roster, e->principal).data) {
            dg_findings_refuse(
                &d->findings, "department-unknown", DG_STR("/source"),
                dg_arena_printf(d->findings.arena,
                                _("department %.*s is not in the roster"),
                                DG_STR_ARG(e->principal)));
        }
        return;
    }
    town = dg_division_parse(e->principal, &code) == DG_OK
               ? dg_roster_office(d->flow->roster, code.value)
               : NULL;
    if (!town || !dg_division_is_town(town->code) ||
        town->until != DG_ROSTER_NEVER) {
        dg_findings_refuse(&d->findings, "town-unknown", DG_STR("/source"),
                           dg_arena_printf(d->findings.arena,
                                           _("town %.*s is not in the roster"),
                                           DG_STR_ARG(e->principal)));
    }
}

static void
check_due(struct dg_deciding *d)
{
    struct dg_str due = dg_json_get_str(d->event->data, "due");
    int64_t due_us = 0;
    char today[DG_DATE_SIZE];
    if (dg_due_parse(due, &due_us) == DG_OK && due_us <= d->time_us) {
        dg_date_format(dg_date_of_instant(d->time_us), today);
        dg_findings_refuse(&d->findings, "due-past", DG_STR("/data/due"),
                           dg_arena_printf(d->findings.arena,
                                           _("due %.*s is past: today is %s"),
                                           DG_STR_ARG(due), today));
    }
}

/* A town asks those below it; a department's reach is the list's to say. */
static void
check_reach(struct dg_deciding *d)
{
    struct dg_division town;
    if (d->event->role != DG_ROLE_TOWN || !d->audience ||
        dg_division_parse(d->event->principal, &town) != DG_OK) {
        return;
    }
    town = dg_division_above(town.value, DG_DIVISION_LEVELS - 2);
    if (!dg_audience_inside(d->audience, d->flow->roster, &town, 1)) {
        dg_findings_refuse(&d->findings, "audience-not-below",
                           DG_STR("/data/audience"),
                           dg_arena_printf(d->findings.arena,
                                           _("town %.*s may ask only offices "
                                             "below it"),
                                           DG_STR_ARG(d->event->principal)));
    }
}

void
dg_core_task_check(struct dg_deciding *d)
{
    check_publisher(d);
    check_due(d);
    if (dg_audience_resolve(
            d->flow->roster, dg_json_get(d->event->data, "audience"),
            "/data/audience", &d->findings, &d->audience) != DG_OK) {
        d->findings.err = DG_ERR_MEMORY;
    }
    check_reach(d);
}

enum dg_err
dg_core_task_apply(struct dg_flow *flow, const struct dg_folding *f)
{
    const struct dg_inbox_publication task = {
        .sequence = f->header->sequence,
        .time_us = f->header->time_us,
        .event = f->event,
        .audience = f->audience,
        .effects = f->header->effects,
        .effect_count = f->header->effect_count,
    };
    /* At replay, of a task whose roster was erased. */
    return f->audience ? dg_inbox_publish(flow->inbox, &task) : DG_ERR_ABSENT;
}

void
dg_core_task_check_withdraw(struct dg_deciding *d)
{
    dg_inbox_check_withdraw(d->flow->inbox, d->event, &d->findings);
}

/* What was admitted named a task; at replay that task may have been erased. */
static enum dg_err
unless_erased(enum dg_err err)
{
    return err == DG_ERR_ABSENT ? DG_OK : err;
}

enum dg_err
dg_core_task_withdraw(struct dg_flow *flow, const struct dg_folding *f)
{
    const struct dg_task *task = dg_inbox_task_named(flow->inbox, f->event);
    return task ? unless_erased(dg_inbox_end(flow->inbox, task->sequence,
                                             DG_TASK_WITHDRAWN))
                : DG_OK;
}

void
dg_core_task_check_acknowledge(struct dg_deciding *d)
{
    dg_inbox_check_acknowledge(d->flow->inbox, d->event, &d->findings);
}

enum dg_err
dg_core_task_acknowledge(struct dg_flow *flow, const struct dg_folding *f)
{
    return unless_erased(
        dg_inbox_acknowledge(flow->inbox, f->event, f->header->time_us));
}

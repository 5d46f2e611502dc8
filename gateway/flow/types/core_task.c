/* SPDX-License-Identifier: Apache-2.0 */
/* Tasks as they are asked, taken back and taken notice of: what the core itself
 * refuses, whatever the plugins say, and what it keeps. How they change later
 * is core_change.c's, what the clock does to them core_clock.c's. */
#include "gateway/flow/types/types_internal.h"

#include "proto/base/date.h"

static void
refuse_publisher(struct dg_deciding *d, const char *code, struct dg_str text)
{
    dg_findings_refuse(&d->findings, code, DG_STR("/source"), text);
}

static void
check_department(struct dg_deciding *d, struct dg_str code)
{
    if (!dg_roster_department(d->flow->roster, code).data) {
        refuse_publisher(
            d, "department-unknown",
            dg_arena_printf(d->findings.arena,
                            _("department %.*s is not in the roster"),
                            DG_STR_ARG(code)));
    }
}

static void
check_town(struct dg_deciding *d)
{
    const struct dg_event *e = d->event;
    struct dg_division code;
    const struct dg_office *town =
        dg_division_parse(e->principal, &code) == DG_OK
            ? dg_roster_office(d->flow->roster, code.value)
            : NULL;
    if (!town || !dg_division_is_town(town->code) ||
        town->until != DG_ROSTER_NEVER) {
        refuse_publisher(d, "town-unknown",
                         dg_arena_printf(d->findings.arena,
                                         _("town %.*s is not in the roster"),
                                         DG_STR_ARG(e->principal)));
    }
}

static void
note_parents(struct dg_deciding *d, const struct dg_str *parents, size_t count)
{
    struct dg_arena *arena = d->findings.arena;
    struct dg_str names = DG_STR("");
    for (size_t i = 0; i < count; i++) {
        names = dg_arena_printf(arena, "%.*s%s%.*s", DG_STR_ARG(names),
                                i ? ", " : "", DG_STR_ARG(parents[i]));
    }
    dg_findings_note(&d->findings, "taskforce-asks", DG_STR("/source"),
                     dg_arena_printf(arena,
                                     _("%.*s asks for %.*s, and is charged to "
                                       "them"),
                                     DG_STR_ARG(d->event->source),
                                     DG_STR_ARG(names)));
}

/* Whose keys are no good cannot have others speak for it. */
static void
check_parent(struct dg_deciding *d, struct dg_str source)
{
    const struct dg_principal *parent =
        dg_principals_find(d->flow->principals, source);
    struct dg_str code;
    dg_role_split(source, &code);
    check_department(d, code);
    if (parent && dg_principal_state(parent, d->time_us) != DG_KEY_ACTIVE) {
        refuse_publisher(
            d, "parent-not-valid",
            dg_arena_printf(d->findings.arena,
                            _("%.*s was suspended or revoked, or its time is "
                              "over: nobody asks for it"),
                            DG_STR_ARG(source)));
    }
}

/* A task force asks in the authority of its parents. */
static void
check_task_force(struct dg_deciding *d)
{
    const struct dg_event *e = d->event;
    const struct dg_principal *force =
        dg_principals_find(d->flow->principals, e->source);
    if (!force || force->parent_count == 0) {
        refuse_publisher(d, "taskforce-unknown",
                         dg_arena_printf(d->findings.arena,
                                         _("task force %.*s is not enrolled"),
                                         DG_STR_ARG(e->principal)));
        return;
    }
    for (size_t i = 0; i < force->parent_count; i++) {
        check_parent(d, force->parents[i]);
    }
    note_parents(d, force->parents, force->parent_count);
}

void
dg_core_task_check_publisher(struct dg_deciding *d)
{
    switch (d->event->role) {
    case DG_ROLE_DEPARTMENT:
        check_department(d, d->event->principal);
        break;
    case DG_ROLE_TASKFORCE:
        check_task_force(d);
        break;
    default:
        check_town(d);
    }
}

struct dg_str
dg_core_task_place(const struct dg_deciding *d, const char *member)
{
    return dg_arena_printf(d->findings.arena, "%.*s/%s",
                           DG_STR_ARG(d->task_pointer), member);
}

void
dg_core_task_refuse(struct dg_deciding *d, const char *code, const char *member,
                    struct dg_str text)
{
    dg_findings_refuse(&d->findings, code, dg_core_task_place(d, member), text);
}

/* What was opened of the task that is amended, stays so. */
static void
check_missed(struct dg_deciding *d, struct dg_recurrence *recurrence)
{
    const struct dg_task *task = dg_inbox_task(d->flow->inbox, d->amends);
    char period[DG_DATE_SIZE];
    unsigned count;
    int32_t last;
    if (task && task->recurrence) {
        recurrence->opened = task->recurrence->opened;
    }
    count = dg_recurrence_missed(recurrence, d->time_us, &last);
    if (count > 1) {
        dg_period_format(last, recurrence->per, period);
        dg_core_task_refuse(
            d, "recurrence-past", "recurrence",
            dg_arena_printf(d->findings.arena,
                            _("%u occurrences of periods that are over would "
                              "open at once: let it begin with %s"),
                            count, period));
    }
}

void
dg_core_task_check_due(struct dg_deciding *d)
{
    const struct dg_json *json = dg_json_get(d->task, "recurrence");
    struct dg_str due = dg_json_get_str(d->task, "due");
    struct dg_arena *arena = d->findings.arena;
    struct dg_recurrence recurrence;
    char today[DG_DATE_SIZE];
    int64_t due_us = 0;
    int32_t day;
    dg_date_format(dg_date_of_instant(d->time_us), today);
    if (dg_due_parse(due, &due_us) == DG_OK && due_us <= d->time_us &&
        !dg_core_ordered_excuses(d, due_us)) {
        dg_core_task_refuse(d, "due-past", "due",
                            dg_arena_printf(arena,
                                            _("due %.*s is past: today is %s"),
                                            DG_STR_ARG(due), today));
    }
    if (!json || dg_recurrence_parse(json, &recurrence) != DG_OK) {
        return;
    }
    check_missed(d, &recurrence);
    if (!dg_recurrence_next(&recurrence, d->time_us, &day)) {
        dg_core_task_refuse(
            d, "due-past", "recurrence",
            dg_arena_printf(arena,
                            _("the last occurrence %.*s is past: today is %s"),
                            DG_STR_ARG(dg_json_get_str(json, "last")), today));
    }
}

static void
check_recurrence(struct dg_deciding *d, const struct dg_json *json,
                 int64_t *due_us)
{
    struct dg_recurrence recurrence;
    struct dg_arena *arena = d->findings.arena;
    switch (dg_recurrence_parse(json, &recurrence)) {
    case DG_OK:
        *due_us = dg_recurrence_due(&recurrence, recurrence.last);
        break;
    case DG_ERR_LIMIT:
        dg_core_task_refuse(
            d, "recurrence-beyond-calendar", "recurrence",
            dg_arena_printf(arena,
                            _("more than %d occurrences, or one that is "
                              "due after the year 9999"),
                            DG_RECURRENCE_MAX));
        break;
    default:
        dg_core_task_refuse(
            d, "recurrence-malformed", "recurrence",
            dg_arena_printf(arena, "%s",
                            _("first and last must be periods of the kind "
                              "that per names, in this order, and each due "
                              "after it begins")));
    }
}

void
dg_core_task_check_dates(struct dg_deciding *d)
{
    const struct dg_json *recurrence = dg_json_get(d->task, "recurrence");
    struct dg_str due = dg_json_get_str(d->task, "due");
    struct dg_str expires = dg_json_get_str(d->task, "expires");
    struct dg_arena *arena = d->findings.arena;
    int64_t due_us = 0;
    int32_t day;
    if (recurrence && due.len) {
        dg_core_task_refuse(
            d, "due-and-recurrence", "recurrence",
            dg_arena_printf(arena, "%s",
                            _("a task has a due date, or it recurs, not "
                              "both")));
        return;
    }
    if (recurrence) {
        check_recurrence(d, recurrence, &due_us);
    } else if (dg_due_parse(due, &due_us) != DG_OK) {
        return;
    }
    if (dg_date_parse(expires, &day) == DG_OK &&
        dg_instant_of_date(day + 1) < due_us) {
        dg_core_task_refuse(
            d, "expires-before-due", "expires",
            dg_arena_printf(arena,
                            _("it would end on %.*s, before it is "
                              "due"),
                            DG_STR_ARG(expires)));
    }
}

void
dg_core_task_resolve(struct dg_deciding *d)
{
    struct dg_str pointer = dg_core_task_place(d, "audience");
    if (!pointer.data ||
        dg_audience_resolve(d->flow->roster, dg_json_get(d->task, "audience"),
                            pointer.data, &d->findings,
                            &d->audience) != DG_OK) {
        d->findings.err = DG_ERR_MEMORY;
    }
}

/* A town asks those below it; a department's reach is the list's to say. */
void
dg_core_task_check_reach(struct dg_deciding *d)
{
    struct dg_division town;
    if (d->event->role != DG_ROLE_TOWN || !d->audience ||
        dg_division_parse(d->event->principal, &town) != DG_OK) {
        return;
    }
    town = dg_division_above(town.value, DG_DIVISION_LEVELS - 2);
    if (!dg_audience_inside(d->audience, d->flow->roster, &town, 1)) {
        dg_core_task_refuse(
            d, "audience-not-below", "audience",
            dg_arena_printf(d->findings.arena,
                            _("town %.*s may ask only offices below it"),
                            DG_STR_ARG(d->event->principal)));
    }
}

void
dg_core_task_check(struct dg_deciding *d)
{
    dg_core_task_check_publisher(d);
    dg_core_task_check_dates(d);
    dg_core_task_check_due(d);
    dg_core_ordered_check(d);
    dg_core_task_resolve(d);
    dg_core_task_check_reach(d);
    dg_core_cosign_check_joint(d);
}

struct dg_inbox_publication
dg_core_task_publication(const struct dg_flow *flow, const struct dg_folding *f)
{
    const struct dg_core_type *core = dg_core_types_of(flow, f->event);
    return (struct dg_inbox_publication){
        .sequence = f->header->sequence,
        .time_us = f->header->time_us,
        .event = f->event,
        .task = dg_core_types_task(core, f->event),
        .audience = f->audience,
        .effects = f->header->effects,
        .effect_count = f->header->effect_count,
        .waits = f->header->verdict == DG_VERDICT_DEFER,
        .signs = f->signs,
        .needs_word = f->needs_word,
        .event_sha256 = f->event_sha256,
    };
}

enum dg_err
dg_core_task_apply(struct dg_flow *flow, const struct dg_folding *f)
{
    const struct dg_inbox_publication task = dg_core_task_publication(flow, f);
    /* At replay, of a task whose roster was erased. */
    return f->audience ? dg_inbox_publish(flow->inbox, &task) : DG_ERR_ABSENT;
}

void
dg_core_task_check_withdraw(struct dg_deciding *d)
{
    d->about = dg_inbox_task_named(d->flow->inbox, d->event);
    dg_inbox_check_withdraw(d->flow->inbox, d->event, &d->findings);
}

enum dg_err
dg_core_task_unless_erased(enum dg_err err)
{
    return err == DG_ERR_ABSENT ? DG_OK : err;
}

enum dg_err
dg_core_task_withdraw(struct dg_flow *flow, const struct dg_folding *f)
{
    uint64_t task = dg_json_to_number(dg_json_get(f->event->data, "task"));
    return dg_core_task_unless_erased(
        dg_inbox_end(flow->inbox, task, DG_TASK_WITHDRAWN));
}

void
dg_core_task_check_acknowledge(struct dg_deciding *d)
{
    dg_inbox_check_acknowledge(d->flow->inbox, d->event, &d->findings);
}

enum dg_err
dg_core_task_acknowledge(struct dg_flow *flow, const struct dg_folding *f)
{
    return dg_core_task_unless_erased(
        dg_inbox_acknowledge(flow->inbox, f->event, f->header->sequence));
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What becomes of tasks: departments amend them, towns forward them; and what
 * is only declared. Decides whether a change takes off or hands on and passes,
 * or is judged like a new task. */
#include "gateway/flow/types/types_internal.h"

#include "gateway/inbox/compare.h"
#include "proto/base/date.h"

static void
note(struct dg_deciding *d, const char *code, struct dg_str text)
{
    dg_findings_note(&d->findings, code, d->task_pointer, text);
}

/* Names behind names: "seals, due". */
static struct dg_str
join(struct dg_deciding *d, struct dg_str names, const char *name)
{
    return dg_arena_printf(d->findings.arena, "%.*s%s%s", DG_STR_ARG(names),
                           names.len ? ", " : "", name);
}

/* A text of the task as it stands. */
static struct dg_str
read_text(struct dg_deciding *d, const struct dg_task *task, const char *name)
{
    const struct dg_json *item;
    struct dg_json_error error;
    if (dg_json_parse(d->findings.arena, task->item, &item, &error) != DG_OK) {
        d->findings.err = DG_ERR_MEMORY;
        return DG_STR("");
    }
    return dg_json_get_str(item, name);
}

/* The task's duty and kind stay; what else changes is judged. */
static void
check_same_duty(struct dg_deciding *d, const struct dg_task *task)
{
    struct dg_arena *arena = d->findings.arena;
    struct dg_str duty = read_text(d, task, "duty");
    if (!dg_str_equal(duty, dg_json_get_str(d->task, "duty"))) {
        dg_core_task_refuse(d, "duty-changed", "duty",
                            dg_arena_printf(arena,
                                            _("task %llu is of duty %.*s"),
                                            (unsigned long long) task->sequence,
                                            DG_STR_ARG(duty)));
    }
}

/* ---- amend -------------------------------------------------------------- */

static void
check_same_kind(struct dg_deciding *d, const struct dg_task *task)
{
    bool recurs = dg_json_get(d->task, "recurrence") != NULL;
    if (recurs != (task->recurrence != NULL)) {
        dg_core_task_refuse(
            d, "recurrence-changed", recurs ? "recurrence" : "due",
            dg_arena_printf(d->findings.arena,
                            task->recurrence
                                ? _("task %llu recurs: withdraw it and "
                                    "publish one with a due date")
                                : _("task %llu has a due date: withdraw it "
                                    "and publish one that recurs"),
                            (unsigned long long) task->sequence));
    }
}

/* What is not only taken off, by name; empty if nothing is. */
static struct dg_str
name_changes(struct dg_deciding *d, const struct dg_task *task)
{
    struct dg_str names =
        dg_compare_added(d->findings.arena, task, d->task, false);
    int64_t due_us;
    if (!names.data) {
        return names;
    }
    if (dg_due_parse(dg_json_get_str(d->task, "due"), &due_us) == DG_OK &&
        due_us < task->due_us) {
        names = join(d, names, "due");
    }
    if (!dg_audience_same(d->audience, task->audience) &&
        !dg_audience_reached(d->audience, task->audience, d->flow->roster)) {
        names = join(d, names, "audience");
    }
    return names;
}

/* As counted when each was frozen; the same terms are the same offices. */
static uint32_t
count_released(const struct dg_deciding *d, const struct dg_task *task)
{
    uint32_t before = task->audience->offices, after = d->audience->offices;
    return dg_audience_same(d->audience, task->audience) || after >= before
               ? 0
               : before - after;
}

static void
relieve(struct dg_deciding *d, const struct dg_task *task)
{
    const struct dg_effect release = {
        .kind = DG_EFFECT_RELEASE,
        .pointer = DG_STR("/data/assignment/audience"),
        .dimension = DG_STR("task"),
        .quantity = 1,
        .offices = count_released(d, task),
        .cause = DG_STR("amended"),
    };
    const struct dg_finding relief = {
        .plugin = DG_STR("gateway"),
        .verdict = DG_VERDICT_NOTE,
        .code = DG_STR("amend-relieves"),
        .text = dg_arena_printf(d->findings.arena,
                                _("it only takes off: nothing is judged anew, "
                                  "%u offices are released"),
                                release.offices),
        .pointer = d->task_pointer,
        .effects = &release,
        .effect_count = release.offices > 0 ? 1 : 0,
    };
    d->gated = false;
    if (relief.text.data) {
        dg_findings_add(&d->findings, &relief);
    } else {
        d->findings.err = DG_ERR_MEMORY;
    }
}

void
dg_core_change_check_amend(struct dg_deciding *d)
{
    const struct dg_task *task =
        dg_inbox_check_amend(d->flow->inbox, d->event, &d->findings);
    struct dg_str changes;
    if (!task) {
        return;
    }
    check_same_duty(d, task);
    check_same_kind(d, task);
    dg_core_task_check_dates(d);
    dg_core_task_resolve(d);
    if (!d->audience) {
        return;
    }
    changes = name_changes(d, task);
    if (changes.data && changes.len == 0) {
        relieve(d, task);
        return;
    }
    note(d, "amend-gated",
         dg_arena_printf(d->findings.arena,
                         _("judged like a new task, for its %.*s"),
                         DG_STR_ARG(changes)));
    dg_core_task_check_publisher(d);
    dg_core_task_check_due(d);
    if (!dg_str_equal(dg_json_get_str(d->task, "ordered"),
                      read_text(d, task, "ordered"))) {
        dg_core_ordered_check(d); /* else it was entered in time */
    }
    dg_core_task_check_reach(d);
    dg_core_cosign_check_joint(d);
}

enum dg_err
dg_core_change_amend(struct dg_flow *flow, const struct dg_folding *f)
{
    struct dg_inbox_publication amendment = dg_core_task_publication(flow, f);
    if (!f->audience) {
        return DG_OK; /* of a roster that was erased */
    }
    amendment.amends =
        dg_core_types_amends(dg_core_types_of(flow, f->event), f->event);
    return dg_core_task_unless_erased(
        dg_inbox_amend(flow->inbox, &amendment, f->gated));
}

/* ---- forward ------------------------------------------------------------ */

/* Where the task names the town itself, the town may choose among its
 * offices. */
static void
check_within(struct dg_deciding *d, const struct dg_task *task)
{
    const struct dg_roster *roster = d->flow->roster;
    struct dg_division code;
    const struct dg_office *town =
        dg_division_parse(d->event->principal, &code) == DG_OK
            ? dg_roster_office(roster, code.value)
            : NULL;
    if (d->audience &&
        !(town && dg_audience_reaches(task->audience, roster, town)) &&
        !dg_audience_reached(d->audience, task->audience, roster)) {
        dg_core_task_refuse(
            d, "forward-outside", "audience",
            dg_arena_printf(d->findings.arena,
                            _("task %llu did not go to all of these offices"),
                            (unsigned long long) task->sequence));
    }
}

/* Percent of the task's time that an office has left; 100 at most. */
static int
time_left(const struct dg_deciding *d, const struct dg_task *task,
          int64_t due_us)
{
    int64_t whole = task->due_us - task->time_us, left = due_us - d->time_us;
    if (whole > INT64_MAX / 100) { /* some thousand years: seconds will do */
        whole /= 1000000;
        left /= 1000000;
    }
    return whole <= 0 || left >= whole ? 100
           : left <= 0                 ? 0
                                       : (int) (left * 100 / whole);
}

/* What the town handed on of the task before, to some of these offices. */
static const struct dg_task *
find_twin(const struct dg_deciding *d, const struct dg_task *task)
{
    const struct dg_task *child = d->audience ? task->children : NULL;
    while (child && (dg_task_ended(child) ||
                     !dg_str_equal(child->source, d->event->source) ||
                     !dg_audience_overlaps(child->audience, d->audience,
                                           d->flow->roster))) {
        child = child->sibling;
    }
    return child;
}

/* What makes it a new ask of the town, in words; empty if nothing does. */
static struct dg_str
say_new(struct dg_deciding *d, const struct dg_task *task)
{
    const struct dg_task *twin = find_twin(d, task);
    struct dg_arena *arena = d->findings.arena;
    struct dg_str added = dg_compare_added(arena, task, d->task, true);
    int64_t due_us = INT64_MAX;
    int left = 100;
    if (dg_due_parse(dg_json_get_str(d->task, "due"), &due_us) == DG_OK) {
        left = time_left(d, task, due_us);
        if (added.data && due_us > task->due_us) {
            added = join(d, added, "due");
        }
    }
    if (twin) {
        return dg_arena_printf(arena,
                               _("a new ask of the town: some of these offices "
                                 "have it already, by receipt %llu"),
                               (unsigned long long) twin->sequence);
    }
    if (!added.data || (added.len == 0 && left >= 50)) {
        return added;
    }
    if (added.len == 0) {
        return dg_arena_printf(arena,
                               _("a new ask of the town: %d %% of the time is "
                                 "left to the offices"),
                               left);
    }
    if (left >= 50) {
        return dg_arena_printf(arena, _("a new ask of the town: %.*s added"),
                               DG_STR_ARG(added));
    }
    return dg_arena_printf(arena,
                           _("a new ask of the town: %.*s added, and %d %% of "
                             "the time is left to the offices"),
                           DG_STR_ARG(added), left);
}

void
dg_core_change_check_forward(struct dg_deciding *d)
{
    const struct dg_task *task =
        dg_inbox_check_forward(d->flow->inbox, d->event, &d->findings);
    struct dg_str text;
    if (!task) {
        return;
    }
    check_same_duty(d, task);
    dg_core_task_check_publisher(d);
    dg_core_task_check_dates(d);
    dg_core_task_check_due(d);
    dg_core_task_resolve(d);
    dg_core_task_check_reach(d);
    check_within(d, task);
    text = say_new(d, task);
    if (text.data && text.len == 0) {
        d->gated = false;
        note(d, "forward-passes",
             dg_str_from(_("handed on with nothing added: no new ask")));
    } else {
        note(d, "forward-new-ask", text);
        dg_core_ordered_check(d);
        dg_core_cosign_check_joint(d);
    }
}

enum dg_err
dg_core_change_forward(struct dg_flow *flow, const struct dg_folding *f)
{
    struct dg_inbox_publication task = dg_core_task_publication(flow, f);
    task.forwards = dg_json_to_number(dg_json_get(f->event->data, "task"));
    task.tied = !f->gated;
    /* At replay, of a task whose roster was erased. */
    return f->audience ? dg_inbox_publish(flow->inbox, &task) : DG_ERR_ABSENT;
}

/* ---- declare ------------------------------------------------------------ */

void
dg_core_change_check_declare(struct dg_deciding *d)
{
    dg_core_task_check_publisher(d);
    dg_core_task_resolve(d);
    dg_core_task_check_reach(d);
    note(d, "declared",
         dg_str_from(_("a classified matter: it is counted and goes to no "
                       "inbox, what it says travels by another way")));
}

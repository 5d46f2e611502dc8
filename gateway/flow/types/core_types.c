/* SPDX-License-Identifier: Apache-2.0 */
/* The event types of the core: who may send them, and which functions check
 * them, keep them and answer them. The table is the only place that lists
 * them. */
#include "gateway/flow/types/types_internal.h"

static void
check_roster(struct dg_deciding *d)
{
    dg_roster_check(d->flow->roster, d->event->data, &d->findings);
}

static enum dg_err
apply_roster(struct dg_flow *flow, const struct dg_folding *f)
{
    return dg_roster_apply(flow->roster, f->event->data);
}

#define ROLE(name) (1u << DG_ROLE_##name)
#define ASKERS (ROLE(DEPARTMENT) | ROLE(TOWN) | ROLE(TASKFORCE))
#define ANYBODY                                                                \
    (ASKERS | ROLE(OFFICE) | ROLE(KEEPER) | ROLE(AUDITOR) | ROLE(OPERATOR))
#define ENROLS (ROLE(ROOT) | ROLE(KEEPER))

const struct dg_core_type dg_core_types[] = {
    {.name = "dutygate.task.check.v1",
     .roles = ASKERS,
     .own = ROLE(DEPARTMENT) | ROLE(TASKFORCE),
     .below = ROLE(TOWN),
     .checks = true,
     .task = "",
     .audience = true,
     .check = dg_core_task_check},
    {.name = "dutygate.task.publish.v1",
     .roles = ASKERS,
     .erasable = true,
     .own = ROLE(DEPARTMENT) | ROLE(TASKFORCE),
     .below = ROLE(TOWN),
     .task = "",
     .audience = true,
     .defers = true,
     .adds = true,
     .check = dg_core_task_check,
     .apply = dg_core_task_apply},
    {.name = "dutygate.task.amend.v1",
     .roles = ASKERS,
     .erasable = true,
     .upon = "task",
     .own = ROLE(DEPARTMENT) | ROLE(TASKFORCE),
     .below = ROLE(TOWN),
     .task = "assignment",
     .audience = true,
     .defers = true,
     .amends = true,
     .passes = "amend-relieves",
     .check = dg_core_change_check_amend,
     .apply = dg_core_change_amend},
    {.name = "dutygate.task.forward.v1",
     .roles = ROLE(TOWN),
     .erasable = true,
     .below = ROLE(TOWN),
     .task = "assignment",
     .audience = true,
     .defers = true,
     .passes = "forward-passes",
     .adds = true,
     .check = dg_core_change_check_forward,
     .apply = dg_core_change_forward},
    {.name = "dutygate.task.declare.v1",
     .roles = ASKERS,
     .erasable = true,
     .own = ROLE(DEPARTMENT) | ROLE(TASKFORCE),
     .below = ROLE(TOWN),
     .task = "",
     .audience = true,
     .check = dg_core_change_check_declare},
    {.name = "dutygate.task.occur.v1",
     .roles = ROLE(GATEWAY),
     .upon = "task",
     .adds = true,
     .occurs = true,
     .check = dg_core_clock_check_occur,
     .apply = dg_core_clock_occur},
    {.name = "dutygate.task.expire.v1",
     .roles = ROLE(GATEWAY),
     .check = dg_core_clock_check_expire,
     .apply = dg_core_clock_expire},
    {.name = "dutygate.task.withdraw.v1",
     .roles = ASKERS,
     .erasable = true,
     .upon = "task",
     .own = ASKERS,
     .check = dg_core_task_check_withdraw,
     .apply = dg_core_task_withdraw},
    {.name = "dutygate.task.cosign.v1",
     .roles = ROLE(DEPARTMENT),
     .erasable = true,
     .upon = "task",
     .own = ROLE(DEPARTMENT),
     .check = dg_core_cosign_check,
     .apply = dg_core_cosign_apply},
    {.name = "dutygate.cosign.read.v1",
     .roles = ASKERS,
     .own = ASKERS,
     .reads = true,
     .read = dg_core_cosign_list},
    {.name = "dutygate.task.acknowledge.v1",
     .roles = ROLE(OFFICE) | ROLE(TOWN),
     .upon = "task",
     .own = ROLE(OFFICE),
     .below = ROLE(TOWN),
     .behalf = true,
     .adds = true,
     .check = dg_core_task_check_acknowledge,
     .apply = dg_core_task_acknowledge},
    {.name = "dutygate.inbox.read.v1",
     .roles = ROLE(OFFICE) | ROLE(TOWN),
     .own = ROLE(OFFICE),
     .below = ROLE(TOWN),
     .whose = "office",
     .reads = true,
     .read = dg_read_inbox},
    {.name = "dutygate.roster.publish.v1",
     .roles = ROLE(KEEPER) | ROLE(OPERATOR),
     .open = true,
     .check = check_roster,
     .apply = apply_roster},
    {.name = "dutygate.roster.read.v1",
     .roles = ANYBODY,
     .reads = true,
     .read = dg_read_roster},
    {.name = "dutygate.exemption.request.v1",
     .roles = ASKERS,
     .erasable = true,
     .own = ROLE(DEPARTMENT) | ROLE(TASKFORCE),
     .below = ROLE(TOWN),
     .audience = true,
     .defers = true,
     .check = dg_core_exemption_check_request,
     .apply = dg_core_exemption_request},
    {.name = "dutygate.exemption.decide.v1",
     .roles = ROLE(KEEPER) | ROLE(GATEWAY),
     .erasable = true,
     .upon = "request",
     .check = dg_core_exemption_check_decide,
     .apply = dg_core_exemption_decide},
    {.name = "dutygate.principal.enrol.v1",
     .roles = ENROLS,
     .adds = true,
     .check = dg_core_principal_check,
     .apply = dg_core_principal_apply},
    {.name = "dutygate.principal.rotate.v1",
     .roles = ANYBODY | ROLE(ROOT),
     .own = ASKERS | ROLE(OFFICE) | ROLE(AUDITOR) | ROLE(OPERATOR),
     .adds = true,
     .check = dg_core_principal_check,
     .apply = dg_core_principal_apply},
    {.name = "dutygate.principal.suspend.v1",
     .roles = ENROLS,
     .adds = true,
     .check = dg_core_principal_check,
     .apply = dg_core_principal_apply},
    {.name = "dutygate.principal.revoke.v1",
     .roles = ENROLS,
     .adds = true,
     .check = dg_core_principal_check,
     .apply = dg_core_principal_apply},
    {.name = "dutygate.office.handover.v1",
     .roles = ROLE(OFFICE) | ROLE(TOWN) | ENROLS,
     .own = ROLE(OFFICE),
     .below = ROLE(TOWN),
     .whose = "office",
     .adds = true,
     .check = dg_core_principal_check_handover,
     .apply = dg_core_principal_apply},
    {.name = "dutygate.principal.read.v1",
     .roles = ANYBODY | ROLE(ROOT),
     .reads = true,
     .read = dg_read_principals},
    {.name = "dutygate.journal.erase.v1",
     .roles = ROLE(KEEPER),
     .check = dg_core_erase_check,
     .apply = dg_erase_apply},
    {.name = "dutygate.journal.disclose.v1",
     .roles = ROLE(GATEWAY),
     .adds = true},
    {.name = "dutygate.receipt.lookup.v1",
     .roles = ANYBODY,
     .own = ROLE(DEPARTMENT) | ROLE(TASKFORCE) | ROLE(OFFICE),
     .below = ROLE(TOWN),
     .reads = true,
     .read = dg_read_receipt},
    {.name = "dutygate.journal.read.v1",
     .roles = ROLE(KEEPER) | ROLE(AUDITOR) | ROLE(OPERATOR),
     .reads = true,
     .read = dg_read_journal},
    {.name = "dutygate.proof.read.v1",
     .roles = ANYBODY,
     .reads = true,
     .read = dg_read_proof},
    {.name = "dutygate.gateway.configure.v1",
     .roles = ROLE(GATEWAY),
     .adds = true,
     .apply = dg_core_principal_apply},
    {.name = "dutygate.gateway.read.v1",
     .roles = ROLE(OPERATOR) | ROLE(AUDITOR) | ROLE(KEEPER),
     .reads = true,
     .read = dg_health_read},
};

const size_t dg_core_type_count =
    sizeof dg_core_types / sizeof dg_core_types[0];

const struct dg_core_type *
dg_core_types_of(const struct dg_flow *flow, const struct dg_event *event)
{
    if (!event->kind || event->kind->owner >= 0) {
        return NULL;
    }
    return &dg_core_types[event->kind - flow->types];
}

const struct dg_json *
dg_core_types_task(const struct dg_core_type *core,
                   const struct dg_event *event)
{
    if (!core || !core->task) {
        return NULL;
    }
    return *core->task ? dg_json_get(event->data, core->task) : event->data;
}

uint64_t
dg_core_types_amends(const struct dg_core_type *core,
                     const struct dg_event *event)
{
    return core && core->amends
               ? dg_json_to_number(dg_json_get(event->data, "task"))
               : 0;
}

struct dg_str
dg_core_types_pointer(const struct dg_core_type *core)
{
    if (!core || !core->task) {
        return DG_STR("");
    }
    return *core->task ? DG_STR("/data/assignment") : DG_STR("/data");
}

static int64_t
find_due(const struct dg_json *task)
{
    int64_t due_us;
    return task && !dg_json_get(task, "recurrence") &&
                   dg_due_parse(dg_json_get_str(task, "due"), &due_us) == DG_OK
               ? due_us
               : 0;
}

void
dg_core_types_show(const struct dg_flow *flow, const struct dg_core_type *core,
                   struct dg_host_event *shown)
{
    shown->task = dg_core_types_task(core, shown->event);
    shown->task_pointer = dg_core_types_pointer(core);
    shown->amends = dg_core_types_amends(core, shown->event);
    shown->due_us = find_due(shown->task);
    if (core && core->occurs) {
        dg_core_clock_show(flow, shown);
    }
}

const struct dg_json *
dg_core_types_audience(const struct dg_core_type *core,
                       const struct dg_event *event)
{
    const struct dg_json *task = dg_core_types_task(core, event);
    return core && core->audience
               ? dg_json_get(task ? task : event->data, "audience")
               : NULL;
}

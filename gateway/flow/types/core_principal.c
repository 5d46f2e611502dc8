/* SPDX-License-Identifier: Apache-2.0 */
/* principal.* and office.handover as core types: keys decides what may be,
 * here is what the rest of the gateway has to say about it. */
#include "gateway/flow/types/types_internal.h"

#include "proto/base/division.h"

void
dg_core_principal_check(struct dg_deciding *d)
{
    dg_principals_check(d->flow->principals, d->event, d->time_us,
                        &d->findings);
}

/* What the old term leaves undone is the new one's. */
static void
note_tasks(struct dg_deciding *d)
{
    struct dg_division office;
    uint32_t open = 0;
    if (dg_division_parse(dg_json_get_str(d->event->data, "office"), &office) ==
        DG_OK) {
        d->findings.err = dg_inbox_count(d->flow->inbox, office.value, &open);
    }
    if (open > 0) {
        dg_findings_note(
            &d->findings, "tasks-pass", DG_STR("/data/office"),
            dg_arena_printf(d->findings.arena,
                            _("%u open task(s) pass to the new term"), open));
    }
}

void
dg_core_principal_check_handover(struct dg_deciding *d)
{
    dg_core_principal_check(d);
    if (dg_findings_verdict(&d->findings) < DG_VERDICT_REFUSE &&
        d->findings.err == DG_OK) {
        note_tasks(d);
    }
}

enum dg_err
dg_core_principal_apply(struct dg_flow *flow, const struct dg_folding *f)
{
    return dg_principals_apply(flow->principals, f->event, f->header->time_us);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* An entry goes into every fold: ids, the core's own, the plugins'. The same
 * for an event just decided and for one replayed; whatever differs between the
 * two would be a difference between the gateway and its journal. */
#include "gateway/flow/flow_internal.h"

#include <stdlib.h>

/* An item that ended the worker is kept from the plugins for good, but for its
 * header, which is all ours. */
static bool
is_fault(const struct dg_header *header)
{
    return header->verdict == DG_VERDICT_REFUSE && header->effect_count == 1 &&
           header->effects[0].kind == DG_EFFECT_REFUSE &&
           dg_str_is(header->effects[0].cause, "fault");
}

static enum dg_err
show_plugins(struct dg_flow *flow, const struct dg_folding *f)
{
    const struct dg_header *header = f->header;
    const struct dg_core_type *core = dg_core_types_of(flow, f->event);
    struct dg_host_event shown = {
        .event = f->event,
        .audience = f->audience,
        .time_us = header->time_us,
        .sequence = header->sequence,
    };
    const struct dg_host_decision decision = {header->verdict, f->decision,
                                              f->findings};
    uint64_t *erased = NULL;
    enum dg_err err;
    dg_core_types_show(flow, core, &shown);
    shown.gated = f->gated && shown.task;
    if (dg_erase_is(f->event, header->verdict)) {
        erased = dg_erase_list(flow, f->event, &shown.erased_count);
        if (!erased) {
            return DG_ERR_MEMORY;
        }
        shown.erased = erased;
    }
    shown.charged = dg_authorise_charged(flow, f->event, &shown.charged_count);
    err = dg_host_apply(flow->host, &shown, &decision);
    free(erased);
    return err;
}

enum dg_err
dg_fold_apply(struct dg_flow *flow, const struct dg_folding *folding)
{
    const struct dg_header *header = folding->header;
    const struct dg_core_type *core;
    enum dg_err err = dg_known_add(flow->known, header->sequence,
                                   header->id_digest, folding->event_sha256);
    flow->last_us = header->time_us;
    if (err == DG_OK) {
        err = dg_erase_note(flow, folding);
    }
    if (err == DG_OK) {
        err = dg_host_header(flow->host, header, !folding->event);
    }
    if (err != DG_OK || !folding->event) {
        return err != DG_OK ? err : dg_erase_skip(flow, header);
    }
    core = dg_core_types_of(flow, folding->event);
    if (core && core->apply &&
        header->verdict <
            (core->defers ? DG_VERDICT_REFUSE : DG_VERDICT_DEFER)) {
        flow->changed = core->adds ? flow->changed : header->sequence;
        err = core->apply(flow, folding);
    }
    if (err == DG_OK && !is_fault(header)) {
        err = show_plugins(flow, folding);
    }
    return err == DG_OK ? dg_follow_tell(flow, header->time_us) : err;
}

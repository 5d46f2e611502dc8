/* SPDX-License-Identifier: Apache-2.0 */
/* Replay at start: recorded decisions go into the folds as they were made;
 * nothing is decided again. Parsing runs off the loop, folding in order. */
#include "gateway/flow/flow_internal.h"

struct replaying {
    struct dg_flow *flow;
    struct dg_arena arena; /* for one entry */
};

static enum dg_err
prepare(void *ctx, struct dg_replay_entry *entry)
{
    struct replaying *r = ctx;
    struct dg_event *event;
    if (!entry->stored.event.data || !entry->stored.decision.data) {
        /* erased, or withheld */
        return DG_OK;
    }
    event = dg_arena_alloc(entry->arena, sizeof *event);
    if (!event) {
        return DG_ERR_MEMORY;
    }
    entry->prepared = event;
    return dg_event_decode_stored(&r->flow->codec, entry->arena,
                                  entry->stored.event, event);
}

/* The roster stands where it stood when this was decided, so the audience
 * comes out as it did then. Where the decision had none (the header counts no
 * office), the folds get none either. */
static enum dg_err
freeze_audience(struct replaying *r, const struct dg_replay_entry *entry,
                const struct dg_audience **audience)
{
    const struct dg_event *event = entry->prepared;
    const struct dg_json *written = NULL;
    struct dg_findings ignored;
    if (event && entry->header.offices > 0) {
        written =
            dg_core_types_audience(dg_core_types_of(r->flow, event), event);
    }
    if (!written) {
        return DG_OK;
    }
    dg_findings_init(&ignored, &r->arena);
    return dg_audience_resolve(r->flow->roster, written, "/data/audience",
                               &ignored, audience);
}

/* Whether the rules judged it, and what it waits for, stands in the decision.
 */
static enum dg_err
read_decision(struct replaying *r, const struct dg_replay_entry *entry,
              struct dg_folding *folding)
{
    const struct dg_event *event = entry->prepared;
    const struct dg_core_type *core =
        event ? dg_core_types_of(r->flow, event) : NULL;
    struct dg_decision decision;
    enum dg_err err;
    folding->gated = true;
    if (!core || (!core->passes && entry->header.verdict != DG_VERDICT_DEFER)) {
        return DG_OK;
    }
    err = dg_decision_decode(&r->arena, entry->stored.decision, &decision);
    for (size_t i = 0; err == DG_OK && i < decision.finding_count; i++) {
        const struct dg_finding *f = &decision.findings[i];
        if (core->passes && dg_str_is(f->plugin, "gateway") &&
            dg_str_is(f->code, core->passes)) {
            folding->gated = false;
        }
    }
    if (err == DG_OK) {
        dg_core_cosign_read(folding, decision.findings, decision.finding_count);
    }
    return err;
}

static enum dg_err
apply(void *ctx, const struct dg_replay_entry *entry)
{
    struct replaying *r = ctx;
    struct dg_folding folding = {
        .header = &entry->header,
        .event = entry->prepared,
        .decision = entry->stored.decision,
        .event_sha256 = entry->event_sha256,
    };
    enum dg_err err;
    dg_arena_reset(&r->arena);
    dg_fault_replay(r->flow->fault, entry->stored.sequence);
    err = freeze_audience(r, entry, &folding.audience);
    if (err == DG_OK) {
        err = read_decision(r, entry, &folding);
    }
    if (err == DG_OK) {
        err = dg_fold_apply(r->flow, &folding);
    }
    r->flow->replayed++;
    if (err == DG_OK) {
        dg_flow_tell_entry(r->flow, &entry->header);
    }
    return err;
}

enum dg_err
dg_replay_run(struct dg_flow *flow, struct dg_buf *why)
{
    struct replaying r = {.flow = flow};
    struct dg_replay replay = {prepare, apply, &r};
    enum dg_err err;
    dg_arena_init(&r.arena, SIZE_MAX);
    flow->replaying = true;
    err = dg_journal_replay(flow->journal, 1, &replay, why);
    flow->replaying = false;
    if (err == DG_OK && flow->late_count > 0) {
        err = dg_journal_erase_now(flow->journal, flow->late, flow->late_count);
    }
    dg_fault_replay(flow->fault, 0);
    dg_arena_finish(&r.arena);
    return err;
}

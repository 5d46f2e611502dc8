/* SPDX-License-Identifier: Apache-2.0 */
/* What is found about an event: by whom it may be sent, by the core, by the
 * plugins, in this order; and what follows from all of it together. What
 * becomes of it is decide.c's. */
#include "gateway/flow/flow_internal.h"

/* The effect is what dg_fold_apply knows a fault by, also after a restart. */
static void
refuse_fault(struct dg_deciding *d)
{
    const struct dg_effect whole = {
        .kind = DG_EFFECT_REFUSE,
        .pointer = DG_STR("/data"),
        .dimension = DG_STR("task"),
        .cause = DG_STR("fault"),
        .quantity = 1,
    };
    const struct dg_finding finding = {
        .plugin = DG_STR("gateway"),
        .verdict = DG_VERDICT_REFUSE,
        .code = DG_STR("fault"),
        .text = dg_str_from(
            _("deciding this event ended the gateway's worker twice; "
              "its operator was told")),
        .effects = &whole,
        .effect_count = 1,
    };
    dg_findings_add(&d->findings, &finding);
}

/* Whether something is taken off what goes out, now or after a word. */
static bool
is_stripped(const struct dg_deciding *d)
{
    bool strips = false;
    for (size_t i = 0; i < d->findings.count; i++) {
        const struct dg_finding *f = &d->findings.items[i];
        strips = strips || (f->verdict == DG_VERDICT_STRIP && !f->observed);
    }
    return strips && dg_findings_verdict(&d->findings) < DG_VERDICT_REFUSE;
}

static void
check_strict(struct dg_deciding *d)
{
    const struct dg_json *strict = dg_json_get(d->task, "strict");
    if (strict && strict->boolean && is_stripped(d)) {
        dg_core_task_refuse(
            d, "strict", "strict",
            dg_str_from(_("parts would be taken off, and the task "
                          "asks to be refused rather than that")));
    }
}

/* A refusal that names no effects, the core's or a plugin's, takes the task off
 * every office it asked; what asked no office takes nothing off. */
static void
add_refusal_effects(struct dg_deciding *d)
{
    for (size_t i = 0; d->task && d->audience && i < d->findings.count; i++) {
        struct dg_finding *finding = &d->findings.items[i];
        struct dg_effect *whole;
        if (finding->verdict != DG_VERDICT_REFUSE ||
            finding->effect_count > 0) {
            continue;
        }
        whole = dg_arena_alloc(d->findings.arena, sizeof *whole);
        if (!whole) {
            d->findings.err = DG_ERR_MEMORY;
            return;
        }
        *whole = (struct dg_effect){
            .kind = DG_EFFECT_REFUSE,
            .pointer = DG_STR("/data"),
            .dimension = DG_STR("task"),
            .quantity = 1,
            .offices = d->audience->offices,
            .cause = finding->code,
        };
        finding->effects = whole;
        finding->effect_count = 1;
    }
}

enum dg_err
dg_judge_run(struct dg_deciding *d, bool fault)
{
    const struct dg_core_type *core = dg_core_types_of(d->flow, d->event);
    struct dg_host_event shown = {
        .event = d->event,
        .time_us = d->time_us,
        .check = core && core->checks,
    };
    enum dg_err err;
    if (fault) {
        refuse_fault(d);
        return d->findings.err;
    }
    if (!dg_authorise_write(d)) {
        return d->findings.err;
    }
    if (!dg_authorise_task(d)) {
        dg_inbox_refuse_unknown(d->event, &d->findings);
    } else if (core && core->check) {
        core->check(d);
    }
    shown.audience = d->audience;
    shown.gated = d->gated;
    dg_core_types_show(d->flow, core, &shown);
    shown.charged =
        dg_authorise_charged(d->flow, d->event, &shown.charged_count);
    err = dg_host_decide(d->flow->host, &shown, &d->findings);
    check_strict(d);
    dg_core_cosign_wait(d);
    add_refusal_effects(d);
    return err != DG_OK ? err : d->findings.err;
}

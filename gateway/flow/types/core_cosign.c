/* SPDX-License-Identifier: Apache-2.0 */
/* Joint tasks: which departments an assignment may name as joint, that it waits
 * until each of them has signed, and their signatures. Life-safety orders wait
 * for nobody. */
#include "gateway/flow/types/types_internal.h"

#include "proto/codec/complaint.h"

static const struct dg_json *
find_joint(const struct dg_deciding *d)
{
    return d->task ? dg_json_get(d->task, "joint") : NULL;
}

/* ---- who is named ------------------------------------------------------- */

/* As the roster has it; no data: no such department. */
static struct dg_str
find_name(const struct dg_deciding *d, struct dg_str source)
{
    struct dg_str code;
    dg_role_split(source, &code);
    return dg_roster_department(d->flow->roster, code);
}

void
dg_core_cosign_check_joint(struct dg_deciding *d)
{
    const struct dg_json *joint = find_joint(d);
    struct dg_complaint unknown = {
        .findings = &d->findings,
        .root = d->event->root,
        .base = "",
        .code = "joint-unknown",
        .said = _("no such department: "),
    };
    for (const struct dg_json *n = joint ? joint->child : NULL; n;
         n = n->next) {
        if (dg_str_equal(n->text, d->event->source)) {
            dg_core_task_refuse(
                d, "joint-lead", "joint",
                dg_arena_printf(d->findings.arena,
                                _("%.*s leads the task and is not joint to "
                                  "itself"),
                                DG_STR_ARG(n->text)));
        } else if (!find_name(d, n->text).data) {
            dg_complaint_add(&unknown, n, n->text);
        }
    }
    dg_complaint_end(&unknown);
}

/* ---- what waits --------------------------------------------------------- */

/* "department/wjj (卫健局), department/gaj". */
static struct dg_str
name_joint(const struct dg_deciding *d)
{
    struct dg_arena *arena = d->findings.arena;
    struct dg_str names = DG_STR("");
    for (const struct dg_json *n = find_joint(d)->child; n; n = n->next) {
        struct dg_str name = find_name(d, n->text);
        names = dg_arena_printf(
            arena, name.data ? "%.*s%s%.*s (%.*s)" : "%.*s%s%.*s%.*s",
            DG_STR_ARG(names), names.len ? ", " : "", DG_STR_ARG(n->text),
            DG_STR_ARG(name));
    }
    return names;
}

void
dg_core_cosign_wait(struct dg_deciding *d)
{
    if (!d->gated || !find_joint(d) ||
        dg_findings_verdict(&d->findings) == DG_VERDICT_REFUSE ||
        dg_str_is(dg_json_get_str(d->task, "urgency"), "life-safety")) {
        return;
    }
    dg_findings_say(&d->findings, DG_VERDICT_DEFER, "cosign-waits",
                    dg_core_task_place(d, "joint"),
                    dg_arena_printf(d->findings.arena,
                                    _("it waits for the signatures of %.*s"),
                                    DG_STR_ARG(name_joint(d))));
}

void
dg_core_cosign_read(struct dg_folding *folding,
                    const struct dg_finding *findings, size_t count)
{
    folding->signs = folding->needs_word = false;
    for (size_t i = 0; i < count; i++) {
        const struct dg_finding *f = &findings[i];
        bool signs = dg_str_is(f->plugin, "gateway") &&
                     dg_str_is(f->code, "cosign-waits");
        folding->signs = folding->signs || signs;
        folding->needs_word =
            folding->needs_word ||
            (f->verdict == DG_VERDICT_DEFER && !f->observed && !signs);
    }
}

/* ---- signatures --------------------------------------------------------- */

void
dg_core_cosign_check(struct dg_deciding *d)
{
    d->about = dg_inbox_task_named(d->flow->inbox, d->event);
    dg_inbox_check_cosign(d->flow->inbox, d->event, &d->findings);
}

enum dg_err
dg_core_cosign_apply(struct dg_flow *flow, const struct dg_folding *f)
{
    return dg_core_task_unless_erased(dg_inbox_cosign(
        flow->inbox, f->event, f->header->sequence, f->header->time_us));
}

/* ---- what waits, to be read --------------------------------------------- */

void
dg_core_cosign_list(struct dg_item *item, const struct dg_event *event,
                    struct dg_answer *answer)
{
    struct dg_flow *flow = item->flow;
    struct dg_str after = dg_json_get_str(event->data, "after");
    struct dg_inbox_joint_query query = {
        .source = event->source,
        .limit = dg_read_limit(event),
        .now_us = dg_limits_now(flow),
    };
    if (after.len && dg_str_to_u64(after, &query.after) != DG_OK) {
        dg_read_refuse_cursor(answer);
        return;
    }
    dg_json_writer_reset(flow->writer);
    if (dg_inbox_read_joint(flow->inbox, &query, flow->writer) == DG_OK) {
        dg_read_keep(item, answer);
    } else {
        dg_item_say(answer, DG_PROBLEM_INTERNAL,
                    dg_str_from(_("the answer could not be made")));
    }
}

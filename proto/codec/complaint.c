/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how a refusal names many mistakes of one kind; what a mistake is, the
 * callers know. */
#include "proto/codec/complaint.h"

static struct dg_str
place_of(const struct dg_complaint *complaint, const struct dg_json *node)
{
    struct dg_arena *arena = complaint->findings->arena;
    struct dg_str below = dg_json_pointer(arena, complaint->root, node);

    return dg_arena_printf(arena, "%s%.*s", complaint->base, DG_STR_ARG(below));
}

void
dg_complaint_add(struct dg_complaint *complaint, const struct dg_json *node,
                 struct dg_str name)
{
    bool first = complaint->count++ == 0;

    if (first) {
        complaint->pointer = place_of(complaint, node);
    }
    if (complaint->count <= DG_COMPLAINT_NAMES) {
        complaint->names = dg_arena_printf(
            complaint->findings->arena, "%.*s%s%.*s",
            DG_STR_ARG(complaint->names), first ? "" : ", ", DG_STR_ARG(name));
    }
}

void
dg_complaint_end(struct dg_complaint *complaint)
{
    struct dg_findings *findings = complaint->findings;
    struct dg_str more = {NULL, 0}, text;

    if (complaint->count == 0) {
        return;
    }
    if (complaint->count > DG_COMPLAINT_NAMES) {
        more = dg_arena_printf(findings->arena, _(" and %zu more"),
                               complaint->count - DG_COMPLAINT_NAMES);
    }
    text = dg_arena_printf(findings->arena, "%s%.*s%.*s", complaint->said,
                           DG_STR_ARG(complaint->names), DG_STR_ARG(more));
    dg_findings_refuse(findings, complaint->code, complaint->pointer, text);
}

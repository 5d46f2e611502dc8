/* SPDX-License-Identifier: Apache-2.0 */
/* Separation of who asks from who decides, where it is configured: two
 * principals are the same body if they have the same code behind their roles,
 * or the same credit code; a task force is each of its parents, too. */
#include "gateway/flow/types/types_internal.h"

/* What a body is known by; a code may be a credit code itself. */
struct body {
    struct dg_str code, credit;
};

static struct body
find_body(const struct dg_flow *flow, struct dg_str source)
{
    const struct dg_principal *p = dg_principals_find(flow->principals, source);
    struct body body = {.credit = p ? p->credit_code : DG_STR("")};
    dg_role_split(source, &body.code);
    return body;
}

static bool
is_same(const struct dg_flow *flow, struct dg_str a, struct dg_str b)
{
    struct body x = find_body(flow, a), y = find_body(flow, b);
    return dg_str_equal(x.code, y.code) ||
           (x.credit.len && dg_str_equal(x.credit, y.credit)) ||
           (x.credit.len && dg_str_equal(x.credit, y.code)) ||
           (y.credit.len && dg_str_equal(x.code, y.credit));
}

/* The source itself, or a department it asks for. */
static bool
is_own(const struct dg_flow *flow, struct dg_str keeper, struct dg_str source)
{
    const struct dg_principal *p = dg_principals_find(flow->principals, source);
    bool own = is_same(flow, keeper, source);
    for (size_t i = 0; p && i < p->parent_count; i++) {
        own = own || is_same(flow, keeper, p->parents[i]);
    }
    return own;
}

static bool
refuse(struct dg_deciding *d, const char *code, struct dg_str text)
{
    dg_findings_refuse(&d->findings, code, DG_STR("/source"), text);
    return false;
}

/* Who had its word on an appeal, or on what is appealed, and is the same body
 * as the keeper; empty if nobody is. */
static struct dg_str
find_signer(const struct dg_deciding *d, const struct dg_matter *appeal)
{
    struct dg_str keeper = d->event->source;
    bool grants =
        dg_str_is(dg_json_get_str(d->event->data, "verdict"), "grant");
    const struct dg_matter *first = appeal->appeals;
    if (grants && appeal->signer.len &&
        is_same(d->flow, keeper, appeal->signer)) {
        return appeal->signer;
    }
    for (; first; first = first->appeals) {
        if (first->refuser.len && is_same(d->flow, keeper, first->refuser)) {
            return first->refuser;
        }
    }
    return DG_STR("");
}

bool
dg_separation_check(struct dg_deciding *d, struct dg_str asker,
                    const struct dg_matter *matter)
{
    struct dg_str keeper = d->event->source, signer = DG_STR("");
    struct dg_arena *arena = d->findings.arena;
    if (!d->flow->conf->separation || d->event->role != DG_ROLE_KEEPER) {
        return true;
    }
    if (is_own(d->flow, keeper, asker)) {
        return refuse(d, "own-request",
                      dg_arena_printf(arena,
                                      _("%.*s may not decide on what %.*s "
                                        "asks: it is the same body"),
                                      DG_STR_ARG(keeper), DG_STR_ARG(asker)));
    }
    if (matter && matter->appeals) {
        signer = find_signer(d, matter);
    }
    if (signer.len && !dg_str_equal(signer, keeper)) {
        return refuse(d, "signer-not-other",
                      dg_arena_printf(arena,
                                      _("%.*s and %.*s are the same body; an "
                                        "appeal is for others"),
                                      DG_STR_ARG(keeper), DG_STR_ARG(signer)));
    }
    return true; /* the same source, the matter refuses in its own words */
}

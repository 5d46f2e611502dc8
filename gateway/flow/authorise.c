/* SPDX-License-Identifier: Apache-2.0 */
/* Which types a role may send, and about whom: deny by default, for the core's
 * types and the plugins' alike. What an event says beyond naming whose things
 * it is about is judged by the check of its type; who speaks is
 * authenticate.c's, what of the journal may be seen sight.c's. */
#include "gateway/flow/flow_internal.h"

#include "proto/base/division.h"

static bool
may_send(const struct dg_event *event)
{
    return (event->kind->roles & (1u << event->role)) != 0;
}

bool
dg_authorise_is_below(uint64_t town, uint64_t office)
{
    const struct dg_division whole = {office, DG_DIVISION_LEVELS - 1};
    return dg_division_is_town(town) &&
           dg_division_contains(dg_division_above(town, DG_DIVISION_LEVELS - 2),
                                whole);
}

/* A whole code, of an office or a town. */
static bool
read_code(struct dg_str text, uint64_t *code)
{
    struct dg_division division;
    bool whole = dg_division_parse(text, &division) == DG_OK &&
                 division.level == DG_DIVISION_LEVELS - 1;
    *code = whole ? division.value : 0;
    return whole;
}

static bool
is_below(const struct dg_event *event, struct dg_str code)
{
    uint64_t town, office;
    return event->role == DG_ROLE_TOWN && read_code(event->principal, &town) &&
           read_code(code, &office) && dg_authorise_is_below(town, office);
}

bool
dg_authorise_concerns(const struct dg_event_type *type,
                      const struct dg_event *who, struct dg_str code)
{
    return dg_str_equal(code, who->principal) ||
           ((type->below & (1u << who->role)) && is_below(who, code));
}

/* On behalf of an office it speaks for that office, and for nobody else. */
static bool
speaks_for(const struct dg_event *event, struct dg_str code)
{
    return event->behalf.len ? dg_str_equal(code, event->behalf)
                             : dg_authorise_concerns(event->kind, event, code);
}

/* Whose things it is about, if it says so and that is not the speaker's to say;
 * else empty. What is no code is nobody's. */
static struct dg_str
name_other(const struct dg_event *event)
{
    const struct dg_event_type *type = event->kind;
    const struct dg_json *code =
        type->whose ? dg_json_get(event->data, type->whose) : NULL;
    bool narrow = ((type->own | type->below) & (1u << event->role)) != 0;
    if (!narrow || !code) {
        return DG_STR("");
    }
    if (code->type != DG_JSON_STRING || code->text.len == 0) {
        return dg_str_from(type->whose);
    }
    return speaks_for(event, code->text) ? DG_STR("") : code->text;
}

bool
dg_authorise_read(struct dg_item *item, const struct dg_event *event,
                  struct dg_answer *answer)
{
    struct dg_str other = name_other(event);
    struct dg_str detail;
    if (!may_send(event)) {
        detail =
            dg_arena_printf(&item->arena, _("%.*s may not send %.*s"),
                            DG_STR_ARG(event->source), DG_STR_ARG(event->type));
    } else if (event->behalf.len) {
        dg_item_say(answer, DG_PROBLEM_SCHEMA,
                    dg_str_from(_("nothing is read on behalf of another")));
        answer->pointer = DG_STR("/onbehalf");
        return false;
    } else if (other.len) {
        detail = dg_arena_printf(&item->arena,
                                 _("%.*s may not read what is of %.*s"),
                                 DG_STR_ARG(event->source), DG_STR_ARG(other));
    } else {
        return true;
    }
    dg_item_say(answer, DG_PROBLEM_NOT_PERMITTED, detail);
    return false;
}

/* ---- writes ------------------------------------------------------------- */

static bool
refuse(struct dg_deciding *d, const char *code, struct dg_str pointer,
       struct dg_str text)
{
    dg_findings_refuse(&d->findings, code, pointer, text);
    return false;
}

/* A town enters for an office below it what the office would have said. */
static bool
check_behalf(struct dg_deciding *d)
{
    const struct dg_event *e = d->event;
    struct dg_arena *arena = d->findings.arena;
    if (e->behalf.len == 0) {
        return true;
    }
    if (!e->kind->behalf) {
        return refuse(d, "behalf-not-taken", DG_STR("/onbehalf"),
                      dg_arena_printf(arena,
                                      _("%.*s is not entered on behalf of "
                                        "anybody"),
                                      DG_STR_ARG(e->type)));
    }
    if (!is_below(e, e->behalf)) {
        return refuse(d, "not-below", DG_STR("/onbehalf"),
                      dg_arena_printf(arena, _("office %.*s is not below %.*s"),
                                      DG_STR_ARG(e->behalf),
                                      DG_STR_ARG(e->source)));
    }
    return true;
}

bool
dg_authorise_write(struct dg_deciding *d)
{
    const struct dg_event *e = d->event;
    struct dg_arena *arena = d->findings.arena;
    struct dg_str other;
    if (!may_send(e)) {
        return refuse(d, "role-not-permitted", DG_STR("/source"),
                      dg_arena_printf(arena, _("%.*s may not send %.*s"),
                                      DG_STR_ARG(e->source),
                                      DG_STR_ARG(e->type)));
    }
    if (!check_behalf(d)) {
        return false;
    }
    other = name_other(e);
    if (other.len) {
        return refuse(
            d, "not-yours", dg_arena_printf(arena, "/data/%s", e->kind->whose),
            dg_arena_printf(arena, _("%.*s is not for %.*s to speak for"),
                            DG_STR_ARG(other), DG_STR_ARG(e->source)));
    }
    return true;
}

bool
dg_authorise_task(const struct dg_deciding *d)
{
    const struct dg_event *e = d->event;
    const struct dg_task *task = dg_inbox_task_named(d->flow->inbox, e);
    unsigned narrow = e->kind->own | e->kind->below;
    return !task || !(narrow & (1u << e->role)) ||
           dg_sight_task(d->flow, e, task);
}

const struct dg_str *
dg_authorise_charged(const struct dg_flow *flow, const struct dg_event *event,
                     size_t *count)
{
    const struct dg_principal *force =
        event->role == DG_ROLE_TASKFORCE
            ? dg_principals_find(flow->principals, event->source)
            : NULL;
    bool parents = force && force->parent_count > 0;
    *count = parents ? force->parent_count : 1;
    return parents ? force->parents : &event->source;
}

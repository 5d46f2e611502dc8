/* SPDX-License-Identifier: Apache-2.0 */
/* Decides who may be enrolled by whom, and which codes, parents and ends a
 * principal may have. */
#include "gateway/keys/principals_check.h"

#include "proto/base/credit.h"
#include "proto/base/division.h"

/* What is wrong with a town's or an office's code; NULL: nothing. */
static const char *
look_at_division(enum dg_role role, struct dg_str code)
{
    struct dg_division division;
    bool town = role == DG_ROLE_TOWN;
    if (dg_division_parse(code, &division) != DG_OK ||
        division.level != DG_DIVISION_LEVELS - 1) {
        return _("12 digits");
    }
    if (!dg_division_has_province(division.value)) {
        return _("no province begins so");
    }
    if (town != dg_division_is_town(division.value)) {
        return town ? _("a town's ends in 000")
                    : _("a village's or community's does not end in 000");
    }
    return dg_division_is_town(division.value / 1000)
               ? _("a county's, not a town's")
               : NULL;
}

static void
check_division(struct dg_principals_check *check, const struct dg_json *node,
               enum dg_role role, struct dg_str code)
{
    const char *wrong = role == DG_ROLE_TOWN || role == DG_ROLE_OFFICE
                            ? look_at_division(role, code)
                            : NULL;
    if (wrong) {
        dg_principals_check_mistake(
            check, DG_MISTAKE_DIVISION, node,
            dg_arena_printf(check->findings->arena, "%.*s (%s)",
                            DG_STR_ARG(node->text), wrong));
    }
}

static void
check_credit(struct dg_principals_check *check, const struct dg_json *node)
{
    struct dg_arena *arena = check->findings->arena;
    struct dg_str name = {NULL, 0};
    size_t at = 0;
    char digit = 0;
    switch (node ? dg_credit_check(node->text, &at, &digit) : DG_CREDIT_RIGHT) {
    case DG_CREDIT_RIGHT:
        return;
    case DG_CREDIT_LENGTH:
        name = dg_arena_printf(arena, _("%.*s (18 characters)"),
                               DG_STR_ARG(node->text));
        break;
    case DG_CREDIT_CHARACTER:
        name =
            dg_arena_printf(arena, _("%.*s (what may not stand at place %zu)"),
                            DG_STR_ARG(node->text), at);
        break;
    case DG_CREDIT_CHECK:
        name = dg_arena_printf(arena, _("%.*s (the last would be %c)"),
                               DG_STR_ARG(node->text), digit);
    }
    dg_principals_check_mistake(check, DG_MISTAKE_CREDIT, node, name);
}

/* By it is known who is one body with a keeper. */
static void
check_credit_change(struct dg_principals_check *check,
                    const struct dg_json *node,
                    const struct dg_principal *known)
{
    if (node && known && known->credit_code.len > 0 &&
        check->event->role != DG_ROLE_ROOT &&
        !dg_str_equal(node->text, known->credit_code)) {
        dg_principals_check_mistake(check, DG_MISTAKE_CREDIT_CHANGED, node,
                                    known->source);
    }
}

/* Enrolled already, or by the same event. */
static bool
is_there(const struct dg_principals_check *check, struct dg_str source)
{
    const struct dg_json *node = dg_json_get(check->event->data, "principals");
    if (dg_principals_find(check->principals, source)) {
        return true;
    }
    for (node = node->child; node; node = node->next) {
        if (dg_str_equal(dg_json_get_str(node, "principal"), source)) {
            return true;
        }
    }
    return false;
}

static void
check_parents(struct dg_principals_check *check, const struct dg_json *array)
{
    struct dg_str code;
    for (const struct dg_json *node = array->child; node; node = node->next) {
        if (dg_role_split(node->text, &code) != DG_ROLE_DEPARTMENT) {
            dg_principals_check_mistake(
                check, DG_MISTAKE_PARENTS_NO_DEPARTMENTS, node, node->text);
        } else if (!is_there(check, node->text)) {
            dg_principals_check_mistake(check, DG_MISTAKE_PARENTS_UNKNOWN, node,
                                        node->text);
        }
    }
}

/* A task force has parents and an end; nobody else has parents. */
static void
check_task_force(struct dg_principals_check *check, const struct dg_json *one,
                 enum dg_role role, const struct dg_principal *known)
{
    const struct dg_json *source = dg_json_get(one, "principal");
    const struct dg_json *parents = dg_json_get(one, "parents");
    if (role != DG_ROLE_TASKFORCE) {
        if (parents) {
            dg_principals_check_mistake(check, DG_MISTAKE_PARENTS_ELSEWHERE,
                                        parents, source->text);
        }
        return;
    }
    if (parents) {
        check_parents(check, parents);
    } else if (!known) {
        dg_principals_check_mistake(check, DG_MISTAKE_PARENTS_MISSING, source,
                                    source->text);
    }
    if (!known && !dg_json_get(one, "until")) {
        dg_principals_check_mistake(check, DG_MISTAKE_UNTIL_MISSING, source,
                                    source->text);
    }
}

static void
check_one(struct dg_principals_check *check, const struct dg_json *one)
{
    const struct dg_json *source = dg_json_get(one, "principal");
    const struct dg_json *name = dg_json_get(one, "name");
    const struct dg_principal *known =
        dg_principals_find(check->principals, source->text);
    struct dg_str code;
    enum dg_role role = dg_role_split(source->text, &code);
    if (!dg_principals_check_may(check->event->role, role)) {
        dg_principals_check_mistake(check, DG_MISTAKE_MAY_NOT, source,
                                    source->text);
    }
    if (known && known->revoked) {
        dg_principals_check_mistake(check, DG_MISTAKE_REVOKED, source,
                                    source->text);
    }
    if (!known && !name) {
        dg_principals_check_mistake(check, DG_MISTAKE_NAMELESS, source,
                                    source->text);
    }
    dg_principals_check_text(check, name);
    check_division(check, source, role, code);
    check_credit(check, dg_json_get(one, "creditcode"));
    check_credit_change(check, dg_json_get(one, "creditcode"), known);
    check_task_force(check, one, role, known);
    dg_principals_check_until(check, dg_json_get(one, "until"));
    dg_principals_check_officers(check, dg_json_get(one, "officers"));
}

void
dg_principals_check_enrol(struct dg_principals_check *check)
{
    const struct dg_json *node = dg_json_get(check->event->data, "principals");
    for (node = node->child; node; node = node->next) {
        check_one(check, node);
    }
}

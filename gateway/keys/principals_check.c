/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which mistakes there are, how each is said, and what an officer must
 * be in whatever event names one. What the events may do is decided in
 * principals_check_enrol.c and principals_check_change.c. */
#include "gateway/keys/principals_check.h"

#include <stdlib.h>

#include "proto/base/credit.h"
#include "proto/base/date.h"

static const struct {
    const char *code, *said;
} mistakes[DG_MISTAKE_COUNT] = {
    [DG_MISTAKE_MAY_NOT] = {"may-not-enrol", N_("only root may enrol: ")},
    [DG_MISTAKE_TWICE] = {"principal-twice", N_("principals named twice: ")},
    [DG_MISTAKE_DIVISION] = {"division-code-wrong",
                             N_("no division codes of that kind: ")},
    [DG_MISTAKE_CREDIT] = {"credit-code-wrong",
                           N_("no unified social credit codes: ")},
    [DG_MISTAKE_CREDIT_CHANGED] =
        {"credit-code-changed",
         N_("only root gives another unified social credit code: ")},
    [DG_MISTAKE_NAMELESS] = {"name-missing", N_("new, and without a name: ")},
    [DG_MISTAKE_REVOKED] = {"principal-revoked", N_("revoked for good: ")},
    [DG_MISTAKE_PARENTS_MISSING] = {"parents-missing",
                                    N_("task forces without parents: ")},
    [DG_MISTAKE_PARENTS_ELSEWHERE] = {"parents-not-taskforce",
                                      N_("only a task force has parents: ")},
    [DG_MISTAKE_PARENTS_UNKNOWN] = {"parents-unknown",
                                    N_("parents that are not enrolled: ")},
    [DG_MISTAKE_PARENTS_NO_DEPARTMENTS] =
        {"parents-not-departments", N_("parents that are no departments: ")},
    [DG_MISTAKE_UNTIL_MISSING] = {"until-missing",
                                  N_("task forces without an end: ")},
    [DG_MISTAKE_UNTIL_PAST] = {"until-past", N_("days that are past: ")},
    [DG_MISTAKE_BAD_KEY] = {"bad-key",
                            N_("no Ed25519 keys that may be used: ")},
    [DG_MISTAKE_KEY_KNOWN] = {"key-known",
                              N_("keys that are somebody's already: ")},
    [DG_MISTAKE_KEY_REVOKED] = {"key-revoked",
                                N_("keys that were revoked, for good: ")},
    [DG_MISTAKE_ONESELF] =
        {"handover-to-oneself",
         N_("keys of officers who are in office now; a new term has keys of "
            "its own: ")},
    [DG_MISTAKE_PERSON] = {"id-number",
                           N_("identity numbers of people have no place in "
                              "names and reasons: ")},
};

static const struct {
    const char *type;
    void (*check)(struct dg_principals_check *check);
} types[] = {
    {"dutygate.principal.enrol.v1", dg_principals_check_enrol},
    {"dutygate.principal.rotate.v1", dg_principals_check_rotate},
    {"dutygate.principal.suspend.v1", dg_principals_check_suspend},
    {"dutygate.principal.revoke.v1", dg_principals_check_revoke},
    {"dutygate.office.handover.v1", dg_principals_check_handover},
};

bool
dg_principals_check_may(enum dg_role by, enum dg_role whom)
{
    return by == DG_ROLE_ROOT ||
           (by == DG_ROLE_KEEPER && whom != DG_ROLE_KEEPER &&
            whom != DG_ROLE_OPERATOR && whom != DG_ROLE_ROOT);
}

void
dg_principals_check_mistake(struct dg_principals_check *check,
                            enum dg_mistake mistake, const struct dg_json *node,
                            struct dg_str name)
{
    dg_complaint_add(&check->mistakes[mistake], node, name);
}

void
dg_principals_check_refuse(struct dg_principals_check *check, const char *code,
                           const char *member, struct dg_str text)
{
    dg_findings_refuse(
        check->findings, code,
        dg_arena_printf(check->findings->arena, "/data%s", member), text);
}

/* Not the number itself: it would stand in the journal once more. */
void
dg_principals_check_text(struct dg_principals_check *check,
                         const struct dg_json *node)
{
    struct dg_str found;
    if (node && dg_credit_find_person(node->text, &found)) {
        dg_principals_check_mistake(
            check, DG_MISTAKE_PERSON, node,
            dg_arena_printf(check->findings->arena, "%.*s…", 4, found.data));
    }
}

int64_t
dg_principals_until(const struct dg_json *node)
{
    int32_t day;
    return node && dg_date_parse(node->text, &day) == DG_OK
               ? dg_instant_of_date(day + 1)
               : INT64_MAX;
}

void
dg_principals_check_until(struct dg_principals_check *check,
                          const struct dg_json *node)
{
    if (dg_principals_until(node) <= check->time_us) {
        dg_principals_check_mistake(check, DG_MISTAKE_UNTIL_PAST, node,
                                    node->text);
    }
}

static bool
is_in_force(const struct dg_principals_check *check,
            const struct dg_officer *officer)
{
    enum dg_key_state state = dg_officer_state(officer, check->time_us);
    return state == DG_KEY_ACTIVE || state == DG_KEY_SUSPENDED;
}

void
dg_principals_check_key(struct dg_principals_check *check,
                        const struct dg_json *node)
{
    const struct dg_officer *officer;
    struct dg_public_key key;
    enum dg_mistake mistake;
    if (!dg_public_key_read(node->text, &key)) {
        dg_principals_check_mistake(check, DG_MISTAKE_BAD_KEY, node,
                                    node->text);
        return;
    }
    officer = dg_principals_find_key(check->principals, key.kid);
    if (!officer) {
        return;
    }
    mistake = dg_officer_state(officer, check->time_us) == DG_KEY_REVOKED
                  ? DG_MISTAKE_KEY_REVOKED
              : officer->principal == check->handing_over &&
                      is_in_force(check, officer)
                  ? DG_MISTAKE_ONESELF
                  : DG_MISTAKE_KEY_KNOWN;
    dg_principals_check_mistake(
        check, mistake, node,
        dg_arena_printf(check->findings->arena, "%.*s (%.*s)",
                        DG_STR_ARG(node->text),
                        DG_STR_ARG(officer->principal->source)));
}

void
dg_principals_check_officers(struct dg_principals_check *check,
                             const struct dg_json *array)
{
    for (const struct dg_json *node = array ? array->child : NULL; node;
         node = node->next) {
        dg_principals_check_key(check, dg_json_get(node, "key"));
        dg_principals_check_text(check, dg_json_get(node, "name"));
        dg_principals_check_until(check, dg_json_get(node, "until"));
    }
}

/* ---- each key once, each principal once ---------------------------------- */

static int
compare_texts(const void *a, const void *b)
{
    const struct dg_json *x = *(const struct dg_json *const *) a;
    const struct dg_json *y = *(const struct dg_json *const *) b;
    int order = dg_str_compare(x->text, y->text);
    return order ? order : (x->start > y->start) - (x->start < y->start);
}

/* The text members called name of all objects in value, at any depth. */
static size_t
gather(const struct dg_json *value, const char *name,
       const struct dg_json **found)
{
    size_t count = 0;
    for (value = value->child; value; value = value->next) {
        if (value->type == DG_JSON_STRING && dg_str_is(value->name, name)) {
            if (found) {
                found[count] = value;
            }
            count++;
        }
        count += gather(value, name, found ? found + count : NULL);
    }
    return count;
}

static void
check_once(struct dg_principals_check *check, const struct dg_json *value,
           const char *name, enum dg_mistake mistake)
{
    size_t count = gather(value, name, NULL);
    const struct dg_json **found = dg_arena_alloc(
        check->findings->arena, count * sizeof(const struct dg_json *));
    if (!found) {
        check->findings->err = DG_ERR_MEMORY;
        return;
    }
    gather(value, name, found);
    qsort(found, count, sizeof(const struct dg_json *), compare_texts);
    for (size_t i = 1; i < count; i++) {
        if (dg_str_equal(found[i]->text, found[i - 1]->text)) {
            dg_principals_check_mistake(check, mistake, found[i],
                                        found[i]->text);
        }
    }
}

/* ---- the whole ----------------------------------------------------------- */

static void
begin(struct dg_principals_check *check)
{
    for (unsigned i = 0; i < DG_MISTAKE_COUNT; i++) {
        check->mistakes[i] = (struct dg_complaint){
            .findings = check->findings,
            .root = check->event->data,
            .base = "/data",
            .code = mistakes[i].code,
            .said = _(mistakes[i].said),
        };
    }
}

void
dg_principals_check(const struct dg_principals *principals,
                    const struct dg_event *event, int64_t time_us,
                    struct dg_findings *findings)
{
    struct dg_principals_check check = {
        .principals = principals,
        .event = event,
        .time_us = time_us,
        .findings = findings,
    };
    const struct dg_json *lists;
    begin(&check);
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (dg_str_is(event->type, types[i].type)) {
            types[i].check(&check);
        }
    }
    for (lists = event->data->child; lists; lists = lists->next) {
        if (lists->type == DG_JSON_ARRAY) { /* "principals", "officers" */
            check_once(&check, lists, "principal", DG_MISTAKE_TWICE);
            check_once(&check, lists, "key", DG_MISTAKE_KEY_KNOWN);
        }
    }
    for (unsigned i = 0; i < DG_MISTAKE_COUNT; i++) {
        dg_complaint_end(&check.mistakes[i]);
    }
}

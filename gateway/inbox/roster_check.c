/* SPDX-License-Identifier: Apache-2.0 */
/* Decides whether a roster.publish fits the roster in force: one refusal for
 * each kind of mistake. Changes nothing. */
#include "gateway/inbox/roster_change.h"

#include <stdlib.h>

#include "proto/codec/complaint.h"

struct check {
    const struct dg_roster *roster;
    struct dg_findings *findings;
    struct dg_roster_change change;
};

static struct dg_complaint
complain(const struct check *check, const char *code, const char *said)
{
    return (struct dg_complaint){.findings = check->findings,
                                 .root = check->change.data,
                                 .base = "/data",
                                 .code = code,
                                 .said = said};
}

/* False if the change is to another version: then what it says about offices
 * cannot be judged. */
static bool
check_base(struct check *check)
{
    const struct dg_json *base = dg_json_get(check->change.data, "base");
    uint32_t version = dg_roster_version(check->roster);
    struct dg_str name = dg_roster_version_name(check->roster, version);
    struct dg_complaint wrong = complain(
        check, "roster-base-unknown",
        version == 0 ? _("there is no roster version yet, so none to change: ")
                     : _("not the roster version in force: "));

    if (base && (version == 0 || !dg_str_equal(base->text, name))) {
        dg_complaint_add(&wrong, base, base->text);
    }
    dg_complaint_end(&wrong);
    return wrong.count == 0;
}

static void
check_version(struct check *check)
{
    const struct dg_json *node = dg_json_get(check->change.data, "version");
    struct dg_complaint taken = complain(
        check, "roster-version-taken", _("there is a roster version called "));

    for (uint32_t v = dg_roster_version(check->roster); node && v > 0; v--) {
        if (dg_str_equal(node->text,
                         dg_roster_version_name(check->roster, v))) {
            dg_complaint_add(&taken, node, node->text);
            break;
        }
    }
    dg_complaint_end(&taken);
}

static void
check_twice(struct check *check)
{
    const struct dg_roster_change *change = &check->change;
    struct dg_complaint twice =
        complain(check, "office-twice", _("offices named twice: "));

    for (size_t i = 1; i < change->listed_count; i++) {
        if (change->listed[i].code == change->listed[i - 1].code) {
            const struct dg_json *code =
                dg_json_get(change->listed[i].node, "code");
            dg_complaint_add(&twice, code, code->text);
        }
    }
    for (size_t i = 0; i < change->ended_count; i++) {
        uint64_t value = change->ended[i].code;
        if ((i > 0 && change->ended[i - 1].code == value) ||
            dg_roster_change_lists(change, value)) {
            const struct dg_json *code =
                dg_json_get(change->ended[i].node, "code");
            dg_complaint_add(&twice, code, code->text);
        }
    }
    dg_complaint_end(&twice);
}

static void
check_successors(const struct check *check, const struct dg_json *node,
                 struct dg_complaint *unknown)
{

    for (node = dg_json_items(node, "successors"); node; node = node->next) {
        uint64_t code;
        if (dg_roster_change_code(node, &code) ||
            !dg_roster_change_keeps(&check->change, check->roster, code)) {
            dg_complaint_add(unknown, node, node->text);
        }
    }
}

static void
check_ended(struct check *check)
{
    struct dg_complaint absent = complain(
        check, "office-unknown", _("not in force, so they cannot end: "));
    struct dg_complaint heirless =
        complain(check, "successor-unknown",
                 _("successors that this version does not have: "));
    uint32_t version = dg_roster_version(check->roster);

    for (size_t i = 0; i < check->change.ended_count; i++) {
        const struct dg_roster_entry *entry = &check->change.ended[i];
        if (!dg_roster_office_at(check->roster, entry->code, version)) {
            const struct dg_json *code = dg_json_get(entry->node, "code");
            dg_complaint_add(&absent, code, code->text);
        }
        check_successors(check, entry->node, &heirless);
    }
    dg_complaint_end(&absent);
    dg_complaint_end(&heirless);
}

static void
check_members(struct check *check)
{
    const struct dg_json *groups = dg_json_items(check->change.data, "groups");
    struct dg_complaint unknown =
        complain(check, "office-unknown",
                 _("group members that this version does not have: "));

    for (; groups; groups = groups->next) {
        const struct dg_json *node = dg_json_items(groups, "codes");
        for (; node; node = node->next) {
            uint64_t code;
            if (dg_roster_change_code(node, &code) ||
                !dg_roster_change_keeps(&check->change, check->roster, code)) {
                dg_complaint_add(&unknown, node, node->text);
            }
        }
    }
    dg_complaint_end(&unknown);
}

static int
compare_names(const void *a, const void *b)
{
    const struct dg_json *x = *(const struct dg_json *const *) a;
    const struct dg_json *y = *(const struct dg_json *const *) b;
    int order = dg_str_compare(x->text, y->text);

    return order ? order : (x->start > y->start) - (x->start < y->start);
}

/* No two objects of an array may have the same text as this member. */
static void
check_names(struct check *check, const struct dg_json *array,
            const char *member, struct dg_complaint twice)
{
    const struct dg_json **names;
    size_t count = 0;

    if (!array) {
        return;
    }
    names = dg_arena_alloc(check->findings->arena,
                           array->count * sizeof(const struct dg_json *));
    if (!names) {
        check->findings->err = DG_ERR_MEMORY;
        return;
    }
    for (const struct dg_json *node = array->child; node; node = node->next) {
        const struct dg_json *name = dg_json_get(node, member);
        if (name) {
            names[count++] = name;
        }
    }
    qsort(names, count, sizeof(const struct dg_json *), compare_names);
    for (size_t i = 1; i < count; i++) {
        if (dg_str_equal(names[i]->text, names[i - 1]->text)) {
            dg_complaint_add(&twice, names[i], names[i]->text);
        }
    }
    dg_complaint_end(&twice);
}

void
dg_roster_check(const struct dg_roster *roster, const struct dg_json *data,
                struct dg_findings *findings)
{
    struct check check = {.roster = roster, .findings = findings};
    enum dg_err err =
        dg_roster_change_read(findings->arena, data, &check.change);

    if (err) {
        findings->err = err;
        return;
    }
    check_version(&check);
    check_twice(&check);
    check_names(
        &check, dg_json_get(data, "departments"), "code",
        complain(&check, "department-twice", _("departments named twice: ")));
    check_names(&check, dg_json_get(data, "groups"), "name",
                complain(&check, "group-twice", _("groups named twice: ")));
    if (check_base(&check)) {
        check_ended(&check);
        check_members(&check);
    }
}

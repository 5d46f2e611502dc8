/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which members of an assignment ask for something new. The task is
 * compared as it stands, so what was stripped from it is new again. */
#include "gateway/inbox/compare.h"

#include "gateway/inbox/form_set.h"

/* Compared elsewhere, or no part of what is asked. */
static const char *const passed_over[] = {"audience", "strict",  "due",
                                          "expires",  "minutes", NULL};
/* Put into the item by the inbox. */
static const char *const own[] = {"from",    "offices",   "forwards", "of",
                                  "amended", "amendment", NULL};
/* Of these there may be less. */
static const char *const lists[] = {"seals", "proofs", "evidence",
                                    "attachments", NULL};
static const char *const counts[] = {"meetings", "inspections", "trips", NULL};
static const char *const fewer[] = {
    "seals",  "proofs",   "evidence",    "attachments", "forms",
    "review", "meetings", "inspections", "trips",       NULL};

static bool
is_one_of(struct dg_str name, const char *const *names)
{
    while (*names && !dg_str_is(name, *names)) {
        names++;
    }
    return *names != NULL;
}

static bool is_equal(const struct dg_json *a, const struct dg_json *b);

/* Members come in any order, elements do not. As deep as the parser allows. */
static bool
has_equal_children(const struct dg_json *a, const struct dg_json *b)
{
    const struct dg_json *x = a->child, *y = b->child;

    if (a->count != b->count) {
        return false;
    }
    for (; x; x = x->next, y = y->next) {
        const struct dg_json *other = y;
        if (a->type == DG_JSON_OBJECT) {
            for (other = b->child; other && !dg_str_equal(other->name, x->name);
                 other = other->next) {
            }
        }
        if (!other || !is_equal(x, other)) {
            return false;
        }
    }
    return true;
}

static bool
is_equal(const struct dg_json *a, const struct dg_json *b)
{
    if (a->type != b->type) {
        return false;
    }
    switch (a->type) {
    case DG_JSON_NULL:
        return true;
    case DG_JSON_BOOLEAN:
        return a->boolean == b->boolean;
    case DG_JSON_NUMBER:
    case DG_JSON_STRING:
        return dg_str_equal(a->text, b->text);
    default:
        return has_equal_children(a, b);
    }
}

static const struct dg_json *
find_member(const struct dg_json *object, struct dg_str name)
{
    const struct dg_json *node = object->child;

    while (node && !dg_str_equal(node->name, name)) {
        node = node->next;
    }
    return node;
}

/* Every element of the list is one of before, which may be NULL. */
static bool
is_part(const struct dg_json *list, const struct dg_json *before)
{
    for (const struct dg_json *e = list->child; e; e = e->next) {
        const struct dg_json *b = before ? before->child : NULL;
        while (b && !is_equal(e, b)) {
            b = b->next;
        }
        if (!b) {
            return false;
        }
    }
    return true;
}

static struct dg_str
name_one(struct dg_arena *arena, struct dg_str names, struct dg_str name)
{
    return dg_arena_printf(arena, "%.*s%s%.*s", DG_STR_ARG(names),
                           names.len ? ", " : "", DG_STR_ARG(name));
}

/* The member asks nothing that was not there. */
static bool
was_asked(const struct dg_json *member, const struct dg_task *task,
          const struct dg_json *before)
{
    const struct dg_json *was = find_member(before, member->name);

    if (dg_str_is(member->name, "forms")) {
        return dg_form_set_has(task->forms, member);
    }
    if (is_one_of(member->name, lists)) {
        return is_part(member, was);
    }
    if (is_one_of(member->name, counts)) {
        return was && dg_json_to_number(member) <= dg_json_to_number(was);
    }
    return was && is_equal(member, was);
}

static struct dg_str
compare(struct dg_arena *arena, const struct dg_task *task,
        const struct dg_json *before, const struct dg_json *after,
        bool may_drop)
{
    struct dg_str names = DG_STR("");

    for (const struct dg_json *m = after->child; m; m = m->next) {
        if (!is_one_of(m->name, passed_over) && !was_asked(m, task, before)) {
            names = name_one(arena, names, m->name);
        }
    }
    for (const struct dg_json *m = before->child; m && !may_drop; m = m->next) {
        if (!is_one_of(m->name, passed_over) && !is_one_of(m->name, own) &&
            !is_one_of(m->name, fewer) && !find_member(after, m->name)) {
            names = name_one(arena, names, m->name);
        }
    }
    return names;
}

struct dg_str
dg_compare_added(struct dg_arena *arena, const struct dg_task *task,
                 const struct dg_json *assignment, bool may_drop)
{
    const struct dg_json *item;
    struct dg_json_error error;

    if (dg_json_parse(arena, task->item, &item, &error)) {
        return (struct dg_str){NULL, 0};
    }
    return compare(arena, task, item, assignment, may_drop);
}

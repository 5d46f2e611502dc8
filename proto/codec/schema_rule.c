/* SPDX-License-Identifier: Apache-2.0 */
/* Decides whether a value fits a keyword. Most keywords speak of one type of
 * value and let the others pass, as JSON Schema has it. */
#include <stdlib.h>

#include "proto/base/date.h"
#include "proto/base/i18n.h"
#include "proto/base/utf8.h"
#include "proto/codec/schema_internal.h"

#define LINEAR_ITEMS 8  /* up to here comparing each with each is quickest */
#define NAME_COLUMNS 64 /* of a foreign member's name in a text */

bool
dg_schema_rule_all(struct dg_schema_check *check,
                   const struct dg_schema *schema, const struct dg_json *value)
{
    for (size_t i = 0; i < schema->count; i++) {
        const struct dg_schema_rule *rule = &schema->rules[i];
        if (!rule->fits(check, rule, value)) {
            if (!check->at) {
                check->at = value;
                check->text = rule->text;
            }
            return false;
        }
    }
    return true;
}

bool
dg_schema_rule_type(struct dg_schema_check *check,
                    const struct dg_schema_rule *rule,
                    const struct dg_json *value)
{
    (void) check;
    return value->type == rule->u.type;
}

bool
dg_schema_rule_integer(struct dg_schema_check *check,
                       const struct dg_schema_rule *rule,
                       const struct dg_json *value)
{
    int64_t number;

    (void) check;
    (void) rule;
    return dg_json_to_i64(value, &number) != DG_ERR_MALFORMED;
}

bool
dg_schema_rule_enum(struct dg_schema_check *check,
                    const struct dg_schema_rule *rule,
                    const struct dg_json *value)
{
    const struct dg_json *one = rule->u.values.first;

    (void) check;
    for (size_t i = 0; i < rule->u.values.count; i++, one = one->next) {
        if (one->type == value->type && one->boolean == value->boolean &&
            dg_str_equal(one->text, value->text)) {
            return true;
        }
    }
    return false;
}

bool
dg_schema_rule_ref(struct dg_schema_check *check,
                   const struct dg_schema_rule *rule,
                   const struct dg_json *value)
{
    return dg_schema_rule_all(check, rule->u.schema, value);
}

bool
dg_schema_rule_min_length(struct dg_schema_check *check,
                          const struct dg_schema_rule *rule,
                          const struct dg_json *value)
{
    (void) check;
    return value->type != DG_JSON_STRING ||
           (value->text.len >= rule->u.size &&
            dg_utf8_length(value->text) >= rule->u.size);
}

bool
dg_schema_rule_max_length(struct dg_schema_check *check,
                          const struct dg_schema_rule *rule,
                          const struct dg_json *value)
{
    (void) check;
    return value->type != DG_JSON_STRING || value->text.len <= rule->u.size ||
           dg_utf8_length(value->text) <= rule->u.size;
}

bool
dg_schema_rule_pattern(struct dg_schema_check *check,
                       const struct dg_schema_rule *rule,
                       const struct dg_json *value)
{
    if (value->type != DG_JSON_STRING) {
        return true;
    }
    if (!check->match) {
        check->match = pcre2_match_data_create(1, NULL);
    }
    if (!check->match) {
        check->no_memory = true;
        return false;
    }
    return pcre2_match(rule->u.pattern, (PCRE2_SPTR) value->text.data,
                       value->text.len, 0, PCRE2_NO_UTF_CHECK, check->match,
                       NULL) >= 0;
}

bool
dg_schema_rule_date(struct dg_schema_check *check,
                    const struct dg_schema_rule *rule,
                    const struct dg_json *value)
{
    int32_t day;

    (void) check;
    (void) rule;
    return value->type != DG_JSON_STRING ||
           dg_date_parse(value->text, &day) == DG_OK;
}

bool
dg_schema_rule_date_time(struct dg_schema_check *check,
                         const struct dg_schema_rule *rule,
                         const struct dg_json *value)
{
    int64_t time_us;

    (void) check;
    (void) rule;
    return value->type != DG_JSON_STRING ||
           dg_instant_parse(value->text, &time_us) == DG_OK;
}

/* Compares an integer with a limit, also one that 64 bits do not hold. */
static int
compare_integer(const struct dg_json *value, int64_t limit)
{
    int64_t number = 0;

    if (dg_json_to_i64(value, &number) != DG_OK) {
        return value->text.data[0] == '-' ? -1 : 1;
    }
    return (number > limit) - (number < limit);
}

bool
dg_schema_rule_minimum(struct dg_schema_check *check,
                       const struct dg_schema_rule *rule,
                       const struct dg_json *value)
{
    (void) check;
    return compare_integer(value, rule->u.limit) >= 0;
}

bool
dg_schema_rule_maximum(struct dg_schema_check *check,
                       const struct dg_schema_rule *rule,
                       const struct dg_json *value)
{
    (void) check;
    return compare_integer(value, rule->u.limit) <= 0;
}

bool
dg_schema_rule_min_items(struct dg_schema_check *check,
                         const struct dg_schema_rule *rule,
                         const struct dg_json *value)
{
    (void) check;
    return value->type != DG_JSON_ARRAY || value->count >= rule->u.size;
}

bool
dg_schema_rule_max_items(struct dg_schema_check *check,
                         const struct dg_schema_rule *rule,
                         const struct dg_json *value)
{
    (void) check;
    return value->type != DG_JSON_ARRAY || value->count <= rule->u.size;
}

bool
dg_schema_rule_min_members(struct dg_schema_check *check,
                           const struct dg_schema_rule *rule,
                           const struct dg_json *value)
{
    (void) check;
    return value->type != DG_JSON_OBJECT || value->count >= rule->u.size;
}

bool
dg_schema_rule_required(struct dg_schema_check *check,
                        const struct dg_schema_rule *rule,
                        const struct dg_json *value)
{
    const struct dg_json *member = value->child;

    (void) check;
    if (value->type != DG_JSON_OBJECT) {
        return true;
    }
    while (member && !dg_str_equal(member->name, rule->u.name)) {
        member = member->next;
    }
    return member;
}

static const struct dg_schema_property *
find_property(const struct dg_schema_rule *rule, struct dg_str name)
{
    for (size_t i = 0; i < rule->u.members.count; i++) {
        if (dg_str_equal(rule->u.members.items[i].name, name)) {
            return &rule->u.members.items[i];
        }
    }
    return NULL;
}

static void
refuse_member(struct dg_schema_check *check, const struct dg_json *member)
{
    struct dg_str name = dg_utf8_clip(member->name, NAME_COLUMNS);

    check->at = member->parent;
    check->text = dg_arena_printf(check->arena, _("must not have \"%.*s%s\""),
                                  DG_STR_ARG(name),
                                  name.len < member->name.len ? "…" : "");
    check->no_memory = !check->text.data;
}

bool
dg_schema_rule_members(struct dg_schema_check *check,
                       const struct dg_schema_rule *rule,
                       const struct dg_json *value)
{
    if (value->type != DG_JSON_OBJECT) {
        return true;
    }
    for (const struct dg_json *m = value->child; m; m = m->next) {
        const struct dg_schema_property *property =
            find_property(rule, m->name);
        if (!property && rule->u.members.closed) {
            refuse_member(check, m);
            return false;
        }
        if (property && !dg_schema_rule_all(check, property->schema, m)) {
            return false;
        }
    }
    return true;
}

bool
dg_schema_rule_items(struct dg_schema_check *check,
                     const struct dg_schema_rule *rule,
                     const struct dg_json *value)
{
    if (value->type != DG_JSON_ARRAY) {
        return true;
    }
    for (const struct dg_json *i = value->child; i; i = i->next) {
        if (!dg_schema_rule_all(check, rule->u.schema, i)) {
            return false;
        }
    }
    return true;
}

/* The first item that is equal to one before it; for short arrays. */
static const struct dg_json *
find_repeated(const struct dg_json *array)
{
    for (const struct dg_json *i = array->child; i; i = i->next) {
        for (const struct dg_json *j = array->child; j != i; j = j->next) {
            if (dg_str_equal(i->text, j->text)) {
                return i;
            }
        }
    }
    return NULL;
}

static int
compare_items(const void *left, const void *right)
{
    const struct dg_json *a = *(const struct dg_json *const *) left;
    const struct dg_json *b = *(const struct dg_json *const *) right;
    int order = dg_str_compare(a->text, b->text);
    return order ? order : (a->start > b->start) - (a->start < b->start);
}

static bool
is_ascending(const struct dg_json *array)
{
    const struct dg_json *item = array->child;

    while (item->next && dg_str_compare(item->text, item->next->text) < 0) {
        item = item->next;
    }
    return !item->next;
}

/* As find_repeated, for long arrays. */
static const struct dg_json *
find_repeated_sorted(struct dg_schema_check *check, const struct dg_json *array)
{
    const struct dg_json **items, *found = NULL;
    size_t count = 0;

    items = dg_arena_alloc(check->arena, array->count * sizeof *items);
    if (!items) {
        check->no_memory = true;
        return array->child;
    }
    for (const struct dg_json *i = array->child; i; i = i->next) {
        items[count++] = i;
    }
    qsort(items, count, sizeof *items, compare_items);
    for (size_t i = 1; i < count; i++) {
        if (dg_str_equal(items[i - 1]->text, items[i]->text) &&
            (!found || items[i]->start < found->start)) {
            found = items[i];
        }
    }
    return found;
}

/* Items are strings; the compiler has seen to that. */
bool
dg_schema_rule_unique(struct dg_schema_check *check,
                      const struct dg_schema_rule *rule,
                      const struct dg_json *value)
{
    const struct dg_json *repeated;

    if (value->type != DG_JSON_ARRAY) {
        return true;
    }
    if (value->count <= LINEAR_ITEMS) {
        repeated = find_repeated(value);
    } else {
        repeated =
            is_ascending(value) ? NULL : find_repeated_sorted(check, value);
    }
    check->at = repeated;
    check->text = rule->text;
    return !repeated;
}

/* Keeps the misfit that lies deeper in the document; of two at one place both
 * are said. */
static void
merge_misfit(struct dg_schema_check *check, const struct dg_json *at,
             struct dg_str text)
{
    if (!at || at->start < check->at->start) {
        return;
    }
    if (at->start > check->at->start) {
        check->at = at;
        check->text = text;
    } else if (!dg_str_equal(text, check->text)) {
        check->text =
            dg_arena_printf(check->arena, _("%.*s or %.*s"), DG_STR_ARG(text),
                            DG_STR_ARG(check->text));
        check->no_memory = check->no_memory || !check->text.data;
    }
}

/* How many branches fit, up to enough; if none does, check has the misfit. */
static size_t
count_branches(struct dg_schema_check *check, const struct dg_schema_rule *rule,
               const struct dg_json *value, size_t enough)
{
    const struct dg_json *at = NULL;
    struct dg_str text = {NULL, 0};
    size_t fitting = 0;

    for (size_t i = 0; i < rule->u.branches.count && fitting < enough; i++) {
        check->at = NULL;
        if (dg_schema_rule_all(check, rule->u.branches.items[i], value)) {
            fitting++;
        } else if (!check->no_memory) {
            merge_misfit(check, at, text);
            at = check->at;
            text = check->text;
        }
    }
    check->at = fitting ? NULL : at;
    check->text = text;
    return fitting;
}

bool
dg_schema_rule_any_of(struct dg_schema_check *check,
                      const struct dg_schema_rule *rule,
                      const struct dg_json *value)
{
    return count_branches(check, rule, value, 1) == 1;
}

bool
dg_schema_rule_one_of(struct dg_schema_check *check,
                      const struct dg_schema_rule *rule,
                      const struct dg_json *value)
{
    return count_branches(check, rule, value, 2) == 1;
}

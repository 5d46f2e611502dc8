/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what the parts of a schema have to do with each other: members,
 * items, alternatives, references; and which keywords there are at all. */
#include "proto/base/i18n.h"
#include "proto/codec/schema_internal.h"

struct keyword {
    const char *name;
    dg_schema_keyword_fn compile; /* NULL: says nothing about values */
};

static enum dg_err compile_node(struct dg_schema_compiler *c,
                                const struct dg_json *node,
                                struct dg_schema *schema);

struct dg_schema_document *
dg_schema_compile_document(const struct dg_schema_set *set, struct dg_str name)
{
    struct dg_schema_document *document = set->documents;

    while (document && !dg_str_equal(document->name, name)) {
        document = document->next;
    }
    return document;
}

static enum dg_err
compile_required(struct dg_schema_compiler *c, const struct dg_json *value,
                 struct dg_schema *schema)
{
    if (value->type != DG_JSON_ARRAY) {
        return dg_schema_keyword_refuse(c, value, "must be an array");
    }
    for (const struct dg_json *n = value->child; n; n = n->next) {
        struct dg_str text;
        if (n->type != DG_JSON_STRING) {
            return dg_schema_keyword_refuse(c, n, "must be a string");
        }
        text = dg_arena_printf(&c->set->arena, _("must have \"%.*s\""),
                               DG_STR_ARG(n->text));
        if (!text.data) {
            return dg_schema_keyword_exhausted(c);
        }
        dg_schema_keyword_add(schema, dg_schema_rule_required, text)->u.name =
            n->text;
    }
    return DG_OK;
}

/* Compiles a schema that stands within another. */
static enum dg_err
compile_inner(struct dg_schema_compiler *c, const struct dg_json *node,
              const struct dg_schema **schema)
{
    struct dg_schema *inner = dg_arena_alloc(&c->set->arena, sizeof *inner);

    *schema = inner;
    return inner ? compile_node(c, node, inner)
                 : dg_schema_keyword_exhausted(c);
}

static enum dg_err
compile_properties(struct dg_schema_compiler *c, const struct dg_json *value,
                   struct dg_schema *schema)
{
    struct dg_schema_rule *rule =
        dg_schema_keyword_add(schema, dg_schema_rule_members, DG_STR(""));
    struct dg_schema_property *items;

    if (value->type != DG_JSON_OBJECT) {
        return dg_schema_keyword_refuse(c, value, "must be an object");
    }
    items = dg_arena_alloc(&c->set->arena, value->count * sizeof *items);
    if (!items) {
        return dg_schema_keyword_exhausted(c);
    }
    rule->u.members.items = items;
    for (const struct dg_json *m = value->child; m; m = m->next, items++) {
        enum dg_err err = compile_inner(c, m, &items->schema);
        if (err) {
            return err;
        }
        items->name = m->name;
        rule->u.members.count++;
    }
    return DG_OK;
}

/* Comes after "properties". */
static enum dg_err
compile_additional(struct dg_schema_compiler *c, const struct dg_json *value,
                   struct dg_schema *schema)
{
    struct dg_schema_rule *rule = NULL;

    if (value->type != DG_JSON_BOOLEAN) {
        return dg_schema_keyword_refuse(c, value, "must be a boolean");
    }
    if (dg_json_get(value->parent, "properties")) {
        rule = &schema->rules[schema->count - 1];
    } else {
        rule =
            dg_schema_keyword_add(schema, dg_schema_rule_members, DG_STR(""));
    }
    rule->u.members.closed = !value->boolean;
    return DG_OK;
}

static enum dg_err
compile_items(struct dg_schema_compiler *c, const struct dg_json *value,
              struct dg_schema *schema)
{
    return compile_inner(
        c, value,
        &dg_schema_keyword_add(schema, dg_schema_rule_items, DG_STR(""))
             ->u.schema);
}

/* True if every value that fits is a string. */
static bool
takes_strings_only(const struct dg_schema *schema)
{
    for (size_t i = 0; i < schema->count; i++) {
        const struct dg_schema_rule *rule = &schema->rules[i];
        if ((rule->fits == dg_schema_rule_type &&
             rule->u.type == DG_JSON_STRING) ||
            (rule->fits == dg_schema_rule_ref &&
             takes_strings_only(rule->u.schema))) {
            return true;
        }
    }
    return false;
}

/* Comes after "items". */
static enum dg_err
compile_unique(struct dg_schema_compiler *c, const struct dg_json *value,
               struct dg_schema *schema)
{
    if (value->type != DG_JSON_BOOLEAN) {
        return dg_schema_keyword_refuse(c, value, "must be a boolean");
    }
    if (!value->boolean) {
        return DG_OK;
    }
    if (!dg_json_get(value->parent, "items") ||
        !takes_strings_only(schema->rules[schema->count - 1].u.schema)) {
        return dg_schema_keyword_refuse(c, value,
                                        "needs items of type string beside it");
    }
    dg_schema_keyword_add(schema, dg_schema_rule_unique,
                          DG_STR("must not repeat an item"));
    return DG_OK;
}

static enum dg_err
compile_branches(struct dg_schema_compiler *c, const struct dg_json *value,
                 struct dg_schema_rule *rule)
{
    const struct dg_schema **items;

    if (value->type != DG_JSON_ARRAY || value->count == 0) {
        return dg_schema_keyword_refuse(c, value,
                                        "must be an array with items");
    }
    items = dg_arena_alloc(&c->set->arena, value->count * sizeof *items);
    if (!items) {
        return dg_schema_keyword_exhausted(c);
    }
    rule->u.branches.items = items;
    for (const struct dg_json *b = value->child; b; b = b->next) {
        enum dg_err err = compile_inner(c, b, items++);
        if (err) {
            return err;
        }
        rule->u.branches.count++;
    }
    return DG_OK;
}

static enum dg_err
compile_any_of(struct dg_schema_compiler *c, const struct dg_json *value,
               struct dg_schema *schema)
{
    return compile_branches(
        c, value,
        dg_schema_keyword_add(schema, dg_schema_rule_any_of, DG_STR("")));
}

static enum dg_err
compile_one_of(struct dg_schema_compiler *c, const struct dg_json *value,
               struct dg_schema *schema)
{
    return compile_branches(
        c, value,
        dg_schema_keyword_add(schema, dg_schema_rule_one_of,
                              DG_STR("must fit only one of the alternatives")));
}

/* Compiles what a reference leads to, once. */
static enum dg_err
compile_target(struct dg_schema_compiler *c, const struct dg_json *node,
               const struct dg_schema **schema)
{
    struct dg_schema_target *target = c->set->targets;
    enum dg_err err;

    while (target && target->node != node) {
        target = target->next;
    }
    if (target) {
        *schema = &target->schema;
        return target->done ? DG_OK : DG_ERR_LIMIT;
    }
    target = dg_arena_alloc(&c->set->arena, sizeof *target);
    if (!target) {
        return dg_schema_keyword_exhausted(c);
    }
    target->node = node;
    target->next = c->set->targets;
    c->set->targets = target;
    *schema = &target->schema;
    err = compile_node(c, node, &target->schema);
    target->done = !err;
    return err;
}

static enum dg_err
compile_ref(struct dg_schema_compiler *c, const struct dg_json *value,
            struct dg_schema *schema)
{
    struct dg_schema_compiler there = *c;
    struct dg_str file = value->text, pointer = {NULL, 0};
    const char *hash = file.len ? memchr(file.data, '#', file.len) : NULL;
    const struct dg_json *node;
    enum dg_err err;

    if (value->type != DG_JSON_STRING) {
        return dg_schema_keyword_refuse(c, value, "must be a string");
    }
    if (hash) {
        file.len = (size_t) (hash - file.data);
        pointer = (struct dg_str){hash + 1, value->text.len - file.len - 1};
    }
    if (file.len > 0) {
        there.document = dg_schema_compile_document(c->set, file);
    }
    node = there.document ? dg_json_at(there.document->root, pointer) : NULL;
    if (!node) {
        return dg_schema_keyword_refuse(c, value, "there is no \"%.*s\"",
                                        DG_STR_ARG(value->text));
    }
    err = compile_target(
        &there, node,
        &dg_schema_keyword_add(schema, dg_schema_rule_ref, DG_STR(""))
             ->u.schema);
    return err == DG_ERR_LIMIT
               ? dg_schema_keyword_refuse(c, value, "leads back to itself")
               : err;
}

/* Definitions are compiled even when nothing refers to them. */
static enum dg_err
compile_definitions(struct dg_schema_compiler *c, const struct dg_json *value,
                    struct dg_schema *schema)
{
    const struct dg_schema *ignored;
    enum dg_err err = DG_OK;

    (void) schema;
    if (value->type != DG_JSON_OBJECT) {
        return dg_schema_keyword_refuse(c, value, "must be an object");
    }
    for (const struct dg_json *m = value->child; m && !err; m = m->next) {
        err = compile_target(c, m, &ignored);
        if (err == DG_ERR_LIMIT) {
            return dg_schema_keyword_refuse(c, m, "leads back to itself");
        }
    }
    return err;
}

/* In the order in which rules are looked at: what says most, first; a missing
 * member before the members that are there. */
static const struct keyword keywords[] = {
    {"$schema", NULL},
    {"$id", NULL},
    {"title", NULL},
    {"description", NULL},
    {"examples", NULL},
    {"type", dg_schema_keyword_type},
    {"const", dg_schema_keyword_const},
    {"enum", dg_schema_keyword_enum},
    {"$ref", compile_ref},
    {"minLength", dg_schema_keyword_size},
    {"maxLength", dg_schema_keyword_size},
    {"format", dg_schema_keyword_format},
    {"pattern", dg_schema_keyword_pattern},
    {"minimum", dg_schema_keyword_limit},
    {"maximum", dg_schema_keyword_limit},
    {"minItems", dg_schema_keyword_size},
    {"maxItems", dg_schema_keyword_size},
    {"minProperties", dg_schema_keyword_size},
    {"required", compile_required},
    {"properties", compile_properties},
    {"additionalProperties", compile_additional},
    {"items", compile_items},
    {"uniqueItems", compile_unique},
    {"anyOf", compile_any_of},
    {"oneOf", compile_one_of},
    {"$defs", compile_definitions},
};

#define KEYWORD_COUNT (sizeof keywords / sizeof keywords[0])

static bool
is_keyword(struct dg_str name)
{
    size_t i = 0;

    while (i < KEYWORD_COUNT && !dg_str_is(name, keywords[i].name)) {
        i++;
    }
    return i < KEYWORD_COUNT;
}

static enum dg_err
compile_node(struct dg_schema_compiler *c, const struct dg_json *node,
             struct dg_schema *schema)
{
    const struct dg_json *required = dg_json_get(node, "required");
    enum dg_err err = DG_OK;

    if (node->type != DG_JSON_OBJECT) {
        return dg_schema_keyword_refuse(c, node, "must be an object");
    }
    for (const struct dg_json *m = node->child; m; m = m->next) {
        if (!is_keyword(m->name)) {
            return dg_schema_keyword_refuse(c, node, "unknown keyword \"%.*s\"",
                                            DG_STR_ARG(m->name));
        }
    }
    schema->rules = dg_arena_alloc(
        &c->set->arena, (node->count + (required ? required->count : 0)) *
                            sizeof *schema->rules);
    if (!schema->rules) {
        return dg_schema_keyword_exhausted(c);
    }
    for (size_t i = 0; i < KEYWORD_COUNT && !err; i++) {
        const struct dg_json *value =
            keywords[i].compile ? dg_json_get(node, keywords[i].name) : NULL;
        err = value ? keywords[i].compile(c, value, schema) : DG_OK;
    }
    return err;
}

enum dg_err
dg_schema_compile(struct dg_schema_set *set,
                  struct dg_schema_document *document, struct dg_buf *why)
{
    struct dg_schema_compiler c = {set, document, why};
    const struct dg_schema *schema;
    enum dg_err err = compile_target(&c, document->root, &schema);

    document->schema = err ? NULL : schema;
    return err;
}

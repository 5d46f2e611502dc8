/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what a schema document means: turns each keyword into a rule with its
 * text, and refuses what it does not know. */
#include <stdarg.h>
#include <stdio.h>

#include "proto/codec/schema_internal.h"

struct compiler {
    struct dg_schema_set *set;
    const struct dg_schema_document *document;
    struct dg_buf *why;
};

/* value is the keyword's; value->parent is the schema it stands in. */
typedef enum dg_err (*keyword_fn)(struct compiler *c,
                                  const struct dg_json *value,
                                  struct dg_schema *schema);

struct keyword {
    const char *name;
    keyword_fn compile; /* NULL: says nothing about values */
};

static enum dg_err compile_node(struct compiler *c, const struct dg_json *node,
                                struct dg_schema *schema);

static enum dg_err
no_memory(struct compiler *c)
{
    dg_buf_printf(c->why, "%.*s: %s", DG_STR_ARG(c->document->name),
                  dg_err_text(DG_ERR_MEMORY));
    return DG_ERR_MEMORY;
}

__attribute__((format(printf, 3, 4))) static enum dg_err
complain(struct compiler *c, const struct dg_json *node, const char *format,
         ...)
{
    struct dg_str pointer =
        dg_json_pointer(&c->set->arena, c->document->root, node);
    char what[256];
    va_list args;

    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    dg_buf_printf(c->why, "%.*s: #%.*s: %s", DG_STR_ARG(c->document->name),
                  DG_STR_ARG(pointer), what);
    return DG_ERR_MALFORMED;
}

/* The next rule of a schema: there is room for one for each of its members and
 * each required name. */
static struct dg_schema_rule *
add_rule(struct dg_schema *schema, dg_schema_rule_fn fits, struct dg_str text)
{
    struct dg_schema_rule *rule = &schema->rules[schema->count++];

    rule->fits = fits;
    rule->text = text;
    return rule;
}

static enum dg_err
compile_type(struct compiler *c, const struct dg_json *value,
             struct dg_schema *schema)
{
    static const struct {
        const char *name, *text;
        enum dg_json_type type;
    } types[] = {
        {"string", "must be a string", DG_JSON_STRING},
        {"boolean", "must be a boolean", DG_JSON_BOOLEAN},
        {"object", "must be an object", DG_JSON_OBJECT},
        {"array", "must be an array", DG_JSON_ARRAY},
        {"null", "must be null", DG_JSON_NULL},
    };

    if (value->type == DG_JSON_STRING && dg_str_is(value->text, "integer")) {
        add_rule(schema, dg_schema_rule_integer, DG_STR("must be an integer"));
        return DG_OK;
    }
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (value->type == DG_JSON_STRING &&
            dg_str_is(value->text, types[i].name)) {
            add_rule(schema, dg_schema_rule_type, dg_str_from(types[i].text))
                ->u.type = types[i].type;
            return DG_OK;
        }
    }
    return complain(c, value,
                    "must be one of string, integer, boolean, object, array, "
                    "null");
}

/* Lists values as they stand in the schema. */
static struct dg_str
list_values(struct compiler *c, const struct dg_json *first, size_t count)
{
    struct dg_str list = {"", 0};

    for (; count > 0 && list.data; count--, first = first->next) {
        list = dg_arena_printf(&c->set->arena, "%.*s%s%.*s", DG_STR_ARG(list),
                               list.len ? ", " : "",
                               (int) (first->end - first->start),
                               c->document->text.data + first->start);
    }
    return list;
}

static enum dg_err
compile_values(struct compiler *c, const struct dg_json *first, size_t count,
               const char *before, struct dg_schema *schema)
{
    struct dg_str list = list_values(c, first, count);
    struct dg_str text =
        dg_arena_printf(&c->set->arena, "%s%.*s", before, DG_STR_ARG(list));
    struct dg_schema_rule *rule = add_rule(schema, dg_schema_rule_enum, text);

    rule->u.values.first = first;
    rule->u.values.count = count;
    for (size_t i = 0; i < count; i++, first = first->next) {
        int64_t number;
        if (first->type == DG_JSON_ARRAY || first->type == DG_JSON_OBJECT ||
            (first->type == DG_JSON_NUMBER &&
             dg_json_to_i64(first, &number) != DG_OK)) {
            return complain(c, first,
                            "must be a string, integer, boolean or null");
        }
    }
    return list.data && text.data ? DG_OK : no_memory(c);
}

static enum dg_err
compile_const(struct compiler *c, const struct dg_json *value,
              struct dg_schema *schema)
{
    return compile_values(c, value, 1, "must be ", schema);
}

static enum dg_err
compile_enum(struct compiler *c, const struct dg_json *value,
             struct dg_schema *schema)
{
    if (value->type != DG_JSON_ARRAY || value->count == 0) {
        return complain(c, value, "must be an array with items");
    }
    return compile_values(c, value->child, value->count, "must be one of ",
                          schema);
}

/* A rule with a number in its text. */
static enum dg_err
add_limit(struct compiler *c, struct dg_schema *schema, dg_schema_rule_fn fits,
          int64_t limit, const char *const texts[2])
{
    struct dg_str text = dg_arena_printf(&c->set->arena, "must %s %lld%s",
                                         texts[0], (long long) limit, texts[1]);
    struct dg_schema_rule *rule = add_rule(schema, fits, text);

    rule->u.limit = limit;
    return text.data ? DG_OK : no_memory(c);
}

/* What the keywords that count something share. */
static enum dg_err
compile_size(struct compiler *c, const struct dg_json *value,
             struct dg_schema *schema, dg_schema_rule_fn fits,
             const char *const texts[2])
{
    int64_t size;
    enum dg_err err;

    if (dg_json_to_i64(value, &size) != DG_OK || size < 0 ||
        size > UINT32_MAX) {
        return complain(c, value, "must be an integer from 0 to 4294967295");
    }
    err = add_limit(c, schema, fits, size, texts);
    schema->rules[schema->count - 1].u.size = (size_t) size;
    return err;
}

static enum dg_err
compile_min_length(struct compiler *c, const struct dg_json *value,
                   struct dg_schema *schema)
{
    static const char *const texts[] = {"have at least", " character(s)"};
    return compile_size(c, value, schema, dg_schema_rule_min_length, texts);
}

static enum dg_err
compile_max_length(struct compiler *c, const struct dg_json *value,
                   struct dg_schema *schema)
{
    static const char *const texts[] = {"have at most", " character(s)"};
    return compile_size(c, value, schema, dg_schema_rule_max_length, texts);
}

static enum dg_err
compile_min_items(struct compiler *c, const struct dg_json *value,
                  struct dg_schema *schema)
{
    static const char *const texts[] = {"have at least", " item(s)"};
    return compile_size(c, value, schema, dg_schema_rule_min_items, texts);
}

static enum dg_err
compile_max_items(struct compiler *c, const struct dg_json *value,
                  struct dg_schema *schema)
{
    static const char *const texts[] = {"have at most", " item(s)"};
    return compile_size(c, value, schema, dg_schema_rule_max_items, texts);
}

static enum dg_err
compile_min_properties(struct compiler *c, const struct dg_json *value,
                       struct dg_schema *schema)
{
    static const char *const texts[] = {"have at least", " member(s)"};
    return compile_size(c, value, schema, dg_schema_rule_min_properties, texts);
}

/* Limits of numbers are kept to integers: the protocol has no fractions. */
static enum dg_err
compile_limit(struct compiler *c, const struct dg_json *value,
              struct dg_schema *schema, dg_schema_rule_fn fits,
              const char *text)
{
    const char *const texts[] = {text, ""};
    int64_t limit;

    if (dg_json_to_i64(value, &limit) != DG_OK) {
        return complain(c, value, "must be an integer");
    }
    if (!dg_str_is(dg_json_get_str(value->parent, "type"), "integer")) {
        return complain(c, value, "needs \"type\": \"integer\" beside it");
    }
    return add_limit(c, schema, fits, limit, texts);
}

static enum dg_err
compile_minimum(struct compiler *c, const struct dg_json *value,
                struct dg_schema *schema)
{
    return compile_limit(c, value, schema, dg_schema_rule_minimum,
                         "be at least");
}

static enum dg_err
compile_maximum(struct compiler *c, const struct dg_json *value,
                struct dg_schema *schema)
{
    return compile_limit(c, value, schema, dg_schema_rule_maximum,
                         "be at most");
}

static enum dg_err
keep_pattern(struct compiler *c, pcre2_code *code)
{
    struct dg_schema_pattern *kept =
        dg_arena_alloc(&c->set->arena, sizeof *kept);

    if (!kept) {
        pcre2_code_free(code);
        return no_memory(c);
    }
    kept->code = code;
    kept->next = c->set->patterns;
    c->set->patterns = kept;
    return DG_OK;
}

/* As ECMA-262 has it: $ is the very end, \uXXXX a character. */
static enum dg_err
compile_pattern(struct compiler *c, const struct dg_json *value,
                struct dg_schema *schema)
{
    struct dg_str text;
    pcre2_code *code;
    PCRE2_SIZE offset;
    int problem;

    if (value->type != DG_JSON_STRING) {
        return complain(c, value, "must be a string");
    }
    code = pcre2_compile((PCRE2_SPTR) value->text.data, value->text.len,
                         PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_ALT_BSUX |
                             PCRE2_NEVER_BACKSLASH_C,
                         &problem, &offset, NULL);
    if (!code) {
        PCRE2_UCHAR message[128];
        pcre2_get_error_message(problem, message, sizeof message);
        return complain(c, value, "character %zu: %s", (size_t) offset,
                        (const char *) message);
    }
    pcre2_jit_compile(code, PCRE2_JIT_COMPLETE); /* quicker, if it can be */
    text = dg_arena_printf(&c->set->arena, "must match %.*s",
                           DG_STR_ARG(value->text));
    add_rule(schema, dg_schema_rule_pattern, text)->u.pattern = code;
    return text.data ? keep_pattern(c, code)
                     : (pcre2_code_free(code), no_memory(c));
}

static enum dg_err
compile_format(struct compiler *c, const struct dg_json *value,
               struct dg_schema *schema)
{
    if (value->type == DG_JSON_STRING && dg_str_is(value->text, "date")) {
        add_rule(schema, dg_schema_rule_date,
                 DG_STR("must be a date YYYY-MM-DD"));
        return DG_OK;
    }
    if (value->type == DG_JSON_STRING && dg_str_is(value->text, "date-time")) {
        add_rule(schema, dg_schema_rule_date_time,
                 DG_STR("must be an RFC 3339 instant"));
        return DG_OK;
    }
    return complain(c, value, "must be one of date, date-time");
}

static enum dg_err
compile_required(struct compiler *c, const struct dg_json *value,
                 struct dg_schema *schema)
{
    if (value->type != DG_JSON_ARRAY) {
        return complain(c, value, "must be an array");
    }
    for (const struct dg_json *n = value->child; n; n = n->next) {
        struct dg_str text;
        if (n->type != DG_JSON_STRING) {
            return complain(c, n, "must be a string");
        }
        text = dg_arena_printf(&c->set->arena, "must have \"%.*s\"",
                               DG_STR_ARG(n->text));
        if (!text.data) {
            return no_memory(c);
        }
        add_rule(schema, dg_schema_rule_required, text)->u.name = n->text;
    }
    return DG_OK;
}

/* Compiles a schema that stands within another. */
static enum dg_err
compile_inner(struct compiler *c, const struct dg_json *node,
              const struct dg_schema **schema)
{
    struct dg_schema *inner = dg_arena_alloc(&c->set->arena, sizeof *inner);

    *schema = inner;
    return inner ? compile_node(c, node, inner) : no_memory(c);
}

static enum dg_err
compile_properties(struct compiler *c, const struct dg_json *value,
                   struct dg_schema *schema)
{
    struct dg_schema_rule *rule =
        add_rule(schema, dg_schema_rule_members, DG_STR(""));
    struct dg_schema_property *items;

    if (value->type != DG_JSON_OBJECT) {
        return complain(c, value, "must be an object");
    }
    items = dg_arena_alloc(&c->set->arena, value->count * sizeof *items);
    if (!items) {
        return no_memory(c);
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
compile_additional(struct compiler *c, const struct dg_json *value,
                   struct dg_schema *schema)
{
    struct dg_schema_rule *rule = NULL;

    if (value->type != DG_JSON_BOOLEAN) {
        return complain(c, value, "must be a boolean");
    }
    if (dg_json_get(value->parent, "properties")) {
        rule = &schema->rules[schema->count - 1];
    } else {
        rule = add_rule(schema, dg_schema_rule_members, DG_STR(""));
    }
    rule->u.members.closed = !value->boolean;
    return DG_OK;
}

static enum dg_err
compile_items(struct compiler *c, const struct dg_json *value,
              struct dg_schema *schema)
{
    return compile_inner(
        c, value,
        &add_rule(schema, dg_schema_rule_items, DG_STR(""))->u.schema);
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
compile_unique(struct compiler *c, const struct dg_json *value,
               struct dg_schema *schema)
{
    if (value->type != DG_JSON_BOOLEAN) {
        return complain(c, value, "must be a boolean");
    }
    if (!value->boolean) {
        return DG_OK;
    }
    if (!dg_json_get(value->parent, "items") ||
        !takes_strings_only(schema->rules[schema->count - 1].u.schema)) {
        return complain(c, value, "needs items of type string beside it");
    }
    add_rule(schema, dg_schema_rule_unique, DG_STR("must not repeat an item"));
    return DG_OK;
}

static enum dg_err
compile_branches(struct compiler *c, const struct dg_json *value,
                 struct dg_schema_rule *rule)
{
    const struct dg_schema **items;

    if (value->type != DG_JSON_ARRAY || value->count == 0) {
        return complain(c, value, "must be an array with items");
    }
    items = dg_arena_alloc(&c->set->arena, value->count * sizeof *items);
    if (!items) {
        return no_memory(c);
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
compile_any_of(struct compiler *c, const struct dg_json *value,
               struct dg_schema *schema)
{
    return compile_branches(
        c, value, add_rule(schema, dg_schema_rule_any_of, DG_STR("")));
}

static enum dg_err
compile_one_of(struct compiler *c, const struct dg_json *value,
               struct dg_schema *schema)
{
    return compile_branches(
        c, value,
        add_rule(schema, dg_schema_rule_one_of,
                 DG_STR("must fit only one of the alternatives")));
}

/* Compiles what a reference leads to, once. */
static enum dg_err
compile_target(struct compiler *c, const struct dg_json *node,
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
        return no_memory(c);
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
compile_ref(struct compiler *c, const struct dg_json *value,
            struct dg_schema *schema)
{
    struct compiler there = *c;
    struct dg_str file = value->text, pointer = {NULL, 0};
    const char *hash = file.len ? memchr(file.data, '#', file.len) : NULL;
    const struct dg_json *node;
    enum dg_err err;

    if (hash) {
        file.len = (size_t) (hash - file.data);
        pointer = (struct dg_str){hash + 1, value->text.len - file.len - 1};
    }
    if (file.len > 0) {
        there.document = dg_schema_set_document(c->set, file);
    }
    node = there.document ? dg_json_at(there.document->root, pointer) : NULL;
    if (!node) {
        return complain(c, value, "there is no \"%.*s\"",
                        DG_STR_ARG(value->text));
    }
    err = compile_target(
        &there, node,
        &add_rule(schema, dg_schema_rule_ref, DG_STR(""))->u.schema);
    return err == DG_ERR_LIMIT ? complain(c, value, "leads back to itself")
                               : err;
}

/* Definitions are compiled even when nothing refers to them. */
static enum dg_err
compile_definitions(struct compiler *c, const struct dg_json *value,
                    struct dg_schema *schema)
{
    const struct dg_schema *ignored;
    enum dg_err err = DG_OK;

    (void) schema;
    if (value->type != DG_JSON_OBJECT) {
        return complain(c, value, "must be an object");
    }
    for (const struct dg_json *m = value->child; m && !err; m = m->next) {
        err = compile_target(c, m, &ignored);
        if (err == DG_ERR_LIMIT) {
            return complain(c, m, "leads back to itself");
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
    {"type", compile_type},
    {"const", compile_const},
    {"enum", compile_enum},
    {"$ref", compile_ref},
    {"minLength", compile_min_length},
    {"maxLength", compile_max_length},
    {"pattern", compile_pattern},
    {"format", compile_format},
    {"minimum", compile_minimum},
    {"maximum", compile_maximum},
    {"minItems", compile_min_items},
    {"maxItems", compile_max_items},
    {"minProperties", compile_min_properties},
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
compile_node(struct compiler *c, const struct dg_json *node,
             struct dg_schema *schema)
{
    const struct dg_json *required = dg_json_get(node, "required");
    enum dg_err err = DG_OK;

    if (node->type != DG_JSON_OBJECT) {
        return complain(c, node, "must be an object");
    }
    for (const struct dg_json *m = node->child; m; m = m->next) {
        if (!is_keyword(m->name)) {
            return complain(c, node, "unknown keyword \"%.*s\"",
                            DG_STR_ARG(m->name));
        }
    }
    schema->rules = dg_arena_alloc(
        &c->set->arena, (node->count + (required ? required->count : 0)) *
                            sizeof *schema->rules);
    if (!schema->rules) {
        return no_memory(c);
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
    struct compiler c = {set, document, why};
    return compile_target(&c, document->root, &document->schema);
}

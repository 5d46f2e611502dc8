/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what the keywords mean that speak of one value alone, and how the
 * mistakes of a schema read. */
#include <stdarg.h>
#include <stdio.h>

#include "proto/base/i18n.h"
#include "proto/codec/schema_internal.h"

enum dg_err
dg_schema_keyword_exhausted(struct dg_schema_compiler *c)
{
    dg_buf_printf(c->why, "%.*s: %s", DG_STR_ARG(c->document->name),
                  dg_err_text(DG_ERR_MEMORY));
    return DG_ERR_MEMORY;
}

enum dg_err
dg_schema_keyword_refuse(struct dg_schema_compiler *c,
                         const struct dg_json *node, const char *format, ...)
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

struct dg_schema_rule *
dg_schema_keyword_add(struct dg_schema *schema, dg_schema_rule_fn fits,
                      struct dg_str text)
{
    struct dg_schema_rule *rule = &schema->rules[schema->count++];

    rule->fits = fits;
    rule->text = text;
    return rule;
}

enum dg_err
dg_schema_keyword_type(struct dg_schema_compiler *c,
                       const struct dg_json *value, struct dg_schema *schema)
{
    static const struct {
        const char *name, *text;
        enum dg_json_type type;
    } types[] = {
        {"string", N_("must be a string"), DG_JSON_STRING},
        {"boolean", N_("must be a boolean"), DG_JSON_BOOLEAN},
        {"object", N_("must be an object"), DG_JSON_OBJECT},
        {"array", N_("must be an array"), DG_JSON_ARRAY},
        {"null", N_("must be null"), DG_JSON_NULL},
    };

    if (value->type == DG_JSON_STRING && dg_str_is(value->text, "integer")) {
        dg_schema_keyword_add(schema, dg_schema_rule_integer,
                              dg_str_from(_("must be an integer")));
        return DG_OK;
    }
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (value->type == DG_JSON_STRING &&
            dg_str_is(value->text, types[i].name)) {
            dg_schema_keyword_add(schema, dg_schema_rule_type,
                                  dg_str_from(_(types[i].text)))
                ->u.type = types[i].type;
            return DG_OK;
        }
    }
    return dg_schema_keyword_refuse(
        c, value,
        "must be one of string, integer, boolean, object, array, "
        "null");
}

/* Lists values as they stand in the schema. */
static struct dg_str
list_values(struct dg_schema_compiler *c, const struct dg_json *first,
            size_t count)
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
compile_values(struct dg_schema_compiler *c, const struct dg_json *first,
               size_t count, const char *before, struct dg_schema *schema)
{
    struct dg_str list = list_values(c, first, count);
    struct dg_str text =
        dg_arena_printf(&c->set->arena, "%s%.*s", before, DG_STR_ARG(list));
    struct dg_schema_rule *rule =
        dg_schema_keyword_add(schema, dg_schema_rule_enum, text);

    rule->u.values.first = first;
    rule->u.values.count = count;
    for (size_t i = 0; i < count; i++, first = first->next) {
        int64_t number;
        if (first->type == DG_JSON_ARRAY || first->type == DG_JSON_OBJECT ||
            (first->type == DG_JSON_NUMBER &&
             dg_json_to_i64(first, &number) != DG_OK)) {
            return dg_schema_keyword_refuse(
                c, first, "must be a string, integer, boolean or null");
        }
    }
    return list.data && text.data ? DG_OK : dg_schema_keyword_exhausted(c);
}

enum dg_err
dg_schema_keyword_const(struct dg_schema_compiler *c,
                        const struct dg_json *value, struct dg_schema *schema)
{
    return compile_values(c, value, 1, _("must be "), schema);
}

enum dg_err
dg_schema_keyword_enum(struct dg_schema_compiler *c,
                       const struct dg_json *value, struct dg_schema *schema)
{
    if (value->type != DG_JSON_ARRAY || value->count == 0) {
        return dg_schema_keyword_refuse(c, value,
                                        "must be an array with items");
    }
    return compile_values(c, value->child, value->count, _("must be one of "),
                          schema);
}

/* Keywords that count something. */
enum dg_err
dg_schema_keyword_size(struct dg_schema_compiler *c,
                       const struct dg_json *value, struct dg_schema *schema)
{
    static const struct {
        const char *name;
        dg_schema_rule_fn fits;
        bool least;
        const char *unit;
    } sizes[] = {
        {"minLength", dg_schema_rule_min_length, true, N_("character(s)")},
        {"maxLength", dg_schema_rule_max_length, false, N_("character(s)")},
        {"minItems", dg_schema_rule_min_items, true, N_("item(s)")},
        {"maxItems", dg_schema_rule_max_items, false, N_("item(s)")},
        {"minProperties", dg_schema_rule_min_members, true, N_("member(s)")},
    };
    int64_t size;
    size_t i = 0;
    struct dg_str text;

    if (dg_json_to_i64(value, &size) != DG_OK || size < 0 ||
        size > UINT32_MAX) {
        return dg_schema_keyword_refuse(
            c, value, "must be an integer from 0 to 4294967295");
    }
    while (!dg_str_is(value->name, sizes[i].name)) {
        i++;
    }
    text = dg_arena_printf(&c->set->arena,
                           sizes[i].least ? _("must have at least %lld %s")
                                          : _("must have at most %lld %s"),
                           (long long) size, _(sizes[i].unit));
    dg_schema_keyword_add(schema, sizes[i].fits, text)->u.size = (size_t) size;
    return text.data ? DG_OK : dg_schema_keyword_exhausted(c);
}

/* Limits of numbers are kept to integers: the protocol has no fractions. */
enum dg_err
dg_schema_keyword_limit(struct dg_schema_compiler *c,
                        const struct dg_json *value, struct dg_schema *schema)
{
    bool least = dg_str_is(value->name, "minimum");
    struct dg_str text;
    int64_t limit;

    if (dg_json_to_i64(value, &limit) != DG_OK) {
        return dg_schema_keyword_refuse(c, value, "must be an integer");
    }
    if (!dg_str_is(dg_json_get_str(value->parent, "type"), "integer")) {
        return dg_schema_keyword_refuse(
            c, value, "needs \"type\": \"integer\" beside it");
    }
    text = dg_arena_printf(&c->set->arena,
                           least ? _("must be at least %lld")
                                 : _("must be at most %lld"),
                           (long long) limit);
    dg_schema_keyword_add(
        schema, least ? dg_schema_rule_minimum : dg_schema_rule_maximum, text)
        ->u.limit = limit;
    return text.data ? DG_OK : dg_schema_keyword_exhausted(c);
}

static enum dg_err
keep_pattern(struct dg_schema_compiler *c, pcre2_code *code)
{
    struct dg_schema_pattern *kept =
        dg_arena_alloc(&c->set->arena, sizeof *kept);

    if (!kept) {
        pcre2_code_free(code);
        return dg_schema_keyword_exhausted(c);
    }
    kept->code = code;
    kept->next = c->set->patterns;
    c->set->patterns = kept;
    return DG_OK;
}

/* As ECMA-262 has it: $ is the very end, \uXXXX a character. */
enum dg_err
dg_schema_keyword_pattern(struct dg_schema_compiler *c,
                          const struct dg_json *value, struct dg_schema *schema)
{
    struct dg_str text;
    pcre2_code *code;
    PCRE2_SIZE offset;
    int problem;

    if (value->type != DG_JSON_STRING) {
        return dg_schema_keyword_refuse(c, value, "must be a string");
    }
    code = pcre2_compile((PCRE2_SPTR) value->text.data, value->text.len,
                         PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_ALT_BSUX |
                             PCRE2_NEVER_BACKSLASH_C,
                         &problem, &offset, NULL);
    if (!code) {
        PCRE2_UCHAR message[128];
        pcre2_get_error_message(problem, message, sizeof message);
        return dg_schema_keyword_refuse(c, value, "character %zu: %s",
                                        (size_t) offset,
                                        (const char *) message);
    }
    pcre2_jit_compile(code, PCRE2_JIT_COMPLETE); /* quicker, if it can be */
    text = dg_arena_printf(&c->set->arena, _("must match %.*s"),
                           DG_STR_ARG(value->text));
    dg_schema_keyword_add(schema, dg_schema_rule_pattern, text)->u.pattern =
        code;
    return text.data ? keep_pattern(c, code)
                     : (pcre2_code_free(code), dg_schema_keyword_exhausted(c));
}

enum dg_err
dg_schema_keyword_format(struct dg_schema_compiler *c,
                         const struct dg_json *value, struct dg_schema *schema)
{
    if (value->type == DG_JSON_STRING && dg_str_is(value->text, "date")) {
        dg_schema_keyword_add(schema, dg_schema_rule_date,
                              dg_str_from(_("must be a date YYYY-MM-DD")));
        return DG_OK;
    }
    if (value->type == DG_JSON_STRING && dg_str_is(value->text, "date-time")) {
        dg_schema_keyword_add(schema, dg_schema_rule_date_time,
                              dg_str_from(_("must be an RFC 3339 instant")));
        return DG_OK;
    }
    return dg_schema_keyword_refuse(c, value, "must be one of date, date-time");
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What schema.c, schema_compile.c and schema_rule.c share: a compiled schema is
 * a list of rules in the order in which they are looked at. */
#ifndef PROTO_CODEC_SCHEMA_INTERNAL_H
#define PROTO_CODEC_SCHEMA_INTERNAL_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "proto/codec/schema.h"

struct dg_schema_rule;

/* One value being checked. */
struct dg_schema_check {
    struct dg_arena *arena;
    pcre2_match_data *match; /* NULL before the first pattern */
    bool no_memory;
    const struct dg_json *at; /* the misfit; NULL while there is none */
    struct dg_str text;
};

typedef bool (*dg_schema_rule_fn)(struct dg_schema_check *check,
                                  const struct dg_schema_rule *rule,
                                  const struct dg_json *value);

struct dg_schema_property {
    struct dg_str name;
    const struct dg_schema *schema;
};

/* One keyword. A rule that is false either says where and why in check, or
 * leaves it, which means: the value itself, for the rule's text. */
struct dg_schema_rule {
    dg_schema_rule_fn fits;
    struct dg_str text;
    union {
        enum dg_json_type type;
        int64_t limit;
        size_t size;
        struct dg_str name;
        pcre2_code *pattern;
        const struct dg_schema *schema;
        struct {
            const struct dg_json *first; /* siblings */
            size_t count;
        } values;
        struct {
            const struct dg_schema **items;
            size_t count;
        } branches;
        struct {
            struct dg_schema_property *items;
            size_t count;
            bool closed; /* no other members */
        } members;
    } u;
};

struct dg_schema {
    struct dg_schema_rule *rules;
    size_t count;
};

struct dg_schema_document {
    struct dg_schema_document *next;
    struct dg_str name, text;
    const struct dg_json *root;
    const struct dg_schema *schema; /* NULL before it is compiled */
};

/* A schema that was compiled for its own sake or for a $ref to it. */
struct dg_schema_target {
    struct dg_schema_target *next;
    const struct dg_json *node;
    struct dg_schema schema;
    bool done;
};

struct dg_schema_pattern {
    struct dg_schema_pattern *next;
    pcre2_code *code;
};

struct dg_schema_set {
    struct dg_arena arena; /* everything but the patterns' code */
    struct dg_schema_document *documents;
    struct dg_schema_target *targets;
    struct dg_schema_pattern *patterns;
};

/* What is being compiled, and where it says what it cannot take. */
struct dg_schema_compiler {
    struct dg_schema_set *set;
    const struct dg_schema_document *document;
    struct dg_buf *why;
};

/* Adds the rule of one keyword to schema. value is the keyword's; its parent is
 * the schema's node. */
typedef enum dg_err (*dg_schema_keyword_fn)(struct dg_schema_compiler *c,
                                            const struct dg_json *value,
                                            struct dg_schema *schema);
enum dg_err dg_schema_keyword_type(struct dg_schema_compiler *c,
                                   const struct dg_json *value,
                                   struct dg_schema *schema);
enum dg_err dg_schema_keyword_const(struct dg_schema_compiler *c,
                                    const struct dg_json *value,
                                    struct dg_schema *schema);
enum dg_err dg_schema_keyword_enum(struct dg_schema_compiler *c,
                                   const struct dg_json *value,
                                   struct dg_schema *schema);
enum dg_err dg_schema_keyword_size(struct dg_schema_compiler *c,
                                   const struct dg_json *value,
                                   struct dg_schema *schema);
enum dg_err dg_schema_keyword_limit(struct dg_schema_compiler *c,
                                    const struct dg_json *value,
                                    struct dg_schema *schema);
enum dg_err dg_schema_keyword_pattern(struct dg_schema_compiler *c,
                                      const struct dg_json *value,
                                      struct dg_schema *schema);
enum dg_err dg_schema_keyword_format(struct dg_schema_compiler *c,
                                     const struct dg_json *value,
                                     struct dg_schema *schema);

/* Says "name: #pointer: what"; returns DG_ERR_MALFORMED. */
enum dg_err dg_schema_keyword_refuse(struct dg_schema_compiler *c,
                                     const struct dg_json *node,
                                     const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Says that memory is exhausted; returns DG_ERR_MEMORY. */
enum dg_err dg_schema_keyword_exhausted(struct dg_schema_compiler *c);
/* The next rule of a schema: there is room for one for each of its members and
 * each required name. */
struct dg_schema_rule *dg_schema_keyword_add(struct dg_schema *schema,
                                             dg_schema_rule_fn fits,
                                             struct dg_str text);

/* The document of that name, or NULL. */
struct dg_schema_document *
dg_schema_compile_document(const struct dg_schema_set *set, struct dg_str name);

/* Compiles a document with all of its definitions. */
enum dg_err dg_schema_compile(struct dg_schema_set *set,
                              struct dg_schema_document *document,
                              struct dg_buf *why);

bool dg_schema_rule_all(struct dg_schema_check *check,
                        const struct dg_schema *schema,
                        const struct dg_json *value);

/* The rules' functions, one a keyword. */
bool dg_schema_rule_type(struct dg_schema_check *check,
                         const struct dg_schema_rule *rule,
                         const struct dg_json *value);
bool dg_schema_rule_integer(struct dg_schema_check *check,
                            const struct dg_schema_rule *rule,
                            const struct dg_json *value);
bool dg_schema_rule_enum(struct dg_schema_check *check,
                         const struct dg_schema_rule *rule,
                         const struct dg_json *value);
bool dg_schema_rule_ref(struct dg_schema_check *check,
                        const struct dg_schema_rule *rule,
                        const struct dg_json *value);
bool dg_schema_rule_min_length(struct dg_schema_check *check,
                               const struct dg_schema_rule *rule,
                               const struct dg_json *value);
bool dg_schema_rule_max_length(struct dg_schema_check *check,
                               const struct dg_schema_rule *rule,
                               const struct dg_json *value);
bool dg_schema_rule_pattern(struct dg_schema_check *check,
                            const struct dg_schema_rule *rule,
                            const struct dg_json *value);
bool dg_schema_rule_date(struct dg_schema_check *check,
                         const struct dg_schema_rule *rule,
                         const struct dg_json *value);
bool dg_schema_rule_date_time(struct dg_schema_check *check,
                              const struct dg_schema_rule *rule,
                              const struct dg_json *value);
bool dg_schema_rule_minimum(struct dg_schema_check *check,
                            const struct dg_schema_rule *rule,
                            const struct dg_json *value);
bool dg_schema_rule_maximum(struct dg_schema_check *check,
                            const struct dg_schema_rule *rule,
                            const struct dg_json *value);
bool dg_schema_rule_min_items(struct dg_schema_check *check,
                              const struct dg_schema_rule *rule,
                              const struct dg_json *value);
bool dg_schema_rule_max_items(struct dg_schema_check *check,
                              const struct dg_schema_rule *rule,
                              const struct dg_json *value);
bool dg_schema_rule_min_members(struct dg_schema_check *check,
                                const struct dg_schema_rule *rule,
                                const struct dg_json *value);
bool dg_schema_rule_required(struct dg_schema_check *check,
                             const struct dg_schema_rule *rule,
                             const struct dg_json *value);
bool dg_schema_rule_members(struct dg_schema_check *check,
                            const struct dg_schema_rule *rule,
                            const struct dg_json *value);
bool dg_schema_rule_items(struct dg_schema_check *check,
                          const struct dg_schema_rule *rule,
                          const struct dg_json *value);
bool dg_schema_rule_unique(struct dg_schema_check *check,
                           const struct dg_schema_rule *rule,
                           const struct dg_json *value);
bool dg_schema_rule_any_of(struct dg_schema_check *check,
                           const struct dg_schema_rule *rule,
                           const struct dg_json *value);
bool dg_schema_rule_one_of(struct dg_schema_check *check,
                           const struct dg_schema_rule *rule,
                           const struct dg_json *value);

#endif

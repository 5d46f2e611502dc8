/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps the documents of a set and runs one check; what keywords mean is
 * schema_compile.c's and schema_rule.c's. */
#include "proto/codec/schema.h"

#include <stdlib.h>

#include "proto/codec/schema_internal.h"

#define SET_SIZE_MAX (64u << 20)

enum dg_err
dg_schema_set_create(struct dg_schema_set **set)
{
    struct dg_schema_set *created = calloc(1, sizeof *created);

    if (!created) {
        return DG_ERR_MEMORY;
    }
    dg_arena_init(&created->arena, SET_SIZE_MAX);
    *set = created;
    return DG_OK;
}

void
dg_schema_set_destroy(struct dg_schema_set *set)
{
    if (!set) {
        return;
    }
    for (struct dg_schema_pattern *p = set->patterns; p; p = p->next) {
        pcre2_code_free(p->code);
    }
    dg_arena_finish(&set->arena);
    free(set);
}

enum dg_err
dg_schema_set_add(struct dg_schema_set *set, const char *name,
                  struct dg_str text, struct dg_buf *why)
{
    struct dg_schema_document *document;
    struct dg_json_error error;
    enum dg_err err = DG_ERR_MEMORY;

    if (dg_schema_compile_document(set, dg_str_from(name))) {
        dg_buf_printf(why, "%s: there already", name);
        return DG_ERR_EXISTS;
    }
    document = dg_arena_alloc(&set->arena, sizeof *document);
    if (document) {
        document->name = dg_arena_copy(&set->arena, dg_str_from(name));
        document->text = dg_arena_copy(&set->arena, text);
    }
    if (document && document->name.data && document->text.data) {
        err =
            dg_json_parse(&set->arena, document->text, &document->root, &error);
    }
    if (err == DG_ERR_MEMORY) {
        dg_buf_printf(why, "%s: %s", name, dg_err_text(err));
    } else if (err) {
        dg_buf_printf(why, "%s: byte %zu: %s", name, error.offset, error.code);
    } else {
        document->next = set->documents;
        set->documents = document;
    }
    return err;
}

enum dg_err
dg_schema_set_compile(struct dg_schema_set *set, struct dg_buf *why)
{
    for (struct dg_schema_document *d = set->documents; d; d = d->next) {
        enum dg_err err = d->schema ? DG_OK : dg_schema_compile(set, d, why);
        if (err) {
            return err;
        }
    }
    return DG_OK;
}

const struct dg_schema *
dg_schema_set_find(const struct dg_schema_set *set, struct dg_str name)
{
    const struct dg_schema_document *document =
        dg_schema_compile_document(set, name);
    return document ? document->schema : NULL;
}

bool
dg_schema_fits(const struct dg_schema *schema, const struct dg_json *value,
               struct dg_arena *arena, struct dg_schema_error *error)
{
    struct dg_schema_check check = {.arena = arena};
    bool fits = dg_schema_rule_all(&check, schema, value);

    pcre2_match_data_free(check.match);
    if (fits && !check.no_memory) {
        return true;
    }
    *error = (struct dg_schema_error){{NULL, 0}, {NULL, 0}};
    if (!check.no_memory) {
        error->pointer = dg_json_pointer(arena, value, check.at);
        error->text = check.text;
    }
    return false;
}

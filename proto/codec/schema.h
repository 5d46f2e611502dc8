/* SPDX-License-Identifier: Apache-2.0 */
/* Checks JSON values against JSON Schemas (2020-12), so that the published
 * schema files are the decoder's only description of an event.
 *
 * Understood: $schema $id $ref $defs title description examples type
 * properties required additionalProperties (boolean) items minItems maxItems
 * uniqueItems minLength maxLength pattern enum const minimum maximum format
 * (date, date-time: checked) minProperties oneOf/anyOf. Any other keyword makes
 * compilation fail: nothing in a schema is passed over in silence. So do a
 * reference that leads back to itself, "type": "number" (the protocol has
 * integers and decimal strings), and uniqueItems of other items than strings.
 * $ref is "#/$defs/x" or "file.json#/$defs/x" within one set. */
#ifndef PROTO_CODEC_SCHEMA_H
#define PROTO_CODEC_SCHEMA_H

#include "proto/base/buf.h"
#include "proto/codec/json.h"

struct dg_schema;
struct dg_schema_set;

enum dg_err dg_schema_set_create(struct dg_schema_set **set);
void dg_schema_set_destroy(struct dg_schema_set *set);

/* Adds a schema document under its file name ("task.publish.v1.json"); text is
 * copied. On failure why gets "name: what". DG_ERR_EXISTS for a second of one
 * name. */
enum dg_err dg_schema_set_add(struct dg_schema_set *set, const char *name,
                              struct dg_str text, struct dg_buf *why);

/* Resolves references and compiles everything added since the last call. On
 * failure why gets "name: #pointer: what". */
enum dg_err dg_schema_set_compile(struct dg_schema_set *set,
                                  struct dg_buf *why);

/* Lives as long as the set; NULL if there is none of that name. */
const struct dg_schema *dg_schema_set_find(const struct dg_schema_set *set,
                                           struct dg_str name);

struct dg_schema_error {
    struct dg_str pointer; /* RFC 6901, below the checked value */
    struct dg_str text;    /* `must have "id"`, `must be a string` */
};

/* True if value fits. Else error names the first misfit in document order;
 * its strings live as long as the arena and the set, and are NULL when the
 * arena is exhausted. A missing or foreign member is reported at the object.
 * Thread-safe on a compiled set. */
bool dg_schema_fits(const struct dg_schema *schema, const struct dg_json *value,
                    struct dg_arena *arena, struct dg_schema_error *error);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* The texts of the core's schema files, as they are installed. */
#ifndef PROTO_SCHEMA_SCHEMAS_H
#define PROTO_SCHEMA_SCHEMAS_H

#include <stddef.h>

struct dg_schema_text {
    const char *name; /* "task.publish.v1.json" */
    const char *text;
};

/* "common.json", "event.json" and one for each of the core's event types;
 * static. Answers have a schema too (answer.json), for foreign readers only. */
const struct dg_schema_text *dg_schemas_core(size_t *count);

#endif

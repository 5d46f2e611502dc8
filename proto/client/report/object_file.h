/* SPDX-License-Identifier: Apache-2.0 */
/* A file that holds one JSON object: data, or an event with data. */
#ifndef PROTO_CLIENT_REPORT_OBJECT_FILE_H
#define PROTO_CLIENT_REPORT_OBJECT_FILE_H

#include "proto/client/ask/cli.h"

struct dg_object_file {
    struct dg_arena arena;
    struct dg_str text;
    const struct dg_json *object; /* lives as long as this */
};

/* Must be finished whatever it gives: 0 or an exit status, said. */
int dg_object_file_read(struct dg_cli *cli, const char *path,
                        struct dg_object_file *file);
void dg_object_file_finish(struct dg_object_file *file);

/* Its members, as they are, into the object that is open; but no member of that
 * name, unless it is NULL. */
void dg_object_file_put(const struct dg_object_file *file, const char *without,
                        struct dg_json_writer *writer);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Writes JSON through yajl_gen, with a sticky error: call, call, call, look
 * once at dg_json_writer_text. Reusable: reset keeps the memory. */
#ifndef PROTO_CODEC_JSON_WRITER_H
#define PROTO_CODEC_JSON_WRITER_H

#include "proto/codec/json.h"

struct dg_json_writer;

enum dg_err dg_json_writer_create(struct dg_json_writer **writer);
void dg_json_writer_destroy(struct dg_json_writer *writer);
void dg_json_writer_reset(struct dg_json_writer *writer);

void dg_json_open_object(struct dg_json_writer *writer);
void dg_json_close_object(struct dg_json_writer *writer);
void dg_json_open_array(struct dg_json_writer *writer);
void dg_json_close_array(struct dg_json_writer *writer);
void dg_json_name(struct dg_json_writer *writer, const char *name);
void dg_json_name_str(struct dg_json_writer *writer, struct dg_str name);
void dg_json_str(struct dg_json_writer *writer, struct dg_str value);
void dg_json_text(struct dg_json_writer *writer, const char *value);
void dg_json_integer(struct dg_json_writer *writer, int64_t value);
void dg_json_boolean(struct dg_json_writer *writer, bool value);
void dg_json_null(struct dg_json_writer *writer);
/* A value that is already valid JSON, passed on as it is. */
void dg_json_raw(struct dg_json_writer *writer, struct dg_str json);
/* A value that was read. */
void dg_json_copy(struct dg_json_writer *writer, const struct dg_json *node);

/* name and value in one; the str and text forms write nothing when the value
 * is empty. */
void dg_json_put_str(struct dg_json_writer *writer, const char *name,
                     struct dg_str value);
void dg_json_put_text(struct dg_json_writer *writer, const char *name,
                      const char *value);
void dg_json_put_integer(struct dg_json_writer *writer, const char *name,
                         int64_t value);
void dg_json_put_boolean(struct dg_json_writer *writer, const char *name,
                         bool value);

/* What was written; valid until the next call on the writer. DG_ERR_MALFORMED
 * (unbalanced, invalid UTF-8), DG_ERR_LIMIT (depth) or DG_ERR_MEMORY. */
enum dg_err dg_json_writer_text(struct dg_json_writer *writer,
                                struct dg_str *text);

#endif

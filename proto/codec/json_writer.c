/* SPDX-License-Identifier: Apache-2.0 */
/* Decides whether what is written is one whole JSON value: yajl_gen escapes and
 * separates, but closes what was never opened and lets a name go without its
 * value. */
#include "proto/codec/json_writer.h"

#include <stdlib.h>
#include <yajl/yajl_gen.h>

#include "proto/base/buf.h"
#include "proto/base/utf8.h"

#define DEPTH_MAX 128 /* yajl's own is one less */

struct dg_json_writer {
    yajl_gen gen;
    struct dg_buf out;
    enum dg_err err;
    bool named;             /* a name waits for its value */
    size_t depth;           /* open containers */
    bool object[DEPTH_MAX]; /* what each of them is */
};

/* yajl_gen does not look whether its memory was given, our buffer does. */
static void
handle_print(void *ctx, const char *bytes, size_t len)
{
    struct dg_json_writer *writer = ctx;
    dg_buf_append(&writer->out, bytes, len);
}

enum dg_err
dg_json_writer_create(struct dg_json_writer **writer)
{
    struct dg_json_writer *created = calloc(1, sizeof *created);

    if (!created) {
        goto no_memory;
    }
    created->gen = yajl_gen_alloc(NULL);
    if (!created->gen) {
        goto no_generator;
    }
    yajl_gen_config(created->gen, yajl_gen_print_callback, handle_print,
                    created);
    *writer = created;
    return DG_OK;

no_generator:
    free(created);
no_memory:
    return DG_ERR_MEMORY;
}

void
dg_json_writer_destroy(struct dg_json_writer *writer)
{
    if (writer) {
        yajl_gen_free(writer->gen);
        dg_buf_finish(&writer->out);
        free(writer);
    }
}

void
dg_json_writer_reset(struct dg_json_writer *writer)
{
    yajl_gen_reset(writer->gen, NULL);
    dg_buf_clear(&writer->out);
    writer->err = DG_OK;
    writer->named = false;
    writer->depth = 0;
}

static void
fail(struct dg_json_writer *writer, enum dg_err err)
{
    writer->err = writer->err ? writer->err : err;
}

static void
note(struct dg_json_writer *writer, yajl_gen_status status)
{
    if (status != yajl_gen_status_ok) {
        fail(writer, status == yajl_max_depth_exceeded ? DG_ERR_LIMIT
                                                       : DG_ERR_MALFORMED);
    }
}

/* True if a value may be written here: in an object, only behind a name. */
static bool
begin_value(struct dg_json_writer *writer)
{
    if (writer->depth > 0 && writer->object[writer->depth - 1] &&
        !writer->named) {
        fail(writer, DG_ERR_MALFORMED);
    }
    writer->named = false;
    return !writer->err;
}

static void
open_container(struct dg_json_writer *writer, bool object)
{
    if (!begin_value(writer)) {
        return;
    }
    if (writer->depth == DEPTH_MAX) {
        fail(writer, DG_ERR_LIMIT);
        return;
    }
    writer->object[writer->depth++] = object;
    note(writer, object ? yajl_gen_map_open(writer->gen)
                        : yajl_gen_array_open(writer->gen));
}

static void
close_container(struct dg_json_writer *writer, bool object)
{
    if (writer->depth == 0 || writer->named ||
        writer->object[writer->depth - 1] != object) {
        fail(writer, DG_ERR_MALFORMED);
    }
    if (!writer->err) {
        writer->depth--;
        note(writer, object ? yajl_gen_map_close(writer->gen)
                            : yajl_gen_array_close(writer->gen));
    }
}

void
dg_json_open_object(struct dg_json_writer *writer)
{
    open_container(writer, true);
}

void
dg_json_close_object(struct dg_json_writer *writer)
{
    close_container(writer, true);
}

void
dg_json_open_array(struct dg_json_writer *writer)
{
    open_container(writer, false);
}

void
dg_json_close_array(struct dg_json_writer *writer)
{
    close_container(writer, false);
}

/* yajl's own check of UTF-8 lets overlong forms and surrogates pass. */
static void
put_string(struct dg_json_writer *writer, struct dg_str s)
{
    if (!dg_utf8_valid(s, NULL)) {
        fail(writer, DG_ERR_MALFORMED);
        return;
    }
    note(writer, yajl_gen_string(writer->gen,
                                 (const unsigned char *) (s.data ? s.data : ""),
                                 s.len));
}

void
dg_json_name(struct dg_json_writer *writer, const char *name)
{
    dg_json_name_str(writer, dg_str_from(name));
}

void
dg_json_name_str(struct dg_json_writer *writer, struct dg_str name)
{
    if (writer->depth == 0 || !writer->object[writer->depth - 1] ||
        writer->named) {
        fail(writer, DG_ERR_MALFORMED);
    }
    if (!writer->err) {
        writer->named = true;
        put_string(writer, name);
    }
}

void
dg_json_str(struct dg_json_writer *writer, struct dg_str value)
{
    if (begin_value(writer)) {
        put_string(writer, value);
    }
}

void
dg_json_text(struct dg_json_writer *writer, const char *value)
{
    dg_json_str(writer, dg_str_from(value));
}

void
dg_json_integer(struct dg_json_writer *writer, int64_t value)
{
    if (begin_value(writer)) {
        note(writer, yajl_gen_integer(writer->gen, value));
    }
}

void
dg_json_boolean(struct dg_json_writer *writer, bool value)
{
    if (begin_value(writer)) {
        note(writer, yajl_gen_bool(writer->gen, value));
    }
}

void
dg_json_null(struct dg_json_writer *writer)
{
    if (begin_value(writer)) {
        note(writer, yajl_gen_null(writer->gen));
    }
}

void
dg_json_raw(struct dg_json_writer *writer, struct dg_str json)
{
    if (!begin_value(writer)) {
        return;
    }
    if (json.len == 0) {
        fail(writer, DG_ERR_MALFORMED);
        return;
    }
    note(writer, yajl_gen_number(writer->gen, json.data, json.len));
}

void
dg_json_put_str(struct dg_json_writer *writer, const char *name,
                struct dg_str value)
{
    if (value.len > 0) {
        dg_json_name(writer, name);
        dg_json_str(writer, value);
    }
}

void
dg_json_put_text(struct dg_json_writer *writer, const char *name,
                 const char *value)
{
    dg_json_put_str(writer, name, dg_str_from(value));
}

void
dg_json_put_integer(struct dg_json_writer *writer, const char *name,
                    int64_t value)
{
    dg_json_name(writer, name);
    dg_json_integer(writer, value);
}

void
dg_json_put_boolean(struct dg_json_writer *writer, const char *name, bool value)
{
    dg_json_name(writer, name);
    dg_json_boolean(writer, value);
}

enum dg_err
dg_json_writer_text(struct dg_json_writer *writer, struct dg_str *text)
{
    enum dg_err err = writer->out.err ? writer->out.err : writer->err;

    if (!err && (writer->depth > 0 || writer->out.len == 0)) {
        err = DG_ERR_MALFORMED;
    }
    if (!err) {
        *text = (struct dg_str){writer->out.data, writer->out.len};
    }
    return err;
}

/* Recursion is bounded by DG_JSON_DEPTH_MAX. */
static void
copy_children(struct dg_json_writer *writer, const struct dg_json *container)
{
    for (const struct dg_json *c = container->child; c; c = c->next) {
        if (container->type == DG_JSON_OBJECT) {
            dg_json_name_str(writer, c->name);
        }
        dg_json_copy(writer, c);
    }
}

void
dg_json_copy(struct dg_json_writer *writer, const struct dg_json *node)
{
    switch (node->type) {
    case DG_JSON_NULL:
        dg_json_null(writer);
        break;
    case DG_JSON_BOOLEAN:
        dg_json_boolean(writer, node->boolean);
        break;
    case DG_JSON_NUMBER:
        dg_json_raw(writer, node->text);
        break;
    case DG_JSON_STRING:
        dg_json_str(writer, node->text);
        break;
    case DG_JSON_ARRAY:
        dg_json_open_array(writer);
        copy_children(writer, node);
        dg_json_close_array(writer);
        break;
    case DG_JSON_OBJECT:
        dg_json_open_object(writer);
        copy_children(writer, node);
        dg_json_close_object(writer);
        break;
    }
}

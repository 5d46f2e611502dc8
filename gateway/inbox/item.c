/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which parts of a task reach the inbox. */
#include "gateway/inbox/item.h"

#include <stdlib.h>

#include "proto/base/buf.h"

/* Where values are copied to, and which nodes are left out. */
struct copy {
    struct dg_json_writer *writer;
    const struct dg_json **stripped;
    size_t count;
    struct dg_buf name; /* the writer wants a NUL behind it */
    enum dg_err err;    /* sticky; that of name goes when it is cleared */
};

static bool
is_stripped(const struct copy *copy, const struct dg_json *node)
{
    for (size_t i = 0; i < copy->count; i++) {
        if (copy->stripped[i] == node) {
            return true;
        }
    }
    return false;
}

/* An array of which nothing is left is left out as well. */
static bool
is_empty(const struct copy *copy, const struct dg_json *node)
{
    if (node->type != DG_JSON_ARRAY) {
        return false;
    }
    for (node = node->child; node; node = node->next) {
        if (!is_stripped(copy, node)) {
            return false;
        }
    }
    return true;
}

static void copy_value(struct copy *copy, const struct dg_json *node);

static void
copy_members(struct copy *copy, const struct dg_json *object)
{
    const struct dg_json *node;

    for (node = object->child; node; node = node->next) {
        if (!is_stripped(copy, node) && !is_empty(copy, node)) {
            dg_buf_clear(&copy->name);
            dg_buf_str(&copy->name, node->name);
            copy->err = copy->err ? copy->err : copy->name.err;
            dg_json_name(copy->writer, copy->name.data);
            copy_value(copy, node);
        }
    }
}

static void
copy_elements(struct copy *copy, const struct dg_json *array)
{
    const struct dg_json *node;

    for (node = array->child; node; node = node->next) {
        if (!is_stripped(copy, node)) {
            copy_value(copy, node);
        }
    }
}

/* As deep as the parser allows. */
static void
copy_value(struct copy *copy, const struct dg_json *node)
{
    switch (node->type) {
    case DG_JSON_NULL:
        dg_json_null(copy->writer);
        break;
    case DG_JSON_BOOLEAN:
        dg_json_boolean(copy->writer, node->boolean);
        break;
    case DG_JSON_NUMBER:
        dg_json_raw(copy->writer, node->text);
        break;
    case DG_JSON_STRING:
        dg_json_str(copy->writer, node->text);
        break;
    case DG_JSON_ARRAY:
        dg_json_open_array(copy->writer);
        copy_elements(copy, node);
        dg_json_close_array(copy->writer);
        break;
    case DG_JSON_OBJECT:
        dg_json_open_object(copy->writer);
        copy_members(copy, node);
        dg_json_close_object(copy->writer);
        break;
    }
}

enum dg_err
dg_item_write(struct dg_json_writer *writer, const struct dg_event *event,
              uint32_t offices, const struct dg_effect *effects, size_t count)
{
    struct copy copy = {.writer = writer};

    copy.stripped = malloc((count + 2) * sizeof(const struct dg_json *));
    if (!copy.stripped) {
        return DG_ERR_MEMORY;
    }
    copy.stripped[copy.count++] = dg_json_get(event->data, "audience");
    copy.stripped[copy.count++] = dg_json_get(event->data, "strict");
    for (size_t i = 0; i < count; i++) {
        if (effects[i].kind == DG_EFFECT_STRIP) {
            copy.stripped[copy.count++] =
                dg_json_at(event->root, effects[i].pointer);
        }
    }
    dg_buf_init(&copy.name);
    dg_json_open_object(writer);
    copy_members(&copy, event->data);
    dg_json_put_str(writer, "from", event->source);
    dg_json_put_integer(writer, "offices", offices);
    dg_json_close_object(writer);
    dg_buf_finish(&copy.name);
    free(copy.stripped);
    return copy.err;
}

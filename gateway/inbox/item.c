/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which parts of a task reach the inbox. */
#include "gateway/inbox/item.h"

#include <stdlib.h>

/* Where values are copied to, and which nodes are left out. */
struct copy {
    struct dg_json_writer *writer;
    const char *text; /* what the nodes' ranges count from */
    const struct dg_json **stripped;
    size_t count;
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

/* True if something within node is left out. */
static bool
has_stripped(const struct copy *copy, const struct dg_json *node)
{
    for (size_t i = 0; i < copy->count; i++) {
        const struct dg_json *s = copy->stripped[i];
        if (s && node->start < s->start && s->end < node->end) {
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

static void copy_children(struct copy *copy, const struct dg_json *node);

/* As deep as the parser allows. What is whole is copied as it was written. */
static void
copy_value(struct copy *copy, const struct dg_json *node)
{
    if (!has_stripped(copy, node)) {
        dg_json_raw(copy->writer, (struct dg_str){copy->text + node->start,
                                                  node->end - node->start});
    } else if (node->type == DG_JSON_ARRAY) {
        dg_json_open_array(copy->writer);
        copy_children(copy, node);
        dg_json_close_array(copy->writer);
    } else {
        dg_json_open_object(copy->writer);
        copy_children(copy, node);
        dg_json_close_object(copy->writer);
    }
}

static void
copy_children(struct copy *copy, const struct dg_json *container)
{
    const struct dg_json *node;

    for (node = container->child; node; node = node->next) {
        if (is_stripped(copy, node) || is_empty(copy, node)) {
            continue;
        }
        if (container->type == DG_JSON_OBJECT) {
            dg_json_name_str(copy->writer, node->name);
        }
        copy_value(copy, node);
    }
}

enum dg_err
dg_item_write(struct dg_json_writer *writer, const struct dg_event *event,
              uint32_t offices, const struct dg_effect *effects, size_t count)
{
    struct copy copy = {
        .writer = writer,
        .text = event->bytes.data - event->root->start,
    };

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
    dg_json_open_object(writer);
    copy_children(&copy, event->data);
    dg_json_put_str(writer, "from", event->source);
    dg_json_put_integer(writer, "offices", offices);
    dg_json_close_object(writer);
    free(copy.stripped);
    return DG_OK;
}

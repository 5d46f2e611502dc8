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

static void
find_stripped(struct copy *copy, const struct dg_inbox_publication *asked,
              const struct dg_json *task)
{
    copy->stripped[copy->count++] = dg_json_get(task, "audience");
    copy->stripped[copy->count++] = dg_json_get(task, "strict");
    for (size_t i = 0; i < asked->effect_count; i++) {
        const struct dg_effect *effect = &asked->effects[i];
        if (effect->kind == DG_EFFECT_STRIP) {
            copy->stripped[copy->count++] =
                dg_json_at(asked->event->root, effect->pointer);
        }
    }
}

enum dg_err
dg_item_write(struct dg_json_writer *writer,
              const struct dg_inbox_publication *asked)
{
    const struct dg_event *event = asked->event;
    const struct dg_json *task = asked->task ? asked->task : event->data;
    struct copy copy = {
        .writer = writer,
        .text = event->bytes.data - event->root->start,
    };

    copy.stripped =
        malloc((asked->effect_count + 2) * sizeof(const struct dg_json *));
    if (!copy.stripped) {
        return DG_ERR_MEMORY;
    }
    find_stripped(&copy, asked, task);
    dg_json_open_object(writer);
    copy_children(&copy, task);
    dg_json_put_str(writer, "from", event->source);
    dg_json_put_integer(writer, "offices", asked->audience->offices);
    if (asked->forwards) {
        dg_json_put_integer(writer, "forwards", (int64_t) asked->forwards);
    }
    if (asked->of) {
        dg_json_put_integer(writer, "of", (int64_t) asked->of);
    }
    if (asked->amends) {
        dg_json_put_boolean(writer, "amended", true);
        dg_json_put_integer(writer, "amendment", (int64_t) asked->sequence);
    }
    dg_json_close_object(writer);
    free(copy.stripped);
    return DG_OK;
}

/* The members of an object, but those named; names end with NULL. */
static void
put_others(struct dg_json_writer *writer, const struct dg_json *object,
           const char *const *names)
{
    for (const struct dg_json *node = object->child; node; node = node->next) {
        const char *const *name = names;
        while (*name && !dg_str_is(node->name, *name)) {
            name++;
        }
        if (!*name) {
            dg_json_name_str(writer, node->name);
            dg_json_copy(writer, node);
        }
    }
}

void
dg_item_write_occurrence(struct dg_json_writer *writer,
                         const struct dg_json *item,
                         const struct dg_item_occurrence *occurrence)
{
    static const char *const own[] = {"recurrence", "due",     "period",
                                      "expires",    "amended", "amendment",
                                      "offices",    NULL};
    const struct dg_task *task = occurrence->task;

    dg_json_open_object(writer);
    put_others(writer, item, own);
    dg_json_put_text(writer, "due", occurrence->due);
    dg_json_put_str(writer, "period", occurrence->period);
    dg_json_put_integer(writer, "of", (int64_t) task->sequence);
    dg_json_put_integer(writer, "offices", task->audience->offices);
    dg_json_close_object(writer);
}

void
dg_item_write_narrowed(struct dg_json_writer *writer,
                       const struct dg_json *item, uint32_t offices)
{
    static const char *const own[] = {"offices", NULL};

    dg_json_open_object(writer);
    put_others(writer, item, own);
    dg_json_put_integer(writer, "offices", offices);
    dg_json_close_object(writer);
}

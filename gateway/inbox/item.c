/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which parts of a task reach the inbox. */
#include "gateway/inbox/item.h"

/* Where values are copied to, and what is left out. */
struct copy {
    struct dg_json_writer *writer;
    const char *text; /* what the nodes' ranges count from */
    const struct dg_strip *strip;
};

/* An array of which nothing is left is left out as well. */
static bool
is_empty(const struct copy *copy, const struct dg_json *node)
{
    if (node->type != DG_JSON_ARRAY) {
        return false;
    }
    for (node = node->child; node; node = node->next) {
        if (!dg_strip_takes(copy->strip, node)) {
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
    if (!dg_strip_takes_within(copy->strip, node)) {
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
copy_child(struct copy *copy, const struct dg_json *node)
{
    if (dg_strip_takes(copy->strip, node) || is_empty(copy, node)) {
        return;
    }
    if (node->name.data) {
        dg_json_name_str(copy->writer, node->name);
    }
    copy_value(copy, node);
}

static void
copy_children(struct copy *copy, const struct dg_json *container)
{
    for (const struct dg_json *c = container->child; c; c = c->next) {
        copy_child(copy, c);
    }
}

/* ---- forms: what is on them, the worksheet says -------------------------- */

static int64_t
count_left(const struct copy *copy, const struct dg_json *array)
{
    int64_t count = 0;

    for (const struct dg_json *e = array ? array->child : NULL; e;
         e = e->next) {
        count += !dg_strip_takes(copy->strip, e);
    }
    return count;
}

static int64_t
count_fields(const struct copy *copy, const struct dg_json *form)
{
    int64_t count = count_left(copy, dg_json_get(form, "fields"));

    for (const struct dg_json *l = dg_json_items(form, "lists"); l;
         l = l->next) {
        if (!dg_strip_takes(copy->strip, l)) {
            count += count_left(copy, dg_json_get(l, "fields"));
        }
    }
    return count;
}

static bool
is_inside(const struct dg_json *member)
{
    return dg_str_is(member->name, "fields") ||
           dg_str_is(member->name, "lists") || dg_str_is(member->name, "sums");
}

/* One that only names a registered form has no count. */
static void
copy_form(struct copy *copy, const struct dg_json *form)
{
    bool whole = false;

    dg_json_open_object(copy->writer);
    for (const struct dg_json *m = form->child; m; m = m->next) {
        if (is_inside(m)) {
            whole = true;
        } else {
            copy_child(copy, m);
        }
    }
    if (whole) {
        dg_json_put_integer(copy->writer, "fieldcount",
                            count_fields(copy, form));
    }
    dg_json_close_object(copy->writer);
}

static void
copy_forms(struct copy *copy, const struct dg_json *forms)
{
    if (is_empty(copy, forms) || dg_strip_takes(copy->strip, forms)) {
        return;
    }
    dg_json_name(copy->writer, "forms");
    dg_json_open_array(copy->writer);
    for (const struct dg_json *f = forms->child; f; f = f->next) {
        if (!dg_strip_takes(copy->strip, f)) {
            copy_form(copy, f);
        }
    }
    dg_json_close_array(copy->writer);
}

/* ---- items --------------------------------------------------------------- */

void
dg_item_write(struct dg_json_writer *writer,
              const struct dg_inbox_publication *asked,
              const struct dg_strip *strip)
{
    const struct dg_event *event = asked->event;
    const struct dg_json *task = asked->task ? asked->task : event->data;
    struct copy copy = {
        .writer = writer,
        .text = event->bytes.data - event->root->start,
        .strip = strip,
    };

    dg_json_open_object(writer);
    for (const struct dg_json *m = task->child; m; m = m->next) {
        if (dg_str_is(m->name, "forms")) {
            copy_forms(&copy, m);
        } else {
            copy_child(&copy, m);
        }
    }
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

/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what is filled in where: specversion, id, source, the type of a
 * check, and due dates counted in days. What events must hold is left to the
 * gateway, which says it better. */
#include "proto/client/ask/compose.h"

#include <sodium.h>
#include <stdio.h>

#include "proto/base/date.h"
#include "proto/base/i18n.h"
#include "proto/base/utf8.h"
#include "proto/client/answer/label.h"

#define ARENA_LIMIT (64 << 20)
#define DAYS_MAX 9999

#define TYPE_PUBLISH "dutygate.task.publish.v1"
#define TYPE_CHECK "dutygate.task.check.v1"

void
dg_compose_uuid(char out[DG_COMPOSE_UUID_SIZE])
{
    uint8_t b[16];
    randombytes_buf(b, sizeof b);
    b[6] = (uint8_t) ((b[6] & 0x0f) | 0x40);
    b[8] = (uint8_t) ((b[8] & 0x3f) | 0x80);
    snprintf(out, DG_COMPOSE_UUID_SIZE,
             "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-"
             "%02x%02x%02x%02x%02x%02x",
             b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10],
             b[11], b[12], b[13], b[14], b[15]);
}

/* Ids and sources from the command line, as JSON strings. */
static void
put_quoted(struct dg_buf *out, const char *text)
{
    dg_buf_u8(out, '"');
    for (const char *c = text; *c; c++) {
        if (*c == '"' || *c == '\\') {
            dg_buf_printf(out, "\\%c", *c);
        } else if ((unsigned char) *c < 0x20) {
            dg_buf_printf(out, "\\u%04x", (unsigned char) *c);
        } else {
            dg_buf_u8(out, (uint8_t) *c);
        }
    }
    dg_buf_u8(out, '"');
}

static void
put_member(struct dg_buf *out, const char *name, const char *value)
{
    dg_buf_printf(out, "\"%s\":", name);
    put_quoted(out, value);
}

static void
put_id(const struct dg_compose *compose, struct dg_buf *out)
{
    char uuid[DG_COMPOSE_UUID_SIZE];
    dg_compose_uuid(uuid);
    put_member(out, "id", compose->id ? compose->id : uuid);
}

/* ---- copying with changes ---------------------------------------------- */

struct copy {
    struct dg_str text;
    uint32_t at; /* text before it has been copied */
    struct dg_buf *out;
};

static void
copy_until(struct copy *copy, uint32_t end)
{
    dg_buf_append(copy->out, copy->text.data + copy->at, end - copy->at);
    copy->at = end;
}

static void
replace(struct copy *copy, const struct dg_json *node, const char *value)
{
    copy_until(copy, node->start);
    put_quoted(copy->out, value);
    copy->at = node->end;
}

bool
dg_compose_days_ahead(struct dg_str due, int32_t *days)
{
    uint64_t number;
    if (due.len < 3 || due.data[0] != '+' || due.data[due.len - 1] != 'd') {
        return false;
    }
    struct dg_str digits = {due.data + 1, due.len - 2};
    if (dg_str_to_u64(digits, &number) || number > DAYS_MAX) {
        return false;
    }
    *days = (int32_t) number;
    return true;
}

void
dg_compose_put_day(struct dg_json_writer *writer, const char *name,
                   const char *day, int32_t today)
{
    char date[DG_DATE_SIZE];
    int32_t days;
    if (dg_compose_days_ahead(dg_str_from(day), &days)) {
        dg_date_format(today + days, date);
        day = date;
    }
    dg_json_put_text(writer, name, day);
}

static void
copy_due(struct copy *copy, const struct dg_compose *compose,
         const struct dg_json *due)
{
    int32_t days;
    if (due->type == DG_JSON_STRING &&
        dg_compose_days_ahead(due->text, &days)) {
        char date[DG_DATE_SIZE];
        dg_date_format(compose->today + days, date);
        replace(copy, due, date);
    }
}

/* Adds the attachments of the command line behind those that are there. */
static void
copy_attachments(struct copy *copy, const struct dg_compose *compose,
                 const struct dg_json *there)
{
    struct dg_str items = {compose->attachments.data + 1,
                           compose->attachments.len - 2};
    copy_until(copy, there->end - 1);
    dg_buf_text(copy->out, there->child ? "," : "");
    dg_buf_str(copy->out, items);
}

/* Everything of data up to what changes last. */
static void
copy_data(struct copy *copy, const struct dg_compose *compose,
          const struct dg_json *data)
{
    bool adds = compose->attachments.len > 0;
    if (adds && !dg_json_get(data, "attachments") &&
        data->type == DG_JSON_OBJECT) {
        copy_until(copy, data->start + 1);
        dg_buf_text(copy->out, "\"attachments\":");
        dg_buf_str(copy->out, compose->attachments);
        dg_buf_text(copy->out, data->child ? "," : "");
    }
    for (const struct dg_json *m = data->child; m; m = m->next) {
        if (dg_str_is(m->name, "due")) {
            copy_due(copy, compose, m);
        } else if (adds && dg_str_is(m->name, "attachments") &&
                   m->type == DG_JSON_ARRAY) {
            copy_attachments(copy, compose, m);
        }
    }
}

static void
put_lacking(const struct dg_compose *compose, const struct dg_json *event,
            struct dg_buf *out)
{
    if (!dg_json_get(event, "specversion")) {
        put_member(out, "specversion", "1.0");
        dg_buf_text(out, ",");
    }
    if (!dg_json_get(event, "id")) {
        put_id(compose, out);
        dg_buf_text(out, ",");
    }
    if (compose->source && !dg_json_get(event, "source")) {
        put_member(out, "source", compose->source);
        dg_buf_text(out, ",");
    }
}

enum dg_err
dg_compose_event(const struct dg_compose *compose, struct dg_str text,
                 const struct dg_json *event, struct dg_buf *message)
{
    struct copy copy = {text, event->start, message};
    copy_until(&copy, event->start + 1);
    if (event->child) {
        put_lacking(compose, event, message);
    }
    for (const struct dg_json *m = event->child; m; m = m->next) {
        if (compose->check && dg_str_is(m->name, "type") &&
            dg_str_is(m->text, TYPE_PUBLISH)) {
            replace(&copy, m, TYPE_CHECK);
        } else if (dg_str_is(m->name, "data")) {
            copy_data(&copy, compose, m);
        }
    }
    copy_until(&copy, event->end);
    return message->err;
}

/* ---- files ------------------------------------------------------------- */

static enum dg_err
compose_data(const struct dg_compose *compose, struct dg_str text,
             const struct dg_json *data, struct dg_buf *message)
{
    if (!compose->source) {
        return DG_ERR_ABSENT;
    }
    dg_buf_text(message, "{\"specversion\":\"1.0\",");
    put_id(compose, message);
    dg_buf_text(message, ",");
    put_member(message, "source", compose->source);
    dg_buf_text(message, ",");
    put_member(message, "type", compose->check ? TYPE_CHECK : compose->type);
    dg_buf_text(message, ",\"data\":");
    struct copy copy = {text, data->start, message};
    copy_data(&copy, compose, data);
    copy_until(&copy, data->end);
    dg_buf_text(message, "}");
    return message->err;
}

static bool
is_task(struct dg_str type)
{
    return dg_str_is(type, TYPE_PUBLISH) || dg_str_is(type, TYPE_CHECK);
}

/* An object of a file: data or an event. */
static enum dg_err
compose_object(const struct dg_compose *compose, struct dg_str text,
               const struct dg_json *object, struct dg_buf *message,
               struct dg_buf *why)
{
    if (object->type != DG_JSON_OBJECT) {
        dg_buf_text(why, _("neither an object nor an array of objects"));
        return DG_ERR_MALFORMED;
    }
    if (!dg_json_get(object, "specversion")) {
        return compose_data(compose, text, object, message);
    }
    struct dg_str type = dg_json_get_str(object, "type");
    if (compose->check && !is_task(type)) {
        dg_buf_printf(why, _("only tasks can be checked, not \"%.*s\""),
                      DG_STR_ARG(type));
        return DG_ERR_MALFORMED;
    }
    if (compose->attachments.len > 0 && !is_task(type)) {
        dg_buf_text(why, _("only a task takes attachments"));
        return DG_ERR_MALFORMED;
    }
    if (compose->id && dg_json_get(object, "id")) {
        dg_buf_text(why, _("the event has an id of its own"));
        return DG_ERR_MALFORMED;
    }
    return dg_compose_event(compose, text, object, message);
}

static enum dg_err
compose_batch(const struct dg_compose *compose, struct dg_str text,
              const struct dg_json *array, struct dg_buf *message,
              struct dg_buf *why)
{
    if (compose->id) {
        dg_buf_text(why, _("one id cannot be that of a batch"));
        return DG_ERR_MALFORMED;
    }
    if (compose->attachments.len > 0) {
        dg_buf_text(why, _("attachments cannot be those of a batch"));
        return DG_ERR_MALFORMED;
    }
    const char *before = "[";
    for (const struct dg_json *o = array->child; o; o = o->next) {
        dg_buf_text(message, before);
        before = ",";
        enum dg_err err = compose_object(compose, text, o, message, why);
        if (err) {
            return err;
        }
    }
    dg_buf_text(message, array->child ? "]" : "[]");
    return message->err;
}

void
dg_compose_explain(const struct dg_json_error *error, size_t line,
                   struct dg_buf *why)
{
    struct dg_str meaning = dg_label_code(dg_str_from(error->code));
    dg_buf_printf(why, _("not taken as JSON: %s at byte %zu"),
                  meaning.len > 0 ? meaning.data : error->code, error->offset);
    if (line > 0) {
        dg_buf_printf(why, _(", line %zu"), line);
    }
    if (error->name.len > 0) {
        dg_buf_printf(why, " (\"%.*s\")", DG_STR_ARG(error->name));
    }
}

struct dg_str
dg_compose_unmarked(struct dg_str text)
{
    const size_t skip = sizeof "\xef\xbb\xbf" - 1;
    return dg_str_starts_with(text, "\xef\xbb\xbf")
               ? (struct dg_str){text.data + skip, text.len - skip}
               : text;
}

static size_t
line_of(struct dg_str text, size_t offset)
{
    size_t line = 1;
    for (size_t i = 0; i < offset && i < text.len; i++) {
        line += text.data[i] == '\n';
    }
    return line;
}

enum dg_err
dg_compose_message(const struct dg_compose *compose, struct dg_str text,
                   struct dg_buf *message, struct dg_buf *why)
{
    struct dg_arena arena;
    struct dg_json_error error;
    const struct dg_json *root;
    size_t bad_at;
    dg_arena_init(&arena, ARENA_LIMIT);
    text = dg_compose_unmarked(text);
    enum dg_err err = dg_json_parse(&arena, text, &root, &error);
    if (err == DG_ERR_MALFORMED || err == DG_ERR_LIMIT) {
        dg_compose_explain(&error, line_of(text, error.offset), why);
        if (!dg_utf8_valid(text, &bad_at)) {
            dg_buf_text(why, _("; the file is not UTF-8: save it as UTF-8"));
        }
        err = DG_ERR_MALFORMED;
    } else if (!err && root->type == DG_JSON_ARRAY) {
        err = compose_batch(compose, text, root, message, why);
    } else if (!err) {
        err = compose_object(compose, text, root, message, why);
    }
    dg_arena_finish(&arena);
    return err;
}

/* ---- requests ---------------------------------------------------------- */

void
dg_compose_begin_as(struct dg_json_writer *writer, const char *type,
                    const char *source, const char *id)
{
    char uuid[DG_COMPOSE_UUID_SIZE];
    dg_compose_uuid(uuid);
    dg_json_writer_reset(writer);
    dg_json_open_object(writer);
    dg_json_put_text(writer, "specversion", "1.0");
    dg_json_put_text(writer, "id", id ? id : uuid);
    dg_json_put_text(writer, "source", source);
    dg_json_put_text(writer, "type", type);
    dg_json_name(writer, "data");
    dg_json_open_object(writer);
}

void
dg_compose_begin(struct dg_json_writer *writer, const char *type,
                 const char *source)
{
    dg_compose_begin_as(writer, type, source, NULL);
}

void
dg_compose_end(struct dg_json_writer *writer)
{
    dg_compose_end_for(writer, NULL);
}

void
dg_compose_end_for(struct dg_json_writer *writer, const char *behalf)
{
    struct dg_buf source;
    dg_json_close_object(writer);
    if (behalf) {
        dg_buf_init(&source);
        dg_buf_printf(&source, "office/%s", behalf);
        dg_json_put_str(writer, "onbehalf",
                        (struct dg_str){source.data, source.len});
        dg_buf_finish(&source);
    }
    dg_json_close_object(writer);
}

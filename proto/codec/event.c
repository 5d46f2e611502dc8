/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which parts of a message are events and which of these are
 * well-formed; whether they may be is decided behind the gate. */
#include "proto/codec/event.h"

#include "proto/base/i18n.h"
#include "proto/base/utf8.h"

#define NAME_COLUMNS 64 /* of a member's name in a text */

static const char *const role_texts[DG_ROLE_COUNT] = {
    [DG_ROLE_DEPARTMENT] = "department",
    [DG_ROLE_TOWN] = "town",
    [DG_ROLE_OFFICE] = "office",
    [DG_ROLE_KEEPER] = "keeper",
    [DG_ROLE_AUDITOR] = "auditor",
    [DG_ROLE_OPERATOR] = "operator",
    [DG_ROLE_GATEWAY] = "gateway",
    [DG_ROLE_TASKFORCE] = "taskforce",
    [DG_ROLE_ROOT] = "root",
};

const char *
dg_role_text(enum dg_role role)
{
    return role_texts[role];
}

enum dg_role
dg_role_split(struct dg_str source, struct dg_str *code)
{
    const char *slash =
        source.len ? memchr(source.data, '/', source.len) : NULL;
    struct dg_str word;
    unsigned role = 0;

    *code = (struct dg_str){NULL, 0};
    if (!slash) {
        return DG_ROLE_COUNT;
    }
    word = (struct dg_str){source.data, (size_t) (slash - source.data)};
    while (role < DG_ROLE_COUNT && !dg_str_is(word, role_texts[role])) {
        role++;
    }
    *code = (struct dg_str){slash + 1, source.len - word.len - 1};
    return (enum dg_role) role;
}

/* The code of "office/CODE". */
static struct dg_str
read_behalf(const struct dg_json *root)
{
    static const char office[] = "office/";
    struct dg_str source = dg_json_get_str(root, "onbehalf");
    if (!dg_str_starts_with(source, office)) {
        return DG_STR("");
    }
    return (struct dg_str){source.data + sizeof office - 1,
                           source.len - (sizeof office - 1)};
}

static void
read_envelope(struct dg_event *event, struct dg_str text,
              const struct dg_json *root)
{
    *event = (struct dg_event){
        .bytes = {text.data + root->start, root->end - root->start},
        .id = dg_json_get_str(root, "id"),
        .source = dg_json_get_str(root, "source"),
        .type = dg_json_get_str(root, "type"),
        .behalf = read_behalf(root),
        .root = root,
        .data = dg_json_get(root, "data"),
    };
    event->role = dg_role_split(event->source, &event->principal);
}

static void
refuse_event(struct dg_event *event, enum dg_problem_code problem,
             struct dg_str pointer, struct dg_str detail)
{
    event->bad = true;
    event->problem = problem;
    event->pointer = pointer;
    event->detail = detail;
}

/* Checks value, which lies at the pointer before in the event. */
static bool
check_value(const struct dg_schema *schema, const struct dg_json *value,
            struct dg_arena *arena, const char *before, struct dg_event *event)
{
    struct dg_schema_error error;
    struct dg_str pointer;

    if (dg_schema_fits(schema, value, arena, &error)) {
        return true;
    }
    pointer =
        dg_arena_printf(arena, "%s%.*s", before, DG_STR_ARG(error.pointer));
    refuse_event(event, DG_PROBLEM_SCHEMA, pointer, error.text);
    return false;
}

static void
decode_one(const struct dg_event_codec *codec, struct dg_arena *arena,
           struct dg_event *event)
{
    if (!check_value(codec->envelope, event->root, arena, "", event)) {
        return;
    }
    event->kind = codec->lookup(codec->ctx, event->type);
    if (!event->kind) {
        refuse_event(event, DG_PROBLEM_UNKNOWN_TYPE, DG_STR("/type"),
                     dg_arena_printf(arena, "unknown type \"%.*s\"",
                                     DG_STR_ARG(event->type)));
        return;
    }
    check_value(event->kind->schema, event->data, arena, "/data", event);
}

static enum dg_err
decode_all(const struct dg_event_codec *codec, struct dg_arena *arena,
           struct dg_str text, const struct dg_json *first,
           struct dg_message *message)
{
    message->events =
        dg_arena_alloc(arena, message->count * sizeof *message->events);
    if (!message->events) {
        return DG_ERR_MEMORY;
    }
    for (size_t i = 0; i < message->count; i++, first = first->next) {
        struct dg_event *event = &message->events[i];
        read_envelope(event, text, first);
        decode_one(codec, arena, event);
        if (event->bad && (!event->detail.data || !event->pointer.data)) {
            return DG_ERR_MEMORY;
        }
    }
    return DG_OK;
}

static enum dg_err
refuse_message(struct dg_message *message, enum dg_problem_code problem,
               struct dg_str detail)
{
    message->bad = true;
    message->count = 0;
    message->problem = problem;
    message->detail = detail;
    return detail.data ? DG_OK : DG_ERR_MEMORY;
}

/* "byte 17: not JSON", `byte 13: duplicate member "id"`. */
static enum dg_err
refuse_json(struct dg_arena *arena, const struct dg_json_error *error,
            struct dg_message *message)
{
    static const char *const texts[] = {
        [DG_PROBLEM_NOT_JSON] = "not JSON",
        [DG_PROBLEM_INVALID_UTF8] = "invalid UTF-8",
        [DG_PROBLEM_LONE_SURROGATE] = "lone surrogate",
        [DG_PROBLEM_NUL_CHARACTER] = "NUL character",
        [DG_PROBLEM_DUPLICATE_MEMBER] = "duplicate member",
        [DG_PROBLEM_TOO_DEEP] = "nested too deep",
        [DG_PROBLEM_TOO_MANY_VALUES] = "too many values",
        [DG_PROBLEM_TOO_LARGE] = "too large",
    };
    enum dg_problem_code problem = dg_problem_from_slug(error->code);
    struct dg_str name = dg_utf8_clip(error->name, NAME_COLUMNS);
    const char *quote = name.data ? "\"" : "";

    return refuse_message(message, problem,
                          dg_arena_printf(arena, "byte %zu: %s%s%s%.*s%s",
                                          error->offset, texts[problem],
                                          *quote ? " " : "", quote,
                                          DG_STR_ARG(name), quote));
}

/* root is NULL when the message was refused. */
static enum dg_err
parse_message(struct dg_arena *arena, struct dg_str text,
              const struct dg_json **root, struct dg_message *message)
{
    struct dg_json_error error;
    enum dg_err err;

    *root = NULL;
    *message = (struct dg_message){.count = 1};
    if (text.len > DG_MESSAGE_SIZE_MAX) {
        return refuse_message(message, DG_PROBLEM_TOO_LARGE,
                              dg_arena_printf(arena,
                                              "%zu bytes; at most %d are taken",
                                              text.len, DG_MESSAGE_SIZE_MAX));
    }
    err = dg_json_parse(arena, text, root, &error);
    return err == DG_OK || err == DG_ERR_MEMORY
               ? err
               : refuse_json(arena, &error, message);
}

static enum dg_err
decode_batch(const struct dg_event_codec *codec, struct dg_arena *arena,
             struct dg_str text, const struct dg_json *array,
             struct dg_message *message)
{
    message->batch = true;
    message->count = array->count;
    if (array->count == 0) {
        return refuse_message(
            message, DG_PROBLEM_SCHEMA,
            dg_str_from(_("a batch must have at least 1 event")));
    }
    if (array->count > DG_EVENT_BATCH_MAX) {
        return refuse_message(
            message, DG_PROBLEM_TOO_LARGE,
            dg_arena_printf(arena, "%u events; at most %d are taken",
                            array->count, DG_EVENT_BATCH_MAX));
    }
    return decode_all(codec, arena, text, array->child, message);
}

enum dg_err
dg_event_decode(const struct dg_event_codec *codec, struct dg_arena *arena,
                struct dg_str text, struct dg_message *message)
{
    const struct dg_json *root;
    enum dg_err err = parse_message(arena, text, &root, message);

    if (err || message->bad) {
        return err;
    }
    return root->type == DG_JSON_ARRAY
               ? decode_batch(codec, arena, text, root, message)
               : decode_all(codec, arena, text, root, message);
}

enum dg_err
dg_event_decode_signed(const struct dg_event_codec *codec,
                       struct dg_arena *arena, struct dg_str payload,
                       struct dg_message *message)
{
    const struct dg_json *root, *events;
    struct dg_schema_error error;
    enum dg_err err = parse_message(arena, payload, &root, message);

    if (err || message->bad) {
        return err;
    }
    events = dg_json_get(root, "events");
    if (events && events->type == DG_JSON_ARRAY &&
        events->count > DG_EVENT_BATCH_MAX) {
        return decode_batch(codec, arena, payload, events, message);
    }
    if (!dg_schema_fits(codec->message, root, arena, &error)) {
        message->pointer = error.pointer;
        return refuse_message(message, DG_PROBLEM_SCHEMA, error.text);
    }
    message->audience = dg_json_get_str(root, "aud");
    err = dg_json_to_i64(dg_json_get(root, "iat"), &message->issued);
    return err ? err : decode_batch(codec, arena, payload, events, message);
}

enum dg_err
dg_event_decode_stored(const struct dg_event_codec *codec,
                       struct dg_arena *arena, struct dg_str text,
                       struct dg_event *event)
{
    const struct dg_json *root;
    struct dg_json_error error;
    enum dg_err err = dg_json_parse(arena, text, &root, &error);

    if (err || root->type != DG_JSON_OBJECT) {
        return err == DG_ERR_MEMORY ? err : DG_ERR_MALFORMED;
    }
    read_envelope(event, text, root);
    event->kind = codec->lookup(codec->ctx, event->type);
    return DG_OK;
}

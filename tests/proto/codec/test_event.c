/* SPDX-License-Identifier: Apache-2.0 */
/* Messages: one event or a batch, each with its own fate. */
#include "proto/codec/event.h"

#include <stdlib.h>

#include "proto/base/buf.h"
#include "tests/tap/tap.h"

static struct dg_arena arena;
static struct dg_event_type type = {.name = "dutygate.task.withdraw.v1",
                                    .roles = 1 << DG_ROLE_DEPARTMENT,
                                    .owner = -1};
static struct dg_event_codec codec;
static struct dg_message message;

#define ENVELOPE                                                               \
    "{\"type\":\"object\",\"required\":[\"id\",\"source\",\"type\",\"data\"]," \
    "\"properties\":{\"id\":{\"type\":\"string\",\"minLength\":1},"            \
    "\"source\":{\"type\":\"string\"},\"type\":{\"type\":\"string\"},"         \
    "\"data\":{\"type\":\"object\"}},\"additionalProperties\":false}"
#define DATA                                                                   \
    "{\"required\":[\"task\"],\"properties\":{\"task\":{\"type\":\"integer\"," \
    "\"minimum\":1}},\"additionalProperties\":false}"
#define EVENT(id, task)                                                        \
    "{\"id\":\"" id "\",\"source\":\"department/mzj\","                        \
    "\"type\":\"dutygate.task.withdraw.v1\",\"data\":{\"task\":" task "}}"

static const struct dg_event_type *
look_up(void *ctx, struct dg_str name)
{
    (void) ctx;
    return dg_str_is(name, type.name) ? &type : NULL;
}

static enum dg_err
decode(struct dg_str text)
{
    dg_arena_reset(&arena);
    return dg_event_decode(&codec, &arena, text, &message);
}

static void
test_one(void)
{
    static const char text[] = " " EVENT("撤回-1", "17") "\n";
    const struct dg_event *event;

    is_int(decode(dg_str_from(text)), DG_OK, "decoded");
    ok(!message.bad && !message.batch && message.count == 1, "one event");
    event = message.events;
    ok(!event->bad, "not bad");
    is_str(event->id, "撤回-1", "id");
    is_str(event->source, "department/mzj", "source");
    is_int(event->role, DG_ROLE_DEPARTMENT, "role");
    is_str(event->principal, "mzj", "principal");
    is_str(event->type, "dutygate.task.withdraw.v1", "type");
    ok(event->kind == &type, "kind");
    is_str(dg_json_get(event->data, "task")->text, "17", "data");
    ok(event->bytes.data == text + 1 && event->bytes.len == sizeof text - 3,
       "its bytes, without the space around");
}

static void
test_batch(void)
{
    static const char text[] =
        "[" EVENT("a", "1") ", " EVENT("b", "0") ",17," EVENT(
            "",
            "1") ",{\"id\":\"c\",\"source\":\"office/522731101203\",\"type\":"
                 "\"dutygate.whistle.blow.v1\",\"data\":{}}," EVENT("d",
                                                                    "2") "]";
    static const struct {
        const char *id, *pointer, *detail;
        enum dg_problem_code problem;
    } want[] = {
        {"a", NULL, NULL, DG_PROBLEM_NOT_JSON},
        {"b", "/data/task", "must be at least 1", DG_PROBLEM_SCHEMA},
        {"", "", "must be an object", DG_PROBLEM_SCHEMA},
        {"", "/id", "must have at least 1 character(s)", DG_PROBLEM_SCHEMA},
        {"c", "/type", "unknown type \"dutygate.whistle.blow.v1\"",
         DG_PROBLEM_UNKNOWN_TYPE},
        {"d", NULL, NULL, DG_PROBLEM_NOT_JSON},
    };

    is_int(decode(dg_str_from(text)), DG_OK, "decoded");
    ok(!message.bad && message.batch && message.count == 6, "six events");
    for (size_t i = 0; i < message.count; i++) {
        const struct dg_event *event = &message.events[i];
        is_str(event->id, want[i].id, "id");
        is_int(event->bad, want[i].detail != NULL, "bad or not");
        if (event->bad) {
            is_int(event->problem, want[i].problem, "problem");
            is_str(event->detail, want[i].detail, "detail");
            ok(event->pointer.data, "has a pointer");
            is_str(event->pointer, want[i].pointer, "pointer");
        }
    }
    is_str(message.events[4].source, "office/522731101203",
           "source of a bad one");
    is_int(message.events[4].role, DG_ROLE_OFFICE, "and its role");
    is_str(message.events[5].bytes, EVENT("d", "2"), "bytes of the last");
}

static void
test_sources(void)
{
    static const struct {
        const char *source, *principal;
        enum dg_role role;
    } cases[] = {
        {"department/mzj", "mzj", DG_ROLE_DEPARTMENT},
        {"town/522731101000", "522731101000", DG_ROLE_TOWN},
        {"office/522731101203", "522731101203", DG_ROLE_OFFICE},
        {"keeper/bwb", "bwb", DG_ROLE_KEEPER},
        {"auditor/sjj", "sjj", DG_ROLE_AUDITOR},
        {"operator/root", "root", DG_ROLE_OPERATOR},
        {"gateway/huishui", "huishui", DG_ROLE_GATEWAY},
        {"a/b/c", "b/c", DG_ROLE_COUNT},
        {"department", "", DG_ROLE_COUNT},
        {"departments/mzj", "mzj", DG_ROLE_COUNT},
        {"", "", DG_ROLE_COUNT},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct dg_buf text;
        dg_buf_init(&text);
        dg_buf_printf(&text, "{\"source\":\"%s\"}", cases[i].source);
        decode((struct dg_str){text.data, text.len});
        is_int(message.events[0].role, cases[i].role, cases[i].source);
        is_str(message.events[0].principal, cases[i].principal, "principal");
        dg_buf_finish(&text);
    }
    is_text(dg_role_text(DG_ROLE_KEEPER), "keeper", "role as text");
}

static void
check_bad(struct dg_str text, enum dg_problem_code problem, const char *detail)
{
    is_int(decode(text), DG_OK, detail);
    ok(message.bad && message.count == 0, "nothing could be read");
    is_int(message.problem, problem, "problem");
    is_str(message.detail, detail, "detail");
}

static void
test_bad_messages(void)
{
    struct dg_buf text;

    check_bad(DG_STR(""), DG_PROBLEM_NOT_JSON, "byte 0: not JSON");
    check_bad(DG_STR("{\"id\":1"), DG_PROBLEM_NOT_JSON, "byte 7: not JSON");
    check_bad(DG_STR("\"\xff\""), DG_PROBLEM_INVALID_UTF8,
              "byte 1: invalid UTF-8");
    check_bad(DG_STR("\"\\ud800\""), DG_PROBLEM_LONE_SURROGATE,
              "byte 1: lone surrogate");
    check_bad(DG_STR("\"\\u0000\""), DG_PROBLEM_NUL_CHARACTER,
              "byte 1: NUL character");
    check_bad(DG_STR("{\"id\":1,\"id\":2}"), DG_PROBLEM_DUPLICATE_MEMBER,
              "byte 13: duplicate member \"id\"");
    check_bad(DG_STR("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["), DG_PROBLEM_TOO_DEEP,
              "byte 32: nested too deep");
    check_bad(DG_STR("[]"), DG_PROBLEM_SCHEMA,
              "a batch must have at least 1 event");

    dg_buf_init(&text);
    dg_buf_text(&text, "[1");
    for (int i = 1; i < DG_EVENT_BATCH_MAX; i++) {
        dg_buf_text(&text, ",1");
    }
    dg_buf_text(&text, "]");
    decode((struct dg_str){text.data, text.len});
    ok(!message.bad && message.count == 256, "256 events are taken");
    text.len--;
    dg_buf_text(&text, ",1]");
    check_bad((struct dg_str){text.data, text.len}, DG_PROBLEM_TOO_LARGE,
              "257 events; at most 256 are taken");
    text.len--;
    for (int i = 0; i < DG_JSON_NODES_MAX; i++) {
        dg_buf_text(&text, ",1");
    }
    dg_buf_text(&text, "]");
    is_int(decode((struct dg_str){text.data, text.len}), DG_OK, "too many");
    is_int(message.problem, DG_PROBLEM_TOO_MANY_VALUES, "values");
    dg_buf_finish(&text);
}

static void
test_size(void)
{
    size_t len = DG_MESSAGE_SIZE_MAX + 1;
    char *text = malloc(len);

    memset(text, ' ', len);
    memcpy(text, EVENT("a", "1"), sizeof EVENT("a", "1") - 1);
    check_bad((struct dg_str){text, len}, DG_PROBLEM_TOO_LARGE,
              "1048577 bytes; at most 1048576 are taken");
    decode((struct dg_str){text, len - 1});
    ok(!message.bad && !message.events[0].bad, "one byte less is taken");
    free(text);
}

static void
test_scalars(void)
{
    static const char *const texts[] = {"17", "null", "\"x\"", "true"};

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        decode(dg_str_from(texts[i]));
        ok(!message.bad && message.count == 1 && message.events[0].bad,
           "%s is one bad event", texts[i]);
        is_str(message.events[0].detail, "must be an object", "why");
    }
}

static void
test_stored(void)
{
    static const char text[] =
        "{\"id\":\"a\",\"source\":\"town/522731101000\",\"type\":"
        "\"dutygate.task.forward.v9\",\"foo\":1}";
    struct dg_event event;

    is_int(dg_event_decode_stored(&codec, &arena, dg_str_from(text), &event),
           DG_OK, "no schema is asked");
    is_str(event.id, "a", "id");
    is_int(event.role, DG_ROLE_TOWN, "role");
    ok(event.kind == NULL && !event.bad, "unknown types are kept");
    ok(event.data == NULL, "there may be no data");
    is_int(
        dg_event_decode_stored(&codec, &arena, DG_STR(EVENT("b", "0")), &event),
        DG_OK, "nor today's limits");
    ok(event.kind == &type && event.data, "a known type");
    is_int(dg_event_decode_stored(&codec, &arena, DG_STR("[]"), &event),
           DG_ERR_MALFORMED, "no object");
    is_int(dg_event_decode_stored(&codec, &arena, DG_STR("{"), &event),
           DG_ERR_MALFORMED, "no JSON");
}

/* Under each limit of the arena: out of memory, or the whole answer. */
static void
test_memory(void)
{
    static const char text[] = "[" EVENT("a", "1") ",17," EVENT("b", "0") "]";
    enum dg_err err = DG_ERR_MEMORY;
    bool sound = true;

    for (size_t limit = 0; limit < 65536 && err; limit += 16) {
        struct dg_arena small;
        dg_arena_init(&small, limit);
        err = dg_event_decode(&codec, &small, dg_str_from(text), &message);
        sound = sound && (err == DG_ERR_MEMORY ||
                          (message.count == 3 && message.events[2].bad));
        dg_arena_finish(&small);
    }
    ok(sound, "only DG_ERR_MEMORY before it is enough");
    is_int(err, DG_OK, "then it is decoded");
}

int
main(void)
{
    struct dg_schema_set *set;
    struct dg_buf why;

    dg_arena_init(&arena, 32 << 20);
    dg_buf_init(&why);
    dg_schema_set_create(&set);
    dg_schema_set_add(set, "event.json", DG_STR(ENVELOPE), &why);
    dg_schema_set_add(set, "task.withdraw.v1.json", DG_STR(DATA), &why);
    is_int(dg_schema_set_compile(set, &why), DG_OK, "schemas");
    type.schema = dg_schema_set_find(set, DG_STR("task.withdraw.v1.json"));
    codec = (struct dg_event_codec){
        .envelope = dg_schema_set_find(set, DG_STR("event.json")),
        .lookup = look_up,
    };
    test_one();
    test_batch();
    test_sources();
    test_bad_messages();
    test_size();
    test_scalars();
    test_stored();
    test_memory();
    dg_schema_set_destroy(set);
    dg_buf_finish(&why);
    dg_arena_finish(&arena);
    return tap_done();
}

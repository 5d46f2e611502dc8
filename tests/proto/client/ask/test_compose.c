/* SPDX-License-Identifier: Apache-2.0 */
/* What becomes of a file's text: exactly what is filled in, and that the rest
 * stays byte for byte; requests; time-outs and addresses. */
#include <stdlib.h>
#include <sys/stat.h>

#include "proto/base/date.h"
#include "proto/client/ask/cli.h"
#include "tests/tap/tap.h"

static int32_t today; /* 2026-11-22 */

/* text becomes want, or fails with DG_ERR_MALFORMED and want as the reason. */
static void
check(const struct dg_compose *compose, const char *text, enum dg_err err,
      const char *want)
{
    struct dg_buf message, why;
    dg_buf_init(&message);
    dg_buf_init(&why);
    is_int(dg_compose_message(compose, dg_str_from(text), &message, &why), err,
           text);
    const char *got = err == DG_OK ? message.data : why.data;
    is_text(got ? got : "", want, "as it should be");
    dg_buf_finish(&why);
    dg_buf_finish(&message);
}

static void
test_data(void)
{
    const struct dg_compose compose = {.type = "dutygate.task.publish.v1",
                                       .source = "department/mzj",
                                       .id = "a\"1",
                                       .today = today};
    check(&compose, " { \"duty\" : \"SW-017\", \"title\": \"高龄\\u6d25\" }\n",
          DG_OK,
          "{\"specversion\":\"1.0\",\"id\":\"a\\\"1\",\"source\":\"department/"
          "mzj\",\"type\":\"dutygate.task.publish.v1\",\"data\":{ \"duty\" : "
          "\"SW-017\", \"title\": \"高龄\\u6d25\" }}");
    check(&compose, "\xef\xbb\xbf{}", DG_OK,
          "{\"specversion\":\"1.0\",\"id\":\"a\\\"1\",\"source\":\"department/"
          "mzj\",\"type\":\"dutygate.task.publish.v1\",\"data\":{}}");
    check(&compose, "{\"a\":[1,{\"due\":\"+3d\"}],\"due\": \"+20d\" ,\"b\":2}",
          DG_OK,
          "{\"specversion\":\"1.0\",\"id\":\"a\\\"1\",\"source\":\"department/"
          "mzj\",\"type\":\"dutygate.task.publish.v1\",\"data\":{\"a\":[1,{"
          "\"due\":\"+3d\"}],\"due\": \"2026-12-12\" ,\"b\":2}}");
    struct dg_compose anonymous = compose;
    anonymous.source = NULL;
    check(&anonymous, "{}", DG_ERR_ABSENT, "");
    check(&compose, "[{}]", DG_ERR_MALFORMED,
          "one id cannot be that of a batch");
}

static void
test_event(void)
{
    struct dg_compose compose = {.type = "dutygate.task.publish.v1",
                                 .id = "a1",
                                 .source = "department/mzj",
                                 .today = today};
    check(&compose, "{ \"specversion\":\"1.0\",\"data\":{\"due\":\"+0d\"} }",
          DG_OK,
          "{\"id\":\"a1\",\"source\":\"department/mzj\", \"specversion\":"
          "\"1.0\",\"data\":{\"due\":\"2026-11-22\"} }");
    check(&compose, "{\"specversion\":\"1.0\",\"id\":\"x\"}", DG_ERR_MALFORMED,
          "the event has an id of its own");
    compose.id = NULL;
    check(&compose,
          "{\"specversion\":\"1.0\",\"id\":\"x\",\"source\":\"keeper/k\"}",
          DG_OK,
          "{\"specversion\":\"1.0\",\"id\":\"x\",\"source\":\"keeper/k\"}");
    check(&compose,
          " [ {\"specversion\":\"1.0\",\"id\":\"x\",\"source\":\"keeper/k\"} ,"
          "\n{\"specversion\":\"1.0\",\"id\":\"y\",\"source\":\"keeper/k\"}]",
          DG_OK,
          "[{\"specversion\":\"1.0\",\"id\":\"x\",\"source\":\"keeper/k\"},"
          "{\"specversion\":\"1.0\",\"id\":\"y\",\"source\":\"keeper/k\"}]");
    check(&compose, "[]", DG_OK, "[]");
}

static void
test_check(void)
{
    const struct dg_compose compose = {.type = "dutygate.task.check.v1",
                                       .source = "department/mzj",
                                       .check = true,
                                       .today = today};
    check(&compose,
          "{\"specversion\":\"1.0\",\"id\":\"x\",\"source\":\"department/mzj\","
          "\"data\":{\"due\":\"+1d\"},\"type\":\"dutygate.task.publish.v1\"}",
          DG_OK,
          "{\"specversion\":\"1.0\",\"id\":\"x\",\"source\":\"department/mzj\","
          "\"data\":{\"due\":\"2026-11-23\"},\"type\":\"dutygate.task.check.v1"
          "\"}");
    check(&compose,
          "{\"specversion\":\"1.0\",\"id\":\"x\",\"type\":"
          "\"dutygate.list.publish.v1\"}",
          DG_ERR_MALFORMED,
          "only tasks can be checked, not \"dutygate.list.publish.v1\"");
    check(&compose,
          "{\"specversion\":\"1.0\",\"id\":\"x\",\"type\":"
          "\"dutygate.task.publish.v2\"}",
          DG_ERR_MALFORMED,
          "only tasks can be checked, not \"dutygate.task.publish.v2\"");
}

/* Dues that are not of the form +Nd are left for the gateway to judge. */
static void
test_due(void)
{
    static const char *const kept[] = {
        "{\"id\":\"x\",\"data\":{\"due\":\"+d\"}}",
        "{\"id\":\"x\",\"data\":{\"due\":\"+-1d\"}}",
        "{\"id\":\"x\",\"data\":{\"due\":\"+01d\"}}",
        "{\"id\":\"x\",\"data\":{\"due\":\"+10000d\"}}",
        "{\"id\":\"x\",\"data\":{\"due\":\"2026-12-12\"}}",
        "{\"id\":\"x\",\"data\":{\"due\":20}}",
        "{\"id\":\"x\",\"data\":[\"+20d\"]}",
        "{\"id\":\"x\",\"due\":\"+20d\"}",
    };
    const struct dg_compose compose = {.today = today};
    struct dg_arena arena;
    dg_arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        struct dg_json_error error;
        const struct dg_json *event = NULL;
        struct dg_buf message;
        char want[256];
        dg_buf_init(&message);
        dg_json_parse(&arena, dg_str_from(kept[i]), &event, &error);
        dg_compose_event(&compose, dg_str_from(kept[i]), event, &message);
        snprintf(want, sizeof want, "{\"specversion\":\"1.0\",%s", kept[i] + 1);
        is_text(message.data, want, kept[i]);
        dg_buf_finish(&message);
    }
    dg_arena_finish(&arena);
}

static void
test_malformed(void)
{
    const struct dg_compose compose = {.type = "dutygate.task.publish.v1",
                                       .source = "department/mzj"};
    check(&compose, "{\"a\":1", DG_ERR_MALFORMED,
          "not taken as JSON: not-json at byte 6, line 1");
    check(&compose, "\xef\xbb\xbf{\n\"a\":1,\n\"a\":2}", DG_ERR_MALFORMED,
          "not taken as JSON: duplicate-member at byte 13, line 3 (\"a\")");
    check(&compose, "{\"a\":\"\xb3\xc7\"}", DG_ERR_MALFORMED,
          "not taken as JSON: invalid-utf8 at byte 6, line 1; the file is not "
          "UTF-8: save it as UTF-8");
    check(&compose, "{\n\"a\":1,\n\"a\":2}", DG_ERR_MALFORMED,
          "not taken as JSON: duplicate-member at byte 13, line 3 (\"a\")");
    check(&compose, "\"text\"", DG_ERR_MALFORMED,
          "neither an object nor an array of objects");
    check(&compose, "[{},7]", DG_ERR_MALFORMED,
          "neither an object nor an array of objects");
}

static void
test_explain(void)
{
    const struct dg_json_error error = {"duplicate-member", 7, DG_STR("due")};
    struct dg_buf why;
    dg_buf_init(&why);
    dg_compose_explain(&error, 0, &why);
    is_text(why.data, "not taken as JSON: duplicate-member at byte 7 (\"due\")",
            "what is wrong, where, and the member");
    dg_buf_finish(&why);
}

static void
test_request(void)
{
    char uuid[DG_COMPOSE_UUID_SIZE], other[DG_COMPOSE_UUID_SIZE];
    dg_compose_uuid(uuid);
    dg_compose_uuid(other);
    is_int(strlen(uuid), 36, "a UUID has 36 characters");
    ok(uuid[8] == '-' && uuid[13] == '-' && uuid[18] == '-' && uuid[23] == '-',
       "in five groups");
    ok(uuid[14] == '4' && strchr("89ab", uuid[19]), "of version 4");
    ok(strcmp(uuid, other) != 0, "another one every time");

    struct dg_json_writer *writer;
    struct dg_str text;
    is_int(dg_json_writer_create(&writer), DG_OK, "a writer");
    dg_compose_begin(writer, "dutygate.inbox.read.v1", "office/522731101201");
    dg_json_put_integer(writer, "limit", 500);
    dg_compose_end(writer);
    is_int(dg_json_writer_text(writer, &text), DG_OK, "a request is complete");
    const char *rest = text.data +
                       strlen("{\"specversion\":\"1.0\",\"id\":\"") +
                       DG_COMPOSE_UUID_SIZE - 1;
    is_text(rest,
            "\",\"source\":\"office/522731101201\",\"type\":"
            "\"dutygate.inbox.read.v1\",\"data\":{\"limit\":500}}",
            "with source, type and data");
    dg_json_writer_destroy(writer);
}

static void
test_timeout(void)
{
    static const struct {
        const char *text;
        unsigned ms; /* 0: not taken */
    } cases[] = {
        {"10", 10000},       {"0.3", 300},
        {"1.25", 1250},      {"0.001", 1},
        {"86400", 86400000}, {"0", 0},
        {"0.0", 0},          {"", 0},
        {".5", 0},           {"1.", 0},
        {"1.2345", 0},       {"-1", 0},
        {"1s", 0},           {"1.5s", 0},
        {"86401", 0},        {"99999999999999999999", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned ms = 0;
        enum dg_err err = dg_cli_timeout(cases[i].text, &ms);
        is_int(err, cases[i].ms ? DG_OK : DG_ERR_MALFORMED, cases[i].text);
        is_int(err ? 0 : ms, cases[i].ms, "in milliseconds");
    }
}

static void
check_url(const char *socket, const char *want)
{
    char *url = dg_cli_url(socket);
    is_text(url, want, socket);
    free(url);
}

static void
test_url(void)
{
    char want[1024];
    const char *dir = getenv("TEST_DIR");
    check_url("tcp://127.0.0.1:7000", "tcp://127.0.0.1:7000");
    check_url("/nowhere/gateway.ipc", "ipc:///nowhere/gateway.ipc");
    snprintf(want, sizeof want, "ipc://%s/gateway.ipc", dir);
    check_url(dir, want);
}

int
main(void)
{
    is_int(dg_date_parse(DG_STR("2026-11-22"), &today), DG_OK, "today");
    test_data();
    test_event();
    test_check();
    test_due();
    test_malformed();
    test_explain();
    test_request();
    test_timeout();
    test_url();
    return tap_done();
}

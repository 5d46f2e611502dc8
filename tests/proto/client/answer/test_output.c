/* SPDX-License-Identifier: Apache-2.0 */
/* Answers kept in files (answers/NAME.json), rendered for people, against the
 * exact text (answers/NAME.txt); what programs make of them; and JSON lines. */
#include <stdlib.h>

#include "proto/client/answer/answer.h"
#include "proto/client/answer/output.h"
#include "proto/client/ask/cli.h"
#include "tests/tap/tap.h"

static struct dg_arena arena;
static struct dg_buf text;

static bool
read_file(const char *name, const char *extension, struct dg_buf *out)
{
    char path[1024];
    int byte;
    snprintf(path, sizeof path, "%s/tests/proto/client/answer/answers/%s.%s",
             getenv("top_srcdir"), name, extension);
    dg_buf_clear(out);
    FILE *file = fopen(path, "r");
    if (!file) {
        perror(path);
        return false;
    }
    while ((byte = getc(file)) != EOF) {
        dg_buf_u8(out, (uint8_t) byte);
    }
    fclose(file);
    return true;
}

static const struct dg_json *
parse(struct dg_str json)
{
    struct dg_json_error error;
    const struct dg_json *root = NULL;
    dg_arena_reset(&arena);
    dg_json_parse(&arena, json, &root, &error);
    return root;
}

/* Renders answers/NAME.json; the node stays until the next call. */
static const struct dg_json *
check_text(const char *name)
{
    struct dg_buf out, want;
    dg_buf_init(&out);
    dg_buf_init(&want);
    const struct dg_json *answer = NULL;
    if (read_file(name, "json", &text) && read_file(name, "txt", &want)) {
        answer = parse((struct dg_str){text.data, text.len});
    }
    if (answer) {
        dg_output_answer(&out, answer);
        is_text(out.data, want.data, name);
    } else {
        ok(false, "%s can be read", name);
    }
    dg_buf_finish(&out);
    dg_buf_finish(&want);
    return answer;
}

static const struct {
    const char *name;
    enum dg_answer_kind kind;
    int status;
} answers[] = {
    {"admitted", DG_ANSWER_ADMITTED, DG_EXIT_OK},
    {"stripped", DG_ANSWER_ADMITTED, DG_EXIT_OK},
    {"refused", DG_ANSWER_REFUSED, DG_EXIT_REFUSED},
    {"check_refused", DG_ANSWER_REFUSED, DG_EXIT_REFUSED},
    {"deferred", DG_ANSWER_DEFERRED, DG_EXIT_DEFERRED},
    {"schema", DG_ANSWER_PROBLEM, DG_EXIT_DATA},
    {"outcome_unknown", DG_ANSWER_PROBLEM, DG_EXIT_BUSY},
    {"limit_exceeded", DG_ANSWER_PROBLEM, DG_EXIT_BUSY},
    {"not_fresh", DG_ANSWER_STRANGE, DG_EXIT_DATA},
    {"batch", DG_ANSWER_STRANGE, DG_EXIT_DATA},
    {"hostile", DG_ANSWER_ADMITTED, DG_EXIT_OK},
    {"strange", DG_ANSWER_STRANGE, DG_EXIT_UNAVAILABLE},
};

static void
test_answers(void)
{
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        const struct dg_json *answer = check_text(answers[i].name);
        if (answer) {
            is_int(dg_answer_kind(answer), answers[i].kind, "its kind");
            is_int(dg_answer_status(answer), answers[i].status, "its status");
        }
    }
}

static void
test_status(void)
{
    static const struct {
        const char *json;
        int status;
    } cases[] = {
        {"{\"result\":{}}", DG_EXIT_OK},
        {"{\"type\":\"urn:dutygate:problem:busy\"}", DG_EXIT_BUSY},
        {"{\"type\":\"urn:dutygate:problem:not-found\"}", DG_EXIT_DATA},
        {"{\"type\":\"urn:dutygate:problem:internal\"}", DG_EXIT_UNAVAILABLE},
        {"{\"type\":\"urn:dutygate:problem:\"}", DG_EXIT_UNAVAILABLE},
        {"{\"verdict\":\"perhaps\"}", DG_EXIT_UNAVAILABLE},
        {"[{\"verdict\":\"admit\"},{\"verdict\":\"refuse\"}]", DG_EXIT_REFUSED},
        {"[{\"verdict\":\"defer\"},{\"verdict\":\"refuse\"}]",
         DG_EXIT_DEFERRED},
        {"[{\"verdict\":\"defer\"},{\"type\":\"urn:dutygate:problem:schema\"}]",
         DG_EXIT_DATA},
        {"[]", DG_EXIT_OK},
        {"7", DG_EXIT_UNAVAILABLE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        is_int(dg_answer_status(parse(dg_str_from(cases[i].json))),
               cases[i].status, cases[i].json);
    }
}

static void
test_reason(void)
{
    is_str(dg_answer_reason(parse(
               DG_STR("{\"verdict\":\"refuse\",\"findings\":["
                      "{\"verdict\":\"refuse\",\"observed\":true,\"code\":"
                      "\"seen\"},{\"verdict\":\"strip\",\"code\":\"seal\"},"
                      "{\"verdict\":\"refuse\",\"code\":\"duty\"}]}"))),
           "duty", "the first refusal that counts is the reason");
    is_str(dg_answer_reason(
               parse(DG_STR("{\"verdict\":\"refuse\",\"findings\":["
                            "{\"verdict\":\"note\",\"code\":\"n\"},"
                            "{\"verdict\":\"strip\",\"code\":\"seal\"}]}"))),
           "seal", "a strict task is refused for what would be stripped");
    is_str(dg_answer_reason(parse(DG_STR("{\"verdict\":\"refuse\"}"))),
           "refused", "a refusal without findings");
}

/* As one signed event is answered. */
static void
test_only(void)
{
    const struct dg_json *one = parse(DG_STR("[ {\"verdict\":\"admit\"} ]"));
    ok(dg_answer_is_decision(dg_answer_only(one)), "one in an array");
    const struct dg_json *two = parse(DG_STR("[{},{}]"));
    ok(dg_answer_only(two) == two, "of two none is the only one");
    const struct dg_json *problem = parse(DG_STR("{\"type\":\"x\"}"));
    ok(dg_answer_only(problem) == problem, "nor is there one in an object");
}

static void
check_lines(struct dg_str json, const char *want, const char *name)
{
    struct dg_buf out;
    dg_buf_init(&out);
    dg_output_json(&out, json, parse(json));
    is_text(out.data, want, name);
    dg_buf_finish(&out);
}

static void
test_json(void)
{
    check_lines(DG_STR("{\"result\":{\"event\":{\r\n  \"id\": \"a\\nb\"\n}}}"),
                "{\"result\":{\"event\":{    \"id\": \"a\\nb\" }}}\n",
                "an answer is one line");
    check_lines(DG_STR("{\"result\":{\"event\":{\r\n  \"id\": \"1\"\n},\n"
                       "\"answer\":{}}}"),
                "{\"result\":{\"event\":{\r\n  \"id\": \"1\"\n},\n"
                "\"answer\":{}}}\n",
                "but what a receipt proves stays as it was");
    check_lines(DG_STR("[ {\"id\":\"1\"} ,\n{\"id\":\"2\"}]"),
                "{\"id\":\"1\"}\n{\"id\":\"2\"}\n",
                "each answer of a batch is one line");
}

int
main(void)
{
    dg_arena_init(&arena, 1 << 20);
    dg_buf_init(&text);
    test_answers();
    test_status();
    test_reason();
    test_only();
    test_json();
    dg_buf_finish(&text);
    dg_arena_finish(&arena);
    return tap_done();
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Reading JSON: what is taken, what is refused with which code and where, and
 * how nodes are found. */
#include "proto/codec/json.h"

#include <stdlib.h>

#include "proto/base/buf.h"
#include "tests/tap/tap.h"

static struct dg_arena arena;
static struct dg_json_error error;

static const struct dg_json *
parse(const char *text)
{
    const struct dg_json *root = NULL;
    return dg_json_parse(&arena, dg_str_from(text), &root, &error) == DG_OK
               ? root
               : NULL;
}

static struct dg_str
bytes_of(const char *text, const struct dg_json *node)
{
    return (struct dg_str){text + node->start, node->end - node->start};
}

static void
test_tree(void)
{
    static const char text[] =
        " { \"title\" : \"高龄津贴\",\"audience\":{\"prefixes\":[\"522731\" ,"
        " \"5227\"]}, \"n\":-17,\"yes\":true,\"no\":false,\"none\":null,"
        "\"empty\":[ ],\"nothing\":{}} ";
    const struct dg_json *root = parse(text), *node;

    is_int(root->type, DG_JSON_OBJECT, "an object");
    is_int(root->count, 8, "eight members");
    is_int(root->start, 1, "begins behind the blank");
    is_int(root->end, sizeof text - 2, "ends before the last");
    ok(root->parent == NULL && root->name.data == NULL, "the root is alone");
    is_str(dg_json_get_str(root, "title"), "高龄津贴", "a string");
    node = dg_json_get(dg_json_get(root, "audience"), "prefixes");
    is_str(bytes_of(text, node), "[\"522731\" , \"5227\"]",
           "bytes of an array");
    is_int(node->count, 2, "two items");
    is_str(bytes_of(text, node->child), "\"522731\"", "bytes of a string");
    is_str(node->child->next->text, "5227", "the second item");
    ok(node->child->next->next == NULL, "is the last");
    ok(node->child->name.data == NULL, "items have no name");
    node = dg_json_get(root, "n");
    is_str(node->text, "-17", "a number as it was written");
    is_str(bytes_of(text, node), "-17", "its bytes");
    is_str(node->name, "n", "its name");
    ok(dg_json_get(root, "yes")->boolean, "true");
    is_str(bytes_of(text, dg_json_get(root, "yes")), "true", "its bytes");
    ok(!dg_json_get(root, "no")->boolean, "false");
    is_str(bytes_of(text, dg_json_get(root, "no")), "false", "its bytes");
    is_int(dg_json_get(root, "none")->type, DG_JSON_NULL, "null");
    is_str(bytes_of(text, dg_json_get(root, "empty")), "[ ]", "empty array");
    is_str(bytes_of(text, dg_json_get(root, "nothing")), "{}", "empty object");
    ok(dg_json_get(root, "nothing")->child == NULL, "has no child");
}

static void
test_get(void)
{
    const struct dg_json *root = parse("{\"a\":1,\"b\":\"x\"}");

    ok(dg_json_get(root, "c") == NULL, "no such member");
    ok(dg_json_get(NULL, "a") == NULL, "of nothing");
    ok(dg_json_get(root->child, "a") == NULL, "of a number");
    is_int(dg_json_get_str(root, "a").len, 0, "a number is no string");
    is_int(dg_json_get_str(root, "c").len, 0, "nor is what is absent");
    ok(dg_json_get(parse("[1]"), "a") == NULL, "of an array");
}

static void
test_roots(void)
{
    static const char *const good[] = {
        "1",          "-0",   "1.5e+10", "\"\"",
        "true",       "null", "[]",      "{}",
        "\t[1]\r\n ", "0.1",  "1E5",     "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
        "\"\x7f\"",
    };

    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        ok(parse(good[i]), "taken: %s", good[i]);
    }
    is_str(parse(" 17 ")->text, "17", "a number alone");
    is_str(parse("\"\\u60e0水\\u53bf\\n\"")->text, "惠水县\n", "escapes");
    is_str(parse("\"\\ud83d\\ude00\"")->text, "😀", "a pair of surrogates");
    is_str(parse("\"\\uD83D\\uDE00x\"")->text, "😀x", "in upper case");
    is_str(parse("\"\\\\ud800\"")->text, "\\ud800", "an escaped backslash");
    is_str(parse("{\"\\u0061\":1}")->child->name, "a", "a name with an escape");
}

static void
test_refused(void)
{
    static const struct {
        const char *text, *code;
        size_t offset;
    } cases[] = {
        {"", "not-json", 0},
        {" ", "not-json", 1},
        {"{", "not-json", 1},
        {"{\"a\":1", "not-json", 6},
        {"[1,2", "not-json", 4},
        {"\"abc", "not-json", 4},
        {"tru", "not-json", 3},
        {"-", "not-json", 1},
        {"[1,]", "not-json", 4},
        {"[1,,2]", "not-json", 4},
        {"[1 2]", "not-json", 4},
        {"{\"a\":1,}", "not-json", 8},
        {"{\"a\" 1}", "not-json", 6},
        {"{1:2}", "not-json", 2},
        {"{a:2}", "not-json", 2},
        {"{'a':2}", "not-json", 2},
        {"[1}", "not-json", 3},
        {"1 2", "not-json", 3},
        {"{}{}", "not-json", 3},
        {"{}x", "not-json", 3},
        {"[01]", "not-json", 3},
        {"[+1]", "not-json", 2},
        {"[1.]", "not-json", 3},
        {"[.5]", "not-json", 2},
        {"[1e]", "not-json", 3},
        {"[NaN]", "not-json", 2},
        {"[0x10]", "not-json", 3},
        {"nul", "not-json", 3},
        {"[True]", "not-json", 2},
        {"[\"\\x\"]", "not-json", 3},
        {"[\"\\u12G4\"]", "not-json", 6},
        {"[\"a\nb\"]", "not-json", 3},
        {"/**/1", "not-json", 0},
        {"\xef\xbb\xbf{}", "not-json", 1},
        {"\f1", "not-json", 0},
        {"[\v1]", "not-json", 1},
        {"[1\f]", "not-json", 2},
        {"{\f}", "not-json", 1},
        {"{\"a\"\v:1}", "not-json", 4},
        {"{\"a\":\v1}", "not-json", 5},
        {"[1,\f\"a\"]", "not-json", 3},
        {"1\f", "not-json", 1},
        {"{}\v", "not-json", 2},
        {"\"\xc0\xaf\"", "invalid-utf8", 1},
        {"\"\xed\xa0\x80\"", "invalid-utf8", 1},
        {"\"\xf4\x90\x80\x80\"", "invalid-utf8", 1},
        {"\"\xbb\xdd\xcb\xae\"", "invalid-utf8", 1},
        {"\"a\xff", "invalid-utf8", 2},
        {"[\"\\ud800\"]", "lone-surrogate", 2},
        {"[\"\\udc00\"]", "lone-surrogate", 2},
        {"[\"\\ud800x\"]", "lone-surrogate", 2},
        {"[\"\\ud800\\u0041\"]", "lone-surrogate", 2},
        {"[\"\\ud800\\ud800\"]", "lone-surrogate", 2},
        {"[\"\\ud800\\n\"]", "lone-surrogate", 2},
        {"[\"\\ude00\\ud83d\"]", "lone-surrogate", 2},
        {"[\"\\ud83d\\ude00\\uDBFF\"]", "lone-surrogate", 14},
        {"[\"水\\ud800\"]", "lone-surrogate", 5},
        {"{\"\\ud800\":1}", "lone-surrogate", 2},
        {"[\"a\\u0000b\"]", "nul-character", 3},
        {"{\"\\u0000\":1}", "nul-character", 2},
        {"{\"a\":1,\"a\":2}", "duplicate-member", 11},
        {"{\"a\":1,\"b\":2,\"\\u0061\":3}", "duplicate-member", 22},
        {"[{\"x\":{\"a\":[],\"a\":{}}}]", "duplicate-member", 18},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct dg_json *root = (const struct dg_json *) &arena;
        enum dg_err err =
            dg_json_parse(&arena, dg_str_from(cases[i].text), &root, &error);
        ok(err == DG_ERR_MALFORMED && root == NULL &&
               strcmp(error.code, cases[i].code) == 0 &&
               error.offset == cases[i].offset,
           "case %zu: %s at %zu (got %s at %zu)", i, cases[i].code,
           cases[i].offset, error.code, error.offset);
        dg_arena_reset(&arena);
    }
    ok(!parse("{\"id\":1,\"id\":2}"), "a duplicate");
    is_str(error.name, "id", "is named");
}

/* Names of an object large enough to be sorted. */
static void
test_large_duplicate(void)
{
    struct dg_buf text;

    dg_buf_init(&text);
    dg_buf_text(&text, "{");
    for (int i = 0; i < 500; i++) {
        dg_buf_printf(&text, "\"m%d\":%d,", i * 7919 % 500, i);
    }
    dg_buf_text(&text, "\"last\":0}");
    ok(parse(text.data), "501 different names");
    text.len -= sizeof "\"last\":0}" - 1;
    dg_buf_text(&text, "\"m8\":0,\"m3\":0,\"m8\":0}");
    ok(!parse(text.data), "two names twice");
    is_str(error.name, "m8", "the first that repeats is named");
    is_int(error.offset, strstr(text.data, "\"m8\":0,\"m3\"") - text.data + 5,
           "at its value");
    dg_buf_finish(&text);
}

static void
check_limit(struct dg_str text, enum dg_err want, const char *code,
            const char *name)
{
    const struct dg_json *root;
    enum dg_err err;

    error.code = "none";
    err = dg_json_parse(&arena, text, &root, &error);
    is_int(err, want, name);
    is_text(error.code, code, "code");
    dg_arena_reset(&arena);
}

static void
test_limits(void)
{
    struct dg_buf text;

    dg_buf_init(&text);
    dg_buf_text(&text, "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1");
    dg_buf_text(&text, "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]");
    check_limit((struct dg_str){text.data, text.len}, DG_OK, "none",
                "32 deep is taken");
    dg_buf_clear(&text);
    for (int i = 0; i < 33; i++) {
        dg_buf_text(&text, "{\"a\":");
    }
    check_limit((struct dg_str){text.data, text.len}, DG_ERR_LIMIT, "too-deep",
                "33 deep is not");
    is_int(error.offset, (size_t) 32 * 5, "where the 33rd opens");
    dg_buf_clear(&text);
    dg_buf_text(&text, "[1");
    for (int i = 2; i < DG_JSON_NODES_MAX; i++) {
        dg_buf_text(&text, ",1");
    }
    dg_buf_text(&text, "]");
    check_limit((struct dg_str){text.data, text.len}, DG_OK, "none",
                "100,000 values are taken");
    text.len--;
    dg_buf_text(&text, ",1]");
    check_limit((struct dg_str){text.data, text.len}, DG_ERR_LIMIT,
                "too-many-values", "one more is not");
    dg_buf_finish(&text);
}

/* A million brackets neither overflow a stack nor take long. */
static void
test_bombs(void)
{
    size_t len = 1 << 20;
    char *text = malloc(len);

    memset(text, '[', len);
    check_limit((struct dg_str){text, len}, DG_ERR_LIMIT, "too-deep",
                "a million brackets");
    memset(text, '"', len);
    check_limit((struct dg_str){text, len}, DG_ERR_MALFORMED, "not-json",
                "a million quotes");
    memset(text, '\\', len);
    text[0] = '"';
    text[len - 1] = '"';
    check_limit((struct dg_str){text, len}, DG_OK, "none",
                "half a million escapes");
    text[1] = 'n';
    check_limit((struct dg_str){text, len}, DG_ERR_MALFORMED, "not-json",
                "the last of which takes the closing quote");
    free(text);
}

/* Whatever allocation is the one that fails, the answer is DG_ERR_MEMORY. */
static void
test_memory(void)
{
    static const char text[] =
        "{\"a\":[\"\\u60e0\",{\"b\":1,\"c\":2,\"d\":3,\"e\":4,\"f\":5,"
        "\"g\":6,\"h\":7,\"i\":8,\"\\u006a\":[[[[]]]]}]}";
    size_t limit = 0, failures = 0;
    enum dg_err err = DG_ERR_MEMORY;

    for (; limit < 65536 && err == DG_ERR_MEMORY; limit += 16) {
        struct dg_arena small;
        const struct dg_json *root;
        dg_arena_init(&small, limit);
        err = dg_json_parse(&small, dg_str_from(text), &root, &error);
        failures += err == DG_ERR_MEMORY && root == NULL;
        dg_arena_finish(&small);
    }
    is_int(err, DG_OK, "parsed in the end");
    is_int(failures, limit / 16 - 1, "DG_ERR_MEMORY under each lower limit");
}

static void
test_integers(void)
{
    static const struct {
        const char *text;
        enum dg_err err;
        int64_t value;
    } cases[] = {
        {"0", DG_OK, 0},
        {"-0", DG_OK, 0},
        {"-1", DG_OK, -1},
        {"9223372036854775807", DG_OK, INT64_MAX},
        {"-9223372036854775808", DG_OK, INT64_MIN},
        {"9223372036854775808", DG_ERR_LIMIT, 5},
        {"-9223372036854775809", DG_ERR_LIMIT, 5},
        {"123456789012345678901234567890", DG_ERR_LIMIT, 5},
        {"1.0", DG_ERR_MALFORMED, 5},
        {"1e3", DG_ERR_MALFORMED, 5},
        {"\"1\"", DG_ERR_MALFORMED, 5},
        {"true", DG_ERR_MALFORMED, 5},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t value = 5;
        ok(dg_json_to_i64(parse(cases[i].text), &value) == cases[i].err &&
               value == cases[i].value,
           "integer %s", cases[i].text);
    }
    is_int(dg_json_to_i64(NULL, NULL), DG_ERR_MALFORMED, "integer NULL");
}

static void
test_pointers(void)
{
    static const char text[] = "{\"data\":{\"a/b\":[0,{\"m~n\":1}],\"\":2,"
                               "\"惠水\":[[7]]}}";
    static const char *const good[] = {
        "",
        "/data",
        "/data/a~1b",
        "/data/a~1b/0",
        "/data/a~1b/1/m~0n",
        "/data/",
        "/data/惠水/0/0",
    };
    static const char *const bad[] = {
        "data",
        "/",
        "/data/a/b",
        "/data/a~1b/2",
        "/data/a~1b/-",
        "/data/a~1b/01",
        "/data/a~1b/1/m~2n",
        "/data/a~1b/1/m~",
        "/data/x",
        "/data//x",
        "/data/a~1b/99999999999999999999",
        "/data/a~1b/0/x",
    };
    const struct dg_json *root = parse(text), *data;

    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        const struct dg_json *node = dg_json_at(root, dg_str_from(good[i]));
        struct dg_str pointer;
        ok(node, "there is \"%s\"", good[i]);
        pointer = dg_json_pointer(&arena, root, node);
        is_str(pointer, good[i], "its pointer");
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        ok(!dg_json_at(root, dg_str_from(bad[i])), "no \"%s\"", bad[i]);
    }
    data = dg_json_get(root, "data");
    is_str(dg_json_pointer(&arena, data, data->child->child), "/a~1b/0",
           "below a node that is not the root");
    ok(!dg_json_at(NULL, DG_STR("")), "nothing below NULL");
}

int
main(void)
{
    dg_arena_init(&arena, 64 << 20);
    test_tree();
    test_get();
    test_roots();
    test_refused();
    test_large_duplicate();
    test_limits();
    test_bombs();
    test_memory();
    test_integers();
    test_pointers();
    dg_arena_finish(&arena);
    return tap_done();
}

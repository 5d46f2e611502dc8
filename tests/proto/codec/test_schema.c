/* SPDX-License-Identifier: Apache-2.0 */
/* Schemas: each keyword's misfit with its exact text and place, and what a
 * schema may not say. */
#include "proto/codec/schema.h"

#include "tests/tap/tap.h"

static struct dg_arena arena;

/* Compiles one document beside a common one; NULL with why filled. */
static const struct dg_schema *
compile(struct dg_schema_set **set, const char *text, struct dg_buf *why)
{
    static const char common[] = "{\"$defs\":{\"office\":{\"type\":\"string\","
                                 "\"pattern\":\"^[0-9]{12}$\"},\"any\":{}}}";

    dg_schema_set_create(set);
    dg_buf_init(why);
    if (dg_schema_set_add(*set, "common.json", dg_str_from(common), why) !=
            DG_OK ||
        dg_schema_set_add(*set, "x.json", dg_str_from(text), why) != DG_OK ||
        dg_schema_set_compile(*set, why) != DG_OK) {
        return NULL;
    }
    return dg_schema_set_find(*set, DG_STR("x.json"));
}

static const struct dg_json *
parse(const char *text)
{
    const struct dg_json *root = NULL;
    struct dg_json_error error;

    if (dg_json_parse(&arena, dg_str_from(text), &root, &error) != DG_OK) {
        printf("# not JSON: %s\n", text);
    }
    return root;
}

/* want is "pointer: text", or NULL if the value fits. */
struct check {
    const char *schema, *value, *want;
};

static void
run_check(const struct check *check)
{
    struct dg_schema_set *set;
    struct dg_buf why;
    struct dg_schema_error error;
    const struct dg_schema *schema = compile(&set, check->schema, &why);
    const char *got = why.data;
    bool fits = false;

    if (schema) {
        fits = dg_schema_fits(schema, parse(check->value), &arena, &error);
        got = fits ? "(fits)"
                   : dg_arena_printf(&arena, "%.*s: %.*s",
                                     DG_STR_ARG(error.pointer),
                                     DG_STR_ARG(error.text))
                         .data;
    }
    is_text(got, check->want ? check->want : "(fits)", check->value);
    dg_schema_set_destroy(set);
    dg_buf_finish(&why);
    dg_arena_reset(&arena);
}

static void
run_checks(const char *name, const struct check *checks, size_t count)
{
    printf("# %s\n", name);
    for (size_t i = 0; i < count; i++) {
        run_check(&checks[i]);
    }
}

#define RUN(name, checks)                                                      \
    run_checks(name, checks, sizeof(checks) / sizeof(checks)[0])

static void
test_types(void)
{
    static const struct check checks[] = {
        {"{}", "17", NULL},
        {"{\"type\":\"string\"}", "\"村\"", NULL},
        {"{\"type\":\"string\"}", "1", ": must be a string"},
        {"{\"type\":\"integer\"}", "-1", NULL},
        {"{\"type\":\"integer\"}", "123456789012345678901234567890", NULL},
        {"{\"type\":\"integer\"}", "1.0", ": must be an integer"},
        {"{\"type\":\"integer\"}", "1e2", ": must be an integer"},
        {"{\"type\":\"integer\"}", "\"1\"", ": must be an integer"},
        {"{\"type\":\"boolean\"}", "false", NULL},
        {"{\"type\":\"boolean\"}", "0", ": must be a boolean"},
        {"{\"type\":\"object\"}", "{}", NULL},
        {"{\"type\":\"object\"}", "[]", ": must be an object"},
        {"{\"type\":\"array\"}", "[]", NULL},
        {"{\"type\":\"array\"}", "{}", ": must be an array"},
        {"{\"type\":\"null\"}", "null", NULL},
        {"{\"type\":\"null\"}", "false", ": must be null"},
    };
    RUN("type", checks);
}

static void
test_values(void)
{
    static const struct check checks[] = {
        {"{\"const\":\"1.0\"}", "\"1.0\"", NULL},
        {"{\"const\":\"1.0\"}", "\"1.1\"", ": must be \"1.0\""},
        {"{\"const\":\"1\"}", "1", ": must be \"1\""},
        {"{\"const\":true}", "false", ": must be true"},
        {"{\"enum\":[\"work\",\"seal\"]}", "\"seal\"", NULL},
        {"{\"enum\":[\"work\",\"seal\"]}", "\"sea\"",
         ": must be one of \"work\", \"seal\""},
        {"{\"enum\":[null, 3 ,\"村\"]}", "3", NULL},
        {"{\"enum\":[null, 3 ,\"村\"]}", "null", NULL},
        {"{\"enum\":[null, 3 ,\"村\"]}", "{}",
         ": must be one of null, 3, \"村\""},
        {"{\"enum\":[\"\"]}", "{}", ": must be one of \"\""},
        {"{\"enum\":[\"\"]}", "null", ": must be one of \"\""},
    };
    RUN("const, enum", checks);
}

static void
test_strings(void)
{
    static const struct check checks[] = {
        {"{\"minLength\":2}", "\"村委\"", NULL},
        {"{\"minLength\":2}", "\"村\"", ": must have at least 2 character(s)"},
        {"{\"minLength\":1}", "\"\"", ": must have at least 1 character(s)"},
        {"{\"minLength\":2}", "[]", NULL},
        {"{\"maxLength\":2}", "\"村委\"", NULL},
        {"{\"maxLength\":2}", "\"😀😀\"", NULL},
        {"{\"maxLength\":2}", "\"村委会\"",
         ": must have at most 2 character(s)"},
        {"{\"maxLength\":2}", "123", NULL},
        {"{\"pattern\":\"^[0-9]{12}$\"}", "\"522731101203\"", NULL},
        {"{\"pattern\":\"^[0-9]{12}$\"}", "\"52273110120\"",
         ": must match ^[0-9]{12}$"},
        {"{\"pattern\":\"^[0-9]{12}$\"}", "\"522731101203\\n\"",
         ": must match ^[0-9]{12}$"},
        {"{\"pattern\":\"^[0-9]{12}$\"}", "\"52273110120\\uff13\"",
         ": must match ^[0-9]{12}$"},
        {"{\"pattern\":\"村$\"}", "\"好花红村\"", NULL},
        {"{\"pattern\":\"^.$\"}", "\"😀\"", NULL},
        {"{\"pattern\":\"^\\\\u6751$\"}", "\"村\"", NULL},
        {"{\"pattern\":\"b\"}", "\"abc\"", NULL},
        {"{\"pattern\":\"b\"}", "7", NULL},
        {"{\"pattern\":\"^$\"}", "\"\"", NULL},
    };
    RUN("minLength, maxLength, pattern", checks);
}

static void
test_formats(void)
{
    static const struct check checks[] = {
        {"{\"format\":\"date\"}", "\"2026-11-22\"", NULL},
        {"{\"format\":\"date\"}", "\"2026-11-31\"",
         ": must be a date YYYY-MM-DD"},
        {"{\"format\":\"date\"}", "7", NULL},
        {"{\"format\":\"date-time\"}", "\"2026-11-22T08:00:00+08:00\"", NULL},
        {"{\"format\":\"date-time\"}", "\"2026-11-22 08:00:00\"",
         ": must be an RFC 3339 instant"},
        {"{\"format\":\"date-time\"}", "null", NULL},
    };
    RUN("format", checks);
}

static void
test_numbers(void)
{
    static const char schema[] =
        "{\"type\":\"integer\",\"minimum\":1,\"maximum\":500}";
    static const struct check checks[] = {
        {schema, "1", NULL},
        {schema, "500", NULL},
        {schema, "0", ": must be at least 1"},
        {schema, "-0", ": must be at least 1"},
        {schema, "501", ": must be at most 500"},
        {schema, "9223372036854775808", ": must be at most 500"},
        {schema, "-9223372036854775809", ": must be at least 1"},
        {schema, "5.0", ": must be an integer"},
    };
    RUN("minimum, maximum", checks);
}

static void
test_objects(void)
{
    static const char closed[] =
        "{\"type\":\"object\",\"required\":[\"duty\",\"due\"],"
        "\"properties\":{\"duty\":{\"type\":\"string\"},"
        "\"due\":{\"type\":\"string\"},\"strict\":{\"type\":\"boolean\"}},"
        "\"additionalProperties\":false}";
    static const struct check checks[] = {
        {closed, "{\"duty\":\"a\",\"due\":\"b\"}", NULL},
        {closed, "{\"strict\":true,\"due\":\"b\",\"duty\":\"a\"}", NULL},
        {closed, "{}", ": must have \"duty\""},
        {closed, "{\"duty\":\"a\"}", ": must have \"due\""},
        {closed, "{\"due\":1}", ": must have \"duty\""},
        {closed, "{\"due\":1,\"duty\":2}", "/due: must be a string"},
        {closed, "{\"duty\":2,\"due\":1}", "/duty: must be a string"},
        {closed, "{\"due\":\"\",\"duty\":\"\",\"foo\":1}",
         ": must not have \"foo\""},
        {closed, "{\"foo\":1,\"due\":1,\"duty\":1}", ": must not have \"foo\""},
        {closed, "{\"due\":\"\",\"duty\":\"\",\"dut\":1}",
         ": must not have \"dut\""},
        {closed,
         "{\"due\":\"\",\"duty\":\"\",\"0123456789012345678901234567890123456"
         "78901234567890123456789012345678901234567890\":1}",
         ": must not have \"01234567890123456789012345678901234567890123456789"
         "01234567890123…\""},
        {"{\"properties\":{\"a\":{\"type\":\"null\"}}}", "{\"b\":1,\"a\":null}",
         NULL},
        {"{\"properties\":{\"a\":{\"type\":\"null\"}}}", "[1]", NULL},
        {"{\"additionalProperties\":false}", "{\"b\":1}",
         ": must not have \"b\""},
        {"{\"additionalProperties\":true}", "{\"b\":1}", NULL},
        {"{\"minProperties\":1}", "{\"b\":1}", NULL},
        {"{\"minProperties\":1}", "{}", ": must have at least 1 member(s)"},
        {"{\"minProperties\":1}", "[]", NULL},
        {"{\"required\":[\"a\"]}", "[]", NULL},
        {"{\"properties\":{\"a~/\":{\"type\":\"null\"}}}", "{\"a~/\":1}",
         "/a~0~1: must be null"},
    };
    RUN("properties, required, additionalProperties, minProperties", checks);
}

static void
test_arrays(void)
{
    static const char unique[] =
        "{\"items\":{\"type\":\"string\"},\"uniqueItems\":true}";
    static const struct check checks[] = {
        {"{\"items\":{\"type\":\"null\"}}", "[null,null]", NULL},
        {"{\"items\":{\"type\":\"null\"}}", "[null,1,2]", "/1: must be null"},
        {"{\"items\":{\"type\":\"null\"}}", "{\"a\":1}", NULL},
        {"{\"minItems\":1}", "[0]", NULL},
        {"{\"minItems\":1}", "[]", ": must have at least 1 item(s)"},
        {"{\"maxItems\":2}", "[0,0]", NULL},
        {"{\"maxItems\":2}", "[0,0,0]", ": must have at most 2 item(s)"},
        {"{\"maxItems\":0,\"minItems\":0}", "{}", NULL},
        {unique, "[]", NULL},
        {unique, "[\"a\",\"b\",\"\"]", NULL},
        {unique, "[\"a\",\"b\",\"a\",\"b\"]", "/2: must not repeat an item"},
        {unique, "[\"\\u0061\",\"a\"]", "/1: must not repeat an item"},
        {unique, "[\"a\",1,\"a\"]", "/1: must be a string"},
        {unique, "{\"a\":1}", NULL},
        {"{\"items\":{\"type\":\"string\"},\"uniqueItems\":false}",
         "[\"a\",\"a\"]", NULL},
        {unique, "[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\"]",
         NULL},
        {unique, "[\"9\",\"8\",\"7\",\"6\",\"5\",\"4\",\"3\",\"2\",\"1\"]",
         NULL},
        {unique,
         "[\"9\",\"8\",\"7\",\"6\",\"6\",\"8\",\"5\",\"4\",\"3\",\"9\"]",
         "/4: must not repeat an item"},
    };
    RUN("items, minItems, maxItems, uniqueItems", checks);
}

static void
test_branches(void)
{
    static const char due[] =
        "{\"anyOf\":[{\"type\":\"string\",\"format\":\"date\"},"
        "{\"type\":\"string\",\"format\":\"date-time\"}]}";
    static const char lookup[] =
        "{\"oneOf\":[{\"type\":\"object\",\"required\":[\"sequence\"],"
        "\"properties\":{\"sequence\":{\"type\":\"integer\",\"minimum\":1}},"
        "\"additionalProperties\":false},{\"type\":\"object\",\"required\":"
        "[\"id\"],\"properties\":{\"id\":{\"type\":\"string\"}},"
        "\"additionalProperties\":false}]}";
    static const struct check checks[] = {
        {due, "\"2026-11-22\"", NULL},
        {due, "\"2026-11-22T00:00:00Z\"", NULL},
        {due, "\"soon\"",
         ": must be a date YYYY-MM-DD or must be an RFC 3339 instant"},
        {due, "7", ": must be a string"},
        {lookup, "{\"sequence\":1}", NULL},
        {lookup, "{\"id\":\"x\"}", NULL},
        {lookup, "{}", ": must have \"sequence\" or must have \"id\""},
        {lookup, "[]", ": must be an object"},
        {lookup, "{\"sequence\":0}", "/sequence: must be at least 1"},
        {lookup, "{\"id\":1}", "/id: must be a string"},
        {lookup, "{\"sequence\":1,\"id\":\"x\"}",
         ": must not have \"id\" or must not have \"sequence\""},
        {"{\"oneOf\":[{\"type\":\"string\"},{\"const\":\"a\"}]}", "\"a\"",
         ": must fit only one of the alternatives"},
        {"{\"oneOf\":[{\"type\":\"string\"},{\"const\":\"a\"}]}", "\"b\"",
         NULL},
        {"{\"anyOf\":[{\"type\":\"string\"},{\"const\":\"a\"}]}", "\"a\"",
         NULL},
        {"{\"items\":{\"anyOf\":[{\"type\":\"null\"},{\"type\":\"string\"}]}}",
         "[null,\"a\",{}]", "/2: must be null or must be a string"},
        {"{\"properties\":{\"a\":{\"anyOf\":[{\"type\":\"null\"}]},"
         "\"b\":{\"type\":\"null\"}}}",
         "{\"a\":null,\"b\":1}", "/b: must be null"},
    };
    RUN("anyOf, oneOf", checks);
}

static void
test_references(void)
{
    static const struct check checks[] = {
        {"{\"$ref\":\"common.json#/$defs/office\"}", "\"522731101203\"", NULL},
        {"{\"$ref\":\"common.json#/$defs/office\"}", "\"5\"",
         ": must match ^[0-9]{12}$"},
        {"{\"$ref\":\"common.json#/$defs/office\",\"minLength\":13}",
         "\"522731101203\"", ": must have at least 13 character(s)"},
        {"{\"$ref\":\"common.json\"}", "5", NULL},
        {"{\"$defs\":{\"n\":{\"type\":\"null\"}},\"items\":"
         "{\"$ref\":\"#/$defs/n\"}}",
         "[null,0]", "/1: must be null"},
        {"{\"$defs\":{\"a/b\":{\"type\":\"null\"}},\"items\":"
         "{\"$ref\":\"#/$defs/a~1b\"}}",
         "[0]", "/0: must be null"},
        {"{\"$defs\":{\"o\":{\"$ref\":\"common.json#/$defs/office\"}},"
         "\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/o\"},"
         "\"uniqueItems\":true}",
         "[\"522731101203\",\"522731101203\"]", "/1: must not repeat an item"},
        {"{\"title\":\"t\",\"description\":\"d\",\"examples\":[{}],"
         "\"$schema\":\"s\",\"$id\":\"x.json\",\"type\":\"null\"}",
         "null", NULL},
    };
    RUN("$ref, $defs, annotations", checks);
}

/* A schema, and what compile says of it. */
static void
test_bad_schemas(void)
{
    static const char *const cases[][2] = {
        {"{", "x.json: byte 1: not-json"},
        {"[]", "x.json: #: must be an object"},
        {"{\"typo\":1}", "x.json: #: unknown keyword \"typo\""},
        {"{\"properties\":{\"a\":{\"maxProperties\":1}}}",
         "x.json: #/properties/a: unknown keyword \"maxProperties\""},
        {"{\"$defs\":{\"unused\":{\"allOf\":[]}}}",
         "x.json: #/$defs/unused: unknown keyword \"allOf\""},
        {"{\"items\":{\"anyOf\":[{},{\"if\":{}}]}}",
         "x.json: #/items/anyOf/1: unknown keyword \"if\""},
        {"{\"type\":\"number\"}",
         "x.json: #/type: must be one of string, integer, boolean, object, "
         "array, null"},
        {"{\"type\":[\"string\",\"null\"]}",
         "x.json: #/type: must be one of string, integer, boolean, object, "
         "array, null"},
        {"{\"enum\":[]}", "x.json: #/enum: must be an array with items"},
        {"{\"enum\":\"a\"}", "x.json: #/enum: must be an array with items"},
        {"{\"enum\":[\"a\",{}]}",
         "x.json: #/enum/1: must be a string, integer, boolean or null"},
        {"{\"const\":1.5}",
         "x.json: #/const: must be a string, integer, boolean or null"},
        {"{\"minLength\":-1}",
         "x.json: #/minLength: must be an integer from 0 to 4294967295"},
        {"{\"maxItems\":4294967296}",
         "x.json: #/maxItems: must be an integer from 0 to 4294967295"},
        {"{\"minProperties\":\"1\"}",
         "x.json: #/minProperties: must be an integer from 0 to 4294967295"},
        {"{\"minimum\":1}",
         "x.json: #/minimum: needs \"type\": \"integer\" beside it"},
        {"{\"type\":\"integer\",\"maximum\":1.5}",
         "x.json: #/maximum: must be an integer"},
        {"{\"pattern\":1}", "x.json: #/pattern: must be a string"},
        {"{\"pattern\":\"a(\"}",
         "x.json: #/pattern: character 2: missing closing parenthesis"},
        {"{\"format\":\"email\"}",
         "x.json: #/format: must be one of date, date-time"},
        {"{\"required\":\"a\"}", "x.json: #/required: must be an array"},
        {"{\"required\":[\"a\",1]}", "x.json: #/required/1: must be a string"},
        {"{\"properties\":[]}", "x.json: #/properties: must be an object"},
        {"{\"properties\":{\"a\":true}}",
         "x.json: #/properties/a: must be an object"},
        {"{\"additionalProperties\":{}}",
         "x.json: #/additionalProperties: must be a boolean"},
        {"{\"items\":[]}", "x.json: #/items: must be an object"},
        {"{\"uniqueItems\":1}", "x.json: #/uniqueItems: must be a boolean"},
        {"{\"uniqueItems\":true}",
         "x.json: #/uniqueItems: needs items of type string beside it"},
        {"{\"items\":{},\"uniqueItems\":true}",
         "x.json: #/uniqueItems: needs items of type string beside it"},
        {"{\"items\":{\"type\":\"object\"},\"uniqueItems\":true}",
         "x.json: #/uniqueItems: needs items of type string beside it"},
        {"{\"anyOf\":[]}", "x.json: #/anyOf: must be an array with items"},
        {"{\"oneOf\":{}}", "x.json: #/oneOf: must be an array with items"},
        {"{\"$defs\":[]}", "x.json: #/$defs: must be an object"},
        {"{\"$ref\":\"y.json\"}", "x.json: #/$ref: there is no \"y.json\""},
        {"{\"$ref\":\"#/$defs/a\"}",
         "x.json: #/$ref: there is no \"#/$defs/a\""},
        {"{\"$ref\":\"common.json#/$defs/b\"}",
         "x.json: #/$ref: there is no \"common.json#/$defs/b\""},
        {"{\"$ref\":1}", "x.json: #/$ref: must be a string"},
        {"{\"$ref\":\"#\"}", "x.json: #/$ref: leads back to itself"},
        {"{\"items\":{\"$ref\":\"#\"}}",
         "x.json: #/items/$ref: leads back to itself"},
        {"{\"$defs\":{\"a\":{\"$ref\":\"#/$defs/b\"},"
         "\"b\":{\"$ref\":\"#/$defs/a\"}}}",
         "x.json: #/$defs/b/$ref: leads back to itself"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct dg_schema_set *set;
        struct dg_buf why;
        ok(!compile(&set, cases[i][0], &why), "refused: %s", cases[i][0]);
        is_text(why.data, cases[i][1], "why");
        ok(!dg_schema_set_find(set, DG_STR("x.json")), "not to be found");
        dg_schema_set_destroy(set);
        dg_buf_finish(&why);
    }
}

static void
test_set(void)
{
    struct dg_schema_set *set;
    struct dg_buf why;
    const struct dg_schema *first;
    struct dg_schema_error error;

    ok(compile(&set, "{\"type\":\"null\"}", &why), "compiled");
    is_int(dg_schema_set_add(set, "x.json", DG_STR("{}"), &why), DG_ERR_EXISTS,
           "a second of one name");
    is_text(why.data, "x.json: there already", "is refused");
    ok(!dg_schema_set_find(set, DG_STR("y.json")), "one that is not there");
    first = dg_schema_set_find(set, DG_STR("x.json"));
    dg_schema_set_add(set, "y.json",
                      DG_STR("{\"items\":{\"$ref\":\"x.json\"}}"), &why);
    ok(!dg_schema_set_find(set, DG_STR("y.json")), "added, not compiled");
    is_int(dg_schema_set_compile(set, &why), DG_OK, "compiled later");
    ok(dg_schema_set_find(set, DG_STR("x.json")) == first,
       "the first one stays where it was");
    ok(!dg_schema_fits(dg_schema_set_find(set, DG_STR("y.json")), parse("[1]"),
                       &arena, &error),
       "the later one refers to it");
    is_str(error.pointer, "/0", "where");
    is_str(error.text, "must be null", "why");
    dg_schema_set_destroy(set);
    dg_schema_set_destroy(NULL);
    dg_buf_finish(&why);
}

/* 20,000 codes in an order that no comparison of neighbours settles. */
static void
test_many_items(void)
{
    static const char schema[] =
        "{\"items\":{\"type\":\"string\"},\"uniqueItems\":true}";
    struct dg_schema_set *set;
    struct dg_buf why, text;
    struct dg_schema_error error = {{NULL, 0}, {NULL, 0}};
    const struct dg_schema *compiled = compile(&set, schema, &why);

    dg_buf_init(&text);
    dg_buf_text(&text, "[");
    for (unsigned i = 0; i < 20000; i++) {
        dg_buf_printf(&text, "\"522731%06u\",", i * 7919 % 20000);
    }
    dg_buf_text(&text, "\"x\"]");
    ok(dg_schema_fits(compiled, parse(text.data), &arena, &error),
       "20,001 different items");
    text.len -= 2;
    dg_buf_text(&text, "\",\"522731000000\"]");
    ok(!dg_schema_fits(compiled, parse(text.data), &arena, &error),
       "the last is the first again");
    is_str(error.pointer, "/20001", "where");
    dg_schema_set_destroy(set);
    dg_buf_finish(&why);
    dg_buf_finish(&text);
}

/* A misfit whose text does not fit into the arena is still a misfit. */
static void
test_memory(void)
{
    struct dg_schema_set *set;
    struct dg_buf why;
    struct dg_arena none;
    struct dg_schema_error error = {{"x", 1}, {"x", 1}};
    const struct dg_schema *schema =
        compile(&set, "{\"additionalProperties\":false}", &why);

    dg_arena_init(&none, 0);
    ok(!dg_schema_fits(schema, parse("{\"a\":1}"), &none, &error), "a misfit");
    ok(!error.pointer.data && !error.text.data, "without words");
    dg_schema_set_destroy(set);
    dg_buf_finish(&why);
}

int
main(void)
{
    dg_arena_init(&arena, 64 << 20);
    test_types();
    test_values();
    test_strings();
    test_formats();
    test_numbers();
    test_objects();
    test_arrays();
    test_branches();
    test_references();
    test_bad_schemas();
    test_set();
    test_many_items();
    test_memory();
    dg_arena_finish(&arena);
    return tap_done();
}

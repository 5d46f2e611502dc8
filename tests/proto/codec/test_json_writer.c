/* SPDX-License-Identifier: Apache-2.0 */
/* Writing JSON: the text, and every way to get it wrong. */
#include "proto/codec/json_writer.h"

#include "tests/tap/tap.h"

static struct dg_json_writer *w;

static void
check(const char *want, const char *name)
{
    struct dg_str text = {NULL, 0};

    is_int(dg_json_writer_text(w, &text), DG_OK, name);
    is_str(text, want, "its text");
    dg_json_writer_reset(w);
}

static void
check_error(enum dg_err want, const char *name)
{
    struct dg_str text;

    is_int(dg_json_writer_text(w, &text), want, name);
    dg_json_writer_reset(w);
}

static void
test_text(void)
{
    dg_json_open_object(w);
    dg_json_put_str(w, "title", DG_STR("高龄津贴"));
    dg_json_put_str(w, "empty", DG_STR(""));
    dg_json_put_text(w, "none", NULL);
    dg_json_put_text(w, "code", "mz-017");
    dg_json_put_integer(w, "low", INT64_MIN);
    dg_json_put_integer(w, "high", INT64_MAX);
    dg_json_put_boolean(w, "yes", true);
    dg_json_name(w, "list");
    dg_json_open_array(w);
    dg_json_integer(w, 0);
    dg_json_boolean(w, false);
    dg_json_null(w);
    dg_json_text(w, "");
    dg_json_str(w, (struct dg_str){NULL, 0});
    dg_json_raw(w, DG_STR("{\"a\": 1.50}"));
    dg_json_open_object(w);
    dg_json_close_object(w);
    dg_json_close_array(w);
    dg_json_close_object(w);
    check("{\"title\":\"高龄津贴\",\"code\":\"mz-017\","
          "\"low\":-9223372036854775808,\"high\":9223372036854775807,"
          "\"yes\":true,\"list\":[0,false,null,\"\",\"\",{\"a\": 1.50},{}]}",
          "an object");
    dg_json_text(w, "\"\\/\b\f\n\r\t\x01\x7f😀");
    check("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\x7f😀\"", "escapes");
    dg_json_raw(w, DG_STR("[1]"));
    check("[1]", "a raw value alone");
}

static void
test_mistakes(void)
{
    check_error(DG_ERR_MALFORMED, "nothing written");
    dg_json_open_object(w);
    check_error(DG_ERR_MALFORMED, "left open");
    dg_json_close_array(w);
    check_error(DG_ERR_MALFORMED, "closed before it was opened");
    dg_json_open_array(w);
    dg_json_close_object(w);
    check_error(DG_ERR_MALFORMED, "closed as another");
    dg_json_open_object(w);
    dg_json_text(w, "x");
    check_error(DG_ERR_MALFORMED, "a value without a name");
    dg_json_open_object(w);
    dg_json_name(w, "x");
    dg_json_close_object(w);
    check_error(DG_ERR_MALFORMED, "a name without a value");
    dg_json_open_object(w);
    dg_json_name(w, "x");
    dg_json_name(w, "y");
    check_error(DG_ERR_MALFORMED, "a name for a value");
    dg_json_open_array(w);
    dg_json_name(w, "x");
    check_error(DG_ERR_MALFORMED, "a name in an array");
    dg_json_name(w, "x");
    check_error(DG_ERR_MALFORMED, "a name alone");
    dg_json_null(w);
    dg_json_null(w);
    check_error(DG_ERR_MALFORMED, "two values");
    dg_json_str(w, DG_STR("\xed\xa0\x80"));
    check_error(DG_ERR_MALFORMED, "a surrogate in UTF-8");
    dg_json_open_object(w);
    dg_json_name(w, "\xff");
    check_error(DG_ERR_MALFORMED, "a name that is no UTF-8");
    dg_json_raw(w, DG_STR(""));
    check_error(DG_ERR_MALFORMED, "an empty raw value");
}

static void
test_sticky(void)
{
    struct dg_str text;

    dg_json_open_array(w);
    dg_json_str(w, DG_STR("\xff"));
    dg_json_close_array(w);
    is_int(dg_json_writer_text(w, &text), DG_ERR_MALFORMED,
           "an error stays until the end");
    is_int(dg_json_writer_text(w, &text), DG_ERR_MALFORMED, "and after it");
    dg_json_writer_reset(w);
    dg_json_integer(w, 216);
    check("216", "a reset forgets it");
}

static void
test_depth(void)
{
    for (int i = 0; i < 100; i++) {
        dg_json_open_array(w);
    }
    for (int i = 0; i < 100; i++) {
        dg_json_close_array(w);
    }
    check("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
          "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
          "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
          "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
          "100 deep");
    for (int i = 0; i < 200; i++) {
        dg_json_open_array(w);
    }
    check_error(DG_ERR_LIMIT, "200 deep");
}

int
main(void)
{
    if (dg_json_writer_create(&w) != DG_OK) {
        return 99;
    }
    test_text();
    test_mistakes();
    test_sticky();
    test_depth();
    dg_json_writer_destroy(w);
    dg_json_writer_destroy(NULL);
    return tap_done();
}

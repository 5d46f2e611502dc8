/* SPDX-License-Identifier: Apache-2.0 */
/* Slices, decimals and error texts. */
#include "proto/base/str.h"

#include "tests/tap/tap.h"

static void
test_compare(void)
{
    struct dg_str none = {NULL, 0};

    ok(dg_str_equal(none, DG_STR("")), "NULL and empty are equal");
    ok(dg_str_equal(DG_STR("村"), DG_STR("村")), "equal");
    ok(!dg_str_equal(DG_STR("村"), DG_STR("村委")), "a prefix is not equal");
    ok(dg_str_is(DG_STR("mzj"), "mzj"), "is");
    ok(!dg_str_is(DG_STR("mzj"), "mzjx"), "is not");
    ok(dg_str_compare(DG_STR("a"), DG_STR("b")) < 0, "byte order");
    ok(dg_str_compare(DG_STR("b"), DG_STR("a")) > 0, "both ways");
    ok(dg_str_compare(DG_STR("a"), DG_STR("aa")) < 0, "shorter first");
    ok(dg_str_compare(DG_STR("b"), DG_STR("aa")) > 0, "among equals only");
    ok(dg_str_compare(DG_STR("a"), DG_STR("\xe6\x9d\x91")) < 0,
       "bytes are unsigned");
    is_int(dg_str_compare(none, DG_STR("")), 0, "NULL and empty are the same");
    ok(dg_str_starts_with(DG_STR("522731100"), "522731"), "starts with");
    ok(!dg_str_starts_with(DG_STR("52273"), "522731"), "too short to");
    ok(dg_str_starts_with(none, ""), "anything starts with nothing");
    is_int(dg_str_from(NULL).len, 0, "from NULL");
}

static void
test_decimal(void)
{
    static const struct {
        const char *text;
        enum dg_err err;
        uint64_t value;
    } cases[] = {
        {"0", DG_OK, 0},
        {"7", DG_OK, 7},
        {"9007199254740991", DG_OK, UINT64_C(9007199254740991)},
        {"18446744073709551615", DG_OK, UINT64_MAX},
        {"18446744073709551616", DG_ERR_LIMIT, 1},
        {"99999999999999999999999", DG_ERR_LIMIT, 1},
        {"99999999999999999999999x", DG_ERR_MALFORMED, 1},
        {"", DG_ERR_MALFORMED, 1},
        {"00", DG_ERR_MALFORMED, 1},
        {"01", DG_ERR_MALFORMED, 1},
        {"-1", DG_ERR_MALFORMED, 1},
        {"+1", DG_ERR_MALFORMED, 1},
        {" 1", DG_ERR_MALFORMED, 1},
        {"1 ", DG_ERR_MALFORMED, 1},
        {"1.0", DG_ERR_MALFORMED, 1},
        {"1e3", DG_ERR_MALFORMED, 1},
        {"\uff11", DG_ERR_MALFORMED, 1},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint64_t value = 1;
        enum dg_err err = dg_str_to_u64(dg_str_from(cases[i].text), &value);
        ok(err == cases[i].err && value == cases[i].value,
           "decimal \"%s\" is %s", cases[i].text, dg_err_text(cases[i].err));
    }
}

static void
test_errors(void)
{
    is_text(dg_err_text(DG_OK), "ok", "DG_OK");
    is_text(dg_err_text(DG_ERR_IO), "input or output failed", "DG_ERR_IO");
    is_text(dg_err_text(DG_ERR_CONFIG), "wrong configuration",
            "DG_ERR_CONFIG is the last");
    is_text(dg_err_text((enum dg_err)(DG_ERR_CONFIG + 1)), "unknown error",
            "behind the last");
}

int
main(void)
{
    test_compare();
    test_decimal();
    test_errors();
    return tap_done();
}

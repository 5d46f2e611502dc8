/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8: what RFC 3629 leaves out, lengths, columns. */
#include "proto/base/utf8.h"

#include "tests/tap/tap.h"

static void
test_valid(void)
{
    static const struct {
        const char *name;
        struct dg_str text;
    } cases[] = {
        {"nothing", {"", 0}},
        {"ASCII", {"a", 1}},
        {"NUL", {"\0", 1}},
        {"U+007F", {"\x7f", 1}},
        {"U+0080", {"\xc2\x80", 2}},
        {"U+07FF", {"\xdf\xbf", 2}},
        {"U+0800", {"\xe0\xa0\x80", 3}},
        {"U+D7FF", {"\xed\x9f\xbf", 3}},
        {"U+E000", {"\xee\x80\x80", 3}},
        {"U+FFFF", {"\xef\xbf\xbf", 3}},
        {"U+10000", {"\xf0\x90\x80\x80", 4}},
        {"U+10FFFF", {"\xf4\x8f\xbf\xbf", 4}},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ok(dg_utf8_valid(cases[i].text, NULL), "valid: %s", cases[i].name);
    }
    ok(dg_utf8_valid((struct dg_str){NULL, 0}, NULL), "valid: NULL");
}

static void
test_invalid(void)
{
    static const struct {
        const char *name;
        struct dg_str text;
        size_t bad_at;
    } cases[] = {
        {"a continuation alone", {"\x80", 1}, 0},
        {"overlong /", {"\xc0\xaf", 2}, 0},
        {"overlong U+007F", {"\xc1\xbf", 2}, 0},
        {"overlong in three", {"\xe0\x9f\xbf", 3}, 0},
        {"overlong in four", {"\xf0\x8f\xbf\xbf", 4}, 0},
        {"U+D800", {"\xed\xa0\x80", 3}, 0},
        {"U+DFFF", {"\xed\xbf\xbf", 3}, 0},
        {"a pair of surrogates", {"\xed\xa0\xbd\xed\xb8\x80", 6}, 0},
        {"U+110000", {"\xf4\x90\x80\x80", 4}, 0},
        {"five bytes", {"\xf8\x88\x80\x80\x80", 5}, 0},
        {"0xFE", {"\xfe", 1}, 0},
        {"0xFF behind eight letters", {"abcdefgh\xff", 9}, 8},
        {"cut in two", {"\xe6\x9d", 2}, 0},
        {"cut behind text", {"惠水\xe5\x8e", 8}, 6},
        {"broken in the middle", {"\xe6(\x9d", 3}, 0},
        {"GBK", {"\xbb\xdd\xcb\xae", 4}, 0},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t bad_at = 99;
        ok(!dg_utf8_valid(cases[i].text, &bad_at) && bad_at == cases[i].bad_at,
           "invalid: %s, at %zu", cases[i].name, bad_at);
    }
    ok(!dg_utf8_valid(DG_STR("\xff"), NULL), "nobody asks where");
}

/* A bad byte is found wherever it lies among the steps of eight. */
static void
test_everywhere(void)
{
    char text[40];
    bool all = true;

    for (size_t at = 0; at < sizeof text; at++) {
        size_t bad_at = 99;
        memset(text, 'x', sizeof text);
        text[at] = (char) 0xff;
        all = all &&
              !dg_utf8_valid((struct dg_str){text, sizeof text}, &bad_at) &&
              bad_at == at;
    }
    ok(all, "a bad byte is found at each of 40 places");
}

static void
test_columns(void)
{
    struct dg_str title = DG_STR("高龄津贴 Q4");

    is_int(dg_utf8_length(title), 7, "seven characters");
    is_int(dg_utf8_columns(title), 11, "eleven columns");
    is_int(dg_utf8_columns(DG_STR("e\xcc\x81")), 1, "a combining accent: none");
    is_int(dg_utf8_columns(DG_STR("\n")), 0, "a control character: none");
    is_str(dg_utf8_clip(title, 4), "高龄", "clipped");
    is_str(dg_utf8_clip(title, 5), "高龄", "never in the middle");
    is_str(dg_utf8_clip(title, 100), "高龄津贴 Q4", "or left alone");
    is_str(dg_utf8_clip(title, 0), "", "or nothing");
    is_int(dg_utf8_length((struct dg_str){NULL, 0}), 0, "no text, no length");
}

int
main(void)
{
    test_valid();
    test_invalid();
    test_everywhere();
    test_columns();
    return tap_done();
}

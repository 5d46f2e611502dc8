/* SPDX-License-Identifier: Apache-2.0 */
/* Base64: RFC 4648's examples, every length against libsodium, and everything
 * that is not the one text of its bytes. */
#include "proto/base/base64.h"

#include <sodium.h>
#include <stdlib.h>

#include "tests/tap/tap.h"

typedef void append_fn(struct dg_buf *out, const void *bytes, size_t len);
typedef bool decode_fn(struct dg_str text, uint8_t *out, size_t room,
                       size_t *len);

static void
check_both(append_fn *append, decode_fn *decode, const char *bytes,
           const char *text)
{
    uint8_t out[16];
    struct dg_buf buf;
    size_t len = 99;

    dg_buf_init(&buf);
    append(&buf, bytes, strlen(bytes));
    is_str(((struct dg_str){buf.data, buf.len}), text, "written");
    ok(decode(dg_str_from(text), out, sizeof out, &len), "\"%s\" is read",
       text);
    is_str(((struct dg_str){(char *) out, len}), bytes, "the same bytes");
    dg_buf_finish(&buf);
}

/* RFC 4648, section 10. */
static void
test_examples(void)
{
    static const char *const examples[][2] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"},
        {"\xfb\xff\xfe", "+//+"},
    };
    static const char *const url[][2] = {
        {"", ""},
        {"f", "Zg"},
        {"fo", "Zm8"},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg"},
        {"fooba", "Zm9vYmE"},
        {"foobar", "Zm9vYmFy"},
        {"\xfb\xff\xfe", "-__-"},
    };

    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        check_both(dg_base64_append, dg_base64_decode, examples[i][0],
                   examples[i][1]);
        check_both(dg_base64url_append, dg_base64url_decode, url[i][0],
                   url[i][1]);
    }
}

/* Whether it agrees with libsodium about len bytes, in one variant. */
static bool
agrees(append_fn *append, decode_fn *decode, int variant, const uint8_t *bytes,
       size_t len)
{
    char text[1024];
    uint8_t back[700];
    struct dg_buf buf;
    size_t back_len;
    bool same;

    sodium_bin2base64(text, sizeof text, bytes, len, variant);
    dg_buf_init(&buf);
    append(&buf, bytes, len);
    same = buf.len == strlen(text) &&
           (len == 0 || memcmp(buf.data, text, buf.len) == 0) &&
           decode(dg_str_from(text), back, len, &back_len) && back_len == len &&
           memcmp(back, bytes, len) == 0 &&
           (len == 0 || !decode(dg_str_from(text), back, len - 1, &back_len));
    dg_buf_finish(&buf);
    return same;
}

static void
test_lengths(void)
{
    uint8_t bytes[600];
    bool url = true, standard = true;

    randombytes_buf(bytes, sizeof bytes);
    for (size_t len = 0; len <= sizeof bytes; len++) {
        url =
            url && agrees(dg_base64url_append, dg_base64url_decode,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING, bytes, len);
        standard =
            standard && agrees(dg_base64_append, dg_base64_decode,
                               sodium_base64_VARIANT_ORIGINAL, bytes, len);
    }
    ok(url, "base64url agrees with libsodium, and keeps within its room");
    ok(standard, "base64 agrees with libsodium, and keeps within its room");
}

/* Whether libsodium takes the same. It has no limit at 127: bytes above are
 * base64 to it, and must not be to us. */
static bool
takes_the_same(decode_fn *decode, int variant, const char *text, size_t len)
{
    uint8_t ours[8] = {0}, theirs[8] = {0};
    size_t ours_len, theirs_len;
    const bool taken =
        decode((struct dg_str){text, len}, ours, sizeof ours, &ours_len);
    bool ascii = true;

    for (size_t i = 0; i < len; i++) {
        ascii = ascii && (unsigned char) text[i] < 128;
    }
    if (!ascii) {
        return !taken;
    }
    if (taken != (sodium_base642bin(theirs, sizeof theirs, text, len, NULL,
                                    &theirs_len, NULL, variant) == 0)) {
        return false;
    }
    return !taken ||
           (ours_len == theirs_len && memcmp(ours, theirs, ours_len) == 0);
}

static void
test_all_characters(void)
{
    bool url = true, standard = true;

    for (unsigned i = 0; i < 65536; i++) {
        const char text[8] = {
            'A', 'b', (char) (i >> 8), (char) i, (char) (i >> 8), (char) i,
            '=', '='};

        for (size_t len = 2; len <= 8; len++) {
            url =
                url && takes_the_same(dg_base64url_decode,
                                      sodium_base64_VARIANT_URLSAFE_NO_PADDING,
                                      text, len);
            standard =
                standard &&
                takes_the_same(dg_base64_decode, sodium_base64_VARIANT_ORIGINAL,
                               text, len);
        }
    }
    ok(url, "base64url takes what libsodium takes, of all characters");
    ok(standard, "so does base64");
}

static void
check_refused(decode_fn *decode, struct dg_str text)
{
    uint8_t out[32];
    size_t len;

    ok(!decode(text, out, sizeof out, &len), "\"%.*s\" is refused",
       DG_STR_ARG(text));
}

static void
test_refused(void)
{
    static const char *const url[] = {
        "A",     "AAAAA", "Zg==",     "Zm8=",       "Zh",   "Zm9",
        "Z g",   "Zg\n",  "Zm9v\n",   " Zm9v",      "Zm+v", "Zm/v",
        "Zm9v=", "=",     "Zm9v====", "Zm\xc3\xa9",
    };
    static const char *const standard[] = {
        "Zg",       "Zg=",  "Zm8",  "Zm8==", "Zh==",   "Zm9=",
        "Zm9v====", "====", "===",  "=",     "Zm9v=",  "Z===",
        "Zg==Zg==", "Zm-v", "Zm_v", "Zg=A",  "Zg==\n", "Z=g=",
    };

    for (size_t i = 0; i < sizeof url / sizeof *url; i++) {
        check_refused(dg_base64url_decode, dg_str_from(url[i]));
    }
    for (size_t i = 0; i < sizeof standard / sizeof *standard; i++) {
        check_refused(dg_base64_decode, dg_str_from(standard[i]));
    }
    check_refused(dg_base64url_decode, DG_STR("Zm\0v"));
}

int
main(void)
{
    if (sodium_init() < 0) {
        return 99;
    }
    test_examples();
    test_lengths();
    test_all_characters();
    test_refused();
    return tap_done();
}

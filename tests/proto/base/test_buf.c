/* SPDX-License-Identifier: Apache-2.0 */
/* Buffers: growth, the sticky error, numbers there and back. */
#include "proto/base/buf.h"

#include <stdlib.h>

#include "tests/tap/tap.h"

static void
test_text(void)
{
    struct dg_buf buf;
    struct dg_str taken;

    dg_buf_init(&buf);
    ok(buf.data == NULL && buf.len == 0, "empty and without memory");
    dg_buf_append(&buf, "", 0);
    dg_buf_str(&buf, (struct dg_str){NULL, 0});
    ok(buf.data == NULL, "writing nothing takes no memory");
    dg_buf_text(&buf, "惠水县");
    dg_buf_str(&buf, DG_STR(" 216 "));
    dg_buf_printf(&buf, "%s %d", "villages", 11);
    is_str(buf, "惠水县 216 villages 11", "text, slice, printf");
    is_int(buf.data[buf.len], 0, "NUL behind the last byte");
    for (int i = 0; i < 1000; i++) {
        dg_buf_printf(&buf, "%04d", i);
    }
    is_int(buf.len, 25 + 4000, "grows");
    ok(memcmp(buf.data + buf.len - 8, "09980999", 8) == 0, "in order");
    dg_buf_clear(&buf);
    ok(buf.len == 0 && buf.data[0] == '\0', "clear keeps memory");
    dg_buf_text(&buf, "again");
    taken = dg_buf_take(&buf);
    is_str(taken, "again", "take gives the text");
    ok(buf.data == NULL && buf.len == 0, "and empties the buffer");
    free((void *) taken.data);
    taken = dg_buf_take(&buf);
    ok(taken.data == NULL && taken.len == 0, "nothing to take");
    dg_buf_finish(&buf);
}

static void
test_sticky(void)
{
    struct dg_buf buf;
    struct dg_str large = {calloc(1, UINT16_MAX + 1), UINT16_MAX + 1};

    dg_buf_init(&buf);
    dg_buf_str16(&buf, large);
    is_int(buf.err, DG_ERR_LIMIT, "65,536 bytes have no 16-bit length");
    dg_buf_text(&buf, "more");
    is_int(buf.len, 0, "nothing is written after an error");
    dg_buf_clear(&buf);
    is_int(buf.err, DG_OK, "clear forgets the error");
    large.len = UINT16_MAX;
    dg_buf_str16(&buf, large);
    is_int(buf.err, DG_OK, "65,535 bytes do");
    is_int(buf.len, 2 + UINT16_MAX, "length and bytes");
    dg_buf_append(&buf, large.data, SIZE_MAX / 2);
    is_int(buf.err, DG_ERR_LIMIT, "no overflow of the length");
    dg_buf_finish(&buf);
    free((void *) large.data);
}

static void
test_numbers(void)
{
    static const char layout[] = "\x12\x34\x56\x78\x9a\xbc\xde\xf0\x01\x02"
                                 "\x03\x04\x05\x06\x07\x00\x02hi";
    struct dg_buf buf;
    struct dg_reader reader;
    struct dg_str text;

    dg_buf_init(&buf);
    dg_buf_u8(&buf, 0x12);
    dg_buf_u16(&buf, 0x3456);
    dg_buf_u32(&buf, 0x789abcde);
    dg_buf_u64(&buf, UINT64_C(0xf001020304050607));
    dg_buf_str16(&buf, DG_STR("hi"));
    ok(buf.len == sizeof layout - 1 && memcmp(buf.data, layout, buf.len) == 0,
       "big-endian, without padding");

    dg_reader_init(&reader, (struct dg_str){buf.data, buf.len});
    is_int(dg_reader_u8(&reader), 0x12, "u8");
    is_int(dg_reader_u16(&reader), 0x3456, "u16");
    is_int(dg_reader_u32(&reader), 0x789abcde, "u32");
    ok(dg_reader_u64(&reader) == UINT64_C(0xf001020304050607), "u64");
    ok(!dg_reader_done(&reader), "not done before the end");
    text = dg_reader_str16(&reader);
    is_str(text, "hi", "str16");
    ok(dg_reader_done(&reader), "done at the end");
    dg_buf_finish(&buf);
}

static void
test_decimal(void)
{
    struct dg_buf buf;

    dg_buf_init(&buf);
    dg_buf_decimal(&buf, 0);
    dg_buf_text(&buf, " ");
    dg_buf_decimal(&buf, 1024);
    dg_buf_text(&buf, " ");
    dg_buf_decimal(&buf, UINT64_MAX);
    is_text(buf.data, "0 1024 18446744073709551615", "decimal digits");
    dg_buf_finish(&buf);
}

static void
test_short(void)
{
    struct dg_reader reader;
    struct dg_str bytes;

    dg_reader_init(&reader, DG_STR("\x00\x05"
                                   "abc"));
    bytes = dg_reader_str16(&reader);
    ok(bytes.data == NULL && bytes.len == 0, "a cut string is empty");
    ok(reader.failed, "and a failure");
    is_int(dg_reader_u8(&reader), 0, "that sticks");
    ok(!dg_reader_done(&reader), "and is never done");

    dg_reader_init(&reader, DG_STR("\xff"));
    is_int(dg_reader_u16(&reader), 0, "half a number is 0");
    ok(!dg_reader_done(&reader), "and not done");
    dg_reader_init(&reader, (struct dg_str){NULL, 0});
    ok(dg_reader_done(&reader), "nothing is done at once");
    dg_reader_bytes(&reader, SIZE_MAX);
    ok(reader.failed, "a forged length does not wrap");
}

int
main(void)
{
    test_text();
    test_sticky();
    test_numbers();
    test_decimal();
    test_short();
    return tap_done();
}

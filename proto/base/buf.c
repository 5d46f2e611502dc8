/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how a buffer grows and how its numbers are laid out; what is written
 * into it is the caller's. */
#include "proto/base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define SIZE_FIRST 256

void
dg_buf_init(struct dg_buf *buf)
{
    *buf = (struct dg_buf){0};
}

void
dg_buf_finish(struct dg_buf *buf)
{
    free(buf->data);
    dg_buf_init(buf);
}

void
dg_buf_clear(struct dg_buf *buf)
{
    buf->len = 0;
    buf->err = DG_OK;
    if (buf->data) {
        buf->data[0] = '\0';
    }
}

static bool
grow(struct dg_buf *buf, size_t len)
{
    size_t need, size = buf->size ? buf->size : SIZE_FIRST;
    char *data;

    if (len >= SIZE_MAX / 2 - buf->len) {
        buf->err = DG_ERR_LIMIT;
        return false;
    }
    need = buf->len + len + 1;
    while (size < need) {
        size *= 2;
    }
    data = realloc(buf->data, size);
    if (!data) {
        buf->err = DG_ERR_MEMORY;
        return false;
    }
    buf->data = data;
    buf->size = size;
    return true;
}

/* Room for len more bytes and a NUL. */
static inline bool
make_room(struct dg_buf *buf, size_t len)
{
    if (buf->err) {
        return false;
    }
    return len < buf->size - buf->len || grow(buf, len);
}

void
dg_buf_append(struct dg_buf *buf, const void *bytes, size_t len)
{
    if (len == 0 || !make_room(buf, len)) {
        return;
    }
    memcpy(buf->data + buf->len, bytes, len);
    buf->len += len;
    buf->data[buf->len] = '\0';
}

void
dg_buf_text(struct dg_buf *buf, const char *text)
{
    dg_buf_append(buf, text, strlen(text));
}

void
dg_buf_str(struct dg_buf *buf, struct dg_str s)
{
    dg_buf_append(buf, s.data, s.len);
}

void
dg_buf_printf(struct dg_buf *buf, const char *format, ...)
{
    va_list args;
    int len;

    va_start(args, format);
    len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len <= 0 || !make_room(buf, (size_t) len)) {
        return;
    }
    va_start(args, format);
    vsnprintf(buf->data + buf->len, (size_t) len + 1, format, args);
    va_end(args);
    buf->len += (size_t) len;
}

static void
put_number(struct dg_buf *buf, uint64_t v, size_t size)
{
    uint8_t bytes[8];

    for (size_t i = size; i > 0; i--) {
        bytes[i - 1] = (uint8_t) v;
        v >>= 8;
    }
    dg_buf_append(buf, bytes, size);
}

void
dg_buf_decimal(struct dg_buf *buf, uint64_t number)
{
    char digits[20];
    size_t at = sizeof digits;

    do {
        digits[--at] = (char) ('0' + number % 10);
        number /= 10;
    } while (number > 0);
    dg_buf_append(buf, digits + at, sizeof digits - at);
}

void
dg_buf_u8(struct dg_buf *buf, uint8_t v)
{
    put_number(buf, v, 1);
}

void
dg_buf_u16(struct dg_buf *buf, uint16_t v)
{
    put_number(buf, v, 2);
}

void
dg_buf_u32(struct dg_buf *buf, uint32_t v)
{
    put_number(buf, v, 4);
}

void
dg_buf_u64(struct dg_buf *buf, uint64_t v)
{
    put_number(buf, v, 8);
}

void
dg_buf_str16(struct dg_buf *buf, struct dg_str s)
{
    if (s.len > UINT16_MAX) {
        buf->err = buf->err ? buf->err : DG_ERR_LIMIT;
        return;
    }
    dg_buf_u16(buf, (uint16_t) s.len);
    dg_buf_str(buf, s);
}

struct dg_str
dg_buf_take(struct dg_buf *buf)
{
    struct dg_str taken = {buf->data, buf->len};
    dg_buf_init(buf);
    return taken;
}

void
dg_reader_init(struct dg_reader *reader, struct dg_str bytes)
{
    const char *begin = bytes.data ? bytes.data : "";
    *reader = (struct dg_reader){begin, begin + bytes.len, false};
}

struct dg_str
dg_reader_bytes(struct dg_reader *reader, size_t len)
{
    struct dg_str bytes = {reader->next, len};

    if (reader->failed || len > (size_t) (reader->end - reader->next)) {
        reader->failed = true;
        return (struct dg_str){NULL, 0};
    }
    reader->next += len;
    return bytes;
}

static uint64_t
get_number(struct dg_reader *reader, size_t size)
{
    struct dg_str bytes = dg_reader_bytes(reader, size);
    uint64_t v = 0;

    for (size_t i = 0; i < bytes.len; i++) {
        v = v << 8 | (uint8_t) bytes.data[i];
    }
    return v;
}

uint8_t
dg_reader_u8(struct dg_reader *reader)
{
    return (uint8_t) get_number(reader, 1);
}

uint16_t
dg_reader_u16(struct dg_reader *reader)
{
    return (uint16_t) get_number(reader, 2);
}

uint32_t
dg_reader_u32(struct dg_reader *reader)
{
    return (uint32_t) get_number(reader, 4);
}

uint64_t
dg_reader_u64(struct dg_reader *reader)
{
    return get_number(reader, 8);
}

struct dg_str
dg_reader_str16(struct dg_reader *reader)
{
    return dg_reader_bytes(reader, dg_reader_u16(reader));
}

bool
dg_reader_done(const struct dg_reader *reader)
{
    return !reader->failed && reader->next == reader->end;
}

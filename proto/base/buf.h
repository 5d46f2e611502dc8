/* SPDX-License-Identifier: Apache-2.0 */
/* A growing byte buffer with a sticky error, and the reader of what it wrote.
 * Numbers are big-endian. Call, call, call; look at err once, at the end. */
#ifndef PROTO_BASE_BUF_H
#define PROTO_BASE_BUF_H

#include "proto/base/err.h"
#include "proto/base/str.h"

struct dg_buf {
    char *data; /* malloc; NUL follows the last byte; NULL while empty */
    size_t len, size;
    enum dg_err err; /* DG_ERR_MEMORY or DG_ERR_LIMIT once a write failed */
};

void dg_buf_init(struct dg_buf *buf);
void dg_buf_finish(struct dg_buf *buf);
void dg_buf_clear(struct dg_buf *buf); /* len = 0, err = DG_OK, keeps memory */

void dg_buf_append(struct dg_buf *buf, const void *bytes, size_t len);
void dg_buf_text(struct dg_buf *buf, const char *text);
void dg_buf_str(struct dg_buf *buf, struct dg_str s);
void dg_buf_printf(struct dg_buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A number in decimal digits; printf would take ten times as long. */
void dg_buf_decimal(struct dg_buf *buf, uint64_t number);

void dg_buf_u8(struct dg_buf *buf, uint8_t v);
void dg_buf_u16(struct dg_buf *buf, uint16_t v);
void dg_buf_u32(struct dg_buf *buf, uint32_t v);
void dg_buf_u64(struct dg_buf *buf, uint64_t v);
/* u16 length, then the bytes; DG_ERR_LIMIT above 65,535. */
void dg_buf_str16(struct dg_buf *buf, struct dg_str s);

/* Gives the buffer's memory to the caller (free() it) and empties it. */
struct dg_str dg_buf_take(struct dg_buf *buf);

/* Reads what the above wrote. After an attempt to read past the end every
 * read gives 0 or an empty slice, and failed stays true. */
struct dg_reader {
    const char *next, *end;
    bool failed;
};

void dg_reader_init(struct dg_reader *reader, struct dg_str bytes);
uint8_t dg_reader_u8(struct dg_reader *reader);
uint16_t dg_reader_u16(struct dg_reader *reader);
uint32_t dg_reader_u32(struct dg_reader *reader);
uint64_t dg_reader_u64(struct dg_reader *reader);
struct dg_str dg_reader_bytes(struct dg_reader *reader, size_t len);
struct dg_str dg_reader_str16(struct dg_reader *reader);
/* True when everything was read and nothing failed. */
bool dg_reader_done(const struct dg_reader *reader);

#endif

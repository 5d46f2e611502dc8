/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which characters are shown as blanks: C0, DEL and C1, and the marks
 * that turn the direction of writing round. */
#include "proto/client/answer/plain.h"

/* Bytes of the character at s that must not be shown; 0 if it may. */
static size_t
unwanted(struct dg_str s)
{
    const unsigned char *c = (const unsigned char *) s.data;
    if (c[0] < 0x20 || c[0] == 0x7f) {
        return 1;
    }
    if (s.len >= 2 && c[0] == 0xc2 && c[1] < 0xa0) { /* U+0080 to U+009F */
        return 2;
    }
    if (s.len >= 3 && c[0] == 0xe2 &&
        ((c[1] == 0x80 && c[2] >= 0xaa && c[2] <= 0xae) ||  /* U+202A-202E */
         (c[1] == 0x81 && c[2] >= 0xa6 && c[2] <= 0xa9))) { /* U+2066-2069 */
        return 3;
    }
    return 0;
}

void
dg_plain_put(struct dg_buf *out, struct dg_str s)
{
    size_t from = 0;
    for (size_t i = 0; i < s.len;) {
        size_t skip = unwanted((struct dg_str){s.data + i, s.len - i});
        if (skip > 0) {
            dg_buf_append(out, s.data + from, i - from);
            dg_buf_u8(out, ' ');
            from = i + skip;
        }
        i += skip > 0 ? skip : 1;
    }
    if (s.len > from) {
        dg_buf_append(out, s.data + from, s.len - from);
    }
}

struct dg_str
dg_plain_copy(struct dg_arena *arena, struct dg_str s)
{
    struct dg_buf buf;
    dg_buf_init(&buf);
    dg_plain_put(&buf, s);
    struct dg_str plain = {NULL, 0};
    if (!buf.err) {
        plain = dg_arena_copy(arena, (struct dg_str){buf.data, buf.len});
    }
    dg_buf_finish(&buf);
    return plain;
}

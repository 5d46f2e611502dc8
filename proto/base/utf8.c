/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what is UTF-8 and how wide it prints; what a character is, utf8proc
 * knows. */
#include "proto/base/utf8.h"

#include <utf8proc.h>

/* Length of the ASCII run at the begin of s, in steps of eight bytes. */
static size_t
ascii_run(const char *s, size_t len)
{
    size_t i = 0;
    uint64_t eight;

    for (; len - i >= sizeof eight; i += sizeof eight) {
        memcpy(&eight, s + i, sizeof eight);
        if (eight & UINT64_C(0x8080808080808080)) {
            break;
        }
    }
    return i;
}

static bool
continues(char byte)
{
    return ((unsigned char) byte & 0xC0) == 0x80;
}

/* Length of the run, at the begin of s, of three-byte characters whose first
 * byte leaves the others free (U+1000 to U+CFFF: nearly all Han characters); a
 * short cut past utf8proc, which looks at one character a call. */
static size_t
han_run(const char *s, size_t len)
{
    size_t i = 0;

    while (len - i >= 3 && (unsigned char) s[i] >= 0xE1 &&
           (unsigned char) s[i] <= 0xEC && continues(s[i + 1]) &&
           continues(s[i + 2])) {
        i += 3;
    }
    return i;
}

/* Bytes of the character at s[at], 0 if it is none. */
static size_t
character_at(struct dg_str s, size_t at, utf8proc_int32_t *character)
{
    size_t left = s.len - at;
    utf8proc_ssize_t size =
        utf8proc_iterate((const utf8proc_uint8_t *) s.data + at,
                         left < 4 ? (utf8proc_ssize_t) left : 4, character);
    return size > 0 ? (size_t) size : 0;
}

bool
dg_utf8_valid(struct dg_str s, size_t *bad_at)
{
    size_t i = 0;

    while (i < s.len) {
        utf8proc_int32_t character;
        size_t size = 1;
        if ((unsigned char) s.data[i] >= 0x80) {
            size_t run = han_run(s.data + i, s.len - i);
            size = run ? run : character_at(s, i, &character);
        } else {
            size_t run = ascii_run(s.data + i, s.len - i);
            size = run ? run : 1;
        }
        if (size == 0) {
            if (bad_at) {
                *bad_at = i;
            }
            return false;
        }
        i += size;
    }
    return true;
}

size_t
dg_utf8_length(struct dg_str s)
{
    size_t count = 0;

    for (size_t i = 0; i < s.len; i++) {
        count += ((unsigned char) s.data[i] & 0xC0) != 0x80;
    }
    return count;
}

/* Walks s until columns are used up; returns the bytes passed. */
static size_t
walk(struct dg_str s, size_t columns, size_t *used)
{
    size_t i = 0;

    *used = 0;
    while (i < s.len) {
        utf8proc_int32_t character = 0;
        size_t size = character_at(s, i, &character);
        int width = size ? utf8proc_charwidth(character) : 1;
        size_t columns_of = width > 0 ? (size_t) width : 0;
        if (columns_of > columns - *used) {
            break;
        }
        *used += columns_of;
        i += size ? size : 1;
    }
    return i;
}

size_t
dg_utf8_columns(struct dg_str s)
{
    size_t used;
    walk(s, SIZE_MAX, &used);
    return used;
}

struct dg_str
dg_utf8_clip(struct dg_str s, size_t columns)
{
    size_t used;
    return (struct dg_str){s.data, walk(s, columns, &used)};
}

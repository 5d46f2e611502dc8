/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what is base64. Its time depends on the bytes: it is for what is
 * public. Secrets go through libsodium, which takes as long for all (and
 * longer for a message of 60 KB than the check of its signature). */
#include "proto/base/base64.h"

/* What a character stands for, and 1; 0 is no such character. */
/* clang-format off */
#define LETTERS_AND_DIGITS \
    ['A'] = 1, ['B'] = 2, ['C'] = 3, ['D'] = 4, ['E'] = 5, ['F'] = 6, \
    ['G'] = 7, ['H'] = 8, ['I'] = 9, ['J'] = 10, ['K'] = 11, ['L'] = 12, \
    ['M'] = 13, ['N'] = 14, ['O'] = 15, ['P'] = 16, ['Q'] = 17, ['R'] = 18, \
    ['S'] = 19, ['T'] = 20, ['U'] = 21, ['V'] = 22, ['W'] = 23, ['X'] = 24, \
    ['Y'] = 25, ['Z'] = 26, ['a'] = 27, ['b'] = 28, ['c'] = 29, ['d'] = 30, \
    ['e'] = 31, ['f'] = 32, ['g'] = 33, ['h'] = 34, ['i'] = 35, ['j'] = 36, \
    ['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40, ['o'] = 41, ['p'] = 42, \
    ['q'] = 43, ['r'] = 44, ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48, \
    ['w'] = 49, ['x'] = 50, ['y'] = 51, ['z'] = 52, ['0'] = 53, ['1'] = 54, \
    ['2'] = 55, ['3'] = 56, ['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60, \
    ['8'] = 61, ['9'] = 62
/* clang-format on */

struct alphabet {
    char characters[65];
    uint8_t places[256];
};

static const struct alphabet standard = {
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
    {LETTERS_AND_DIGITS, ['+'] = 63, ['/'] = 64},
};

static const struct alphabet url = {
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
    {LETTERS_AND_DIGITS, ['-'] = 63, ['_'] = 64},
};

/* Three bytes become four characters. */
static inline void
encode_group(const struct alphabet *alphabet, const uint8_t *bytes, char *out)
{
    const uint32_t group =
        (uint32_t) bytes[0] << 16 | (uint32_t) bytes[1] << 8 | bytes[2];

    out[0] = alphabet->characters[group >> 18];
    out[1] = alphabet->characters[group >> 12 & 63];
    out[2] = alphabet->characters[group >> 6 & 63];
    out[3] = alphabet->characters[group & 63];
}

/* The one or two at the end become a character more. */
static size_t
encode_rest(const struct alphabet *alphabet, const uint8_t *bytes, size_t len,
            char out[4])
{
    const uint8_t group[3] = {bytes[0], len > 1 ? bytes[1] : 0, 0};

    encode_group(alphabet, group, out);
    return len + 1;
}

static void
append(const struct alphabet *alphabet, struct dg_buf *out, const uint8_t *next,
       size_t len)
{
    while (len > 0) {
        char text[256];
        size_t filled = 0;

        for (; len >= 3 && filled < sizeof text; next += 3, len -= 3) {
            encode_group(alphabet, next, text + filled);
            filled += 4;
        }
        if (len > 0 && len < 3 && filled < sizeof text) {
            filled += encode_rest(alphabet, next, len, text + filled);
            len = 0;
        }
        dg_buf_append(out, text, filled);
    }
}

/* The value of a character; negative if it is none. */
static inline int
value(const struct alphabet *alphabet, char character)
{
    return alphabet->places[(uint8_t) character] - 1;
}

/* The two or three characters behind the last group of four; what they have
 * beyond whole bytes must be 0. */
static bool
decode_rest(const struct alphabet *alphabet, struct dg_str rest, uint8_t *out)
{
    const int a = value(alphabet, rest.data[0]),
              b = value(alphabet, rest.data[1]),
              c = rest.len > 2 ? value(alphabet, rest.data[2]) : 0;

    if ((a | b | c) < 0 || (rest.len == 2 ? b & 15 : c & 3) != 0) {
        return false;
    }
    out[0] = (uint8_t) (a << 2 | b >> 4);
    if (rest.len > 2) {
        out[1] = (uint8_t) (b << 4 | c >> 2);
    }
    return true;
}

static bool
decode(const struct alphabet *alphabet, struct dg_str text, uint8_t *out,
       size_t room, size_t *len)
{
    const size_t rest = text.len % 4, groups = text.len / 4;
    const char *next = text.data;
    int seen = 0;

    *len = 0;
    if (rest == 1 || groups * 3 + (rest ? rest - 1 : 0) > room) {
        return false;
    }
    for (size_t i = 0; i < groups; i++, next += 4, out += 3) {
        const int a = value(alphabet, next[0]), b = value(alphabet, next[1]),
                  c = value(alphabet, next[2]), d = value(alphabet, next[3]);

        seen |= a | b | c | d;
        out[0] = (uint8_t) ((unsigned) a << 2 | (unsigned) b >> 4);
        out[1] = (uint8_t) ((unsigned) b << 4 | (unsigned) c >> 2);
        out[2] = (uint8_t) ((unsigned) c << 6 | (unsigned) d);
    }
    if (seen < 0 ||
        (rest > 0 &&
         !decode_rest(alphabet, (struct dg_str){next, rest}, out))) {
        return false;
    }
    *len = groups * 3 + (rest ? rest - 1 : 0);
    return true;
}

void
dg_base64url_append(struct dg_buf *out, const void *bytes, size_t len)
{
    append(&url, out, bytes, len);
}

bool
dg_base64url_decode(struct dg_str text, uint8_t *out, size_t room, size_t *len)
{
    return decode(&url, text, out, room, len);
}

void
dg_base64_append(struct dg_buf *out, const void *bytes, size_t len)
{
    append(&standard, out, bytes, len);
    if (len % 3 > 0) {
        dg_buf_append(out, "==", 3 - len % 3);
    }
}

bool
dg_base64_decode(struct dg_str text, uint8_t *out, size_t room, size_t *len)
{
    *len = 0;
    if (text.len % 4 != 0) {
        return false;
    }
    for (int i = 0; i < 2 && text.len > 0 && text.data[text.len - 1] == '=';
         i++) {
        text.len--;
    }
    return decode(&standard, text, out, room, len);
}

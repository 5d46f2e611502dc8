/* SPDX-License-Identifier: Apache-2.0 */
/* Only what differs in width and nothing else is taken: NFKC would make 52 of
 * 5². */
#include "plugins/form_dedup/text/narrow.h"

#include <string.h>
#include <utf8proc.h>

static int
narrow(utf8proc_int32_t c)
{
    if (c >= 0x20 && c < 0x7f) {
        return c;
    }
    if (c > 0xff00 && c < 0xff5f) {
        return c - 0xfee0;
    }
    if (c == 0x3000 || c == 0xa0 || c == '\t') {
        return ' ';
    }
    return (c >= 0x2010 && c <= 0x2013) || c == 0x2212 ? '-' : 0;
}

bool
dg_narrow_read(struct dg_plugin_str text, char *out, size_t size)
{
    const utf8proc_uint8_t *at = (const utf8proc_uint8_t *) text.data;
    size_t left = text.len, len = 0;
    while (left) {
        utf8proc_int32_t c;
        utf8proc_ssize_t n = utf8proc_iterate(at, (utf8proc_ssize_t) left, &c);
        int ascii = n > 0 ? narrow(c) : 0;
        if (!ascii || len + 1 >= size) {
            return false;
        }
        at += n;
        left -= (size_t) n;
        if (ascii != ' ' || len) {
            out[len++] = (char) ascii;
        }
    }
    while (len && out[len - 1] == ' ') {
        len--;
    }
    out[len] = '\0';
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what a file that is not UTF-8 most likely is. */
#include "proto/client/sheet/encoding.h"

#include <iconv.h>

#include "proto/base/i18n.h"
#include "proto/base/utf8.h"

#define NONE ((struct dg_str){NULL, 0})

/* How files begin that hold no text; NUL within. */
static const struct {
    const char *bytes;
    size_t len;
} workbooks[] = {
    {"PK\x03\x04", 4},                       /* xlsx, ods: zip */
    {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8}, /* xls: OLE */
};

static bool
begins(struct dg_str bytes, const char *with, size_t len)
{
    return bytes.len >= len && memcmp(bytes.data, with, len) == 0;
}

static bool
is_workbook(struct dg_str bytes)
{
    for (size_t i = 0; i < sizeof workbooks / sizeof *workbooks; i++) {
        if (begins(bytes, workbooks[i].bytes, workbooks[i].len)) {
            return true;
        }
    }
    return false;
}

static bool
is_blank(struct dg_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!strchr(" \t\r\n", text.data[i])) {
            return false;
        }
    }
    return true;
}

/* GB18030 holds GBK and GB 2312. The converted text is not kept. */
static bool
is_gb18030(struct dg_str bytes)
{
    iconv_t convert = iconv_open("UTF-8", "GB18030");
    char *from = (char *) bytes.data, out[4096];
    size_t left = bytes.len;
    bool fits = convert != (iconv_t) -1;
    while (fits && left > 0) {
        char *to = out;
        size_t room = sizeof out, before = left;
        iconv(convert, &from, &left, &to, &room);
        fits = left < before;
    }
    if (convert != (iconv_t) -1) {
        iconv_close(convert);
    }
    return fits;
}

static size_t
line_of(struct dg_str text, size_t offset)
{
    size_t line = 1;
    for (size_t i = 0; i < offset; i++) {
        line += text.data[i] == '\n' ||
                (text.data[i] == '\r' && text.data[i + 1] != '\n');
    }
    return line;
}

static void
advise(struct dg_complaints *complaints, const char *what, const char *name)
{
    dg_complaints_add(
        complaints, 0, NONE,
        _("is %s, not UTF-8; save it as \"CSV UTF-8\", or convert it: "
          "iconv -f %s -t UTF-8 %s > NEW.csv"),
        what, name, complaints->file);
}

static bool
check_utf8(struct dg_str text, struct dg_complaints *complaints)
{
    size_t bad_at;
    if (dg_utf8_valid(text, &bad_at)) {
        return true;
    }
    if (is_gb18030(text)) {
        advise(complaints, "GBK", "GB18030");
    } else {
        dg_complaints_add(complaints, line_of(text, bad_at), NONE,
                          _("neither UTF-8 nor GBK, at byte %zu of the file"),
                          bad_at + 1);
    }
    return false;
}

bool
dg_encoding_check(struct dg_str bytes, struct dg_complaints *complaints,
                  struct dg_str *text)
{
    const char *nul;
    *text = bytes;
    if (is_workbook(bytes)) {
        dg_complaints_add(complaints, 0, NONE,
                          _("is a workbook, not CSV; in the spreadsheet "
                            "program, save it as \"CSV UTF-8\""));
        return false;
    }
    if (begins(bytes, "\xff\xfe", 2) || begins(bytes, "\xfe\xff", 2)) {
        advise(complaints, "UTF-16", "UTF-16");
        return false;
    }
    if (begins(bytes, "\xef\xbb\xbf", 3)) {
        *text = (struct dg_str){bytes.data + 3, bytes.len - 3};
    }
    nul = text->len ? memchr(text->data, '\0', text->len) : NULL;
    if (nul) {
        dg_complaints_add(complaints,
                          line_of(*text, (size_t) (nul - text->data)), NONE,
                          _("a NUL byte: this is no text file"));
        return false;
    }
    if (is_blank(*text)) {
        dg_complaints_add(complaints, 0, NONE, _("is empty"));
        return false;
    }
    return check_utf8(*text, complaints);
}

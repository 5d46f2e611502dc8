/* SPDX-License-Identifier: Apache-2.0 */
/* Reads comma-separated values (RFC 4180) in UTF-8, or in GB 18030 as many
 * spreadsheets in China save them. */
#include <csv.h>
#include <iconv.h>
#include <stdlib.h>
#include <unistd.h>

#include "proto/base/i18n.h"
#include "proto/base/utf8.h"
#include "proto/client/examine/sheets.h"

#define SIZE_MAX_BYTES (64u << 20)
#define BOM "\xef\xbb\xbf"

struct csv {
    struct dg_grid *grid;
    uint64_t row;
    uint32_t column;
};

/* A number is one when nothing but digits, signs and points is in it. */
static bool
is_text(struct dg_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (!strchr("0123456789+-.,%/ ", s.data[i])) {
            return true;
        }
    }
    return false;
}

static void
handle_field(void *bytes, size_t len, void *context)
{
    struct csv *csv = context;
    struct dg_str text = {bytes, len};
    if (csv->column == 0) {
        dg_grid_row(csv->grid, csv->row, 1);
    }
    while (text.len > DG_GRID_TEXT_MAX) { /* to a character's begin */
        text.len = DG_GRID_TEXT_MAX;
        while (((unsigned char) text.data[text.len] & 0xc0) == 0x80) {
            text.len--;
        }
    }
    struct dg_grid_cell cell = {csv->column++, 1, is_text(text), text};
    dg_grid_cell(csv->grid, &cell);
}

static void
handle_line(int end, void *context)
{
    struct csv *csv = context;
    (void) end;
    csv->row++;
    csv->column = 0;
}

static enum dg_err
read_whole(int fd, struct dg_buf *text)
{
    char bytes[65536];
    ssize_t n;
    if (lseek(fd, 0, SEEK_SET) < 0) {
        return DG_ERR_IO;
    }
    while ((n = read(fd, bytes, sizeof bytes)) > 0) {
        dg_buf_append(text, bytes, (size_t) n);
        if (text->len > SIZE_MAX_BYTES) {
            return DG_ERR_LIMIT;
        }
    }
    return n < 0 ? DG_ERR_IO : text->err;
}

/* Replaces text by its UTF-8, as far as it is GB 18030. */
static enum dg_err
convert(struct dg_buf *text)
{
    size_t room = text->len * 2 + 4, left = text->len, free_left = room;
    iconv_t cd = iconv_open("UTF-8", "GB18030");
    char *out = malloc(room), *in = text->data, *to = out;
    if (cd == (iconv_t) -1 || !out) {
        free(out);
        return DG_ERR_MEMORY;
    }
    size_t result = iconv(cd, &in, &left, &to, &free_left);
    iconv_close(cd);
    if (result != (size_t) -1) {
        dg_buf_clear(text);
        dg_buf_append(text, out, room - free_left);
    }
    free(out);
    return result == (size_t) -1 ? DG_ERR_MALFORMED : text->err;
}

static enum dg_err
parse(struct dg_str text, struct dg_grid *grid)
{
    struct csv csv = {grid, 0, 0};
    struct csv_parser parser;
    if (csv_init(&parser, 0)) {
        return DG_ERR_MEMORY;
    }
    dg_grid_begin_sheet(grid);
    size_t taken = csv_parse(&parser, text.data, text.len, handle_field,
                             handle_line, &csv);
    bool failed = taken != text.len ||
                  csv_fini(&parser, handle_field, handle_line, &csv) != 0;
    csv_free(&parser);
    dg_grid_end_sheet(grid);
    return failed ? DG_ERR_MEMORY : grid->err;
}

enum dg_err
dg_csv_read(int fd, struct dg_grid *grid, struct dg_buf *why)
{
    struct dg_buf text;
    dg_buf_init(&text);
    enum dg_err err = read_whole(fd, &text);
    struct dg_str s = {text.data, text.len};
    if (!err && !dg_utf8_valid(s, NULL)) {
        err = convert(&text);
        s = (struct dg_str){text.data, text.len};
    }
    if (!err && dg_str_starts_with(s, BOM)) {
        s = (struct dg_str){s.data + 3, s.len - 3};
    }
    if (!err) {
        err = parse(s, grid);
    }
    if (grid->err) {
        dg_buf_text(why, grid->wrong);
    } else if (err == DG_ERR_MALFORMED) {
        dg_buf_text(why, _("it is neither UTF-8 nor GB 18030"));
    } else if (err == DG_ERR_LIMIT) {
        dg_buf_text(why, _("it is larger than 64 MiB"));
    } else if (err) {
        dg_buf_text(why, _("it cannot be read"));
    }
    dg_buf_finish(&text);
    return err;
}

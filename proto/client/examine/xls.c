/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the workbooks of older Excel (BIFF) with FreeXL, in a process of its
 * own: the format is a memory image that a hostile file can bend, so what
 * reads it may fall without taking the command with it. */
#include <freexl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "proto/base/i18n.h"
#include "proto/base/utf8.h"
#include "proto/client/examine/sheets.h"

#define MEMORY_MAX ((rlim_t) 1 << 30)
#define SECONDS_MAX 20

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif

enum { ENCRYPTED = 2, DAMAGED = 3 }; /* exit statuses of the reading process */

enum mark_kind { MARK_SHEET, MARK_ROW, MARK_CELL, MARK_END };

/* What goes through the pipe; a cell's text follows it. */
struct mark {
    enum mark_kind kind;
    uint32_t number; /* of the row or column */
    uint32_t len;
    bool is_text;
};

/* ---- the reading process ----------------------------------------------- */

static void
put_mark(FILE *out, enum mark_kind kind, uint32_t number)
{
    struct mark mark = {.kind = kind, .number = number};
    fwrite(&mark, sizeof mark, 1, out);
}

static void
put_text(FILE *out, uint32_t column, const char *text, bool is_text)
{
    struct dg_str s = dg_str_from(text);
    if (!dg_utf8_valid(s, NULL)) {
        s = DG_STR("?");
    }
    while (s.len > DG_GRID_TEXT_MAX) {
        s.len = DG_GRID_TEXT_MAX;
        while (((unsigned char) s.data[s.len] & 0xc0) == 0x80) {
            s.len--;
        }
    }
    struct mark mark = {MARK_CELL, column, (uint32_t) s.len, is_text};
    fwrite(&mark, sizeof mark, 1, out);
    fwrite(s.data, 1, s.len, out);
}

static void
put_cell(FILE *out, uint32_t column, const FreeXL_CellValue *value)
{
    char number[32];
    switch (value->type) {
    case FREEXL_CELL_INT:
        snprintf(number, sizeof number, "%d", value->value.int_value);
        put_text(out, column, number, false);
        break;
    case FREEXL_CELL_DOUBLE:
        snprintf(number, sizeof number, "%.15g", value->value.double_value);
        put_text(out, column, number, false);
        break;
    case FREEXL_CELL_TEXT:
    case FREEXL_CELL_SST_TEXT:
        put_text(out, column, value->value.text_value, true);
        break;
    case FREEXL_CELL_DATE:
    case FREEXL_CELL_DATETIME:
    case FREEXL_CELL_TIME:
        put_text(out, column, value->value.text_value, false);
        break;
    default:
        break;
    }
}

static void
put_sheet(FILE *out, const void *book)
{
    unsigned rows;
    unsigned short columns;
    FreeXL_CellValue value;
    if (freexl_worksheet_dimensions(book, &rows, &columns)) {
        return;
    }
    put_mark(out, MARK_SHEET, 0);
    for (unsigned r = 0; r < rows; r++) {
        put_mark(out, MARK_ROW, r);
        for (unsigned short c = 0; c < columns; c++) {
            if (freexl_get_cell_value(book, r, c, &value) == FREEXL_OK) {
                put_cell(out, c, &value);
            }
        }
    }
}

static int
put_book(FILE *out, const char *path)
{
    const void *book = NULL;
    unsigned sheets = 0, password = 0;
    int error = freexl_open(path, &book);
    if (error || freexl_get_info(book, FREEXL_BIFF_SHEET_COUNT, &sheets)) {
        return DAMAGED;
    }
    if (freexl_get_info(book, FREEXL_BIFF_PASSWORD, &password) == FREEXL_OK &&
        password == FREEXL_BIFF_OBFUSCATED) {
        return ENCRYPTED;
    }
    for (unsigned short s = 0; s < sheets; s++) {
        if (freexl_select_active_worksheet(book, s) == FREEXL_OK) {
            put_sheet(out, book);
        }
    }
    put_mark(out, MARK_END, 0);
    return fflush(out) ? DAMAGED : 0;
}

static void
limit(int resource, rlim_t most)
{
    struct rlimit limits = {most, most};
    setrlimit(resource, &limits);
}

/* Never returns; ends without what the command does at its end. */
static void
run_reader(int fd, int pipe_end)
{
    char path[32];
    FILE *out = fdopen(pipe_end, "w");
#ifndef SANITIZED
    limit(RLIMIT_AS, MEMORY_MAX);
#endif
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, SECONDS_MAX);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    _exit(out ? put_book(out, path) : DAMAGED);
}

/* ---- the other end ----------------------------------------------------- */

/* True until the end of the book, or an error. */
static bool
take_mark(FILE *in, struct dg_grid *grid, bool *open)
{
    struct mark mark;
    char text[DG_GRID_TEXT_MAX];
    if (grid->err || fread(&mark, sizeof mark, 1, in) != 1) {
        return false;
    }
    if (mark.kind == MARK_SHEET || mark.kind == MARK_END) {
        if (*open) {
            dg_grid_end_sheet(grid);
        }
        *open = mark.kind == MARK_SHEET;
        if (*open) {
            dg_grid_begin_sheet(grid);
        }
        return *open;
    }
    if (mark.kind == MARK_ROW) {
        dg_grid_row(grid, mark.number, 1);
        return true;
    }
    if (mark.len > sizeof text || fread(text, 1, mark.len, in) != mark.len) {
        return false;
    }
    struct dg_grid_cell cell = {mark.number, 1, mark.is_text, {text, mark.len}};
    dg_grid_cell(grid, &cell);
    return true;
}

static enum dg_err
judge(int status, const struct dg_grid *grid, struct dg_buf *why)
{
    if (grid->err) {
        dg_buf_text(why, grid->wrong);
        return grid->err;
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
        return DG_OK;
    }
    dg_buf_text(why, WIFEXITED(status) && WEXITSTATUS(status) == ENCRYPTED
                         ? _("it is encrypted")
                         : _("it is damaged or cut short (xls)"));
    return DG_ERR_MALFORMED;
}

enum dg_err
dg_xls_read(int fd, struct dg_grid *grid, struct dg_buf *why)
{
    int ends[2], status = 0;
    bool open = false;
    if (pipe(ends)) {
        dg_buf_text(why, _("it cannot be read"));
        return DG_ERR_IO;
    }
    fflush(NULL);
    pid_t reader = fork();
    if (reader == 0) {
        close(ends[0]);
        run_reader(fd, ends[1]);
    }
    close(ends[1]);
    FILE *in = fdopen(ends[0], "r");
    while (reader > 0 && in && take_mark(in, grid, &open)) {
    }
    if (in) {
        fclose(in);
    }
    if (reader < 0 || waitpid(reader, &status, 0) != reader) {
        dg_buf_text(why, _("it cannot be read"));
        return DG_ERR_IO;
    }
    return judge(status, grid, why);
}

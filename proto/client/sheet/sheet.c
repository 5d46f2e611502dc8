/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what is a heading, a row and a mistake in a sheet. CSV itself is
 * libcsv's; what a cell may hold is cell.c's. */
#include "proto/client/sheet/sheet.h"

#include <csv.h>
#include <stdlib.h>

#include "proto/base/i18n.h"
#include "proto/client/sheet/cell.h"
#include "proto/client/sheet/encoding.h"

#define NONE ((struct dg_str){NULL, 0})

enum { COLUMN_UNKNOWN = -1, COLUMN_NAMELESS = -2 };

struct reading {
    struct dg_rows *rows;
    struct dg_complaints *complaints;
    struct csv_parser parser;
    struct dg_arena scratch; /* of one row */
    struct dg_buf why;
    size_t line; /* where the row begins */
    bool in_row;

    struct dg_str cells[DG_SHEET_COLUMNS_MAX]; /* in scratch */
    size_t count;                              /* may be more than there is room
                                                  for */
    size_t width;                      /* headings; 0 before they were read */
    int columns[DG_SHEET_COLUMNS_MAX]; /* of the form, or enum above */
    struct dg_str headings[DG_SHEET_COLUMNS_MAX]; /* in the rows' arena */
    bool stop; /* the headings are not good enough to go on */
};

/* ---- headings ----------------------------------------------------------- */

static int
find_column(const struct dg_form *form, struct dg_str heading)
{
    for (size_t c = 0; c < form->count; c++) {
        if (dg_column_is_heading(&form->columns[c], heading)) {
            return (int) c;
        }
    }
    return heading.len > 0 ? COLUMN_UNKNOWN : COLUMN_NAMELESS;
}

/* Where the form's column stands in the sheet; width if it does not. */
static size_t
find_heading(const struct reading *r, size_t column)
{
    size_t i = 0;
    while (i < r->width && r->columns[i] != (int) column) {
        i++;
    }
    return i;
}

static void
take_heading(struct reading *r, size_t i)
{
    struct dg_str folded = dg_cell_fold(&r->scratch, r->cells[i]);
    int column = find_column(r->rows->form, folded);
    r->headings[i] = dg_arena_copy(&r->rows->arena, folded);
    if (!folded.data || !r->headings[i].data) {
        r->rows->err = DG_ERR_MEMORY;
    }
    if (column >= 0 && find_heading(r, (size_t) column) < i) {
        dg_complaints_add(r->complaints, r->line, r->headings[i],
                          _("a heading that stands there twice"));
        column = COLUMN_UNKNOWN;
    }
    r->columns[i] = column;
    r->width = i + 1;
}

static void
put_known(struct dg_buf *out, const struct dg_form *form)
{
    for (size_t c = 0; c < form->count; c++) {
        dg_buf_text(out, c > 0 ? ", " : "");
        dg_column_put(out, form->columns[c].heading, form->columns[c].chinese);
    }
}

static void
complain_of_unknown(struct reading *r)
{
    size_t unknown = 0;
    dg_buf_clear(&r->why);
    for (size_t i = 0; i < r->width; i++) {
        if (find_column(r->rows->form, r->headings[i]) == COLUMN_UNKNOWN) {
            dg_buf_text(&r->why, unknown++ > 0 ? ", " : "");
            dg_complaints_quote(&r->why, r->headings[i]);
        }
    }
    if (unknown > 0) {
        const char *what = P_("unknown heading", "unknown headings", unknown);
        dg_buf_text(&r->why, _("; known are: "));
        put_known(&r->why, r->rows->form);
        dg_complaints_add(r->complaints, r->line, NONE, "%s %s", what,
                          r->why.data);
    }
}

static void
complain_of_missing(struct reading *r)
{
    const struct dg_form *form = r->rows->form;
    for (size_t c = 0; c < form->count; c++) {
        if (form->columns[c].required && find_heading(r, c) == r->width) {
            dg_buf_clear(&r->why);
            dg_column_put(&r->why, form->columns[c].heading,
                          form->columns[c].chinese);
            dg_complaints_add(r->complaints, r->line, NONE,
                              _("the heading %s is missing"), r->why.data);
            r->stop = true;
        }
    }
}

static void
take_headings(struct reading *r)
{
    if (r->count > DG_SHEET_COLUMNS_MAX) {
        dg_complaints_add(r->complaints, r->line, NONE,
                          _("%zu columns; %d are the most"), r->count,
                          DG_SHEET_COLUMNS_MAX);
        r->stop = true;
        return;
    }
    for (size_t i = 0; i < r->count; i++) {
        take_heading(r, i);
    }
    complain_of_unknown(r);
    complain_of_missing(r);
}

/* True if the first row is none of headings, and may be so. */
static bool
take_no_headings(struct reading *r)
{
    const struct dg_form *form = r->rows->form;
    if (form->bare == 0 || r->count != form->bare) {
        return false;
    }
    for (size_t i = 0; i < r->count; i++) {
        if (find_column(form, dg_cell_fold(&r->scratch, r->cells[i])) >= 0) {
            return false;
        }
    }
    for (size_t i = 0; i < form->bare; i++) {
        r->columns[i] = (int) i;
        r->headings[i] = dg_str_from(_(form->columns[i].heading));
    }
    r->width = form->bare;
    return true;
}

/* ---- rows --------------------------------------------------------------- */

static bool
is_empty(const struct reading *r)
{
    for (size_t i = 0; i < r->count && i < DG_SHEET_COLUMNS_MAX; i++) {
        if (r->cells[i].len > 0) {
            return false;
        }
    }
    return true;
}

/* The column's heading as the sheet has it; if it has none, as it should. */
static struct dg_str
heading_of(const struct reading *r, size_t column)
{
    size_t i = find_heading(r, column);
    return i < r->width
               ? r->headings[i]
               : dg_str_from(_(r->rows->form->columns[column].heading));
}

/* False if a complaint was made. */
static bool
take_cell(struct reading *r, size_t i, struct dg_row *row)
{
    const struct dg_cell cell = {r->rows, &r->scratch, &r->why};
    int column = r->columns[i];
    const struct dg_column *of;
    enum dg_err err;
    if (column < 0) {
        if (column == COLUMN_NAMELESS && r->cells[i].len > 0) {
            dg_complaints_add(r->complaints, r->line, NONE,
                              _("column %zu has no heading, but a cell here"),
                              i + 1);
            return false;
        }
        return true;
    }
    of = &r->rows->form->columns[column];
    dg_buf_clear(&r->why);
    err = dg_cell_read(&cell, of, r->cells[i], &row->values[column]);
    if (err == DG_ERR_MALFORMED) {
        dg_complaints_add(r->complaints, r->line, r->headings[i], "%s",
                          r->why.data);
        return false;
    }
    if (err) {
        r->rows->err = err;
    } else if (of->required && row->values[column].count == 0) {
        dg_complaints_add(r->complaints, r->line, r->headings[i], "%s",
                          _("must not be empty"));
        return false;
    }
    return true;
}

static bool
check_row(struct reading *r, const struct dg_row *row)
{
    const struct dg_form *form = r->rows->form;
    size_t column;
    const char *why = form->check ? form->check(row, &column) : NULL;
    if (why) {
        dg_buf_clear(&r->why);
        if (form->quoted) {
            dg_complaints_quote(&r->why, dg_rows_text(row, column));
        }
        dg_buf_text(&r->why, form->quoted ? " " : "");
        dg_buf_text(&r->why, _(why));
        dg_complaints_add(r->complaints, r->line, heading_of(r, column), "%s",
                          r->why.data);
    }
    return !why;
}

static void
keep_row(struct reading *r, struct dg_row *row)
{
    size_t named = r->rows->form->named;
    const struct dg_row *same = dg_rows_add(r->rows, row);
    if (same) {
        dg_buf_clear(&r->why);
        dg_complaints_quote(&r->why, dg_rows_text(row, named));
        dg_complaints_add(r->complaints, r->line, heading_of(r, named),
                          _("%s stands in line %zu already"), r->why.data,
                          same->line);
    }
}

static void
take_row(struct reading *r)
{
    struct dg_row *row;
    bool good = true;
    if (is_empty(r)) {
        return;
    }
    if (r->count != r->width) {
        dg_complaints_add(r->complaints, r->line, NONE,
                          P_("%zu cell, but %zu headings",
                             "%zu cells, but %zu headings", r->count),
                          r->count, r->width);
        return;
    }
    row = dg_rows_make(r->rows, r->line);
    for (size_t i = 0; row && i < r->width; i++) {
        good = take_cell(r, i, row) && good;
    }
    if (!row || r->rows->err) {
        return;
    }
    good = good && check_row(r, row);
    if (good || row->values[r->rows->form->named].count > 0) {
        keep_row(r, row); /* also to see that it stands there twice */
    }
}

/* ---- CSV ---------------------------------------------------------------- */

static void
handle_cell(void *bytes, size_t len, void *ctx)
{
    struct reading *r = ctx;
    size_t i = r->count++;
    struct dg_str cell = {bytes, len};
    if (i >= DG_SHEET_COLUMNS_MAX) {
        return;
    }
    if (len > DG_SHEET_CELL_MAX) {
        dg_complaints_add(r->complaints, r->line, NONE,
                          _("column %zu: a cell of %zu bytes; is a quotation "
                            "mark missing?"),
                          i + 1, len);
        cell.len = 0;
    }
    r->cells[i] = dg_arena_copy(&r->scratch, cell);
    if (!r->cells[i].data) {
        r->rows->err = DG_ERR_MEMORY;
        r->cells[i] = NONE;
    }
}

static void
handle_row(int end, void *ctx)
{
    struct reading *r = ctx;
    (void) end;
    if (r->width == 0 && !r->stop && !take_no_headings(r)) {
        take_headings(r);
    } else if (!r->stop) {
        take_row(r);
    }
    r->count = 0;
    r->in_row = false;
    dg_arena_reset(&r->scratch);
}

static bool
begin_parser(struct reading *r, unsigned char separator)
{
    if (csv_init(&r->parser, CSV_STRICT | CSV_STRICT_FINI)) {
        r->rows->err = DG_ERR_MEMORY;
        return false;
    }
    csv_set_delim(&r->parser, separator);
    return true;
}

/* Bytes of the first line, with what ends it. */
static size_t
line_length(struct dg_str text)
{
    size_t len = 0;
    while (len < text.len && text.data[len] != '\n' && text.data[len] != '\r') {
        len++;
    }
    if (len + 1 < text.len && text.data[len] == '\r' &&
        text.data[len + 1] == '\n') {
        return len + 2;
    }
    return len < text.len ? len + 1 : len;
}

static bool
is_blank_line(struct dg_str line)
{
    for (size_t i = 0; i < line.len; i++) {
        if (!strchr(" \r\n", line.data[i])) {
            return false;
        }
    }
    return true;
}

/* What was read of the row is given up; the next line begins a new one. */
static void
give_up_row(struct reading *r, size_t line)
{
    unsigned char separator = csv_get_delim(&r->parser);
    if (csv_error(&r->parser) != CSV_EPARSE) {
        r->rows->err = DG_ERR_MEMORY;
        return;
    }
    dg_complaints_add(r->complaints, line, NONE,
                      _("a quotation mark that neither begins nor ends a cell "
                        "nor stands twice (the row begins in line %zu)"),
                      r->line);
    r->count = 0;
    r->in_row = false;
    r->stop = r->stop || r->width == 0;
    dg_arena_reset(&r->scratch);
    csv_free(&r->parser);
    (void) begin_parser(r, separator);
}

static void
take_line(struct reading *r, struct dg_str line, size_t number)
{
    if (!r->in_row) {
        if (is_blank_line(line)) {
            return;
        }
        r->line = number;
    }
    r->in_row = true;
    if (csv_parse(&r->parser, line.data, line.len, handle_cell, handle_row,
                  r) != line.len) {
        give_up_row(r, number);
    }
}

static void
end_lines(struct reading *r)
{
    if (csv_fini(&r->parser, handle_cell, handle_row, r)) {
        dg_complaints_add(r->complaints, r->line, NONE,
                          _("a quotation mark opens a cell in the row that "
                            "begins here, and none closes it"));
    }
}

/* ---- the whole ---------------------------------------------------------- */

/* The one of , ; and tab that the first line with something in it has most of,
 * outside quotation marks. */
static unsigned char
find_separator(struct dg_str text)
{
    static const char separators[] = ",;\t";
    size_t counts[3] = {0, 0, 0}, best = 0, i = 0;
    bool quoted = false;
    while (i < text.len && strchr(" \r\n", text.data[i])) {
        i++;
    }
    for (; i < text.len; i++) {
        const char *found = strchr(separators, text.data[i]);
        quoted ^= text.data[i] == '"';
        if (!quoted && strchr("\r\n", text.data[i])) {
            break;
        }
        if (!quoted && found) {
            counts[found - separators]++;
        }
    }
    for (size_t s = 1; s < 3; s++) {
        best = counts[s] > counts[best] ? s : best;
    }
    return (unsigned char) separators[best];
}

/* "sep=;": written by some spreadsheets into the first line. */
static bool
is_separator_line(struct dg_str line)
{
    return line.len >= 5 && memcmp(line.data, "sep=", 4) == 0 &&
           is_blank_line((struct dg_str){line.data + 5, line.len - 5});
}

static void
parse_lines(struct reading *r, struct dg_str text)
{
    size_t number = 1, len = line_length(text);
    unsigned char separator = find_separator(text);
    if (is_separator_line((struct dg_str){text.data, len})) {
        separator = (unsigned char) text.data[4];
        text = (struct dg_str){text.data + len, text.len - len};
        number++;
    }
    if (!begin_parser(r, separator)) {
        return;
    }
    for (; text.len > 0 && !r->rows->err && !r->stop; number++) {
        len = line_length(text);
        take_line(r, (struct dg_str){text.data, len}, number);
        text = (struct dg_str){text.data + len, text.len - len};
    }
    if (!r->rows->err && !r->stop) {
        end_lines(r);
    }
    csv_free(&r->parser);
}

enum dg_err
dg_sheet_parse(struct dg_str bytes, struct dg_rows *rows,
               struct dg_complaints *complaints)
{
    struct reading *r = calloc(1, sizeof *r);
    struct dg_str text;
    if (!r) {
        return DG_ERR_MEMORY;
    }
    r->rows = rows;
    r->complaints = complaints;
    dg_arena_init(&r->scratch, SIZE_MAX);
    dg_buf_init(&r->why);
    if (dg_encoding_check(bytes, complaints, &text)) {
        parse_lines(r, text);
    }
    dg_complaints_end(complaints);
    dg_buf_finish(&r->why);
    dg_arena_finish(&r->scratch);
    free(r);
    return complaints->text.err ? complaints->text.err : rows->err;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what of a sheet is a heading and what is an empty cell below one: the
 * headings are the first row with at least two texts, the used range ends with
 * the last row that shows anything or has a frame below a heading. Formats are
 * left to their readers. */
#include "proto/client/examine/grid.h"

#include <stdlib.h>

#include "proto/base/i18n.h"
#include "proto/base/utf8.h"

#define HEADING_LENGTH_MAX 200 /* characters, as the wire has it */
#define COVERED_MAX (4u << 20)
#define WORDS (DG_GRID_COLUMNS_MAX / 64)

struct dg_grid_row {
    uint32_t row, count;
    uint64_t filled[WORDS];
    bool framed; /* an empty cell of it, below a heading */
};

struct dg_grid_text {
    uint32_t column, start, len;
    bool is_text;
};

static void
fail(struct dg_grid *grid, enum dg_err err, const char *wrong)
{
    if (!grid->err) {
        grid->err = err;
        grid->wrong = wrong;
    }
}

void
dg_grid_init(struct dg_grid *grid, struct dg_arena *arena)
{
    *grid = (struct dg_grid){.arena = arena};
    dg_buf_init(&grid->texts);
    grid->pending =
        dg_arena_alloc(arena, DG_GRID_COLUMNS_MAX * sizeof *grid->pending);
    if (!grid->pending) {
        fail(grid, DG_ERR_MEMORY, _("out of memory"));
    }
}

void
dg_grid_finish(struct dg_grid *grid)
{
    dg_buf_finish(&grid->texts);
    free(grid->rows);
}

/* ---- text -------------------------------------------------------------- */

/* Bytes of the blank at the beginning of s: white space, no-break and
 * ideographic space included; 0 if there is none. */
static size_t
blank(struct dg_str s)
{
    if (s.len >= 1 && strchr(" \t\r\n\v\f", s.data[0]) && s.data[0]) {
        return 1;
    }
    if (s.len >= 2 && memcmp(s.data, "\xc2\xa0", 2) == 0) {
        return 2;
    }
    return s.len >= 3 && memcmp(s.data, "\xe3\x80\x80", 3) == 0 ? 3 : 0;
}

static struct dg_str
skip_blanks(struct dg_str s)
{
    size_t n;
    while ((n = blank(s)) > 0) {
        s = (struct dg_str){s.data + n, s.len - n};
    }
    return s;
}

/* A heading on one line, without blanks around it and without line breaks. */
static struct dg_str
heading(struct dg_arena *arena, struct dg_str s)
{
    struct dg_str copy = dg_arena_copy(arena, s);
    char *out = (char *) copy.data;
    size_t len = 0, length = 0, end = 0;
    for (size_t i = 0; copy.data && i < s.len; i++) {
        bool begins = ((unsigned char) s.data[i] & 0xc0) != 0x80;
        if (begins && length++ == HEADING_LENGTH_MAX) {
            break;
        }
        bool control = (unsigned char) s.data[i] < 0x20 || s.data[i] == 0x7f;
        out[len++] = control ? ' ' : s.data[i];
        end = out[len - 1] == ' ' ? end : len;
    }
    copy.len = end;
    return copy;
}

/* ---- headings ---------------------------------------------------------- */

static int
compare_columns(const void *a, const void *b)
{
    const struct dg_grid_text *x = a, *y = b;
    return (x->column > y->column) - (x->column < y->column);
}

static void
take_headings(struct dg_grid *grid, uint64_t row)
{
    qsort(grid->pending, grid->pending_count, sizeof *grid->pending,
          compare_columns);
    for (size_t i = 0; i < grid->pending_count; i++) {
        const struct dg_grid_text *text = &grid->pending[i];
        struct dg_str s = {grid->texts.data + text->start, text->len};
        if (grid->heading_count == DG_GRID_HEADINGS_MAX) {
            fail(grid, DG_ERR_LIMIT, _("it has more than 500 headings"));
            return;
        }
        s = heading(grid->arena, s);
        if (!s.data) {
            fail(grid, DG_ERR_MEMORY, _("out of memory"));
            return;
        }
        grid->headings[grid->heading_count++] = s;
        grid->heads[text->column / 64] |= (uint64_t) 1 << text->column % 64;
        grid->heads_count++;
    }
    grid->heads_row = row;
}

/* What is kept of a row's texts becomes the headings, or is forgotten. */
static void
end_row(struct dg_grid *grid)
{
    size_t texts = 0;
    for (size_t i = 0; i < grid->pending_count; i++) {
        texts += grid->pending[i].is_text;
    }
    if (texts >= 2 && grid->heads_count == 0 && !grid->err) {
        take_headings(grid, grid->rows[grid->row_count - 1].row);
    }
    grid->pending_count = 0;
    dg_buf_clear(&grid->texts);
}

/* ---- rows and cells ---------------------------------------------------- */

void
dg_grid_begin_sheet(struct dg_grid *grid)
{
    grid->row_count = 0;
    grid->heads_count = 0;
    memset(grid->heads, 0, sizeof grid->heads);
}

static bool
make_room(struct dg_grid *grid)
{
    if (grid->row_count < grid->row_room) {
        return true;
    }
    size_t room = grid->row_room ? grid->row_room * 2 : 64;
    struct dg_grid_row *rows = realloc(grid->rows, room * sizeof *rows);
    if (!rows) {
        fail(grid, DG_ERR_MEMORY, _("out of memory"));
        return false;
    }
    grid->rows = rows;
    grid->row_room = room;
    return true;
}

void
dg_grid_row(struct dg_grid *grid, uint64_t row, uint64_t count)
{
    const struct dg_grid_row *last =
        grid->row_count ? &grid->rows[grid->row_count - 1] : NULL;
    end_row(grid);
    if (last && row < (uint64_t) last->row + last->count) {
        fail(grid, DG_ERR_MALFORMED, _("its rows are out of order"));
    }
    if (row >= DG_GRID_ROWS_MAX) {
        fail(grid, DG_ERR_LIMIT, _("it has more than 1,048,576 rows"));
    }
    if (grid->err || !make_room(grid)) {
        return;
    }
    uint64_t left = DG_GRID_ROWS_MAX - row;
    grid->rows[grid->row_count++] =
        (struct dg_grid_row){.row = (uint32_t) row,
                             .count = (uint32_t) (count < left ? count : left)};
}

static void
keep_text(struct dg_grid *grid, uint32_t column, struct dg_str text,
          bool is_text)
{
    if (grid->heads_count > 0 || grid->pending_count == DG_GRID_COLUMNS_MAX) {
        return;
    }
    grid->pending[grid->pending_count++] = (struct dg_grid_text){
        column, (uint32_t) grid->texts.len, (uint32_t) text.len, is_text};
    dg_buf_str(&grid->texts, text);
    if (grid->texts.err) {
        fail(grid, DG_ERR_MEMORY, _("out of memory"));
    }
}

void
dg_grid_cell(struct dg_grid *grid, const struct dg_grid_cell *cell)
{
    struct dg_str text = skip_blanks(cell->text);
    if (text.len == 0 || grid->err || grid->row_count == 0) {
        return;
    }
    if (cell->column >= DG_GRID_COLUMNS_MAX ||
        cell->count > DG_GRID_COLUMNS_MAX - cell->column) {
        fail(grid, DG_ERR_LIMIT, _("it has more than 512 columns"));
        return;
    }
    struct dg_grid_row *row = &grid->rows[grid->row_count - 1];
    for (uint32_t c = cell->column; c < cell->column + cell->count; c++) {
        if (!(row->filled[c / 64] >> c % 64 & 1)) {
            row->filled[c / 64] |= (uint64_t) 1 << c % 64;
            keep_text(grid, c, text, cell->is_text);
        }
    }
}

void
dg_grid_frame(struct dg_grid *grid, uint32_t column)
{
    if (!grid->err && grid->row_count > 0 && column < DG_GRID_COLUMNS_MAX &&
        grid->heads[column / 64] >> column % 64 & 1) {
        grid->rows[grid->row_count - 1].framed = true;
    }
}

/* ---- merged cells ------------------------------------------------------ */

/* The first row that does not end before number. */
static size_t
find_row(const struct dg_grid *grid, uint64_t number)
{
    size_t low = 0, high = grid->row_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct dg_grid_row *row = &grid->rows[middle];
        if ((uint64_t) row->row + row->count <= number) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

void
dg_grid_merge(struct dg_grid *grid, const struct dg_grid_range *range)
{
    size_t i = find_row(grid, range->row);
    uint32_t first = range->column, last = range->last_column;
    if (grid->err || i == grid->row_count || first >= DG_GRID_COLUMNS_MAX ||
        grid->rows[i].row > range->row ||
        !(grid->rows[i].filled[first / 64] >> first % 64 & 1)) {
        return; /* nothing is shown in it */
    }
    last = last < DG_GRID_COLUMNS_MAX ? last : DG_GRID_COLUMNS_MAX - 1;
    for (; i < grid->row_count && grid->rows[i].row <= range->last_row; i++) {
        if (grid->covered++ == COVERED_MAX) {
            fail(grid, DG_ERR_LIMIT, _("it has too many merged cells"));
            return;
        }
        for (uint32_t c = first; c <= last; c++) {
            grid->rows[i].filled[c / 64] |= (uint64_t) 1 << c % 64;
        }
    }
}

/* ---- the sum ----------------------------------------------------------- */

static bool
is_used(const struct dg_grid_row *row)
{
    uint64_t any = row->framed;
    for (size_t w = 0; w < WORDS; w++) {
        any |= row->filled[w];
    }
    return any != 0;
}

/* Cells of a row that are filled and have a heading. */
static uint64_t
answered(const struct dg_grid *grid, const struct dg_grid_row *row)
{
    uint64_t count = 0;
    for (size_t w = 0; w < WORDS; w++) {
        count +=
            (uint64_t) __builtin_popcountll(row->filled[w] & grid->heads[w]);
    }
    return count * row->count;
}

void
dg_grid_end_sheet(struct dg_grid *grid)
{
    uint64_t filled = 0, last;
    end_row(grid);
    if (grid->err || grid->heads_count == 0) {
        return;
    }
    last = grid->heads_row;
    for (size_t i = 0; i < grid->row_count; i++) {
        const struct dg_grid_row *row = &grid->rows[i];
        if (row->row > grid->heads_row && is_used(row)) {
            filled += answered(grid, row);
            last = (uint64_t) row->row + row->count - 1;
        }
    }
    uint64_t rows = last > grid->heads_row ? last - grid->heads_row : 1;
    grid->empty += grid->heads_count * rows - filled;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a sheet by libcsv, row after row. */
#include "proto/client/report/grid_sheet.h"

#include <csv.h>
#include <stdlib.h>

#include "proto/base/i18n.h"
#include "proto/base/utf8.h"

#define ARENA_LIMIT ((size_t) 64 << 20)

struct reading {
    struct dg_grid_sheet *sheet;
    size_t begin; /* of this row, in cells */
    bool filled;  /* a cell of it says something */
    size_t wide;  /* the first row longer than the first of all; 0: none */
    enum dg_err err;
};

/* One item more; the same array, or a larger one. NULL without memory, when the
 * old one stays. */
static void *
grow(void *items, size_t count, size_t *room, size_t size)
{
    void *grown = items;
    if (count == *room) {
        grown = realloc(items, (2 * *room + 64) * size);
        *room = grown ? 2 * *room + 64 : *room;
    }
    return grown;
}

static void
handle_cell(void *bytes, size_t len, void *context)
{
    struct reading *r = context;
    struct dg_grid_sheet *sheet = r->sheet;
    struct dg_str text =
        dg_arena_copy(&sheet->arena, (struct dg_str){bytes ? bytes : "", len});
    struct dg_str *cells =
        grow(sheet->cells, sheet->count, &sheet->room, sizeof *cells);
    if (!cells || !text.data) {
        r->err = DG_ERR_MEMORY;
        return;
    }
    r->filled = r->filled || len > 0;
    sheet->cells = cells;
    sheet->cells[sheet->count++] = text;
}

static void
handle_row(int end, void *context)
{
    struct reading *r = context;
    struct dg_grid_sheet *sheet = r->sheet;
    size_t *ends =
        grow(sheet->ends, sheet->rows, &sheet->row_room, sizeof *ends);
    (void) end;
    if (!ends) {
        r->err = DG_ERR_MEMORY;
        return;
    }
    sheet->ends = ends;
    if (!r->filled) { /* an empty line */
        sheet->count = r->begin;
        return;
    }
    sheet->ends[sheet->rows++] = sheet->count;
    if (sheet->rows == 1) {
        sheet->width = sheet->count;
    } else if (r->wide == 0 && sheet->count - r->begin > sheet->width) {
        r->wide = sheet->rows;
    }
    r->begin = sheet->count;
    r->filled = false;
}

static int
parse(struct dg_cli *cli, const char *path, struct reading *r,
      struct dg_str text)
{
    struct csv_parser parser;
    if (csv_init(&parser, 0)) {
        return dg_cli_fail_memory(cli);
    }
    bool failed = csv_parse(&parser, text.data, text.len, handle_cell,
                            handle_row, r) != text.len ||
                  csv_fini(&parser, handle_cell, handle_row, r) != 0;
    csv_free(&parser);
    if (failed || r->err) {
        return dg_cli_fail_memory(cli);
    }
    if (r->wide > 0) {
        return dg_cli_fail(cli, DG_EXIT_DATA,
                           _("%s: row %zu has more cells than the first"), path,
                           r->wide);
    }
    return DG_EXIT_OK;
}

int
dg_grid_sheet_read(struct dg_cli *cli, const char *path,
                   struct dg_grid_sheet *sheet)
{
    struct reading r = {.sheet = sheet};
    struct dg_str text;
    *sheet = (struct dg_grid_sheet){.cells = NULL};
    dg_arena_init(&sheet->arena, ARENA_LIMIT);
    int status = dg_cli_read_text(cli, path, &sheet->arena, &text);
    if (status) {
        return status;
    }
    if (!dg_utf8_valid(text, NULL)) {
        return dg_cli_fail(cli, DG_EXIT_DATA, _("%s: is not UTF-8"), path);
    }
    return parse(cli, path, &r, dg_compose_unmarked(text));
}

void
dg_grid_sheet_finish(struct dg_grid_sheet *sheet)
{
    free(sheet->cells);
    free(sheet->ends);
    dg_arena_finish(&sheet->arena);
}

struct dg_str
dg_grid_sheet_cell(const struct dg_grid_sheet *sheet, size_t row, size_t column)
{
    size_t begin = row > 0 && row < sheet->rows ? sheet->ends[row - 1] : 0;
    return row < sheet->rows && column < sheet->ends[row] - begin
               ? sheet->cells[begin + column]
               : (struct dg_str){NULL, 0};
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What a spreadsheet asks: its headings, and how many cells below them are
 * empty. Readers of the formats tell it of rows and cells as they come; rows
 * and columns count from 0. Sheets of one file add up. */
#ifndef PROTO_CLIENT_EXAMINE_GRID_H
#define PROTO_CLIENT_EXAMINE_GRID_H

#include <stdbool.h>

#include "proto/base/arena.h"
#include "proto/base/buf.h"

#define DG_GRID_HEADINGS_MAX 500
#define DG_GRID_COLUMNS_MAX 512
#define DG_GRID_ROWS_MAX (1u << 20) /* as many as xlsx has */
#define DG_GRID_TEXT_MAX 800        /* bytes of a text that matter */

struct dg_grid_cell {
    uint32_t column, count; /* how often it stands side by side */
    bool is_text;           /* not a number, date or formula */
    struct dg_str text;     /* what it shows; blank: the cell is empty */
};

struct dg_grid {
    struct dg_arena *arena;
    struct dg_str headings[DG_GRID_HEADINGS_MAX]; /* in arena */
    size_t heading_count;
    uint64_t empty;    /* cells below a heading, up to the last row in use; of
                          headings alone: as many as there are headings */
    enum dg_err err;   /* sticky: MALFORMED, LIMIT or MEMORY */
    const char *wrong; /* of err, in people's words, translated */

    struct dg_grid_row *rows; /* of the sheet being read */
    size_t row_count, row_room;
    struct dg_buf texts;          /* of the row being read */
    struct dg_grid_text *pending; /* which of them are where; in arena */
    size_t pending_count;
    uint64_t heads[DG_GRID_COLUMNS_MAX / 64]; /* columns with a heading */
    size_t heads_count;
    uint64_t heads_row;
    uint64_t covered; /* rows that merged cells were followed through */
};

void dg_grid_init(struct dg_grid *grid, struct dg_arena *arena);
void dg_grid_finish(struct dg_grid *grid);

void dg_grid_begin_sheet(struct dg_grid *grid);
void dg_grid_end_sheet(struct dg_grid *grid);

/* The row that the next cells are in, and how many rows are like it. Rows
 * ascend; those without a cell need not be told. */
void dg_grid_row(struct dg_grid *grid, uint64_t row, uint64_t count);
void dg_grid_cell(struct dg_grid *grid, const struct dg_grid_cell *cell);

/* An empty cell of the row with a frame around it: drawn to be filled in. */
void dg_grid_frame(struct dg_grid *grid, uint32_t column);

/* A range of cells, corners included, that is shown as its first one. */
struct dg_grid_range {
    uint64_t row, last_row;
    uint32_t column, last_column;
};
void dg_grid_merge(struct dg_grid *grid, const struct dg_grid_range *range);

#endif

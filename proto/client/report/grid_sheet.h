/* SPDX-License-Identifier: Apache-2.0 */
/* A sheet (CSV) whose columns are not known beforehand: cells by row and
 * column. */
#ifndef PROTO_CLIENT_REPORT_GRID_SHEET_H
#define PROTO_CLIENT_REPORT_GRID_SHEET_H

#include "proto/client/ask/cli.h"

struct dg_grid_sheet {
    struct dg_arena arena;
    struct dg_str *cells; /* malloc; one row after another */
    size_t *ends;         /* malloc; of each row, in cells */
    size_t count, room;   /* cells */
    size_t rows, row_room;
    size_t width; /* of the first row, which names the columns */
};

/* Reads a file ("-": stdin): UTF-8, empty lines passed over. A row that is
 * longer than the first is a mistake. Must be finished whatever it gives: 0 or
 * an exit status, said. */
int dg_grid_sheet_read(struct dg_cli *cli, const char *path,
                       struct dg_grid_sheet *sheet);
void dg_grid_sheet_finish(struct dg_grid_sheet *sheet);

/* Empty behind the end of a row. */
struct dg_str dg_grid_sheet_cell(const struct dg_grid_sheet *sheet, size_t row,
                                 size_t column);

#endif

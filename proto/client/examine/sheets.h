/* SPDX-License-Identifier: Apache-2.0 */
/* The readers of spreadsheet formats. Each reads the file behind fd, from its
 * beginning, into the grid. DG_OK; DG_ERR_MALFORMED, DG_ERR_LIMIT, DG_ERR_IO
 * or DG_ERR_MEMORY with why, a clause such as "it is damaged". */
#ifndef PROTO_CLIENT_EXAMINE_SHEETS_H
#define PROTO_CLIENT_EXAMINE_SHEETS_H

#include "proto/client/examine/grid.h"

typedef enum dg_err (*dg_sheets_fn)(int fd, struct dg_grid *grid,
                                    struct dg_buf *why);

enum dg_err dg_xlsx_read(int fd, struct dg_grid *grid, struct dg_buf *why);
enum dg_err dg_ods_read(int fd, struct dg_grid *grid, struct dg_buf *why);
enum dg_err dg_xls_read(int fd, struct dg_grid *grid, struct dg_buf *why);
enum dg_err dg_csv_read(int fd, struct dg_grid *grid, struct dg_buf *why);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Frequencies in cells, between cell.c and cell_frequency.c. */
#ifndef PROTO_CLIENT_SHEET_CELL_INTERNAL_H
#define PROTO_CLIENT_SHEET_CELL_INTERNAL_H

#include "proto/base/buf.h"

#define DG_CELL_FREQUENCY_SIZE 16

/* 1/quarter, 1次/季度, 每季度1次, 一年一次 (folded), as "1/quarter". */
bool dg_cell_frequency_read(struct dg_str text,
                            char out[DG_CELL_FREQUENCY_SIZE]);

/* "1/quarter" in the user's language. */
void dg_cell_frequency_write(struct dg_buf *out, struct dg_str text);

#endif

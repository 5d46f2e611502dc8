/* SPDX-License-Identifier: Apache-2.0 */
/* A sheet as people keep it, CSV (RFC 4180), read into rows. No file is opened
 * here: bytes in, rows and complaints out. */
#ifndef PROTO_CLIENT_SHEET_SHEET_H
#define PROTO_CLIENT_SHEET_SHEET_H

#include "proto/client/sheet/complaints.h"
#include "proto/client/sheet/rows.h"

#define DG_SHEET_COLUMNS_MAX 64
#define DG_SHEET_CELL_MAX 65536 /* bytes */

/* Reads bytes into rows, which were begun with the form the sheet has. What is
 * wrong with it is said in complaints; then rows are of no use. DG_ERR_MEMORY
 * only. */
enum dg_err dg_sheet_parse(struct dg_str bytes, struct dg_rows *rows,
                           struct dg_complaints *complaints);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Rows written as a sheet that reads back as the same rows. */
#ifndef PROTO_CLIENT_SHEET_EXPORT_H
#define PROTO_CLIENT_SHEET_EXPORT_H

#include "proto/base/buf.h"
#include "proto/client/sheet/rows.h"

/* Appends headings in the user's language and a line for each row; bom: with a
 * byte order mark, by which some spreadsheets know UTF-8. odd gets the number
 * of cells that will not read back as they are. */
void dg_export_write(const struct dg_rows *rows, bool bom, struct dg_buf *out,
                     size_t *odd);

/* Appends one cell, with quotation marks if it needs them. */
void dg_export_cell(struct dg_buf *out, struct dg_str text);

#endif

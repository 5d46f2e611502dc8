/* SPDX-License-Identifier: Apache-2.0 */
/* One cell: from what people write in it to values as they are on the wire, and
 * back in the user's language. */
#ifndef PROTO_CLIENT_SHEET_CELL_H
#define PROTO_CLIENT_SHEET_CELL_H

#include "proto/base/buf.h"
#include "proto/client/sheet/rows.h"

/* Full-width letters, digits and signs become plain ones (NFKC); without blanks
 * around. In the arena; data is NULL when memory is exhausted. */
struct dg_str dg_cell_fold(struct dg_arena *arena, struct dg_str text);

/* Reads a cell (valid UTF-8, no NUL) into an empty value; a cell without
 * anything in it leaves it empty, as does one that says what is usual.
 * DG_ERR_MALFORMED with why, in words; DG_ERR_MEMORY. scratch holds nothing
 * that is needed later. */
struct dg_cell {
    struct dg_rows *rows; /* whose arena takes the values */
    struct dg_arena *scratch;
    struct dg_buf *why;
};
enum dg_err dg_cell_read(const struct dg_cell *cell,
                         const struct dg_column *column, struct dg_str text,
                         struct dg_value *value);

/* Appends what would be read as the value. */
void dg_cell_write(struct dg_buf *out, const struct dg_column *column,
                   const struct dg_value *value);

/* True if the item would be read as several. */
bool dg_cell_splits(const struct dg_column *column, struct dg_str item);

/* Splits "1/quarter", as it is in a value. */
bool dg_cell_frequency(struct dg_str text, uint64_t *times, struct dg_str *per);

#endif

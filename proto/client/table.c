/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how wide columns are; what stands in them is left to the caller. */
#include "proto/client/table.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "proto/base/utf8.h"
#include "proto/client/plain.h"

#define GAP 2

void
dg_table_init(struct dg_table *table, struct dg_arena *arena,
              const char *const *heads)
{
    memset(table, 0, sizeof *table);
    table->arena = arena;
    while (heads[table->columns]) {
        const char *head = heads[table->columns];
        bool right = head[0] == '>';
        table->right[table->columns++] = right;
        dg_table_cell(table, dg_str_from(head + right));
    }
}

void
dg_table_finish(struct dg_table *table)
{
    free(table->cells);
    table->cells = NULL;
    table->count = table->room = 0;
}

static void
make_room(struct dg_table *table)
{
    if (table->count < table->room) {
        return;
    }
    size_t room = table->room ? table->room * 2 : 64;
    struct dg_str *cells = reallocarray(table->cells, room, sizeof *cells);
    if (!cells) {
        table->err = DG_ERR_MEMORY;
        return;
    }
    table->cells = cells;
    table->room = room;
}

void
dg_table_cell(struct dg_table *table, struct dg_str text)
{
    if (!table->err) {
        make_room(table);
    }
    if (table->err) {
        return;
    }
    struct dg_str plain = dg_plain_copy(table->arena, text);
    if (!plain.data) {
        table->err = DG_ERR_MEMORY;
        return;
    }
    table->cells[table->count++] = plain;
}

void
dg_table_number(struct dg_table *table, uint64_t number)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRIu64, number);
    dg_table_cell(table, dg_str_from(digits));
}

static void
measure(const struct dg_table *table, size_t *widths)
{
    for (size_t i = 0; i < table->count; i++) {
        size_t columns = dg_utf8_columns(table->cells[i]);
        size_t *width = &widths[i % table->columns];
        *width = columns > *width ? columns : *width;
    }
}

static void
put_blanks(struct dg_buf *out, size_t count)
{
    while (count-- > 0) {
        dg_buf_u8(out, ' ');
    }
}

/* Blanks are put before the next text only, so that no line ends in one. */
static void
put_row(const struct dg_table *table, const struct dg_str *row,
        const size_t *widths, struct dg_buf *out)
{
    size_t blanks = 0;
    for (size_t c = 0; c < table->columns; c++) {
        size_t left = widths[c] - dg_utf8_columns(row[c]);
        if (row[c].len > 0) {
            put_blanks(out, blanks + (table->right[c] ? left : 0));
            dg_buf_str(out, row[c]);
            blanks = (table->right[c] ? 0 : left) + GAP;
        } else {
            blanks += widths[c] + GAP;
        }
    }
    dg_buf_u8(out, '\n');
}

void
dg_table_render(const struct dg_table *table, struct dg_buf *out)
{
    size_t widths[DG_TABLE_COLUMNS_MAX] = {0};
    if (table->err) {
        out->err = out->err ? out->err : table->err;
        return;
    }
    measure(table, widths);
    for (size_t i = 0; table->count > table->columns && i < table->count;
         i += table->columns) {
        put_row(table, &table->cells[i], widths, out);
    }
}

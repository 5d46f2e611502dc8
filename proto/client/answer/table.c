/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how wide columns are; what stands in them is left to the caller. */
#include "proto/client/answer/table.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "proto/base/date.h"
#include "proto/base/i18n.h"
#include "proto/base/utf8.h"
#include "proto/client/answer/plain.h"

#define GAP 2
#define LEAST 8 /* columns of a cell that goes on in the next line */

void
dg_table_init(struct dg_table *table, struct dg_arena *arena,
              const char *const *heads)
{
    memset(table, 0, sizeof *table);
    table->arena = arena;
    while (heads[table->columns]) {
        const char *head = heads[table->columns];
        head = *head ? _(head) : head; /* "" has the catalogue's own head */
        bool right = head[0] == '>', wraps = head[0] == '~';
        table->right[table->columns] = right;
        table->wraps[table->columns++] = wraps;
        dg_table_cell(table, dg_str_from(head + (right || wraps)));
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
dg_table_take(struct dg_table *table, struct dg_buf *text)
{
    table->err = table->err ? table->err : text->err;
    dg_table_cell(table, (struct dg_str){text->data, text->len});
    dg_buf_finish(text);
}

void
dg_table_number(struct dg_table *table, uint64_t number)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRIu64, number);
    dg_table_cell(table, dg_str_from(digits));
}

void
dg_table_day(struct dg_table *table, struct dg_str instant, bool last)
{
    char day[DG_DATE_SIZE] = "";
    int64_t time_us;
    if (instant.len > 0 && dg_instant_parse(instant, &time_us) == DG_OK) {
        dg_date_format(dg_date_of_instant(time_us - (last ? 1 : 0)), day);
    }
    dg_table_cell(table, dg_str_from(day));
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

static size_t
line_width(const struct dg_table *table, const size_t *widths)
{
    size_t sum = (table->columns - 1) * GAP;
    for (size_t c = 0; c < table->columns; c++) {
        sum += widths[c];
    }
    return sum;
}

/* Takes columns away where they are missed least: all that wrap shrink in
 * proportion to what they wanted, but not below their heads, which come first
 * among the cells. */
static void
shrink(const struct dg_table *table, size_t *widths, size_t width)
{
    size_t wanted[DG_TABLE_COLUMNS_MAX];
    memcpy(wanted, widths, sizeof wanted);
    while (line_width(table, widths) > width) {
        size_t best = table->columns;
        for (size_t c = 0; c < table->columns; c++) {
            if (table->wraps[c] && widths[c] > LEAST &&
                widths[c] > dg_utf8_columns(table->cells[c]) &&
                (best == table->columns ||
                 widths[c] * wanted[best] > widths[best] * wanted[c])) {
                best = c;
            }
        }
        if (best == table->columns) {
            return;
        }
        widths[best]--;
    }
}

static bool
is_break(char last)
{
    return last == ' ' || last == '-';
}

/* Takes from the cell's rest what fits on a line, up to a blank or behind a
 * hyphen if there is one in its second half. */
static struct dg_str
take_line(struct dg_str *rest, size_t width)
{
    struct dg_str line = dg_utf8_clip(*rest, width);
    if (line.len < rest->len && rest->data[line.len] != ' ') {
        size_t blank = line.len;
        while (blank > line.len / 2 && !is_break(line.data[blank - 1])) {
            blank--;
        }
        line.len = blank > line.len / 2 ? blank : line.len;
    }
    *rest = (struct dg_str){rest->data + line.len, rest->len - line.len};
    while (rest->len > 0 && rest->data[0] == ' ') {
        *rest = (struct dg_str){rest->data + 1, rest->len - 1};
    }
    while (line.len > 0 && line.data[line.len - 1] == ' ') {
        line.len--;
    }
    return line;
}

static void
put_blanks(struct dg_buf *out, size_t count)
{
    while (count-- > 0) {
        dg_buf_u8(out, ' ');
    }
}

/* Puts one line of a row and takes it from rest; true if something is left.
 * Blanks are put before the next text only, so that no line ends in one. */
static bool
put_line(const struct dg_table *table, struct dg_str *rest,
         const size_t *widths, struct dg_buf *out)
{
    size_t blanks = 0;
    bool more = false;
    for (size_t c = 0; c < table->columns; c++) {
        struct dg_str line = take_line(&rest[c], widths[c]);
        size_t left = widths[c] - dg_utf8_columns(line);
        more = more || rest[c].len > 0;
        if (line.len > 0) {
            put_blanks(out, blanks + (table->right[c] ? left : 0));
            dg_buf_str(out, line);
            blanks = (table->right[c] ? 0 : left) + GAP;
        } else {
            blanks += widths[c] + GAP;
        }
    }
    dg_buf_u8(out, '\n');
    return more;
}

static void
put_row(const struct dg_table *table, const struct dg_str *row,
        const size_t *widths, struct dg_buf *out)
{
    struct dg_str rest[DG_TABLE_COLUMNS_MAX];
    memcpy(rest, row, table->columns * sizeof *row);
    while (put_line(table, rest, widths, out)) {
    }
}

static bool
is_headless(const struct dg_table *table)
{
    size_t len = 0;
    for (size_t c = 0; c < table->columns; c++) {
        len += table->cells[c].len;
    }
    return len == 0;
}

void
dg_table_render(const struct dg_table *table, size_t width, struct dg_buf *out)
{
    size_t widths[DG_TABLE_COLUMNS_MAX] = {0};
    if (table->err) {
        out->err = out->err ? out->err : table->err;
        return;
    }
    measure(table, widths);
    if (width > 0) {
        shrink(table, widths, width);
    }
    size_t first = is_headless(table) ? table->columns : 0;
    for (size_t i = first; table->count > table->columns && i < table->count;
         i += table->columns) {
        put_row(table, &table->cells[i], widths, out);
    }
}

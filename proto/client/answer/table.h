/* SPDX-License-Identifier: Apache-2.0 */
/* Tables for people: columns as wide as their widest cell on a terminal, where
 * a Han character takes two columns; where there is less room, some cells go on
 * in the next line. */
#ifndef PROTO_CLIENT_ANSWER_TABLE_H
#define PROTO_CLIENT_ANSWER_TABLE_H

#include <stdbool.h>

#include "proto/base/arena.h"
#include "proto/base/buf.h"

#define DG_TABLE_COLUMNS_MAX 8

struct dg_table {
    struct dg_arena *arena;
    size_t columns;
    bool right[DG_TABLE_COLUMNS_MAX]; /* aligned to the right */
    bool wraps[DG_TABLE_COLUMNS_MAX]; /* may go on in the next line */
    struct dg_str *cells;             /* row by row, the heads first */
    size_t count, room;
    enum dg_err err; /* sticky */
};

/* heads: column titles, at most DG_TABLE_COLUMNS_MAX, then NULL. A title that
 * begins with '>' makes its column align to the right, one with '~' lets its
 * cells go on in the next line. If none has a text, there is no
 * line of heads. */
void dg_table_init(struct dg_table *table, struct dg_arena *arena,
                   const char *const *heads);
void dg_table_finish(struct dg_table *table);

/* The next cell, row by row; text is copied. */
void dg_table_cell(struct dg_table *table, struct dg_str text);
/* The same of what text holds, which is finished. */
void dg_table_take(struct dg_table *table, struct dg_buf *text);
void dg_table_number(struct dg_table *table, uint64_t number);
/* The China day of an instant; of an end the last day, which is the one before
 * if it falls on a midnight. Empty if it is no instant. */
void dg_table_day(struct dg_table *table, struct dg_str instant, bool last);

/* Appends the table to out: two blanks between columns, none at a line's
 * end; nothing when it has no row. Lines are at most width columns long as far
 * as the columns that wrap can give way; 0: as long as they are. */
void dg_table_render(const struct dg_table *table, size_t width,
                     struct dg_buf *out);

#endif

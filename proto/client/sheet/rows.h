/* SPDX-License-Identifier: Apache-2.0 */
/* What a sheet says, or what the gateway says, in one shape: rows of values as
 * they are on the wire, found by key. */
#ifndef PROTO_CLIENT_SHEET_ROWS_H
#define PROTO_CLIENT_SHEET_ROWS_H

#define HASH_NONFATAL_OOM 1
#include <uthash.h>

#include "proto/base/arena.h"
#include "proto/client/sheet/column.h"

/* Empty, one item, or several. */
struct dg_value {
    struct dg_str *items;
    size_t count;
};

struct dg_row {
    size_t line; /* of the file, where it begins; 0: it is from no file */
    struct dg_str key;
    struct dg_value *values; /* one for each column of the form */
    UT_hash_handle hh;
};

struct dg_rows {
    const struct dg_form *form;
    struct dg_arena arena; /* of everything but the array and the table */
    struct dg_row **items; /* in the order they were added */
    size_t count, room;
    struct dg_row *by_key;
    enum dg_err err; /* sticky: memory */
};

void dg_rows_init(struct dg_rows *rows, const struct dg_form *form);
void dg_rows_finish(struct dg_rows *rows);

/* An empty row that is not among the others yet; NULL without memory. */
struct dg_row *dg_rows_make(struct dg_rows *rows, size_t line);

/* Takes the row among the others under its key. Gives the row that has the key
 * already, if it could not be merged with that; else NULL. */
const struct dg_row *dg_rows_add(struct dg_rows *rows, struct dg_row *row);

/* NULL if there is none. */
const struct dg_row *dg_rows_find(const struct dg_rows *rows,
                                  struct dg_str key);

/* Adds an item to a value; text is copied. */
void dg_rows_put(struct dg_rows *rows, struct dg_value *value,
                 struct dg_str text);

/* The first item; empty if there is none. */
struct dg_str dg_rows_text(const struct dg_row *row, size_t column);

bool dg_rows_equal(const struct dg_value *a, const struct dg_value *b);

#endif

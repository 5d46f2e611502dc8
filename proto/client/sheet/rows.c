/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how rows are kept and found; what they mean is the form's. */
#include "proto/client/sheet/rows.h"

#include <stdlib.h>

void
dg_rows_init(struct dg_rows *rows, const struct dg_form *form)
{
    *rows = (struct dg_rows){.form = form};
    dg_arena_init(&rows->arena, SIZE_MAX);
}

void
dg_rows_finish(struct dg_rows *rows)
{
    HASH_CLEAR(hh, rows->by_key);
    free(rows->items);
    dg_arena_finish(&rows->arena);
    *rows = (struct dg_rows){.form = rows->form};
}

struct dg_row *
dg_rows_make(struct dg_rows *rows, size_t line)
{
    struct dg_row *row = dg_arena_alloc(&rows->arena, sizeof *row);
    if (row) {
        row->line = line;
        row->values = dg_arena_alloc(&rows->arena,
                                     rows->form->count * sizeof *row->values);
    }
    if (!row || !row->values) {
        rows->err = DG_ERR_MEMORY;
        return NULL;
    }
    return row;
}

static bool
make_room(struct dg_rows *rows)
{
    size_t room = rows->room ? rows->room * 2 : 256;
    struct dg_row **items;
    if (rows->count < rows->room) {
        return true;
    }
    items = reallocarray(rows->items, room, sizeof(struct dg_row *));
    if (!items) {
        rows->err = DG_ERR_MEMORY;
        return false;
    }
    rows->items = items;
    rows->room = room;
    return true;
}

const struct dg_row *
dg_rows_add(struct dg_rows *rows, struct dg_row *row)
{
    struct dg_row *same;
    row->key = rows->form->key(rows, row);
    HASH_FIND(hh, rows->by_key, row->key.data, row->key.len, same);
    if (same) {
        bool merged = rows->form->merge && rows->form->merge(rows, same, row);
        return merged ? NULL : same;
    }
    if (!make_room(rows)) {
        return NULL;
    }
    HASH_ADD_KEYPTR(hh, rows->by_key, row->key.data, row->key.len, row);
    if (!row->hh.tbl) {
        rows->err = DG_ERR_MEMORY;
        return NULL;
    }
    rows->items[rows->count++] = row;
    return NULL;
}

const struct dg_row *
dg_rows_find(const struct dg_rows *rows, struct dg_str key)
{
    const struct dg_row *row;
    HASH_FIND(hh, rows->by_key, key.data, key.len, row);
    return row;
}

void
dg_rows_put(struct dg_rows *rows, struct dg_value *value, struct dg_str text)
{
    size_t count = value->count;
    struct dg_str *items = value->items;
    struct dg_str copy = dg_arena_copy(&rows->arena, text);
    if ((count & (count - 1)) == 0) { /* full, at each power of two */
        items = dg_arena_alloc(&rows->arena,
                               (count ? count * 2 : 1) * sizeof *items);
        if (items && count > 0) {
            memcpy(items, value->items, count * sizeof *items);
        }
    }
    if (!items || !copy.data) {
        rows->err = DG_ERR_MEMORY;
        return;
    }
    items[count] = copy;
    value->items = items;
    value->count++;
}

struct dg_str
dg_rows_text(const struct dg_row *row, size_t column)
{
    const struct dg_value *value = &row->values[column];
    return value->count ? value->items[0] : (struct dg_str){NULL, 0};
}

bool
dg_rows_equal(const struct dg_value *a, const struct dg_value *b)
{
    if (a->count != b->count) {
        return false;
    }
    for (size_t i = 0; i < a->count; i++) {
        if (!dg_str_equal(a->items[i], b->items[i])) {
            return false;
        }
    }
    return true;
}

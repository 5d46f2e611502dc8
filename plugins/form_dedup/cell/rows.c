/* SPDX-License-Identifier: Apache-2.0 */
/* Which subjects an office named in a slot, and how many have a value: the rows
 * of its list. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/form_dedup/cell/store.h"

static struct dg_rows *
find_rows(const struct dg_cells *cells, struct dg_cell_key key)
{
    const struct dg_cell *list;
    key.subject = 0;
    list = dg_cells_find(cells, key);
    return list && list->rows ? dg_chunks_at(&cells->rows, list->rows - 1)
                              : NULL;
}

static struct dg_rows *
take_rows(struct dg_cells *cells, struct dg_cell_key key)
{
    struct dg_cell *list;
    struct dg_rows *rows;
    key.subject = 0;
    list = dg_cells_take(cells, key);
    if (!list) {
        return NULL;
    }
    if (list->rows) {
        return dg_chunks_at(&cells->rows, list->rows - 1);
    }
    rows = dg_chunks_add(&cells->rows);
    if (rows) {
        list->rows = cells->rows.count;
        rows->text[0] = '0';
    }
    return rows;
}

static bool
make_room(struct dg_rows *rows)
{
    uint32_t room = rows->room ? rows->room + rows->room / 2 : 4;
    const struct dg_subject **grown;
    if (rows->count < rows->room) {
        return true;
    }
    grown = realloc(rows->subjects, room * sizeof *grown);
    if (!grown) {
        return false;
    }
    rows->subjects = grown;
    rows->room = room;
    return true;
}

bool
dg_rows_take(struct dg_cells *cells, struct dg_cell *cell)
{
    struct dg_rows *rows;
    if (cell->rows) {
        return true;
    }
    rows = take_rows(cells, cell->key);
    if (!rows || !make_room(rows)) {
        return false;
    }
    rows->subjects[rows->count++] =
        dg_chunks_at(&cells->subjects, cell->key.subject);
    rows->sorted = false;
    cell->rows = 1;
    return true;
}

void
dg_rows_count(const struct dg_cells *cells, struct dg_cell_key key, bool more)
{
    struct dg_rows *rows = find_rows(cells, key);
    if (rows) {
        rows->filled = more ? rows->filled + 1 : rows->filled - 1;
        snprintf(rows->text, sizeof rows->text, "%u", rows->filled);
    }
}

struct dg_plugin_str
dg_rows_text(const struct dg_cells *cells, struct dg_cell_key key)
{
    const struct dg_rows *rows = find_rows(cells, key);
    const char *text = rows ? rows->text : "0";
    return (struct dg_plugin_str){text, strlen(text)};
}

uint32_t
dg_cells_rows(const struct dg_cells *cells, uint32_t slot, uint32_t office)
{
    struct dg_cell_key key = {slot, office, 0};
    const struct dg_rows *rows = find_rows(cells, key);
    return rows ? rows->filled : 0;
}

static int
compare(const void *a, const void *b)
{
    const struct dg_subject *const *x = a, *const *y = b;
    return memcmp((*x)->name, (*y)->name, sizeof(*x)->name);
}

void
dg_cells_each_subject(const struct dg_cells *cells, uint32_t slot,
                      uint32_t office,
                      bool (*each)(void *ctx, uint32_t subject), void *ctx)
{
    struct dg_cell_key key = {slot, office, 0};
    struct dg_rows *rows = find_rows(cells, key);
    struct dg_saying value;
    if (!rows) {
        return;
    }
    if (!rows->sorted) {
        qsort(rows->subjects, rows->count, sizeof(struct dg_subject *),
              compare);
        rows->sorted = true;
    }
    for (uint32_t i = 0; i < rows->count; i++) {
        key.subject = rows->subjects[i]->number;
        if ((dg_cells_value(cells, key, false, &value) ||
             dg_cells_value(cells, key, true, &value)) &&
            !each(ctx, key.subject)) {
            return;
        }
    }
}

void
dg_cells_each_said(const struct dg_cells *cells, uint32_t slot, uint32_t office,
                   bool (*each)(void *ctx, uint32_t subject), void *ctx)
{
    struct dg_cell_key key = {slot, office, 0};
    const struct dg_rows *rows = find_rows(cells, key);
    for (uint32_t i = 0; rows && i < rows->count; i++) {
        if (!each(ctx, rows->subjects[i]->number)) {
            return;
        }
    }
}

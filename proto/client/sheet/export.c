/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how a sheet is written: commas, quotation marks where they are
 * needed, long values over several rows where the form merges them. */
#include "proto/client/sheet/export.h"

#include <csv.h>
#include <stdlib.h>

#include "proto/base/i18n.h"
#include "proto/client/sheet/cell.h"

#define ITEMS_MAX                                                              \
    1000 /* of a cell, if rows can be merged; a spreadsheet's                  \
            cell takes 32,767 characters */

static bool
needs_quotes(struct dg_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (strchr(",;\t\"\r\n", text.data[i])) {
            return true;
        }
    }
    return text.len > 0 &&
           (text.data[0] == ' ' || text.data[text.len - 1] == ' ');
}

void
dg_export_cell(struct dg_buf *out, struct dg_str text)
{
    size_t need;
    char *quoted;
    if (!needs_quotes(text)) {
        dg_buf_str(out, text);
        return;
    }
    need = csv_write(NULL, 0, text.data, text.len);
    quoted = malloc(need);
    if (!quoted) {
        out->err = DG_ERR_MEMORY;
        return;
    }
    csv_write(quoted, need, text.data, text.len);
    dg_buf_append(out, quoted, need);
    free(quoted);
}

/* Columns that only people read are not written: the gateway does not keep
 * them. */
static bool
is_written(const struct dg_column *column)
{
    return column->type != DG_COLUMN_IGNORED;
}

static void
put_headings(struct dg_buf *out, const struct dg_form *form)
{
    for (size_t c = 0; c < form->count; c++) {
        if (is_written(&form->columns[c])) {
            dg_buf_text(out, c > 0 ? "," : "");
            dg_export_cell(out, dg_str_from(_(form->columns[c].heading)));
        }
    }
    dg_buf_u8(out, '\n');
}

/* What of the value goes into the nth row of its row. */
static struct dg_value
slice(const struct dg_form *form, const struct dg_value *value, size_t n)
{
    size_t skip = n * ITEMS_MAX;
    struct dg_value part = *value;
    if (!form->merge || value->count <= ITEMS_MAX) {
        return part;
    }
    part.items += skip < value->count ? skip : value->count;
    part.count -= skip < value->count ? skip : value->count;
    part.count = part.count < ITEMS_MAX ? part.count : ITEMS_MAX;
    return part;
}

static size_t
count_slices(const struct dg_form *form, const struct dg_row *row)
{
    size_t most = 1;
    for (size_t c = 0; form->merge && c < form->count; c++) {
        size_t slices = (row->values[c].count + ITEMS_MAX - 1) / ITEMS_MAX;
        most = slices > most ? slices : most;
    }
    return most;
}

static void
put_row(struct dg_buf *out, const struct dg_form *form,
        const struct dg_row *row, size_t n)
{
    struct dg_buf text;
    dg_buf_init(&text);
    for (size_t c = 0; c < form->count; c++) {
        struct dg_value part = slice(form, &row->values[c], n);
        if (is_written(&form->columns[c])) {
            dg_buf_clear(&text);
            dg_cell_write(&text, &form->columns[c], &part);
            dg_buf_text(out, c > 0 ? "," : "");
            dg_export_cell(out, (struct dg_str){text.data, text.len});
        }
    }
    dg_buf_u8(out, '\n');
    out->err = text.err ? text.err : out->err;
    dg_buf_finish(&text);
}

static size_t
count_odd(const struct dg_form *form, const struct dg_row *row)
{
    size_t odd = 0;
    for (size_t c = 0; c < form->count; c++) {
        for (size_t i = 0; i < row->values[c].count; i++) {
            odd += dg_cell_splits(&form->columns[c], row->values[c].items[i]);
        }
    }
    return odd;
}

void
dg_export_write(const struct dg_rows *rows, bool bom, struct dg_buf *out,
                size_t *odd)
{
    *odd = 0;
    dg_buf_text(out, bom ? "\xef\xbb\xbf" : "");
    put_headings(out, rows->form);
    for (size_t i = 0; i < rows->count; i++) {
        size_t slices = count_slices(rows->form, rows->items[i]);
        for (size_t n = 0; n < slices; n++) {
            put_row(out, rows->form, rows->items[i], n);
        }
        *odd += count_odd(rows->form, rows->items[i]);
    }
}

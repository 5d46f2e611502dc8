/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how each type of column is written in JSON. */
#include "proto/client/sheet/wire.h"

#include "proto/client/sheet/cell.h"

/* ---- reading ------------------------------------------------------------ */

static void
put_node(struct dg_rows *rows, const struct dg_column *column,
         const struct dg_json *node, struct dg_value *value)
{
    if (node->type == DG_JSON_BOOLEAN) {
        dg_rows_put(rows, value, dg_str_from(node->boolean ? "true" : "false"));
    } else if (column->type == DG_COLUMN_FREQUENCY) {
        const struct dg_json *times = dg_json_get(node, "times");
        struct dg_str text =
            dg_arena_printf(&rows->arena, "%.*s/%.*s",
                            DG_STR_ARG(times ? times->text : DG_STR("1")),
                            DG_STR_ARG(dg_json_get_str(node, "per")));
        dg_rows_put(rows, value, text);
    } else {
        dg_rows_put(rows, value, node->text);
    }
}

static void
read_value(struct dg_rows *rows, const struct dg_column *column,
           const struct dg_json *node, struct dg_value *value)
{
    if (!node || node->type == DG_JSON_NULL) {
        return;
    }
    if (column->several) {
        for (node = node->child; node; node = node->next) {
            put_node(rows, column, node, value);
        }
        return;
    }
    put_node(rows, column, node, value);
    if (column->usual && value->count == 1 &&
        dg_str_is(value->items[0], column->usual)) {
        value->count = 0;
    }
}

void
dg_wire_read(struct dg_rows *rows, const struct dg_json *object)
{
    const struct dg_form *form = rows->form;
    struct dg_row *row = dg_rows_make(rows, 0);
    for (size_t c = 0; row && c < form->count; c++) {
        if (form->columns[c].type != DG_COLUMN_IGNORED) {
            read_value(rows, &form->columns[c],
                       dg_json_get(object, form->columns[c].member),
                       &row->values[c]);
        }
    }
    if (row && !rows->err) {
        (void) dg_rows_add(rows, row);
    }
}

/* ---- writing ------------------------------------------------------------ */

static size_t
write_frequency(struct dg_json_writer *out, struct dg_str text)
{
    uint64_t times;
    struct dg_str per;
    if (!dg_cell_frequency(text, &times, &per)) {
        dg_json_null(out);
        return 1;
    }
    dg_json_open_object(out);
    dg_json_put_integer(out, "times", (int64_t) times);
    dg_json_put_str(out, "per", per);
    dg_json_close_object(out);
    return 3;
}

static size_t
write_item(struct dg_json_writer *out, const struct dg_column *column,
           struct dg_str item)
{
    uint64_t number = 0;
    switch (column->type) {
    case DG_COLUMN_FREQUENCY:
        return write_frequency(out, item);
    case DG_COLUMN_FLAG:
        dg_json_boolean(out, dg_str_is(item, "true"));
        return 1;
    case DG_COLUMN_NUMBER:
        (void) dg_str_to_u64(item, &number);
        dg_json_integer(out, (int64_t) number);
        return 1;
    default:
        dg_json_str(out, item);
        return 1;
    }
}

size_t
dg_wire_write_value(struct dg_json_writer *out, const struct dg_column *column,
                    const struct dg_value *value)
{
    size_t nodes = 1;
    if (value->count == 0) {
        dg_json_null(out);
        return nodes;
    }
    if (!column->several) {
        return write_item(out, column, value->items[0]);
    }
    dg_json_open_array(out);
    for (size_t i = 0; i < value->count; i++) {
        nodes += write_item(out, column, value->items[i]);
    }
    dg_json_close_array(out);
    return nodes;
}

size_t
dg_wire_write(struct dg_json_writer *out, const struct dg_form *form,
              const struct dg_row *row)
{
    size_t nodes = 1;
    dg_json_open_object(out);
    for (size_t c = 0; c < form->count; c++) {
        if (row->values[c].count > 0) {
            dg_json_name(out, form->columns[c].member);
            nodes +=
                dg_wire_write_value(out, &form->columns[c], &row->values[c]);
        }
    }
    dg_json_close_object(out);
    return nodes;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Rows as members of events, and back: the table of columns says how. */
#ifndef PROTO_CLIENT_SHEET_WIRE_H
#define PROTO_CLIENT_SHEET_WIRE_H

#include "proto/client/sheet/rows.h"
#include "proto/codec/json_writer.h"

/* Adds a row for an object as the gateway writes it. Members that are no
 * column are left out. */
void dg_wire_read(struct dg_rows *rows, const struct dg_json *object);

/* Writes the row as an object; what is usual is left out. Gives the number of
 * JSON values in it. */
size_t dg_wire_write(struct dg_json_writer *out, const struct dg_form *form,
                     const struct dg_row *row);

/* Writes a value, without its name; null for none. */
size_t dg_wire_write_value(struct dg_json_writer *out,
                           const struct dg_column *column,
                           const struct dg_value *value);

#endif

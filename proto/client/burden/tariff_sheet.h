/* SPDX-License-Identifier: Apache-2.0 */
/* A tariff as sheets (CSV): its rows, and workers by office. */
#ifndef PROTO_CLIENT_BURDEN_TARIFF_SHEET_H
#define PROTO_CLIENT_BURDEN_TARIFF_SHEET_H

#include "proto/client/sheet/rows.h"
#include "proto/codec/json_writer.h"

extern const struct dg_form dg_tariff_sheet_rows;
extern const struct dg_form dg_tariff_sheet_workers;

/* Writes rows of either form as the array that tariff.publish has. What the
 * gateway has is read by dg_wire_read. */
void dg_tariff_sheet_write(struct dg_json_writer *out,
                           const struct dg_rows *rows);

#endif

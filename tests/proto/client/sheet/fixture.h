/* SPDX-License-Identifier: Apache-2.0 */
/* Sheets from bytes, for tests. */
#ifndef TESTS_PROTO_CLIENT_SHEET_FIXTURE_H
#define TESTS_PROTO_CLIENT_SHEET_FIXTURE_H

#include "proto/client/sheet/forms.h"
#include "proto/client/sheet/sheet.h"

/* Reads bytes as the file F into rows, which the caller finishes. The
 * complaints; valid until the next call. */
const char *fixture_read(const struct dg_form *form, struct dg_str bytes,
                         struct dg_rows *rows);

/* The complaints about a sheet of which nothing else is asked. */
const char *fixture_complaints(const struct dg_form *form, const char *text);

/* A column of a row: items with | between them; valid until the next call. */
const char *fixture_value(const struct dg_row *row, size_t column);

/* The row as JSON; valid until the next call. */
const char *fixture_json(const struct dg_rows *rows, const struct dg_row *row);

/* The column of a form that has this member. */
size_t fixture_column(const struct dg_form *form, const char *member);

#endif

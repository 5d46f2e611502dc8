/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps the texts that are handed out. */
#include "tests/proto/client/sheet/fixture.h"

#include <stdio.h>
#include <stdlib.h>

#include "proto/client/sheet/wire.h"

static char text[65536];

const char *
fixture_read(const struct dg_form *form, struct dg_str bytes,
             struct dg_rows *rows)
{
    struct dg_complaints complaints;
    /* A copy of exactly these bytes, so that reading behind them is seen. */
    char *copy = malloc(bytes.len ? bytes.len : 1);
    if (!copy) {
        exit(99);
    }
    memcpy(copy, bytes.data, bytes.len);
    dg_rows_init(rows, form);
    dg_complaints_init(&complaints, "F");
    if (dg_sheet_parse((struct dg_str){copy, bytes.len}, rows, &complaints)) {
        exit(99);
    }
    snprintf(text, sizeof text, "%.*s", (int) complaints.text.len,
             complaints.text.data ? complaints.text.data : "");
    dg_complaints_finish(&complaints);
    free(copy);
    return text;
}

const char *
fixture_complaints(const struct dg_form *form, const char *sheet)
{
    struct dg_rows rows;
    const char *said = fixture_read(form, dg_str_from(sheet), &rows);
    dg_rows_finish(&rows);
    return said;
}

const char *
fixture_value(const struct dg_row *row, size_t column)
{
    const struct dg_value *value = &row->values[column];
    size_t len = 0;
    text[0] = '\0';
    for (size_t i = 0; i < value->count; i++) {
        len += (size_t) snprintf(text + len, sizeof text - len, "%s%.*s",
                                 i > 0 ? "|" : "", DG_STR_ARG(value->items[i]));
    }
    return text;
}

const char *
fixture_json(const struct dg_rows *rows, const struct dg_row *row)
{
    struct dg_json_writer *writer;
    struct dg_str json;
    if (dg_json_writer_create(&writer)) {
        exit(99);
    }
    dg_wire_write(writer, rows->form, row);
    if (dg_json_writer_text(writer, &json)) {
        exit(99);
    }
    snprintf(text, sizeof text, "%.*s", DG_STR_ARG(json));
    dg_json_writer_destroy(writer);
    return text;
}

size_t
fixture_column(const struct dg_form *form, const char *member)
{
    size_t c = 0;
    while (c < form->count && strcmp(form->columns[c].member, member) != 0) {
        c++;
    }
    if (c == form->count) {
        exit(99);
    }
    return c;
}

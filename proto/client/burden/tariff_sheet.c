/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which columns the sheets of a tariff have, and what may stand in
 * them. Which rows there must be is the gateway's to say. */
#include "proto/client/burden/tariff_sheet.h"

#include "proto/base/i18n.h"
#include "proto/client/burden/decimal.h"
#include "proto/client/burden/number.h"
#include "proto/client/sheet/wire.h"

#define WORKERS_MAX 100000

/* ---- rows --------------------------------------------------------------- */

enum { ROW, MINUTES, USUAL, ROW_NAME, ROW_NUMBER, ROW_REMARK, ROW_COUNT };

static const struct dg_column row_columns[ROW_COUNT] = {
    [ROW] = {.member = "row",
             .heading = N_("row"),
             .chinese = "项目|项目代码|代码|编码",
             .type = DG_COLUMN_CODE,
             .required = true},
    [MINUTES] = {.member = "minutes",
                 .heading = N_("minutes"),
                 .chinese = "分钟|分钟数|折算分钟|折算工时",
                 .type = DG_COLUMN_TEXT,
                 .required = true,
                 .most = 32},
    [USUAL] = {.member = "usual",
               .heading = N_("usual"),
               .chinese = "日常占比|常规占比|日常比例",
               .type = DG_COLUMN_TEXT,
               .most = 32},
    [ROW_NAME] = {.member = "name",
                  .heading = N_("name"),
                  .chinese = "名称|项目名称",
                  .type = DG_COLUMN_IGNORED},
    [ROW_NUMBER] = DG_COLUMN_OF_NUMBERS,
    [ROW_REMARK] = DG_COLUMN_OF_REMARKS,
};

static struct dg_str
row_key(struct dg_rows *rows, const struct dg_row *row)
{
    (void) rows;
    return dg_rows_text(row, ROW);
}

/* A number as people write it becomes what it is on the wire; a share may be in
 * per cent. False: it is none, or not what the wire takes. */
static bool
read_decimal(struct dg_str text, bool share, struct dg_buf *out)
{
    struct dg_number number;
    struct dg_buf why;
    dg_buf_init(&why);
    dg_number_init(&number);
    bool read = !dg_number_read(&number, text, &why);
    bool percent = share && number.unit == DG_UNIT_PERCENT;
    read = read && mpz_sgn(number.units) >= 0 &&
           (percent || number.unit == DG_UNIT_ONE) &&
           number.decimals <= (share && !percent ? 4 : 2);
    if (read) {
        dg_decimal_put_plain(out, number.units,
                             number.decimals + (percent ? 2 : 0));
    }
    dg_number_finish(&number);
    dg_buf_finish(&why);
    return read;
}

static bool
is_decimal(const struct dg_row *row, size_t column, bool share)
{
    struct dg_buf out;
    dg_buf_init(&out);
    bool is = dg_rows_text(row, column).len == 0 ||
              read_decimal(dg_rows_text(row, column), share, &out);
    dg_buf_finish(&out);
    return is;
}

static const char *
check_row(const struct dg_row *row, size_t *column)
{
    *column = MINUTES;
    if (!is_decimal(row, MINUTES, false)) {
        return N_("is no number of minutes such as 1.5 or 0.25");
    }
    *column = USUAL;
    return is_decimal(row, USUAL, true) ? NULL
                                        : N_("is no share such as 0.25 or 25%");
}

const struct dg_form dg_tariff_sheet_rows = {
    .columns = row_columns,
    .count = ROW_COUNT,
    .named = ROW,
    .key = row_key,
    .check = check_row,
    .quoted = true,
};

/* ---- workers ------------------------------------------------------------ */

enum {
    CODE,
    WORKERS,
    OFFICE_NAME,
    OFFICE_NUMBER,
    OFFICE_REMARK,
    WORKERS_COUNT
};

static const struct dg_column worker_columns[WORKERS_COUNT] = {
    [CODE] = {.member = "code",
              .heading = N_("code"),
              .chinese = "编码|代码|区划代码",
              .type = DG_COLUMN_OFFICE,
              .required = true},
    [WORKERS] = {.member = "workers",
                 .heading = N_("workers"),
                 .chinese = "在岗人数|人数|工作人员",
                 .type = DG_COLUMN_NUMBER,
                 .required = true,
                 .least = 1,
                 .most = WORKERS_MAX},
    [OFFICE_NAME] = {.member = "name",
                     .heading = N_("name"),
                     .chinese = "名称|单位|村社区",
                     .type = DG_COLUMN_IGNORED},
    [OFFICE_NUMBER] = DG_COLUMN_OF_NUMBERS,
    [OFFICE_REMARK] = DG_COLUMN_OF_REMARKS,
};

static struct dg_str
worker_key(struct dg_rows *rows, const struct dg_row *row)
{
    (void) rows;
    return dg_rows_text(row, CODE);
}

const struct dg_form dg_tariff_sheet_workers = {
    .columns = worker_columns,
    .count = WORKERS_COUNT,
    .named = CODE,
    .key = worker_key,
};

/* ---- as JSON ------------------------------------------------------------ */

static void
put_decimal(struct dg_json_writer *out, const char *name, struct dg_str text,
            bool share)
{
    struct dg_buf decimal;
    dg_buf_init(&decimal);
    if (text.len > 0 && read_decimal(text, share, &decimal)) {
        dg_json_put_str(out, name, (struct dg_str){decimal.data, decimal.len});
    }
    dg_buf_finish(&decimal);
}

void
dg_tariff_sheet_write(struct dg_json_writer *out, const struct dg_rows *rows)
{
    dg_json_open_array(out);
    for (size_t i = 0; i < rows->count; i++) {
        const struct dg_row *row = rows->items[i];
        if (rows->form == &dg_tariff_sheet_workers) {
            dg_wire_write(out, rows->form, row);
            continue;
        }
        dg_json_open_object(out);
        dg_json_put_str(out, "row", dg_rows_text(row, ROW));
        put_decimal(out, "minutes", dg_rows_text(row, MINUTES), false);
        put_decimal(out, "usual", dg_rows_text(row, USUAL), true);
        dg_json_close_object(out);
    }
    dg_json_close_array(out);
}

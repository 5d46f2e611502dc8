/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what the cells of a filled-in sheet say. Whether that is right is the
 * gateway's to tell. */
#include "proto/client/report/answers.h"

#include "proto/base/i18n.h"
#include "proto/client/report/grid_sheet.h"
#include "proto/client/report/spelling.h"
#include "proto/client/sheet/cmd_sheet.h"
#include "proto/client/sheet/export.h"
#include "proto/client/sheet/sheet.h"

enum {
    ELEMENT,
    LABEL,
    PERIOD,
    SUBJECT,
    VALUE,
    UNIT,
    DUE,
    LAST,
    ASKED_BY,
    RETURNED,
    TAKES,
    COLUMN_COUNT
};

static const struct dg_column columns[COLUMN_COUNT] = {
    [ELEMENT] = {.member = "element",
                 .heading = N_("element"),
                 .chinese = "数据元|数据元编码|指标编码",
                 .type = DG_COLUMN_TEXT,
                 .required = true,
                 .most = 64},
    [LABEL] = {.member = "label",
               .heading = N_("label"),
               .chinese = "指标名称|指标",
               .type = DG_COLUMN_IGNORED},
    [PERIOD] = {.member = "period",
                .heading = N_("period"),
                .chinese = "期次|期间|报告期",
                .type = DG_COLUMN_TEXT,
                .most = 20},
    [SUBJECT] = {.member = "subject",
                 .heading = N_("subject"),
                 .chinese = "对象",
                 .type = DG_COLUMN_TEXT,
                 .most = 32},
    [VALUE] = {.member = "value",
               .heading = N_("value"),
               .chinese = "填报值|数值|值",
               .type = DG_COLUMN_TEXT,
               .most = 2000},
    [UNIT] = {.member = "unit",
              .heading = N_("unit"),
              .chinese = "单位|计量单位",
              .type = DG_COLUMN_TEXT,
              .most = 32},
    [DUE] = {.member = "due",
             .heading = N_("due"),
             .chinese = "截止日期|截止",
             .type = DG_COLUMN_IGNORED},
    [LAST] = {.member = "last",
              .heading = N_("last value"),
              .chinese = "上期值",
              .type = DG_COLUMN_IGNORED},
    [ASKED_BY] = {.member = "askedby",
                  .heading = N_("asked by"),
                  .chinese = "要数部门",
                  .type = DG_COLUMN_IGNORED},
    [RETURNED] = {.member = "returned",
                  .heading = N_("returned"),
                  .chinese = "退回原因",
                  .type = DG_COLUMN_IGNORED},
    [TAKES] = {.member = "takes",
               .heading = N_("takes"),
               .chinese = "填写要求",
               .type = DG_COLUMN_IGNORED},
};

/* The period as it travels; what is none as it was written. */
static struct dg_str
period_of(const struct dg_row *row, char room[DG_SPELLING_SIZE])
{
    struct dg_str text = dg_rows_text(row, PERIOD);
    return dg_spelling_period(text, room) ? dg_str_from(room) : text;
}

static const char *
check_row(const struct dg_row *row, size_t *column)
{
    struct dg_str text = dg_rows_text(row, PERIOD);
    char room[DG_SPELLING_SIZE];
    *column = PERIOD;
    return text.len == 0 || dg_spelling_period(text, room) ? NULL
                                                           : DG_SPELLING_NONE;
}

/* A cell stands once in a sheet. */
static struct dg_str
row_key(struct dg_rows *rows, const struct dg_row *row)
{
    struct dg_buf key;
    struct dg_str copy;
    char period[DG_SPELLING_SIZE];
    dg_buf_init(&key);
    dg_buf_printf(&key, "%.*s %.*s %.*s",
                  DG_STR_ARG(dg_rows_text(row, ELEMENT)),
                  DG_STR_ARG(period_of(row, period)),
                  DG_STR_ARG(dg_rows_text(row, SUBJECT)));
    copy = dg_arena_copy(&rows->arena, (struct dg_str){key.data, key.len});
    dg_buf_finish(&key);
    return copy;
}

static const struct dg_form form = {
    .columns = columns,
    .count = COLUMN_COUNT,
    .named = ELEMENT,
    .key = row_key,
    .check = check_row,
};

void
dg_answers_put_head(struct dg_buf *out)
{
    for (size_t c = 0; c < COLUMN_COUNT; c++) {
        dg_buf_text(out, c > 0 ? "," : "");
        dg_export_cell(out, dg_str_from(_(columns[c].heading)));
    }
    dg_buf_text(out, "\n");
}

/* ---- what a cell says --------------------------------------------------- */

static bool
is_one_of(struct dg_str text, const char *const *words)
{
    while (*words && !dg_str_is(text, *words)) {
        words++;
    }
    return *words != NULL;
}

/* Writes the member that the answer is; nothing for a blank. */
static void
put_answer(struct dg_json_writer *writer, struct dg_str text)
{
    static const char *const none[] = {"none", "无", "无此情况", NULL};
    static const char *const same[] = {"same", "同上期", "与上期一致", NULL};
    if (is_one_of(text, none)) {
        dg_json_put_boolean(writer, "none", true);
    } else if (is_one_of(text, same)) {
        dg_json_put_boolean(writer, "same", true);
    } else {
        dg_json_put_str(writer, "value", text);
    }
}

/* ---- figures ------------------------------------------------------------ */

static void
put_figures(struct dg_json_writer *writer, const struct dg_rows *rows)
{
    dg_json_name(writer, "values");
    dg_json_open_array(writer);
    for (size_t i = 0; i < rows->count; i++) {
        const struct dg_row *row = rows->items[i];
        struct dg_str value = dg_rows_text(row, VALUE);
        char period[DG_SPELLING_SIZE];
        if (value.len == 0) {
            continue;
        }
        dg_json_open_object(writer);
        dg_json_put_str(writer, "element", dg_rows_text(row, ELEMENT));
        dg_json_put_str(writer, "period", period_of(row, period));
        dg_json_put_str(writer, "subject", dg_rows_text(row, SUBJECT));
        put_answer(writer, value);
        dg_json_put_str(writer, "unit", dg_rows_text(row, UNIT));
        dg_json_close_object(writer);
    }
    dg_json_close_array(writer);
}

static int
read_figures(struct dg_cli *cli, const char *path,
             struct dg_json_writer *writer)
{
    struct dg_rows rows;
    size_t filled = 0;
    dg_rows_init(&rows, &form);
    int status = dg_cmd_sheet_read(cli, path, &rows);
    for (size_t i = 0; !status && i < rows.count; i++) {
        filled += dg_rows_text(rows.items[i], VALUE).len > 0;
    }
    if (!status && filled == 0) {
        status = dg_cli_fail(cli, DG_EXIT_DATA, _("%s: nothing is filled in"),
                             dg_cmd_sheet_name(path));
    }
    if (!status) {
        put_figures(writer, &rows);
    }
    dg_rows_finish(&rows);
    return status;
}

/* ---- a list ------------------------------------------------------------- */

/* A row: the cell under the key's heading, then all others that say
 * something. */
static void
put_subject(struct dg_json_writer *writer, const struct dg_grid_sheet *sheet,
            size_t row, size_t key)
{
    dg_json_open_object(writer);
    dg_json_put_str(writer, "key", dg_grid_sheet_cell(sheet, row, key));
    dg_json_name(writer, "values");
    dg_json_open_array(writer);
    for (size_t c = 0; c < sheet->width; c++) {
        struct dg_str text = dg_grid_sheet_cell(sheet, row, c);
        if (c == key || text.len == 0) {
            continue;
        }
        dg_json_open_object(writer);
        dg_json_put_str(writer, "element", dg_grid_sheet_cell(sheet, 0, c));
        put_answer(writer, text);
        dg_json_close_object(writer);
    }
    dg_json_close_array(writer);
    dg_json_close_object(writer);
}

/* Without its key a row speaks of nobody. */
static int
check_keys(const struct dg_cli *cli, const char *path,
           const struct dg_grid_sheet *sheet, size_t key)
{
    for (size_t row = 1; row < sheet->rows; row++) {
        if (dg_grid_sheet_cell(sheet, row, key).len == 0) {
            return dg_cli_fail(
                cli, DG_EXIT_DATA, _("%s: row %zu has nothing under %.*s"),
                path, row + 1, DG_STR_ARG(dg_grid_sheet_cell(sheet, 0, key)));
        }
    }
    return DG_EXIT_OK;
}

static void
put_list(struct dg_json_writer *writer, const struct dg_answers_list *list,
         const struct dg_grid_sheet *sheet, size_t key)
{
    dg_json_name(writer, "lists");
    dg_json_open_array(writer);
    dg_json_open_object(writer);
    dg_json_put_text(writer, "key", list->key);
    dg_json_put_text(writer, "period", list->period ? list->period : "");
    dg_json_name(writer, "rows");
    dg_json_open_array(writer);
    for (size_t row = 1; row < sheet->rows; row++) {
        put_subject(writer, sheet, row, key);
    }
    dg_json_close_array(writer);
    if (list->complete) {
        dg_json_put_boolean(writer, "complete", true);
    }
    dg_json_close_object(writer);
    dg_json_close_array(writer);
}

static int
read_list(struct dg_cli *cli, const char *path,
          const struct dg_answers_list *list, struct dg_json_writer *writer)
{
    struct dg_grid_sheet sheet;
    size_t key = 0;
    int status = dg_grid_sheet_read(cli, path, &sheet);
    while (!status && key < sheet.width &&
           !dg_str_is(dg_grid_sheet_cell(&sheet, 0, key), list->key)) {
        key++;
    }
    if (!status && key == sheet.width) {
        status = dg_cli_fail(cli, DG_EXIT_DATA,
                             _("%s: its first line has no column %s; it "
                               "names elements, as worksheet says them"),
                             dg_cmd_sheet_name(path), list->key);
    }
    if (!status) {
        status = check_keys(cli, dg_cmd_sheet_name(path), &sheet, key);
    }
    if (!status) {
        put_list(writer, list, &sheet, key);
    }
    dg_grid_sheet_finish(&sheet);
    return status;
}

int
dg_answers_read(struct dg_cli *cli, const char *path,
                const struct dg_answers_list *list,
                struct dg_json_writer *writer)
{
    return list->key ? read_list(cli, path, list, writer)
                     : read_figures(cli, path, writer);
}

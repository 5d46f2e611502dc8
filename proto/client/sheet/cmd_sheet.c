/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how sheets get from and to files, and how differences are shown. */
#include "proto/client/sheet/cmd_sheet.h"

#include <errno.h>
#include <stdio.h>

#include "proto/base/i18n.h"
#include "proto/client/sheet/cell.h"
#include "proto/client/sheet/export.h"
#include "proto/client/sheet/sheet.h"

/* ---- files -------------------------------------------------------------- */

const char *
dg_cmd_sheet_name(const char *path)
{
    return strcmp(path, "-") == 0 ? "stdin" : path;
}

int
dg_cmd_sheet_complain(const struct dg_cli *cli,
                      const struct dg_complaints *complaints)
{
    size_t n = complaints->count;
    fwrite(complaints->text.data, 1, complaints->text.len, stderr);
    return dg_cli_fail(cli, DG_EXIT_DATA,
                       P_("%zu mistake; nothing was sent",
                          "%zu mistakes; nothing was sent", n),
                       n);
}

static int
parse(struct dg_cli *cli, const char *path, struct dg_str bytes,
      struct dg_rows *rows)
{
    struct dg_complaints complaints;
    int status = DG_EXIT_OK;
    enum dg_err err;
    dg_complaints_init(&complaints, dg_cmd_sheet_name(path));
    err = dg_sheet_parse(bytes, rows, &complaints);
    if (err) {
        status = dg_cli_fail(cli, DG_EXIT_UNAVAILABLE, "%s: %s", path,
                             dg_err_text(err));
    } else if (complaints.count > 0) {
        status = dg_cmd_sheet_complain(cli, &complaints);
    }
    dg_complaints_finish(&complaints);
    return status;
}

int
dg_cmd_sheet_read(struct dg_cli *cli, const char *path, struct dg_rows *rows)
{
    struct dg_buf text;
    int status;
    dg_buf_init(&text);
    status = dg_cli_read(cli, path, &text);
    if (!status) {
        status = parse(cli, path, (struct dg_str){text.data, text.len}, rows);
    }
    dg_buf_finish(&text);
    return status;
}

static int
write_file(const struct dg_cli *cli, const char *path,
           const struct dg_buf *text)
{
    FILE *file = fopen(path, "w");
    bool written = file && fwrite(text->data, 1, text->len, file) == text->len;
    int failed = errno;
    if (file && fclose(file) && written) {
        written = false;
        failed = errno;
    }
    return written ? DG_EXIT_OK
                   : dg_cli_fail(cli, DG_EXIT_NO_INPUT, "%s: %s", path,
                                 strerror(failed));
}

int
dg_cmd_sheet_write(struct dg_cli *cli, const struct dg_rows *rows, bool bom,
                   const char *path)
{
    struct dg_buf text;
    size_t odd;
    int status = DG_EXIT_OK;
    dg_buf_init(&text);
    dg_export_write(rows, bom, &text, &odd);
    if (text.err) {
        status =
            dg_cli_fail(cli, DG_EXIT_UNAVAILABLE, "%s", dg_err_text(text.err));
    } else if (!path || strcmp(path, "-") == 0) {
        dg_cli_flush(&text);
    } else {
        status = write_file(cli, path, &text);
    }
    dg_buf_finish(&text);
    if (!status && odd > 0) {
        dg_cli_fail(cli, DG_EXIT_OK,
                    P_("%zu value holds a ; or 、 and will be read as several",
                       "%zu values hold a ; or 、 and will be read as several",
                       odd),
                    odd);
    }
    return status;
}

/* ---- options ------------------------------------------------------------ */

int
dg_cmd_sheet_day(struct dg_cli *cli, struct dg_arena *arena, const char *text,
                 struct dg_str *day)
{
    static const struct dg_column column = {.type = DG_COLUMN_DATE};
    static const struct dg_form form = {.columns = &column, .count = 1};
    struct dg_value value = {NULL, 0};
    struct dg_rows rows;
    struct dg_buf why;
    int status = DG_EXIT_OK;
    if (!text) {
        return status;
    }
    dg_rows_init(&rows, &form);
    dg_buf_init(&why);
    if (dg_cell_read(&(struct dg_cell){&rows, arena, &why}, &column,
                     dg_str_from(text), &value) ||
        value.count == 0) {
        status = dg_cli_fail(cli, DG_EXIT_USAGE, "%s",
                             why.len ? why.data : _("a day is missing"));
    } else {
        *day = dg_arena_copy(arena, value.items[0]);
    }
    dg_buf_finish(&why);
    dg_rows_finish(&rows);
    return status;
}

int
dg_cmd_sheet_need(const struct dg_cli *cli, const char *option)
{
    return dg_cli_fail(cli, DG_EXIT_USAGE,
                       _("option \"%s\" is missing; see: dutygate help %s"),
                       option, cli->where);
}

/* ---- differences -------------------------------------------------------- */

static int
show_json(const struct dg_cli *cli, const struct dg_cmd_sheet_diffs *d)
{
    struct dg_json_writer *out;
    struct dg_str text = {NULL, 0};
    enum dg_err err = dg_json_writer_create(&out);
    if (err) {
        return dg_cli_fail(cli, DG_EXIT_UNAVAILABLE, "%s", dg_err_text(err));
    }
    dg_json_open_object(out);
    dg_json_put_str(out, "from", d->from);
    dg_json_put_str(out, "to", d->to);
    for (size_t i = 0; d->names[i]; i++) {
        dg_json_name(out, d->names[i]);
        dg_json_open_object(out);
        dg_diff_write(d->diffs[i], out);
        dg_json_close_object(out);
    }
    dg_json_close_object(out);
    err = dg_json_writer_text(out, &text);
    printf("%.*s\n", DG_STR_ARG(text));
    dg_json_writer_destroy(out);
    return err ? dg_cli_fail(cli, DG_EXIT_UNAVAILABLE, "%s", dg_err_text(err))
               : DG_EXIT_OK;
}

int
dg_cmd_sheet_show(const struct dg_cli *cli, const struct dg_cmd_sheet_diffs *d,
                  bool full)
{
    struct dg_buf out;
    if (cli->json) {
        return full ? show_json(cli, d) : DG_EXIT_OK;
    }
    dg_buf_init(&out);
    if (d->from.len > 0 && d->to.len > 0) {
        dg_buf_printf(&out, "%.*s -> %.*s\n", DG_STR_ARG(d->from),
                      DG_STR_ARG(d->to));
    }
    for (size_t i = 0; d->names[i]; i++) {
        const struct dg_diff *diff = d->diffs[i];
        if (i == 0 || diff->added + diff->removed + diff->changed > 0) {
            dg_buf_printf(&out, "%s: ", _(d->names[i]));
            dg_diff_print(diff, full, &out);
        }
    }
    dg_cli_flush(&out);
    fflush(stdout); /* before what may be said on stderr */
    dg_buf_finish(&out);
    return DG_EXIT_OK;
}

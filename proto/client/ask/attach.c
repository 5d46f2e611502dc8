/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what is said of files before they are sent: that one is a form to be
 * filled in. Whether it may travel is left to the gate. */
#include "proto/client/ask/attach.h"

#include "proto/base/i18n.h"
#include "proto/client/answer/plain.h"

#define ARENA_LIMIT ((size_t) 192 << 20) /* shared texts of a spreadsheet */

int
dg_attach_examine(const struct dg_cli *cli, struct dg_arena *arena,
                  const char *file, struct dg_examination *found)
{
    struct dg_buf why;
    dg_buf_init(&why);
    enum dg_err err = dg_examine_file(arena, file, found, &why);
    int status = DG_EXIT_OK;
    if (err) {
        status = dg_cli_fail(cli,
                             err == DG_ERR_IO       ? DG_EXIT_NO_INPUT
                             : err == DG_ERR_MEMORY ? DG_EXIT_UNAVAILABLE
                                                    : DG_EXIT_DATA,
                             "%s: %s", file,
                             why.len > 0 ? why.data : _(dg_err_text(err)));
    }
    dg_buf_finish(&why);
    return status;
}

static void
put_sheet(struct dg_json_writer *writer, const struct dg_examination *found)
{
    dg_json_name(writer, "sheet");
    dg_json_open_object(writer);
    dg_json_name(writer, "columns");
    dg_json_open_array(writer);
    for (size_t i = 0; i < found->column_count; i++) {
        dg_json_str(writer, found->columns[i]);
    }
    dg_json_close_array(writer);
    dg_json_put_integer(writer, "empty", (int64_t) found->empty);
    dg_json_close_object(writer);
}

static void
put_attachment(struct dg_json_writer *writer,
               const struct dg_examination *found)
{
    dg_json_open_object(writer);
    dg_json_put_str(writer, "name", found->name);
    dg_json_put_integer(writer, "size", (int64_t) found->size);
    dg_json_put_text(writer, "sha256", found->sha256);
    dg_json_put_str(writer, "type", found->type);
    if (found->is_sheet) {
        put_sheet(writer, found);
    }
    dg_json_close_object(writer);
}

static void
tell_fillable(const struct dg_cli *cli, const char *file,
              const struct dg_examination *found)
{
    struct dg_buf columns;
    dg_buf_init(&columns);
    for (size_t i = 0; i < found->column_count; i++) {
        dg_buf_text(&columns, i > 0 ? ", " : "");
        dg_plain_put(&columns, found->columns[i]);
    }
    dg_cli_fail(cli, DG_EXIT_OK,
                _("%s: a form to be filled in; empty cells: %llu, below: %s"),
                file, (unsigned long long) found->empty,
                columns.len > 0 ? columns.data : "");
    dg_buf_finish(&columns);
}

static int
describe(struct dg_cli *cli, const char *const *files,
         struct dg_json_writer *writer)
{
    struct dg_examination found;
    struct dg_arena arena;
    int status = DG_EXIT_OK;
    dg_arena_init(&arena, ARENA_LIMIT);
    dg_json_open_array(writer);
    for (; *files && !status; files++) {
        dg_arena_reset(&arena);
        status = dg_attach_examine(cli, &arena, *files, &found);
        if (!status) {
            put_attachment(writer, &found);
        }
        if (!status && found.empty > 0) {
            tell_fillable(cli, *files, &found);
        }
    }
    dg_json_close_array(writer);
    dg_arena_finish(&arena);
    return status;
}

int
dg_attach_describe(struct dg_cli *cli, const char *const *files,
                   struct dg_buf *json)
{
    struct dg_json_writer *writer;
    struct dg_str text;
    if (!*files) {
        return DG_EXIT_OK;
    }
    if (dg_json_writer_create(&writer)) {
        return dg_cli_fail_memory(cli);
    }
    int status = describe(cli, files, writer);
    if (!status) {
        status = dg_cli_text(cli, writer, &text);
    }
    if (!status) {
        dg_buf_str(json, text);
    }
    dg_json_writer_destroy(writer);
    return status;
}

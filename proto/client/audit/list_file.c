/* SPDX-License-Identifier: Apache-2.0 */
/* Decides whether a file is a sheet or a list as it is on the wire, and makes
 * the latter of the former, in memory. */
#include "proto/client/audit/list_file.h"

#include <errno.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "proto/client/sheet/cmd_sheet.h"
#include "proto/client/sheet/forms.h"
#include "proto/client/sheet/wire.h"

/* True if it begins as a JSON object does. */
static bool
is_json(const char *path)
{
    int c = EOF;
    FILE *in = fopen(path, "re");
    while (in && (c = getc(in)) != EOF && strchr(" \t\r\n", c)) {
    }
    if (in) {
        fclose(in);
    }
    return c == '{';
}

static enum dg_err
write_list(struct dg_json_writer *out, const struct dg_rows *rows,
           struct dg_str *text)
{
    dg_json_open_object(out);
    dg_json_name(out, "entries");
    dg_json_open_array(out);
    for (size_t i = 0; i < rows->count; i++) {
        dg_wire_write(out, rows->form, rows->items[i]);
    }
    dg_json_close_array(out);
    dg_json_close_object(out);
    return dg_json_writer_text(out, text);
}

static bool
keep(struct dg_list_file *file, struct dg_str text)
{
    file->fd = memfd_create("list", 0); /* those that are started have it */
    snprintf(file->path, sizeof file->path, "/dev/fd/%d", file->fd);
    return file->fd > 0 &&
           write(file->fd, text.data, text.len) == (ssize_t) text.len &&
           lseek(file->fd, 0, SEEK_SET) == 0;
}

static int
convert(struct dg_cli *cli, const struct dg_rows *rows,
        struct dg_list_file *file)
{
    struct dg_json_writer *writer;
    struct dg_str text;
    if (dg_json_writer_create(&writer)) {
        return dg_cli_fail_memory(cli);
    }
    bool kept = write_list(writer, rows, &text) == DG_OK && keep(file, text);
    dg_json_writer_destroy(writer);
    return kept ? DG_EXIT_OK : dg_cli_fail_memory(cli);
}

/* The file itself, whatever it is called. */
static int
pass(struct dg_cli *cli, const char *path, struct dg_list_file *file)
{
    FILE *in = fopen(path, "r"); /* those that are started have it */
    file->fd = in ? dup(fileno(in)) : -1;
    if (in) {
        fclose(in);
    }
    snprintf(file->path, sizeof file->path, "/dev/fd/%d", file->fd);
    return file->fd > 0 ? DG_EXIT_OK
                        : dg_cli_fail(cli, DG_EXIT_NO_INPUT, "%s: %s", path,
                                      strerror(errno));
}

int
dg_list_file_open(struct dg_cli *cli, const char *path,
                  struct dg_list_file *file)
{
    struct dg_rows rows;
    if (is_json(path)) {
        return pass(cli, path, file);
    }
    dg_rows_init(&rows, &dg_forms_list);
    int status = dg_cmd_sheet_read(cli, path, &rows);
    status = status ? status : convert(cli, &rows, file);
    dg_rows_finish(&rows);
    return status;
}

void
dg_list_file_close(struct dg_list_file *file)
{
    if (file->fd > 0) {
        close(file->fd);
        file->fd = 0;
    }
}

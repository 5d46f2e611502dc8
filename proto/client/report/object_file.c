/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a file with one JSON object in it. */
#include "proto/client/report/object_file.h"

#include "proto/base/i18n.h"

#define ARENA_LIMIT ((size_t) 256 << 20)

static int
parse(struct dg_cli *cli, const char *path, struct dg_object_file *file)
{
    struct dg_json_error error;
    struct dg_buf why;
    int status = DG_EXIT_OK;
    enum dg_err err =
        dg_json_parse(&file->arena, file->text, &file->object, &error);
    if (err == DG_ERR_MEMORY) {
        return dg_cli_fail_memory(cli);
    }
    dg_buf_init(&why);
    if (err) {
        dg_compose_explain(&error, 0, &why);
    } else if (dg_json_get(file->object, "specversion")) {
        file->object = dg_json_get(file->object, "data");
    }
    if (!err && (!file->object || file->object->type != DG_JSON_OBJECT)) {
        dg_buf_text(&why, _("no object is in it"));
    }
    if (err || why.len > 0) {
        status = dg_cli_fail(cli, DG_EXIT_DATA, "%s: %s", path,
                             why.len > 0 ? why.data : error.code);
    }
    dg_buf_finish(&why);
    return status;
}

int
dg_object_file_read(struct dg_cli *cli, const char *path,
                    struct dg_object_file *file)
{
    *file = (struct dg_object_file){.object = NULL};
    dg_arena_init(&file->arena, ARENA_LIMIT);
    int status = dg_cli_read_text(cli, path, &file->arena, &file->text);
    file->text = dg_compose_unmarked(file->text);
    return status ? status : parse(cli, path, file);
}

void
dg_object_file_finish(struct dg_object_file *file)
{
    dg_arena_finish(&file->arena);
}

void
dg_object_file_put(const struct dg_object_file *file, const char *without,
                   struct dg_json_writer *writer)
{
    for (const struct dg_json *m = file->object->child; m; m = m->next) {
        if (!without || !dg_str_is(m->name, without)) {
            dg_json_name_str(writer, m->name);
            dg_json_copy(writer, m);
        }
    }
}

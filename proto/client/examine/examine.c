/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what kind of file it is (libmagic knows), and which reader looks into
 * it. Whether a fillable attachment may travel is left to the gate. */
#include "proto/client/examine/examine.h"

#include <errno.h>
#include <fcntl.h>
#include <magic.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/base/i18n.h"
#include "proto/client/examine/sheets.h"

static const struct {
    const char *type, *suffix; /* suffix NULL: whatever the name is */
    dg_sheets_fn read;
    const char *as; /* the type that is told; NULL: the same */
} kinds[] = {
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", NULL,
     dg_xlsx_read, NULL},
    {"application/vnd.ms-excel.sheet.macroEnabled.12", NULL, dg_xlsx_read,
     NULL},
    {"application/vnd.oasis.opendocument.spreadsheet", NULL, dg_ods_read, NULL},
    {"application/vnd.oasis.opendocument.spreadsheet-template", NULL,
     dg_ods_read, NULL},
    {"application/vnd.ms-excel", NULL, dg_xls_read, NULL},
    {"text/csv", NULL, dg_csv_read, NULL},
    {"application/csv", NULL, dg_csv_read, "text/csv"},
    /* Less plain ones are told by their name. */
    {"text/plain", ".csv", dg_csv_read, "text/csv"},
    {"application/octet-stream", ".csv", dg_csv_read, "text/csv"},
    {"application/zip", ".xlsx", dg_xlsx_read,
     "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {"application/zip", ".xlsm", dg_xlsx_read,
     "application/vnd.ms-excel.sheet.macroEnabled.12"},
    {"application/zip", ".ods", dg_ods_read,
     "application/vnd.oasis.opendocument.spreadsheet"},
    {"application/octet-stream", ".xlsx", dg_xlsx_read,
     "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {"application/CDFV2", ".xls", dg_xls_read, "application/vnd.ms-excel"},
    {"application/x-ole-storage", ".xls", dg_xls_read,
     "application/vnd.ms-excel"},
};

#define KIND_COUNT (sizeof kinds / sizeof *kinds)

static bool
ends_with(struct dg_str name, const char *suffix)
{
    size_t len = strlen(suffix);
    return name.len >= len &&
           strncasecmp(name.data + name.len - len, suffix, len) == 0;
}

/* The kind of spreadsheet it is; KIND_COUNT: none. */
static size_t
find_kind(struct dg_str type, struct dg_str name)
{
    size_t i = 0;
    while (i < KIND_COUNT &&
           (!dg_str_is(type, kinds[i].type) ||
            (kinds[i].suffix && !ends_with(name, kinds[i].suffix)))) {
        i++;
    }
    return i;
}

static enum dg_err
say(struct dg_buf *why, enum dg_err err, const char *text)
{
    dg_buf_text(why, text);
    return err;
}

static enum dg_err
digest(int fd, struct dg_examination *out)
{
    struct dg_sha256 *sha;
    uint8_t bytes[DG_SHA256_SIZE], chunk[65536];
    ssize_t n;
    if (dg_sha256_create(&sha)) {
        return DG_ERR_MEMORY;
    }
    while ((n = read(fd, chunk, sizeof chunk)) > 0) {
        dg_sha256_update(sha, chunk, (size_t) n);
        out->size += (uint64_t) n;
    }
    int error = errno;
    dg_sha256_output(sha, bytes);
    dg_sha256_destroy(sha);
    dg_hex(bytes, sizeof bytes, out->sha256);
    errno = error;
    return n < 0 ? DG_ERR_IO : DG_OK;
}

/* The media type, without parameters; application/octet-stream when libmagic
 * has no name for it that the wire takes. */
static enum dg_err
recognise(int fd, struct dg_arena *arena, struct dg_str *type)
{
    magic_t magic = magic_open(MAGIC_MIME_TYPE);
    if (!magic || magic_load(magic, NULL) || lseek(fd, 0, SEEK_SET) < 0) {
        magic_close(magic);
        return DG_ERR_IO;
    }
    struct dg_str found = dg_str_from(magic_descriptor(magic, fd));
    size_t head = 0;
    while (head < found.len && found.data[head] >= 'a' &&
           found.data[head] <= 'z') {
        head++;
    }
    if (head == 0 || head == found.len || found.data[head] != '/') {
        found = DG_STR("application/octet-stream");
    }
    *type = dg_arena_copy(arena, found);
    magic_close(magic);
    return type->data ? DG_OK : DG_ERR_MEMORY;
}

static enum dg_err
read_sheet(int fd, struct dg_arena *arena, dg_sheets_fn reader,
           struct dg_examination *out, struct dg_buf *why)
{
    struct dg_grid *grid = dg_arena_alloc(arena, sizeof *grid);
    if (!grid) {
        return say(why, DG_ERR_MEMORY, _("out of memory"));
    }
    dg_grid_init(grid, arena);
    enum dg_err err = grid->err;
    if (!err) {
        err = reader(fd, grid, why);
    }
    out->is_sheet = true;
    out->columns = grid->headings;
    out->column_count = grid->heading_count;
    out->empty = grid->empty;
    dg_grid_finish(grid);
    return err;
}

static enum dg_err
examine(int fd, struct dg_arena *arena, struct dg_examination *out,
        struct dg_buf *why)
{
    struct stat st;
    if (fstat(fd, &st) == 0 && !S_ISREG(st.st_mode)) {
        return say(why, DG_ERR_IO, _("it is no regular file"));
    }
    enum dg_err err = digest(fd, out);
    if (err) {
        return say(why, err, strerror(errno));
    }
    err = recognise(fd, arena, &out->type);
    if (err) {
        return say(why, err, _("libmagic cannot say what it is"));
    }
    size_t kind = find_kind(out->type, out->name);
    if (kind == KIND_COUNT) {
        return DG_OK;
    }
    if (kinds[kind].as) {
        out->type = dg_str_from(kinds[kind].as);
    }
    return read_sheet(fd, arena, kinds[kind].read, out, why);
}

enum dg_err
dg_examine_file(struct dg_arena *arena, const char *path,
                struct dg_examination *out, struct dg_buf *why)
{
    const char *slash = strrchr(path, '/');
    *out = (struct dg_examination){
        .name = dg_arena_copy(arena, dg_str_from(slash ? slash + 1 : path))};
    if (!out->name.data) {
        return say(why, DG_ERR_MEMORY, _("out of memory"));
    }
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        return say(why, DG_ERR_IO, strerror(errno));
    }
    enum dg_err err = examine(fd, arena, out, why);
    close(fd);
    return err;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how much of a zip file is unpacked: a small file may claim to hold
 * far more than a machine does. What the parts mean is left to the visitor. */
#include "proto/client/examine/zip.h"

#include <archive.h>
#include <archive_entry.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/base/i18n.h"

#define READ_SIZE 65536
#define RATIO_FROM (1u << 20)

struct walk {
    struct archive *archive;
    const struct dg_zip_visitor *visitor;
    struct dg_buf *why;
    uint64_t packed, unpacked; /* bytes */
};

static enum dg_err
say(struct walk *walk, enum dg_err err, const char *what)
{
    dg_buf_text(walk->why, what);
    return err;
}

static enum dg_err
say_damaged(struct walk *walk)
{
    const char *detail = archive_error_string(walk->archive);
    dg_buf_printf(walk->why, _("it is damaged or cut short (%s)"),
                  detail ? detail : "zip");
    return DG_ERR_MALFORMED;
}

static enum dg_err
count(struct walk *walk, size_t bytes)
{
    walk->unpacked += bytes;
    if (walk->unpacked > DG_ZIP_UNPACKED_MAX) {
        return say(walk, DG_ERR_LIMIT, _("it unpacks to more than 64 MiB"));
    }
    if (walk->unpacked > RATIO_FROM &&
        walk->unpacked / DG_ZIP_RATIO_MAX > walk->packed) {
        return say(walk, DG_ERR_LIMIT,
                   _("it unpacks to more than 200 times its size"));
    }
    return DG_OK;
}

static enum dg_err
read_part(struct walk *walk)
{
    char bytes[READ_SIZE];
    la_ssize_t n;
    while ((n = archive_read_data(walk->archive, bytes, sizeof bytes)) > 0) {
        enum dg_err err = count(walk, (size_t) n);
        if (err) {
            return err;
        }
        struct dg_str chunk = {bytes, (size_t) n};
        if (!walk->visitor->take(walk->visitor->context, chunk)) {
            break;
        }
    }
    return n < 0 ? say_damaged(walk)
                 : walk->visitor->end(walk->visitor->context, walk->why);
}

static enum dg_err
read_parts(struct walk *walk)
{
    struct archive_entry *entry;
    for (unsigned parts = 0;; parts++) {
        int status = archive_read_next_header(walk->archive, &entry);
        if (status == ARCHIVE_EOF) {
            return DG_OK;
        }
        if (status != ARCHIVE_OK && status != ARCHIVE_WARN) {
            return say_damaged(walk);
        }
        if (parts == DG_ZIP_PARTS_MAX) {
            return say(walk, DG_ERR_LIMIT, _("it has more than 10,000 parts"));
        }
        const char *name = archive_entry_pathname(entry);
        if (!walk->visitor->begin(walk->visitor->context, name ? name : "")) {
            continue;
        }
        enum dg_err err = read_part(walk);
        if (err) {
            return err;
        }
    }
}

enum dg_err
dg_zip_walk(int fd, const struct dg_zip_visitor *visitor, struct dg_buf *why)
{
    struct walk walk = {.visitor = visitor, .why = why};
    struct stat st;
    if (fstat(fd, &st) || lseek(fd, 0, SEEK_SET) < 0) {
        return say(&walk, DG_ERR_IO, _("it cannot be read"));
    }
    walk.packed = (uint64_t) st.st_size;
    walk.archive = archive_read_new();
    if (!walk.archive) {
        return say(&walk, DG_ERR_MEMORY, _("out of memory"));
    }
    archive_read_support_format_zip_seekable(walk.archive);
    enum dg_err err = archive_read_open_fd(walk.archive, fd, READ_SIZE)
                          ? say_damaged(&walk)
                          : read_parts(&walk);
    archive_read_free(walk.archive);
    return err;
}

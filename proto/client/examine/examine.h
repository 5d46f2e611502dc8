/* SPDX-License-Identifier: Apache-2.0 */
/* A file as an attachment: digest, size, media type, and of a spreadsheet what
 * it asks to be filled in. */
#ifndef PROTO_CLIENT_EXAMINE_EXAMINE_H
#define PROTO_CLIENT_EXAMINE_EXAMINE_H

#include <stdbool.h>

#include "proto/base/arena.h"
#include "proto/base/buf.h"
#include "proto/base/digest.h"

struct dg_examination {
    struct dg_str name; /* without folders; in arena, as all below */
    char sha256[2 * DG_SHA256_SIZE + 1];
    uint64_t size;      /* bytes */
    struct dg_str type; /* media type */
    bool is_sheet;
    const struct dg_str *columns; /* of a sheet: its headings */
    size_t column_count;
    uint64_t empty; /* cells below a heading */
};

/* DG_OK; else why says what is wrong with the file, as a clause such as "it is
 * encrypted": DG_ERR_IO: it cannot be read; DG_ERR_MALFORMED, DG_ERR_LIMIT: a
 * spreadsheet that cannot be looked into; DG_ERR_MEMORY. */
enum dg_err dg_examine_file(struct dg_arena *arena, const char *path,
                            struct dg_examination *out, struct dg_buf *why);

#endif

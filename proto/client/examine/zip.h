/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of a zip file one after the other, within limits. */
#ifndef PROTO_CLIENT_EXAMINE_ZIP_H
#define PROTO_CLIENT_EXAMINE_ZIP_H

#include <stdbool.h>

#include "proto/base/buf.h"

#define DG_ZIP_PARTS_MAX 10000
#define DG_ZIP_UNPACKED_MAX (64u << 20) /* bytes, of all parts together */
#define DG_ZIP_RATIO_MAX 200            /* unpacked to packed, above 1 MiB */

struct dg_zip_visitor {
    void *context;
    /* A part begins; false: its bytes are not wanted. */
    bool (*begin)(void *context, const char *name);
    /* Its bytes; false: no more of them are wanted. */
    bool (*take)(void *context, struct dg_str bytes);
    /* A part that was wanted has ended. Not DG_OK: stop; why has been said. */
    enum dg_err (*end)(void *context, struct dg_buf *why);
};

/* fd: of a regular file, read from its beginning. DG_ERR_MALFORMED or
 * DG_ERR_LIMIT with why, or what end gave. */
enum dg_err dg_zip_walk(int fd, const struct dg_zip_visitor *visitor,
                        struct dg_buf *why);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how each error reads. */
#include "proto/base/err.h"

#include <stddef.h>

static const char *const texts[] = {
    [DG_OK] = "ok",
    [DG_ERR_MEMORY] = "out of memory",
    [DG_ERR_MALFORMED] = "malformed",
    [DG_ERR_LIMIT] = "over the limit",
    [DG_ERR_ABSENT] = "absent",
    [DG_ERR_EXISTS] = "exists already",
    [DG_ERR_IO] = "input or output failed",
    [DG_ERR_FULL] = "no room on the disk",
    [DG_ERR_CORRUPT] = "stored bytes are damaged",
    [DG_ERR_CONFLICT] = "another writer was there",
    [DG_ERR_VERSION] = "made by another version",
    [DG_ERR_BUSY] = "busy",
    [DG_ERR_CONFIG] = "wrong configuration",
};

const char *
dg_err_text(enum dg_err err)
{
    size_t i = (size_t) err;
    return i < sizeof texts / sizeof texts[0] ? texts[i] : "unknown error";
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how each error reads. */
#include "proto/base/err.h"

#include <stddef.h>

#include "proto/base/i18n.h"

static const char *const texts[] = {
    [DG_OK] = N_("ok"),
    [DG_ERR_MEMORY] = N_("out of memory"),
    [DG_ERR_MALFORMED] = N_("malformed"),
    [DG_ERR_LIMIT] = N_("over the limit"),
    [DG_ERR_ABSENT] = N_("absent"),
    [DG_ERR_EXISTS] = N_("exists already"),
    [DG_ERR_IO] = N_("input or output failed"),
    [DG_ERR_FULL] = N_("no room on the disk"),
    [DG_ERR_CORRUPT] = N_("stored bytes are damaged"),
    [DG_ERR_CONFLICT] = N_("another writer was there"),
    [DG_ERR_VERSION] = N_("made by another version"),
    [DG_ERR_BUSY] = N_("busy"),
    [DG_ERR_DENIED] = N_("the passphrase is wrong"),
    [DG_ERR_CONFIG] = N_("wrong configuration"),
};

const char *
dg_err_text(enum dg_err err)
{
    size_t i = (size_t) err;
    return i < sizeof texts / sizeof texts[0] ? texts[i] : N_("unknown error");
}

/* SPDX-License-Identifier: Apache-2.0 */
/* A read that may take several pages. */
#ifndef PROTO_CLIENT_ASK_PAGES_H
#define PROTO_CLIENT_ASK_PAGES_H

#include "proto/client/ask/cli.h"

#define DG_PAGES_LIMIT 500 /* of what a page may hold */

struct dg_pages {
    const char *type;
    bool quiet; /* pages are not printed, not even under --json */
    void *context;
    /* The members of data but after and limit; may be NULL. */
    void (*put)(void *context, struct dg_json_writer *request);
    /* One page's result; it lives until the function returns. */
    enum dg_err (*add)(void *context, const struct dg_json *result);
};

/* Asks for all pages. Under --json each is printed as it came. A problem is
 * shown and ends it. 0 or an exit status, said. */
int dg_pages_read(struct dg_cli *cli, const struct dg_pages *pages);

#endif

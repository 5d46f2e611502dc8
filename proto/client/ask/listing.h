/* SPDX-License-Identifier: Apache-2.0 */
/* A read whose pages become one table for people. */
#ifndef PROTO_CLIENT_ASK_LISTING_H
#define PROTO_CLIENT_ASK_LISTING_H

#include "proto/client/answer/table.h"
#include "proto/client/ask/pages.h"

/* What pages->add fills; lives as long as dg_listing_show runs. */
struct dg_listing {
    struct dg_buf head; /* lines before the table */
    struct dg_table table;
    struct dg_buf tail; /* lines behind it */
};

/* Reads all pages into listing, which pages->context leads to, and prints it:
 * empty when nothing is in it, nothing under --json. heads as of dg_table_init.
 * 0 or an exit status, said. */
int dg_listing_show(struct dg_cli *cli, struct dg_listing *listing,
                    const struct dg_pages *pages, const char *const *heads,
                    const char *empty);

/* What went wrong with it so far: what pages->add gives. */
enum dg_err dg_listing_err(const struct dg_listing *listing);

#endif

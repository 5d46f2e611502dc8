/* SPDX-License-Identifier: Apache-2.0 */
/* What the gateway has: a list or the roster, read page by page into rows. */
#ifndef PROTO_CLIENT_SHEET_FETCH_H
#define PROTO_CLIENT_SHEET_FETCH_H

#include "proto/client/ask/cli.h"
#include "proto/client/sheet/rows.h"

/* Which version of which list. */
struct dg_fetch_which {
    const char *list;    /* NULL: the one that decides */
    const char *version; /* NULL: the one in force today, or */
    bool last;           /* the one published last */
};

/* What a version of a list says besides its entries and proofs; texts live as
 * long as the entries' rows, and are empty if it does not say it. */
struct dg_fetch_head {
    bool found;
    struct dg_str list, version, title, validfrom, validto, level, upper,
        prefix;
    bool open, draft;
};

/* Reads entries and proofs; not found is no failure. 0 or an exit status,
 * said. */
int dg_fetch_list(struct dg_cli *cli, const struct dg_fetch_which *which,
                  struct dg_fetch_head *head, struct dg_rows *entries,
                  struct dg_rows *proofs);

/* True if the list has had this version. 0 or an exit status, said. */
int dg_fetch_has_version(struct dg_cli *cli, const char *list,
                         const char *version, bool *has);

/* Reads the roster in force; version is empty if there is none. It lives as
 * long as the rows. 0 or an exit status, said. */
int dg_fetch_roster(struct dg_cli *cli, struct dg_rows *rows,
                    struct dg_str *version);

#endif

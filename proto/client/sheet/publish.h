/* SPDX-License-Identifier: Apache-2.0 */
/* Rows on their way to the gateway, as versions of a list or of the roster. */
#ifndef PROTO_CLIENT_SHEET_PUBLISH_H
#define PROTO_CLIENT_SHEET_PUBLISH_H

#include "proto/client/sheet/diff.h"
#include "proto/client/sheet/fetch.h"

/* A version of a list. */
struct dg_publish_list {
    const struct dg_fetch_head *head;
    const struct dg_diff *entries; /* if it has a base, only what is new in
                                      them is sent; NULL: no entries */
    const struct dg_rows *proofs;  /* NULL: those of the base */
    struct dg_str base;            /* may be empty */
    const char *id;                /* of the event, or NULL */
};

/* Both show the answer and give the exit status. */
int dg_publish_list(struct dg_cli *cli, const struct dg_publish_list *list);

/* A version of the roster: whole if it fits into a message or is the first,
 * else as changes to base, the version in force. */
struct dg_publish_roster {
    const char *version;
    const struct dg_diff *changes;
    struct dg_str base; /* empty: there is none */
    const char *id;
};
int dg_publish_roster(struct dg_cli *cli,
                      const struct dg_publish_roster *roster);

#endif

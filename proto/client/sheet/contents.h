/* SPDX-License-Identifier: Apache-2.0 */
/* A version of a list, in rows. */
#ifndef PROTO_CLIENT_SHEET_CONTENTS_H
#define PROTO_CLIENT_SHEET_CONTENTS_H

#include "proto/client/sheet/fetch.h"
#include "proto/client/sheet/rows.h"

struct dg_contents {
    struct dg_fetch_head head; /* found: false until one is fetched */
    struct dg_rows entries, proofs;
};

void dg_contents_init(struct dg_contents *contents);
void dg_contents_finish(struct dg_contents *contents);

/* What the gateway has. 0 or an exit status, said on stderr. */
int dg_contents_fetch(struct dg_cli *cli, const struct dg_fetch_which *which,
                      struct dg_contents *contents);

#endif

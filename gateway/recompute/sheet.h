/* SPDX-License-Identifier: Apache-2.0 */
/* Another list in the place of the one that was: its entries, published when
 * that was published first. */
#ifndef GATEWAY_RECOMPUTE_SHEET_H
#define GATEWAY_RECOMPUTE_SHEET_H

#include "gateway/store/store.h"
#include "proto/codec/json.h"

struct dg_sheet {
    struct dg_arena arena;
    struct dg_str list;  /* its name */
    struct dg_str event; /* list.publish, to be handed in … */
    uint64_t first;      /* … in place of this entry */
};

/* Reads a list as JSON (what list.publish has; "entries" must be there, all
 * else is as it was published), and from the export what it takes the place of.
 * list: the name of the list that decides. DG_ERR_ABSENT, DG_ERR_IO,
 * DG_ERR_MALFORMED, DG_ERR_CORRUPT, with why. */
enum dg_err dg_sheet_open(struct dg_sheet *sheet, const char *path,
                          struct dg_str list, struct dg_store *store,
                          struct dg_buf *why);
void dg_sheet_close(struct dg_sheet *sheet);

/* True if an event publishes that list. */
bool dg_sheet_replaces(const struct dg_sheet *sheet,
                       const struct dg_json *event);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* What proves an entry's place, as the text that stands in its receipt:
 *
 *     "header":B64,"eventcommitment":B64,"eventsalt":B64,"decisionsalt":B64,
 *     "path":[B64, …],"checkpoint":"…"
 *
 * in one line. An answer does not have its event, so the commitment stands in
 * for it; whoever has the event opens it with the salt. Once an entry is erased
 * its salts are gone, and "decisioncommitment" stands there. */
#ifndef GATEWAY_JOURNAL_RECEIPTS_H
#define GATEWAY_JOURNAL_RECEIPTS_H

#include "gateway/journal/tree.h"
#include "gateway/store/store.h"

/* Of all entries of a commit. Shared by its messages: made by the writer thread
 * with one reference for each, given back on the loop thread. */
struct dg_receipts;

/* checkpoint is the JSON string of the one over view->size leaves; the entries
 * follow each other and are among the tree's recent leaves. DG_ERR_MEMORY. */
enum dg_err dg_receipts_make(struct dg_tree_view *view,
                             struct dg_str checkpoint,
                             const struct dg_store_entry *const *entries,
                             size_t count, struct dg_receipts **receipts);
void dg_receipts_refer(struct dg_receipts *receipts);
void dg_receipts_release(struct dg_receipts *receipts); /* NULL is fine */

/* Appends the text of the entry at index. */
void dg_receipts_put(const struct dg_receipts *receipts, size_t index,
                     struct dg_buf *out);

/* The parts, for an entry that is looked up: up to the path. event: its salt
 * may be seen. */
void dg_receipts_put_bodies(const struct dg_store_entry *entry, bool event,
                            struct dg_buf *out);
/* `"B64","B64"`, with a comma in front if more stands there already. */
void dg_receipts_put_path(const struct dg_merkle_hash *path, size_t count,
                          bool more, struct dg_buf *out);

#endif

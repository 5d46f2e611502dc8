/* SPDX-License-Identifier: Apache-2.0 */
/* A copy of a journal that its reader was given, an export: opened to be
 * replayed, and held against its checkpoint when it was. Whether the checkpoint
 * is the gateway's is for whoever verifies signatures. */
#include <inttypes.h>

#include "gateway/journal/journal_internal.h"

enum dg_err
dg_journal_open_copy(const char *path, struct dg_journal **journal,
                     struct dg_buf *why)
{
    enum dg_err err = dg_journal_open_backup("export", path, journal, why);
    if (err != DG_OK) {
        return err;
    }
    err = dg_tree_create(&(*journal)->tree);
    if (err != DG_OK) {
        dg_journal_close(*journal);
    }
    return err;
}

enum dg_err
dg_journal_check_copy(struct dg_journal *journal, struct dg_buf *why)
{
    struct dg_checkpoint checkpoint;
    struct dg_merkle_head head;
    struct dg_tree_view view;
    if (!dg_checkpoint_read(dg_store_sealed(journal->store), &checkpoint)) {
        dg_buf_text(why, "its checkpoint cannot be read");
        return DG_ERR_CORRUPT;
    }
    dg_prove_head(journal->tree, journal->sha, &view, &head);
    if (head.size != checkpoint.head.size) {
        dg_buf_printf(why,
                      "there are %" PRIu64 " entries, and its checkpoint is of "
                      "%" PRIu64,
                      head.size, checkpoint.head.size);
        return DG_ERR_CORRUPT;
    }
    if (memcmp(&head.root, &checkpoint.head.root, sizeof head.root) != 0) {
        dg_buf_text(why, "its entries are not those of its checkpoint");
        return DG_ERR_CORRUPT;
    }
    return DG_OK;
}

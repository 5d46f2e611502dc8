/* SPDX-License-Identifier: Apache-2.0 */
/* Writes proofs into receipts. What entries of one commit have in common, the
 * upper part of the path and the checkpoint, is written once for each block of
 * 256 leaves and spliced in when the answer is made. */
#include "gateway/journal/receipts.h"

#include <stdlib.h>

#include "proto/base/base64.h"

/* Where in the text they stand. */
struct part {
    size_t start, len;
};

struct dg_receipts {
    size_t references; /* after it was made: loop thread */
    size_t count;
    struct dg_buf text;
    struct {
        struct part own, shared;
    } of[];
};

static void
put_base64(const char *name, const void *bytes, size_t len, struct dg_buf *out)
{
    dg_buf_text(out, name);
    dg_base64_append(out, bytes, len);
}

void
dg_receipts_put_bodies(const struct dg_store_entry *entry, bool event,
                       struct dg_buf *out)
{
    put_base64("\"header\":\"", entry->header.data, entry->header.len, out);
    put_base64("\",\"eventcommitment\":\"", entry->event_commitment,
               DG_SHA256_SIZE, out);
    if (event) {
        put_base64("\",\"eventsalt\":\"", entry->event_salt, DG_SALT_SIZE, out);
    }
    put_base64(entry->erased ? "\",\"decisioncommitment\":\""
                             : "\",\"decisionsalt\":\"",
               entry->decision_salt, DG_SALT_SIZE, out);
    dg_buf_text(out, "\",");
}

void
dg_receipts_put_path(const struct dg_merkle_hash *path, size_t count, bool more,
                     struct dg_buf *out)
{
    for (size_t i = 0; i < count; i++) {
        put_base64(i > 0 || more ? ",\"" : "\"", path[i].bytes, DG_SHA256_SIZE,
                   out);
        dg_buf_text(out, "\"");
    }
}

/* Always begins with a comma where there is a path. */
static struct part
put_shared(const struct dg_tree_view *view, uint64_t block,
           struct dg_str checkpoint, struct dg_buf *out)
{
    struct dg_merkle_hash path[DG_MERKLE_PATH_MAX];
    struct part part = {out->len, 0};
    size_t count =
        dg_tree_climb(view, (struct dg_tree_node){DG_TREE_BLOCK_LEVEL, block},
                      DG_MERKLE_PATH_MAX, path);
    dg_receipts_put_path(path, count, true, out);
    dg_buf_text(out, "],\"checkpoint\":");
    dg_buf_str(out, checkpoint);
    part.len = out->len - part.start;
    return part;
}

/* Gives whether there was a path below the shared one. */
static bool
put_own(const struct dg_tree_view *view, const struct dg_store_entry *entry,
        struct part *part, struct dg_buf *out)
{
    struct dg_merkle_hash path[DG_TREE_BLOCK_LEVEL];
    *part = (struct part){out->len, 0};
    dg_receipts_put_bodies(entry, true, out);
    dg_buf_text(out, "\"path\":[");
    size_t count =
        dg_tree_climb(view, (struct dg_tree_node){0, entry->sequence - 1},
                      DG_TREE_BLOCK_LEVEL, path);
    dg_receipts_put_path(path, count, false, out);
    part->len = out->len - part->start;
    return count > 0;
}

static void
put_all(struct dg_receipts *receipts, struct dg_tree_view *view,
        struct dg_str checkpoint, const struct dg_store_entry *const *entries)
{
    uint64_t block = DG_TREE_NONE;
    struct part shared = {0, 0};
    for (size_t i = 0; i < receipts->count; i++) {
        uint64_t number = (entries[i]->sequence - 1) / DG_TREE_BLOCK;
        if (number != block) {
            block = number;
            view->blocks[0] = dg_tree_recent(view->tree, block);
            shared = put_shared(view, block, checkpoint, &receipts->text);
        }
        receipts->of[i].shared = shared;
        if (!put_own(view, entries[i], &receipts->of[i].own, &receipts->text) &&
            receipts->text.err == DG_OK &&
            receipts->text.data[shared.start] == ',') {
            receipts->of[i].shared =
                (struct part){shared.start + 1, shared.len - 1};
        }
    }
}

enum dg_err
dg_receipts_make(struct dg_tree_view *view, struct dg_str checkpoint,
                 const struct dg_store_entry *const *entries, size_t count,
                 struct dg_receipts **receipts)
{
    struct dg_receipts *fresh =
        malloc(sizeof *fresh + count * sizeof fresh->of[0]);
    if (!fresh) {
        return DG_ERR_MEMORY;
    }
    fresh->references = 0;
    fresh->count = count;
    dg_buf_init(&fresh->text);
    put_all(fresh, view, checkpoint, entries);
    if (fresh->text.err != DG_OK) {
        dg_buf_finish(&fresh->text);
        free(fresh);
        return DG_ERR_MEMORY;
    }
    *receipts = fresh;
    return DG_OK;
}

void
dg_receipts_refer(struct dg_receipts *receipts)
{
    receipts->references++;
}

void
dg_receipts_release(struct dg_receipts *receipts)
{
    if (receipts && --receipts->references == 0) {
        dg_buf_finish(&receipts->text);
        free(receipts);
    }
}

void
dg_receipts_put(const struct dg_receipts *receipts, size_t index,
                struct dg_buf *out)
{
    struct part own = receipts->of[index].own;
    struct part shared = receipts->of[index].shared;
    dg_buf_append(out, receipts->text.data + own.start, own.len);
    dg_buf_append(out, receipts->text.data + shared.start, shared.len);
}

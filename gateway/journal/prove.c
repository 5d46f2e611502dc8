/* SPDX-License-Identifier: Apache-2.0 */
/* Proofs for entries that are in the journal already, on libuv's thread pool:
 * paths to the newest checkpoint, or between the trees of two sizes. Also
 * whatever the tree lacks at the start. */
#include <stdlib.h>

#include "gateway/journal/journal_internal.h"
#include "gateway/journal/receipts.h"

/* ---- paths -------------------------------------------------------------- */

/* One that a tree of a size has; what is not recent any more is read. */
static enum dg_err
load_block(struct dg_journal *journal, uint64_t number, uint64_t size,
           struct dg_tree_block *block)
{
    uint8_t leaves[DG_TREE_BLOCK][DG_SHA256_SIZE];
    uint64_t first = number * DG_TREE_BLOCK;
    size_t count =
        size - first < DG_TREE_BLOCK ? (size_t) (size - first) : DG_TREE_BLOCK;
    if (dg_tree_copy_recent(journal->tree, number, block)) {
        return DG_OK;
    }
    enum dg_err err =
        dg_store_cursor_leaves(journal->cursor, first + 1, count, leaves);
    dg_tree_block_begin(block, number);
    for (size_t i = 0; err == DG_OK && i < count; i++) {
        dg_tree_block_add(journal->sha, block, leaves[i]);
    }
    return err;
}

/* With the fetch lock held and the cursor open. */
static enum dg_err
find_path(struct dg_journal *journal, const struct dg_tree_question *question,
          struct dg_merkle_hash path[DG_MERKLE_CONSISTENCY_MAX], size_t *count)
{
    struct dg_tree_block blocks[2];
    const struct dg_tree_block *found[2] = {NULL, NULL};
    uint64_t numbers[2];
    enum dg_err err = DG_OK;
    dg_tree_blocks(question, numbers);
    for (int i = 0; i < 2 && err == DG_OK; i++) {
        if (numbers[i] != DG_TREE_NONE) {
            err = load_block(journal, numbers[i], question->size, &blocks[i]);
            found[i] = &blocks[i];
        }
    }
    if (err == DG_OK) {
        *count =
            dg_tree_answer(journal->tree, journal->sha, question, found, path);
    }
    return err;
}

static enum dg_err
put_inclusion(struct dg_journal *journal, uint64_t sequence, uint64_t size,
              struct dg_buf *out)
{
    struct dg_merkle_hash path[DG_MERKLE_CONSISTENCY_MAX];
    struct dg_tree_question question = dg_tree_inclusion(sequence - 1, size);
    size_t count;
    enum dg_err err = find_path(journal, &question, path, &count);
    if (err == DG_OK) {
        dg_receipts_put_path(path, count, false, out);
    }
    return err;
}

static enum dg_err
put_consistency(struct dg_journal *journal, uint64_t from, uint64_t size,
                struct dg_buf *out)
{
    struct dg_merkle_hash path[DG_MERKLE_CONSISTENCY_MAX];
    size_t count;
    if (from == 0 || from == size) {
        return DG_OK;
    }
    struct dg_tree_question question = dg_tree_consistency(from, size);
    enum dg_err err = find_path(journal, &question, path, &count);
    if (err == DG_OK) {
        dg_receipts_put_path(path, count, false, out);
    }
    return err;
}

enum dg_err
dg_prove_entry(struct dg_journal *journal, uint64_t sequence,
               struct dg_buf *out)
{
    struct dg_buf checkpoint;
    dg_buf_init(&checkpoint);
    uint64_t size = dg_signer_newest(&journal->signer, &checkpoint);
    enum dg_err err = DG_ERR_ABSENT;
    dg_buf_text(out, "\"path\":[");
    if (sequence <= size) {
        err = put_inclusion(journal, sequence, size, out);
    }
    dg_buf_text(out, "],\"checkpoint\":");
    dg_buf_append(out, checkpoint.data, checkpoint.len);
    err = err == DG_OK ? checkpoint.err : err;
    dg_buf_finish(&checkpoint);
    return err == DG_OK ? out->err : err;
}

/* ---- questions ---------------------------------------------------------- */

struct proof {
    uv_work_t work;
    struct dg_journal *journal;
    struct dg_journal_question question;
    dg_journal_proof_fn handle_proof;
    void *ctx;
    enum dg_err err;
    struct dg_buf answer;
};

static void
put_number(const char *name, uint64_t number, struct dg_buf *out)
{
    dg_buf_text(out, name);
    dg_buf_decimal(out, number);
}

static enum dg_err
put_leaf(struct dg_journal *journal, uint64_t sequence, struct dg_buf *out)
{
    uint8_t leaf[1][DG_SHA256_SIZE];
    char hex[2 * DG_SHA256_SIZE + 1];
    enum dg_err err =
        dg_store_cursor_leaves(journal->cursor, sequence, 1, leaf);
    if (err == DG_OK) {
        dg_hex(leaf[0], DG_SHA256_SIZE, hex);
        dg_buf_text(out, ",\"leaf\":\"");
        dg_buf_text(out, hex);
        dg_buf_text(out, "\"");
    }
    return err;
}

static enum dg_err
put_paths(struct proof *proof, uint64_t size)
{
    const struct dg_journal_question *question = &proof->question;
    struct dg_buf *out = &proof->answer;
    enum dg_err err = dg_fetch_open_cursor(proof->journal);
    if (err == DG_OK && question->sequence > 0) {
        put_number(",\"sequence\":", question->sequence, out);
        err = put_leaf(proof->journal, question->sequence, out);
        dg_buf_text(out, ",\"path\":[");
        err = err == DG_OK
                  ? put_inclusion(proof->journal, question->sequence, size, out)
                  : err;
        dg_buf_text(out, "]");
    }
    if (err == DG_OK && question->extends) {
        put_number(",\"from\":", question->from, out);
        dg_buf_text(out, ",\"path\":[");
        err = put_consistency(proof->journal, question->from, size, out);
        dg_buf_text(out, "]");
    }
    return err;
}

static enum dg_err
answer_question(struct proof *proof)
{
    const struct dg_journal_question *question = &proof->question;
    struct dg_buf *out = &proof->answer;
    struct dg_buf checkpoint;
    enum dg_err err = DG_OK;
    dg_buf_init(&checkpoint);
    uint64_t newest = dg_signer_newest(&proof->journal->signer, &checkpoint);
    uint64_t size = question->size > 0 ? question->size : newest;
    if (size > newest || question->sequence > size || question->from > size) {
        err = DG_ERR_ABSENT;
    } else {
        put_number("{\"size\":", size, out);
        err = put_paths(proof, size);
        dg_buf_text(out, ",\"checkpoint\":");
        dg_buf_append(out, checkpoint.data, checkpoint.len);
        dg_buf_text(out, "}");
    }
    err = err == DG_OK ? checkpoint.err : err;
    dg_buf_finish(&checkpoint);
    return err == DG_OK ? out->err : err;
}

static void
handle_work(uv_work_t *work)
{
    struct proof *proof = work->data;
    uv_mutex_lock(&proof->journal->fetch_lock);
    proof->err = answer_question(proof);
    uv_mutex_unlock(&proof->journal->fetch_lock);
}

static void
handle_after_work(uv_work_t *work, int status)
{
    struct proof *proof = work->data;
    struct dg_journal *journal = proof->journal;
    struct dg_str answer = {proof->answer.data, proof->answer.len};
    enum dg_err err = status == 0 ? proof->err : DG_ERR_BUSY;

    journal->fetches--;
    proof->handle_proof(proof->ctx,
                        err == DG_OK ? answer : (struct dg_str){NULL, 0}, err);
    dg_buf_finish(&proof->answer);
    free(proof);
    dg_journal_try_stop(journal);
}

enum dg_err
dg_journal_prove(struct dg_journal *journal,
                 const struct dg_journal_question *question,
                 dg_journal_proof_fn handle_proof, void *ctx)
{
    struct proof *proof = calloc(1, sizeof *proof);
    if (!proof) {
        return DG_ERR_MEMORY;
    }
    proof->work.data = proof;
    proof->journal = journal;
    proof->question = *question;
    proof->handle_proof = handle_proof;
    proof->ctx = ctx;
    dg_buf_init(&proof->answer);
    if (uv_queue_work(journal->loop, &proof->work, handle_work,
                      handle_after_work) != 0) {
        free(proof);
        return DG_ERR_MEMORY;
    }
    journal->fetches++;
    return DG_OK;
}

/* ---- the start ----------------------------------------------------------- */

enum dg_err
dg_journal_sign(struct dg_journal *journal, const char *gateway,
                const struct dg_secret_key *const *keys, size_t count)
{
    enum dg_err err = dg_signer_init(&journal->signer, dg_str_from(gateway),
                                     dg_str_from(dg_journal_identity(journal)));
    if (err != DG_OK) {
        return err;
    }
    journal->signer.keys = keys;
    journal->signer.key_count = count;
    err = dg_tree_create(&journal->tree);
    if (err != DG_OK) {
        dg_signer_finish(&journal->signer);
    }
    return err;
}

struct dg_str
dg_journal_origin(const struct dg_journal *journal)
{
    const struct dg_buf *origin = &journal->signer.origin;
    return (struct dg_str){origin->data, origin->len};
}

/* Leaves that no replay brought. */
static enum dg_err
read_rest(struct dg_journal *journal)
{
    uint8_t leaves[DG_TREE_BLOCK][DG_SHA256_SIZE];
    enum dg_err err = DG_OK;
    while (err == DG_OK && dg_tree_size(journal->tree) < journal->last) {
        uint64_t size = dg_tree_size(journal->tree);
        size_t count = journal->last - size < DG_TREE_BLOCK
                           ? (size_t) (journal->last - size)
                           : DG_TREE_BLOCK;
        err = dg_fetch_open_cursor(journal);
        if (err == DG_OK) {
            err = dg_store_cursor_leaves(journal->cursor, size + 1, count,
                                         leaves);
        }
        err = err == DG_OK ? dg_tree_reserve(journal->tree, count) : err;
        for (size_t i = 0; err == DG_OK && i < count; i++) {
            dg_tree_append(journal->tree, journal->sha, leaves[i]);
        }
    }
    return err;
}

enum dg_err
dg_prove_start(struct dg_journal *journal)
{
    struct dg_tree_view view;
    struct dg_merkle_head head;
    enum dg_err err = read_rest(journal);
    if (err != DG_OK) {
        return err;
    }
    dg_prove_head(journal->tree, journal->sha, &view, &head);
    return dg_signer_sign(&journal->signer, &head);
}

void
dg_prove_head(const struct dg_tree *tree, struct dg_sha256 *sha,
              struct dg_tree_view *view, struct dg_merkle_head *head)
{
    *view = (struct dg_tree_view){.tree = tree, .size = dg_tree_size(tree)};
    view->blocks[1] = dg_tree_recent(tree, view->size / DG_TREE_BLOCK);
    head->size = view->size;
    if (view->size == 0) {
        dg_merkle_root(sha, NULL, 0, &head->root);
    } else {
        dg_tree_look(view, sha);
        dg_tree_root(view, &head->root);
    }
}

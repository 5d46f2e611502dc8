/* SPDX-License-Identifier: Apache-2.0 */
/* The Merkle tree over the journal's leaves (RFC 6962; a leaf's index is its
 * sequence less one). In memory are all nodes from level 8 on, a quarter of a
 * byte an entry, and the last few blocks of 256 leaves with the nodes between;
 * older blocks are read from the store by whoever asks for a path.
 *
 * One thread appends, and may look without asking. Others find under a lock
 * what they need. */
#ifndef GATEWAY_JOURNAL_TREE_H
#define GATEWAY_JOURNAL_TREE_H

#include "proto/codec/merkle.h"

#define DG_TREE_BLOCK_LEVEL 8
#define DG_TREE_BLOCK ((size_t) 1 << DG_TREE_BLOCK_LEVEL)

/* 256 leaves, and the nodes over them below level 8 that are complete. */
struct dg_tree_block {
    uint64_t number; /* index of the first leaf / 256 */
    size_t count;    /* leaves */
    struct dg_merkle_hash nodes[2 * DG_TREE_BLOCK - 2]; /* level by level */
};

void dg_tree_block_begin(struct dg_tree_block *block, uint64_t number);
/* Of one that is not full. */
void dg_tree_block_add(struct dg_sha256 *sha, struct dg_tree_block *block,
                       const uint8_t leaf[DG_SHA256_SIZE]);

struct dg_tree;

enum dg_err dg_tree_create(struct dg_tree **tree);
void dg_tree_destroy(struct dg_tree *tree); /* NULL is fine */

/* ---- of the thread that appends ----------------------------------------- */

uint64_t dg_tree_size(const struct dg_tree *tree); /* leaves */
size_t dg_tree_memory(const struct dg_tree *tree); /* bytes allocated */

/* Room for so many leaves; they stay among the recent ones until the next call.
 * DG_ERR_MEMORY. */
enum dg_err dg_tree_reserve(struct dg_tree *tree, size_t count);
/* There is room. */
void dg_tree_append(struct dg_tree *tree, struct dg_sha256 *sha,
                    const uint8_t leaf[DG_SHA256_SIZE]);
/* A full block, which must be the next one: size is a multiple of 256. */
void dg_tree_append_block(struct dg_tree *tree, struct dg_sha256 *sha,
                          const struct dg_tree_block *block);

/* ---- paths --------------------------------------------------------------- */

/* The tree as it was when it had so many leaves. */
struct dg_tree_view {
    const struct dg_tree *tree;
    uint64_t size;
    /* Where nodes below level 8 are looked for: the blocks of the node that a
     * path begins at and of the last leaf; NULL where no path goes. */
    const struct dg_tree_block *blocks[2];
    /* At each level the node that is begun and not complete, if there is one:
     * if size is no multiple of 2^level. */
    struct dg_merkle_hash edges[DG_MERKLE_PATH_MAX];
};

/* A node: the root over the leaves [index << level, (index + 1) << level). */
struct dg_tree_node {
    unsigned level;
    uint64_t index;
};

/* Fills edges from the rest of the view. size is at most the tree's. */
void dg_tree_look(struct dg_tree_view *view, struct dg_sha256 *sha);

/* Not of an empty tree. */
void dg_tree_root(const struct dg_tree_view *view, struct dg_merkle_hash *root);

/* The path from a complete node up to a level, DG_MERKLE_PATH_MAX being that of
 * the root; gives its length. */
size_t dg_tree_climb(const struct dg_tree_view *view, struct dg_tree_node from,
                     unsigned to, struct dg_merkle_hash *path);

/* Of the thread that appends: NULL if it is not among the recent ones. */
const struct dg_tree_block *dg_tree_recent(const struct dg_tree *tree,
                                           uint64_t number);

/* ---- of any thread ------------------------------------------------------- */

/* Copies a recent block; false if it is none. */
bool dg_tree_copy_recent(struct dg_tree *tree, uint64_t number,
                         struct dg_tree_block *block);

/* A path from a node to the root, the node itself first where it is wanted. */
struct dg_tree_question {
    struct dg_tree_node from;
    bool with_from;
    uint64_t size;
};

/* The path of inclusion of a leaf, index < size. */
struct dg_tree_question dg_tree_inclusion(uint64_t index, uint64_t size);
/* The path of consistency, 0 < first < size. */
struct dg_tree_question dg_tree_consistency(uint64_t first, uint64_t size);

/* The numbers of the blocks it needs, DG_TREE_NONE for none. */
#define DG_TREE_NONE UINT64_MAX
void dg_tree_blocks(const struct dg_tree_question *question,
                    uint64_t numbers[2]);

/* Gives the path's length. size is at most the tree's; blocks are those asked
 * for, or NULL, with at least the leaves that a tree of that size has. */
size_t dg_tree_answer(struct dg_tree *tree, struct dg_sha256 *sha,
                      const struct dg_tree_question *question,
                      const struct dg_tree_block *const blocks[2],
                      struct dg_merkle_hash path[DG_MERKLE_CONSISTENCY_MAX]);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps the nodes of the tree and finds paths in it. Decides what of it stays
 * in memory; how hashes make nodes is proto/codec/merkle.c's, where older
 * leaves come from and who asks is prove.c's. */
#include "gateway/journal/tree.h"

#include <stdlib.h>
#include <uv.h>

#define UPPER_LEVELS (DG_MERKLE_PATH_MAX - DG_TREE_BLOCK_LEVEL)
#define RECENT_MIN 16 /* blocks, each 16 KiB */

/* The complete nodes of one level. */
struct level {
    struct dg_merkle_hash *nodes;
    uint64_t count, room;
};

struct dg_tree {
    uint64_t size;
    struct level upper[UPPER_LEVELS]; /* from DG_TREE_BLOCK_LEVEL on */
    /* The last blocks, each at its number modulo so many. */
    struct dg_tree_block *recent;
    uint64_t recent_count;
    uv_mutex_t lock; /* held for writing by the thread that appends, and by
                        every other for reading */
};

/* ---- blocks ------------------------------------------------------------- */

/* Where a level of a block begins. */
static size_t
level_start(unsigned level)
{
    return 2 * DG_TREE_BLOCK - ((2 * DG_TREE_BLOCK) >> level);
}

void
dg_tree_block_begin(struct dg_tree_block *block, uint64_t number)
{
    block->number = number;
    block->count = 0;
}

void
dg_tree_block_add(struct dg_sha256 *sha, struct dg_tree_block *block,
                  const uint8_t leaf[DG_SHA256_SIZE])
{
    size_t index = block->count++;
    struct dg_merkle_hash *node = &block->nodes[index];
    memcpy(node->bytes, leaf, DG_SHA256_SIZE);
    for (unsigned level = 1; (index & 1) && level < DG_TREE_BLOCK_LEVEL;
         level++) {
        index >>= 1;
        struct dg_merkle_hash *parent = &block->nodes[level_start(level)];
        dg_merkle_node(sha, node - 1, node, &parent[index]);
        node = &parent[index];
    }
}

/* ---- growing ------------------------------------------------------------ */

enum dg_err
dg_tree_create(struct dg_tree **tree)
{
    struct dg_tree *fresh = calloc(1, sizeof *fresh);
    if (!fresh) {
        return DG_ERR_MEMORY;
    }
    fresh->recent_count = RECENT_MIN;
    fresh->recent = calloc(RECENT_MIN, sizeof *fresh->recent);
    if (!fresh->recent) {
        goto free_tree;
    }
    if (uv_mutex_init(&fresh->lock) != 0) {
        goto free_recent;
    }
    *tree = fresh;
    return DG_OK;

free_recent:
    free(fresh->recent);
free_tree:
    free(fresh);
    return DG_ERR_MEMORY;
}

void
dg_tree_destroy(struct dg_tree *tree)
{
    if (!tree) {
        return;
    }
    for (unsigned i = 0; i < UPPER_LEVELS; i++) {
        free(tree->upper[i].nodes);
    }
    free(tree->recent);
    uv_mutex_destroy(&tree->lock);
    free(tree);
}

uint64_t
dg_tree_size(const struct dg_tree *tree)
{
    return tree->size;
}

size_t
dg_tree_memory(const struct dg_tree *tree)
{
    size_t bytes = sizeof *tree + tree->recent_count * sizeof *tree->recent;
    for (unsigned i = 0; i < UPPER_LEVELS; i++) {
        bytes += tree->upper[i].room * sizeof *tree->upper[i].nodes;
    }
    return bytes;
}

/* Grown by half: a level is never long without need. */
static bool
reserve_level(struct level *level, uint64_t count)
{
    uint64_t room = level->room + level->room / 2;
    if (count <= level->room) {
        return true;
    }
    room = room < count + 4 ? count + 4 : room;
    struct dg_merkle_hash *grown =
        realloc(level->nodes, room * sizeof *level->nodes);
    if (!grown) {
        return false;
    }
    level->nodes = grown;
    level->room = room;
    return true;
}

/* Blocks move to where they are in the larger ring. */
static bool
reserve_recent(struct dg_tree *tree, uint64_t count)
{
    if (count <= tree->recent_count) {
        return true;
    }
    struct dg_tree_block *grown = calloc(count, sizeof *grown);
    if (!grown) {
        return false;
    }
    for (uint64_t i = 0; i < tree->recent_count; i++) {
        const struct dg_tree_block *block = &tree->recent[i];
        if (block->count > 0) {
            grown[block->number % count] = *block;
        }
    }
    free(tree->recent);
    tree->recent = grown;
    tree->recent_count = count;
    return true;
}

enum dg_err
dg_tree_reserve(struct dg_tree *tree, size_t count)
{
    uint64_t size = tree->size + count;
    uv_mutex_lock(&tree->lock);
    bool reserved = reserve_recent(tree, count / DG_TREE_BLOCK + 2);
    for (unsigned i = 0; i < UPPER_LEVELS; i++) {
        uint64_t nodes = size >> (i + DG_TREE_BLOCK_LEVEL);
        reserved = reserved && reserve_level(&tree->upper[i], nodes);
    }
    uv_mutex_unlock(&tree->lock);
    return reserved ? DG_OK : DG_ERR_MEMORY;
}

/* A block is full: its node, and those above that it completes. */
static void
put_upper(struct dg_tree *tree, struct dg_sha256 *sha,
          const struct dg_tree_block *block)
{
    const struct dg_merkle_hash *pair =
        &block->nodes[level_start(DG_TREE_BLOCK_LEVEL - 1)];
    struct level *level = tree->upper;
    for (;;) {
        dg_merkle_node(sha, &pair[0], &pair[1], &level->nodes[level->count++]);
        if (level->count % 2 != 0) {
            return;
        }
        pair = &level->nodes[level->count - 2];
        level++;
    }
}

void
dg_tree_append(struct dg_tree *tree, struct dg_sha256 *sha,
               const uint8_t leaf[DG_SHA256_SIZE])
{
    uint64_t number = tree->size / DG_TREE_BLOCK;
    struct dg_tree_block *block = &tree->recent[number % tree->recent_count];
    uv_mutex_lock(&tree->lock);
    if (tree->size % DG_TREE_BLOCK == 0) {
        dg_tree_block_begin(block, number);
    }
    dg_tree_block_add(sha, block, leaf);
    if (block->count == DG_TREE_BLOCK) {
        put_upper(tree, sha, block);
    }
    tree->size++;
    uv_mutex_unlock(&tree->lock);
}

void
dg_tree_append_block(struct dg_tree *tree, struct dg_sha256 *sha,
                     const struct dg_tree_block *block)
{
    uv_mutex_lock(&tree->lock);
    tree->recent[block->number % tree->recent_count] = *block;
    put_upper(tree, sha, block);
    tree->size += DG_TREE_BLOCK;
    uv_mutex_unlock(&tree->lock);
}

const struct dg_tree_block *
dg_tree_recent(const struct dg_tree *tree, uint64_t number)
{
    const struct dg_tree_block *block =
        &tree->recent[number % tree->recent_count];
    return block->count > 0 && block->number == number ? block : NULL;
}

bool
dg_tree_copy_recent(struct dg_tree *tree, uint64_t number,
                    struct dg_tree_block *block)
{
    uv_mutex_lock(&tree->lock);
    const struct dg_tree_block *recent = dg_tree_recent(tree, number);
    if (recent) {
        *block = *recent;
    }
    uv_mutex_unlock(&tree->lock);
    return recent != NULL;
}

/* ---- paths -------------------------------------------------------------- */

/* One that is complete. Below level 8 it is in one of the view's blocks. */
static const struct dg_merkle_hash *
complete_node(const struct dg_tree_view *view, unsigned level, uint64_t index)
{
    if (level >= DG_TREE_BLOCK_LEVEL) {
        return &view->tree->upper[level - DG_TREE_BLOCK_LEVEL].nodes[index];
    }
    unsigned up = DG_TREE_BLOCK_LEVEL - level;
    const struct dg_tree_block *block = view->blocks[0];
    if (!block || block->number != index >> up) {
        block = view->blocks[1];
    }
    return &block->nodes[level_start(level) + (index & ((1u << up) - 1))];
}

/* Whether a level has a node that is begun and not complete. */
static bool
has_edge(uint64_t size, unsigned level)
{
    return (size & ((UINT64_C(1) << level) - 1)) != 0;
}

void
dg_tree_look(struct dg_tree_view *view, struct dg_sha256 *sha)
{
    for (unsigned level = 0; view->size >> level; level++) {
        struct dg_merkle_hash *edges = view->edges;
        uint64_t index = view->size >> level;
        if (index % 2 == 0 && !has_edge(view->size, level)) {
            continue;
        }
        if (index % 2 == 0) {
            edges[level + 1] = edges[level];
        } else if (!has_edge(view->size, level)) {
            edges[level + 1] = *complete_node(view, level, index - 1);
        } else {
            dg_merkle_node(sha, complete_node(view, level, index - 1),
                           &edges[level], &edges[level + 1]);
        }
    }
}

void
dg_tree_root(const struct dg_tree_view *view, struct dg_merkle_hash *root)
{
    unsigned level = 0;
    while (view->size >> level > 1) {
        level++;
    }
    *root = has_edge(view->size, level) ? view->edges[level + 1]
                                        : *complete_node(view, level, 0);
}

size_t
dg_tree_climb(const struct dg_tree_view *view, struct dg_tree_node from,
              unsigned to, struct dg_merkle_hash *path)
{
    size_t count = 0;
    uint64_t index = from.index;
    for (unsigned level = from.level; level < to; level++, index >>= 1) {
        uint64_t sibling = index ^ 1, nodes = view->size >> level;
        if (sibling < nodes) {
            path[count++] = *complete_node(view, level, sibling);
        } else if (sibling == nodes && has_edge(view->size, level)) {
            path[count++] = view->edges[level];
        }
        if (nodes == 0) {
            break;
        }
    }
    return count;
}

struct dg_tree_question
dg_tree_inclusion(uint64_t index, uint64_t size)
{
    return (struct dg_tree_question){{0, index}, false, size};
}

/* Begins at the last subtree that the first tree has complete; that one is
 * left out where it is the whole of it. */
struct dg_tree_question
dg_tree_consistency(uint64_t first, uint64_t size)
{
    unsigned level = 0;
    while (!(first >> level & 1)) {
        level++;
    }
    uint64_t index = (first >> level) - 1;
    return (struct dg_tree_question){{level, index}, index > 0, size};
}

void
dg_tree_blocks(const struct dg_tree_question *question, uint64_t numbers[2])
{
    const struct dg_tree_node *from = &question->from;
    numbers[0] = numbers[1] = DG_TREE_NONE;
    if (from->level < DG_TREE_BLOCK_LEVEL) {
        numbers[0] = from->index >> (DG_TREE_BLOCK_LEVEL - from->level);
    }
    if (question->size % DG_TREE_BLOCK != 0) {
        numbers[1] = question->size / DG_TREE_BLOCK;
    }
}

size_t
dg_tree_answer(struct dg_tree *tree, struct dg_sha256 *sha,
               const struct dg_tree_question *question,
               const struct dg_tree_block *const blocks[2],
               struct dg_merkle_hash path[DG_MERKLE_CONSISTENCY_MAX])
{
    const struct dg_tree_node *from = &question->from;
    struct dg_tree_view view = {
        .tree = tree, .size = question->size, .blocks = {blocks[0], blocks[1]}};
    size_t count = 0;
    uv_mutex_lock(&tree->lock);
    dg_tree_look(&view, sha);
    if (question->with_from) {
        path[count++] = *complete_node(&view, from->level, from->index);
    }
    count += dg_tree_climb(&view, *from, DG_MERKLE_PATH_MAX, path + count);
    uv_mutex_unlock(&tree->lock);
    return count;
}

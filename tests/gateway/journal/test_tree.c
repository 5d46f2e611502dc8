/* SPDX-License-Identifier: Apache-2.0 */
/* The journal's tree against proto/codec/merkle.c, which knows nothing of
 * blocks, levels or a cache: roots, and paths between trees of many sizes, all
 * of the small ones and those around the borders of blocks. */
#include "gateway/journal/tree.h"

#include <stdlib.h>

#include "tests/tap/tap.h"

#define LEAVES 5200 /* more than stay among the recent ones */

static struct dg_sha256 *sha;
static struct dg_merkle_hash leaves[LEAVES], roots[LEAVES + 1];
static struct dg_tree *tree;

static void
fill(void)
{
    for (uint64_t i = 0; i < LEAVES; i++) {
        dg_sha256_update(sha, &i, sizeof i);
        dg_sha256_output(sha, leaves[i].bytes);
    }
    for (size_t n = 0; n <= LEAVES; n++) {
        dg_merkle_root(sha, leaves, n, &roots[n]);
    }
}

static bool
same(const struct dg_merkle_hash *a, const struct dg_merkle_hash *b)
{
    return memcmp(a->bytes, b->bytes, DG_SHA256_SIZE) == 0;
}

/* The leaf at index i is i's, so that each is what it is because of where it
 * stands. */
static void
grow_to(uint64_t size)
{
    uint64_t from = dg_tree_size(tree);
    dg_tree_reserve(tree, size - from);
    while (dg_tree_size(tree) < size) {
        dg_tree_append(tree, sha, leaves[dg_tree_size(tree)].bytes);
    }
}

/* As whoever reads them from the store makes one: of as many leaves as a tree
 * of this size has. */
static void
make_block(uint64_t number, uint64_t size, struct dg_tree_block *block)
{
    uint64_t first = number * DG_TREE_BLOCK;
    dg_tree_block_begin(block, number);
    while (block->count < DG_TREE_BLOCK && first + block->count < size) {
        dg_tree_block_add(sha, block, leaves[first + block->count].bytes);
    }
}

static size_t
answer(const struct dg_tree_question *question, struct dg_merkle_hash *path)
{
    static struct dg_tree_block blocks[2];
    const struct dg_tree_block *found[2] = {NULL, NULL};
    uint64_t numbers[2];
    dg_tree_blocks(question, numbers);
    for (int i = 0; i < 2; i++) {
        if (numbers[i] == DG_TREE_NONE) {
            continue;
        }
        if (!dg_tree_copy_recent(tree, numbers[i], &blocks[i])) {
            make_block(numbers[i], question->size, &blocks[i]);
        }
        found[i] = &blocks[i];
    }
    return dg_tree_answer(tree, sha, question, found, path);
}

static bool
includes(uint64_t index, uint64_t size)
{
    struct dg_merkle_hash hashes[DG_MERKLE_CONSISTENCY_MAX];
    struct dg_tree_question question = dg_tree_inclusion(index, size);
    struct dg_merkle_path path = {hashes, answer(&question, hashes)};
    struct dg_merkle_head head = {size, roots[size]};
    return dg_merkle_includes(sha, index, &leaves[index], &path, &head);
}

static bool
extends(uint64_t first, uint64_t size)
{
    struct dg_merkle_hash hashes[DG_MERKLE_CONSISTENCY_MAX];
    struct dg_tree_question question = dg_tree_consistency(first, size);
    struct dg_merkle_path path = {hashes, answer(&question, hashes)};
    struct dg_merkle_head before = {first, roots[first]};
    struct dg_merkle_head after = {size, roots[size]};
    return dg_merkle_extends(sha, &before, &after, &path);
}

static bool
has_root(uint64_t size)
{
    struct dg_tree_view view = {.tree = tree, .size = size};
    struct dg_merkle_hash root;
    view.blocks[1] = dg_tree_recent(tree, size / DG_TREE_BLOCK);
    dg_tree_look(&view, sha);
    dg_tree_root(&view, &root);
    return same(&root, &roots[size]);
}

/* ---- tests -------------------------------------------------------------- */

static void
test_roots(void)
{
    size_t wrong = 0;
    dg_tree_create(&tree);
    for (uint64_t n = 1; n <= LEAVES; n++) {
        grow_to(n);
        wrong += !has_root(n);
    }
    is_int(wrong, 0, "each leaf more: the root is that of all of them");
}

/* The tree has them all; the questions are about what it was once. */
static void
test_small(void)
{
    size_t wrong_paths = 0, wrong_extensions = 0;
    for (uint64_t n = 1; n <= 140; n++) {
        for (uint64_t i = 0; i < n; i++) {
            wrong_paths += !includes(i, n);
        }
        for (uint64_t m = 1; m < n; m++) {
            wrong_extensions += !extends(m, n);
        }
    }
    is_int(wrong_paths, 0, "every path of every tree of up to 140 leaves");
    is_int(wrong_extensions, 0, "every two of these trees extend each other");
}

/* A size or an index, more often than not at a border of something. */
static uint64_t
pick(uint64_t most)
{
    uint64_t border = (uint64_t) 1 << (rand() % 14);
    uint64_t value =
        border * (uint64_t) (rand() % 40) + (uint64_t) (rand() % 3);
    return rand() % 3 == 0 || value == 0 || value > most
               ? (uint64_t) rand() % most + 1
               : value;
}

static void
test_borders(void)
{
    size_t wrong_paths = 0, wrong_extensions = 0;
    srand(4);
    for (int i = 0; i < 8000; i++) {
        uint64_t size = pick(LEAVES), index = pick(size) - 1;
        wrong_paths += !includes(index, size);
        if (size > 1) {
            wrong_extensions += !extends(pick(size - 1), size);
        }
    }
    is_int(wrong_paths, 0, "paths around blocks, from memory and as read");
    is_int(wrong_extensions, 0, "trees around blocks extend each other");
}

static void
test_recent(void)
{
    struct dg_tree_block block, fresh;
    uint64_t last = (LEAVES - 1) / DG_TREE_BLOCK;
    ok(!dg_tree_copy_recent(tree, 0, &block), "the first block is not kept");
    ok(!dg_tree_copy_recent(tree, last + 1, &block), "nor is one to come");
    ok(dg_tree_copy_recent(tree, last, &block), "the last one is");
    make_block(last, LEAVES, &fresh);
    ok(block.count == fresh.count && same(&block.nodes[0], &fresh.nodes[0]) &&
           same(&block.nodes[block.count - 1], &fresh.nodes[block.count - 1]),
       "with its leaves");
}

/* Blocks made elsewhere, and commits larger than what is kept. */
static void
test_blocks(void)
{
    struct dg_tree_block block;
    size_t wrong = 0;
    dg_tree_destroy(tree);
    dg_tree_create(&tree);
    for (uint64_t number = 0; number < 20; number++) {
        make_block(number, LEAVES, &block);
        dg_tree_reserve(tree, DG_TREE_BLOCK);
        dg_tree_append_block(tree, sha, &block);
        wrong += !has_root(dg_tree_size(tree));
    }
    is_int(wrong, 0, "whole blocks grow it as single leaves do");
    uint64_t before = dg_tree_size(tree) + 1;
    grow_to(before);
    grow_to(LEAVES - 1);
    grow_to(LEAVES);
    ok(has_root(LEAVES), "leaves behind them do");
    for (uint64_t i = 0; i < LEAVES; i += 7) {
        wrong += !includes(i, LEAVES);
    }
    is_int(wrong, 0, "paths are right then");
    dg_tree_destroy(tree);
    dg_tree_create(&tree);
    dg_tree_reserve(tree, LEAVES - 5);
    grow_to(LEAVES - 5);
    for (uint64_t number = 0; number <= (LEAVES - 6) / DG_TREE_BLOCK;
         number++) {
        wrong += dg_tree_recent(tree, number) == NULL;
    }
    is_int(wrong, 0, "what there was room made for is still there");
}

static void
test_memory(void)
{
    static struct dg_tree_block block;
    dg_tree_destroy(tree);
    dg_tree_create(&tree);
    size_t empty = dg_tree_memory(tree);
    make_block(0, LEAVES, &block);
    for (uint64_t number = 0; number < 1000000 / DG_TREE_BLOCK; number++) {
        block.number = number;
        dg_tree_reserve(tree, DG_TREE_BLOCK);
        dg_tree_append_block(tree, sha, &block);
    }
    size_t used = dg_tree_memory(tree);
    ok(empty < 300000, "an empty tree takes %zu bytes", empty);
    ok(used - empty < 400000, "a million entries %zu more", used - empty);
    dg_tree_destroy(tree);
}

int
main(void)
{
    if (dg_sha256_create(&sha) != DG_OK) {
        return 1;
    }
    fill();
    test_roots();
    test_small();
    test_borders();
    test_recent();
    test_blocks();
    test_memory();
    dg_sha256_destroy(sha);
    return tap_done();
}

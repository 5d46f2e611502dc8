/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how hashes make a tree (RFC 6962, 2.1) and whether a proof holds; the
 * checks are those of RFC 9162, 2.1.3.2 and 2.1.4.2. Leaves are hashed by
 * others, and proofs made by whoever keeps the tree. */
#include "proto/codec/merkle.h"

void
dg_merkle_node(struct dg_sha256 *sha, const struct dg_merkle_hash *left,
               const struct dg_merkle_hash *right, struct dg_merkle_hash *node)
{
    uint8_t bytes[1 + 2 * DG_SHA256_SIZE] = {0x01};

    memcpy(bytes + 1, left->bytes, DG_SHA256_SIZE);
    memcpy(bytes + 1 + DG_SHA256_SIZE, right->bytes, DG_SHA256_SIZE);
    dg_sha256_update(sha, bytes, sizeof bytes);
    dg_sha256_output(sha, node->bytes);
}

/* The complete subtrees that make up the leaves so far, largest first; their
 * levels are the bits of count. */
void
dg_merkle_root(struct dg_sha256 *sha, const struct dg_merkle_hash *leaves,
               size_t count, struct dg_merkle_hash *root)
{
    struct dg_merkle_hash subtrees[DG_MERKLE_PATH_MAX];
    size_t used = 0;

    if (count == 0) {
        dg_sha256_output(sha, root->bytes);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        subtrees[used] = leaves[i];
        for (size_t bits = i; bits & 1; bits >>= 1) {
            used--;
            dg_merkle_node(sha, &subtrees[used], &subtrees[used + 1],
                           &subtrees[used]);
        }
        used++;
    }
    *root = subtrees[--used];
    while (used > 0) {
        dg_merkle_node(sha, &subtrees[--used], root, root);
    }
}

static bool
equal(const struct dg_merkle_hash *a, const struct dg_merkle_hash *b)
{
    return memcmp(a->bytes, b->bytes, DG_SHA256_SIZE) == 0;
}

/* Where a walk up the tree has come: the node's index on its level and that of
 * the level's last node. */
struct walk {
    uint64_t at, last;
};

static void
ascend(struct walk *walk)
{
    walk->at >>= 1;
    walk->last >>= 1;
}

/* Whether the node's partner on the path is to its left. If so, a node without
 * a partner of its own is carried up to the level where it has one. */
static bool
partner_is_left(struct walk *walk)
{
    if (!(walk->at & 1) && walk->at != walk->last) {
        return false;
    }
    while (!(walk->at & 1) && walk->at != 0) {
        ascend(walk);
    }
    return true;
}

bool
dg_merkle_includes(struct dg_sha256 *sha, uint64_t index, uint64_t size,
                   const struct dg_merkle_hash *leaf,
                   const struct dg_merkle_hash *path, size_t path_len,
                   const struct dg_merkle_hash *root)
{
    struct walk walk = {index, size - 1};
    struct dg_merkle_hash node = *leaf;

    if (index >= size) {
        return false;
    }
    for (size_t i = 0; i < path_len; i++) {
        if (walk.last == 0) {
            return false;
        }
        if (partner_is_left(&walk)) {
            dg_merkle_node(sha, &path[i], &node, &node);
        } else {
            dg_merkle_node(sha, &node, &path[i], &node);
        }
        ascend(&walk);
    }
    return walk.last == 0 && equal(&node, root);
}

/* Of a proof between trees of different sizes, neither empty. */
static bool
connects(struct dg_sha256 *sha, struct walk walk,
         struct dg_merkle_hash *first_root, struct dg_merkle_hash *second_root,
         const struct dg_merkle_hash *path, size_t path_len)
{
    for (size_t i = 0; i < path_len; i++) {
        if (walk.last == 0) {
            return false;
        }
        if (partner_is_left(&walk)) {
            dg_merkle_node(sha, &path[i], first_root, first_root);
            dg_merkle_node(sha, &path[i], second_root, second_root);
        } else {
            dg_merkle_node(sha, second_root, &path[i], second_root);
        }
        ascend(&walk);
    }
    return walk.last == 0;
}

bool
dg_merkle_extends(struct dg_sha256 *sha, uint64_t first_size,
                  const struct dg_merkle_hash *first_root, uint64_t second_size,
                  const struct dg_merkle_hash *second_root,
                  const struct dg_merkle_hash *path, size_t path_len)
{
    struct dg_merkle_hash first, second;
    struct walk walk = {first_size - 1, second_size - 1};

    if (first_size == 0) {
        dg_merkle_root(sha, NULL, 0, &first);
        return path_len == 0 && equal(&first, first_root) &&
               (second_size > 0 || equal(&first, second_root));
    }
    if (first_size >= second_size) {
        return first_size == second_size && path_len == 0 &&
               equal(first_root, second_root);
    }
    while (walk.at & 1) {
        ascend(&walk);
    }
    if (walk.at == 0) {
        /* The first tree is a complete subtree of the second one, and its root
         * left out of the path. */
        first = *first_root;
    } else if (path_len > 0) {
        first = *path++;
        path_len--;
    } else {
        return false;
    }
    second = first;
    return connects(sha, walk, &first, &second, path, path_len) &&
           equal(&first, first_root) && equal(&second, second_root);
}

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
dg_merkle_includes(struct dg_sha256 *sha, uint64_t index,
                   const struct dg_merkle_hash *leaf,
                   const struct dg_merkle_path *path,
                   const struct dg_merkle_head *head)
{
    struct walk walk = {index, head->size - 1};
    struct dg_merkle_hash node = *leaf;

    if (index >= head->size) {
        return false;
    }
    for (size_t i = 0; i < path->count; i++) {
        if (walk.last == 0) {
            return false;
        }
        if (partner_is_left(&walk)) {
            dg_merkle_node(sha, &path->hashes[i], &node, &node);
        } else {
            dg_merkle_node(sha, &node, &path->hashes[i], &node);
        }
        ascend(&walk);
    }
    return walk.last == 0 && equal(&node, &head->root);
}

/* Walks to the roots of both trees at once, from a node that is in both. */
static bool
connects(struct dg_sha256 *sha, struct walk walk, struct dg_merkle_hash *first,
         struct dg_merkle_hash *second, struct dg_merkle_path path)
{
    for (size_t i = 0; i < path.count; i++) {
        if (walk.last == 0) {
            return false;
        }
        if (partner_is_left(&walk)) {
            dg_merkle_node(sha, &path.hashes[i], first, first);
            dg_merkle_node(sha, &path.hashes[i], second, second);
        } else {
            dg_merkle_node(sha, second, &path.hashes[i], second);
        }
        ascend(&walk);
    }
    return walk.last == 0;
}

static bool
extends_nothing(struct dg_sha256 *sha, const struct dg_merkle_head *first,
                const struct dg_merkle_head *second)
{
    struct dg_merkle_hash empty;
    dg_merkle_root(sha, NULL, 0, &empty);
    return equal(&empty, &first->root) &&
           (second->size > 0 || equal(&empty, &second->root));
}

bool
dg_merkle_extends(struct dg_sha256 *sha, const struct dg_merkle_head *first,
                  const struct dg_merkle_head *second,
                  const struct dg_merkle_path *path)
{
    struct walk walk = {first->size - 1, second->size - 1};
    struct dg_merkle_path rest = *path;
    struct dg_merkle_hash first_root, second_root;

    if (first->size == 0) {
        return path->count == 0 && extends_nothing(sha, first, second);
    }
    if (first->size >= second->size) {
        return first->size == second->size && path->count == 0 &&
               equal(&first->root, &second->root);
    }
    while (walk.at & 1) {
        ascend(&walk);
    }
    if (walk.at == 0) {
        /* The first tree is a complete subtree of the second one, and its root
         * left out of the path. */
        first_root = first->root;
    } else if (rest.count > 0) {
        first_root = *rest.hashes++;
        rest.count--;
    } else {
        return false;
    }
    second_root = first_root;
    return connects(sha, walk, &first_root, &second_root, rest) &&
           equal(&first_root, &first->root) &&
           equal(&second_root, &second->root);
}

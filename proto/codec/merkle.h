/* SPDX-License-Identifier: Apache-2.0 */
/* The Merkle tree of RFC 6962, section 2.1, over leaf hashes: root, proofs of
 * inclusion and of consistency, and their checks. Inner node:
 * SHA-256(0x01 ‖ left ‖ right). A leaf's index is its sequence less one. */
#ifndef PROTO_CODEC_MERKLE_H
#define PROTO_CODEC_MERKLE_H

#include "proto/base/digest.h"

#define DG_MERKLE_PATH_MAX 64
/* Of a proof of consistency. */
#define DG_MERKLE_CONSISTENCY_MAX (DG_MERKLE_PATH_MAX + 1)

struct dg_merkle_hash {
    uint8_t bytes[DG_SHA256_SIZE];
};

void dg_merkle_node(struct dg_sha256 *sha, const struct dg_merkle_hash *left,
                    const struct dg_merkle_hash *right,
                    struct dg_merkle_hash *node);

/* Of count leaves that lie in memory; of none: SHA-256 of nothing. */
void dg_merkle_root(struct dg_sha256 *sha, const struct dg_merkle_hash *leaves,
                    size_t count, struct dg_merkle_hash *root);

/* A tree: so many leaves, and the root over them. */
struct dg_merkle_head {
    uint64_t size;
    struct dg_merkle_hash root;
};

/* A proof; the hashes are the caller's. */
struct dg_merkle_path {
    const struct dg_merkle_hash *hashes;
    size_t count;
};

/* Whether path (RFC 6962, 2.1.1, from the leaf up) leads from the leaf at index
 * to the tree's root. */
bool dg_merkle_includes(struct dg_sha256 *sha, uint64_t index,
                        const struct dg_merkle_hash *leaf,
                        const struct dg_merkle_path *path,
                        const struct dg_merkle_head *head);

/* Whether path (2.1.2) shows that the second tree begins with the first. */
bool dg_merkle_extends(struct dg_sha256 *sha,
                       const struct dg_merkle_head *first,
                       const struct dg_merkle_head *second,
                       const struct dg_merkle_path *path);

#endif

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

/* Whether path (RFC 6962, 2.1.1, from the leaf up) leads from the leaf at index
 * to the root of a tree of so many leaves. */
bool dg_merkle_includes(struct dg_sha256 *sha, uint64_t index, uint64_t size,
                        const struct dg_merkle_hash *leaf,
                        const struct dg_merkle_hash *path, size_t path_len,
                        const struct dg_merkle_hash *root);

/* Whether path (2.1.2) shows that the tree of the second root begins with that
 * of the first. */
bool dg_merkle_extends(struct dg_sha256 *sha, uint64_t first_size,
                       const struct dg_merkle_hash *first_root,
                       uint64_t second_size,
                       const struct dg_merkle_hash *second_root,
                       const struct dg_merkle_hash *path, size_t path_len);

#endif

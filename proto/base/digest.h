/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256 (GnuTLS) and keyed 16-byte digests (BLAKE2b, libsodium). */
#ifndef PROTO_BASE_DIGEST_H
#define PROTO_BASE_DIGEST_H

#include "proto/base/err.h"
#include "proto/base/str.h"

#define DG_SHA256_SIZE 32
#define DG_KEY_SIZE 32
#define DG_ID_DIGEST_SIZE 16
#define DG_PSEUDONYM_SIZE 16

/* A hashing context; one per thread, reused. */
struct dg_sha256;
enum dg_err dg_sha256_create(struct dg_sha256 **ctx);
void dg_sha256_destroy(struct dg_sha256 *ctx);
void dg_sha256_update(struct dg_sha256 *ctx, const void *bytes, size_t len);
/* Writes the digest and starts anew. */
void dg_sha256_output(struct dg_sha256 *ctx, uint8_t digest[DG_SHA256_SIZE]);

/* The digest that stands for an event's (source, id) in the idempotence fold
 * and in entry headers: BLAKE2b-128, keyed, over u16 length ‖ source ‖ id. */
void dg_digest_id(const uint8_t key[DG_KEY_SIZE], struct dg_str source,
                  struct dg_str id, uint8_t digest[DG_ID_DIGEST_SIZE]);

/* A keyed pseudonym of a text: BLAKE2b-128, personalised, so that with the same
 * key no other digest is one. */
void dg_digest_pseudonym(const uint8_t key[DG_KEY_SIZE], struct dg_str text,
                         uint8_t digest[DG_PSEUDONYM_SIZE]);

/* Lower-case hex; out takes 2 * len + 1 bytes. */
void dg_hex(const uint8_t *bytes, size_t len, char *out);

#endif

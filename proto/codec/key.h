/* SPDX-License-Identifier: Apache-2.0 */
/* Ed25519 keys (RFC 8032, libsodium) and how they are written: as JWK
 * (RFC 7517, 8037), named by their thumbprint (RFC 7638). A secret key lies in
 * memory that is locked and wiped (sodium_malloc). No files here. */
#ifndef PROTO_CODEC_KEY_H
#define PROTO_CODEC_KEY_H

#include "proto/base/arena.h"
#include "proto/base/buf.h"

#define DG_PUBLIC_KEY_SIZE 32
#define DG_SIGNATURE_SIZE 64
#define DG_KID_LEN 43 /* of a thumbprint, and of a key, in base64url */

struct dg_public_key {
    uint8_t bytes[DG_PUBLIC_KEY_SIZE];
    char kid[DG_KID_LEN + 1]; /* thumbprint of {"crv","kty","x"} */
};

/* From base64url, the `x` of a JWK. False if it is not 43 characters of it, or
 * no point that a signature may be checked against (small order, not
 * canonical). */
bool dg_public_key_read(struct dg_str x, struct dg_public_key *key);
/* As that, of an x that was read once: whether it is such a point, which takes
 * 30 µs, is not looked at again. */
bool dg_public_key_recall(struct dg_str x, struct dg_public_key *key);
bool dg_public_key_set(const uint8_t bytes[DG_PUBLIC_KEY_SIZE],
                       struct dg_public_key *key);
void dg_public_key_x(const struct dg_public_key *key, char x[DG_KID_LEN + 1]);

/* Pure; any thread. False also for S that is not reduced and R of small order
 * (libsodium). */
bool dg_public_key_verify(const struct dg_public_key *key, struct dg_str bytes,
                          const uint8_t signature[DG_SIGNATURE_SIZE]);

struct dg_secret_key;

/* A new one; DG_ERR_MEMORY. */
enum dg_err dg_secret_key_generate(struct dg_secret_key **key);
/* From its 32-byte seed (the `d` of a JWK). */
enum dg_err dg_secret_key_from_seed(const uint8_t seed[32],
                                    struct dg_secret_key **key);
void dg_secret_key_destroy(struct dg_secret_key *key); /* NULL is fine */
const struct dg_public_key *dg_secret_key_public(const struct dg_secret_key *);
/* Pure; any thread. */
void dg_secret_key_sign(const struct dg_secret_key *key, struct dg_str bytes,
                        uint8_t signature[DG_SIGNATURE_SIZE]);

/* What a key file says besides the key; empty where it does not. */
struct dg_key_label {
    struct dg_str source;  /* "department/mzj" */
    struct dg_str gateway; /* the id of the gateway it speaks to: `aud` */
    struct dg_str name;    /* of the officer */
};

/* As JWK {"kty","crv","x","d","kid","source","gateway","name"}: with a
 * passphrase (data not NULL) `d` is missing and "sealed" holds it
 * (crypto_pwhash, crypto_secretbox). DG_ERR_MEMORY. */
enum dg_err dg_secret_key_encode(const struct dg_secret_key *key,
                                 const struct dg_key_label *label,
                                 struct dg_str passphrase, struct dg_buf *jwk);

/* DG_ERR_MALFORMED: no such JWK; DG_ERR_ABSENT: it is sealed and there is no
 * passphrase; DG_ERR_DENIED: the passphrase is wrong; DG_ERR_MEMORY. label (may
 * be NULL) lives in the arena. */
enum dg_err dg_secret_key_decode(struct dg_arena *arena, struct dg_str jwk,
                                 struct dg_str passphrase,
                                 struct dg_secret_key **key,
                                 struct dg_key_label *label);

#endif

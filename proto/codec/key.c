/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which points are keys, and how keys are named; what is signed with
 * them, and in which form they are kept, is said elsewhere (jws.c, jwk.c). */
#include "proto/codec/key.h"

#include <stdio.h>

#include "proto/base/base64.h"
#include "proto/codec/key_internal.h"

/* As the names of keys and keys themselves are written. */
static void
encode_32(const uint8_t bytes[32], char text[DG_KID_LEN + 1])
{
    sodium_bin2base64(text, DG_KID_LEN + 1, bytes, 32,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/* RFC 7638: SHA-256 of the required members, in order and without a blank. */
static void
name_key(struct dg_public_key *key)
{
    uint8_t digest[crypto_hash_sha256_BYTES];
    char jwk[sizeof "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"\"}" +
             DG_KID_LEN];
    char x[DG_KID_LEN + 1];

    dg_public_key_x(key, x);
    snprintf(jwk, sizeof jwk,
             "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"%s\"}", x);
    crypto_hash_sha256(digest, (const unsigned char *) jwk, strlen(jwk));
    encode_32(digest, key->kid);
}

bool
dg_public_key_set(const uint8_t bytes[DG_PUBLIC_KEY_SIZE],
                  struct dg_public_key *key)
{
    /* On the curve, canonical, of the large prime order. */
    if (crypto_core_ed25519_is_valid_point(bytes) != 1) {
        return false;
    }
    memcpy(key->bytes, bytes, sizeof key->bytes);
    name_key(key);
    return true;
}

bool
dg_public_key_read(struct dg_str x, struct dg_public_key *key)
{
    uint8_t bytes[DG_PUBLIC_KEY_SIZE];
    size_t len;

    return dg_base64url_decode(x, bytes, sizeof bytes, &len) &&
           len == sizeof bytes && dg_public_key_set(bytes, key);
}

bool
dg_public_key_recall(struct dg_str x, struct dg_public_key *key)
{
    size_t len;

    if (!dg_base64url_decode(x, key->bytes, sizeof key->bytes, &len) ||
        len != sizeof key->bytes) {
        return false;
    }
    name_key(key);
    return true;
}

void
dg_public_key_x(const struct dg_public_key *key, char x[DG_KID_LEN + 1])
{
    encode_32(key->bytes, x);
}

bool
dg_public_key_verify(const struct dg_public_key *key, struct dg_str bytes,
                     const uint8_t signature[DG_SIGNATURE_SIZE])
{
    return crypto_sign_verify_detached(signature,
                                       (const unsigned char *) bytes.data,
                                       bytes.len, key->bytes) == 0;
}

enum dg_err
dg_secret_key_from_seed(const uint8_t seed[32], struct dg_secret_key **key)
{
    uint8_t public[DG_PUBLIC_KEY_SIZE];
    struct dg_secret_key *made;

    /* Without it, sodium_malloc has no canary; again it does nothing. */
    if (sodium_init() < 0) {
        return DG_ERR_MEMORY;
    }
    made = sodium_malloc(sizeof *made);
    if (!made) {
        return DG_ERR_MEMORY;
    }
    crypto_sign_seed_keypair(public, made->bytes, seed);
    memcpy(made->public.bytes, public, sizeof public);
    name_key(&made->public);
    sodium_mprotect_readonly(made);
    *key = made;
    return DG_OK;
}

enum dg_err
dg_secret_key_generate(struct dg_secret_key **key)
{
    uint8_t seed[DG_SEED_SIZE];
    enum dg_err err;

    if (sodium_init() < 0) {
        return DG_ERR_MEMORY;
    }
    randombytes_buf(seed, sizeof seed);
    err = dg_secret_key_from_seed(seed, key);
    sodium_memzero(seed, sizeof seed);
    return err;
}

void
dg_secret_key_destroy(struct dg_secret_key *key)
{
    sodium_free(key); /* wipes it */
}

const struct dg_public_key *
dg_secret_key_public(const struct dg_secret_key *key)
{
    return &key->public;
}

void
dg_secret_key_sign(const struct dg_secret_key *key, struct dg_str bytes,
                   uint8_t signature[DG_SIGNATURE_SIZE])
{
    crypto_sign_detached(signature, NULL, (const unsigned char *) bytes.data,
                         bytes.len, key->bytes);
}

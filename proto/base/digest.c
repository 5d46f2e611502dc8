/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which bytes are hashed how; the algorithms are GnuTLS's (SHA-256,
 * five times as quick as libsodium's) and libsodium's (BLAKE2b). */
#include "proto/base/digest.h"

#include <gnutls/crypto.h>
#include <sodium.h>
#include <stdlib.h>

struct dg_sha256 {
    gnutls_hash_hd_t handle;
};

enum dg_err
dg_sha256_create(struct dg_sha256 **ctx)
{
    struct dg_sha256 *created = malloc(sizeof *created);

    if (!created) {
        return DG_ERR_MEMORY;
    }
    if (gnutls_hash_init(&created->handle, GNUTLS_DIG_SHA256) != 0) {
        free(created);
        return DG_ERR_MEMORY;
    }
    *ctx = created;
    return DG_OK;
}

void
dg_sha256_destroy(struct dg_sha256 *ctx)
{
    if (ctx) {
        gnutls_hash_deinit(ctx->handle, NULL);
        free(ctx);
    }
}

void
dg_sha256_update(struct dg_sha256 *ctx, const void *bytes, size_t len)
{
    if (len > 0) {
        gnutls_hash(ctx->handle, bytes, len);
    }
}

void
dg_sha256_output(struct dg_sha256 *ctx, uint8_t digest[DG_SHA256_SIZE])
{
    gnutls_hash_output(ctx->handle, digest);
}

static void
update(crypto_generichash_state *state, struct dg_str s)
{
    crypto_generichash_update(state, (const unsigned char *) s.data, s.len);
}

void
dg_digest_id(const uint8_t key[DG_KEY_SIZE], struct dg_str source,
             struct dg_str id, uint8_t digest[DG_ID_DIGEST_SIZE])
{
    const char length[2] = {(char) (source.len >> 8), (char) source.len};
    crypto_generichash_state state;

    crypto_generichash_init(&state, key, DG_KEY_SIZE, DG_ID_DIGEST_SIZE);
    update(&state, (struct dg_str){length, sizeof length});
    update(&state, source);
    update(&state, id);
    crypto_generichash_final(&state, digest, DG_ID_DIGEST_SIZE);
}

void
dg_digest_pseudonym(const uint8_t key[DG_KEY_SIZE], struct dg_str text,
                    uint8_t digest[DG_PSEUDONYM_SIZE])
{
    static const unsigned char
        salt[crypto_generichash_blake2b_SALTBYTES] = {0},
        personal[crypto_generichash_blake2b_PERSONALBYTES] = "dg-pseudonym";
    crypto_generichash_blake2b_salt_personal(
        digest, DG_PSEUDONYM_SIZE, (const unsigned char *) text.data, text.len,
        key, DG_KEY_SIZE, salt, personal);
}

void
dg_hex(const uint8_t *bytes, size_t len, char *out)
{
    sodium_bin2hex(out, 2 * len + 1, bytes, len);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What a secret key is, for those who keep it (key.c) and write it (jwk.c). */
#ifndef PROTO_CODEC_KEY_INTERNAL_H
#define PROTO_CODEC_KEY_INTERNAL_H

#include <sodium.h>

#include "proto/codec/key.h"

#define DG_SEED_SIZE crypto_sign_SEEDBYTES

/* Bytes only: sodium_malloc aligns nothing. */
struct dg_secret_key {
    struct dg_public_key public;
    uint8_t bytes[crypto_sign_SECRETKEYBYTES]; /* seed, public key */
};

#endif

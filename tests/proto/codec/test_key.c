/* SPDX-License-Identifier: Apache-2.0 */
/* Keys and bare signatures: the vectors of RFC 8032 and RFC 8037, then what a
 * signature must not be (after the groups of Wycheproof's eddsa_test), and
 * which points are no keys. */
#include "proto/codec/key.h"

#include <sodium.h>
#include <stdio.h>

#include "tests/tap/tap.h"

struct vector {
    const char *name, *seed, *public, *message, *signature; /* hex */
};

/* RFC 8032, section 7.1. */
static const struct vector vectors[] = {
    {"TEST 1",
     "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
     "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
    {"TEST 2",
     "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
     "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"TEST 3",
     "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
     "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
    {"TEST SHA(abc)",
     "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
     "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
     "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
     "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
     "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"},
};

static size_t
from_hex(const char *hex, uint8_t *bytes, size_t size)
{
    size_t len;

    if (sodium_hex2bin(bytes, size, hex, strlen(hex), NULL, &len, NULL)) {
        return 0;
    }
    return len;
}

static void
check_vector(const struct vector *vector)
{
    uint8_t seed[32], message[64], signature[64], made[64];
    char public[65];
    struct dg_secret_key *key = NULL;
    struct dg_str text = {(char *) message, 0};

    from_hex(vector->seed, seed, sizeof seed);
    from_hex(vector->signature, signature, sizeof signature);
    text.len = from_hex(vector->message, message, sizeof message);
    is_int(dg_secret_key_from_seed(seed, &key), DG_OK, vector->name);
    sodium_bin2hex(public, sizeof public, dg_secret_key_public(key)->bytes, 32);
    is_text(public, vector->public, "public key");
    dg_secret_key_sign(key, text, made);
    ok(memcmp(made, signature, sizeof made) == 0, "signature");
    ok(dg_public_key_verify(dg_secret_key_public(key), text, signature),
       "it verifies");
    dg_secret_key_destroy(key);
}

/* RFC 8037, A.1 to A.3. */
#define RFC8037_D "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
#define RFC8037_X "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
#define RFC8037_KID "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
#define RFC8037_JWK                                                            \
    "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"" RFC8037_D "\",\"x\":"      \
    "\"" RFC8037_X "\"}"

static enum dg_err
decode(const char *jwk, const char *passphrase, struct dg_secret_key **key)
{
    struct dg_arena arena;
    enum dg_err err;

    dg_arena_init(&arena, 1 << 20);
    err = dg_secret_key_decode(&arena, dg_str_from(jwk),
                               dg_str_from(passphrase), key, NULL);
    dg_arena_finish(&arena);
    return err;
}

static void
test_rfc8037(void)
{
    struct dg_secret_key *key = NULL;
    struct dg_public_key public;
    char x[DG_KID_LEN + 1];

    is_int(decode(RFC8037_JWK, NULL, &key), DG_OK, "A.1: the JWK is read");
    is_text(dg_secret_key_public(key)->kid, RFC8037_KID, "A.3: thumbprint");
    dg_secret_key_destroy(key);
    ok(dg_public_key_read(DG_STR(RFC8037_X), &public), "A.2: the public key");
    is_text(public.kid, RFC8037_KID, "has the same thumbprint");
    dg_public_key_x(&public, x);
    is_text(x, RFC8037_X, "and is written as it was read");
}

static void
test_encode(struct dg_str passphrase)
{
    const struct dg_key_label label = {DG_STR("department/mzj"),
                                       DG_STR("hs-\"1\""), DG_STR("张三")};
    struct dg_key_label back;
    struct dg_secret_key *key = NULL, *again = NULL;
    struct dg_arena arena;
    struct dg_buf jwk;

    dg_buf_init(&jwk);
    dg_arena_init(&arena, 1 << 20);
    is_int(dg_secret_key_generate(&key), DG_OK, "generated");
    is_int(dg_secret_key_encode(key, &label, passphrase, &jwk), DG_OK,
           "written");
    is_int(strstr(jwk.data, "\"d\":") != NULL, !passphrase.data,
           "d is there unless it is sealed");
    is_int(dg_secret_key_decode(&arena, (struct dg_str){jwk.data, jwk.len},
                                passphrase, &again, &back),
           DG_OK, "read");
    memset(jwk.data, 'x', jwk.len);
    is_text(dg_secret_key_public(again)->kid, dg_secret_key_public(key)->kid,
            "the same key");
    is_str(back.source, "department/mzj", "source");
    is_str(back.gateway, "hs-\"1\"", "gateway");
    is_str(back.name, "张三", "name");
    dg_secret_key_destroy(key);
    dg_secret_key_destroy(again);
    dg_secret_key_destroy(NULL);
    dg_arena_finish(&arena);
    dg_buf_finish(&jwk);
}

int
main(void)
{
    if (sodium_init() < 0) {
        return 99;
    }
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        check_vector(&vectors[i]);
    }
    test_rfc8037();
    test_encode((struct dg_str){NULL, 0});
    test_encode(DG_STR("一把钥匙"));
    return tap_done();
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Keys and bare signatures: the vectors of RFC 8032, then what a signature must
 * not be (after the groups of Wycheproof's eddsa_test), and which points are no
 * keys. */
#include "proto/codec/key.h"

#include <sodium.h>

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

/* ---- what is no signature ----------------------------------------------- */

static struct dg_secret_key *signer; /* TEST 3 */
static uint8_t good[DG_SIGNATURE_SIZE];

#define MESSAGE DG_STR("an assignment")

/* The order of the base point, little-endian. */
static const uint8_t order[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a,       0x63,
                                  0x12, 0x58, 0xd6, 0x9c, 0xf7,       0xa2,
                                  0xde, 0xf9, 0xde, 0x14, [31] = 0x10};

static bool
verifies(struct dg_str message, const uint8_t signature[DG_SIGNATURE_SIZE])
{
    return dg_public_key_verify(dg_secret_key_public(signer), message,
                                signature);
}

static void
test_message_changed(void)
{
    char changed[] = "an assignment";
    bool any = false;

    ok(verifies(MESSAGE, good), "the good one");
    for (size_t bit = 0; bit < 8 * MESSAGE.len; bit++) {
        changed[bit / 8] ^= (char) (1 << bit % 8);
        any = any || verifies((struct dg_str){changed, MESSAGE.len}, good);
        changed[bit / 8] ^= (char) (1 << bit % 8);
    }
    ok(!any, "no bit of the message may be another");
    ok(!verifies(DG_STR(""), good), "not of the empty message");
    ok(!verifies(DG_STR("an assignmen"), good), "of a shorter one");
    ok(!verifies(DG_STR("an assignment\n"), good), "of a longer one");
    dg_secret_key_sign(signer, DG_STR(""), good);
    ok(verifies((struct dg_str){NULL, 0}, good), "nothing has a signature");
    dg_secret_key_sign(signer, MESSAGE, good);
}

static void
test_signature_changed(void)
{
    uint8_t changed[DG_SIGNATURE_SIZE];
    bool any = false;

    for (size_t bit = 0; bit < 8 * sizeof changed; bit++) {
        memcpy(changed, good, sizeof changed);
        changed[bit / 8] ^= (uint8_t) (1 << bit % 8);
        any = any || verifies(MESSAGE, changed);
    }
    ok(!any, "no bit of the signature may be another");
    memcpy(changed, good + 32, 32);
    memcpy(changed + 32, good, 32);
    ok(!verifies(MESSAGE, changed), "its halves swapped");
    memset(changed, 0, sizeof changed);
    ok(!verifies(MESSAGE, changed), "all zero");
    memset(changed, 0xff, sizeof changed);
    ok(!verifies(MESSAGE, changed), "all ones");
}

/* Whoever checks S modulo the order takes S + L, too: one message, several
 * signatures. */
static void
test_malleable(void)
{
    uint8_t changed[DG_SIGNATURE_SIZE];
    bool any = false;

    memcpy(changed, good, sizeof changed);
    for (int times = 0; times < 15; times++) {
        sodium_add(changed + 32, order, sizeof order);
        any = any || verifies(MESSAGE, changed);
    }
    ok(!any, "S + L to S + 15 L");
    memcpy(changed, good, sizeof changed);
    memcpy(changed + 32, order, sizeof order);
    ok(!verifies(MESSAGE, changed), "S = L");
    sodium_memzero(changed + 32, 32);
    ok(!verifies(MESSAGE, changed), "S = 0");
}

/* Every encoding of a point of order 1, 2, 4 or 8, with either sign. */
static const char *const small_order[] = {
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
};

#define SMALL_COUNT (sizeof small_order / sizeof *small_order)

/* With such a key, R = A and S = 0 would sign half of all messages. */
static bool
forges(const uint8_t point[32])
{
    struct dg_public_key key = {.kid = ""};
    uint8_t forged[DG_SIGNATURE_SIZE] = {0};

    memcpy(key.bytes, point, 32);
    memcpy(forged, point, 32);
    for (char c = 'a'; c <= 'z'; c++) {
        if (dg_public_key_verify(&key, (struct dg_str){&c, 1}, forged)) {
            return true;
        }
    }
    return false;
}

static void
test_small_order(void)
{
    uint8_t point[32], changed[DG_SIGNATURE_SIZE];
    bool is_r = false, is_key = false, forged = false;
    struct dg_public_key key;

    for (size_t i = 0; i < SMALL_COUNT; i++) {
        from_hex(small_order[i], point, sizeof point);
        memcpy(changed, good, sizeof changed);
        memcpy(changed, point, sizeof point);
        is_r = is_r || verifies(MESSAGE, changed);
        is_key = is_key || dg_public_key_set(point, &key);
        forged = forged || forges(point);
    }
    ok(!is_r, "R of small order");
    ok(!is_key, "a point of small order is no key");
    ok(!forged, "and would verify nothing if it were one");
}

/* ---- which points are keys ---------------------------------------------- */

static bool
is_key(const char *hex)
{
    struct dg_public_key key;
    uint8_t point[32];

    return from_hex(hex, point, sizeof point) == 32 &&
           dg_public_key_set(point, &key);
}

static void
test_points(void)
{
    uint8_t small[32], sum[32];
    struct dg_public_key key;
    bool any = false;

    ok(is_key(
           "5866666666666666666666666666666666666666666666666666666666666666"),
       "the base point is a key");
    ok(!is_key(
           "0200000000000000000000000000000000000000000000000000000000000000"),
       "not on the curve");
    for (int y = 0xed; y <= 0xff; y++) {
        uint8_t point[32];

        memset(point, 0xff, sizeof point);
        point[0] = (uint8_t) y;
        any = any || dg_public_key_set(point, &key);
        point[31] = 0x7f;
        any = any || dg_public_key_set(point, &key);
    }
    ok(!any, "y not below p");
    from_hex(small_order[4], small, sizeof small);
    ok(crypto_core_ed25519_add(sum, dg_secret_key_public(signer)->bytes,
                               small) == 0 &&
           !dg_public_key_set(sum, &key),
       "a key and a point of order 8 are no key together");
}

static void
test_wrong_key(void)
{
    struct dg_secret_key *other;

    is_int(dg_secret_key_generate(&other), DG_OK, "another key");
    ok(!dg_public_key_verify(dg_secret_key_public(other), MESSAGE, good),
       "verifies nothing");
    dg_secret_key_destroy(other);
}

static void
test_x(void)
{
    static const char *const wrong[] = {
        "",
        "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHUR",
        "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
        "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURoA",
        "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURp", /* bits left over */
        "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo",
        "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHUR\n",
        " 11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    };
    struct dg_public_key key;

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ok(!dg_public_key_read(dg_str_from(wrong[i]), &key),
           "\"%.44s\" is no key", wrong[i]);
    }
}

/* A key that was read once is the same when it is read for the fold. */
static void
test_recall(void)
{
    struct dg_str x = DG_STR("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    struct dg_public_key read, recalled;

    ok(dg_public_key_read(x, &read) && dg_public_key_recall(x, &recalled),
       "read, and recalled");
    ok(memcmp(read.bytes, recalled.bytes, sizeof read.bytes) == 0, "its point");
    is_text(recalled.kid, read.kid, "its name");
    ok(!dg_public_key_recall(DG_STR("11qYAYKx"), &recalled), "32 bytes");
}

static void
test_signatures(void)
{
    uint8_t seed[32];

    from_hex(vectors[2].seed, seed, sizeof seed);
    if (dg_secret_key_from_seed(seed, &signer) != DG_OK) {
        return;
    }
    dg_secret_key_sign(signer, MESSAGE, good);
    test_message_changed();
    test_signature_changed();
    test_malleable();
    test_small_order();
    test_points();
    test_wrong_key();
    dg_secret_key_destroy(signer);
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
    test_signatures();
    test_x();
    test_recall();
    return tap_done();
}

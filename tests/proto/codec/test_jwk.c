/* SPDX-License-Identifier: Apache-2.0 */
/* Keys as JWK: RFC 8037's own, what we write, in the open and sealed, and
 * everything that is no such key. */
#include "proto/codec/key.h"

#include <sodium.h>
#include <stdio.h>

#include "tests/tap/tap.h"

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

#define PUBLIC "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" RFC8037_X "\""
#define PRIVATE PUBLIC ",\"d\":\"" RFC8037_D "\""

static void
check_jwk(const char *jwk, const char *passphrase, enum dg_err err,
          const char *name)
{
    struct dg_secret_key *key = NULL;

    is_int(decode(jwk, passphrase, &key), err, name);
    if (!err) {
        dg_secret_key_destroy(key);
    }
}

static void
test_jwk(void)
{
    static const struct {
        const char *jwk, *name;
    } wrong[] = {
        {"", "nothing"},
        {"null", "null"},
        {"[{" PRIVATE "}]", "an array"},
        {"{" PUBLIC "}", "no d"},
        {"{" PRIVATE, "not closed"},
        {"{" PRIVATE ",\"x\":\"" RFC8037_X "\"}", "x twice"},
        {"{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"" RFC8037_D "\"}",
         "no x"},
        {"{\"kty\":\"EC\",\"crv\":\"Ed25519\",\"x\":\"" RFC8037_X
         "\",\"d\":\"" RFC8037_D "\"}",
         "another kty"},
        {"{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"" RFC8037_X
         "\",\"d\":\"" RFC8037_D "\"}",
         "another crv"},
        {"{\"crv\":\"Ed25519\",\"x\":\"" RFC8037_X "\",\"d\":\"" RFC8037_D
         "\"}",
         "no kty"},
        {"{\"kty\":[\"OKP\"],\"crv\":\"Ed25519\",\"x\":\"" RFC8037_X
         "\",\"d\":\"" RFC8037_D "\"}",
         "a kty of another type"},
        {"{" PUBLIC ",\"d\":\"\"}", "an empty d"},
        {"{" PUBLIC ",\"d\":7}", "a number as d"},
        {"{" PUBLIC ",\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2\"}",
         "d too short"},
        {"{" PUBLIC ",\"d\":\"" RFC8037_D "A\"}", "d too long"},
        {"{" PUBLIC ",\"d\":\"" RFC8037_D "=\"}", "d padded"},
        {"{" PUBLIC ",\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2B\"}",
         "d with bits left over"},
        {"{" PUBLIC
         ",\"d\":\"nWGxne\xc3\xa9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\"}",
         "d with what is not ASCII"},
        {"{" PUBLIC ",\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2E\"}",
         "d of another key"},
        {"{" PRIVATE ",\"sealed\":{}}", "d, and sealed"},
        {"{" PUBLIC ",\"sealed\":{}}", "sealed, but not how"},
        {"{" PUBLIC ",\"sealed\":\"x\"}", "sealed, no object"},
    };
    struct dg_arena arena;
    struct dg_secret_key *key;

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        check_jwk(wrong[i].jwk, "pass", DG_ERR_MALFORMED, wrong[i].name);
    }
    check_jwk("{" PRIVATE ",\"kid\":\"mine\",\"use\":\"sig\",\"name\":7}", NULL,
              DG_OK, "what else is there is not looked at");
    dg_arena_init(&arena, 16);
    is_int(dg_secret_key_decode(&arena, DG_STR(RFC8037_JWK),
                                (struct dg_str){NULL, 0}, &key, NULL),
           DG_ERR_MEMORY, "an arena too small");
    dg_arena_finish(&arena);
}

/* The JWK of RFC 8037, sealed with "pass", cheaply; ops and memory are said as
 * given. */
static void
seal(char *jwk, size_t size, const char *ops, const char *memory, int damage)
{
    uint8_t salt[crypto_pwhash_SALTBYTES] = {1}, key[32], seed[32];
    uint8_t nonce[crypto_secretbox_NONCEBYTES] = {2}, box[48];
    char salt_text[32], nonce_text[64], box_text[128];
    const int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    size_t len;

    sodium_base642bin(seed, sizeof seed, RFC8037_D, strlen(RFC8037_D), NULL,
                      &len, NULL, variant);
    if (crypto_pwhash(key, sizeof key, "pass", 4, salt, 1, 8192,
                      crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return;
    }
    crypto_secretbox_easy(box, seed, sizeof seed, nonce, key);
    salt[0] ^= (uint8_t) (damage == 1);
    nonce[0] ^= (uint8_t) (damage == 2);
    box[40] ^= (uint8_t) (damage == 3);
    sodium_bin2base64(salt_text, sizeof salt_text, salt,
                      sizeof salt - (damage == 4), variant);
    sodium_bin2base64(nonce_text, sizeof nonce_text, nonce, sizeof nonce,
                      variant);
    sodium_bin2base64(box_text, sizeof box_text, box, sizeof box, variant);
    snprintf(jwk, size,
             "{" PUBLIC ",\"sealed\":{\"kdf\":\"%s\",\"ops\":%s,"
             "\"memory\":%s,\"salt\":\"%s\",\"nonce\":\"%s\",\"box\":\"%s\"}}",
             damage == 5 ? "scrypt" : "argon2id", ops, memory, salt_text,
             nonce_text, box_text);
}

static void
test_sealed(void)
{
    static const struct {
        const char *ops, *memory, *name;
        int damage;
        enum dg_err err;
    } cases[] = {
        {"1", "8192", "sealed", 0, DG_OK},
        {"1", "8192", "another salt", 1, DG_ERR_DENIED},
        {"1", "8192", "another nonce", 2, DG_ERR_DENIED},
        {"1", "8192", "a damaged box", 3, DG_ERR_DENIED},
        {"2", "8192", "more passes than there were", 0, DG_ERR_DENIED},
        {"1", "16384", "more memory than there was", 0, DG_ERR_DENIED},
        {"1", "8192", "a short salt", 4, DG_ERR_MALFORMED},
        {"1", "8192", "another kdf", 5, DG_ERR_MALFORMED},
        {"0", "8192", "no pass", 0, DG_ERR_MALFORMED},
        {"17", "8192", "too many passes", 0, DG_ERR_MALFORMED},
        {"1", "8191", "too little memory", 0, DG_ERR_MALFORMED},
        {"1", "1073741825", "too much memory", 0, DG_ERR_MALFORMED},
        {"1", "99999999999999999999", "far too much", 0, DG_ERR_MALFORMED},
        {"-1", "8192", "passes below zero", 0, DG_ERR_MALFORMED},
        {"\"1\"", "8192", "a text", 0, DG_ERR_MALFORMED},
        {"1.0", "8192", "a fraction", 0, DG_ERR_MALFORMED},
    };
    char jwk[1024];

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        seal(jwk, sizeof jwk, cases[i].ops, cases[i].memory, cases[i].damage);
        check_jwk(jwk, "pass", cases[i].err, cases[i].name);
    }
    seal(jwk, sizeof jwk, "1", "8192", 0);
    check_jwk(jwk, NULL, DG_ERR_ABSENT, "no passphrase");
    check_jwk(jwk, "", DG_ERR_DENIED, "an empty one");
    check_jwk(jwk, "Pass", DG_ERR_DENIED, "a wrong one");
    memcpy(strstr(jwk, RFC8037_X),
           "PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw",
           DG_KID_LEN); /* TEST 2 */
    check_jwk(jwk, "pass", DG_ERR_MALFORMED, "x of another key");
}

int
main(void)
{
    if (sodium_init() < 0) {
        return 99;
    }
    test_rfc8037();
    test_encode((struct dg_str){NULL, 0});
    test_encode(DG_STR("一把钥匙"));
    test_jwk();
    test_sealed();
    return tap_done();
}

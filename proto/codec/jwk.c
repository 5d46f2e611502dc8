/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how a secret key is written and read: as JWK, its `d` in the open or
 * sealed with a passphrase. A secret goes through constant-time base64, and is
 * wiped wherever it was put on the way. */
#include "proto/base/base64.h"
#include "proto/codec/json_writer.h"
#include "proto/codec/key_internal.h"

#define KDF "argon2id"
#define BOX_SIZE (DG_SEED_SIZE + crypto_secretbox_MACBYTES)
#define VARIANT sodium_base64_VARIANT_URLSAFE_NO_PADDING

/* What a file may ask for: a second or two, and 1 GiB. */
#define OPS_MAX 16
#define MEMORY_MAX (INT64_C(1) << 30)

/* How a seed is sealed: a key derived from passphrase and salt, a box under
 * key and nonce. */
struct sealed {
    int64_t ops, memory; /* of crypto_pwhash; memory in bytes */
    uint8_t salt[crypto_pwhash_SALTBYTES];
    uint8_t nonce[crypto_secretbox_NONCEBYTES];
    uint8_t box[BOX_SIZE];
};

static enum dg_err
derive(const struct sealed *sealed, struct dg_str passphrase,
       uint8_t key[crypto_secretbox_KEYBYTES])
{
    return crypto_pwhash(
               key, crypto_secretbox_KEYBYTES, passphrase.data, passphrase.len,
               sealed->salt, (unsigned long long) sealed->ops,
               (size_t) sealed->memory, crypto_pwhash_ALG_ARGON2ID13) == 0
               ? DG_OK
               : DG_ERR_MEMORY;
}

static enum dg_err
seal(const uint8_t seed[DG_SEED_SIZE], struct dg_str passphrase,
     struct sealed *sealed)
{
    uint8_t key[crypto_secretbox_KEYBYTES];
    enum dg_err err;

    sealed->ops = crypto_pwhash_OPSLIMIT_INTERACTIVE;
    sealed->memory = crypto_pwhash_MEMLIMIT_INTERACTIVE;
    randombytes_buf(sealed->salt, sizeof sealed->salt);
    randombytes_buf(sealed->nonce, sizeof sealed->nonce);
    err = derive(sealed, passphrase, key);
    if (!err) {
        crypto_secretbox_easy(sealed->box, seed, DG_SEED_SIZE, sealed->nonce,
                              key);
    }
    sodium_memzero(key, sizeof key);
    return err;
}

static enum dg_err
unseal(const struct sealed *sealed, struct dg_str passphrase,
       uint8_t seed[DG_SEED_SIZE])
{
    uint8_t key[crypto_secretbox_KEYBYTES];
    enum dg_err err = derive(sealed, passphrase, key);

    if (!err && crypto_secretbox_open_easy(seed, sealed->box, BOX_SIZE,
                                           sealed->nonce, key) != 0) {
        err = DG_ERR_DENIED;
    }
    sodium_memzero(key, sizeof key);
    return err;
}

static void
put_bytes(struct dg_json_writer *writer, const char *name, const uint8_t *bytes,
          size_t len)
{
    char text[sodium_base64_ENCODED_LEN(BOX_SIZE, VARIANT)];

    sodium_bin2base64(text, sizeof text, bytes, len, VARIANT);
    dg_json_put_text(writer, name, text);
}

static void
put_sealed(struct dg_json_writer *writer, const struct sealed *sealed)
{
    dg_json_name(writer, "sealed");
    dg_json_open_object(writer);
    dg_json_put_text(writer, "kdf", KDF);
    dg_json_put_integer(writer, "ops", sealed->ops);
    dg_json_put_integer(writer, "memory", sealed->memory);
    put_bytes(writer, "salt", sealed->salt, sizeof sealed->salt);
    put_bytes(writer, "nonce", sealed->nonce, sizeof sealed->nonce);
    put_bytes(writer, "box", sealed->box, sizeof sealed->box);
    dg_json_close_object(writer);
}

static void
put_public(struct dg_json_writer *writer, const struct dg_public_key *key,
           const struct dg_key_label *label)
{
    char x[DG_KID_LEN + 1];

    dg_public_key_x(key, x);
    dg_json_put_text(writer, "kty", "OKP");
    dg_json_put_text(writer, "crv", "Ed25519");
    dg_json_put_text(writer, "x", x);
    dg_json_put_text(writer, "kid", key->kid);
    dg_json_put_str(writer, "source", label->source);
    dg_json_put_str(writer, "gateway", label->gateway);
    dg_json_put_str(writer, "name", label->name);
}

/* `d` goes last and straight into the buffer, whose memory is not moved any
 * more: no copy of it stays behind. */
static void
append_seed(struct dg_buf *jwk, const uint8_t seed[DG_SEED_SIZE])
{
    char member[sizeof ",\"d\":\"\"}" + DG_KID_LEN] = ",\"d\":\"";
    const size_t start = strlen(member);

    sodium_bin2base64(member + start, DG_KID_LEN + 1, seed, DG_SEED_SIZE,
                      VARIANT);
    memcpy(member + start + DG_KID_LEN, "\"}", 3);
    dg_buf_append(jwk, member, strlen(member));
    sodium_memzero(member, sizeof member);
}

static void
make_room(struct dg_buf *jwk)
{
    static const char room[64];

    dg_buf_append(jwk, room, sizeof room);
    if (!jwk->err) {
        jwk->len -= sizeof room;
    }
}

enum dg_err
dg_secret_key_encode(const struct dg_secret_key *key,
                     const struct dg_key_label *label, struct dg_str passphrase,
                     struct dg_buf *jwk)
{
    struct dg_json_writer *writer;
    struct sealed sealed;
    struct dg_str text;
    enum dg_err err = DG_OK;

    if (passphrase.data) {
        err = seal(key->bytes, passphrase, &sealed);
    }
    if (err || (err = dg_json_writer_create(&writer))) {
        return err;
    }
    dg_json_open_object(writer);
    put_public(writer, &key->public, label);
    if (passphrase.data) {
        put_sealed(writer, &sealed);
    }
    dg_json_close_object(writer);
    err = dg_json_writer_text(writer, &text);
    if (!err && passphrase.data) {
        dg_buf_str(jwk, text);
    } else if (!err) {
        dg_buf_append(jwk, text.data, text.len - 1);
        make_room(jwk);
        append_seed(jwk, key->bytes);
    }
    dg_json_writer_destroy(writer);
    return err ? err : jwk->err;
}

/* libsodium 1.0.18 takes every byte above 127 for '-' and '_'. */
static bool
is_ascii(struct dg_str text)
{
    unsigned char seen = 0;

    for (size_t i = 0; i < text.len; i++) {
        seen |= (unsigned char) text.data[i];
    }
    return seen < 128;
}

/* Exactly size bytes. */
static bool
get_bytes(const struct dg_json *node, const char *name, uint8_t *bytes,
          size_t size)
{
    const struct dg_str text = dg_json_get_str(node, name);
    size_t len;

    return text.data && is_ascii(text) &&
           sodium_base642bin(bytes, size, text.data, text.len, NULL, &len, NULL,
                             VARIANT) == 0 &&
           len == size;
}

static bool
get_sealed(const struct dg_json *node, struct sealed *sealed)
{
    return dg_str_is(dg_json_get_str(node, "kdf"), KDF) &&
           dg_json_to_i64(dg_json_get(node, "ops"), &sealed->ops) == DG_OK &&
           sealed->ops >= crypto_pwhash_OPSLIMIT_MIN &&
           sealed->ops <= OPS_MAX &&
           dg_json_to_i64(dg_json_get(node, "memory"), &sealed->memory) ==
               DG_OK &&
           sealed->memory >= crypto_pwhash_MEMLIMIT_MIN &&
           sealed->memory <= MEMORY_MAX &&
           get_bytes(node, "salt", sealed->salt, sizeof sealed->salt) &&
           get_bytes(node, "nonce", sealed->nonce, sizeof sealed->nonce) &&
           get_bytes(node, "box", sealed->box, sizeof sealed->box);
}

/* In the open, or sealed; not both. */
static enum dg_err
get_seed(const struct dg_json *jwk, struct dg_str passphrase,
         uint8_t seed[DG_SEED_SIZE])
{
    const struct dg_json *box = dg_json_get(jwk, "sealed");
    struct sealed sealed;

    if (!box) {
        return get_bytes(jwk, "d", seed, DG_SEED_SIZE) ? DG_OK
                                                       : DG_ERR_MALFORMED;
    }
    if (dg_json_get(jwk, "d") || !get_sealed(box, &sealed)) {
        return DG_ERR_MALFORMED;
    }
    return passphrase.data ? unseal(&sealed, passphrase, seed) : DG_ERR_ABSENT;
}

static enum dg_err
get_key(const struct dg_json *jwk, struct dg_str passphrase,
        struct dg_secret_key **key)
{
    struct dg_public_key public;
    uint8_t seed[DG_SEED_SIZE];
    enum dg_err err;

    if (!dg_str_is(dg_json_get_str(jwk, "kty"), "OKP") ||
        !dg_str_is(dg_json_get_str(jwk, "crv"), "Ed25519") ||
        !dg_public_key_read(dg_json_get_str(jwk, "x"), &public)) {
        return DG_ERR_MALFORMED;
    }
    err = get_seed(jwk, passphrase, seed);
    if (!err) {
        err = dg_secret_key_from_seed(seed, key);
    }
    sodium_memzero(seed, sizeof seed);
    if (!err &&
        memcmp((*key)->public.bytes, public.bytes, sizeof public.bytes) != 0) {
        dg_secret_key_destroy(*key);
        *key = NULL;
        err = DG_ERR_MALFORMED;
    }
    return err;
}

static enum dg_err
get_label(struct dg_arena *arena, const struct dg_json *jwk,
          struct dg_key_label *label)
{
    label->source = dg_arena_copy(arena, dg_json_get_str(jwk, "source"));
    label->gateway = dg_arena_copy(arena, dg_json_get_str(jwk, "gateway"));
    label->name = dg_arena_copy(arena, dg_json_get_str(jwk, "name"));
    return label->source.data && label->gateway.data && label->name.data
               ? DG_OK
               : DG_ERR_MEMORY;
}

enum dg_err
dg_secret_key_decode(struct dg_arena *arena, struct dg_str jwk,
                     struct dg_str passphrase, struct dg_secret_key **key,
                     struct dg_key_label *label)
{
    const struct dg_json *root;
    struct dg_json_error error;
    enum dg_err err = dg_json_parse(arena, jwk, &root, &error);

    if (err) {
        return err == DG_ERR_MEMORY ? err : DG_ERR_MALFORMED;
    }
    if (label && (err = get_label(arena, root, label))) {
        return err;
    }
    return get_key(root, passphrase, key);
}

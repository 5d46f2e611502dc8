/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which texts are checkpoints (C2SP tlog-checkpoint) and verifier keys
 * (C2SP signed-note), and which signatures on a checkpoint hold. Which key is
 * to be trusted is decided by whoever has it. */
#include "proto/codec/checkpoint.h"

#include <sodium.h>

#include "proto/base/base64.h"

#define ALGORITHM_ED25519 0x01
#define KEY_HASH_SIZE 4
#define DASH "\xe2\x80\x94 " /* begins a signature line */

/* ---- names and key hashes ---------------------------------------------- */

/* Whether a signed-note may name a key so. */
static bool
name_fits(struct dg_str name)
{
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char) name.data[i];
        if (c <= ' ' || c == '+' || c == 0x7f) {
            return false;
        }
    }
    return name.len > 0;
}

static void
hash_key(struct dg_str name, const struct dg_public_key *key,
         uint8_t hash[KEY_HASH_SIZE])
{
    static const uint8_t middle[2] = {'\n', ALGORITHM_ED25519};
    crypto_hash_sha256_state state;
    uint8_t digest[crypto_hash_sha256_BYTES];

    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, (const uint8_t *) name.data, name.len);
    crypto_hash_sha256_update(&state, middle, sizeof middle);
    crypto_hash_sha256_update(&state, key->bytes, DG_PUBLIC_KEY_SIZE);
    crypto_hash_sha256_final(&state, digest);
    memcpy(hash, digest, KEY_HASH_SIZE);
}

/* ---- writing ----------------------------------------------------------- */

static void
write_signature(struct dg_str origin, const struct dg_secret_key *key,
                struct dg_str text, struct dg_buf *out)
{
    uint8_t signature[KEY_HASH_SIZE + DG_SIGNATURE_SIZE];

    hash_key(origin, dg_secret_key_public(key), signature);
    dg_secret_key_sign(key, text, signature + KEY_HASH_SIZE);
    dg_buf_text(out, DASH);
    dg_buf_str(out, origin);
    dg_buf_u8(out, ' ');
    dg_base64_append(out, signature, sizeof signature);
    dg_buf_u8(out, '\n');
}

void
dg_checkpoint_write(struct dg_str origin, const struct dg_merkle_head *head,
                    const struct dg_secret_key *const *keys, size_t count,
                    struct dg_buf *out)
{
    size_t start = out->len;

    dg_buf_str(out, origin);
    dg_buf_u8(out, '\n');
    dg_buf_decimal(out, head->size);
    dg_buf_u8(out, '\n');
    dg_base64_append(out, head->root.bytes, DG_SHA256_SIZE);
    dg_buf_u8(out, '\n');
    size_t len = out->len - start;
    dg_buf_u8(out, '\n');
    for (size_t i = 0; i < count && out->err == DG_OK; i++) {
        /* The buffer may move while it grows. */
        write_signature(origin, keys[i],
                        (struct dg_str){out->data + start, len}, out);
    }
}

/* ---- reading ----------------------------------------------------------- */

/* Takes what stands before the next newline off the text. */
static bool
take_line(struct dg_str *text, struct dg_str *line)
{
    const char *end = text->len ? memchr(text->data, '\n', text->len) : NULL;
    if (!end) {
        return false;
    }
    *line = (struct dg_str){text->data, (size_t) (end - text->data)};
    text->data = end + 1;
    text->len -= line->len + 1;
    return true;
}

struct signature {
    struct dg_str name;
    uint8_t bytes[DG_BASE64_ROOM(DG_CHECKPOINT_MAX)]; /* hash, signature */
    size_t len;
};

static bool
read_signature(struct dg_str line, struct signature *signature)
{
    size_t dash = strlen(DASH);
    if (!dg_str_starts_with(line, DASH)) {
        return false;
    }
    line = (struct dg_str){line.data + dash, line.len - dash};
    const char *blank = line.len ? memchr(line.data, ' ', line.len) : NULL;
    if (!blank) {
        return false;
    }
    size_t len = (size_t) (blank - line.data);
    struct dg_str bytes = {blank + 1, line.len - len - 1};
    signature->name = (struct dg_str){line.data, len};
    return name_fits(signature->name) &&
           dg_base64_decode(bytes, signature->bytes, sizeof signature->bytes,
                            &signature->len) &&
           signature->len > KEY_HASH_SIZE;
}

static bool
read_body(struct dg_str text, struct dg_checkpoint *checkpoint)
{
    struct dg_str size, root, blank;
    const char *start = text.data;
    size_t len;

    if (!take_line(&text, &checkpoint->origin) || !take_line(&text, &size) ||
        !take_line(&text, &root)) {
        return false;
    }
    checkpoint->signed_text =
        (struct dg_str){start, (size_t) (text.data - start)};
    if (!take_line(&text, &blank) || blank.len > 0) {
        return false;
    }
    checkpoint->signatures = text;
    return name_fits(checkpoint->origin) &&
           dg_str_to_u64(size, &checkpoint->head.size) == DG_OK &&
           dg_base64_decode(root, checkpoint->head.root.bytes, DG_SHA256_SIZE,
                            &len) &&
           len == DG_SHA256_SIZE;
}

bool
dg_checkpoint_read(struct dg_str text, struct dg_checkpoint *checkpoint)
{
    if (text.len > DG_CHECKPOINT_MAX || !read_body(text, checkpoint) ||
        checkpoint->signatures.len == 0) {
        return false;
    }
    struct dg_str rest = checkpoint->signatures, line;
    struct signature signature;
    while (rest.len > 0) {
        if (!take_line(&rest, &line) || !read_signature(line, &signature)) {
            return false;
        }
    }
    return true;
}

/* ---- verifying --------------------------------------------------------- */

bool
dg_checkpoint_verify(const struct dg_checkpoint *checkpoint,
                     const struct dg_verifier *verifier)
{
    uint8_t hash[KEY_HASH_SIZE];
    struct dg_str rest = checkpoint->signatures, line;
    struct signature signature;
    bool verified = false;

    if (!dg_str_equal(checkpoint->origin, verifier->name)) {
        return false;
    }
    hash_key(verifier->name, &verifier->key, hash);
    while (take_line(&rest, &line)) {
        if (!read_signature(line, &signature) ||
            !dg_str_equal(signature.name, verifier->name) ||
            memcmp(signature.bytes, hash, sizeof hash) != 0) {
            continue;
        }
        /* A line that claims to be this key's and is not spoils the rest. */
        if (signature.len != KEY_HASH_SIZE + DG_SIGNATURE_SIZE ||
            !dg_public_key_verify(&verifier->key, checkpoint->signed_text,
                                  signature.bytes + KEY_HASH_SIZE)) {
            return false;
        }
        verified = true;
    }
    return verified;
}

bool
dg_verifier_read(struct dg_str text, struct dg_verifier *verifier)
{
    uint8_t bytes[DG_BASE64_ROOM(44)], hash[KEY_HASH_SIZE];
    char hex[2 * KEY_HASH_SIZE + 1];
    size_t len, rest;

    const char *plus = text.len ? memchr(text.data, '+', text.len) : NULL;
    if (!plus) {
        return false;
    }
    verifier->name = (struct dg_str){text.data, (size_t) (plus - text.data)};
    rest = text.len - verifier->name.len;
    if (!name_fits(verifier->name) || rest < 2 + 2 * KEY_HASH_SIZE ||
        plus[1 + 2 * KEY_HASH_SIZE] != '+') {
        return false;
    }
    struct dg_str base64 = {plus + 2 + 2 * KEY_HASH_SIZE,
                            rest - 2 - 2 * KEY_HASH_SIZE};
    if (!dg_base64_decode(base64, bytes, sizeof bytes, &len) ||
        len != 1 + DG_PUBLIC_KEY_SIZE || bytes[0] != ALGORITHM_ED25519 ||
        !dg_public_key_set(bytes + 1, &verifier->key)) {
        return false;
    }
    hash_key(verifier->name, &verifier->key, hash);
    dg_hex(hash, sizeof hash, hex);
    return memcmp(plus + 1, hex, 2 * sizeof hash) == 0;
}

void
dg_verifier_write(struct dg_str name, const struct dg_public_key *key,
                  struct dg_buf *out)
{
    uint8_t bytes[1 + DG_PUBLIC_KEY_SIZE] = {ALGORITHM_ED25519};
    uint8_t hash[KEY_HASH_SIZE];
    char hex[2 * KEY_HASH_SIZE + 1];

    hash_key(name, key, hash);
    dg_hex(hash, sizeof hash, hex);
    memcpy(bytes + 1, key->bytes, DG_PUBLIC_KEY_SIZE);
    dg_buf_str(out, name);
    dg_buf_u8(out, '+');
    dg_buf_text(out, hex);
    dg_buf_u8(out, '+');
    dg_base64_append(out, bytes, sizeof bytes);
}

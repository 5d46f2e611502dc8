/* SPDX-License-Identifier: Apache-2.0 */
/* Signed messages, their headers, keys as JWK, base64: what is taken is what
 * would be written, and lies in the text. */
#include <string.h>

#include "proto/base/base64.h"
#include "proto/codec/jws.h"
#include "tests/fuzz/fuzz.h"

static struct dg_secret_key *
signer(void)
{
    static const uint8_t seed[32] = {1};
    static struct dg_secret_key *key;

    if (!key) {
        FUZZ_NEED(dg_secret_key_from_seed(seed, &key) == DG_OK);
    }
    return key;
}

static void
need_same(const struct dg_buf *buf, struct dg_str text)
{
    FUZZ_NEED(!buf->err &&
              dg_str_equal((struct dg_str){buf->data, buf->len}, text));
}

/* One text for the same bytes. */
static void
try_base64(struct dg_str text)
{
    uint8_t *bytes = malloc(DG_BASE64_ROOM(text.len));
    struct dg_buf again;
    size_t len;

    FUZZ_NEED(bytes);
    dg_buf_init(&again);
    if (dg_base64url_decode(text, bytes, DG_BASE64_ROOM(text.len), &len)) {
        dg_base64url_append(&again, bytes, len);
        need_same(&again, text);
    }
    dg_buf_clear(&again);
    if (dg_base64_decode(text, bytes, DG_BASE64_ROOM(text.len), &len)) {
        dg_base64_append(&again, bytes, len);
        need_same(&again, text);
    }
    dg_buf_finish(&again);
    free(bytes);
}

/* Its parts put together are the text; without payload they are what
 * dg_jws_detach gives. */
static void
look(struct dg_str text, const struct dg_jws *jws)
{
    struct dg_buf whole, detached;

    dg_buf_init(&whole);
    dg_buf_init(&detached);
    FUZZ_NEED(strlen(jws->kid) == DG_KID_LEN);
    FUZZ_NEED(jws->input.data == text.data);
    dg_buf_str(&whole, jws->input);
    dg_buf_text(&whole, ".");
    dg_base64url_append(&whole, jws->signature, sizeof jws->signature);
    need_same(&whole, text);
    dg_jws_detach(jws, &detached);
    FUZZ_NEED(detached.len + jws->payload.len == text.len);
    dg_jws_verify(jws, dg_secret_key_public(signer()));
    dg_buf_finish(&whole);
    dg_buf_finish(&detached);
}

static bool
try_message(struct dg_str text)
{
    enum dg_problem_code problem = DG_PROBLEM_COUNT;
    const char *detail = NULL;
    struct dg_jws jws;

    if (dg_jws_split(text, &jws, &problem, &detail)) {
        look(text, &jws);
        return true;
    }
    FUZZ_NEED(problem < DG_PROBLEM_COUNT && detail);
    return false;
}

static bool
is_text(const struct dg_json *node, const char *text)
{
    return node && node->type == DG_JSON_STRING && dg_str_is(node->text, text);
}

/* Signed under any header: taken only if that is what a header is. */
static void
try_header(struct dg_str header)
{
    const struct dg_json *root;
    struct dg_json_error error;
    struct dg_buf message;
    struct dg_arena arena;
    uint8_t signature[DG_SIGNATURE_SIZE] = {0};

    dg_buf_init(&message);
    dg_base64url_append(&message, header.data, header.len);
    dg_buf_text(&message, ".e30.");
    dg_base64url_append(&message, signature, sizeof signature);
    if (try_message((struct dg_str){message.data, message.len})) {
        dg_arena_init(&arena, 1 << 20);
        FUZZ_NEED(dg_json_parse(&arena, header, &root, &error) == DG_OK);
        FUZZ_NEED(root->count == 3);
        FUZZ_NEED(is_text(dg_json_get(root, "alg"), "EdDSA") ||
                  is_text(dg_json_get(root, "alg"), "Ed25519"));
        FUZZ_NEED(is_text(dg_json_get(root, "typ"), DG_JWS_TYP));
        dg_arena_finish(&arena);
    }
    dg_buf_finish(&message);
}

/* What is a key is written as the same key. */
static void
try_key(struct dg_str jwk)
{
    const struct dg_str no_passphrase = {NULL, 0};
    struct dg_secret_key *key, *again;
    struct dg_key_label label;
    struct dg_arena arena;
    struct dg_buf text;

    dg_arena_init(&arena, 1 << 20);
    dg_buf_init(&text);
    if (dg_secret_key_decode(&arena, jwk, no_passphrase, &key, &label) ==
        DG_OK) {
        FUZZ_NEED(dg_secret_key_encode(key, &label, no_passphrase, &text) ==
                  DG_OK);
        FUZZ_NEED(dg_secret_key_decode(&arena,
                                       (struct dg_str){text.data, text.len},
                                       no_passphrase, &again, NULL) == DG_OK);
        FUZZ_NEED(strcmp(dg_secret_key_public(key)->kid,
                         dg_secret_key_public(again)->kid) == 0);
        dg_secret_key_destroy(again);
        dg_secret_key_destroy(key);
    }
    dg_buf_finish(&text);
    dg_arena_finish(&arena);
}

/* A message of our own is always taken, whatever it carries. */
static void
try_payload(struct dg_str payload)
{
    struct dg_buf message;
    enum dg_problem_code problem;
    const char *detail;
    struct dg_jws jws;

    dg_buf_init(&message);
    dg_jws_write(signer(), payload, &message);
    if (payload.len > 0) {
        FUZZ_NEED(dg_jws_split((struct dg_str){message.data, message.len}, &jws,
                               &problem, &detail));
        FUZZ_NEED(dg_jws_verify(&jws, dg_secret_key_public(signer())));
    }
    dg_buf_finish(&message);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct dg_str text = {(const char *) data, size};

    try_base64(text);
    try_message(text);
    try_header(text);
    try_key(text);
    try_payload(text);
    return 0;
}

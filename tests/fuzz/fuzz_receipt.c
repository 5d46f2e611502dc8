/* SPDX-License-Identifier: Apache-2.0 */
/* A verifier key, a newline, an answer: whatever the answer says, it holds for
 * no key that did not sign it. */
#include <stdlib.h>
#include <string.h>

#include "proto/codec/receipt.h"
#include "tests/fuzz/fuzz.h"

/* Of a key that signed nothing, under the same name. */
static struct dg_verifier
stranger(struct dg_str name)
{
    static struct dg_verifier verifier;
    static const uint8_t seed[32] = {1};
    struct dg_secret_key *key;
    if (!verifier.key.kid[0]) {
        FUZZ_NEED(dg_secret_key_from_seed(seed, &key) == DG_OK);
        verifier.key = *dg_secret_key_public(key);
        dg_secret_key_destroy(key);
    }
    verifier.name = name;
    return verifier;
}

static void
judge(struct dg_sha256 *sha, struct dg_receipt *receipt,
      const struct dg_verifier *verifier)
{
    const struct dg_verifier none = stranger(verifier->name);
    struct dg_receipt_check check;
    dg_receipt_verify(sha, receipt, verifier, 1, &check);
    FUZZ_NEED(!dg_receipt_holds(&check) || check.signer == verifier);
    dg_receipt_verify(sha, receipt, &none, 1, &check);
    FUZZ_NEED(!dg_receipt_holds(&check) && !check.signer);
}

static void
read_answer(struct dg_sha256 *sha, struct dg_str key, struct dg_str text)
{
    struct dg_arena arena;
    struct dg_json_error error;
    struct dg_receipt receipt;
    struct dg_verifier verifier;
    const struct dg_json *root;
    const char *what = NULL;
    dg_arena_init(&arena, 256u << 20);
    if (dg_json_parse(&arena, text, &root, &error) == DG_OK) {
        enum dg_err err = dg_receipt_read(&arena, text, root, &receipt, &what);
        FUZZ_NEED(err != DG_ERR_MALFORMED || what);
        if (err == DG_OK && dg_verifier_read(key, &verifier)) {
            judge(sha, &receipt, &verifier);
        }
    }
    dg_arena_finish(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct dg_sha256 *sha;
    const uint8_t *end = size ? memchr(data, '\n', size) : NULL;
    FUZZ_NEED(sha || dg_sha256_create(&sha) == DG_OK);
    if (end) {
        size_t len = (size_t) (end - data);
        read_answer(
            sha, (struct dg_str){(const char *) data, len},
            (struct dg_str){(const char *) data + len + 1, size - len - 1});
    }
    return 0;
}

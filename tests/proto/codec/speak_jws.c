/* SPDX-License-Identifier: Apache-2.0 */
/* Our side of foreign_jws.py: one order a line on stdin, one answer a line on
 * stdout.
 *
 *     key                  a new key, as JWK
 *     sign JWK PAYLOAD     a message
 *     verify X MESSAGE     "ok KID PAYLOAD", or what is wrong with it
 */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "proto/base/base64.h"
#include "proto/codec/jws.h"

static const struct dg_str no_passphrase = {NULL, 0};

/* The next word of a line; the rest stays. */
static struct dg_str
word(struct dg_str *rest)
{
    const char *blank = memchr(rest->data, ' ', rest->len);
    const size_t len = blank ? (size_t) (blank - rest->data) : rest->len;
    const struct dg_str found = {rest->data, len};

    rest->data += len + (blank != NULL);
    rest->len -= len + (blank != NULL);
    return found;
}

static void
make_key(struct dg_buf *out)
{
    const struct dg_key_label label = {DG_STR("department/mzj"), DG_STR("hs"),
                                       DG_STR("张三")};
    struct dg_secret_key *key;

    if (dg_secret_key_generate(&key) == DG_OK) {
        dg_secret_key_encode(key, &label, no_passphrase, out);
        dg_secret_key_destroy(key);
    }
}

static void
sign(struct dg_str jwk, struct dg_str payload, struct dg_buf *out)
{
    struct dg_secret_key *key;
    struct dg_arena arena;

    dg_arena_init(&arena, 1 << 20);
    if (dg_secret_key_decode(&arena, jwk, no_passphrase, &key, NULL) == DG_OK) {
        dg_jws_write(key, payload, out);
        dg_secret_key_destroy(key);
    } else {
        dg_buf_text(out, "no key");
    }
    dg_arena_finish(&arena);
}

static void
verify(struct dg_str x, struct dg_str message, struct dg_buf *out)
{
    uint8_t *payload = malloc(DG_BASE64_ROOM(message.len));
    enum dg_problem_code problem;
    struct dg_public_key key;
    const char *detail;
    struct dg_jws jws;
    size_t len;

    if (!dg_public_key_read(x, &key)) {
        dg_buf_text(out, "no key");
    } else if (!dg_jws_split(message, &jws, &problem, &detail)) {
        dg_buf_printf(out, "%s: %s", dg_problem_slug(problem), detail);
    } else if (strcmp(jws.kid, key.kid) != 0 || !dg_jws_verify(&jws, &key)) {
        dg_buf_text(out, "not-authentic");
    } else if (!payload ||
               !dg_base64url_decode(jws.payload, payload,
                                    DG_BASE64_ROOM(message.len), &len)) {
        dg_buf_text(out, "no payload");
    } else {
        dg_buf_printf(out, "ok %s ", jws.kid);
        dg_buf_append(out, payload, len);
    }
    free(payload);
}

int
main(void)
{
    struct dg_buf out;
    char *line = NULL;
    size_t size = 0;
    ssize_t len;

    dg_buf_init(&out);
    while (sodium_init() >= 0 && (len = getline(&line, &size, stdin)) > 0) {
        struct dg_str rest = {line, (size_t) len - 1};
        const struct dg_str order = word(&rest);

        dg_buf_clear(&out);
        if (dg_str_is(order, "key")) {
            make_key(&out);
        } else {
            const struct dg_str first = word(&rest);

            (dg_str_is(order, "sign") ? sign : verify)(first, rest, &out);
        }
        puts(out.data ? out.data : "");
        fflush(stdout);
    }
    dg_buf_finish(&out);
    free(line);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Keys and signed messages: see sign.h. */
#include "tests/gateway/flow/sign.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "proto/base/base64.h"

#define KEYS_MAX 512

static struct {
    char name[64];
    struct dg_secret_key *key;
} keys[KEYS_MAX];

static struct dg_buf text;

static void
need(bool done)
{
    if (!done) {
        fprintf(stderr, "sign: out of memory or room\n");
        exit(99);
    }
}

const struct dg_secret_key *
sign_key(const char *name)
{
    uint8_t seed[32];
    size_t i = 0;
    while (i < KEYS_MAX && keys[i].key && strcmp(keys[i].name, name) != 0) {
        i++;
    }
    need(i < KEYS_MAX && sodium_init() >= 0);
    if (!keys[i].key) {
        snprintf(keys[i].name, sizeof keys[i].name, "%s", name);
        crypto_generichash(seed, sizeof seed, (const uint8_t *) name,
                           strlen(name), NULL, 0);
        need(dg_secret_key_from_seed(seed, &keys[i].key) == DG_OK);
    }
    return keys[i].key;
}

const char *
sign_kid(const char *name)
{
    return dg_secret_key_public(sign_key(name))->kid;
}

const char *
sign_x(const char *name)
{
    static char texts[4][DG_KID_LEN + 1];
    static unsigned next;
    char *x = texts[next++ % 4];
    dg_public_key_x(dg_secret_key_public(sign_key(name)), x);
    return x;
}

static struct dg_str
finish(void)
{
    need(text.err == DG_OK);
    return (struct dg_str){text.data, text.len};
}

struct dg_str
sign_payload(const char *name, const char *payload)
{
    dg_buf_clear(&text);
    dg_jws_write(sign_key(name), dg_str_from(payload), &text);
    return finish();
}

struct dg_str
sign(const char *name, int64_t iat, const char *events)
{
    struct dg_buf payload;
    struct dg_str made;
    dg_buf_init(&payload);
    dg_jws_payload(DG_STR("huishui"), iat, dg_str_from(events), &payload);
    need(payload.err == DG_OK);
    made = sign_payload(name, payload.data);
    dg_buf_finish(&payload);
    return made;
}

struct dg_str
sign_under(const char *name, const char *header, const char *payload)
{
    uint8_t signature[DG_SIGNATURE_SIZE];
    dg_buf_clear(&text);
    dg_base64url_append(&text, header, strlen(header));
    dg_buf_text(&text, ".");
    dg_base64url_append(&text, payload, strlen(payload));
    dg_secret_key_sign(sign_key(name), finish(), signature);
    dg_buf_text(&text, ".");
    dg_base64url_append(&text, signature, sizeof signature);
    return finish();
}

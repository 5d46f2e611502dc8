/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what of a message is signed, and how long it may be. When it is sent
 * is left to client.c, the form of a signed message to the codec. */
#include "proto/client/library/sign.h"

#include <stdlib.h>

#include "proto/codec/jws.h"

#define IAT_DIGITS 20 /* as many as it may ever have */

/* ---- keys --------------------------------------------------------------- */

static enum dutygate_status
status_of(enum dg_err err)
{
    switch (err) {
    case DG_OK:
        return DUTYGATE_OK;
    case DG_ERR_ABSENT:
        return DUTYGATE_SEALED;
    case DG_ERR_DENIED:
        return DUTYGATE_BAD_PASSPHRASE;
    case DG_ERR_MEMORY:
        return DUTYGATE_NO_MEMORY;
    default:
        return DUTYGATE_BAD_KEY;
    }
}

static char *
copy(struct dg_str text)
{
    return strndup(text.data ? text.data : "", text.len);
}

/* 0 without memory. */
static size_t
frame_of(const struct dg_secret_key *secret)
{
    struct dg_buf message;
    dg_buf_init(&message);
    dg_jws_write(secret, DG_STR(""), &message);
    size_t frame = message.err ? 0 : message.len;
    dg_buf_finish(&message);
    return frame;
}

struct dutygate_key *
dg_sign_adopt(struct dg_secret_key *secret, const struct dg_key_label *label)
{
    struct dutygate_key *key = calloc(1, sizeof *key);
    if (!key) {
        return NULL;
    }
    key->source = copy(label->source);
    key->gateway = copy(label->gateway);
    key->frame = frame_of(secret);
    if (!key->source || !key->gateway || key->frame == 0) {
        dutygate_key_free(key); /* without secret */
        return NULL;
    }
    key->secret = secret;
    return key;
}

enum dutygate_status
dutygate_key_read(const char *jwk, size_t len, const char *passphrase,
                  struct dutygate_key **key)
{
    struct dg_arena arena;
    struct dg_secret_key *secret;
    struct dg_key_label label;
    dg_arena_init(&arena, 1 << 20);
    enum dutygate_status status = status_of(
        dg_secret_key_decode(&arena, (struct dg_str){jwk, len},
                             dg_str_from(passphrase), &secret, &label));
    if (!status) {
        struct dutygate_key *made = dg_sign_adopt(secret, &label);
        if (made) {
            *key = made;
        } else {
            dg_secret_key_destroy(secret);
            status = DUTYGATE_NO_MEMORY;
        }
    }
    dg_arena_finish(&arena);
    return status;
}

void
dutygate_key_free(struct dutygate_key *key)
{
    if (key) {
        dg_secret_key_destroy(key->secret);
        free(key->source);
        free(key->gateway);
        free(key);
    }
}

const char *
dutygate_key_source(const struct dutygate_key *key)
{
    return key->source;
}

const char *
dutygate_key_gateway(const struct dutygate_key *key)
{
    return key->gateway;
}

const char *
dutygate_key_id(const struct dutygate_key *key)
{
    return dg_secret_key_public(key->secret)->kid;
}

/* ---- messages ----------------------------------------------------------- */

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct dg_str
trim(struct dg_str text)
{
    while (text.len > 0 && is_blank(text.data[0])) {
        text.data++;
        text.len--;
    }
    while (text.len > 0 && is_blank(text.data[text.len - 1])) {
        text.len--;
    }
    return text;
}

bool
dg_sign_wants(struct dg_str text)
{
    text = trim(text);
    return text.len > 0 && (text.data[0] == '{' || text.data[0] == '[');
}

/* What stands between an array's brackets; an event as it is. */
static struct dg_str
events_of(struct dg_str text)
{
    text = trim(text);
    if (text.len >= 2 && text.data[0] == '[' &&
        text.data[text.len - 1] == ']') {
        return (struct dg_str){text.data + 1, text.len - 2};
    }
    return text;
}

size_t
dg_sign_room(const struct dutygate_key *key, const char *gateway)
{
    struct dg_buf payload;
    dg_buf_init(&payload);
    dg_jws_payload(dg_str_from(gateway), 0, DG_STR(""), &payload);
    size_t around = payload.len + IAT_DIGITS;
    size_t most = (DUTYGATE_CLIENT_MESSAGE_MAX - key->frame) / 4 * 3;
    dg_buf_finish(&payload);
    return around < most ? most - around : 0;
}

void
dg_sign_write(const struct dutygate_key *key, const char *gateway, int64_t iat,
              struct dg_str text, struct dg_buf *out)
{
    struct dg_buf payload;
    dg_buf_init(&payload);
    dg_jws_payload(dg_str_from(gateway), iat, events_of(text), &payload);
    out->err = out->err ? out->err : payload.err;
    if (!out->err) {
        dg_jws_write(key->secret, (struct dg_str){payload.data, payload.len},
                     out);
    }
    dg_buf_finish(&payload);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what a signed message looks like: three parts, a header that says
 * what we know already, one signature. Whose the key is, and what the payload
 * says, is decided by others. */
#include "proto/codec/jws.h"

#include <inttypes.h>
#include <stdio.h>

#include "proto/base/base64.h"
#include "proto/base/i18n.h"
#include "proto/codec/json_writer.h"

/* The longest header that says nothing superfluous has 97 bytes; blanks and
 * escapes are left some room. */
#define HEADER_MAX 512
#define HEADER_MEMORY (16 << 10)
#define SIGNATURE_LEN 86 /* in base64url */

static bool
looks_like_json(struct dg_str text)
{
    size_t i = 0;

    while (i < text.len && strchr(" \t\r\n", text.data[i]) && text.data[i]) {
        i++;
    }
    return i < text.len && (text.data[i] == '{' || text.data[i] == '[');
}

/* What is before the next dot; false if there is none. */
static bool
cut(struct dg_str *rest, struct dg_str *part)
{
    const char *dot = rest->len ? memchr(rest->data, '.', rest->len) : NULL;

    if (!dot) {
        return false;
    }
    *part = (struct dg_str){rest->data, (size_t) (dot - rest->data)};
    *rest = (struct dg_str){dot + 1, rest->len - part->len - 1};
    return true;
}

/* What is wrong with the form of the three parts, or NULL. */
static const char *
split_parts(struct dg_str text, struct dg_jws *jws)
{
    struct dg_str rest = text;
    size_t len;

    if (!cut(&rest, &jws->protected) || !cut(&rest, &jws->payload) ||
        memchr(rest.data, '.', rest.len)) {
        return N_("there must be three parts with dots between");
    }
    if (jws->protected.len == 0 || jws->payload.len == 0) {
        return N_("header and payload must not be empty");
    }
    jws->input =
        (struct dg_str){text.data, jws->protected.len + 1 + jws->payload.len};
    if (rest.len != SIGNATURE_LEN ||
        !dg_base64url_decode(rest, jws->signature, DG_SIGNATURE_SIZE, &len)) {
        return N_("the signature must be 64 bytes in base64url");
    }
    return NULL;
}

static bool
is_string(const struct dg_json *node)
{
    return node && node->type == DG_JSON_STRING;
}

/* Of 32 bytes; one text for the same bytes. */
static bool
take_kid(const struct dg_json *node, char kid[DG_KID_LEN + 1])
{
    uint8_t bytes[32];
    size_t len;

    if (!is_string(node) || node->text.len != DG_KID_LEN ||
        !dg_base64url_decode(node->text, bytes, sizeof bytes, &len)) {
        return false;
    }
    memcpy(kid, node->text.data, DG_KID_LEN);
    kid[DG_KID_LEN] = '\0';
    return true;
}

/* What is wrong with the header's members, or NULL. */
static const char *
check_members(const struct dg_json *header, char kid[DG_KID_LEN + 1])
{
    const struct dg_json *alg = dg_json_get(header, "alg"),
                         *typ = dg_json_get(header, "typ");

    if (header->type != DG_JSON_OBJECT) {
        return N_("the header must be a JSON object");
    }
    if (header->count != 3 || !alg || !typ || !dg_json_get(header, "kid")) {
        return N_("the header must have alg, kid and typ, and nothing else");
    }
    if (!is_string(alg) ||
        (!dg_str_is(alg->text, "EdDSA") && !dg_str_is(alg->text, "Ed25519"))) {
        return N_("alg must be EdDSA or Ed25519");
    }
    if (!is_string(typ) || !dg_str_is(typ->text, DG_JWS_TYP)) {
        return N_("typ must be dutygate+jws");
    }
    if (!take_kid(dg_json_get(header, "kid"), kid)) {
        return N_("kid must be the thumbprint of a key");
    }
    return NULL;
}

static const char *
check_header(struct dg_str protected, char kid[DG_KID_LEN + 1])
{
    const struct dg_json *root;
    struct dg_json_error error;
    struct dg_arena arena;
    uint8_t bytes[HEADER_MAX];
    const char *wrong;
    size_t len;

    if (!dg_base64url_decode(protected, bytes, sizeof bytes, &len)) {
        return N_("the header must be base64url, of at most 512 bytes");
    }
    dg_arena_init(&arena, HEADER_MEMORY);
    if (dg_json_parse(&arena, (struct dg_str){(char *) bytes, len}, &root,
                      &error) != DG_OK) {
        wrong = N_("the header must be a JSON object");
    } else {
        wrong = check_members(root, kid);
    }
    dg_arena_finish(&arena);
    return wrong;
}

bool
dg_jws_split(struct dg_str text, struct dg_jws *jws,
             enum dg_problem_code *problem, const char **detail)
{
    if (looks_like_json(text)) {
        *problem = DG_PROBLEM_NOT_SIGNED;
        *detail = N_("a message must be signed: a JWS, not JSON");
        return false;
    }
    *problem = DG_PROBLEM_NOT_JWS;
    *detail = split_parts(text, jws);
    if (!*detail) {
        *problem = DG_PROBLEM_BAD_HEADER;
        *detail = check_header(jws->protected, jws->kid);
    }
    return !*detail;
}

bool
dg_jws_verify(const struct dg_jws *jws, const struct dg_public_key *key)
{
    return dg_public_key_verify(key, jws->input, jws->signature);
}

void
dg_jws_write(const struct dg_secret_key *key, struct dg_str payload,
             struct dg_buf *out)
{
    const size_t start = out->len;
    uint8_t signature[DG_SIGNATURE_SIZE];
    char header[128];
    const int len = snprintf(
        header, sizeof header,
        "{\"alg\":\"EdDSA\",\"kid\":\"%s\",\"typ\":\"" DG_JWS_TYP "\"}",
        dg_secret_key_public(key)->kid);

    dg_base64url_append(out, header, (size_t) len);
    dg_buf_text(out, ".");
    dg_base64url_append(out, payload.data, payload.len);
    if (out->err) {
        return;
    }
    dg_secret_key_sign(
        key, (struct dg_str){out->data + start, out->len - start}, signature);
    dg_buf_text(out, ".");
    dg_base64url_append(out, signature, sizeof signature);
}

void
dg_jws_detach(const struct dg_jws *jws, struct dg_buf *out)
{
    dg_buf_str(out, jws->protected);
    dg_buf_text(out, "..");
    dg_base64url_append(out, jws->signature, sizeof jws->signature);
}

/* A gateway's id may have to be escaped. */
static enum dg_err
append_string(struct dg_buf *out, struct dg_str value)
{
    struct dg_json_writer *writer;
    struct dg_str text;
    enum dg_err err = dg_json_writer_create(&writer);

    if (err) {
        return err;
    }
    dg_json_str(writer, value);
    err = dg_json_writer_text(writer, &text);
    if (!err) {
        dg_buf_str(out, text);
    }
    dg_json_writer_destroy(writer);
    return err;
}

void
dg_jws_payload(struct dg_str gateway, int64_t iat, struct dg_str events,
               struct dg_buf *out)
{
    enum dg_err err;

    dg_buf_text(out, "{\"aud\":");
    err = append_string(out, gateway);
    if (err && !out->err) {
        out->err = err;
    }
    dg_buf_printf(out, ",\"iat\":%" PRId64 ",\"events\":[", iat);
    dg_buf_str(out, events);
    dg_buf_text(out, "]}");
}

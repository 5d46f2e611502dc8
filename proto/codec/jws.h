/* SPDX-License-Identifier: Apache-2.0 */
/* Signed messages: JWS compact serialisation (RFC 7515) with Ed25519
 * (RFC 8037). The header has exactly alg ("EdDSA" or "Ed25519"), kid and typ
 * ("dutygate+jws"); which algorithm is checked follows from the key, never from
 * the header. Everything here is pure and may run on any thread. */
#ifndef PROTO_CODEC_JWS_H
#define PROTO_CODEC_JWS_H

#include "proto/codec/key.h"
#include "proto/codec/problem.h"

#define DG_JWS_TYP "dutygate+jws"

/* The parts of one; strings lie within the text. */
struct dg_jws {
    struct dg_str protected; /* header, base64url */
    struct dg_str payload;   /* base64url */
    struct dg_str input;     /* header '.' payload: what is signed */
    char kid[DG_KID_LEN + 1];
    uint8_t signature[DG_SIGNATURE_SIZE];
};

/* Takes the text apart and checks the header's form. False: *problem is
 * DG_PROBLEM_NOT_SIGNED (it begins like JSON), DG_PROBLEM_NOT_JWS or
 * DG_PROBLEM_BAD_HEADER, and *detail (static, to be translated by the caller)
 * says what is wrong with it. */
bool dg_jws_split(struct dg_str text, struct dg_jws *jws,
                  enum dg_problem_code *problem, const char **detail);

bool dg_jws_verify(const struct dg_jws *jws, const struct dg_public_key *key);

/* Appends a signed message. */
void dg_jws_write(const struct dg_secret_key *key, struct dg_str payload,
                  struct dg_buf *out);

/* Appends header '..' signature: the JWS with its payload left out (RFC 7515,
 * appendix F), as the store keeps it beside the payload. */
void dg_jws_detach(const struct dg_jws *jws, struct dg_buf *out);

/* Appends the payload of a message: {"aud":…,"iat":…,"events":[…]}; events is
 * one JSON object, or several behind each other with commas between. */
void dg_jws_payload(struct dg_str gateway, int64_t iat, struct dg_str events,
                    struct dg_buf *out);

#endif

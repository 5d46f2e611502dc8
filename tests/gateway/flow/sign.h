/* SPDX-License-Identifier: Apache-2.0 */
/* Signs for the tests beside it. Keys follow from names; messages can be made
 * wrong in every part. */
#ifndef TESTS_GATEWAY_FLOW_SIGN_H
#define TESTS_GATEWAY_FLOW_SIGN_H

#include "proto/codec/jws.h"

/* The key of a name, made once, kept. */
const struct dg_secret_key *sign_key(const char *name);
const char *sign_kid(const char *name);
/* As JWK has it; static memory, of the last four calls. */
const char *sign_x(const char *name);

/* A message of the gateway huishui's, of events (one, or several with commas
 * between), signed by name's key at iat. Static memory, of the last call. */
struct dg_str sign(const char *name, int64_t iat, const char *events);

/* As that, for any payload. */
struct dg_str sign_payload(const char *name, const char *payload);

/* A JWS with a header as given. */
struct dg_str sign_under(const char *name, const char *header,
                         const char *payload);

#endif

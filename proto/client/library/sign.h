/* SPDX-License-Identifier: Apache-2.0 */
/* The events of a message, signed as they are sent: the signature's time is
 * new each time, the events' bytes are not. And what a key is within the
 * library. */
#ifndef PROTO_CLIENT_LIBRARY_SIGN_H
#define PROTO_CLIENT_LIBRARY_SIGN_H

#include "proto/base/buf.h"
#include "proto/client/library/client.h"
#include "proto/codec/key.h"

struct dutygate_key {
    struct dg_secret_key *secret;
    size_t frame; /* bytes of a signed message besides its payload */
    char *source, *gateway;
};

/* Takes a key that was read already; strings of the label are copied. NULL
 * without memory, and then secret is still the caller's. */
struct dutygate_key *dg_sign_adopt(struct dg_secret_key *secret,
                                   const struct dg_key_label *label);

/* True of JSON: what is to be signed. A message that is signed already begins
 * otherwise. */
bool dg_sign_wants(struct dg_str text);

/* How long a text may be to fit into a message once it is signed. */
size_t dg_sign_room(const struct dutygate_key *key, const char *gateway);

/* Writes the message: text is an event or an array of them. Look at err of
 * out. */
void dg_sign_write(const struct dutygate_key *key, const char *gateway,
                   int64_t iat, struct dg_str text, struct dg_buf *out);

#endif

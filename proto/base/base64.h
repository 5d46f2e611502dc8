/* SPDX-License-Identifier: Apache-2.0 */
/* Base64 as RFC 4648 has it, strictly: one text for the same bytes. What is not
 * in the alphabet, padded where it may not be (or not padded where it must), or
 * has bits left over that are not 0, is no base64. */
#ifndef PROTO_BASE_BASE64_H
#define PROTO_BASE_BASE64_H

#include "proto/base/buf.h"

/* Bytes that a text of len characters can hold at most. */
#define DG_BASE64_ROOM(len) ((len) / 4 * 3 + 3)

/* base64url without padding (section 5; RFC 7515): JWS, JWK. */
void dg_base64url_append(struct dg_buf *out, const void *bytes, size_t len);
bool dg_base64url_decode(struct dg_str text, uint8_t *out, size_t room,
                         size_t *len);

/* base64 with padding (section 4): checkpoints, receipts. */
void dg_base64_append(struct dg_buf *out, const void *bytes, size_t len);
bool dg_base64_decode(struct dg_str text, uint8_t *out, size_t room,
                      size_t *len);

#endif

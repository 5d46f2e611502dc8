/* SPDX-License-Identifier: Apache-2.0 */
/* Text of others on the way to a terminal: control characters, which could move
 * the cursor or rewrite the line, become blanks. */
#ifndef PROTO_CLIENT_ANSWER_PLAIN_H
#define PROTO_CLIENT_ANSWER_PLAIN_H

#include "proto/base/arena.h"
#include "proto/base/buf.h"

/* s must be valid UTF-8. */
void dg_plain_put(struct dg_buf *out, struct dg_str s);

/* data is NULL when memory is exhausted. */
struct dg_str dg_plain_copy(struct dg_arena *arena, struct dg_str s);

#endif

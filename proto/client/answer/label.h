/* SPDX-License-Identifier: Apache-2.0 */
/* What the wire's words are called in the user's language. The gateway's own
 * texts are in the gateway's; codes and words are the same everywhere, so here
 * they get a name that the user can read. */
#ifndef PROTO_CLIENT_ANSWER_LABEL_H
#define PROTO_CLIENT_ANSWER_LABEL_H

#include "proto/base/buf.h"

/* The word in the user's language; an unknown one as it is. Lives as long as
 * word and the catalogue. */
struct dg_str dg_label(struct dg_str word);

/* What a code means; empty if it is unknown or its own best name. */
struct dg_str dg_label_code(struct dg_str code);

/* Appends the word in the user's language, without what must not be shown. */
void dg_label_put(struct dg_buf *out, struct dg_str word);

/* Appends the code, and in brackets what it means. */
void dg_label_put_code(struct dg_buf *out, struct dg_str code);

/* Whichever it is: some words are codes, too. */
void dg_label_put_any(struct dg_buf *out, struct dg_str word);

#endif

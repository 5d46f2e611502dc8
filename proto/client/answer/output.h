/* SPDX-License-Identifier: Apache-2.0 */
/* Decisions and problems as people read them. Texts of the gateway and of
 * others pass through plain.h. */
#ifndef PROTO_CLIENT_ANSWER_OUTPUT_H
#define PROTO_CLIENT_ANSWER_OUTPUT_H

#include "proto/base/buf.h"
#include "proto/codec/json.h"

/* Appends a decision or a problem in full; of an array each, with its number
 * in front. */
void dg_output_answer(struct dg_buf *out, const struct dg_json *answer);

/* Appends answers as JSON, one a line, but that of a look-up as it came; text
 * is what answer was parsed from. */
void dg_output_json(struct dg_buf *out, struct dg_str text,
                    const struct dg_json *answer);

/* Appends "  label     text\n"; nothing when text is empty. */
void dg_output_line(struct dg_buf *out, const char *label, struct dg_str text);

#endif

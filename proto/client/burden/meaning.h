/* SPDX-License-Identifier: Apache-2.0 */
/* Causes, and rows of a tariff, in people's words. */
#ifndef PROTO_CLIENT_BURDEN_MEANING_H
#define PROTO_CLIENT_BURDEN_MEANING_H

#include "proto/base/buf.h"

/* Appends what a cause means, and its code behind, as --cause takes it; a word
 * that is no code as it is called. */
void dg_meaning_put_cause(struct dg_buf *out, struct dg_str cause);

/* Appends what a row of a tariff is called: "evidence: photo". */
void dg_meaning_put_row(struct dg_buf *out, struct dg_str row);

/* The same behind the row, in languages that have other words for it. */
void dg_meaning_put_coded_row(struct dg_buf *out, struct dg_str row);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* What is said of a view besides its table: the headline, totals and causes. */
#ifndef PROTO_CLIENT_BURDEN_SUMMARY_H
#define PROTO_CLIENT_BURDEN_SUMMARY_H

#include "proto/client/burden/view.h"

/* Appends the lines before the table. */
void dg_summary_put_head(struct dg_buf *out, const struct dg_view *view,
                         const struct dg_json *result);

/* Appends the lines behind it. width is of a line; 0: any. */
void dg_summary_put_tail(struct dg_buf *out, const struct dg_json *result,
                         size_t width);

#endif

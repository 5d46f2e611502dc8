/* SPDX-License-Identifier: Apache-2.0 */
/* Which parts of an assignment were taken off. Internal to gateway/inbox. */
#ifndef GATEWAY_INBOX_STRIP_H
#define GATEWAY_INBOX_STRIP_H

#include "gateway/inbox/inbox.h"

struct dg_strip {
    const struct dg_json **nodes; /* some may be NULL */
    size_t count;
};

/* What effects of kind strip point at, and what no inbox shows: "audience",
 * "strict". DG_ERR_MEMORY. */
enum dg_err dg_strip_init(struct dg_strip *strip,
                          const struct dg_inbox_publication *asked);
void dg_strip_finish(struct dg_strip *strip);

/* It was taken off; so was something within it. */
bool dg_strip_takes(const struct dg_strip *strip, const struct dg_json *node);
bool dg_strip_takes_within(const struct dg_strip *strip,
                           const struct dg_json *node);

#endif

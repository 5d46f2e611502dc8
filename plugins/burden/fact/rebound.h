/* SPDX-License-Identifier: Apache-2.0 */
/* Whether an ask is a refused one in other clothes. */
#ifndef PLUGINS_BURDEN_FACT_REBOUND_H
#define PLUGINS_BURDEN_FACT_REBOUND_H

#include "plugins/burden/book/book.h"
#include "plugins/burden/fact/refusals.h"

enum dg_rebound_kind { /* in the order in which they are told */
                       DG_REBOUND_ISSUER,  /* another asks */
                       DG_REBOUND_URGENT,  /* now it is urgent */
                       DG_REBOUND_RENAMED, /* under another duty */
                       DG_REBOUND_RETIMED, /* for another period */
                       DG_REBOUND_SPLIT,   /* a part, while another stands */
                       DG_REBOUND_NONE
};

struct dg_rebound {
    enum dg_rebound_kind kind;
    uint64_t ancestor; /* receipt number of what was refused */
};

/* chained: it goes on with an earlier ask of its own, openly; then only its
 * urgency, or another issuer before, is a rebound. */
struct dg_rebound dg_rebound_find(const struct dg_refusals *refusals,
                                  const struct dg_book *book,
                                  const struct dg_content *content,
                                  int64_t time_us, bool chained);

/* The newest refused ask of the same source that its causationid names; 0. */
uint64_t dg_rebound_caused(const struct dg_refusals *refusals,
                           const struct dg_content *content, int64_t time_us);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* How requests lie in memory. Internal to gateway/inbox/matter*.c. */
#ifndef GATEWAY_INBOX_MATTER_STATE_H
#define GATEWAY_INBOX_MATTER_STATE_H

#include "gateway/inbox/map.h"
#include "gateway/inbox/matter.h"
#include "proto/base/arena.h"
#include "proto/base/i18n.h"

struct dg_matter_node {
    struct dg_matter matter; /* first */
    bool erased;
    UT_hash_handle hh; /* dg_matters::requests, by sequence */
};

/* Requests are kept for good: one that was refused may be appealed. */
struct dg_matters {
    struct dg_inbox *inbox;
    struct dg_matter_node *requests;
    struct dg_arena arena; /* of requests and their texts */
};

/* What data.request names; 0 if it names nothing. */
uint64_t dg_matters_named(const struct dg_event *event);

enum dg_matter_verdict dg_matters_verdict(const struct dg_event *event);

/* What the request would be after the word. */
enum dg_matter_state dg_matters_after(const struct dg_matter *matter,
                                      enum dg_matter_verdict verdict);

#endif

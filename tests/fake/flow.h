/* SPDX-License-Identifier: Apache-2.0 */
/* A flow that echoes ("peer" it answers by the number of the connection), for
 * tests of the bus: link flow.c in place of the real one. It is full from
 * `capacity` held messages on. */
#ifndef TESTS_FAKE_FLOW_H
#define TESTS_FAKE_FLOW_H

#include "gateway/flow/flow.h"

struct fake_held {
    struct dg_route route;
    char *text;
    size_t len;
};

struct dg_flow {
    struct dg_sink sink;
    void (*handle_submit)(void *ctx); /* may be NULL */
    void *ctx;
    bool holding; /* replies wait for fake_flow_release */
    size_t capacity;
    struct fake_held held[64];
    size_t held_count;
};

/* Echoes everything held, and echoes at once from then on. */
void fake_flow_release(struct dg_flow *flow);

#endif

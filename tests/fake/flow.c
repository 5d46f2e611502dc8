/* SPDX-License-Identifier: Apache-2.0 */
/* A flow that echoes; see flow.h. */
#include "tests/fake/flow.h"

#include <stdio.h>
#include <stdlib.h>

static void
echo(struct dg_flow *flow, const struct dg_route *route, struct dg_str text)
{
    char peer[16];
    if (dg_str_is(text, "peer")) {
        snprintf(peer, sizeof peer, "%u", route->peer);
        text = dg_str_from(peer);
    }
    flow->sink.reply(flow->sink.ctx, route, text);
}

void
dg_flow_submit(struct dg_flow *flow, const struct dg_route *route,
               struct dg_str text)
{
    if (flow->holding) {
        struct fake_held *held = &flow->held[flow->held_count++];
        held->route = *route;
        held->text = malloc(text.len + 1);
        held->len = text.len;
        memcpy(held->text, text.data, text.len);
    } else {
        echo(flow, route, text);
    }
    if (flow->handle_submit) {
        flow->handle_submit(flow->ctx);
    }
}

bool
dg_flow_full(const struct dg_flow *flow)
{
    return flow->holding && flow->held_count >= flow->capacity;
}

void
fake_flow_release(struct dg_flow *flow)
{
    flow->holding = false;
    for (size_t i = 0; i < flow->held_count; i++) {
        struct fake_held *held = &flow->held[i];
        echo(flow, &held->route, (struct dg_str){held->text, held->len});
        free(held->text);
    }
    flow->held_count = 0;
}

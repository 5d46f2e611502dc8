/* SPDX-License-Identifier: Apache-2.0 */
/* Stage 2, authenticate: who speaks. Messages are not signed yet: the bus is a
 * socket in the gateway's own directory, and `source` is believed. Only the
 * gateway's own name is not to be had from outside. What a speaker may say is
 * authorise.c's. */
#include "gateway/flow/flow_internal.h"

bool
dg_authenticate_event(struct dg_item *item, const struct dg_event *event,
                      struct dg_answer *answer)
{
    bool own = event->role == DG_ROLE_GATEWAY;
    if (own != item->internal) {
        dg_item_say(answer, DG_PROBLEM_NOT_PERMITTED,
                    dg_arena_printf(&item->arena, _("%.*s may not send %.*s"),
                                    DG_STR_ARG(event->source),
                                    DG_STR_ARG(event->type)));
        return false;
    }
    return !event->kind->reads || dg_authorise_read(item, event, answer);
}

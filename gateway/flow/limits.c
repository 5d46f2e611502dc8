/* SPDX-License-Identifier: Apache-2.0 */
/* What time it is, and when nothing more is taken: too much pending, no room on
 * the disk, a failed commit, the end. */
#include "gateway/flow/flow_internal.h"

#include <time.h>

#define PENDING_MAX (8u << 20) /* bytes decided and not yet durable */
#define HELD_MAX (128u << 20)  /* memory of messages that wait */
#define ROOM_MARGIN (512u << 10)
/* What may wait for its turn. */
#define ARRIVALS_MAX 2048
#define ARRIVED_MAX (16u << 20) /* bytes */

int64_t
dg_limits_clock(const struct dg_flow *flow)
{
    struct timespec now;
    if (flow->settings.now_us) {
        return flow->settings.now_us(flow->settings.now_ctx);
    }
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t) now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t
dg_limits_now(struct dg_flow *flow)
{
    int64_t now_us = dg_limits_clock(flow);
    return now_us > flow->last_us ? now_us : flow->last_us;
}

/* Room for what is pending and for this message, twice (log and main file). */
bool
dg_limits_room(const struct dg_flow *flow, size_t size)
{
    uint64_t needed = ROOM_MARGIN;
    needed += 2 * (uint64_t) (dg_journal_pending(flow->journal) + size);
    return dg_journal_room(flow->journal) >= needed;
}

const char *
dg_limits_blocked(const struct dg_flow *flow, const struct dg_item *item)
{
    if (flow->failed) {
        return _("the gateway starts again");
    }
    if (flow->stopping) {
        return _("the gateway stops");
    }
    if (!dg_limits_room(flow, item->text.len + item->write.size)) {
        return _("the disk is full");
    }
    if (!flow->configured && !item->internal) {
        return _("the gateway has not started yet");
    }
    return NULL;
}

bool
dg_limits_held(const struct dg_flow *flow)
{
    return flow->held >= HELD_MAX;
}

bool
dg_limits_full(const struct dg_flow *flow)
{
    return dg_journal_pending(flow->journal) >= PENDING_MAX ||
           dg_limits_held(flow) || flow->arrivals.count >= ARRIVALS_MAX ||
           flow->arrivals.bytes >= ARRIVED_MAX;
}

void
dg_limits_tell(struct dg_flow *flow)
{
    if (flow->was_full && !dg_limits_full(flow)) {
        flow->was_full = false;
        dg_arrive_run(flow);
        if (flow->settings.handle_room) {
            flow->settings.handle_room(flow->settings.ctx);
        }
    }
}

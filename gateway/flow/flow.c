/* SPDX-License-Identifier: Apache-2.0 */
/* The flow as a whole: what it is made of, how a message enters it, when it
 * takes nothing, and how it ends. What happens to a message is in the stages,
 * one file each. */
#include "gateway/flow/flow_internal.h"

#include <stdlib.h>
#include <time.h>

#define PENDING_MAX (8u << 20) /* bytes decided and not yet durable */
#define ROOM_MARGIN (512u << 10)
#define TICK_MS 1000

int64_t
dg_flow_now(struct dg_flow *flow)
{
    struct timespec now;
    int64_t now_us;
    if (flow->settings.now_us) {
        now_us = flow->settings.now_us(flow->settings.now_ctx);
    } else {
        clock_gettime(CLOCK_REALTIME, &now);
        now_us = (int64_t) now.tv_sec * 1000000 + now.tv_nsec / 1000;
    }
    return now_us > flow->last_us ? now_us : flow->last_us;
}

/* ---- what is taken ------------------------------------------------------ */

/* Room for what is pending and for this message, twice (log and main file). */
static bool
has_room(const struct dg_flow *flow, size_t size)
{
    uint64_t needed = ROOM_MARGIN;
    needed += 2 * (uint64_t) (dg_journal_pending(flow->journal) + size);
    return dg_journal_room(flow->journal) >= needed;
}

const char *
dg_flow_blocked(const struct dg_flow *flow, const struct dg_item *item)
{
    if (flow->failed) {
        return "the gateway starts again";
    }
    if (flow->stopping) {
        return "the gateway stops";
    }
    if (!has_room(flow, item->text.len)) {
        return "the disk is full";
    }
    if (!flow->configured && !item->internal) {
        return "the gateway has not started yet";
    }
    return NULL;
}

bool
dg_flow_full(const struct dg_flow *flow)
{
    return dg_journal_pending(flow->journal) >= PENDING_MAX;
}

uint64_t
dg_flow_replayed(const struct dg_flow *flow)
{
    return flow->replayed;
}

static void
run_stages(struct dg_item *item)
{
    dg_decode_run(item);
    if (!item->message.bad) {
        dg_decide_run(item);
    }
    dg_commit_run(item);
}

void
dg_flow_submit(struct dg_flow *flow, const struct dg_route *route,
               struct dg_str text)
{
    struct dg_item *item = dg_item_take(flow, text);
    if (!item) {
        dg_log(DG_LOG_ERROR, "flow.dropped", "size=%zu err=\"%s\"", text.len,
               dg_err_text(DG_ERR_MEMORY));
        return;
    }
    if (route) {
        item->wants_reply = true;
        item->route = *route;
    }
    run_stages(item);
    flow->was_full = flow->was_full || dg_flow_full(flow);
}

void
dg_flow_submit_own(struct dg_flow *flow, struct dg_str event)
{
    struct dg_item *item = dg_item_take(flow, event);
    if (item) {
        item->internal = true;
        run_stages(item);
    }
}

/* ---- the clock's work --------------------------------------------------- */

static void
submit_from_tick(void *ctx, struct dg_str event)
{
    dg_flow_submit_own(ctx, event);
}

/* Writes the configuration of this start as soon as there is room for it. */
static void
configure(struct dg_flow *flow)
{
    if (!flow->configured && has_room(flow, 0)) {
        flow->configured = true;
        dg_configure_run(flow);
    }
}

static void
handle_room(void *ctx)
{
    configure(ctx);
}

static void
handle_tick(uv_timer_t *timer)
{
    struct dg_flow *flow = timer->data;
    if (flow->stopping || flow->failed) {
        return;
    }
    if (!has_room(flow, 0)) {
        dg_log(DG_LOG_WARN, "disk.full", "room=%llu",
               (unsigned long long) dg_journal_room(flow->journal));
        dg_journal_look_for_room(flow->journal, handle_room);
        return;
    }
    if (dg_host_tick(flow->host, dg_flow_now(flow), submit_from_tick, flow) !=
        DG_OK) {
        dg_log(DG_LOG_ERROR, "tick.failed", "err=\"%s\"",
               dg_err_text(DG_ERR_MEMORY));
    }
}

enum dg_err
dg_flow_start(struct dg_flow *flow)
{
    enum dg_err err = dg_journal_start(flow->journal, flow->settings.loop,
                                       dg_commit_handle, flow);
    if (err != DG_OK) {
        return err;
    }
    uv_timer_init(flow->settings.loop, &flow->timer);
    flow->timer.data = flow;
    uv_timer_start(&flow->timer, handle_tick, TICK_MS, TICK_MS);
    configure(flow);
    return DG_OK;
}

/* ---- the end ------------------------------------------------------------ */

static void
handle_journal_stop(void *ctx)
{
    struct dg_flow *flow = ctx;
    flow->handle_stop(flow->stop_ctx);
}

static void
handle_timer_close(uv_handle_t *timer)
{
    struct dg_flow *flow = timer->data;
    dg_journal_stop(flow->journal, handle_journal_stop, flow);
}

void
dg_flow_settle(struct dg_flow *flow)
{
    if (flow->stopping && flow->in_flight == 0 &&
        !uv_is_closing((uv_handle_t *) &flow->timer)) {
        uv_close((uv_handle_t *) &flow->timer, handle_timer_close);
    }
}

void
dg_flow_stop(struct dg_flow *flow, void (*handle_stop)(void *ctx), void *ctx)
{
    flow->handle_stop = handle_stop;
    flow->stop_ctx = ctx;
    flow->stopping = true;
    dg_flow_settle(flow);
}

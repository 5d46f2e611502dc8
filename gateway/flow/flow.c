/* SPDX-License-Identifier: Apache-2.0 */
/* The flow as a whole: what is told of it, what the clock does, and how it
 * ends. What happens to a message is in submit.c and the stages, one file each.
 */
#include "gateway/flow/flow_internal.h"

#define TICK_MS 1000
#define ROOM_WATCHED (8u << 20) /* more than any message weighs */

bool
dg_flow_full(const struct dg_flow *flow)
{
    return dg_limits_full(flow);
}

enum dg_err
dg_flow_publish(const struct dg_flow *flow, struct dg_buf *why)
{
    return dg_keyring_publish(flow->keyring, flow->conf->runtime_dir,
                              dg_journal_origin(flow->journal), why);
}

uint64_t
dg_flow_replayed(const struct dg_flow *flow)
{
    return flow->replayed;
}

uint64_t
dg_flow_entries(const struct dg_flow *flow)
{
    return dg_journal_last(flow->journal);
}

uint64_t
dg_flow_find(const struct dg_flow *flow, struct dg_str source, struct dg_str id)
{
    uint8_t digest[DG_ID_DIGEST_SIZE], sha[DG_KNOWN_EVENT_SIZE];
    uint64_t sequence;
    dg_digest_id(dg_journal_id_key(flow->journal), source, id, digest);
    return dg_known_find(flow->known, digest, &sequence, sha) ? sequence : 0;
}

bool
dg_flow_progresses(struct dg_flow *flow)
{
    bool progresses = dg_journal_durable(flow->journal) >= flow->watched;
    flow->watched = dg_journal_last(flow->journal);
    return progresses;
}

void
dg_flow_tell_entry(const struct dg_flow *flow, const struct dg_header *header)
{
    if (flow->settings.handle_entry) {
        flow->settings.handle_entry(flow->settings.ctx, header);
    }
}

/* ---- the clock's work --------------------------------------------------- */

static void
submit_from_tick(void *ctx, struct dg_str event)
{
    dg_flow_submit_own(ctx, event);
}

/* Journals the configuration of this start, as soon as that can be done. */
static void
configure(struct dg_flow *flow)
{
    struct dg_str event;
    uint64_t last = dg_journal_last(flow->journal);
    if (!flow->configured && dg_configure_write(flow, &event) == DG_OK) {
        dg_flow_submit_own(flow, event);
        flow->configured = dg_journal_last(flow->journal) > last;
    }
}

static void
handle_room(void *ctx)
{
    configure(ctx);
}

/* Says once that the disk is full, and once that it no longer is. Disks give
 * room in blocks: where no byte fits besides, no message does. While there is
 * not room for every message, nothing but a look says that it came back. */
static bool
watch_room(struct dg_flow *flow)
{
    bool room = dg_limits_room(flow, 1);
    unsigned long long bytes = dg_journal_room(flow->journal);
    if (!room && !flow->disk_full) {
        dg_log(DG_LOG_WARN, "disk.full", "bytes=%llu", bytes);
    } else if (room && flow->disk_full) {
        dg_log(DG_LOG_INFO, "disk.room", "bytes=%llu", bytes);
    }
    flow->disk_full = !room;
    if (!dg_limits_room(flow, ROOM_WATCHED)) {
        dg_journal_look_for_room(flow->journal, handle_room);
    }
    return room;
}

void
dg_flow_tick(struct dg_flow *flow)
{
    if (flow->stopping || flow->failed || !watch_room(flow)) {
        return;
    }
    configure(flow);
    if (!flow->configured) {
        return;
    }
    flow->metrics.counters[DG_COUNTER_TICKS]++;
    dg_core_clock_tick(flow);
    if (dg_host_tick(flow->host, dg_limits_now(flow), submit_from_tick, flow) !=
        DG_OK) {
        dg_log(DG_LOG_ERROR, "tick.failed", "err=\"%s\"",
               dg_err_text(DG_ERR_MEMORY));
    }
}

static void
handle_tick(uv_timer_t *timer)
{
    dg_flow_tick(timer->data);
}

int64_t
dg_flow_wakes(struct dg_flow *flow)
{
    return dg_inbox_wakes(flow->inbox);
}

enum dg_err
dg_flow_start(struct dg_flow *flow)
{
    dg_health_start(flow);
    enum dg_err err = dg_journal_start(flow->journal, flow->settings.loop,
                                       dg_commit_handle, flow);
    if (err != DG_OK) {
        return err;
    }
    uv_timer_init(flow->settings.loop, &flow->timer);
    flow->timer.data = flow;
    if (!flow->settings.fleeting) { /* else work would end at any time */
        uv_timer_start(&flow->timer, handle_tick, TICK_MS, TICK_MS);
        dg_host_start(flow->host, flow->settings.loop);
    }
    configure(flow);
    return DG_OK;
}

/* ---- the end ------------------------------------------------------------ */

static void
handle_journal_stop(void *ctx)
{
    struct dg_flow *flow = ctx;
    dg_host_stop(flow->host, flow->handle_stop, flow->stop_ctx);
}

static void
handle_timer_close(uv_handle_t *timer)
{
    struct dg_flow *flow = timer->data;
    dg_journal_stop(flow->journal, handle_journal_stop, flow);
}

/* The last message left: nothing is decided that is not durable and answered.
 */
static void
handle_empty(struct dg_flow *flow)
{
    if (!uv_is_closing((uv_handle_t *) &flow->timer)) {
        uv_close((uv_handle_t *) &flow->timer, handle_timer_close);
    }
}

void
dg_flow_stop(struct dg_flow *flow, void (*handle_stop)(void *ctx), void *ctx)
{
    flow->handle_stop = handle_stop;
    flow->stop_ctx = ctx;
    flow->stopping = true;
    flow->handle_empty = handle_empty;
    if (flow->in_flight == 0) {
        handle_empty(flow);
    }
}

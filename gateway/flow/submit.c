/* SPDX-License-Identifier: Apache-2.0 */
/* Stage 1, submit: decides how a message enters the flow, and through which
 * stages it goes. What each does with it is theirs. */
#include "gateway/flow/flow_internal.h"

/* Refused or decided, it leaves by the same way. */
void
dg_submit_finish(struct dg_item *item)
{
    struct dg_flow *flow = item->flow;
    dg_allow_settle(item);
    dg_commit_run(item);
    flow->was_full = flow->was_full || dg_limits_full(flow);
}

void
dg_submit_decide(struct dg_item *item)
{
    dg_authenticate_message(item);
    if (item->vouched) {
        dg_allow_principal(item);
    }
    if (!item->message.bad) {
        dg_decide_run(item);
    }
    dg_submit_finish(item);
}

/* Takes a signed message apart; refuses what is none. */
static void
split(struct dg_item *item)
{
    enum dg_problem_code problem;
    const char *detail;
    if (item->text.len > DG_MESSAGE_SIZE_MAX) {
        dg_item_refuse(item, DG_PROBLEM_TOO_LARGE,
                       dg_arena_printf(&item->arena,
                                       "%zu bytes; at most %d are taken",
                                       item->text.len, DG_MESSAGE_SIZE_MAX));
        return;
    }
    item->jws = dg_arena_alloc(&item->arena, sizeof *item->jws);
    if (!item->jws) {
        dg_item_refuse(item, DG_PROBLEM_BUSY, dg_str_from(_("out of memory")));
    } else if (!dg_jws_split(item->text, item->jws, &problem, &detail)) {
        dg_item_refuse(item, problem, dg_str_from(_(detail)));
    }
}

/* A JWS begins with base64url of an object's beginning; JSON never does. */
static bool
looks_signed(struct dg_str text)
{
    return text.len > 1 && text.data[0] == 'e' && text.data[1] == 'y';
}

static void
submit(struct dg_flow *flow, const struct dg_route *route, struct dg_str text,
       struct dg_account *peer)
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
    if (peer) {
        dg_allow_arrive(item, peer);
    }
    if (flow->settings.unsigned_too && !looks_signed(text)) {
        dg_decode_run(item, flow->sha);
    } else {
        split(item);
    }
    if (item->message.bad) {
        dg_submit_finish(item); /* its answer depends on no other's */
    } else {
        dg_arrive_enter(item);
    }
}

void
dg_flow_submit(struct dg_flow *flow, const struct dg_route *route,
               struct dg_str text)
{
    bool believed = flow->settings.unsigned_too && !looks_signed(text);
    struct dg_account *peer = NULL;
    unsigned wait_s = 0;
    flow->metrics.counters[DG_COUNTER_MESSAGES]++;
    flow->metrics.counters[DG_COUNTER_MESSAGE_BYTES] += text.len;
    if (route && !believed) {
        wait_s = dg_allow_peer(flow, route->peer, &peer);
    }
    if (wait_s > 0) {
        dg_reply_limited(flow, route, wait_s);
    } else {
        submit(flow, route, text, peer);
    }
}

enum dg_err
dg_submit_sign(struct dg_flow *flow, struct dg_str events, struct dg_buf *text)
{
    struct dg_buf payload;
    dg_buf_init(&payload);
    dg_jws_payload(dg_str_from(flow->conf->gateway),
                   dg_limits_clock(flow) / 1000000, events, &payload);
    if (payload.err == DG_OK) {
        dg_jws_write(dg_keyring_keys(flow->keyring)[0],
                     (struct dg_str){payload.data, payload.len}, text);
    }
    dg_buf_finish(&payload);
    return payload.err != DG_OK ? payload.err : text->err;
}

/* Its turn is now, whatever waits: it came up after all that was decided. */
void
dg_flow_submit_own(struct dg_flow *flow, struct dg_str event)
{
    struct dg_item *item = NULL;
    struct dg_buf text;
    dg_buf_init(&text);
    if (dg_submit_sign(flow, event, &text) == DG_OK) {
        item = dg_item_take(flow, (struct dg_str){text.data, text.len});
    }
    dg_buf_finish(&text);
    if (!item) {
        dg_log(DG_LOG_ERROR, "flow.dropped", "size=%zu err=\"%s\"", event.len,
               dg_err_text(DG_ERR_MEMORY));
        return;
    }
    item->internal = true;
    split(item);
    if (!item->message.bad) {
        dg_decode_run(item, flow->sha);
    }
    dg_submit_decide(item);
}

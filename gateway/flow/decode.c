/* SPDX-License-Identifier: Apache-2.0 */
/* Stage 2, decode: bytes become a message of events. What cannot be read, or
 * does not fit its schema, gets a problem as its answer and goes no further;
 * whether the sender may say it is decided later. Of what is signed only the
 * payload is read, and only if the signature is good: on the thread pool, so
 * that nothing here may touch more than the item. */
#include "gateway/flow/flow_internal.h"

#include "proto/base/base64.h"

/* The JWS without its payload, for the journal. */
static enum dg_err
keep_proof(struct dg_arena *arena, const struct dg_jws *jws,
           struct dg_str *proof)
{
    struct dg_buf detached;
    dg_buf_init(&detached);
    dg_jws_detach(jws, &detached);
    *proof =
        detached.err == DG_OK
            ? dg_arena_copy(arena, (struct dg_str){detached.data, detached.len})
            : (struct dg_str){NULL, 0};
    dg_buf_finish(&detached);
    return proof->data ? DG_OK : DG_ERR_MEMORY;
}

enum dg_err
dg_decode_envelope(struct dg_arena *arena, const struct dg_jws *jws,
                   struct dg_str *payload, struct dg_str *proof)
{
    size_t len, room = DG_BASE64_ROOM(jws->payload.len);
    uint8_t *bytes = dg_arena_alloc(arena, room);
    if (!bytes) {
        return DG_ERR_MEMORY;
    }
    if (!dg_base64url_decode(jws->payload, bytes, room, &len)) {
        return DG_ERR_MALFORMED;
    }
    *payload = (struct dg_str){(const char *) bytes, len};
    return keep_proof(arena, jws, proof);
}

static enum dg_err
decode_message(struct dg_item *item)
{
    enum dg_err err;
    if (!item->jws) {
        item->body = item->text;
        return dg_event_decode(&item->flow->codec, &item->arena, item->body,
                               &item->message);
    }
    err =
        dg_decode_envelope(&item->arena, item->jws, &item->body, &item->proof);
    if (err == DG_ERR_MALFORMED) {
        dg_item_refuse(item, DG_PROBLEM_NOT_JWS,
                       dg_str_from(_("the payload must be base64url")));
        return DG_OK;
    }
    return err == DG_OK
               ? dg_event_decode_signed(&item->flow->codec, &item->arena,
                                        item->body, &item->message)
               : err;
}

void
dg_decode_digest(const struct dg_flow *flow, const struct dg_event *event,
                 struct dg_sha256 *sha, struct dg_event_digests *digests)
{
    dg_sha256_update(sha, event->bytes.data, event->bytes.len);
    dg_sha256_output(sha, digests->sha256);
    dg_digest_id(dg_journal_id_key(flow->journal), event->source, event->id,
                 digests->id);
}

static void
prepare_event(struct dg_item *item, size_t index, struct dg_sha256 *sha)
{
    const struct dg_event *event = &item->message.events[index];
    if (event->bad) {
        dg_item_say(&item->answers[index], event->problem, event->detail);
        item->answers[index].pointer = event->pointer;
        return;
    }
    dg_decode_digest(item->flow, event, sha, &item->digests[index]);
}

static enum dg_err
prepare_events(struct dg_item *item, struct dg_sha256 *sha)
{
    size_t count = item->message.count;
    item->answers = dg_arena_alloc(&item->arena, count * sizeof *item->answers);
    item->digests = dg_arena_alloc(&item->arena, count * sizeof *item->digests);
    if (!item->answers || !item->digests) {
        return DG_ERR_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        prepare_event(item, i, sha);
    }
    return DG_OK;
}

void
dg_decode_run(struct dg_item *item, struct dg_sha256 *sha)
{
    enum dg_err err = decode_message(item);
    if (err == DG_OK && !item->message.bad) {
        err = prepare_events(item, sha);
    }
    if (err != DG_OK) {
        dg_item_refuse(item, DG_PROBLEM_TOO_LARGE,
                       dg_str_from(_("takes more memory than a message may")));
    }
    dg_item_advance(item, DG_STAGE_DECODED);
}

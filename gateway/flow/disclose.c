/* SPDX-License-Identifier: Apache-2.0 */
/* Reads that show values of persons are journaled: who read, by what, what was
 * shown and how much, never the values. One message of the gateway's own, with
 * an event for each such read, goes into the same write as what the message
 * that reads has decided, so that no answer leaves before it is durable. What
 * is shown, plugins say. */
#include "gateway/flow/flow_internal.h"

#define TYPE "dutygate.journal.disclose.v1"

enum dg_err
dg_disclose_note(struct dg_item *item, struct dg_answer *answer,
                 const struct dg_host_disclosed *disclosed)
{
    struct dg_disclosure *disclosure;
    if (disclosed->values == 0) {
        return DG_OK;
    }
    disclosure = dg_arena_alloc(&item->arena, sizeof *disclosure);
    if (!disclosure) {
        return DG_ERR_MEMORY;
    }
    *disclosure = (struct dg_disclosure){
        .what =
            dg_arena_copy(&item->arena, (struct dg_str){disclosed->what.data,
                                                        disclosed->what.len}),
        .values = disclosed->values,
    };
    answer->disclosure = disclosure;
    return disclosed->what.err != DG_OK || !disclosure->what.data
               ? DG_ERR_MEMORY
               : DG_OK;
}

/* ---- the message --------------------------------------------------------- */

static void
write_event(struct dg_item *item, const struct dg_event *read,
            const struct dg_disclosure *disclosure, uint64_t sequence)
{
    struct dg_json_writer *out = item->flow->writer;
    char id[32];
    snprintf(id, sizeof id, "disclose/%llu", (unsigned long long) sequence);
    dg_json_writer_reset(out);
    dg_json_open_object(out);
    dg_json_put_text(out, "specversion", "1.0");
    dg_json_put_text(out, "id", id);
    dg_json_put_str(
        out, "source",
        dg_arena_printf(&item->arena, "gateway/%s", item->flow->conf->gateway));
    dg_json_put_text(out, "type", TYPE);
    dg_json_name(out, "data");
    dg_json_open_object(out);
    dg_json_put_str(out, "reader", read->source);
    if (item->signer) {
        dg_json_put_text(out, "key", item->signer->key.kid);
    }
    dg_json_put_str(out, "read", read->type);
    dg_json_put_str(out, "what", disclosure->what);
    dg_json_put_integer(out, "values",
                        disclosure->values > INT64_MAX
                            ? INT64_MAX
                            : (int64_t) disclosure->values);
    dg_json_close_object(out);
    dg_json_close_object(out);
}

/* The sequence, which no other event gets, makes the ids its own. */
static enum dg_err
write_events(struct dg_item *item, struct dg_buf *events)
{
    const struct dg_message *message = &item->message;
    uint64_t next =
        dg_journal_last(item->flow->journal) + item->write.count + 1;
    for (size_t i = 0; i < message->count; i++) {
        const struct dg_disclosure *disclosure = item->answers[i].disclosure;
        struct dg_str text;
        enum dg_err err;
        if (!disclosure) {
            continue;
        }
        write_event(item, &message->events[i], disclosure, next++);
        err = dg_json_writer_text(item->flow->writer, &text);
        if (err != DG_OK) {
            return err;
        }
        dg_buf_text(events, events->len ? "," : "");
        dg_buf_str(events, text);
    }
    return events->err;
}

/* What its entries stand in, from here on. */
static enum dg_err
begin_envelope(struct dg_item *item, struct dg_str text)
{
    enum dg_problem_code problem;
    const char *detail;
    struct dg_jws jws;
    struct dg_str payload;
    enum dg_err err = DG_ERR_MALFORMED;
    if (dg_jws_split(text, &jws, &problem, &detail)) {
        err = dg_decode_envelope(&item->arena, &jws, &payload, &item->proof);
    }
    if (err == DG_OK) {
        item->body = payload;
        item->begun = item->write.count;
    }
    return err;
}

/* A message of the gateway's own, signed, taken apart again. */
static enum dg_err
make_message(struct dg_item *item, struct dg_message *message)
{
    struct dg_buf events, text;
    enum dg_err err;
    dg_buf_init(&events);
    dg_buf_init(&text);
    err = write_events(item, &events);
    if (err == DG_OK) {
        err = dg_submit_sign(item->flow,
                             (struct dg_str){events.data, events.len}, &text);
    }
    if (err == DG_OK) {
        err = begin_envelope(item, (struct dg_str){text.data, text.len});
    }
    if (err == DG_OK) {
        err = dg_event_decode_signed(&item->flow->codec, &item->arena,
                                     item->body, message);
    }
    dg_buf_finish(&events);
    dg_buf_finish(&text);
    return err == DG_OK && message->bad ? DG_ERR_MALFORMED : err;
}

/* ---- its events ---------------------------------------------------------- */

/* Answers that may not be given: nothing was written down of them. */
static void
withhold(struct dg_item *item, size_t from, enum dg_problem_code problem,
         struct dg_str detail)
{
    for (size_t i = from; i < item->message.count; i++) {
        if (item->answers[i].disclosure) {
            dg_item_say(&item->answers[i], problem, detail);
        }
    }
}

/* False if it did not get its place in the journal; why is its answer then. */
static bool
decide(struct dg_item *item, const struct dg_event *event,
       struct dg_answer *answer)
{
    struct dg_event_digests digests;
    if (event->bad) {
        dg_item_say(answer, DG_PROBLEM_INTERNAL,
                    dg_str_from(_("the answer could not be made")));
        return false;
    }
    dg_decode_digest(item->flow, event, item->flow->sha, &digests);
    dg_decide_event(item, event, &digests, answer);
    return answer->kind == DG_ANSWER_DECIDED;
}

/* The next one has the id that goes with the next sequence, so that the first
 * that fails ends it. */
static void
decide_all(struct dg_item *item, const struct dg_message *message)
{
    size_t next = 0;
    for (size_t i = 0; i < item->message.count; i++) {
        struct dg_answer answer = {.kind = DG_ANSWER_PROBLEM};
        if (!item->answers[i].disclosure) {
            continue;
        }
        if (!decide(item, &message->events[next], &answer)) {
            withhold(item, i, answer.problem, answer.detail);
            return;
        }
        dg_health_count_event(item->flow, &message->events[next++], &answer);
    }
}

static bool
discloses(const struct dg_item *item)
{
    size_t i = 0;
    while (i < item->message.count && !item->answers[i].disclosure) {
        i++;
    }
    return i < item->message.count;
}

void
dg_disclose_run(struct dg_item *item)
{
    struct dg_message message;
    const char *blocked;
    if (!discloses(item)) {
        return;
    }
    blocked = dg_limits_blocked(item->flow, item);
    if (blocked) {
        withhold(item, 0, DG_PROBLEM_BUSY, dg_str_from(blocked));
    } else if (make_message(item, &message) != DG_OK) {
        withhold(item, 0, DG_PROBLEM_INTERNAL,
                 dg_str_from(_("the answer could not be made")));
    } else {
        decide_all(item, &message);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Stage 5, reply: answers become JSON and leave through the sink. The answer of
 * a decided event is its stored decision with the receipt in front, so that the
 * first answer and every later one are made from the same bytes. */
#include "gateway/flow/flow_internal.h"

#include "gateway/journal/receipts.h"
#include "proto/base/date.h"

/* Text as it stands in the event, quotes and escapes included. */
static void
put_token(struct dg_buf *out, const struct dg_event *event, const char *name)
{
    const struct dg_json *node = dg_json_get(event->root, name);
    const char *base = event->bytes.data - event->root->start;
    dg_buf_append(out, base + node->start, node->end - node->start);
}

static void
put_head(struct dg_buf *out, const struct dg_event *event)
{
    dg_buf_text(out, "{\"id\":");
    put_token(out, event, "id");
    dg_buf_text(out, ",\"source\":");
    put_token(out, event, "source");
}

/* The decision's members behind what was written; it is an object that is not
 * empty. */
static void
put_decision(struct dg_buf *out, struct dg_str decision)
{
    if (decision.len > 1) {
        dg_buf_text(out, ",");
        dg_buf_append(out, decision.data + 1, decision.len - 1);
    } else {
        dg_buf_text(out, "}");
    }
}

/* Up to where the proof stands. */
static void
put_receipt(struct dg_buf *out, const struct dg_flow *flow,
            const struct dg_store_entry *entry, uint64_t epoch)
{
    char leaf[2 * DG_SHA256_SIZE + 1], time[DG_INSTANT_SIZE];
    dg_hex(entry->leaf, DG_SHA256_SIZE, leaf);
    dg_instant_format(entry->time_us, time);
    dg_buf_text(out, ",\"receipt\":{\"gateway\":\"");
    dg_buf_text(out, flow->conf->gateway);
    dg_buf_text(out, "\",\"journal\":\"");
    dg_buf_text(out, dg_journal_identity(flow->journal));
    dg_buf_text(out, "\",\"epoch\":");
    dg_buf_decimal(out, epoch);
    dg_buf_text(out, ",\"sequence\":");
    dg_buf_decimal(out, entry->sequence);
    dg_buf_text(out, ",\"time\":\"");
    dg_buf_text(out, time);
    dg_buf_text(out, "\",\"leaf\":\"");
    dg_buf_text(out, leaf);
    dg_buf_text(out, "\",");
}

void
dg_reply_stored(struct dg_flow *flow, struct dg_arena *arena,
                const struct dg_stored *stored, struct dg_buf *out)
{
    const struct dg_store_entry *entry = stored->entry;
    struct dg_header header;
    struct dg_event event;
    if (dg_header_decode(entry->header, arena, &header) != DG_OK) {
        out->err = DG_ERR_MALFORMED;
        return;
    }
    if (entry->event.data &&
        dg_event_decode_stored(&flow->codec, arena, entry->event, &event) ==
            DG_OK) {
        put_head(out, &event);
    } else if (stored->asked) {
        put_head(out, stored->asked);
    } else {
        dg_buf_text(out, "{\"id\":null,\"source\":\"");
        dg_buf_str(out, header.source);
        dg_buf_text(out, "\"");
    }
    if (entry->erased) {
        dg_buf_text(out, ",\"erased\":true");
    }
    put_receipt(out, flow, entry, header.epoch);
    dg_receipts_put_bodies(entry, entry->event.data != NULL, out);
    dg_buf_str(out, stored->proof);
    dg_buf_text(out, "}");
    put_decision(out, entry->decision);
}

static void
write_problem(struct dg_flow *flow, const struct dg_event *event,
              const struct dg_answer *answer)
{
    struct dg_json_writer *writer = flow->writer;
    struct dg_str text;
    dg_json_writer_reset(writer);
    dg_json_open_object(writer);
    if (event) {
        dg_json_put_str(writer, "id", event->id);
        dg_json_put_str(writer, "source", event->source);
    }
    dg_problem_write(writer, answer->problem, answer->detail);
    if (answer->pointer.data) {
        dg_json_name(writer, "pointer");
        dg_json_str(writer, answer->pointer);
    }
    if (answer->retry_after_s > 0) {
        dg_json_put_integer(writer, "retryafter", answer->retry_after_s);
    }
    dg_json_close_object(writer);
    if (dg_json_writer_text(writer, &text) == DG_OK) {
        dg_buf_str(&flow->reply, text);
    } else {
        flow->reply.err = DG_ERR_MEMORY;
    }
}

/* Or takes the comma away that stands before it. */
static void
put_proof(const struct dg_item *item, const struct dg_store_entry *entry,
          struct dg_buf *out)
{
    size_t before = out->len;
    dg_journal_put_proof(&item->write, entry, out);
    if (out->len == before && out->err == DG_OK) {
        out->data[--out->len] = '\0';
    }
}

static void
write_answer(const struct dg_item *item, const struct dg_event *event,
             const struct dg_answer *answer)
{
    struct dg_flow *flow = item->flow;
    struct dg_buf *out = &flow->reply;
    switch (answer->kind) {
    case DG_ANSWER_PROBLEM:
        write_problem(flow, event, answer);
        break;
    case DG_ANSWER_DECIDED:
        put_head(out, event);
        put_receipt(out, flow, answer->entry, dg_journal_epoch(flow->journal));
        put_proof(item, answer->entry, out);
        dg_buf_text(out, "}");
        put_decision(out, answer->decision);
        break;
    case DG_ANSWER_CHECKED:
        put_head(out, event);
        dg_buf_text(out, ",\"check\":true");
        put_decision(out, answer->decision);
        break;
    case DG_ANSWER_REPEAT:
        dg_buf_str(out, answer->result);
        break;
    case DG_ANSWER_RESULT:
    case DG_ANSWER_LOOKUP:
    case DG_ANSWER_PROOF:
    case DG_ANSWER_PAGE:
        put_head(out, event);
        dg_buf_text(out, ",\"result\":");
        dg_buf_str(out, answer->result);
        dg_buf_text(out, "}");
        break;
    }
}

static void
write_reply(struct dg_item *item)
{
    struct dg_flow *flow = item->flow;
    const struct dg_message *message = &item->message;
    dg_buf_clear(&flow->reply);
    if (message->bad) {
        struct dg_answer answer;
        dg_item_say(&answer, message->problem, message->detail);
        answer.pointer = message->pointer;
        answer.retry_after_s = message->retry_after_s;
        write_answer(item, NULL, &answer);
        return;
    }
    for (size_t i = 0; i < message->count; i++) {
        if (message->batch) {
            dg_buf_text(&flow->reply, i == 0 ? "[" : ",");
        }
        write_answer(item, &message->events[i], &item->answers[i]);
    }
    if (message->batch) {
        dg_buf_text(&flow->reply, "]");
    }
}

/* Nobody reads the answer to what a tick handed in. That it never fits its
 * author wants to know; that it waits is no news, and that it failed was said.
 */
static void
log_own(const struct dg_item *item)
{
    char id[DG_LOG_QUOTE_SIZE], why[DG_LOG_QUOTE_SIZE];
    const struct dg_message *message = &item->message;
    bool problem = !message->bad &&
                   item->answers[0].kind == DG_ANSWER_PROBLEM &&
                   item->answers[0].problem != DG_PROBLEM_BUSY &&
                   item->answers[0].problem != DG_PROBLEM_INTERNAL;
    if (message->bad || problem) {
        dg_log(DG_LOG_WARN, "tick.unfit", "event=%s why=%s",
               dg_log_quote(problem ? message->events[0].id : item->body, id),
               dg_log_quote(problem ? item->answers[0].detail : message->detail,
                            why));
    }
}

static void
send_reply(struct dg_flow *flow, const struct dg_route *route)
{
    if (flow->reply.err == DG_OK) {
        flow->metrics.counters[DG_COUNTER_REPLIES]++;
        flow->settings.sink.reply(
            flow->settings.sink.ctx, route,
            (struct dg_str){flow->reply.data, flow->reply.len});
    } else {
        /* No answer: the client asks again with the same id. */
        dg_log(DG_LOG_ERROR, "reply.failed", "err=\"%s\"",
               dg_err_text(flow->reply.err));
    }
}

void
dg_reply_limited(struct dg_flow *flow, const struct dg_route *route,
                 unsigned wait_s)
{
    struct dg_answer answer;
    dg_item_say(&answer, DG_PROBLEM_LIMIT_EXCEEDED,
                dg_str_from(dg_allow_words()));
    answer.retry_after_s = wait_s;
    flow->metrics.problems[answer.problem]++;
    dg_buf_clear(&flow->reply);
    write_problem(flow, NULL, &answer);
    send_reply(flow, route);
}

void
dg_reply_run(struct dg_item *item)
{
    struct dg_flow *flow = item->flow;
    dg_item_advance(item, DG_STAGE_REPLIED);
    dg_health_count(item);
    if (item->internal) {
        log_own(item);
    }
    if (item->wants_reply) {
        write_reply(item);
        send_reply(flow, &item->route);
    }
    dg_item_release(item);
}

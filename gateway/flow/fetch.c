/* SPDX-License-Identifier: Apache-2.0 */
/* Answers that lie in the journal: a repeated id gets its first answer, a
 * look-up event and answer, a question for a proof its paths, a reading of the
 * journal its page. Runs after everything named is durable; the reply leaves
 * when the last entry was read.
 */
#include "gateway/flow/flow_internal.h"

#include <stdlib.h>

struct fetch {
    struct dg_item *item;
    struct dg_answer *answer;
};

/* How much of the entry whoever asked may see; all of an answer of its own. */
static enum dg_sight
find_sight(const struct dg_item *item, const struct dg_answer *answer,
           const struct dg_store_entry *entry, struct dg_arena *scratch)
{
    const struct dg_event *reader =
        &item->message.events[answer - item->answers];
    struct dg_header header;
    struct dg_event event;
    bool there;
    if (answer->kind != DG_ANSWER_LOOKUP) {
        return DG_SIGHT_WHOLE;
    }
    if (dg_header_decode(entry->header, scratch, &header) != DG_OK) {
        return DG_SIGHT_NONE;
    }
    there = entry->event.data &&
            dg_event_decode_stored(&item->flow->codec, scratch, entry->event,
                                   &event) == DG_OK;
    return dg_sight_entry(item->flow, reader, &header, there ? &event : NULL);
}

/* The entry without its event, for which its commitment stands. */
static struct dg_store_entry
strip_event(const struct dg_store_entry *entry)
{
    struct dg_store_entry bare = *entry;
    bare.event = (struct dg_str){NULL, 0};
    return bare;
}

static void
keep_lookup(struct dg_item *item, struct dg_answer *answer,
            const struct dg_store_entry *entry, struct dg_str reply)
{
    struct dg_str event = entry->event.data ? entry->event : DG_STR("null");
    struct dg_str amendment = DG_STR("");
    if (answer->amendment) {
        amendment = dg_arena_printf(&item->arena, ",\"amendment\":%llu",
                                    (unsigned long long) answer->amendment);
    }
    answer->result = dg_arena_printf(
        &item->arena, "{\"event\":%.*s,\"answer\":%.*s%.*s}", DG_STR_ARG(event),
        DG_STR_ARG(reply), DG_STR_ARG(amendment));
}

/* What the entry is answered with, by as much of it as may be seen. */
static void
keep_seen(struct dg_item *item, struct dg_answer *answer,
          const struct dg_stored *stored, struct dg_arena *scratch)
{
    struct dg_buf reply;
    dg_buf_init(&reply);
    dg_reply_stored(item->flow, scratch, stored, &reply);
    if (reply.err == DG_OK && answer->kind == DG_ANSWER_LOOKUP) {
        keep_lookup(item, answer, stored->entry,
                    (struct dg_str){reply.data, reply.len});
    } else if (reply.err == DG_OK) {
        answer->result =
            dg_arena_copy(&item->arena, (struct dg_str){reply.data, reply.len});
    }
    if (!answer->result.data) {
        dg_item_say(answer, DG_PROBLEM_INTERNAL,
                    dg_str_from(_("out of memory")));
    }
    dg_buf_finish(&reply);
}

static void
keep_entry(struct dg_item *item, struct dg_answer *answer,
           const struct dg_store_entry *entry, struct dg_str proof)
{
    struct dg_arena scratch; /* of one entry, decoded */
    struct dg_store_entry bare;
    struct dg_stored stored = {.entry = entry, .proof = proof};
    dg_arena_init(&scratch, item->arena.limit);
    if (answer->kind == DG_ANSWER_REPEAT) {
        stored.asked = &item->message.events[answer - item->answers];
    }
    switch (find_sight(item, answer, entry, &scratch)) {
    case DG_SIGHT_WHOLE:
        keep_seen(item, answer, &stored, &scratch);
        break;
    case DG_SIGHT_BARE:
        bare = strip_event(entry);
        stored.entry = &bare;
        keep_seen(item, answer, &stored, &scratch);
        break;
    default: /* in the words for what is not there */
        dg_item_say(answer, DG_PROBLEM_NOT_FOUND, answer->detail);
    }
    dg_arena_finish(&scratch);
    dg_item_weigh(item);
}

static void
handle_fetch(void *ctx, const struct dg_store_entry *entry, struct dg_str proof,
             enum dg_err err)
{
    struct fetch *fetch = ctx;
    struct dg_item *item = fetch->item;
    if (err == DG_OK) {
        keep_entry(item, fetch->answer, entry, proof);
    } else {
        dg_log(DG_LOG_ERROR, "journal.unreadable", "sequence=%llu err=\"%s\"",
               (unsigned long long) fetch->answer->sequence, dg_err_text(err));
        dg_item_say(fetch->answer, DG_PROBLEM_INTERNAL,
                    dg_str_from(_("the entry could not be read")));
    }
    if (--item->fetching == 0) {
        dg_reply_run(item);
    }
}

static void
say_failure(struct dg_item *item, struct dg_answer *answer, enum dg_err err)
{
    if (err == DG_ERR_ABSENT) {
        dg_item_say(
            answer, DG_PROBLEM_NOT_FOUND,
            dg_arena_printf(
                &item->arena, _("the journal has %llu entries"),
                (unsigned long long) dg_journal_durable(item->flow->journal)));
    } else if (err == DG_ERR_MALFORMED) {
        dg_read_refuse_cursor(answer);
    } else {
        dg_log(DG_LOG_ERROR, "proof.failed", "err=\"%s\"", dg_err_text(err));
        dg_item_say(answer, DG_PROBLEM_INTERNAL,
                    dg_str_from(_("the answer could not be made")));
    }
}

/* Of proofs and pages, whose answers are made already. */
static void
handle_text(void *ctx, struct dg_str text, enum dg_err err)
{
    struct fetch *fetch = ctx;
    struct dg_item *item = fetch->item;
    if (err == DG_OK) {
        fetch->answer->result = dg_arena_copy(&item->arena, text);
        err = fetch->answer->result.data ? DG_OK : DG_ERR_MEMORY;
    }
    if (err != DG_OK) {
        say_failure(item, fetch->answer, err);
    }
    dg_item_weigh(item);
    if (--item->fetching == 0) {
        dg_reply_run(item);
    }
}

static enum dg_err
start(struct fetch *fetch)
{
    struct dg_journal *journal = fetch->item->flow->journal;
    const struct dg_answer *answer = fetch->answer;
    switch (answer->kind) {
    case DG_ANSWER_PROOF:
        return dg_journal_prove(journal, &answer->question, handle_text, fetch);
    case DG_ANSWER_PAGE:
        return dg_journal_read(journal, &answer->range, handle_text, fetch);
    default:
        return dg_journal_fetch(journal, answer->sequence, handle_fetch, fetch);
    }
}

static void
start_fetch(struct dg_item *item, struct dg_answer *answer)
{
    struct fetch *fetch = dg_arena_alloc(&item->arena, sizeof *fetch);
    enum dg_err err = DG_ERR_MEMORY;
    if (fetch) {
        *fetch = (struct fetch){item, answer};
        err = start(fetch);
    }
    if (err == DG_OK) {
        item->fetching++;
    } else {
        dg_item_say(answer, DG_PROBLEM_BUSY, dg_str_from(dg_err_text(err)));
    }
}

void
dg_fetch_run(struct dg_item *item)
{
    for (size_t i = 0; i < item->message.count; i++) {
        struct dg_answer *answer = &item->answers[i];
        if (answer->kind == DG_ANSWER_REPEAT ||
            answer->kind == DG_ANSWER_LOOKUP ||
            answer->kind == DG_ANSWER_PROOF || answer->kind == DG_ANSWER_PAGE) {
            start_fetch(item, answer);
        }
    }
    if (item->fetching == 0) {
        dg_reply_run(item);
    }
}

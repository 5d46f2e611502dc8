/* SPDX-License-Identifier: Apache-2.0 */
/* Answers that lie in the journal: a repeated id gets its first answer, a
 * look-up event and answer. Runs after everything named is durable; the reply
 * leaves when the last entry was read. */
#include "gateway/flow/flow_internal.h"

#include <stdlib.h>

struct fetch {
    struct dg_item *item;
    struct dg_answer *answer;
};

static void
keep_lookup(struct dg_item *item, struct dg_answer *answer,
            const struct dg_store_entry *entry, struct dg_str reply)
{
    struct dg_str event = entry->erased ? DG_STR("null") : entry->event;
    struct dg_str amendment = {NULL, 0};
    if (answer->amendment) {
        amendment = dg_arena_printf(&item->arena, ",\"amendment\":%llu",
                                    (unsigned long long) answer->amendment);
    }
    answer->result = dg_arena_printf(
        &item->arena, "{\"event\":%.*s,\"answer\":%.*s%.*s}", DG_STR_ARG(event),
        DG_STR_ARG(reply), DG_STR_ARG(amendment));
}

static void
keep_entry(struct dg_item *item, struct dg_answer *answer,
           const struct dg_store_entry *entry)
{
    struct dg_arena scratch; /* of one entry, decoded */
    struct dg_buf reply;
    dg_buf_init(&reply);
    dg_arena_init(&scratch, item->arena.limit);
    dg_reply_stored(item->flow, &scratch, entry, &reply);
    if (reply.err == DG_OK && answer->kind == DG_ANSWER_LOOKUP) {
        keep_lookup(item, answer, entry,
                    (struct dg_str){reply.data, reply.len});
    } else if (reply.err == DG_OK) {
        answer->result =
            dg_arena_copy(&item->arena, (struct dg_str){reply.data, reply.len});
    }
    if (!answer->result.data) {
        dg_item_say(answer, DG_PROBLEM_INTERNAL,
                    dg_str_from(_("out of memory")));
    }
    dg_arena_finish(&scratch);
    dg_buf_finish(&reply);
    dg_item_weigh(item);
}

static void
handle_fetch(void *ctx, const struct dg_store_entry *entry, enum dg_err err)
{
    struct fetch *fetch = ctx;
    struct dg_item *item = fetch->item;
    if (err == DG_OK) {
        keep_entry(item, fetch->answer, entry);
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
start_fetch(struct dg_item *item, struct dg_answer *answer)
{
    struct fetch *fetch = dg_arena_alloc(&item->arena, sizeof *fetch);
    enum dg_err err = DG_ERR_MEMORY;
    if (fetch) {
        *fetch = (struct fetch){item, answer};
        err = dg_journal_fetch(item->flow->journal, answer->sequence,
                               handle_fetch, fetch);
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
            answer->kind == DG_ANSWER_LOOKUP) {
            start_fetch(item, answer);
        }
    }
    if (item->fetching == 0) {
        dg_reply_run(item);
    }
}

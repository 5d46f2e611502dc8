/* SPDX-License-Identifier: Apache-2.0 */
/* Stage 4, journal: what a message decided is handed to the journal as one
 * write; the message waits, in order, until everything its answers rest on is
 * durable. Also what happens when a commit fails. */
#include "gateway/flow/flow_internal.h"

void
dg_commit_leave(struct dg_item *item)
{
    dg_item_advance(item, DG_STAGE_DURABLE);
    dg_notify_run(item);
    dg_fetch_run(item);
}

/* What is to be erased is gone before anybody is told so. */
static void
leave(struct dg_item *item)
{
    if (!dg_erase_run(item)) {
        dg_commit_leave(item);
    }
}

static void
wait_in_line(struct dg_flow *flow, struct dg_item *item)
{
    item->next = NULL;
    if (flow->last) {
        flow->last->next = item;
    } else {
        flow->first = item;
    }
    flow->last = item;
}

/* Lets go, in order, of everything that has become durable. */
static void
release_durable(struct dg_flow *flow)
{
    uint64_t durable = dg_journal_durable(flow->journal);
    while (flow->first && flow->first->sees <= durable) {
        struct dg_item *item = flow->first;
        flow->first = item->next;
        if (!flow->first) {
            flow->last = NULL;
        }
        leave(item);
    }
}

/* Anything but what was wrong with the event by itself. */
static bool
rests_on_folds(const struct dg_answer *answer)
{
    return answer->kind != DG_ANSWER_PROBLEM ||
           answer->problem == DG_PROBLEM_ID_REUSED ||
           answer->problem == DG_PROBLEM_NOT_FOUND;
}

/* What had a sequence may or may not be there after the next start; what was
 * only read may rest on it. */
static void
disown(struct dg_item *item)
{
    for (size_t i = 0; i < item->message.count; i++) {
        struct dg_answer *answer = &item->answers[i];
        if (answer->kind == DG_ANSWER_DECIDED) {
            dg_item_say(answer, DG_PROBLEM_OUTCOME_UNKNOWN,
                        dg_str_from(_("ask again with the same id")));
        } else if (rests_on_folds(answer)) {
            dg_item_say(answer, DG_PROBLEM_BUSY,
                        dg_str_from(_("the gateway starts again; ask again")));
        }
    }
    dg_item_advance(item, DG_STAGE_DURABLE);
    dg_reply_run(item);
}

/* Whoever runs the flow is told, once, to start again from the journal. */
static void
tell_failure(struct dg_flow *flow)
{
    flow->failed = true;
    if (!flow->failure_told && flow->settings.handle_failure) {
        flow->failure_told = true;
        flow->settings.handle_failure(flow->settings.ctx);
    }
}

void
dg_commit_disown(struct dg_item *item)
{
    struct dg_flow *flow = item->flow;
    disown(item);
    tell_failure(flow);
}

/* The journal keeps each write until it was called back for it, so the line is
 * let go write by write: up to the failed one, and the reads right behind. */
static void
release_failed(struct dg_flow *flow, const struct dg_item *owner)
{
    bool passed = false;
    while (flow->first && !(passed && flow->first->write.count > 0)) {
        struct dg_item *item = flow->first;
        flow->first = item->next;
        passed = passed || item == owner;
        disown(item);
    }
    if (!flow->first) {
        flow->last = NULL;
    }
}

void
dg_commit_run(struct dg_item *item)
{
    struct dg_flow *flow = item->flow;
    bool waits;
    dg_item_advance(item, DG_STAGE_JOURNALED);
    dg_item_weigh(item);
    waits = item->sees > dg_journal_durable(flow->journal);
    if (waits && flow->failed) {
        disown(item);
        tell_failure(flow);
        return;
    }
    if (item->write.count > 0) {
        item->write.owner = item;
        dg_journal_append(flow->journal, &item->write);
    }
    if (waits) {
        wait_in_line(flow, item);
    } else {
        leave(item);
    }
}

void
dg_commit_handle(void *ctx, struct dg_journal_write *write, enum dg_err err)
{
    struct dg_flow *flow = ctx;
    if (err == DG_OK) {
        release_durable(flow);
    } else {
        dg_log(DG_LOG_ERROR, "journal.failed", "sequence=%llu err=\"%s\"",
               (unsigned long long) write->entries[0].sequence,
               dg_err_text(err));
        release_failed(flow, write->owner);
        tell_failure(flow);
    }
    dg_limits_tell(flow);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Stage 1, decode: bytes become a message of events. What cannot be read, or
 * does not fit its schema, gets a problem as its answer and goes no further;
 * whether the sender may say it is decided later. */
#include "gateway/flow/flow_internal.h"

void
dg_decode_run(struct dg_item *item)
{
    struct dg_message *message = &item->message;
    enum dg_err err =
        dg_event_decode(&item->flow->codec, &item->arena, item->text, message);
    if (err == DG_OK && !message->bad) {
        item->answers = dg_arena_alloc(&item->arena,
                                       message->count * sizeof *item->answers);
        err = item->answers ? DG_OK : DG_ERR_MEMORY;
    }
    if (err != DG_OK) {
        *message = (struct dg_message){.bad = true};
        message->problem = DG_PROBLEM_TOO_LARGE;
        message->detail =
            dg_str_from(_("takes more memory than a message may"));
    }
    for (size_t i = 0; !message->bad && i < message->count; i++) {
        const struct dg_event *event = &message->events[i];
        if (event->bad) {
            dg_item_say(&item->answers[i], event->problem, event->detail);
            item->answers[i].pointer = event->pointer;
        }
    }
    dg_item_advance(item, DG_STAGE_DECODED);
}

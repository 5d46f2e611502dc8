/* SPDX-License-Identifier: Apache-2.0 */
/* What erasure does: the folds forget, the bytes go, and nobody is told so
 * before they are gone. The folds stand as a replay would have them, which
 * never sees what was erased. Which entries may be, types/core_erase.c
 * decides. */
#include "gateway/flow/flow_internal.h"

#include <stdlib.h>

static const struct dg_json *
first_number(const struct dg_event *event)
{
    return dg_json_items(event->data, "sequences");
}

/* ---- the folds ---------------------------------------------------------- */

enum dg_err
dg_erase_note(struct dg_flow *flow, const struct dg_folding *f)
{
    const struct dg_event_type *type = f->event ? f->event->kind : NULL;
    bool refused = f->header->verdict == DG_VERDICT_REFUSE;
    enum dg_erasable_kind kind = DG_ERASABLE_STAYS;
    uint64_t upon = 0;
    if (!f->event) {
        kind = DG_ERASABLE_ERASED;
    } else if (type && type->upon && !refused) {
        upon = dg_json_to_number(dg_json_get(f->event->data, type->upon));
        kind = type->erasable ? DG_ERASABLE_UPON : DG_ERASABLE_ALONG;
    } else if (type && type->erasable) {
        kind = DG_ERASABLE_FREE;
    }
    return dg_erasable_add(flow->erasable, kind, upon);
}

enum dg_err
dg_erase_skip(struct dg_flow *flow, const struct dg_header *header)
{
    bool request = dg_str_is(header->type, "dutygate.exemption.request.v1") &&
                   header->verdict < DG_VERDICT_REFUSE;
    enum dg_err err =
        dg_inbox_bury(flow->inbox, header->sequence, header->source, NULL);
    return err == DG_OK && request
               ? dg_matters_bury(flow->matters, header->sequence)
               : err;
}

/* At replay, what is still there was to be erased when the gateway died. */
static enum dg_err
catch_up(struct dg_flow *flow, uint64_t sequence)
{
    uint64_t *late;
    if (!flow->replaying) {
        return DG_OK;
    }
    late = realloc(flow->late, (flow->late_count + 1) * sizeof *late);
    if (!late) {
        return DG_ERR_MEMORY;
    }
    flow->late = late;
    flow->late[flow->late_count++] = sequence;
    return DG_OK;
}

static enum dg_err
forget(struct dg_flow *flow, uint64_t sequence)
{
    enum dg_erasable_kind kind = dg_erasable_kind(flow->erasable, sequence);
    enum dg_err err = DG_OK;
    dg_erasable_erase(flow->erasable, sequence);
    if (kind == DG_ERASABLE_ERASED) {
        return DG_OK;
    }
    dg_known_forget(flow->known, sequence);
    dg_matters_forget(flow->matters, sequence);
    err = dg_inbox_forget(flow->inbox, sequence);
    return err == DG_OK ? catch_up(flow, sequence) : err;
}

enum dg_err
dg_erase_apply(struct dg_flow *flow, const struct dg_folding *f)
{
    enum dg_err err = DG_OK;
    for (const struct dg_json *n = first_number(f->event); n && err == DG_OK;
         n = n->next) {
        err = forget(flow, dg_json_to_number(n));
    }
    return err;
}

/* ---- for the plugins ---------------------------------------------------- */

struct numbers {
    uint64_t *items;
    size_t count, room;
};

static bool
put(struct numbers *numbers, uint64_t number)
{
    if (numbers->count == numbers->room) {
        size_t room = numbers->room ? numbers->room * 2 : 256;
        uint64_t *items = realloc(numbers->items, room * sizeof *items);
        if (!items) {
            return false;
        }
        numbers->items = items;
        numbers->room = room;
    }
    numbers->items[numbers->count++] = number;
    return true;
}

uint64_t *
dg_erase_list(const struct dg_flow *flow, const struct dg_event *event,
              size_t *count)
{
    struct numbers numbers = {NULL, 0, 0};
    bool enough = true;
    for (const struct dg_json *n = first_number(event); n && enough;
         n = n->next) {
        uint64_t sequence = dg_json_to_number(n), occurrence = 0;
        enough = put(&numbers, sequence);
        while (enough && (occurrence = dg_inbox_next_occurrence(
                              flow->inbox, sequence, occurrence)) > 0) {
            enough = put(&numbers, occurrence);
        }
    }
    if (!enough) {
        free(numbers.items);
        return NULL;
    }
    *count = numbers.count;
    return numbers.items;
}

/* ---- the bytes ---------------------------------------------------------- */

bool
dg_erase_is(const struct dg_event *event, enum dg_verdict verdict)
{
    return verdict < DG_VERDICT_DEFER &&
           dg_str_is(event->type, "dutygate.journal.erase.v1");
}

static bool
erases(const struct dg_event *event, const struct dg_answer *answer)
{
    return answer->kind == DG_ANSWER_DECIDED &&
           dg_erase_is(event, answer->verdict);
}

static void
handle_erased(void *ctx, enum dg_err err)
{
    struct dg_item *item = ctx;
    if (err == DG_OK) {
        dg_commit_leave(item);
    } else {
        dg_log(DG_LOG_ERROR, "erase.failed", "err=\"%s\"", dg_err_text(err));
        dg_commit_disown(item);
    }
}

bool
dg_erase_run(struct dg_item *item)
{
    const struct dg_message *message = &item->message;
    uint64_t *sequences;
    size_t count = 0;
    for (size_t i = 0; i < message->count; i++) {
        if (erases(&message->events[i], &item->answers[i])) {
            count += dg_json_get(message->events[i].data, "sequences")->count;
        }
    }
    if (count == 0) {
        return false;
    }
    sequences = dg_arena_alloc(&item->arena, count * sizeof *sequences);
    count = 0;
    for (size_t i = 0; sequences && i < message->count; i++) {
        const struct dg_json *n = erases(&message->events[i], &item->answers[i])
                                      ? first_number(&message->events[i])
                                      : NULL;
        for (; n; n = n->next) {
            sequences[count++] = dg_json_to_number(n);
        }
    }
    item->erasure = (struct dg_journal_erasure){.sequences = sequences,
                                                .count = count,
                                                .handle = handle_erased,
                                                .ctx = item};
    if (sequences) {
        dg_journal_erase(item->flow->journal, &item->erasure);
    } else {
        handle_erased(item, DG_ERR_MEMORY);
    }
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* One message in flight: its memory, the one way it moves, and its answers
 * where they are problems. Arenas of items that left are kept for the next. */
#include "gateway/flow/flow_internal.h"

#include <stdlib.h>

#define ITEM_ARENA_LIMIT (64u << 20)
#define SPARE_MAX 512
#define SPARE_TEXT_MAX (32u << 10) /* an arena keeps its first chunk */

struct dg_item *
dg_item_take(struct dg_flow *flow, struct dg_str text)
{
    struct dg_item *item = flow->spare;
    if (item) {
        struct dg_arena arena = item->arena;
        flow->spare = item->next;
        flow->spare_count--;
        *item = (struct dg_item){.arena = arena};
    } else {
        item = calloc(1, sizeof *item);
        if (!item) {
            return NULL;
        }
        dg_arena_init(&item->arena, ITEM_ARENA_LIMIT);
    }
    item->flow = flow;
    item->taken_ns = uv_hrtime();
    flow->in_flight++;
    item->text = dg_arena_copy(&item->arena, text);
    if (!item->text.data) {
        dg_item_release(item);
        return NULL;
    }
    return item;
}

void
dg_item_release(struct dg_item *item)
{
    struct dg_flow *flow = item->flow;
    flow->in_flight--;
    flow->held -= item->held;
    dg_journal_release(&item->write);
    dg_allow_release(item);
    if (flow->spare_count < SPARE_MAX && item->text.len < SPARE_TEXT_MAX) {
        dg_arena_reset(&item->arena);
        item->next = flow->spare;
        flow->spare = item;
        flow->spare_count++;
    } else {
        dg_arena_finish(&item->arena);
        free(item);
    }
    dg_limits_tell(flow);
    if (flow->in_flight == 0 && flow->handle_empty) {
        flow->handle_empty(flow);
    }
}

/* Only forward: a stage that was passed is never entered again. */
void
dg_item_advance(struct dg_item *item, enum dg_stage stage)
{
    if (stage > item->stage) {
        item->stage = stage;
    }
}

void
dg_item_weigh(struct dg_item *item)
{
    struct dg_flow *flow = item->flow;
    flow->held += item->arena.used - item->held;
    item->held = item->arena.used;
    flow->was_full = flow->was_full || dg_limits_full(flow);
}

void
dg_item_refuse(struct dg_item *item, enum dg_problem_code problem,
               struct dg_str detail)
{
    item->message =
        (struct dg_message){.bad = true, .problem = problem, .detail = detail};
}

void
dg_item_say(struct dg_answer *answer, enum dg_problem_code problem,
            struct dg_str detail)
{
    *answer = (struct dg_answer){
        .kind = DG_ANSWER_PROBLEM, .problem = problem, .detail = detail};
}

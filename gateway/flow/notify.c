/* SPDX-License-Identifier: Apache-2.0 */
/* Stage 6, notify: after commit, a hint for every prefix and code under which
 * an inbox changed, and for every member of a group. Hints may be lost; they
 * say where to look, never what. */
#include "gateway/flow/flow_internal.h"

/* The members of a larger group are told by the prefix they have in common:
 * they are nearly all offices of a county, and each hint is a message. */
#define GROUP_MEMBERS_MAX 256

/* Room in the item's arena for so many hints more. */
static bool
make_room(struct dg_item *item, struct dg_answer *answer, size_t more)
{
    size_t needed = answer->hint_count + more;
    struct dg_division *hints;
    if (needed <= answer->hint_room) {
        return true;
    }
    needed = answer->hint_count ? 2 * needed : needed;
    hints = dg_arena_alloc(&item->arena, needed * sizeof *hints);
    if (!hints) {
        return false;
    }
    if (answer->hint_count) {
        memcpy(hints, answer->hints, answer->hint_count * sizeof *hints);
    }
    answer->hints = hints;
    answer->hint_room = needed;
    return true;
}

/* A hint that finds no memory is lost. */
static void
add_codes(struct dg_flow *flow, const uint64_t *codes, size_t count)
{
    struct dg_answer *answer = flow->change;
    if (count == 0 || !make_room(flow->changing, answer, count)) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        answer->hints[answer->hint_count++] =
            (struct dg_division){codes[i], DG_DIVISION_LEVELS - 1};
    }
}

static void
add_prefix(struct dg_flow *flow, struct dg_division prefix)
{
    struct dg_answer *answer = flow->change;
    if (make_room(flow->changing, answer, 1)) {
        answer->hints[answer->hint_count++] = prefix;
    }
}

/* Codes are sorted: what the first and the last have in common, all have. */
static struct dg_division
common_prefix(const uint64_t *codes, size_t count)
{
    struct dg_division last = {codes[count - 1], DG_DIVISION_LEVELS - 1};
    unsigned level = DG_DIVISION_LEVELS - 1;
    while (level > 0 &&
           !dg_division_contains(dg_division_above(codes[0], level), last)) {
        level--;
    }
    return dg_division_above(codes[0], level);
}

static void
add_group(struct dg_flow *flow, uint32_t group)
{
    size_t count;
    const uint64_t *members =
        dg_roster_group_members(flow->roster, group, &count);
    if (count > GROUP_MEMBERS_MAX) {
        add_prefix(flow, common_prefix(members, count));
    } else {
        add_codes(flow, members, count);
    }
}

void
dg_notify_note(struct dg_flow *flow, const struct dg_audience *audience)
{
    for (size_t i = 0; i < audience->prefix_count; i++) {
        add_prefix(flow, audience->prefixes[i]);
    }
    add_codes(flow, audience->codes, audience->code_count);
    for (size_t i = 0; i < audience->group_count; i++) {
        add_group(flow, audience->groups[i]);
    }
}

void
dg_notify_watch(struct dg_item *item, struct dg_answer *answer)
{
    struct dg_flow *flow = item->flow;
    if (!flow->settings.sink.notify) {
        return;
    }
    flow->changing = item;
    flow->change = answer;
}

void
dg_notify_unwatch(struct dg_flow *flow)
{
    flow->changing = NULL;
    flow->change = NULL;
}

void
dg_notify_run(struct dg_item *item)
{
    const struct dg_sink *sink = &item->flow->settings.sink;
    for (size_t i = 0; i < item->message.count; i++) {
        const struct dg_answer *answer = &item->answers[i];
        if (answer->kind != DG_ANSWER_DECIDED) {
            continue;
        }
        for (size_t j = 0; j < answer->hint_count; j++) {
            sink->notify(sink->ctx, answer->hints[j], answer->entry->sequence);
        }
        item->flow->metrics.counters[DG_COUNTER_HINTS] += answer->hint_count;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what of an export a gateway of its own is told, and when. What
 * gateways say by themselves it says by its own clock, not by the file; but
 * that somebody read a report, which nobody does here. */
#include "gateway/recompute/again.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "gateway/recompute/renumber.h"

#define SECOND_US INT64_C(1000000)
#define STEP_US (60 * SECOND_US) /* of the clock, while nothing happens */
#define TURN 64                  /* events between two looks at the loop */
#define PERIOD_LEN 32

/* One of those the gateway made here, by its own number. */
struct made {
    uint64_t sequence;
    enum dg_verdict verdict;
};

struct telling {
    const struct dg_again *again;
    struct dg_again_counts *counts;
    struct dg_asker *asker;
    struct dg_numbers numbers;
    struct dg_arena arena; /* of one entry */
    struct dg_buf event;   /* as it is told */
    struct made last;      /* the newest entry */
    int64_t ticked_us;
    enum dg_err err;
};

static void
note_entry(void *ctx, const struct dg_header *header)
{
    struct telling *t = ctx;
    t->last = (struct made){header->sequence, header->verdict};
}

/* ---- the clock ------------------------------------------------------------
 */

static void
tick_at(struct telling *t, int64_t now_us)
{
    t->asker->now_us = now_us;
    t->ticked_us = now_us;
    dg_flow_tick(t->asker->flow);
    dg_asker_run(t->asker);
}

/* The next moment at which something may be to be done. */
static int64_t
next_step(struct telling *t)
{
    int64_t step = (t->ticked_us / STEP_US + 1) * STEP_US;
    int64_t wakes = dg_flow_wakes(t->asker->flow);
    int64_t soonest = t->ticked_us + SECOND_US;
    wakes = wakes > soonest ? wakes : soonest;
    return wakes < step ? wakes : step;
}

/* To the time of an entry: once a second at most, as a gateway does. */
static void
run_clock(struct telling *t, int64_t time_us)
{
    if (t->ticked_us == 0) {
        t->ticked_us = time_us;
    }
    for (int64_t step; (step = next_step(t)) < time_us;) {
        tick_at(t, step);
    }
    if (time_us - t->ticked_us >= SECOND_US) {
        tick_at(t, time_us);
    }
    if (time_us > t->asker->now_us) {
        t->asker->now_us = time_us;
    }
}

/* ---- what is told ---------------------------------------------------------
 */

static bool
is_assignment(const struct dg_header *header)
{
    return dg_str_is(header->type, "dutygate.task.publish.v1") ||
           dg_str_is(header->type, "dutygate.task.amend.v1") ||
           dg_str_is(header->type, "dutygate.task.forward.v1");
}

static void
compare(struct telling *t, const struct dg_header *header,
        enum dg_verdict verdict)
{
    bool was = header->verdict < DG_VERDICT_REFUSE;
    bool is = verdict < DG_VERDICT_REFUSE;
    if (is_assignment(header) && was != is) {
        t->counts->refused_now += was;
        t->counts->admitted_now += is;
    }
}

static void
tell(struct telling *t, const struct dg_header *header, struct dg_str was,
     struct dg_renumbered *became)
{
    struct dg_str event = {t->event.data, t->event.len};
    uint64_t before = t->last.sequence;
    dg_asker_submit(t->asker, event);
    if (t->last.sequence == before) {
        t->counts->unfit++;
        return;
    }
    t->counts->decided++;
    became->now = t->last.sequence;
    became->is = t->last.verdict;
    compare(t, header, became->is);
    if (is_assignment(header)) {
        t->err = dg_numbers_note(&t->numbers, was, event);
    }
}

/* The refused attempt that an entry says it goes on with; 0: none. */
static uint64_t
find_refused(const struct dg_header *header)
{
    for (size_t i = 0; i < header->effect_count; i++) {
        const struct dg_effect *e = &header->effects[i];
        uint64_t number;
        if (e->kind == DG_EFFECT_ASK && dg_str_is(e->dimension, "about") &&
            dg_str_is(e->cause, "again") && e->pointer.len > 1 &&
            dg_str_to_u64(
                (struct dg_str){e->pointer.data + 1, e->pointer.len - 1},
                &number) == DG_OK) {
            return number;
        }
    }
    return 0;
}

/* It was asked anew because of a refusal that is none this time: what is said
 * of it is said of the first. */
static bool
is_repeated(const struct telling *t, const struct dg_header *header,
            struct dg_renumbered *became)
{
    const struct dg_renumbered *first =
        dg_numbers_of(&t->numbers, find_refused(header));
    if (!first || first->now == 0 || first->was != DG_VERDICT_REFUSE ||
        first->is == DG_VERDICT_REFUSE) {
        return false;
    }
    became->now = first->now;
    became->is = first->is;
    became->other = true;
    return true;
}

/* What is said of an attempt that was not made is said of the one that stands
 * for it; but not how that is to be changed or handed on, which it does not
 * fit.
 */
static void
tell_rest(struct telling *t, const struct dg_header *header,
          const struct dg_store_entry *entry, const struct dg_json *event,
          struct dg_renumbered *became)
{
    enum dg_named named =
        dg_numbers_rewrite(&t->numbers, entry->event, event, &t->event);
    t->err = t->event.err;
    if (named == DG_NAMED_NONE && header->verdict < DG_VERDICT_REFUSE) {
        t->counts->resting++;
    } else if (named == DG_NAMED_OTHER && is_assignment(header)) {
        t->counts->repeated++;
    } else if (t->err == DG_OK) {
        tell(t, header, entry->event, became);
    }
}

static void
tell_event(struct telling *t, const struct dg_header *header,
           const struct dg_store_entry *entry, struct dg_renumbered *became)
{
    const struct dg_sheet *sheet = t->again->sheet;
    const struct dg_json *event;
    struct dg_json_error error;
    t->err = dg_json_parse(&t->arena, entry->event, &event, &error);
    if (t->err != DG_OK) {
        return;
    }
    if (sheet && header->sequence == sheet->first) {
        t->err = dg_asker_say(t->asker, sheet->event);
        became->now = t->last.sequence;
        t->counts->decided++;
    } else if (sheet && dg_sheet_replaces(sheet, event)) {
        return;
    } else if (is_repeated(t, header, became)) {
        t->counts->repeated++;
    } else {
        tell_rest(t, header, entry, event, became);
    }
}

/* ---- what the gateway said by itself --------------------------------------
 */

/* The occurrence that was opened here, if it was. */
static void
find_occurrence(struct telling *t, struct dg_str source,
                const struct dg_json *event, struct dg_renumbered *became)
{
    const struct dg_json *data = dg_json_get(event, "data");
    const struct dg_renumbered *task = dg_numbers_of(
        &t->numbers, dg_json_to_number(dg_json_get(data, "task")));
    struct dg_str period = dg_json_get_str(data, "period");
    char id[sizeof "task.occur//" + 20 + PERIOD_LEN];
    if (task && task->now > 0 && period.len <= PERIOD_LEN) {
        snprintf(id, sizeof id, "task.occur/%" PRIu64 "/%.*s", task->now,
                 DG_STR_ARG(period));
        became->now = dg_flow_find(t->asker->flow, source, dg_str_from(id));
    }
}

static void
hear_gateway(struct telling *t, const struct dg_header *header,
             const struct dg_store_entry *entry, struct dg_renumbered *became)
{
    const struct dg_json *event;
    struct dg_json_error error;
    bool occurs = dg_str_is(header->type, "dutygate.task.occur.v1");
    if (!entry->event.data ||
        (!occurs && !dg_str_is(header->type, "dutygate.report.fetch.v1"))) {
        return;
    }
    t->err = dg_json_parse(&t->arena, entry->event, &event, &error);
    if (t->err == DG_OK && occurs) {
        find_occurrence(t, header->source, event, became);
    } else if (t->err == DG_OK &&
               dg_numbers_rewrite(&t->numbers, entry->event, event, &t->event) <
                   DG_NAMED_NONE) {
        dg_flow_submit_own(t->asker->flow,
                           (struct dg_str){t->event.data, t->event.len});
    }
}

/* ---- all ------------------------------------------------------------------
 */

/* Erasures are not told: what is gone is not there, the rest may stay. */
static void
take_entry(struct telling *t, const struct dg_store_entry *entry)
{
    struct dg_header header;
    struct dg_renumbered became = {.now = 0, .is = DG_VERDICT_NOTE};
    dg_arena_reset(&t->arena);
    t->err = dg_header_decode(entry->header, &t->arena, &header);
    if (t->err != DG_OK) {
        return;
    }
    run_clock(t, entry->time_us);
    became.was = header.verdict;
    if (dg_str_starts_with(header.source, "gateway/")) {
        hear_gateway(t, &header, entry, &became);
    } else if (!entry->event.data) {
        t->counts->withheld++;
    } else if (!dg_str_is(header.type, "dutygate.journal.erase.v1")) {
        tell_event(t, &header, entry, &became);
    }
    became.upto = t->last.sequence;
    if (t->err == DG_OK) {
        t->err = dg_numbers_add(&t->numbers, became);
    }
    if (entry->sequence % TURN == 0) {
        dg_asker_run(t->asker);
        if (t->again->progress) {
            t->again->progress(t->again->ctx, entry->sequence);
        }
    }
}

static enum dg_err
take_all(struct telling *t)
{
    struct dg_store_cursor *cursor;
    struct dg_store_entry entry;
    uint64_t sequence;
    enum dg_err err = dg_store_cursor_open(t->again->store, 1, &cursor);
    if (err != DG_OK) {
        return err;
    }
    while (t->err == DG_OK && !t->asker->failed &&
           (err = dg_store_cursor_next(cursor, &entry, &sequence)) == DG_OK) {
        take_entry(t, &entry);
    }
    dg_store_cursor_close(cursor);
    if (t->err != DG_OK) {
        return t->err;
    }
    return t->asker->failed       ? DG_ERR_MEMORY
           : err == DG_ERR_ABSENT ? DG_OK
                                  : err;
}

enum dg_err
dg_again_run(const struct dg_again *again, struct dg_again_counts *counts)
{
    struct telling t = {
        .again = again, .counts = counts, .asker = again->asker};
    *counts = (struct dg_again_counts){.decided = 0};
    dg_arena_init(&t.arena, SIZE_MAX);
    dg_buf_init(&t.event);
    again->asker->handle_entry = note_entry;
    again->asker->ctx = &t;
    enum dg_err err = take_all(&t);
    again->asker->handle_entry = NULL;
    dg_buf_finish(&t.event);
    dg_arena_finish(&t.arena);
    dg_numbers_finish(&t.numbers);
    return err;
}

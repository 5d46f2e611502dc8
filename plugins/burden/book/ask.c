/* SPDX-License-Identifier: Apache-2.0 */
/* An entry that asks: which ask it belongs to, and what stands after it. What
 * it asks, attempt.c reads. */
#include "plugins/burden/book/attempt.h"

#include <stdlib.h>

/* ---- states -------------------------------------------------------------- */

static const char *const states[] = {
    [DG_STATE_WAITING] = "waiting",     [DG_STATE_OPEN] = "open",
    [DG_STATE_RECURRING] = "recurring", [DG_STATE_EXPIRED] = "expired",
    [DG_STATE_WITHDRAWN] = "withdrawn", [DG_STATE_LAPSED] = "lapsed",
    [DG_STATE_DECLINED] = "declined",   [DG_STATE_REFUSED] = "refused",
};

const char *
dg_state_name(enum dg_state state)
{
    return states[state];
}

bool
dg_state_find(struct dg_plugin_str name, enum dg_state *state)
{
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        if (dg_text_is(name, states[i])) {
            *state = (enum dg_state) i;
            return true;
        }
    }
    return false;
}

/* ---- finding ------------------------------------------------------------- */

struct dg_attempt *
dg_attempt_find(const struct dg_book *book, uint64_t sequence)
{
    uint32_t low = 0, high = book->attempt_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (book->attempts[middle].sequence < sequence) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < book->attempt_count && book->attempts[low].sequence == sequence
               ? &book->attempts[low]
               : NULL;
}

struct dg_task *
dg_task_find(const struct dg_book *book, uint64_t sequence)
{
    const struct dg_attempt *attempt = dg_attempt_find(book, sequence);
    return attempt && !attempt->amends ? &book->tasks[attempt->task] : NULL;
}

struct dg_task *
dg_ask_current(const struct dg_book *book, const struct dg_ask *ask)
{
    struct dg_task *current = &book->tasks[ask->last_task];
    for (uint32_t i = ask->task; i != DG_NONE; i = book->tasks[i].next) {
        if (book->tasks[i].content_count > 0) {
            current = &book->tasks[i];
        }
    }
    return current;
}

/* ---- making -------------------------------------------------------------- */

/* DG_NONE without memory. */
static uint32_t
add_task(struct dg_book *book, const struct dg_reading *r)
{
    struct dg_task task = {.attempt = book->attempt_count,
                           .next = DG_NONE,
                           .of = DG_NONE,
                           .sibling = DG_NONE,
                           .latest = DG_NONE,
                           .known = r->known,
                           .state = DG_STATE_WAITING};
    if (!dg_room(&book->tasks, book->task_count, &book->task_room,
                 sizeof task)) {
        return DG_NONE;
    }
    if (r->of) {
        struct dg_task *of = &book->tasks[r->of->task];
        task.of = r->of->task;
        task.sibling = of->latest;
        of->latest = book->task_count;
    }
    book->tasks[book->task_count] = task;
    return book->task_count++;
}

/* The largest that was refused at its task before it: an occurrence asks that
 * much less. */
static void
look_before(const struct dg_book *book, const struct dg_reading *r,
            struct dg_ask *ask)
{
    const struct dg_ask *of = &book->asks[r->of->ask];
    dg_hundredths most = 0;
    for (uint32_t i = of->attempt; i != DG_NONE; i = book->attempts[i].next) {
        const struct dg_attempt *attempt = &book->attempts[i];
        dg_hundredths minutes;
        if (attempt->outcome != DG_OUTCOME_REFUSED) {
            continue;
        }
        minutes = dg_sheet_minutes(book->places, book->tariffs, attempt->sheet,
                                   of->tariff) *
                  (attempt->periods ? attempt->periods : 1);
        if (minutes > most) {
            most = minutes;
            ask->before = i;
            ask->scale_by = attempt->periods ? attempt->periods : 1;
        }
    }
    ask->scale_of = r->content && r->content->periods ? r->content->periods : 1;
}

static uint32_t
add_ask(struct dg_book *book, const struct dg_reading *r)
{
    struct dg_ask ask = {.first = r->header->sequence,
                         .time_us = r->header->time_us,
                         .source = r->source,
                         .duty = r->duty,
                         .period = r->period,
                         .level = r->level,
                         .month = r->attempt.month,
                         .tariff = r->attempt.tariff,
                         .rebound = r->rebound,
                         .ancestor = r->ancestor,
                         .attempt = DG_NONE,
                         .task = DG_NONE,
                         .before_idle = DG_NONE,
                         .after_idle = DG_NONE,
                         .before = DG_NONE};
    if (!dg_room(&book->asks, book->ask_count, &book->ask_room, sizeof ask)) {
        return DG_NONE;
    }
    if (r->of) {
        look_before(book, r, &ask);
    }
    ask.key = dg_chain_take(book, &ask);
    book->asks[book->ask_count] = ask;
    return ask.key == DG_NONE ? DG_NONE : book->ask_count++;
}

/* At the end of an ask. */
static void
append(struct dg_book *book, uint32_t attempt, bool task)
{
    struct dg_attempt *a = &book->attempts[attempt];
    struct dg_ask *ask = &book->asks[a->ask];
    if (ask->attempt == DG_NONE) {
        ask->attempt = attempt;
    } else {
        book->attempts[ask->last].next = attempt;
    }
    ask->last = attempt;
    ask->attempts++;
    if (!task) {
        return;
    }
    if (ask->task == DG_NONE) {
        ask->task = a->task;
    } else {
        book->tasks[ask->last_task].next = a->task;
    }
    ask->last_task = a->task;
}

/* ---- what stands --------------------------------------------------------- */

/* Whose report is there already need not send one. */
static bool
know(struct dg_book *book, struct dg_task *task, uint32_t place)
{
    uint32_t known = dg_place_and(book->places, task->known, place);
    const roaring_bitmap_t *set;
    if (known == DG_PLACE_NONE || known == DG_PLACE_NOWHERE) {
        return known == DG_PLACE_NOWHERE;
    }
    set = dg_place_set(book->places, known);
    task->reported = task->reported ? task->reported : roaring_bitmap_create();
    task->ontime = task->ontime ? task->ontime : roaring_bitmap_create();
    if (!task->reported || !task->ontime) {
        return false;
    }
    roaring_bitmap_or_inplace(task->reported, set);
    roaring_bitmap_or_inplace(task->ontime, set);
    return true;
}

bool
dg_task_stand(struct dg_book *book, struct dg_task *task,
              struct dg_content content)
{
    struct dg_content *contents =
        realloc(task->contents, (task->content_count + 1) * sizeof *contents);
    if (!contents) {
        return false;
    }
    task->contents = contents;
    if (content.kept == DG_NONE) {
        content.kept = task->acted && task->content_count > 0
                           ? dg_place_take(book->places, task->acted)
                           : DG_PLACE_NOWHERE;
    }
    if (content.kept == DG_PLACE_NONE) {
        return false;
    }
    contents[task->content_count++] = content;
    if (task->state == DG_STATE_WAITING) {
        task->state = book->attempts[task->attempt].periods ? DG_STATE_RECURRING
                                                            : DG_STATE_OPEN;
    }
    return know(book, task, content.place) &&
           dg_ask_evaluate(book, dg_ask_of(book, task));
}

static bool
stand_by(struct dg_book *book, struct dg_attempt *attempt)
{
    return dg_task_stand(book, &book->tasks[attempt->task],
                         (struct dg_content){attempt - book->attempts,
                                             attempt->sheet->place, DG_NONE,
                                             attempt->statute});
}

/* ---- how it was decided -------------------------------------------------- */

static bool
count_settled(struct dg_book *book, const struct dg_attempt *attempt)
{
    const struct dg_ask *ask = &book->asks[attempt->ask];
    struct dg_tally *tally =
        attempt->occurs ? NULL : dg_tally_of(book, ask, attempt->month);
    if (!tally) {
        return attempt->occurs;
    }
    if (attempt->outcome == DG_OUTCOME_REFUSED) {
        tally->refused++;
    } else if (attempt->outcome == DG_OUTCOME_STOOD) {
        tally->admitted++;
        tally->urgent += attempt->urgent;
        tally->lifesafety += attempt->lifesafety;
        tally->once += attempt->periods == 0;
    }
    return true;
}

static bool
count_decided(struct dg_book *book, const struct dg_attempt *attempt)
{
    struct dg_tally *tally;
    if (attempt->occurs) {
        return true;
    }
    tally = dg_tally_of(book, &book->asks[attempt->ask], attempt->month);
    if (!tally) {
        return false;
    }
    tally->decided++;
    tally->deferred += attempt->deferred;
    return true;
}

bool
dg_attempt_settle(struct dg_book *book, struct dg_attempt *attempt,
                  enum dg_outcome outcome, struct dg_plugin_str how)
{
    bool refused = outcome == DG_OUTCOME_REFUSED;
    if (attempt->outcome != DG_OUTCOME_WAITS) {
        return true;
    }
    attempt->outcome = (uint8_t) outcome;
    book->asks[attempt->ask].refused += refused;
    if (outcome != DG_OUTCOME_STOOD) {
        attempt->cause = dg_cause_take(
            book, how, refused ? DG_FATE_REFUSED : DG_FATE_OUTSIDE,
            refused ? DG_PLUGIN_EFFECT_REFUSE : DG_PLUGIN_EFFECT_ASK);
        if (attempt->cause == DG_CAUSE_FAILED) {
            return false;
        }
    }
    return count_settled(book, attempt);
}

/* ---- an entry that asks -------------------------------------------------- */

static bool
place_attempt(struct dg_book *book, const struct dg_reading *r,
              struct dg_attempt *attempt)
{
    if (r->amends) {
        attempt->task = r->amends->task;
        attempt->ask = r->amends->ask;
        return true;
    }
    attempt->ask = r->again ? r->again->ask : add_ask(book, r);
    if (attempt->ask == DG_NONE) {
        return false;
    }
    attempt->task = add_task(book, r);
    return attempt->task != DG_NONE;
}

/* It was decided at once, unless it waits. */
static bool
decide(struct dg_book *book, const struct dg_reading *r,
       struct dg_attempt *attempt)
{
    struct dg_task *task = &book->tasks[attempt->task];
    bool refused = r->header->verdict == DG_PLUGIN_REFUSE;
    if (!count_decided(book, attempt)) {
        return false;
    }
    if (refused || r->header->verdict == DG_PLUGIN_DEFER) {
        book->asks[attempt->ask].refused += refused;
        attempt->outcome = refused ? DG_OUTCOME_REFUSED : DG_OUTCOME_WAITS;
        if (refused && !attempt->amends) {
            task->state = DG_STATE_REFUSED;
        }
        return (!refused || count_settled(book, attempt)) &&
               dg_ask_evaluate(book, &book->asks[attempt->ask]);
    }
    attempt->outcome = DG_OUTCOME_STOOD;
    return count_settled(book, attempt) && stand_by(book, attempt);
}

enum dg_plugin_status
dg_attempt_add(struct dg_book *book, const struct dg_plugin_header *header)
{
    struct dg_reading r;
    struct dg_attempt attempt;
    if (!dg_room(&book->attempts, book->attempt_count, &book->attempt_room,
                 sizeof attempt)) {
        return DG_PLUGIN_FAILED;
    }
    if (!dg_reading_read(book, header, &r)) {
        return DG_PLUGIN_FAILED;
    }
    if (r.ignored) {
        return DG_PLUGIN_OK;
    }
    attempt = r.attempt;
    if (!place_attempt(book, &r, &attempt)) {
        dg_sheet_drop(attempt.sheet);
        dg_asked_destroy(attempt.asked);
        return DG_PLUGIN_FAILED;
    }
    book->attempts[book->attempt_count] = attempt;
    append(book, book->attempt_count, !attempt.amends);
    return decide(book, &r, &book->attempts[book->attempt_count++])
               ? DG_PLUGIN_OK
               : DG_PLUGIN_FAILED;
}

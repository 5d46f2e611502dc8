/* SPDX-License-Identifier: Apache-2.0 */
/* The fold: which entries and which changes of tasks mean what. */
#include "plugins/burden/book/evaluate.h"

#include <stdlib.h>

_Static_assert(DG_PLACE_MAX < 1u << DG_TARIFF_OFFICES_BITS,
               "no place has more offices");
_Static_assert(DG_TARIFF_MINUTES_BITS + DG_TARIFF_QUANTITY_BITS +
                       DG_TARIFF_PERIODS_BITS + DG_TARIFF_OFFICES_BITS +
                       DG_TARIFF_ENTRIES_BITS <
                   127,
               "no sum of hundredths overflows");
_Static_assert(DG_TARIFF_QUANTITY_BITS + DG_TARIFF_PERIODS_BITS +
                       DG_TARIFF_ENTRIES_BITS <
                   64,
               "no cell overflows");

/* ---- life ---------------------------------------------------------------- */

struct dg_book *
dg_book_create(const struct dg_plugin_host *host, struct dg_places *places,
               struct dg_tariffs *tariffs)
{
    struct dg_book *book = calloc(1, sizeof *book);
    if (!book) {
        return NULL;
    }
    book->host = host;
    book->places = places;
    book->tariffs = tariffs;
    if (dg_causes_create(book)) {
        book->evaluation = dg_evaluation_create(book);
    }
    if (!book->evaluation) {
        dg_book_destroy(book);
        return NULL;
    }
    return book;
}

static void
drop_set(roaring_bitmap_t *set)
{
    if (set) {
        roaring_bitmap_free(set);
    }
}

static void
drop_records(struct dg_book *book)
{
    for (uint32_t i = 0; i < book->attempt_count; i++) {
        dg_sheet_drop(book->attempts[i].sheet);
        dg_asked_destroy(book->attempts[i].asked);
    }
    for (uint32_t i = 0; i < book->task_count; i++) {
        free(book->tasks[i].contents);
        drop_set(book->tasks[i].acted);
        drop_set(book->tasks[i].reported);
        drop_set(book->tasks[i].ontime);
    }
    for (uint32_t i = 0; i < book->ask_count; i++) {
        free(book->asks[i].shares);
    }
}

void
dg_book_destroy(struct dg_book *book)
{
    if (!book) {
        return;
    }
    drop_records(book);
    free(book->attempts);
    free(book->tasks);
    free(book->asks);
    free(book->keys);
    free(book->cells);
    free(book->tallies);
    free(book->strays);
    free(book->causes);
    dg_table_finish(&book->key_table);
    dg_table_finish(&book->cell_table);
    dg_table_finish(&book->tally_table);
    dg_words_finish(&book->names);
    dg_words_finish(&book->causes_text);
    dg_builder_finish(&book->builder);
    dg_evaluation_destroy(book->evaluation);
    free(book);
}

/* ---- headers ------------------------------------------------------------- */

static bool
says(const char *text, const char *literal)
{
    return text && strcmp(text, literal) == 0;
}

static void
count_entry(struct dg_book *book)
{
    book->first = book->first ? book->first : book->now;
    book->last = book->now;
}

/* What was said, of an entry that asks nothing itself. */
static enum dg_plugin_status
take_answers(struct dg_book *book, const struct dg_plugin_header *header)
{
    enum dg_plugin_status status = DG_PLUGIN_OK;
    for (size_t i = 0; i < header->effect_count && status == DG_PLUGIN_OK;
         i++) {
        const struct dg_plugin_effect *fact = &header->effects[i];
        if (says(fact->dimension, "sealed")) {
            status = dg_seal_take(book, fact);
        } else if (fact->kind == DG_PLUGIN_EFFECT_ANSWER) {
            status = dg_answer_take(book, header, fact);
        }
    }
    return status;
}

/* Notes what else its facts say; true if it asks. */
static bool
look_over(struct dg_book *book, const struct dg_plugin_header *header)
{
    bool asks = false, counts = false;
    for (size_t i = 0; i < header->effect_count; i++) {
        const struct dg_plugin_effect *fact = &header->effects[i];
        if (fact->kind == DG_PLUGIN_EFFECT_ASK) {
            asks |= says(fact->dimension, "task") ||
                    says(fact->dimension, "recurring");
            book->statute |=
                says(fact->dimension, "about") && says(fact->cause, "statute");
        }
        counts |= fact->kind >= DG_PLUGIN_EFFECT_ASK;
    }
    if (counts) {
        count_entry(book);
    }
    return asks;
}

enum dg_plugin_status
dg_book_header(struct dg_book *book, const struct dg_plugin_header *header)
{
    bool taken =
        header->verdict == DG_PLUGIN_NOTE || header->verdict == DG_PLUGIN_STRIP;
    book->now = header->sequence;
    book->statute = false;
    book->sealing = DG_NONE;
    if (dg_text_is(header->type, "dutygate.roster.publish.v1")) {
        dg_places_forget_roster(book->places);
    }
    if (look_over(book, header)) {
        return dg_attempt_add(book, header);
    }
    return taken ? take_answers(book, header) : DG_PLUGIN_OK;
}

/* ---- tasks --------------------------------------------------------------- */

struct runs {
    roaring_bitmap_t *set;
};

static void
add_run(void *ctx, uint32_t first, uint32_t count)
{
    struct runs *runs = ctx;
    roaring_bitmap_add_range_closed(runs->set, first, first + (count - 1));
}

static void
remove_run(void *ctx, uint32_t first, uint32_t count)
{
    struct runs *runs = ctx;
    roaring_bitmap_remove_range_closed(runs->set, first, first + (count - 1));
}

/* NONE without memory. */
static uint32_t
place_of(struct dg_book *book, const struct dg_plugin_audience *audience)
{
    struct runs runs = {roaring_bitmap_create()};
    uint32_t place = DG_PLACE_NONE;
    if (!runs.set) {
        return DG_PLACE_NONE;
    }
    if (book->host->audience_runs(audience, add_run, remove_run, &runs)) {
        place = dg_place_take(book->places, runs.set);
    }
    roaring_bitmap_free(runs.set);
    return place;
}

/* An open occurrence goes to fewer, and reads as before. */
static bool
narrow(struct dg_book *book, struct dg_task *task,
       const struct dg_plugin_task *change)
{
    const struct dg_content *last = &task->contents[task->content_count - 1];
    uint32_t place = place_of(book, change->audience);
    if (place == DG_PLACE_NONE || place == last->place) {
        return place != DG_PLACE_NONE;
    }
    return dg_task_stand(
        book, task,
        (struct dg_content){last->attempt, place, DG_NONE, book->statute});
}

/* It stands, by an entry that asks: its own, or an amendment. */
static bool
stand(struct dg_book *book, struct dg_task *task, uint64_t content)
{
    struct dg_attempt *attempt = dg_attempt_find(book, content);
    uint32_t number;
    if (!attempt || attempt->task != book->attempts[task->attempt].task) {
        attempt = &book->attempts[task->attempt];
    }
    number = (uint32_t) (attempt - book->attempts);
    if (task->content_count > 0 &&
        task->contents[task->content_count - 1].attempt == number) {
        return true;
    }
    return dg_attempt_settle(book, attempt, DG_OUTCOME_STOOD,
                             dg_text_from("")) &&
           dg_task_stand(book, task,
                         (struct dg_content){number, attempt->sheet->place,
                                             DG_NONE, attempt->statute});
}

/* Sets that will hardly grow any more. */
static void
tighten(roaring_bitmap_t *set)
{
    if (set) {
        roaring_bitmap_run_optimize(set);
        roaring_bitmap_shrink_to_fit(set);
    }
}

static bool
end(struct dg_book *book, struct dg_task *task, struct dg_plugin_str how)
{
    struct dg_attempt *attempt = &book->attempts[task->attempt];
    enum dg_state state;
    if (!dg_state_find(how, &state)) {
        return true; /* erased: what remains was sealed */
    }
    task->state = state;
    tighten(task->acted);
    tighten(task->reported);
    tighten(task->ontime);
    return dg_attempt_settle(book, attempt,
                             state == DG_STATE_REFUSED ? DG_OUTCOME_REFUSED
                                                       : DG_OUTCOME_DROPPED,
                             how) &&
           dg_ask_evaluate(book, dg_ask_of(book, task));
}

/* An amendment that had waited comes to nothing. */
static bool
drop(struct dg_book *book, struct dg_attempt *attempt, struct dg_plugin_str how)
{
    bool refused = dg_text_is(how, "refused");
    enum dg_state state;
    return !dg_state_find(how, &state) ||
           (dg_attempt_settle(book, attempt,
                              refused ? DG_OUTCOME_REFUSED : DG_OUTCOME_DROPPED,
                              how) &&
            dg_ask_evaluate(book, &book->asks[attempt->ask]));
}

static bool
change_task(struct dg_book *book, struct dg_task *task,
            const struct dg_plugin_task *change)
{
    struct dg_ask *ask = dg_ask_of(book, task);
    if (change->change == DG_PLUGIN_TASK_ENDED ||
        change->change == DG_PLUGIN_TASK_DROPPED) {
        return end(book, task, change->end);
    }
    if (ask->task == book->attempts[task->attempt].task && ask->due_us == 0) {
        ask->due_us = change->due_us;
    }
    if (change->of && task->content_count > 0) {
        return change->change == DG_PLUGIN_TASK_OPENED ||
               narrow(book, task, change);
    }
    return stand(book, task, change->content);
}

enum dg_plugin_status
dg_book_task(struct dg_book *book, const struct dg_plugin_task *change)
{
    struct dg_attempt *attempt = dg_attempt_find(book, change->task);
    bool done;
    if (!attempt) {
        return DG_PLUGIN_OK;
    }
    count_entry(book);
    if (attempt->amends) {
        done = change->change != DG_PLUGIN_TASK_DROPPED ||
               drop(book, attempt, change->end);
    } else {
        done = change_task(book, &book->tasks[attempt->task], change);
    }
    return done ? DG_PLUGIN_OK : DG_PLUGIN_FAILED;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What the hook task told of a task before it was erased, put into facts, and
 * taken from them: a replay that is told nothing of it comes to the same. */
#include "plugins/burden/book/inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define SEALED "sealed"
#define CONTENT "content"
#define CONTENT_STATUTE "content-statute"
#define KEPT "kept"

/* ---- giving -------------------------------------------------------------- */

struct giving {
    const struct dg_book *book;
    void (*each)(void *ctx, const struct dg_plugin_effect *fact);
    void *ctx;
    bool failed;
};

static void
give(struct giving *g, uint64_t task, uint64_t content,
     struct dg_plugin_effect fact)
{
    char pointer[48];
    snprintf(pointer, sizeof pointer, "/%" PRIu64 "/%" PRIu64, task, content);
    fact.kind = DG_PLUGIN_EFFECT_ANSWER;
    fact.dimension = SEALED;
    fact.pointer = dg_text_from(pointer);
    g->each(g->ctx, &fact);
}

/* With a place that is no recipient's only. */
static void
give_place(struct giving *g, uint64_t task, uint64_t content, const char *cause,
           uint32_t place)
{
    const struct dg_places *places = g->book->places;
    struct dg_plugin_str text;
    if (!dg_place_text(places, place, &text)) {
        g->failed = true;
        return;
    }
    give(g, task, content,
         (struct dg_plugin_effect){.quantity = 1,
                                   .offices = dg_place_count(places, place),
                                   .cause = cause,
                                   .place = text});
    g->book->host->release((void *) (uintptr_t) text.data);
}

static void
give_amendments(struct giving *g, const struct dg_task *task)
{
    const struct dg_book *book = g->book;
    uint32_t number = book->attempts[task->attempt].task;
    const struct dg_ask *ask = dg_ask_of(book, task);
    for (uint32_t i = ask->attempt; i != DG_NONE; i = book->attempts[i].next) {
        const struct dg_attempt *attempt = &book->attempts[i];
        if (attempt->amends && attempt->deferred && attempt->task == number &&
            attempt->outcome >= DG_OUTCOME_REFUSED) {
            give(g, attempt->sequence, attempt->sequence,
                 (struct dg_plugin_effect){
                     .quantity = 1,
                     .cause = book->causes[attempt->cause].code.data});
        }
    }
}

static void
give_task(struct giving *g, const struct dg_task *task)
{
    const struct dg_book *book = g->book;
    uint64_t sequence = book->attempts[task->attempt].sequence;
    uint64_t content = sequence;
    for (uint32_t i = 0; i < task->content_count; i++) {
        const struct dg_content *c = &task->contents[i];
        content = book->attempts[c->attempt].sequence;
        give_place(g, sequence, content, c->statute ? CONTENT_STATUTE : CONTENT,
                   c->place);
        if (c->kept != DG_PLACE_NOWHERE) {
            give_place(g, sequence, content, KEPT, c->kept);
        }
    }
    give_amendments(g, task);
    give(g, sequence, content,
         (struct dg_plugin_effect){.quantity =
                                       (uint64_t) dg_ask_of(book, task)->due_us,
                                   .cause = dg_state_name(task->state)});
}

bool
dg_book_each_sealed(const struct dg_book *book, uint64_t erased,
                    void (*each)(void *ctx,
                                 const struct dg_plugin_effect *fact),
                    void *ctx)
{
    const struct dg_attempt *attempt = dg_attempt_find(book, erased);
    struct giving g = {book, each, ctx, false};
    const struct dg_task *task;
    if (!attempt) {
        return true;
    }
    task = &book->tasks[attempt->task];
    give_task(&g, task);
    for (uint32_t i = task->latest; i != DG_NONE && !attempt->amends;
         i = book->tasks[i].sibling) {
        give_task(&g, &book->tasks[i]);
    }
    return !g.failed;
}

/* ---- taking -------------------------------------------------------------- */

/* Contents come from the first on. */
static bool
take_content(struct dg_book *book, struct dg_task *task, uint64_t content,
             const struct dg_plugin_effect *fact)
{
    struct dg_attempt *attempt = dg_attempt_find(book, content);
    uint32_t number = book->attempts[task->attempt].task;
    struct dg_content *contents;
    if (book->sealing != number) {
        task->content_count = 0;
        book->sealing = number;
    }
    contents =
        realloc(task->contents, (task->content_count + 1) * sizeof *contents);
    if (!contents) {
        return false;
    }
    task->contents = contents;
    if (!attempt || attempt->task != number) {
        return true;
    }
    contents[task->content_count] = (struct dg_content){
        .attempt = (uint32_t) (attempt - book->attempts),
        .place = dg_place_read(book->places, fact->place),
        .statute = strcmp(fact->cause, CONTENT_STATUTE) == 0,
    };
    return contents[task->content_count++].place != DG_PLACE_NONE &&
           dg_attempt_settle(book, attempt, DG_OUTCOME_STOOD, dg_text_from(""));
}

static bool
take_kept(struct dg_book *book, struct dg_task *task,
          const struct dg_plugin_effect *fact)
{
    struct dg_content *last;
    if (task->content_count == 0) {
        return true;
    }
    last = &task->contents[task->content_count - 1];
    last->kept = dg_place_read(book->places, fact->place);
    return last->kept != DG_PLACE_NONE;
}

static enum dg_outcome
outcome_of(enum dg_state state)
{
    return state == DG_STATE_REFUSED ? DG_OUTCOME_REFUSED : DG_OUTCOME_DROPPED;
}

static bool
take_state(struct dg_book *book, struct dg_task *task,
           const struct dg_plugin_effect *fact)
{
    struct dg_attempt *attempt = &book->attempts[task->attempt];
    struct dg_ask *ask = dg_ask_of(book, task);
    enum dg_state state;
    if (!dg_state_find(dg_text_from(fact->cause), &state)) {
        return true;
    }
    task->state = (uint8_t) state;
    ask->due_us = (int64_t) fact->quantity;
    if (state != DG_STATE_WAITING &&
        !dg_attempt_settle(book, attempt, outcome_of(state),
                           dg_text_from(fact->cause))) {
        return false;
    }
    return dg_ask_evaluate(book, ask);
}

enum dg_plugin_status
dg_seal_take(struct dg_book *book, const struct dg_plugin_effect *fact)
{
    uint64_t number, content;
    struct dg_attempt *attempt =
        dg_book_numbers(fact->pointer, &number, &content)
            ? dg_attempt_find(book, number)
            : NULL;
    struct dg_task *task;
    enum dg_state state;
    bool done = true;
    if (!attempt || !fact->cause) {
        return DG_PLUGIN_OK;
    }
    task = &book->tasks[attempt->task];
    if (attempt->amends) {
        done = !dg_state_find(dg_text_from(fact->cause), &state) ||
               dg_attempt_settle(book, attempt, outcome_of(state),
                                 dg_text_from(fact->cause));
    } else if (strcmp(fact->cause, CONTENT) == 0 ||
               strcmp(fact->cause, CONTENT_STATUTE) == 0) {
        done = take_content(book, task, content, fact);
    } else if (strcmp(fact->cause, KEPT) == 0) {
        done = take_kept(book, task, fact);
    } else {
        done = take_state(book, task, fact);
    }
    return done ? DG_PLUGIN_OK : DG_PLUGIN_FAILED;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What the book answers: ranges, names, asks, strays, and what stands of a
 * task. */
#include "plugins/burden/book/attempt.h"

void
dg_book_range(const struct dg_book *book, uint64_t *first, uint64_t *last)
{
    *first = book->first;
    *last = book->last;
}

/* ---- names --------------------------------------------------------------- */

struct dg_plugin_str
dg_book_source(const struct dg_book *book, uint32_t source)
{
    return book->names.items[source];
}

struct dg_plugin_str
dg_book_duty(const struct dg_book *book, uint32_t duty)
{
    return book->names.items[duty];
}

uint32_t
dg_book_find_source(const struct dg_book *book, struct dg_plugin_str source)
{
    return dg_words_find(&book->names, source);
}

uint32_t
dg_book_find_duty(const struct dg_book *book, struct dg_plugin_str duty)
{
    return dg_words_find(&book->names, duty);
}

const struct dg_cause *
dg_book_cause(const struct dg_book *book, uint16_t cause)
{
    return &book->causes[cause];
}

uint16_t
dg_book_causes(const struct dg_book *book)
{
    return book->cause_count;
}

/* ---- asks ---------------------------------------------------------------- */

size_t
dg_book_asks(const struct dg_book *book)
{
    return book->ask_count;
}

static enum dg_ask_state
state_of(const struct dg_task *task)
{
    switch ((enum dg_state) task->state) {
    case DG_STATE_WAITING:
        return DG_ASK_WAITING;
    case DG_STATE_OPEN:
    case DG_STATE_RECURRING:
        return DG_ASK_OPEN;
    case DG_STATE_REFUSED:
        return task->content_count > 0 ? DG_ASK_ENDED : DG_ASK_REFUSED;
    case DG_STATE_EXPIRED:
    case DG_STATE_WITHDRAWN:
    case DG_STATE_LAPSED:
    case DG_STATE_DECLINED:
        break;
    }
    return DG_ASK_ENDED;
}

static uint64_t
minutes_each(const struct dg_book *book, const struct dg_ask *ask)
{
    const struct dg_sheet *sheet = book->attempts[ask->last].sheet;
    uint32_t offices = dg_place_count(book->places, sheet->place);
    return offices == 0
               ? 0
               : (uint64_t) (dg_sheet_minutes(book->places, book->tariffs,
                                              sheet, ask->tariff) /
                             offices);
}

void
dg_book_ask(const struct dg_book *book, size_t index, struct dg_book_ask *out)
{
    const struct dg_ask *ask = &book->asks[index];
    const struct dg_attempt *first = &book->attempts[ask->attempt];
    const struct dg_attempt *last = &book->attempts[ask->last];
    const struct dg_task *task = dg_ask_current(book, ask);
    *out = (struct dg_book_ask){
        .task = last->sequence,
        .first = ask->first,
        .time_us = ask->time_us,
        .month = ask->month,
        .due_us = ask->due_us,
        .source = ask->source,
        .duty = ask->duty,
        .place = last->sheet->place,
        .attempts = ask->attempts,
        .refused = ask->refused,
        .forms = last->forms,
        .estimate = last->estimate,
        .estimated = first->estimate,
        .minutes = minutes_each(book, ask),
        .ancestor = ask->ancestor,
        .rebound = ask->rebound
                       ? dg_text_from(dg_reading_rebounds[ask->rebound - 1])
                       : (struct dg_plugin_str){"", 0},
        .state = state_of(task),
        .level = ask->level,
        .urgent = last->urgent,
        .lifesafety = last->lifesafety,
        .repeats = first->occurs,
        .withdrawn =
            task->state >= DG_STATE_WITHDRAWN && state_of(task) == DG_ASK_ENDED,
        .fetched = ask->fetched,
        .fetched_us = ask->fetched_us,
        .acted = task->acted,
        .reported = task->reported,
        .ontime = task->ontime,
    };
}

const struct dg_book_stray *
dg_book_stray(const struct dg_book *book, size_t index)
{
    return index < book->stray_count ? &book->strays[index] : NULL;
}

/* ---- for decide ---------------------------------------------------------- */

bool
dg_book_standing(const struct dg_book *book, uint64_t task,
                 struct dg_standing *standing)
{
    const struct dg_task *found = dg_task_find(book, task);
    const struct dg_attempt *attempt;
    const struct dg_ask *ask;
    if (!found) {
        return false;
    }
    attempt = &book->attempts[found->attempt];
    ask = dg_ask_of(book, found);
    *standing = (struct dg_standing){
        .content = attempt->sequence,
        .place = attempt->sheet->place,
        .source = ask->source,
        .level = ask->level,
        .recurs = attempt->periods > 0,
        .state = dg_state_name(found->state),
    };
    if (found->content_count > 0) {
        const struct dg_content *last =
            &found->contents[found->content_count - 1];
        standing->content = book->attempts[last->attempt].sequence;
        standing->place = last->place;
    }
    return true;
}

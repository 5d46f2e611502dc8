/* SPDX-License-Identifier: Apache-2.0 */
/* Computes an ask's cells from what became of its attempts: what is borne, what
 * was taken off and why, and what the largest attempt asked above that. The
 * rules are in README.md. */
#include "plugins/burden/book/evaluate.h"

#include <stdlib.h>

/* ---- what comes out ------------------------------------------------------ */

bool
dg_evaluation_emit(struct dg_evaluation *e, struct dg_emitted emitted)
{
    if (emitted.place == DG_PLACE_NONE) {
        return false;
    }
    if (emitted.place == DG_PLACE_NOWHERE || emitted.quantity == 0) {
        return true;
    }
    if (!dg_room(&e->emitted, e->count, &e->room, sizeof emitted)) {
        return false;
    }
    e->emitted[e->count++] = emitted;
    return true;
}

static void
take_back(struct dg_book *book, struct dg_ask *ask)
{
    for (uint32_t i = 0; i < ask->share_count; i++) {
        book->cells[ask->shares[i].cell].quantity -= ask->shares[i].quantity;
    }
    ask->share_count = 0;
}

/* Into cells, in place of what was there. */
static bool
settle(struct dg_evaluation *e)
{
    struct dg_book *book = e->book;
    struct dg_ask *ask = e->ask;
    struct dg_share *shares = malloc((e->count + 1) * sizeof *shares);
    if (!shares) {
        return false;
    }
    take_back(book, ask);
    free(ask->shares);
    ask->shares = shares;
    for (uint32_t i = 0; i < e->count; i++) {
        const struct dg_emitted *emitted = &e->emitted[i];
        const struct dg_cell key = {.month = ask->month,
                                    .source = ask->source,
                                    .duty = ask->duty,
                                    .place = emitted->place,
                                    .row = emitted->row,
                                    .tariff = ask->tariff,
                                    .cause = emitted->cause,
                                    .level = ask->level};
        uint32_t cell = dg_cells_take(book, &key);
        if (cell == DG_NONE) {
            return false;
        }
        book->cells[cell].quantity += emitted->quantity;
        shares[ask->share_count++] = (struct dg_share){cell, emitted->quantity};
    }
    return true;
}

/* ---- the usual ----------------------------------------------------------- */

/* One task, as it was published, which stands or has run its course. */
static bool
is_plain(const struct dg_book *book, const struct dg_ask *ask)
{
    const struct dg_task *task = &book->tasks[ask->task];
    return ask->task == ask->last_task && ask->attempt == ask->last &&
           task->content_count == 1 && !dg_task_gone(task) &&
           ask->before == DG_NONE;
}

static bool
emit_plain(struct dg_evaluation *e)
{
    const struct dg_task *task = &e->book->tasks[e->ask->task];
    const struct dg_attempt *attempt = &e->book->attempts[task->attempt];
    const struct dg_sheet *sheet = attempt->sheet;
    for (uint32_t i = 0; i < sheet->count && attempt->periods == 0; i++) {
        const struct dg_line *line = &sheet->lines[i];
        if (!dg_evaluation_emit(e, (struct dg_emitted){line->row, line->cause,
                                                       line->place,
                                                       line->quantity})) {
            return false;
        }
    }
    return true;
}

/* ---- never admitted ------------------------------------------------------ */

/* All rows of a sheet, with one cause. */
static bool
emit_all(struct dg_evaluation *e, const struct dg_sheet *sheet,
         uint64_t periods, uint16_t cause)
{
    for (uint32_t line = 0; line < sheet->count;) {
        uint16_t row = sheet->lines[line].row;
        uint64_t quantity = dg_sheet_row(e->book->places, sheet, &line);
        if (!dg_evaluation_emit(e, (struct dg_emitted){row, cause, sheet->place,
                                                       quantity * periods})) {
            return false;
        }
    }
    return true;
}

/* It was refused at once: each line has the effect that took it. */
static bool
emit_refused(struct dg_evaluation *e, const struct dg_sheet *sheet,
             uint64_t periods)
{
    for (uint32_t i = 0; i < sheet->count; i++) {
        const struct dg_line *line = &sheet->lines[i];
        if (!dg_evaluation_emit(
                e, (struct dg_emitted){line->row, line->cause, line->place,
                                       line->quantity * periods})) {
            return false;
        }
    }
    return true;
}

/* All that an attempt asks, in hundredths, of a recurring one for a year. */
static dg_hundredths
minutes_of(const struct dg_evaluation *e, const struct dg_attempt *attempt)
{
    return dg_sheet_minutes(e->book->places, e->book->tariffs, attempt->sheet,
                            e->ask->tariff) *
           (attempt->periods ? attempt->periods : 1);
}

static bool
emit_never(struct dg_evaluation *e)
{
    const struct dg_book *book = e->book;
    const struct dg_attempt *largest = NULL;
    dg_hundredths most = 0;
    bool waits = false;
    uint64_t periods;
    for (uint32_t i = e->ask->attempt; i != DG_NONE;
         i = book->attempts[i].next) {
        const struct dg_attempt *attempt = &book->attempts[i];
        dg_hundredths minutes = minutes_of(e, attempt);
        waits |= attempt->outcome == DG_OUTCOME_WAITS;
        if (!largest || minutes > most) {
            largest = attempt;
            most = minutes;
        }
    }
    periods = largest->periods ? largest->periods : 1;
    if (waits) {
        return emit_all(e, largest->sheet, periods, e->waiting);
    }
    return largest->outcome == DG_OUTCOME_REFUSED && !largest->deferred
               ? emit_refused(e, largest->sheet, periods)
               : emit_all(e, largest->sheet, periods, largest->cause);
}

/* ---- all of them --------------------------------------------------------- */

static bool
any_stood(const struct dg_book *book, const struct dg_ask *ask)
{
    for (uint32_t i = ask->task; i != DG_NONE; i = book->tasks[i].next) {
        if (book->tasks[i].content_count > 0) {
            return true;
        }
    }
    return false;
}

/* Who has something refused or withdrawn early must not put there what is asked
 * in the end: it stands when that was published, at the prices of that day. */
static void
date(const struct dg_book *book, struct dg_ask *ask, bool stood)
{
    uint32_t number = stood ? dg_ask_current(book, ask)->attempt : ask->attempt;
    ask->month = book->attempts[number].month;
    ask->tariff = book->attempts[number].tariff;
}

bool
dg_ask_evaluate(struct dg_book *book, struct dg_ask *ask)
{
    struct dg_evaluation *e = book->evaluation;
    bool stood = any_stood(book, ask), done;
    date(book, ask, stood);
    e->ask = ask;
    e->count = 0;
    dg_chain_list(book, ask);
    if (!stood) {
        done = emit_never(e);
    } else if (is_plain(book, ask)) {
        done = emit_plain(e);
    } else {
        done = dg_evaluation_stood(e);
    }
    return done && settle(e);
}

struct dg_evaluation *
dg_evaluation_create(struct dg_book *book)
{
    struct dg_evaluation *e = calloc(1, sizeof *e);
    if (!e) {
        return NULL;
    }
    e->book = book;
    e->waiting = dg_cause_take(book, dg_text_from("waiting"), DG_FATE_OUTSIDE,
                               DG_PLUGIN_EFFECT_ASK);
    e->discretion = dg_cause_take(book, dg_text_from("discretion"),
                                  DG_FATE_OUTSIDE, DG_PLUGIN_EFFECT_ASK);
    e->statute = dg_cause_take(book, dg_text_from("statute"), DG_FATE_OUTSIDE,
                               DG_PLUGIN_EFFECT_ASK);
    if (e->statute == DG_CAUSE_FAILED) {
        free(e);
        return NULL;
    }
    return e;
}

void
dg_evaluation_destroy(struct dg_evaluation *e)
{
    if (!e) {
        return;
    }
    for (size_t i = 0; i < sizeof e->work / sizeof *e->work; i++) {
        dg_steps_finish(&e->work[i]);
    }
    free(e->emitted);
    free(e->bearings);
    free(e);
}

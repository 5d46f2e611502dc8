/* SPDX-License-Identifier: Apache-2.0 */
/* Of an ask that stood: what is borne at each office is the most of what it
 * bears of any content; what of the last content was taken off keeps its cause,
 * as far as more was asked than is borne; and what is borne no more, because it
 * ended, has the cause of that end. */
#include "plugins/burden/book/evaluate.h"

#include <stdlib.h>

/* ---- who bears what ------------------------------------------------------ */

static uint16_t
end_cause(struct dg_book *book, const struct dg_task *task)
{
    const char *name = dg_state_name(task->state);
    bool refused = task->state == DG_STATE_REFUSED;
    return dg_cause_take(
        book, dg_text_from(name), refused ? DG_FATE_REFUSED : DG_FATE_OUTSIDE,
        refused ? DG_PLUGIN_EFFECT_REFUSE : DG_PLUGIN_EFFECT_ASK);
}

static uint32_t
acted_place(struct dg_book *book, const struct dg_task *task)
{
    return task->acted ? dg_place_take(book->places, task->acted)
                       : DG_PLACE_NOWHERE;
}

/* The content of a task, and what came after it. */
static struct dg_bearing
bearing_of(struct dg_evaluation *e, const struct dg_task *task, uint32_t index)
{
    struct dg_book *book = e->book;
    const struct dg_content *content = &task->contents[index];
    struct dg_bearing bearing = {.attempt = &book->attempts[content->attempt],
                                 .place = content->place,
                                 .cause = DG_CAUSE_ASKED};
    uint32_t who = content->place;
    if (index + 1 < task->content_count) {
        const struct dg_content *after = content + 1;
        who = after->kept;
        bearing.cause = after->statute ? e->statute : e->discretion;
    } else if (dg_task_gone(task)) {
        who = acted_place(book, task);
        bearing.cause = end_cause(book, task);
    }
    bearing.at = who == DG_PLACE_NONE
                     ? DG_PLACE_NONE
                     : dg_place_and(book->places, content->place, who);
    return bearing;
}

static bool
collect(struct dg_evaluation *e)
{
    struct dg_book *book = e->book;
    e->bearing_count = 0;
    for (uint32_t i = e->ask->task; i != DG_NONE; i = book->tasks[i].next) {
        const struct dg_task *task = &book->tasks[i];
        for (uint32_t j = 0; j < task->content_count; j++) {
            struct dg_bearing bearing = bearing_of(e, task, j);
            if (bearing.at == DG_PLACE_NONE ||
                bearing.cause == DG_CAUSE_FAILED ||
                !dg_room(&e->bearings, e->bearing_count, &e->bearing_room,
                         sizeof bearing)) {
                return false;
            }
            e->bearings[e->bearing_count++] = bearing;
        }
    }
    return true;
}

/* ---- a row --------------------------------------------------------------- */

/* The line that begins it; false: the sheet has no such row. */
static bool
find_row(const struct dg_sheet *sheet, uint16_t row, uint32_t *line)
{
    for (*line = 0; *line < sheet->count; ++*line) {
        if (sheet->lines[*line].row == row) {
            return true;
        }
    }
    return false;
}

static bool
raise_to(struct dg_evaluation *e, struct dg_steps *steps,
         const struct dg_steps *other)
{
    struct dg_steps *spare = &e->work[DG_WORK_SPARE], swap;
    if (!dg_steps_combine(e->book->places, DG_STEPS_MAX, steps, other, spare)) {
        return false;
    }
    swap = *steps;
    *steps = *spare;
    *spare = swap;
    return true;
}

/* What of the row an office that bears it all has, and what of that is borne.
 */
static bool
bear(struct dg_evaluation *e, const struct dg_bearing *bearing, uint16_t row)
{
    struct dg_places *places = e->book->places;
    const struct dg_sheet *sheet = bearing->attempt->sheet;
    struct dg_steps *line = &e->work[DG_WORK_LINE];
    uint32_t first, at;
    uint64_t gross;
    if (bearing->attempt->periods > 0 || !find_row(sheet, row, &first)) {
        return true;
    }
    dg_steps_clear(line);
    for (at = first; at < sheet->count && sheet->lines[at].row == row &&
                     sheet->lines[at].cause == DG_CAUSE_ASKED;
         at++) {
        if (!dg_steps_put(
                places, line,
                dg_place_and(places, sheet->lines[at].place, bearing->at),
                sheet->lines[at].quantity)) {
            return false;
        }
    }
    if (!raise_to(e, &e->work[DG_WORK_BORNE], line)) {
        return false;
    }
    gross = dg_sheet_row(places, sheet, &first);
    dg_steps_clear(line);
    return dg_steps_put(places, line,
                        dg_place_and(places, sheet->place, bearing->at),
                        gross) &&
           raise_to(e, &e->work[DG_WORK_GROSS], line);
}

static bool
emit_steps(struct dg_evaluation *e, const struct dg_steps *steps, uint16_t row,
           uint16_t cause)
{
    for (uint32_t i = 0; i < steps->count; i++) {
        if (!dg_evaluation_emit(
                e, (struct dg_emitted){row, cause, steps->items[i].place,
                                       steps->items[i].value})) {
            return false;
        }
    }
    return true;
}

bool
dg_evaluation_take(struct dg_evaluation *e, const struct dg_line *line,
                   uint32_t place)
{
    struct dg_places *places = e->book->places;
    struct dg_steps *budget = &e->work[DG_WORK_BUDGET];
    struct dg_steps *wanted = &e->work[DG_WORK_LINE];
    struct dg_steps *taken = &e->work[DG_WORK_TAKEN];
    struct dg_steps *spare = &e->work[DG_WORK_SPARE], swap;
    dg_steps_clear(wanted);
    if (!dg_steps_put(places, wanted, dg_place_and(places, line->place, place),
                      line->quantity) ||
        !dg_steps_combine(places, DG_STEPS_MIN, wanted, budget, taken) ||
        !dg_steps_combine(places, DG_STEPS_OVER, budget, taken, spare)) {
        return false;
    }
    swap = *budget;
    *budget = *spare;
    *spare = swap;
    return true;
}

/* As much of a line as was asked and is not borne. */
static bool
take_off(struct dg_evaluation *e, const struct dg_bearing *last,
         const struct dg_line *line)
{
    return dg_evaluation_take(e, line, last->at) &&
           emit_steps(e, &e->work[DG_WORK_TAKEN], line->row, line->cause);
}

bool
dg_evaluation_so_far(struct dg_evaluation *e, uint16_t row,
                     struct dg_steps *out)
{
    dg_steps_clear(out);
    for (uint32_t i = 0; i < e->count; i++) {
        if (e->emitted[i].row == row &&
            !dg_steps_put(e->book->places, out, e->emitted[i].place,
                          e->emitted[i].quantity)) {
            return false;
        }
    }
    return true;
}

/* Of one that ended: what was asked and nobody bears. */
static bool
let_go(struct dg_evaluation *e, const struct dg_bearing *last, uint16_t row,
       uint32_t line)
{
    struct dg_places *places = e->book->places;
    const struct dg_sheet *sheet = last->attempt->sheet;
    struct dg_steps *asked = &e->work[DG_WORK_LINE];
    struct dg_steps *rest = &e->work[DG_WORK_TAKEN];
    uint64_t gross = dg_sheet_row(places, sheet, &line);
    dg_steps_clear(asked);
    return dg_evaluation_so_far(e, row, &e->work[DG_WORK_SO_FAR]) &&
           dg_steps_put(places, asked,
                        dg_place_and(places, sheet->place, last->place),
                        gross) &&
           dg_steps_combine(places, DG_STEPS_OVER, asked,
                            &e->work[DG_WORK_SO_FAR], rest) &&
           emit_steps(e, rest, row, last->cause);
}

static bool
compute_row(struct dg_evaluation *e, uint16_t row)
{
    const struct dg_bearing *last = &e->bearings[e->bearing_count - 1];
    const struct dg_sheet *sheet = last->attempt->sheet;
    uint32_t line;
    dg_steps_clear(&e->work[DG_WORK_BORNE]);
    dg_steps_clear(&e->work[DG_WORK_GROSS]);
    for (uint32_t i = 0; i < e->bearing_count; i++) {
        if (!bear(e, &e->bearings[i], row)) {
            return false;
        }
    }
    if (!dg_steps_combine(e->book->places, DG_STEPS_OVER,
                          &e->work[DG_WORK_GROSS], &e->work[DG_WORK_BORNE],
                          &e->work[DG_WORK_BUDGET]) ||
        !emit_steps(e, &e->work[DG_WORK_BORNE], row, DG_CAUSE_ASKED)) {
        return false;
    }
    if (last->attempt->periods > 0 || !find_row(sheet, row, &line)) {
        return true;
    }
    for (uint32_t i = line; i < sheet->count && sheet->lines[i].row == row;
         i++) {
        if (sheet->lines[i].cause != DG_CAUSE_ASKED &&
            !take_off(e, last, &sheet->lines[i])) {
            return false;
        }
    }
    return last->cause == DG_CAUSE_ASKED || let_go(e, last, row, line);
}

/* The first row behind that one, of any content; false: there is none. */
static bool
next_row(const struct dg_evaluation *e, int32_t *row)
{
    int32_t next = INT32_MAX;
    for (uint32_t i = 0; i < e->bearing_count; i++) {
        const struct dg_sheet *sheet = e->bearings[i].attempt->sheet;
        for (uint32_t line = 0; line < sheet->count; line++) {
            int32_t at = sheet->lines[line].row;
            next = at > *row && at < next ? at : next;
        }
    }
    *row = next;
    return next != INT32_MAX;
}

bool
dg_evaluation_stood(struct dg_evaluation *e)
{
    int32_t row = -1;
    if (!collect(e)) {
        return false;
    }
    while (next_row(e, &row)) {
        if (!compute_row(e, (uint16_t) row)) {
            return false;
        }
    }
    return dg_evaluation_surplus(e);
}

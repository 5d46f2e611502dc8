/* SPDX-License-Identifier: Apache-2.0 */
/* Goes through those who asked what was said. A report that its office need say
 * nothing more of may be completed by what its figures follow from, too: then
 * all that lies in the inbox is looked at, of which most lacks something by the
 * first look. */
#include "plugins/form_dedup/report/answer.h"

#include <stdio.h>
#include <stdlib.h>

#include "plugins/form_dedup/cell/place.h"
#include "plugins/form_dedup/report/acted.h"
#include "plugins/form_dedup/report/summary.h"
#include "plugins/form_dedup/report/wanted.h"
#include "plugins/form_dedup/text/text.h"

#define TOWN_DIVISOR 1000

/* A cell reaches a task. */
struct reach {
    const struct dg_ask_task *task;
    size_t cell;
};

struct answer {
    const struct dg_entered *entered;
    size_t cell; /* that is looked at */
    struct reach *reaches;
    size_t count, room;
    size_t said, first; /* values; those that somebody wanted */
    struct dg_supposed supposed;
    uint32_t office; /* whose reports are looked at: its own, or its town's */
    bool failed;
};

/* ---- facts -------------------------------------------------------------- */

static void
state(const struct answer *answer, const char *dimension, uint64_t task,
      uint64_t quantity, const char *cause)
{
    const struct dg_plugin_host *host = answer->entered->plugin->host;
    char pointer[DG_ACTED_POINTER_SIZE], place[DG_PLACE_OFFICE_SIZE];
    struct dg_plugin_effect fact = {
        .kind = DG_PLUGIN_EFFECT_ANSWER,
        .dimension = dimension,
        .quantity = quantity,
        .offices = 1,
        .cause = cause,
        .place = dg_place_of(answer->office, place),
    };
    if (task) {
        fact.pointer = dg_acted_pointer(task, pointer);
    }
    host->fact(answer->entered->findings, &fact);
}

/* ---- who asked ---------------------------------------------------------- */

static bool
add_reach(struct answer *answer, const struct dg_ask_task *task)
{
    if (answer->count == answer->room) {
        size_t room = answer->room ? 2 * answer->room : 64;
        struct reach *grown = realloc(answer->reaches, room * sizeof *grown);
        if (!grown) {
            answer->failed = true;
            return false;
        }
        answer->reaches = grown;
        answer->room = room;
    }
    answer->reaches[answer->count++] = (struct reach){task, answer->cell};
    return true;
}

static bool
reach_task(void *ctx, const struct dg_ask_task *task, const struct dg_ask *ask,
           uint32_t field)
{
    struct answer *answer = ctx;
    const struct dg_entered *entered = answer->entered;
    const struct dg_form *form =
        dg_asks_group(entered->plugin->asks, ask->group)->form;
    bool entitled = task->ended_us == 0 || dg_text_is(task->end, "expired");
    return !entitled ||
           !dg_wanted_fits(&entered->cells[answer->cell], form, field) ||
           add_reach(answer, task);
}

/* A value, and not that a row goes or that a list is complete. */
static bool
is_value(const struct dg_entered_cell *cell)
{
    return cell->word != DG_WORD_REMOVED && (!cell->key || cell->subject[0]);
}

static int
compare(const void *a, const void *b)
{
    const struct reach *x = a, *y = b;
    if (x->task != y->task) {
        return x->task->task < y->task->task ? -1 : 1;
    }
    return (x->cell > y->cell) - (x->cell < y->cell);
}

/* Each once, by task. */
static void
sort_reaches(struct answer *answer)
{
    size_t kept = 0;
    if (answer->count == 0) {
        return;
    }
    qsort(answer->reaches, answer->count, sizeof *answer->reaches, compare);
    for (size_t i = 0; i < answer->count; i++) {
        if (kept == 0 ||
            compare(&answer->reaches[kept - 1], &answer->reaches[i]) != 0) {
            answer->reaches[kept++] = answer->reaches[i];
        }
    }
    answer->count = kept;
}

static void
find_reaches(struct answer *answer)
{
    const struct dg_entered *entered = answer->entered;
    for (answer->cell = 0; answer->cell < entered->count && !answer->failed;
         answer->cell++) {
        const struct dg_entered_cell *cell = &entered->cells[answer->cell];
        struct dg_cell_key key;
        size_t before = answer->count;
        if (cell->wrong) {
            continue;
        }
        key = dg_entered_key(entered, cell);
        if (key.slot != DG_SLOT_NONE) {
            dg_asks_each(entered->plugin->asks, key.slot, key.office,
                         reach_task, answer);
        }
        answer->said += is_value(cell);
        answer->first += is_value(cell) && answer->count > before;
    }
    sort_reaches(answer);
}

/* ---- values ------------------------------------------------------------- */

static void
state_values(const struct answer *answer)
{
    size_t delivered = 0;
    for (size_t i = 0; i < answer->count; i++) {
        delivered += is_value(&answer->entered->cells[answer->reaches[i].cell]);
    }
    if (answer->said > 0) {
        state(answer, "field", 0, answer->said, "filled");
    }
    if (delivered > answer->first) {
        state(answer, "field", 0, delivered - answer->first, "reused");
    }
}

/* ---- reports ------------------------------------------------------------ */

/* As last period: the value of then, as far as sums want it. */
static void
suppose_same(const struct dg_entered *entered,
             const struct dg_entered_cell *cell, struct dg_saying *saying)
{
    const struct dg_cells *cells = entered->plugin->cells;
    struct dg_cell_key key = {.office = entered->office};
    struct dg_saying value;
    dg_period before;
    if (!dg_period_before(cell->period, false, &before)) {
        return;
    }
    key.slot = dg_cells_slot(cells, cell->element->number, before);
    if (key.slot != DG_SLOT_NONE && dg_cells_value(cells, key, false, &value)) {
        saying->word = value.word == DG_WORD_NONE ? value.word : saying->word;
        saying->text = value.text;
        saying->unit = value.unit;
    }
}

static bool
suppose(const void *ctx, uint32_t element, dg_period period,
        struct dg_saying *saying)
{
    const struct dg_entered *entered = ctx;
    const struct dg_entered_cell *cell =
        dg_entered_find(entered, element, period, "");
    if (!cell || cell->word == DG_WORD_REMOVED) {
        return false;
    }
    *saying = (struct dg_saying){.word = cell->word,
                                 .time_us = entered->event->time_us,
                                 .text = cell->text,
                                 .unit = cell->unit};
    if (cell->word == DG_WORD_SAME) {
        suppose_same(entered, cell, saying);
    }
    return true;
}

static void
look_report(const struct answer *answer, const struct dg_ask_task *task)
{
    const struct dg_form_dedup *plugin = answer->entered->plugin;
    const struct dg_view view = {
        .plugin = plugin, .task = task, .supposed = &answer->supposed};
    if (task->asks &&
        !dg_acted_reported(plugin->acted, task->task, answer->office) &&
        dg_summary_is_whole(&view, answer->office)) {
        state(answer, "report", task->task, 1,
              task->due_us && task->due_us < answer->entered->event->time_us
                  ? "late"
                  : "on-time");
    }
}

static void
state_reports(const struct answer *answer)
{
    for (size_t i = 0; i < answer->count; i++) {
        const struct dg_ask_task *task = answer->reaches[i].task;
        if (i > 0 && answer->reaches[i - 1].task == task) {
            continue;
        }
        if (task->ended_us == 0 &&
            !dg_acted_started(answer->entered->plugin->acted, task->task,
                              answer->office)) {
            state(answer, "started", task->task, 1, "");
        }
        look_report(answer, task);
    }
}

/* ---- reports that follow ------------------------------------------------ */

static int
compare_task(const void *a, const void *b)
{
    const struct reach *x = a, *y = b;
    return (x->task->task > y->task->task) - (x->task->task < y->task->task);
}

static bool
look_following(void *ctx, uint64_t number)
{
    const struct answer *answer = ctx;
    const struct dg_asks *asks = answer->entered->plugin->asks;
    const struct dg_ask_task *task = dg_asks_task(asks, number);
    const struct reach reach = {task, 0};
    if (task && dg_asks_follows(asks, task) &&
        (answer->office != answer->entered->office || answer->count == 0 ||
         !bsearch(&reach, answer->reaches, answer->count,
                  sizeof *answer->reaches, compare_task))) {
        look_report(answer, task);
    }
    return true;
}

/* The town's number; itself of a town. */
static uint32_t
town_of(const struct answer *answer)
{
    const struct dg_plugin_host *host = answer->entered->plugin->host;
    uint64_t code = host->office_code(host, answer->entered->office);
    char text[24];
    snprintf(text, sizeof text, "%09llu000",
             (unsigned long long) (code / TOWN_DIVISOR));
    return host->office_number(host, dg_text_from(text));
}

static bool
state_following(struct answer *answer)
{
    const struct dg_form_dedup *plugin = answer->entered->plugin;
    uint32_t town = town_of(answer);
    bool done;
    if (!dg_asks_any_follows(plugin->asks)) {
        return true;
    }
    done = plugin->host->inbox_each(plugin->host, answer->office,
                                    look_following, answer);
    if (done && town != DG_PLUGIN_NO_OFFICE && town != answer->office) {
        answer->office = town;
        done = plugin->host->inbox_each(plugin->host, town, look_following,
                                        answer);
    }
    return done;
}

bool
dg_answer_state(const struct dg_entered *entered)
{
    struct answer answer = {
        .entered = entered,
        .office = entered->office,
        .supposed = {suppose, entered, entered->office},
    };
    bool done;
    find_reaches(&answer);
    done = !answer.failed;
    if (done) {
        state_values(&answer);
        state_reports(&answer);
        done = answer.said == 0 || state_following(&answer);
    }
    free(answer.reaches);
    return done;
}

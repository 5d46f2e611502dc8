/* SPDX-License-Identifier: Apache-2.0 */
/* Asked once is as good as asked alone: through random lives of a small county
 * every requester gets exactly what it would have got by itself, each office is
 * asked what is new and nothing else, and a replay gives the same fold. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/plugins/form_dedup/report/seen.h"
#include "tests/tap/tap.h"

#define LIVES 16
#define STEPS 150

static unsigned long long entries[4096]; /* that said something */
static size_t entry_count;

static bool
admit(const struct dg_json *reply, const char *what)
{
    bool admitted = county_admitted(&county, reply);
    if (!admitted) {
        seen_differ(what, gate_at(&county.gate, reply, "/detail"), "admit");
    }
    return admitted;
}

/* ---- departments ask ---------------------------------------------------- */

static void
put_audience(const struct model_task *task, struct dg_buf *out)
{
    bool more = false;
    dg_buf_text(out, "{\"codes\":[");
    for (int i = 0; i < MODEL_OFFICES; i++) {
        if (task->asks[i]) {
            dg_buf_printf(out, "%s\"%s\"", more ? "," : "", model_offices[i]);
            more = true;
        }
    }
    dg_buf_text(out, "]}");
}

static void
draw_task(struct model_task *task)
{
    unsigned kind = model_pick(&model, 3);
    *task = (struct model_task){.open = true};
    task->form = &model.forms[model_pick(&model, MODEL_FORMS)];
    task->period = task->form->quarterly
                       ? MODEL_MONTHS + (int) model_pick(&model, 2)
                       : (int) model_pick(&model, MODEL_MONTHS);
    task->review = !task->form->quarterly && model_pick(&model, 5) == 0;
    for (int i = 0; i < MODEL_OFFICES; i++) {
        task->asks[i] = kind == 0   ? true
                        : kind == 1 ? (i < 3) == model_pick(&model, 2)
                                    : model_pick(&model, 2);
    }
    task->asks[model_pick(&model, MODEL_OFFICES)] = true;
}

static void
publish(void)
{
    struct model_task *task = &model.tasks[model.task_count];
    struct dg_buf data;
    const struct dg_json *reply;
    if (model.task_count == MODEL_TASKS) {
        return;
    }
    draw_task(task);
    dg_buf_init(&data);
    dg_buf_printf(&data,
                  "{\"duty\":\"A-001\",\"title\":\"报表\",\"due\":"
                  "\"2026-12-20\",\"period\":\"%s\",%s\"audience\":",
                  model_periods[task->period],
                  task->review ? "\"review\":\"town\"," : "");
    put_audience(task, &data);
    dg_buf_text(&data, ",\"forms\":[");
    county_put_form(task->form, (size_t) (task->form - model.forms), &data);
    dg_buf_text(&data, "]}");
    reply = county_send(
        &county, "task.publish",
        seen_source("department", model_departments[task->form->department]),
        &data);
    dg_buf_finish(&data);
    if (admit(reply, "task.publish")) {
        seen_check_classes(reply, task);
        task->number = county.sequence;
        model.task_count++;
    }
}

static struct model_task *
draw_published(void)
{
    return model.task_count
               ? &model.tasks[model_pick(&model, (unsigned) model.task_count)]
               : NULL;
}

static void
withdraw(void)
{
    struct model_task *task = draw_published();
    if (task && task->open) {
        task->open = false;
        admit(county_say(&county, "task.withdraw",
                         seen_source("department",
                                     model_departments[task->form->department]),
                         "{\"task\":%llu}", task->number),
              "task.withdraw");
    }
}

/* ---- offices answer ----------------------------------------------------- */

static void
put_value(enum model_figure figure, int period, int office, bool none,
          struct dg_buf *out)
{
    long long number = model.truth[figure][period][office];
    /* in 万元 only what fits the fewest places that somebody wants */
    bool other =
        !none && model_figures[figure].per == 1000000 && number % 1000000 == 0;
    char text[64];
    dg_buf_printf(out, "{\"element\":\"%s\",\"period\":\"%s\",",
                  county.codes[figure], model_periods[period]);
    model_write(figure, number, other, text);
    if (none) {
        dg_buf_text(out, "\"none\":true}");
    } else {
        dg_buf_printf(out, "\"value\":\"%s\"", text);
        if (model_figures[figure].unit) {
            dg_buf_printf(out, ",\"unit\":\"%s\"",
                          other ? "万元" : model_figures[figure].unit);
        }
        dg_buf_text(out, "}");
    }
}

static void
note(const struct seen_row *row, int office, bool correct, bool none)
{
    model_say(
        &model, row->figure, row->period, office,
        (struct model_said){
            .sequence = county.sequence,
            .word = none ? MODEL_NONE : MODEL_VALUE,
            .correct = correct,
            .number =
                none ? 0 : model.truth[row->figure][row->period][office]});
}

/* Fills in some of what is open, or all. */
static void
submit(int office, bool all)
{
    struct seen_row rows[SEEN_ROWS], chosen[SEEN_ROWS];
    bool none[SEEN_ROWS];
    size_t count = seen_read_worksheet(office, rows), picked = 0;
    struct dg_buf data;
    dg_buf_init(&data);
    dg_buf_text(&data, "{\"values\":[");
    for (size_t i = 0; i < count; i++) {
        if (all || model_pick(&model, 3) == 0) {
            none[picked] =
                rows[i].figure == MODEL_NOTE && model_pick(&model, 3) == 0;
            dg_buf_text(&data, picked ? "," : "");
            put_value(rows[i].figure, rows[i].period, office, none[picked],
                      &data);
            chosen[picked++] = rows[i];
        }
    }
    dg_buf_text(&data, "]}");
    if (picked > 0 &&
        admit(county_send(&county, "report.submit",
                          seen_source("office", model_offices[office]), &data),
              "report.submit")) {
        entries[entry_count++ % 4096] = county.sequence;
        for (size_t i = 0; i < picked; i++) {
            note(&chosen[i], office, false, none[i]);
        }
    }
    dg_buf_finish(&data);
}

/* A cell with a value; false if none was found soon. */
static bool
draw_said(struct seen_row *row, int *office)
{
    for (int i = 0; i < 200; i++) {
        row->figure = model_pick(&model, MODEL_FIGURES);
        row->period = (int) model_pick(&model, MODEL_PERIODS);
        *office = (int) model_pick(&model, MODEL_OFFICES);
        if (model_counts(&model, row->figure, row->period, *office, false)) {
            return true;
        }
    }
    return false;
}

static bool
is_asked(const struct seen_row *row, int office)
{
    for (size_t i = 0; i < model.task_count; i++) {
        const struct model_task *task = &model.tasks[i];
        for (size_t f = 0; f < task->form->count; f++) {
            if (task->open && task->period == row->period &&
                task->asks[office] &&
                task->form->fields[f].figure == row->figure) {
                return true;
            }
        }
    }
    return false;
}

/* One cell, whatever stands on the worksheet. */
static void
say_one(const struct seen_row *row, int office, bool correct)
{
    struct dg_buf data;
    dg_buf_init(&data);
    dg_buf_text(&data, correct ? "{\"reason\":\"笔误\",\"values\":["
                               : "{\"values\":[");
    put_value(row->figure, row->period, office, false, &data);
    dg_buf_text(&data, "]}");
    if (admit(county_send(&county, correct ? "report.correct" : "report.submit",
                          seen_source("office", model_offices[office]), &data),
              correct ? "report.correct" : "report.submit of one")) {
        entries[entry_count++ % 4096] = county.sequence;
        note(row, office, correct, false);
    }
    dg_buf_finish(&data);
}

/* What was said is wrong; or it has changed, and somebody still asks for it. */
static void
say_again(bool correct)
{
    struct seen_row row;
    int office;
    if (draw_said(&row, &office) && (correct || is_asked(&row, office))) {
        model_change(&model, row.figure, row.period, office);
        say_one(&row, office, correct);
    }
}

/* What is known, or would follow, and is said all the same. */
static void
volunteer(void)
{
    int office = (int) model_pick(&model, MODEL_OFFICES);
    struct seen_row row;
    for (int i = 0; i < 50; i++) {
        row.figure = model_pick(&model, MODEL_FIGURES);
        row.period = (int) model_pick(&model, MODEL_PERIODS);
        if (is_asked(&row, office) && county.codes[row.figure][0] &&
            !model_counts(&model, row.figure, row.period, office, false)) {
            say_one(&row, office, false);
            return;
        }
    }
}

/* ---- towns review, the keeper erases ------------------------------------ */

static const char *
town_of(int office)
{
    return office < 3 ? "town/522731001000" : "town/522731102000";
}

/* With all that it may follow from. */
static void
note_passed(enum model_figure figure, int period, int office,
            unsigned long long upto)
{
    const char *kind = model_figures[figure].kind;
    bool flow = kind && strcmp(kind, "flow") == 0;
    int first = 3 * (period - MODEL_MONTHS);
    model_say(&model, figure, period, office,
              (struct model_said){.sequence = county.sequence,
                                  .upto = upto,
                                  .word = MODEL_PASSED});
    for (int i = flow ? 0 : 2; period >= MODEL_MONTHS && i < 3; i++) {
        note_passed(figure, first + i, office, upto);
    }
    if (figure == MODEL_POP && period < MODEL_MONTHS) {
        note_passed(MODEL_MEN, period, office, upto);
        note_passed(MODEL_WOMEN, period, office, upto);
    }
    for (int i = 1; figure == MODEL_AREA && i <= 2 && i <= period; i++) {
        model_say(&model, figure, period - i, office,
                  (struct model_said){.sequence = county.sequence,
                                      .upto = upto,
                                      .word = MODEL_PASSED});
    }
}

static void
pass(const struct model_task *task, int office)
{
    unsigned long long upto = county.sequence;
    if (!admit(county_say(&county, "report.review", town_of(office),
                          "{\"office\":\"%s\",\"task\":%llu,\"verdict\":"
                          "\"pass\",\"upto\":%llu}",
                          model_offices[office], task->number, upto),
               "report.review pass")) {
        return;
    }
    for (size_t f = 0; f < task->form->count; f++) {
        note_passed(task->form->fields[f].figure, task->period, office, upto);
    }
}

static void
give_back(const struct model_task *task, int office, enum model_figure figure)
{
    unsigned long long upto = county.sequence;
    if (admit(county_say(&county, "report.review", town_of(office),
                         "{\"office\":\"%s\",\"task\":%llu,\"verdict\":"
                         "\"return\",\"upto\":%llu,\"cells\":[{\"element\":"
                         "\"%s\",\"period\":\"%s\",\"reason\":\"请核对\"}]}",
                         model_offices[office], task->number, upto,
                         county.codes[figure], model_periods[task->period]),
              "report.review return")) {
        model_say(&model, figure, task->period, office,
                  (struct model_said){.sequence = county.sequence,
                                      .upto = upto,
                                      .word = MODEL_RETURNED});
    }
}

static void
review(void)
{
    const struct model_task *task = draw_published();
    int office = (int) model_pick(&model, MODEL_OFFICES);
    if (!task || !task->review || !task->open || !task->asks[office]) {
        return;
    }
    for (size_t f = 0; f < task->form->count; f++) {
        enum model_figure figure = task->form->fields[f].figure;
        const struct model_said *now =
            model_counts(&model, figure, task->period, office, false);
        if (now &&
            now != model_counts(&model, figure, task->period, office, true)) {
            if (model_pick(&model, 3) == 0) {
                give_back(task, office, figure);
            } else {
                pass(task, office);
            }
            return;
        }
    }
}

static void
erase(void)
{
    size_t at = entry_count ? model_pick(&model, (unsigned) entry_count) : 0;
    if (entry_count == 0 || entries[at] == 0) {
        return;
    }
    if (admit(county_say(&county, "journal.erase", "keeper/bwb",
                         "{\"sequences\":[%llu],\"reason\":\"本人要求\"}",
                         entries[at]),
              "journal.erase")) {
        model_erase(&model, entries[at]);
        seen_forget();
        entries[at] = 0;
    }
}

static void
check_all(void)
{
    for (size_t i = 0; i < model.task_count; i++) {
        seen_check_report(&model.tasks[i]);
    }
    seen_check_changes();
    for (int office = 0; office < MODEL_OFFICES; office++) {
        seen_check_worksheet(office);
    }
}

/* ---- a life ------------------------------------------------------------- */

static void
step(void)
{
    unsigned what = model_pick(&model, 20);
    if (what < 6) {
        publish();
    } else if (what < 12) {
        submit((int) model_pick(&model, MODEL_OFFICES), false);
    } else if (what < 14) {
        say_again(true);
    } else if (what < 15) {
        say_again(false);
    } else if (what < 17) {
        review();
    } else if (what < 18) {
        volunteer();
    } else if (what < 19) {
        withdraw();
    } else {
        erase();
    }
}

/* Everybody fills in everything: then nobody lacks anything. */
static void
complete(void)
{
    for (int office = 0; office < MODEL_OFFICES; office++) {
        submit(office, true);
    }
    for (size_t i = 0; i < model.task_count; i++) {
        const struct model_task *task = &model.tasks[i];
        for (int o = 0; task->open && o < MODEL_OFFICES; o++) {
            for (size_t f = 0; task->asks[o] && f < task->form->count; f++) {
                seen_compare("what is there in the end",
                             model_ask(&model, task->form->fields[f].figure,
                                       task->period, o, false)
                                 .there,
                             true);
            }
        }
    }
}

/* Whether a place ("0-2,5") names the office. */
static bool
names(struct dg_str place, unsigned office)
{
    char text[256];
    snprintf(text, sizeof text, "%.*s", DG_STR_ARG(place));
    for (char *at = text; *at; at += *at == ',') {
        unsigned long first = strtoul(at, &at, 10), last = first;
        if (*at == '-') {
            last = strtoul(at + 1, &at, 10);
        }
        if (first <= office && office <= last) {
            return true;
        }
    }
    return false;
}

/* Every report that is whole in the end was told once, by the entry that
 * completed it: an office's own, or another's that its figures follow from. */
static void
check_told(const char *saved)
{
    const struct dg_json *root;
    struct dg_json_error error;
    struct dg_arena arena;
    dg_arena_init(&arena, 256u << 20);
    if (dg_json_parse(&arena, dg_str_from(saved), &root, &error) != DG_OK) {
        seen_compare("the fold is JSON", 0, 1);
        root = NULL;
    }
    for (size_t i = 0; root && i < model.task_count; i++) {
        const struct model_task *task = &model.tasks[i];
        const struct dg_json *told =
            task->open ? dg_json_get(root, "acted")->child : NULL;
        int64_t number = 0;
        while (told &&
               (dg_json_to_i64(dg_json_get(told, "task"), &number) != DG_OK ||
                (unsigned long long) number != task->number)) {
            told = told->next;
        }
        for (unsigned o = 0; task->open && o < MODEL_OFFICES; o++) {
            if (task->asks[o]) {
                seen_compare("reports told",
                             told &&
                                 (dg_json_get(told, "everybody") ||
                                  names(dg_json_get_str(told, "reported"), o)),
                             true);
            }
        }
    }
    dg_arena_finish(&arena);
}

static void
live(unsigned life)
{
    char *before, *after;
    seen_begin();
    entry_count = 0;
    model_make(&model, life);
    county_open(&county, &model);
    for (unsigned i = 1; i <= STEPS && seen_wrong == 0; i++) {
        step();
        county.gate.now_us += 60000000;
        if (i % 10 == 0) {
            check_all();
        }
    }
    ok(seen_wrong == 0, "life %u: what each gets, what each is asked", life);
    seen_wrong = 0;
    complete();
    check_all();
    ok(seen_wrong == 0, "life %u: filled in, nobody lacks anything", life);
    before = county_save(&county);
    check_told(before);
    ok(seen_wrong == 0, "life %u: every report was told", life);
    gate_restart(&county.gate);
    county.gate.quiet = true;
    after = county_save(&county);
    ok(before && after && strcmp(before, after) == 0,
       "life %u: a replay gives the same fold, byte for byte", life);
    free(before);
    free(after);
    county_close(&county);
    model_free(&model);
}

int
main(void)
{
    const char *only = getenv("LIFE"); /* one, of any number */
    for (unsigned life = 1; !only && life <= LIVES; life++) {
        live(life);
    }
    if (only) {
        live((unsigned) atoi(only));
    }
    return tap_done();
}

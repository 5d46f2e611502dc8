/* SPDX-License-Identifier: Apache-2.0 */
/* Holds what the gateway shows against what the model says: see seen.h. */
#include "tests/plugins/form_dedup/report/seen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct county county;
struct model model;
unsigned seen_wrong;

/* Values as they were read: "12", "none", "" for what is missing. */
typedef char value_text[96];
static value_text now[MODEL_TASKS][MODEL_OFFICES][MODEL_FIELDS];
static value_text kept[MODEL_TASKS][MODEL_OFFICES][MODEL_FIELDS];
static unsigned long long kept_until; /* an entry; 0: nothing is kept */

void
seen_differ(const char *what, const char *got, const char *wanted)
{
    if (seen_wrong++ < 5) {
        fprintf(stderr, "# after event c%u: %s: got \"%s\", wanted \"%s\"\n",
                county.said, what, got, wanted);
    }
}

void
seen_compare(const char *what, long long got, long long wanted)
{
    char a[32], b[32];
    if (got != wanted) {
        snprintf(a, sizeof a, "%lld", got);
        snprintf(b, sizeof b, "%lld", wanted);
        seen_differ(what, a, b);
    }
}

const char *
seen_source(const char *role, const char *code)
{
    static char text[64];
    snprintf(text, sizeof text, "%s/%s", role, code);
    return text;
}

/* ---- what is found ------------------------------------------------------- */

/* An effect is of one field, or of all of a form that are alike. */
static void
take_effect(const struct dg_json *effect, size_t fields,
            long long got[MODEL_FIELDS][4])
{
    struct dg_str pointer = dg_json_get_str(effect, "pointer");
    const char *at = memmem(pointer.data, pointer.len, "/fields/", 8);
    size_t first = at ? (size_t) atoi(at + 8) : 0;
    size_t end = at ? first + 1 : fields;
    enum model_class class = county_is(effect, "kind", "prefill") ? MODEL_KNOWN
                             : county_is(effect, "cause", "derivable")
                                 ? MODEL_DERIVABLE
                                 : MODEL_SHARED;
    int64_t offices = 0, quantity = 0;
    dg_json_to_i64(dg_json_get(effect, "offices"), &offices);
    dg_json_to_i64(dg_json_get(effect, "quantity"), &quantity);
    seen_compare("fields of an effect", quantity, (long long) (end - first));
    for (size_t f = first; f < end && f < MODEL_FIELDS; f++) {
        got[f][class] += offices;
    }
}

/* What is found of each field must be what the model says of each office; what
 * is not found is new. */
void
seen_check_classes(const struct dg_json *reply, const struct model_task *task)
{
    long long got[MODEL_FIELDS][4] = {{0}};
    const struct dg_json *finding = dg_json_get(reply, "findings");
    for (finding = finding ? finding->child : NULL; finding;
         finding = finding->next) {
        const struct dg_json *effect = dg_json_get(finding, "effects");
        for (effect = effect ? effect->child : NULL; effect;
             effect = effect->next) {
            take_effect(effect, task->form->count, got);
        }
    }
    model.along = task->form;
    for (size_t f = 0; f < task->form->count; f++) {
        long long wanted[4] = {0};
        char what[64];
        for (int o = 0; o < MODEL_OFFICES; o++) {
            if (task->asks[o]) {
                wanted[model_class_of(&model, task->form->fields[f].figure,
                                      task->period, o)]++;
            }
        }
        snprintf(what, sizeof what, "offices that share field %zu", f);
        seen_compare(what, got[f][MODEL_SHARED], wanted[MODEL_SHARED]);
        snprintf(what, sizeof what, "offices that derive field %zu", f);
        seen_compare(what, got[f][MODEL_DERIVABLE], wanted[MODEL_DERIVABLE]);
        snprintf(what, sizeof what, "offices whose field %zu is known", f);
        seen_compare(what, got[f][MODEL_KNOWN], wanted[MODEL_KNOWN]);
    }
    model.along = NULL;
}

/* ---- the worksheet ------------------------------------------------------ */

static int
find_period(struct dg_str text)
{
    for (int i = 0; i < MODEL_PERIODS; i++) {
        if (dg_str_is(text, model_periods[i])) {
            return i;
        }
    }
    return -1;
}

static bool
read_row(const struct dg_json *cell, struct seen_row *row)
{
    row->period = find_period(dg_json_get_str(cell, "period"));
    for (int i = 0; i < MODEL_FIGURES; i++) {
        if (county_is(cell, "label", model_figures[i].label) &&
            county_is(cell, "definition", model_figures[i].definition)) {
            struct dg_str code = dg_json_get_str(cell, "element");
            snprintf(county.codes[i], sizeof county.codes[i], "%.*s",
                     (int) code.len, code.data);
            row->figure = i;
            return row->period >= 0;
        }
    }
    return false;
}

size_t
seen_read_worksheet(int office, struct seen_row rows[SEEN_ROWS])
{
    char after[256] = "";
    size_t count = 0;
    do {
        const struct dg_json *reply =
            county_say(&county, "worksheet.read",
                       seen_source("office", model_offices[office]),
                       "{\"limit\":%u%s}", 1 + model_pick(&model, 40), after);
        const struct dg_json *result = dg_json_get(reply, "result");
        const struct dg_json *cell = dg_json_get(result, "cells");
        struct dg_str next = dg_json_get_str(result, "next");
        for (cell = cell ? cell->child : NULL; cell && count < SEEN_ROWS;
             cell = cell->next) {
            if (!read_row(cell, &rows[count++])) {
                seen_differ("a row of the worksheet", "another", "a figure");
            }
        }
        if (!result) {
            seen_differ("worksheet.read", "no result", "a result");
        }
        snprintf(after, sizeof after, ",\"after\":\"%.*s\"", (int) next.len,
                 next.data);
        if (next.len == 0) {
            break;
        }
    } while (count < SEEN_ROWS);
    return count;
}

/* Every open cell is there, once, and no other. */
void
seen_check_worksheet(int office)
{
    struct seen_row rows[SEEN_ROWS];
    size_t count = seen_read_worksheet(office, rows);
    int found[MODEL_FIGURES][MODEL_PERIODS] = {{0}};
    for (size_t i = 0; i < count; i++) {
        found[rows[i].figure][rows[i].period]++;
    }
    for (int f = 0; f < MODEL_FIGURES; f++) {
        for (int p = 0; p < MODEL_PERIODS; p++) {
            char what[128];
            snprintf(what, sizeof what, "%s of %s on the worksheet of %s",
                     model_figures[f].label, model_periods[p],
                     model_offices[office]);
            seen_compare(what, found[f][p], model_open(&model, f, p, office));
        }
    }
}

/* ---- what departments get ----------------------------------------------- */

static void
check_value(const struct model_task *task, size_t f, int office,
            const struct dg_json *value)
{
    const struct model_field *field = &task->form->fields[f];
    struct model_value wanted =
        model_ask(&model, field->figure, task->period, office, task->review);
    char text[64] = "", what[160], got[128];
    struct dg_str given = dg_json_get_str(value, "value");
    if (wanted.there && !wanted.none) {
        model_give(field, wanted.number, text);
    }
    snprintf(got, sizeof got, "%.*s%s%s%s%s", (int) given.len, given.data,
             dg_json_get(value, "missing") ? " missing" : "",
             dg_json_get(value, "none") ? " none" : "",
             dg_json_get(value, "asof") ? " older" : "",
             dg_json_get(value, "derived") ? " derived" : "");
    if (!wanted.there) {
        strcat(text, " missing");
    } else {
        strcat(text, wanted.none ? " none" : "");
        strcat(text, wanted.older ? " older" : "");
        strcat(text, wanted.derived ? " derived" : "");
    }
    snprintf(now[task - model.tasks][office][f], sizeof(value_text), "%.*s%s",
             (int) given.len, given.data,
             dg_json_get(value, "none") ? "none" : "");
    if (strcmp(got, text) != 0) {
        snprintf(what, sizeof what, "%s of %s for %s in task %llu",
                 model_figures[field->figure].label,
                 model_periods[task->period], model_offices[office],
                 task->number);
        seen_differ(what, got, text);
    }
}

static int
find_office(struct dg_str code)
{
    for (int i = 0; i < MODEL_OFFICES; i++) {
        if (dg_str_is(code, model_offices[i])) {
            return i;
        }
    }
    return -1;
}

static void
check_row(const struct model_task *task, const struct dg_json *row,
          int seen[MODEL_OFFICES])
{
    int office = find_office(dg_json_get_str(row, "office"));
    const struct dg_json *values = dg_json_get(row, "values");
    if (office < 0) {
        seen_differ("an office in a report", "another", "one of ours");
        return;
    }
    seen[office]++;
    for (size_t f = 0; f < task->form->count; f++) {
        char name[32];
        snprintf(name, sizeof name, "f%zu", f);
        check_value(task, f, office, dg_json_get(values, name));
    }
}

/* A report has come when all of it is there. */
static void
check_counts(const struct model_task *task, const struct dg_json *result)
{
    int64_t expected = -1, received = -1;
    long long asked = 0, came = 0;
    for (int o = 0; o < MODEL_OFFICES; o++) {
        bool all = task->asks[o];
        for (size_t f = 0; f < task->form->count; f++) {
            all = all && model_ask(&model, task->form->fields[f].figure,
                                   task->period, o, task->review)
                             .there;
        }
        asked += task->asks[o];
        came += all;
    }
    dg_json_to_i64(dg_json_get(result, "expected"), &expected);
    dg_json_to_i64(dg_json_get(result, "received"), &received);
    seen_compare("reports expected", expected, asked);
    seen_compare("reports received", received, came);
}

/* The county's sums of what may be summed. */
static void
check_totals(const struct model_task *task, const struct dg_json *result)
{
    const struct dg_json *county_row =
        county_find(dg_json_get(result, "totals"), "prefix", "522731");
    const struct dg_json *values = dg_json_get(county_row, "values");
    for (size_t f = 0; f < task->form->count; f++) {
        const struct model_field *field = &task->form->fields[f];
        long long sum = 0;
        int found = 0;
        char name[32], wanted[64] = "", got[64];
        struct dg_str given;
        for (int o = 0; o < MODEL_OFFICES; o++) {
            struct model_value value =
                model_ask(&model, field->figure, task->period, o, task->review);
            if (task->asks[o] && value.there) {
                sum += value.number;
                found++;
            }
        }
        snprintf(name, sizeof name, "f%zu", f);
        given = dg_json_get_str(dg_json_get(values, name), "value");
        snprintf(got, sizeof got, "%.*s", (int) given.len, given.data);
        if (found > 0 && field->figure <= MODEL_AREA) {
            model_give(field, sum, wanted);
        }
        if (strcmp(got, wanted) != 0) {
            seen_differ("a total", got, wanted);
        }
    }
}

void
seen_check_report(const struct model_task *task)
{
    char after[96] = "";
    int seen[MODEL_OFFICES] = {0};
    struct dg_str next;
    do {
        const struct dg_json *reply =
            county_say(&county, "report.read",
                       seen_source("department",
                                   model_departments[task->form->department]),
                       "{\"task\":%llu,\"limit\":%u%s}", task->number,
                       1 + model_pick(&model, 6), after);
        const struct dg_json *result = dg_json_get(reply, "result");
        const struct dg_json *row = dg_json_get(result, "rows");
        if (!result) {
            seen_differ("report.read", "no result", "a result");
        } else if (after[0] == '\0') {
            check_counts(task, result);
            check_totals(task, result);
        }
        for (row = row ? row->child : NULL; row; row = row->next) {
            check_row(task, row, seen);
        }
        next = dg_json_get_str(result, "next");
        snprintf(after, sizeof after, ",\"after\":\"%.*s\"", (int) next.len,
                 next.data);
    } while (next.len > 0);
    for (int o = 0; o < MODEL_OFFICES; o++) {
        seen_compare("rows of an office", seen[o], task->asks[o]);
    }
}

/* ---- what changed ------------------------------------------------------- */

void
seen_begin(void)
{
    seen_wrong = 0;
    kept_until = 0;
    memset(now, 0, sizeof now);
}

void
seen_forget(void)
{
    kept_until = 0;
}

/* Takes one change over into what is kept. */
static void
take_change(const struct dg_json *change)
{
    uint64_t number = dg_json_to_number(dg_json_get(change, "task"));
    int office = find_office(dg_json_get_str(change, "office"));
    struct dg_str field = dg_json_get_str(change, "field");
    const struct dg_json *value = dg_json_get(change, "new");
    struct dg_str text = dg_json_get_str(value, "value");
    for (size_t i = 0; i < model.task_count; i++) {
        if (model.tasks[i].number == number && office >= 0 && field.len == 2) {
            snprintf(kept[i][office][field.data[1] - '0'], sizeof(value_text),
                     "%.*s%s", (int) text.len, text.data,
                     dg_json_get(value, "none") ? "none" : "");
        }
    }
}

static void
read_changes(const char *department)
{
    char after[96] = "";
    struct dg_str next;
    do {
        const struct dg_json *reply = county_say(
            &county, "report.changes", seen_source("department", department),
            "{\"since\":%llu,\"limit\":%u%s}", kept_until,
            1 + model_pick(&model, 9), after);
        const struct dg_json *result = dg_json_get(reply, "result");
        const struct dg_json *change = dg_json_get(result, "changes");
        if (!change) {
            seen_differ("report.changes", "no result", "a result");
        }
        for (change = change ? change->child : NULL; change;
             change = change->next) {
            take_change(change);
        }
        next = dg_json_get_str(result, "next");
        snprintf(after, sizeof after, ",\"after\":\"%.*s\"", (int) next.len,
                 next.data);
    } while (next.len > 0);
}

/* What was there before must be what is there now; what was not has come. */
static void
compare_kept(size_t task, int office, size_t field)
{
    const char *was = kept[task][office][field];
    const char *is = now[task][office][field];
    char what[160];
    if (was[0] != '\0' && strcmp(was, is) != 0) {
        snprintf(what, sizeof what, "f%zu of task %llu for %s, after changes",
                 field, model.tasks[task].number, model_offices[office]);
        seen_differ(what, was, is);
    }
}

void
seen_check_changes(void)
{
    for (int i = 0; kept_until > 0 && i < 4; i++) {
        read_changes(model_departments[i]);
    }
    for (size_t i = 0; kept_until > 0 && i < model.task_count; i++) {
        for (int o = 0; o < MODEL_OFFICES; o++) {
            for (size_t f = 0; f < model.tasks[i].form->count; f++) {
                compare_kept(i, o, f);
            }
        }
    }
    memcpy(kept, now, sizeof kept);
    kept_until = county.sequence;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* report.review: a town passes what an office below it said, or returns cells
 * with a reason. That it is above, the gateway looked to. */
#include "plugins/form_dedup/cell/place.h"
#include "plugins/form_dedup/report/acted.h"
#include "plugins/form_dedup/report/depends.h"
#include "plugins/form_dedup/report/entered.h"
#include "plugins/form_dedup/report/report.h"
#include "plugins/form_dedup/text/text.h"

#define ROWS 8

/* Of the tariff, by dg_value_type. */
static const char *const rows[ROWS] = {
    "field.integer", "field.decimal", "field.text",   "field.date",
    "field.period",  "field.boolean", "field.option", "field.idnumber"};

struct review {
    const struct dg_form_dedup *plugin;
    const struct dg_plugin_event *event;
    struct dg_plugin_findings *findings; /* NULL in apply */
    const struct dg_ask_task *task;      /* NULL: there is none */
    uint32_t office;
    uint64_t upto;
    bool pass;
    size_t named; /* in data.cells */
};

static struct dg_plugin_str
text_of(const struct review *r, const char *name)
{
    const struct dg_plugin_host *host = r->plugin->host;
    return host->text(host->member(r->event->data, name));
}

static uint64_t
number_of(const struct review *r, const char *name)
{
    const struct dg_plugin_host *host = r->plugin->host;
    return (uint64_t) host->integer(host->member(r->event->data, name), 0);
}

static struct review
begin(const struct dg_form_dedup *plugin, const struct dg_plugin_event *event)
{
    const struct dg_plugin_host *host = plugin->host;
    struct review r = {.plugin = plugin, .event = event};
    r.task = dg_asks_task(plugin->asks, number_of(&r, "task"));
    r.office = host->office_number(host, text_of(&r, "office"));
    r.upto = number_of(&r, "upto");
    r.pass = dg_text_is(text_of(&r, "verdict"), "pass");
    r.named = host->count(host->member(event->data, "cells"));
    return r;
}

#define SAY(r, ...) (r)->plugin->host->format((r)->findings, __VA_ARGS__)

static void
find(const struct review *r, enum dg_plugin_verdict verdict, const char *code,
     struct dg_plugin_str text, struct dg_plugin_str pointer)
{
    struct dg_plugin_finding finding = {.struct_size = sizeof finding,
                                        .rule = "report",
                                        .verdict = verdict,
                                        .code = code,
                                        .text = text,
                                        .pointer = pointer};
    r->plugin->host->add(r->findings, &finding);
}

/* ---- cells by name ------------------------------------------------------ */

struct search {
    uint32_t slot;
    bool found;
};

static bool
is_another(void *ctx, uint32_t slot)
{
    struct search *search = ctx;
    search->found = slot == search->slot;
    return !search->found;
}

/* Itself, or as what a figure of the task follows from. */
static bool
asks_slot(const struct review *r, uint32_t slot)
{
    struct search search = {slot, false};
    for (const struct dg_ask *ask = r->task->asks; ask && !search.found;
         ask = ask->sibling) {
        const struct dg_ask_group *group =
            dg_asks_group(r->plugin->asks, ask->group);
        for (uint32_t i = 0; i < group->form->field_count && !search.found;
             i++) {
            dg_depends_each(r->plugin, group, i, is_another, &search);
        }
    }
    return search.found;
}

/* The cell that is named, of those the task asks; false: there is none. */
static bool
read_key(const struct review *r, const struct dg_plugin_value *cell,
         struct dg_cell_key *key)
{
    const struct dg_plugin_host *host = r->plugin->host;
    const struct dg_element *element = dg_dictionary_coded(
        r->plugin->dictionary, host->text(host->member(cell, "element")));
    struct dg_plugin_str subject = host->text(host->member(cell, "subject"));
    char hex[33];
    dg_period period;
    if (!element ||
        !dg_period_read(host->text(host->member(cell, "period")), &period)) {
        return false;
    }
    *key = (struct dg_cell_key){
        dg_cells_slot(r->plugin->cells, element->number, period), r->office, 0};
    if (subject.len == 32) {
        memcpy(hex, subject.data, 32);
        hex[32] = '\0';
        key->subject = dg_cells_subject(r->plugin->cells, hex);
        if (key->subject == 0) {
            key->subject = UINT32_MAX;
        }
    }
    return key->slot != DG_SLOT_NONE && asks_slot(r, key->slot);
}

static void
check_cell(const struct review *r, const struct dg_plugin_value *cell,
           size_t index)
{
    const struct dg_plugin_host *host = r->plugin->host;
    struct dg_plugin_str pointer = SAY(r, "/data/cells/%zu", index);
    struct dg_plugin_str code = host->text(host->member(cell, "element"));
    struct dg_plugin_str period = host->text(host->member(cell, "period"));
    struct dg_cell_key key;
    struct dg_saying value;
    if (!read_key(r, cell, &key)) {
        find(r, DG_PLUGIN_REFUSE, "cell-not-asked",
             period.len > 0
                 ? SAY(r, N_("task %llu asks no \"%.*s\" of %.*s"),
                       (unsigned long long) r->task->task, DG_TEXT_ARG(code),
                       DG_TEXT_ARG(period))
                 : SAY(r, N_("task %llu asks no \"%.*s\" without a period"),
                       (unsigned long long) r->task->task, DG_TEXT_ARG(code)),
             pointer);
    } else if (!dg_cells_value(r->plugin->cells, key, false, &value)) {
        find(r, DG_PLUGIN_REFUSE, "cell-empty",
             SAY(r, N_("\"%.*s\" has no value to review"), DG_TEXT_ARG(code)),
             pointer);
    } else if (value.sequence > r->upto) {
        find(r, DG_PLUGIN_REFUSE, "review-newer",
             SAY(r,
                 N_("\"%.*s\" was said anew by entry %llu, after what was "
                    "looked at"),
                 DG_TEXT_ARG(code), (unsigned long long) value.sequence),
             pointer);
    } else if (!r->pass && host->text(host->member(cell, "reason")).len == 0) {
        find(r, DG_PLUGIN_REFUSE, "reason-missing",
             SAY(r, N_("\"%.*s\" is returned without a reason"),
                 DG_TEXT_ARG(code)),
             pointer);
    }
}

/* ---- all cells of the task ---------------------------------------------- */

/* What is done with each. */
struct walk {
    const struct review *r;
    bool (*each)(struct walk *walk, struct dg_cell_key key);
    const struct dg_ask_group *group;
    const struct dg_form_list *list;
    const struct dg_saying *saying; /* of apply */
    uint32_t slot, subject;         /* of a column, of a row */
    size_t ready, newer;            /* of decide */
    bool failed;
};

/* What a figure follows from is passed with it: who is asked for no more than
 * that it follows from has nothing else to pass. */
static bool
walk_slot(void *ctx, uint32_t slot)
{
    struct walk *walk = ctx;
    struct dg_cell_key key = {slot, walk->r->office, walk->subject};
    walk->failed = !walk->each(walk, key);
    return !walk->failed;
}

static bool
walk_subject(void *ctx, uint32_t subject)
{
    struct walk *walk = ctx;
    walk->subject = subject;
    for (uint32_t i = 0; i < walk->list->count && !walk->failed; i++) {
        dg_depends_each(walk->r->plugin, walk->group, walk->list->first + i,
                        walk_slot, walk);
    }
    walk->subject = 0;
    return !walk->failed;
}

static bool
walk_said(void *ctx, uint32_t subject)
{
    struct walk *walk = ctx;
    struct dg_cell_key key = {walk->slot, walk->r->office, subject};
    walk->failed = !walk->each(walk, key);
    return !walk->failed;
}

static bool
walk_column(void *ctx, uint32_t slot)
{
    struct walk *walk = ctx;
    walk->slot = slot;
    dg_cells_each_said(walk->r->plugin->cells, slot, walk->r->office, walk_said,
                       walk);
    return !walk->failed;
}

/* Whatever was said in the list's columns, in whichever rows: what is a row
 * hangs on entries that may be erased. */
static void
walk_columns(struct walk *walk)
{
    for (uint32_t i = 0; i < walk->list->count && !walk->failed; i++) {
        dg_depends_each(walk->r->plugin, walk->group, walk->list->first + i,
                        walk_column, walk);
    }
}

/* The list's own cell, then those of its rows, in apply of all there ever were.
 */
static void
walk_list(struct walk *walk, const struct dg_form_list *list)
{
    uint32_t slot = walk->group->slots[list->key];
    walk->list = list;
    if (slot == DG_SLOT_NONE) {
        return;
    }
    dg_depends_each(walk->r->plugin, walk->group, list->key, walk_slot, walk);
    if (walk->saying) {
        walk_columns(walk);
    } else if (!walk->failed) {
        dg_cells_each_subject(walk->r->plugin->cells, slot, walk->r->office,
                              walk_subject, walk);
    }
}

static void
walk_all(struct walk *walk)
{
    const struct review *r = walk->r;
    for (const struct dg_ask *ask = r->task->asks; ask; ask = ask->sibling) {
        const struct dg_form *form;
        walk->group = dg_asks_group(r->plugin->asks, ask->group);
        form = walk->group->form;
        for (uint32_t i = 0; i < form->plain_count && !walk->failed; i++) {
            dg_depends_each(r->plugin, walk->group, i, walk_slot, walk);
        }
        for (uint32_t i = 0; i < form->list_count && !walk->failed; i++) {
            walk_list(walk, &form->lists[i]);
        }
    }
}

/* Waits for a pass: said, and not passed as it stands. */
static bool
count_ready(struct walk *walk, struct dg_cell_key key)
{
    const struct dg_cells *cells = walk->r->plugin->cells;
    struct dg_saying value, passed;
    bool said = dg_cells_value(cells, key, false, &value);
    bool there = dg_cells_value(cells, key, true, &passed);
    if ((said || there) &&
        (said != there || value.sequence != passed.sequence)) {
        walk->ready += !said || value.sequence <= walk->r->upto;
        walk->newer += said && value.sequence > walk->r->upto;
    }
    return true;
}

static void
check_all(const struct review *r)
{
    struct walk walk = {.r = r, .each = count_ready};
    walk_all(&walk);
    if (walk.ready == 0) {
        find(r, DG_PLUGIN_REFUSE, "review-nothing",
             SAY(r,
                 N_("nothing of task %llu that was said up to entry %llu "
                    "waits to be passed"),
                 (unsigned long long) r->task->task,
                 (unsigned long long) r->upto),
             dg_text_from("/data/upto"));
    } else if (walk.newer > 0) {
        find(r, DG_PLUGIN_NOTE, "review-newer",
             SAY(r,
                 N_("%zu cells were said anew since, and wait for another "
                    "review"),
                 walk.newer),
             dg_text_from("/data/upto"));
    }
}

static bool
is_asked(const struct review *r)
{
    return r->task && r->task->review && r->office != DG_PLUGIN_NO_OFFICE &&
           r->plugin->host->audience_reaches(r->task->audience, r->office);
}

/* ---- rework ------------------------------------------------------------- */

/* The tariff's row of the cell, which is fine; NULL: it is none. */
static const char *
row_of(const struct review *r, const struct dg_plugin_value *cell)
{
    const struct dg_plugin_host *host = r->plugin->host;
    struct dg_cell_key key;
    struct dg_saying value;
    return read_key(r, cell, &key) &&
                   dg_cells_value(r->plugin->cells, key, false, &value) &&
                   value.sequence <= r->upto &&
                   host->text(host->member(cell, "reason")).len > 0
               ? rows[dg_dictionary_element(
                          r->plugin->dictionary,
                          dg_cells_at(r->plugin->cells, key.slot)->element)
                          ->type]
               : NULL;
}

/* What is returned is said once more: a fact for each type of value. */
static void
state_rework(const struct review *r)
{
    const struct dg_plugin_host *host = r->plugin->host;
    uint64_t counts[ROWS] = {0};
    char pointer[DG_ACTED_POINTER_SIZE], place[DG_PLACE_OFFICE_SIZE];
    struct dg_plugin_effect fact = {
        .kind = DG_PLUGIN_EFFECT_ANSWER,
        .pointer = dg_acted_pointer(r->task->task, pointer),
        .dimension = "rework",
        .offices = 1,
        .place = dg_place_of(r->office, place),
    };
    const struct dg_plugin_value *cell =
        host->first(host->member(r->event->data, "cells"));
    for (; cell; cell = host->next(cell)) {
        const char *row = row_of(r, cell);
        for (size_t i = 0; i < ROWS; i++) {
            counts[i] += row == rows[i];
        }
    }
    for (size_t i = 0; i < ROWS; i++) {
        fact.quantity = counts[i];
        fact.cause = rows[i];
        if (counts[i] > 0) {
            host->fact(r->findings, &fact);
        }
    }
}

/* ---- decide ------------------------------------------------------------- */

enum dg_plugin_status
dg_review_decide(struct dg_form_dedup *plugin,
                 const struct dg_plugin_event *event,
                 struct dg_plugin_findings *findings)
{
    const struct dg_plugin_host *host = plugin->host;
    const struct dg_plugin_value *cell =
        host->first(host->member(event->data, "cells"));
    struct review r = begin(plugin, event);
    r.findings = findings;
    if (!is_asked(&r)) {
        find(&r, DG_PLUGIN_REFUSE, "review-not-asked",
             SAY(&r, N_("task %llu asks no review of this office's report"),
                 (unsigned long long) number_of(&r, "task")),
             dg_text_from("/data/task"));
        return DG_PLUGIN_OK;
    }
    for (size_t i = 0; cell; cell = host->next(cell), i++) {
        check_cell(&r, cell, i);
    }
    if (r.named == 0 && r.pass) {
        check_all(&r);
    } else if (r.named == 0) {
        find(&r, DG_PLUGIN_REFUSE, "review-nothing",
             SAY(&r, N_("a return names the cells, each with a reason")),
             dg_text_from("/data"));
    } else if (!r.pass) {
        state_rework(&r);
    }
    return DG_PLUGIN_OK;
}

/* ---- apply -------------------------------------------------------------- */

static bool
say_passed(struct walk *walk, struct dg_cell_key key)
{
    return dg_cells_say(walk->r->plugin->cells, key, walk->saying);
}

enum dg_plugin_status
dg_review_apply(struct dg_form_dedup *plugin,
                const struct dg_plugin_event *event)
{
    const struct dg_plugin_host *host = plugin->host;
    const struct dg_plugin_value *cell =
        host->first(host->member(event->data, "cells"));
    struct review r = begin(plugin, event);
    struct dg_saying saying = {
        .sequence = event->sequence,
        .time_us = event->time_us,
        .who = dg_names_take(plugin->sources, event->source),
        .word = r.pass ? DG_WORD_PASSED : DG_WORD_RETURNED,
        .task = number_of(&r, "task"),
        .upto = r.upto};
    struct walk walk = {.r = &r, .each = say_passed, .saying = &saying};
    bool done = saying.who != DG_NAMES_NONE;
    if (!is_asked(&r)) {
        return DG_PLUGIN_OK;
    }
    if (done && r.named == 0 && r.pass) {
        walk_all(&walk);
    }
    for (; cell && done; cell = host->next(cell)) {
        struct dg_cell_key key;
        saying.text = r.pass ? (struct dg_plugin_str){0}
                             : host->text(host->member(cell, "reason"));
        done = !read_key(&r, cell, &key) ||
               dg_cells_say(plugin->cells, key, &saying);
    }
    return done && !walk.failed ? DG_PLUGIN_OK : DG_PLUGIN_FAILED;
}

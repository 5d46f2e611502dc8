/* SPDX-License-Identifier: Apache-2.0 */
/* report.submit and report.correct: taken as a whole or refused as a whole, and
 * what else there is to say of what is taken. */
#include "plugins/form_dedup/cell/value.h"
#include "plugins/form_dedup/report/answer.h"
#include "plugins/form_dedup/report/entered.h"
#include "plugins/form_dedup/report/report.h"
#include "plugins/form_dedup/report/submit_notes.h"
#include "plugins/form_dedup/report/sums.h"
#include "plugins/form_dedup/report/wanted.h"
#include "plugins/form_dedup/text/text.h"

static struct dg_entered
begin(const struct dg_form_dedup *plugin, const struct dg_plugin_event *event)
{
    return (struct dg_entered){
        .plugin = plugin,
        .event = event,
        .correct = dg_text_is(event->type, "dutygate.report.correct.v1")};
}

/* ---- decide ------------------------------------------------------------- */

/* Rows that would be there without this cell: those there are, and what the
 * submission adds and takes off. */
static uint32_t
count_rows(const struct dg_entered *entered, const struct dg_entered_cell *list)
{
    const struct dg_cells *cells = entered->plugin->cells;
    struct dg_cell_key key = dg_entered_key(entered, list);
    uint32_t rows = key.slot == DG_SLOT_NONE
                        ? 0
                        : dg_cells_rows(cells, key.slot, key.office);
    for (size_t i = 0; i < entered->count; i++) {
        const struct dg_entered_cell *row = &entered->cells[i];
        struct dg_saying value;
        bool there;
        if (row->wrong || row->element != list->element ||
            row->period != list->period || !row->subject[0]) {
            continue;
        }
        key = dg_entered_key(entered, row);
        there = key.slot != DG_SLOT_NONE &&
                dg_cells_value(cells, key, false, &value);
        rows += !there && row->word != DG_WORD_REMOVED;
        rows -= there && row->word == DG_WORD_REMOVED;
    }
    return rows;
}

static void
check_none(struct dg_entered *entered, struct dg_entered_cell *cell)
{
    const struct dg_plugin_host *host = entered->plugin->host;
    uint32_t rows;
    if (!cell->key || cell->subject[0] || cell->word != DG_WORD_NONE) {
        return;
    }
    rows = count_rows(entered, cell);
    if (rows > 0) {
        dg_entered_refuse(
            entered, cell, "list-not-empty",
            host->format(entered->findings,
                         N_("%.*s has %u rows: remove them before saying none"),
                         DG_TEXT_ARG(dg_entered_name(entered, cell)), rows));
    }
}

static void
refuse_all(struct dg_entered *entered, const char *code,
           struct dg_plugin_str text)
{
    struct dg_plugin_finding finding = {.struct_size = sizeof finding,
                                        .rule = "report",
                                        .verdict = DG_PLUGIN_REFUSE,
                                        .code = code,
                                        .text = text,
                                        .pointer = dg_text_from("/data")};
    entered->wrong++;
    entered->plugin->host->add(entered->findings, &finding);
}

/* A town names an office below it as if it were itself. */
static bool
speaks_for_another(const struct dg_entered *entered)
{
    const struct dg_plugin_event *event = entered->event;
    const struct dg_plugin_host *host = entered->plugin->host;
    return event->onbehalf.len == 0 &&
           host->office_number(host, event->principal) != entered->office;
}

static void
check_cells(struct dg_entered *entered)
{
    for (size_t i = 0; i < entered->count; i++) {
        struct dg_entered_cell *cell = &entered->cells[i];
        if (!cell->wrong) {
            dg_wanted_check(entered, cell);
        }
        if (!cell->wrong) {
            check_none(entered, cell);
        }
    }
}

static bool
check(struct dg_entered *entered)
{
    bool done;
    const struct dg_plugin_host *host = entered->plugin->host;
    if (entered->office == DG_PLUGIN_NO_OFFICE) {
        refuse_all(
            entered, "office-unknown",
            host->format(entered->findings, N_("no roster has this office")));
        return true;
    }
    if (speaks_for_another(entered)) {
        refuse_all(entered, "behalf-missing",
                   host->format(entered->findings,
                                N_("say it on behalf of the office "
                                   "(onbehalf), so that it is marked")));
        return true;
    }
    if (entered->count == 0) {
        refuse_all(
            entered, "report-empty",
            host->format(entered->findings, N_("it says nothing of any cell")));
        return true;
    }
    check_cells(entered);
    done = dg_sums_check(entered);
    if (entered->wrong > DG_ENTERED_SAID_MAX) {
        refuse_all(entered, "cells-wrong",
                   host->format(entered->findings,
                                N_("%zu more cells are wrong"),
                                entered->wrong - DG_ENTERED_SAID_MAX));
    }
    return done;
}

enum dg_plugin_status
dg_submit_decide(struct dg_form_dedup *plugin,
                 const struct dg_plugin_event *event,
                 struct dg_plugin_findings *findings)
{
    struct dg_entered entered = begin(plugin, event);
    bool done;
    entered.findings = findings;
    done = dg_asks_settle(plugin->asks) && dg_entered_read(&entered) &&
           check(&entered);
    if (done && entered.wrong == 0) {
        dg_submit_notes_add(&entered);
    }
    done = done &&
           (entered.office == DG_PLUGIN_NO_OFFICE || dg_answer_state(&entered));
    dg_entered_finish(&entered);
    return done ? DG_PLUGIN_OK : DG_PLUGIN_FAILED;
}

/* ---- apply -------------------------------------------------------------- */

static bool
say(struct dg_entered *entered, const struct dg_entered_cell *cell,
    struct dg_saying *saying)
{
    struct dg_cells *cells = entered->plugin->cells;
    struct dg_cell_key key = {
        dg_cells_take_slot(cells, cell->element->number, cell->period),
        entered->office, 0};
    if (cell->subject[0]) {
        key.subject = dg_cells_take_subject(cells, cell->subject);
    }
    if (key.slot == DG_SLOT_NONE || (cell->subject[0] && key.subject == 0)) {
        return false;
    }
    saying->word = cell->word;
    saying->text = cell->text;
    saying->unit = cell->unit;
    return dg_cells_say(cells, key, saying);
}

/* What is wrong is passed over: it gets here only where the rule observes. */
enum dg_plugin_status
dg_submit_apply(struct dg_form_dedup *plugin,
                const struct dg_plugin_event *event)
{
    const struct dg_plugin_host *host = plugin->host;
    struct dg_entered entered = begin(plugin, event);
    struct dg_saying saying = {
        .sequence = event->sequence,
        .time_us = event->time_us,
        .who = dg_names_take(plugin->sources, event->source),
        .behalf = event->onbehalf.len > 0,
        .correct = entered.correct,
        .reason = host->text(host->member(event->data, "reason"))};
    bool done = saying.who != DG_NAMES_NONE && dg_entered_read(&entered);
    for (size_t i = 0;
         done && i < entered.count && entered.office != DG_PLUGIN_NO_OFFICE;
         i++) {
        if (!entered.cells[i].wrong) {
            done = say(&entered, &entered.cells[i], &saying);
        }
    }
    dg_entered_finish(&entered);
    return done ? DG_PLUGIN_OK : DG_PLUGIN_FAILED;
}

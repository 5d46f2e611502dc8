/* SPDX-License-Identifier: Apache-2.0 */
/* Compares what was submitted with what stood there, with what follows from
 * other cells, and with the dates it was due. */
#include "plugins/form_dedup/report/submit_notes.h"

#include "plugins/form_dedup/cell/value.h"
#include "plugins/form_dedup/report/wanted.h"
#include "plugins/form_dedup/text/text.h"

/* Cells of one kind: how many, and the first. */
struct kind {
    size_t count;
    const struct dg_entered_cell *first;
};

static void
count(struct kind *kind, const struct dg_entered_cell *cell)
{
    if (kind->count++ == 0) {
        kind->first = cell;
    }
}

static void
add(const struct dg_entered *entered, const char *code,
    struct dg_plugin_str text, const struct dg_entered_cell *at)
{
    struct dg_plugin_finding finding = {.struct_size = sizeof finding,
                                        .rule = "report",
                                        .verdict = DG_PLUGIN_NOTE,
                                        .code = code,
                                        .text = text};
    finding.pointer =
        at ? dg_entered_pointer(entered, at) : dg_text_from("/data");
    entered->plugin->host->add(entered->findings, &finding);
}

#define SAY(entered, ...)                                                      \
    (entered)->plugin->host->format((entered)->findings, __VA_ARGS__)

/* ---- late --------------------------------------------------------------- */

static void
note_late(const struct dg_entered *entered)
{
    const struct dg_plugin_host *host = entered->plugin->host;
    struct kind late = {0};
    int64_t last_us = 0;
    char day[11];
    for (size_t i = 0; i < entered->count; i++) {
        int64_t due_us;
        if (dg_wanted_is_late(entered, &entered->cells[i], &due_us)) {
            count(&late, &entered->cells[i]);
            last_us = due_us > last_us ? due_us : last_us;
        }
    }
    if (late.count > 0) {
        host->date_format(host->date_of(last_us - 1), day);
        add(entered, "late",
            SAY(entered,
                N_("%zu of %zu values come after they were due, the last on "
                   "%s: they are taken, and marked as late"),
                late.count, entered->count, day),
            late.first);
    }
}

/* ---- what stood there --------------------------------------------------- */

static bool
is_as_before(const struct dg_entered_cell *cell, const struct dg_saying *value)
{
    if (cell->word != value->word) {
        return false;
    }
    return cell->word != DG_WORD_VALUE || cell->text.len == 0 ||
           (dg_text_equal(cell->text, value->text) &&
            dg_text_equal(cell->unit, value->unit));
}

/* True if it has a value, and that already. */
static bool
stands(const struct dg_entered *entered, const struct dg_entered_cell *cell)
{
    struct dg_cell_key key = dg_entered_key(entered, cell);
    struct dg_saying value;
    return key.slot != DG_SLOT_NONE &&
           dg_cells_value(entered->plugin->cells, key, false, &value) &&
           is_as_before(cell, &value);
}

static void
note_before(const struct dg_entered *entered)
{
    struct kind same = {0}, other = {0};
    for (size_t i = 0; i < entered->count; i++) {
        const struct dg_entered_cell *cell = &entered->cells[i];
        struct dg_cell_key key = dg_entered_key(entered, cell);
        struct dg_saying value;
        if (key.slot != DG_SLOT_NONE &&
            dg_cells_value(entered->plugin->cells, key, false, &value)) {
            count(is_as_before(cell, &value) ? &same : &other, cell);
        }
    }
    if (same.count > 0) {
        add(entered, "unchanged",
            SAY(entered, N_("%zu of %zu values stood like this already"),
                same.count, entered->count),
            same.first);
    }
    if (other.count > 0 && !entered->correct) {
        add(entered, "overwrites",
            SAY(entered,
                N_("%zu of %zu values take the place of others, which are "
                   "kept"),
                other.count, entered->count),
            other.first);
    }
}

/* ---- what follows ------------------------------------------------------- */

/* Some part of it is in the same submission: what follows is not known yet. */
static bool
has_part(const struct dg_entered *entered, const struct dg_entered_cell *cell)
{
    for (uint32_t i = 0; i < cell->element->part_count; i++) {
        if (dg_entered_find(entered, cell->element->parts[i], cell->period,
                            cell->subject)) {
            return true;
        }
    }
    return false;
}

static bool
follows(const struct dg_entered *entered, const struct dg_entered_cell *cell,
        struct dg_derived *derived)
{
    const struct dg_element *element = cell->element;
    dg_period period;
    bool coarse = !dg_element_period(element, cell->period, &period);
    struct dg_derive_question question = {.element = element->number,
                                          .period = cell->period,
                                          .office = entered->office,
                                          .rollup = coarse ? element->time
                                                           : DG_ROLLUP_NONE,
                                          .unsaid = true};
    if (cell->subject[0] || cell->key || cell->word != DG_WORD_VALUE ||
        (coarse && element->time == DG_ROLLUP_NONE) ||
        has_part(entered, cell)) {
        return false;
    }
    dg_derive_value(entered->plugin->cells, &question, derived);
    return derived->origin != DG_ORIGIN_MISSING && !derived->none;
}

static bool
differs(const struct dg_entered *entered, const struct dg_entered_cell *cell,
        const struct dg_derived *follows)
{
    const struct dg_dictionary *dictionary = entered->plugin->dictionary;
    struct dg_plugin_str unit = cell->element->unit;
    bool differ;
    mpq_t said, derived;
    mpq_inits(said, derived, NULL);
    differ = dg_value_convert(dictionary, cell->text,
                              cell->unit.len ? cell->unit : unit, unit, said) &&
             dg_value_number(dg_derived_text(follows), derived) &&
             !mpq_equal(said, derived);
    mpq_clears(said, derived, NULL);
    return differ;
}

static void
note_rollups(const struct dg_entered *entered)
{
    for (size_t i = 0; i < entered->count; i++) {
        const struct dg_entered_cell *cell = &entered->cells[i];
        struct dg_derived derived;
        if (follows(entered, cell, &derived) &&
            differs(entered, cell, &derived)) {
            add(entered, "differs-from-rollup",
                SAY(entered,
                    N_("%.*s is given as %.*s, and follows from other cells as "
                       "%s"),
                    DG_TEXT_ARG(dg_entered_name(entered, cell)),
                    DG_TEXT_ARG(cell->text), derived.text),
                cell);
        }
    }
}

/* ---- who gets a correction ---------------------------------------------- */

#define NAMES_MAX 32

struct names {
    const struct dg_entered *entered;
    const struct dg_entered_cell *cell;
    struct dg_plugin_str sources[NAMES_MAX];
    size_t count;
};

static bool
name_asker(void *ctx, const struct dg_ask_task *task, const struct dg_ask *ask,
           uint32_t field)
{
    struct names *names = ctx;
    const struct dg_form *form =
        dg_asks_group(names->entered->plugin->asks, ask->group)->form;
    bool entitled = task->ended_us == 0 || dg_text_is(task->end, "expired");
    if (!entitled || !dg_wanted_fits(names->cell, form, field)) {
        return true;
    }
    for (size_t i = 0; i < names->count; i++) {
        if (dg_text_equal(names->sources[i], task->source)) {
            return true;
        }
    }
    names->sources[names->count++] = task->source;
    return names->count < NAMES_MAX;
}

static void
note_corrected(const struct dg_entered *entered)
{
    const struct dg_plugin_host *host = entered->plugin->host;
    struct names names = {.entered = entered};
    struct dg_plugin_str list = {0};
    for (size_t i = 0; i < entered->count && names.count < NAMES_MAX; i++) {
        struct dg_cell_key key = dg_entered_key(entered, &entered->cells[i]);
        names.cell = &entered->cells[i];
        if (key.slot != DG_SLOT_NONE && !stands(entered, names.cell)) {
            dg_asks_each(entered->plugin->asks, key.slot, key.office,
                         name_asker, &names);
        }
    }
    for (size_t i = 0; i < names.count; i++) {
        struct dg_plugin_str name = host->source_name(host, names.sources[i]);
        list = SAY(entered, "%.*s%s%.*s", DG_TEXT_ARG(list), i ? ", " : "",
                   DG_TEXT_ARG(name));
    }
    if (names.count > 0) {
        add(entered, "corrected",
            SAY(entered, N_("the new values count at once for %.*s"),
                DG_TEXT_ARG(list)),
            NULL);
    }
}

/* ---- all ---------------------------------------------------------------- */

void
dg_submit_notes_add(struct dg_entered *entered)
{
    const struct dg_plugin_event *event = entered->event;
    if (event->onbehalf.len > 0) {
        add(entered, "entered-on-behalf",
            SAY(entered, N_("entered by %.*s on behalf of office/%.*s (代录)"),
                DG_TEXT_ARG(event->source), DG_TEXT_ARG(event->onbehalf)),
            NULL);
    }
    if (entered->correct) {
        note_corrected(entered);
    } else {
        note_late(entered);
    }
    note_before(entered);
    note_rollups(entered);
}

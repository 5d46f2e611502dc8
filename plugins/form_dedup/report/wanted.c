/* SPDX-License-Identifier: Apache-2.0 */
/* Goes through those who asked a cell. What they ask together, sums and whole
 * rows, is not looked at here. */
#include "plugins/form_dedup/report/wanted.h"

#include "plugins/form_dedup/cell/value.h"
#include "plugins/form_dedup/text/text.h"

#define ENDED_SHOWN 3

/* What those who asked it say of a cell. */
struct wanted {
    struct dg_entered *entered;
    struct dg_entered_cell *cell;
    unsigned asked, open;
    const struct dg_form_field *checked; /* last, or NULL */
    unsigned ended;
    struct dg_plugin_str ends; /* "task 12 of 县民政局 (withdrawn), …" */
};

#define SAY(entered, ...)                                                      \
    (entered)->plugin->host->format((entered)->findings, __VA_ARGS__)

bool
dg_wanted_fits(const struct dg_entered_cell *cell, const struct dg_form *form,
               uint32_t field)
{
    const struct dg_form_field *asked = &form->fields[field];
    const struct dg_form_list *list =
        asked->list >= 0 ? &form->lists[asked->list] : NULL;
    if (!cell->subject[0] && !cell->key) {
        return !list;
    }
    if (!list || (!cell->subject[0] && list->key != field)) {
        return false;
    }
    return !cell->key || form->fields[list->key].element == cell->key->number;
}

/* ---- what they want ----------------------------------------------------- */

static bool
is_number(enum dg_value_type type)
{
    return type == DG_VALUE_INTEGER || type == DG_VALUE_DECIMAL;
}

/* number is beyond a limit, in the same unit. */
static bool
is_beyond(struct dg_plugin_str limit, const mpq_t number, int side)
{
    mpq_t bound;
    bool beyond;
    if (limit.len == 0) {
        return false;
    }
    mpq_init(bound);
    beyond = dg_number_read(limit, bound) && mpq_cmp(number, bound) * side > 0;
    mpq_clear(bound);
    return beyond;
}

/* In the requester's unit. */
static struct dg_plugin_str
name_limit(const struct wanted *w, struct dg_plugin_str limit,
           struct dg_plugin_str unit)
{
    return SAY(w->entered, "%.*s%s%.*s", DG_TEXT_ARG(limit),
               unit.len ? " " : "", DG_TEXT_ARG(unit));
}

static void
check_number(struct wanted *w, struct dg_plugin_str who,
             const struct dg_form_field *field, const mpq_t number)
{
    const struct dg_entered *entered = w->entered;
    struct dg_entered_cell *cell = w->cell;
    struct dg_plugin_str unit =
        field->unit.len ? field->unit : cell->element->unit;
    bool same =
        dg_text_equal(cell->unit.len ? cell->unit : cell->element->unit, unit);
    if (is_beyond(field->min, number, -1)) {
        dg_entered_refuse(w->entered, cell, "value-range",
                          SAY(entered, N_("%.*s: %.*s wants at least %.*s"),
                              DG_TEXT_ARG(dg_entered_name(entered, cell)),
                              DG_TEXT_ARG(who),
                              DG_TEXT_ARG(name_limit(w, field->min, unit))));
    } else if (is_beyond(field->max, number, 1)) {
        dg_entered_refuse(w->entered, cell, "value-range",
                          SAY(entered, N_("%.*s: %.*s wants at most %.*s"),
                              DG_TEXT_ARG(dg_entered_name(entered, cell)),
                              DG_TEXT_ARG(who),
                              DG_TEXT_ARG(name_limit(w, field->max, unit))));
    } else if (field->decimals >= 0 && same &&
               dg_number_decimals(cell->text) > field->decimals) {
        dg_entered_refuse(
            w->entered, cell, "value-decimals",
            SAY(entered,
                N_("%.*s: %.*s wants at most %d places behind the point"),
                DG_TEXT_ARG(dg_entered_name(entered, cell)), DG_TEXT_ARG(who),
                field->decimals));
    }
}

/* Limits are in the unit of who sets them; places behind the point are counted
 * only in that unit, for what is converted is rounded. */
static void
check_wanted(struct wanted *w, const struct dg_ask_task *task,
             const struct dg_form_field *field)
{
    const struct dg_form_dedup *plugin = w->entered->plugin;
    const struct dg_element *element = w->cell->element;
    mpq_t number;
    mpq_init(number);
    if (dg_value_convert(plugin->dictionary, w->cell->text,
                         w->cell->unit.len ? w->cell->unit : element->unit,
                         field->unit.len ? field->unit : element->unit,
                         number)) {
        check_number(w, plugin->host->source_name(plugin->host, task->source),
                     field, number);
    }
    mpq_clear(number);
}

/* ---- who asked ---------------------------------------------------------- */

static const char *
translate_end(const struct dg_entered *entered, struct dg_plugin_str end)
{
    static const char *const ends[] = {N_("withdrawn"), N_("refused"),
                                       N_("lapsed"),    N_("expired"),
                                       N_("declined"),  N_("erased")};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (dg_text_is(end, ends[i])) {
            return entered->plugin->host->translate(ends[i]);
        }
    }
    return "";
}

static void
note_ended(struct wanted *w, const struct dg_ask_task *task)
{
    const struct dg_plugin_host *host = w->entered->plugin->host;
    struct dg_plugin_str name = host->source_name(host, task->source);
    if (w->ended++ < ENDED_SHOWN) {
        w->ends = SAY(w->entered, N_("%.*s%stask %llu of %.*s (%s)"),
                      DG_TEXT_ARG(w->ends), w->ended > 1 ? ", " : "",
                      (unsigned long long) task->task, DG_TEXT_ARG(name),
                      translate_end(w->entered, task->end));
    }
}

/* One that is named by its pseudonym is a row of the list already. */
static bool
is_row(const struct wanted *w, const struct dg_ask_group *group, uint32_t field)
{
    const struct dg_cells *cells = w->entered->plugin->cells;
    int16_t list = group->form->fields[field].list;
    struct dg_cell_key key = dg_entered_key(w->entered, w->cell);
    struct dg_saying value;
    if (!w->cell->subject[0] || w->cell->key) {
        return true;
    }
    key.slot = group->slots[group->form->lists[list].key];
    return dg_cells_value(cells, key, false, &value);
}

static bool
look(void *ctx, const struct dg_ask_task *task, const struct dg_ask *ask,
     uint32_t field)
{
    struct wanted *w = ctx;
    const struct dg_ask_group *group =
        dg_asks_group(w->entered->plugin->asks, ask->group);
    const struct dg_form *form = group->form;
    bool open = task->ended_us == 0;
    if (!dg_wanted_fits(w->cell, form, field) || !is_row(w, group, field)) {
        return true;
    }
    w->asked++;
    w->open += open;
    if (!open) {
        note_ended(w, task);
    }
    if (form->fields[field].rollup == DG_ROLLUP_DIFFERENCE) {
        return true; /* its limits are of what the total rose by */
    }
    if ((open || w->entered->correct) && w->cell->word == DG_WORD_VALUE &&
        w->cell->text.len > 0 && is_number(w->cell->element->type) &&
        w->checked != &form->fields[field]) {
        check_wanted(w, task, &form->fields[field]);
        w->checked = &form->fields[field]; /* by many tasks, mostly */
    }
    return true;
}

/* The cell of the period before. */
static bool
has_last(const struct dg_entered *entered, struct dg_cell_key key,
         const struct dg_entered_cell *cell)
{
    const struct dg_cells *cells = entered->plugin->cells;
    struct dg_saying value;
    dg_period before;
    if (!dg_period_before(cell->period, false, &before)) {
        return false;
    }
    key.slot = dg_cells_slot(cells, cell->element->number, before);
    return key.slot != DG_SLOT_NONE &&
           dg_cells_value(cells, key, false, &value);
}

static void
refuse_unasked(struct wanted *w)
{
    struct dg_entered *entered = w->entered;
    struct dg_entered_cell *cell = w->cell;
    struct dg_plugin_str name = dg_entered_name(entered, cell);
    dg_period period;
    if (!dg_element_period(cell->element, cell->period, &period) ||
        period != cell->period) {
        dg_entered_refuse(
            entered, cell, "period-mismatch",
            SAY(entered,
                N_("%.*s: nobody asks it of this office for such a "
                   "period"),
                DG_TEXT_ARG(name)));
        return;
    }
    dg_entered_refuse(
        entered, cell, "cell-not-asked",
        SAY(entered, N_("nobody asks %.*s of this office"), DG_TEXT_ARG(name)));
}

static void
refuse_ended(struct wanted *w, bool filled)
{
    struct dg_entered *entered = w->entered;
    struct dg_plugin_str name = dg_entered_name(entered, w->cell);
    if (filled) {
        dg_entered_refuse(
            entered, w->cell, "cell-closed",
            SAY(entered,
                N_("%.*s is filled, and no open task asks it: correct it by "
                   "report.correct"),
                DG_TEXT_ARG(name)));
        return;
    }
    if (w->ended > ENDED_SHOWN) {
        w->ends = SAY(entered, N_("%.*s and %u more"), DG_TEXT_ARG(w->ends),
                      w->ended - ENDED_SHOWN);
    }
    dg_entered_refuse(entered, w->cell, "task-ended",
                      SAY(entered, N_("nobody asks %.*s any more: %.*s"),
                          DG_TEXT_ARG(name), DG_TEXT_ARG(w->ends)));
}

/* A list that was given takes rows that were forgotten. */
static bool
is_of_filled_list(const struct dg_entered *entered, struct dg_cell_key key,
                  const struct dg_entered_cell *cell)
{
    struct dg_saying value;
    dg_period period;
    if (!cell->key || !cell->subject[0]) {
        return false;
    }
    dg_element_period(cell->key, cell->period, &period);
    key.slot = dg_cells_slot(entered->plugin->cells, cell->key->number, period);
    key.subject = 0;
    return key.slot != DG_SLOT_NONE &&
           dg_cells_value(entered->plugin->cells, key, false, &value);
}

void
dg_wanted_check(struct dg_entered *entered, struct dg_entered_cell *cell)
{
    const struct dg_form_dedup *plugin = entered->plugin;
    struct dg_cell_key key = dg_entered_key(entered, cell);
    struct wanted w = {.entered = entered, .cell = cell};
    struct dg_saying value;
    bool filled = key.slot != DG_SLOT_NONE &&
                  dg_cells_value(plugin->cells, key, false, &value);
    if (entered->correct && !filled && !is_of_filled_list(entered, key, cell)) {
        dg_entered_refuse(entered, cell, "cell-empty",
                          SAY(entered, N_("%.*s has no value to correct"),
                              DG_TEXT_ARG(dg_entered_name(entered, cell))));
        return;
    }
    if (key.slot != DG_SLOT_NONE) {
        dg_asks_each(plugin->asks, key.slot, entered->office, look, &w);
    }
    if (!entered->correct && w.asked == 0) {
        refuse_unasked(&w);
    } else if (!entered->correct && w.open == 0) {
        refuse_ended(&w, filled);
    } else if (cell->word == DG_WORD_SAME && !has_last(entered, key, cell)) {
        dg_entered_refuse(entered, cell, "no-last-period",
                          SAY(entered,
                              N_("%.*s: the period before has no value"),
                              DG_TEXT_ARG(dg_entered_name(entered, cell))));
    }
}

/* ---- late --------------------------------------------------------------- */

struct late {
    const struct dg_entered *entered;
    const struct dg_entered_cell *cell;
    bool all; /* so far */
    int64_t due_us;
};

static bool
look_late(void *ctx, const struct dg_ask_task *task, const struct dg_ask *ask,
          uint32_t field)
{
    struct late *late = ctx;
    const struct dg_form *form =
        dg_asks_group(late->entered->plugin->asks, ask->group)->form;
    if (task->ended_us != 0 || !dg_wanted_fits(late->cell, form, field)) {
        return true;
    }
    if (task->due_us > late->due_us) {
        late->due_us = task->due_us;
    }
    late->all =
        task->due_us != 0 && task->due_us < late->entered->event->time_us;
    return late->all;
}

bool
dg_wanted_is_late(const struct dg_entered *entered,
                  const struct dg_entered_cell *cell, int64_t *due_us)
{
    struct late late = {entered, cell, false, 0};
    struct dg_cell_key key = dg_entered_key(entered, cell);
    if (key.slot != DG_SLOT_NONE) {
        dg_asks_each(entered->plugin->asks, key.slot, entered->office,
                     look_late, &late);
    }
    *due_us = late.due_us;
    return late.all;
}

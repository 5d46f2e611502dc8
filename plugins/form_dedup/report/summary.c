/* SPDX-License-Identifier: Apache-2.0 */
/* Counting reports: see summary.h. What cannot have come, for want of an
 * answer, is seen by the slots' sets of offices, before any cell is looked at.
 */
#include "plugins/form_dedup/report/summary.h"

#include "plugins/form_dedup/report/rates.h"

/* ---- one office --------------------------------------------------------- */

/* Only what was said of that very cell can answer it. */
static bool
is_bare(const struct dg_view *view, uint32_t field, uint32_t office)
{
    const struct dg_form_field *asked = &view->group->form->fields[field];
    const struct dg_element *element = dg_dictionary_element(
        view->plugin->dictionary,
        dg_cells_at(view->plugin->cells, view->group->slots[field])->element);
    return office < DG_PLUGIN_TOWNS && asked->rollup == DG_ROLLUP_NONE &&
           element->freshness == 0 && element->derivation == DG_DERIVED_NOT;
}

static bool
may_be_there(const struct dg_view *view, uint32_t field, uint32_t office)
{
    return !is_bare(view, field, office) ||
           roaring_bitmap_contains(
               dg_cells_at(view->plugin->cells, view->group->slots[field])
                   ->answered,
               office);
}

static bool
counts(const struct dg_view *view, uint32_t field, bool required)
{
    return dg_given_asked(view, field) &&
           (!required || view->group->form->fields[field].required);
}

static bool
add(const struct dg_view *view, uint32_t field, uint32_t office,
    int64_t *time_us)
{
    int64_t since = dg_given_since(
        view, (struct dg_given_key){.field = field, .office = office});
    *time_us = since > *time_us ? since : *time_us;
    return since > 0;
}

int64_t
dg_summary_came(const struct dg_view *view, uint32_t office)
{
    const struct dg_form *form = view->group->form;
    bool required = dg_form_requires(form);
    int64_t time_us = 0;
    for (uint32_t i = 0; i < form->plain_count; i++) {
        if (counts(view, i, required) && !may_be_there(view, i, office)) {
            return 0;
        }
    }
    for (uint32_t i = 0; i < form->plain_count; i++) {
        if (counts(view, i, required) && !add(view, i, office, &time_us)) {
            return 0;
        }
    }
    for (uint32_t i = 0; i < form->list_count; i++) {
        if (!add(view, form->lists[i].key, office, &time_us)) {
            return 0;
        }
    }
    return time_us;
}

/* Of all forms of the task. */
static int64_t
whole_came(const struct dg_view *view, uint32_t office)
{
    struct dg_view each = *view;
    int64_t time_us = 0;
    for (const struct dg_ask *ask = view->task->asks; ask; ask = ask->sibling) {
        int64_t came;
        each.group = dg_asks_group(view->plugin->asks, ask->group);
        came = dg_summary_came(&each, office);
        if (came == 0) {
            return 0;
        }
        time_us = came > time_us ? came : time_us;
    }
    return time_us;
}

/* ---- with what is supposed ---------------------------------------------- */

static bool
is_there(const struct dg_view *view, uint32_t field, uint32_t office)
{
    const struct dg_slot *slot =
        dg_cells_at(view->plugin->cells, view->group->slots[field]);
    struct dg_derive_question question = dg_given_question(
        view, (struct dg_given_key){.field = field, .office = office});
    struct dg_derived derived;
    if (question.rollup != DG_ROLLUP_DIFFERENCE &&
        roaring_bitmap_contains(slot->answered, office)) {
        return true;
    }
    dg_derive_value(view->plugin->cells, &question, &derived);
    return derived.origin != DG_ORIGIN_MISSING;
}

static bool
is_form_whole(const struct dg_view *view, uint32_t office)
{
    const struct dg_form *form = view->group->form;
    bool required = dg_form_requires(form), any = form->list_count > 0;
    for (uint32_t i = 0; i < form->plain_count; i++) {
        if (counts(view, i, required)) {
            any = true;
            if (!is_there(view, i, office)) {
                return false;
            }
        }
    }
    for (uint32_t i = 0; i < form->list_count; i++) {
        if (!dg_given_asked(view, form->lists[i].key) ||
            !is_there(view, form->lists[i].key, office)) {
            return false;
        }
    }
    return any;
}

bool
dg_summary_is_whole(const struct dg_view *view, uint32_t office)
{
    struct dg_view each = *view;
    for (const struct dg_ask *ask = view->task->asks; ask; ask = ask->sibling) {
        each.group = dg_asks_group(view->plugin->asks, ask->group);
        if (!is_form_whole(&each, office)) {
            return false;
        }
    }
    return view->task->asks != NULL;
}

/* ---- all ---------------------------------------------------------------- */

struct counting {
    const struct dg_view *view;
    bool whole;
    struct dg_summary *summary;
};

static bool
count_office(uint32_t office, void *ctx)
{
    struct counting *counting = ctx;
    const struct dg_view *view = counting->view;
    struct dg_summary *summary = counting->summary;
    const struct dg_plugin_host *host = view->plugin->host;
    int64_t came = counting->whole ? whole_came(view, office)
                                   : dg_summary_came(view, office);
    bool reached = host->audience_reaches(view->task->audience, office);
    summary->expected += reached;
    if (came == 0) {
        roaring_bitmap_add(summary->missing, office);
        return true;
    }
    summary->received++;
    summary->ontime += came <= view->task->due_us;
    if (!reached && summary->beyond == DG_PLUGIN_NO_OFFICE) {
        summary->beyond = office;
    }
    return true;
}

bool
dg_summary_make(const struct dg_view *view, const roaring_bitmap_t *offices,
                bool whole, struct dg_summary *summary)
{
    struct counting counting = {view, whole, summary};
    *summary = (struct dg_summary){
        .beyond = DG_PLUGIN_NO_OFFICE,
        .missing = roaring_bitmap_create(),
    };
    if (!summary->missing) {
        return false;
    }
    roaring_iterate(offices, count_office, &counting);
    return true;
}

static void
put_rate(const struct dg_print *print, const char *name, uint32_t part,
         uint32_t whole)
{
    char text[DG_RATES_SIZE];
    if (dg_rates_percent(part, whole, text)) {
        dg_print_word(print, name, text);
    }
}

void
dg_summary_put(const struct dg_print *print, const struct dg_summary *summary)
{
    dg_print_number(print, "expected", summary->expected);
    dg_print_number(print, "received", summary->received);
    dg_print_number(print, "ontime", summary->ontime);
    dg_print_open_object(print, "rates");
    if (summary->beyond != DG_PLUGIN_NO_OFFICE) {
        dg_print_office(print, "beyond", summary->beyond);
    } else {
        put_rate(print, "reporting", summary->received, summary->expected);
        put_rate(print, "ontime", summary->ontime, summary->expected);
        put_rate(print, "timeliness", summary->ontime, summary->received);
    }
    print->host->close_object(print->out);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* report.total: what offices said of one figure, added up where its element
 * allows that over space; of how many offices it is, and how many were asked.
 * Never of persons. What is missing stays missing: it is no 0, and counted. */
#include <gmp.h>
#include <stdio.h>

#include "plugins/form_dedup/cell/value.h"
#include "plugins/form_dedup/report/reader.h"
#include "plugins/form_dedup/report/report.h"
#include "plugins/form_dedup/text/print.h"

#define DEPTH 16 /* of what follows from what follows; circles are refused */

struct total {
    const struct dg_form_dedup *plugin;
    const struct dg_element *element;
    struct dg_derive_question question;
    roaring_bitmap_t *offices; /* that were asked, or have said something */
    mpq_t sum;
    uint32_t filled;
};

/* ---- whom --------------------------------------------------------------- */

static void
add_slot(struct total *total, uint32_t element, dg_period period)
{
    const struct dg_form_dedup *plugin = total->plugin;
    uint32_t number = dg_cells_slot(plugin->cells, element, period);
    const struct dg_slot *slot =
        number == DG_SLOT_NONE ? NULL : dg_cells_at(plugin->cells, number);
    for (uint32_t i = 0; slot && i < slot->group_count; i++) {
        const struct dg_ask_group *group =
            dg_asks_group(plugin->asks, slot->groups[i]);
        if (group->asks) {
            roaring_bitmap_or_inplace(total->offices, group->offices);
        }
    }
    if (slot) {
        roaring_bitmap_or_inplace(total->offices, slot->answered);
    }
}

/* Whose cells it may be made of. */
static void
add_cell(struct total *total, const struct dg_element *element,
         dg_period period, int depth)
{
    const struct dg_dictionary *dictionary = total->plugin->dictionary;
    add_slot(total, element->number, period);
    for (uint32_t i = 0; depth > 0 && i < element->part_count; i++) {
        const struct dg_element *part = dg_dictionary_element(
            dictionary, dg_dictionary_into(dictionary, element->parts[i]));
        dg_period of;
        if (dg_element_period(part, period, &of)) {
            add_cell(total, part, of, depth - 1);
        }
    }
}

/* Villages alone: a town's figure is their sum, or beside it. */
static bool
find_offices(struct total *total, struct dg_plugin_str prefix)
{
    dg_period first = total->question.period;
    uint32_t count = 1;
    if (total->question.rollup != DG_ROLLUP_NONE) {
        add_cell(total, total->element, first, DEPTH);
        count = dg_period_parts(first, total->element->period, &first);
    }
    for (uint32_t i = 0; i < count; i++) {
        add_cell(total, total->element, first + i, DEPTH);
    }
    roaring_bitmap_remove_range(total->offices, DG_PLUGIN_TOWNS,
                                (uint64_t) UINT32_MAX + 1);
    return dg_reader_narrow(total->plugin, prefix, total->offices);
}

/* ---- what --------------------------------------------------------------- */

static bool
is_summed(const struct dg_element *element)
{
    return element->space == DG_ROLLUP_SUM &&
           (element->type == DG_VALUE_INTEGER ||
            element->type == DG_VALUE_DECIMAL);
}

static struct dg_plugin_str
unit_of(const struct total *total, const struct dg_derived *derived)
{
    bool said =
        derived->origin == DG_ORIGIN_SAID || derived->origin == DG_ORIGIN_OLDER;
    return said && derived->saying.unit.len > 0 ? derived->saying.unit
                                                : total->element->unit;
}

static bool
add_office(uint32_t office, void *ctx)
{
    struct total *total = ctx;
    struct dg_derived derived;
    mpq_t number;
    total->question.office = office;
    dg_derive_value(total->plugin->cells, &total->question, &derived);
    if (derived.origin == DG_ORIGIN_MISSING) {
        return true;
    }
    total->filled++;
    if (is_summed(total->element) && !derived.none) {
        mpq_init(number);
        if (dg_value_convert(
                total->plugin->dictionary, dg_derived_text(&derived),
                unit_of(total, &derived), total->element->unit, number)) {
            mpq_add(total->sum, total->sum, number);
        } else {
            total->filled--;
        }
        mpq_clear(number);
    }
    return true;
}

static void
put_total(const struct total *total, const struct dg_print *print)
{
    char text[DG_NUMBER_SIZE];
    bool exact;
    print->host->open_object(print->out);
    dg_print_text(print, "element", total->element->code);
    dg_print_text(print, "label", total->element->label);
    dg_print_period(print, "period", total->question.period);
    if (is_summed(total->element) && total->filled > 0) {
        dg_number_write(total->sum, -1, text, &exact);
        dg_print_word(print, "value", text);
        dg_print_flag(print, "rounded", !exact);
    }
    dg_print_text(print, "unit", total->element->unit);
    dg_print_number(print, "filled", total->filled);
    dg_print_number(print, "offices",
                    roaring_bitmap_get_cardinality(total->offices));
    print->host->close_object(print->out);
}

/* ---- all ---------------------------------------------------------------- */

/* Of an element with periods one that is its own, or is made up of them. */
static bool
find_period(struct total *total, struct dg_plugin_str text)
{
    const struct dg_element *element = total->element;
    dg_period period = 0, own, first;
    if (text.len > 0 && !dg_period_read(text, &period)) {
        return false;
    }
    if (dg_element_period(element, period, &own)) {
        total->question.period = own;
        return true;
    }
    total->question.period = period;
    total->question.rollup = element->time;
    return period && element->time != DG_ROLLUP_NONE &&
           dg_period_parts(period, element->period, &first) > 0;
}

enum dg_plugin_status
dg_total_query(struct dg_form_dedup *plugin, struct dg_plugin_str name,
               const struct dg_plugin_value *params,
               struct dg_plugin_str reader, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = plugin->host;
    const struct dg_print print = {host, out};
    struct total total = {
        .plugin = plugin,
        .element = dg_dictionary_find(
            plugin->dictionary, host->text(host->member(params, "element")))};
    bool done;
    (void) name;
    (void) reader;
    if (!total.element || total.element->personal ||
        total.element->private_to != 0 ||
        !find_period(&total, host->text(host->member(params, "period")))) {
        return DG_PLUGIN_NOT_FOUND;
    }
    total.question.element = total.element->number;
    total.offices = roaring_bitmap_create();
    done = total.offices &&
           find_offices(&total, host->text(host->member(params, "prefix")));
    mpq_init(total.sum);
    if (done) {
        roaring_iterate(total.offices, add_office, &total);
        put_total(&total, &print);
    }
    mpq_clear(total.sum);
    if (total.offices) {
        roaring_bitmap_free(total.offices);
    }
    return done ? DG_PLUGIN_OK : DG_PLUGIN_FAILED;
}

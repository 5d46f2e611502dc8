/* SPDX-License-Identifier: Apache-2.0 */
/* Exact sums, each rounded once, in the requester's unit: by county, then by
 * town. How many values are in a sum is said with it. */
#include "plugins/form_dedup/report/totals.h"

#include <stdio.h>
#include <stdlib.h>

#define TOWN_DIVISOR 1000
#define COUNTY_DIVISOR 1000000
#define VALUES_MAX 20000 /* of an answer; the counties' come first */

struct office {
    uint64_t code;
    uint32_t number;
};

struct totals {
    const struct dg_reading *reading;
    struct office *offices;
    size_t office_count;
    size_t values; /* written */
};

static bool
is_summed(const struct dg_view *view, uint32_t field)
{
    return dg_given_asked(view, field) &&
           dg_dictionary_element(
               view->plugin->dictionary,
               dg_cells_at(view->plugin->cells, view->group->slots[field])
                   ->element)
                   ->space == DG_ROLLUP_SUM;
}

/* ---- one place ---------------------------------------------------------- */

static void
put_sum(struct totals *totals, uint32_t field, const struct office *offices,
        size_t count)
{
    const struct dg_view *view = &totals->reading->view;
    const struct dg_print *print = &totals->reading->print;
    const struct dg_form_field *asked = &view->group->form->fields[field];
    struct dg_given_key key = {.field = field};
    char text[DG_NUMBER_SIZE], name[80];
    uint32_t found = 0;
    bool exact = true;
    mpq_t sum, number;
    mpq_inits(sum, number, NULL);
    for (size_t i = 0; i < count; i++) {
        key.office = offices[i].number;
        if (dg_given_number(view, key, number)) {
            mpq_add(sum, sum, number);
            found++;
        }
    }
    dg_given_write(asked, sum, text, &exact);
    mpq_clears(sum, number, NULL);
    if (found > 0) {
        snprintf(name, sizeof name, "%.*s", (int) asked->name.len,
                 asked->name.data);
        dg_print_open_object(print, name);
        dg_print_word(print, "value", text);
        dg_print_number(print, "offices", found);
        dg_print_flag(print, "rounded", !exact);
        print->host->close_object(print->out);
        totals->values++;
    }
}

static void
put_place(struct totals *totals, uint64_t divisor, size_t first, size_t count)
{
    const struct dg_view *view = &totals->reading->view;
    const struct dg_print *print = &totals->reading->print;
    uint64_t prefix = totals->offices[first].code / divisor;
    char code[24], town[32];
    snprintf(code, sizeof code, "%0*llu", divisor == TOWN_DIVISOR ? 9 : 6,
             (unsigned long long) prefix);
    print->host->open_object(print->out);
    dg_print_word(print, "prefix", code);
    if (divisor == TOWN_DIVISOR) {
        snprintf(town, sizeof town, "%s000", code);
        dg_print_text(print, "name",
                      print->host->office_name(
                          print->host, print->host->office_number(
                                           print->host, dg_text_from(town))));
    }
    dg_print_number(print, "offices", count);
    dg_print_open_object(print, "values");
    for (uint32_t i = 0; i < view->group->form->plain_count; i++) {
        if (is_summed(view, i)) {
            put_sum(totals, i, &totals->offices[first], count);
        }
    }
    print->host->close_object(print->out);
    print->host->close_object(print->out);
}

/* Offices of one prefix stand together. */
static void
put_places(struct totals *totals, uint64_t divisor)
{
    size_t first = 0;
    for (size_t i = 1; i <= totals->office_count; i++) {
        if (i < totals->office_count &&
            totals->offices[i].code / divisor ==
                totals->offices[first].code / divisor) {
            continue;
        }
        if (totals->values < VALUES_MAX) {
            put_place(totals, divisor, first, i - first);
        }
        first = i;
    }
}

/* ---- all ---------------------------------------------------------------- */

static int
compare_offices(const void *a, const void *b)
{
    uint64_t x = ((const struct office *) a)->code;
    uint64_t y = ((const struct office *) b)->code;
    return (x > y) - (x < y);
}

/* Villages: what a town says itself is no part of its sum. */
static bool
take_office(uint32_t office, void *ctx)
{
    struct totals *totals = ctx;
    const struct dg_plugin_host *host = totals->reading->print.host;
    if (office < DG_PLUGIN_TOWNS) {
        totals->offices[totals->office_count++] =
            (struct office){host->office_code(host, office), office};
    }
    return true;
}

static bool
any_summed(const struct dg_view *view)
{
    for (uint32_t i = 0; i < view->group->form->plain_count; i++) {
        if (is_summed(view, i)) {
            return true;
        }
    }
    return false;
}

bool
dg_totals_put(const struct dg_reading *reading)
{
    const struct dg_print *print = &reading->print;
    struct totals totals = {.reading = reading};
    size_t room = roaring_bitmap_get_cardinality(reading->offices);
    if (!any_summed(&reading->view)) {
        return true;
    }
    totals.offices = calloc(room + 1, sizeof *totals.offices);
    if (!totals.offices) {
        return false;
    }
    roaring_iterate(reading->offices, take_office, &totals);
    if (totals.office_count > 0) {
        qsort(totals.offices, totals.office_count, sizeof *totals.offices,
              compare_offices);
        dg_print_open_array(print, "totals");
        put_places(&totals, COUNTY_DIVISOR);
        put_places(&totals, TOWN_DIVISOR);
        print->host->close_array(print->out);
    }
    free(totals.offices);
    return true;
}

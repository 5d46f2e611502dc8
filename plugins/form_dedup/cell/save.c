/* SPDX-License-Identifier: Apache-2.0 */
/* Writes all cells of which something was said, in the order of element codes,
 * periods, offices' codes and subjects' names. */
#include <stdlib.h>
#include <string.h>

#include "plugins/form_dedup/cell/store.h"
#include "plugins/form_dedup/text/print.h"

/* ---- order -------------------------------------------------------------- */

struct place {
    const struct dg_cell *cell;
    struct dg_plugin_str element;
    dg_period period;
    uint64_t office;
    const uint8_t *subject;
};

static int
compare(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    int order = dg_text_compare(x->element, y->element);
    if (order == 0) {
        order = (x->period > y->period) - (x->period < y->period);
    }
    if (order == 0) {
        order = (x->office > y->office) - (x->office < y->office);
    }
    return order ? order : memcmp(x->subject, y->subject, 16);
}

static struct place
place_of(const struct dg_cells *cells, const struct dg_cell *cell)
{
    const struct dg_slot *slot = dg_cells_at(cells, cell->key.slot);
    const struct dg_subject *subject =
        dg_chunks_at(&cells->subjects, cell->key.subject);
    return (struct place){
        cell, dg_dictionary_element(cells->dictionary, slot->element)->code,
        slot->period, cells->host->office_code(cells->host, cell->key.office),
        subject->name};
}

/* ---- writing ------------------------------------------------------------ */

/* As kept: what follows from other cells is not shown. */
static void
put_record(const struct dg_cells *cells, const struct dg_record *record,
           struct dg_plugin_writer *out)
{
    static const char *const words[] = {"value",   "none",   "same",
                                        "removed", "passed", "returned"};
    const struct dg_print print = {cells->host, out};
    const struct dg_said *said = dg_cells_said(cells, record);
    print.host->open_object(out);
    dg_print_word(&print, "word", words[record->word]);
    dg_print_text(&print, "text",
                  (struct dg_plugin_str){record->text, record->len});
    dg_print_text(
        &print, "unit",
        (struct dg_plugin_str){record->text + record->len, record->unit_len});
    dg_print_count(&print, "sequence", said->sequence);
    dg_print_count(&print, "time", (uint64_t) said->time_us);
    dg_print_text(&print, "by", dg_names_text(cells->sources, said->who));
    dg_print_count(&print, "behalf", said->behalf);
    dg_print_count(&print, "correct", said->correct);
    dg_print_text(&print, "reason",
                  (struct dg_plugin_str){said->reason, said->reason_len});
    dg_print_count(&print, "task", said->task);
    dg_print_count(&print, "upto", said->upto);
    print.host->close_object(out);
}

static void
put_cell(const struct dg_cells *cells, const struct place *place,
         struct dg_plugin_writer *out)
{
    const struct dg_print print = {cells->host, out};
    char subject[33];
    dg_cells_subject_name(cells, place->cell->key.subject, subject);
    print.host->open_object(out);
    dg_print_text(&print, "element", place->element);
    dg_print_period(&print, "period", place->period);
    dg_print_count(&print, "office", place->office);
    if (place->cell->key.subject != 0) {
        dg_print_word(&print, "subject", subject);
    }
    dg_print_open_array(&print, "said");
    for (const struct dg_record *at = place->cell->last; at; at = at->before) {
        put_record(cells, at, out);
    }
    print.host->close_array(out);
    print.host->close_object(out);
}

bool
dg_cells_save(const struct dg_cells *cells, struct dg_plugin_writer *out)
{
    uint32_t count = 0;
    struct place *places =
        calloc((size_t) cells->cells.count + 1, sizeof *places);
    cells->host->open_array(out);
    for (uint32_t i = 0; places && i < cells->cells.count; i++) {
        const struct dg_cell *cell = dg_chunks_at(&cells->cells, i);
        if (cell->last) {
            places[count++] = place_of(cells, cell);
        }
    }
    if (count > 0) {
        qsort(places, count, sizeof *places, compare);
    }
    for (uint32_t i = 0; i < count; i++) {
        put_cell(cells, &places[i], out);
    }
    cells->host->close_array(out);
    free(places);
    return places != NULL;
}

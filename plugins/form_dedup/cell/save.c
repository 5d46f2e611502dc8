/* SPDX-License-Identifier: Apache-2.0 */
/* Writes all cells of which something was said, in the order of element codes,
 * periods, offices' codes and subjects' names. */
#include <stdlib.h>
#include <string.h>

#include "plugins/form_dedup/cell/store.h"

static struct dg_plugin_str
str(const char *text)
{
    return (struct dg_plugin_str){text, strlen(text)};
}

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
    size_t len =
        x->element.len < y->element.len ? x->element.len : y->element.len;
    int order = memcmp(x->element.data, y->element.data, len);
    if (order == 0) {
        order = (x->element.len > y->element.len) -
                (x->element.len < y->element.len);
    }
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

static void
put_text(const struct dg_plugin_host *host, struct dg_plugin_writer *out,
         const char *name, struct dg_plugin_str text)
{
    if (text.len > 0) {
        host->put_name(out, name);
        host->put_text(out, text);
    }
}

static void
put_number(const struct dg_plugin_host *host, struct dg_plugin_writer *out,
           const char *name, uint64_t number)
{
    if (number != 0) {
        host->put_name(out, name);
        host->put_integer(out, (int64_t) number);
    }
}

/* As kept: what follows from other cells is not shown. */
static void
put_record(const struct dg_cells *cells, const struct dg_record *record,
           struct dg_plugin_writer *out)
{
    static const char *const words[] = {"value",   "none",   "same",
                                        "removed", "passed", "returned"};
    const struct dg_plugin_host *host = cells->host;
    const struct dg_said *said = dg_cells_said(cells, record);
    host->open_object(out);
    put_text(host, out, "word", str(words[record->word]));
    put_text(host, out, "text",
             (struct dg_plugin_str){record->text, record->len});
    put_text(
        host, out, "unit",
        (struct dg_plugin_str){record->text + record->len, record->unit_len});
    put_number(host, out, "sequence", said->sequence);
    put_number(host, out, "time", (uint64_t) said->time_us);
    put_text(host, out, "by", dg_names_text(cells->sources, said->who));
    put_number(host, out, "behalf", said->behalf);
    put_number(host, out, "correct", said->correct);
    put_text(host, out, "reason",
             (struct dg_plugin_str){said->reason, said->reason_len});
    put_number(host, out, "task", said->task);
    put_number(host, out, "upto", said->upto);
    host->close_object(out);
}

static void
put_cell(const struct dg_cells *cells, const struct place *place,
         struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = cells->host;
    char period[11], subject[33];
    dg_period_write(place->period, period);
    dg_cells_subject_name(cells, place->cell->key.subject, subject);
    host->open_object(out);
    put_text(host, out, "element", place->element);
    put_text(host, out, "period", str(period));
    put_number(host, out, "office", place->office);
    if (place->cell->key.subject != 0) {
        put_text(host, out, "subject", str(subject));
    }
    host->put_name(out, "said");
    host->open_array(out);
    for (const struct dg_record *at = place->cell->last; at; at = at->before) {
        put_record(cells, at, out);
    }
    host->close_array(out);
    host->close_object(out);
}

void
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
}

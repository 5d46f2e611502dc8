/* SPDX-License-Identifier: Apache-2.0 */
/* The cells that were read: found, called by a name, told what is wrong. */
#include "plugins/form_dedup/report/entered.h"

#include <stdio.h>
#include <stdlib.h>

#include "plugins/form_dedup/text/text.h"

/* ---- findings ----------------------------------------------------------- */

struct dg_plugin_str
dg_entered_pointer(const struct dg_entered *entered,
                   const struct dg_entered_cell *cell)
{
    const struct dg_plugin_host *host = entered->plugin->host;
    if (cell->list == DG_ENTERED_NOWHERE) {
        return host->format(entered->findings, "/data/values/%zu", cell->value);
    }
    if (cell->row == DG_ENTERED_NOWHERE) {
        return host->format(entered->findings, "/data/lists/%zu", cell->list);
    }
    if (cell->value == DG_ENTERED_NOWHERE) {
        return host->format(entered->findings, "/data/lists/%zu/rows/%zu",
                            cell->list, cell->row);
    }
    return host->format(entered->findings,
                        "/data/lists/%zu/rows/%zu/values/%zu", cell->list,
                        cell->row, cell->value);
}

struct dg_plugin_str
dg_entered_name(const struct dg_entered *entered,
                const struct dg_entered_cell *cell)
{
    const struct dg_plugin_host *host = entered->plugin->host;
    char period[11];
    dg_period_write(cell->period, period);
    return period[0] ? host->format(entered->findings, N_("\"%.*s\" of %s"),
                                    DG_TEXT_ARG(cell->element->label), period)
                     : host->format(entered->findings, "\"%.*s\"",
                                    DG_TEXT_ARG(cell->element->label));
}

void
dg_entered_refuse(struct dg_entered *entered, struct dg_entered_cell *cell,
                  const char *code, struct dg_plugin_str text)
{
    struct dg_plugin_finding finding = {.struct_size = sizeof finding,
                                        .rule = "report",
                                        .verdict = DG_PLUGIN_REFUSE,
                                        .code = code,
                                        .text = text};
    if (cell->wrong) {
        return;
    }
    cell->wrong = true;
    entered->wrong++;
    if (entered->findings && entered->wrong <= DG_ENTERED_SAID_MAX) {
        finding.pointer = dg_entered_pointer(entered, cell);
        entered->plugin->host->add(entered->findings, &finding);
    }
}

/* ---- the same cell ------------------------------------------------------ */

/* A cell without element is behind all others. */
static int
compare(const void *a, const void *b)
{
    const struct dg_entered_cell *x = *(struct dg_entered_cell *const *) a;
    const struct dg_entered_cell *y = *(struct dg_entered_cell *const *) b;
    uint32_t p = x->element ? x->element->number : DG_ELEMENT_NONE;
    uint32_t q = y->element ? y->element->number : DG_ELEMENT_NONE;
    int order = (p > q) - (p < q);
    if (order == 0) {
        order = (x->period > y->period) - (x->period < y->period);
    }
    return order ? order : strcmp(x->subject, y->subject);
}

static int
compare_placed(const void *a, const void *b)
{
    const struct dg_entered_cell *x = *(struct dg_entered_cell *const *) a;
    const struct dg_entered_cell *y = *(struct dg_entered_cell *const *) b;
    int order = compare(a, b);
    return order ? order : (x > y) - (x < y);
}

const struct dg_entered_cell *
dg_entered_find(const struct dg_entered *entered, uint32_t element,
                dg_period period, const char *subject)
{
    const struct dg_element named = {.number = element};
    struct dg_entered_cell wanted = {.element = &named, .period = period};
    struct dg_entered_cell *const key = &wanted, *const * found;
    snprintf(wanted.subject, sizeof wanted.subject, "%s", subject);
    found = entered->count ? bsearch(&key, entered->sorted, entered->count,
                                     sizeof key, compare)
                           : NULL;
    return found && !(*found)->wrong ? *found : NULL;
}

bool
dg_entered_sort(struct dg_entered *entered)
{
    struct dg_entered_cell *first;
    entered->sorted = calloc(entered->count + 1, sizeof *entered->sorted);
    if (!entered->sorted) {
        return false;
    }
    for (size_t i = 0; i < entered->count; i++) {
        entered->sorted[i] = &entered->cells[i];
    }
    qsort(entered->sorted, entered->count, sizeof *entered->sorted,
          compare_placed);
    for (size_t i = 1; i < entered->count; i++) {
        first = entered->sorted[i - 1];
        if (!entered->sorted[i]->wrong && !first->wrong &&
            compare(&entered->sorted[i], &first) == 0) {
            DG_ENTERED_REFUSE(entered, entered->sorted[i], "cell-twice",
                              N_("\"%.*s\" is here a second time"),
                              DG_TEXT_ARG(first->element->label));
        }
    }
    return true;
}

/* ---- all ---------------------------------------------------------------- */

void
dg_entered_finish(struct dg_entered *entered)
{
    for (size_t i = 0; i < entered->count; i++) {
        free(entered->cells[i].memory);
    }
    free(entered->cells);
    free(entered->sorted);
}

struct dg_cell_key
dg_entered_key(const struct dg_entered *entered,
               const struct dg_entered_cell *cell)
{
    const struct dg_cells *cells = entered->plugin->cells;
    uint32_t subject =
        cell->subject[0] ? dg_cells_subject(cells, cell->subject) : 0;
    return (struct dg_cell_key){
        dg_cells_slot(cells, cell->element->number, cell->period),
        entered->office,
        cell->subject[0] && subject == 0 ? UINT32_MAX : subject};
}

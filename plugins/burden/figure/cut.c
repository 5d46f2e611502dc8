/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how minutes fall to the values of a cut. Cells are first summed under
 * what of the cut they have by themselves, and their place; then each place is
 * spread over its divisions, of which only those of the page are summed. So an
 * answer costs a step for each cell, and for each pair of sum and division. */
#include "plugins/burden/figure/cut.h"

#include <stdio.h>
#include <stdlib.h>

#include "plugins/burden/figure/axis.h"
#include "plugins/burden/figure/page.h"
#include "plugins/burden/figure/pile.h"
#include "plugins/burden/figure/spread.h"
#include "plugins/burden/figure/total.h"
#include "plugins/burden/text.h"

#define FORMULA                                                                \
    "asked = borne + avoided; avoided = relief + neverborne + outside; rate "  \
    "= -relief / (borne + relief); refused or stripped is relief up to what "  \
    "its duty bore in the baseline, by months, less what it bears; minutes = " \
    "quantity x tariff x offices; burden = borne x (1 - usual)"

struct cut {
    struct dg_scope *scope;
    struct dg_axis axes[DG_PAGE_AXES];
    size_t axis_count;
    struct dg_spread spread;
    bool spatial;
    struct dg_pile pile;
    struct dg_total total;
    struct dg_page page;
    uint64_t *unit_keys; /* of the finest divisions */
};

/* ---- axes ---------------------------------------------------------------- */

/* The finest spatial axis spreads; coarser ones follow from it. */
static enum dg_plugin_status
init_spread(struct cut *cut)
{
    const struct dg_axis *finest = NULL;
    for (size_t i = 0; i < cut->axis_count; i++) {
        const struct dg_axis *axis = &cut->axes[i];
        if (axis->digits && (!finest || axis->digits > finest->digits)) {
            finest = axis;
        }
    }
    cut->spatial = finest != NULL;
    if (!finest) {
        return DG_PLUGIN_OK;
    }
    for (size_t i = 0; i < cut->axis_count; i++) {
        if (cut->axes[i].digits && cut->axes[i].digits < finest->digits &&
            !dg_axis_follow(&cut->axes[i], finest)) {
            return DG_PLUGIN_FAILED;
        }
    }
    return dg_spread_init(&cut->spread, cut->scope, finest->units)
               ? DG_PLUGIN_OK
               : DG_PLUGIN_FAILED;
}

static enum dg_plugin_status
init_axes(struct cut *cut, const struct dg_plugin_value *params)
{
    const struct dg_plugin_host *host = cut->scope->rooms->host;
    const struct dg_plugin_value *name =
        host->first(host->member(params, "by"));
    for (; name && cut->axis_count < DG_PAGE_AXES; name = host->next(name)) {
        enum dg_plugin_status status = dg_axis_init(
            &cut->axes[cut->axis_count], cut->scope, host->text(name));
        if (status != DG_PLUGIN_OK) {
            return status;
        }
        cut->axis_count++;
    }
    return init_spread(cut);
}

/* ---- summing ------------------------------------------------------------- */

static bool
see_cell(void *ctx, const struct dg_cell *cell, enum dg_slot slot,
         dg_hundredths minutes)
{
    struct cut *cut = ctx;
    struct dg_heap *heap;
    uint64_t key = 0;
    dg_hundredths sum = minutes;
    for (size_t i = 0; i < cut->axis_count; i++) {
        key =
            key << DG_PAGE_BITS | dg_axis_rank(&cut->axes[i], cut->scope, cell);
    }
    heap = dg_pile_take(&cut->pile, key, cut->spatial ? cell->place : 0);
    if (!heap) {
        return false;
    }
    if (!cut->spatial) {
        struct dg_weight weight = dg_scope_weigh(cut->scope, cell->place);
        sum *= (uint64_t) weight.villages + weight.towns;
    }
    heap->slots[slot] += sum;
    return true;
}

/* The part of a key that each division stands for, ascending as they do. */
static bool
make_unit_keys(struct cut *cut)
{
    uint32_t count = cut->spatial ? cut->spread.units->count : 0;
    cut->unit_keys = malloc((count + 1) * sizeof *cut->unit_keys);
    for (uint32_t unit = 0; cut->unit_keys && unit < count; unit++) {
        uint64_t key = 0;
        for (size_t i = 0; i < cut->axis_count; i++) {
            const struct dg_axis *axis = &cut->axes[i];
            uint32_t rank = !axis->digits ? 0
                            : axis->rank  ? axis->rank[unit]
                                          : unit;
            key = key << DG_PAGE_BITS | rank;
        }
        cut->unit_keys[unit] = key;
    }
    return cut->unit_keys != NULL;
}

typedef void (*take_fn)(struct dg_page *page, uint64_t key,
                        const struct dg_heap *heap, uint32_t offices);

/* The divisions of a sum whose keys the page may have. */
static void
each_share(struct cut *cut, const struct dg_heap *heap,
           const struct dg_share *shares, size_t count, take_fn take)
{
    uint64_t low = dg_page_low(&cut->page);
    size_t first = 0, last = count;
    while (first < last) {
        size_t middle = first + (last - first) / 2;
        if ((heap->key | cut->unit_keys[shares[middle].unit]) < low) {
            first = middle + 1;
        } else {
            last = middle;
        }
    }
    for (; first < count; first++) {
        uint64_t key = heap->key | cut->unit_keys[shares[first].unit];
        if (key > dg_page_high(&cut->page)) {
            break;
        }
        take(&cut->page, key, heap, shares[first].offices);
    }
}

/* Every pair of sum and division that the page may have. */
static bool
each_figure(struct cut *cut, take_fn take)
{
    for (size_t i = 0; i < cut->pile.count; i++) {
        const struct dg_heap *heap = &cut->pile.heaps[i];
        const struct dg_share *shares;
        size_t count;
        if (!cut->spatial) {
            take(&cut->page, heap->key, heap, 1);
        } else if (heap->key > dg_page_high(&cut->page)) {
            continue;
        } else if (dg_spread_of(&cut->spread, heap->place, &shares, &count)) {
            each_share(cut, heap, shares, count, take);
        } else {
            return false;
        }
    }
    return true;
}

static bool
sum_up(struct cut *cut)
{
    if (!dg_total_walk(&cut->total, cut->scope,
                       cut->axis_count ? see_cell : NULL, cut) ||
        !make_unit_keys(cut) || !each_figure(cut, dg_page_offer)) {
        return false;
    }
    dg_page_settle(&cut->page);
    return each_figure(cut, dg_page_add);
}

/* ---- the answer ---------------------------------------------------------- */

static void
put_figures(const struct cut *cut, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = cut->scope->rooms->host;
    host->put_name(out, "figures");
    host->open_array(out);
    for (size_t i = 0; i < dg_page_shown(&cut->page); i++) {
        host->open_object(out);
        for (size_t a = 0; a < cut->axis_count; a++) {
            dg_axis_put(&cut->axes[a], cut->scope,
                        dg_page_rank(&cut->page, i, a), out);
        }
        dg_total_put_slots(host, cut->page.figures[i].slots, out);
        host->close_object(out);
    }
    host->close_array(out);
}

static enum dg_plugin_status
answer(struct cut *cut, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = cut->scope->rooms->host;
    if (!sum_up(cut)) {
        return DG_PLUGIN_FAILED;
    }
    host->open_object(out);
    dg_scope_put_origin(cut->scope, FORMULA, out);
    put_figures(cut, out);
    dg_total_put(&cut->total, cut->scope, out);
    dg_page_put_next(&cut->page, cut->scope, out);
    host->close_object(out);
    return DG_PLUGIN_OK;
}

enum dg_plugin_status
dg_cut_read(struct dg_scope *scope, const struct dg_plugin_value *params,
            struct dg_plugin_writer *out)
{
    struct cut cut = {.scope = scope};
    enum dg_plugin_status status = init_axes(&cut, params);
    if (status == DG_PLUGIN_OK &&
        (!dg_pile_init(&cut.pile) || !dg_total_init(&cut.total, scope) ||
         !dg_page_init(&cut.page, cut.axes, cut.axis_count))) {
        status = DG_PLUGIN_FAILED;
    }
    if (status == DG_PLUGIN_OK) {
        dg_page_begin(&cut.page, scope, params);
        status = answer(&cut, out);
    }
    free(cut.unit_keys);
    dg_page_finish(&cut.page);
    dg_total_finish(&cut.total);
    dg_pile_finish(&cut.pile);
    dg_spread_finish(&cut.spread);
    for (size_t i = 0; i < cut.axis_count; i++) {
        dg_axis_finish(&cut.axes[i]);
    }
    return status;
}

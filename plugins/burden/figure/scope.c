/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which cells a read is about and what they cost. Everything a walk
 * over the cells asks is in tables by number, so that it costs no search. */
#include "plugins/burden/figure/scope.h"

#include <stdlib.h>

#include "plugins/burden/figure/baseline.h"
#include "plugins/burden/text.h"

/* ---- parameters ---------------------------------------------------------- */

static struct dg_plugin_str
param(const struct dg_scope *scope, const struct dg_plugin_value *params,
      const char *name)
{
    const struct dg_plugin_host *host = scope->rooms->host;
    return host->text(host->member(params, name));
}

static uint32_t
found(uint32_t number)
{
    return number == UINT32_MAX ? DG_SCOPE_NONE : number;
}

static void
read_filters(struct dg_scope *scope, const struct dg_plugin_value *params)
{
    const struct dg_book *book = scope->rooms->book;
    struct dg_plugin_str text = param(scope, params, "department");
    scope->source =
        text.len ? found(dg_book_find_source(book, text)) : DG_SCOPE_ANY;
    text = param(scope, params, "duty");
    scope->duty =
        text.len ? found(dg_book_find_duty(book, text)) : DG_SCOPE_ANY;
    text = param(scope, params, "level");
    scope->level = text.len ? (int) dg_level_find(text) : -1;
    text = param(scope, params, "dimension");
    scope->dimension = text.len ? (int) dg_tariff_dimension_find(text) : -1;
    scope->cause = param(scope, params, "cause");
    scope->prefix = param(scope, params, "prefix");
}

static void
read_months(struct dg_scope *scope, const struct dg_plugin_value *params)
{
    struct dg_months months;
    scope->months = (struct dg_months){INT32_MIN, INT32_MAX};
    if (dg_months_read(param(scope, params, "from"), &months)) {
        scope->months.first = months.first;
    }
    if (dg_months_read(param(scope, params, "to"), &months)) {
        scope->months.last = months.last;
    }
}

static bool
read_tariff(struct dg_scope *scope, const struct dg_plugin_value *params)
{
    struct dg_plugin_str text = param(scope, params, "tariff");
    scope->tariff = UINT16_MAX;
    if (text.len) {
        scope->tariff = dg_tariff_find(scope->rooms->tariffs, text);
    }
    return text.len == 0 || scope->tariff != UINT16_MAX;
}

/* ---- tables -------------------------------------------------------------- */

/* How far cells go. */
static void
survey(struct dg_scope *scope)
{
    size_t count;
    const struct dg_cell *cells = dg_book_cells(scope->rooms->book, &count);
    uint32_t sources = 0, duties = 0, versions = 0;
    struct dg_months seen = {INT32_MAX, INT32_MIN};
    for (size_t i = 0; i < count; i++) {
        const struct dg_cell *c = &cells[i];
        sources = c->source >= sources ? c->source + 1 : sources;
        duties = c->duty >= duties ? c->duty + 1 : duties;
        versions = c->tariff >= versions ? c->tariff + 1u : versions;
        if (c->quantity) {
            seen.first = c->month < seen.first ? c->month : seen.first;
            seen.last = c->month > seen.last ? c->month : seen.last;
        }
    }
    scope->sources = sources;
    scope->duties = duties;
    scope->versions = versions;
    scope->seen = seen;
}

/* So that there are prices of this version. */
static void
widen(struct dg_scope *scope, uint16_t version)
{
    if (version != UINT16_MAX && version >= scope->versions) {
        scope->versions = version + 1u;
    }
}

static void *
make(size_t count, size_t size)
{
    return calloc(count ? count : 1, size);
}

static bool
make_tables(struct dg_scope *scope)
{
    size_t places = dg_places_count(scope->rooms->places);
    scope->row_count = dg_tariff_rows(scope->rooms->tariffs);
    scope->causes =
        make(dg_book_causes(scope->rooms->book), sizeof *scope->causes);
    scope->slots = make(dg_book_causes(scope->rooms->book), 1);
    scope->rows = make(scope->row_count, sizeof *scope->rows);
    scope->dimensions = make(scope->row_count, 1);
    scope->parts = make(scope->duties, sizeof *scope->parts);
    scope->versions_used = make(scope->versions, sizeof(bool));
    scope->moneyless = make(scope->versions, sizeof(bool));
    scope->prices =
        make(scope->versions * scope->row_count, sizeof *scope->prices);
    scope->weights = malloc((places + 1) * sizeof *scope->weights);
    for (size_t i = 0; scope->weights && i < places; i++) {
        scope->weights[i] = (struct dg_weight){UINT32_MAX, 0};
    }
    return scope->causes && scope->slots && scope->rows && scope->dimensions &&
           scope->parts && scope->versions_used && scope->moneyless &&
           scope->prices && scope->weights;
}

/* What somebody knows, or is asked elsewhere, is relief whoever asks it; what
 * nobody may ask is only as far as it was borne before. Where no baseline says
 * so, what was admitted in part is relief, what never was is none. */
static enum dg_slot
slot_of(const struct dg_cause *cause, bool measured)
{
    switch (cause->fate) {
    case DG_FATE_BORNE:
        return DG_SLOT_BORNE;
    case DG_FATE_AVOIDED:
        return !measured || cause->kind == DG_PLUGIN_EFFECT_SHARE ||
                       cause->kind == DG_PLUGIN_EFFECT_PREFILL
                   ? DG_SLOT_RELIEF
                   : DG_SLOT_NEVER;
    case DG_FATE_REFUSED:
        return DG_SLOT_NEVER;
    case DG_FATE_OUTSIDE:
        break;
    }
    return DG_SLOT_OUTSIDE;
}

static void
fill_filters(struct dg_scope *scope)
{
    const struct dg_source_rooms *rooms = scope->rooms;
    for (uint16_t i = 0; i < dg_book_causes(rooms->book); i++) {
        const struct dg_cause *cause = dg_book_cause(rooms->book, i);
        scope->causes[i] =
            scope->cause.len == 0 || dg_text_equal(scope->cause, cause->code);
        scope->slots[i] = (uint8_t) slot_of(cause, scope->has_baseline);
    }
    for (uint16_t i = 0; i < scope->row_count; i++) {
        int dimension = (int) dg_tariff_row_dimension(rooms->tariffs, i);
        scope->rows[i] = scope->dimension < 0 || scope->dimension == dimension;
        scope->dimensions[i] = (uint8_t) dimension;
    }
}

static void
fill_prices(struct dg_scope *scope)
{
    const struct dg_tariffs *tariffs = scope->rooms->tariffs;
    for (uint16_t v = 0; v < scope->versions; v++) {
        uint64_t village = 0, town = 0;
        bool priced =
            dg_tariff_money(tariffs, v, dg_text_from("village"), &village);
        if (!dg_tariff_money(tariffs, v, dg_text_from("town"), &town)) {
            town = village;
        }
        scope->moneyless[v] = !priced;
        for (uint16_t row = 0; row < scope->row_count; row++) {
            scope->prices[v * scope->row_count + row] =
                (struct dg_price){.minutes = dg_tariff_minutes(tariffs, v, row),
                                  .usual = dg_tariff_usual(tariffs, v, row),
                                  .village = village,
                                  .town = town};
        }
    }
}

enum dg_plugin_status
dg_scope_init(struct dg_scope *scope, const struct dg_source_rooms *rooms,
              const struct dg_plugin_value *params)
{
    *scope = (struct dg_scope){.rooms = rooms};
    read_filters(scope, params);
    read_months(scope, params);
    if (!read_tariff(scope, params)) {
        return DG_PLUGIN_NOT_FOUND;
    }
    survey(scope);
    widen(scope, scope->tariff);
    scope->has_baseline = dg_tariff_baseline(
        rooms->tariffs, &scope->baseline.first, &scope->baseline.last);
    if (scope->has_baseline) {
        widen(scope,
              dg_tariff_at(
                  rooms->tariffs,
                  dg_months_day(rooms->host, scope->baseline.last + 1) - 1));
    }
    if (scope->prefix.len) {
        scope->below = dg_place_below(rooms->places, scope->prefix);
    }
    if ((scope->prefix.len && !scope->below) || !make_tables(scope)) {
        return DG_PLUGIN_FAILED;
    }
    fill_filters(scope);
    fill_prices(scope);
    return dg_baseline_fill(scope) ? DG_PLUGIN_OK : DG_PLUGIN_FAILED;
}

void
dg_scope_finish(struct dg_scope *scope)
{
    if (scope->below) {
        roaring_bitmap_free(scope->below);
    }
    free(scope->causes);
    free(scope->slots);
    free(scope->rows);
    free(scope->dimensions);
    free(scope->parts);
    free(scope->versions_used);
    free(scope->moneyless);
    free(scope->prices);
    free(scope->weights);
}

void
dg_scope_measure(struct dg_scope *scope)
{
    for (size_t row = 0; scope->dimension < 0 && row < scope->row_count;
         row++) {
        scope->rows[row] =
            scope->rows[row] && scope->dimensions[row] != DG_DIMENSION_DECLARED;
    }
}

void
dg_scope_narrow(struct dg_scope *scope, roaring_bitmap_t *below)
{
    size_t places = dg_places_count(scope->rooms->places);
    if (scope->below) {
        roaring_bitmap_free(scope->below);
    }
    scope->below = below;
    for (size_t i = 0; i < places; i++) {
        scope->weights[i] = (struct dg_weight){UINT32_MAX, 0};
    }
}

/* ---- cells --------------------------------------------------------------- */

struct dg_weight
dg_scope_count(struct dg_scope *scope, uint32_t place)
{
    struct dg_weight *weight = &scope->weights[place];
    const roaring_bitmap_t *set;
    roaring_bitmap_t *both = NULL;
    uint64_t all;
    set = dg_place_set(scope->rooms->places, place);
    if (scope->below) {
        both = roaring_bitmap_and(set, scope->below);
        set = both;
    }
    all = roaring_bitmap_get_cardinality(set);
    weight->villages = (uint32_t) roaring_bitmap_rank(set, DG_PLUGIN_TOWNS - 1);
    weight->towns = (uint32_t) all - weight->villages;
    if (both) {
        roaring_bitmap_free(both);
    }
    return *weight;
}

/* ---- where figures come from --------------------------------------------- */

void
dg_scope_put_department(const struct dg_scope *scope, struct dg_plugin_str code,
                        struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = scope->rooms->host;
    struct dg_plugin_str name = host->source_name(host, code);
    host->put_name(out, "department");
    host->put_text(out, code);
    if (!dg_text_equal(name, code)) {
        host->put_name(out, "departmentname");
        host->put_text(out, name);
    }
}

void
dg_scope_put_origin(const struct dg_scope *scope, const char *formula,
                    struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = scope->rooms->host;
    uint64_t first, last;
    dg_book_range(scope->rooms->book, &first, &last);
    host->put_name(out, "journal");
    host->open_object(out);
    host->put_name(out, "from");
    host->put_integer(out, (int64_t) first);
    host->put_name(out, "to");
    host->put_integer(out, (int64_t) last);
    host->close_object(out);
    host->put_name(out, "tariff");
    host->open_array(out);
    for (uint16_t v = 0; v < scope->versions; v++) {
        if (scope->versions_used[v]) {
            host->put_text(out, dg_tariff_name(scope->rooms->tariffs, v));
        }
    }
    host->close_array(out);
    host->put_name(out, "unit");
    host->put_text(out, dg_text_from("minute"));
    host->put_name(out, "formula");
    host->put_text(out, dg_text_from(formula));
}

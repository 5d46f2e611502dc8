/* SPDX-License-Identifier: Apache-2.0 */
/* Decides every rate: what it counts, out of what, and when it is an error. A
 * rate that counts more than there is would be above 100 %, which is no value:
 * it names the office instead that did what nobody asked it. */
#include "plugins/burden/figure/rates.h"

#include <inttypes.h>
#include <stdio.h>

#include "plugins/burden/figure/asks.h"
#include "plugins/burden/figure/total.h"
#include "plugins/burden/text.h"

#define FORMULA "rate = numerator / denominator, a ratio of sums"

struct counts {
    uint64_t expected, reported, ontime, forms;
    const struct dg_book_stray *stray; /* the first that counts */
    uint64_t strays;
    dg_hundredths fields, twice;
    struct dg_tally tally; /* sums of all */
};

/* ---- reports ------------------------------------------------------------- */

struct heirs {
    const struct dg_units *units;
    roaring_bitmap_t *set;
};

static bool
take_heir(uint32_t office, void *ctx)
{
    struct heirs *heirs = ctx;
    roaring_bitmap_add(heirs->set, dg_units_heir(heirs->units, office));
    return true;
}

/* The set below the prefix, each office as its heir: the caller's. */
static roaring_bitmap_t *
standing(struct dg_scope *scope, const roaring_bitmap_t *set)
{
    struct heirs heirs = {scope->rooms->units, NULL};
    roaring_bitmap_t *inside = !set ? roaring_bitmap_create()
                               : scope->below
                                   ? roaring_bitmap_and(set, scope->below)
                                   : roaring_bitmap_copy(set);
    const roaring_bitmap_t *moved = dg_units_moved(scope->rooms->units);
    if (!moved || !roaring_bitmap_intersect(inside, moved)) {
        return inside;
    }
    heirs.set = roaring_bitmap_create();
    roaring_iterate(inside, take_heir, &heirs);
    roaring_bitmap_free(inside);
    return heirs.set;
}

static void
count_strays(struct counts *counts, struct dg_scope *scope, uint64_t task)
{
    const struct dg_book_stray *stray;
    for (size_t i = 0; (stray = dg_book_stray(scope->rooms->book, i)); i++) {
        if (stray->task == task &&
            (!scope->below ||
             roaring_bitmap_contains(scope->below, stray->office))) {
            counts->stray = counts->stray ? counts->stray : stray;
            counts->strays++;
        }
    }
}

/* Reports are expected once they are due, of what recurs those of each period;
 * who reported and is asked no more was expected to, as well. */
static void
count_reports(struct counts *counts, struct dg_scope *scope,
              const struct dg_book_ask *ask)
{
    roaring_bitmap_t *asked, *reported, *ontime;
    bool stood = ask->state == DG_ASK_OPEN || ask->state == DG_ASK_ENDED;
    bool due = ask->due_us && (ask->state == DG_ASK_ENDED ||
                               ask->due_us <= scope->rooms->now_us);
    if (!stood || !due || ask->forms == 0 || ask->withdrawn) {
        return;
    }
    asked = standing(scope, dg_place_set(scope->rooms->places, ask->place));
    reported = standing(scope, ask->reported);
    ontime = standing(scope, ask->ontime);
    counts->expected += roaring_bitmap_or_cardinality(asked, reported);
    counts->reported += roaring_bitmap_get_cardinality(reported);
    counts->ontime += roaring_bitmap_get_cardinality(ontime);
    roaring_bitmap_free(asked);
    roaring_bitmap_free(reported);
    roaring_bitmap_free(ontime);
    count_strays(counts, scope, ask->task);
}

static void
count_asks(struct counts *counts, struct dg_scope *scope)
{
    struct dg_book_ask ask;
    for (size_t i = 0; dg_asks_next(scope, &i, &ask); i++) {
        count_reports(counts, scope, &ask);
        if (!ask.repeats &&
            (ask.state == DG_ASK_OPEN || ask.state == DG_ASK_ENDED)) {
            counts->forms += ask.forms;
        }
    }
}

/* ---- fields, decisions --------------------------------------------------- */

/* Of what was admitted: what offices fill in, and what they have or are asked
 * by others. */
static void
count_fields(struct counts *counts, struct dg_scope *scope)
{
    size_t count;
    const struct dg_book *book = scope->rooms->book;
    const struct dg_cell *cells = dg_book_cells(book, &count);
    for (size_t i = 0; i < count; i++) {
        const struct dg_cell *cell = &cells[i];
        const struct dg_cause *cause;
        struct dg_weight weight;
        dg_hundredths fields;
        bool twice;
        if (!dg_scope_holds(scope, cell) ||
            dg_tariff_row_dimension(scope->rooms->tariffs, cell->row) !=
                DG_DIMENSION_FIELD) {
            continue;
        }
        cause = dg_book_cause(book, cell->cause);
        twice = cause->kind == DG_PLUGIN_EFFECT_SHARE ||
                cause->kind == DG_PLUGIN_EFFECT_PREFILL;
        if (!twice && (cause->fate != DG_FATE_BORNE ||
                       dg_text_is(cause->code, "rework"))) {
            continue;
        }
        weight = dg_scope_weigh(scope, cell->place);
        fields = (dg_hundredths) cell->quantity *
                 ((uint64_t) weight.villages + weight.towns);
        counts->fields += fields;
        counts->twice += twice ? fields : 0;
    }
}

static bool
holds_tally(const struct dg_scope *scope, const struct dg_tally *tally)
{
    return tally->month >= scope->months.first &&
           tally->month <= scope->months.last &&
           (scope->source == DG_SCOPE_ANY || scope->source == tally->source) &&
           (scope->duty == DG_SCOPE_ANY || scope->duty == tally->duty) &&
           (scope->level < 0 || scope->level == tally->level);
}

static void
count_tallies(struct counts *counts, const struct dg_scope *scope)
{
    size_t count;
    const struct dg_tally *tallies =
        dg_book_tallies(scope->rooms->book, &count);
    struct dg_tally *sum = &counts->tally;
    for (size_t i = 0; i < count; i++) {
        const struct dg_tally *t = &tallies[i];
        if (holds_tally(scope, t)) {
            sum->decided += t->decided;
            sum->admitted += t->admitted;
            sum->refused += t->refused;
            sum->deferred += t->deferred;
            sum->urgent += t->urgent;
            sum->lifesafety += t->lifesafety;
            sum->once += t->once;
            sum->submissions += t->submissions;
            sum->filled += t->filled;
            sum->reused += t->reused;
        }
    }
}

/* ---- the answer ---------------------------------------------------------- */

static void
put_stray(const struct dg_scope *scope, const struct dg_book_stray *stray,
          struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = scope->rooms->host;
    uint64_t code = host->office_code(host, stray->office);
    char text[24];
    snprintf(text, sizeof text, "%012" PRIu64, code);
    host->put_name(out, "error");
    host->put_text(out, dg_text_from("rate-over-100"));
    host->put_name(out, "office");
    host->put_text(out, dg_text_from(text));
    host->put_name(out, "task");
    host->put_integer(out, (int64_t) stray->task);
}

static void
put_rate(const struct dg_scope *scope, const struct dg_rate *rate,
         struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = scope->rooms->host;
    host->open_object(out);
    host->put_name(out, "name");
    host->put_text(out, dg_text_from(rate->name));
    host->put_name(out, "numerator");
    host->put_integer(out, (int64_t) rate->numerator);
    host->put_name(out, "denominator");
    host->put_integer(out, (int64_t) rate->denominator);
    host->put_name(out, "of");
    host->put_text(out, dg_text_from(rate->of));
    if (rate->stray) {
        put_stray(scope, rate->stray, out);
    } else {
        dg_total_put_ratio(host, rate->each ? "value" : "percent",
                           &(struct dg_ratio){(dg_signed) rate->numerator,
                                              rate->denominator,
                                              rate->each ? 1 : 100},
                           out);
    }
    host->close_object(out);
}

/* ---- every rate ---------------------------------------------------------- */

static size_t
take_reports(const struct counts *c, struct dg_rate *out)
{
    uint64_t reported = c->reported + c->strays;
    const struct dg_rate rates[] = {
        {.name = "reporting",
         .of = "reports that were due, one of each office for each task",
         .numerator = reported,
         .denominator = c->expected,
         .stray = reported > c->expected ? c->stray : NULL},
        {.name = "on-time",
         .of = "reports that were due, one of each office for each task",
         .numerator = c->ontime,
         .denominator = c->expected},
        {.name = "timeliness",
         .of = "reports that were due and are in",
         .numerator = c->ontime,
         .denominator = c->reported},
        {.name = "duplicate",
         .of = "fields that admitted tasks ask, one at each office",
         .numerator = (uint64_t) c->twice,
         .denominator = (uint64_t) c->fields}};
    memcpy(out, rates, sizeof rates);
    return sizeof rates / sizeof *rates;
}

static size_t
take_tallies(const struct counts *c, struct dg_rate *out)
{
    const struct dg_tally *t = &c->tally;
    const struct dg_rate rates[] = {
        {.name = "reuse",
         .of = "values delivered",
         .numerator = t->reused,
         .denominator = t->filled + t->reused},
        {.name = "admission",
         .of = "attempts decided",
         .numerator = t->admitted,
         .denominator = t->decided},
        {.name = "refusal",
         .of = "attempts decided",
         .numerator = t->refused,
         .denominator = t->decided},
        {.name = "emergency",
         .of = "attempts admitted",
         .numerator = t->urgent + t->lifesafety,
         .denominator = t->admitted},
        {.name = "temporary",
         .of = "attempts admitted",
         .numerator = t->once,
         .denominator = t->admitted},
        {.name = "submissions",
         .of = "forms asked, each once however often it recurs",
         .numerator = t->submissions,
         .denominator = c->forms,
         .each = true}};
    memcpy(out, rates, sizeof rates);
    return sizeof rates / sizeof *rates;
}

size_t
dg_rates_count(struct dg_scope *scope, struct dg_rate rates[DG_RATES])
{
    struct counts counts = {0};
    size_t count;
    count_asks(&counts, scope);
    count_fields(&counts, scope);
    count = take_reports(&counts, rates);
    if (!scope->below) {
        count_tallies(&counts, scope);
        count += take_tallies(&counts, rates + count);
    }
    return count;
}

enum dg_plugin_status
dg_rates_read(struct dg_scope *scope, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = scope->rooms->host;
    struct dg_rate rates[DG_RATES];
    size_t count = dg_rates_count(scope, rates);
    host->open_object(out);
    dg_scope_put_origin(scope, FORMULA, out);
    host->put_name(out, "rates");
    host->open_array(out);
    for (size_t i = 0; i < count; i++) {
        put_rate(scope, &rates[i], out);
    }
    host->close_array(out);
    host->close_object(out);
    return DG_PLUGIN_OK;
}

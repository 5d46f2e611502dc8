/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what is summed of every cell, and what the sums are called. Every
 * sum is quantity x price x offices in integers; the only rounding is in how
 * ratios are written. */
#include "plugins/burden/figure/total.h"

#include <stdlib.h>

#include "plugins/burden/text.h"

#define SHARE_ONE 10000u /* usual: ten-thousandths */
#define HOUR 6000u       /* hundredths of minutes */
#define PER_CENT 100u
#define MONEY_HUNDREDTHS 100u

struct dg_total_cause {
    const struct dg_cause *cause;
    uint16_t number;
};

/* By fate, then by code: the order they came to the book in is not that of a
 * replay, if something was erased. */
static int
compare_causes(const void *a, const void *b)
{
    const struct dg_total_cause *x = a, *y = b;
    int order = x->cause->fate == y->cause->fate
                    ? dg_text_compare(x->cause->code, y->cause->code)
                : x->cause->fate < y->cause->fate ? -1
                                                  : 1;
    return order ? order : (int) x->cause->kind - (int) y->cause->kind;
}

bool
dg_total_init(struct dg_total *total, const struct dg_scope *scope)
{
    const struct dg_book *book = scope->rooms->book;
    uint16_t causes = dg_book_causes(book);
    *total = (struct dg_total){0};
    total->causes = calloc(causes + 1u, sizeof *total->causes);
    total->order = calloc(causes + 1u, sizeof *total->order);
    if (!total->causes || !total->order) {
        dg_total_finish(total);
        return false;
    }
    for (uint16_t i = 0; i < causes; i++) {
        total->order[i] = (struct dg_total_cause){dg_book_cause(book, i), i};
    }
    qsort(total->order, causes, sizeof *total->order, compare_causes);
    return true;
}

void
dg_total_finish(struct dg_total *total)
{
    free(total->causes);
    free(total->order);
    total->causes = NULL;
    total->order = NULL;
}

/* ---- summing ------------------------------------------------------------- */

struct walk {
    struct dg_total *total;
    struct dg_scope *scope;
    dg_total_see_fn see;
    void *ctx;
};

/* So many minutes of a cell at each office. */
static bool
add(const struct walk *walk, const struct dg_cell *cell, enum dg_slot slot,
    dg_hundredths minutes)
{
    struct dg_total *total = walk->total;
    struct dg_weight weight = dg_scope_weigh(walk->scope, cell->place);
    uint64_t offices = (uint64_t) weight.villages + weight.towns;
    total->slots[slot] += minutes * offices;
    total->causes[cell->cause][slot >= DG_SLOT_NEVER] += minutes * offices;
    return !walk->see || walk->see(walk->ctx, cell, slot, minutes);
}

static bool
add_borne(const struct walk *walk, const struct dg_cell *cell,
          const struct dg_price *price)
{
    struct dg_total *total = walk->total;
    struct dg_weight weight = dg_scope_weigh(walk->scope, cell->place);
    uint64_t offices = (uint64_t) weight.villages + weight.towns;
    dg_hundredths minutes = (dg_hundredths) cell->quantity * price->minutes;
    total->usual += minutes * offices * price->usual;
    total->money += minutes * weight.villages * price->village +
                    minutes * weight.towns * price->town;
    if (dg_scope_dimension(walk->scope, cell) == DG_DIMENSION_TASK) {
        total->responses += (dg_hundredths) cell->quantity * offices;
    }
    return add(walk, cell, DG_SLOT_BORNE, minutes);
}

static bool
add_refused(const struct walk *walk, const struct dg_cell *cell,
            dg_hundredths minutes)
{
    dg_hundredths relief = dg_scope_relief(walk->scope, cell, minutes);
    return (relief == 0 || add(walk, cell, DG_SLOT_RELIEF, relief)) &&
           ((relief > 0 && relief == minutes) ||
            add(walk, cell, DG_SLOT_NEVER, minutes - relief));
}

static bool
add_cell(const struct walk *walk, const struct dg_cell *cell)
{
    const struct dg_price *price = dg_scope_price_of(walk->scope, cell);
    enum dg_slot slot = (enum dg_slot) walk->scope->slots[cell->cause];
    dg_hundredths minutes = (dg_hundredths) cell->quantity * price->minutes;
    switch (slot) {
    case DG_SLOT_BORNE:
        return add_borne(walk, cell, price);
    case DG_SLOT_NEVER:
        return add_refused(walk, cell, minutes);
    default:
        return add(walk, cell, slot, minutes);
    }
}

bool
dg_total_walk(struct dg_total *total, struct dg_scope *scope,
              dg_total_see_fn see, void *ctx)
{
    const struct walk walk = {total, scope, see, ctx};
    size_t count;
    const struct dg_cell *cells = dg_book_cells(scope->rooms->book, &count);
    for (size_t i = 0; i < count; i++) {
        const struct dg_cell *cell = &cells[i];
        struct dg_weight weight;
        if (!dg_scope_holds(scope, cell)) {
            continue;
        }
        weight = dg_scope_weigh(scope, cell->place);
        if (weight.villages + weight.towns > 0 && !add_cell(&walk, cell)) {
            return false;
        }
    }
    return true;
}

dg_hundredths
dg_total_borne(struct dg_scope *scope)
{
    dg_hundredths sum = 0;
    size_t count;
    const struct dg_cell *cells = dg_book_cells(scope->rooms->book, &count);
    for (size_t i = 0; i < count; i++) {
        const struct dg_cell *cell = &cells[i];
        if (dg_scope_holds(scope, cell) &&
            scope->slots[cell->cause] == DG_SLOT_BORNE) {
            struct dg_weight weight = dg_scope_weigh(scope, cell->place);
            sum += (dg_hundredths) cell->quantity *
                   dg_scope_price_of(scope, cell)->minutes *
                   ((uint64_t) weight.villages + weight.towns);
        }
    }
    return sum;
}

/* ---- writing ------------------------------------------------------------- */

static void
put_member(const struct dg_plugin_host *host, const char *name,
           const char *text, struct dg_plugin_writer *out)
{
    host->put_name(out, name);
    host->put_text(out, dg_text_from(text));
}

void
dg_total_put_minutes(const struct dg_plugin_host *host, const char *name,
                     dg_signed hundredths, struct dg_plugin_writer *out)
{
    char text[DG_DECIMAL_SIZE];
    dg_decimal_write(hundredths, 2, text);
    put_member(host, name, text, out);
}

void
dg_total_put_ratio(const struct dg_plugin_host *host, const char *name,
                   const struct dg_ratio *ratio, struct dg_plugin_writer *out)
{
    char text[DG_DECIMAL_SIZE];
    if (dg_decimal_ratio(ratio->numerator, ratio->denominator, ratio->scale,
                         text)) {
        put_member(host, name, text, out);
    }
}

void
dg_total_put_slots(const struct dg_plugin_host *host,
                   const dg_hundredths slots[DG_SLOT_COUNT],
                   struct dg_plugin_writer *out)
{
    dg_signed borne = (dg_signed) slots[DG_SLOT_BORNE];
    dg_signed relief = (dg_signed) slots[DG_SLOT_RELIEF];
    dg_signed never = (dg_signed) slots[DG_SLOT_NEVER];
    dg_signed outside = (dg_signed) slots[DG_SLOT_OUTSIDE];
    dg_signed avoided = relief + never + outside;
    dg_total_put_minutes(host, "asked", borne + avoided, out);
    dg_total_put_minutes(host, "borne", borne, out);
    dg_total_put_minutes(host, "avoided", avoided, out);
    dg_total_put_minutes(host, "relief", relief, out);
    dg_total_put_minutes(host, "neverborne", never, out);
    dg_total_put_minutes(host, "outside", outside, out);
    dg_total_put_ratio(
        host, "rate",
        &(struct dg_ratio){-relief, (dg_hundredths) (borne + relief), PER_CENT},
        out);
}

/* Whether some version that counted does not say what an hour costs. */
static bool
lacks_money(const struct dg_scope *scope)
{
    for (size_t v = 0; v < scope->versions; v++) {
        if (scope->versions_used[v] && scope->moneyless[v]) {
            return true;
        }
    }
    return false;
}

static void
put_total(const struct dg_total *total, const struct dg_scope *scope,
          struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = scope->rooms->host;
    dg_signed borne = (dg_signed) total->slots[DG_SLOT_BORNE];
    char text[DG_DECIMAL_SIZE];
    dg_total_put_slots(host, total->slots, out);
    /* AB = AC x (1 - BAU), in millionths of a minute. */
    dg_decimal_write(borne * SHARE_ONE - (dg_signed) total->usual, 6, text);
    put_member(host, "burden", text, out);
    host->put_name(out, "responses");
    host->put_integer(out, (int64_t) total->responses);
    dg_total_put_ratio(host, "hours", &(struct dg_ratio){borne, HOUR, 1}, out);
    dg_total_put_ratio(host, "hourseach",
                       &(struct dg_ratio){borne, total->responses * HOUR, 1},
                       out);
    if (!lacks_money(scope)) {
        dg_total_put_ratio(host, "money",
                           &(struct dg_ratio){(dg_signed) total->money,
                                              HOUR * MONEY_HUNDREDTHS, 1},
                           out);
    }
}

/* The member of "total" that its minutes are part of. */
static const char *
fate_of(const struct dg_cause *cause, bool apart)
{
    if (apart) {
        return cause->fate == DG_FATE_OUTSIDE ? "outside" : "neverborne";
    }
    return cause->fate == DG_FATE_BORNE ? "borne" : "relief";
}

static void
put_cause(const struct dg_total *total, const struct dg_scope *scope,
          uint16_t number, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = scope->rooms->host;
    const struct dg_cause *cause = dg_book_cause(scope->rooms->book, number);
    for (int apart = 0; apart < 2; apart++) {
        dg_hundredths minutes = total->causes[number][apart];
        if (minutes == 0) {
            continue;
        }
        host->open_object(out);
        host->put_name(out, "cause");
        host->put_text(out, cause->code);
        put_member(host, "fate", fate_of(cause, apart), out);
        dg_total_put_minutes(host, "minutes", (dg_signed) minutes, out);
        host->put_name(out, "counts");
        host->put_boolean(out, !apart);
        host->close_object(out);
    }
}

void
dg_total_put(const struct dg_total *total, const struct dg_scope *scope,
             struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = scope->rooms->host;
    host->put_name(out, "total");
    host->open_object(out);
    put_total(total, scope, out);
    host->close_object(out);
    host->put_name(out, "causes");
    host->open_array(out);
    for (uint16_t i = 0; i < dg_book_causes(scope->rooms->book); i++) {
        put_cause(total, scope, total->order[i].number, out);
    }
    host->close_array(out);
}

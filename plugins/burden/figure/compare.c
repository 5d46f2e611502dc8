/* SPDX-License-Identifier: Apache-2.0 */
/* Decides by what borne minutes have changed against the baseline. What is the
 * same at other prices is the tariff's; what amendments took off because a
 * statute changed is the statute's; the rest is at the discretion of those who
 * ask. All for a week, since months differ; the rest is what makes the parts
 * add up to the printed change. */
#include "plugins/burden/figure/headline.h"

#include "plugins/burden/figure/total.h"
#include "plugins/burden/text.h"

#define FORMULA                                                                \
    "change = now - baseline, borne minutes a week; tariff = the same at the " \
    "prices of now - at those of the baseline; statute = - what amendments "   \
    "by statute took off; discretion = the rest"
#define WEEK 7

/* ---- sums ---------------------------------------------------------------- */

struct sums {
    dg_hundredths before, now;
    dg_hundredths now_then; /* of now, at the prices of the baseline */
    dg_hundredths statute;  /* taken off, at those prices */
};

/* What a statute took off: the months and the tariff are the scope's. */
static dg_hundredths
sum_statute(struct dg_scope *scope)
{
    dg_hundredths sum = 0;
    size_t count;
    const struct dg_book *book = scope->rooms->book;
    const struct dg_cell *cells = dg_book_cells(book, &count);
    for (size_t i = 0; i < count; i++) {
        const struct dg_cell *cell = &cells[i];
        if (dg_scope_holds(scope, cell) &&
            dg_text_is(dg_book_cause(book, cell->cause)->code, "statute")) {
            struct dg_weight weight = dg_scope_weigh(scope, cell->place);
            sum += (dg_hundredths) cell->quantity *
                   dg_scope_price_of(scope, cell)->minutes *
                   ((uint64_t) weight.villages + weight.towns);
        }
    }
    return sum;
}

static struct sums
sum_all(struct dg_scope *scope, const struct dg_span *baseline,
        const struct dg_span *now)
{
    struct sums sums;
    uint16_t tariff = scope->tariff;
    scope->months = baseline->months;
    sums.before = dg_total_borne(scope);
    scope->months = now->months;
    sums.now = dg_total_borne(scope);
    if (tariff == UINT16_MAX) {
        scope->tariff = dg_tariff_at(scope->rooms->tariffs, baseline->last_day);
    }
    sums.now_then = dg_total_borne(scope);
    sums.statute = sum_statute(scope);
    scope->tariff = tariff;
    return sums;
}

/* ---- the answer ---------------------------------------------------------- */

/* Hundredths of minutes in a week, rounded half to even. */
static dg_signed
weekly(dg_signed minutes, const struct dg_span *span)
{
    dg_signed days = dg_headline_days(span);
    dg_signed size = (minutes < 0 ? -minutes : minutes) * WEEK;
    dg_signed whole = size / days, rest = size % days * 2;
    whole += rest > days || (rest == days && whole % 2);
    return minutes < 0 ? -whole : whole;
}

static void
put_cause(const struct dg_plugin_host *host, const char *cause,
          dg_signed minutes, struct dg_plugin_writer *out)
{
    host->open_object(out);
    host->put_name(out, "cause");
    host->put_text(out, dg_text_from(cause));
    dg_total_put_minutes(host, "minutes", minutes, out);
    host->close_object(out);
}

static void
put_span(const struct dg_scope *scope, const char *name,
         const struct dg_span *span, dg_hundredths minutes,
         struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = scope->rooms->host;
    dg_headline_open_span(scope, name, span, out);
    dg_total_put_minutes(host, "borne", (dg_signed) minutes, out);
    dg_total_put_minutes(host, "week", weekly((dg_signed) minutes, span), out);
    host->close_object(out);
}

static void
put_changes(const struct dg_scope *scope, const struct sums *sums,
            const struct dg_span *baseline, const struct dg_span *now,
            struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = scope->rooms->host;
    dg_signed change = weekly((dg_signed) sums->now, now) -
                       weekly((dg_signed) sums->before, baseline);
    dg_signed tariff =
        weekly((dg_signed) sums->now - (dg_signed) sums->now_then, now);
    dg_signed statute = -weekly((dg_signed) sums->statute, now);
    dg_total_put_minutes(host, "change", change, out);
    host->put_name(out, "causes");
    host->open_array(out);
    put_cause(host, "tariff", tariff, out);
    put_cause(host, "statute", statute, out);
    put_cause(host, "discretion", change - tariff - statute, out);
    host->close_array(out);
}

enum dg_plugin_status
dg_compare_read(struct dg_scope *scope, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = scope->rooms->host;
    struct dg_span baseline, now;
    struct sums sums;
    if (!scope->has_baseline || !dg_headline_spans(scope, &baseline, &now) ||
        dg_headline_days(&baseline) == 0 || dg_headline_days(&now) == 0) {
        return DG_PLUGIN_NOT_FOUND;
    }
    dg_scope_measure(scope);
    sums = sum_all(scope, &baseline, &now);
    host->open_object(out);
    dg_scope_put_origin(scope, FORMULA, out);
    put_span(scope, "baseline", &baseline, sums.before, out);
    put_span(scope, "now", &now, sums.now, out);
    put_changes(scope, &sums, &baseline, &now, out);
    host->close_object(out);
    return DG_PLUGIN_OK;
}

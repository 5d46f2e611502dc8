/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what a worker bears in a week, now and in the baseline, on constant
 * boundaries: of the villages that are there now, and those that they took over
 * from. Offices whose workers nobody published are left out of both sides. */
#include "plugins/burden/figure/headline.h"

#include <stdlib.h>

#include "plugins/burden/figure/total.h"
#include "plugins/burden/text.h"

#define FORMULA                                                                \
    "perworkerweek = borne minutes x 7 / (on-duty workers x days), of "        \
    "village-level offices whose workers are published; change = now / "       \
    "baseline - 1"
#define WEEK 7
#define MINUTE 100
#define DEPARTMENTS_USUAL 100
#define DEPARTMENTS_MOST 500

/* ---- spans --------------------------------------------------------------- */

static struct dg_span
span_of(const struct dg_scope *scope, struct dg_months months)
{
    const struct dg_plugin_host *host = scope->rooms->host;
    int32_t today = host->date_of(scope->rooms->now_us);
    int32_t end = dg_months_day(host, months.last + 1) - 1;
    return (struct dg_span){months, dg_months_day(host, months.first),
                            end < today ? end : today};
}

bool
dg_headline_spans(const struct dg_scope *scope, struct dg_span *baseline,
                  struct dg_span *now)
{
    const struct dg_plugin_host *host = scope->rooms->host;
    int32_t month = dg_months_of_day(host, host->date_of(scope->rooms->now_us));
    struct dg_months months = scope->months;
    if (months.first == INT32_MIN) {
        months.first = scope->has_baseline          ? scope->baseline.last + 1
                       : scope->seen.first <= month ? scope->seen.first
                                                    : month;
    }
    months.last = months.last > month ? month : months.last;
    if (scope->months.first == INT32_MIN && months.first > months.last) {
        months.first = scope->baseline.first; /* which is not over yet */
    }
    if (months.first > months.last) {
        return false;
    }
    *now = span_of(scope, months);
    if (scope->has_baseline) {
        *baseline = span_of(scope, scope->baseline);
    }
    return true;
}

int32_t
dg_headline_days(const struct dg_span *span)
{
    int32_t days = span->last_day - span->first_day + 1;
    return days > 0 ? days : 0; /* none of one that has not begun */
}

static void
put_day(const struct dg_plugin_host *host, const char *name, int32_t day,
        struct dg_plugin_writer *out)
{
    char text[11];
    host->date_format(day, text);
    host->put_name(out, name);
    host->put_text(out, dg_text_from(text));
}

void
dg_headline_open_span(const struct dg_scope *scope, const char *name,
                      const struct dg_span *span, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = scope->rooms->host;
    host->put_name(out, name);
    host->open_object(out);
    put_day(host, "from", span->first_day, out);
    put_day(host, "to", span->last_day, out);
    host->put_name(out, "days");
    host->put_integer(out, dg_headline_days(span));
}

/* ---- workers ------------------------------------------------------------- */

struct staff {
    struct dg_scope *scope;
    uint16_t now, then;        /* tariff versions */
    roaring_bitmap_t *covered; /* whose workers are published */
    uint64_t workers_now, workers_then;
    uint32_t offices, unknown; /* in force */
};

static bool
take_office(uint32_t office, void *ctx)
{
    struct staff *staff = ctx;
    const struct dg_source_rooms *rooms = staff->scope->rooms;
    uint32_t heir = dg_units_heir(rooms->units, office);
    bool stands = rooms->host->office_heir(rooms->host, office) == office;
    uint32_t now = dg_tariff_workers(rooms->tariffs, staff->now, heir);
    uint32_t then = dg_tariff_workers(rooms->tariffs, staff->then, office);
    if (office >= DG_PLUGIN_TOWNS) {
        return true;
    }
    staff->unknown += stands && now == 0;
    if (now) {
        roaring_bitmap_add(staff->covered, office);
        staff->offices += stands;
        staff->workers_now += stands ? now : 0;
        staff->workers_then += then ? then : stands ? now : 0;
    }
    return true;
}

/* Narrows the scope to the offices that are covered. */
static bool
count_staff(struct staff *staff, const struct dg_span *baseline,
            const struct dg_span *now)
{
    struct dg_scope *scope = staff->scope;
    const struct dg_source_rooms *rooms = scope->rooms;
    roaring_bitmap_t *everywhere = NULL;
    staff->now = dg_tariff_at(rooms->tariffs, now->last_day);
    staff->then = scope->has_baseline
                      ? dg_tariff_at(rooms->tariffs, baseline->last_day)
                      : staff->now;
    if (!scope->below) {
        everywhere =
            dg_place_below(rooms->places, (struct dg_plugin_str){"", 0});
    }
    staff->covered = roaring_bitmap_create();
    if ((!scope->below && !everywhere) || !staff->covered) {
        return false;
    }
    roaring_iterate(scope->below ? scope->below : everywhere, take_office,
                    staff);
    dg_scope_narrow(scope, staff->covered);
    staff->covered = NULL;
    if (everywhere) {
        roaring_bitmap_free(everywhere);
    }
    return true;
}

/* ---- minutes by department ----------------------------------------------- */

struct department {
    struct dg_plugin_str name;
    dg_hundredths now, then;
};

struct summing {
    struct dg_scope *scope;
    struct department *departments;
    bool now;
};

static bool
see_cell(void *ctx, const struct dg_cell *cell, enum dg_slot slot,
         dg_hundredths minutes)
{
    const struct summing *s = ctx;
    struct dg_weight weight = dg_scope_weigh(s->scope, cell->place);
    dg_hundredths sum = minutes * ((uint64_t) weight.villages + weight.towns);
    if (slot == DG_SLOT_BORNE && s->now) {
        s->departments[cell->source].now += sum;
    } else if (slot == DG_SLOT_BORNE) {
        s->departments[cell->source].then += sum;
    }
    return true;
}

/* Most first; by their names, since numbers are not those of a replay if
 * something was erased. */
static int
compare_departments(const void *a, const void *b)
{
    const struct department *x = a, *y = b;
    if (x->now != y->now) {
        return x->now < y->now ? 1 : -1;
    }
    if (x->then != y->then) {
        return x->then < y->then ? 1 : -1;
    }
    return dg_text_compare(x->name, y->name);
}

static bool
sum_months(struct summing *summing, struct dg_months months)
{
    struct dg_scope *scope = summing->scope;
    struct dg_total total;
    struct dg_months kept = scope->months;
    bool done;
    if (!dg_total_init(&total, scope)) {
        return false;
    }
    scope->months = months;
    done = dg_total_walk(&total, scope, see_cell, summing);
    scope->months = kept;
    dg_total_finish(&total);
    return done;
}

/* ---- the answer ---------------------------------------------------------- */

struct headline {
    struct dg_scope *scope;
    struct dg_span baseline, now;
    struct staff staff;
    struct department all, *departments;
};

static dg_hundredths
worker_days(const struct dg_span *span, uint64_t workers)
{
    return (dg_hundredths) workers * (dg_hundredths) dg_headline_days(span);
}

static void
put_span(const struct headline *h, bool now, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = h->scope->rooms->host;
    const struct dg_span *span = now ? &h->now : &h->baseline;
    uint64_t workers = now ? h->staff.workers_now : h->staff.workers_then;
    dg_signed minutes = (dg_signed) (now ? h->all.now : h->all.then);
    dg_headline_open_span(h->scope, now ? "now" : "baseline", span, out);
    dg_total_put_minutes(host, "borne", minutes, out);
    host->put_name(out, "workers");
    host->put_integer(out, (int64_t) workers);
    dg_total_put_ratio(
        host, "perworkerweek",
        &(struct dg_ratio){minutes, worker_days(span, workers) * MINUTE, WEEK},
        out);
    host->close_object(out);
}

/* now / baseline - 1, each for a worker and a day, in per cent. */
static void
put_change(const struct headline *h, const struct department *d,
           struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = h->scope->rooms->host;
    char text[DG_DECIMAL_SIZE];
    mpz_t now, then, factor;
    mpq_t change;
    if (!h->scope->has_baseline || d->then == 0 || h->staff.workers_now == 0 ||
        h->staff.workers_then == 0) {
        return;
    }
    mpz_inits(now, then, factor, NULL);
    mpq_init(change);
    dg_decimal_to_mpz((dg_signed) d->now, now);
    dg_decimal_to_mpz(
        (dg_signed) worker_days(&h->baseline, h->staff.workers_then), factor);
    mpz_mul(now, now, factor);
    dg_decimal_to_mpz((dg_signed) d->then, then);
    dg_decimal_to_mpz((dg_signed) worker_days(&h->now, h->staff.workers_now),
                      factor);
    mpz_mul(then, then, factor);
    mpz_sub(now, now, then);
    mpz_mul_ui(mpq_numref(change), now, 100);
    mpz_set(mpq_denref(change), then);
    mpq_canonicalize(change);
    dg_decimal_put(change, 2, text);
    mpq_clear(change);
    mpz_clears(now, then, factor, NULL);
    host->put_name(out, "change");
    host->put_text(out, dg_text_from(text));
}

static void
put_department(const struct headline *h, const struct department *d,
               struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = h->scope->rooms->host;
    host->open_object(out);
    dg_scope_put_department(h->scope, d->name, out);
    dg_total_put_minutes(host, "borne", (dg_signed) d->now, out);
    dg_total_put_ratio(
        host, "perworkerweek",
        &(struct dg_ratio){(dg_signed) d->now,
                           worker_days(&h->now, h->staff.workers_now) * MINUTE,
                           WEEK},
        out);
    if (h->scope->has_baseline) {
        dg_total_put_minutes(host, "before", (dg_signed) d->then, out);
    }
    put_change(h, d, out);
    host->close_object(out);
}

static void
put_departments(struct headline *h, const struct dg_plugin_value *params,
                struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = h->scope->rooms->host;
    int64_t limit =
        host->integer(host->member(params, "limit"), DEPARTMENTS_USUAL);
    limit = limit > DEPARTMENTS_MOST ? DEPARTMENTS_MOST : limit;
    host->put_name(out, "departments");
    host->open_array(out);
    for (uint32_t i = 0; i < h->scope->sources && (int64_t) i < limit; i++) {
        const struct department *d = &h->departments[i];
        if (d->now || d->then) {
            put_department(h, d, out);
        }
    }
    host->close_array(out);
}

static bool
sum_departments(struct headline *h)
{
    uint32_t count = h->scope->sources;
    h->departments = calloc(count + 1, sizeof *h->departments);
    if (!h->departments) {
        return false;
    }
    if (!sum_months(&(struct summing){h->scope, h->departments, true},
                    h->now.months)) {
        return false;
    }
    if (h->scope->has_baseline &&
        !sum_months(&(struct summing){h->scope, h->departments, false},
                    h->baseline.months)) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        h->departments[i].name = dg_book_source(h->scope->rooms->book, i);
        h->all.now += h->departments[i].now;
        h->all.then += h->departments[i].then;
    }
    qsort(h->departments, count, sizeof *h->departments, compare_departments);
    return true;
}

static void
put_headline(struct headline *h, const struct dg_plugin_value *params,
             struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = h->scope->rooms->host;
    host->open_object(out);
    dg_scope_put_origin(h->scope, FORMULA, out);
    put_span(h, true, out);
    if (h->scope->has_baseline) {
        put_span(h, false, out);
    }
    host->put_name(out, "offices");
    host->put_integer(out, h->staff.offices);
    host->put_name(out, "unknown");
    host->put_integer(out, h->staff.unknown);
    put_change(h, &h->all, out);
    put_departments(h, params, out);
    host->close_object(out);
}

enum dg_plugin_status
dg_headline_read(struct dg_scope *scope, const struct dg_plugin_value *params,
                 struct dg_plugin_writer *out)
{
    struct headline h = {.scope = scope, .staff = {.scope = scope}};
    bool done;
    if (!dg_headline_spans(scope, &h.baseline, &h.now)) {
        return DG_PLUGIN_NOT_FOUND;
    }
    dg_scope_measure(scope);
    done = count_staff(&h.staff, &h.baseline, &h.now) && sum_departments(&h);
    if (done) {
        put_headline(&h, params, out);
    }
    if (h.staff.covered) {
        roaring_bitmap_free(h.staff.covered);
    }
    free(h.departments);
    return done ? DG_PLUGIN_OK : DG_PLUGIN_FAILED;
}

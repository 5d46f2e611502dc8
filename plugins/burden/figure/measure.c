/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which figures of burden are shown as they stand. Minutes are gauges,
 * since what was withdrawn is borne no more; decisions are counters. */
#include "plugins/burden/figure/measure.h"

#include "plugins/burden/figure/asks.h"
#include "plugins/burden/figure/lists.h"
#include "plugins/burden/figure/total.h"

#define MINUTE 100

struct measuring {
    const struct dg_plugin_host *host;
    struct dg_plugin_measures *out;
};

static int64_t
shown(dg_hundredths value)
{
    return value > INT64_MAX ? INT64_MAX : (int64_t) value;
}

static void
put(const struct measuring *m, struct dg_plugin_measure measure)
{
    measure.struct_size = sizeof measure;
    m->host->put_measure(m->out, &measure);
}

static void
put_minutes(const struct measuring *m, const char *fate, dg_hundredths minutes)
{
    put(m, (struct dg_plugin_measure){
               .name = "burden_minutes",
               .summary = "Tariff minutes asked of offices, by what became of "
                          "them",
               .labels = {"fate", fate},
               .value = shown(minutes / MINUTE)});
}

static bool
measure_minutes(const struct measuring *m, struct dg_scope *scope)
{
    struct dg_total total;
    bool done = dg_total_init(&total, scope) &&
                dg_total_walk(&total, scope, NULL, NULL);
    put_minutes(m, "borne", total.slots[DG_SLOT_BORNE]);
    put_minutes(m, "relief", total.slots[DG_SLOT_RELIEF]);
    put_minutes(m, "neverborne", total.slots[DG_SLOT_NEVER]);
    put_minutes(m, "outside", total.slots[DG_SLOT_OUTSIDE]);
    dg_total_finish(&total);
    return done;
}

static void
put_attempts(const struct measuring *m, const char *verdict, uint64_t count)
{
    put(m, (struct dg_plugin_measure){
               .name = "burden_attempts",
               .summary = "Attempts to ask something of offices, as decided",
               .counter = true,
               .labels = {"verdict", verdict},
               .value = shown(count)});
}

static void
measure_tallies(const struct measuring *m, const struct dg_scope *scope)
{
    size_t count;
    const struct dg_tally *tallies =
        dg_book_tallies(scope->rooms->book, &count);
    uint64_t admitted = 0, refused = 0, deferred = 0, submissions = 0;
    for (size_t i = 0; i < count; i++) {
        admitted += tallies[i].admitted;
        refused += tallies[i].refused;
        deferred += tallies[i].deferred;
        submissions += tallies[i].submissions;
    }
    put_attempts(m, "admit", admitted);
    put_attempts(m, "refuse", refused);
    put_attempts(m, "defer", deferred);
    put(m, (struct dg_plugin_measure){
               .name = "burden_submissions",
               .summary = "Reports of offices that were taken in",
               .counter = true,
               .value = shown(submissions)});
}

static void
measure_asks(const struct measuring *m, struct dg_scope *scope)
{
    struct dg_book_ask ask;
    int64_t asks = 0, rebounds = 0, unread = 0;
    for (size_t i = 0; dg_asks_next(scope, &i, &ask); i++) {
        asks++;
        rebounds += ask.ancestor != 0;
        unread += dg_lists_is_unread(&ask, scope->rooms->now_us);
    }
    put(m,
        (struct dg_plugin_measure){.name = "burden_asks",
                                   .summary = "Asks, each a chain of attempts",
                                   .value = asks});
    put(m, (struct dg_plugin_measure){
               .name = "burden_rebounds",
               .summary = "Asks that ask again what was refused, in other "
                          "clothes",
               .value = rebounds});
    put(m, (struct dg_plugin_measure){
               .name = "burden_unread",
               .summary = "Asks whose reports nobody read within 90 days",
               .value = unread});
}

enum dg_plugin_status
dg_measure_put(struct dg_scope *scope, struct dg_plugin_measures *out)
{
    const struct measuring m = {scope->rooms->host, out};
    if (!measure_minutes(&m, scope)) {
        return DG_PLUGIN_FAILED;
    }
    measure_tallies(&m, scope);
    measure_asks(&m, scope);
    return DG_PLUGIN_OK;
}

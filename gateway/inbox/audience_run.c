/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which numbers an audience's offices have, as runs. Costs as many
 * steps as there are terms and runs of the roster below them. */
#include <stdlib.h>

#include "gateway/inbox/audience.h"

struct gathered {
    struct dg_roster_run *items;
    size_t count, room;
    bool failed;
};

static void
gather(struct gathered *gathered, const struct dg_roster_run *runs,
       size_t count)
{
    if (gathered->room - gathered->count < count) {
        size_t room = 2 * (gathered->count + count);
        struct dg_roster_run *items =
            realloc(gathered->items, room * sizeof *items);
        if (!items) {
            gathered->failed = true;
            return;
        }
        gathered->items = items;
        gathered->room = room;
    }
    if (count > 0) {
        memcpy(gathered->items + gathered->count, runs, count * sizeof *runs);
        gathered->count += count;
    }
}

/* A prefix that asks means the villages below it, one that leaves out the towns
 * as well. */
static void
gather_found(struct gathered *gathered, const struct dg_roster_runs *runs,
             bool towns)
{
    gathered->failed = gathered->failed || !runs;
    if (runs) {
        gather(gathered, runs->items, towns ? runs->count : runs->villages);
    }
}

static void
gather_code(struct gathered *gathered, const struct dg_roster *roster,
            uint64_t code, uint32_t version)
{
    const struct dg_office *office = dg_roster_office_at(roster, code, version);

    if (office) {
        gather(gathered, &(struct dg_roster_run){office->number, 1}, 1);
    }
}

static int
compare_runs(const void *a, const void *b)
{
    const struct dg_roster_run *x = a, *y = b;

    return (x->first > y->first) - (x->first < y->first);
}

/* In order, what overlaps or follows another joined to it. */
static enum dg_err
give(struct gathered *gathered, dg_roster_run_fn run, void *ctx)
{
    struct dg_roster_run *items = gathered->items;
    size_t count = gathered->failed ? 0 : gathered->count, joined = 0;

    if (count > 1) {
        qsort(items, count, sizeof *items, compare_runs);
    }
    for (size_t i = 1; i < count; i++) {
        uint32_t end = items[i].first + items[i].count;
        if (items[i].first > items[joined].first + items[joined].count) {
            items[++joined] = items[i];
        } else if (end > items[joined].first + items[joined].count) {
            items[joined].count = end - items[joined].first;
        }
    }
    for (size_t i = 0; count > 0 && i <= joined; i++) {
        run(ctx, items[i].first, items[i].count);
    }
    free(items);
    return gathered->failed ? DG_ERR_MEMORY : DG_OK;
}

static enum dg_err
give_asked(const struct dg_audience *audience, struct dg_roster *roster,
           dg_roster_run_fn run, void *ctx)
{
    struct gathered in = {NULL, 0, 0, false};
    uint32_t version = audience->version;

    for (size_t i = 0; i < audience->prefix_count; i++) {
        gather_found(
            &in, dg_roster_runs_below(roster, audience->prefixes[i], version),
            false);
    }
    for (size_t i = 0; i < audience->group_count; i++) {
        gather_found(
            &in, dg_roster_runs_of_group(roster, audience->groups[i], version),
            true);
    }
    for (size_t i = 0; i < audience->code_count; i++) {
        gather_code(&in, roster, audience->codes[i], version);
    }
    return give(&in, run, ctx);
}

static enum dg_err
give_excluded(const struct dg_audience *audience, struct dg_roster *roster,
              dg_roster_run_fn run, void *ctx)
{
    struct gathered out = {NULL, 0, 0, false};
    uint32_t version = audience->version;

    for (size_t i = 0; i < audience->exclude_count; i++) {
        struct dg_division excluded = audience->excludes[i];
        if (excluded.level == DG_DIVISION_LEVELS - 1) {
            gather_code(&out, roster, excluded.value, version);
        } else {
            gather_found(&out, dg_roster_runs_below(roster, excluded, version),
                         true);
        }
    }
    for (size_t i = 0; i < audience->exclude_group_count; i++) {
        gather_found(&out,
                     dg_roster_runs_of_group(
                         roster, audience->exclude_groups[i], version),
                     true);
    }
    return give(&out, run, ctx);
}

enum dg_err
dg_audience_runs(const struct dg_audience *audience, struct dg_roster *roster,
                 dg_roster_run_fn in, dg_roster_run_fn out, void *ctx)
{
    enum dg_err err = give_asked(audience, roster, in, ctx);

    return err == DG_OK ? give_excluded(audience, roster, out, ctx) : err;
}

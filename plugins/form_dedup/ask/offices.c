/* SPDX-License-Identifier: Apache-2.0 */
/* Sets of offices, each kept once: what audiences name as runs of numbers, less
 * what they leave out. Two audiences of the same offices are one set. */
#include "plugins/form_dedup/ask/ask_internal.h"

#include <stdlib.h>
#include <string.h>

struct run {
    uint32_t first, count;
};

struct runs {
    struct run *items;
    size_t count, room;
    bool failed;
};

struct offices {
    uint32_t number;
    roaring_bitmap_t *set;
    struct dg_plugin_audience *audience; /* NULL: it is not kept */
    UT_hash_handle hh;
    size_t run_count;
    struct run runs[]; /* the key: ascending, apart from each other */
};

struct offices_set {
    struct offices *by_runs;
    struct runs in, out; /* room for the next */
};

static void
add_run(struct runs *runs, struct run run)
{
    if (runs->count == runs->room) {
        size_t room = runs->room ? 2 * runs->room : 16;
        struct run *grown = realloc(runs->items, room * sizeof *grown);
        if (!grown) {
            runs->failed = true;
            return;
        }
        runs->items = grown;
        runs->room = room;
    }
    runs->items[runs->count++] = run;
}

/* Ascending runs that touch or overlap become one. */
static void
join_run(struct runs *runs, uint32_t first, uint32_t count)
{
    struct run *last = runs->count ? &runs->items[runs->count - 1] : NULL;
    if (last && first <= last->first + last->count) {
        uint32_t end = first + count;
        if (end > last->first + last->count) {
            last->count = end - last->first;
        }
    } else if (count > 0) {
        add_run(runs, (struct run){first, count});
    }
}

static void
take_in(void *ctx, uint32_t first, uint32_t count)
{
    struct offices_set *sets = ctx;
    join_run(&sets->in, first, count);
}

static void
take_out(void *ctx, uint32_t first, uint32_t count)
{
    struct offices_set *sets = ctx;
    join_run(&sets->out, first, count);
}

/* in less out, both ascending. */
static void
subtract(struct offices_set *sets, struct runs *left)
{
    size_t o = 0;
    for (size_t i = 0; i < sets->in.count; i++) {
        uint32_t at = sets->in.items[i].first;
        uint32_t end = at + sets->in.items[i].count;
        while (o < sets->out.count &&
               sets->out.items[o].first + sets->out.items[o].count <= at) {
            o++;
        }
        for (size_t k = o;
             k < sets->out.count && sets->out.items[k].first < end; k++) {
            uint32_t first = sets->out.items[k].first;
            if (first > at) {
                join_run(left, at, first - at);
            }
            at = first + sets->out.items[k].count;
        }
        if (at < end) {
            join_run(left, at, end - at);
        }
    }
}

static struct offices *
create_offices(const struct runs *runs)
{
    size_t size = runs->count * sizeof(struct run);
    struct offices *offices = calloc(1, sizeof *offices + size);
    if (!offices) {
        return NULL;
    }
    if (size > 0) {
        memcpy(offices->runs, runs->items, size);
    }
    offices->set = roaring_bitmap_create();
    if (!offices->set) {
        free(offices);
        return NULL;
    }
    offices->run_count = runs->count;
    for (size_t i = 0; i < runs->count; i++) {
        uint64_t first = runs->items[i].first;
        roaring_bitmap_add_range(offices->set, first,
                                 first + runs->items[i].count);
    }
    roaring_bitmap_run_optimize(offices->set);
    return offices;
}

static void
destroy_offices(const struct dg_plugin_host *host, struct offices *offices)
{
    roaring_bitmap_free(offices->set);
    host->audience_release(offices->audience);
    free(offices);
}

/* Those that are kept, or else made of the runs; NULL without memory. */
static struct offices *
find_offices(struct dg_asks *asks, const struct dg_plugin_audience *from)
{
    struct offices_set *sets = asks->offices;
    struct offices *offices = NULL;
    struct runs left = {0};
    bool done;
    if (!sets) {
        sets = asks->offices = calloc(1, sizeof *sets);
    }
    if (!sets) {
        return NULL;
    }
    sets->in.count = sets->out.count = 0;
    sets->in.failed = sets->out.failed = false;
    done = asks->host->audience_runs(from, take_in, take_out, sets);
    if (sets->out.count > 0) {
        subtract(sets, &left);
    }
    if (done && !sets->in.failed && !sets->out.failed && !left.failed) {
        const struct runs *runs = sets->out.count > 0 ? &left : &sets->in;
        static const struct run none;
        HASH_FIND(hh, sets->by_runs, runs->count ? runs->items : &none,
                  runs->count * sizeof(struct run), offices);
        if (!offices) {
            offices = create_offices(runs);
        }
    }
    free(left.items);
    return offices;
}

const struct offices *
dg_offices_look(struct dg_asks *asks, const struct dg_plugin_audience *from)
{
    return find_offices(asks, from);
}

void
dg_offices_drop(struct dg_asks *asks, const struct offices *offices)
{
    if (offices && !offices->audience) {
        destroy_offices(asks->host, (struct offices *) offices);
    }
}

const struct offices *
dg_offices_take(struct dg_asks *asks, const struct dg_plugin_audience *from)
{
    struct offices *offices = find_offices(asks, from);
    if (!offices || offices->audience) {
        return offices;
    }
    offices->number = HASH_COUNT(asks->offices->by_runs);
    offices->audience = asks->host->audience_keep(from);
    if (offices->audience) {
        HASH_ADD(hh, asks->offices->by_runs, runs,
                 offices->run_count * sizeof(struct run), offices);
        if (offices->hh.tbl) {
            return offices;
        }
    }
    destroy_offices(asks->host, offices);
    return NULL;
}

const roaring_bitmap_t *
dg_offices_set(const struct offices *offices)
{
    return offices->set;
}

uint32_t
dg_offices_number(const struct offices *offices)
{
    return offices->number;
}

struct dg_plugin_audience *
dg_offices_audience(const struct offices *offices)
{
    return offices->audience;
}

void
dg_offices_destroy(struct dg_asks *asks)
{
    struct offices_set *sets = asks->offices;
    struct offices *offices, *next;
    if (!sets) {
        return;
    }
    HASH_ITER(hh, sets->by_runs, offices, next)
    {
        HASH_DEL(sets->by_runs, offices);
        destroy_offices(asks->host, offices);
    }
    free(sets->in.items);
    free(sets->out.items);
    free(sets);
}

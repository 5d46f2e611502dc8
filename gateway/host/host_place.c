/* SPDX-License-Identifier: Apache-2.0 */
/* Recipients as a place: who was asked less who is left out, as the text of
 * runs that headers keep. */
#include "gateway/host/host_internal.h"

#include <stdlib.h>

struct runs {
    struct dg_roster_run *items;
    size_t count, room;
    bool failed;
};

struct gathered {
    struct runs in, less;
};

static void
gather(struct runs *runs, uint32_t first, uint32_t count)
{
    if (runs->count == runs->room) {
        size_t room = runs->room ? 2 * runs->room : 64;
        struct dg_roster_run *items =
            realloc(runs->items, room * sizeof *items);
        if (!items) {
            runs->failed = true;
            return;
        }
        runs->items = items;
        runs->room = room;
    }
    runs->items[runs->count++] = (struct dg_roster_run){first, count};
}

static void
gather_in(void *ctx, uint32_t first, uint32_t count)
{
    struct gathered *gathered = ctx;
    gather(&gathered->in, first, count);
}

static void
gather_less(void *ctx, uint32_t first, uint32_t count)
{
    struct gathered *gathered = ctx;
    gather(&gathered->less, first, count);
}

/* first to end - 1. */
static void
put_run(struct dg_buf *out, uint32_t first, uint32_t end)
{
    if (out->len > 0) {
        dg_buf_u8(out, ',');
    }
    dg_buf_decimal(out, first);
    if (end - first > 1) {
        dg_buf_u8(out, '-');
        dg_buf_decimal(out, end - 1);
    }
}

/* Both ascend, so each is gone through once. */
static void
put_rest(struct dg_buf *out, const struct runs *in, const struct runs *less)
{
    size_t j = 0;
    for (size_t i = 0; i < in->count; i++) {
        uint32_t first = in->items[i].first;
        const uint32_t end = first + in->items[i].count;
        while (j < less->count &&
               less->items[j].first + less->items[j].count <= first) {
            j++;
        }
        for (size_t k = j; k < less->count && less->items[k].first < end; k++) {
            if (less->items[k].first > first) {
                put_run(out, first, less->items[k].first);
            }
            first = less->items[k].first + less->items[k].count;
        }
        if (first < end) {
            put_run(out, first, end);
        }
    }
}

struct dg_plugin_str
dg_host_audience_place(struct dg_plugin_findings *findings,
                       const struct dg_plugin_audience *audience)
{
    struct gathered gathered = {{NULL, 0, 0, false}, {NULL, 0, 0, false}};
    struct dg_str place = DG_STR("");
    struct dg_buf out;
    dg_buf_init(&out);
    if (audience && audience->roster &&
        dg_audience_runs(audience->audience, audience->roster, gather_in,
                         gather_less, &gathered) == DG_OK &&
        !gathered.in.failed && !gathered.less.failed) {
        put_rest(&out, &gathered.in, &gathered.less);
    }
    if (out.err == DG_OK && out.len > 0) {
        place = dg_arena_copy(findings->findings->arena,
                              (struct dg_str){out.data, out.len});
    }
    dg_buf_finish(&out);
    free(gathered.in.items);
    free(gathered.less.items);
    return dg_host_to_plugin(place.data ? place : DG_STR(""));
}

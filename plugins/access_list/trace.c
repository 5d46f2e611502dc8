/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what of a day's figures an entry stands for, and takes it back when
 * the entry is erased. */
#include "plugins/access_list/trace.h"

#include <stdlib.h>
#include <string.h>

#include "plugins/access_list/report.h"

static void
count(const struct dg_trace *trace, uint32_t by)
{
    struct dg_report_day *day = trace->day;
    uint32_t *const figures[] = {
        &day->asked,      &day->tasks, &day->urgent, &day->life_safety,
        &day->afterwards, &day->joint, &day->passed, &day->lapsed};
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        *figures[i] += trace->counts & (1u << i) ? by : 0;
    }
}

enum dg_plugin_status
dg_trace_add(const struct dg_plugin_host *host, struct dg_traces *traces,
             const struct dg_trace *trace)
{
    if (traces->count == traces->room) {
        size_t room = traces->room ? traces->room * 2 : 64;
        struct dg_trace *items = host->alloc(room * sizeof *items);
        if (!items) {
            return DG_PLUGIN_FAILED;
        }
        if (traces->count > 0) {
            memcpy(items, traces->items, traces->count * sizeof *items);
        }
        host->release(traces->items);
        traces->items = items;
        traces->room = room;
    }
    traces->items[traces->count++] = *trace;
    count(trace, 1);
    return DG_PLUGIN_OK;
}

void
dg_trace_forget(struct dg_traces *traces, int32_t first_day)
{
    size_t kept = 0;
    for (size_t i = 0; i < traces->count; i++) {
        if (traces->items[i].day->day >= first_day) {
            traces->items[kept++] = traces->items[i];
        }
    }
    traces->count = kept;
}

static int
compare(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *) a, y = *(const uint64_t *) b;
    return (x > y) - (x < y);
}

bool
dg_erased_has(const struct dg_erased *erased, uint64_t number)
{
    return number > 0 && bsearch(&number, erased->numbers, erased->count,
                                 sizeof number, compare) != NULL;
}

void
dg_trace_erase(struct dg_traces *traces, const struct dg_erased *erased)
{
    size_t kept = 0;
    for (size_t i = 0; i < traces->count; i++) {
        struct dg_trace *trace = &traces->items[i];
        if (dg_erased_has(erased, trace->sequence) ||
            dg_erased_has(erased, trace->about)) {
            count(trace, UINT32_MAX); /* less one */
        } else {
            traces->items[kept++] = *trace;
        }
    }
    traces->count = kept;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Which entry was counted on which day of the report, so that its figures can
 * be taken back when it is erased: 32 bytes for each. */
#ifndef PLUGINS_ACCESS_LIST_TRACE_H
#define PLUGINS_ACCESS_LIST_TRACE_H

#include "plugins/plugin.h"

struct dg_report_day;

/* Bits: in which of the day's figures it counts. */
enum {
    DG_TRACE_ASKED = 1 << 0,
    DG_TRACE_TASK = 1 << 1,
    DG_TRACE_URGENT = 1 << 2,
    DG_TRACE_LIFE_SAFETY = 1 << 3,
    DG_TRACE_AFTERWARDS = 1 << 4,
    DG_TRACE_JOINT = 1 << 5,
    DG_TRACE_PASSED = 1 << 6,
    DG_TRACE_LAPSED = 1 << 7
};

struct dg_trace {
    uint64_t sequence; /* of the entry … */
    uint64_t about;    /* … and of what it is about; 0: nothing else */
    struct dg_report_day *day;
    uint8_t counts;
};

/* In the order they were counted, so by day. */
struct dg_traces {
    struct dg_trace *items;
    size_t count, room;
};

/* Counts it, and remembers that. DG_PLUGIN_FAILED: no memory. */
enum dg_plugin_status dg_trace_add(const struct dg_plugin_host *host,
                                   struct dg_traces *traces,
                                   const struct dg_trace *trace);

/* Forgets those of days before that one, which keep their figures. */
void dg_trace_forget(struct dg_traces *traces, int32_t first_day);

/* What was erased: sorted. */
struct dg_erased {
    const uint64_t *numbers;
    size_t count;
};
bool dg_erased_has(const struct dg_erased *erased, uint64_t number);

/* Takes back what erased entries, and those about them, were counted as. */
void dg_trace_erase(struct dg_traces *traces, const struct dg_erased *erased);

#endif

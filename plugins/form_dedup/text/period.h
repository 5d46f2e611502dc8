/* SPDX-License-Identifier: Apache-2.0 */
/* Periods as numbers: "2026", "2026-Q4", "2026-11", "2026-11-22", or none. Of
 * one kind they are in the order of time, and the next is the number plus one.
 */
#ifndef PLUGINS_FORM_DEDUP_TEXT_PERIOD_H
#define PLUGINS_FORM_DEDUP_TEXT_PERIOD_H

#include "plugins/plugin.h"

enum dg_period_kind {
    DG_PERIOD_NONE, /* the value holds for good; its only period is 0 */
    DG_PERIOD_DAY,
    DG_PERIOD_MONTH,
    DG_PERIOD_QUARTER,
    DG_PERIOD_YEAR
};

typedef uint32_t dg_period; /* kind in the upper 3 bits */

/* Empty text is DG_PERIOD_NONE's. False if it is no period. */
bool dg_period_read(struct dg_plugin_str text, dg_period *period);
void dg_period_write(dg_period period, char out[11]); /* "" for none */
enum dg_period_kind dg_period_kind(dg_period period);
/* "none", "day" …; false if it is none of them. */
bool dg_period_kind_read(struct dg_plugin_str text, enum dg_period_kind *kind);
const char *dg_period_kind_name(enum dg_period_kind kind);

/* The periods of a finer kind that make up this one: the first, and how many
 * (a month has 28 to 31 days). 0 if kind is not finer, or either is none. */
uint32_t dg_period_parts(dg_period period, enum dg_period_kind kind,
                         dg_period *first);
/* The period of a kind that this one lies in; false if kind is finer. */
bool dg_period_within(dg_period period, enum dg_period_kind kind,
                      dg_period *whole);
/* The one before, of a running total within its year: false for the first. */
bool dg_period_before(dg_period period, bool in_year, dg_period *before);
/* Days since 1970 of its last day; of none INT32_MAX. */
int32_t dg_period_last_day(dg_period period);

#endif

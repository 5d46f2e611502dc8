/* SPDX-License-Identifier: Apache-2.0 */
/* burden.read, the views that hold now against the baseline: "headline", the
 * minutes borne by an on-duty worker in a week; "compare", the change by what
 * made it. */
#ifndef PLUGINS_BURDEN_FIGURE_HEADLINE_H
#define PLUGINS_BURDEN_FIGURE_HEADLINE_H

#include "plugins/burden/figure/scope.h"

/* Days of the calendar, the last one counted in. */
struct dg_span {
    struct dg_months months;
    int32_t first_day, last_day;
};

/* The baseline, if there is one, and what is held against it: the months asked
 * for, else all since; not past the day of the last entry. False: no day of
 * those has come. */
bool dg_headline_spans(const struct dg_scope *scope, struct dg_span *baseline,
                       struct dg_span *now);
int32_t dg_headline_days(const struct dg_span *span);
/* A member: from, to, days, minutes; the caller closes it. */
void dg_headline_open_span(const struct dg_scope *scope, const char *name,
                           const struct dg_span *span,
                           struct dg_plugin_writer *out);

enum dg_plugin_status dg_headline_read(struct dg_scope *scope,
                                       const struct dg_plugin_value *params,
                                       struct dg_plugin_writer *out);
enum dg_plugin_status dg_compare_read(struct dg_scope *scope,
                                      struct dg_plugin_writer *out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* What a report adds up to over a span of days: by department and class, and
 * each department's share of urgent tasks. */
#ifndef PLUGINS_ACCESS_LIST_REPORT_SUM_H
#define PLUGINS_ACCESS_LIST_REPORT_SUM_H

#include "plugins/access_list/report.h"

struct dg_report_span {
    int32_t from, to; /* both within */
};

/* One department's tasks of one class. */
struct dg_report_group {
    const struct dg_report_name *department;
    int class;
    int64_t tasks, stopped, stripped, offices;
    /* Tasks to which a rule objects, at the rule's first code. */
    uint32_t rules[DG_REPORT_CODES_MAX];
    struct dg_report_group *prev, *next;
};

/* One department's share. */
struct dg_report_share {
    const struct dg_report_name *department;
    int64_t tasks, urgent, life_safety, afterwards;
    struct dg_report_share *prev, *next;
};

/* Filled with report, host and span, otherwise zero. */
struct dg_report_sum {
    const struct dg_report *report;
    const struct dg_plugin_host *host;
    struct dg_report_span span;
    struct dg_report_group *groups; /* statutory work first */
    struct dg_report_share *shares; /* by department */
    int64_t asked, stopped, stripped, statutory, passed, lapsed;
};

bool dg_report_sum_within(const struct dg_report_span *span, int32_t day);

/* Adds up all that lies within; DG_PLUGIN_FAILED without memory. To be finished
 * either way. */
enum dg_plugin_status dg_report_sum_add(struct dg_report_sum *sum);

void dg_report_sum_finish(struct dg_report_sum *sum);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* The emergency lane: what may be asked at once, and what that sets aside. */
#ifndef PLUGINS_ACCESS_LIST_LANE_H
#define PLUGINS_ACCESS_LIST_LANE_H

#include "plugins/access_list/access_list.h"

enum dg_lane {
    DG_LANE_ORDINARY,
    DG_LANE_URGENT,
    DG_LANE_LIFE_SAFETY /* and the department may order it */
};

/* How the assignment of an event is to be judged. */
enum dg_lane dg_lane_of(const struct dg_access_list *state,
                        const struct dg_plugin_event *event);

/* Rule "urgency". */
void dg_lane_decide(const struct dg_access_list *state,
                    const struct dg_plugin_event *event,
                    struct dg_plugin_findings *findings);

/* "2026-11-23 12:00", China time. */
#define DG_LANE_TIME_SIZE 20
void dg_lane_format(const struct dg_plugin_host *host, int64_t time_us,
                    char text[DG_LANE_TIME_SIZE]);

#endif

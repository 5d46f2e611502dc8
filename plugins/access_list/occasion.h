/* SPDX-License-Identifier: Apache-2.0 */
/* When an assignment has to be done: once, or once for each of its periods. */
#ifndef PLUGINS_ACCESS_LIST_OCCASION_H
#define PLUGINS_ACCESS_LIST_OCCASION_H

#include "plugins/access_list/entry.h"

struct dg_occasion {
    int32_t day;   /* in whose year, quarter or month it counts */
    int32_t opens; /* offices have it from then on */
    int32_t due;
};

struct dg_occasions {
    const struct dg_plugin_host *host;
    bool recurs;
    struct dg_occasion next; /* of one that recurs: day and opens only */
    enum dg_entry_per per;   /* likewise: how far it is from one … */
    int32_t last, dueafter;  /* … to the last, and when each is due */
    int32_t today;           /* what is due before never opens */
    unsigned left;           /* no more than so many */
};

/* False if the assignment has no dates. */
bool dg_occasions_begin(const struct dg_plugin_host *host,
                        const struct dg_plugin_event *event,
                        struct dg_occasions *occasions);

/* In order of time; false when there are no more. */
bool dg_occasions_next(struct dg_occasions *occasions,
                       struct dg_occasion *occasion);

#endif

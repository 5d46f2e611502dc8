/* SPDX-License-Identifier: Apache-2.0 */
/* The plugin's state, shared by its files. */
#ifndef PLUGINS_ACCESS_LIST_ACCESS_LIST_H
#define PLUGINS_ACCESS_LIST_ACCESS_LIST_H

#include "plugins/access_list/frequency.h"
#include "plugins/access_list/layer.h"
#include "plugins/access_list/matters.h"
#include "plugins/access_list/report.h"

struct dg_access_list {
    const struct dg_plugin_host *host;
    struct dg_plugin_str list;   /* option: the list that decides */
    struct dg_plugin_str shadow; /* option: one that judges beside; or "" */
    bool shadowing; /* list is the shadow, of a task being decided */
    struct dg_plugin_str life_safety; /* option: who may order it */
    int64_t silence_days, confirm_hours, urgent_limit,
        report_days;               /* options */
    struct dg_list_set lists;      /* fold */
    struct dg_layer_room room;     /* for as many layers */
    struct dg_frequency frequency; /* fold */
    struct dg_matters matters;     /* fold */
    struct dg_report report;       /* fold */
    int64_t now_us;                /* for reads only, which have no time */
    char text[];                   /* of options */
};

#endif

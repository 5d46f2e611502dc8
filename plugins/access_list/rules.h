/* SPDX-License-Identifier: Apache-2.0 */
/* What the list says about a task. */
#ifndef PLUGINS_ACCESS_LIST_RULES_H
#define PLUGINS_ACCESS_LIST_RULES_H

#include "plugins/access_list/access_list.h"

/* One task being decided; every rule looks at it. */
struct dg_rules_task {
    const struct dg_access_list *state;
    const struct dg_plugin_host *host;
    const struct dg_plugin_event *event;
    struct dg_plugin_findings *findings;
    const char *rule;                 /* the one that is looking */
    const struct dg_version *version; /* in force; NULL: none is */
    const struct dg_entry *entry;     /* of the duty; NULL: not listed */
    struct dg_plugin_str duty;
    int32_t day; /* it is asked on */
};

/* Runs every rule, whatever the others found. */
void dg_rules_decide(const struct dg_access_list *state,
                     const struct dg_plugin_event *event,
                     struct dg_plugin_findings *findings);

#endif

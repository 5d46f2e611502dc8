/* SPDX-License-Identifier: Apache-2.0 */
/* What an entry means for what waits for a keeper, and for the report. */
#ifndef PLUGINS_ACCESS_LIST_FOLLOW_H
#define PLUGINS_ACCESS_LIST_FOLLOW_H

#include "plugins/access_list/access_list.h"

/* Folds an entry into matters and report. DG_PLUGIN_FAILED: no memory. */
enum dg_plugin_status
dg_follow_apply(struct dg_access_list *state,
                const struct dg_plugin_event *event,
                const struct dg_plugin_decision *decision);

/* True if a finding of that code was made and counted. */
bool dg_follow_says(const struct dg_plugin_host *host,
                    const struct dg_plugin_decision *decision,
                    const char *code);

#endif

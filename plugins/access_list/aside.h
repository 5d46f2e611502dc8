/* SPDX-License-Identifier: Apache-2.0 */
/* Objections that are set aside: by an exemption, or by the emergency lane. */
#ifndef PLUGINS_ACCESS_LIST_ASIDE_H
#define PLUGINS_ACCESS_LIST_ASIDE_H

#include "plugins/access_list/access_list.h"

/* Whether dg_aside_take would say that it does not count. */
bool dg_aside_takes(const struct dg_access_list *state,
                    const struct dg_plugin_event *event,
                    const struct dg_plugin_finding *finding);

/* What the rules found about a task, refusing or stripping, before it is handed
 * in. True if it does not count for this task: then it was said as a note, or
 * as what is taken off instead, and nothing is left to hand in. */
bool dg_aside_take(const struct dg_access_list *state,
                   const struct dg_plugin_event *event,
                   struct dg_plugin_findings *findings,
                   const struct dg_plugin_finding *finding);

#endif

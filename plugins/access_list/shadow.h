/* SPDX-License-Identifier: Apache-2.0 */
/* A list that judges beside the one that decides: what would come of it is
 * journaled with each task, and changes nothing. */
#ifndef PLUGINS_ACCESS_LIST_SHADOW_H
#define PLUGINS_ACCESS_LIST_SHADOW_H

#include "plugins/access_list/access_list.h"

#define DG_SHADOW_RULE "shadow"

/* Says that the list judges the task, shadow-judged, and what its rules find.
 * Nothing before a version of it is in force. */
void dg_shadow_decide(const struct dg_access_list *state,
                      const struct dg_plugin_event *event,
                      struct dg_plugin_findings *findings);

/* Hands in a finding of the list that is asked: of the shadow observed, under
 * its own rule. */
void dg_shadow_add(const struct dg_access_list *state,
                   struct dg_plugin_findings *findings,
                   const struct dg_plugin_finding *finding);

#endif

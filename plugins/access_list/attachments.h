/* SPDX-License-Identifier: Apache-2.0 */
/* The rule about attachments. */
#ifndef PLUGINS_ACCESS_LIST_ATTACHMENTS_H
#define PLUGINS_ACCESS_LIST_ATTACHMENTS_H

#include "plugins/access_list/access_list.h"

/* Rule "attachments". */
void dg_attachments_decide(const struct dg_access_list *state,
                           const struct dg_plugin_event *event,
                           struct dg_plugin_findings *findings);

#endif

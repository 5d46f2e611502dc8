/* SPDX-License-Identifier: Apache-2.0 */
/* What is wrong with a list that is being published. */
#ifndef PLUGINS_ACCESS_LIST_PUBLISH_H
#define PLUGINS_ACCESS_LIST_PUBLISH_H

#include "plugins/access_list/access_list.h"

/* At most 100 findings about its entries. DG_PLUGIN_FAILED: no memory. */
enum dg_plugin_status dg_publish_decide(const struct dg_access_list *state,
                                        const struct dg_plugin_event *event,
                                        struct dg_plugin_findings *findings);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* What the folds forget when entries are erased. */
#ifndef PLUGINS_ACCESS_LIST_ERASE_H
#define PLUGINS_ACCESS_LIST_ERASE_H

#include "plugins/access_list/access_list.h"

/* Of a journal.erase. DG_PLUGIN_FAILED: no memory. */
enum dg_plugin_status dg_erase_apply(struct dg_access_list *state,
                                     const struct dg_plugin_event *event);

#endif
